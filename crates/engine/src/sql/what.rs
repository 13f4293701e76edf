//! What a parsed statement is: whether it writes, and what it is called.

use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast;

use super::session_tables::is_about;
use super::writes::inside;

/// Whether a statement would change the store.
pub(crate) fn writes(parsed: &Parsed) -> bool {
    match parsed {
        Parsed::Explain(explained) => writes(&explained.statement),
        Parsed::Statement(statement) if is_about(statement) => false,
        Parsed::Statement(statement) => match statement.as_ref() {
            ast::Statement::Query(query) => inside(query).is_some(),
            ast::Statement::Insert(_)
            | ast::Statement::Update { .. }
            | ast::Statement::Delete(_)
            | ast::Statement::Merge { .. }
            | ast::Statement::Truncate { .. }
            | ast::Statement::CreateTable { .. }
            | ast::Statement::AlterTable { .. }
            | ast::Statement::Drop { .. }
            | ast::Statement::Cache { .. } => true,
            _ => false,
        },
        Parsed::CreateExternalTable(_) => true,
        _ => false,
    }
}

/// What a statement is called: `INSERT`, `CREATE TABLE`.
pub(crate) fn first_words(parsed: &Parsed) -> String {
    let text = parsed.to_string();
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("this statement");
    match (first, words.next()) {
        ("CREATE" | "ALTER" | "DROP", Some(second)) => format!("{first} {second}"),
        _ => first.to_owned(),
    }
}
