//! The members of a body: `[mark]name:kind[?][<length][=value|value][!]`, separated by blanks.
//!
//! Marks: `+` is taken at creation only, `~` at a change only, `-` never, as the API sets it. Kinds: `int`, `number`, `text`,
//! `flag`, `object`, `array`, `any`; two with `|` between where both are taken. `?` takes null, `<50` is the longest text,
//! `=a|b` are all values. `!` is needed at creation, `*` at a change, `!!` at both.

use serde_json::{Map, Value};

use super::refused::Refused;
use crate::request::Version;

/// One member of a body.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    kinds: Vec<Kind>,
    null: bool,
    longest: Option<usize>,
    values: Vec<&'static str>,
    needed: [bool; 2],
    taken: [bool; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Int,
    Number,
    Text,
    Flag,
    Object,
    Array,
    Any,
}

/// Whether a body makes a row or changes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Create,
    Change,
}

/// What a body gives, after it was held against its members.
pub(crate) struct Checked {
    /// The members that count.
    pub(crate) kept: Map<String, Value>,
    /// Members that the API does not know and ignores.
    pub(crate) unknown: Vec<String>,
}

/// Reads a description's members; the error names the wrong word.
pub(crate) fn parse(notation: &'static str) -> Result<Vec<Member>, String> {
    notation.split_whitespace().map(member).collect()
}

fn member(word: &'static str) -> Result<Member, String> {
    let wrong = || format!("`{word}` is no member");
    let (taken, rest) = match word.as_bytes().first() {
        Some(b'+') => ([true, false], &word[1..]),
        Some(b'~') => ([false, true], &word[1..]),
        Some(b'-') => ([false, false], &word[1..]),
        _ => ([true, true], word),
    };
    let once = if taken == [true, true] {
        [true, false]
    } else {
        taken
    };
    let ends = [("!!", [true, true]), ("!", once), ("*", [false, true])];
    let end = ends
        .iter()
        .find_map(|(end, needed)| Some((*needed, rest.strip_suffix(end)?)));
    let (needed, rest) = end.unwrap_or(([false, false], rest));
    let (name, rest) = rest.split_once(':').ok_or_else(wrong)?;
    let (rest, values) = rest.split_once('=').unwrap_or((rest, ""));
    let (rest, longest) = rest.split_once('<').unwrap_or((rest, ""));
    let (kinds, null) = match rest.strip_suffix('?') {
        Some(kinds) => (kinds, true),
        None => (rest, false),
    };
    let kinds: Option<Vec<Kind>> = kinds.split('|').map(kind).collect();
    Ok(Member {
        name,
        kinds: kinds.ok_or_else(wrong)?,
        null,
        longest: longest.parse().ok(),
        values: values
            .split('|')
            .filter(|value| !value.is_empty())
            .collect(),
        needed,
        taken,
    })
}

fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "int" => Kind::Int,
        "number" => Kind::Number,
        "text" => Kind::Text,
        "flag" => Kind::Flag,
        "object" => Kind::Object,
        "array" => Kind::Array,
        "any" => Kind::Any,
        _ => return None,
    })
}

/// Holds what a body gives for a row against the members.
pub(crate) fn check(
    members: &[Member],
    given: &Map<String, Value>,
    phase: Phase,
    version: Version,
) -> Result<Checked, Refused> {
    let mut checked = Checked {
        kept: Map::new(),
        unknown: Vec::new(),
    };
    let mut wrong = Vec::new();
    for (name, value) in given {
        let member = members.iter().find(|member| member.name == name);
        match (member, version) {
            (Some(member), _) if member.taken[phase as usize] => match member.fault(value, version)
            {
                Some(message) => wrong.push((name.clone(), message)),
                None => drop(checked.kept.insert(name.clone(), rounded(value, version))),
            },
            (None, Version::V2) => return Err(unsupported(name)),
            (Some(_), Version::V2) => return Err(read_only(name)),
            (_, Version::V3) => checked.unknown.push(name.clone()),
        }
    }
    for member in members
        .iter()
        .filter(|member| member.needed[phase as usize])
    {
        if !given.contains_key(member.name) {
            wrong.push((member.name.to_owned(), "error.path.missing".to_owned()));
        }
    }
    if wrong.is_empty() {
        return Ok(checked);
    }
    Err(Refused {
        status: 422,
        title: "JSON data is missing or invalid".to_owned(),
        fields: wrong,
    })
}

/// The members of a notation, each with a value that it takes.
#[cfg(test)]
pub(crate) fn right_values(notation: &'static str) -> Vec<(&'static str, Value)> {
    let members = parse(notation).unwrap_or_default();
    let right = |member: &Member| match member.kinds.first() {
        Some(Kind::Int) => Value::from(1),
        Some(Kind::Number) => Value::from(1.5),
        Some(Kind::Flag) => Value::from(true),
        Some(Kind::Array) => serde_json::json!([{}]),
        Some(Kind::Object | Kind::Any) => serde_json::json!({}),
        Some(Kind::Text) | None => Value::from(member.first_value().unwrap_or("x")),
    };
    let of_member = |member: Member| (member.name, right(&member));
    members.into_iter().map(of_member).collect()
}

/// Holds a body that no description frames against members in the same notation.
pub(crate) fn check_body(
    notation: &'static str,
    body: &Value,
    phase: Phase,
    version: Version,
) -> Result<Map<String, Value>, Refused> {
    let members = parse(notation).unwrap_or_default();
    let expected = || Refused::expected("obj", "jsobject");
    let given = body.as_object().ok_or_else(expected)?;
    Ok(check(&members, given, phase, version)?.kept)
}

/// The API keeps four places; a fifth is rounded.
fn rounded(value: &Value, version: Version) -> Value {
    let number = value
        .as_f64()
        .filter(|_| version == Version::V3 && value.is_f64());
    match number {
        Some(number) => crate::json::dollars((number * 10_000.0).round() as i64),
        None => value.clone(),
    }
}

/// A member that v2 does not know.
fn unsupported(field: &str) -> Refused {
    let message = format!("The field '{field}' is not supported by this resource.");
    Refused::field(400, &message, field, &message)
}

/// A member that v2 sets by itself.
fn read_only(field: &str) -> Refused {
    let message = format!(
        "The field '{field}' cannot be written to. Please remove it from your request before trying again."
    );
    Refused::field(400, &message, field, &message)
}

impl Member {
    /// Whether the body of a new row may have it.
    pub(crate) fn is_taken_at_creation(&self) -> bool {
        self.taken[Phase::Create as usize]
    }

    /// The first of the values that it knows.
    pub(crate) fn first_value(&self) -> Option<&'static str> {
        self.values.first().copied()
    }

    /// What is wrong with a value.
    fn fault(&self, value: &Value, version: Version) -> Option<String> {
        if value.is_null() {
            return (!self.null).then(|| "error.expected.not_null".to_owned());
        }
        let fits = |kind: &Kind| match kind {
            Kind::Int => value.is_i64() || value.is_u64() || is_digits(value, version),
            Kind::Number => value.is_number() || is_digits(value, version),
            Kind::Text => value.is_string() || (version == Version::V2 && value.is_number()),
            Kind::Flag => value.is_boolean() || (version == Version::V2 && is_bit(value)),
            Kind::Object => value.is_object(),
            Kind::Array => value.is_array(),
            Kind::Any => true,
        };
        if !self.kinds.iter().any(fits) {
            return Some(format!("error.expected.{}", self.expected()));
        }
        let text = value.as_str().unwrap_or_default();
        if let Some(longest) = self.longest
            && text.chars().count() > longest
        {
            return Some(format!("must not be longer than {longest} characters"));
        }
        // An empty text of v2 says that there is none.
        let none = version == Version::V2 && value.as_str() == Some("");
        let known = none || self.values.is_empty() || self.values.contains(&text);
        (!known).then(|| format!("must be one of: {}", self.values.join(", ")))
    }

    fn expected(&self) -> &'static str {
        match self.kinds.first() {
            Some(Kind::Int | Kind::Number) => "jsnumber",
            Some(Kind::Flag) => "jsboolean",
            Some(Kind::Object) => "jsobject",
            Some(Kind::Array) => "jsarray",
            _ => "jsstring",
        }
    }
}

/// v2 takes numbers as texts as well.
fn is_digits(value: &Value, version: Version) -> bool {
    let text = value.as_str().filter(|_| version == Version::V2);
    text.is_some_and(|text| text.parse::<f64>().is_ok())
}

fn is_bit(value: &Value) -> bool {
    matches!(value.as_i64(), Some(0 | 1))
        || matches!(value.as_str(), Some("0" | "1" | "true" | "false"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    const MEMBERS: &str =
        "name:text<5! kind:text=a|b level:int? price:number!! +once:flag ~only:text -id:int";

    fn fields(given: Value, phase: Phase) -> Vec<String> {
        let members = parse(MEMBERS).unwrap();
        match check(&members, given.as_object().unwrap(), phase, Version::V3) {
            Ok(checked) => checked.unknown,
            Err(refused) => refused.fields.into_iter().map(|(field, _)| field).collect(),
        }
    }

    #[test]
    fn bodies_are_held_against_their_members() {
        use Phase::{Change, Create};
        assert_eq!(fields(json!({}), Create), ["name", "price"]);
        assert_eq!(fields(json!({}), Change), ["price"]);
        let sound =
            json!({ "name": "Tasse", "kind": "b", "level": null, "price": 3, "once": true });
        assert_eq!(fields(sound.clone(), Create), [""; 0]);
        assert_eq!(fields(sound, Change), ["once"]);
        let wrong = json!({ "name": "Tassen", "kind": "c", "level": "1", "price": null });
        assert_eq!(fields(wrong, Create), ["name", "kind", "level", "price"]);
        let ignored = json!({ "name": "a", "price": 1.5, "only": "x", "id": 7, "colour": "red" });
        assert_eq!(fields(ignored, Create), ["only", "id", "colour"]);
    }

    #[test]
    fn v2_refuses_what_it_does_not_take() {
        let members = parse(MEMBERS).unwrap();
        for (member, part) in [("id", "cannot be written"), ("colour", "not supported")] {
            let given = json!({ "name": "a", "price": "1.5", member: 1 });
            let refused = check(
                &members,
                given.as_object().unwrap(),
                Phase::Create,
                Version::V2,
            );
            assert!(refused.err().unwrap().title.contains(part));
        }
        assert!(parse("name").is_err() && parse("name:word").is_err());
    }
}
