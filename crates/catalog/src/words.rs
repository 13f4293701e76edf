//! How types and operators are shown: with the words that the definitions use.

use std::fmt;

use crate::column::{ColumnType, Operator};
use crate::read_column::{KINDS, OPERATORS};

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self, word(&KINDS, self)) {
            (ColumnType::Decimal(precision, scale), _) => write!(f, "decimal({precision},{scale})"),
            (_, Some(word)) => f.write_str(word),
            // A type without a word could not have been read.
            (_, None) => fmt::Debug::fmt(self, f),
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match word(&OPERATORS, self) {
            Some(word) => f.write_str(word),
            None => fmt::Debug::fmt(self, f),
        }
    }
}

fn word<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> Option<&'static str> {
    words
        .iter()
        .find(|(_, other)| other == value)
        .map(|(word, _)| *word)
}
