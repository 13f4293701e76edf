//! Which store the options of a database name: a connection string, `storeql://PROFILE?Property=…`, or a sandbox in this process.

use std::any::Any;

use adbc_core::error::Result;
use adbc_core::options::{OptionDatabase, OptionValue};
use futures::future::BoxFuture;
use percent_encoding::percent_decode_str;
use storeql_connection::{Sources, find, format};
use url::Url;

use crate::errors::{invalid, of_engine};
use crate::options::{LOGIN, switch, text};

/// The profile's place in an address that stands for the sandbox.
const SANDBOX: &str = "sandbox";

/// A sandbox store that has started, and ends when it is dropped.
pub struct Started {
    /// How it is reached.
    pub connection: String,
    /// What holds it.
    pub held: Box<dyn Any + Send + Sync>,
}

/// Starts a sandbox store, by options of its own such as `orders=1000`; an error is a sentence.
pub type Sandboxes = fn(Vec<(String, String)>) -> BoxFuture<'static, Sandboxed>;

/// A sandbox store, or why there is none.
type Sandboxed = std::result::Result<Started, String>;

/// A store that is named and not open.
#[derive(Default)]
pub(crate) struct Place {
    pub(crate) store: Store,
    /// Properties beside those of a profile or of the sandbox's own connection.
    pub(crate) properties: Vec<(String, String)>,
    /// Whether to sign in when it is opened.
    pub(crate) signs_in: bool,
}

/// Where it is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Store {
    /// What the process's environment and configuration say, as for the program.
    #[default]
    OfProcess,
    /// A connection string.
    String(String),
    Profile(String),
    /// A sandbox with these options.
    Sandbox(Vec<(String, String)>),
}

impl Place {
    /// What these options name.
    pub(crate) fn of(
        options: impl IntoIterator<Item = (OptionDatabase, OptionValue)>,
    ) -> Result<Self> {
        let mut place = Self::default();
        let mut named = Vec::new();
        for (key, value) in options {
            match key {
                OptionDatabase::Uri => {
                    (place.store, place.properties) = address(&text("uri", value)?)?;
                }
                OptionDatabase::Username | OptionDatabase::Password => {
                    return Err(invalid(format!(
                        "the option {} means nothing to a store: give OAuthAccessToken, or a profile",
                        key.as_ref()
                    )));
                }
                OptionDatabase::Other(name) if name == LOGIN => {
                    place.signs_in = switch(LOGIN, value)?;
                }
                other => {
                    let value = text(other.as_ref(), value)?;
                    named.push((other.as_ref().to_owned(), value));
                }
            }
        }
        // The order of options is the caller's hash map's.
        named.sort();
        place.properties.extend(named);
        Ok(place)
    }

    /// Where the values of its connection come from; those of the sandbox's own connection are in `sandbox`.
    pub(crate) fn sources(&self, sandbox: Option<&str>) -> Sources {
        let pairs = self.properties.iter();
        let more = format(pairs.map(|(name, value)| (name.as_str(), value.as_str())));
        let and_more = |text: &str| match more.as_str() {
            "" => text.to_owned(),
            more => format!("{text};{more}"),
        };
        let given = (!more.is_empty()).then(|| more.clone());
        match (&self.store, sandbox) {
            (_, Some(connection)) => Sources {
                connection: Some(and_more(connection)),
                ..Sources::default()
            },
            (Store::String(text), None) => Sources::of_process(Some(and_more(text)), None),
            (Store::Profile(name), None) => Sources::of_process(given, Some(name.clone())),
            (Store::OfProcess | Store::Sandbox(_), None) => Sources::of_process(given, None),
        }
    }
}

/// Name and value.
type Pair = (String, String);

/// What the option `uri` names, and the properties in it.
pub(crate) fn address(uri: &str) -> Result<(Store, Vec<Pair>)> {
    let scheme = uri.get(..8).unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("storeql:") {
        return Ok((Store::String(uri.to_owned()), Vec::new()));
    }
    let wrong = |what: &str| {
        invalid(format!(
            "the address {what}: write storeql://PROFILE?Property=value, or storeql://sandbox"
        ))
    };
    let url = Url::parse(uri).map_err(|error| wrong(&format!("cannot be read ({error})")))?;
    if !url.username().is_empty() || url.password().is_some() || url.port().is_some() {
        return Err(wrong("has a user, a password or a port"));
    }
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(wrong("has more than a profile and properties"));
    }
    let pairs = url.query_pairs();
    let pairs = pairs.map(|(name, value)| (name.into_owned(), value.into_owned()));
    let profile = percent_decode_str(url.host_str().unwrap_or_default());
    let profile = profile
        .decode_utf8()
        .map_err(|_| wrong("is not in UTF-8"))?;
    match profile.as_ref() {
        "" => Ok((Store::OfProcess, pairs.collect())),
        SANDBOX => {
            let (properties, options) = pairs.partition(|(name, _)| find(name).is_some());
            Ok((Store::Sandbox(options), properties))
        }
        name => Ok((Store::Profile(name.to_owned()), pairs.collect())),
    }
}

/// The connection of these sources.
pub(crate) fn connection(sources: Sources) -> Result<storeql_connection::Connection> {
    storeql_connection::Connection::resolve(sources).map_err(of_engine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(name: &str, value: &str) -> Pair {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn an_address_names_a_profile_the_sandbox_or_the_processs_own() {
        let of = |uri: &str| address(uri).unwrap();
        assert_eq!(
            of("storeql://My%20Shop?MaxRows=5&Readonly=true"),
            (
                Store::Profile("My Shop".to_owned()),
                vec![pair("MaxRows", "5"), pair("Readonly", "true")]
            )
        );
        assert_eq!(
            of("StoreQL://sandbox?orders=9&Max_Rows=5"),
            (
                Store::Sandbox(vec![pair("orders", "9")]),
                vec![pair("Max_Rows", "5")]
            )
        );
        assert_eq!(of("storeql://"), (Store::OfProcess, vec![]));
        let text = "StoreId=abc;OAuthAccessToken=t";
        assert_eq!(of(text), (Store::String(text.to_owned()), vec![]));
    }

    #[test]
    fn an_address_with_more_is_refused() {
        for uri in [
            "storeql://me:secret@shop",
            "storeql://shop:8080",
            "storeql://shop/orders",
            "storeql://shop#top",
        ] {
            let error = address(uri).unwrap_err();
            assert!(error.message.contains("storeql://PROFILE"), "{error}");
            assert!(!error.message.contains("secret"), "{error}");
        }
    }

    #[test]
    fn options_are_properties_beside_the_address() {
        let options = [
            (OptionDatabase::Uri, "StoreId=abc".into()),
            (OptionDatabase::from("MaxRows"), OptionValue::Int(5)),
        ];
        let place = Place::of(options).unwrap();
        let sources = place.sources(None);
        assert_eq!(sources.connection.as_deref(), Some("StoreId=abc;MaxRows=5"));
        let of_sandbox = place.sources(Some("StoreId=box"));
        assert_eq!(
            of_sandbox.connection.as_deref(),
            Some("StoreId=box;MaxRows=5")
        );
        assert!(Place::of([(OptionDatabase::Password, "x".into())]).is_err());
        assert!(
            Place::of([(OptionDatabase::from("Timeout"), OptionValue::Bytes(vec![]))]).is_err()
        );
    }
}
