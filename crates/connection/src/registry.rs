//! What a property is, and how its name is found in any spelling. The properties themselves stand in `properties`.

use crate::error::Error;
use crate::properties::PROPERTIES;

/// One property of a connection. Parser, docs, command-line help and `sys_connection_props` all read this.
#[derive(Debug)]
#[non_exhaustive]
pub struct Property {
    /// The name as the docs spell it.
    pub name: &'static str,
    /// Other names of it.
    pub aliases: &'static [&'static str],
    /// What its values are.
    pub kind: Kind,
    /// The value that it has when none is given.
    pub default: Option<&'static str>,
    /// The values that it takes, where they are few.
    pub values: &'static [&'static str],
    /// Where the docs list it.
    pub category: Category,
    /// What it is for.
    pub about: &'static str,
    /// Whether its value may be shown.
    pub sensitivity: Sensitivity,
    /// Whether it does anything here.
    pub support: Support,
}

/// What a property's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// One of the property's `values`, in any case.
    Choice,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An address with scheme.
    Url,
}

/// Where the docs list a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Which store, and how to sign in.
    Authentication,
    /// Signing in with OAuth.
    OAuth,
    /// The server's certificate.
    Ssl,
    /// A firewall's proxy.
    Firewall,
    /// A proxy.
    Proxy,
    /// The log.
    Logging,
    /// What tables there are.
    Schema,
    /// A local cache.
    Caching,
    /// The rest.
    Miscellaneous,
}

impl Category {
    /// All of them, in the order of the docs.
    pub const ALL: &'static [Category] = &[
        Category::Authentication,
        Category::OAuth,
        Category::Ssl,
        Category::Firewall,
        Category::Proxy,
        Category::Logging,
        Category::Schema,
        Category::Caching,
        Category::Miscellaneous,
    ];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Category::Authentication => "Authentication",
            Category::OAuth => "OAuth",
            Category::Ssl => "SSL",
            Category::Firewall => "Firewall",
            Category::Proxy => "Proxy",
            Category::Logging => "Logging",
            Category::Schema => "Schema",
            Category::Caching => "Caching",
            Category::Miscellaneous => "Miscellaneous",
        }
    }
}

/// Whether a property's value may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// It may.
    Plain,
    /// It is never shown, and wiped from memory.
    Secret,
}

/// Whether a property does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// It does what it says.
    Works,
    /// It cannot change a result: accepted and named in a warning. Says why.
    Ignored(&'static str),
    /// It would change results and is not there: any value but the default is refused. Says why.
    Refused(&'static str),
}

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

/// A name without what may be spelled differently: case, blanks, underscores and hyphens.
pub(crate) fn plain(name: &str) -> String {
    let kept = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'));
    kept.flat_map(char::to_lowercase).collect()
}

/// A name as an error shows it. What stands there may be a value that lost its quotes, and that has other characters.
pub(crate) fn named(name: &str) -> String {
    let is_name = |c: char| c.is_alphabetic() || c.is_whitespace() || "_-".contains(c);
    if name.len() <= 40 && name.chars().all(is_name) {
        name.to_owned()
    } else {
        "of the name that is given (not shown: it may be part of a value)".to_owned()
    }
}

/// Of `candidates`, the one that `text` is most like, if it is like it at all.
pub(crate) fn most_like<'a>(
    text: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = plain(text);
    let scored = candidates.map(|name| (strsim::jaro_winkler(&plain(name), &wanted), name));
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    Some(best)
        .filter(|(score, _)| *score > 0.8)
        .map(|(_, name)| name)
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
                property.kind == Kind::Choice,
                !property.values.is_empty(),
                "{}",
                property.name
            );
            if let Some(default) = property.default {
                crate::value::check(property, default).unwrap();
            }
        }
    }
}
