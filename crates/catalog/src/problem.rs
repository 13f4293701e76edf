//! What is wrong with a definition: file, place, message and what to do. All of them at once, never only the first.
//!
//! Finding what is wrong is the business of `read` and `validate`.

use std::fmt;

use crate::nearest::nearest;

/// One thing that is wrong with one definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `orders/orders.toml`
    pub file: String,
    /// The table's word or column: `columns.id.filter`; empty for the file as a whole.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty where the message says it.
    pub help: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.place.is_empty() {
            write!(f, ": {}", self.place)?;
        }
        write!(f, ": {}", self.message)?;
        if !self.help.is_empty() {
            write!(f, " ({})", self.help)?;
        }
        Ok(())
    }
}

/// Everything that is wrong with a set of definitions, one line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

/// "did you mean `x`?" for the nearest known word, else the list of all where it is short.
pub(crate) fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    const SHORT: usize = 12;
    let all: Vec<&str> = known.into_iter().collect();
    match nearest(word, all.iter().map(|known| (*known, *known))) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None if all.len() <= SHORT => format!("known: {}", all.join(", ")),
        None => String::new(),
    }
}
