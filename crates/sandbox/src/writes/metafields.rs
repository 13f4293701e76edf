//! Metafields of all kinds: one table each, written by lists of the store and below the thing that they belong to.

use serde_json::{Map, Value};

use crate::dataset::Dataset;
use crate::write::{Answer, Change, Errors, Given, Refused, Within, Writes};

/// Most kinds: a change needs nothing but the id.
const MEMBERS: &str = "
    permission_set:text=app_only|read|write|read_and_sf_access|write_and_sf_access! namespace:text<64! key:text<64!
    value:text<65535! description:text<255 +resource_id:int!";

/// Kinds of which a change needs all four.
const STRICT: &str = "
    permission_set:text=app_only|read|write|read_and_sf_access|write_and_sf_access!! namespace:text<64!! key:text<64!!
    value:text<65535!! description:text<255 +resource_id:int|text!";

/// Those of the store belong to nothing else.
const OF_STORE: &str = "
    permission_set:text=app_only|read|write|read_and_sf_access|write_and_sf_access!! namespace:text<64!! key:text<64!!
    value:text<65535!! description:text<255";

/// Below one thing, which the path names.
const BELOW: &str = "
    permission_set:text=app_only|read|write|read_and_sf_access|write_and_sf_access!! namespace:text<64!! key:text<64!!
    value:text<65535!! description:text<255";

const SAME: &[&str] = &["resource_id namespace key"];

/// Of one thing at most.
const MOST: usize = 250;

/// The three requests of a list.
macro_rules! lists {
    ($path:literal) => {
        &[
            Change {
                errors: Errors::Listed,
                answer: Answer::RowsAndCounts,
                ..Change::create_many($path, 10)
            },
            Change {
                errors: Errors::Listed,
                answer: Answer::RowsAndCounts,
                ..Change::update_many($path, 10)
            },
            Change {
                errors: Errors::Listed,
                answer: Answer::Keys,
                status: 200,
                ..Change::delete_keys($path)
            },
        ]
    };
}

/// The three requests below one thing.
macro_rules! below {
    ($path:literal) => {
        &[
            Change::create($path),
            Change::update(concat!($path, "/{metafield_id}")),
            Change::delete(concat!($path, "/{metafield_id}")),
        ]
    };
}

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: "store_v2_products",
        members: MEMBERS,
        unique: SAME,
        names: &[("resource_id", "products", "id")],
        complete: |data, row, given| complete(data, row, given, "product"),
        changes: lists!("/catalog/products/metafields"),
        event: "product/metafield",
        ..Writes::v3("product_metafields", "product_metafields")
    },
    Writes {
        scope: "store_v2_products",
        within: Within::Parent("resource_id", "products", "id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "product"),
        changes: below!("/catalog/products/{product_id}/metafields"),
        event: "product/metafield",
        ..Writes::v3("product_metafields", "product_metafields")
    },
    Writes {
        scope: "store_v2_products",
        members: MEMBERS,
        unique: SAME,
        names: &[("resource_id", "variants", "id")],
        complete: |data, row, given| complete(data, row, given, "variant"),
        changes: lists!("/catalog/variants/metafields"),
        event: "product/variant/metafield",
        ..Writes::v3("variant_metafields", "variant_metafields")
    },
    Writes {
        scope: "store_v2_products",
        within: Within::Parent("resource_id", "variants", "id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "variant"),
        changes: below!("/catalog/products/{product_id}/variants/{variant_id}/metafields"),
        event: "product/variant/metafield",
        ..Writes::v3("variant_metafields", "variant_metafields")
    },
    Writes {
        scope: "store_v2_products",
        members: MEMBERS,
        unique: SAME,
        names: &[("resource_id", "brands", "id")],
        complete: |data, row, given| complete(data, row, given, "brand"),
        changes: lists!("/catalog/brands/metafields"),
        event: "brand/metafield",
        ..Writes::v3("brand_metafields", "brand_metafields")
    },
    Writes {
        scope: "store_v2_products",
        within: Within::Parent("resource_id", "brands", "id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "brand"),
        changes: below!("/catalog/brands/{brand_id}/metafields"),
        event: "brand/metafield",
        ..Writes::v3("brand_metafields", "brand_metafields")
    },
    Writes {
        scope: "store_v2_products",
        members: MEMBERS,
        unique: SAME,
        names: &[("resource_id", "categories", "category_id")],
        complete: |data, row, given| complete(data, row, given, "category"),
        changes: lists!("/catalog/categories/metafields"),
        event: "category/metafield",
        ..Writes::v3("category_metafields", "category_metafields")
    },
    Writes {
        scope: "store_v2_products",
        within: Within::Parent("resource_id", "categories", "category_id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "category"),
        changes: below!("/catalog/categories/{category_id}/metafields"),
        event: "category/metafield",
        ..Writes::v3("category_metafields", "category_metafields")
    },
    Writes {
        scope: "store_channel_settings",
        members: MEMBERS,
        unique: SAME,
        names: &[("resource_id", "channels", "id")],
        complete: |data, row, given| complete(data, row, given, "channel"),
        changes: lists!("/channels/metafields"),
        event: "channel/metafield",
        ..Writes::v3("channel_metafields", "channel_metafields")
    },
    Writes {
        scope: "store_channel_settings",
        within: Within::Parent("resource_id", "channels", "id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "channel"),
        changes: below!("/channels/{channel_id}/metafields"),
        event: "channel/metafield",
        ..Writes::v3("channel_metafields", "channel_metafields")
    },
    Writes {
        scope: "store_v2_customers",
        members: MEMBERS,
        unique: SAME,
        names: &[("resource_id", "customers", "id")],
        complete: |data, row, given| complete(data, row, given, "customer"),
        changes: lists!("/customers/metafields"),
        event: "customer/metafield",
        ..Writes::v3("customer_metafields", "customer_metafields")
    },
    Writes {
        scope: "store_v2_customers",
        within: Within::Parent("resource_id", "customers", "id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "customer"),
        changes: below!("/customers/{customer_id}/metafields"),
        event: "customer/metafield",
        ..Writes::v3("customer_metafields", "customer_metafields")
    },
    Writes {
        scope: "store_locations",
        members: MEMBERS,
        unique: SAME,
        names: &[("resource_id", "locations", "id")],
        complete: |data, row, given| complete(data, row, given, "location"),
        changes: lists!("/inventory/locations/metafields"),
        event: "inventory/location/metafield",
        ..Writes::v3("location_metafields", "location_metafields")
    },
    Writes {
        scope: "store_locations",
        within: Within::Parent("resource_id", "locations", "id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "location"),
        changes: below!("/inventory/locations/{location_id}/metafields"),
        event: "inventory/location/metafield",
        ..Writes::v3("location_metafields", "location_metafields")
    },
    Writes {
        scope: "store_v2_orders",
        members: STRICT,
        unique: SAME,
        names: &[("resource_id", "orders", "id")],
        complete: |data, row, given| complete(data, row, given, "order"),
        changes: lists!("/orders/metafields"),
        event: "order/metafield",
        ..Writes::v3("order_metafields", "order_metafields")
    },
    Writes {
        scope: "store_v2_orders",
        within: Within::Parent("resource_id", "orders", "id"),
        members: BELOW,
        unique: SAME,
        most: MOST,
        complete: |data, row, given| complete(data, row, given, "order"),
        changes: below!("/orders/{order_id}/metafields"),
        event: "order/metafield",
        ..Writes::v3("order_metafields", "order_metafields")
    },
    Writes {
        scope: "store_cart",
        members: STRICT,
        unique: SAME,
        complete: |data, row, given| complete(data, row, given, "cart"),
        changes: lists!("/carts/metafields"),
        event: "cart/metafield",
        ..Writes::v3("cart_metafields", "cart_metafields")
    },
    Writes {
        scope: "store_v2_information",
        members: OF_STORE,
        unique: SAME,
        complete: of_store,
        changes: lists!("/store/metafields"),
        event: "store/metafield",
        ..Writes::v3("store_metafields", "store_metafields")
    },
];

/// The client that writes owns the metafield.
fn complete(
    data: &Dataset,
    row: &mut Map<String, Value>,
    given: &Given<'_>,
    kind: &str,
) -> Result<(), Refused> {
    row.insert("resource_type".to_owned(), Value::from(kind));
    if given.before.is_none()
        && let Some(owner) = data.owner()
    {
        row.insert("owner_client_id".to_owned(), owner);
    }
    Ok(())
}

fn of_store(
    data: &Dataset,
    row: &mut Map<String, Value>,
    given: &Given<'_>,
) -> Result<(), Refused> {
    row.insert("resource_id".to_owned(), Value::from(data.hash.as_str()));
    complete(data, row, given, "store")
}
