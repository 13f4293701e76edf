//! What Tab offers, by where the cursor stands: tables, columns and their values, functions, procedures, keywords, and what the
//! shell's own commands take.

use std::sync::Arc;

use reedline::{Completer, CompletionResult, Span, Suggestion};
use storeql_catalog::{Column, Parameter, Procedure, Table};

use super::clause::{Place, place, words};
use super::command::COMMANDS;
use super::lists::{Lists, Word};
use crate::output::Format;

/// Words that queries are made of.
const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "AS",
    "ASC",
    "AVG",
    "BETWEEN",
    "BY",
    "CALL",
    "CASE",
    "CAST",
    "COALESCE",
    "COUNT",
    "CROSS",
    "CURRENT_DATE",
    "DATE",
    "DATE_TRUNC",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "EXCEPT",
    "EXEC",
    "EXISTS",
    "EXPLAIN",
    "EXTRACT",
    "FALSE",
    "FROM",
    "FULL",
    "GROUP",
    "HAVING",
    "ILIKE",
    "IN",
    "INNER",
    "INTERSECT",
    "INTERVAL",
    "IS",
    "JOIN",
    "LEFT",
    "LIKE",
    "LIMIT",
    "LOWER",
    "MAX",
    "MIN",
    "NOT",
    "NOW",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "OVER",
    "PARTITION",
    "RIGHT",
    "ROUND",
    "SELECT",
    "SUM",
    "THEN",
    "TIMESTAMP",
    "TOP",
    "TRUE",
    "UNION",
    "UPPER",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
    "WITH",
];

/// Completes with the words of a session.
pub(super) struct Completion {
    pub(super) lists: Lists,
}

impl Completer for Completion {
    fn complete(&mut self, line: &str, position: usize) -> CompletionResult {
        let (start, words) = self.words(line, position);
        let suggestions: Vec<Suggestion> = words
            .into_iter()
            .map(|(value, about)| Suggestion {
                value,
                description: Some(about).filter(|about| !about.is_empty()),
                span: Span::new(start, position),
                append_whitespace: false,
                ..Suggestion::default()
            })
            .collect();
        CompletionResult::fresh(suggestions)
    }
}

impl Completion {
    /// Where the word at `position` begins, and what it may become.
    fn words(&self, line: &str, position: usize) -> (usize, Vec<Word>) {
        let before = &line[..position];
        let (start, place) = place(before);
        let prefix = &before[start..];
        let words = match place {
            Place::Command => commands(prefix),
            Place::Argument(command) => matching(self.arguments(command), prefix),
            Place::Value(column) => matching(self.values(line, column), prefix),
            Place::Member(qualifier) => {
                let table = self.table_called(line, qualifier);
                matching(table.into_iter().flat_map(columns), prefix)
            }
            Place::Table => matching(self.tables(), prefix),
            Place::Procedure => matching(self.procedures(), prefix),
            Place::Expression => self.expression(line, prefix),
        };
        (start, words)
    }

    /// Columns of the tables that the line names; once a letter is there, also functions, tables and keywords.
    fn expression(&self, line: &str, prefix: &str) -> Vec<Word> {
        if let Some(parameters) = self.parameters(line) {
            return matching(parameters, prefix);
        }
        let mut offered = matching(self.mentioned(line).flat_map(columns), prefix);
        if !prefix.is_empty() {
            offered.extend(keywords(prefix));
            let functions = self.lists.functions().iter().cloned();
            let functions = matching(functions, prefix).into_iter();
            let known: Vec<String> = offered.iter().map(|word| word.0.to_lowercase()).collect();
            offered.extend(functions.filter(|word| !known.contains(&word.0.to_lowercase())));
            offered.extend(matching(self.tables(), prefix));
        }
        offered.dedup_by(|one, other| one.0 == other.0);
        offered
    }

    fn tables(&self) -> impl Iterator<Item = Word> {
        let tables = self.lists.catalog.tables();
        let tables = tables.map(|table| (table.name.clone(), table.about.clone()));
        tables.chain(self.lists.other_tables().iter().cloned())
    }

    fn procedures(&self) -> impl Iterator<Item = Word> {
        let procedures = self.lists.catalog.procedures();
        procedures.map(|procedure| (procedure.name.clone(), procedure.about.clone()))
    }

    /// What stands behind a command of the shell.
    fn arguments(&self, command: &str) -> Vec<Word> {
        let plain = |words: &[&str]| {
            let words = words.iter();
            words
                .map(|word| ((*word).to_owned(), String::new()))
                .collect()
        };
        match command {
            "d" | "dt" | "dp" => self.tables().collect(),
            "df" => self.lists.functions().to_vec(),
            "c" => self.lists.profiles(),
            "format" => plain(&Format::names()),
            "x" => plain(&["auto", "off", "on"]),
            "timing" | "pager" | "thousands" => plain(&["off", "on"]),
            _ => Vec::new(),
        }
    }

    /// The values of a column, where a table that the line names lists them.
    fn values(&self, line: &str, column: &str) -> Vec<Word> {
        let compared = without_underscores(column);
        match compared.as_str() {
            "propertyname" => return self.lists.properties().to_vec(),
            "tablename" => return self.tables().collect(),
            _ => {}
        }
        let columns = self
            .mentioned(line)
            .flat_map(|table| table.columns.values());
        let same = columns.filter(|one| without_underscores(&one.name) == compared);
        let values = same.flat_map(|column: &Column| column.values.iter());
        values.map(|value| (value.clone(), String::new())).collect()
    }

    /// The parameters of the procedure that the line calls.
    fn parameters(&self, line: &str) -> Option<impl Iterator<Item = Word>> {
        let mut words = words(line);
        let first = words.next()?;
        ["EXEC", "EXECUTE", "CALL"]
            .iter()
            .find(|word| word.eq_ignore_ascii_case(first))?;
        let name = words.next()?;
        let called = |procedure: &&Arc<Procedure>| procedure.name.eq_ignore_ascii_case(name);
        let procedure = self.lists.catalog.procedures().find(called)?;
        let word = |parameter: &Parameter| (parameter.name.clone(), parameter.about.clone());
        Some(procedure.parameters.values().map(word))
    }

    /// The tables that the line names.
    fn mentioned(&self, line: &str) -> impl Iterator<Item = &Table> {
        words(line).filter_map(|word| self.table(word))
    }

    fn table(&self, name: &str) -> Option<&Table> {
        let table = self.lists.catalog.table(&name.to_ascii_lowercase());
        table.map(Arc::as_ref)
    }

    /// The table of that name, or the one that the query calls so: `orders o`, `orders AS o`.
    fn table_called(&self, line: &str, name: &str) -> Option<&Table> {
        if let Some(table) = self.table(name) {
            return Some(table);
        }
        let words: Vec<&str> = words(line).collect();
        words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.eq_ignore_ascii_case(name))
            .find_map(|(at, _)| {
                let before = words[..at]
                    .iter()
                    .rev()
                    .find(|word| !word.eq_ignore_ascii_case("as"))?;
                self.table(before)
            })
    }
}

fn columns(table: &Table) -> impl Iterator<Item = Word> {
    table.columns.values().map(|column| {
        (
            column.name.clone(),
            format!("{}: {}", column.kind, column.about),
        )
    })
}

fn commands(prefix: &str) -> Vec<Word> {
    let name = |command: &str| command.split(' ').next().unwrap_or_default().to_owned();
    let mut words: Vec<Word> = COMMANDS
        .iter()
        .map(|(command, about)| (name(command), (*about).to_owned()))
        .filter(|(name, _)| name.starts_with(prefix))
        .collect();
    words.dedup_by(|one, other| one.0 == other.0);
    words
}

/// Keywords in the case in which the person began.
fn keywords(prefix: &str) -> Vec<Word> {
    let lower = prefix.chars().any(char::is_lowercase);
    let spelled = KEYWORDS.iter().map(|word| {
        if lower {
            word.to_ascii_lowercase()
        } else {
            (*word).to_owned()
        }
    });
    matching(spelled.map(|word| (word, String::new())), prefix)
}

fn matching(words: impl IntoIterator<Item = Word>, prefix: &str) -> Vec<Word> {
    let prefix = prefix.to_lowercase();
    words
        .into_iter()
        .filter(|(word, _)| word.to_lowercase().starts_with(&prefix))
        .collect()
}

fn without_underscores(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use storeql_catalog::Catalog;
    use storeql_connection::Connection;
    use storeql_engine::{Engine, SessionOptions};

    use super::*;

    fn offered(line: &str) -> Vec<String> {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let catalog = Catalog::builtin().clone();
        let connection = Connection::parse("").unwrap();
        let engine = runtime
            .block_on(Engine::closed(catalog, connection))
            .unwrap();
        let session = Arc::new(engine.session(SessionOptions::default()));
        let completion = Completion {
            lists: Lists::new(engine.catalog().clone(), session, runtime.handle().clone()),
        };
        let (_, words) = completion.words(line, line.len());
        words.into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn tables_come_after_from() {
        assert_eq!(
            offered("SELECT * FROM brand"),
            ["brand_metafields", "brands"]
        );
        assert!(offered("SELECT * FROM ").contains(&"products".to_owned()));
        assert_eq!(offered("SELECT * FROM orders o, coupo"), ["coupons"]);
        assert_eq!(offered("SELECT * FROM sys_fu"), ["sys_functions"]);
    }

    #[test]
    fn columns_come_after_the_table_or_its_alias() {
        assert_eq!(offered("SELECT orders.date_c"), ["date_created"]);
        assert_eq!(
            offered("SELECT * FROM orders AS o WHERE o.date_c"),
            ["date_created"]
        );
        assert_eq!(
            offered("SELECT * FROM orders o JOIN customers c ON o.customer_i"),
            ["customer_id"]
        );
    }

    #[test]
    fn keywords_keep_the_case_of_the_hand() {
        assert_eq!(offered("selec"), ["select"]);
        assert_eq!(offered("SELEC"), ["SELECT"]);
    }

    #[test]
    fn functions_and_values() {
        let functions = offered("SELECT date_p");
        assert!(functions.contains(&"date_part".to_owned()), "{functions:?}");
        assert_eq!(
            offered("SELECT * FROM products WHERE type = 'phy"),
            ["physical"]
        );
        assert_eq!(
            offered("SELECT * FROM sys_connection_props WHERE PropertyName = 'MaxRow"),
            ["MaxRows"]
        );
    }

    #[test]
    fn procedures_and_their_parameters() {
        assert_eq!(offered("EXEC getoauthauth"), ["GetOAuthAuthorizationURL"]);
        assert_eq!(offered("call GetOAuthAccessToken(auth"), ["AuthMode"]);
    }

    #[test]
    fn commands_and_their_tables() {
        assert_eq!(offered("\\ti"), ["\\timing"]);
        assert_eq!(offered("\\d coupo"), ["coupons"]);
        assert_eq!(offered("\\x au"), ["auto"]);
        assert_eq!(offered("\\format mark"), ["markdown"]);
    }

    #[test]
    fn a_cursor_behind_any_letter_is_no_panic() {
        assert!(offered("SELECT 'ärger' FROM ö").is_empty());
    }
}
