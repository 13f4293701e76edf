//! One field of one row, as filters and sorts see it. Moments are whole seconds here, money and other decimals numbers.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

/// A field's value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    /// None, or no such field.
    Null,
    /// true or false.
    Flag(bool),
    /// A whole number, or a moment.
    Int(i64),
    /// Any other number.
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list of ids.
    Ids(Vec<i64>),
}

impl<'a> Cell<'a> {
    /// A text that lives as long as the row.
    pub(crate) fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Ten-thousandths as a number.
    pub(crate) fn money(value: i64) -> Self {
        Self::Number(value as f64 / 10_000.0)
    }

    /// A field of the members of an object.
    pub(crate) fn at_field(members: &'a serde_json::Map<String, Value>, field: &str) -> Self {
        members
            .get(field)
            .map_or(Self::Null, |value| Self::at(value, ""))
    }

    /// A field of a JSON object; a point leads into an inner one, or into all objects of an array.
    pub(crate) fn at(row: &'a Value, path: &str) -> Self {
        let mut found = Some(row);
        let mut rest = path;
        while let Some(value) = found.filter(|_| !rest.is_empty()) {
            if let Value::Array(elements) = value {
                return Self::of_elements(elements, rest);
            }
            let (name, inner) = rest.split_once('.').unwrap_or((rest, ""));
            found = value.get(name);
            rest = inner;
        }
        match found {
            None | Some(Value::Null | Value::Object(_)) => Self::Null,
            Some(Value::Bool(flag)) => Self::Flag(*flag),
            Some(Value::String(text)) => Self::text(text),
            Some(Value::Number(number)) => match number.as_i64() {
                Some(whole) => Self::Int(whole),
                None => Self::Number(number.as_f64().unwrap_or_default()),
            },
            Some(Value::Array(elements)) => Self::Ids(elements.iter().filter_map(id_of).collect()),
        }
    }

    /// A field for filters and sorts; moments become numbers once, not at every request.
    pub(crate) fn of_row(row: &Value, field: &str) -> Cell<'static> {
        let text = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default();
        let number = |field: &str| row.get(field).and_then(Value::as_f64).unwrap_or_default();
        match field {
            "full_name" => {
                return Cell::Text(format!("{} {}", text("first_name"), text("last_name")).into());
            }
            "keyword" => {
                return Cell::Text(
                    format!("{} {} {}", text("name"), text("sku"), text("description")).into(),
                );
            }
            "inventory_low" => {
                return Cell::Flag(number("inventory_level") <= number("inventory_warning_level"));
            }
            "store_credit" => {
                let credit = &row["store_credit_amounts"][0]["amount"];
                return Cell::Number(credit.as_f64().unwrap_or_default());
            }
            // The stock of a variant stands below its identity and its locations.
            "location_id" if row["locations"].is_array() => {
                return Cell::at(row, "locations.location_id").owned();
            }
            "location_codes" => {
                let places = row["locations"].as_array().into_iter().flatten();
                let codes: Vec<&str> = places
                    .filter_map(|place| place["location_code"].as_str())
                    .collect();
                return Cell::Text(codes.join(" ").into());
            }
            "variant_id" | "product_id" | "sku" if row["identity"].is_object() => {
                return Cell::at(&row["identity"], field).owned();
            }
            "out_of_stock" => return Cell::Flag(number("inventory_level") <= 0.0),
            _ => {}
        }
        match Cell::at(row, field) {
            Cell::Text(text) if field.starts_with("date_") => match crate::time::parse(&text) {
                Some(moment) => Cell::Int(moment),
                None => Cell::Null,
            },
            cell => cell.owned(),
        }
    }

    /// A field of all elements: their ids where it is a number, else the first one's text.
    fn of_elements(elements: &'a [Value], path: &str) -> Self {
        let cells: Vec<Self> = elements
            .iter()
            .map(|element| Self::at(element, path))
            .collect();
        let ids: Vec<i64> = cells
            .iter()
            .filter_map(|cell| {
                if let Self::Int(id) = cell {
                    Some(*id)
                } else {
                    None
                }
            })
            .collect();
        match cells.into_iter().next() {
            Some(Self::Text(text)) => Self::Text(text),
            _ => Self::Ids(ids),
        }
    }

    /// The value, apart from its row.
    pub(crate) fn owned(self) -> Cell<'static> {
        match self {
            Self::Text(text) => Cell::Text(text.into_owned().into()),
            Self::Null => Cell::Null,
            Self::Flag(flag) => Cell::Flag(flag),
            Self::Int(number) => Cell::Int(number),
            Self::Number(number) => Cell::Number(number),
            Self::Ids(ids) => Cell::Ids(ids),
        }
    }

    /// What a key reads that names the row by this field. A list is named by each of its ids.
    pub(crate) fn texts(&self) -> Vec<Cow<'_, str>> {
        let one = match self {
            Self::Text(text) => Cow::Borrowed(text.as_ref()),
            Self::Int(number) => number.to_string().into(),
            Self::Number(number) => number.to_string().into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Null => Cow::Borrowed(""),
            Self::Ids(ids) => return ids.iter().map(|id| id.to_string().into()).collect(),
        };
        vec![one]
    }

    /// Whether a key names the row by this field; letter case does not count.
    pub(crate) fn reads(&self, key: &str) -> bool {
        let mut texts = self.texts().into_iter();
        texts.any(|text| text.eq_ignore_ascii_case(key))
    }

    /// As a number.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Int(whole) => Some(*whole as f64),
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            Self::Flag(flag) => Some(f64::from(u8::from(*flag))),
            _ => None,
        }
    }

    /// As a moment.
    pub(crate) fn moment(&self) -> Option<i64> {
        match self {
            Self::Int(seconds) => Some(*seconds),
            Self::Text(text) => crate::time::parse(text),
            _ => None,
        }
    }

    /// The order of the sorts: none first, numbers by value, texts without regard to case.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Less,
            (_, Self::Null) => Ordering::Greater,
            (Self::Int(left), Self::Int(right)) => left.cmp(right),
            (Self::Text(left), Self::Text(right)) => left.to_lowercase().cmp(&right.to_lowercase()),
            (left, right) => match (left.number(), right.number()) {
                (Some(left), Some(right)) => left.total_cmp(&right),
                _ => Ordering::Equal,
            },
        }
    }
}

/// An element of a list of ids: a number, or an object with an `id`.
fn id_of(element: &Value) -> Option<i64> {
    element
        .as_i64()
        .or_else(|| element.get("id").and_then(Value::as_i64))
}
