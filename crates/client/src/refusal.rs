//! Turns an answer that is no success into one clear error. Pure.
//!
//! The API has many shapes for "no" (see the cases in the tests), gateways in front of it have HTML, and some answers have
//! nothing at all. What is found in the body is quoted; what to do is said by status.

use serde_json::Value;

use crate::answer::Answer;
use crate::error::{Error, ErrorKind, RefusedBody};
use crate::readable::one_line;

/// Characters of the store's own words that a message quotes at most.
const LONGEST_QUOTE: usize = 600;

/// The error of an answer; none for a success.
pub(crate) fn refusal(answer: &Answer) -> Option<Error> {
    let status = answer.status;
    if (200..300).contains(&status) {
        return None;
    }
    let (kind, retryable) = classify(status);
    let quote = words(&answer.body, &answer.headers.content_type);
    let quoted = quote.map_or_else(
        || ", with no reason given".to_owned(),
        |quote| format!(": {quote}"),
    );
    let end = if quoted.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    let advice = advice(status, answer);
    let space = if advice.is_empty() { "" } else { " " };
    let name = reqwest::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let name = name.map(|name| format!(" {name}")).unwrap_or_default();
    let who = if status == 407 { "proxy" } else { "store" };
    let message = format!("the {who} answered {status}{name}{quoted}{end}{space}{advice}");
    let mut error = Error::new(kind, message).answered(status);
    error.retryable = retryable;
    error.fields = fields(&answer.body).into();
    error.answer = RefusedBody::new(answer.body.clone());
    Some(error)
}

/// What an answer says of single fields: the members of `errors` and `field_errors`, where these are objects, also of each of
/// several errors. What it says of the whole request is in the message alone.
fn fields(body: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Ok(json) = serde_json::from_slice(body) {
        collect_fields(&json, &mut found);
    }
    found
}

fn collect_fields(json: &Value, found: &mut Vec<(String, String)>) {
    let members = match json {
        Value::Array(items) => return items.iter().for_each(|item| collect_fields(item, found)),
        Value::Object(members) => members,
        _ => return,
    };
    for name in ["errors", "field_errors", "batch_errors"] {
        match members.get(name) {
            Some(Value::Object(fields)) if name != "batch_errors" => {
                let fields = fields.iter().filter(|(_, why)| !why.is_null());
                found.extend(fields.map(|(field, why)| match why {
                    Value::String(why) => (field.clone(), why.clone()),
                    nested => (field.clone(), json_words(nested)),
                }));
            }
            Some(several) => collect_fields(several, found),
            None => {}
        }
    }
}

/// The error of an answer that is not what was asked for; `what` came instead.
pub(crate) fn no_data(answer: &Answer, what: String) -> Error {
    let what = match html_title(&answer.body, &answer.headers.content_type) {
        Some(title) => format!("an HTML page{title}"),
        None => what,
    };
    let message = format!(
        "the server answered {what} instead of data. If it stays so, check that ApiUrl is the address of the API and that no \
         sign-in page of the network stands in between."
    );
    Error::new(ErrorKind::Protocol, message)
        .answered(answer.status)
        .passing()
}

fn classify(status: u16) -> (ErrorKind, bool) {
    match status {
        401 => (ErrorKind::Unauthorized, false),
        403 => (ErrorKind::Forbidden, false),
        404 | 410 => (ErrorKind::NotFound, false),
        407 => (ErrorKind::Configuration, false),
        408 => (ErrorKind::Timeout, true),
        409 | 412 | 423 => (ErrorKind::Conflict, false),
        413 => (ErrorKind::TooLarge, false),
        429 => (ErrorKind::RateLimited, true),
        // Not implemented, HTTP version, and the plan's storage is full: the next try would hear the same.
        501 | 505 | 507 => (ErrorKind::Server, false),
        500.. => (ErrorKind::Server, true),
        400..=499 => (ErrorKind::Invalid, false),
        _ => (ErrorKind::Protocol, false),
    }
}

fn advice(status: u16, answer: &Answer) -> String {
    let text = match status {
        300..=399 => {
            let to = answer
                .headers
                .location
                .as_deref()
                .and_then(origin)
                .unwrap_or_else(|| "nowhere".to_owned());
            return format!("It points to {to}, where the token is not sent: check ApiUrl.");
        }
        401 => "The access token is not valid for this store: check OAuthAccessToken and StoreId.",
        403 => {
            "The token lacks the scope for this, or it belongs to another store than StoreId: check the scopes of its API \
             account."
        }
        404 if html_title(&answer.body, &answer.headers.content_type).is_some() => {
            "This is no answer of the API: check ApiUrl and StoreId."
        }
        407 => "The proxy wants a name and a password: check ProxyUser and ProxyPassword.",
        413 => "Less at once may pass: lower Pagesize.",
        429 => "Other programs may be using up the store's allowance; try again in a minute.",
        503 => "The store is busy, in maintenance or suspended; try again later.",
        507 => "The store's plan has no room for more.",
        500.. => "This is the store's own failure; try again later.",
        _ => "",
    };
    text.to_owned()
}

fn origin(location: &str) -> Option<String> {
    let url = url::Url::parse(location).ok()?;
    Some(url.origin().ascii_serialization())
}

/// What the body says, in one line, with all that steers a terminal spelled out.
fn words(body: &[u8], content_type: &str) -> Option<String> {
    if looks_binary(body) {
        return Some("something that is no text".to_owned());
    }
    let said = match serde_json::from_slice::<Value>(body) {
        Ok(json) => json_words(&json),
        Err(_) => match html_title(body, content_type) {
            Some(title) => format!("an HTML page{title}"),
            None => String::from_utf8_lossy(body)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        },
    };
    Some(quoted(&said)).filter(|quote| !quote.is_empty())
}

/// Words of another program, on one line and not too many.
fn quoted(words: &str) -> String {
    let words = one_line(words);
    match words.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// Whether a body is no text: it begins as gzip or zip do, though no header says so, or holds a NUL.
fn looks_binary(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b]) || body.starts_with(b"PK\x03\x04") || body.contains(&0)
}

/// ` titled "…"` for an HTML page with a title, the empty text for one without, `None` for a body that is not HTML.
fn html_title(body: &[u8], content_type: &str) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let start = text
        .trim_start()
        .get(..15)
        .unwrap_or_default()
        .to_ascii_lowercase();
    if !content_type.contains("html")
        && !start.starts_with("<!doctype html")
        && !start.starts_with("<html")
    {
        return None;
    }
    let title = text
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"));
    let title =
        title.map(|(title, _)| quoted(&title.split_whitespace().collect::<Vec<_>>().join(" ")));
    Some(
        title
            .filter(|title| !title.is_empty())
            .map(|title| format!(" titled \"{title}\""))
            .unwrap_or_default(),
    )
}

fn json_words(json: &Value) -> String {
    let mut said = Vec::new();
    collect(json, &mut said);
    said.dedup();
    said.join("; ")
}

/// Looks for sentences in the members where the API's shapes have them.
fn collect(json: &Value, said: &mut Vec<String>) {
    match json {
        Value::String(text) if !text.trim().is_empty() => said.push(text.trim().to_owned()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, said)),
        Value::Object(members) => {
            let title = ["title", "message", "detail", "error_description"];
            let titles: Vec<&str> = title
                .iter()
                .filter_map(|name| members.get(*name)?.as_str())
                .collect();
            let fields = ["errors", "field_errors", "details"]
                .iter()
                .filter_map(|name| members.get(*name));
            let fields: Vec<String> = fields.flat_map(field_words).collect();
            match (titles.join(": "), fields.join("; ")) {
                (title, fields) if !title.is_empty() && !fields.is_empty() => {
                    said.push(format!("{} ({fields})", title.trim_end_matches('.')));
                }
                (title, fields) => {
                    said.extend([title, fields].into_iter().filter(|text| !text.is_empty()))
                }
            }
            let nested = ["error", "batch_errors", "data"]
                .iter()
                .filter_map(|name| members.get(*name));
            nested.for_each(|value| collect(value, said));
        }
        _ => {}
    }
}

/// `name: message` for each member; a list of errors says what each of them says.
fn field_words(fields: &Value) -> Vec<String> {
    match fields {
        Value::Object(members) => members
            .iter()
            .filter_map(|(name, value)| match value {
                Value::String(text) => Some(format!("{name}: {text}")),
                Value::Null => None,
                nested => {
                    let nested = json_words(nested);
                    Some(if nested.is_empty() {
                        name.clone()
                    } else {
                        format!("{name}: {nested}")
                    })
                }
            })
            .collect(),
        other => Some(json_words(other))
            .filter(|text| !text.is_empty())
            .into_iter()
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::answer::Headers;

    fn answer(status: u16, content_type: &str, body: &str) -> Answer {
        let headers = Headers {
            content_type: content_type.to_owned(),
            ..Headers::default()
        };
        Answer {
            status,
            headers,
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    fn message(status: u16, body: &str) -> String {
        refusal(&answer(status, "application/json", body))
            .unwrap()
            .message
    }

    #[test]
    fn successes_are_none() {
        assert!(refusal(&answer(204, "", "")).is_none());
        assert!(refusal(&answer(207, "", "{}")).is_none());
    }

    #[test]
    fn the_shapes_of_no() {
        let cases = [
            (
                422,
                r#"{"status":422,"title":"JSON data is missing or invalid","errors":{"name":"error.path.missing"}}"#,
                "JSON data is missing or invalid (name: error.path.missing).",
            ),
            (
                404,
                r#"[{"status":404,"message":"The requested resource was not found."}]"#,
                "404 Not Found: The requested resource was not found.",
            ),
            (
                400,
                r#"[{"status":400,"message":"The field 'x' is not supported by this resource.","details":{"field":"x"}}]"#,
                "The field 'x' is not supported by this resource (field: x).",
            ),
            (
                422,
                r#"{"errors":[{"status":422,"title":"One","errors":{"0.constraint":"two"}}],"meta":{"failed":1}}"#,
                ": One (0.constraint: two).",
            ),
            (
                422,
                r#"{"batch_errors":[{"data":{"sku":"a"},"field_errors":{"price":"negative"}}]}"#,
                ": price: negative.",
            ),
            (
                503,
                r#"{"error":{"code":"SERVICE_DEGRADED","message":"Degraded","retry_after_seconds":30}}"#,
                ": Degraded.",
            ),
            (
                403,
                r#"{"code":403,"message":"Missing scope"}"#,
                ": Missing scope. The token lacks",
            ),
            (
                503,
                r#"{"data":[{"order_id":1,"status":503,"error":"Tax service gone away"}],"meta":{}}"#,
                "Tax service gone away.",
            ),
            (
                403,
                r#"{"error":"You are authorized but your scope does not include this resource."}"#,
                "does not include",
            ),
            (
                400,
                r#"{"error":"invalid_grant","error_description":"the code is used"}"#,
                "the code is used; invalid_grant",
            ),
            (422, r#"{"title":"A","errors":["b","c"]}"#, ": A (b; c)."),
            (
                401,
                "No credentials were supplied in the request.",
                "in the request. The access token is not valid",
            ),
            (
                500,
                "",
                "500 Internal Server Error, with no reason given. This is",
            ),
            (418, "{}", "with no reason given."),
            (299, "", ""),
        ];
        for (status, body, expected) in cases.into_iter().filter(|(status, ..)| *status != 299) {
            let message = message(status, body);
            assert!(
                message.contains(expected),
                "{status} {body}\n  {message}\n  {expected}"
            );
        }
    }

    #[test]
    fn fields_are_told_one_by_one() {
        for (body, expected) in [
            (
                r#"{"title":"JSON data is invalid","errors":{"name":"missing","price":null}}"#,
                vec![("name", "missing")],
            ),
            (
                r#"{"errors":[{"title":"One","errors":{"0.constraint":"two"}}],"meta":{"failed":1}}"#,
                vec![("0.constraint", "two")],
            ),
            (
                r#"{"batch_errors":[{"data":{"sku":"a"},"field_errors":{"price":["negative"]}}]}"#,
                vec![("price", "negative")],
            ),
            (r#"[{"status":404,"message":"not found"}]"#, vec![]),
            ("<html>", vec![]),
        ] {
            let refused = refusal(&answer(422, "application/json", body)).unwrap();
            let fields: Vec<_> = refused
                .fields
                .iter()
                .map(|(f, m)| (f.as_str(), m.as_str()))
                .collect();
            assert_eq!(fields, expected, "{body}");
        }
    }

    #[test]
    fn html_is_named_not_quoted() {
        let body = "<html><head><title>502\n Bad  Gateway</title></head><body>x</body></html>";
        let refused = refusal(&answer(502, "text/html", body)).unwrap();
        assert!(
            refused
                .message
                .contains("502 Bad Gateway: an HTML page titled \"502 Bad Gateway\"."),
            "{refused}"
        );
        assert!(refused.retryable && refused.kind == ErrorKind::Server);
        let unread = no_data(
            &answer(200, "text/html; charset=utf-8", body),
            String::new(),
        );
        assert!(unread.message.contains("an HTML page titled"), "{unread}");
        assert!(unread.retryable && unread.kind == ErrorKind::Protocol);
    }

    #[test]
    fn kinds_and_retries() {
        let cases = [
            (301, ErrorKind::Protocol, false),
            (400, ErrorKind::Invalid, false),
            (401, ErrorKind::Unauthorized, false),
            (403, ErrorKind::Forbidden, false),
            (404, ErrorKind::NotFound, false),
            (409, ErrorKind::Conflict, false),
            (413, ErrorKind::TooLarge, false),
            (422, ErrorKind::Invalid, false),
            (429, ErrorKind::RateLimited, true),
            (500, ErrorKind::Server, true),
            (502, ErrorKind::Server, true),
            (504, ErrorKind::Server, true),
            (507, ErrorKind::Server, false),
            (520, ErrorKind::Server, true),
        ];
        for (status, kind, retryable) in cases {
            let refused = refusal(&answer(status, "", "")).unwrap();
            assert_eq!(
                (refused.kind, refused.retryable),
                (kind, retryable),
                "{status}"
            );
        }
    }

    #[test]
    fn what_steers_a_terminal_is_spelled_out() {
        let said = message(400, r#"{"title":"a\u001b[2J\u202eb\nhint: c"}"#);
        assert!(said.contains(r"a\u{1b}[2J\u{202e}b\nhint: c"), "{said}");
        let zipped = refusal(&answer(422, "application/json", "\u{1f}\u{0}\u{8b}")).unwrap();
        assert!(zipped.message.contains("no text"), "{zipped}");
    }

    #[test]
    fn a_proxy_is_named_as_the_proxy() {
        assert!(message(407, "").starts_with("the proxy answered 407"));
    }

    #[test]
    fn long_words_are_cut() {
        assert!(message(400, &"ü".repeat(5_000)).len() < 2_000);
    }
}
