//! The named values of a request, from a query, a form or a JSON object. Has no `Debug`: secrets are among them.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

/// Values by their names. An empty value counts as absent.
pub(crate) struct Fields(HashMap<String, String>);

impl Fields {
    /// Reads a query or a form. A name may come once (RFC 6749, 3.1 and 3.2).
    pub(crate) fn from_form(bytes: &[u8]) -> Result<Self, String> {
        Self::collect(url::form_urlencoded::parse(bytes))
    }

    /// Reads a JSON object of texts.
    pub(crate) fn from_json(bytes: &[u8]) -> Result<Self, String> {
        let Ok(Value::Object(members)) = serde_json::from_slice(bytes) else {
            return Err("The body is not a JSON object.".to_owned());
        };
        let mut fields = Vec::with_capacity(members.len());
        for (name, value) in members {
            match value {
                Value::Null => {}
                Value::String(text) => fields.push((name.into(), text.into())),
                _ => return Err(format!("The parameter {name} must be a string.")),
            }
        }
        Self::collect(fields.into_iter())
    }

    fn collect<'a>(
        pairs: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) -> Result<Self, String> {
        let mut fields = HashMap::new();
        for (name, value) in pairs {
            if fields.contains_key(&*name) {
                return Err(format!("The parameter {name} is given twice."));
            }
            fields.insert(name.into_owned(), value.into_owned());
        }
        Ok(Self(fields))
    }

    /// A value, unless it is absent or blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.trim().is_empty())
    }

    /// A value that has to be there.
    pub(crate) fn required(&self, name: &str) -> Result<&str, String> {
        self.get(name)
            .ok_or_else(|| format!("The parameter {name} is missing."))
    }
}
