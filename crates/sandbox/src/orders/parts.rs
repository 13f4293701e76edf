//! Parts that orders, lines and consignments share: people with their addresses, and fields that a data folder gives.

use serde_json::{Map, Value};

use super::order::Person;
use crate::json::Object;

/// Writes an object, with the fields that a data folder gives in place of the made ones.
pub(crate) fn with_overrides(
    out: &mut Vec<u8>,
    overrides: &Map<String, Value>,
    never: &[&str],
    write: impl FnOnce(&mut Vec<u8>),
) {
    if overrides.is_empty() {
        return write(out);
    }
    let mut made = Vec::new();
    write(&mut made);
    let mut fields: Map<String, Value> = serde_json::from_slice(&made).unwrap_or_default();
    for (name, value) in overrides
        .iter()
        .filter(|(name, _)| !never.contains(&name.as_str()))
    {
        match (fields.get_mut(name), value) {
            // A part of an inner object is completed, not replaced: a billing address with a name only keeps its other fields.
            (Some(Value::Object(made)), Value::Object(overrides)) => made.extend(overrides.clone()),
            _ => {
                fields.insert(name.clone(), value.clone());
            }
        }
    }
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(out, &fields);
}

/// Writes a person with an address; a billing address has the form's own fields too.
pub(crate) fn person(object: &mut Object<'_>, key: &str, person: &Person, form_fields: bool) {
    let mut inner = Object::open(object.key(key));
    person_fields(&mut inner, person);
    if form_fields {
        inner.raw("form_fields", "[]");
    }
    inner.close();
}

/// The fields of a person with an address.
pub(crate) fn person_fields(object: &mut Object<'_>, person: &Person) {
    object.text("first_name", &person.first_name);
    object.text("last_name", &person.last_name);
    object.text("company", &person.company);
    object.text("street_1", &person.street);
    object.text("street_2", "");
    object.text("city", &person.city);
    object.text("state", &person.state);
    object.text("zip", &person.zip);
    object.text("country", &person.country);
    object.text("country_iso2", &person.code);
    object.text("phone", &person.phone);
    object.text("email", &person.email);
}
