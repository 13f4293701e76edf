//! A store that counts requests: how much of its allowance is used, and whether it ever has to refuse.

use std::time::{Duration, Instant};

use super::figure::Figure;
use super::plan::Plan;
use super::program::Sandbox;

const QUOTA: usize = 150;
const LEAST_USED: f64 = 0.97;

pub(super) fn measure(plan: &Plan) -> Result<Vec<Figure>, String> {
    let window = Duration::from_secs(if plan.quick { 4 } else { 30 });
    let (quota, window_ms) = (QUOTA.to_string(), window.as_millis().to_string());
    let arguments = [
        "--orders",
        "100000",
        "--latency-ms",
        "100",
        "--quota",
        &quota,
        "--window-ms",
        &window_ms,
    ];
    let log = std::env::temp_dir().join(format!("storeql-bench-quota-{}.log", std::process::id()));
    let sandbox = Sandbox::start(&plan.binary, log, &arguments)?;
    // When each answer was seen, counted from the first one: a window begins with its first request.
    let mut first: Option<Instant> = None;
    let mut seen: Vec<Duration> = Vec::new();
    let run = sandbox.query(&plan.binary, "SELECT * FROM orders", |sandbox| {
        let answered = sandbox.statuses().len();
        if answered > seen.len() {
            let now = first.get_or_insert_with(Instant::now).elapsed();
            seen.resize(answered, now);
        }
    })?;
    let refused = sandbox
        .statuses()
        .iter()
        .filter(|status| **status == 429)
        .count();
    let windows = seen.last().map_or(0, |last| {
        (last.as_secs_f64() / window.as_secs_f64()) as usize
    });
    let used = seen
        .iter()
        .filter(|at| **at < window * windows as u32)
        .count();
    let share = used as f64 / (QUOTA * windows).max(1) as f64;
    let how = format!(
        "{QUOTA} requests in {} s allowed, 100 ms an answer: {} requests in {:.1} s, {windows} windows to their end; waited {:.1} s",
        window.as_secs(),
        run.count("requests"),
        run.seconds,
        run.count("waited_ms") as f64 / 1_000.0,
    );
    Ok(vec![
        Figure {
            what: "allowance used while work remains".to_owned(),
            value: format!("{:.1} % ({used} of {})", share * 100.0, QUOTA * windows),
            target: format!("≥ {} %", LEAST_USED * 100.0),
            met: Some(share >= LEAST_USED),
            how,
        },
        Figure {
            what: "requests refused with 429".to_owned(),
            value: refused.to_string(),
            target: "0".to_owned(),
            met: Some(refused == 0),
            how: "the sandbox's request log of the same run".to_owned(),
        },
    ])
}
