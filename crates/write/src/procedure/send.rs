//! Sends the requests of a call, one after another, and tells what became of it. A request that creates is never sent again where
//! it may have been carried out: that is told, with the way to look.

use std::collections::HashMap;
use std::time::Duration;

use storeql_catalog::{ProcedureRequest, Wait};
use storeql_client::{Client, Meter, Response};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::requests::CallPlan;
use super::values::{Known, same};
use crate::journal::Journal;
use crate::outcome::{Failure, RowState};
use crate::raw;

/// The wait between two questions whether a change shows, which doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How a call is sent.
#[derive(Debug)]
pub struct CallOptions {
    /// Cancelled when nothing new may begin.
    pub cancelled: CancellationToken,
    /// Counts the requests.
    pub meter: Meter,
    /// How long it may wait until its change shows; none is for ever.
    pub timeout: Option<Duration>,
    /// Where each request that changes the store is written, before it and after it.
    pub journal: Option<Journal>,
    /// Its requests may have been sent before, by the run that the journal has.
    pub resumes: bool,
}

/// What became of a call.
#[derive(Debug, Clone, Default)]
pub struct CallOutcome {
    /// The rows of its result: each column as JSON, or none.
    pub rows: Vec<Vec<Option<String>>>,
    /// Requests that changed the store.
    pub written: u64,
    /// Requests that may have changed it.
    pub unknown: u64,
    /// Why it was not carried out to its end.
    pub failure: Option<Failure>,
}

/// Sends the requests of a call.
pub async fn call(plan: &CallPlan, client: &Client, mut options: CallOptions) -> CallOutcome {
    if let Some(journal) = &mut options.journal
        && let Err(error) = journal.begin_call(client.store_id(), plan.to_keep())
    {
        return CallOutcome {
            failure: Some(Failure::new(error.to_string())),
            ..CallOutcome::default()
        };
    }
    let mut run = Run {
        plan,
        client,
        journal: options.journal.take(),
        options,
        known: Known {
            arguments: &plan.arguments,
            answers: HashMap::new(),
            shows: None,
        },
        outcome: CallOutcome::default(),
    };
    match run.run_all().await {
        Ok(rows) => run.outcome.rows = rows,
        Err(failure) => run.outcome.failure = Some(failure),
    }
    run.outcome
}

struct Run<'a> {
    plan: &'a CallPlan,
    client: &'a Client,
    journal: Option<Journal>,
    options: CallOptions,
    known: Known<'a>,
    outcome: CallOutcome,
}

impl Run<'_> {
    async fn run_all(&mut self) -> Result<Vec<Vec<Option<String>>>, Failure> {
        for (place, step) in (1..).zip(self.plan.steps()) {
            if self.options.cancelled.is_cancelled() {
                return Err(Failure::new("the call was cancelled."));
            }
            self.step(place, step).await?;
        }
        let wait = self.plan.definition().and_then(|all| all.wait.as_ref());
        let asked = |wait: &&Wait| self.plan.arguments.plain(&wait.when) == Some("true");
        if let Some(wait) = wait.filter(asked) {
            self.wait(wait).await?;
        }
        self.rows().map_err(Failure::new)
    }

    /// Sends one request. One that changes the store stands in the journal, by its place in the call.
    async fn step(&mut self, place: u64, step: &ProcedureRequest) -> Result<(), Failure> {
        let request = self.plan.request(step, &self.known);
        let request = request.map_err(|why| of_step(step, why))?;
        if let Some(journal) = self.journal.as_mut().filter(|_| !step.reads) {
            let intended = journal.intend_step(place, &step.method, request.target());
            intended.map_err(|error| Failure::new(error.to_string()))?;
        }
        let whole = |response: &Response| is_answer(step, response);
        let sent = self.client.read(&request, &self.options.meter, whole).await;
        let (state, failure) = match sent {
            Ok(answer) => {
                if let Some(name) = &step.name {
                    self.known.answers.insert(name.clone(), answer);
                }
                (RowState::Written, None)
            }
            // A repeated DELETE finds nothing, since the first one was carried out.
            Err(error)
                if step.method == "DELETE"
                    && (error.uncertain || self.options.resumes)
                    && matches!(error.status, Some(404 | 410)) =>
            {
                (RowState::Written, None)
            }
            Err(error) if error.uncertain => (RowState::Unknown, Some(Failure::from(&error))),
            Err(error) => (RowState::Failed, Some(Failure::from(&error))),
        };
        if !step.reads {
            self.outcome.written += u64::from(state == RowState::Written);
            self.outcome.unknown += u64::from(state == RowState::Unknown);
            if let Some(journal) = &mut self.journal {
                let why = failure.as_ref().map(|failure| failure.message.as_str());
                let answered = journal.answer_step(place, state, why);
                answered.map_err(|error| Failure::new(error.to_string()))?;
            }
        }
        match failure {
            Some(failure) => Err(failure),
            None => self.is_whole(step),
        }
    }

    /// A list that is as long as a page may go on elsewhere.
    fn is_whole(&self, step: &ProcedureRequest) -> Result<(), Failure> {
        let answer = step
            .name
            .as_ref()
            .and_then(|name| self.known.answers.get(name));
        let rows = answer
            .and_then(|answer| raw::elements(answer))
            .map(|rows| rows.len());
        match (step.limit, rows) {
            (Some(most), Some(rows)) if rows >= most as usize => Err(of_step(
                step,
                format!("the store answered {rows} rows, and there may be more"),
            )),
            _ => Ok(()),
        }
    }

    /// Asks until the change shows.
    async fn wait(&mut self, wait: &Wait) -> Result<(), Failure> {
        let until = self.known.fill(&wait.until).map_err(Failure::new)?;
        let until = until.ok_or_else(|| Failure::new("there is nothing to wait for."))?;
        let begun = Instant::now();
        let mut pause = FIRST_WAIT;
        loop {
            self.step(0, &wait.read).await?;
            let shown = self.known.value(&wait.value).map_err(Failure::new)?;
            if shown.as_ref().is_some_and(|shown| same(shown, &until)) {
                return Ok(());
            }
            let over = |limit: Duration| begun.elapsed() + pause > limit;
            if self.options.timeout.is_some_and(over) {
                return Err(Failure::new(format!(
                    "the store took the change and does not show it yet: {until} is expected, and it shows {}. The property Timeout \
                     allows a longer wait.",
                    shown.as_deref().unwrap_or("nothing")
                )));
            }
            let cancelled = &self.options.cancelled;
            if cancelled.run_until_cancelled(sleep(pause)).await.is_none() {
                return Err(Failure::new(
                    "the call was cancelled before the store showed the change.",
                ));
            }
            pause = (pause * 2).min(LONGEST_WAIT);
        }
    }

    /// The rows of the result.
    fn rows(&mut self) -> Result<Vec<Vec<Option<String>>>, String> {
        let rows = self.plan.definition().and_then(|all| all.rows.as_ref());
        let Some(rows) = rows else {
            return Ok(vec![self.row()?]);
        };
        let list = self.known.value(rows)?.unwrap_or_default();
        let elements = raw::elements(&list);
        let elements =
            elements.ok_or_else(|| "the store's answer has no list of rows".to_owned())?;
        let mut found = Vec::new();
        for element in elements {
            let row = element.to_owned();
            self.known.answers.insert("row".to_owned(), row);
            found.push(self.row()?);
        }
        Ok(found)
    }

    fn row(&self) -> Result<Vec<Option<String>>, String> {
        let results = self.plan.procedure.results.values();
        let cells = results.map(|result| match &result.from {
            Some(from) => self.known.fill(from),
            None => Ok(None),
        });
        cells.collect()
    }
}

fn of_step(step: &ProcedureRequest, why: String) -> Failure {
    Failure::new(format!(
        "{} /{}{}: {why}.",
        step.method,
        step.api.segment(),
        step.path
    ))
}

/// The answer as text: JSON, or nothing where nothing is taken out of it. The error says what came instead.
fn is_answer(step: &ProcedureRequest, response: &Response) -> Result<String, String> {
    if response.body.is_empty() && step.name.is_none() {
        return Ok("{}".to_owned());
    }
    let text = storeql_client::text_of(&response.body)?;
    match serde_json::from_str::<&serde_json::value::RawValue>(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("something that is not whole JSON ({error})")),
    }
}
