//! Where an entry ends: at a `;` that stands in no quotes and no comment. What a statement is, is the engine's to say.

use crate::sql_text::{Kind, stretches};

/// Whether the person has finished an entry.
pub(super) fn is_complete(text: &str) -> bool {
    let entry = Entry::read(text);
    entry.ended && !entry.open
}

/// Whether there is nothing yet but blanks and comments that have ended.
pub(super) fn is_blank(text: &str) -> bool {
    let entry = Entry::read(text);
    entry.blank && !entry.open
}

/// What an entry looks like so far.
struct Entry {
    /// The last word is a `;`.
    ended: bool,
    /// There is no word.
    blank: bool,
    /// A quote or a block comment has not ended.
    open: bool,
}

impl Entry {
    fn read(text: &str) -> Self {
        let mut entry = Entry {
            ended: false,
            blank: true,
            open: false,
        };
        for part in stretches(text) {
            let last = match part.kind {
                Kind::Comment => None,
                Kind::Quoted => Some('\''),
                Kind::Plain => part.text.trim_end().chars().next_back(),
            };
            if let Some(last) = last {
                entry.ended = last == ';';
                entry.blank = false;
            }
            entry.open = part.open;
        }
        entry
    }
}

#[cfg(test)]
mod tests {
    use super::is_complete;

    #[test]
    fn an_entry_ends_with_a_semicolon() {
        for complete in [
            "SELECT 1;",
            "SELECT 1;\n",
            "SELECT 1; -- done",
            "SELECT 'it''s';",
            "SELECT 1 /* ; */ ;",
            "a; b;",
        ] {
            assert!(is_complete(complete), "{complete}");
        }
    }

    #[test]
    fn an_entry_goes_on_without_one() {
        for open in [
            "",
            "SELECT 1",
            "SELECT ';",
            "SELECT [a;",
            "-- a;",
            "SELECT 1 -- a;\n",
            "/* ;",
            "SELECT 1; SELECT",
            "SELECT \"ä;",
        ] {
            assert!(!is_complete(open), "{open}");
        }
    }
}
