//! What a whole statement will cost in requests: the warnings of EXPLAIN, and the refusal that `MaxRequests` asks for.
//!
//! What a scan costs by itself, and what it has planned and spent, stands in the crate `scan`.

use datafusion::physical_plan::ExecutionPlan;
use storeql_scan::{Estimate, RowCounts, ScanMetrics, UNKNOWN_ROWS, advice, refused};

use crate::context::QueryContext;
use crate::datafusion::{CountExec, ScanExec};
use crate::error::{Error, Result};

/// Requests of one scan above which EXPLAIN warns, where `MaxRequests` names no other number: what a store on the smallest
/// plan allows in half a minute.
const MANY: u64 = 150;

/// A node of a plan that sends requests.
#[derive(Clone, Copy)]
pub(crate) enum Asking<'a> {
    Scan(&'a ScanExec),
    Count(&'a CountExec),
}

impl<'a> Asking<'a> {
    /// Every such node, in the plan's order.
    pub(crate) fn all(plan: &'a dyn ExecutionPlan) -> Vec<Self> {
        let own = plan.downcast_ref().map(Self::Scan);
        let own = own.or_else(|| plan.downcast_ref().map(Self::Count));
        let below = plan.children().into_iter();
        let below = below.flat_map(|child| Self::all(child.as_ref()));
        own.into_iter().chain(below).collect()
    }

    /// The node as a node of its plan.
    pub(crate) fn node(self) -> &'a dyn ExecutionPlan {
        match self {
            Self::Scan(scan) => scan,
            Self::Count(count) => count,
        }
    }

    /// What it planned and spent, once it has run.
    pub(crate) fn metrics(self) -> Option<&'a ScanMetrics> {
        match self {
            Self::Scan(scan) => scan.metrics(),
            Self::Count(count) => count.metrics(),
        }
    }

    pub(crate) fn table(self) -> &'a str {
        match self {
            Self::Scan(scan) => &scan.table().name,
            Self::Count(count) => &count.table().name,
        }
    }

    fn advice(self) -> String {
        match self {
            Self::Scan(scan) => advice(scan.table()),
            Self::Count(count) => advice(count.table()),
        }
    }
}

/// A warning for each scan that will probably send very many requests. Sends nothing.
pub(crate) fn warnings(plan: &dyn ExecutionPlan, max_requests: Option<u64>) -> Vec<String> {
    let most = max_requests.unwrap_or(MANY);
    let warning = |asking: &Asking<'_>| {
        let Asking::Scan(scan) = asking else {
            return None;
        };
        // A scan that waits for keys reads the list only where that is cheaper.
        let plan = scan
            .plan()
            .ok()
            .filter(|_| !scan.awaits_join_keys() && !scan.is_read_along())?;
        let Estimate { requests, certain } =
            plan.estimate(&RowCounts::of(scan.store().row_counts()));
        if requests <= most {
            return None;
        }
        let table = &scan.table().name;
        let known = match (
            certain,
            scan.store().row_counts().of(&plan.cardinality.table.name),
        ) {
            (true, _) => "",
            (false, Some(_)) => " at a guess",
            (false, None) => {
                return Some(format!(
                    "{table}: how many rows it has is not known yet; {UNKNOWN_ROWS} would be about {requests} requests; {}",
                    advice(scan.table())
                ));
            }
        };
        Some(format!(
            "{table}: about {requests} requests{known}; {}",
            advice(scan.table())
        ))
    };
    Asking::all(plan).iter().filter_map(warning).collect()
}

/// Refuses a statement that will send more than `MaxRequests`. Where it hangs on counts that no answer has told yet, these
/// are asked for first, one small request each.
pub(crate) async fn check(plan: &dyn ExecutionPlan, query: &QueryContext) -> Result<()> {
    let Some(most) = query.control().budget.most() else {
        return Ok(());
    };
    let mut sum = Sum::default();
    let mut open = Vec::new();
    for asking in Asking::all(plan) {
        match asking {
            Asking::Count(count) => sum.add(asking, count.requests()),
            Asking::Scan(scan) if scan.awaits_join_keys() || scan.is_read_along() => {}
            Asking::Scan(scan) => {
                let plan = scan.plan()?;
                match plan.estimate(&RowCounts::of(scan.store().row_counts())) {
                    Estimate {
                        requests,
                        certain: true,
                    } => sum.add(asking, requests),
                    _ => open.push((scan, plan)),
                }
            }
        }
    }
    sum.held_against(most, query)?;
    for (scan, plan) in open {
        let mut counts = RowCounts::of(scan.store().row_counts());
        let source = scan.source(query.control()).await?;
        if let Some(list) = plan.asks(&counts, most.saturating_sub(sum.requests)) {
            source.ask(list, &mut counts).await?;
        }
        let Estimate { requests, certain } = plan.estimate(&counts);
        // A guess refuses nothing: the scan itself says what it sends as soon as it knows.
        sum.add(Asking::Scan(scan), if certain { requests } else { 1 });
        sum.held_against(most, query)?;
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

    fn held_against(&self, most: u64, query: &QueryContext) -> Result<()> {
        let sent = query.control().budget.meter().requests();
        let needed = self.requests.saturating_add(sent);
        match self.largest {
            Some((_, asking)) if needed > most => {
                let refusal = refused(needed, most, &asking.advice(), sent);
                Err(Error::from(refusal).within(format!("table {}", asking.table())))
            }
            _ => Ok(()),
        }
    }
}
