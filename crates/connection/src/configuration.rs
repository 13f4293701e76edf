//! StoreQL's folder for what it keeps between runs, and the profiles in its configuration file.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use secrecy::zeroize::Zeroizing;
use toml::{Table, Value};

use crate::error::Error;
use crate::spelling::most_like;
use crate::string::Pair;
use crate::text_file;

/// The configuration file's name in the folder.
const FILE: &str = "config.toml";

/// StoreQL's configuration folder on this platform; none where the platform knows no home.
pub fn folder() -> Option<PathBuf> {
    ProjectDirs::from("", "", "StoreQL").map(|directories| directories.config_dir().to_owned())
}

/// The configuration file, whether it is there or not; none where the platform knows no home.
pub fn file() -> Option<PathBuf> {
    folder().map(|folder| folder.join(FILE))
}

/// The profiles of a configuration file, in its order: none where it is not there.
pub fn names(path: &Path) -> Result<Vec<String>, Error> {
    let Some((profiles, place)) = read_file(path)? else {
        return Ok(Vec::new());
    };
    let named = profiles.iter().map(|(name, value)| match value {
        Value::Table(_) => Ok(name.clone()),
        _ => Err(no_profile(name, &place)),
    });
    named.collect()
}

/// The names and values of a profile, as the file spells them; none where neither file nor profile is there and it need not
/// be.
pub(crate) fn profile(
    path: Option<&Path>,
    name: &str,
    must_exist: bool,
) -> Result<Vec<Pair>, Error> {
    let place = path.map_or_else(|| FILE.to_owned(), |path| path.display().to_string());
    let Some((profiles, place)) = path.map(read_file).transpose()?.flatten() else {
        return match must_exist {
            true => Err(Error::configuration(format!(
                "there is no profile {name}: the configuration file {place} does not exist"
            ))),
            false => Ok(Vec::new()),
        };
    };
    match profiles.get(name) {
        Some(Value::Table(profile)) => values(profile, name, &place),
        Some(_) => Err(no_profile(name, &place)),
        None if must_exist => {
            let hint = most_like(name, profiles.keys().map(String::as_str));
            let hint = hint
                .map(|near| format!("; did you mean {near}?"))
                .unwrap_or_default();
            Err(Error::configuration(format!(
                "there is no profile {name} in {place}{hint}"
            )))
        }
        None => Ok(Vec::new()),
    }
}

/// The sections of the file, and what it is called; none where it is not there.
fn read_file(path: &Path) -> Result<Option<(Table, String)>, Error> {
    let place = path.display().to_string();
    match text_file::read(path) {
        Ok(text) => {
            let read = |text: &str| read(text, &place);
            let table = read(&text).or_else(|_| read(&with_plain_blanks(&text)))?;
            Ok(Some((table, place)))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::configuration(format!(
            "the configuration file {place} cannot be read ({error})"
        ))),
    }
}

fn no_profile(name: &str, place: &str) -> Error {
    Error::configuration(format!(
        "{name} in {place} is no profile: a profile is a section, as in [{name}]"
    ))
}

/// The text with a plain blank for each that does not break: TOML knows these only within quotes, where they stay.
fn with_plain_blanks(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut quote = None;
    let mut escaped = false;
    for character in text.chars() {
        match (quote, character) {
            (None, '\u{a0}' | '\u{202f}' | '\u{2007}') => {
                plain.push(' ');
                continue;
            }
            (None, '"' | '\'' | '#') => quote = Some(character),
            (Some('#'), '\n') => quote = None,
            (Some(open @ ('"' | '\'')), _) if open == character && !escaped => quote = None,
            _ => {}
        }
        escaped = quote == Some('"') && character == '\\' && !escaped;
        plain.push(character);
    }
    plain
}

fn read(text: &str, place: &str) -> Result<Table, Error> {
    text.parse().map_err(|error: toml::de::Error| {
        // The parser's own text quotes the line, and a secret may stand there.
        let line = error.span().map_or(1, |span| {
            text[..span.start.min(text.len())].lines().count().max(1)
        });
        Error::configuration(format!(
            "the configuration file {place} is no TOML, line {line}: {}",
            error.message()
        ))
    })
}

fn values(profile: &Table, name: &str, place: &str) -> Result<Vec<Pair>, Error> {
    let text = |(property, value): (&String, &Value)| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Boolean(yes) => yes.to_string(),
            _ => {
                let message = format!(
                    "{property} in the profile {name} of {place} is no text, whole number or truth value"
                );
                return Err(Error::configuration(message));
            }
        };
        Ok((property.clone(), Zeroizing::new(text)))
    };
    profile.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn a_profile_is_a_section() {
        let (_folder, path) =
            with_file("[shop1]\nstore_id = \"abc\"\nTimeout = 5\nReadonly = true\n[other]\n");
        let values = profile(Some(&path), "shop1", true).unwrap();
        let expected = [("store_id", "abc"), ("Timeout", "5"), ("Readonly", "true")];
        assert_eq!(
            values,
            expected.map(|(name, value)| (name.to_owned(), Zeroizing::new(value.to_owned())))
        );
        assert!(profile(Some(&path), "default", false).unwrap().is_empty());
    }

    #[test]
    fn profiles_are_listed_in_the_files_order() {
        let (_folder, path) = with_file("[shop2]\nTimeout = 5\n[shop1]\n");
        assert_eq!(names(&path).unwrap(), ["shop2", "shop1"]);
        assert!(names(&path.with_file_name("none.toml")).unwrap().is_empty());
        std::fs::write(&path, "StoreId = \"abc\"\n").unwrap();
        let error = names(&path).unwrap_err().to_string();
        assert!(
            error.contains("StoreId") && error.contains("no profile"),
            "{error}"
        );
    }

    #[test]
    fn a_file_of_another_editor_is_read_too() {
        let (_folder, path) = with_file(
            "\u{feff}[shop1]\r\nStoreId\u{a0}=\u{a0}\"a\u{a0}\\\"b\" # it's\u{a0}one\r\nTimeout\u{a0}= 5\r\n",
        );
        let values = profile(Some(&path), "shop1", true).unwrap();
        let expected = [("StoreId", "a\u{a0}\"b"), ("Timeout", "5")];
        assert_eq!(
            values,
            expected.map(|(name, value)| (name.to_owned(), Zeroizing::new(value.to_owned())))
        );
        let utf_16: Vec<u8> = "[shop1]\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        std::fs::write(&path, utf_16).unwrap();
        let error = profile(Some(&path), "shop1", true).unwrap_err().to_string();
        assert!(error.contains("UTF-16"), "{error}");
    }

    #[test]
    fn mistakes_are_named_and_no_secret_is() {
        let (_folder, path) = with_file("[shop1]\nOAuthAccessToken = s3cret\n");
        let error = profile(Some(&path), "shop1", true).unwrap_err().to_string();
        assert!(
            error.contains("line 2") && !error.contains("s3cret"),
            "{error}"
        );
        let (_folder, path) = with_file("[shop1]\n[shop1.x]\n[text]\n");
        assert!(
            profile(Some(&path), "shop1", true)
                .unwrap_err()
                .to_string()
                .contains("x in the profile shop1")
        );
        assert!(
            profile(Some(&path), "shop2", true)
                .unwrap_err()
                .to_string()
                .contains("did you mean shop1?")
        );
        let missing = path.with_file_name("none.toml");
        assert!(
            profile(Some(&missing), "shop1", true)
                .unwrap_err()
                .to_string()
                .contains("does not exist")
        );
        assert!(
            profile(Some(&missing), "default", false)
                .unwrap()
                .is_empty()
        );
    }
}
