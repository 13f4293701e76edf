//! From a text to a statement that DataFusion can plan: quotes, `TOP`, several statements, names in any spelling.

pub(crate) mod call;
mod dedupe_columns;
mod describe;
pub(crate) mod literal_coercion;
mod name_comparison;
pub(crate) mod names;
mod rewrite;
mod tokens;
pub(crate) mod view_change;
pub(crate) mod views;

use datafusion::sql::parser::{DFParserBuilder, Statement as Parsed};
use datafusion::sql::sqlparser::ast::{self, SelectItem, SetExpr};
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::{Location, Token, Tokenizer};

use crate::error::{Error, ErrorKind, Result};
use std::collections::BTreeSet;

use call::Call;
use names::Names;
use tokens::StoreDialect;
use view_change::ViewChange;

/// One statement, with canonical names.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    pub(crate) parsed: Parsed,
    /// The call that it is, if it is one.
    pub(crate) call: Option<Call>,
    /// The change of views that it is, if it is one.
    pub(crate) view: Option<ViewChange>,
    /// The table that it describes, if it is a DESCRIBE or a SHOW COLUMNS.
    pub(crate) described: Option<String>,
    /// EXPLAIN, or EXPLAIN ANALYZE.
    pub(crate) explain: Option<Explain>,
    /// The columns' labels as they were typed.
    pub(crate) labels: Labels,
}

/// How a plan is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Explain {
    pub(crate) analyze: bool,
}

/// Labels of a result's columns from its first on and from its last back; between them stand the columns of `*`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Labels {
    pub(crate) first: Vec<String>,
    pub(crate) last: Vec<String>,
}

/// Cuts a text into its statements. An editor's byte order mark before the first one is none of it.
pub(crate) fn split(text: &str) -> Result<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let tokens = Tokenizer::new(&StoreDialect, text)
        .tokenize_with_location()
        .map_err(|error| Error::new(ErrorKind::Syntax, error.to_string()))?;
    let mut statements = Vec::new();
    let mut start = 0;
    let mut empty = true;
    let offsets = Offsets::new(text);
    for token in &tokens {
        match &token.token {
            Token::SemiColon => {
                let end = offsets.at(token.span.start);
                if !empty {
                    statements.push(text[start..end].trim().to_owned());
                }
                start = offsets.at(token.span.end);
                empty = true;
            }
            Token::Whitespace(_) | Token::EOF => {}
            _ => empty = false,
        }
    }
    if !empty {
        statements.push(text[start..].trim().to_owned());
    }
    Ok(statements)
}

impl Statement {
    /// Whether it is a SELECT that is to be run.
    pub(crate) fn is_query(&self) -> bool {
        let Parsed::Statement(statement) = &self.parsed else {
            return false;
        };
        self.explain.is_none() && matches!(statement.as_ref(), ast::Statement::Query(_))
    }
}

/// The tables and views that one statement names, as they are spelled.
pub(crate) fn relations(text: &str) -> Result<BTreeSet<String>> {
    match one(text)? {
        Parsed::Statement(statement) => Ok(view_change::relations(&statement)),
        _ => Ok(BTreeSet::new()),
    }
}

/// The parts of a table's name as a person types it outside of a statement.
pub(crate) fn path(text: &str) -> Vec<String> {
    let name = Parser::new(&StoreDialect)
        .try_with_sql(text)
        .and_then(|mut parser| {
            let name = parser.parse_object_name(false)?;
            parser.expect_token(&Token::EOF)?;
            Ok(rewrite::path(&name))
        });
    name.unwrap_or_else(|_| vec![text.to_owned()])
}

fn one(text: &str) -> Result<Parsed> {
    // What only other drivers know is no SQL that the parser could read.
    let first = text.split_whitespace().next().unwrap_or_default();
    let others = [
        "UPSERT",
        "REPLICATE",
        "GETDELETED",
        "CACHE",
        "CHECKCACHE",
        "RESET",
        "KILL",
    ];
    if let Some(other) = others
        .iter()
        .find(|other| other.eq_ignore_ascii_case(first))
    {
        return Err(Error::reads_only(other));
    }
    let mut parsed = DFParserBuilder::new(text)
        .with_dialect(&StoreDialect)
        .build()?
        .parse_statements()?;
    match (parsed.pop_front(), parsed.pop_front()) {
        (Some(statement), None) => Ok(statement),
        _ => Err(Error::new(
            ErrorKind::Syntax,
            "one statement at a time: this text holds none or several",
        )),
    }
}

/// Parses one statement.
pub(crate) fn parse(text: &str, names: &Names) -> Result<Statement> {
    let mut statement = one(text)?;
    let mut explain = None;
    if let Parsed::Explain(explained) = statement {
        explain = Some(Explain {
            analyze: explained.options.analyze,
        });
        statement = *explained.statement;
    }
    let mut labels = Labels::default();
    let (mut call, mut view, mut described) = (None, None, None);
    if let Parsed::Statement(inner) = &mut statement {
        call = Call::of(inner)?;
        view = ViewChange::of(inner)?;
        labels = Labels::of(inner);
        if let Some(table) = describe::table_of(inner)? {
            described = Some(names.find(&rewrite::path(table))?.to_owned());
        } else if call.is_none() && view.is_none() {
            rewrite::rewrite(inner, names)?;
        }
    }
    Ok(Statement {
        parsed: statement,
        call,
        view,
        described,
        explain,
        labels,
    })
}

impl Labels {
    fn of(statement: &ast::Statement) -> Self {
        let ast::Statement::Query(query) = statement else {
            return Self::default();
        };
        let mut body = query.body.as_ref();
        let select = loop {
            match body {
                SetExpr::Select(select) => break select,
                SetExpr::Query(query) => body = query.body.as_ref(),
                SetExpr::SetOperation { left, .. } => body = left,
                _ => return Self::default(),
            }
        };
        let labels: Vec<Option<String>> = select.projection.iter().map(label).collect();
        let whole = labels.iter().all(Option::is_some);
        let first = labels.iter().map_while(Clone::clone).collect();
        let mut last: Vec<String> = Vec::new();
        if !whole {
            last = labels.iter().rev().map_while(Clone::clone).collect();
            last.reverse();
        }
        Self { first, last }
    }

    /// The label of column `position` of `count`, where one was typed.
    pub(crate) fn at(&self, position: usize, count: usize) -> Option<&str> {
        let from_last = self.last.len().checked_sub(count - position);
        let label = self
            .first
            .get(position)
            .or_else(|| self.last.get(from_last?));
        label.map(String::as_str)
    }
}

/// As it was typed; of `a.b` the last part. `*` has none.
fn label(item: &SelectItem) -> Option<String> {
    match item {
        SelectItem::UnnamedExpr(ast::Expr::Identifier(ident)) => Some(ident.value.clone()),
        SelectItem::UnnamedExpr(ast::Expr::CompoundIdentifier(parts)) => {
            parts.last().map(|ident| ident.value.clone())
        }
        SelectItem::UnnamedExpr(expr) => Some(expr.to_string()),
        SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
        _ => None,
    }
}

/// Byte offsets of a text's lines.
struct Offsets<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        let breaks = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(offset, _)| offset + 1);
        Self {
            text,
            lines: std::iter::once(0).chain(breaks).collect(),
        }
    }

    /// The tokenizer counts lines and characters from 1.
    fn at(&self, location: Location) -> usize {
        let line = usize::try_from(location.line)
            .unwrap_or(1)
            .saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(self.text.len());
        let characters = usize::try_from(location.column)
            .unwrap_or(1)
            .saturating_sub(1);
        let within = self.text[start..]
            .char_indices()
            .nth(characters)
            .map_or(self.text.len() - start, |(offset, _)| offset);
        start + within
    }
}

#[cfg(test)]
#[path = "sql_tests.rs"]
mod tests;
