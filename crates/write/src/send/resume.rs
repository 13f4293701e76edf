//! Goes on with a change that a journal has, whose run was killed or broke off.
//!
//! Rows that were confirmed are left alone. Rows that were not tried are sent. A row whose request was intended and not confirmed
//! is sent again where that does no harm; where it may have been created it is looked for first, and told where nothing tells
//! it from others.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use storeql_catalog::Table;
use storeql_client::Client;

use super::exchange::Shared;
use super::options::SendOptions;
use crate::error::PlanError;
use crate::journal::Recorded;
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::{PlannedRequest, plan};

/// A journal that cannot be gone on with. Nothing was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeError {
    /// It is of another store.
    #[error(
        "the journal is of the store {journal}, and the connection of {connection}: connect to the store of the journal"
    )]
    OtherStore {
        /// The store that the journal names.
        journal: String,
        /// The store of the connection.
        connection: String,
    },
    /// Its change does not fit the definition any more.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// What is known of the rows of a journal before its change is gone on with.
#[derive(Debug)]
pub(crate) struct Looked {
    /// Rows that need no request.
    pub(crate) known: Vec<RowOutcome>,
    /// The numbers of those that are to be sent.
    pub(crate) send: Vec<u64>,
}

/// Looks for the rows whose fate the journal does not tell.
pub(crate) async fn look(
    recorded: &Recorded,
    table: &Arc<Table>,
    client: &Client,
    options: &mut SendOptions,
) -> Result<Looked, ResumeError> {
    if recorded.store != client.store_id() {
        return Err(ResumeError::OtherStore {
            journal: recorded.store.clone(),
            connection: client.store_id().to_owned(),
        });
    }
    let mut known = Vec::new();
    let mut send = Vec::new();
    let mut unknown = Vec::new();
    for (number, (state, key)) in &recorded.states {
        let is = |state| RowOutcome {
            key: key.clone(),
            ..RowOutcome::of(*number, state)
        };
        match (state, recorded.withheld.get(number)) {
            (RowState::NotTried, None) => send.push(*number),
            (RowState::Unknown, _) => unknown.push(*number),
            (RowState::NotTried, Some(columns)) => {
                let why = format!(
                    "the journal has no value of {}, which is secret: write the row by a statement.",
                    columns.join(", ")
                );
                known.push(RowOutcome {
                    failure: Some(Failure::new(why)),
                    ..is(RowState::NotTried)
                });
            }
            (state, _) => known.push(is(*state)),
        }
    }
    let lost = plan(
        table,
        recorded.change.clone().only(|row| unknown.contains(&row)),
    )?;
    let shared = Shared {
        client,
        meter: options.meter.clone(),
        journal: None,
        cancelled: options.cancelled.clone(),
        stops: false,
        stopped: AtomicBool::new(false),
        resumes: true,
        broken: Mutex::new(None),
    };
    let mut found = Vec::new();
    for request in lost.requests() {
        let numbers = request.rows();
        if !asks(request) {
            send.extend(numbers);
            continue;
        }
        let places = (0..numbers.len()).map(|place| (place, None)).collect();
        for (place, row) in shared.look(request, places).await {
            match (row, numbers.get(place)) {
                (Some(row), _) => found.push(row),
                (None, Some(number)) => send.push(*number),
                (None, None) => {}
            }
        }
    }
    for row in &mut found {
        // What the journal does not have cannot be sent, nor compared.
        send.retain(|number| *number != row.number);
    }
    if let Some(journal) = &mut options.journal {
        // Where the journal cannot be written, `send` tells so before its first request.
        let _ = journal.confirm(&found);
    }
    known.extend(found);
    send.sort_unstable();
    send.dedup();
    let held: Vec<u64> = send
        .iter()
        .copied()
        .filter(|number| recorded.withheld.contains_key(number))
        .collect();
    send.retain(|number| !held.contains(number));
    let why = "it may have been written by the run before, and its secret value is not in the journal: look at the row.";
    known.extend(held.into_iter().map(|number| RowOutcome {
        failure: Some(Failure::new(why)),
        ..RowOutcome::of(number, RowState::Unknown)
    }));
    Ok(Looked { known, send })
}

/// Whether the rows have to be looked for before they are sent again.
fn asks(request: &PlannedRequest) -> bool {
    request.step.creates || !request.step.absent_by.is_empty()
}
