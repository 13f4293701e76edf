//! Places in a statement's text: the tokenizer counts lines and characters, an error's position also has the byte.

use datafusion::sql::sqlparser::tokenizer::Location;

use crate::error::Position;

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Every character is one byte, so that none has to be counted: a line of a million is not walked for each of its tokens.
    plain: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = breaks.map(|(offset, _)| offset + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(starts).collect(),
            plain: text.is_ascii(),
        }
    }

    /// The byte at a place. The tokenizer counts lines and characters from 1.
    pub(super) fn offset(&self, location: Location) -> usize {
        let line = index(location.line);
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        if self.plain {
            return (start + index(location.column)).min(self.text.len());
        }
        let within = self.text[start..]
            .char_indices()
            .nth(index(location.column))
            .map_or(self.text.len() - start, |(offset, _)| offset);
        start + within
    }
}

/// A place as an error has it; none where the parser does not know it.
pub(super) fn position(text: &str, location: Location) -> Option<Position> {
    if location.line == 0 {
        return None;
    }
    let number = |counted: u64| u32::try_from(counted).unwrap_or(u32::MAX);
    Some(Position {
        line: number(location.line),
        column: number(location.column),
        offset: Lines::of(text).offset(location),
    })
}

fn index(counted: u64) -> usize {
    usize::try_from(counted)
        .unwrap_or(usize::MAX)
        .saturating_sub(1)
}
