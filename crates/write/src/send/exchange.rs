//! One request of a plan: what is read before it, the request itself, and what follows until each of its rows is known.

use std::collections::VecDeque;

use storeql_client::Response;

use super::shared::Shared;
use super::verdict::{Sent, Verdict};
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::PlannedRequest;

/// A request, or a part of one.
struct Part {
    request: PlannedRequest,
    /// It was in a request that may have written it: it is sent again to know.
    resolves: bool,
}

impl Shared<'_> {
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
                    let (outcomes, more) = self.attempt(part.request, part.resolves).await;
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
    async fn attempt(
        &self,
        request: PlannedRequest,
        resolves: bool,
    ) -> (Vec<RowOutcome>, Vec<Part>) {
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
            Err(error) => sent.refused(&error, resolves),
        };
        let (outcomes, more) = self.settle(&request, verdicts, resolves).await;
        known.extend(outcomes);
        (known, more)
    }

    async fn settle(
        &self,
        request: &PlannedRequest,
        verdicts: Vec<Verdict>,
        resolves: bool,
    ) -> (Vec<RowOutcome>, Vec<Part>) {
        let mut known = Vec::new();
        let (mut again, mut safe) = (Vec::new(), true);
        let (mut look, mut gone) = (Vec::new(), Vec::new());
        for (place, verdict) in verdicts.into_iter().enumerate() {
            match verdict {
                Verdict::Is(outcome) => known.push((place, outcome)),
                Verdict::Again { safe: surely } => {
                    safe &= surely;
                    again.push(place);
                }
                Verdict::Look { lost } => look.push((place, lost)),
                Verdict::Gone { failure } => gone.push((place, failure)),
            }
        }
        for (place, found) in self.look_whether_gone(request, gone).await {
            match found {
                Some(outcome) => known.push((place, outcome)),
                None => {
                    safe = false;
                    again.push(place);
                }
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
        self.find_lines(request, &mut known).await;
        // Where the answer named the rows at fault, the others go together; else halves find them.
        let named = known.iter().any(|(_, row)| row.state == RowState::Failed);
        let halves = again.len().div_ceil(2).max(1);
        let size = if named { again.len().max(1) } else { halves };
        let part = |places: &[usize]| {
            Some(Part {
                request: request.of(places)?,
                resolves: resolves || !safe,
            })
        };
        let more = again.chunks(size).filter_map(part).collect();
        let outcomes = known.into_iter().map(|(_, outcome)| outcome).collect();
        (outcomes, more)
    }
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
