//! DataFusion's errors as sentences for the person who ran the query: without the names of its insides, and with types as SQL
//! calls them.

use std::collections::BTreeSet;
use std::error::Error as StdError;

use arrow::datatypes::DataType;
use datafusion::common::{Column, SchemaError};
use datafusion::error::DataFusionError;
use storeql_catalog::nearest;

use super::{Error, ErrorKind};
use crate::metadata::system::sql_name;

impl From<DataFusionError> for Error {
    /// Finds our own error again where it went through DataFusion, and reads DataFusion's otherwise.
    fn from(error: DataFusionError) -> Self {
        if let Some(own) = own(&error) {
            return own.clone();
        }
        let root = error.find_root();
        let (kind, message) = match root {
            DataFusionError::SchemaError(schema, _) => of_schema(schema),
            DataFusionError::SQL(..) => (ErrorKind::Syntax, tidy(root)),
            DataFusionError::Plan(_) => (ErrorKind::Syntax, planned(&tidy(root))),
            DataFusionError::NotImplemented(_) => (
                ErrorKind::Unsupported,
                format!("not supported: {}", tidy(root)),
            ),
            DataFusionError::ArrowError(..) | DataFusionError::Execution(_) => {
                (ErrorKind::InvalidValue, value(&tidy(root)))
            }
            DataFusionError::ResourcesExhausted(_) => (ErrorKind::Limit, tidy(root)),
            _ => (
                ErrorKind::Internal,
                format!(
                    "the statement could not be carried out: {}",
                    planned(&tidy(root))
                ),
            ),
        };
        Self::new(kind, message).caused_by(error)
    }
}

/// The name of the column of which DataFusion cannot say which table's it is.
pub(crate) fn ambiguous(error: &DataFusionError) -> Option<&str> {
    match error.find_root() {
        DataFusionError::SchemaError(schema, _) => match schema.as_ref() {
            SchemaError::AmbiguousReference { field } => Some(&field.name),
            _ => None,
        },
        _ => None,
    }
}

fn own<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(own) = error.downcast_ref::<Error>() {
            return Some(own);
        }
        next = match error.downcast_ref::<DataFusionError>() {
            // `source` of these skips or hides the boxed error, so that they are opened here.
            Some(DataFusionError::External(inner)) => Some(inner.as_ref()),
            Some(DataFusionError::Shared(inner)) => Some(inner.as_ref()),
            Some(DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner)) => {
                Some(inner.as_ref())
            }
            Some(DataFusionError::ArrowError(inner, _)) => match inner.as_ref() {
                arrow::error::ArrowError::ExternalError(inner) => Some(inner.as_ref()),
                _ => None,
            },
            _ => error.source(),
        };
    }
    None
}

fn of_schema(error: &SchemaError) -> (ErrorKind, String) {
    match error {
        SchemaError::FieldNotFound {
            field,
            valid_fields,
        } => not_found(field, valid_fields),
        SchemaError::AmbiguousReference { field } => {
            let name = &field.name;
            let message = format!(
                "{name} may be several columns of the query; write the table's name or alias before it"
            );
            (ErrorKind::Syntax, message)
        }
        SchemaError::DuplicateUnqualifiedField { name }
        | SchemaError::DuplicateQualifiedField { name, .. } => {
            let message = format!("two columns are called {name}; name one differently with AS");
            (ErrorKind::Syntax, message)
        }
    }
}

fn not_found(field: &Column, columns: &[Column]) -> (ErrorKind, String) {
    let table_of = |column: &Column| {
        let relation = column.relation.as_ref();
        relation.map(|relation| relation.table().to_owned())
    };
    let asked = table_of(field);
    let tables: BTreeSet<String> = columns.iter().filter_map(table_of).collect();
    if let Some(asked) = asked.as_ref().filter(|asked| !tables.contains(*asked)) {
        let message = format!("there is no table or alias {asked} in the query");
        let there = list(tables.iter().map(String::as_str));
        let there = there.map_or_else(String::new, |there| format!("; there are {there}"));
        return (ErrorKind::UnknownTable, message + &there);
    }
    let name = &field.name;
    let candidates: Vec<&str> = columns
        .iter()
        .filter(|column| asked.is_none() || table_of(column) == asked)
        .map(|column| column.name.as_str())
        .filter(|candidate| candidate != name)
        .collect();
    let hint = match nearest(name, candidates.iter().map(|name| (*name, *name))) {
        Some(nearest) => format!("; did you mean {nearest}?"),
        None => list(candidates).map_or_else(String::new, |list| format!("; there are {list}")),
    };
    let within = asked.map_or_else(String::new, |table| format!(" in {table}"));
    let message = format!("there is no column {name}{within}{hint}");
    (ErrorKind::UnknownColumn, message)
}

/// The first dozen of different names; none of no names.
fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut seen = BTreeSet::new();
    let mut names: Vec<&str> = names
        .into_iter()
        .filter(|name| seen.insert(*name))
        .collect();
    if names.len() > 12 {
        names.truncate(12);
        names.push("…");
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// DataFusion's text without its prefixes, which name its insides and not the person's query.
fn tidy(error: &DataFusionError) -> String {
    const PREFIXES: [&str; 11] = [
        "sql parser error: ",
        "Error during planning: ",
        "Execution error: ",
        "Internal error: ",
        "Schema error: ",
        "Arrow error: ",
        "Parser error: ",
        "Cast error: ",
        "Compute error: ",
        "Invalid argument error: ",
        "This feature is not implemented: ",
    ];
    let text = match error {
        DataFusionError::SQL(error, _) => error.to_string(),
        _ => error.strip_backtrace(),
    };
    let mut text = text.trim();
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        text = rest.trim_start();
    }
    text.to_owned()
}

/// What DataFusion says of a plan that cannot be.
fn planned(text: &str) -> String {
    if let Some(call) = between(text, "argument types '", "'. You might") {
        let (function, types) = call.split_once('(').unwrap_or((call, ""));
        let types = in_sql(types.strip_suffix(')').unwrap_or(types));
        return match types.as_str() {
            "" => format!("the function {function} takes something in its parentheses"),
            types => format!("the function {function} does not take ({types})"),
        };
    }
    if let Some(function) = between(text, "Invalid function '", "'") {
        let hint = between(text, "Did you mean '", "'");
        let hint = hint.map_or_else(String::new, |name| format!("; did you mean {name}?"));
        return format!("there is no function {function}{hint}");
    }
    if text.contains("require unique expression names") {
        let name = between(text, "the expression \"", "\"").unwrap_or("the same");
        return format!(
            "two columns of the result are called {name}; name one differently with AS"
        );
    }
    if let Some((left, right)) = between(text, "compatible types to compare ", "]")
        .and_then(|types| types.split_once(" with ["))
    {
        let (left, right) = (in_sql(left), in_sql(right));
        return format!("{left} and {right} cannot be compared: use CAST");
    }
    for (before, what) in [
        ("Cannot coerce arithmetic expression ", "computed"),
        (
            "Cannot infer common argument type for comparison operation ",
            "compared",
        ),
        (
            "Cannot infer common argument type for logical boolean operation ",
            "joined",
        ),
    ] {
        if let Some(operation) = text.strip_prefix(before) {
            let operation = operation.trim_end_matches(" to valid types");
            return format!("{} cannot be {what}: use CAST", in_sql(operation));
        }
    }
    in_sql(first_words(text))
}

/// What DataFusion says of a value that does not fit.
fn value(text: &str) -> String {
    if let Some(value) = between(text, "Error parsing timestamp from '", "': ") {
        return no_time(value);
    }
    if let Some((value, kind)) = between(text, "Cannot cast string '", " type")
        .and_then(|cast| cast.split_once("' to value of "))
    {
        return match in_sql(kind).as_str() {
            "DATE" | "TIMESTAMP" => no_time(value),
            kind => format!("the text '{value}' is no {kind}"),
        };
    }
    planned(text)
}

fn no_time(value: &str) -> String {
    format!(
        "the text '{value}' is no date or time: write 2026-01-31, 2026-01-31 08:26:00 or 2026-01-31T08:26:00Z"
    )
}

/// Without what is for DataFusion's developers.
fn first_words(text: &str) -> &str {
    let ends = ["\nThis issue was likely caused by a bug", " Substring {"];
    let end = ends.iter().filter_map(|end| text.find(end)).min();
    text[..end.unwrap_or(text.len())].trim_end()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.split_once(after)?.0)
}

/// The text with Arrow's types by their names in SQL.
fn in_sql(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| character.is_ascii_uppercase()) {
        let word = rest[start..]
            .find(|character: char| !character.is_ascii_alphanumeric())
            .map_or(rest.len(), |length| start + length);
        out.push_str(&rest[..start]);
        let (kind, end) = match arrow_type(&rest[start..], word - start) {
            Some((kind, length)) => (Some(kind), start + length),
            None => (None, word),
        };
        match kind {
            Some(kind) => out.push_str(&sql_name(&kind)),
            None => out.push_str(&rest[start..end]),
        }
        rest = &rest[end..];
    }
    out + rest
}

/// The type that a text begins with, whose first word has `word` bytes, and its length.
fn arrow_type(text: &str, word: usize) -> Option<(DataType, usize)> {
    let parameters = text[word..]
        .starts_with('(')
        .then(|| text.find(')'))
        .flatten();
    let length = parameters.map_or(word, |end| end + 1);
    // Other words are English as well.
    let name = &text[..word];
    let distinct = name == "Boolean"
        || name.contains(|character: char| character.is_ascii_digit())
        || length > word && name == "Timestamp";
    let kind = text[..length].parse().ok().filter(|_| distinct)?;
    Some((kind, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_called_as_in_sql() {
        assert_eq!(
            in_sql("Timestamp(µs, \"UTC\") + Decimal128(20, 4), A Boolean is no Null: Utf8"),
            "TIMESTAMP + DECIMAL(20,4), A BOOLEAN is no Null: VARCHAR"
        );
    }

    #[test]
    fn what_is_for_developers_stays_away() {
        let error = DataFusionError::Internal("Oh".to_owned());
        let said = Error::from(error).message;
        assert_eq!(said, "the statement could not be carried out: Oh.");
    }
}
