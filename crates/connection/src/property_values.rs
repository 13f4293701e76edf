//! The values of a connection's properties, with the defaults of those that are not given. What a value does is said in the
//! modules that read it.

use std::collections::BTreeMap;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use crate::error::Error;
use crate::property::Sensitivity;
use crate::registry::find;

/// The value of each property that has one, by the registry's name.
#[derive(Clone, Default)]
pub(crate) struct PropertyValues(BTreeMap<&'static str, SecretString>);

impl PropertyValues {
    /// Gives a property its value.
    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.0.insert(name, value.into());
    }

    /// The names of the properties that are given.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// The value given, else the default. The name is the registry's.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        match self.0.get(name) {
            Some(value) => Some(value.expose_secret()),
            None => find(name)?.default,
        }
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.value(name) == Some("true")
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.value(name)?.parse().ok()
    }

    /// An address.
    pub(crate) fn url(&self, name: &str) -> Result<Url, Error> {
        let text = self
            .value(name)
            .ok_or_else(|| Error::configuration(format!("{name} is missing")))?;
        Url::parse(text)
            .map_err(|error| Error::configuration(format!("{name} is no address ({error})")))
    }

    /// How long one request may take, its retries included; none is for ever.
    pub(crate) fn timeout(&self) -> Option<Duration> {
        let seconds = self
            .number("Timeout")
            .and_then(|number| u64::try_from(number).ok());
        seconds
            .filter(|seconds| *seconds > 0)
            .map(Duration::from_secs)
    }

    /// A secret that is given.
    pub(crate) fn secret(&self, name: &str) -> Option<SecretString> {
        self.0.get(name).cloned()
    }

    /// All secrets that are given.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = SecretString> {
        let secret = |name: &str| {
            find(name).is_some_and(|property| property.sensitivity == Sensitivity::Secret)
        };
        self.0
            .iter()
            .filter(move |(name, _)| secret(name))
            .map(|(_, value)| value.clone())
    }
}

/// Whether an address is this machine's own.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
