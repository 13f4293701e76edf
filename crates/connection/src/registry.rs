//! The properties by name, in any spelling. What a property is stands in `property`, and which there are in `properties`.

use crate::error::Error;
use crate::properties::PROPERTIES;
use crate::property::Property;
use crate::spelling::{most_like, named, plain};

/// All properties, in the order of the docs.
pub fn registry() -> &'static [Property] {
    PROPERTIES
}

/// The property of that name in any spelling.
pub fn find(name: &str) -> Option<&'static Property> {
    let wanted = plain(name);
    PROPERTIES
        .iter()
        .find(|property| names(property).any(|name| plain(name) == wanted))
}

/// The property of that name, or an error that names the nearest one.
pub(crate) fn expect(name: &str) -> Result<&'static Property, Error> {
    find(name).ok_or_else(|| {
        let hint = match nearest(name) {
            Some(nearest) => format!("did you mean {nearest}?"),
            None => "the properties are listed in docs/properties.md".to_owned(),
        };
        Error::configuration(format!("there is no property {}; {hint}", named(name)))
    })
}

fn nearest(name: &str) -> Option<&'static str> {
    let like = most_like(name, PROPERTIES.iter().flat_map(names))?;
    find(like).map(|property| property.name)
}

fn names(property: &'static Property) -> impl Iterator<Item = &'static str> {
    std::iter::once(property.name).chain(property.aliases.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::property::PropertyKind;

    #[test]
    fn any_spelling_finds_its_property() {
        for spelling in ["AuthScheme", "auth scheme", "AUTH_SCHEME", " Auth-Scheme "] {
            assert_eq!(find(spelling).unwrap().name, "AuthScheme");
        }
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_nearest() {
        let error = expect("OAuthAcessToken").unwrap_err().to_string();
        assert!(error.contains("did you mean OAuthAccessToken?"), "{error}");
        let error = expect("StoreHashId").unwrap_err().to_string();
        assert!(error.contains("did you mean StoreId?"), "{error}");
        let error = expect("t0ken").unwrap_err().to_string();
        assert!(!error.contains("t0ken"), "{error}");
        let error = expect("xyz").unwrap_err().to_string();
        assert!(error.contains("docs/properties.md"), "{error}");
    }

    #[test]
    fn no_two_names_are_the_same() {
        let mut seen = HashSet::new();
        for name in PROPERTIES.iter().flat_map(names) {
            assert!(seen.insert(plain(name)), "{name}");
        }
    }

    #[test]
    fn the_table_is_whole() {
        for property in PROPERTIES {
            assert!(property.about.ends_with('.'), "{}", property.name);
            assert_eq!(
                property.kind == PropertyKind::Choice,
                !property.values.is_empty(),
                "{}",
                property.name
            );
            if let Some(default) = property.default {
                crate::property_value::check(property, default).unwrap();
            }
        }
    }
}
