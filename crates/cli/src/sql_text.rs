//! Where the quotes and comments of a text of SQL are, as far as the program has to know: what stands in them is left alone. What a
//! statement is, is the engine's to say.

/// A part of a text that is of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch<'t> {
    pub(crate) text: &'t str,
    pub(crate) kind: Kind,
    /// A quote or a block comment that does not end within the text.
    pub(crate) open: bool,
}

/// What a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Quoted,
    Comment,
}

/// What hides a `;`, with what closes it. A doubled quote closes and opens again, which comes to the same.
const OPENINGS: [(&str, &str, Kind); 6] = [
    ("'", "'", Kind::Quoted),
    ("\"", "\"", Kind::Quoted),
    ("`", "`", Kind::Quoted),
    ("[", "]", Kind::Quoted),
    ("--", "\n", Kind::Comment),
    ("/*", "*/", Kind::Comment),
];

/// What an opening begins with.
const FIRST_LETTERS: [char; 6] = ['\'', '"', '`', '[', '-', '/'];

/// The parts of a text, in order; together they are the text.
pub(crate) fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let mut stretches = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let opening = rest.match_indices(FIRST_LETTERS).find_map(|(at, _)| {
            let mut openings = OPENINGS.iter();
            let opening = openings.find(|opening| rest[at..].starts_with(opening.0))?;
            Some((at, opening))
        });
        let plain = opening.map_or(rest.len(), |(at, _)| at);
        if plain > 0 {
            stretches.push(Stretch {
                text: &rest[..plain],
                kind: Kind::Plain,
                open: false,
            });
            rest = &rest[plain..];
        }
        let Some((_, (open, close, kind))) = opening else {
            break;
        };
        let end = rest[open.len()..].find(close);
        let length = end.map_or(rest.len(), |end| open.len() + end + close.len());
        stretches.push(Stretch {
            text: &rest[..length],
            kind: *kind,
            // A line comment ends with the text, too.
            open: end.is_none() && *close != "\n",
        });
        rest = &rest[length..];
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_text() {
        let text = "SELECT 'it''s', [a b] -- why;\nFROM \"ä\" /* ; ";
        let parts = stretches(text);
        let joined: String = parts.iter().map(|part| part.text).collect();
        assert_eq!(joined, text);
        let quoted = parts.iter().filter(|part| part.kind == Kind::Quoted);
        let quoted: Vec<&str> = quoted.map(|part| part.text).collect();
        assert_eq!(quoted, ["'it'", "'s'", "[a b]", "\"ä\""]);
        assert!(parts.last().is_some_and(|part| part.open));
    }
}
