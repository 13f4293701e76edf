//! DataFusion's errors as ours: our own found again where it went through DataFusion, and DataFusion's by their variant. What
//! DataFusion says only in English is read in `datafusion_text`.

use std::collections::BTreeSet;
use std::error::Error as StdError;

use arrow::error::ArrowError;
use datafusion::common::{Column, SchemaError};
use datafusion::error::DataFusionError;
use storeql_catalog::nearest;

use super::datafusion_text::{Meaning, planned, tidy, value};
use super::{Error, ErrorKind};

impl Error {
    /// The error as DataFusion carries it through its plans.
    pub(crate) fn into_datafusion(self) -> DataFusionError {
        DataFusionError::External(Box::new(self))
    }

    /// Finds our own error again where it went through DataFusion, and reads DataFusion's otherwise.
    pub(crate) fn of_datafusion(error: DataFusionError) -> Self {
        if let Some(own) = own(&error) {
            return own.clone();
        }
        let root = error.find_root();
        let translated = match root {
            DataFusionError::SchemaError(schema, _) => of_schema(schema),
            DataFusionError::SQL(..) => Self::new(ErrorKind::Syntax, tidy(root)),
            DataFusionError::Plan(_) => said(ErrorKind::Syntax, planned(&tidy(root))),
            DataFusionError::NotImplemented(_) => {
                let mut meaning = planned(&tidy(root));
                if meaning.sqlstate.is_none() {
                    meaning.message = format!("not supported: {}", meaning.message);
                }
                said(ErrorKind::Unsupported, meaning)
            }
            DataFusionError::ArrowError(arrow, _) => of_arrow(arrow, &tidy(root)),
            DataFusionError::Execution(_) => said(ErrorKind::InvalidValue, value(&tidy(root))),
            DataFusionError::ResourcesExhausted(_) => said(ErrorKind::Limit, out_of_memory()),
            _ => {
                let mut meaning = planned(&tidy(root));
                // What is understood is about the statement, also where DataFusion takes it for a fault of its own.
                if meaning.sqlstate.is_some() {
                    return said(ErrorKind::Syntax, meaning).caused_by(error);
                }
                meaning.message = format!(
                    "the statement could not be carried out: {}",
                    meaning.message
                );
                said(ErrorKind::Internal, meaning)
            }
        };
        translated.caused_by(error)
    }
}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        Self::of_datafusion(error.into())
    }
}

fn said(kind: ErrorKind, meaning: Meaning) -> Error {
    let mut error = Error::new(kind, meaning.message);
    if let Some(hint) = meaning.hint {
        error = error.with_hint(hint);
    }
    for about in meaning.about {
        error = error.about_typed(about);
    }
    match meaning.sqlstate {
        Some(sqlstate) if kind != ErrorKind::Internal => error.with_sqlstate(sqlstate),
        _ => error,
    }
}

/// What needs more than `MaxMemory` and cannot be written to a file: the hash table of a join, a list of all values.
fn out_of_memory() -> Meaning {
    Meaning {
        message: "the statement needs more memory than MaxMemory allows, for rows that cannot be written to a temporary file"
            .to_owned(),
        hint: Some(
            "ask for fewer rows, columns or groups at once, or set MaxMemory to more megabytes"
                .to_owned(),
        ),
        sqlstate: Some("53200"),
        about: Vec::new(),
    }
}

fn of_arrow(error: &ArrowError, text: &str) -> Error {
    let said = said(ErrorKind::InvalidValue, value(text));
    match error {
        ArrowError::DivideByZero => said.with_sqlstate("22012"),
        ArrowError::ArithmeticOverflow(_) => said.with_sqlstate("22003"),
        _ => said,
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
                ArrowError::ExternalError(inner) => Some(inner.as_ref()),
                _ => None,
            },
            _ => error.source(),
        };
    }
    None
}

fn of_schema(error: &SchemaError) -> Error {
    match error {
        SchemaError::FieldNotFound {
            field,
            valid_fields,
        } => not_found(field, valid_fields),
        SchemaError::AmbiguousReference { field } => {
            let name = &field.name;
            let message = format!("{name} may be several columns of the query");
            Error::new(ErrorKind::Syntax, message)
                .with_hint("write the table's name or alias before it")
                .with_sqlstate("42702")
                .on_column(name)
        }
        SchemaError::DuplicateUnqualifiedField { name }
        | SchemaError::DuplicateQualifiedField { name, .. } => {
            Error::new(ErrorKind::Syntax, format!("two columns are called {name}"))
                .with_hint("name one differently with AS")
                .with_sqlstate("42701")
                .on_column(name)
        }
    }
}

fn not_found(field: &Column, columns: &[Column]) -> Error {
    let table_of = |column: &Column| {
        let relation = column.relation.as_ref();
        relation.map(|relation| relation.table().to_owned())
    };
    let asked = table_of(field);
    let tables: BTreeSet<String> = columns.iter().filter_map(table_of).collect();
    if let Some(asked) = asked.as_ref().filter(|asked| !tables.contains(*asked)) {
        let message = format!("there is no table or alias {asked} in the query");
        let error = Error::new(ErrorKind::UnknownTable, message).on_table(asked);
        return match list(tables.iter().map(String::as_str)) {
            Some(there) => error.with_hint(format!("there are {there}")),
            None => error,
        };
    }
    let name = &field.name;
    let candidates: Vec<&str> = columns
        .iter()
        .filter(|column| asked.is_none() || table_of(column) == asked)
        .map(|column| column.name.as_str())
        .filter(|candidate| candidate != name)
        .collect();
    let hint = match nearest(name, candidates.iter().map(|name| (*name, *name))) {
        Some(nearest) => Some(format!("did you mean {nearest}?")),
        None => list(candidates).map(|list| format!("there are {list}")),
    };
    let within = asked
        .as_ref()
        .map_or_else(String::new, |table| format!(" in {table}"));
    let message = format!("there is no column {name}{within}");
    let mut error = Error::new(ErrorKind::UnknownColumn, message).on_column(name);
    if let Some(table) = asked {
        error = error.on_table(table);
    }
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_error_survives_datafusion() {
        let inner = Error::new(ErrorKind::Forbidden, "no scope");
        let wrapped = inner
            .into_datafusion()
            .context("reading")
            .context("running");
        assert_eq!(Error::of_datafusion(wrapped).kind, ErrorKind::Forbidden);
    }

    #[test]
    fn what_is_for_developers_stays_away() {
        let error = DataFusionError::Internal("Oh".to_owned());
        let said = Error::of_datafusion(error).message;
        assert_eq!(said, "the statement could not be carried out: Oh.");
    }

    #[test]
    fn arithmetic_has_codes_of_its_own() {
        let error = DataFusionError::ArrowError(Box::new(ArrowError::DivideByZero), None);
        assert_eq!(Error::of_datafusion(error).sqlstate(), "22012");
    }
}
