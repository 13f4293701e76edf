//! Customers, their addresses and groups.

use crate::resource::{Cursors, Envelope, Keys, Paging, Resource, Rows, metafields};
use crate::store::{Store, people};

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
        ..Resource::v3(
            "customer_attributes",
            "/customers/attributes",
            |store, _| store.all("customer_attributes"),
        )
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
            |store, _| Rows::own(people::of_customers(store, "attributes", "attributes")),
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
            |store, _| Rows::own(people::form_field_values(store)),
        )
    },
    metafields(
        "customer_metafields",
        "/customers/metafields",
        SCOPE,
        |store, _| store.all("customer_metafields"),
    ),
    Resource {
        item: "/customers/{customer_id}/metafields/{metafield_id}",
        ..metafields(
            "metafields_of_customer",
            "/customers/{customer_id}/metafields",
            SCOPE,
            |store, keys| {
                customer(store, keys)?;
                store.belonging("customer_metafields", "resource_id", keys.int(0)?)
            },
        )
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::Bare,
        ..Resource::single(
            "customer_consent",
            "/customers/{customer_id}/consent",
            |store, keys| {
                customer(store, keys)?;
                Rows::own(vec![people::consent(keys.int(0)?)])
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
            |store, keys| {
                customer(store, keys)?;
                Rows::own(people::stored_instruments(keys.int(0)?))
            },
        )
    },
    Resource {
        scope: SCOPE,
        ..Resource::single("customer_settings", "/customers/settings", |store, _| {
            store.all("customer_settings")
        })
    },
    Resource {
        scope: SCOPE,
        ..Resource::single(
            "customer_settings_of_channel",
            "/customers/settings/channels/{channel_id}",
            |store, keys| {
                store.table("channels").find(store, "id", keys.int(0)?)?;
                store.all("customer_settings_of_channel")
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
        ..Resource::v3("subscribers", "/customers/subscribers", |store, _| {
            store.all("subscribers")
        })
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::WithoutLinks,
        filters: "id text :in",
        ..Resource::v3("segments", "/segments", |store, _| store.all("segments"))
    },
    // Reading these needs the scope that writes.
    Resource {
        scope: "store_v2_customers!",
        envelope: Envelope::WithoutLinks,
        ..Resource::v3(
            "segment_shopper_profiles",
            "/segments/{segment_id}/shopper-profiles",
            |store, keys| people::profiles_of_segment(store, keys.text(0)),
        )
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::WithoutLinks,
        ..Resource::v3("shopper_profiles", "/shopper-profiles", |store, _| {
            Rows::own(people::shopper_profiles(store))
        })
    },
    Resource {
        scope: SCOPE,
        envelope: Envelope::WithoutLinks,
        ..Resource::v3(
            "segments_of_profile",
            "/shopper-profiles/{shopper_profile_id}/segments",
            |store, keys| people::segments_of_profile(store, keys.text(0)),
        )
    },
    Resource {
        scope: SCOPE,
        item: "/wishlists/{wishlist_id}",
        envelope: Envelope::WithoutLinks,
        filters: "customer_id int =",
        ..Resource::v3("wishlists", "/wishlists", |store, _| store.all("wishlists"))
    },
    // The old list knows its filters and `min_id`; clients send `page` and `limit` all the same, and they work.
    Resource {
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
        ..Resource::v2("old_customers", "/customers", |store, _| {
            Some(people::old_customers(store))
        })
    },
    Resource {
        scope: SCOPE,
        item: "/customers/{customer_id}/addresses/{customer_address_id}",
        count: "/customers/{customer_id}/addresses/count",
        ..Resource::v2(
            "old_customer_addresses",
            "/customers/{customer_id}/addresses",
            |store, keys| {
                let addresses = store.children("customers", "id", keys.int(0), "addresses")?;
                Rows::own(addresses.into_iter().map(people::old_address).collect())
            },
        )
    },
];

/// The customer that a path names; none where there is none.
fn customer(store: &Store, keys: &Keys) -> Option<()> {
    let index = store.table("customers").find(store, "id", keys.int(0)?)?;
    (!store.hides("customers", index)).then_some(())
}
