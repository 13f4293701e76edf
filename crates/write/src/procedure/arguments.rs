//! The values of a call: read by their types, and refused before any request where one is missing or does not fit.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde_json::value::RawValue;
use storeql_catalog::{ColumnType, Parameter, Procedure};

use crate::form::FormFile;
use crate::raw::quoted;
use crate::spelling::decimal;

/// What stands where a secret would.
const MASK: &str = "\"****\"";

/// The values of a call, by the parameter's name.
#[derive(Debug, Clone, Default)]
pub struct Arguments {
    values: HashMap<String, Argument>,
    files: HashMap<String, FormFile>,
}

#[derive(Debug, Clone)]
struct Argument {
    /// As JSON.
    json: String,
    /// As the text of an address.
    plain: String,
    secret: bool,
}

/// A value that is missing or does not fit. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArgumentError {
    /// A value that has to be there is missing.
    pub missing: bool,
    message: String,
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ArgumentError {}

impl Arguments {
    /// The values of a call, of which each parameter has a text or none. Defaults stand for those that are missing.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use storeql_catalog::Catalog;
    /// use storeql_write::Arguments;
    ///
    /// let capture = Catalog::builtin().procedures().find(|one| one.name == "CapturePayment").unwrap();
    /// let error = Arguments::read(capture, &HashMap::new()).unwrap_err();
    /// assert_eq!(error.to_string(), "CapturePayment: the parameter OrderId is required and has no value");
    /// ```
    pub fn read(
        procedure: &Procedure,
        given: &HashMap<String, String>,
    ) -> Result<Self, ArgumentError> {
        let mut values = HashMap::new();
        for parameter in procedure.parameters.values() {
            let text = given.get(&parameter.name).map(String::as_str);
            let text = text.filter(|text| !text.trim().is_empty());
            let Some(text) = text.or(parameter.default.as_deref()) else {
                if parameter.required {
                    return Err(missing(format!(
                        "{}: the parameter {} is required and has no value",
                        procedure.name, parameter.name
                    )));
                }
                continue;
            };
            let argument = read(parameter, text).map_err(|why| ArgumentError {
                missing: false,
                message: format!("{}: the parameter {} {why}", procedure.name, parameter.name),
            })?;
            values.insert(parameter.name.clone(), argument);
        }
        let count = |names: &[String]| {
            let names = names.iter();
            names.filter(|name| values.contains_key(*name)).count()
        };
        for names in &procedure.exactly_one {
            if count(names) != 1 {
                let names = names.join(" or ");
                return Err(missing(format!(
                    "{}: give {names}, and only one of them",
                    procedure.name
                )));
            }
        }
        for names in &procedure.at_least_one {
            if count(names) == 0 {
                let names = names.join(" or ");
                return Err(missing(format!("{}: give {names}", procedure.name)));
            }
        }
        Ok(Self {
            values,
            files: HashMap::new(),
        })
    }

    /// The same with what a file has, whose path is the parameter's value.
    #[must_use]
    pub fn with_file(mut self, parameter: &str, file: FormFile) -> Self {
        self.files.insert(parameter.to_owned(), file);
        self
    }

    /// Whether the parameter has a value.
    pub fn has(&self, parameter: &str) -> bool {
        self.values.contains_key(parameter)
    }

    /// The value as a plain text.
    pub fn plain(&self, parameter: &str) -> Option<&str> {
        let value = self.values.get(parameter)?;
        Some(value.plain.as_str())
    }

    /// The values that may be kept, and the parameters whose values are secret.
    pub(super) fn to_keep(&self) -> (BTreeMap<String, String>, Vec<String>) {
        let (secret, open): (Vec<_>, Vec<_>) =
            self.values.iter().partition(|(_, value)| value.secret);
        let open = open.into_iter();
        let mut names: Vec<String> = secret.into_iter().map(|(name, _)| name.clone()).collect();
        names.sort();
        (
            open.map(|(name, value)| (name.clone(), value.plain.clone()))
                .collect(),
            names,
        )
    }

    pub(super) fn json(&self, parameter: &str, masked: bool) -> Option<&str> {
        let value = self.values.get(parameter)?;
        Some(match masked && value.secret {
            true => MASK,
            false => &value.json,
        })
    }

    pub(super) fn file(&self, parameter: &str) -> Option<&FormFile> {
        self.files.get(parameter)
    }
}

fn missing(message: String) -> ArgumentError {
    ArgumentError {
        missing: true,
        message,
    }
}

/// The value; the error says what is wrong with it, after the parameter's name.
fn read(parameter: &Parameter, text: &str) -> Result<Argument, String> {
    let shown = match parameter.secret {
        true => "****",
        false => text,
    };
    let (json, plain) = match parameter.kind {
        ColumnType::Int64 => {
            let exact = decimal(text.trim(), 0).ok();
            let number = exact.and_then(|exact| exact.parse::<i64>().ok());
            let number = number.ok_or_else(|| format!("takes a whole number, not `{shown}`"))?;
            (number.to_string(), number.to_string())
        }
        ColumnType::Decimal(_, scale) => {
            let exact = decimal(text.trim(), usize::from(scale.unsigned_abs()));
            let exact = exact
                .map_err(|why| format!("takes a number, and `{shown}` does not fit: {why}"))?;
            (exact.clone(), exact)
        }
        ColumnType::Bool => {
            let flag = match text.trim().to_ascii_lowercase().as_str() {
                "true" | "t" | "1" | "yes" => "true",
                "false" | "f" | "0" | "no" => "false",
                _ => return Err(format!("is true or false, not `{shown}`")),
            };
            (flag.to_owned(), flag.to_owned())
        }
        ColumnType::Json => {
            let json = serde_json::from_str::<&RawValue>(text);
            let json =
                json.map_err(|error| format!("takes JSON, and its text is none ({error})"))?;
            (json.get().to_owned(), text.to_owned())
        }
        _ => (quoted(text), text.to_owned()),
    };
    limits(parameter, &plain)?;
    let allowed = |value: &&String| value.eq_ignore_ascii_case(text.trim());
    if !parameter.values.is_empty() {
        let value = parameter.values.iter().find(allowed);
        let value =
            value.ok_or_else(|| format!("takes {}, not `{shown}`", parameter.values.join(", ")))?;
        return Ok(Argument {
            json: quoted(value),
            plain: value.clone(),
            secret: parameter.secret,
        });
    }
    Ok(Argument {
        json,
        plain,
        secret: parameter.secret,
    })
}

fn limits(parameter: &Parameter, plain: &str) -> Result<(), String> {
    let whole = plain
        .split('.')
        .next()
        .and_then(|whole| whole.parse::<i64>().ok());
    if let (Some(number), false) = (whole, parameter.file) {
        let text = matches!(parameter.kind, ColumnType::Text | ColumnType::Json);
        if let Some(least) = parameter.least.filter(|least| number < *least && !text) {
            return Err(format!("takes {least} and more, not {plain}"));
        }
        if let Some(most) = parameter.most.filter(|most| number > *most && !text) {
            return Err(format!("takes {most} at most, not {plain}"));
        }
    }
    let characters = plain.chars().count();
    match parameter.max_length {
        Some(most) if characters > most as usize => Err(format!(
            "has {characters} characters, and the store takes {most}"
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use storeql_catalog::Catalog;

    use super::*;

    fn read(procedure: &str, given: &[(&str, &str)]) -> Result<Arguments, String> {
        let mut all = Catalog::builtin().procedures();
        let procedure = all.find(|one| one.name == procedure).unwrap();
        let given = given.iter();
        let given = given.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Arguments::read(procedure, &given.collect()).map_err(|error| error.to_string())
    }

    #[test]
    fn values_are_read_by_their_types() {
        let refund = read("RefundOrder", &[("OrderId", "107"), ("Amount", "5.10")]).unwrap();
        assert_eq!(refund.json("Amount", false), Some("5.10"));
        assert_eq!(refund.json("OrderId", false), Some("107"));
        assert!(!refund.has("Items"));
        let secret = read(
            "ResetCustomerPassword",
            &[("CustomerId", "7"), ("NewPassword", "s3\"cret")],
        )
        .unwrap();
        assert_eq!(secret.json("NewPassword", true), Some(MASK));
        assert_eq!(secret.json("NewPassword", false), Some(r#""s3\"cret""#));
        assert_eq!(secret.json("ForceReset", false), Some("true"));
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (procedure, given, why) in [
            ("CapturePayment", vec![], "OrderId is required"),
            (
                "CapturePayment",
                vec![("OrderId", " ")],
                "OrderId is required",
            ),
            (
                "CapturePayment",
                vec![("OrderId", "1.5")],
                "takes a whole number, not `1.5`",
            ),
            (
                "CapturePayment",
                vec![("OrderId", "7; DROP")],
                "takes a whole number",
            ),
            (
                "CapturePayment",
                vec![("OrderId", "0")],
                "takes 1 and more, not 0",
            ),
            (
                "RefundOrder",
                vec![("OrderId", "7")],
                "give Amount or Items, and only one",
            ),
            (
                "RefundOrder",
                vec![("OrderId", "7"), ("Amount", "1"), ("Items", "[]")],
                "only one of them",
            ),
            (
                "RefundOrder",
                vec![("OrderId", "7"), ("Amount", "1.23456")],
                "more than 4 digits",
            ),
            (
                "RefundOrder",
                vec![("OrderId", "7"), ("Items", "[{]")],
                "takes JSON",
            ),
            ("UpdateOrder", vec![("OrderId", "7")], "give StatusId or"),
            (
                "UpdateOrder",
                vec![("OrderId", "7"), ("StatusId", "15")],
                "takes 14 at most",
            ),
            (
                "CreateShipment",
                vec![("OrderId", "7"), ("ShippingProvider", "pigeon")],
                "takes auspost, canadapost",
            ),
        ] {
            let error = read(procedure, &given).unwrap_err();
            assert!(error.contains(why), "{error}");
        }
    }
}
