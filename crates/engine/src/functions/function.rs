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
    DuckDb,
    Drivers,
    /// What the functions of others are made of.
    StoreQl,
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
            Self::DuckDb => "DuckDB",
            Self::Drivers => "drivers",
            Self::StoreQl => "StoreQL",
        }
    }
}

/// A call as it is typed and what it becomes, with `$1` for the first value. `unit($1)` is a unit of time as text, `span($1)` an interval of
/// one of them.
pub(super) type Form = (&'static str, &'static str);

/// A function that gives rows.
#[derive(Debug)]
pub(crate) struct Rows {
    /// Its call, as in a [`Form`].
    pub(super) typed: &'static str,
    /// A list for each column.
    pub(super) lists: &'static [&'static str],
    /// What the columns are called; none is the name of the function, or of its alias.
    pub(super) columns: &'static [&'static str],
}

impl Rows {
    /// How many values it takes.
    pub(super) fn takes(&self) -> usize {
        self.typed.matches('$').count()
    }
}

/// Whether a function reads of a time what the clock shows: the day, the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clock {
    /// It answers the same in each time zone.
    Unread,
    /// It reads the clock in the session's time zone.
    Session,
}

/// What a function becomes.
#[derive(Clone, Copy)]
pub(crate) enum Becomes {
    /// DataFusion has it.
    Itself,
    /// Another expression, by the number of its values.
    Forms(&'static [Form]),
    /// What code makes of its call.
    Rewritten(fn(&Call) -> Result<Expr>),
    /// Rows, in FROM, by the number of its values.
    Rows(&'static [Rows]),
    /// A function of ours.
    Ours(Clock, fn() -> ScalarUDF),
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
            Becomes::Itself | Becomes::Ours(..) => "itself".to_owned(),
            Becomes::Forms(forms) => {
                let forms = forms
                    .iter()
                    .map(|(typed, becomes)| format!("{typed}: {becomes}"));
                forms.collect::<Vec<_>>().join("; ")
            }
            Becomes::Rows(forms) => {
                let forms = forms.iter().map(|rows| match rows.columns {
                    [] => format!("{}: rows of {}", rows.typed, rows.lists.join(", ")),
                    columns => format!(
                        "{}: rows of {} ({})",
                        rows.typed,
                        rows.lists.join(", "),
                        columns.join(", ")
                    ),
                });
                forms.collect::<Vec<_>>().join("; ")
            }
            Becomes::Rewritten(_) => "what the example shows".to_owned(),
            Becomes::Refused(instead) => format!("refused: {instead}"),
        }
    }
}
