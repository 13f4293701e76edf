//! How a text is cut into tokens: DataFusion's generic dialect with `[brackets]` as quotes.
//!
//! The parser asks a dialect many yes-or-no questions; where the answer is not about quoting it is the generic dialect's.

use std::any::TypeId;
use std::iter::Peekable;
use std::str::Chars;

use datafusion::sql::sqlparser::ast::{BinaryOperator, DataType, Expr, Statement, UnaryOperator};
use datafusion::sql::sqlparser::dialect::{Dialect, GenericDialect, Precedence};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

use super::brackets::of_arrays;
use crate::mend::{Mend, Mends};

/// The dialect of one text.
#[derive(Debug)]
pub(crate) struct StoreDialect {
    length: usize,
    /// The bytes at which `[` is no quote.
    arrays: Vec<usize>,
    mends: Mends,
}

/// Of PostgreSQL's `^`, which binds tighter than `*`, and of a sign, which binds tighter than that.
const POWER: u8 = 41;
const SIGN: u8 = 45;

impl StoreDialect {
    pub(super) fn of(text: &str) -> Self {
        Self {
            length: text.len(),
            arrays: of_arrays(text),
            mends: Mends::default(),
        }
    }

    /// The dialect with these mends.
    pub(super) fn with(mut self, mends: Mends) -> Self {
        if !mends.has(Mend::Brackets) {
            self.arrays.clear();
        }
        self.mends = mends;
        self
    }
}

macro_rules! as_generic {
    ($($question:ident)*) => { $(fn $question(&self) -> bool { GenericDialect {}.$question() })* };
}

impl Dialect for StoreDialect {
    fn dialect(&self) -> TypeId {
        TypeId::of::<GenericDialect>()
    }

    fn is_delimited_identifier_start(&self, character: char) -> bool {
        matches!(character, '"' | '`')
    }

    fn is_nested_delimited_identifier_start(&self, character: char) -> bool {
        character == '['
    }

    /// A `[` is a quote unless it opens an array or a subscript. How much of the text is left tells where it stands.
    fn peek_nested_delimited_identifier_quotes(
        &self,
        rest: Peekable<Chars<'_>>,
    ) -> Option<(char, Option<char>)> {
        let left: usize = rest.map(char::len_utf8).sum();
        let is_array = self
            .arrays
            .binary_search(&(self.length - left.min(self.length)))
            .is_ok();
        (!is_array).then_some(('[', None))
    }

    fn supports_numeric_literal_underscores(&self) -> bool {
        true
    }

    fn is_identifier_start(&self, character: char) -> bool {
        character.is_alphabetic() || character == '_' || character == '@' || character == '#'
    }

    fn is_identifier_part(&self, character: char) -> bool {
        character.is_alphanumeric() || matches!(character, '_' | '@' | '$' | '#')
    }

    /// PostgreSQL's: IN, LIKE and BETWEEN bind tighter than `=` and `<`.
    fn prec_value(&self, precedence: Precedence) -> u8 {
        let generic = |precedence| GenericDialect {}.prec_value(precedence);
        match precedence {
            other if !self.mends.has(Mend::Precedence) => generic(other),
            Precedence::Eq => generic(Precedence::Is) + 1,
            Precedence::Like => generic(Precedence::Between),
            other => generic(other),
        }
    }

    /// PostgreSQL's: its other operators, `->>` and `||` among them, bind tighter than comparisons, IN, LIKE and IS, and more loosely
    /// than sums. The parser's own has the arrows below `=`, so that `x ->> 'a' = 'b'` took `'a' = 'b'` for the key.
    fn get_next_precedence(&self, parser: &Parser) -> Option<Result<u8, ParserError>> {
        if parser.peek_token_ref().token == Token::Caret {
            return Some(Ok(POWER));
        }
        let other = matches!(
            parser.peek_token_ref().token,
            Token::Arrow
                | Token::LongArrow
                | Token::HashArrow
                | Token::HashLongArrow
                | Token::HashMinus
                | Token::AtArrow
                | Token::ArrowAt
                | Token::Question
                | Token::QuestionAnd
                | Token::QuestionPipe
                | Token::StringConcat
        );
        (other && self.mends.has(Mend::Precedence))
            .then(|| Ok(self.prec_value(Precedence::PlusMinus) - 1))
    }

    fn supports_from_first_select(&self) -> bool {
        true
    }

    fn supports_order_by_all(&self) -> bool {
        true
    }

    fn supports_bang_not_operator(&self) -> bool {
        true
    }

    /// `TABLE orders` is a query.
    fn parse_statement(&self, parser: &mut Parser) -> Option<Result<Statement, ParserError>> {
        match &parser.peek_token_ref().token {
            Token::Word(word) if word.keyword == Keyword::TABLE => {
                Some(parser.parse_query().map(Statement::Query))
            }
            _ => None,
        }
    }

    /// `-2 ^ 2` is 4, as in PostgreSQL. `CONVERT(varchar, id)` has the type first, as in SQL Server, where `CONVERT(id, varchar)` is MySQL's.
    fn parse_prefix(&self, parser: &mut Parser) -> Option<Result<Expr, ParserError>> {
        if let Some(converted) = type_first(parser) {
            return Some(Ok(converted));
        }
        let op = match parser.peek_token_ref().token {
            Token::Minus => UnaryOperator::Minus,
            Token::Plus => UnaryOperator::Plus,
            _ => return None,
        };
        parser.next_token();
        let signed = parser.parse_subexpr(SIGN).map(Box::new);
        Some(signed.map(|expr| Expr::UnaryOp { op, expr }))
    }

    /// `^` is a power. `a IS DISTINCT FROM b OR c`: the parser's own reading takes `b OR c` for the other side.
    fn parse_infix(
        &self,
        parser: &mut Parser,
        expr: &Expr,
        _: u8,
    ) -> Option<Result<Expr, ParserError>> {
        if parser.consume_token(&Token::Caret) {
            let power = parser.parse_subexpr(POWER).map(Box::new);
            return Some(power.map(|right| Expr::BinaryOp {
                left: Box::new(expr.clone()),
                op: BinaryOperator::PGExp,
                right,
            }));
        }
        if in_a_row(parser, expr) {
            let next = parser.peek_token();
            return Some(parser.expected("parentheses around the comparison before it", next));
        }
        if let Some(not) = not_behind_between(parser) {
            return Some(parser.expected("parentheses around NOT and its condition", not));
        }
        const DISTINCT: [Keyword; 3] = [Keyword::IS, Keyword::DISTINCT, Keyword::FROM];
        const SAME: [Keyword; 4] = [Keyword::IS, Keyword::NOT, Keyword::DISTINCT, Keyword::FROM];
        let from = match (
            parser.parse_keywords(&DISTINCT),
            parser.parse_keywords(&SAME),
        ) {
            (true, _) => Expr::IsDistinctFrom,
            (_, true) => Expr::IsNotDistinctFrom,
            _ => return None,
        };
        let other = parser.parse_subexpr(self.prec_value(Precedence::Is));
        Some(other.map(|other| from(Box::new(expr.clone()), Box::new(other))))
    }

    as_generic! {
        supports_unicode_string_literal supports_group_by_expr supports_group_by_with_modifier
        supports_left_associative_joins_without_parens supports_window_function_null_treatment_arg
        supports_window_clause_named_window_reference supports_parenthesized_set_variables
        supports_select_wildcard_except supports_select_wildcard_exclude supports_select_wildcard_replace
        allow_extract_custom allow_extract_single_quotes supports_extract_comma_syntax
        supports_parens_around_table_factor supports_values_as_table_factor supports_limit_comma
        supports_bitwise_shift_operators supports_named_fn_args_with_assignment_operator
        supports_nested_comments supports_string_escape_constant supports_filter_during_aggregation
        supports_interval_options supports_comma_separated_trim supports_try_convert supports_set_names
        supports_array_typedef_with_brackets
    }
}

/// `CONVERT(type, value)` or `TRY_CONVERT(type, value)`; nothing is taken where it is another text.
fn type_first(parser: &mut Parser) -> Option<Expr> {
    let is_try = match &parser.peek_token_ref().token {
        Token::Word(word) if word.keyword == Keyword::CONVERT => false,
        Token::Word(word) if word.keyword == Keyword::TRY_CONVERT => true,
        _ => return None,
    };
    let parsed = parser.maybe_parse(|parser| {
        parser.next_token();
        parser.expect_token(&Token::LParen)?;
        let data_type = parser.parse_data_type()?;
        parser.expect_token(&Token::Comma)?;
        let value = parser.parse_expr()?;
        let styles = match parser.consume_token(&Token::Comma) {
            true => parser.parse_comma_separated(Parser::parse_expr)?,
            false => Vec::new(),
        };
        parser.expect_token(&Token::RParen)?;
        Ok((data_type, value, styles))
    });
    let (data_type, value, styles) = parsed.ok()??;
    // The name of a column is a type of its own to the parser.
    let is_known = match &data_type {
        DataType::Custom(name, _) => {
            let name = name.to_string().to_lowercase();
            OF_SQL_SERVER.contains(&name.as_str())
        }
        _ => true,
    };
    Some(Expr::Convert {
        is_try,
        expr: Box::new(value),
        data_type: Some(data_type),
        charset: None,
        target_before_value: true,
        styles,
    })
    .filter(|_| is_known)
}

/// Types that the parser does not know.
const OF_SQL_SERVER: [&str; 7] = [
    "money",
    "smallmoney",
    "smalldatetime",
    "datetime2",
    "datetimeoffset",
    "uniqueidentifier",
    "ntext",
];

/// Whether the next operator cannot follow the one before, as in PostgreSQL: `a < b < c`, `a LIKE b LIKE c`,
/// `a BETWEEN b AND c IN (d)`, `a IS DISTINCT FROM b IS NULL`. What ends with a parenthesis or a word of its own may be followed:
/// `a IN (b) IN (c)`, `a IS NULL IS NULL`.
fn in_a_row(parser: &Parser, expr: &Expr) -> bool {
    match expr {
        Expr::BinaryOp { op, .. } => {
            is_comparison(op)
                && matches!(
                    parser.peek_token_ref().token,
                    Token::Eq | Token::Neq | Token::Lt | Token::LtEq | Token::Gt | Token::GtEq
                )
        }
        Expr::Between { .. } | Expr::Like { .. } | Expr::ILike { .. } | Expr::SimilarTo { .. } => {
            let negated = usize::from(keyword(parser, 0) == Some(Keyword::NOT));
            matches!(
                keyword(parser, negated),
                Some(
                    Keyword::BETWEEN
                        | Keyword::IN
                        | Keyword::LIKE
                        | Keyword::ILIKE
                        | Keyword::SIMILAR
                )
            )
        }
        Expr::IsDistinctFrom(..) | Expr::IsNotDistinctFrom(..) => {
            matches!(keyword(parser, 0), Some(Keyword::IS | Keyword::NOTNULL))
        }
        _ => false,
    }
}

/// The NOT of `a BETWEEN NOT b AND c`, which PostgreSQL does not read.
fn not_behind_between(parser: &Parser) -> Option<TokenWithSpan> {
    let negated = usize::from(keyword(parser, 0) == Some(Keyword::NOT));
    let between = keyword(parser, negated) == Some(Keyword::BETWEEN);
    let is_not = between && keyword(parser, negated + 1) == Some(Keyword::NOT);
    is_not.then(|| parser.peek_nth_token(negated + 1))
}

/// The keyword that is the next token but so many.
fn keyword(parser: &Parser, place: usize) -> Option<Keyword> {
    match &parser.peek_nth_token_ref(place).token {
        Token::Word(word) => Some(word.keyword),
        _ => None,
    }
}

fn is_comparison(op: &BinaryOperator) -> bool {
    matches!(
        op,
        BinaryOperator::Eq
            | BinaryOperator::NotEq
            | BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::{ErrorKind, Statement};

    /// Each was held against PostgreSQL's grammar.
    #[test]
    fn comparisons_stand_in_a_row_where_postgresql_reads_them_so() {
        for refused in [
            "a < b < c",
            "a = b <> c",
            "a LIKE 'x' LIKE 'y'",
            "a ILIKE 'x' NOT SIMILAR TO 'y'",
            "a LIKE 'x' IN (b)",
            "a BETWEEN b AND c NOT IN (d)",
            "a NOT BETWEEN b AND c BETWEEN d AND e",
            "a BETWEEN b IN (c) AND d",
            "a BETWEEN NOT b AND c",
            "a IS DISTINCT FROM b IS NULL",
            "a IS NOT DISTINCT FROM b IS DISTINCT FROM c",
        ] {
            let error = Statement::one(&format!("SELECT 1 FROM t WHERE {refused}")).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Syntax, "{refused}");
            assert!(error.position().is_some(), "{refused}");
        }
        for read in [
            "(a < b) < c",
            "a IN (b) IN (c)",
            "a IN (b) NOT BETWEEN c AND d",
            "a IS NULL IS NULL",
            "a LIKE 'x' IS TRUE",
            "a LIKE 'x' = b",
            "a BETWEEN b AND c = d",
            "a BETWEEN b AND c AND d NOT IN (e)",
            "a BETWEEN (NOT b) AND c",
            "a IS DISTINCT FROM b AND c IS NULL",
            "a IS DISTINCT FROM b LIKE 'x'",
        ] {
            Statement::one(&format!("SELECT 1 FROM t WHERE {read}")).unwrap();
        }
    }
}
