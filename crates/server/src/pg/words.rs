//! The words of a statement that is the server's own: DECLARE, FETCH, COPY. The engine reads all others.

use super::fault::Fault;

/// What a word is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// In small letters, as PostgreSQL takes a name without quotes.
    Name(String),
    Quoted(String),
    Text(String),
    Number(i64),
    Symbol(char),
}

/// A word and where it begins.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    token: Token,
    start: usize,
}

/// The words of a statement, one after another.
pub(super) struct Words<'a> {
    text: &'a str,
    next: Option<Word>,
    /// The byte behind the next word.
    at: usize,
}

impl<'a> Words<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut words = Self {
            text,
            next: None,
            at: 0,
        };
        words.next = words.read();
        words
    }

    /// The text behind the words that were taken.
    pub(super) fn rest(&self) -> &'a str {
        let start = self
            .next
            .as_ref()
            .map_or(self.text.len(), |word| word.start);
        &self.text[start..]
    }

    pub(super) fn is_end(&self) -> bool {
        self.next.is_none()
    }

    pub(super) fn take(&mut self) -> Option<Token> {
        let word = self.next.take()?;
        self.next = self.read();
        Some(word.token)
    }

    fn takes_token(&mut self, wanted: impl Fn(&Token) -> bool) -> bool {
        let is_it = self.next.as_ref().is_some_and(|word| wanted(&word.token));
        if is_it {
            self.take();
        }
        is_it
    }

    /// Whether the next word is this one, in any case; it is taken then.
    pub(super) fn takes(&mut self, name: &str) -> bool {
        self.takes_token(|token| matches!(token, Token::Name(next) if next == name))
    }

    pub(super) fn takes_any(&mut self, names: &[&str]) -> bool {
        names.iter().any(|name| self.takes(name))
    }

    pub(super) fn takes_symbol(&mut self, symbol: char) -> bool {
        self.takes_token(|token| *token == Token::Symbol(symbol))
    }

    pub(super) fn name(&mut self, of: &str) -> Result<String, Fault> {
        match self.take() {
            Some(Token::Name(name) | Token::Quoted(name)) => Ok(name),
            _ => Err(Fault::syntax(format!("{of} lacks a name"))),
        }
    }

    /// The statement ends here.
    pub(super) fn end(&self, of: &str) -> Result<(), Fault> {
        match self.is_end() {
            true => Ok(()),
            false => Err(Fault::syntax(format!(
                "{of} is not understood from \"{}\" on",
                storeql_connection::one_line(self.rest())
            ))),
        }
    }

    /// What stands between `(`, which comes next, and the `)` that closes it.
    pub(super) fn in_parentheses(&mut self, of: &str) -> Result<&'a str, Fault> {
        let open = self.next.as_ref().map_or(0, |word| word.start + 1);
        let mut depth = 0;
        while let Some(word) = self.next.clone() {
            match word.token {
                Token::Symbol('(') => depth += 1,
                Token::Symbol(')') => depth -= 1,
                _ => {}
            }
            self.take();
            if depth == 0 {
                return Ok(&self.text[open.min(word.start)..word.start]);
            }
        }
        Err(Fault::syntax(format!("{of} lacks a closing parenthesis")))
    }

    fn read(&mut self) -> Option<Word> {
        self.skip_blanks();
        let start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next()?;
        let (token, length) = match first {
            '\'' => quoted(rest, '\'', false, Token::Text),
            'e' | 'E' if rest[1..].starts_with('\'') => {
                let (token, length) = quoted(&rest[1..], '\'', true, Token::Text);
                (token, length + 1)
            }
            '"' | '`' => quoted(rest, first, false, Token::Quoted),
            '$' if dollar(rest).is_some() => dollar(rest)?,
            _ if first.is_alphabetic() || first == '_' => {
                let is_part = |part: char| part.is_alphanumeric() || matches!(part, '_' | '$');
                let length = rest.find(|part| !is_part(part)).unwrap_or(rest.len());
                (Token::Name(rest[..length].to_lowercase()), length)
            }
            _ if first.is_ascii_digit() => {
                let length = rest.find(|part: char| !part.is_ascii_digit());
                let length = length.unwrap_or(rest.len());
                let number = rest[..length].parse().unwrap_or(i64::MAX);
                (Token::Number(number), length)
            }
            _ => (Token::Symbol(first), first.len_utf8()),
        };
        self.at = start + length;
        Some(Word { token, start })
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("--") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += comment(trimmed);
            } else {
                return;
            }
        }
    }
}

/// Bytes of the comment that a text begins with; one comment may stand in another.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        let step = match rest {
            [b'/', b'*', ..] => {
                depth += 1;
                2
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                2
            }
            _ => 1,
        };
        at += step;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// What stands in quotes, and the bytes that it takes with them. A quote within it is doubled.
fn quoted(text: &str, quote: char, escapes: bool, token: fn(String) -> Token) -> (Token, usize) {
    let mut inner = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == quote {
            match characters.next_if(|(_, next)| *next == quote) {
                Some(_) => inner.push(quote),
                None => return (token(inner), at + 1),
            }
        } else if character == '\\' && escapes {
            match characters.next().map(|(_, escaped)| escaped) {
                Some('t') => inner.push('\t'),
                Some('n') => inner.push('\n'),
                Some('r') => inner.push('\r'),
                Some('b') => inner.push('\u{8}'),
                Some(other) => inner.push(other),
                None => {}
            }
        } else {
            inner.push(character);
        }
    }
    (token(inner), text.len())
}

/// A text between `$$` and `$$`, or between `$tag$` and `$tag$`.
fn dollar(text: &str) -> Option<(Token, usize)> {
    let tag = &text[..text[1..].find('$')? + 2];
    let inside = &tag[1..tag.len() - 1];
    let is_tag = inside
        .chars()
        .all(|part| part.is_alphanumeric() || part == '_')
        && !inside.starts_with(|first: char| first.is_ascii_digit());
    if !is_tag {
        return None;
    }
    let rest = &text[tag.len()..];
    let end = rest.find(tag)?;
    let token = Token::Text(rest[..end].to_owned());
    Some((token, tag.len() + end + tag.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Token> {
        let mut words = Words::of(text);
        std::iter::from_fn(|| words.take()).collect()
    }

    #[test]
    fn words_quotes_and_comments() {
        let name = |name: &str| Token::Name(name.to_owned());
        let text = |text: &str| Token::Text(text.to_owned());
        assert_eq!(
            all("Fetch /* a /* b */ */ 10 -- c\n\"My \"\"C\" 'it''s' E'\\t' $x$ a ' $x$ ;"),
            [
                name("fetch"),
                Token::Number(10),
                Token::Quoted("My \"C".to_owned()),
                text("it's"),
                text("\t"),
                text(" a ' "),
                Token::Symbol(';'),
            ]
        );
    }

    #[test]
    fn what_stands_in_parentheses() {
        let mut words = Words::of("copy (select ')', (1)) to");
        assert!(words.takes("copy"));
        assert_eq!(words.in_parentheses("COPY").unwrap(), "select ')', (1)");
        assert_eq!(words.rest(), "to");
        assert!(Words::of("(1").in_parentheses("COPY").is_err());
    }

    #[test]
    fn a_text_that_breaks_off() {
        for broken in ["'a", "\"", "e'\\", "/* a", "$x$ a", "(", "é"] {
            assert!(all(broken).len() <= 4, "{broken}");
        }
    }
}
