//! A property's value: whether the text given for it is one, in the one spelling that the rest of the crate reads.

use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::error::Error;
use crate::property::{Property, PropertyKind, Sensitivity, Support};
use crate::spelling::{most_like, plain, shown};
use crate::store_id;

/// Whether `text` is a value of `property`, and which.
pub(crate) fn check(property: &'static Property, text: &str) -> Result<Zeroizing<String>, Error> {
    let name = property.name;
    let value = match property.kind {
        PropertyKind::Text if name == "StoreId" => store_id::parse(text)?,
        PropertyKind::Text if name == "Pagesize" && text.is_empty() => String::new(),
        PropertyKind::Text if name == "Pagesize" => whole_number(property, text)?,
        PropertyKind::Text => text.to_owned(),
        PropertyKind::Integer => whole_number(property, text)?,
        PropertyKind::Boolean => boolean(property, text)?.to_string(),
        PropertyKind::Choice => choice(property, text)?.to_owned(),
        // Letter for letter: what was registered as an app's callback is compared so.
        PropertyKind::Url => address(property, text.trim())?.to_owned(),
    };
    let same_as_default = property.default.unwrap_or_default() == value;
    match property.support {
        Support::Refused(why) if !same_as_default => Err(Error::configuration(format!(
            "the property {name} cannot be used: {why}."
        ))),
        _ => Ok(Zeroizing::new(value)),
    }
}

fn address<'t>(property: &Property, text: &'t str) -> Result<&'t str, Error> {
    Url::parse(text)
        .map_err(|error| {
            let why = format!("is no address ({error}); one begins with https://");
            refused(property, text, &why)
        })
        .map(|_| text)
}

fn whole_number(property: &Property, text: &str) -> Result<String, Error> {
    let number: i64 = text
        .trim()
        .parse()
        .map_err(|_| refused(property, text, "is no whole number"))?;
    Ok(number.to_string())
}

fn boolean(property: &Property, text: &str) -> Result<bool, Error> {
    match plain(text).as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(refused(property, text, "is neither true nor false")),
    }
}

fn choice(property: &'static Property, text: &str) -> Result<&'static str, Error> {
    let wanted = match (property.name, plain(text).as_str()) {
        ("AuthScheme", "pat" | "token" | "accesstoken") => "personalaccesstoken".to_owned(),
        (_, wanted) => wanted.to_owned(),
    };
    let values = || property.values.iter().copied();
    values()
        .find(|value| plain(value) == wanted)
        .ok_or_else(|| {
            let hint = most_like(text, values())
                .map(|nearest| format!("; did you mean {nearest}?"))
                .unwrap_or_default();
            let all = values().collect::<Vec<_>>().join(", ");
            refused(property, text, &format!("is none of {all}{hint}"))
        })
}

fn refused(property: &Property, text: &str, why: &str) -> Error {
    let shown = match property.sensitivity {
        Sensitivity::Plain => shown(text),
        Sensitivity::Secret => "its value".to_owned(),
    };
    Error::configuration(format!("{}: {shown} {why}", property.name))
}
