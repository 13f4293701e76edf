//! Shipping, locations and stock, pickup methods, taxes.

use serde_json::Value;

use crate::dataset::Dataset;
use crate::made_up::logistics;
use crate::resource::{Envelope, Keys, Paging, Resource, RowsOf, metafields};
use crate::rows::Rows;

const INFORMATION: &str = "store_v2_information";
const LOCATIONS: &str = "store_locations";

pub(crate) const RESOURCES: &[Resource] = &[
    Resource {
        item: "/shipping/zones/{id}",
        scope: INFORMATION,
        paging: Paging::Whole,
        ..Resource::v2("shipping_zones", "/shipping/zones", |data, _| {
            data.all("shipping_zones")
        })
    },
    Resource {
        item: "/shipping/zones/{zone_id}/methods/{method_id}",
        scope: INFORMATION,
        paging: Paging::Whole,
        ..Resource::v2(
            "shipping_methods",
            "/shipping/zones/{zone_id}/methods",
            methods,
        )
    },
    Resource {
        key: "product_id",
        scope: "store_v2_products",
        filters: "product_id int :in",
        ..Resource::v3(
            "customs_information",
            "/shipping/products/customs-information",
            |data, _| data.all("customs_information"),
        )
    },
    Resource {
        scope: "store_v2_products",
        ..Resource::single("shipping_settings", "/shipping/settings", |data, _| {
            data.all("shipping_settings")
        })
    },
    Resource {
        scope: "store_v2_products",
        ..Resource::single(
            "shipping_settings_of_channel",
            "/shipping/settings/channels/{channel_id}",
            |data, keys| {
                data.table("channels").find("id", keys.int(0)?)?;
                data.all("shipping_settings_of_channel")
            },
        )
    },
    Resource {
        key: "identity.variant_id",
        scope: "store_inventory",
        max_limit: 1_000,
        filters: "
            sku text :in
            variant_id int :in
            product_id int :in
            location_id any :in
            location_code words @location_codes :in",
        ..Resource::v3("inventory_items", "/inventory/items", |data, _| {
            data.all("inventory_items")
        })
    },
    Resource {
        key: "identity.variant_id",
        scope: "store_inventory",
        max_limit: 1_000,
        filters: "
            sku text @identity.sku :in
            variant_id int @identity.variant_id :in
            product_id int @identity.product_id :in",
        ..Resource::v3(
            "location_inventory",
            "/inventory/locations/{location_id}/items",
            at_location,
        )
    },
    Resource {
        scope: LOCATIONS,
        max_limit: 1_000,
        filters: "
            location_id int @id :in
            location_code text @code :in
            is_default flag @is_default =
            type_id text :in
            managed_by_external_source flag =
            is_active flag @enabled =
            storefront_visibility flag =",
        ..Resource::v3("locations", "/inventory/locations", |data, _| {
            data.all("locations")
        })
    },
    metafields(
        "location_metafields",
        "/inventory/locations/metafields",
        LOCATIONS,
        |data, _| data.all("location_metafields"),
    ),
    Resource {
        item: "/inventory/locations/{location_id}/metafields/{metafield_id}",
        ..metafields(
            "metafields_of_location",
            "/inventory/locations/{location_id}/metafields",
            LOCATIONS,
            |data, keys| {
                data.table("locations").find("id", keys.int(0)?)?;
                data.belonging("location_metafields", "resource_id", keys.int(0)?)
            },
        )
    },
    Resource {
        scope: "store_fulfillment_methods_manage",
        sort: "pairs date_modified name",
        filters: "
            id int :in
            date_created time = :min :max
            date_modified time = :min :max",
        ..Resource::v3("pickup_methods", "/pickup/methods", |data, _| {
            data.all("pickup_methods")
        })
    },
    Resource {
        item: "/tax_classes/{id}",
        scope: INFORMATION,
        ..Resource::v2("tax_classes", "/tax_classes", |data, _| {
            data.all("tax_classes")
        })
    },
    Resource {
        filters: "id int :in",
        ..tax("tax_zones", "/tax/zones", |data, _| data.all("tax_zones"))
    },
    Resource {
        envelope: Envelope::Pagination,
        filters: "
            id int :in
            tax_zone_id int :in",
        ..tax("tax_rates", "/tax/rates", |data, _| data.all("tax_rates"))
    },
    Resource {
        filters: "
            id int :in
            type text :in",
        ..tax("tax_properties", "/tax/properties", |data, _| {
            data.all("tax_properties")
        })
    },
    Resource {
        key: "product_id",
        filters: "product_id int :in",
        required: "product_id:in",
        ..tax(
            "product_tax_properties",
            "/tax/products/properties",
            |data, _| data.all("product_tax_properties"),
        )
    },
    Resource {
        key: "customer_id",
        filters: "customer_id int :in",
        ..tax("tax_customers", "/tax/customers", |data, _| {
            data.all("tax_customers")
        })
    },
    Resource {
        scope: INFORMATION,
        ..Resource::single("tax_settings", "/tax/settings", |data, _| {
            data.all("tax_settings")
        })
    },
];

/// A list of the tax endpoints: whole, with an empty `meta`.
const fn tax(name: &'static str, list: &'static str, rows: RowsOf) -> Resource {
    Resource {
        scope: INFORMATION,
        paging: Paging::Whole,
        envelope: Envelope::Data,
        ..Resource::v3(name, list, rows)
    }
}

/// The methods of a zone, without the zone that they are kept with.
fn methods<'a>(data: &'a Dataset, keys: &Keys) -> Option<Rows<'a>> {
    let zone = keys.int(0)?;
    data.table("shipping_zones").find("id", zone)?;
    let mut rows: Vec<Value> = data
        .rows("shipping_methods")
        .into_iter()
        .filter(|row| row["zone_id"] == zone)
        .collect();
    for fields in rows.iter_mut().filter_map(Value::as_object_mut) {
        fields.shift_remove("zone_id");
    }
    Rows::own(rows)
}

/// The stock of one location.
fn at_location<'a>(data: &'a Dataset, keys: &Keys) -> Option<Rows<'a>> {
    let location = keys.int(0)?;
    data.table("locations").find("id", location)?;
    Rows::own(
        data.rows("inventory_items")
            .into_iter()
            .filter_map(|item| logistics::at_location(item, location))
            .collect(),
    )
}
