//! What an answer means for each row of its request: written, refused, to be sent again, or to be looked for. Pure.
//!
//! A row that was surely not written, or whose request may be repeated, is sent again with fewer others; a row that may have been
//! created is looked for, and never sent again before.

use storeql_catalog::{Column, ColumnType, Partial, Table};
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
        json.map(drop)
            .map_err(|error| format!("something that is not whole JSON ({error})"))
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
                    (true, None, None) if counted || !self.request.step.creates => {
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

    /// After a refusal, or no answer.
    pub(crate) fn refused(&self, error: &Error) -> Vec<Verdict> {
        let failure = Failure::from(error);
        let step = &self.request.step;
        let places = 0..self.numbers.len();
        let deletes = matches!(self.request.rows, Rows::Deleted(_));
        let [_, _, ..] = self.numbers.as_slice() else {
            return places
                .map(|place| match error.status {
                    // A repeated DELETE finds nothing, since the first one was carried out.
                    Some(404 | 410) if deletes && error.uncertain => {
                        self.written(place, None, None)
                    }
                    Some(404 | 410) if deletes => {
                        self.outcome(place, RowState::Unchanged, None, None)
                    }
                    _ if error.uncertain && step.creates => Verdict::Look {
                        lost: Some(failure.clone()),
                    },
                    _ if error.uncertain => self.unknown(place, failure.clone()),
                    _ => self.failed(place, failure.clone()),
                })
                .collect();
        };
        if error.uncertain {
            let lost = || Verdict::Look {
                lost: Some(failure.clone()),
            };
            return places
                .map(|place| match step.creates {
                    true => lost(),
                    false => self.unknown(place, failure.clone()),
                })
                .collect();
        }
        if !matches!(error.status, Some(400 | 404 | 409 | 410 | 413 | 422)) {
            return places
                .map(|place| self.failed(place, failure.clone()))
                .collect();
        }
        let said = Said::read(self.table.write.api, &error.answer.0);
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
                None if none_written => Verdict::Again { safe: true },
                None if step.creates => Verdict::Look { lost: None },
                None => Verdict::Again { safe: false },
            })
            .collect()
    }

    /// The fault of each row.
    fn faulted<'f>(&self, faults: &'f [Fault]) -> Vec<Option<&'f Fault>> {
        let of = |place: usize| {
            faults.iter().find(|fault| match &fault.sent {
                Some(sent) => self.is(place, sent),
                None => fault.place == Some(place),
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
        let fits = |row: &PlannedRow, there: &str| {
            let mut given = row.given.iter().filter(|(name, value)| {
                let column = self.table.columns.get(name);
                column.is_some_and(|column| !column.from_parent)
                    && self.request.comparable(name, value)
            });
            given.all(|(name, value)| {
                let column = self.table.columns.get(name);
                let text = column.and_then(|column| raw::at(there, &column.path));
                text.is_some_and(|text| answers(text, value))
            })
        };
        let Rows::Written(planned) = &self.request.rows else {
            return vec![None; self.numbers.len()];
        };
        let of = |row: &PlannedRow| {
            let mut same = rows.iter().filter(|there| fits(row, there));
            let only = same.next()?;
            same.next().is_none().then(|| (*only).to_owned())
        };
        planned.iter().map(of).collect()
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
