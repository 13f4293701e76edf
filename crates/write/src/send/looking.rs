//! Looks for rows behind a request: those that may have been created though the answer was lost, and those whose keys no answer
//! gives.

use super::before::{below, named};
use super::shared::{Shared, condition, row_outcome};
use super::verdict::{Sent, harmless, is_for_rows, key_of};
use crate::address::column_of;
use crate::change::Verb;
use crate::find::Wanted;
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::{PlannedRequest, PlannedRow, Rows, natural_key};
use crate::raw;
use crate::same::answers;

impl Shared<'_> {
    /// Looks for rows that may have been created. None where a row surely was not.
    pub(crate) async fn look(
        &self,
        request: &PlannedRequest,
        rows: Vec<(usize, Option<Failure>)>,
    ) -> Vec<(usize, Option<RowOutcome>)> {
        let Rows::Written(planned) = &request.rows else {
            return Vec::new();
        };
        let table = &request.step.table;
        let mut settled = Vec::new();
        let mut wanted: Vec<(usize, Option<Failure>, Wanted)> = Vec::new();
        for (place, lost) in rows {
            let Some(row) = planned.get(place) else {
                continue;
            };
            match natural_key(table, row, request.step.finds_by()) {
                Some(key) => wanted.push((place, lost, key)),
                None => {
                    let why = format!(
                        "{} The store may have created the row. Nothing tells it from others: look for it in {} before you \
                         insert it again.",
                        self.words(lost.as_ref()),
                        table.name
                    );
                    settled.push((place, Some(unknown(row, lost, why))));
                }
            }
        }
        let keys: Vec<Wanted> = wanted.iter().map(|(_, _, key)| key.clone()).collect();
        if keys.is_empty() {
            return settled;
        }
        let found = self.finder(request).find(&keys, &[]).await;
        for (position, (place, lost, key)) in wanted.into_iter().enumerate() {
            let Some(row) = planned.get(place) else {
                continue;
            };
            let look = format!("SELECT * FROM {} WHERE {}", table.name, condition(&key));
            let outcome = match &found {
                Err(error) => {
                    let why = format!(
                        "{} The store may have created the row, and it could not be looked for ({error}). See: {look}",
                        self.words(lost.as_ref())
                    );
                    Some(unknown(row, lost, why))
                }
                Ok(found) => {
                    let rows = found.get(position).map(Vec::as_slice).unwrap_or_default();
                    judge(request, row, rows, lost, &look, self.words(None))
                }
            };
            settled.push((place, outcome));
        }
        settled
    }

    /// Looks for rows that may be deleted. None where a row is there, and its request was refused for rows of which it is one: it is sent
    /// again by itself.
    pub(crate) async fn look_whether_gone(
        &self,
        request: &PlannedRequest,
        rows: Vec<(usize, Failure)>,
    ) -> Vec<(usize, Option<RowOutcome>)> {
        if rows.is_empty() {
            return Vec::new();
        }
        let table = &request.step.table;
        let wanted: Vec<Wanted> = rows
            .iter()
            .map(|(place, _)| named(table, request.given(*place)))
            .collect();
        let found = match self.cancelled.is_cancelled() {
            true => None,
            false => self.finder(request).find(&wanted, &[]).await.ok(),
        };
        let sent = Sent::new(request);
        let several = rows.len() > 1;
        let judge = |(position, (place, failure)): (usize, (usize, Failure))| {
            let there = found.as_ref().and_then(|found| found.get(position));
            let for_rows = is_for_rows(failure.status);
            let refused = failure
                .status
                .is_some_and(|status| (400..500).contains(&status));
            let verdict = match there.map(Vec::is_empty) {
                Some(true) => sent.written(place, None, None),
                Some(false) if for_rows && several => return (place, None),
                // What is scheduled goes later, unless the store refuses this very row.
                Some(false) if for_rows || (refused && !request.step.endpoint.scheduled) => {
                    sent.failed(place, failure)
                }
                _ => sent.unknown(place, harmless(&failure)),
            };
            (place, verdict.outcome())
        };
        rows.into_iter().enumerate().map(judge).collect()
    }

    /// Why it is not known what became of a row.
    fn words<'f>(&self, lost: Option<&'f Failure>) -> &'f str {
        match lost {
            Some(lost) => &lost.message,
            None if self.resumes => "the run before ended without an answer.",
            None => "the batch was refused.",
        }
    }

    /// Finds the keys of rows whose answers do not give them.
    pub(crate) async fn find_keys(
        &self,
        request: &PlannedRequest,
        known: &mut [(usize, RowOutcome)],
    ) {
        let step = &request.step;
        let Rows::Written(planned) = &request.rows else {
            return;
        };
        if step.found_by.is_empty() || step.endpoint.scheduled || self.cancelled.is_cancelled() {
            return;
        }
        let lacks =
            |outcome: &RowOutcome| outcome.state == RowState::Written && outcome.answered.is_none();
        let mut wanted = Vec::new();
        for (position, (place, outcome)) in known.iter().enumerate() {
            let row = planned.get(*place).filter(|_| lacks(outcome));
            if let Some(key) = row.and_then(|row| natural_key(&step.table, row, &step.found_by)) {
                wanted.push((position, key));
            }
        }
        let keys: Vec<Wanted> = wanted.iter().map(|(_, key)| key.clone()).collect();
        if keys.is_empty() {
            return;
        }
        // The rows are written: that their keys cannot be read changes nothing of it.
        let Ok(found) = self.finder(request).find(&keys, &[]).await else {
            return;
        };
        for ((position, key), rows) in wanted.iter().zip(found) {
            let Some((_, outcome)) = known.get_mut(*position) else {
                continue;
            };
            let row = match rows.as_slice() {
                [row] => row,
                [] => {
                    let look =
                        format!("SELECT * FROM {} WHERE {}", step.table.name, condition(key));
                    let why = format!(
                        "the store answered a success without the row, and does not show it. See: {look}"
                    );
                    outcome.state = RowState::Unknown;
                    outcome.failure = Some(Failure::new(why));
                    continue;
                }
                _ => continue,
            };
            let given = |name: &str| {
                let found = key.iter().find(|(column, _)| column == name);
                found.map(|(_, value)| value.clone())
            };
            if let Some(key) = key_of(&step.table, row, given) {
                outcome.key = key;
                outcome.answered = Some(row.clone());
            }
        }
    }

    /// Finds the keys of rows that were added to what they lie in, where the answer shows that without them: an order's lines.
    pub(crate) async fn find_lines(
        &self,
        request: &PlannedRequest,
        known: &mut [(usize, RowOutcome)],
    ) {
        let step = &request.step;
        let lacks = |outcome: &RowOutcome| {
            outcome.state == RowState::Written
                && outcome.answered.is_none()
                && outcome.key.is_empty()
        };
        let Rows::Written(planned) = &request.rows else {
            return;
        };
        let adds = step.verb == Verb::Insert && step.endpoint.wrap.is_some();
        if !adds || self.cancelled.is_cancelled() || !known.iter().any(|(_, row)| lacks(row)) {
            return;
        }
        let Some(first) = planned.first() else {
            return;
        };
        // The rows are written: that their keys cannot be read changes nothing of it.
        let wanted = below(&step.table, &first.given);
        let Ok(rows) = self.finder(request).below(&wanted, &[]).await else {
            return;
        };
        let sent = Sent::new(request);
        for (place, outcome) in known.iter_mut().filter(|(_, row)| lacks(row)) {
            let (Some(there), Some(row)) = (sent.only(*place, &rows), planned.get(*place)) else {
                continue;
            };
            let given = |name: &str| row.value(name).cloned();
            if let Some(key) = key_of(&step.table, there, given) {
                outcome.key = key;
                outcome.answered = Some(there.clone());
            }
        }
    }
}

/// What is said of a row that no answer tells of, and that is there.
const FOUND: &str =
    "no answer tells of the row, and the store has it: it is new, or was there before";

/// What was found of a row that may have been created. None where it surely was not.
fn judge(
    request: &PlannedRequest,
    row: &PlannedRow,
    found: &[String],
    lost: Option<Failure>,
    look: &str,
    refused: &str,
) -> Option<RowOutcome> {
    let table = &request.step.table;
    match (found, lost) {
        ([], None) => None,
        ([], Some(lost)) if lost.status == Some(500) => {
            let message = format!("{} The row was not created: it is not there.", lost.message);
            Some(row_outcome(
                row,
                RowState::Failed,
                Some(Failure { message, ..lost }),
            ))
        }
        ([], Some(lost)) => {
            let why = format!(
                "{} The row was not there a moment later, and may still come. See: {look}",
                lost.message
            );
            Some(unknown(row, Some(lost), why))
        }
        ([there], lost) => {
            let differs = row.given.iter().any(|(name, value)| {
                let text = column_of(table, name)
                    .filter(|column| !column.from_parent)
                    .and_then(|column| raw::at(there, &column.path));
                request.comparable(name, value) && text.is_some_and(|text| !answers(text, value))
            });
            if !differs {
                let given = |name: &str| row.value(name).cloned();
                let key = key_of(table, there, given).unwrap_or_default();
                return Some(RowOutcome {
                    key,
                    answered: Some(there.clone()),
                    note: Some(FOUND.to_owned()),
                    ..row_outcome(row, RowState::Written, None)
                });
            }
            let why = format!(
                "{} The store has a row like it, with other values. See: {look}",
                lost.as_ref().map_or(refused, |lost| lost.message.as_str())
            );
            match lost {
                None => Some(row_outcome(row, RowState::Failed, Some(Failure::new(why)))),
                lost => Some(unknown(row, lost, why)),
            }
        }
        (_, lost) => {
            let why = format!(
                "{} The store has several rows like it. See: {look}",
                lost.as_ref().map_or(refused, |lost| lost.message.as_str())
            );
            Some(unknown(row, lost, why))
        }
    }
}

fn unknown(row: &PlannedRow, lost: Option<Failure>, message: String) -> RowOutcome {
    let lost = lost.unwrap_or_else(|| Failure::new(""));
    row_outcome(row, RowState::Unknown, Some(Failure { message, ..lost }))
}
