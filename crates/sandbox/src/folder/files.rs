//! The files of a data folder and their lines; every error names file and line.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::options::Error;

/// A file, read whole.
pub(crate) struct File {
    path: PathBuf,
    text: String,
}

/// One line that is not blank.
pub(crate) struct Line<'a> {
    file: &'a File,
    /// Its text.
    pub(crate) text: &'a str,
    /// Its number, from 1.
    pub(crate) number: usize,
}

impl File {
    /// Reads a file.
    pub(crate) fn read(path: PathBuf) -> Result<Self, Error> {
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Self { path, text }),
            Err(source) => Err(Error::Read { path, source }),
        }
    }

    /// The lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
        let lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        lines.map(|(position, text)| Line {
            file: self,
            text: text.trim(),
            number: position + 1,
        })
    }

    /// An error about a line.
    pub(crate) fn refuse(&self, line: usize, reason: &str) -> Error {
        Error::Line {
            path: self.path.clone(),
            line,
            reason: reason.to_owned(),
        }
    }
}

impl<'a> Line<'a> {
    /// An error about this line.
    pub(crate) fn refuse(&self, reason: &str) -> Error {
        self.file.refuse(self.number, reason)
    }

    /// Reads parts of the line, which must be an object.
    pub(crate) fn parse<T: Deserialize<'a>>(&self) -> Result<T, Error> {
        if !self.text.starts_with('{') {
            return Err(self.refuse("the line is not a JSON object"));
        }
        serde_json::from_str(self.text).map_err(|error| {
            self.refuse(&format!(
                "the line is not a JSON object of this resource: {error}"
            ))
        })
    }

    /// Reads the whole line.
    pub(crate) fn object(&self) -> Result<Map<String, Value>, Error> {
        self.parse()
    }
}
