//! A whole store of orders, of their items, and of both joined, behind a latency: requests, time over the floor, memory, and processor
//! time beside that of curl. The sandbox serves bytes that it has prepared, so that neither its rendering nor its gzip is measured.

use std::path::Path;

use super::curl;
use super::figure::Figure;
use super::plan::Plan;
use super::program::{Run, Sandbox};

/// How long the store takes for each answer.
const LATENCY_MS: u64 = 100;
/// Requests that the client lets overlap.
const OVERLAP: f64 = 10.0;
const MOST_OVER_FLOOR: f64 = 1.12;
const MOST_MB: f64 = 150.0;
const ORDERS: usize = 100_000;
/// Requests for the pages of so many orders.
const MOST_REQUESTS: u64 = 404;

const QUERIES: [(&str, &str); 3] = [
    ("all orders", "SELECT * FROM orders"),
    ("all order items", "SELECT * FROM order_items"),
    (
        "orders joined with their items",
        "SELECT o.id, i.* FROM orders o JOIN order_items i ON i.order_id = o.id",
    ),
];

/// The best round of a query.
struct Best {
    run: Run,
    /// Milliseconds that the server took for an answer, by its log: the mean.
    answer_ms: f64,
    /// What it answered.
    pages: Vec<String>,
}

pub(super) fn measure(plan: &Plan) -> Result<Vec<Figure>, String> {
    let orders = if plan.quick { ORDERS / 10 } else { ORDERS };
    let (orders_text, latency) = (orders.to_string(), LATENCY_MS.to_string());
    let arguments = [
        "--prepared",
        "--orders",
        &orders_text,
        "--latency-ms",
        &latency,
    ];
    let log = std::env::temp_dir().join(format!("storeql-bench-scan-{}.log", std::process::id()));
    let sandbox = Sandbox::start(&plan.binary, log, &arguments)?;
    let mut figures = Vec::new();
    for (name, sql) in QUERIES {
        // The first round prepares the answers. What a page is asked for hangs on what others tell, so that a round may still ask for one
        // that is not kept yet; the best of some does not.
        sandbox.query(&plan.binary, sql, |_| {})?;
        let mut best: Option<Best> = None;
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for _ in 0..plan.rounds {
            let round = round(&plan.binary, &sandbox, sql)?;
            eprintln!(
                "  {name}: {:?}, {:.1} ms an answer",
                round.run, round.answer_ms
            );
            own.push(round.run.clone());
            best = Some(match best {
                Some(best) if best.run.seconds <= round.run.seconds => best,
                _ => round,
            });
            if let Some(beside) = &plan.beside {
                let other = sandbox.query(beside, sql, |_| {})?;
                eprintln!("  {name}, the other program: {other:?}");
                others.push(other);
            }
        }
        let best = best.ok_or("no rounds")?;
        let curl = curl::read(&sandbox, &best.pages)?;
        figures.extend(figures_of(name, plan, orders, &best, curl));
        if let (Some(own), Some(other)) = (least(&own), least(&others)) {
            figures.push(by_turns(name, plan, own, other));
        }
    }
    Ok(figures)
}

/// The run with the least processor time.
fn least(runs: &[Run]) -> Option<&Run> {
    let time = |run: &&Run| run.own_seconds;
    runs.iter()
        .min_by(|one, other| time(one).total_cmp(&time(other)))
}

fn by_turns(name: &str, plan: &Plan, own: &Run, other: &Run) -> Figure {
    let said = |run: &Run| {
        format!(
            "{} requests, {} bytes, {:.1} s of processor time, {:.0} MB",
            run.count("requests"),
            run.count("bytes"),
            run.own_seconds,
            run.peak_mb
        )
    };
    Figure {
        what: format!("{name}: processor time beside that of the other program"),
        value: format!("{:.2} ×", own.own_seconds / other.own_seconds),
        target: String::new(),
        met: None,
        how: format!(
            "{}, and of the other program {}; by turns, the least processor time of {} each",
            said(own),
            said(other),
            plan.rounds
        ),
    }
}

fn round(binary: &Path, sandbox: &Sandbox, sql: &str) -> Result<Best, String> {
    let before = sandbox.answers().len();
    let run = sandbox.query(binary, sql, |_| {})?;
    let answers = sandbox.answers().split_off(before);
    let ms = answers.iter().map(|answer| answer.ms).sum::<f64>();
    Ok(Best {
        run,
        answer_ms: ms / answers.len().max(1) as f64,
        pages: answers.into_iter().map(|answer| answer.target).collect(),
    })
}

fn figures_of(name: &str, plan: &Plan, orders: usize, best: &Best, curl: f64) -> [Figure; 4] {
    let Best { run, answer_ms, .. } = best;
    let sent = run.count("requests");
    let floor = sent as f64 * answer_ms / 1_000.0 / OVERLAP;
    let over = run.seconds / floor;
    let a_page = |seconds: f64| seconds * 1_000.0 / sent.max(1) as f64;
    let requests = Figure {
        what: format!("{name}: requests"),
        value: sent.to_string(),
        target: format!("≤ {MOST_REQUESTS}"),
        met: (orders == ORDERS).then_some(sent <= MOST_REQUESTS),
        how: format!(
            "{} rows, {:.0} MB of JSON from a sandbox of {orders} orders",
            run.count("rows"),
            run.count("bytes") as f64 / 1e6
        ),
    };
    let time = Figure {
        what: format!("{name}: time over the floor of {floor:.1} s"),
        value: format!("{over:.2} × ({:.1} s)", run.seconds),
        target: format!("≤ {MOST_OVER_FLOOR} ×"),
        met: Some(over <= MOST_OVER_FLOOR),
        how: format!(
            "{answer_ms:.1} ms an answer by the server's log, {LATENCY_MS} ms of them by the option, from prepared bytes; best of {}; \
             whole process, to Arrow",
            plan.rounds
        ),
    };
    let memory = Figure {
        what: format!("{name}: resident memory"),
        value: format!("{:.0} MB", run.peak_mb),
        target: format!("< {MOST_MB} MB"),
        met: Some(run.peak_mb < MOST_MB),
        how: "the process's peak (VmHWM) of the same run".to_owned(),
    };
    let processor = Figure {
        what: format!("{name}: processor time a page"),
        value: format!("{:.1} ms", a_page(run.own_seconds)),
        target: format!("beside {:.1} ms of curl", a_page(curl)),
        met: None,
        how: format!(
            "user and system time of the same run, {:.1} s, and of one `curl --compressed` for the same pages, {curl:.1} s; the \
             sandbox's {:.1} s",
            run.own_seconds, run.sandbox_seconds
        ),
    };
    [requests, time, memory, processor]
}
