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

/// The list of a kind: what passes is written, and what does not is told under 200.
macro_rules! list {
    ($kind:literal, $scope:literal, $members:expr, $event:literal, $path:expr) => {
        Writes {
            scope: $scope,
            members: $members,
            unique: SAME,
            complete: |data, row, given| complete(data, row, given, $kind),
            changes: &[
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
            ],
            event: $event,
            ..Writes::v3(concat!($kind, "_metafields"), concat!($kind, "_metafields"))
        }
    };
}

/// The list of a kind, and the requests below one thing of it.
macro_rules! kind {
    ($kind:literal, $parents:literal, $key:literal, $scope:literal, $members:expr, $event:literal, $path:literal, $one:literal) => {
        [
            Writes {
                names: &[("resource_id", $parents, $key)],
                ..list!(
                    $kind,
                    $scope,
                    $members,
                    $event,
                    concat!($path, "/metafields")
                )
            },
            Writes {
                within: Within::Parent("resource_id", $parents, $key),
                members: BELOW,
                names: &[],
                most: MOST,
                changes: &[
                    Change::create(concat!($one, "/metafields")),
                    Change::update(concat!($one, "/metafields/{metafield_id}")),
                    Change::delete(concat!($one, "/metafields/{metafield_id}")),
                ],
                ..list!(
                    $kind,
                    $scope,
                    $members,
                    $event,
                    concat!($path, "/metafields")
                )
            },
        ]
    };
}

pub(crate) const PRODUCTS: &[Writes] = &kind!(
    "product",
    "products",
    "id",
    "store_v2_products",
    MEMBERS,
    "product/metafield",
    "/catalog/products",
    "/catalog/products/{product_id}"
);

pub(crate) const VARIANTS: &[Writes] = &kind!(
    "variant",
    "variants",
    "id",
    "store_v2_products",
    MEMBERS,
    "product/variant/metafield",
    "/catalog/variants",
    "/catalog/products/{product_id}/variants/{variant_id}"
);

pub(crate) const BRANDS: &[Writes] = &kind!(
    "brand",
    "brands",
    "id",
    "store_v2_products",
    MEMBERS,
    "brand/metafield",
    "/catalog/brands",
    "/catalog/brands/{brand_id}"
);

pub(crate) const CATEGORIES: &[Writes] = &kind!(
    "category",
    "categories",
    "category_id",
    "store_v2_products",
    MEMBERS,
    "category/metafield",
    "/catalog/categories",
    "/catalog/categories/{category_id}"
);

pub(crate) const CHANNELS: &[Writes] = &kind!(
    "channel",
    "channels",
    "id",
    "store_channel_settings",
    MEMBERS,
    "channel/metafield",
    "/channels",
    "/channels/{channel_id}"
);

pub(crate) const CUSTOMERS: &[Writes] = &kind!(
    "customer",
    "customers",
    "id",
    "store_v2_customers",
    MEMBERS,
    "customer/metafield",
    "/customers",
    "/customers/{customer_id}"
);

pub(crate) const LOCATIONS: &[Writes] = &kind!(
    "location",
    "locations",
    "id",
    "store_locations",
    MEMBERS,
    "inventory/location/metafield",
    "/inventory/locations",
    "/inventory/locations/{location_id}"
);

pub(crate) const ORDERS: &[Writes] = &kind!(
    "order",
    "orders",
    "id",
    "store_v2_orders",
    STRICT,
    "order/metafield",
    "/orders",
    "/orders/{order_id}"
);

/// Those of things that have no path of their own here.
pub(crate) const OTHERS: &[Writes] = &[
    list!(
        "cart",
        "store_cart",
        STRICT,
        "cart/metafield",
        "/carts/metafields"
    ),
    Writes {
        complete: of_store,
        ..list!(
            "store",
            "store_v2_information",
            OF_STORE,
            "store/metafield",
            "/store/metafields"
        )
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
