//! Connection strings as other programs write them: in quotes, as docker keeps them around a value of `--env-file`; as the address of
//! a JDBC driver; with the names that an ODBC driver manager reads. Takes off what is not ours, or says what to write.

use secrecy::zeroize::Zeroizing;

use crate::error::Error;
use crate::string::{self, Pair};

/// What stands before a connection string in a JDBC address of a driver for BigCommerce.
const JDBC: [&str; 2] = ["jdbc:bigcommerce:", "jdbc:storeql:"];

/// Takes apart a connection string of any of these spellings.
pub(crate) fn parse(text: &str) -> Result<Vec<Pair>, Error> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let text = without_address(without_quotes(text)?)?;
    let pairs = string::parse(text)?;
    pairs.into_iter().filter_map(of_odbc).collect()
}

/// No property's name begins with a quote, so that one at the start is around the whole.
fn without_quotes(text: &str) -> Result<&str, Error> {
    let Some(quote) = text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '"' | '\''))
    else {
        return Ok(text);
    };
    let inner = text[1..].strip_suffix(quote).map(str::trim);
    inner.ok_or_else(|| {
        Error::configuration(format!(
            "the connection string begins with a quote {quote} and does not end with it: write it without quotes around the whole"
        ))
    })
}

fn without_address(text: &str) -> Result<&str, Error> {
    let begins = |start: &&str| {
        text.get(..start.len())
            .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    };
    if let Some(start) = JDBC.iter().find(|start| begins(start)) {
        return Ok(&text[start.len()..]);
    }
    let instead = if begins(&"jdbc:") {
        "the JDBC address of another database: write its properties alone, as in StoreId=abc123;OAuthAccessToken=…"
    } else if begins(&"storeql:") {
        "an address for ADBC and Python. Here -p shop names a profile, --sandbox a store to try, and a connection string has properties, \
         as in StoreId=abc123;OAuthAccessToken=…"
    } else if is_address(text) {
        "the address of a server: write properties, as in StoreId=abc123;OAuthAccessToken=…; ApiUrl takes the address of an API other \
         than BigCommerce's"
    } else {
        return Ok(text);
    };
    Err(Error::configuration(format!(
        "the connection string is {instead}"
    )))
}

/// Whether a text begins as `https://` does.
fn is_address(text: &str) -> bool {
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.chars().all(|sign| sign.is_ascii_alphanumeric())
}

/// The pair, where it is not the driver manager's.
fn of_odbc(pair: Pair) -> Option<Result<Pair, Error>> {
    let name = pair.0.to_ascii_lowercase();
    match name.as_str() {
        // Which library is to be loaded.
        "driver" => None,
        "dsn" | "filedsn" => Some(Err(data_source(&pair.0, &pair.1))),
        _ => Some(Ok(pair)),
    }
}

fn data_source(name: &str, value: &Zeroizing<String>) -> Error {
    Error::configuration(format!(
        "{name}={}: a data source stands in the ODBC driver manager's files, which only an ODBC program reads. Make a profile of its properties (`storeql profiles edit`) and name that, as in -p shop",
        crate::spelling::shown(value)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Vec<(String, String)>, String> {
        let pairs = parse(text).map_err(|error| error.to_string())?;
        let plain = pairs
            .into_iter()
            .map(|(name, value)| (name, value.to_string()));
        Ok(plain.collect())
    }

    #[test]
    fn what_others_write_around_it_is_taken_off() {
        let expected = vec![
            ("StoreId".to_owned(), "abc".to_owned()),
            ("A".to_owned(), "x;y".to_owned()),
        ];
        for text in [
            "\"StoreId=abc;A='x;y'\"",
            "'StoreId=abc;A=\"x;y\"'",
            " \"StoreId=abc;A={x;y};\" \n",
            "jdbc:bigcommerce:StoreId=abc;A='x;y';",
            "\"JDBC:BigCommerce:StoreId=abc;A='x;y'\"",
            "Driver={StoreQL};StoreId=abc;A='x;y'",
        ] {
            assert_eq!(parsed(text).as_ref(), Ok(&expected), "{text}");
        }
        assert_eq!(parsed("\"\""), Ok(Vec::new()));
    }

    #[test]
    fn what_is_not_ours_is_answered_with_what_to_write() {
        let cases = [
            ("\"StoreId=secret", "begins with a quote"),
            (
                "jdbc:postgresql://host/db?password=secret",
                "JDBC address of another database",
            ),
            ("storeql://shop?OAuthAccessToken=secret", "-p shop"),
            ("https://u:secret@store-abc.mybigcommerce.com", "StoreId="),
            ("DSN=shop;OAuthAccessToken=secret", "storeql profiles edit"),
        ];
        for (text, expected) in cases {
            let error = parsed(text).unwrap_err();
            assert!(
                error.contains(expected) && !error.contains("secret"),
                "{error}"
            );
        }
    }
}
