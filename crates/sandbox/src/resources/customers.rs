//! Customers, their addresses and groups.

use crate::dataset::Dataset;
use crate::made_up::people;
use crate::resource::{Cursors, Envelope, Keys, Paging, Resource, metafields};
use crate::rows::Rows;
use crate::views::customers;

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
        ..Resource::v3("customers", "/customers", |data, _| data.all("customers"))
    },
    Resource {
        scope: SCOPE,
        include: "formfields>form_fields",
        filters: "
            company text :in
            name text @full_name :in
            customer_id int :in
            id int :in",
        ..Resource::v3("customer_addresses", "/customers/addresses", |data, _| {
            data.all("customer_addresses")
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
        ..Resource::v2("customer_groups", "/customer_groups", |data, _| {
            data.all("customer_groups")
        })
    },
];

/// Attributes, form fields, groups of shoppers, wishlists, and the old list of customers.
pub(crate) const FURTHER: &[Resource] = &[
    Resource {
        scope: SCOPE,
        envelope: Envelope::Data,
        filters: "
            name text = :like
            type text =
            date_created time = :max< :min>
            date_modified time = :max< :min>",
        ..Resource::v3("customer_attributes", "/customers/attributes", |data, _| {
            data.all("customer_attributes")
        })
    },
    Resource {
        scope: SCOPE,
        filters: "
            customer_id int :in
            attribute_id int :in
            name text @attribute_value =
            date_created time = :max< :min>
            date_modified time = :max< :min>",
        ..Resource::v3(
            "customer_attribute_values",
            "/customers/attribute-values",
            |data, _| Rows::own(customers::of_customers(data, "attributes", "attributes")),
        )
    },
    Resource {
        scope: SCOPE,
        key: "name",
        paging: Paging::Cursor(Cursors::Wins),
        filters: "
            customer_id int =
            address_id int =
            field_name text @name =
            field_type text @field_type =",
        ..Resource::v3(
            "form_field_values",
            "/customers/form-field-values",
            |data, _| Rows::own(customers::form_field_values(data)),
        )
    },
    metafields(
        "customer_metafields",
        "/customers/metafields",
        SCOPE,
        |data, _| data.all("customer_metafields"),
    ),
    Resource {
        item: "/customers/{customer_id}/metafields/{metafield_id}",
        ..metafields(
            "metafields_of_customer",
            "/customers/{customer_id}/metafields",
            SCOPE,
            |data, keys| {
                customer(data, keys)?;
                data.belonging("customer_metafields", "resource_id", keys.int(0)?)
            },
        )
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::Bare,
        ..Resource::single(
            "customer_consent",
            "/customers/{customer_id}/consent",
            |data, keys| {
                customer(data, keys)?;
                Rows::own(vec![customers::consent(data, keys.int(0)?)])
            },
        )
    },
    Resource {
        scope: "store_stored_payment_instruments",
        envelope: Envelope::Bare,
        paging: Paging::Whole,
        key: "token",
        ..Resource::v3(
            "stored_instruments",
            "/customers/{customer_id}/stored-instruments",
            |data, keys| {
                customer(data, keys)?;
                Rows::own(people::stored_instruments(keys.int(0)?))
            },
        )
    },
    Resource {
        scope: SCOPE,
        ..Resource::single("customer_settings", "/customers/settings", |data, _| {
            data.all("customer_settings")
        })
    },
    Resource {
        scope: SCOPE,
        ..Resource::single(
            "customer_settings_of_channel",
            "/customers/settings/channels/{channel_id}",
            |data, keys| {
                data.table("channels").find("id", keys.int(0)?)?;
                data.all("customer_settings_of_channel")
            },
        )
    },
    Resource {
        scope: SCOPE,
        item: "/customers/subscribers/{subscriber_id}",
        filters: "
            id int = :in
            email text =
            first_name text =
            last_name text =
            source text =
            order_id int =
            date_created time = :min :max
            date_modified time = :min :max",
        ..Resource::v3("subscribers", "/customers/subscribers", |data, _| {
            data.all("subscribers")
        })
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::WithoutLinks,
        filters: "id text :in",
        ..Resource::v3("segments", "/segments", |data, _| data.all("segments"))
    },
    // Reading these needs the scope that writes.
    Resource {
        scope: "store_v2_customers!",
        envelope: Envelope::WithoutLinks,
        ..Resource::v3(
            "segment_shopper_profiles",
            "/segments/{segment_id}/shopper-profiles",
            |data, keys| customers::profiles_of_segment(data, keys.text(0)),
        )
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::WithoutLinks,
        ..Resource::v3("shopper_profiles", "/shopper-profiles", |data, _| {
            Rows::own(customers::shopper_profiles(data))
        })
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::WithoutLinks,
        ..Resource::v3(
            "segments_of_profile",
            "/shopper-profiles/{shopper_profile_id}/segments",
            |data, keys| customers::segments_of_profile(data, keys.text(0)),
        )
    },
    Resource {
        scope: SCOPE,
        item: "/wishlists/{wishlist_id}",
        envelope: Envelope::WithoutLinks,
        filters: "customer_id int =",
        ..Resource::v3("wishlists", "/wishlists", |data, _| data.all("wishlists"))
    },
    // The old list knows its filters and `min_id`; clients send `page` and `limit` all the same, and they work.
    Resource {
        table: "customers",
        scope: SCOPE,
        item: "/customers/{customer_id}",
        count: "/customers/count",
        filters: "
            first_name text =
            last_name text =
            company text =
            email text =
            phone text =
            store_credit number =
            customer_group_id int =
            min_id int @id min
            max_id int @id max
            min_date_created time @date_created min
            max_date_created time @date_created max
            min_date_modified time @date_modified min
            max_date_modified time @date_modified max
            tax_exempt_category text =",
        ..Resource::v2("old_customers", "/customers", |data, _| {
            Some(customers::old_customers(data))
        })
    },
    Resource {
        scope: SCOPE,
        item: "/customers/{customer_id}/addresses/{customer_address_id}",
        count: "/customers/{customer_id}/addresses/count",
        ..Resource::v2(
            "old_customer_addresses",
            "/customers/{customer_id}/addresses",
            |data, keys| {
                let addresses = data.children("customers", "id", keys.int(0), "addresses")?;
                Rows::own(addresses.into_iter().map(customers::old_address).collect())
            },
        )
    },
];

/// The customer that a path names, if it exists.
fn customer(data: &Dataset, keys: &Keys) -> Option<()> {
    let index = data.table("customers").find("id", keys.int(0)?)?;
    (!data.hides("customers", index)).then_some(())
}
