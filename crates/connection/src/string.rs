//! Connection strings: `Name=Value;Name=Value`. Takes them apart and puts them together; knows no property.
//!
//! A value may stand in single quotes, double quotes or braces, and then hold anything; the closing character is doubled to
//! mean itself. Values are wiped from memory, and no error shows one.

use secrecy::zeroize::Zeroizing;

use crate::error::Error;

/// Name and value as they are meant, the name as it was spelled.
pub(crate) type Pair = (String, Zeroizing<String>);

/// Takes a connection string apart.
pub(crate) fn parse(text: &str) -> Result<Vec<Pair>, Error> {
    let mut pairs = Vec::new();
    // A text that was copied out of a file may begin with its byte order mark.
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start_matches(|c: char| c == ';' || c.is_whitespace());
        if rest.is_empty() {
            return Ok(pairs);
        }
        let Some((name, after)) = rest.split_once('=').filter(|(name, _)| !name.contains(';'))
        else {
            return Err(no_value(pairs.len()));
        };
        let name = name.trim();
        if name.is_empty() {
            let place = place(pairs.len());
            return Err(Error::configuration(format!(
                "the connection string has a `=` without a name before it, {place}"
            )));
        }
        let (value, after) = value(name, after.trim_start())?;
        pairs.push((name.to_owned(), value));
        rest = after;
    }
}

/// Puts a connection string together; [`parse`] gives the same pairs back.
pub fn format<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let quoted = |value: &str| {
        let bare =
            value.trim() == value && !value.contains(';') && !value.starts_with(['"', '\'', '{']);
        if bare {
            value.to_owned()
        } else {
            format!("\"{}\"", value.replace('"', "\"\""))
        }
    };
    let pairs = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={}", quoted(value)));
    pairs.collect::<Vec<_>>().join(";")
}

/// One value at the start of `text`, and what comes after it.
fn value<'t>(name: &str, text: &'t str) -> Result<(Zeroizing<String>, &'t str), Error> {
    let close = match text.chars().next() {
        Some(quote @ ('"' | '\'')) => quote,
        Some('{') => '}',
        _ => {
            let (value, after) = text.split_once(';').unwrap_or((text, ""));
            return Ok((Zeroizing::new(value.trim_end().to_owned()), after));
        }
    };
    let mut value = Zeroizing::new(String::with_capacity(text.len()));
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((position, character)) = characters.next() {
        if character != close {
            value.push(character);
        } else if characters.next_if(|(_, next)| *next == close).is_some() {
            value.push(close);
        } else {
            let after = text[position + close.len_utf8()..].trim_start();
            if !after.is_empty() && !after.starts_with(';') {
                let message = format!(
                    "the value of {name} goes on after its closing {close}: a {close} within it is doubled"
                );
                return Err(Error::configuration(message));
            }
            return Ok((value, after));
        }
    }
    let open = text.chars().next().unwrap_or(close);
    Err(Error::configuration(format!(
        "the value of {name} starts with {open} and has no closing {close}"
    )))
}

fn no_value(position: usize) -> Error {
    let place = place(position);
    Error::configuration(format!(
        "the connection string has something that is no Name=Value, {place}; a value with a `;` in it stands in quotes"
    ))
}

fn place(position: usize) -> String {
    if position == 0 {
        "at its start".to_owned()
    } else {
        format!("after {position} properties")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Vec<(String, String)> {
        parse(text)
            .unwrap()
            .into_iter()
            .map(|(name, value)| (name, value.to_string()))
            .collect()
    }

    fn one(text: &str) -> String {
        let mut pairs = parsed(text);
        assert_eq!(pairs.len(), 1, "{text}");
        pairs.remove(0).1
    }

    #[test]
    fn plain_pairs() {
        assert_eq!(parsed(""), []);
        assert_eq!(parsed(" ; ;"), []);
        let expected = [
            ("Auth Scheme", "OAuth"),
            ("StoreId", "abc"),
            ("Scope", "a b"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            parsed("Auth Scheme = OAuth ;StoreId=abc;; Scope= a b "),
            expected
        );
        assert_eq!(one("OAuthAccessToken=abc=="), "abc==");
        assert_eq!(one("A="), "");
        assert_eq!(one("A=it's"), "it's");
        assert_eq!(one("\u{feff}A\u{a0}=\u{a0}x\u{a0}\r\n"), "x");
    }

    #[test]
    fn quotes_and_braces() {
        assert_eq!(one(r#"A="x;y=z""#), "x;y=z");
        assert_eq!(one(r#"A = 'it''s' ;"#), "it's");
        assert_eq!(one(r#"A={a;"}}b'}"#), r#"a;"}b'"#);
        assert_eq!(one(r#"A="""""#), r#"""#);
        assert_eq!(one("A={}"), "");
        assert_eq!(one("A=' x '"), " x ");
    }

    #[test]
    fn mistakes_are_named_without_their_values() {
        let cases = [
            ("A", "at its start"),
            ("A=1;secret", "after 1 properties"),
            ("A=1;=secret", "without a name"),
            ("A=\"secret", "A starts with \" and has no closing \""),
            ("A={secret}}", "starts with { and has no closing }"),
            ("A='secret' x", "goes on after"),
        ];
        for (text, expected) in cases {
            let error = parse(text).unwrap_err().to_string();
            assert!(
                error.contains(expected) && !error.contains("secret"),
                "{text}: {error}"
            );
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in ".*") {
            let _ = parse(&text);
        }

        #[test]
        fn formatted_and_parsed_is_the_same(pairs in prop::collection::vec(("[A-Za-z][A-Za-z ]{0,8}[A-Za-z]", ".*"), 0..5)) {
            let text = format(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            prop_assert_eq!(parsed(&text), pairs);
        }

        #[test]
        fn special_characters_survive(value in "[;='\"{} a]*") {
            let text = format([("A", value.as_str()), ("B", "1")]);
            prop_assert_eq!(parsed(&text), [("A".to_owned(), value), ("B".to_owned(), "1".to_owned())]);
        }
    }
}
