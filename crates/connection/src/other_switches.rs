//! The switches of the property `Other`: the established drivers' hidden ones, each with what it comes to here.

use crate::error::Error;
use crate::property_values::PropertyValues;
use crate::spelling::{named, plain};
use crate::string;

/// What a switch comes to.
enum Meaning {
    /// It cannot change a result here. Says why.
    Nothing(&'static str),
    /// This value is what StoreQL does anyway; any other would change results. Says why.
    Only(&'static str, &'static str),
}

const SWITCHES: [(&str, Meaning); 5] = [
    (
        "CachePartial",
        Meaning::Nothing("StoreQL keeps no local copy of the store"),
    ),
    (
        "DefaultColumnSize",
        Meaning::Nothing("texts are as long as the store has them"),
    ),
    (
        "RecordToFile",
        Meaning::Nothing("the log file has the requests: see Logfile"),
    ),
    (
        "ConvertDateTimeToGMT",
        Meaning::Only("true", "times are UTC, always"),
    ),
    (
        "QueryPassthrough",
        Meaning::Only("false", "the store knows no SQL that could be passed to it"),
    ),
];

/// A warning about the switches that do nothing; an error where one would change results, or is not known.
pub(crate) fn check(properties: &PropertyValues) -> Result<Option<String>, Error> {
    let mut idle = Vec::new();
    for (name, value) in string::parse(properties.value("Other").unwrap_or_default())? {
        let switch = SWITCHES
            .iter()
            .find(|(known, _)| plain(known) == plain(&name));
        match switch {
            Some((known, Meaning::Nothing(why))) => idle.push(format!("{known} ({why})")),
            Some((_, Meaning::Only(only, _))) if plain(&value) == *only => {}
            Some((known, Meaning::Only(only, why))) => {
                return Err(Error::configuration(format!(
                    "Other: {known} can only be {only}: {why}"
                )));
            }
            None => {
                let known = SWITCHES.map(|(known, _)| known).join(", ");
                return Err(Error::configuration(format!(
                    "Other: there is no switch {}; there are {known}",
                    named(&name)
                )));
            }
        }
    }
    let idle = idle.join("; ");
    Ok((!idle.is_empty()).then(|| format!("these switches of Other do nothing: {idle}.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Connection;

    fn with(other: &str) -> Result<Connection, Error> {
        Connection::parse(&format!("Other=\"{other}\""))
    }

    #[test]
    fn what_changes_nothing_is_named_in_a_warning() {
        let connection = with("cachepartial=true;RecordToFile=x;QueryPassthrough=False").unwrap();
        let [warning] = connection.warnings() else {
            panic!("{:?}", connection.warnings())
        };
        assert!(warning.contains("CachePartial (StoreQL keeps"), "{warning}");
        assert!(!warning.contains("QueryPassthrough"), "{warning}");
        assert!(with("").unwrap().warnings().is_empty());
    }

    #[test]
    fn what_would_change_results_is_refused_by_name() {
        let refused = |other| with(other).unwrap_err().to_string();
        assert!(refused("ConvertDateTimeToGMT=false").contains("can only be true: times are UTC"));
        assert!(refused("QueryPassthrough=true").contains("QueryPassthrough can only be false"));
        assert!(refused("Strange=1").contains("no switch Strange; there are CachePartial"));
        assert!(refused("Strange").contains("no Name=Value"));
    }
}
