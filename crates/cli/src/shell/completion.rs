//! What Tab offers: tables, columns, procedures and keywords, by what stands before the cursor. A guess from words, not a parse.

use std::sync::Arc;

use reedline::{Completer, CompletionResult, Span, Suggestion};
use storeql_catalog::{Catalog, Parameter, Procedure, Table};

use super::command::COMMANDS;

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

/// Words after which a table comes.
const BEFORE_TABLE: &[&str] = &["FROM", "JOIN", "INTO", "UPDATE", "DESCRIBE"];

/// Words after which a procedure comes.
const BEFORE_PROCEDURE: &[&str] = &["EXEC", "EXECUTE", "CALL"];

/// Completes from a catalogue.
pub(super) struct Completion {
    pub(super) catalog: Arc<Catalog>,
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

/// A word, and what it is.
type Word = (String, String);

impl Completion {
    /// Where the word under the cursor begins, and what it may become.
    fn words(&self, line: &str, position: usize) -> (usize, Vec<Word>) {
        let before = &line[..position];
        let start = before
            .rfind(|character| !is_word(character))
            .map_or(0, |at| {
                at + before[at..].chars().next().map_or(0, char::len_utf8)
            });
        let (context, prefix) = before.split_at(start);
        let command = context.trim_start();
        if let Some(rest) = command.strip_prefix('\\') {
            return match rest.is_empty() {
                true => (start - 1, commands(&format!("\\{prefix}"))),
                false => (start, matching(self.tables(), prefix)),
            };
        }
        if let Some(context) = context.strip_suffix('.') {
            let qualifier = context
                .rsplit(|character| !is_word(character))
                .next()
                .unwrap_or_default();
            let table = self.table_called(line, qualifier);
            return (start, matching(table.into_iter().flat_map(columns), prefix));
        }
        let previous = context
            .split(|character| !is_word(character))
            .rfind(|word| !word.is_empty())
            .unwrap_or_default();
        let among = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(previous));
        if among(BEFORE_TABLE) {
            return (start, matching(self.tables(), prefix));
        }
        if among(BEFORE_PROCEDURE) {
            return (start, matching(self.procedures(), prefix));
        }
        if let Some(parameters) = self.parameters(line) {
            return (start, matching(parameters, prefix));
        }
        let mentioned = line
            .split(|character| !is_word(character))
            .filter_map(|word| self.table(word));
        let mut words = matching(mentioned.flat_map(columns), prefix);
        if !prefix.is_empty() {
            words.extend(matching(self.tables(), prefix));
            words.extend(keywords(prefix));
        }
        words.dedup_by(|one, other| one.0 == other.0);
        (start, words)
    }

    fn tables(&self) -> impl Iterator<Item = Word> {
        self.catalog
            .tables()
            .map(|table| (table.name.clone(), table.about.clone()))
    }

    fn procedures(&self) -> impl Iterator<Item = Word> {
        self.catalog
            .procedures()
            .map(|procedure| (procedure.name.clone(), procedure.about.clone()))
    }

    /// The parameters of the procedure that the line calls.
    fn parameters(&self, line: &str) -> Option<impl Iterator<Item = Word>> {
        let mut words = line.split(|character| !is_word(character));
        let first = words.find(|word| !word.is_empty())?;
        BEFORE_PROCEDURE
            .iter()
            .find(|word| word.eq_ignore_ascii_case(first))?;
        let name = words.find(|word| !word.is_empty())?;
        let called = |procedure: &&Arc<Procedure>| procedure.name.eq_ignore_ascii_case(name);
        let procedure = self.catalog.procedures().find(called)?;
        let word = |parameter: &Parameter| (parameter.name.clone(), parameter.about.clone());
        Some(procedure.parameters.values().map(word))
    }

    fn table(&self, name: &str) -> Option<&Table> {
        self.catalog
            .table(&name.to_ascii_lowercase())
            .map(Arc::as_ref)
    }

    /// The table of that name, or the one that the query calls so: `orders o`, `orders AS o`.
    fn table_called(&self, line: &str, name: &str) -> Option<&Table> {
        if let Some(table) = self.table(name) {
            return Some(table);
        }
        let words: Vec<&str> = line
            .split(|character| !is_word(character))
            .filter(|word| !word.is_empty())
            .collect();
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

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(line: &str) -> Vec<String> {
        let completion = Completion {
            catalog: Arc::new(Catalog::builtin().clone()),
        };
        completion
            .words(line, line.len())
            .1
            .into_iter()
            .map(|(word, _)| word)
            .collect()
    }

    #[test]
    fn tables_come_after_from() {
        assert_eq!(
            offered("SELECT * FROM brand"),
            ["brand_metafields", "brands"]
        );
        assert!(offered("SELECT * FROM ").contains(&"products".to_owned()));
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
        assert_eq!(offered("sel"), ["select"]);
        assert_eq!(offered("SEL"), ["SELECT"]);
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
    }

    #[test]
    fn a_cursor_behind_any_letter_is_no_panic() {
        assert!(offered("SELECT 'ärger' FROM ö").is_empty());
    }
}
