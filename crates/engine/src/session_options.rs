//! What a session may do, beside what its connection says. Decides nothing: the session does.

/// What a session may do. It can be less than the connection allows, and never more: of two limits the smaller one holds.
///
/// ```
/// use storeql_engine::SessionOptions;
///
/// let options = SessionOptions::default().read_only(true).max_requests(100).max_rows(1_000);
/// assert_ne!(options, SessionOptions::default());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionOptions {
    pub(crate) read_only: bool,
    pub(crate) max_requests: Option<u64>,
    pub(crate) max_rows: Option<u64>,
    pub(crate) dry_run: bool,
}

impl SessionOptions {
    /// Statements that change the store are refused.
    pub fn read_only(self, read_only: bool) -> Self {
        Self { read_only, ..self }
    }

    /// Statements that write rows answer the requests that they would send, with their bodies, and send none of them.
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// Requests that a statement may send; one that needs more is refused before it sends them.
    pub fn max_requests(self, most: u64) -> Self {
        Self {
            max_requests: Some(most),
            ..self
        }
    }

    /// Rows that a query answers; the result is cut after them, with a warning.
    pub fn max_rows(self, most: u64) -> Self {
        Self {
            max_rows: Some(most),
            ..self
        }
    }
}

/// The smaller of two limits, of which either may be none.
pub(crate) fn smaller(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
