//! What a procedure is: its parameters, the columns of its result, and which action of the engine it starts.
//!
//! How the action is done is the engine's business.

use indexmap::IndexMap;
use toml::Value;

use crate::column::ColumnType;
use crate::problem::Problem;
use crate::read_column;
use crate::section::{Notes, Section};

/// One procedure, as `EXEC` calls it.
#[derive(Debug, Clone, PartialEq)]
pub struct Procedure {
    /// The name that drivers of this field know it by.
    pub name: String,
    /// One or two sentences.
    pub about: String,
    /// What it does.
    pub action: Action,
    /// By name, in the order in which values without a name are taken.
    pub parameters: IndexMap<String, Parameter>,
    /// Columns of its one row.
    pub results: IndexMap<String, Parameter>,
    /// Statements that show its use.
    pub examples: Vec<String>,
}

/// What a procedure starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Spells the address to sign in at.
    AuthorizationUrl,
    /// Gets an access token.
    AccessToken,
}

/// A parameter, or a column of the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// Its type.
    pub kind: ColumnType,
    /// What it is for.
    pub about: String,
    /// All values that it may have, where there are few.
    pub values: Vec<String>,
    /// The value of a parameter that is not given.
    pub default: Option<String>,
    /// Every call has to give it a value.
    pub required: bool,
}

impl Procedure {
    /// Reads one definition; what is wrong with it goes to `problems`.
    pub(crate) fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Procedure> {
        let notes = Notes::new(file);
        let procedure = match text.parse::<toml::Table>() {
            Ok(parsed) => read(file, Section::new(&parsed, "", &notes)),
            Err(error) => {
                notes.add("", format!("is not TOML: {}", error.message()), "");
                None
            }
        };
        problems.extend(notes.into_problems());
        procedure
    }
}

fn read(file: &str, section: Section<'_>) -> Option<Procedure> {
    const ACTIONS: [(&str, Action); 2] = [
        ("authorization_url", Action::AuthorizationUrl),
        ("access_token", Action::AccessToken),
    ];
    let name = section.required_text("name");
    if file.strip_suffix(".toml") != Some(&name) {
        section.problem(
            "name",
            format!("is `{name}`, and the file is called {file}"),
            "give both the same name",
        );
    }
    if !section.has("action") {
        section.problem("action", "is missing", "");
    }
    let about = section.required_text("about");
    let action = section.choice("action", &ACTIONS);
    let parameters = members(&section, "parameters");
    let results = members(&section, "results");
    let examples = section
        .list("examples")
        .into_iter()
        .map(|example| {
            let sql = example.required_text("sql");
            example.finish();
            sql
        })
        .collect();
    section.finish();
    Some(Procedure {
        name,
        about,
        action: action?,
        parameters,
        results,
        examples,
    })
}

fn members(section: &Section<'_>, word: &'static str) -> IndexMap<String, Parameter> {
    let read = |(name, member): (&str, Section<'_>)| (name.to_owned(), parameter(name, member));
    section.members(word).into_iter().map(read).collect()
}

fn parameter(name: &str, section: Section<'_>) -> Parameter {
    let found = Parameter {
        name: name.to_owned(),
        aliases: section.texts("aliases"),
        kind: read_column::kind(&section),
        about: section.required_text("about"),
        values: section.texts("values"),
        default: section
            .value("default")
            .and_then(Value::as_str)
            .map(str::to_owned),
        required: section.flag("required").unwrap_or(false),
    };
    section.finish();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        let mut problems = Vec::new();
        let text = "name = \"A\"\nabout = \"x\"\naction = \"accesstoken\"\n[parameters]\nB = { type = \"txt\", about = \"\", odd = 1 }";
        assert_eq!(Procedure::read("B.toml", text, &mut problems), None);
        let said = crate::Problems(problems).to_string();
        for expected in [
            "the file is called B.toml",
            "did you mean `access_token`?",
            "did you mean `text`?",
            "parameters.B.odd",
        ] {
            assert!(said.contains(expected), "{expected} in {said}");
        }
    }
}
