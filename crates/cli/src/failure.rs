//! How the program ends when something went wrong: the sentence on standard error, a hint, and the exit code.
//!
//! What an error of the engine means for the exit code stands in the engine's table of kinds, not here.

use std::process::ExitCode;

use arrow::error::ArrowError;
use storeql_engine::{Error, ErrorKind};

use crate::interrupt::Signal;
use crate::telling::tell;

/// Result of everything that can end the program.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// What ended it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The engine, the connection or the store.
    Engine(Error),
    /// The query cannot be shown as asked.
    Query(String),
    /// The command line is wrong.
    Usage(String),
    /// The result could not be written.
    Output(String),
    /// Ctrl-C, or the system's request to end.
    Interrupted(Signal),
    /// The reader of the output has gone (`storeql query … | head`); no message is shown.
    ReaderGone,
}

impl Failure {
    /// The program's exit code, as the design's command line lists them.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Failure::Engine(error) => error.kind.codes().exit.into(),
            Failure::Query(_) | Failure::Output(_) => 1.into(),
            Failure::Usage(_) => 2.into(),
            Failure::Interrupted(signal) => signal.exit_code().into(),
            Failure::ReaderGone => ExitCode::SUCCESS,
        }
    }

    /// Tells the person.
    pub(crate) fn report(&self) {
        let message = match self {
            Failure::Engine(error) => error.to_string(),
            Failure::Query(message) | Failure::Usage(message) | Failure::Output(message) => {
                message.clone()
            }
            Failure::Interrupted(_) => "cancelled".to_owned(),
            Failure::ReaderGone => return,
        };
        tell("error", message);
        if let Some(hint) = self.hint() {
            tell("hint", hint);
        }
    }

    /// What this program offers against it. What helps in every face is part of the engine's message.
    fn hint(&self) -> Option<&'static str> {
        match self {
            Failure::Engine(error) => match error.kind {
                // An unknown procedure is of this kind too, and its message has the list.
                ErrorKind::UnknownTable if error.table().is_some() => {
                    Some("`storeql tables` lists what there is")
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

impl From<ArrowError> for Failure {
    fn from(error: ArrowError) -> Self {
        Failure::Output(format!("could not write the result: {error}"))
    }
}
