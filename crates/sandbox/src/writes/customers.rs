//! Customers with their addresses, attributes and groups; subscribers, segments and consent.

use serde_json::{Map, Value, json};

use crate::dataset::Dataset;
use crate::respond::Reply;
use crate::time::rfc3339;
use crate::write::{
    Call, Change, Does, Errors, Given, Refused, Unlisted, Writes, edit, rows_with, take_along,
};

const SCOPE: &str = "store_v2_customers";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        members: "
            email:text<250! first_name:text<100! last_name:text<100! company:text<255 phone:text<50 notes:text
            tax_exempt_category:text<255 customer_group_id:int +addresses:array +attributes:array authentication:object
            accepts_product_review_abandoned_cart_emails:flag store_credit_amounts:array +origin_channel_id:int
            channel_ids:array form_fields:array +trigger_account_created_notification:flag",
        unique: &["email"],
        conflict: 422,
        names: &[("customer_group_id", "customer_groups", "id"), ("origin_channel_id", "channels", "id")],
        along: &[("customer_addresses", "customer_id"), ("customer_metafields", "resource_id")],
        complete: customer,
        follow: after_customer,
        changes: &[
            Change::create_many("/customers", 10),
            Change {
                cap: 3,
                ..Change::update_many("/customers", 10)
            },
            Change {
                unlisted: Unlisted::Nothing,
                ..Change::delete_listed("/customers", "id:in")
            },
        ],
        event: "customer",
        ..Writes::v3("customers", "customers")
    },
    // The old way, for what the new one has not.
    Writes {
        scope: SCOPE,
        members: "
            _authentication:object company:text first_name:text! last_name:text! phone:text email:text! store_credit:text|number
            registration_ip_address:text customer_group_id:int notes:text tax_exempt_category:text
            reset_pass_on_login:flag accepts_marketing:flag -id:int -date_created:text -date_modified:text",
        unique: &["email"],
        names: &[("customer_group_id", "customer_groups", "id")],
        along: &[("customer_addresses", "customer_id"), ("customer_metafields", "resource_id")],
        show: |data, row| {
            let old = crate::views::customers::old_customers(data);
            let index = old.table().find("id", row["id"].as_i64().unwrap_or_default());
            index.map_or(row, |index| old.table().row(index, &[]))
        },
        complete: |_, row, _| {
            row.shift_remove("_authentication");
            if let Some(credit) = row.shift_remove("store_credit") {
                let amount = crate::orders::from_lines::money(&credit).unwrap_or_default();
                row.insert("store_credit_amounts".to_owned(), json!([{ "amount": crate::json::dollars(amount) }]));
            }
            if let Some(reset) = row.shift_remove("reset_pass_on_login") {
                row.insert("authentication".to_owned(), json!({ "force_password_reset": reset }));
            }
            Ok(())
        },
        changes: &[
            Change::create("/customers"),
            Change::update("/customers/{customer_id}"),
            Change::delete("/customers/{customer_id}"),
            Change::delete_listed("/customers", ""),
        ],
        event: "customer",
        ..Writes::v2("old_customers", "customers")
    },
    Writes {
        scope: SCOPE,
        members: "
            first_name:text<255! last_name:text<255! company:text<255 address1:text! address2:text city:text<100!
            state_or_province:text<100! postal_code:text<30! country_code:text<2! phone:text<50
            address_type:text=residential|commercial +customer_id:int! form_fields:array",
        names: &[("customer_id", "customers", "id")],
        complete: address,
        follow: after_address,
        changes: &[
            Change {
                cap: 10,
                ..Change::create_many("/customers/addresses", 10)
            },
            Change {
                cap: 3,
                ..Change::update_many("/customers/addresses", 10)
            },
            Change {
                unlisted: Unlisted::Nothing,
                ..Change::delete_listed("/customers/addresses", "id:in")
            },
        ],
        event: "customer/address",
        ..Writes::v3("customer_addresses", "customer_addresses")
    },
    Writes {
        scope: SCOPE,
        members: "name:text<255!! +type:text=string|number|date!",
        unique: &["name"],
        conflict: 422,
        most: 50,
        follow: after_attribute,
        changes: &[
            Change {
                cap: 3,
                ..Change::create_many("/customers/attributes", 10)
            },
            Change {
                cap: 3,
                ..Change::update_many("/customers/attributes", 10)
            },
            Change {
                unlisted: Unlisted::Nothing,
                ..Change::delete_listed("/customers/attributes", "id:in")
            },
        ],
        ..Writes::v3("customer_attributes", "customer_attributes")
    },
    Writes {
        scope: SCOPE,
        changes: &[
            Change {
                cap: 3,
                ..Change::special("PUT", "/customers/attribute-values", attribute_values)
            },
            Change::special("DELETE", "/customers/attribute-values", no_attribute_values),
        ],
        ..Writes::v3("customer_attribute_values", "customers")
    },
    Writes {
        scope: SCOPE,
        changes: &[Change {
            cap: 10,
            ..Change::special("PUT", "/customers/form-field-values", form_field_values)
        }],
        ..Writes::v3("form_field_values", "customers")
    },
    Writes {
        scope: SCOPE,
        changes: &[Change::special("PUT", "/customers/{customer_id}/consent", consent)],
        ..Writes::v3("customer_consent", "customers")
    },
    Writes {
        scope: SCOPE,
        members: "name:text! is_default:flag category_access:object discount_rules:array is_group_for_guests:flag",
        unique: &["name"],
        complete: group,
        follow: after_group,
        changes: &[
            Change { cap: 40, ..Change::create("/customer_groups") },
            Change { cap: 40, ..Change::update("/customer_groups/{customer_group_id}") },
            Change { cap: 40, ..Change::delete("/customer_groups/{customer_group_id}") },
        ],
        ..Writes::v2("customer_groups", "customer_groups")
    },
    Writes {
        scope: SCOPE,
        members: "
            email:text! first_name:text<255 last_name:text<255 source:text<255 order_id:int? channel_id:int
            consents:array",
        complete: |_, row, given| {
            if given.before.is_none() {
                for (field, default) in [("order_id", Value::Null), ("channel_id", json!(1))] {
                    if !given.body.contains_key(field) {
                        row.insert(field.to_owned(), default);
                    }
                }
            }
            Ok(())
        },
        unique: &["email"],
        names: &[("channel_id", "channels", "id")],
        changes: &[
            Change::create("/customers/subscribers"),
            Change::update("/customers/subscribers/{subscriber_id}"),
            Change::delete("/customers/subscribers/{subscriber_id}"),
            Change::delete_listed("/customers/subscribers", "id id:in email first_name last_name source order_id"),
        ],
        event: "subscriber",
        ..Writes::v3("subscribers", "subscribers")
    },
    Writes {
        scope: SCOPE,
        members: "name:text! description:text",
        most: 1_000,
        changes: &[
            Change {
                status: 201,
                cap: 10,
                errors: Errors::Listed,
                ..Change::create_many("/segments", 10)
            },
            Change {
                status: 201,
                cap: 10,
                errors: Errors::Listed,
                ..Change::update_many("/segments", 10)
            },
            Change::delete_listed("/segments", "id:in"),
        ],
        ..Writes::v3("segments", "segments")
    },
];

/// So many addresses, and attributes, may come with a new customer.
const WITH_CUSTOMER: usize = 10;

fn customer(_: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    for part in ["addresses", "attributes"] {
        let count = given
            .body
            .get(part)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        if count > WITH_CUSTOMER {
            return Err(Refused::invalid(
                part,
                "At most ten can come with the customer.",
            ));
        }
    }
    if let Some(authentication) = row.get_mut("authentication").and_then(Value::as_object_mut) {
        authentication.shift_remove("new_password");
    }
    row.shift_remove("trigger_account_created_notification");
    Ok(())
}

/// The addresses and attributes that came with a new customer become rows.
fn after_customer(data: &mut Dataset, row: &Value, does: Does) {
    if does != Does::Create {
        return;
    }
    let id = &row["id"];
    for address in row["addresses"].as_array().into_iter().flatten() {
        let mut address = address.clone();
        address["customer_id"] = id.clone();
        address["id"] = json!(data.change("customer_addresses").next_number("id"));
        address["country"] = country(data, &address["country_code"]);
        data.change("customer_addresses").add(address);
    }
    let now = rfc3339(data.now());
    let mut numbers: Vec<i64> = (0..WITH_CUSTOMER).map(|_| data.number()).collect();
    edit(data, "customers", "id", id, |row| {
        for value in row["attributes"].as_array_mut().into_iter().flatten() {
            let text = value["attribute_value"].clone();
            let attribute = value["attribute_id"].clone();
            *value = json!({
                "id": numbers.pop(), "attribute_id": attribute, "attribute_value": text, "customer_id": id,
                "date_created": now, "date_modified": now,
            });
        }
    });
    count(data, id);
}

/// The customer's row shows its addresses, and counts what it has.
fn count(data: &mut Dataset, customer: &Value) {
    let addresses = rows_with(data, "customer_addresses", "customer_id", customer);
    edit(data, "customers", "id", customer, |row| {
        row["address_count"] = json!(addresses.len());
        row["addresses"] = Value::Array(addresses);
        row["attribute_count"] = json!(row["attributes"].as_array().map_or(0, Vec::len));
    });
}

fn country(data: &Dataset, code: &Value) -> Value {
    let countries = rows_with(data, "countries", "country_iso2", code);
    countries
        .first()
        .map_or_else(|| json!(""), |row| row["country"].clone())
}

/// What makes two addresses the same.
const CORE: [&str; 11] = [
    "customer_id",
    "first_name",
    "last_name",
    "company",
    "address1",
    "address2",
    "city",
    "state_or_province",
    "postal_code",
    "country_code",
    "phone",
];

/// An address that the customer has already is passed over without a word.
fn address(data: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let code = row.get("country_code").cloned().unwrap_or_default();
    row.insert("country".to_owned(), country(data, &code));
    let own = given.before.map(|before| before["id"].clone());
    let customer = row.get("customer_id").cloned().unwrap_or_default();
    let same = |other: &Value| {
        let equal = CORE
            .iter()
            .all(|field| row.get(*field).is_none_or(|value| *value == other[field]));
        equal && Some(&other["id"]) != own.as_ref()
    };
    match rows_with(data, "customer_addresses", "customer_id", &customer)
        .iter()
        .any(same)
    {
        true => Err(Refused::passed_over()),
        false => Ok(()),
    }
}

fn after_address(data: &mut Dataset, row: &Value, _: Does) {
    count(data, &row["customer_id"]);
}

/// An attribute takes its values along.
fn after_attribute(data: &mut Dataset, row: &Value, does: Does) {
    if does == Does::Delete {
        remove_values(data, "attribute_id", &row["id"]);
    }
}

/// Takes the values of attributes that have this in a member out of all customers.
fn remove_values(data: &mut Dataset, member: &str, wanted: &Value) {
    let field = format!("attributes.{member}");
    for row in rows_with(data, "customers", &field, wanted) {
        edit(data, "customers", "id", &row["id"], |row| {
            if let Some(values) = row["attributes"].as_array_mut() {
                values.retain(|value| value[member] != *wanted);
            }
            row["attribute_count"] = json!(row["attributes"].as_array().map_or(0, Vec::len));
        });
    }
}

/// Finds a value by customer and attribute, and makes it where there is none.
fn attribute_values(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let rows = call.rows()?;
    for (position, row) in rows.iter().enumerate() {
        for field in ["customer_id", "attribute_id", "value"] {
            if row[field].is_null() {
                return Err(Refused::missing(field).of_row(position));
            }
        }
        if !row["value"].is_string() {
            let refused = Refused::expected("value", "jsstring");
            return Err(refused.of_row(position));
        }
        for (field, table) in [
            ("customer_id", "customers"),
            ("attribute_id", "customer_attributes"),
        ] {
            let id = row[field].as_i64().unwrap_or_default();
            if data.table(table).find("id", id).is_none() {
                return Err(Refused::invalid(field, &format!("invalid {field}")).of_row(position));
            }
        }
    }
    let mut written = Vec::new();
    for row in rows {
        let (now, number) = (rfc3339(data.now()), data.number());
        let mut kept = Value::Null;
        edit(data, "customers", "id", &row["customer_id"], |customer| {
            if let Some(values) = customer["attributes"].as_array_mut() {
                let old = values
                    .iter_mut()
                    .find(|value| value["attribute_id"] == row["attribute_id"]);
                match old {
                    Some(value) => {
                        value["attribute_value"] = row["value"].clone();
                        value["date_modified"] = json!(now);
                        kept = value.clone();
                    }
                    None => {
                        kept = json!({
                            "id": number, "attribute_id": row["attribute_id"], "attribute_value": row["value"],
                            "customer_id": row["customer_id"], "date_created": now, "date_modified": now,
                        });
                        values.push(kept.clone());
                    }
                }
            }
            customer["attribute_count"] =
                json!(customer["attributes"].as_array().map_or(0, Vec::len));
        });
        written.push(kept);
    }
    Ok(Reply::json(200, &json!({ "data": written, "meta": {} })))
}

fn no_attribute_values(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    for id in call.query.list("id:in") {
        if let Ok(id) = id.parse::<i64>() {
            remove_values(data, "id", &json!(id));
        }
    }
    Ok(Reply::nothing())
}

/// Answers to the form's own questions, of customers; those of addresses are written with the address.
fn form_field_values(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let rows = call.rows()?;
    for (position, row) in rows.iter().enumerate() {
        for field in ["customer_id", "name", "value"] {
            if row[field].is_null() {
                return Err(Refused::missing(field).of_row(position));
            }
        }
        let id = row["customer_id"].as_i64().unwrap_or_default();
        if data.table("customers").find("id", id).is_none() {
            return Err(Refused::invalid("customer_id", "invalid customer ID").of_row(position));
        }
    }
    for row in rows {
        edit(data, "customers", "id", &row["customer_id"], |customer| {
            if let Some(fields) = customer["form_fields"].as_array_mut() {
                fields.retain(|field| field["name"] != row["name"]);
                let (name, value, id) = (&row["name"], &row["value"], &row["customer_id"]);
                fields.push(json!({ "name": name, "value": value, "customer_id": id }));
            }
        });
    }
    Ok(Reply::json(200, &json!({ "data": rows, "meta": {} })))
}

fn consent(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let id = call
        .path
        .first()
        .and_then(|id| id.parse::<i64>().ok())
        .unwrap_or_default();
    data.table("customers")
        .find("id", id)
        .ok_or_else(Refused::not_found)?;
    let list = |member: &str| call.body[member].as_array().cloned().unwrap_or_default();
    let now = rfc3339(data.now());
    let kept = json!({ "id": id, "allow": list("allow"), "deny": list("deny"), "updated_at": now });
    take_along(data, "customer_consents", "id", &json!(id));
    data.change("customer_consents").add(kept.clone());
    let shown = json!({ "allow": kept["allow"], "deny": kept["deny"], "updated_at": now });
    Ok(Reply::json(200, &shown))
}

/// A group has a price list, or discounts.
fn group(_: &Dataset, row: &mut Map<String, Value>, _: &Given<'_>) -> Result<(), Refused> {
    let rules = row.get("discount_rules").and_then(Value::as_array);
    let lists = rules.map_or(0, |rules| {
        rules
            .iter()
            .filter(|rule| rule["type"] == "price_list")
            .count()
    });
    let all = rules.map_or(0, Vec::len);
    match lists > 0 && lists < all {
        true => Err(Refused::invalid(
            "discount_rules",
            "A group has a price list or discounts, and not both.",
        )),
        false => Ok(()),
    }
}

/// Customers fall out of a group that goes; one group is the default.
fn after_group(data: &mut Dataset, row: &Value, does: Does) {
    if does == Does::Delete {
        for customer in rows_with(data, "customers", "customer_group_id", &row["id"]) {
            edit(data, "customers", "id", &customer["id"], |customer| {
                customer["customer_group_id"] = json!(0)
            });
        }
    } else if row["is_default"] == true {
        for other in rows_with(data, "customer_groups", "is_default", &json!(true)) {
            if other["id"] != row["id"] {
                edit(data, "customer_groups", "id", &other["id"], |other| {
                    other["is_default"] = json!(false)
                });
            }
        }
    }
}
