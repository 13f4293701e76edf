//! What holds for any connection string and any settings file. The tests beside it try it with a few inputs, the targets in
//! `fuzz/` with many.

use std::sync::LazyLock;

use storeql_connection::{Connection, ErrorKind, format, registry};

/// A token that stands in every string, and in no error.
const TOKEN: &str = "t0ken-of-9-lives";
/// How a settings file begins that was once good.
pub(crate) const GOOD_BEGINNING: &[u8] =
    b"StoreQL OAuth settings, version 1\n{\"entries\":[{\"login_url\":\"https://login.bigcommerce.com/\",\"client_id\":\"app\",\"store_id\":\"abc\",\"sealed\":\"";

/// A text, with a token put into it at a place: a connection or an error of its kind, which does not show the token.
pub(crate) fn of_any_string(text: &str, place: usize) {
    let mut place = place % (text.len() + 1);
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    let (before, after) = text.split_at(place);
    let with_token = format!("{before};OAuthAccessToken={TOKEN};{after}");
    for text in [text, &with_token] {
        if let Err(error) = Connection::parse(text) {
            assert_eq!(error.kind, ErrorKind::Configuration, "{error}");
            assert!(!error.to_string().contains(TOKEN), "{text}: {error}");
        }
    }
}

/// A value that is put into a string comes out of it the same.
pub(crate) fn of_any_value(value: &str) {
    // What would be filled in is spelled as itself.
    let literal = value.replace("${", "$${");
    let text = format([("Scope", literal.as_str()), ("StoreId", "abc")]);
    let connection = Connection::parse(&text).unwrap();
    let expected = Some(value).filter(|value| !value.is_empty());
    assert_eq!(connection.get("Scope").as_deref(), expected, "{text}");
    assert_eq!(connection.store_id(), Some("abc"), "{text}");
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

/// Bytes in the settings file's place: an error of its own, and the file as it was.
pub(crate) fn of_any_settings(bytes: &[u8]) {
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
