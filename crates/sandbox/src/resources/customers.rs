//! Customers, their addresses and groups.

use crate::resource::{Cursors, Paging, Resource};

const SCOPE: &str = "store_v2_customers";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        scope: SCOPE,
        paging: Paging::Cursor(Cursors::Wins),
        sort: "pairs date_created last_name date_modified",
        include: "addresses attributes storecredit>store_credit_amounts formfields>form_fields shopper_profile_id segment_ids",
        // "After this date", "before this date": the bound itself is left out.
        filters: "
            id int :in
            company text :in
            customer_group_id int :in
            date_created time = :min> :max<
            date_modified time = :min> :max<
            email text :in
            name text @full_name :in :like
            phone text :in
            registration_ip_address text :in",
        ..Resource::v3("customers", "/customers", |store, _| store.all("customers"))
    },
    Resource {
        scope: SCOPE,
        include: "formfields>form_fields",
        filters: "
            company text :in
            name text @full_name :in
            customer_id int :in
            id int :in",
        ..Resource::v3("customer_addresses", "/customers/addresses", |store, _| {
            store.all("customer_addresses")
        })
    },
    Resource {
        item: "/customer_groups/{customer_group_id}",
        count: "/customer_groups/count",
        scope: SCOPE,
        filters: "
            name text = :like
            is_default flag =
            date_created time = :max :min
            date_modified time = :min :max
            is_group_for_guests flag =",
        ..Resource::v2("customer_groups", "/customer_groups", |store, _| {
            store.all("customer_groups")
        })
    },
];
