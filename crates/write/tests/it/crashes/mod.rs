//! The crash matrix: each fault with each kind of write. A row is there once or not at all, and what is told of it is so, by the
//! store's own lists.

mod changed;
mod created;
mod faults;
mod kinds;
mod removed;
mod tried;

use std::collections::BTreeSet;

use futures::StreamExt;
use serde_json::Value as Json;
use storeql_write::{OnError, Outcome, RowOutcome, RowState, SendOptions, plan, send};

use self::faults::{FAULTS, Fault, LEFT_OUT, NOT_OF_WRITES, Times};
use self::kinds::{KINDS, Kind};
use self::tried::Tried;
use crate::store::{Store, table};

/// Cells that run side by side: most of them wait to send again.
const SIDE_BY_SIDE: usize = 150;

/// One cell, in one of its forms.
#[derive(Clone, Copy)]
struct Cell {
    fault: &'static Fault,
    kind: &'static Kind,
    times: Times,
    /// The store refuses one of the rows for its values.
    one_refused: bool,
}

/// All cells that are not left out.
fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for fault in FAULTS {
        for kind in KINDS {
            let out = |(name, kinds, _): &(&str, &[&str], &str)| {
                *name == fault.name && kinds.contains(&kind.name)
            };
            if LEFT_OUT.iter().any(out) {
                continue;
            }
            for times in fault.times {
                for one_refused in [false, true] {
                    // Where the statement ends at its first failure, the refused row is not reached.
                    let reached = *times != Times::Always && kind.refuses.is_ok();
                    if !one_refused || reached {
                        cells.push(Cell {
                            fault,
                            kind,
                            times: *times,
                            one_refused,
                        });
                    }
                }
            }
        }
    }
    cells
}

#[test]
fn each_fault_meets_each_kind_of_write_or_says_why_not() {
    let names: BTreeSet<&str> = FAULTS.iter().map(|fault| fault.name).collect();
    assert_eq!(names.len(), FAULTS.len(), "each fault has its own name");
    let kinds: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(kinds.len(), KINDS.len(), "each kind has its own name");
    for (fault, left, why) in LEFT_OUT {
        assert!(names.contains(fault), "{fault}");
        assert!(left.iter().all(|kind| kinds.contains(kind)), "{left:?}");
        assert!(!why.is_empty());
    }
    let met: BTreeSet<(&str, &str)> = cells()
        .iter()
        .map(|cell| (cell.fault.name, cell.kind.name))
        .collect();
    let left: usize = LEFT_OUT.iter().map(|(_, kinds, _)| kinds.len()).sum();
    assert_eq!(met.len() + left, FAULTS.len() * KINDS.len());
    for kind in KINDS {
        assert!(kind.refuses.is_ok_and(|shape| !shape.is_empty()) || kind.refuses.is_err());
    }
    // Each fault that the sandbox knows is here, or bends what is read and not what is written.
    let help = storeql_sandbox::fault_help();
    let known = help.lines().skip(1).take_while(|line| *line != "Options:");
    for line in known {
        // `401, 403, 404 that status with …`
        let ends = line
            .split_whitespace()
            .position(|word| !word.ends_with(','));
        let words = line.split_whitespace().take(ends.unwrap() + 1);
        for word in words.map(|word| word.trim_end_matches(',')) {
            let used = FAULTS.iter().any(|fault| fault.uses(word));
            let not_of_writes = NOT_OF_WRITES.iter().any(|(name, _)| *name == word);
            assert!(used != not_of_writes, "the fault {word}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_is_there_once_or_not_at_all_and_what_is_told_is_so() {
    let run = |cell: Cell| async move { cell.run().await };
    let faults: Vec<String> = futures::stream::iter(cells())
        .map(run)
        .buffer_unordered(SIDE_BY_SIDE)
        .filter_map(async |found| found.err())
        .collect()
        .await;
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

impl Cell {
    async fn run(self) -> Result<(), String> {
        let store = Store::small().await;
        let tried = (self.kind.begin)(&store, self.one_refused).await;
        for spec in self.fault.specs(self.kind.method, self.times) {
            store.fault(&spec);
        }
        let no_server = self.fault.have_no_server().then(|| store.unreachable());
        let client = match &no_server {
            Some((_, client)) => client,
            None => &store.client,
        };
        let options = SendOptions {
            on_error: match self.times {
                Times::Always => OnError::Stop,
                Times::Never | Times::Once | Times::Second => OnError::Continue,
            },
            side_by_side: 1,
            ..SendOptions::default()
        };
        let plan = plan(table(self.kind.table), tried.change.clone());
        let plan = plan.map_err(|error| self.wrong(&error.to_string()))?;
        let outcome = send(plan, client, options).await;
        store.sandbox.clear_faults();
        let there = self.there(&store, &tried).await;
        let mut wrong = Vec::new();
        for (place, row) in outcome.rows.iter().enumerate() {
            let is_refused = tried.refused == Some(place);
            if let Err(why) = self.holds(row, there[place], is_refused) {
                wrong.push(format!("row {}: {why}: {row:?}", row.number));
            }
        }
        self.told_once(&outcome, &mut wrong);
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(self.wrong(&wrong.join("\n  "))),
        }
    }

    fn wrong(&self, why: &str) -> String {
        let refused = match self.one_refused {
            true => ", one row refused",
            false => "",
        };
        format!(
            "{} {:?} × {}{refused}:\n  {why}",
            self.fault.name, self.times, self.kind.name
        )
    }

    /// How often each row is there as the statement says.
    async fn there(&self, store: &Store, tried: &Tried) -> Vec<usize> {
        // What the store schedules shows some requests later.
        for _ in 0..if self.kind.scheduled { 12 } else { 0 } {
            store.get(&tried.list).await;
        }
        let list = store.get(&tried.list).await;
        let list = list.as_array().cloned().unwrap_or_default();
        let count = |wanted: &Json| list.iter().filter(|row| has(row, wanted)).count();
        let there = tried.rows.iter().map(count);
        match self.kind.removes {
            true => there.map(|there| 1_usize.saturating_sub(there)).collect(),
            false => there.collect(),
        }
    }

    /// Whether what was told of a row is so, where the store has it so many times.
    fn holds(&self, row: &RowOutcome, there: usize, refused: bool) -> Result<(), String> {
        let state = row.state;
        // The store has had another row like it all along, and no answer tells them apart: that is said.
        if refused && state == RowState::Written && row.note.is_some() && !self.kind.repeats {
            return Ok(());
        }
        let so = match state {
            RowState::Written => there == 1,
            RowState::Failed | RowState::NotTried => there == 0,
            RowState::Unknown => there <= 1,
            RowState::Unchanged => false,
        };
        if !so {
            return Err(format!("{} and there {there} times", state.word()));
        }
        if refused {
            let so = there == 0 && (state == RowState::Failed || self.times != Times::Never);
            return so.then_some(()).ok_or("the store refuses it".to_owned());
        }
        // What does no harm is sent again until it is known; what a limit kept out was not carried out.
        let repeats = match self.times {
            Times::Never => true,
            Times::Once | Times::Second => {
                self.fault.was_never_carried_out() || (self.kind.repeats && self.fault.passes())
            }
            Times::Always => false,
        };
        if repeats && state != RowState::Written {
            return Err("it could have been written".to_owned());
        }
        // What can be looked for and is there is told as written.
        let found = self.kind.is_found && there == 1 && !self.fault.hides();
        if found && !self.kind.repeats && state != RowState::Written {
            return Err("it is there and can be found".to_owned());
        }
        Ok(())
    }

    /// A row that is not written has its reason, and each written row its key.
    fn told_once(&self, outcome: &Outcome, wrong: &mut Vec<String>) {
        for row in &outcome.rows {
            let needs = matches!(row.state, RowState::Failed | RowState::Unknown);
            if needs
                && row
                    .failure
                    .as_ref()
                    .is_none_or(|why| why.message.is_empty())
            {
                wrong.push(format!("row {} does not say why: {row:?}", row.number));
            }
            let keyless = row.state == RowState::Written && row.key.is_empty();
            if keyless && self.kind.is_found {
                wrong.push(format!("row {} has no key: {row:?}", row.number));
            }
        }
        let complete = outcome
            .rows
            .iter()
            .all(|row| row.state == RowState::Written);
        if complete != outcome.is_complete() {
            wrong.push(format!("{:?}", outcome.first_error));
        }
    }
}

/// Whether a row of the store has all members with these values; v2 spells numbers as texts.
fn has(row: &Json, wanted: &Json) -> bool {
    let number = |value: &Json| match value {
        Json::String(text) => text.parse::<f64>().ok(),
        value => value.as_f64(),
    };
    let same = |there: &Json, value: &Json| match (number(there), number(value)) {
        (Some(one), Some(other)) => one == other,
        _ => there == value,
    };
    let wanted = wanted.as_object().unwrap();
    let mut members = wanted.iter();
    members.all(|(name, value)| row.get(name).is_some_and(|there| same(there, value)))
}
