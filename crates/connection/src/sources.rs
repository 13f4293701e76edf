//! Where the values of a connection come from, and which of them wins: what is given explicitly, else the profile's, else the
//! environment's. Fills in `${…}`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::zeroize::Zeroizing;

use crate::error::Error;
use crate::property::Property;
use crate::registry::{expect, find};
use crate::spelling::shown;
use crate::string::Pair;
use crate::{configuration, foreign_string, property_value, text_file};

/// The start of a variable of ours.
const PREFIX: &str = "STOREQL_";
/// The variable that holds a connection string.
const CONNECTION: &str = "STOREQL_CONNECTION";
/// The profile that holds when nothing is named.
const DEFAULT_PROFILE: &str = "default";

/// What a connection is made of.
#[derive(Default)]
pub struct Sources {
    /// A connection string.
    pub connection: Option<String>,
    /// The name of a profile.
    pub profile: Option<String>,
    /// The environment's variables.
    pub environment: BTreeMap<String, String>,
    /// The configuration file.
    pub configuration: Option<PathBuf>,
}

/// The values that hold.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) values: BTreeMap<&'static str, (&'static Property, Zeroizing<String>)>,
    pub(crate) profile: Option<String>,
}

impl Sources {
    /// The process's own environment and the platform's configuration file.
    pub fn of_process(connection: Option<String>, profile: Option<String>) -> Self {
        // Variables that are not Unicode are left out.
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        let environment = std::env::vars_os().filter_map(text).collect();
        Self {
            connection,
            profile,
            environment,
            configuration: configuration::file(),
        }
    }

    pub(crate) fn gather(mut self) -> Result<Gathered, Error> {
        let mut gathered = Gathered::default();
        // With neither a connection string nor a profile named, the environment may hold a string, and the file a profile.
        if self.connection.is_none() && self.profile.is_none() {
            self.connection = self.environment.get(CONNECTION).cloned();
        }
        let must_exist = self.profile.is_some();
        if self.connection.is_none() && !must_exist {
            self.profile = Some(DEFAULT_PROFILE.to_owned());
        }
        let text = Zeroizing::new(self.connection.take().unwrap_or_default());
        gathered.add(foreign_string::parse(&text)?, &self.environment, "")?;
        if let Some(name) = &self.profile {
            let values = configuration::profile(self.configuration.as_deref(), name, must_exist)?;
            gathered.profile = (must_exist || !values.is_empty()).then(|| name.clone());
            gathered.add(
                values,
                &self.environment,
                &format!(" in the profile {name}"),
            )?;
        }
        gathered.add_environment(&self.environment)?;
        Ok(gathered)
    }
}

impl Gathered {
    /// Adds one source's values, where no source before it gave one.
    fn add(
        &mut self,
        pairs: Vec<Pair>,
        environment: &BTreeMap<String, String>,
        place: &str,
    ) -> Result<(), Error> {
        let mut seen: Vec<&str> = Vec::new();
        for (name, text) in pairs {
            let property =
                expect(&name).map_err(|error| Error::configuration(format!("{error}{place}")))?;
            if seen.contains(&property.name) {
                return Err(Error::configuration(format!(
                    "the property {} is given twice{place}",
                    property.name
                )));
            }
            seen.push(property.name);
            let text = filled_in(property.name, &text, environment)?;
            let value = property_value::check(property, &text)?;
            self.values
                .entry(property.name)
                .or_insert((property, value));
        }
        Ok(())
    }

    /// Adds `STOREQL_<PROPERTY>`, in any spelling. Other variables with that beginning are ignored.
    fn add_environment(&mut self, environment: &BTreeMap<String, String>) -> Result<(), Error> {
        for (name, text) in environment {
            let property = name.strip_prefix(PREFIX).and_then(find);
            if let Some(property) =
                property.filter(|property| !self.values.contains_key(property.name))
            {
                let value = property_value::check(property, text).map_err(|error| {
                    Error::configuration(format!("{error} (from the variable {name})"))
                })?;
                self.values.insert(property.name, (property, value));
            }
        }
        Ok(())
    }
}

/// The text with each `${NAME}` replaced by the variable, and each `${file:PATH}` by the file's text without its last line
/// end; `$${` is `${` itself.
fn filled_in(
    property: &str,
    text: &str,
    environment: &BTreeMap<String, String>,
) -> Result<Zeroizing<String>, Error> {
    let mut filled = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let (before, reference) = rest.split_at(start);
        if let Some(before) = before.strip_suffix('$') {
            filled.push_str(before);
            filled.push_str("${");
            rest = &reference[2..];
            continue;
        }
        filled.push_str(before);
        let Some((name, after)) = reference[2..].split_once('}') else {
            let message = format!(
                "{property}: a ${{ has no closing }}; $${{ means the characters themselves"
            );
            return Err(Error::configuration(message));
        };
        filled.push_str(&reference_value(property, name, environment)?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Whether `name` looks like a variable's name. Anything else may be part of a value, and an error does not show it.
fn is_variable(name: &str) -> bool {
    let of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let digits = name.contains(|c: char| c.is_ascii_digit());
    let small = name.contains(|c: char| c.is_ascii_lowercase());
    name.chars().all(of_a_name) && !(digits && small)
}

fn reference_value(
    property: &str,
    name: &str,
    environment: &BTreeMap<String, String>,
) -> Result<Zeroizing<String>, Error> {
    if let Some(path) = name.strip_prefix("file:") {
        let text = text_file::read(Path::new(path));
        let text = text.map_err(|error| {
            Error::configuration(format!(
                "{property}: the file {} cannot be read ({error})",
                shown(path)
            ))
        })?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        return Ok(Zeroizing::new(
            line.strip_suffix('\r').unwrap_or(line).to_owned(),
        ));
    }
    let value = environment.get(name).cloned().map(Zeroizing::new);
    value.ok_or_else(|| {
        Error::configuration(format!(
            "{property}: the environment has no variable {}; $${{ means the characters themselves",
            if is_variable(name) {
                name
            } else {
                "of that name"
            }
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn gathered(sources: Sources) -> BTreeMap<&'static str, String> {
        let gathered = sources.gather().unwrap();
        gathered
            .values
            .into_iter()
            .map(|(name, (_, value))| (name, value.to_string()))
            .collect()
    }

    #[test]
    fn explicit_beats_profile_beats_environment() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(
            &path,
            "[shop1]\nStoreId = \"profile\"\nTimeout = 1\nPagesize = 10\n",
        )
        .unwrap();
        let sources = Sources {
            connection: Some("StoreId=explicit".into()),
            profile: Some("shop1".into()),
            environment: environment(&[
                ("STOREQL_STORE_ID", "environment"),
                ("STOREQL_TIMEOUT", "2"),
                ("STOREQL_MAXROWS", "3"),
                ("STOREQL_LOG", "x"),
                ("STOREQL_CONNECTION", "nonsense"),
            ]),
            configuration: Some(path),
        };
        let values = gathered(sources);
        assert_eq!(
            (values["StoreId"].as_str(), values["Timeout"].as_str()),
            ("explicit", "1")
        );
        assert_eq!(
            (values["Pagesize"].as_str(), values["MaxRows"].as_str()),
            ("10", "3")
        );
    }

    #[test]
    fn with_nothing_named_the_environment_and_the_default_profile_hold() {
        let string = environment(&[("STOREQL_CONNECTION", "StoreId=abc")]);
        assert_eq!(
            gathered(Sources {
                environment: string,
                ..Sources::default()
            })["StoreId"],
            "abc"
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "[default]\nStoreId = \"def\"\n").unwrap();
        let sources = Sources {
            configuration: Some(path),
            ..Sources::default()
        };
        let gathered = sources.gather().unwrap();
        assert_eq!(
            (
                gathered.values["StoreId"].1.as_str(),
                gathered.profile.as_deref()
            ),
            ("def", Some("default"))
        );
        assert_eq!(Sources::default().gather().unwrap().profile, None);
    }

    #[test]
    fn references_are_filled_in() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "from-file\n").unwrap();
        let variables = environment(&[("HASH", "abc")]);
        let fill = |text: &str| filled_in("StoreId", text, &variables).map(|text| text.to_string());
        assert_eq!(fill("x${HASH}y").unwrap(), "xabcy");
        assert_eq!(
            fill(&format!("${{file:{}}}", path.display())).unwrap(),
            "from-file"
        );
        assert_eq!(fill("a$${HASH}$b").unwrap(), "a${HASH}$b");
        assert!(
            fill("${NONE}")
                .unwrap_err()
                .to_string()
                .contains("no variable NONE")
        );
        assert!(
            fill("${HASH")
                .unwrap_err()
                .to_string()
                .contains("no closing }")
        );
        assert!(
            fill("${file:/nowhere/at/all}")
                .unwrap_err()
                .to_string()
                .contains("cannot be read")
        );
    }
}
