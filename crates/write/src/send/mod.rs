//! Sends a plan and tells what became of each row.
//!
//! Requests go side by side within the endpoint's caps; those of one order, or of one product, go one after another. Nothing new
//! begins after a cancel, or after a failure where the statement stops at the first; what was sent is waited for and counted.

mod before;
mod exchange;
mod ledger;
mod looking;
mod options;
mod resume;
mod said;
mod shared;
mod verdict;

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use futures::StreamExt;
use futures::stream::FuturesUnordered;
use storeql_catalog::Table;
use storeql_client::Client;

use crate::journal::RecordedRows;
use crate::outcome::{Failure, Outcome, RowOutcome, RowState};
use crate::plan::{PlannedRequest, WritePlan, plan};
use ledger::Ledger;
use resume::Looked;
use shared::Shared;

pub use options::{OnError, Progress, SendOptions, Teller};
pub use resume::ResumeError;
#[cfg(any(test, fuzzing))]
pub(crate) use said::Said;

/// Sends a plan, and tells what became of each row: also of those that were not tried.
///
/// ```no_run
/// # async fn example(plan: storeql_write::WritePlan, client: storeql_client::Client) {
/// use storeql_write::{SendOptions, send};
///
/// let outcome = send(plan, &client, SendOptions::default()).await;
/// println!("{:?}", outcome.counts());
/// if let Some(failure) = &outcome.first_error {
///     println!("{}", failure.message);
/// }
/// # }
/// ```
pub async fn send(plan: WritePlan, client: &Client, options: SendOptions) -> Outcome {
    let outcomes = send_all(vec![plan], client, options).await;
    outcomes.into_iter().collect()
}

/// Sends the plans of one statement, one after another, and tells of each what became of its rows. They have one journal, and where
/// the statement stops at its first failure, no plan behind it begins.
pub async fn send_all(
    plans: Vec<WritePlan>,
    client: &Client,
    options: SendOptions,
) -> Vec<Outcome> {
    let journal = match options.journal {
        None => None,
        Some(mut journal) => {
            let verb = plans.first().map(|plan| plan.verb().word());
            let statement = options.statement.or(verb).unwrap_or_default();
            match journal.begin(client.store_id(), statement, &plans) {
                Ok(()) => Some(Mutex::new(journal)),
                Err(error) => {
                    let failure = Failure::new(error.to_string());
                    let all = plans.iter();
                    return all.map(|plan| not_begun(plan, failure.clone())).collect();
                }
            }
        }
    };
    let shared = Shared {
        client,
        meter: options.meter,
        journal,
        cancelled: options.cancelled,
        stops: options.on_error == OnError::Stop,
        stopped: AtomicBool::new(false),
        resumes: false,
        broken: Mutex::new(None),
    };
    let mut outcomes = Vec::new();
    for plan in &plans {
        let ledger = Ledger::new(options.progress.clone());
        outcomes.push(send_one(&shared, plan, options.side_by_side, ledger).await);
    }
    outcomes
}

async fn send_one(
    shared: &Shared<'_>,
    plan: &WritePlan,
    most: usize,
    mut ledger: Ledger,
) -> Outcome {
    let same = plan.unchanged.iter().map(|(number, key)| RowOutcome {
        key: key.clone(),
        ..RowOutcome::of(*number, RowState::Unchanged)
    });
    let same: Vec<RowOutcome> = same.collect();
    shared.record(&same);
    ledger.note(same);
    let requests = plan.requests();
    let last = requests.iter().map(|request| request.stage).max();
    for stage in 0..=last.unwrap_or_default() {
        let here = requests.iter().filter(|request| request.stage == stage);
        // A part of a row that was not written is the end of its other parts.
        let here = here.filter_map(|request| {
            let numbers = request.rows();
            let goes_on = |place: &usize| {
                let number = numbers.get(*place);
                number.is_some_and(|number| ledger.goes_on(*number))
            };
            let places: Vec<usize> = (0..numbers.len()).filter(goes_on).collect();
            request.of(&places)
        });
        let here: VecDeque<PlannedRequest> = here.collect();
        side_by_side(shared, here, most, &mut ledger).await;
    }
    let broken = shared.broken.lock();
    let broken = broken.unwrap_or_else(std::sync::PoisonError::into_inner);
    ledger.outcome(plan, broken.clone())
}

/// Goes on with a statement that a journal has, whose run was killed or broke off; gives the outcomes of its changes, in their order.
/// The options name the same journal, opened by [`crate::Journal::append`].
///
/// ```no_run
/// # async fn example(client: storeql_client::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use storeql_catalog::Catalog;
/// use storeql_write::{Journal, Recorded, SendOptions, read_journal, resume};
///
/// let path = "prices.journal".as_ref();
/// let Recorded::Rows(recorded) = read_journal(path)? else {
///     return Err("it is of a call".into());
/// };
/// let table = Catalog::builtin().table(&recorded.table).ok_or("no such table")?;
/// let options = SendOptions { journal: Some(Journal::append(path)?), ..SendOptions::default() };
/// let outcome: storeql_write::Outcome = resume(&recorded, table, &client, options).await?.into_iter().collect();
/// println!("{:?}", outcome.counts());
/// # Ok(())
/// # }
/// ```
pub async fn resume(
    recorded: &RecordedRows,
    table: &Arc<Table>,
    client: &Client,
    mut options: SendOptions,
) -> Result<Vec<Outcome>, ResumeError> {
    let mut looked = Vec::new();
    for change in &recorded.changes {
        looked.push(resume::look(recorded, change, table, client, &mut options).await?);
    }
    let mut plans = Vec::new();
    for (change, Looked { send: rest, .. }) in recorded.changes.iter().zip(&looked) {
        let change = change.clone();
        plans.push(plan(table, change.only(|row| rest.contains(&row)))?);
    }
    let mut outcomes = send_all(plans, client, options).await;
    for (outcome, Looked { known, .. }) in outcomes.iter_mut().zip(looked) {
        if outcome.first_error.is_none() {
            outcome.first_error = known.iter().find_map(|row| row.failure.clone());
        }
        outcome.rows.extend(known);
        outcome.rows.sort_by_key(|row| row.number);
    }
    Ok(outcomes)
}

/// Sends the requests of one stage.
async fn side_by_side(
    shared: &Shared<'_>,
    requests: VecDeque<PlannedRequest>,
    most: usize,
    ledger: &mut Ledger,
) {
    // The first request of each lane is ready, and its others come when it is done.
    let mut ready = VecDeque::new();
    let mut lanes: HashMap<String, VecDeque<PlannedRequest>> = HashMap::new();
    for request in requests {
        match request.lane() {
            None => ready.push_back((None, request)),
            Some(lane) => match lanes.get_mut(&lane) {
                Some(behind) => behind.push_back(request),
                None => {
                    lanes.insert(lane.clone(), VecDeque::new());
                    ready.push_back((Some(lane), request));
                }
            },
        }
    }
    let mut running = FuturesUnordered::new();
    loop {
        while let Some((lane, request)) = ready.pop_front() {
            let cap = request.concurrency();
            let cap = cap.map_or(most, |cap| most.min(cap as usize)).max(1);
            if shared.ended() || running.len() >= cap {
                ready.push_front((lane, request));
                break;
            }
            running.push(async move { (lane, shared.exchange(request).await) });
        }
        let Some((lane, outcomes)) = running.next().await else {
            return;
        };
        let next = lane.and_then(|lane| {
            let request = lanes.get_mut(&lane)?.pop_front()?;
            Some((Some(lane), request))
        });
        if let Some(next) = next {
            ready.push_front(next);
        }
        ledger.note(outcomes);
    }
}

/// The journal cannot be begun, so nothing is sent.
fn not_begun(plan: &WritePlan, failure: Failure) -> Outcome {
    Ledger::new(None).outcome(plan, Some(failure))
}
