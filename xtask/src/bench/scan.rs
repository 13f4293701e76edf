//! A whole store of orders, and of orders with their items, behind a latency: time over the floor, and memory.

use super::figure::Figure;
use super::plan::Plan;
use super::program::{Run, Sandbox};

/// How long the store takes for each answer.
const LATENCY_MS: u64 = 100;
/// Requests that the client lets overlap.
const OVERLAP: f64 = 10.0;
const MOST_OVER_FLOOR: f64 = 1.15;
const MOST_MB: f64 = 250.0;

const QUERIES: [(&str, &str); 3] = [
    ("all orders", "SELECT * FROM orders"),
    ("all order items", "SELECT * FROM order_items"),
    (
        "orders joined with their items",
        "SELECT o.id, o.date_created, o.status, o.total_inc_tax, i.product_id, i.name, i.quantity, i.total_inc_tax \
         FROM orders o JOIN order_items i ON i.order_id = o.id",
    ),
];

pub(super) fn measure(plan: &Plan) -> Result<Vec<Figure>, String> {
    let orders = if plan.quick { 10_000 } else { 100_000 };
    let (orders_text, latency) = (orders.to_string(), LATENCY_MS.to_string());
    let arguments = ["--orders", &orders_text, "--latency-ms", &latency];
    let log = std::env::temp_dir().join(format!("storeql-bench-scan-{}.log", std::process::id()));
    let sandbox = Sandbox::start(&plan.binary, log, &arguments)?;
    let mut figures = Vec::new();
    for (name, sql) in QUERIES {
        let mut best: Option<(Run, f64)> = None;
        for _ in 0..plan.rounds {
            let before = sandbox.statuses().len();
            let run = sandbox.query(&plan.binary, sql, |_| {})?;
            eprintln!("  {name}: {run:?}");
            let run = (run, sandbox.mean_ms(before));
            best = Some(
                best.filter(|(best, _)| best.seconds <= run.0.seconds)
                    .unwrap_or(run),
            );
        }
        figures.extend(
            best.map(|(run, ms)| figures_of(name, orders, plan.rounds, &run, ms))
                .into_iter()
                .flatten(),
        );
    }
    Ok(figures)
}

fn figures_of(name: &str, orders: usize, rounds: usize, run: &Run, ms: f64) -> [Figure; 2] {
    let requests = run.count("requests");
    let floor = requests as f64 * LATENCY_MS as f64 / 1_000.0 / OVERLAP;
    let over = run.seconds / floor;
    let mb = run.count("bytes") as f64 / 1e6;
    let how = format!(
        "{requests} requests, {} rows, {mb:.0} MB of JSON from a sandbox of {orders} orders, {LATENCY_MS} ms an answer by the \
         option and {ms:.1} ms by its log, over which it is {:.2} ×; best of {rounds}; whole process, to Arrow; processor time: \
         {:.1} s its own, {:.1} s the sandbox's",
        run.count("rows"),
        run.seconds / (requests as f64 * ms / 1_000.0 / OVERLAP),
        run.own_seconds,
        run.sandbox_seconds,
    );
    let time = Figure {
        what: format!("{name}: time over the floor of {floor:.1} s"),
        value: format!("{over:.2} × ({:.1} s)", run.seconds),
        target: format!("≤ {MOST_OVER_FLOOR} ×"),
        met: Some(over <= MOST_OVER_FLOOR),
        how,
    };
    let memory = Figure {
        what: format!("{name}: resident memory"),
        value: format!("{:.0} MB", run.peak_mb),
        target: format!("< {MOST_MB} MB"),
        met: Some(run.peak_mb < MOST_MB),
        how: "the process's peak (VmHWM) of the same run".to_owned(),
    };
    [time, memory]
}
