//! What the nodes of a plan will cost in requests, and the refusal that `MaxRequests` asks for.
//!
//! What a scan costs by itself stands in `scan::reach`; what it has planned and spent, in `ledger`.

use datafusion::physical_plan::ExecutionPlan;

use storeql_scan::{Estimate, RowCounts, RunControl, ScanMetrics, UNKNOWN_ROWS, advice, refused};

use crate::datafusion::{CountExec, GroupCountExec, ScanExec};
use crate::error::{Error, Result};

/// A node of a plan that sends requests.
#[derive(Clone, Copy)]
pub(crate) enum Asking<'a> {
    Scan(&'a ScanExec),
    Count(&'a CountExec),
    Groups(&'a GroupCountExec),
}

impl<'a> Asking<'a> {
    /// Every such node, in the plan's order.
    pub(crate) fn all(plan: &'a dyn ExecutionPlan) -> Vec<Self> {
        let own = plan.downcast_ref().map(Self::Scan);
        let own = own.or_else(|| plan.downcast_ref().map(Self::Count));
        let own = own.or_else(|| plan.downcast_ref().map(Self::Groups));
        let below = plan.children().into_iter();
        let below = below.flat_map(|child| Self::all(child.as_ref()));
        own.into_iter().chain(below).collect()
    }

    /// The node as a node of its plan.
    pub(crate) fn node(self) -> &'a dyn ExecutionPlan {
        match self {
            Self::Scan(scan) => scan,
            Self::Count(count) => count,
            Self::Groups(groups) => groups,
        }
    }

    /// What it planned and spent, once it has run.
    pub(crate) fn metrics(self) -> Option<&'a ScanMetrics> {
        match self {
            Self::Scan(scan) => scan.metrics(),
            Self::Count(count) => count.metrics(),
            Self::Groups(groups) => groups.metrics(),
        }
    }

    pub(crate) fn table(self) -> &'a str {
        match self {
            Self::Scan(scan) => &scan.table().name,
            Self::Count(count) => &count.table().name,
            Self::Groups(groups) => &groups.table().name,
        }
    }

    fn advice(self) -> String {
        match self {
            Self::Scan(scan) => advice(scan.table()),
            Self::Count(count) => advice(count.table()),
            Self::Groups(groups) => advice(groups.table()),
        }
    }
}

/// What a node will cost, as far as it is known before it runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected {
    pub(crate) requests: u64,
    /// From what the store has told or the query names, not from a guess.
    pub(crate) exact: bool,
    /// The store has told how many rows the table has, or the query how many of them it wants.
    pub(crate) known_rows: bool,
    /// The scan decides what it reads when it runs.
    decides_later: bool,
}

impl Asking<'_> {
    /// What it will cost. Sends nothing.
    pub(crate) fn expected(self) -> Expected {
        let scan = match self {
            Self::Count(count) => {
                return Expected {
                    requests: count.requests(),
                    exact: true,
                    known_rows: true,
                    decides_later: false,
                };
            }
            // The rows may have to be read in their place.
            Self::Groups(groups) => {
                return Expected {
                    requests: groups.requests(),
                    exact: false,
                    known_rows: true,
                    decides_later: false,
                };
            }
            Self::Scan(scan) => scan,
        };
        let later = Expected {
            requests: 0,
            exact: true,
            known_rows: true,
            decides_later: true,
        };
        if scan.is_read_along() {
            return later;
        }
        match scan.plan() {
            Ok(plan) => {
                let Estimate { requests, certain } =
                    plan.estimate(&RowCounts::of(scan.store().row_counts()));
                let total = scan.store().row_counts().of(&plan.cardinality.table.name);
                Expected {
                    requests,
                    exact: certain && !scan.awaits_join_keys(),
                    known_rows: certain || total.is_some(),
                    decides_later: scan.awaits_join_keys(),
                }
            }
            // The table is read by the keys of a join's other side.
            Err(_) => Expected {
                requests: 1,
                exact: false,
                known_rows: false,
                ..later
            },
        }
    }

    /// What makes the node cheaper, where it will probably send more than `most` requests.
    pub(crate) fn warning(self, expected: &Expected, most: u64) -> Option<String> {
        if matches!(self, Self::Count(_)) {
            return None;
        }
        // A scan that waits for keys reads the list only where that is cheaper.
        if expected.decides_later || expected.requests <= most {
            return None;
        }
        let (table, requests, advice) = (self.table(), expected.requests, self.advice());
        Some(match (expected.exact, expected.known_rows) {
            (true, _) => format!("{table}: about {requests} requests; {advice}"),
            (false, true) => format!("{table}: about {requests} requests at a guess; {advice}"),
            (false, false) => format!(
                "{table}: how many rows it has is not known yet; {UNKNOWN_ROWS} would be about {requests} requests; {advice}"
            ),
        })
    }
}

/// Refuses a statement that will send more than `MaxRequests`. Where it hangs on counts that no answer has told yet, these
/// are asked for first, one small request each. So are counts that earlier statements have seen, where they would refuse it: the store
/// may have shrunk since.
pub(crate) async fn check(plan: &dyn ExecutionPlan, control: &RunControl) -> Result<()> {
    let Some(most) = control.budget.most() else {
        return Ok(());
    };
    let (mut sum, mut open) = (Sum::default(), Vec::new());
    let mut remembered = Vec::new();
    for asking in Asking::all(plan) {
        match asking {
            Asking::Count(count) => sum.add(asking, count.requests()),
            // The total of all decides what comes behind it.
            Asking::Groups(_) => sum.add(asking, 1),
            Asking::Scan(scan) if scan.awaits_join_keys() || scan.is_read_along() => {}
            Asking::Scan(scan) => {
                let plan = scan.plan()?;
                let counts = RowCounts::of(scan.store().row_counts());
                match plan.estimate(&counts) {
                    Estimate { certain: false, .. } => open.push((scan, plan)),
                    Estimate { requests, .. } if plan.hangs_on_totals() => {
                        remembered.push((scan, plan, requests));
                    }
                    Estimate { requests, .. } => sum.add(asking, requests),
                }
            }
        }
    }
    sum.held_against(most, control)?;
    let of_remembered = remembered.iter().map(|(_, _, requests)| *requests);
    let of_remembered = of_remembered.fold(0, u64::saturating_add);
    if sum.needs(control).saturating_add(of_remembered) > most {
        open.extend(remembered.iter().map(|(scan, plan, _)| (*scan, *plan)));
    } else {
        for (scan, _, requests) in remembered {
            sum.add(Asking::Scan(scan), requests);
        }
    }
    let Some(&(first, _)) = open.first() else {
        return Ok(());
    };
    // What one scan of a statement has asked for, the others know.
    let mut counts = RowCounts::of(first.store().row_counts());
    for (scan, plan) in open {
        let source = scan.source(control).await?;
        let told = match plan.asks(&counts, most.saturating_sub(sum.requests)) {
            Some(list) => source.ask(list, &mut counts).await?,
            None => true,
        };
        let Estimate { requests, certain } = plan.estimate(&counts);
        // A guess refuses nothing, nor does a total of before that cannot be asked for: the scan itself says what it sends as
        // soon as it knows.
        let known = certain && told;
        sum.add(Asking::Scan(scan), if known { requests } else { 1 });
        sum.held_against(most, control)?;
    }
    Ok(())
}

/// What is known of a statement's requests.
#[derive(Default)]
struct Sum<'a> {
    requests: u64,
    largest: Option<(u64, Asking<'a>)>,
}

impl<'a> Sum<'a> {
    fn add(&mut self, asking: Asking<'a>, requests: u64) {
        self.requests = self.requests.saturating_add(requests);
        if self.largest.is_none_or(|(largest, _)| requests > largest) {
            self.largest = Some((requests, asking));
        }
    }

    /// Requests that the statement needs, with those that it has sent.
    fn needs(&self, control: &RunControl) -> u64 {
        let sent = control.budget.meter().requests();
        self.requests.saturating_add(sent)
    }

    fn held_against(&self, most: u64, control: &RunControl) -> Result<()> {
        let sent = control.budget.meter().requests();
        let needed = self.needs(control);
        match self.largest {
            Some((_, asking)) if needed > most => {
                let refusal = refused(needed, most, &asking.advice(), sent);
                Err(Error::from(refusal).within(format!("table {}", asking.table())))
            }
            _ => Ok(()),
        }
    }
}
