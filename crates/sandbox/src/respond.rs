//! Answers before they become HTTP: a status and a JSON body, and the API's own error bodies of both versions. Headers of the
//! rate limit, gzip and faults are put on elsewhere.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::request::Version;

/// The page to which v3 errors point.
pub(crate) const STATUS_CODES: &str =
    "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes";

/// Small bodies gain nothing from compression.
const WORTH_COMPRESSING: usize = 512;

/// An answer: status, body, headers, and the query parameters that the resource does not know.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// HTTP status.
    pub(crate) status: u16,
    /// The body's bytes; none with 204.
    pub(crate) body: Option<Bytes>,
    /// Whether the body is compressed.
    pub(crate) compressed: bool,
    /// The body's type.
    pub(crate) content_type: &'static str,
    /// Headers of this answer alone.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Parameters that were ignored, for the request log.
    pub(crate) unknown: Vec<String>,
    /// The headers of the rate limit stay away.
    pub(crate) without_allowance: bool,
}

impl Reply {
    /// An answer with a JSON body that is written already.
    pub(crate) fn bytes(status: u16, body: Vec<u8>) -> Self {
        Self {
            status,
            body: Some(body.into()),
            compressed: false,
            content_type: "application/json",
            headers: Vec::new(),
            unknown: Vec::new(),
            without_allowance: false,
        }
    }

    /// An answer with a JSON body.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::bytes(status, body.to_string().into_bytes())
    }

    /// Compresses a body of some size, once.
    pub(crate) fn compress(&mut self, by: impl FnOnce(&[u8]) -> Vec<u8>) {
        if let Some(body) = &mut self.body
            && body.len() > WORTH_COMPRESSING
            && !self.compressed
        {
            *body = by(body).into();
            self.compressed = true;
        }
    }

    /// 204, no body.
    pub(crate) fn nothing() -> Self {
        Self {
            status: 204,
            body: None,
            compressed: false,
            content_type: "application/json",
            headers: Vec::new(),
            unknown: Vec::new(),
            without_allowance: false,
        }
    }

    /// An HTML page, as a gateway in front of the API sends it.
    pub(crate) fn html(status: u16, title: &str) -> Self {
        let page = format!(
            "<html>\r\n<head><title>{status} {title}</title></head>\r\n<body>\r\n<center><h1>{status} {title}</h1></center>\r\n</body>\r\n</html>\r\n"
        );
        Self::page(status, page)
    }

    /// A page for a person.
    pub(crate) fn page(status: u16, html: String) -> Self {
        Self {
            status,
            body: Some(html.into_bytes().into()),
            compressed: false,
            content_type: "text/html; charset=utf-8",
            headers: Vec::new(),
            unknown: Vec::new(),
            without_allowance: false,
        }
    }

    /// Sends the browser elsewhere.
    pub(crate) fn redirect(location: &str) -> Self {
        Self {
            status: 302,
            headers: vec![
                ("location", location.to_owned()),
                ("cache-control", "no-store".to_owned()),
            ],
            ..Self::nothing()
        }
    }

    /// An error of either version.
    pub(crate) fn error(version: Version, status: u16, message: &str) -> Self {
        match version {
            Version::V2 => Self::json(status, &json!([{ "status": status, "message": message }])),
            Version::V3 => Self::json(
                status,
                &json!({ "status": status, "title": message, "type": STATUS_CODES, "errors": {} }),
            ),
        }
    }

    /// A parameter or value that the API refuses: 400 in v2, 422 with the field's name in v3.
    pub(crate) fn refused(version: Version, field: &str, message: &str) -> Self {
        match version {
            Version::V2 => Self::json(
                400,
                &json!([{ "status": 400, "message": message, "details": { "invalid_reason": field } }]),
            ),
            Version::V3 => Self::json(
                422,
                &json!({
                    "status": 422, "title": message, "type": STATUS_CODES, "errors": { field: message }
                }),
            ),
        }
    }

    /// A v2 filter that the resource does not have.
    pub(crate) fn unsupported_field(field: &str) -> Self {
        let message = format!("The field '{field}' is not supported by this resource.");
        Self::json(
            400,
            &json!([{ "status": 400, "message": message, "details": { "field": field } }]),
        )
    }

    /// An unknown address, or an unknown id. Without `errors`: some of the official files have a map there, some an array, and none
    /// requires it.
    pub(crate) fn not_found(version: Version) -> Self {
        let message = "The requested resource was not found.";
        match version {
            Version::V2 => Self::error(version, 404, message),
            Version::V3 => Self::json(
                404,
                &json!({ "status": 404, "title": message, "type": STATUS_CODES }),
            ),
        }
    }

    /// The address exists, but not with this method.
    pub(crate) fn wrong_method(version: Version) -> Self {
        match version {
            Version::V2 => Self::error(
                version,
                405,
                "The requested method is not supported by this resource.",
            ),
            Version::V3 => Self::error(version, 405, "The method is not allowed on this resource."),
        }
    }

    /// The token is missing or unknown.
    pub(crate) fn unauthorized(version: Version) -> Self {
        match version {
            Version::V2 => {
                Self::error(version, 401, "No credentials were supplied in the request.")
            }
            Version::V3 => Self::error(
                version,
                401,
                "Unauthorized - the v3 Auth client ID or token in the request are not a valid combination for this store.",
            ),
        }
    }

    /// The token lacks the scope.
    pub(crate) fn missing_scope() -> Self {
        Self::error(
            Version::V3,
            403,
            "You don't have a required scope to access the endpoint",
        )
    }

    /// `limit` is above the maximum.
    pub(crate) fn limit_too_large(version: Version, maximum: usize) -> Self {
        Self::error(
            version,
            413,
            &format!("The limit parameter exceeded the maximum of {maximum}."),
        )
    }

    /// More requests than the resource takes side by side.
    pub(crate) fn too_many_side_by_side() -> Self {
        Self {
            without_allowance: true,
            ..Self::too_many_requests()
        }
    }

    /// A success of which something beside the row was not saved.
    pub(crate) fn beside(mut self) -> Self {
        let body = self.body.as_deref().unwrap_or_default();
        let body: Option<Value> = serde_json::from_slice(body).ok();
        if let (200..=201, Some(mut body)) = (self.status, body) {
            if body["data"].is_object() || body["data"].is_array() {
                body["errors"] = json!({ "inventory": "The inventory could not be saved." });
                self.body = Some(body.to_string().into_bytes().into());
            }
            self.status = 207;
        }
        self
    }

    /// The quota is used up.
    pub(crate) fn too_many_requests() -> Self {
        Self::json(
            429,
            &json!({
                "status": 429, "title": "Too many requests",
                "type": "/api-docs/getting-started/api-status-codes", "errors": {}
            }),
        )
    }
}
