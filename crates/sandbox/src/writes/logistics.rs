//! Shipping, locations, pickup and taxes.

use serde_json::{Value, json};

use crate::write::{Answer, Change, Errors, Refused, Unlisted, Within, Writes, rows_with};

const INFORMATION: &str = "store_v2_information";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: INFORMATION,
        members: "
            name:text!! type:text=zip|country|state|global! locations:array free_shipping:object handling_fees:object
            enabled:flag -id:int",
        along: &[("shipping_methods", "zone_id")],
        complete: |_, row, _| {
            let fees = row.get("handling_fees").cloned().unwrap_or_default();
            let set = |name: &str| {
                let text = fees[name].as_str().map(str::to_owned).or(fees[name].as_f64().map(|fee| fee.to_string()));
                text.is_some_and(|text| text.parse::<f64>().is_ok_and(|fee| fee > 0.0))
            };
            match set("fixed_surcharge") && set("percentage_surcharge") {
                true => Err(Refused::invalid("handling_fees", "A handling fee is fixed or in percent.")),
                false => Ok(()),
            }
        },
        changes: &[
            Change { status: 201, ..Change::create("/shipping/zones") },
            Change::update("/shipping/zones/{id}"),
            Change::delete("/shipping/zones/{id}"),
        ],
        ..Writes::v2("shipping_zones", "shipping_zones")
    },
    Writes {
        scope: INFORMATION,
        within: Within::Parent("zone_id", "shipping_zones", "id"),
        parent_hidden: true,
        members: "
            name:text!
            type:text=perorder|peritem|weight|total|auspost|canadapost|endicia|usps|fedex|royalmail|upsready|freeshipping!
            settings:object! enabled:flag handling_fees:object is_fallback:flag channel_ids:array -id:int",
        changes: &[
            Change::create("/shipping/zones/{zone_id}/methods"),
            Change::update("/shipping/zones/{zone_id}/methods/{method_id}"),
            Change::delete("/shipping/zones/{zone_id}/methods/{method_id}"),
        ],
        ..Writes::v2("shipping_methods", "shipping_methods")
    },
    Writes {
        scope: "store_v2_products",
        key: "product_id",
        members: "
            product_id:int!! country_of_origin:text!! commodity_description:text<100!! international_shipping:flag!!
            hs_codes:object!!",
        names: &[("product_id", "products", "id")],
        changes: &[
            Change::upsert_many("/shipping/products/customs-information", 50, "product_id"),
            Change::delete_listed("/shipping/products/customs-information", "product_id:in"),
        ],
        ..Writes::v3("customs_information", "customs_information")
    },
    Writes {
        scope: "store_locations",
        members: "
            code:text! label:text! description:text managed_by_external_source:flag type_id:text=PHYSICAL|VIRTUAL
            enabled:flag operating_hours:object time_zone:text address:object! storefront_visibility:flag
            special_hours:array",
        unique: &["code"],
        along: &[("location_metafields", "resource_id")],
        most: 100,
        complete: |_, _, given| {
            let address = given.body.get("address").cloned().unwrap_or_default();
            let needed = ["address1", "city", "state", "zip", "email", "geo_coordinates", "country_code"];
            let missing = needed.into_iter().find(|field| address[*field].is_null());
            match missing.filter(|_| given.body.contains_key("address")) {
                Some(field) => Err(Refused::missing(&format!("address.{field}"))),
                None => Ok(()),
            }
        },
        may_go: |_, row| match row["id"] == 1 {
            true => Err(Refused::invalid("id", "The default location cannot be deleted.")),
            false => Ok(()),
        },
        follow: |data, row, does| {
            if does != crate::write::Does::Delete {
                return;
            }
            for item in rows_with(data, "inventory_items", "location_id", &row["id"]) {
                let places = item["locations"].as_array().cloned().unwrap_or_default();
                let stays = |place: &&Value| place["location_id"] != row["id"];
                let kept: Vec<Value> = places.iter().filter(stays).cloned().collect();
                if kept.len() < places.len() {
                    let id = item["identity"]["variant_id"].clone();
                    crate::write::edit(data, "inventory_items", "variant_id", &id, |item| item["locations"] = json!(kept));
                }
            }
        },
        changes: &[
            Change { cap: 50, answer: Answer::Transaction, ..Change::create_many("/inventory/locations", 50) },
            Change { cap: 50, answer: Answer::Transaction, ..Change::update_many("/inventory/locations", 50) },
            Change {
                cap: 50,
                status: 200,
                answer: Answer::Transaction,
                unlisted: Unlisted::Refused,
                ..Change::delete_listed("/inventory/locations", "location_id:in>id location_code:in>code")
            },
        ],
        event: "inventory/location",
        ..Writes::v3("locations", "locations")
    },
    Writes {
        scope: "store_fulfillment_methods_manage",
        members: "
            location_id:int! display_name:text<250! collection_instructions:text<250 collection_time_description:text<250
            location_identity:int",
        names: &[("location_id", "locations", "id")],
        changes: &[
            Change::create_many("/pickup/methods", 100),
            Change::update_many("/pickup/methods", 10),
            Change { unlisted: Unlisted::Refused, ..Change::delete_listed("/pickup/methods", "id:in") },
        ],
        ..Writes::v3("pickup_methods", "pickup_methods")
    },
    // v3 writes what v2 reads.
    Writes {
        scope: INFORMATION,
        members: "name:text<100!!",
        unique: &["name"],
        // Its numbers are texts in v2 alone.
        show: |_, mut row| {
            let id = row["id"].as_str().and_then(|id| id.parse::<i64>().ok());
            if let Some(id) = id {
                row["id"] = json!(id);
            }
            row
        },
        changes: &[
            Change { errors: Errors::Saved, ..Change::create_many("/tax/classes", 50) },
            Change { errors: Errors::Saved, ..Change::update_many("/tax/classes", 50) },
            Change { unlisted: Unlisted::Refused, ..Change::delete_listed("/tax/classes", "id:in") },
        ],
        ..Writes::v3("tax_classes", "tax_classes")
    },
    Writes {
        scope: INFORMATION,
        members: "name:text! enabled:flag price_display_settings:object shopper_target_settings:object",
        along: &[("tax_rates", "tax_zone_id")],
        may_go: |_, row| match row["id"] == 1 {
            true => Err(Refused::invalid("id", "The default tax zone cannot be deleted.")),
            false => Ok(()),
        },
        changes: &[
            Change::create_many("/tax/zones", 50),
            Change::update_many("/tax/zones", 50),
            Change::delete_listed("/tax/zones", "id:in"),
        ],
        ..Writes::v3("tax_zones", "tax_zones")
    },
    Writes {
        scope: INFORMATION,
        members: "class_rates:array! enabled:flag name:text! priority:int tax_zone_id:int!",
        names: &[("tax_zone_id", "tax_zones", "id")],
        changes: &[
            Change::create_many("/tax/rates", 50),
            Change::update_many("/tax/rates", 50),
            Change::delete_listed("/tax/rates", "id:in"),
        ],
        ..Writes::v3("tax_rates", "tax_rates")
    },
    Writes {
        scope: INFORMATION,
        members: "code:text! display_name:text! description:text +type:text=PRODUCT|CUSTOMER!",
        unique: &["code"],
        conflict: 422,
        may_go: |data, row| {
            let code = row["code"].as_str().unwrap_or_default();
            let used = ["product_tax_properties", "tax_customers"];
            let uses = |table: &&str| data.rows(table).iter().any(|row| row["tax_properties"].get(code).is_some());
            match used.iter().any(uses) {
                true => Err(Refused::conflict("code", "The tax property is in use.")),
                false => Ok(()),
            }
        },
        changes: &[
            Change::create_many("/tax/properties", 50),
            Change::update_many("/tax/properties", 50),
            Change::delete_listed("/tax/properties", "id:in"),
        ],
        ..Writes::v3("tax_properties", "tax_properties")
    },
    Writes {
        scope: INFORMATION,
        key: "product_id",
        members: "product_id:int!! tax_properties:object!!",
        names: &[("product_id", "products", "id")],
        complete: additive,
        changes: &[
            Change::upsert_many("/tax/products/properties", 50, "product_id"),
            Change::delete_listed("/tax/products/properties", "product_id:in"),
        ],
        ..Writes::v3("product_tax_properties", "product_tax_properties")
    },
    Writes {
        scope: INFORMATION,
        key: "customer_id",
        members: "customer_id:int!! tax_properties:object!!",
        names: &[("customer_id", "customers", "id")],
        complete: additive,
        changes: &[
            Change::upsert_many("/tax/customers", 50, "customer_id"),
            Change::delete_listed("/tax/customers", "customer_id:in"),
        ],
        ..Writes::v3("tax_customers", "tax_customers")
    },
];

/// Properties are added to those that are there, each by its code.
fn additive(
    data: &crate::dataset::Dataset,
    row: &mut serde_json::Map<String, Value>,
    given: &crate::write::Given<'_>,
) -> Result<(), Refused> {
    let mut all = given.before.map(|before| before["tax_properties"].clone());
    let mut all = all
        .as_mut()
        .and_then(Value::as_object_mut)
        .map(std::mem::take)
        .unwrap_or_default();
    let known = data.table("tax_properties");
    for (code, value) in given.body["tax_properties"]
        .as_object()
        .into_iter()
        .flatten()
    {
        if known.with(&[("code", code)]).is_empty() {
            return Err(Refused::invalid(
                "tax_properties",
                &format!("there is no property {code}"),
            ));
        }
        all.insert(code.clone(), value.clone());
    }
    row.insert("tax_properties".to_owned(), Value::Object(all));
    Ok(())
}
