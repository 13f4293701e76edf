//! How the program ends when something went wrong: the sentence on standard error, a hint, and the exit code.
//!
//! What an error of the engine means for the exit code stands in the engine's table of kinds, not here.

use std::io;

use arrow::error::ArrowError;
use storeql_engine::{Error, ErrorKind};

use crate::interrupt::Signal;
use crate::telling::tell;
use crate::terminal;

/// Result of everything that can end the program.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// What stands before the statement's line below an error.
const INDENT: &str = "    ";
/// What a person may do who has named no store.
const NO_STORE: &str = "no store is named. A made-up one, without an account: storeql shell --sandbox\n\
    your own: storeql shell -c \"StoreId=…;OAuthAccessToken=…\", or the same text in the variable STOREQL_CONNECTION\n\
    your own, named once: storeql profiles edit, then storeql shell -p NAME; the profile `default` needs no -p\n\
    how to get a token stands in docs/connecting.md; what is wrong with a connection says storeql doctor";

/// What ended it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The engine, the connection or the store.
    Engine(Error),
    /// The query cannot be shown as asked.
    Query(String),
    /// The command line is wrong.
    Usage(String),
    /// Neither the command line nor the environment names a store.
    NoStore,
    /// The result could not be written.
    Output(String),
    /// Something that was told already, with its exit code.
    Told(u8),
    /// Ctrl-C, or the system's request to end.
    Interrupted(Signal),
    /// The reader of the output has gone (`storeql query … | head`); no message is shown.
    ReaderGone,
}

impl Failure {
    /// The program's exit code, as the design's command line lists them.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Failure::Engine(error) => error.kind.codes().exit,
            Failure::Query(_) | Failure::Output(_) => 1,
            Failure::Usage(_) | Failure::NoStore => 2,
            Failure::Interrupted(signal) => signal.exit_code(),
            Failure::Told(code) => *code,
            Failure::ReaderGone => 0,
        }
    }

    /// Whether a conversation ends by it, too: the system has asked for the end.
    pub(crate) fn ends_the_program(&self) -> bool {
        matches!(self, Failure::Interrupted(signal) if *signal != Signal::Interrupt)
    }

    /// Tells the person.
    pub(crate) fn report(&self) {
        let Some(message) = self.message() else {
            return;
        };
        tell("error", message);
        let room = terminal::message_columns().unwrap_or(usize::MAX);
        if let Failure::Engine(error) = self
            && let Some(excerpt) = error.excerpt_within(room.saturating_sub(INDENT.len()))
        {
            eprintln!("{INDENT}{}", excerpt.replace('\n', &format!("\n{INDENT}")));
        }
        if let Some(hint) = self.hint() {
            tell("hint", hint);
        }
    }

    /// What went wrong, in a sentence; none where there is nothing to say.
    pub(crate) fn message(&self) -> Option<String> {
        match self {
            Failure::Engine(error) => Some(error.to_string()),
            Failure::Query(message) | Failure::Usage(message) | Failure::Output(message) => {
                Some(message.clone())
            }
            Failure::NoStore => Some(NO_STORE.to_owned()),
            Failure::Interrupted(_) => Some("cancelled".to_owned()),
            Failure::Told(_) | Failure::ReaderGone => None,
        }
    }

    /// What this program offers against it. What helps in every face is part of the engine's message.
    fn hint(&self) -> Option<&'static str> {
        match self {
            Failure::Engine(error) => match error.kind {
                // An unknown procedure is of this kind too, and its message has the list.
                ErrorKind::UnknownTable if error.table().is_some() => {
                    Some("`storeql tables` lists what there is, and \\d in the shell")
                }
                ErrorKind::UnknownColumn => Some("`storeql tables NAME` lists a table's columns"),
                _ => None,
            },
            Failure::Usage(_) => {
                Some("`storeql --help` and `storeql COMMAND --help` say what is understood")
            }
            _ => None,
        }
    }

    /// The sandbox did not start.
    pub(crate) fn sandbox(error: storeql_sandbox::Error) -> Self {
        Failure::Usage(format!("the sandbox store did not start: {error}"))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.kind {
            ErrorKind::Cancelled => Failure::Interrupted(Signal::Interrupt),
            _ => Failure::Engine(error),
        }
    }
}

impl From<storeql_connection::Error> for Failure {
    fn from(error: storeql_connection::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ReaderGone,
            _ => Failure::Output(format!("could not write the result: {error}")),
        }
    }
}

impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        match error {
            ArrowError::IoError(_, error) => error.into(),
            error => Failure::Output(format!("could not write the result: {error}")),
        }
    }
}
