//! A body, or a value of a result, with places that a call fills: `{ quantity = "{Quantity}" }`.
//!
//! `{Name}` is a parameter, `{request.member.member}` a value of the answer to an earlier request of that name, and `{A|b.c}` the
//! first of several that has a value. Which values these are is the `write` crate's.

use indexmap::IndexMap;
use toml::Value;

/// What stands in a body.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// JSON as it is: `5`, `"x"`.
    Json(String),
    /// The first of these that has a value. A member without one is left out.
    Value(Vec<Reference>),
    /// The first of these that is not left out.
    First(Vec<Template>),
    /// The sum of numbers.
    Sum(Vec<Template>),
    /// An array.
    List(Vec<Template>),
    /// An object; one without any member is left out.
    Object(IndexMap<String, Template>),
    /// An object for each element of a list.
    Each(Each),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Reference {
    /// A parameter of the call.
    Parameter(String),
    /// A part of the answer to an earlier request.
    Answer {
        /// The request's name.
        request: String,
        /// The way from the answer's root.
        path: Vec<Step>,
    },
}

/// One step into JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The member of an object.
    Member(String),
    /// The only element of a list; a list of several is an error.
    Only,
}

/// An object for each element of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Each {
    /// The list.
    pub list: Vec<Reference>,
    /// The list is one of lists: the first that has an element whose member is as the parameter says. Where the parameter has no value,
    /// the first.
    pub choose: Option<(String, String)>,
    /// Elements whose member has another value are left out.
    pub having: IndexMap<String, Vec<Reference>>,
    /// The members of each object.
    pub members: IndexMap<String, Taken>,
}

/// A member of an element, maybe less another one: `quantity - quantity_shipped`. Elements of which nothing is left are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The member.
    pub member: String,
    /// What is taken off it.
    pub less: Option<String>,
}

impl Reference {
    /// Reads `Name` or `request.member`.
    fn read(text: &str) -> Result<Self, String> {
        let mut parts = text.split('.');
        let first = parts.next().unwrap_or_default();
        let path: Vec<Step> = parts.map(step).collect::<Result<_, _>>()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if first.is_empty() || !first.chars().all(plain) {
            return Err(format!("`{{{text}}}` names nothing"));
        }
        let first = first.to_owned();
        Ok(
            match (path.is_empty(), first.starts_with(char::is_uppercase)) {
                (true, true) => Self::Parameter(first),
                (_, false) => Self::Answer {
                    request: first,
                    path,
                },
                (false, true) => return Err(format!("`{{{text}}}` is a parameter with members")),
            },
        )
    }
}

/// `member`, or `only`.
fn step(text: &str) -> Result<Step, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    match text {
        "only" => Ok(Step::Only),
        "" => Err("an empty step leads nowhere".to_owned()),
        _ if !text.chars().all(plain) => Err(format!("`{text}` is no member of an answer")),
        _ => Ok(Step::Member(text.to_owned())),
    }
}

/// The references in `{A|b.c}`; None where the text is not braces around something.
pub(crate) fn references(text: &str) -> Option<Result<Vec<Reference>, String>> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    Some(inner.split('|').map(Reference::read).collect())
}

/// Reads a template; the error says what is wrong in it.
pub(crate) fn template(value: &Value) -> Result<Template, String> {
    match value {
        Value::String(text) => match references(text) {
            Some(found) => found.map(Template::Value),
            None if text.contains(['{', '}', '"', '\\']) => {
                Err(format!("`{text}` is neither a text nor one reference"))
            }
            None => Ok(Template::Json(format!("\"{text}\""))),
        },
        Value::Integer(number) => Ok(Template::Json(number.to_string())),
        Value::Boolean(flag) => Ok(Template::Json(flag.to_string())),
        Value::Array(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(template).collect();
            items.map(Template::List)
        }
        Value::Table(members) if members.contains_key("each") => each(members).map(Template::Each),
        Value::Table(members) if members.len() == 1 && members.contains_key("first") => {
            several(&members["first"]).map(Template::First)
        }
        Value::Table(members) if members.len() == 1 && members.contains_key("sum") => {
            several(&members["sum"]).map(Template::Sum)
        }
        Value::Table(members) => {
            let members = members.iter();
            let read = members.map(|(name, value)| Ok((name.clone(), template(value)?)));
            let read: Result<_, String> = read.collect();
            read.map(Template::Object)
        }
        other => Err(format!("{} cannot stand in a body", other.type_str())),
    }
}

fn several(value: &Value) -> Result<Vec<Template>, String> {
    match template(value)? {
        Template::List(items) => Ok(items),
        _ => Err("`first` and `sum` take a list".to_owned()),
    }
}

fn each(members: &toml::Table) -> Result<Each, String> {
    let known = ["each", "choose", "having", "members"];
    if let Some(other) = members.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("`{other}` is no word beside `each`"));
    }
    let texts = |word: &str| -> Result<Vec<(String, String)>, String> {
        let Some(value) = members.get(word) else {
            return Ok(Vec::new());
        };
        let pairs = value.as_table().and_then(|table| {
            let pairs = table.iter();
            pairs
                .map(|(name, item)| Some((name.clone(), item.as_str()?.to_owned())))
                .collect()
        });
        pairs.ok_or_else(|| format!("`{word}` is a table of texts"))
    };
    let refer = |text: &str| {
        references(text).unwrap_or_else(|| Err(format!("`{text}` is no reference in braces")))
    };
    let list = members.get("each").and_then(Value::as_str);
    let having: Result<IndexMap<_, _>, String> = texts("having")?
        .into_iter()
        .map(|(member, text)| Ok((member, refer(&text)?)))
        .collect();
    let taken = |(name, text): (String, String)| {
        let (member, less) = match text.split_once(" - ") {
            Some((member, less)) => (member.to_owned(), Some(less.to_owned())),
            None => (text, None),
        };
        (name, Taken { member, less })
    };
    Ok(Each {
        list: refer(list.unwrap_or_default())?,
        choose: texts("choose")?.into_iter().next(),
        having: having?,
        members: texts("members")?.into_iter().map(taken).collect(),
    })
}

impl Template {
    /// Calls `see` for every reference.
    pub(crate) fn references<'t>(&'t self, see: &mut impl FnMut(&'t Reference)) {
        match self {
            Self::Json(_) => {}
            Self::Value(references) => references.iter().for_each(see),
            Self::First(items) | Self::Sum(items) | Self::List(items) => {
                for item in items {
                    item.references(see);
                }
            }
            Self::Object(members) => {
                for member in members.values() {
                    member.references(see);
                }
            }
            Self::Each(each) => each
                .list
                .iter()
                .chain(each.having.values().flatten())
                .for_each(see),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Template, String> {
        let table: toml::Table = format!("a = {text}").parse().unwrap();
        template(&table["a"])
    }

    #[test]
    fn a_template_is_read() {
        let answer = |request: &str, path: Vec<Step>| Reference::Answer {
            request: request.to_owned(),
            path,
        };
        let member = |name: &str| Step::Member(name.to_owned());
        assert_eq!(
            read("\"{OrderId|order.data.only.id}\"").unwrap(),
            Template::Value(vec![
                Reference::Parameter("OrderId".to_owned()),
                answer("order", vec![member("data"), Step::Only, member("id")]),
            ])
        );
        let Template::Object(members) = read("{ a = 1, b = [\"x\", true] }").unwrap() else {
            panic!("no object")
        };
        assert_eq!(members["a"], Template::Json("1".to_owned()));
        let list = ["\"x\"", "true"].map(|text| Template::Json(text.to_owned()));
        assert_eq!(members["b"], Template::List(list.to_vec()));
        let each = "{ each = \"{quote.methods}\", choose = { provider_id = \"Provider\" }, members = { left = \"all - gone\" } }";
        let Template::Each(each) = read(each).unwrap() else {
            panic!("no each")
        };
        assert_eq!(each.members["left"].less.as_deref(), Some("gone"));
        assert_eq!(
            each.choose,
            Some(("provider_id".to_owned(), "Provider".to_owned()))
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, why) in [
            ("\"{A} and {B}\"", "names nothing"),
            ("\"a {B}\"", "neither a text nor one reference"),
            ("\"{}\"", "names nothing"),
            ("\"{A.b}\"", "a parameter with members"),
            ("\"{a.b[c]}\"", "no member of an answer"),
            ("1.5", "cannot stand in a body"),
            ("{ first = \"x\" }", "take a list"),
            ("{ each = \"x\" }", "no reference"),
            ("{ each = \"{a.b}\", where = {} }", "no word beside `each`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
