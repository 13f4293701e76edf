//! New prices for a whole catalogue, behind a latency: requests, and time over the floor that the server's own log gives.

use super::figure::Figure;
use super::plan::Plan;
use super::program::{Answer, Run, Sandbox};

/// How long the store takes for each answer.
const LATENCY_MS: u64 = 100;
/// Requests that the program lets overlap.
const OVERLAP: f64 = 10.0;
const MOST_OVER_FLOOR: f64 = 1.2;
const PRODUCTS: usize = 10_000;
/// Products that one request changes.
const BATCH: usize = 10;
/// The statement names more rows than a connection allows by itself.
const PROPERTIES: &str = ";MaxAffectedRows=0";

pub(super) fn measure(plan: &Plan) -> Result<Vec<Figure>, String> {
    let products = if plan.quick { PRODUCTS / 10 } else { PRODUCTS };
    let (count, latency) = (products.to_string(), LATENCY_MS.to_string());
    let arguments = [
        "--products",
        &count,
        "--orders",
        "1",
        "--customers",
        "1",
        "--latency-ms",
        &latency,
    ];
    let log = std::env::temp_dir().join(format!("storeql-bench-writes-{}.log", std::process::id()));
    let sandbox = Sandbox::start(&plan.binary, log, &arguments)?;
    let mut best: Option<(Run, Vec<Answer>)> = None;
    for round in 1..=plan.rounds {
        let before = sandbox.answers().len();
        // Each round has other prices than the one before.
        let sql = "UPDATE products SET price = price + 1 WHERE id > 0";
        let run = sandbox.query_with(&plan.binary, PROPERTIES, sql, |_| {})?;
        let answers = sandbox.answers().split_off(before);
        eprintln!("  round {round}: {run:?}, {} requests", answers.len());
        let better = |(best, _): &(Run, Vec<Answer>)| best.seconds <= run.seconds;
        if !best.as_ref().is_some_and(better) {
            best = Some((run, answers));
        }
    }
    let (run, answers) = best.ok_or("no rounds")?;
    Ok(figures(products, &run, &answers))
}

fn figures(products: usize, run: &Run, answers: &[Answer]) -> Vec<Figure> {
    let writes = answers
        .iter()
        .filter(|answer| answer.method != "GET")
        .count();
    let all_ms: f64 = answers.iter().map(|answer| answer.ms).sum();
    let floor = all_ms / OVERLAP / 1_000.0;
    let ratio = run.seconds / floor;
    let needed = products.div_ceil(BATCH);
    let written = run.count("rows_written");
    vec![
        Figure {
            what: format!("{products} prices: time over the floor"),
            value: format!("{ratio:.2} ({:.2} s, floor {floor:.2} s)", run.seconds),
            target: format!("≤ {MOST_OVER_FLOOR}"),
            met: Some(ratio <= MOST_OVER_FLOOR),
            how: format!(
                "the floor is what the server's log has for {} requests, reads included, {OVERLAP} side by side: {:.1} ms each",
                answers.len(),
                all_ms / answers.len().max(1) as f64,
            ),
        },
        Figure {
            what: format!("{products} prices: requests that write"),
            value: writes.to_string(),
            target: needed.to_string(),
            met: Some(writes == needed && written == products as u64),
            how: format!(
                "{written} rows written by {BATCH} a request; {} requests read before them",
                answers.len() - writes
            ),
        },
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_floor_is_made_of_what_the_server_took() {
        let run = Run {
            seconds: 1.1,
            own_seconds: 0.0,
            sandbox_seconds: 0.0,
            peak_mb: 0.0,
            stats: json!({ "rows_written": 900 }),
        };
        let answer = |method: &str| Answer {
            method: method.to_owned(),
            target: String::new(),
            ms: 100.0,
        };
        let mut answers: Vec<Answer> = (0..10).map(|_| answer("GET")).collect();
        answers.extend((0..90).map(|_| answer("PUT")));
        let figures = figures(900, &run, &answers);
        assert!(figures[0].value.starts_with("1.10 (1.10 s, floor 1.00 s)"));
        assert_eq!(figures[0].met, Some(true));
        assert_eq!(
            (figures[1].value.as_str(), figures[1].met),
            ("90", Some(true))
        );
    }
}
