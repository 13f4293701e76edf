//! What holds of any text that says who we are: connection strings, profiles, the settings file, what a browser brings back. The tests
//! try it with a few inputs, the targets in `fuzz/` with many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::LazyLock;

use toml::Table;
use url::form_urlencoded;

use crate::oauth::{Arrival, Bound, read_callback};
use crate::string::Pair;
use crate::{Connection, ErrorKind, configuration, format, registry, store_id};

/// A token that stands in every string, and in no error.
const TOKEN: &str = "t0ken-of-9-lives";
/// How a settings file begins that was once good.
pub(crate) const GOOD_BEGINNING: &[u8] =
    b"StoreQL OAuth settings, version 1\n{\"entries\":[{\"login_url\":\"https://login.bigcommerce.com/\",\"client_id\":\"app\",\"store_id\":\"abc\",\"sealed\":\"";

/// A text, with a token put into it at a place: a connection or an error of its kind, which does not show the token.
pub fn of_any_string(text: &str, place: usize) {
    let mut place = place % (text.len() + 1);
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    of_any_store(text);
    let (before, after) = text.split_at(place);
    let with_token = format!("{before};OAuthAccessToken={TOKEN};{after}");
    for text in [text, &with_token] {
        if let Err(error) = Connection::parse(text) {
            assert_eq!(error.kind, ErrorKind::Configuration, "{error}");
            assert!(!error.to_string().contains(TOKEN), "{text}: {error}");
        }
    }
}

/// A store's hash is found in what it was found in before.
fn of_any_store(text: &str) {
    if let Ok(hash) = store_id::parse(text) {
        assert_eq!(store_id::parse(&hash).unwrap(), hash, "{text}");
    }
}

/// A value that is put into a string comes out of it the same.
pub fn of_any_value(value: &str) {
    // What would be filled in is spelled as itself.
    let literal = value.replace("${", "$${");
    let text = format([("Scope", literal.as_str()), ("StoreId", "abc")]);
    let connection = Connection::parse(&text).unwrap();
    let expected = Some(value).filter(|value| !value.is_empty());
    assert_eq!(connection.get("Scope").as_deref(), expected, "{text}");
    assert_eq!(connection.store_id(), Some("abc"), "{text}");
}

/// Bytes as pairs of known names and any values: a name's number, a way of quoting and a value, up to the next zero byte.
pub fn of_any_pairs(bytes: &[u8]) {
    let values: Vec<String> = bytes
        .split(|byte| *byte == 0)
        .map(|value| String::from_utf8_lossy(value.get(2..).unwrap_or_default()).into_owned())
        .collect();
    let heads = bytes.split(|byte| *byte == 0);
    let pairs = heads.zip(&values).map(|(head, value)| {
        let byte = |place: usize| head.get(place).copied().unwrap_or_default();
        (u16::from(byte(0)), byte(1), value.as_str())
    });
    let pairs: Vec<_> = pairs.collect();
    of_any_string(&nearly_right(&pairs), bytes.len() / 2);
    pairs.iter().for_each(|(_, _, value)| of_any_value(value));
}

/// Known names with any values, in one of the ways of quoting.
pub(crate) fn nearly_right(pairs: &[(u16, u8, &str)]) -> String {
    let pair = |(name, quotes, value): &(u16, u8, &str)| {
        let properties = registry();
        let name = properties[usize::from(*name) % properties.len()].name;
        match quotes % 5 {
            0 => format!("{name}=\"{value}\""),
            1 => format!("{name} = '{value}'"),
            2 => format!("{name}={{{value}}}"),
            3 => format!("{name}={value}"),
            _ => format([(name, *value)]),
        }
    };
    pairs.iter().map(pair).collect::<Vec<_>>().join(";")
}

/// A configuration file: what TOML says it has, or an error of its kind, which names the file.
pub fn of_any_profiles(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, bytes).unwrap();
    let names = configuration::names(&path);
    let names = match names {
        Ok(names) => names,
        Err(error) => {
            assert_eq!(error.kind, ErrorKind::Configuration, "{error}");
            assert!(error.to_string().contains("config.toml"), "{error}");
            return;
        }
    };
    let text = String::from_utf8_lossy(bytes);
    let judge = text.trim_start_matches('\u{feff}').parse::<Table>();
    for name in &names {
        let Ok(pairs) = configuration::profile(Some(&path), name, true) else {
            continue;
        };
        let Ok(judge) = &judge else { continue };
        let profile = judge[name].as_table().unwrap();
        let same = |(name, value): &Pair| match &profile[name] {
            toml::Value::String(text) => **value == *text,
            other => **value == other.to_string(),
        };
        assert!(pairs.iter().all(same), "{text}");
        assert_eq!(pairs.len(), profile.len(), "{text}");
    }
}

/// What a browser brings back ends a sign-in only with the state that was sent.
pub fn of_any_callback(query: &str) {
    let told = form_urlencoded::parse(query.as_bytes());
    let states: Vec<_> = told.filter(|(name, _)| name == "state").collect();
    if let Arrival::End(ended) = read_callback(query, "s3cret", Bound::ByState) {
        let sent = |(_, state): &(_, std::borrow::Cow<'_, str>)| state == "s3cret";
        assert!(states.iter().any(sent), "{query}");
        if let Err(denied) = ended {
            let told = denied.into_error().to_string();
            assert!(!told.chars().any(char::is_control), "{told}");
        }
    }
}

/// Bytes in the settings file's place, bare and behind a good beginning.
pub fn of_any_settings(bytes: &[u8]) {
    of_these_settings(bytes);
    of_these_settings(&[GOOD_BEGINNING, bytes].concat());
}

/// Bytes in the settings file's place: an error of its own, and the file as it was.
pub(crate) fn of_these_settings(bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("OAuthSettings.txt");
    std::fs::write(&path, bytes).unwrap();
    let connection = Connection::parse(&format!(
        "InitiateOAuth=REFRESH;OAuthClientId=app;OAuthClientSecret=s3cret;StoreId=abc;OAuthSettingsLocation={}",
        path.display()
    ));
    let error = RUNTIME
        .block_on(connection.unwrap().signed_in())
        .unwrap_err();
    let kinds = [
        (
            "is no OAuth settings file of StoreQL",
            ErrorKind::Configuration,
        ),
        ("is cut or damaged", ErrorKind::Configuration),
        ("is UTF-16: save it as UTF-8", ErrorKind::Configuration),
        ("was written by a newer StoreQL", ErrorKind::Configuration),
        (
            "was made with another OAuthClientSecret",
            ErrorKind::Configuration,
        ),
        ("there is no sign-in yet", ErrorKind::NotSignedIn),
    ];
    let told = error.to_string();
    assert!(
        kinds
            .iter()
            .any(|(words, kind)| told.contains(words) && error.kind == *kind),
        "{told}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "{told}");
}

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
});

#[cfg(test)]
#[path = "holds_tests.rs"]
mod tests;
