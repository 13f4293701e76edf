//! Spellings that the parser does not know, each written as it does, in as many bytes: places in the text stay what they are.

use std::borrow::Cow;

use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use super::text_position::Lines;
use super::tokens::StoreDialect;

/// The text without lines that begin with `#`, MySQL's comments. Anywhere else `#` is part of a name or of an operator.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut blanked = text.to_owned();
    let mut inside = Inside::Nothing;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if inside == Inside::Nothing && line.trim_start().starts_with('#') {
            let end = start + line.trim_end_matches(['\r', '\n']).len();
            blanked.replace_range(start..end, &" ".repeat(end - start));
        } else {
            inside = inside.behind(line);
        }
        start += line.len();
    }
    Cow::Owned(blanked)
}

/// What a place in a text lies in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    /// A text or a name, up to this quote.
    Quotes(char),
    Comment,
}

impl Inside {
    /// What the end of a line lies in.
    fn behind(mut self, line: &str) -> Self {
        let mut characters = line.chars().peekable();
        while let Some(character) = characters.next() {
            self = match (self, character, characters.peek()) {
                (Self::Nothing, '-', Some('-')) => return self,
                (Self::Nothing, '/', Some('*')) => Self::Comment,
                (Self::Nothing, '\'' | '"' | '`', _) => Self::Quotes(character),
                (Self::Quotes(quote), _, _) if quote == character => Self::Nothing,
                (Self::Comment, '*', Some('/')) => Self::Nothing,
                (inside, _, _) => inside,
            };
        }
        self
    }
}

/// ODBC's `{oj a LEFT OUTER JOIN b ON …}` as a join in parentheses.
pub(super) fn outer_joins(text: &str) -> Cow<'_, str> {
    if !text.to_lowercase().contains("{oj") {
        return Cow::Borrowed(text);
    }
    let tokens = Tokenizer::new(&StoreDialect::of(text), text).tokenize_with_location();
    let tokens = tokens.unwrap_or_default();
    let lines = Lines::of(text);
    let mut respelled = text.to_owned();
    // Whether each brace that is open is one of a join.
    let mut open = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        let start = lines.offset(token.span.start);
        match &token.token {
            Token::LBrace => {
                let next = tokens.get(place + 1);
                let joins = matches!(
                    next.map(|next| &next.token),
                    Some(Token::Word(word)) if word.value.eq_ignore_ascii_case("oj")
                );
                if joins {
                    respelled.replace_range(start..start + "{oj".len(), "(  ");
                }
                open.push(joins);
            }
            Token::RBrace if open.pop() == Some(true) => {
                respelled.replace_range(start..=start, ")");
            }
            _ => {}
        }
    }
    Cow::Owned(respelled)
}

#[cfg(test)]
mod tests {
    use super::{outer_joins, without_comments};

    #[test]
    fn lines_that_begin_with_a_hash() {
        assert_eq!(
            without_comments("# don't\nSELECT '\n# text' /*\n# inside */ #> x\n  # last"),
            "       \nSELECT '\n# text' /*\n# inside */ #> x\n        "
        );
        assert_eq!(
            without_comments("SELECT x#TEMP -- it's\n#y"),
            "SELECT x#TEMP -- it's\n  "
        );
    }

    #[test]
    fn joins_in_braces() {
        assert_eq!(
            outer_joins("SELECT {fn UCASE(n)} FROM {oj a LEFT JOIN b ON a.x = {d '2025-01-01'}} t"),
            "SELECT {fn UCASE(n)} FROM (   a LEFT JOIN b ON a.x = {d '2025-01-01'}) t"
        );
    }
}
