//! The one error that faces see. It carries as data what a face needs, so that no face takes a message apart.
//!
//! Lower crates have errors of their own; they become this one here and below `error/`, and nowhere else.

mod datafusion_sentences;
mod datafusion_text;
mod kind;
mod translated;

pub use kind::{Codes, ErrorKind};

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use storeql_client::{ErrorKind as ClientKind, readable};
use storeql_scan::ErrorKind as ScanKind;
use storeql_write::PlanErrorKind;

/// Result of everything that a face calls.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Characters of a long line that an excerpt has before its place, and behind it.
const BEFORE: usize = 60;
const BEHIND: usize = 40;

/// What failed, on what, and what to do.
///
/// ```
/// # use storeql_engine::{ErrorKind, Statement};
/// let error = Statement::one("SELEC 1").unwrap_err();
/// assert_eq!(error.kind, ErrorKind::Syntax);
/// assert_eq!(error.sqlstate(), "42601");
/// assert_eq!(error.position().map(|position| position.column), Some(1));
/// ```
#[derive(Debug, Clone)]
pub struct Error {
    /// What it is.
    pub kind: ErrorKind,
    /// What failed: one sentence or two for the person who ran the query. What to do about it is the hint, where it can be said
    /// apart.
    pub message: String,
    /// Where it happened, outermost first: `table orders`.
    pub context: Vec<String>,
    /// The same statement may succeed if it is run again.
    pub retryable: bool,
    /// In a box, so that a `Result` stays small.
    details: Option<Box<Details>>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What most errors lack.
#[derive(Debug, Clone, Default)]
struct Details {
    hint: Option<String>,
    sqlstate: Option<&'static str>,
    position: Option<Position>,
    /// The line of the statement that has the place.
    line: Option<String>,
    /// Words or texts of the statement that it is about, the first that is there.
    about: Vec<String>,
    column: Option<String>,
    table: Option<String>,
    status: Option<u16>,
    fields: Vec<StoreField>,
}

/// A place in a statement's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in that line, from 1.
    pub column: u32,
    /// The byte in the whole text, from 0.
    pub offset: usize,
}

/// What the store says of one field of what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreField {
    /// The field, as the store names it: `name`, or `0.price` of the first of several objects.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            context: Vec::new(),
            retryable: false,
            details: None,
            source: None,
        }
    }

    /// What to do about it: `did you mean orders?`
    pub fn hint(&self) -> Option<&str> {
        self.details.as_ref()?.hint.as_deref()
    }

    /// PostgreSQL's five characters for it: the kind's, or finer ones, as `42702` for a name that may be several columns.
    pub fn sqlstate(&self) -> &'static str {
        let finer = self.details.as_ref().and_then(|details| details.sqlstate);
        finer.unwrap_or(self.kind.codes().postgres)
    }

    /// Where in the statement's text it is, where that is known.
    pub fn position(&self) -> Option<Position> {
        self.details.as_ref()?.position
    }

    /// The line of the statement that has the place, and a mark under the place, for a face that shows texts. A long line is cut to what
    /// stands around it.
    ///
    /// ```
    /// # use storeql_engine::{Engine, Error, Statement};
    /// let error = Statement::one("SELECT 1 FROM 5").unwrap_err();
    /// assert_eq!(
    ///     error.excerpt().as_deref(),
    ///     Some("line 1: SELECT 1 FROM 5\n                      ^")
    /// );
    /// ```
    pub fn excerpt(&self) -> Option<String> {
        self.excerpt_within(usize::MAX)
    }

    /// The same for a terminal of so many columns, so that the mark stands under its place there.
    pub fn excerpt_within(&self, columns: usize) -> Option<String> {
        let details = self.details.as_ref()?;
        let (place, line) = (details.position?, details.line.as_ref()?);
        let place_in_line = usize::try_from(place.column).ok()?.saturating_sub(1);
        let characters: Vec<char> = line.chars().map(readable_character).collect();
        let head = format!("line {}: ", place.line);
        // Less what says that the line goes on, at either end.
        let room = columns.saturating_sub(head.chars().count() + 2);
        let behind = BEHIND.min(room / 2);
        let start = place_in_line.saturating_sub(BEFORE.min(room - behind));
        let end = characters.len().min(place_in_line + behind);
        let shown: String = characters.get(start..end)?.iter().collect();
        let (before, behind) = (
            if start > 0 { "…" } else { "" },
            if end < characters.len() { "…" } else { "" },
        );
        let head = head + before;
        let mark = head.chars().count() + place_in_line - start;
        let shown = readable(&format!("{head}{shown}{behind}"));
        Some(format!("{shown}\n{}^", " ".repeat(mark)))
    }

    /// The column that it is about: as it was typed, or of a table that there is.
    pub fn column(&self) -> Option<&str> {
        self.details.as_ref()?.column.as_deref()
    }

    /// The table, view or alias that it is about: as it was typed, or one that there is.
    pub fn table(&self) -> Option<&str> {
        self.details.as_ref()?.table.as_deref()
    }

    /// The HTTP status that the store answered, where it answered.
    pub fn status(&self) -> Option<u16> {
        self.details.as_ref()?.status
    }

    /// What the store said of single fields.
    pub fn fields(&self) -> &[StoreField] {
        self.details
            .as_ref()
            .map_or(&[], |details| details.fields.as_slice())
    }

    /// The same error, which happened in `place`.
    pub(crate) fn within(mut self, place: impl Into<String>) -> Self {
        self.context.insert(0, place.into());
        self
    }

    fn within_all(mut self, places: &[String]) -> Self {
        self.context.splice(0..0, places.iter().cloned());
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.details_mut().hint = Some(hint.into());
        self
    }

    pub(crate) fn with_sqlstate(mut self, sqlstate: &'static str) -> Self {
        self.details_mut().sqlstate = Some(sqlstate);
        self
    }

    pub(crate) fn at(mut self, position: Option<Position>) -> Self {
        if position.is_some() {
            self.details_mut().position = position;
        }
        self
    }

    /// With the line that has its place.
    pub(crate) fn with_line(mut self, line: &str) -> Self {
        self.details_mut().line = Some(line.to_owned());
        self
    }

    /// Words or texts of the statement that it is about, the first that is there.
    pub(crate) fn about(&self) -> &[String] {
        self.details
            .as_ref()
            .map_or(&[], |details| details.about.as_slice())
    }

    /// About this word or text of the statement, where those before are not there.
    /// What the rows of a cancelled run end with.
    pub(crate) fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "the query was cancelled")
    }

    pub(crate) fn about_typed(mut self, typed: impl Into<String>) -> Self {
        self.details_mut().about.push(typed.into());
        self
    }

    pub(crate) fn on_column(mut self, column: impl Into<String>) -> Self {
        self.details_mut().column = Some(column.into());
        self
    }

    pub(crate) fn on_table(mut self, table: impl Into<String>) -> Self {
        self.details_mut().table = Some(table.into());
        self
    }

    /// The refusal of a statement that is none of StoreQL's, by its first words.
    pub(crate) fn not_done(statement: &str) -> Self {
        let message = format!("StoreQL does no {statement}; nothing was sent to the store");
        Self::new(ErrorKind::Unsupported, message)
    }

    /// With what the store answered to a request: its status, and what it said of single fields.
    pub(crate) fn answered(mut self, status: Option<u16>, fields: &[(String, String)]) -> Self {
        let details = self.details_mut();
        details.status = status;
        let fields = fields.iter();
        let fields = fields.map(|(field, message)| StoreField {
            field: field.clone(),
            message: message.clone(),
        });
        details.fields = fields.collect();
        self
    }

    fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    fn details_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_default()
    }
}

/// A tab would move the mark.
fn readable_character(character: char) -> char {
    match character {
        control if control.is_control() => ' ',
        other => other,
    }
}

/// The whole of it in one text, for a face that has no place of its own for a hint.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in &self.context {
            write!(f, "{}: ", readable(place))?;
        }
        f.write_str(&readable(&self.message))?;
        match self.hint() {
            Some(hint) => write!(f, "; {}", readable(hint)),
            None => Ok(()),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<ClientKind> for ErrorKind {
    fn from(kind: ClientKind) -> Self {
        match kind {
            ClientKind::Unauthorized => ErrorKind::Unauthorized,
            ClientKind::Forbidden => ErrorKind::Forbidden,
            ClientKind::RateLimited => ErrorKind::RateLimited,
            ClientKind::Server => ErrorKind::Server,
            ClientKind::Unreachable | ClientKind::Certificate => ErrorKind::Unreachable,
            ClientKind::Timeout => ErrorKind::Timeout,
            ClientKind::Protocol => ErrorKind::Protocol,
            ClientKind::Configuration => ErrorKind::Configuration,
            _ => ErrorKind::Store,
        }
    }
}

impl From<storeql_client::Error> for Error {
    fn from(error: storeql_client::Error) -> Self {
        let mut own = Self::new(error.kind.into(), error.to_string());
        own.retryable = error.retryable;
        if error.status.is_some() {
            own = own.answered(error.status, &error.fields);
        }
        own.caused_by(error)
    }
}

impl From<storeql_scan::Error> for Error {
    fn from(error: storeql_scan::Error) -> Self {
        let kind = match error.kind {
            ScanKind::Unsupported => ErrorKind::Unsupported,
            ScanKind::InvalidValue => ErrorKind::InvalidValue,
            ScanKind::Protocol => ErrorKind::Protocol,
            ScanKind::Server => ErrorKind::Server,
            ScanKind::Limit => ErrorKind::Limit,
            ScanKind::Cancelled => ErrorKind::Cancelled,
            ScanKind::Request(kind) => match error.source_as::<storeql_client::Error>() {
                Some(client) => return Self::from(client.clone()).within_all(&error.context),
                None => kind.into(),
            },
            // The scan checks rows by what the engine gave it.
            ScanKind::Check => match error.source_as::<Self>() {
                Some(own) => return own.clone(),
                None => ErrorKind::Internal,
            },
            _ => ErrorKind::Internal,
        };
        let mut own = Self::new(kind, error.message.clone());
        own.context = error.context.clone();
        own.retryable = error.retryable;
        own.caused_by(error)
    }
}

impl From<storeql_write::PlanError> for Error {
    fn from(error: storeql_write::PlanError) -> Self {
        let kind = match error.kind {
            PlanErrorKind::NotWritable | PlanErrorKind::ReadOnlyColumn => ErrorKind::Unsupported,
            PlanErrorKind::UnknownColumn => ErrorKind::UnknownColumn,
            _ => ErrorKind::InvalidValue,
        };
        let message = format!("{error} Nothing was sent to the store.");
        let own = Self::new(kind, message).on_table(&error.table);
        match error.column {
            Some(column) => own.on_column(column),
            None => own,
        }
    }
}

impl From<storeql_connection::Error> for Error {
    fn from(error: storeql_connection::Error) -> Self {
        match error.client() {
            Some(client) => client.clone().into(),
            None => Self::new(ErrorKind::Configuration, error.to_string()).caused_by(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_face_needs_is_data() {
        let error = Error::new(ErrorKind::UnknownColumn, "there is no column nam in b")
            .on_column("nam")
            .on_table("b")
            .with_hint("did you mean name?")
            .within("view mine");
        assert_eq!(
            (
                error.table(),
                error.column(),
                error.hint(),
                error.sqlstate()
            ),
            (Some("b"), Some("nam"), Some("did you mean name?"), "42703")
        );
        assert_eq!(
            error.to_string(),
            "view mine: there is no column nam in b; did you mean name?"
        );
    }

    #[test]
    fn the_error_of_a_scans_check_comes_back_as_it_was() {
        let own = Error::new(ErrorKind::InvalidValue, "divide by zero");
        let back = Error::from(storeql_scan::Error::of_check(own));
        assert_eq!(back.kind, ErrorKind::InvalidValue);
        assert_eq!(back.message, "divide by zero");
    }

    #[test]
    fn the_stores_own_fields_come_along() {
        let mut refused = storeql_client::Error::new(ClientKind::Invalid, "the request is wrong");
        refused.status = Some(422);
        refused.fields = [("name".to_owned(), "is missing".to_owned())].into();
        let error = Error::from(refused);
        assert_eq!((error.kind, error.status()), (ErrorKind::Store, Some(422)));
        assert_eq!(error.fields()[0].field, "name");
        assert_eq!(error.fields()[0].message, "is missing");
    }
}
