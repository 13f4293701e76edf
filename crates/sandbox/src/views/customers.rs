//! Views of the customers: their attributes and answers as lists of their own, profiles of shoppers, and the old shapes of v2.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::made_up::customers::shopper_profile;
use crate::made_up::marketing::{SEGMENTS, in_segment, segment_id};
use crate::rows::{Cell, Rows, Table};
use crate::time::{DAY, TODAY, parse, rfc2822, rfc3339};

/// What a customer agreed to, as it was written or made up.
pub(crate) fn consent(data: &Dataset, customer: i64) -> Value {
    let table = data.table("customer_consents");
    let written = table
        .find("id", customer)
        .map(|index| table.row(index, &[]));
    match written {
        Some(Value::Object(mut row)) => {
            row.shift_remove("id");
            Value::Object(row)
        }
        _ => crate::made_up::people::consent(customer),
    }
}

/// The arrays of all customers under a field, one after another.
pub(crate) fn of_customers(data: &Dataset, word: &str, field: &str) -> Vec<Value> {
    let customers = data.table("customers");
    let mut rows = Vec::new();
    for index in (0..customers.len()).filter(|index| !data.hides("customers", *index)) {
        if let Some(Value::Array(values)) = customers
            .row(index, &[word])
            .get_mut(field)
            .map(Value::take)
        {
            rows.extend(values);
        }
    }
    rows
}

/// What customers and addresses answered to the form's own questions.
pub(crate) fn form_field_values(data: &Dataset) -> Vec<Value> {
    let mut rows = of_customers(data, "formfields", "form_fields");
    let addresses = data.table("customer_addresses");
    for index in 0..addresses.len() {
        if let Some(Value::Array(values)) = addresses
            .row(index, &["formfields"])
            .get_mut("form_fields")
            .map(Value::take)
        {
            rows.extend(values);
        }
    }
    rows
}

/// All profiles of shoppers: of customers in a segment, until a request writes one.
pub(crate) fn shopper_profiles(data: &Dataset) -> Vec<Value> {
    if data.is_written("shopper_profiles") {
        return data.rows("shopper_profiles");
    }
    let customers = data.table("customers");
    let row = |index: usize| match (
        customers.cell(index, "id"),
        customers.cell(index, "date_created").moment(),
    ) {
        (Cell::Int(id), created) => Some((id, created.unwrap_or(TODAY))),
        _ => None,
    };
    let in_any = |id: i64| (0..SEGMENTS.len()).any(|position| in_segment(id, position));
    (0..customers.len())
        .filter_map(row)
        .filter(|(id, _)| in_any(*id))
        .map(profile)
        .collect()
}

fn profile((customer, created): (i64, i64)) -> Value {
    json!({ "id": shopper_profile(customer), "customer_id": customer, "created_at": rfc3339(created), "updated_at": rfc3339(created + DAY) })
}

/// Which profile is in which segment, each pair as one row.
pub(crate) fn members(data: &Dataset) -> Vec<Value> {
    if data.is_written("segment_members") {
        return data.rows("segment_members");
    }
    let mut pairs = Vec::new();
    for profile in shopper_profiles(data) {
        let customer = profile["customer_id"].as_i64().unwrap_or_default();
        let within = (0..SEGMENTS.len()).filter(|position| in_segment(customer, *position));
        pairs.extend(
            within.map(
                |position| json!({ "segment": segment_id(position), "profile": profile["id"] }),
            ),
        );
    }
    pairs
}

/// The profiles within a segment.
pub(crate) fn profiles_of_segment<'a>(data: &'a Dataset, segment: &str) -> Option<Rows<'a>> {
    data.rows("segments")
        .iter()
        .find(|row| row["id"] == segment)?;
    let members = members(data);
    let within = |profile: &Value| {
        members
            .iter()
            .any(|pair| pair["segment"] == segment && pair["profile"] == profile["id"])
    };
    Rows::own(shopper_profiles(data).into_iter().filter(within).collect())
}

/// The segments of a profile.
pub(crate) fn segments_of_profile<'a>(data: &'a Dataset, id: &str) -> Option<Rows<'a>> {
    shopper_profiles(data)
        .iter()
        .find(|profile| profile["id"] == id)?;
    let members = members(data);
    let has = |segment: &Value| {
        members
            .iter()
            .any(|pair| pair["profile"] == id && pair["segment"] == segment["id"])
    };
    Rows::own(data.rows("segments").into_iter().filter(has).collect())
}

/// The customers in the old shape.
struct OldCustomers<'a>(&'a dyn Table);

/// The customers in the old shape of v2.
pub(crate) fn old_customers(data: &Dataset) -> Rows<'_> {
    let table = OldCustomers(data.table("customers"));
    let len = table.0.len();
    Rows::Boxed(Box::new(table), 0..len)
}

impl Table for OldCustomers<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        self.0.cell(index, field)
    }

    fn row(&self, index: usize, _: &[&str]) -> Value {
        let mut row = self.0.row(index, &["storecredit", "formfields"]);
        let date = |value: &Value| value.as_str().and_then(parse).map(rfc2822);
        let id = row["id"].clone();
        let credit = row["store_credit_amounts"][0]["amount"]
            .as_f64()
            .unwrap_or_default();
        let questions = row["form_fields"].as_array().into_iter().flatten();
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let answers: Vec<Value> = questions
            .map(|field| json!({ "name": field["name"], "value": text(&field["value"]) }))
            .collect();
        let mut old = json!({
            "id": id, "company": row["company"].take(), "first_name": row["first_name"].take(), "last_name": row["last_name"].take(),
            "email": row["email"].take(), "phone": row["phone"].take(),
            "form_fields": if answers.is_empty() { Value::Null } else { json!(answers) },
            "date_created": date(&row["date_created"]), "date_modified": date(&row["date_modified"]),
            "store_credit": format!("{credit:.4}"),
        });
        for field in [
            "registration_ip_address",
            "customer_group_id",
            "notes",
            "tax_exempt_category",
        ] {
            old[field] = row[field].take();
        }
        old["reset_pass_on_login"] = row["authentication"]["force_password_reset"].take();
        old["accepts_marketing"] = json!(id.as_i64().unwrap_or_default() % 3 == 1);
        old["addresses"] = json!({ "url": format!("{{base}}/v2/customers/{id}/addresses"), "resource": format!("/customers/{id}/addresses") });
        old
    }

    fn with(&self, wanted: &[(&str, &str)]) -> Vec<usize> {
        self.0.with(wanted)
    }
}

/// An address in the old shape.
pub(crate) fn old_address(mut row: Value) -> Value {
    let mut old = json!({});
    for (new, name) in [
        ("id", "id"),
        ("customer_id", "customer_id"),
        ("first_name", "first_name"),
        ("last_name", "last_name"),
        ("company", "company"),
        ("address1", "street_1"),
        ("address2", "street_2"),
        ("city", "city"),
        ("state_or_province", "state"),
        ("postal_code", "zip"),
        ("country", "country"),
        ("country_code", "country_iso2"),
        ("phone", "phone"),
        ("address_type", "address_type"),
    ] {
        old[name] = row[new].take();
    }
    old
}
