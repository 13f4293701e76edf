//! A text, cut into statements and parsed once. What a statement's names mean is decided later, by the tables there are then.

use std::collections::BTreeSet;
use std::ops::Range;

use datafusion::sql::parser::{DFParserBuilder, Statement as Parsed};
use datafusion::sql::sqlparser::ast::{self, Query};
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use super::balanced::balance;
use super::call;
use super::explain_options;
use super::parser_error;
use super::place_of_error::placed;
use super::relations::relations;
use super::text_position::Lines;
use super::tokens::StoreDialect;
use super::typed::{outer_joins, without_comments};
use crate::error::{Error, ErrorKind, Result};
use crate::large_stack::on_large_stack;
use crate::mend::Mends;

/// Statements of other drivers that the parser does not know.
const OF_OTHER_DRIVERS: [&str; 6] = [
    "REPLICATE",
    "GETDELETED",
    "CACHE",
    "CHECKCACHE",
    "RESET",
    "KILL",
];

/// One statement of a text, parsed.
///
/// ```
/// # use storeql_engine::Statement;
/// let statements = Statement::split("SELECT 1; SELECT 2")?;
/// assert_eq!(statements[1].text(), "SELECT 2");
/// assert_eq!(statements[1].span(), 10..18);
/// # Ok::<(), storeql_engine::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Statement {
    text: String,
    start: usize,
    parsed: Parsed,
    upserts: bool,
    updates_in_bulk: bool,
}

impl Statement {
    /// The statements of a text, in their order. One that cannot be parsed refuses the whole text, so that a script with a
    /// typing error in its third statement does not run its first two.
    pub fn split(text: &str) -> Result<Vec<Self>> {
        let text = without_comments(text);
        let spans = spans(&text)?;
        spans
            .into_iter()
            .map(|span| Self::at(&text, span, Mends::default()))
            .collect()
    }

    /// Where the statements of a text stand, in bytes, without parsing them: for a face that has statements of its own.
    ///
    /// ```
    /// # use storeql_engine::Statement;
    /// assert_eq!(Statement::spans("FETCH c; SELECT ';'")?, [0..7, 9..19]);
    /// # Ok::<(), storeql_engine::Error>(())
    /// ```
    pub fn spans(text: &str) -> Result<Vec<Range<usize>>> {
        spans(text)
    }

    /// The only statement of a text.
    pub fn one(text: &str) -> Result<Self> {
        Self::one_with(text, Mends::default())
    }

    /// The same, read with these mends of the parser.
    pub(crate) fn one_with(text: &str, mends: Mends) -> Result<Self> {
        let text = without_comments(text);
        let mut spans = spans(&text)?;
        match (spans.pop(), spans.pop()) {
            (Some(span), None) => Self::at(&text, span, mends),
            _ => Err(Error::new(
                ErrorKind::Syntax,
                "one statement at a time: this text holds none or several",
            )),
        }
    }

    /// The statement that a query is by itself, as a view's is.
    pub(super) fn of_query(query: &Query) -> Self {
        Self {
            text: query.to_string(),
            start: 0,
            parsed: Parsed::Statement(Box::new(ast::Statement::Query(Box::new(query.clone())))),
            upserts: false,
            updates_in_bulk: false,
        }
    }

    fn at(whole: &str, span: Range<usize>, mends: Mends) -> Result<Self> {
        let plain = call::without_braces(&whole[span.clone()])?;
        let text = plain.as_deref().unwrap_or(&whole[span.clone()]);
        let first = text.split_whitespace().next().unwrap_or_default();
        let is_first = |word: &&&str| word.eq_ignore_ascii_case(first);
        if let Some(word) = OF_OTHER_DRIVERS.iter().find(is_first) {
            return Err(placed(Error::not_done(word).about_typed(*word), text));
        }
        if first.eq_ignore_ascii_case("DECLARE") && text.contains('@') {
            let error = Error::new(
                ErrorKind::Unsupported,
                "DECLARE of a variable is not supported",
            );
            let error = error.with_hint(
                "write the value itself in the statement, or ? in its place and give the value with the statement",
            );
            return Err(placed(error.about_typed("DECLARE"), text));
        }
        // The parser knows INSERT only, which has as many letters: places in the text stay what they are.
        let bulk = bulk_update(text);
        let insert = upsert(text).or_else(|| bulk.clone()).map(|word| {
            let mut insert = text.to_owned();
            insert.replace_range(word, "INSERT");
            insert
        });
        let spelled = insert.as_deref().unwrap_or(text);
        let explained = explain_options::respelled(spelled)?;
        let spelled = outer_joins(explained.as_deref().unwrap_or(spelled));
        let parsed = on_large_stack(|| Self::parse(&spelled, mends))?;
        Ok(Self {
            text: text.to_owned(),
            start: span.start,
            parsed,
            upserts: insert.is_some(),
            updates_in_bulk: bulk.is_some(),
        })
    }

    fn parse(text: &str, mends: Mends) -> Result<Parsed> {
        let parsed = DFParserBuilder::new(text)
            .with_dialect(&StoreDialect::of(text).with(mends))
            .build()
            .and_then(|mut parser| parser.parse_statements())
            .map_err(|error| parser_error::translated(error, text))?
            .pop_front();
        let mut parsed =
            parsed.ok_or_else(|| Error::new(ErrorKind::Syntax, "there is no statement"))?;
        let mut innermost = &mut parsed;
        while let Parsed::Explain(explained) = innermost {
            innermost = &mut explained.statement;
        }
        if let Parsed::Statement(statement) = innermost {
            balance(statement)?;
        }
        Ok(parsed)
    }

    /// The statement as it was written, without the semicolon.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it stands in the text that it was cut from, in bytes. An error's position counts from its start.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Whether it is an UPSERT, which is parsed as an INSERT.
    pub(crate) fn upserts(&self) -> bool {
        self.upserts
    }

    /// Whether it is `UPDATE table (columns) SELECT …`, which is parsed as an UPSERT.
    pub(crate) fn updates_in_bulk(&self) -> bool {
        self.updates_in_bulk
    }

    pub(crate) fn parsed(&self) -> &Parsed {
        &self.parsed
    }

    /// The tables and views that it names, without qualifiers and as they are spelled.
    pub(crate) fn relations(&self) -> BTreeSet<String> {
        match &self.parsed {
            Parsed::Statement(statement) => relations(statement),
            _ => BTreeSet::new(),
        }
    }
}

/// Where the word UPSERT stands that a statement begins with.
fn upsert(text: &str) -> Option<Range<usize>> {
    word(text).filter(|word| text[word.clone()].eq_ignore_ascii_case("UPSERT"))
}

/// Where the first word of a statement stands, behind EXPLAIN.
fn word(text: &str) -> Option<Range<usize>> {
    let mut words = text.split_whitespace();
    let word = words.find(|word| {
        let is = |other: &&str| word.eq_ignore_ascii_case(other);
        !["EXPLAIN", "ANALYZE", "VERBOSE"].iter().any(is)
    })?;
    let start = word.as_ptr().addr() - text.as_ptr().addr();
    Some(start..start + word.len())
}

/// Where the word UPDATE stands of `UPDATE table (column, …) SELECT …`, which the field's drivers have for many rows at once.
fn bulk_update(text: &str) -> Option<Range<usize>> {
    let start = word(text).filter(|word| text[word.clone()].eq_ignore_ascii_case("UPDATE"))?;
    let dialect = StoreDialect::of(text);
    let tokens = Tokenizer::new(&dialect, text).tokenize().ok()?;
    let mut tokens = tokens
        .iter()
        .filter(|token| !matches!(token, Token::Whitespace(_)));
    let of_name = |token: &&Token| matches!(token, Token::Word(_) | Token::Period);
    let mut behind = tokens.by_ref().skip_while(
        |token| !matches!(token, Token::Word(word) if word.value.eq_ignore_ascii_case("UPDATE")),
    );
    behind.next();
    let list = behind.find(|token| !of_name(token))?;
    let mut behind_list = behind.skip_while(|token| **token != Token::RParen).skip(1);
    let selects = matches!(behind_list.next(), Some(Token::Word(word)) if word.value.eq_ignore_ascii_case("SELECT"));
    (*list == Token::LParen && selects).then_some(start)
}

/// Where each statement of a text stands. An editor's byte order mark before the first one is none of it.
fn spans(whole: &str) -> Result<Vec<Range<usize>>> {
    let text = whole.trim_start_matches('\u{feff}');
    let mark = whole.len() - text.len();
    let tokens = Tokenizer::new(&StoreDialect::of(text), text)
        .tokenize_with_location()
        .map_err(|error| parser_error::of_token(&error, text))?;
    let lines = Lines::of(text);
    let mut spans = Vec::new();
    // From the first token that says something to the end of the last.
    let mut span: Option<Range<usize>> = None;
    for token in &tokens {
        match &token.token {
            Token::SemiColon => spans.extend(span.take()),
            Token::Whitespace(_) | Token::EOF => {}
            _ => {
                let start = || mark + lines.offset(token.span.start);
                let end = mark + lines.offset(token.span.end);
                span = Some(span.map_or_else(start, |span| span.start)..end);
            }
        }
    }
    spans.extend(span);
    Ok(spans)
}
