//! What a statement's scans plan and spend: the figures of EXPLAIN ANALYZE, and the bound that `MaxRequests` sets.
//!
//! A scan plans its requests before it sends them: with `MaxRequests=10` and 9 planned, a scan that needs two more ends with an
//! error and sends neither. A request that is repeated because the store failed is no part of a plan.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use storeql_client::Meter;

use crate::error::{Error, ErrorKind, Result};

/// The planned requests of one statement.
#[derive(Debug)]
pub struct StatementBudget {
    /// Counts the requests that are sent.
    meter: Meter,
    planned: AtomicU64,
    most: Option<u64>,
}

/// One scan's part of its statement's budget, and what it has sent and given so far.
#[derive(Debug, Clone)]
pub struct ScanMetrics(Arc<Entries>);

#[derive(Debug)]
struct Entries {
    budget: Arc<StatementBudget>,
    meter: Meter,
    planned: AtomicU64,
    rows: AtomicU64,
    /// What makes the scan cheaper, for the person whose statement is refused.
    advice: String,
}

impl StatementBudget {
    /// A budget that allows so many requests, counted by `meter`.
    pub fn new(meter: Meter, most: Option<u64>) -> Arc<Self> {
        Arc::new(Self {
            meter,
            planned: AtomicU64::new(0),
            most,
        })
    }

    /// Counts the statement's requests.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Requests that the statement may still plan; none is any number.
    pub fn left(&self) -> Option<u64> {
        let planned = self.planned.load(Ordering::Relaxed);
        self.most.map(|most| most.saturating_sub(planned))
    }

    /// Requests that the statement may plan in all.
    pub fn most(&self) -> Option<u64> {
        self.most
    }

    /// Plans requests, all or none.
    fn plan(&self, requests: u64) -> bool {
        let most = self.most.unwrap_or(u64::MAX);
        let more = |planned: u64| planned.checked_add(requests).filter(|sum| *sum <= most);
        self.planned
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
            .is_ok()
    }
}

impl ScanMetrics {
    /// A scan's part of `budget`; `advice` says what makes the scan cheaper.
    pub fn new(budget: &Arc<StatementBudget>, advice: String) -> Self {
        Self(Arc::new(Entries {
            budget: Arc::clone(budget),
            meter: budget.meter.part(),
            planned: AtomicU64::new(0),
            rows: AtomicU64::new(0),
            advice,
        }))
    }

    /// Counts the scan's requests.
    pub fn meter(&self) -> &Meter {
        &self.0.meter
    }

    /// Says that so many requests are going to be sent. An error where the statement may not send them.
    pub fn plan(&self, requests: u64) -> Result<()> {
        if !self.0.budget.plan(requests) {
            return Err(self.too_many(requests));
        }
        self.0.planned.fetch_add(requests, Ordering::Relaxed);
        Ok(())
    }

    /// An error where the statement may not send so many requests more.
    pub fn allows(&self, requests: u64) -> Result<()> {
        match self.0.budget.left() {
            Some(left) if left < requests => Err(self.too_many(requests)),
            _ => Ok(()),
        }
    }

    /// Counts rows that the scan gave.
    pub fn gave(&self, rows: usize) {
        self.0.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    fn too_many(&self, requests: u64) -> Error {
        let Entries { budget, advice, .. } = self.0.as_ref();
        let planned = budget.planned.load(Ordering::Relaxed);
        refused(
            planned.saturating_add(requests),
            budget.most.unwrap_or_default(),
            advice,
            budget.meter.requests(),
        )
    }
}

/// The refusal of a statement that needs more requests than it may send, and has sent some to learn it.
pub fn refused(needed: u64, most: u64, advice: &str, sent: u64) -> Error {
    let sent = match sent {
        0 => "nothing was sent".to_owned(),
        1 => "one request was sent, which told it".to_owned(),
        sent => format!("{sent} requests were sent until it was known"),
    };
    let message = format!(
        "the statement needs about {needed} requests, and the property MaxRequests allows {most}: {advice}; {sent}"
    );
    Error::new(ErrorKind::Limit, message)
}

/// The figures of EXPLAIN ANALYZE.
impl fmt::Display for ScanMetrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Entries {
            meter,
            planned,
            rows,
            ..
        } = self.0.as_ref();
        write!(
            f,
            "{} requests planned, {} sent, {} of them repeated, {} ms waited for the store's allowance, {} bytes, {} rows",
            planned.load(Ordering::Relaxed),
            meter.requests(),
            meter.retries(),
            meter.waited_ms(),
            meter.bytes(),
            rows.load(Ordering::Relaxed),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_plans_no_more_than_it_may_send() {
        let budget = StatementBudget::new(Meter::default(), Some(10));
        let metrics = |advice: &str| ScanMetrics::new(&budget, advice.to_owned());
        let (orders, products) = (metrics("filter by id"), metrics("filter by name"));
        orders.plan(6).unwrap();
        products.plan(1).unwrap();
        products.allows(3).unwrap();
        let error = products.plan(4).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Limit);
        assert_eq!(
            error.message,
            "the statement needs about 11 requests, and the property MaxRequests allows 10: filter by name; nothing was sent"
        );
        // What was refused is not planned.
        orders.plan(3).unwrap();
        assert_eq!(budget.left(), Some(0));
    }
}
