//! What goes wrong with a journal's file.

use std::io;
use std::path::{Path, PathBuf};

/// A journal that cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file cannot be made, written or read.
    #[error("the journal {path} cannot be {what} ({source}): check the path and its permissions", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// `written`
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A file is there already.
    #[error("the journal {path} is there already: go on with its write by `storeql resume {path}`, or name another file", path = path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A line is none of a journal's.
    #[error("line {line} of the journal {path} cannot be read ({reason}): the file is no journal, or was changed", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// It ends before its first request.
    #[error("the journal {path} ends before its first request: nothing was sent, so run the statement again", path = path.display())]
    Incomplete {
        /// The file.
        path: PathBuf,
    },
}

impl JournalError {
    /// A line that is none of a journal's.
    pub(super) fn line(path: &Path, line: usize, reason: String) -> Self {
        Self::Line {
            path: path.to_owned(),
            line,
            reason,
        }
    }
}
