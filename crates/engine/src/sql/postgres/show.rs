//! `SHOW name` of a setting, as a query.

use datafusion::sql::sqlparser::ast::{Ident, Statement};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

/// Makes the query that a SHOW is short for of it.
pub(in crate::sql) fn as_query(statement: &mut Statement) {
    let Statement::ShowVariable { variable } = statement else {
        return;
    };
    let text = text(variable);
    let parsed = Parser::parse_sql(&GenericDialect {}, &text);
    if let Some(query) = parsed.ok().and_then(|mut statements| statements.pop()) {
        *statement = query;
    }
}

fn text(variable: &[Ident]) -> String {
    let words: Vec<String> = variable
        .iter()
        .map(|word| word.value.to_lowercase())
        .collect();
    let name = match words.join(" ").as_str() {
        "all" => {
            return "SELECT name, setting, short_desc AS description FROM pg_catalog.pg_settings ORDER BY name".to_owned();
        }
        "transaction isolation level" => "transaction_isolation".to_owned(),
        "time zone" | "timezone" => "TimeZone".to_owned(),
        "session authorization" => "session_authorization".to_owned(),
        _ => words.join("."),
    };
    let value = name.replace('\'', "''");
    let label = name.replace('"', "\"\"");
    format!("SELECT current_setting('{value}') AS \"{label}\"")
}
