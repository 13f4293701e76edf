//! What holds of any address of a store. The tests try it with a few, the targets in `fuzz/` with many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::place::{Store, address};

/// A place, or a sentence that shows no password. A profile's address that is put together again names the same place.
pub fn of_any_address(text: &str) {
    let with_password = format!("storeql://me:s3cret@{text}");
    for text in [text, &format!("storeql://{text}"), &with_password] {
        let (store, pairs) = match address(text) {
            Ok(found) => found,
            Err(error) => {
                assert!(
                    !error.message.is_empty() && !error.message.contains("s3cret"),
                    "{error}"
                );
                continue;
            }
        };
        let host = match &store {
            Store::OfProcess => "",
            Store::Profile(name) => name,
            Store::String(_) | Store::Sandbox(_) => continue,
        };
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let query = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let query: Vec<String> = query.collect();
        let again = format!("storeql://{}?{}", encoded(host), query.join("&"));
        assert_eq!(address(&again).unwrap(), (store, pairs), "{text}");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses() {
        for text in [
            "",
            "shop",
            "My%20Shop?MaxRows=5&=&a",
            "sandbox?x",
            "shop:80",
            "%ff",
            "[::1]?%",
            "a/b#c",
        ] {
            super::of_any_address(text);
        }
    }
}
