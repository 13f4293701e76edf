//! What became of the rows, for a person: the error of a write that is not complete, and the notes of one that is.

use storeql_catalog::{Table, scope_to_write};
use storeql_client::ErrorKind as Refusal;
use storeql_write::{Counts, Failure, Outcome, RowOutcome, RowState};

use super::change::shown;
use crate::error::{Error, ErrorKind};

/// Rows that are told one by one.
const TOLD: usize = 20;

/// What a statement does to which table, as it is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    /// `UPDATE`
    pub(super) word: &'a str,
    pub(super) table: &'a Table,
}

/// What the store said beside rows that it wrote.
pub(super) fn notes(told: Told<'_>, outcome: &Outcome) -> Vec<String> {
    let noted = outcome.rows.iter();
    let noted = noted.filter_map(|row| Some((row, row.note.as_ref()?)));
    noted
        .take(TOLD)
        .map(|(row, note)| format!("{}, {}: {note}", told.table.name, called(told, row)))
        .collect()
}

/// Why the rows are not as the statement says; none where they are.
pub(super) fn error(told: Told<'_>, outcome: &Outcome, cancelled: bool) -> Option<Error> {
    if outcome.is_complete() {
        return None;
    }
    let counts = outcome.counts();
    let first = outcome.first_error.as_ref();
    let kind = match (counts.written + counts.unknown, first) {
        (1.., _) => ErrorKind::PartlyWritten,
        (0, Some(failure)) => failure.kind.map_or(ErrorKind::Store, ErrorKind::from),
        (0, None) if cancelled => ErrorKind::Cancelled,
        (0, None) => ErrorKind::Store,
    };
    let mut message = summary(told, &counts);
    if cancelled {
        message.push_str(" The statement was cancelled.");
    }
    let bad = outcome.rows.iter();
    let bad: Vec<&RowOutcome> = bad
        .filter(|row| matches!(row.state, RowState::Failed | RowState::Unknown))
        .collect();
    for row in bad.iter().take(TOLD) {
        message.push_str(&format!("\n{}", line(told, row)));
    }
    if bad.len() > TOLD {
        message.push_str(&format!("\nand {} more", bad.len() - TOLD));
    }
    if let Some(failure) = first.filter(|_| bad.is_empty()) {
        message.push_str(&format!(" {}", failure.message));
    }
    let forbidden = first.is_some_and(|failure| failure.kind == Some(Refusal::Forbidden));
    if let Some(scope) = scope_to_write(told.table).filter(|_| forbidden) {
        let takes = format!("\nWriting {} takes the scope {scope}.", told.table.name);
        message.push_str(&takes);
    }
    let error = Error::new(kind, message).on_table(&told.table.name);
    Some(match first {
        Some(failure) => error.answered(failure.status, &failure.fields),
        None => error,
    })
}

/// `UPDATE products: 3 written, 1 failed, 2 not tried.`
fn summary(told: Told<'_>, counts: &Counts) -> String {
    // What was written is said in any case.
    let mut parts = vec![format!("{} written", counts.written)];
    let others = [
        (counts.unchanged, "unchanged"),
        (counts.failed, "failed"),
        (counts.unknown, "perhaps written"),
        (counts.not_tried, "not tried"),
    ];
    let others = others.iter().filter(|(count, _)| *count > 0);
    parts.extend(others.map(|(count, what)| format!("{count} {what}")));
    format!("{} {}: {}.", told.word, told.table.name, parts.join(", "))
}

fn line(told: Told<'_>, row: &RowOutcome) -> String {
    let called = called(told, row);
    let state = match row.state {
        RowState::Unknown => "perhaps written",
        _ => "failed",
    };
    match &row.failure {
        Some(failure) => format!("{called} {state}: {}", why(failure)),
        None => format!("{called} {state}"),
    }
}

pub(super) fn why(failure: &Failure) -> String {
    let fields = failure.fields.iter();
    let fields: Vec<String> = fields
        .filter(|(field, message)| !failure.message.contains(message) || field.is_empty())
        .map(|(field, message)| format!("{field}: {message}"))
        .collect();
    match fields.is_empty() {
        true => failure.message.clone(),
        false => format!("{} [{}]", failure.message, fields.join("; ")),
    }
}

/// `row 3 (id 107)`
fn called(told: Told<'_>, row: &RowOutcome) -> String {
    let key = told.table.key.iter().zip(&row.key);
    let key: Vec<String> = key
        .map(|(name, value)| format!("{name} {}", shown(value)))
        .collect();
    match key.is_empty() {
        true => format!("row {}", row.number),
        false => format!("row {} ({})", row.number, key.join(", ")),
    }
}
