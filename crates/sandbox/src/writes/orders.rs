//! Orders with their lines, fees and addresses: made, changed, put away. Totals, stock and states follow.

use serde_json::{Map, Value, json};

use super::products::show_variants;
use crate::dataset::Dataset;
use crate::orders::from_lines::{self, int, money};
use crate::orders::order::{Fee, Order, Text};
use crate::request::Version;
use crate::respond::Reply;
use crate::rows::Table;
use crate::template::EVERYTHING;
use crate::time::parse;
use crate::write::{Call, Change, Phase, Refused, Writes, check_body, edit, text_of};

pub(super) const SCOPE: &str = "store_v2_orders";

const ORDER: &str = "
    billing_address:object! +default_currency_code:text products:array +shipping_addresses:array +consignments:object
    fees:array base_handling_cost:text base_shipping_cost:text base_wrapping_cost:text channel_id:int
    customer_id:int customer_message:text date_created:text discount_amount:text ebay_order_id:text
    external_merchant_id:text? external_source:text? external_order_id:text? geoip_country:text geoip_country_iso2:text
    handling_cost_ex_tax:text handling_cost_inc_tax:text ip_address:text<30 ip_address_v6:text<39 order_is_digital:flag
    payment_method:text payment_provider_id:text|number refunded_amount:text shipping_cost_ex_tax:text
    shipping_cost_inc_tax:text staff_notes:text<65535 status_id:int subtotal_ex_tax:text subtotal_inc_tax:text
    tax_provider_id:text customer_locale:text total_ex_tax:text total_inc_tax:text wrapping_cost_ex_tax:text
    wrapping_cost_inc_tax:text ~is_deleted:flag -external_id:text -items_total:int -items_shipped:int -order_source:text
    -id:int -status:text -date_modified:text";

const LINE: &str = "
    ~id:int product_id:int name:text<250 name_customer:text name_merchant:text product_options:array quantity:int!
    price_inc_tax:number price_ex_tax:number upc:text variant_id:int wrapping_id:int wrapping_name:text
    wrapping_message:text wrapping_cost_ex_tax:number wrapping_cost_inc_tax:number sku:text";

const ADDRESS: &str = "
    first_name:text last_name:text company:text street_1:text street_2:text city:text state:text zip:text
    country:text country_iso2:text phone:text email:text shipping_method:text form_fields:array";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        changes: &[
            Change::special("POST", "/orders", create),
            Change::special("PUT", "/orders/{order_id}", update),
            Change::special("DELETE", "/orders/{order_id}", |data, call| {
                let (index, order) = order_of(data, call)?;
                data.tell("order/archived", json!({ "type": "order", "id": order.id }));
                data.orders.archive(index, true);
                Ok(Reply::nothing())
            }),
            Change::special("DELETE", "/orders", |data, _| {
                for index in 0..data.orders.len() {
                    data.orders.archive(index, true);
                }
                Ok(Reply::nothing())
            }),
        ],
        ..Writes::v2("orders", "orders")
    },
    Writes {
        scope: SCOPE,
        changes: &[Change::special(
            "PUT",
            "/orders/{order_id}/shipping_addresses/{id}",
            update_address,
        )],
        ..Writes::v2("order_shipping_addresses", "orders")
    },
];

/// The order that a path names, and its place.
pub(super) fn order_of(data: &Dataset, call: &Call<'_>) -> Result<(usize, Order), Refused> {
    let id = call.path.first().and_then(|id| id.parse().ok());
    let index = id
        .and_then(|id| data.orders.position(id))
        .ok_or_else(Refused::not_found)?;
    Ok((index, data.orders.order(index)))
}

/// The order as its path shows it.
fn shown(data: &Dataset, index: usize) -> Reply {
    Reply::json(200, &data.orders.row(index, &[]))
}

fn invalid(field: &str, message: &str) -> Refused {
    Refused::field(400, message, field, message)
}

/// Two sums that are given together or not at all.
fn together(given: &Map<String, Value>) -> Result<(), Refused> {
    for name in ["total", "subtotal"] {
        let (ex, inc) = (format!("{name}_ex_tax"), format!("{name}_inc_tax"));
        if given.contains_key(&ex) != given.contains_key(&inc) {
            return Err(invalid(
                &ex,
                &format!("{ex} and {inc} must be given together."),
            ));
        }
    }
    Ok(())
}

/// Whether the customer, the channel and the status are there.
fn named(data: &Dataset, given: &Map<String, Value>) -> Result<(), Refused> {
    for (field, table) in [("customer_id", "customers"), ("channel_id", "channels")] {
        let id = int(given, field);
        if given.contains_key(field) && id != 0 && data.table(table).find("id", id).is_none() {
            return Err(invalid(field, &format!("{field} {id} does not exist.")));
        }
    }
    match (0..15).contains(&int(given, "status_id")) {
        true => Ok(()),
        false => Err(invalid("status_id", "The status does not exist.")),
    }
}

fn create(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let given = check_body(ORDER, call.body, Phase::Create, Version::V2)?;
    together(&given)?;
    named(data, &given)?;
    if given
        .get("billing_address")
        .is_some_and(|address| address["zip"].is_null())
    {
        return Err(Refused::missing("billing_address.zip"));
    }
    let (lines, addresses) = parts(&given)?;
    let mut head = given.clone();
    for part in ["products", "consignments", "shipping_addresses", "fees"] {
        head.shift_remove(part);
    }
    let mut order = from_lines::order(head, &addresses);
    order.id = data.orders.next_number();
    order.customer_id = int(&given, "customer_id");
    order.status_id = if given.contains_key("status_id") {
        int(&given, "status_id")
    } else {
        1
    };
    order.channel_id = if given.contains_key("channel_id") {
        int(&given, "channel_id")
    } else {
        1
    };
    order.modified = data.now();
    let created = given
        .get("date_created")
        .and_then(Value::as_str)
        .and_then(parse);
    order.created = created.unwrap_or(order.modified);
    for line in lines {
        add_line(data, &mut order, line)?;
    }
    order.fees = fees(data, &Order::default(), given.get("fees"))?;
    from_lines::settle(&mut order);
    spell(&mut order);
    move_stock(data, &order, -1);
    data.tell("order/created", json!({ "type": "order", "id": order.id }));
    data.orders.add(order);
    Ok(shown(data, data.orders.len() - 1))
}

/// Lines, and the addresses that they go to: by `products`, or by `consignments`.
type Parts = (Vec<Map<String, Value>>, Vec<Map<String, Value>>);

fn parts(given: &Map<String, Value>) -> Result<Parts, Refused> {
    let objects = |value: &Value| -> Vec<Map<String, Value>> {
        value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .cloned()
            .collect()
    };
    match (given.get("products"), given.get("consignments")) {
        (Some(products), None) => {
            let addresses = given
                .get("shipping_addresses")
                .map(objects)
                .unwrap_or_default();
            Ok((objects(products), addresses))
        }
        (None, Some(consignments)) if !given.contains_key("shipping_addresses") => {
            let mut lines = Vec::new();
            let mut addresses = Vec::new();
            for (position, consignment) in
                objects(&consignments["shipping"]).into_iter().enumerate()
            {
                // The place of the address names it until the order has a number.
                let number = position as i64 + 1;
                let mut address = consignment
                    .get("shipping_address")
                    .and_then(Value::as_object)
                    .cloned()
                    .unwrap_or_default();
                address.insert("id".to_owned(), json!(number));
                addresses.push(address);
                for mut line in objects(consignment.get("line_items").unwrap_or(&Value::Null)) {
                    line.insert("order_address_id".to_owned(), json!(number));
                    lines.push(line);
                }
            }
            Ok((lines, addresses))
        }
        (Some(_), Some(_)) | (None, Some(_)) => Err(invalid(
            "consignments",
            "Give products and shipping_addresses, or consignments.",
        )),
        (None, None) => Err(Refused::missing("products")),
    }
}

/// Adds a line, with what the catalogue says of its product.
fn add_line(
    data: &mut Dataset,
    order: &mut Order,
    line: Map<String, Value>,
) -> Result<(), Refused> {
    let address = line.get("order_address_id").cloned();
    let mut body = line;
    body.shift_remove("order_address_id");
    let mut line = check_body(LINE, &Value::Object(body), Phase::Create, Version::V2)?;
    let product = int(&line, "product_id");
    if product == 0 {
        for field in ["name", "price_ex_tax", "price_inc_tax"] {
            if !line.contains_key(field) {
                return Err(Refused::missing(field));
            }
        }
    } else {
        of_catalogue(data, &mut line, product)?;
    }
    line.extend(address.map(|address| ("order_address_id".to_owned(), address)));
    let id = data.number();
    from_lines::add_item(order, id, line);
    if let Some(item) = order.items.last_mut() {
        // What is computed is not kept as given: a later change of the quantity changes the sums.
        item.overrides
            .retain(|field, _| !field.starts_with("price_") && field != "quantity");
        for field in ["wrapping_cost_ex_tax", "wrapping_cost_inc_tax"] {
            if let Some(cost) = item.overrides.get(field).and_then(money) {
                item.overrides.insert(field.to_owned(), text_of_money(cost));
            }
        }
        item.sums = None;
    }
    Ok(())
}

/// A line takes its name, stock code and price from the variant that it names.
fn of_catalogue(
    data: &Dataset,
    line: &mut Map<String, Value>,
    product: i64,
) -> Result<(), Refused> {
    let products = data.table("products");
    let missing = || {
        invalid(
            "product_id",
            &format!("product_id {product} does not exist."),
        )
    };
    let index = products.find("id", product).ok_or_else(missing)?;
    let product = products.row(index, &EVERYTHING);
    let variants = product["variants"].as_array().cloned().unwrap_or_default();
    let wanted = int(line, "variant_id");
    let chosen = line
        .get("product_options")
        .and_then(Value::as_array)
        .is_some_and(|options| !options.is_empty());
    let variant = match (wanted, variants.len()) {
        (0, 0 | 1) => variants.first().cloned(),
        (0, _) if chosen => by_options(&variants, line),
        (0, _) => None,
        (id, _) => variants.iter().find(|variant| variant["id"] == id).cloned(),
    };
    let needed = || {
        invalid(
            "product_options",
            "The product has variants: name one by its options or variant_id.",
        )
    };
    let variant = variant.ok_or_else(needed)?;
    for (field, value) in [
        ("name", &product["name"]),
        ("sku", &variant["sku"]),
        ("upc", &variant["upc"]),
        ("type", &product["type"]),
        ("variant_id", &variant["id"]),
    ] {
        line.entry(field).or_insert_with(|| value.clone());
    }
    if !line.contains_key("price_ex_tax") && !line.contains_key("price_inc_tax") {
        line.insert(
            "price_ex_tax".to_owned(),
            variant["calculated_price"].clone(),
        );
    }
    Ok(())
}

fn by_options(variants: &[Value], line: &Map<String, Value>) -> Option<Value> {
    let chosen = line.get("product_options")?.as_array()?;
    let has = |variant: &Value, choice: &Value| {
        let values = variant["option_values"].as_array();
        values.is_some_and(|values| {
            values
                .iter()
                .any(|value| text_of(&value["id"]) == text_of(&choice["value"]))
        })
    };
    variants
        .iter()
        .find(|variant| chosen.iter().all(|choice| has(variant, choice)))
        .cloned()
}

pub(super) fn text_of_money(amount: i64) -> Value {
    let mut text = Vec::new();
    crate::json::decimal(&mut text, amount);
    Value::from(String::from_utf8_lossy(&text).into_owned())
}

/// Money that is given is shown as v2 spells it.
fn spell(order: &mut Order) {
    for (field, value) in &mut order.overrides {
        let is_money =
            field.contains("_cost") || field.contains("total_") || field.ends_with("_amount");
        if let Some(amount) = money(value).filter(|_| is_money) {
            *value = text_of_money(amount);
        }
    }
    for member in ["discount_amount", "is_deleted"] {
        order.overrides.shift_remove(member);
    }
}

/// Fees take the place of all that there were: one that is left out is deleted.
fn fees(data: &mut Dataset, order: &Order, given: Option<&Value>) -> Result<Vec<Fee>, Refused> {
    let mut fees = Vec::new();
    for fee in given.and_then(Value::as_array).into_iter().flatten() {
        let id = fee["id"].as_i64().unwrap_or_default();
        let mut made = match order.fees.iter().find(|fee| fee.id == id) {
            Some(fee) => fee.clone(),
            None if id != 0 => {
                return Err(invalid(
                    "fees",
                    &format!("fee {id} is not one of the order."),
                ));
            }
            None => Fee {
                id: data.number(),
                ..Fee::default()
            },
        };
        let text = |name: &str| fee[name].as_str().map(|text| Text::Owned(text.to_owned()));
        let (shown, merchant) = (text("display_name_customer"), text("display_name_merchant"));
        if id == 0 && shown.is_none() && merchant.is_none() {
            return Err(invalid("fees", "A fee needs one of its two names."));
        }
        made.shown = shown.clone().or(merchant.clone()).unwrap_or(made.shown);
        made.merchant = merchant.or(shown).unwrap_or(made.merchant);
        made.source = text("source").unwrap_or(made.source);
        let costs = ["cost_ex_tax", "cost_inc_tax", "cost_tax"].map(|name| money(&fee[name]));
        let count = costs.iter().flatten().count();
        if id == 0 && count < 2 {
            return Err(invalid("fees", "A fee needs two of its three costs."));
        }
        let [ex, inc, tax] = costs;
        made.cost = ex
            .or(inc.zip(tax).map(|(inc, tax)| inc - tax))
            .unwrap_or(made.cost);
        made.cost_with_tax = inc
            .or(tax.map(|tax| made.cost + tax))
            .or(made.cost_with_tax);
        fees.push(made);
    }
    Ok(fees)
}

fn update(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let (index, mut order) = order_of(data, call)?;
    let given = check_body(ORDER, call.body, Phase::Change, Version::V2)?;
    together(&given)?;
    named(data, &given)?;
    let before = order.clone();
    if let Some(products) = given.get("products") {
        lines(data, &mut order, products)?;
    }
    if given.contains_key("fees") {
        order.fees = fees(data, &before, given.get("fees"))?;
        recalculate(&mut order);
    }
    order.modified = data.now();
    for (field, value) in &given {
        let number = int(&given, field);
        match field.as_str() {
            "customer_id" => order.customer_id = number,
            "channel_id" => order.channel_id = number,
            "status_id" => status(&mut order, number),
            "is_deleted" => data.orders.archive(index, *value == true),
            "discount_amount" => order.discount = money(value).unwrap_or_default(),
            "date_created" => {
                order.created = value.as_str().and_then(parse).unwrap_or(order.created)
            }
            "billing_address" => {
                order.billing = value
                    .as_object()
                    .map(from_lines::person)
                    .unwrap_or_default();
                order.overrides.insert(field.clone(), value.clone());
            }
            "products" | "fees" => {}
            _ => drop(order.overrides.insert(field.clone(), value.clone())),
        }
    }
    spell(&mut order);
    let gone = |order: &Order| matches!(order.status_id, 4 | 5);
    match (gone(&before), gone(&order)) {
        (false, true) => move_stock(data, &order, 1),
        (true, false) => move_stock(data, &order, -1),
        _ => {}
    }
    updated(data, &before, &order);
    data.orders.set(index, order);
    Ok(shown(data, index))
}

/// Tells the webhooks that an order changed, and its state.
pub(super) fn updated(data: &mut Dataset, before: &Order, order: &Order) {
    data.tell("order/updated", json!({ "type": "order", "id": order.id }));
    if before.status_id != order.status_id {
        let status =
            json!({ "previous_status_id": before.status_id, "new_status_id": order.status_id });
        data.tell(
            "order/statusUpdated",
            json!({ "type": "order", "id": order.id, "status": status }),
        );
    }
}

/// The state of an order, and when it was shipped.
pub(super) fn status(order: &mut Order, status: i64) {
    if status == 2 && order.shipped.is_none() {
        order.shipped = Some(order.modified);
    }
    order.status_id = status;
    order.overrides.shift_remove("custom_status");
}

/// Sums that were given hold until the lines change.
fn recalculate(order: &mut Order) {
    order
        .overrides
        .retain(|field, _| !field.starts_with("total_") && !field.starts_with("subtotal_"));
}

/// Lines are added, changed by their id, or taken out by a quantity of 0.
fn lines(data: &mut Dataset, order: &mut Order, products: &Value) -> Result<(), Refused> {
    for line in products
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
    {
        let Some(id) = line.get("id").and_then(Value::as_i64) else {
            add_line(data, order, line.clone())?;
            from_lines::settle(order);
            continue;
        };
        let line = check_body(
            LINE,
            &Value::Object(line.clone()),
            Phase::Change,
            Version::V2,
        )?;
        let position = order.items.iter().position(|item| item.id == id);
        let position = position
            .ok_or_else(|| invalid("products", &format!("line {id} is not one of the order.")))?;
        if line.get("quantity").is_some_and(|quantity| *quantity == 0) {
            order.items.remove(position);
            continue;
        }
        let item = &mut order.items[position];
        for (field, value) in &line {
            match field.as_str() {
                "id" => {}
                "quantity" => item.quantity = int(&line, "quantity"),
                "price_ex_tax" => item.price = money(value).unwrap_or(item.price),
                "price_inc_tax" => item.price_with_tax = money(value),
                "name" | "name_customer" => {
                    item.name = Text::Owned(value.as_str().unwrap_or_default().to_owned());
                    item.overrides.insert(field.clone(), value.clone());
                }
                _ => drop(item.overrides.insert(field.clone(), value.clone())),
            }
        }
        if line.contains_key("price_ex_tax") && !line.contains_key("price_inc_tax") {
            item.price_with_tax = None;
        }
        item.discount = 0;
        item.sums = None;
        item.overrides.retain(|field, _| {
            !field.starts_with("price_") && !field.starts_with("total_") && field != "quantity"
        });
    }
    recalculate(order);
    Ok(())
}

/// Stock that the catalogue counts goes with an order, and comes back where it is cancelled or refunded.
fn move_stock(data: &mut Dataset, order: &Order, sign: i64) {
    for item in &order.items {
        let change = sign * item.quantity;
        let products = data.table("products");
        let Some(index) = products.find("id", item.product_id) else {
            continue;
        };
        let tracking = products.row(index, &[])["inventory_tracking"].take();
        let (table, key) = match tracking.as_str() {
            Some("product") => ("products", item.product_id),
            Some("variant") => ("variants", item.variant_id),
            _ => continue,
        };
        edit(data, table, "id", &json!(key), |row| {
            let level = row["inventory_level"].as_i64().unwrap_or_default();
            row["inventory_level"] = json!((level + change).max(0));
        });
        if table == "variants" {
            show_variants(data, &json!(item.product_id));
        }
    }
}

/// The address that a part of an order is sent to; nothing is recalculated.
fn update_address(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let (index, mut order) = order_of(data, call)?;
    let given = check_body(ADDRESS, call.body, Phase::Change, Version::V2)?;
    let id = call.path.get(1).and_then(|id| id.parse::<i64>().ok());
    let found = order
        .shipping_addresses()
        .find(|(_, consignment)| Some(consignment.id) == id);
    let (position, _) = found.ok_or_else(Refused::not_found)?;
    let place = order
        .shipping_addresses()
        .position(|(other, _)| other == position);
    let consignment = &mut order.consignments[position];
    for (field, value) in given {
        if field == "shipping_method" {
            consignment.method = Text::Owned(value.as_str().unwrap_or_default().to_owned());
        }
        consignment.overrides.insert(field, value);
    }
    order.modified = data.now();
    let mut rows = crate::orders::children::addresses(&order);
    data.orders.set(index, order);
    Ok(Reply::json(200, &rows.remove(place.unwrap_or_default())))
}

/// What an order's line is found by in shipments and refunds.
pub(super) fn line_of(order: &Order, id: &Value) -> Option<usize> {
    order
        .items
        .iter()
        .position(|item| *id == item.id || id.as_str() == Some(&item.id.to_string()))
}
