//! A request as the API sees it: version, path below the store, query parameters in their order, and the address by which the
//! client reached us. Does not know any resource.

use axum::http::HeaderMap;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;

/// The API's versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// `/v2`: bare arrays, 204 for nothing.
    V2,
    /// `/v3`: `{data, meta}`.
    V3,
}

/// The query parameters, decoded, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(pub(crate) Vec<(String, String)>);

impl Query {
    /// Takes a raw query text apart.
    pub(crate) fn parse(raw: &str) -> Self {
        let pairs = raw.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The last value under a name, as PHP reads a repeated parameter.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The elements of a list that is separated by commas, repeated, or both.
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        let bracketed = format!("{name}[]");
        let values = self
            .0
            .iter()
            .filter(|(key, _)| key == name || *key == bracketed);
        values
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }
}

/// Undoes percent-encoding and the plus for a blank.
fn decode(text: &str) -> String {
    let blanks = text.replace('+', " ");
    percent_decode_str(&blanks).decode_utf8_lossy().into_owned()
}

/// What the address of a request says.
pub(crate) struct Target {
    /// The store's hash in the address.
    pub(crate) store: String,
    /// The API's version.
    pub(crate) version: Version,
    /// The path below the version, with its leading slash and without `.json`.
    pub(crate) path: String,
}

/// Reads `/stores/{hash}/v2|v3/...`; nothing else is an API address.
pub(crate) fn target(path: &str) -> Option<Target> {
    let rest = path.strip_prefix("/stores/")?;
    let (store, rest) = rest.split_once('/')?;
    let (version, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let version = match version {
        "v2" => Version::V2,
        "v3" => Version::V3,
        _ => return None,
    };
    let rest = rest.strip_suffix(".json").unwrap_or(rest);
    Some(Target {
        store: store.to_owned(),
        version,
        path: format!("/{rest}"),
    })
}

/// The address under which this client sees us: the public one where it is set, else from `Host` and `X-Forwarded-Proto`.
pub(crate) fn origin(parts: &Parts, public: Option<&str>, fallback: &str) -> String {
    if let Some(public) = public {
        return public.to_owned();
    }
    let scheme = header(&parts.headers, "x-forwarded-proto").unwrap_or("http");
    match header(&parts.headers, "x-forwarded-host").or_else(|| header(&parts.headers, "host")) {
        Some(host) => format!("{scheme}://{host}"),
        None => fallback.to_owned(),
    }
}

/// A header as text.
pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn takes_addresses_apart() {
        let target = target("/stores/abc/v2/orders/7/products.json").unwrap();
        assert_eq!(
            (target.store.as_str(), target.version, target.path.as_str()),
            ("abc", Version::V2, "/orders/7/products")
        );
        assert!(super::target("/stores/abc/v1/orders").is_none());
    }

    #[test]
    fn lists_come_in_three_spellings() {
        let query = Query::parse("id:in=1,2&id%3Ain=3&name=a+b%20c&x[]=4");
        assert_eq!(query.list("id:in"), ["1", "2", "3"]);
        assert_eq!(query.list("x"), ["4"]);
        assert_eq!(query.get("name"), Some("a b c"));
    }
}
