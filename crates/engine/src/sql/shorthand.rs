//! Statements that are short for a query: `FROM orders`, `TABLE orders`, `SHOW TABLES LIKE 'order%'`, `SHOW DATABASES`,
//! `SHOW TIME ZONE`.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Query, SelectFlavor, SelectItem, SetExpr, ShowStatementFilter, ShowStatementFilterPosition,
    ShowStatementOptions, Statement, VisitMut, VisitorMut, WildcardAdditionalOptions,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use crate::error::{Error, ErrorKind, Result};

/// Makes the query that the statement is short for of it.
pub(super) fn as_query(statement: &mut Statement) -> Result<()> {
    let text = match statement {
        Statement::ShowTables { show_options, .. } if filtered(show_options) => {
            let filter = filter(show_options, "table_name")?;
            format!(
                "SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables WHERE {filter} ORDER BY table_name"
            )
        }
        Statement::ShowDatabases { .. } => {
            "SELECT CatalogName FROM sys_catalogs ORDER BY CatalogName".to_owned()
        }
        Statement::ShowSchemas { .. } => {
            "SELECT SchemaName FROM sys_schemas ORDER BY SchemaName".to_owned()
        }
        Statement::ShowVariable { variable } if variable.is_empty() => {
            let error = Error::new(
                ErrorKind::Syntax,
                "SHOW takes a word: write SHOW TABLES, SHOW DATABASES or SHOW TIME ZONE",
            );
            return Err(error.about_typed("SHOW"));
        }
        Statement::ShowVariable { variable } => {
            let words: Vec<String> = variable
                .iter()
                .map(|word| word.value.to_lowercase())
                .collect();
            let name = match words.join(" ").as_str() {
                "time zone" | "time.zone" | "timezone" => "TimeZone".to_owned(),
                "transaction isolation level" | "transaction.isolation.level" => {
                    "transaction_isolation".to_owned()
                }
                other => other.to_owned(),
            };
            format!(
                "SELECT current_setting('{}') AS \"{}\"",
                name.replace('\'', "''"),
                name.replace('"', "\"\"")
            )
        }
        Statement::ShowCreate { .. } => {
            return Err(Error::new(
                ErrorKind::Unsupported,
                "SHOW CREATE is not supported: write DESCRIBE orders, which lists a table's columns",
            )
            .about_typed("CREATE"));
        }
        _ => {
            let _ = statement.visit(&mut Short);
            return Ok(());
        }
    };
    *statement = parsed(&text)?;
    Ok(())
}

fn parsed(text: &str) -> Result<Statement> {
    let parsed = Parser::parse_sql(&GenericDialect {}, text);
    let parsed = parsed.ok().and_then(|mut statements| statements.pop());
    parsed.ok_or_else(|| Error::new(ErrorKind::Internal, "a statement of SHOW was made wrongly"))
}

fn filtered(options: &ShowStatementOptions) -> bool {
    options.filter_position.is_some()
}

/// The filter of a SHOW as a condition on names.
fn filter(options: &ShowStatementOptions, column: &str) -> Result<String> {
    let quoted = |pattern: &str| pattern.replace('\'', "''");
    match &options.filter_position {
        Some(
            ShowStatementFilterPosition::Infix(filter)
            | ShowStatementFilterPosition::Suffix(filter),
        ) => match filter {
            ShowStatementFilter::Like(pattern) | ShowStatementFilter::NoKeyword(pattern) => {
                Ok(format!("{column} LIKE '{}'", quoted(pattern)))
            }
            ShowStatementFilter::ILike(pattern) => {
                Ok(format!("{column} ILIKE '{}'", quoted(pattern)))
            }
            ShowStatementFilter::Where(_) => Err(Error::new(
                ErrorKind::Unsupported,
                "SHOW takes LIKE and no WHERE here: write SELECT … FROM sys_tables WHERE …",
            )),
        },
        None => Ok("true".to_owned()),
    }
}

struct Short;

impl VisitorMut for Short {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        body(&mut query.body);
        ControlFlow::Continue(())
    }
}

fn body(expr: &mut SetExpr) {
    match expr {
        SetExpr::SetOperation { left, right, .. } => {
            body(left);
            body(right);
        }
        SetExpr::Select(select) => {
            if select.flavor == SelectFlavor::FromFirstNoSelect {
                let all = SelectItem::Wildcard(WildcardAdditionalOptions::default());
                select.projection = vec![all];
            }
            select.flavor = SelectFlavor::Standard;
        }
        SetExpr::Table(table) => {
            let quoted = |name: &String| format!("\"{}\"", name.replace('"', "\"\""));
            let path: Vec<String> = table
                .schema_name
                .iter()
                .chain(&table.table_name)
                .map(quoted)
                .collect();
            let select = parsed(&format!("SELECT * FROM {}", path.join(".")));
            if let Ok(Statement::Query(query)) = select {
                *expr = *query.body;
            }
        }
        _ => {}
    }
}
