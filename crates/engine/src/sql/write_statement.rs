//! `INSERT`, `UPDATE`, `DELETE` and `UPSERT`: which table and columns, and the query whose rows say what is written.
//!
//! `UPDATE products SET price = price * 2 WHERE id = 7` becomes `SELECT id, price * 2, price FROM products WHERE id = 7`, before
//! names are resolved: so every part of the statement means what it means in a SELECT. Writes nothing itself.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::sql::sqlparser::ast::{
    AssignmentTarget, Delete, Expr, FromTable, Ident, Insert, ObjectName, Query, SelectItem,
    SetExpr, Statement, TableAlias, TableFactor, TableObject, TableWithJoins, Update,
    UpdateTableFromKind, Value,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;
use storeql_catalog::{Catalog, ColumnType, Table, nearest};
use storeql_write::{Verb, address_of};

use super::identifiers::{exact, last, path};
use super::names::Names;
use super::on_conflict;
use super::spelling::fold;
use super::text_position::position;
use crate::error::{Error, ErrorKind, Result};
use crate::quoted_number;

/// A statement that writes, without the values: those are the rows of its input query.
#[derive(Debug, Clone)]
pub(crate) struct WriteStatement {
    pub(crate) verb: Verb,
    pub(crate) table: Arc<Table>,
    /// The columns that get values.
    pub(crate) columns: Vec<String>,
    /// The columns that say which row is meant; the input has them first. None where rows are inserted.
    pub(crate) address: Vec<String>,
    /// The values of VALUES that are the keyword DEFAULT: row and column, from 0.
    pub(crate) defaults: HashSet<(usize, usize)>,
    /// Which rows an UPDATE or a DELETE chooses.
    pub(crate) choice: Option<Choice>,
}

/// The rows that an UPDATE or a DELETE chooses.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// What the table is called in the statement.
    pub(crate) called: String,
    /// The query of these rows' addresses alone; none where there is no WHERE.
    pub(crate) query: Option<Box<Statement>>,
}

impl WriteStatement {
    /// The columns of an UPDATE whose present values the input has behind the new ones. Members that only a body has are not read.
    pub(crate) fn readable(&self) -> impl Iterator<Item = bool> {
        let readable = |column: &String| self.table.columns.contains_key(column);
        self.columns.iter().map(readable)
    }
}

/// What there is to name.
pub(super) struct Place<'a> {
    pub(super) names: &'a Names,
    pub(super) catalog: &'a Catalog,
    /// The statement's text, for the places of errors.
    pub(super) text: &'a str,
    /// It began with UPSERT.
    pub(super) upserts: bool,
}

/// What a statement writes, if it writes rows; it becomes its input query.
pub(super) fn as_input(
    statement: &mut Statement,
    place: &Place<'_>,
) -> Result<Option<WriteStatement>> {
    let (write, input) = match statement {
        Statement::Insert(insert) => place.insert(insert)?,
        Statement::Update(update) => place.update(update)?,
        Statement::Delete(delete) => place.delete(delete)?,
        _ => return Ok(None),
    };
    *statement = Statement::Query(Box::new(input));
    Ok(Some(write))
}

impl Place<'_> {
    fn insert(&self, insert: &Insert) -> Result<(WriteStatement, Query)> {
        let what = if self.upserts { "UPSERT" } else { "INSERT" };
        refuse(
            what,
            &[
                (insert.returning.is_some(), "RETURNING", NO_RETURNING),
                (insert.output.is_some(), "OUTPUT", NO_RETURNING),
                (insert.replace_into, "REPLACE", "write UPSERT INTO"),
                (
                    insert.or.is_some() || insert.ignore || insert.priority.is_some(),
                    "a word before INTO",
                    "leave it out",
                ),
                (insert.overwrite, "OVERWRITE", "write INTO"),
                (
                    !insert.assignments.is_empty(),
                    "SET",
                    "write (columns) VALUES (values)",
                ),
                (
                    insert.partitioned.is_some() || !insert.after_columns.is_empty(),
                    "PARTITION",
                    "leave it out",
                ),
                (
                    insert.table_alias.is_some() || insert.insert_alias.is_some(),
                    "an alias",
                    "leave it out",
                ),
                (
                    insert.settings.is_some() || insert.format_clause.is_some(),
                    "SETTINGS or FORMAT",
                    "leave it out",
                ),
                (
                    insert.multi_table_insert_type.is_some(),
                    "several tables",
                    "write one INSERT for each",
                ),
                (
                    insert.on.is_some() && self.upserts,
                    "ON CONFLICT",
                    "UPSERT changes a row that is there by itself",
                ),
            ],
        )?;
        let TableObject::TableName(name) = &insert.table else {
            return Err(unsupported(format!("{what} takes the name of a table")));
        };
        let table = self.table(name)?;
        let mut source = match &insert.source {
            Some(source) => source.as_ref().clone(),
            None => {
                return Err(unsupported(format!(
                    "{what} without values is not supported: write (columns) VALUES (values)"
                )));
            }
        };
        if insert.columns.is_empty() {
            return Err(Error::new(
                ErrorKind::Syntax,
                format!(
                    "{what} INTO {0} names no columns: write {what} INTO {0} (column, …) and the values in that order",
                    table.name
                ),
            ));
        }
        let columns = insert.columns.iter();
        let columns = columns.map(|column| self.column(column, &table, None));
        let columns: Vec<String> = columns.collect::<Result<_>>()?;
        as_columns(&mut source, &table, &columns);
        let verb = match &insert.on {
            Some(on) => on_conflict::verb(on, &table, &columns, |name| {
                self.column(&ObjectName::from(vec![name.clone()]), &table, None)
            })?,
            None if self.upserts => Verb::Upsert,
            None => Verb::Insert,
        };
        let write = WriteStatement {
            verb,
            table,
            columns,
            address: Vec::new(),
            defaults: defaults(&mut source)?,
            choice: None,
        };
        Ok((write, source))
    }

    fn update(&self, update: &Update) -> Result<(WriteStatement, Query)> {
        refuse(
            "UPDATE",
            &[
                (update.returning.is_some(), "RETURNING", NO_RETURNING),
                (update.output.is_some(), "OUTPUT", NO_RETURNING),
                (update.or.is_some(), "OR", "leave it out"),
                (!update.order_by.is_empty(), "ORDER BY", NO_LIMIT),
                (update.limit.is_some(), "LIMIT", NO_LIMIT),
            ],
        )?;
        let (target, called, table) = self.target(&update.table, "UPDATE")?;
        let mut from = vec![target];
        match &update.from {
            Some(UpdateTableFromKind::AfterSet(more)) => from.extend(more.iter().cloned()),
            Some(UpdateTableFromKind::BeforeSet(_)) => {
                return Err(unsupported("UPDATE takes FROM behind SET"));
            }
            None => {}
        }
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for assignment in &update.assignments {
            let value = &assignment.value;
            match (&assignment.target, value) {
                (AssignmentTarget::ColumnName(name), value) => {
                    columns.push(self.column(name, &table, Some(&called))?);
                    values.push(value.clone());
                }
                (AssignmentTarget::Tuple(names), Expr::Tuple(several))
                    if names.len() == several.len() =>
                {
                    for name in names {
                        columns.push(self.column(name, &table, Some(&called))?);
                    }
                    values.extend(several.iter().cloned());
                }
                _ => {
                    return Err(unsupported(
                        "SET (a, b) = … takes as many values in parentheses: SET (a, b) = (1, 2)",
                    ));
                }
            }
        }
        if values.iter().any(is_default) {
            return Err(unsupported(
                "SET column = DEFAULT is not supported: the store knows no default for a row that exists; give a value",
            ));
        }
        let write = self.choosing(Verb::Update, table, columns, &called);
        let address = write.address.iter();
        let mut items: Vec<Expr> = address.map(|name| of(&called, name)).collect();
        items.extend(values);
        let readable = write.columns.iter().zip(write.readable());
        let readable = readable.filter(|(_, readable)| *readable);
        items.extend(readable.map(|(name, _)| of(&called, name)));
        chosen(write, items, from, update.selection.clone())
    }

    fn delete(&self, delete: &Delete) -> Result<(WriteStatement, Query)> {
        refuse(
            "DELETE",
            &[
                (delete.returning.is_some(), "RETURNING", NO_RETURNING),
                (delete.output.is_some(), "OUTPUT", NO_RETURNING),
                (
                    !delete.tables.is_empty(),
                    "a table before FROM",
                    "write DELETE FROM table USING others WHERE …",
                ),
                (!delete.order_by.is_empty(), "ORDER BY", NO_LIMIT),
                (delete.limit.is_some(), "LIMIT", NO_LIMIT),
            ],
        )?;
        let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
        let [target] = tables.as_slice() else {
            return Err(unsupported(
                "DELETE takes one table behind FROM, and others behind USING",
            ));
        };
        let (target, called, table) = self.target(target, "DELETE")?;
        let mut from = vec![target];
        from.extend(delete.using.iter().flatten().cloned());
        let write = self.choosing(Verb::Delete, table, Vec::new(), &called);
        let address = write.address.iter();
        let items = address.map(|name| of(&called, name)).collect();
        chosen(write, items, from, delete.selection.clone())
    }

    fn choosing(
        &self,
        verb: Verb,
        table: Arc<Table>,
        columns: Vec<String>,
        called: &Ident,
    ) -> WriteStatement {
        WriteStatement {
            verb,
            columns,
            address: address_of(&table, verb),
            table,
            defaults: HashSet::new(),
            choice: Some(Choice {
                called: called.value.clone(),
                query: None,
            }),
        }
    }

    /// The table that is changed, as a FROM names it, under a name of its own.
    fn target(
        &self,
        typed: &TableWithJoins,
        what: &str,
    ) -> Result<(TableWithJoins, Ident, Arc<Table>)> {
        if !typed.joins.is_empty() {
            let instead = match what {
                "UPDATE" => "FROM behind SET",
                _ => "USING",
            };
            return Err(unsupported(format!(
                "{what} takes one table: name the others by {instead}"
            )));
        }
        let mut target = typed.clone();
        let TableFactor::Table {
            name,
            alias,
            args: None,
            ..
        } = &mut target.relation
        else {
            return Err(unsupported(format!("{what} takes the name of a table")));
        };
        let table = self.table(name)?;
        let called = match alias {
            Some(alias) if alias.columns.is_empty() => alias.name.clone(),
            Some(_) => {
                return Err(unsupported(format!(
                    "{what} takes no list of columns behind an alias"
                )));
            }
            None => {
                let typed = name.0.last().and_then(|part| part.as_ident());
                let called = typed.cloned().unwrap_or_else(|| exact(&table.name));
                *alias = Some(TableAlias {
                    explicit: true,
                    name: called.clone(),
                    columns: Vec::new(),
                    at: None,
                });
                called
            }
        };
        Ok((target, called, table))
    }

    fn table(&self, name: &ObjectName) -> Result<Arc<Table>> {
        let typed = name.0.last().and_then(|part| part.as_ident());
        let place = typed.and_then(|typed| position(self.text, typed.span.start));
        let found = self.names.find(&path(name));
        let found = found.map_err(|error| error.at(place))?;
        self.catalog.table(found).cloned().ok_or_else(|| {
            unsupported(format!(
                "{found} is no table of the store: rows are written to the store's tables only"
            ))
            .on_table(found)
            .at(place)
        })
    }

    /// The canonical name of a column of the table, or of a member that only a body has.
    fn column(&self, name: &ObjectName, table: &Table, called: Option<&Ident>) -> Result<String> {
        let typed = last(name);
        let ident = name.0.last().and_then(|part| part.as_ident());
        let place = ident.and_then(|ident| position(self.text, ident.span.start));
        let qualifier = path(name);
        let qualifier = qualifier.split_last().and_then(|(_, before)| before.last());
        let fits = |qualifier: &String| {
            let called = called.map_or(table.name.as_str(), |called| called.value.as_str());
            fold(qualifier) == fold(called)
        };
        if !qualifier.is_none_or(fits) {
            let message = format!("{name} is no column of {}", table.name);
            return Err(Error::new(ErrorKind::UnknownColumn, message)
                .on_column(typed)
                .on_table(&table.name)
                .at(place));
        }
        let names = self.names.columns_of(&table.name);
        if let Some(column) = names.and_then(|names| names.column(&typed)) {
            return Ok(column.to_owned());
        }
        let folded = fold(&typed);
        let mut members = table.write.members.keys();
        if let Some(member) = members.find(|member| fold(member) == folded) {
            return Ok(member.clone());
        }
        let known = table.columns.keys().chain(table.write.members.keys());
        let known: Vec<(String, &str)> = known.map(|name| (fold(name), name.as_str())).collect();
        let like = nearest(
            &folded,
            known.iter().map(|(folded, name)| (folded.as_str(), *name)),
        );
        let message = format!("there is no column {typed} in {}", table.name);
        let error = Error::new(ErrorKind::UnknownColumn, message)
            .on_column(typed)
            .on_table(&table.name)
            .at(place);
        Err(match like {
            Some(like) => error.with_hint(format!("did you mean {like}?")),
            None => error,
        })
    }
}

const NO_RETURNING: &str = "read the rows with a SELECT afterwards";
const NO_LIMIT: &str = "choose the rows in WHERE: id IN (SELECT id FROM … ORDER BY … LIMIT …)";

/// Refuses the first clause that is there.
fn refuse(what: &str, clauses: &[(bool, &str, &str)]) -> Result<()> {
    match clauses.iter().find(|(there, ..)| *there) {
        Some((_, clause, instead)) => Err(unsupported(format!(
            "{what} with {clause} is not supported: {instead}"
        ))),
        None => Ok(()),
    }
}

/// The statement with its input, and with the query of the chosen rows alone.
fn chosen(
    mut write: WriteStatement,
    items: Vec<Expr>,
    from: Vec<TableWithJoins>,
    selection: Option<Expr>,
) -> Result<(WriteStatement, Query)> {
    let addresses = items.iter().take(write.address.len()).cloned().collect();
    let input = query(items, from.clone(), selection.clone())?;
    if let (Some(choice), Some(selection)) = (&mut write.choice, selection) {
        let alone = query(addresses, from, Some(selection))?;
        choice.query = Some(Box::new(Statement::Query(Box::new(alone))));
    }
    Ok((write, input))
}

/// `SELECT items FROM … WHERE …`, each item under a name of its own.
fn query(items: Vec<Expr>, from: Vec<TableWithJoins>, selection: Option<Expr>) -> Result<Query> {
    let parsed = Parser::new(&GenericDialect {})
        .try_with_sql("SELECT NULL")
        .and_then(|mut parser| parser.parse_query());
    let internal = || Error::new(ErrorKind::Internal, "the input of a write has no form");
    let mut query = *parsed.map_err(|_| internal())?;
    let SetExpr::Select(select) = query.body.as_mut() else {
        return Err(internal());
    };
    let item = |(place, expr): (usize, Expr)| SelectItem::ExprWithAlias {
        expr,
        alias: exact(&format!("value {}", place + 1)),
    };
    select.projection = items.into_iter().enumerate().map(item).collect();
    select.from = from;
    select.selection = selection;
    Ok(query)
}

/// `called.column`
fn of(called: &Ident, column: &str) -> Expr {
    Expr::CompoundIdentifier(vec![called.clone(), exact(column)])
}

/// Literals of VALUES as what their columns hold: the text `'19.99'` of a number's column as a number, and the number 7 of a text's as a
/// text. Else DataFusion would make the rows of a column one type, and `'19.99'` beside 9.5 a number with one digit.
fn as_columns(source: &mut Query, table: &Table, columns: &[String]) {
    let SetExpr::Values(values) = source.body.as_mut() else {
        return;
    };
    for row in &mut values.rows {
        for (expr, name) in row.content.iter_mut().zip(columns) {
            let Some(column) = table.columns.get(name) else {
                continue;
            };
            let Expr::Value(value) = expr else { continue };
            match (column.kind, &value.value) {
                (
                    ColumnType::Int64 | ColumnType::Decimal(..) | ColumnType::Float64,
                    Value::SingleQuotedString(text),
                ) => {
                    if let Some(number) = quoted_number::as_typed(text) {
                        *expr = number;
                    }
                }
                (ColumnType::Text, Value::Number(number, _)) => {
                    value.value = Value::SingleQuotedString(number.clone());
                }
                _ => {}
            }
        }
    }
}

/// Takes the keyword DEFAULT out of VALUES, and answers where it stood.
fn defaults(source: &mut Query) -> Result<HashSet<(usize, usize)>> {
    let plain = source.with.is_none() && source.order_by.is_none() && source.limit_clause.is_none();
    let plain = plain && source.fetch.is_none();
    let mut found = HashSet::new();
    let SetExpr::Values(values) = source.body.as_mut() else {
        return Ok(found);
    };
    for (row, content) in values.rows.iter_mut().enumerate() {
        for (column, expr) in content.content.iter_mut().enumerate() {
            if is_default(expr) {
                *expr = Expr::value(Value::Null);
                found.insert((row, column));
            }
        }
    }
    match found.is_empty() || plain {
        true => Ok(found),
        false => Err(unsupported(
            "VALUES with DEFAULT takes no WITH, ORDER BY or LIMIT",
        )),
    }
}

fn is_default(expr: &Expr) -> bool {
    matches!(expr, Expr::Identifier(ident)
        if ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("default"))
}

fn unsupported(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Unsupported, message)
}
