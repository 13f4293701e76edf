//! Pages to rows, beside other readers of JSON: runs the benchmark of crate scan and reads what it prints.

use std::process::Stdio;

use serde_json::Value;

use super::figure::Figure;
use super::plan::Plan;
use crate::cargo;

/// How many times the other reader's rows per second are demanded.
const DEMANDS: [(&str, f64); 2] = [("arrow-json", 1.5), ("duckdb", 1.0)];

pub(super) fn measure(plan: &Plan) -> Result<Vec<Figure>, String> {
    let rounds = if plan.quick { "2" } else { "15" };
    let arguments = [
        "bench",
        "-p",
        "storeql-scan",
        "--bench",
        "decode",
        "--profile",
        &plan.profile,
    ];
    let output = cargo::command()
        .args(arguments)
        .env("STOREQL_BENCH_ROUNDS", rounds)
        .current_dir(&plan.root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo bench did not start: {error}"))?;
    if !output.status.success() {
        return Err("the decode benchmark failed".to_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let readings: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let ours = readings
        .iter()
        .filter(|reading| reading["reader"] == "storeql");
    Ok(ours.flat_map(|own| figures_of(own, &readings)).collect())
}

fn figures_of(own: &Value, readings: &[Value]) -> Vec<Figure> {
    let (case, per_second) = (own["case"].as_str().unwrap_or_default(), rate(own));
    let own_figure = Figure {
        what: format!("decode, {case}"),
        value: format!(
            "{} rows/s, {:.0} MB/s",
            thousands(per_second),
            number(own, "mb_per_second")
        ),
        target: String::new(),
        met: None,
        how: format!(
            "{} rows of {} columns from {:.1} MB of JSON; one thread, best of {} by processor time",
            own["rows"],
            own["columns"],
            number(own, "bytes") / 1e6,
            own["rounds"],
        ),
    };
    let against = |(reader, least): (&str, f64)| {
        let other = readings
            .iter()
            .find(|reading| reading["case"] == case && reading["reader"] == reader)?;
        let times = per_second / rate(other);
        Some(Figure {
            what: format!("decode, {case}, beside {reader}"),
            value: format!("{times:.2} × ({} rows/s)", thousands(rate(other))),
            target: format!("≥ {least} ×"),
            met: Some(times >= least),
            how: "the same pages and columns in the same run".to_owned(),
        })
    };
    std::iter::once(own_figure)
        .chain(DEMANDS.into_iter().filter_map(against))
        .collect()
}

/// Rows per second: of the table's own rows, whatever rows the reader counts.
fn rate(reading: &Value) -> f64 {
    number(reading, "rows_per_second")
}

fn number(reading: &Value, name: &str) -> f64 {
    reading[name].as_f64().unwrap_or(f64::NAN)
}

fn thousands(number: f64) -> String {
    format!("{:.0} thousand", number / 1e3)
}
