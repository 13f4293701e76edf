//! What the table says of a function: its name, whose spelling it is, what it becomes, and an example.

use datafusion::logical_expr::ScalarUDF;
use datafusion::sql::sqlparser::ast::{Expr, Function as Call};

use crate::error::Result;

/// Whose spelling a function is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    PostgreSql,
    SqlServer,
    MySql,
    Sqlite,
    BigQuery,
    Snowflake,
    Drivers,
}

impl Origin {
    /// As people write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PostgreSql => "PostgreSQL",
            Self::SqlServer => "SQL Server",
            Self::MySql => "MySQL",
            Self::Sqlite => "SQLite",
            Self::BigQuery => "BigQuery",
            Self::Snowflake => "Snowflake",
            Self::Drivers => "drivers",
        }
    }
}

/// A call as it is typed and what it becomes, with `$1` for the first value. `unit($1)` is a unit of time as text, `span($1)` an interval of
/// one of them.
pub(super) type Form = (&'static str, &'static str);

/// What a function becomes.
#[derive(Clone, Copy)]
pub(crate) enum Becomes {
    /// DataFusion has it.
    Itself,
    /// Another expression, by the number of its values.
    Forms(&'static [Form]),
    /// What code makes of its call.
    Rewritten(fn(&Call) -> Result<Expr>),
    /// A function of ours.
    Ours(fn() -> ScalarUDF),
    /// Nothing: what is to be written instead.
    Refused(&'static str),
}

/// One function.
#[derive(Clone, Copy)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    pub(crate) of: Origin,
    pub(crate) becomes: Becomes,
    /// A SELECT list; that of a refused function is what is refused.
    pub(crate) example: &'static str,
    /// What the example answers, as text; NULL is nothing.
    pub(crate) answer: &'static str,
}

impl Function {
    /// What it becomes, in words.
    pub(crate) fn meaning(&self) -> String {
        match self.becomes {
            Becomes::Itself | Becomes::Ours(_) => "itself".to_owned(),
            Becomes::Forms(forms) => {
                let forms = forms
                    .iter()
                    .map(|(typed, becomes)| format!("{typed}: {becomes}"));
                forms.collect::<Vec<_>>().join("; ")
            }
            Becomes::Rewritten(_) => "what the example shows".to_owned(),
            Becomes::Refused(instead) => format!("refused: {instead}"),
        }
    }
}
