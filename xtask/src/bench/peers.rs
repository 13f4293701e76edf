//! The same tables read by a usual script: dlt's REST source, beside our program, on one sandbox.
//!
//! Takes part where `STOREQL_DLT_PYTHON` names a Python with the package `dlt[duckdb]`.

use std::process::{Command, Stdio};

use serde_json::Value;

use super::figure::Figure;
use super::plan::Plan;
use super::program::{Run, Sandbox};

const TABLES: [&str; 3] = ["orders", "products", "customers"];

/// What dlt took.
struct Dlt {
    extract: f64,
    all: f64,
    requests: usize,
    rows: u64,
    version: String,
}

pub(super) fn measure(plan: &Plan) -> Result<Vec<Figure>, String> {
    let Some(python) = std::env::var_os("STOREQL_DLT_PYTHON") else {
        eprintln!("  left out: STOREQL_DLT_PYTHON names no Python with dlt");
        return Ok(Vec::new());
    };
    let sizes: [&str; 3] = if plan.quick {
        ["1000", "500", "2000"]
    } else {
        ["10000", "5000", "20000"]
    };
    let arguments = [
        "--latency-ms",
        "100",
        "--orders",
        sizes[0],
        "--products",
        sizes[1],
        "--customers",
        sizes[2],
    ];
    let log = std::env::temp_dir().join(format!("storeql-bench-dlt-{}.log", std::process::id()));
    let sandbox = Sandbox::start(&plan.binary, log, &arguments)?;
    let own = own(plan, &sandbox)?;
    let mut figures = vec![own_figure(&sizes, &own, plan.rounds)];
    for parallel in [false, true] {
        let mut best: Option<Dlt> = None;
        for _ in 0..plan.rounds {
            let dlt = dlt(plan, &python, &sandbox, parallel)?;
            best = Some(
                best.filter(|best| best.extract <= dlt.extract)
                    .unwrap_or(dlt),
            );
        }
        figures.extend(best.map(|dlt| dlt_figure(&dlt, parallel, &own, plan.rounds)));
    }
    Ok(figures)
}

/// The best of several rounds for each table, one table after another.
fn own(plan: &Plan, sandbox: &Sandbox) -> Result<Vec<Run>, String> {
    let best = |table: &&str| {
        let sql = format!("SELECT * FROM {table}");
        let mut runs = Vec::new();
        for _ in 0..plan.rounds {
            runs.push(sandbox.query(&plan.binary, &sql, |_| {})?);
        }
        let best = runs
            .into_iter()
            .min_by(|a, b| a.seconds.total_cmp(&b.seconds));
        best.ok_or_else(|| "no rounds".to_owned())
    };
    TABLES.iter().map(best).collect()
}

fn dlt(
    plan: &Plan,
    python: &std::ffi::OsStr,
    sandbox: &Sandbox,
    parallel: bool,
) -> Result<Dlt, String> {
    let before = sandbox.statuses().len();
    let output = Command::new(python)
        .arg(plan.root.join("benches/dlt_rest.py"))
        .arg(sandbox.says.to_string())
        .args(parallel.then_some("--parallel"))
        .stderr(Stdio::piped())
        .output()
        .map_err(|error| format!("dlt did not start: {error}"))?;
    let said: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("dlt failed: {}", String::from_utf8_lossy(&output.stderr)))?;
    let seconds = |step: &str| said["seconds"][step].as_f64().unwrap_or_default();
    let rows = TABLES
        .iter()
        .filter_map(|table| said["rows"][*table].as_u64())
        .sum();
    Ok(Dlt {
        extract: seconds("extract"),
        all: ["extract", "normalize", "load"]
            .iter()
            .map(|step| seconds(step))
            .sum(),
        requests: sandbox.statuses().len() - before,
        rows,
        version: said["version"].as_str().unwrap_or_default().to_owned(),
    })
}

fn own_figure(sizes: &[&str], own: &[Run], rounds: usize) -> Figure {
    let sum = |name: &str| own.iter().map(|run| run.count(name)).sum::<u64>();
    Figure {
        what: format!(
            "{} orders, {} products, {} customers",
            sizes[0], sizes[1], sizes[2]
        ),
        value: format!("{:.1} s, {} requests", seconds(own), sum("requests")),
        target: String::new(),
        met: None,
        how: format!(
            "three processes of ours, one after another, each `SELECT *` to Arrow, {} rows; 100 ms an answer; best of {rounds}",
            sum("rows")
        ),
    }
}

fn dlt_figure(dlt: &Dlt, parallel: bool, own: &[Run], rounds: usize) -> Figure {
    let requests: u64 = own.iter().map(|run| run.count("requests")).sum();
    let how = if parallel {
        "its resources side by side"
    } else {
        "as it comes"
    };
    Figure {
        what: format!("the same with dlt {} ({how})", dlt.version),
        value: format!(
            "{:.1} s to read, {:.1} s with loading, {} requests",
            dlt.extract, dlt.all, dlt.requests
        ),
        target: "StoreQL faster".to_owned(),
        met: Some(seconds(own) < dlt.extract),
        how: format!(
            "ours is {:.1} × as fast as its reading alone, {:.1} × as its reading and loading into DuckDB ({} rows); {:.2} × the \
             requests of ours; best of {rounds}",
            dlt.extract / seconds(own),
            dlt.all / seconds(own),
            dlt.rows,
            dlt.requests as f64 / requests.max(1) as f64,
        ),
    }
}

fn seconds(runs: &[Run]) -> f64 {
    runs.iter().map(|run| run.seconds).sum()
}
