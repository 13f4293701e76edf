//! A procedure's file into a [`Procedure`].
//!
//! Whether its words hold together is `validate_procedure`'s to say.

use indexmap::IndexMap;
use toml::Value;

use crate::problem::Problem;
use crate::procedure::{
    Action, Does, Import, Parameter, Procedure, ProcedureRequest, Requests, Wait,
};
use crate::profile::Api;
use crate::read_column;
use crate::section::{Notes, Section};
use crate::template::{Reference, Template, references, template};
use crate::validate_procedure;

const ACTIONS: [(&str, Action); 2] = [
    ("authorization_url", Action::AuthorizationUrl),
    ("access_token", Action::AccessToken),
];

const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// Reads one definition; what is wrong with it goes to `problems`.
pub(crate) fn procedure(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Procedure> {
    let notes = Notes::new(file);
    let procedure = match text.parse::<toml::Table>() {
        Ok(parsed) => {
            let found = read(file, Section::new(&parsed, "", &notes));
            if let Some(found) = &found {
                validate_procedure::all(found, &notes);
            }
            found
        }
        Err(error) => {
            notes.add("", format!("is not TOML: {}", error.message()), "");
            None
        }
    };
    let found = notes.into_problems();
    let sound = found.is_empty();
    problems.extend(found);
    procedure.filter(|_| sound)
}

fn read(file: &str, section: Section<'_>) -> Option<Procedure> {
    let name = section.required_text("name");
    if file.strip_suffix(".toml") != Some(&name) {
        section.problem(
            "name",
            format!("is `{name}`, and the file is called {file}"),
            "give both the same name",
        );
    }
    let about = section.required_text("about");
    let does = does(&section);
    let found = Procedure {
        name,
        about,
        parameters: members(&section, "parameters"),
        exactly_one: section.lists("exactly_one"),
        at_least_one: section.lists("at_least_one"),
        results: members(&section, "results"),
        scope: section.text("scope"),
        examples: section
            .list("examples")
            .into_iter()
            .map(|example| {
                let sql = example.required_text("sql");
                example.finish();
                sql
            })
            .collect(),
        does: does?,
    };
    section.finish();
    Some(found)
}

fn does(section: &Section<'_>) -> Option<Does> {
    let action = section.choice("action", &ACTIONS);
    let steps: Vec<_> = section.list("requests").into_iter().map(request).collect();
    let imports: Vec<_> = section.list("imports").into_iter().map(import).collect();
    let rows = section.text("rows");
    let wait = section.section("wait").and_then(wait);
    let look = section.text("look");
    match (section.has("action"), steps.is_empty(), imports.is_empty()) {
        (true, true, true) => action.map(Does::Action),
        (false, false, true) => Some(Does::Requests(Box::new(Requests {
            steps,
            rows: rows.and_then(|text| one_reference(section, "rows", &text)),
            wait,
            look,
        }))),
        (false, true, false) => Some(Does::Imports(imports)),
        _ => {
            section.problem(
                "",
                "has none, or several, of `action`, `requests` and `imports`",
                "say in one of them what a call does",
            );
            None
        }
    }
}

fn request(section: Section<'_>) -> ProcedureRequest {
    let text = section.required_text("send");
    let found = sent(&section, "send", &text);
    section.finish();
    found
}

/// The request of a text like `PUT v3/catalog/brands/{BrandId}`, with what stands beside it.
fn sent(section: &Section<'_>, word: &str, text: &str) -> ProcedureRequest {
    let (method, rest) = text.split_once(' ').unwrap_or(("", text));
    let (version, path) = rest.split_once('/').unwrap_or(("", rest));
    if !METHODS.contains(&method) {
        section.problem(
            word,
            format!("`{method}` is no method"),
            format!("begin with one of {}", METHODS.join(", ")),
        );
    }
    let api = match version {
        "v2" => Api::V2,
        "v3" => Api::V3,
        other => {
            section.problem(
                word,
                format!("`{other}` is no version of the API"),
                "write `POST v3/path`",
            );
            Api::V3
        }
    };
    let gets = method == "GET";
    ProcedureRequest {
        name: section.text("name"),
        api,
        path: format!("/{path}"),
        when: section.text("when"),
        unless: section.text("unless"),
        reads: section.flag("reads").unwrap_or(gets),
        again: section.flag("again").unwrap_or(method != "POST"),
        limit: section.number("limit"),
        concurrency: section.number("concurrency"),
        body: section
            .value("body")
            .and_then(|body| read_template(section, "body", body)),
        method: method.to_owned(),
    }
}

fn wait(section: Section<'_>) -> Option<Wait> {
    let text = section.required_text("read");
    let read = ProcedureRequest {
        name: Some("shown".to_owned()),
        ..sent(&section, "read", &text)
    };
    let when = read.when.clone();
    let value = section.required_text("value");
    let value = one_reference(&section, "value", &value);
    let until = section
        .value("until")
        .and_then(|until| read_template(&section, "until", until));
    if when.is_none() || until.is_none() {
        section.problem("", "lacks `when` or `until`", "");
    }
    section.finish();
    Some(Wait {
        when: when?,
        read: ProcedureRequest { when: None, ..read },
        value: value?,
        until: until?,
    })
}

fn import(section: Section<'_>) -> Import {
    let found = Import {
        needs: section.texts("needs"),
        given: section.pairs("given"),
        takes: section.texts("takes"),
        check: section.text("check"),
        statement: section.required_text("statement"),
    };
    section.finish();
    found
}

fn read_template(section: &Section<'_>, word: &str, value: &Value) -> Option<Template> {
    template(value)
        .map_err(|why| section.problem(word, why, "docs/extending.md has the words"))
        .ok()
}

fn one_reference(section: &Section<'_>, word: &str, text: &str) -> Option<Reference> {
    let found = references(text).unwrap_or_else(|| Err(format!("`{text}` is no reference")));
    match found.map(<[Reference; 1]>::try_from) {
        Ok(Ok([reference])) => Some(reference),
        Ok(Err(_)) => {
            section.problem(word, "names several values", "name one");
            None
        }
        Err(why) => {
            section.problem(word, why, "write `{request.member}`");
            None
        }
    }
}

fn members(section: &Section<'_>, word: &'static str) -> IndexMap<String, Parameter> {
    let read = |(name, member): (&str, Section<'_>)| (name.to_owned(), parameter(name, member));
    section.members(word).into_iter().map(read).collect()
}

fn parameter(name: &str, section: Section<'_>) -> Parameter {
    let number = |word| section.value(word).and_then(Value::as_integer);
    let found = Parameter {
        name: name.to_owned(),
        aliases: section.texts("aliases"),
        kind: read_column::kind(&section),
        about: section.required_text("about"),
        values: section.texts("values"),
        default: section.text("default"),
        required: section.flag("required").unwrap_or(false),
        least: number("least"),
        most: number("most"),
        max_length: section.number("max_length"),
        file: section.flag("file").unwrap_or(false),
        secret: section.flag("secret").unwrap_or(false),
        from: section
            .value("from")
            .and_then(|from| read_template(&section, "from", from)),
    };
    section.finish();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let mut problems = Vec::new();
        assert_eq!(procedure("A.toml", text, &mut problems), None, "{text}");
        crate::Problems(problems).to_string()
    }

    #[test]
    fn what_is_wrong_is_named() {
        let text = "name = \"B\"\nabout = \"x\"\naction = \"accesstoken\"\n[parameters]\nB = { type = \"txt\", about = \"\", odd = 1 }";
        let said = said(text);
        for expected in ["the file is called A.toml", "did you mean `access_token`?"] {
            assert!(said.contains(expected), "{expected} in {said}");
        }
    }

    #[test]
    fn requests_are_held_against_the_parameters() {
        let begin = "name = \"A\"\nabout = \"x\"\nscope = \"s\"\n";
        let parameters = "[parameters]\nId = { type = \"int64\", required = true, about = \"a\" }\nNote = { type = \"text\", about = \"a\" }\n";
        for (request, why) in [
            ("send = \"PATCH v3/a\"", "is no method"),
            ("send = \"PUT /a\"", "no version of the API"),
            ("send = \"PUT v3/a/{Ed}\"", "there is no parameter `Ed`"),
            ("send = \"PUT v3/a/{Note}\"", "`Note` may be missing"),
            ("send = \"POST v3/a\"\nagain = true", "may create twice"),
            ("send = \"DELETE v3/a\"", "names no row"),
            (
                "send = \"PUT v3/a/{Id}\"\nbody = { a = \"{b.c}\" }",
                "no earlier request `b`",
            ),
            (
                "send = \"PUT v3/a/{Id}\"\nwhen = \"Nor\"",
                "there is no parameter `Nor`",
            ),
        ] {
            let said = said(&format!("{begin}{parameters}[[requests]]\n{request}\n"));
            assert!(said.contains(why), "{why} in {said}");
        }
        let said = said(&format!("{begin}{parameters}"));
        assert!(said.contains("none, or several"), "{said}");
    }
}
