//! Goes on with a change that a journal has, whose run was killed or broke off.
//!
//! Rows that were confirmed are left alone. Rows that were not tried are sent. A row whose request was intended and not confirmed
//! is sent again where that does no harm; where it may have been created it is looked for first, and told where nothing tells
//! it from others.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use storeql_catalog::Table;
use storeql_client::Client;

use super::options::SendOptions;
use super::shared::Shared;
use crate::change::Change;
use crate::error::PlanError;
use crate::journal::RecordedRows;
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::plan;

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
    pub(crate) send: BTreeSet<u64>,
}

impl ResumeError {
    /// Refuses a journal of another store than the client's.
    pub fn check(journal: &str, client: &Client) -> Result<(), Self> {
        match journal == client.store_id() {
            true => Ok(()),
            false => Err(Self::OtherStore {
                journal: journal.to_owned(),
                connection: client.store_id().to_owned(),
            }),
        }
    }
}

/// Looks for the rows of a change whose fate the journal does not tell.
pub(crate) async fn look(
    recorded: &RecordedRows,
    change: &Change,
    table: &Arc<Table>,
    client: &Client,
    options: &mut SendOptions,
) -> Result<Looked, ResumeError> {
    ResumeError::check(&recorded.store, client)?;
    let own: BTreeSet<u64> = change.numbers().into_iter().collect();
    let mut known = Vec::new();
    let mut send = Vec::new();
    let mut unknown = BTreeSet::new();
    let states = recorded.states.iter();
    for (number, (state, key)) in states.filter(|(number, _)| own.contains(number)) {
        let is = |state| RowOutcome {
            key: key.clone(),
            ..RowOutcome::of(*number, state)
        };
        match (state, recorded.withheld.get(number)) {
            (RowState::NotTried, None) => send.push(*number),
            (RowState::Unknown, _) => {
                unknown.insert(*number);
            }
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
    let lost = plan(table, change.clone().only(|row| unknown.contains(&row)))?;
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
        if !request.step.looks() {
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
    if let Some(journal) = &mut options.journal {
        // Where the journal cannot be written, `send` tells so before its first request.
        let _ = journal.confirm(&found);
    }
    known.extend(found);
    // A row that lacks a secret value cannot be sent again.
    let lacks = |number: &u64| recorded.withheld.contains_key(number);
    let (held, send): (BTreeSet<u64>, BTreeSet<u64>) = send.into_iter().partition(lacks);
    let why = "it may have been written by the run before, and its secret value is not in the journal: look at the row.";
    known.extend(held.into_iter().map(|number| RowOutcome {
        failure: Some(Failure::new(why)),
        ..RowOutcome::of(number, RowState::Unknown)
    }));
    Ok(Looked { known, send })
}
