//! One request of a plan: what is read before it, the request itself, and what follows until each of its rows is known.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use storeql_catalog::Column;
use storeql_client::{Client, Error, Meter, Response};
use tokio_util::sync::CancellationToken;

use super::verdict::{Sent, Verdict, key_of};
use crate::address::{column_of, placeholders, text_of};
use crate::change::Verb;
use crate::find::{Finder, Wanted};
use crate::journal::Journal;
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::{PlannedRequest, PlannedRow, ReadRows, Rows, carried, natural_key};
use crate::raw;
use crate::same::answers;

/// What the requests of a plan share.
pub(crate) struct Shared<'a> {
    pub(crate) client: &'a Client,
    pub(crate) meter: Meter,
    pub(crate) journal: Option<Mutex<Journal>>,
    pub(crate) cancelled: CancellationToken,
    /// A failure ends the statement.
    pub(crate) stops: bool,
    pub(crate) stopped: AtomicBool,
    /// The rows were sent by a run that ended before this one.
    pub(crate) resumes: bool,
    /// The journal cannot be written.
    pub(crate) broken: Mutex<Option<Failure>>,
}

/// A request, or a part of one.
struct Part {
    request: PlannedRequest,
    /// It was in a request that may have written it: it is sent again to know.
    resolves: bool,
}

impl Shared<'_> {
    /// Whether nothing new may begin.
    pub(crate) fn ended(&self) -> bool {
        self.cancelled.is_cancelled() || self.stopped.load(Ordering::Relaxed)
    }

    /// Sends a request and whatever it takes to know what became of its rows.
    pub(crate) async fn exchange(&self, request: PlannedRequest) -> Vec<RowOutcome> {
        let mut parts = VecDeque::from([Part {
            request,
            resolves: false,
        }]);
        let mut known = Vec::new();
        while let Some(part) = parts.pop_front() {
            let outcomes = match (self.ended(), part.resolves) {
                (true, false) => all(&part.request, RowState::NotTried, None),
                (true, true) if self.cancelled.is_cancelled() => {
                    let why = "its batch was refused, which may have written it, and the statement was cancelled before it was \
                               sent again.";
                    all(&part.request, RowState::Unknown, Some(Failure::new(why)))
                }
                _ => {
                    let (outcomes, more) = self.attempt(part.request).await;
                    for part in more.into_iter().rev() {
                        parts.push_front(part);
                    }
                    outcomes
                }
            };
            self.record(&outcomes);
            known.extend(outcomes);
        }
        known
    }

    /// Sends one request; gives the rows that are known, and the parts that are to be sent again.
    async fn attempt(&self, request: PlannedRequest) -> (Vec<RowOutcome>, Vec<Part>) {
        let read = match self.read_first(&request).await {
            Ok(read) => read,
            Err(error) => {
                let mut failure = Failure::from(&error);
                failure.message = format!("reading before the write: {}", failure.message);
                return (all(&request, RowState::Failed, Some(failure)), Vec::new());
            }
        };
        let (read, mut known) = read;
        let gone: Vec<u64> = known.iter().map(|row| row.number).collect();
        let numbers = request.rows();
        let places: Vec<usize> = (0..numbers.len())
            .filter(|place| numbers.get(*place).is_some_and(|row| !gone.contains(row)))
            .collect();
        let Some(request) = request.of(&places) else {
            return (known, Vec::new());
        };
        if let Err(failure) = self.intend(&request) {
            known.extend(all(&request, RowState::NotTried, Some(failure)));
            return (known, Vec::new());
        }
        let sent = Sent::new(&request);
        // A page of a network that asks to sign in is a success as well, and no answer of the store.
        let whole = |response: &Response| match sent.is_answer(response) {
            Ok(()) => Ok(response.clone()),
            Err(what) => Err(what),
        };
        let wire = request.wire(&read);
        let verdicts = match self.client.read(&wire, &self.meter, whole).await {
            Ok(response) => sent.answered(&response),
            Err(error) => sent.refused(&error),
        };
        let (outcomes, more) = self.settle(&request, verdicts).await;
        known.extend(outcomes);
        (known, more)
    }

    async fn settle(
        &self,
        request: &PlannedRequest,
        verdicts: Vec<Verdict>,
    ) -> (Vec<RowOutcome>, Vec<Part>) {
        let mut known = Vec::new();
        let (mut again, mut safe, mut look) = (Vec::new(), true, Vec::new());
        for (place, verdict) in verdicts.into_iter().enumerate() {
            match verdict {
                Verdict::Is(outcome) => known.push((place, outcome)),
                Verdict::Again { safe: surely } => {
                    safe &= surely;
                    again.push(place);
                }
                Verdict::Look { lost } => look.push((place, lost)),
            }
        }
        for (place, found) in self.look(request, look).await {
            match found {
                Some(outcome) => known.push((place, outcome)),
                None => again.push(place),
            }
        }
        again.sort_unstable();
        self.find_keys(request, &mut known).await;
        // Where the answer named the rows at fault, the others go together; else halves find them.
        let named = known.iter().any(|(_, row)| row.state == RowState::Failed);
        let halves = again.len().div_ceil(2).max(1);
        let size = if named { again.len().max(1) } else { halves };
        let part = |places: &[usize]| {
            Some(Part {
                request: request.of(places)?,
                resolves: !safe,
            })
        };
        let more = again.chunks(size).filter_map(part).collect();
        let outcomes = known.into_iter().map(|(_, outcome)| outcome).collect();
        (outcomes, more)
    }

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

    /// Why it is not known what became of a row.
    fn words<'f>(&self, lost: Option<&'f Failure>) -> &'f str {
        match lost {
            Some(lost) => &lost.message,
            None if self.resumes => "the run before ended without an answer.",
            None => "the batch was refused.",
        }
    }

    /// Finds the keys of rows whose answers do not give them.
    async fn find_keys(&self, request: &PlannedRequest, known: &mut [(usize, RowOutcome)]) {
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
            let ([row], Some((_, outcome))) = (rows.as_slice(), known.get_mut(*position)) else {
                continue;
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

    /// Reads what the body carries, and tells of rows that are not as the request needs them.
    async fn read_first(
        &self,
        request: &PlannedRequest,
    ) -> Result<(ReadRows, Vec<RowOutcome>), Error> {
        let mut read = ReadRows::default();
        let mut known = Vec::new();
        let Rows::Written(rows) = &request.rows else {
            return Ok((read, known));
        };
        let step = &request.step;
        let finder = self.finder(request);
        if !step.absent_by.is_empty() {
            self.must_be_absent(request, rows, &mut known).await?;
        }
        if step.endpoint.replaces
            && let Some(first) = rows.first()
        {
            let wanted = self.wanted(request, first);
            read.siblings = finder.below(&wanted, &[]).await?;
            if step.verb != Verb::Insert {
                let missing = rows.iter().filter(|row| {
                    !read
                        .siblings
                        .iter()
                        .any(|there| has_key(request, row, there))
                });
                known.extend(missing.map(|row| missing_row(step.verb, row)));
            }
        }
        let lacks: Vec<&PlannedRow> = rows
            .iter()
            .filter(|row| row.needs_row && row.as_read.is_none())
            .collect();
        if lacks.is_empty() {
            return Ok((read, known));
        }
        let columns: Vec<&Column> = carried(step);
        let wanted: Vec<Wanted> = lacks.iter().map(|row| self.wanted(request, row)).collect();
        for (row, found) in lacks.iter().zip(finder.find(&wanted, &columns).await?) {
            match found.into_iter().next() {
                Some(text) => {
                    read.rows.insert(row.number, text);
                }
                // An upsert creates it.
                None if step.verb == Verb::Upsert => {}
                None => known.push(missing_row(step.verb, row)),
            }
        }
        Ok((read, known))
    }

    async fn must_be_absent(
        &self,
        request: &PlannedRequest,
        rows: &[PlannedRow],
        known: &mut Vec<RowOutcome>,
    ) -> Result<(), Error> {
        let names = &request.step.absent_by;
        let of = |row: &PlannedRow| -> Wanted {
            let value = |name: &String| Some((name.clone(), row.value(name)?.clone()));
            names.iter().filter_map(value).collect()
        };
        let wanted: Vec<Wanted> = rows.iter().map(of).collect();
        let found = self.finder(request).find(&wanted, &[]).await?;
        for ((row, wanted), found) in rows.iter().zip(wanted).zip(found) {
            if !found.is_empty() {
                let why = format!(
                    "the store has a row with {} already: UPSERT changes it.",
                    condition(&wanted)
                );
                known.push(row_outcome(row, RowState::Failed, Some(Failure::new(why))));
            }
        }
        Ok(())
    }

    /// What the row is read by: its key, and what the list's path names.
    fn wanted(&self, request: &PlannedRequest, row: &PlannedRow) -> Wanted {
        let table = &request.step.table;
        let below = table.per_parent.as_ref().map(|parent| &parent.listing);
        let listing = table.list.as_ref().or(below);
        let in_path = listing
            .into_iter()
            .flat_map(|listing| placeholders(&listing.path));
        let siblings = request.step.endpoint.replaces;
        let key = table.key.iter().map(String::as_str).filter(|_| !siblings);
        let mut wanted = Wanted::new();
        for name in key.chain(in_path) {
            if let Some(value) = row.value(name).filter(|value| value.is_given())
                && !wanted.iter().any(|(known, _)| known == name)
            {
                wanted.push((name.to_owned(), value.clone()));
            }
        }
        wanted
    }

    fn finder<'f>(&'f self, request: &'f PlannedRequest) -> Finder<'f> {
        Finder {
            client: self.client,
            meter: &self.meter,
            table: &request.step.table,
        }
    }

    fn intend(&self, request: &PlannedRequest) -> Result<(), Failure> {
        let Some(journal) = &self.journal else {
            return Ok(());
        };
        let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal
            .intend(request)
            .map_err(|error| self.broke(&error.to_string()))
    }

    fn record(&self, outcomes: &[RowOutcome]) {
        let bad = |row: &RowOutcome| matches!(row.state, RowState::Failed | RowState::Unknown);
        if self.stops && outcomes.iter().any(bad) {
            self.stopped.store(true, Ordering::Relaxed);
        }
        if let Some(journal) = &self.journal {
            let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = journal.confirm(outcomes) {
                self.broke(&error.to_string());
            }
        }
    }

    /// Without its journal the statement does not go on.
    fn broke(&self, why: &str) -> Failure {
        self.stopped.store(true, Ordering::Relaxed);
        let failure = Failure::new(why);
        let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        broken.get_or_insert_with(|| failure.clone());
        failure
    }
}

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

fn row_outcome(row: &PlannedRow, state: RowState, failure: Option<Failure>) -> RowOutcome {
    RowOutcome {
        failure,
        ..RowOutcome::of(row.number, state)
    }
}

/// A row that was to be read and is not there.
fn missing_row(verb: Verb, row: &PlannedRow) -> RowOutcome {
    match verb {
        Verb::Delete => row_outcome(row, RowState::Unchanged, None),
        _ => {
            let why = "the row is not in the store any more.";
            row_outcome(row, RowState::Failed, Some(Failure::new(why)))
        }
    }
}

fn has_key(request: &PlannedRequest, row: &PlannedRow, there: &str) -> bool {
    let table = &request.step.table;
    table.key.iter().all(|name| {
        let column = table.columns.get(name);
        let text = column.and_then(|column| raw::at(there, &column.path));
        match (text, row.value(name)) {
            (Some(text), Some(value)) => answers(text, value),
            _ => false,
        }
    })
}

/// `email = 'a@b.example' AND channel_id = 1`
fn condition(wanted: &Wanted) -> String {
    let one = |(name, value): &(String, crate::value::Value)| {
        let text = text_of(value).unwrap_or_default();
        match value {
            crate::value::Value::Int(_) | crate::value::Value::Decimal(_) => {
                format!("{name} = {text}")
            }
            _ => format!("{name} = '{}'", text.replace('\'', "''")),
        }
    };
    let parts: Vec<String> = wanted.iter().map(one).collect();
    parts.join(" AND ")
}

/// The same outcome for all rows of a request.
fn all(request: &PlannedRequest, state: RowState, failure: Option<Failure>) -> Vec<RowOutcome> {
    let numbers = request.rows().into_iter();
    let one = |number| RowOutcome {
        failure: failure.clone(),
        ..RowOutcome::of(number, state)
    };
    numbers.map(one).collect()
}
