//! Whether a procedure's words hold together: every name in braces is a parameter or an earlier request, a path is never short of
//! a value, and what creates is never sent again.

use crate::check::placeholders;
use crate::column::ColumnType;
use crate::procedure::{Does, Import, Parameter, Procedure, ProcedureRequest, Requests};
use crate::section::Notes;
use crate::template::{Reference, Template};

/// Checks all of a definition.
pub(crate) fn all(procedure: &Procedure, notes: &Notes) {
    let check = Check { procedure, notes };
    for parameter in procedure.parameters.values() {
        check.parameter(parameter);
    }
    for name in procedure.results.keys() {
        if procedure.parameters.contains_key(name) {
            let place = format!("results.{name}");
            notes.add(&place, "is the name of a parameter", "name it differently");
        }
    }
    for name in procedure
        .exactly_one
        .iter()
        .chain(&procedure.at_least_one)
        .flatten()
    {
        check.known("exactly_one", name);
    }
    match &procedure.does {
        Does::Action(_) => {}
        Does::Requests(requests) => check.requests(requests),
        Does::Imports(imports) => {
            for import in imports {
                check.import(import);
            }
        }
    }
}

struct Check<'a> {
    procedure: &'a Procedure,
    notes: &'a Notes,
}

impl Check<'_> {
    fn known(&self, place: &str, name: &str) -> bool {
        let known = self.procedure.parameters.contains_key(name);
        if !known {
            let message = format!("there is no parameter `{name}`");
            self.notes.add(place, message, "add it to [parameters]");
        }
        known
    }

    fn parameter(&self, parameter: &Parameter) {
        let place = format!("parameters.{}", parameter.name);
        let number = matches!(parameter.kind, ColumnType::Int64 | ColumnType::Decimal(..));
        let text = matches!(parameter.kind, ColumnType::Text);
        let sound = number || text || matches!(parameter.kind, ColumnType::Bool | ColumnType::Json);
        if !sound {
            let message = format!("is of type {}", parameter.kind);
            self.notes
                .add(&place, message, "write int64, decimal, bool, text or json");
        }
        // Of a file these are bytes.
        if !number && !parameter.file && (parameter.least.is_some() || parameter.most.is_some()) {
            self.notes
                .add(&place, "has `least` or `most`, and is no number", "");
        }
        if !text && (parameter.max_length.is_some() || parameter.file) {
            self.notes
                .add(&place, "has `max_length` or `file`, and is no text", "");
        }
        if parameter.from.is_some() {
            self.notes
                .add(&place, "has `from`, as columns of the result have", "");
        }
    }

    fn requests(&self, requests: &Requests) {
        if self.procedure.scope.is_none() {
            self.notes.add(
                "scope",
                "is missing",
                "name the scope that the requests take",
            );
        }
        let mut earlier: Vec<&str> = Vec::new();
        for (position, request) in requests.steps.iter().enumerate() {
            let place = format!("requests[{position}]");
            self.request(&place, request, &earlier);
            earlier.extend(request.name.as_deref());
        }
        if let Some(wait) = &requests.wait {
            self.request("wait", &wait.read, &earlier);
            self.known("wait.when", &wait.when);
            self.template("wait.until", &wait.until, &earlier);
            self.reference("wait.value", &wait.value, &["shown"]);
            earlier.push("shown");
        }
        if let Some(rows) = &requests.rows {
            self.reference("rows", rows, &earlier);
            earlier.push("row");
        }
        for result in self.procedure.results.values() {
            let place = format!("results.{}", result.name);
            match &result.from {
                Some(from) => self.template(&place, from, &earlier),
                None => self
                    .notes
                    .add(&place, "lacks `from`", "say which value it has"),
            }
        }
        for name in requests.look.iter().flat_map(|look| placeholders(look)) {
            let found = self.procedure.parameters.get(name);
            let number = found.is_none_or(|parameter| parameter.kind == ColumnType::Int64);
            if self.known("look", name) && !number {
                let message = format!("has `{name}`, which is no number");
                self.notes.add("look", message, "name rows by numbers");
            }
        }
    }

    fn request(&self, place: &str, request: &ProcedureRequest, earlier: &[&str]) {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        for name in placeholders(path) {
            let certain = |parameter: &&Parameter| {
                parameter.required
                    || parameter.default.is_some()
                    || request.when.as_deref() == Some(parameter.name.as_str())
            };
            let found = self.procedure.parameters.get(name);
            let number = found.is_none_or(|parameter| parameter.kind == ColumnType::Int64);
            if !number {
                // A text could lead to another path.
                let message = format!("the path has `{name}`, which is no number");
                self.notes.add(place, message, "name rows by numbers");
            }
            if self.known(place, name) && found.filter(certain).is_none() {
                let message = format!("`{name}` may be missing, and the path needs it");
                self.notes.add(place, message, "mark it as required");
            }
        }
        for name in placeholders(query) {
            self.known(place, name);
        }
        for name in request.when.iter().chain(&request.unless) {
            self.known(place, name);
        }
        if request.method == "POST" && request.again && !request.reads {
            let message = "is a POST that may be sent again: it may create twice";
            self.notes.add(place, message, "leave `again` out");
        }
        if request.method == "DELETE" && placeholders(path).is_empty() {
            let message = "deletes and names no row";
            self.notes.add(place, message, "name the row in the path");
        }
        if let Some(body) = &request.body {
            self.template(place, body, earlier);
        }
    }

    fn template(&self, place: &str, template: &Template, earlier: &[&str]) {
        template.references(&mut |reference| self.reference(place, reference, earlier));
    }

    fn reference(&self, place: &str, reference: &Reference, earlier: &[&str]) {
        match reference {
            Reference::Parameter(name) => drop(self.known(place, name)),
            Reference::Answer { request, .. } => {
                if !earlier.contains(&request.as_str()) {
                    let message = format!("there is no earlier request `{request}`");
                    self.notes.add(place, message, "give that request a `name`");
                }
            }
        }
    }

    fn import(&self, import: &Import) {
        const PLACE: &str = "imports";
        let files = self.procedure.parameters.values();
        if files.filter(|parameter| parameter.file).count() != 1 {
            self.notes
                .add("parameters", "have no `file`, or several", "mark one");
        }
        for (column, parameter) in &import.given {
            self.known(PLACE, parameter);
            if !import.needs.contains(column) {
                let message = format!("`{column}` is given, and not among `needs`");
                self.notes.add(PLACE, message, "add it there");
            }
        }
        let known = ["file", "columns", "values", "set"];
        for text in import.check.iter().chain([&import.statement]) {
            for name in placeholders(text) {
                let column = name.strip_prefix("column:").unwrap_or_default();
                let sound = known.contains(&name) || import.needs.iter().any(|need| need == column);
                if !sound {
                    let message = format!("`{{{name}}}` means nothing in a statement");
                    self.notes.add(
                        PLACE,
                        message,
                        "write {file}, {column:NAME}, {columns}, {values} or {set}",
                    );
                }
            }
        }
    }
}
