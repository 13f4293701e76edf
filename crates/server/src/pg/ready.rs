//! A statement that can be run: what it asks for, its parameters, its columns, and what its end is called.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::data::{FieldDescription, NoData, RowDescription};
use postgres_types::Type;
use storeql_engine::{Prepared, StatementKind};

use super::command::Command;
use super::encode::Format;
use super::fault::Fault;
use super::types;
use super::words::{Token, Words};

/// A statement that can be run, any number of times.
pub(super) struct Ready {
    pub(super) command: Command,
    pub(super) text: String,
    /// Where it stands in the text that was sent.
    pub(super) start: usize,
    /// The engine's part of it: the statement, or the query of a cursor or of COPY.
    pub(super) prepared: Option<Arc<Prepared>>,
    pub(super) parameters: Vec<Type>,
}

impl Ready {
    /// One that PREPARE has made.
    pub(super) fn of_kept(prepared: Prepared) -> Result<Self, Fault> {
        Ok(Self {
            command: Command::Engine,
            text: prepared.typed().to_owned(),
            start: 0,
            parameters: parameters(&prepared, &[])?,
            prepared: Some(Arc::new(prepared)),
        })
    }

    /// The statement, where it is the engine's as a whole.
    pub(super) fn of_engine(&self) -> Option<&Prepared> {
        let prepared = self.prepared.as_deref();
        prepared.filter(|_| self.command == Command::Engine)
    }

    /// A text without a statement.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The query of a cursor by itself.
    pub(super) fn query(&self) -> Self {
        Self {
            command: Command::Engine,
            text: self.text.clone(),
            start: self.start,
            prepared: self.prepared.clone(),
            parameters: self.parameters.clone(),
        }
    }

    /// The columns of the rows that it answers; none where it answers no rows.
    pub(super) fn columns(&self) -> Option<&SchemaRef> {
        let prepared = self.prepared.as_ref()?;
        let answers = self.command == Command::Engine && prepared.answers_rows();
        answers.then(|| prepared.columns())
    }

    /// What its end is called: `SELECT 7`.
    pub(super) fn tag(&self, rows: u64, written: Option<u64>) -> String {
        let kind = self.prepared.as_ref().map(|prepared| prepared.kind());
        let mut words = Words::of(&self.text);
        let first = match words.take() {
            Some(Token::Name(word)) => word.to_uppercase(),
            _ => String::new(),
        };
        match kind {
            Some(StatementKind::Write) => {
                let count = written.unwrap_or(rows);
                match first.as_str() {
                    "UPDATE" | "DELETE" | "MERGE" => format!("{first} {count}"),
                    _ => format!("INSERT 0 {count}"),
                }
            }
            Some(StatementKind::Explain) => "EXPLAIN".to_owned(),
            Some(StatementKind::Query) if first == "SHOW" => first,
            Some(StatementKind::Query) => format!("SELECT {rows}"),
            Some(StatementKind::Procedure) => "CALL".to_owned(),
            // A table of the session.
            Some(StatementKind::Session) if first == "INSERT" => {
                format!("INSERT 0 {}", written.unwrap_or_default())
            }
            Some(StatementKind::Session) if first == "DELETE" => {
                format!("DELETE {}", written.unwrap_or_default())
            }
            _ => match first.as_str() {
                "CREATE" | "DROP" | "ALTER" => {
                    words.takes("or");
                    words.takes_any(&["replace", "alter"]);
                    words.takes_any(&["temp", "temporary"]);
                    match words.take() {
                        Some(Token::Name(what)) => format!("{first} {}", what.to_uppercase()),
                        _ => first,
                    }
                }
                _ => first,
            },
        }
    }
}

/// The types of a statement's parameters: those that the client has given, by their numbers, and the statement's own for others.
pub(super) fn parameters(prepared: &Prepared, given: &[u32]) -> Result<Vec<Type>, Fault> {
    let fields = prepared.parameters().fields().iter().enumerate();
    let kinds = fields.map(|(index, field)| match given.get(index) {
        None | Some(0) => Ok(types::of_field(field).kind),
        Some(oid) => Type::from_oid(*oid).ok_or_else(|| {
            let message = format!("there is no type with the number {oid}");
            Fault::new("42704", message)
        }),
    });
    kinds.collect()
}

/// How the columns of rows are described; none where there are no rows.
pub(super) fn description(columns: Option<&SchemaRef>, formats: &[Format]) -> Answer {
    let Some(columns) = columns else {
        return Answer::NoData(NoData::new());
    };
    let fields = columns.fields().iter().enumerate();
    let fields = fields.map(|(index, field)| {
        let described = types::of_field(field);
        let format = formats.get(index).copied().unwrap_or(Format::Text);
        FieldDescription::new(
            field.name().clone(),
            0,
            0,
            described.kind.oid(),
            types::length(&described.kind),
            described.modifier,
            format.code(),
        )
    });
    Answer::RowDescription(RowDescription::new(fields.collect()))
}

/// The format of each of `count` values: all are text where none is told, and all alike where one is.
pub(super) fn formats(codes: &[i16], count: usize, of: &str) -> Result<Vec<Format>, Fault> {
    let format = |code: i16| {
        Format::of_code(code)
            .ok_or_else(|| Fault::new("08P01", format!("there is no format {code}: 0 or 1")))
    };
    match codes {
        [] => Ok(vec![Format::Text; count]),
        [code] => Ok(vec![format(*code)?; count]),
        codes if codes.len() == count => codes.iter().map(|code| format(*code)).collect(),
        codes => Err(Fault::new(
            "08P01",
            format!("{} formats are given for {count} {of}", codes.len()),
        )),
    }
}
