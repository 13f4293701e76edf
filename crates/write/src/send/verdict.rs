//! What an answer means for each row of its request: written, refused, to be sent again, or to be looked for. Pure.
//!
//! A row that was surely not written, or whose request may be repeated, is sent again with fewer others; a row that may have been
//! created is looked for, and never sent again before.

use storeql_catalog::{Body, Column, ColumnType, Partial, Table};
use storeql_client::{Error, Response};

use super::said::{Fault, Said};
use crate::change::Verb;
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::{PlannedRequest, PlannedRow, Rows, natural_key};
use crate::raw;
use crate::same::answers;
use crate::value::Value;

/// What an answer means for a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Verdict {
    /// It is known.
    Is(RowOutcome),
    /// Its batch was refused for another row's sake: it is sent again. `safe` where it surely was not written by this request.
    Again {
        /// It surely was not written.
        safe: bool,
    },
    /// It may have been created.
    Look {
        /// Why that is not known: the answer was lost. None where the store answered, and a row that is missing was not written.
        lost: Option<Failure>,
    },
    /// It may be deleted, though its request was refused or its answer lost.
    Gone {
        /// What went wrong.
        failure: Failure,
    },
}

impl Verdict {
    /// What is known of the row.
    pub(crate) fn outcome(self) -> Option<RowOutcome> {
        match self {
            Verdict::Is(outcome) => Some(outcome),
            Verdict::Again { .. } | Verdict::Look { .. } | Verdict::Gone { .. } => None,
        }
    }
}

/// A request's rows as the verdicts need them.
pub(crate) struct Sent<'a> {
    request: &'a PlannedRequest,
    table: &'a Table,
    numbers: Vec<u64>,
}

impl<'a> Sent<'a> {
    pub(crate) fn new(request: &'a PlannedRequest) -> Self {
        Self {
            request,
            table: &request.step.table,
            numbers: request.rows(),
        }
    }

    /// Whether a success is an answer of the store: JSON, or nothing where it says so, or where the definition knows answers
    /// without rows. The error says what came instead.
    pub(crate) fn is_answer(&self, response: &Response) -> Result<(), String> {
        let silent = matches!(response.status, 202 | 204) || !self.request.step.found_by.is_empty();
        if response.body.is_empty() && silent {
            return Ok(());
        }
        let text = storeql_client::text_of(&response.body)?;
        let json = serde_json::from_str::<&serde_json::value::RawValue>(text);
        json.map_err(|error| format!("something that is not whole JSON ({error})"))?;
        match Said::error_in(self.table.write.api, text) {
            Some(title) => Err(format!("an error in place of the row ({title})")),
            None => Ok(()),
        }
    }

    /// After an answer that is a success.
    pub(crate) fn answered(&self, response: &Response) -> Vec<Verdict> {
        let said = Said::read(self.table.write.api, &response.body);
        let shown = self.shown(&said);
        let endpoint = &self.request.step.endpoint;
        let several = self.numbers.len() > 1;
        let deletes = matches!(self.request.rows, Rows::Deleted(_));
        // 207 says that rows were refused where the definition says that answers tell of them; else that something beside the
        // rows was not saved.
        let tells = endpoint.partial == Partial::Told;
        let refused = !said.faults.is_empty() && (tells || said.success.is_some());
        let none_listed = said.listed && said.faults.is_empty() && !deletes;
        let shows_rows = endpoint.wrap.is_none()
            && self.request.step.found_by.is_empty()
            && said
                .rows
                .as_ref()
                .is_some_and(|rows| rows.len() < self.numbers.len());
        let note = notes(&said.faults).filter(|_| !refused);
        let rest = shown.iter().filter(|shown| shown.is_none()).count();
        let faulted = self.faulted(&said.faults);
        let clean = faulted.iter().filter(|fault| fault.is_none()).count();
        let counted = said.success == Some(self.numbers.len() - rest);
        (0..self.numbers.len())
            .map(|place| {
                let shown = shown.get(place).cloned().flatten();
                let fault = faulted.get(place).copied().flatten();
                match (refused, shown, fault) {
                    (true, _, Some(fault)) => self.failed(place, refusal(fault, response.status)),
                    (true, Some(row), None) => self.written(place, Some(row), None),
                    (true, None, None) if !several => {
                        let all = said.faults.first().cloned().unwrap_or_default();
                        self.failed(place, refusal(&all, response.status))
                    }
                    (true, None, None) if said.success == Some(clean) => {
                        self.written(place, None, None)
                    }
                    (true, None, None) if counted || !self.request.step.looks() => {
                        Verdict::Again { safe: counted }
                    }
                    (true, None, None) => Verdict::Look { lost: None },
                    (false, None, _) if none_listed && shows_rows => {
                        self.failed(place, self.left_out(response.status))
                    }
                    (false, shown, _) => self.written(place, shown, note.clone()),
                }
            })
            .collect()
    }

    /// After a refusal, or no answer. `resolves` where a request before this one had the rows and may have written them.
    pub(crate) fn refused(&self, error: &Error, resolves: bool) -> Vec<Verdict> {
        let failure = Failure::from(error);
        let step = &self.request.step;
        let places = 0..self.numbers.len();
        let single = self.numbers.len() == 1;
        let for_rows = is_for_rows(error.status);
        // A row is told as failed only where no request may have written it.
        let maybe = error.uncertain || resolves;
        let deletes = matches!(self.request.rows, Rows::Deleted(_));
        let not_there = matches!(error.status, Some(404 | 410));
        let of_one = |place: usize| match maybe {
            // A repeated DELETE finds nothing, since the first one was carried out.
            true if not_there && deletes => self.written(place, None, None),
            true if step.verb == Verb::Delete => Verdict::Gone {
                failure: failure.clone(),
            },
            true if step.looks() => Verdict::Look {
                lost: Some(failure.clone()),
            },
            true if error.uncertain || !for_rows => self.unknown(place, harmless(&failure)),
            false if not_there && deletes => self.outcome(place, RowState::Unchanged, None, None),
            _ => self.failed(place, failure.clone()),
        };
        if single {
            return places.map(of_one).collect();
        }
        if maybe && step.verb == Verb::Delete {
            let failure = || failure.clone();
            return places
                .map(|_| Verdict::Gone { failure: failure() })
                .collect();
        }
        if !for_rows {
            return places.map(of_one).collect();
        }
        if error.uncertain && !step.looks() {
            // The rows that are not at fault are told apart from it by themselves.
            return places.map(|_| Verdict::Again { safe: false }).collect();
        }
        let said = Said::read(self.table.write.api, error.answer.bytes());
        let none_written = step.endpoint.partial == Partial::Nothing
            || said.success == Some(0)
            || error.status == Some(413);
        let faulted = self.faulted(&said.faults);
        places
            .map(|place| match faulted.get(place).copied().flatten() {
                Some(fault) => {
                    let own = refusal(fault, error.status.unwrap_or_default());
                    self.failed(
                        place,
                        Failure {
                            fields: own.fields,
                            ..failure.clone()
                        },
                    )
                }
                None if none_written && !maybe => Verdict::Again { safe: true },
                None if step.looks() => Verdict::Look { lost: None },
                None => Verdict::Again { safe: false },
            })
            .collect()
    }

    /// The fault of each row.
    fn faulted<'f>(&self, faults: &'f [Fault]) -> Vec<Option<&'f Fault>> {
        // Of keys that stand in an address, an answer counts those that it found, and not those that were sent.
        let counted = match &self.request.rows {
            Rows::Written(_) => true,
            Rows::Deleted(_) => self.request.step.endpoint.body == Body::Keys,
        };
        let of = |place: usize| {
            faults.iter().find(|fault| match &fault.sent {
                Some(sent) => self.is(place, sent),
                None => counted && fault.place == Some(place),
            })
        };
        (0..self.numbers.len()).map(of).collect()
    }

    /// The row of each row that the answer shows.
    fn shown(&self, said: &Said) -> Vec<Option<String>> {
        let count = self.numbers.len();
        if let Some(name) = &self.request.step.endpoint.wrap {
            return self.shown_within(said, name);
        }
        let rows = said.rows.as_deref().unwrap_or_default();
        let mut used = vec![false; rows.len()];
        let mut shown = vec![None; count];
        for (place, own) in shown.iter_mut().enumerate() {
            let found = rows
                .iter()
                .zip(&used)
                .position(|(row, used)| !used && self.is(place, row));
            if let Some(found) = found {
                used[found] = true;
                *own = rows.get(found).cloned();
            }
        }
        // A row without a key and a natural key is known by all that was sent of it.
        if let Rows::Written(planned) = &self.request.rows {
            for (own, row) in shown.iter_mut().zip(planned) {
                let free = || (0..rows.len()).filter(|place| !used[*place]);
                let mut same = free().filter(|place| self.has_all(row, &rows[*place]));
                if let (None, Some(only), None) = (&own, same.next(), same.next()) {
                    used[only] = true;
                    *own = rows.get(only).cloned();
                }
            }
        }
        // Not every answer repeats what rows are known by; then they stand in the order in which they were sent.
        if rows.len() == count && said.faults.is_empty() {
            for (place, own) in shown.iter_mut().enumerate() {
                if own.is_none() && !used[place] {
                    *own = rows.get(place).cloned();
                }
            }
        }
        shown
    }

    /// The rows in an answer that shows what they lie in, such as a wish list with its items: those of which just one has all that
    /// was sent.
    fn shown_within(&self, said: &Said, name: &str) -> Vec<Option<String>> {
        let whole = said.rows.as_deref().unwrap_or_default();
        let inner = whole
            .first()
            .and_then(|whole| raw::members(whole)?.get(name).copied());
        let rows = inner.and_then(raw::elements).unwrap_or_default();
        let rows: Vec<String> = rows.into_iter().map(str::to_owned).collect();
        let of = |place| self.only(place, &rows).cloned();
        (0..self.numbers.len()).map(of).collect()
    }

    /// The only one of these rows that has all that was sent at that place.
    pub(crate) fn only<'r>(&self, place: usize, rows: &'r [String]) -> Option<&'r String> {
        let Rows::Written(planned) = &self.request.rows else {
            return None;
        };
        let row = planned.get(place)?;
        let mut same = rows.iter().filter(|there| self.has_all(row, there));
        same.next().filter(|_| same.next().is_none())
    }

    /// Whether a row of an answer has all that was sent of one.
    fn has_all(&self, row: &PlannedRow, there: &str) -> bool {
        let mut compared = 0;
        let all = row.given.iter().all(|(name, value)| {
            let column = self.table.columns.get(name);
            let column = column.filter(|column| !column.from_parent);
            let Some(column) = column.filter(|_| self.request.comparable(name, value)) else {
                return true;
            };
            compared += 1;
            raw::at(there, &column.path).is_some_and(|text| answers(text, value))
        });
        all && compared > 0
    }

    /// The columns that the store kept as they were, though it answered a success: it ignores what it does not change.
    fn kept(&self, place: usize, there: &str) -> Option<String> {
        let Rows::Written(rows) = &self.request.rows else {
            return None;
        };
        let row = rows
            .get(place)
            .filter(|_| self.request.verb() == Verb::Update)?;
        let differs = |(name, value): &&(String, Value)| {
            let column = self.table.columns.get(name);
            let column = column.filter(|column| !column.from_parent && !column.secret);
            let text = column.and_then(|column| raw::at(there, &column.path));
            self.request.comparable(name, value) && text.is_some_and(|text| !answers(text, value))
        };
        let names: Vec<&str> = row
            .given
            .iter()
            .filter(differs)
            .map(|(name, _)| name.as_str())
            .collect();
        (!names.is_empty()).then(|| {
            format!(
                "the store answered other values than were sent: {}",
                names.join(", ")
            )
        })
    }

    /// Whether a row of an answer is the one that was sent at that place: by the key, or the natural key.
    fn is(&self, place: usize, row: &str) -> bool {
        let named = match &self.request.rows {
            Rows::Deleted(rows) => rows.rows().get(place).map(|row| {
                let names = self.table.key.iter().cloned();
                (
                    names.zip(row.values(self.table)).collect::<Vec<_>>(),
                    row.key.bare(),
                )
            }),
            Rows::Written(rows) => rows
                .get(place)
                .and_then(|row| Some((self.names(row)?, row.bare.as_deref()))),
        };
        let Some((named, bare)) = named else {
            return false;
        };
        // The answer to a list of keys is a list of keys.
        if raw::members(row).is_none() {
            return bare.is_some_and(|bare| raw::plain(bare) == raw::plain(row));
        }
        let mut told = 0;
        let all = named.iter().all(|(name, value)| {
            let Some(column) = self.table.columns.get(name) else {
                return true;
            };
            let path = self.request.step.endpoint.path_of(column);
            let text = raw::at(row, &column.path)
                .filter(|_| !column.from_parent)
                .or_else(|| raw::at(row, path));
            match text {
                Some(text) => {
                    told += 1;
                    answers(text, value)
                }
                None => column.from_parent,
            }
        });
        all && told > 0
    }

    fn names(&self, row: &PlannedRow) -> Option<Vec<(String, Value)>> {
        let key = row.key(self.table);
        if !key.is_empty() {
            return Some(self.table.key.iter().cloned().zip(key).collect());
        }
        natural_key(self.table, row, &self.request.step.found_by).or_else(|| {
            let upsert = self.table.write.upsert.as_ref()?;
            let value = |name: &String| Some((name.clone(), row.value(name)?.clone()));
            upsert.key.iter().map(value).collect()
        })
    }

    pub(crate) fn written(
        &self,
        place: usize,
        answered: Option<String>,
        note: Option<String>,
    ) -> Verdict {
        let kept = answered.as_deref().and_then(|row| self.kept(place, row));
        let note = note.or(kept);
        let verdict = self.outcome(place, RowState::Written, answered, None);
        match verdict {
            Verdict::Is(outcome) => Verdict::Is(RowOutcome { note, ..outcome }),
            other => other,
        }
    }

    pub(crate) fn failed(&self, place: usize, failure: Failure) -> Verdict {
        self.outcome(place, RowState::Failed, None, Some(failure))
    }

    pub(crate) fn unknown(&self, place: usize, failure: Failure) -> Verdict {
        self.outcome(place, RowState::Unknown, None, Some(failure))
    }

    fn outcome(
        &self,
        place: usize,
        state: RowState,
        answered: Option<String>,
        failure: Option<Failure>,
    ) -> Verdict {
        let sent = match &self.request.rows {
            Rows::Written(rows) => rows.get(place).map(|row| row.key(self.table)),
            Rows::Deleted(rows) => rows.rows().get(place).map(|row| row.values(self.table)),
        };
        let given = |name: &str| match &self.request.rows {
            Rows::Written(rows) => rows.get(place)?.value(name).cloned(),
            Rows::Deleted(_) => None,
        };
        let told = answered
            .as_deref()
            .and_then(|row| key_of(self.table, row, given));
        // What a request that names rows by keys shows is no row.
        let answered = answered.filter(|row| raw::members(row).is_some());
        Verdict::Is(RowOutcome {
            number: self.numbers.get(place).copied().unwrap_or_default(),
            state,
            key: told.or(sent).unwrap_or_default(),
            answered,
            failure,
            note: None,
        })
    }

    /// The answer was a success and shows the other rows.
    fn left_out(&self, status: u16) -> Failure {
        let why = match self.request.step.verb {
            Verb::Insert => "it has such a row already, or does not take this one",
            _ => "it has no such row",
        };
        Failure {
            status: Some(status),
            ..Failure::new(format!(
                "the store answered {status} and left the row out: {why}. Nothing was written."
            ))
        }
    }
}

/// The values of the table's key as a row of an answer has them; the parent's are as they were given.
pub(crate) fn key_of(
    table: &Table,
    row: &str,
    given: impl Fn(&str) -> Option<Value>,
) -> Option<Vec<Value>> {
    let value = |name: &String| {
        let column: &Column = table.columns.get(name)?;
        let text = raw::at(row, &column.path).filter(|_| !column.from_parent);
        let text = text.and_then(raw::plain);
        match (text, column.kind) {
            (Some(text), ColumnType::Int64) => text.parse().ok().map(Value::Int),
            (Some(text), _) => Some(Value::Text(text)),
            // A part of a key may be NULL: a field's value is of a customer or of an address.
            (None, _) => given(name).or((!column.not_null).then_some(Value::Null)),
        }
    };
    table.key.iter().map(value).collect()
}

/// Whether an answer refuses the request for what its rows have, or for how many they are.
pub(crate) fn is_for_rows(status: Option<u16>) -> bool {
    matches!(status, Some(400 | 404 | 409 | 410 | 413 | 422))
}

fn refusal(fault: &Fault, status: u16) -> Failure {
    let what = match (&fault.title, fault.fields.as_slice()) {
        (_, [(field, why), ..]) if !field.is_empty() => format!("{field}: {why}"),
        (_, [(_, why), ..]) => why.clone(),
        (Some(title), []) => title.clone(),
        (None, []) => "no reason given".to_owned(),
    };
    Failure {
        fields: fault.fields.clone(),
        status: Some(status),
        ..Failure::new(format!("the store refused the row: {what}."))
    }
}

/// A change by key whose answer was lost.
pub(crate) fn harmless(lost: &Failure) -> Failure {
    Failure {
        message: format!(
            "{} The row may have been written; the same change again does no harm.",
            lost.message
        ),
        ..lost.clone()
    }
}

/// What an answer says beside the rows that it wrote.
fn notes(faults: &[Fault]) -> Option<String> {
    let words = faults.iter().flat_map(|fault| {
        let fields = fault
            .fields
            .iter()
            .map(|(field, why)| format!("{field}: {why}"));
        fault.title.iter().cloned().chain(fields)
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| words.join("; "))
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
