//! Which `[` of a text opens an array or a subscript; the others are quotes. `ARRAY[1, 2]`, `tags[1]` and `(array_agg(id))[1]` are
//! PostgreSQL's, `SELECT [Id] FROM [Orders]` is what tools of the field write.
//!
//! What stands before decides: behind ARRAY, directly behind a name, `)` or `]`, and behind these and a space where digits follow.

use datafusion::sql::sqlparser::keywords::ALL_KEYWORDS;

/// The bytes at which a `[` is no quote, in their order.
pub(super) fn of_arrays(text: &str) -> Vec<usize> {
    let mut arrays = Vec::new();
    // The brackets that are open, and whether each is an array's.
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let length = match first {
            '\'' | '"' | '`' => quoted(rest, first, is_escaped(&text[..start])),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            '[' if is_array(&text[..start], &rest[1..], open.last().copied()) => {
                arrays.push(start);
                let list = ends_with_array(&text[..start]);
                open.push(
                    list || matches!(text[..start].trim_end().chars().last(), Some('[' | ',')),
                );
                1
            }
            '[' => quoted(rest, ']', false),
            ']' => {
                open.pop();
                1
            }
            other => other.len_utf8(),
        };
        rest = &rest[length.min(rest.len())..];
    }
    arrays
}

/// How long a quoted part is. The quote twice stands for itself.
fn quoted(text: &str, end: char, escapes: bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((place, character)) = characters.next() {
        if escapes && character == '\\' {
            characters.next();
        } else if character == end {
            match characters.peek() {
                Some((_, next)) if *next == end => {
                    characters.next();
                }
                _ => return place + end.len_utf8(),
            }
        }
    }
    text.len()
}

/// Whether a text constant that begins here knows `\'`: `E'…'`.
fn is_escaped(before: &str) -> bool {
    let mut last = before.chars().rev();
    matches!(last.next(), Some('e' | 'E')) && !last.next().is_some_and(is_of_name)
}

fn comment(text: &str) -> usize {
    let mut depth = 0;
    let mut place = 0;
    while place < text.len() {
        let rest = &text.as_bytes()[place..];
        if rest.starts_with(b"/*") {
            depth += 1;
            place += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            place += 2;
            if depth == 0 {
                return place;
            }
        } else {
            place += 1;
        }
    }
    text.len()
}

/// Whether the `[` between the two parts of a text opens an array or a subscript. `within_list` says that it stands in the list of an
/// array.
fn is_array(before: &str, behind: &str, within_list: Option<bool>) -> bool {
    let near = before.trim_end();
    if ends_with_array(before) || is_list_of_constants(behind) {
        return true;
    }
    let last = near.chars().last();
    let first = behind.trim_start().chars().next();
    if within_list == Some(true) && matches!(last, Some('[' | ',')) {
        // `ARRAY[[1, 2], [3, 4]]`; a name in brackets begins otherwise.
        return first
            .is_some_and(|first| first.is_ascii_digit() || matches!(first, '\'' | '-' | '['));
    }
    let follows = match last {
        Some(')' | ']' | '"' | '`') => true,
        Some(last) if is_of_name(last) => {
            let word = word(near);
            let is_name = !word.starts_with(|first: char| first.is_ascii_digit());
            is_name && !is_reserved(word)
        }
        _ => false,
    };
    let is_number = || {
        let inside = behind.split(']').next().unwrap_or_default().trim();
        let parts = |part: char| part.is_ascii_digit() || matches!(part, ':' | ' ' | '-');
        !inside.is_empty() && inside.chars().all(parts)
    };
    follows && (near.len() == before.len() || is_number())
}

/// `[3, 1, 2]` and `['a', 'b']`: no name is called so.
fn is_list_of_constants(behind: &str) -> bool {
    let inside = behind.split(']').next().unwrap_or_default();
    let is_constant = |part: &str| {
        let part = part.trim();
        part.parse::<f64>().is_ok()
            || part.len() > 1 && part.starts_with('\'') && part.ends_with('\'')
    };
    inside.contains(',') && inside.split(',').all(is_constant)
}

fn ends_with_array(before: &str) -> bool {
    word(before.trim_end()).eq_ignore_ascii_case("ARRAY")
}

/// The name or keyword that a text ends with.
fn word(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, character)| is_of_name(*character))
        .last();
    start.map_or("", |(start, _)| &text[start..])
}

fn is_of_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '@' | '$' | '#')
}

/// Words behind which a name begins.
fn is_reserved(word: &str) -> bool {
    const RESERVED: [&str; 37] = [
        "SELECT",
        "DISTINCT",
        "ALL",
        "TOP",
        "AS",
        "FROM",
        "JOIN",
        "ON",
        "USING",
        "WHERE",
        "AND",
        "OR",
        "NOT",
        "IN",
        "LIKE",
        "ILIKE",
        "BETWEEN",
        "IS",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "GROUP",
        "ORDER",
        "BY",
        "HAVING",
        "LIMIT",
        "OFFSET",
        "UNION",
        "EXCEPT",
        "INTERSECT",
        "WITH",
        "OVER",
        "APPLY",
        "LATERAL",
        "TABLE",
    ];
    let upper = word.to_ascii_uppercase();
    RESERVED.contains(&upper.as_str()) && ALL_KEYWORDS.binary_search(&upper.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::of_arrays;

    /// The text behind each `[` that is no quote.
    fn opened(text: &str) -> Vec<&str> {
        of_arrays(text)
            .into_iter()
            .map(|start| &text[start + 1..])
            .collect()
    }

    #[test]
    fn arrays_and_subscripts() {
        assert_eq!(opened("SELECT ARRAY[1]"), ["1]"]);
        assert_eq!(opened("SELECT array [1]"), ["1]"]);
        assert_eq!(
            opened("x = ANY(ARRAY[[1], [2]])"),
            ["[1], [2]])", "1], [2]])", "2]])"]
        );
        assert_eq!(
            opened("SELECT tags[1], (array_agg(id))[1], a [2]"),
            ["1], (array_agg(id))[1], a [2]", "1], a [2]", "2]"]
        );
        assert_eq!(opened("SELECT a[i]"), ["i]"]);
        assert_eq!(opened("SELECT f([3, -1.5])"), ["3, -1.5])"]);
        assert_eq!(opened("SELECT ['a', 'b']"), ["'a', 'b']"]);
    }

    #[test]
    fn quotes() {
        for text in [
            "SELECT [Id] FROM [Orders] [O]",
            "SELECT[Id]FROM[Orders]",
            "SELECT o.[Id], o.[It's] FROM Orders [o]",
            "SELECT 'a[1]', \"b[1]\", `c[1]` -- d[1]\n /* e[1] /* */ f[1] */",
            "SELECT E'\\'[1]'",
            "SELECT count(*) [n]",
        ] {
            assert_eq!(opened(text), [""; 0], "{text}");
        }
        assert_eq!(opened("SELECT ARRAY[o.[Id], [Name]]"), ["o.[Id], [Name]]"]);
    }
}
