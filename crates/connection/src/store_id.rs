//! The store's hash, taken out of whatever the control panel lets a person copy. Pure.

use crate::error::Error;
use crate::spelling::shown;

/// The hash in `text`: itself, or the API path that it stands in.
pub(crate) fn parse(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let inner = match text.split_once("stores/") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        // The store's own address carries the hash as well.
        None => {
            let host = text.split_once("://").map_or(text, |(_, host)| host);
            let host = host.split(['/', ':']).next().unwrap_or_default();
            host.strip_suffix(".mybigcommerce.com")
                .map_or(text, |host| host.trim_start_matches("store-"))
        }
    };
    let hash = inner
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if inner.is_empty() || !hash {
        return Err(Error::configuration(format!(
            "StoreId: {} is no store's hash. In the control panel's API path it is the part between stores/ and /v3.",
            shown(text)
        )));
    }
    Ok(inner.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_in_many_shapes() {
        for text in [
            "abc123",
            " abc123 ",
            "https://api.bigcommerce.com/stores/abc123/v3/",
            "https://api.bigcommerce.com/stores/abc123/v2",
            "https://api.bigcommerce.com/stores/abc123",
            "api.bigcommerce.com/stores/abc123/v3",
            "stores/abc123",
            "https://store-abc123.mybigcommerce.com/manage",
            "store-abc123.mybigcommerce.com",
        ] {
            assert_eq!(parse(text).unwrap(), "abc123", "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "abc/123",
            "https://example.com",
            "https://api.bigcommerce.com/stores/",
            "a b",
        ] {
            assert!(
                parse(text)
                    .unwrap_err()
                    .to_string()
                    .contains("between stores/ and /v3"),
                "{text}"
            );
        }
    }
}
