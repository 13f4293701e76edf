//! Arrays as PostgreSQL writes them: `{a,"b c",NULL}`.

/// The elements of an array's text, NULL as none. None where it is no array, or one of arrays.
pub(crate) fn elements(text: &str) -> Option<Vec<Option<String>>> {
    let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut elements = Vec::new();
    if inside.trim().is_empty() {
        return Some(elements);
    }
    let mut text = String::new();
    let (mut within, mut was_quoted) = (false, false);
    let mut letters = inside.chars();
    let ended = |text: &mut String, was_quoted: bool| {
        let text = std::mem::take(text);
        match (was_quoted, text.trim()) {
            (true, _) => Some(Some(text)),
            (false, "") => None,
            (false, text) => {
                let is_null = text.eq_ignore_ascii_case("null");
                Some((!is_null).then(|| text.to_owned()))
            }
        }
    };
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next()),
            '"' => {
                // Blanks around the quotes are no part of the element.
                if !within && text.trim().is_empty() {
                    text.clear();
                }
                within = !within;
                was_quoted = true;
            }
            ',' if !within => {
                elements.push(ended(&mut text, was_quoted)?);
                was_quoted = false;
            }
            '{' | '}' if !within => return None,
            letter if was_quoted && !within => {
                if !letter.is_whitespace() {
                    return None;
                }
            }
            letter => text.push(letter),
        }
    }
    if within {
        return None;
    }
    elements.push(ended(&mut text, was_quoted)?);
    Some(elements)
}

/// Writes an element behind those before it.
pub(crate) fn push(array: &mut String, element: Option<&str>) {
    if array.len() > 1 {
        array.push(',');
    }
    let Some(text) = element else {
        array.push_str("NULL");
        return;
    };
    let is_special = |letter: char| "{},\"\\".contains(letter) || letter.is_whitespace();
    if text.is_empty() || text.eq_ignore_ascii_case("null") || text.contains(is_special) {
        array.push('"');
        for letter in text.chars() {
            if matches!(letter, '"' | '\\') {
                array.push('\\');
            }
            array.push(letter);
        }
        array.push('"');
    } else {
        array.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::{elements, push};

    #[test]
    fn what_is_written_is_read_again() {
        let texts = [
            Some("a"),
            Some("b c"),
            None,
            Some(""),
            Some("null"),
            Some("{,\"\\}"),
        ];
        let mut array = "{".to_owned();
        for text in texts {
            push(&mut array, text);
        }
        array.push('}');
        assert_eq!(array, r#"{a,"b c",NULL,"","null","{,\"\\}"}"#);
        let read = elements(&array).unwrap();
        let read: Vec<_> = read.iter().map(Option::as_deref).collect();
        assert_eq!(read, texts);
        assert_eq!(elements(" { } ").unwrap(), Vec::<Option<String>>::new());
        let spaced: Vec<_> = elements(r#"{ a b , "c" }"#).unwrap();
        assert_eq!(spaced, [Some("a b".to_owned()), Some("c".to_owned())]);
    }

    #[test]
    fn what_is_no_array() {
        for text in [
            "", "a", "{a", "a}", "{a,}", "{,a}", "{a}b", "{{a}}", "{\"a}", "{\"a\"b}",
        ] {
            assert_eq!(elements(text), None, "{text}");
        }
    }
}
