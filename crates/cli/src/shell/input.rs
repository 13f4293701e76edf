//! Where an entry ends: at a `;` that stands in no quotes and no comment. What a statement is, is the engine's to say.

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
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let opening = OPENINGS.iter().find(|(open, _)| rest.starts_with(open));
            let is_comment = opening.is_some_and(|(open, _)| matches!(*open, "--" | "/*"));
            if !is_comment && !first.is_whitespace() {
                entry.ended = first == ';';
                entry.blank = false;
            }
            let length = match opening {
                Some((open, close)) => match rest[open.len()..].find(close) {
                    Some(end) => open.len() + end + close.len(),
                    None => {
                        // A line comment ends with the text, too; quotes and block comments are still open.
                        entry.open = *close != "\n";
                        return entry;
                    }
                },
                None => first.len_utf8(),
            };
            rest = &rest[length..];
        }
        entry
    }
}

/// What hides a `;`, with what closes it. A doubled quote closes and opens again, which comes to the same.
const OPENINGS: [(&str, &str); 6] = [
    ("'", "'"),
    ("\"", "\""),
    ("`", "`"),
    ("[", "]"),
    ("--", "\n"),
    ("/*", "*/"),
];

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
