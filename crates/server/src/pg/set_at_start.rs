//! What a client sets as it begins: `TimeZone` and the limits of its statements, each as a parameter of its own or as one of
//! `options=-c MaxRequests=50`, as a JDBC address has it.

use std::collections::BTreeMap;

/// The settings that a client may begin with.
const NAMES: [&str; 3] = ["timezone", "maxrequests", "maxrows"];

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SetAtStart {
    name: String,
    value: String,
}

impl SetAtStart {
    /// Those among the parameters, in the order in which they hold: the parameter of its own is the last word.
    pub(super) fn among(parameters: &BTreeMap<String, String>) -> Vec<Self> {
        let options = parameters.get("options").map(String::as_str);
        let of_options = pairs(&words(options.unwrap_or_default()));
        let own = parameters
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()));
        let all = of_options.into_iter().chain(own);
        let known = all.map(|(name, value)| Self {
            name: name.to_lowercase(),
            value,
        });
        known
            .filter(|set| NAMES.contains(&set.name.as_str()))
            .collect()
    }

    /// The statement that sets it.
    pub(super) fn statement(&self) -> String {
        format!("SET {} = '{}'", self.name, self.value.replace('\'', "''"))
    }

    /// A limit that cannot be kept ends the connection; a zone that there is not leaves the session's own.
    pub(super) fn is_limit(&self) -> bool {
        self.name != "timezone"
    }
}

/// The words of `options`: a blank ends one, unless a backslash stands before it.
pub(super) fn words(options: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut characters = options.chars();
    while let Some(character) = characters.next() {
        let (literal, is_blank) = match character {
            '\\' => (characters.next(), false),
            other => (Some(other), other.is_whitespace()),
        };
        match (literal, words.last_mut()) {
            (Some(_), Some(last)) if is_blank && last.is_empty() => {}
            (Some(_), Some(_)) if is_blank => words.push(String::new()),
            (Some(literal), Some(last)) => last.push(literal),
            _ => {}
        }
    }
    words
}

/// `-c name=value`, `-cname=value`, `--name=value`; other options are for servers that have them.
fn pairs(words: &[String]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = match (
            word.as_str(),
            word.strip_prefix("-c").or(word.strip_prefix("--")),
        ) {
            ("-c", _) => words.next().map(String::as_str),
            (_, rest) => rest,
        };
        if let Some((name, value)) = text.and_then(|text| text.split_once('=')) {
            pairs.push((name.replace('-', "_"), value.to_owned()));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn among(parameters: &[(&str, &str)]) -> Vec<String> {
        let parameters = parameters.iter();
        let parameters = parameters.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let set = SetAtStart::among(&parameters.collect());
        set.iter().map(SetAtStart::statement).collect()
    }

    #[test]
    fn parameters_and_options_are_settings() {
        let set = among(&[
            ("user", "report"),
            ("TimeZone", "Europe/Berlin"),
            (
                "options",
                "-c MaxRequests=50 --maxrows=7 -cgeqo=off -x  -c timezone=Asia/Tokyo",
            ),
        ]);
        assert_eq!(
            set,
            [
                "SET maxrequests = '50'",
                "SET maxrows = '7'",
                "SET timezone = 'Asia/Tokyo'",
                "SET timezone = 'Europe/Berlin'",
            ]
        );
        assert_eq!(
            among(&[("options", r"-c maxrows=it's\ 5 -c")]),
            ["SET maxrows = 'it''s 5'"]
        );
        assert!(among(&[("options", "")]).is_empty());
    }
}
