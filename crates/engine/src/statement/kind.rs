//! What kinds of statements there are, for those who run them.

/// What a statement does.
///
/// ```
/// use storeql_engine::StatementKind;
///
/// assert!(StatementKind::Query.answers_rows() && !StatementKind::Session.answers_rows());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// Answers rows.
    Query,
    /// Answers a plan.
    Explain,
    /// Calls a procedure, which may answer rows.
    Procedure,
    /// Changes the store.
    Write,
    /// Changes the session (SET, CREATE VIEW).
    Session,
}

impl StatementKind {
    /// Whether a run answers rows. The others tell what they did when they end; their rows are none, but those of RETURNING.
    pub fn answers_rows(self) -> bool {
        match self {
            Self::Query | Self::Explain | Self::Procedure => true,
            Self::Write | Self::Session => false,
        }
    }
}
