//! Price lists, their records and assignments; currencies.

use serde_json::{Map, Value, json};

use crate::dataset::Dataset;
use crate::write::{Answer, Change, Does, Errors, Given, Refused, Within, Writes, edit, rows_with};

const PRICES: &str = "store_v2_products";

const RECORD: &str = "
    variant_id:int sku:text currency:text<3! price:number sale_price:number retail_price:number map_price:number
    bulk_pricing_tiers:array";

/// Where the path names the variant and the currency.
const RECORD_OF_PATH: &str = "
    price:number sale_price:number retail_price:number map_price:number bulk_pricing_tiers:array";

/// Over several lists.
const RECORD_OF_LISTS: &str = "
    price_list_id:int!! variant_id:int sku:text currency:text<3!! price:number sale_price:number retail_price:number
    map_price:number bulk_pricing_tiers:array";

const SAME: &[&str] = &["price_list_id variant_id currency"];

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: PRICES,
        members: "name:text!! active:flag",
        unique: &["name"],
        along: &[("price_list_records", "price_list_id"), ("price_list_assignments", "price_list_id")],
        changes: &[
            Change::create("/pricelists"),
            Change::update("/pricelists/{price_list_id}"),
            Change { cap: 1, ..Change::delete("/pricelists/{price_list_id}") },
            Change { cap: 1, ..Change::delete_listed("/pricelists", "id:in") },
        ],
        event: "priceList",
        ..Writes::v3("price_lists", "price_lists")
    },
    Writes {
        scope: PRICES,
        within: Within::Parent("price_list_id", "price_lists", "id"),
        key: "variant_id currency",
        members: RECORD,
        unique: SAME,
        resolve,
        complete: record,
        changes: &[
            Change {
                cap: 10,
                errors: Errors::BatchPartly,
                answer: Answer::Empty,
                ..Change::create_many("/pricelists/{price_list_id}/records", 100)
            },
            Change {
                cap: 1,
                errors: Errors::BatchPartly,
                answer: Answer::Empty,
                ..Change::upsert_many("/pricelists/{price_list_id}/records", 1_000, "variant_id currency")
            },
            Change {
                cap: 25,
                ..Change::delete("/pricelists/{price_list_id}/records/{variant_id}/{currency_code}")
            },
            Change::delete_listed(
                "/pricelists/{price_list_id}/records",
                "variant_id:in sku:in currency",
            ),
        ],
        ..Writes::v3("price_list_records", "price_list_records")
    },
    Writes {
        scope: PRICES,
        within: Within::Parent("price_list_id", "price_lists", "id"),
        key: "variant_id currency",
        members: RECORD_OF_PATH,
        complete: record,
        changes: &[Change {
            cap: 40,
            ..Change::upsert("/pricelists/{price_list_id}/records/{variant_id}/{currency_code}")
        }],
        ..Writes::v3("price_list_records", "price_list_records")
    },
    Writes {
        scope: PRICES,
        key: "price_list_id variant_id currency",
        members: RECORD_OF_LISTS,
        unique: SAME,
        names: &[("price_list_id", "price_lists", "id")],
        resolve,
        complete: record,
        changes: &[Change {
            cap: 1,
            errors: Errors::BatchPartly,
            answer: Answer::Empty,
            ..Change::upsert_many("/pricelists/records", 100, "price_list_id variant_id currency")
        }],
        ..Writes::v3("price_list_records", "price_list_records")
    },
    Writes {
        scope: PRICES,
        members: "price_list_id:int! customer_group_id:int channel_id:int",
        unique: &["price_list_id customer_group_id channel_id"],
        names: &[
            ("price_list_id", "price_lists", "id"),
            ("customer_group_id", "customer_groups", "id"),
            ("channel_id", "channels", "id"),
        ],
        changes: &[
            Change {
                errors: Errors::Saved,
                answer: Answer::Nothing,
                ..Change::create_many("/pricelists/assignments", 25)
            },
            Change::delete_listed(
                "/pricelists/assignments",
                "id price_list_id customer_group_id channel_id channel_id:in>channel_id",
            ),
        ],
        ..Writes::v3("price_list_assignments", "price_list_assignments")
    },
    Writes {
        scope: "store_v2_information",
        members: "
            is_default:flag country_iso2:text +currency_code:text<3! currency_exchange_rate:text! auto_update:flag
            token_location:text! token:text! decimal_token:text! thousands_token:text! decimal_places:int! name:text!
            enabled:flag is_transactional:flag",
        unique: &["currency_code"],
        complete: |_, row, given| {
            let was = given.before.is_some_and(|before| before["is_default"] == true);
            match was && row.get("is_default") == Some(&json!(false)) {
                true => Err(Refused::invalid("is_default", "Another currency can be made the default.")),
                false => Ok(()),
            }
        },
        may_go: |_, row| match row["is_default"] == true {
            true => Err(Refused::conflict("is_default", "The default currency cannot be deleted.")),
            false => Ok(()),
        },
        follow: |data, row, does| {
            if does == Does::Delete || row["is_default"] != true {
                return;
            }
            for other in rows_with(data, "currencies", "is_default", &json!(true)) {
                if other["id"] != row["id"] {
                    edit(data, "currencies", "id", &other["id"], |other| other["is_default"] = json!(false));
                }
            }
        },
        changes: &[
            Change::create("/currencies"),
            Change::update("/currencies/{id}"),
            Change::delete("/currencies/{id}"),
        ],
        ..Writes::v2("currencies", "currencies")
    },
];

/// A record names its variant by number or by stock code; the letters of a currency may be large or small.
fn resolve(data: &Dataset, given: &mut Map<String, Value>) {
    if let Some(currency) = given.get("currency").and_then(Value::as_str) {
        let currency = currency.to_lowercase();
        given.insert("currency".to_owned(), Value::from(currency));
    }
    let Some(sku) = given
        .get("sku")
        .and_then(Value::as_str)
        .filter(|_| !given.contains_key("variant_id"))
    else {
        return;
    };
    let variants = data.table("variants");
    let same = variants.with(&[("sku", sku)]);
    if let Some(id) = same
        .first()
        .and_then(|index| variants.cell(*index, "id").number())
    {
        given.insert("variant_id".to_owned(), Value::from(id as i64));
    }
}

/// What a record leaves out is not set: no file says that an upsert keeps it.
fn record(data: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let id = row
        .get("variant_id")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    let variants = data.table("variants");
    let index = variants.find("id", id);
    let index =
        index.ok_or_else(|| Refused::invalid("variant_id", "The variant does not exist."))?;
    let variant = variants.row(index, &[]);
    let currency = row
        .get("currency")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_lowercase();
    let currencies = data.table("currencies");
    if currencies.with(&[("currency_code", &currency)]).is_empty() {
        return Err(Refused::invalid(
            "currency",
            "The currency is not one of the store.",
        ));
    }
    row.insert("currency".to_owned(), Value::from(currency));
    row.insert("sku".to_owned(), variant["sku"].clone());
    row.insert("product_id".to_owned(), variant["product_id"].clone());
    for price in ["price", "sale_price", "retail_price", "map_price"] {
        if !given.body.contains_key(price) {
            row.insert(price.to_owned(), json!(0));
        }
    }
    if !given.body.contains_key("bulk_pricing_tiers") {
        row.insert("bulk_pricing_tiers".to_owned(), json!([]));
    }
    tiers(row.get("bulk_pricing_tiers"))?;
    let set = |name: &str| {
        row.get(name)
            .filter(|price| price.as_f64().is_some_and(|price| price > 0.0))
    };
    let calculated = set("sale_price")
        .or(set("price"))
        .unwrap_or(&variant["calculated_price"])
        .clone();
    row.insert("calculated_price".to_owned(), calculated);
    Ok(())
}

/// The ranges of tiers do not overlap.
fn tiers(tiers: Option<&Value>) -> Result<(), Refused> {
    let tiers = tiers
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let range = |tier: &Value| {
        let most = tier["quantity_max"]
            .as_i64()
            .filter(|most| *most > 0)
            .unwrap_or(i64::MAX);
        (tier["quantity_min"].as_i64().unwrap_or_default(), most)
    };
    let overlap = |(position, tier): (usize, &Value)| {
        let (low, high) = range(tier);
        tiers
            .iter()
            .skip(position + 1)
            .map(range)
            .any(|(from, to)| low <= to && from <= high)
    };
    match tiers.iter().enumerate().any(overlap) {
        true => Err(Refused::conflict(
            "bulk_pricing_tiers",
            "The ranges of quantities overlap.",
        )),
        false => Ok(()),
    }
}
