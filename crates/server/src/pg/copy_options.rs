//! How COPY spells rows, by the words behind it: the list in parentheses, and PostgreSQL's older words.

use super::fault::Fault;
use super::words::{Token, Words};

type Result<T> = std::result::Result<T, Fault>;

/// The three spellings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CopyFormat {
    Text,
    Csv,
    Binary,
}

/// How rows are spelled.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct CopyOptions {
    pub(super) format: CopyFormat,
    pub(super) header: bool,
    pub(super) delimiter: u8,
    pub(super) null: String,
    pub(super) quote: u8,
    pub(super) escape: u8,
    pub(super) force_quote: Forced,
}

/// Columns whose values are quoted in any case.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Forced {
    Columns(Vec<String>),
    All,
}

/// What is given, before what is not given gets its default.
#[derive(Default)]
struct Given {
    format: Option<CopyFormat>,
    header: bool,
    delimiter: Option<u8>,
    null: Option<String>,
    quote: Option<u8>,
    escape: Option<u8>,
    force_quote: Option<Forced>,
}

impl CopyOptions {
    /// The rest of a COPY statement.
    pub(super) fn of(words: &mut Words) -> Result<Self> {
        words.takes("with");
        let mut given = Given::default();
        if words.takes_symbol('(') {
            loop {
                given.option(words)?;
                if !words.takes_symbol(',') {
                    break;
                }
            }
            if !words.takes_symbol(')') {
                return Err(Fault::syntax(
                    "the options of COPY lack a comma or a closing parenthesis",
                ));
            }
        } else {
            while !words.is_end() {
                given.word(words)?;
            }
        }
        words.end("COPY")?;
        given.options()
    }
}

impl Given {
    /// One option of the list: `FORMAT csv`.
    fn option(&mut self, words: &mut Words) -> Result<()> {
        let name = words.name("an option of COPY")?;
        match name.as_str() {
            "format" => {
                let format = spelled("FORMAT", words)?;
                self.format = Some(match format.as_str() {
                    "text" => CopyFormat::Text,
                    "csv" => CopyFormat::Csv,
                    "binary" => CopyFormat::Binary,
                    other => {
                        let message = format!("COPY has no format {other}: text, csv or binary");
                        return Err(Fault::new("22023", message));
                    }
                });
            }
            "header" => self.header = is_on(words)?,
            "freeze" => {
                is_on(words)?;
            }
            "delimiter" => self.delimiter = Some(byte("DELIMITER", words)?),
            "null" => self.null = Some(text("NULL", words)?),
            "quote" => self.quote = Some(byte("QUOTE", words)?),
            "escape" => self.escape = Some(byte("ESCAPE", words)?),
            "encoding" => encoding(words)?,
            "force_quote" => self.force_quote = Some(forced(words)?),
            other => {
                let message = format!("COPY does not know the option {other}");
                return Err(Fault::unsupported(message));
            }
        }
        Ok(())
    }

    /// One of the older words: `CSV HEADER DELIMITER AS ','`.
    fn word(&mut self, words: &mut Words) -> Result<()> {
        let name = words.name("an option of COPY")?;
        match name.as_str() {
            "binary" => self.format = Some(CopyFormat::Binary),
            "csv" => self.format = Some(CopyFormat::Csv),
            "header" => self.header = true,
            "freeze" => {}
            "delimiter" | "null" | "quote" | "escape" => {
                words.takes("as");
                match name.as_str() {
                    "delimiter" => self.delimiter = Some(byte("DELIMITER", words)?),
                    "null" => self.null = Some(text("NULL", words)?),
                    "quote" => self.quote = Some(byte("QUOTE", words)?),
                    _ => self.escape = Some(byte("ESCAPE", words)?),
                }
            }
            "encoding" => encoding(words)?,
            "force" if words.takes("quote") => self.force_quote = Some(forced(words)?),
            other => {
                let message = format!("COPY does not know the option {other}");
                return Err(Fault::unsupported(message));
            }
        }
        Ok(())
    }

    fn options(self) -> Result<CopyOptions> {
        let format = self.format.unwrap_or(CopyFormat::Text);
        let csv = format == CopyFormat::Csv;
        let spelled = self.delimiter.is_some() || self.null.is_some() || self.header;
        if format == CopyFormat::Binary && spelled {
            return Err(Fault::syntax(
                "COPY in binary takes no DELIMITER, NULL and HEADER",
            ));
        }
        if !csv && (self.quote.is_some() || self.escape.is_some() || self.force_quote.is_some()) {
            return Err(Fault::unsupported(
                "QUOTE, ESCAPE and FORCE_QUOTE are for COPY in csv",
            ));
        }
        let quote = self.quote.unwrap_or(b'"');
        let options = CopyOptions {
            format,
            header: self.header,
            delimiter: self.delimiter.unwrap_or(if csv { b',' } else { b'\t' }),
            null: self.null.unwrap_or(if csv { "" } else { "\\N" }.to_owned()),
            quote,
            escape: self.escape.unwrap_or(quote),
            force_quote: self.force_quote.unwrap_or(Forced::Columns(Vec::new())),
        };
        options.check()?;
        Ok(options)
    }
}

impl CopyOptions {
    /// Refuses what would make a value, a NULL and the end of either look alike.
    fn check(&self) -> Result<()> {
        let csv = self.format == CopyFormat::Csv;
        let letters = self.delimiter.is_ascii_lowercase()
            || self.delimiter.is_ascii_digit()
            || self.delimiter == b'.';
        let holds = |byte: u8| self.null.as_bytes().contains(&byte);
        let wrong = match () {
            () if csv && self.delimiter == self.quote => "DELIMITER and QUOTE of COPY are the same",
            // Behind a backslash they mean something else.
            () if self.format == CopyFormat::Text && letters => {
                "DELIMITER of COPY in text is no small letter, digit or point"
            }
            () if holds(b'\n') || holds(b'\r') => "NULL of COPY has a line break in it",
            () if self.format != CopyFormat::Binary && holds(self.delimiter) => {
                "NULL of COPY has the DELIMITER in it"
            }
            () if csv && holds(self.quote) => "NULL of COPY has the QUOTE in it",
            () => return Ok(()),
        };
        Err(Fault::new("22023", wrong))
    }
}

/// A word, or a text in quotes: PostgreSQL takes both for the value of an option.
fn spelled(of: &str, words: &mut Words) -> Result<String> {
    match words.take() {
        Some(Token::Name(word) | Token::Quoted(word)) => Ok(word),
        Some(Token::Text(text)) => Ok(text.to_lowercase()),
        _ => Err(Fault::syntax(format!("{of} of COPY lacks its value"))),
    }
}

fn is_on(words: &mut Words) -> Result<bool> {
    if words.takes_any(&["true", "on"]) {
        return Ok(true);
    }
    if words.takes_any(&["false", "off"]) {
        return Ok(false);
    }
    if words.takes("match") {
        return Err(Fault::unsupported("HEADER MATCH of COPY is not supported"));
    }
    // The name alone switches it on.
    let value = match Words::of(words.rest()).take() {
        Some(Token::Number(number @ (0 | 1))) => number == 1,
        Some(Token::Text(text)) => match text.to_lowercase().as_str() {
            "true" | "on" | "1" => true,
            "false" | "off" | "0" => false,
            _ => return Err(Fault::new("22023", "an option of COPY is true or false")),
        },
        _ => return Ok(true),
    };
    words.take();
    Ok(value)
}

fn text(of: &str, words: &mut Words) -> Result<String> {
    match words.take() {
        Some(Token::Text(text)) => Ok(text),
        _ => Err(Fault::syntax(format!(
            "{of} of COPY takes a text in quotes"
        ))),
    }
}

fn byte(of: &str, words: &mut Words) -> Result<u8> {
    let text = text(of, words)?;
    match text.as_bytes() {
        [b'\n' | b'\r'] => Err(Fault::new(
            "22023",
            format!("{of} of COPY is no line break"),
        )),
        [b'\\'] if of == "DELIMITER" => Err(Fault::new(
            "22023",
            "DELIMITER of COPY is no backslash, which has a meaning of its own",
        )),
        [byte] if byte.is_ascii() => Ok(*byte),
        _ => Err(Fault::new(
            "22023",
            format!("{of} of COPY takes one ASCII character"),
        )),
    }
}

fn encoding(words: &mut Words) -> Result<()> {
    let encoding = text("ENCODING", words)?.to_lowercase();
    match ["utf8", "utf-8", "unicode"].contains(&encoding.as_str()) {
        true => Ok(()),
        false => Err(Fault::unsupported(format!(
            "COPY in the encoding {encoding} is not supported: a text is always UTF-8"
        ))),
    }
}

fn forced(words: &mut Words) -> Result<Forced> {
    if words.takes_symbol('*') {
        return Ok(Forced::All);
    }
    let in_list = words.takes_symbol('(');
    let mut columns = vec![words.name("FORCE_QUOTE")?];
    while in_list && words.takes_symbol(',') {
        columns.push(words.name("FORCE_QUOTE")?);
    }
    if in_list && !words.takes_symbol(')') {
        return Err(Fault::syntax("FORCE_QUOTE lacks a closing parenthesis"));
    }
    Ok(Forced::Columns(columns))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(text: &str) -> Result<CopyOptions> {
        CopyOptions::of(&mut Words::of(text))
    }

    #[test]
    fn both_spellings_say_the_same() {
        let list = options("WITH (FORMAT 'csv', HEADER 'true', DELIMITER ';', NULL 'x')").unwrap();
        let older = options("WITH CSV HEADER DELIMITER AS ';' NULL 'x'").unwrap();
        assert_eq!(list, older);
        assert!(list.header);
        assert_eq!((list.delimiter, list.null.as_str()), (b';', "x"));
    }

    #[test]
    fn defaults_go_by_the_format() {
        let text = options("").unwrap();
        assert_eq!((text.delimiter, text.null.as_str()), (b'\t', "\\N"));
        let csv = options("(FORMAT csv, HEADER false)").unwrap();
        assert_eq!(
            (csv.delimiter, csv.null.as_str(), csv.header),
            (b',', "", false)
        );
        assert_eq!(options("BINARY").unwrap().format, CopyFormat::Binary);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for wrong in [
            "(FORMAT xml)",
            "(FORMAT csv",
            "(DELIMITER 'ab')",
            "(FORMAT binary, HEADER)",
            "(QUOTE '\"')",
            "(FORMAT csv, HEADER match)",
            "(ENCODING 'latin1')",
            "CSV more",
            "(DELIMITER 'n')",
            "(DELIMITER ';', NULL 'a;b')",
            "(NULL E'a\\n')",
            "CSV NULL '\"'",
        ] {
            assert!(options(wrong).is_err(), "{wrong}");
        }
    }
}
