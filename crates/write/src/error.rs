//! Why a change is refused before its first request.

use std::fmt;

/// A change that cannot be planned. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError {
    /// What is wrong.
    pub kind: PlanErrorKind,
    /// The table.
    pub table: String,
    /// The column, where it is about one.
    pub column: Option<String>,
    /// The number of the row in the statement, where it is about one.
    pub row: Option<u64>,
    /// Every value that the column takes, where only some are allowed.
    pub allowed: Vec<String>,
    /// What is wrong and what to do, in a sentence or two.
    message: String,
}

/// What is wrong with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlanErrorKind {
    /// The API does not do this to rows of the table.
    NotWritable,
    /// The table has no such column.
    UnknownColumn,
    /// The API sets the column, or takes it only when the row is created.
    ReadOnlyColumn,
    /// A value that the API demands is not given.
    Missing,
    /// A value is of another type than the column, or has more digits.
    WrongType,
    /// A text is longer than the API takes.
    TooLong,
    /// A value is none of those that the API knows.
    NotAllowed,
    /// NULL where the API takes none.
    Null,
    /// A part of the row's address is missing or empty.
    NoKey,
    /// Two rows of the statement are the same row of the table.
    Twice,
}

impl PlanError {
    pub(crate) fn new(kind: PlanErrorKind, table: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            table: table.to_owned(),
            column: None,
            row: None,
            allowed: Vec::new(),
            message: message.into(),
        }
    }

    /// What is wrong, without where.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    #[must_use]
    pub(crate) fn of_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    #[must_use]
    pub(crate) fn of_row(mut self, row: u64) -> Self {
        self.row.get_or_insert(row);
        self
    }

    #[must_use]
    pub(crate) fn allowing(mut self, allowed: &[String]) -> Self {
        self.allowed = allowed.to_vec();
        self
    }
}

/// `brands.name, row 3: the text has 300 characters, and the store takes 255. Nothing was sent.`
impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table)?;
        if let Some(column) = &self.column {
            write!(f, ".{column}")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.allowed.is_empty() {
            write!(f, " Allowed: {}.", self.allowed.join(", "))?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanError {}
