//! `DESCRIBE` and `SHOW COLUMNS`: of which table.

use datafusion::sql::sqlparser::ast::{ObjectName, ShowStatementOptions, Statement};

use crate::error::{Error, ErrorKind, Result};

/// The table that a statement describes, if it describes one.
pub(super) fn table_of(statement: &Statement) -> Result<Option<&ObjectName>> {
    match statement {
        Statement::ExplainTable { table_name, .. } => Ok(Some(table_name)),
        Statement::ShowColumns { show_options, .. } => shown(show_options).map(Some),
        _ => Ok(None),
    }
}

fn shown(options: &ShowStatementOptions) -> Result<&ObjectName> {
    let table = options.show_in.as_ref();
    let table = table.and_then(|place| place.parent_name.as_ref());
    table
        .filter(|_| options.filter_position.is_none())
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Unsupported,
                "SHOW COLUMNS takes a table and no filter here: SHOW COLUMNS FROM orders; sys_tablecolumns can be filtered",
            )
        })
}
