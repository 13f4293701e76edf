//! One request as data, and how its address is spelled. Sends nothing.

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;

/// What stays as it is in a query: the unreserved characters, and `:` and `,`, whose percent-encoded form the API has refused
/// in dates and lists.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b',');

/// What may be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryClass {
    /// Changes nothing: may be sent again whatever happened.
    Read,
    /// Sets or deletes what a key names: sent twice, it leaves the same.
    KeyedWrite,
    /// Adds something: sent twice, it may add two. Sent again only when it surely was not processed.
    Create,
}

/// One request to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The API's version, as the path spells it: `v2`, `v3`.
    pub version: &'static str,
    /// The path below the version, `/orders/7`; its segments are percent-encoded already.
    pub path: String,
    /// Parameters in their order, names and values as they are meant.
    pub query: Vec<(String, String)>,
    /// A JSON body, or a form.
    pub body: Option<Bytes>,
    /// What stands between the parts of the form, where the body is one (`multipart/form-data`).
    pub boundary: Option<String>,
    /// What may be done about a failure.
    pub class: RetryClass,
    /// An endpoint that takes only so many requests at once: its template and how many.
    pub cap: Option<(String, u32)>,
}

impl Request {
    /// A read of `path`.
    pub fn get(version: &'static str, path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            version,
            path: path.into(),
            query: Vec::new(),
            body: None,
            boundary: None,
            class: RetryClass::Read,
            cap: None,
        }
    }

    /// The same request with one parameter more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Path and query exactly as sent, below the store's address: `/v2/orders?min_id=7&limit=250`.
    pub fn target(&self) -> String {
        let mut target = format!("/{}{}", self.version, self.path);
        for (position, (name, value)) in self.query.iter().enumerate() {
            target.push(if position == 0 { '?' } else { '&' });
            target.extend(utf8_percent_encode(name, QUERY));
            target.push('=');
            target.extend(utf8_percent_encode(value, QUERY));
        }
        target
    }

    /// Method and path, for messages.
    pub(crate) fn label(&self) -> String {
        format!("{} /{}{}", self.method, self.version, self.path)
    }
}

/// An answer that was no error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Its status.
    pub status: u16,
    /// Its body, decompressed.
    pub body: Bytes,
}

impl Response {
    /// Whether it says by 204 that it has no body, which is v2's word for an empty list.
    pub fn is_empty_list(&self) -> bool {
        self.status == 204
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_spelled_as_the_api_likes_it() {
        let request = Request::get("v2", "/orders")
            .with("min_date_created", "2026-01-31T00:00:00Z")
            .with("status_id:in", "1,2")
            .with("name", "a b+c&d=ü%");
        let expected = "/v2/orders?min_date_created=2026-01-31T00:00:00Z&status_id:in=1,2\
                        &name=a%20b%2Bc%26d%3D%C3%BC%25";
        assert_eq!(request.target(), expected);
        assert_eq!(request.label(), "GET /v2/orders");
    }

    #[test]
    fn no_parameters_no_question_mark() {
        assert_eq!(
            Request::get("v3", "/catalog/summary").target(),
            "/v3/catalog/summary"
        );
    }
}
