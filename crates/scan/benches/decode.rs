//! How fast pages become rows, beside `arrow-json`'s reader and DuckDB's `read_json` on the same pages with the same columns.
//!
//! One thread, everything in memory (DuckDB's files in the page cache), rounds in turn so that a busy machine meets all three
//! alike; the fastest round of each counts, by processor time. Ours begins with the answer's body and ends with the batch, the
//! check that the body is JSON included. The others get the rows already taken out of the answer. They read times as text,
//! as neither knows the API's spellings, and columns that `arrow-json` cannot read as their type are text for both; columns of
//! JSON are left out for all.
//!
//! DuckDB takes part where `STOREQL_DUCKDB_PYTHON` names a Python with the package `duckdb` and `pyarrow`. Prints one JSON
//! object a reader and case.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "decode/duckdb.rs"]
mod duckdb;
#[path = "decode/shape.rs"]
mod shape;

use std::io::Cursor;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use serde_json::{json, value::RawValue};
use storeql_catalog::Catalog;
use storeql_client::{Client, Meter, Network, Options, StaticToken};
use storeql_sandbox::Sandbox;
use storeql_scan::{PageReader, ScanPlan, ScanSpec, plan};

use duckdb::DuckDb;
use shape::Shape;

/// Pages of a case.
const PAGES: usize = 10;

/// What one reader took for one reading of all pages.
#[derive(Debug, Clone, Copy)]
struct Reading {
    rows: usize,
    seconds: f64,
    processor_seconds: f64,
}

/// One table's pages, as each reader wants them.
struct Case {
    table: &'static str,
    bodies: Vec<Bytes>,
    /// The rows one a line, page by page.
    lines: Vec<Vec<u8>>,
    shape: Shape,
}

fn main() {
    let rounds = std::env::var("STOREQL_BENCH_ROUNDS").map_or(15, |rounds| rounds.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for table in ["orders", "products", "order_items"] {
        let case = runtime.block_on(Case::fetch(table));
        case.measure(rounds);
    }
}

impl Case {
    async fn fetch(table: &'static str) -> Self {
        let options = storeql_sandbox::Options {
            orders: PAGES * 250,
            products: PAGES * 250,
            ..Default::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let client = client(&sandbox);
        let request = planned(table, &Shape::columns_of(table)).lists[0].first();
        let mut bodies = Vec::new();
        for page in 1..=PAGES {
            let request = request.clone().with("page", page.to_string());
            let answer = client.send(&request, &Meter::default()).await.unwrap();
            bodies.push(answer.body);
        }
        let lines: Vec<Vec<u8>> = bodies.iter().map(lines).collect();
        Self {
            table,
            shape: Shape::of(table, &lines[0]),
            bodies,
            lines,
        }
    }

    fn measure(&self, rounds: usize) {
        let plan = planned(self.table, &self.shape.names());
        let columns: Vec<String> = self.shape.names().into_iter().map(str::to_owned).collect();
        let reader = PageReader::of_columns(&plan, &columns).unwrap();
        let list = &plan.lists[0];
        let mut duckdb = DuckDb::start(self.table, &self.shape.duckdb(), &self.lines);
        let (mut ours, mut arrow, mut other) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            ours.push(timed(|| {
                let read = |body: &Bytes| reader.batch(body, list).unwrap().num_rows();
                self.bodies.iter().map(read).sum()
            }));
            arrow.push(timed(|| {
                self.lines.iter().map(|lines| self.shape.read(lines)).sum()
            }));
            other.extend(duckdb.as_mut().map(DuckDb::read));
        }
        assert_eq!(
            ours[0].rows, arrow[0].rows,
            "{}: the readers disagree",
            self.table
        );
        // DuckDB's rows of items are their orders.
        let rows = ours[0].rows;
        self.print("storeql", rows, &ours);
        self.print("arrow-json", rows, &arrow);
        self.print("duckdb", rows, &other);
    }

    fn print(&self, reader: &str, rows: usize, readings: &[Reading]) {
        let by_time =
            |a: &&Reading, b: &&Reading| a.processor_seconds.total_cmp(&b.processor_seconds);
        let Some(best) = readings.iter().min_by(by_time) else {
            return;
        };
        let bytes: usize = self.bodies.iter().map(Bytes::len).sum();
        println!(
            "{}",
            json!({
                "case": self.table, "reader": reader, "columns": self.shape.names().len(), "rows": rows, "bytes": bytes,
                "seconds": best.seconds, "processor_seconds": best.processor_seconds,
                "rows_per_second": rows as f64 / best.processor_seconds,
                "mb_per_second": bytes as f64 / 1e6 / best.processor_seconds, "rounds": readings.len(),
            })
        );
    }
}

/// The plan that reads `columns` of the whole table.
fn planned(table: &str, columns: &[&str]) -> ScanPlan {
    let spec = ScanSpec {
        table: table.to_owned(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..ScanSpec::default()
    };
    plan(Catalog::builtin(), &spec).unwrap()
}

fn client(sandbox: &Sandbox) -> Client {
    Client::new(Options {
        api_url: sandbox.api_url().parse().unwrap(),
        store_id: sandbox.store_id().to_owned(),
        timeout: None,
        user_agent: "storeql-bench".to_owned(),
        credentials: Arc::new(StaticToken::new(sandbox.access_token().into())),
        network: Network::default(),
        log: None,
    })
    .unwrap()
}

/// The rows of an answer, one a line.
fn lines(body: &Bytes) -> Vec<u8> {
    #[derive(serde::Deserialize)]
    struct V3<'a> {
        #[serde(borrow)]
        data: Vec<&'a RawValue>,
    }
    let rows: Vec<&RawValue> = match body.first() {
        Some(b'[') => serde_json::from_slice(body).unwrap(),
        _ => serde_json::from_slice::<V3<'_>>(body).unwrap().data,
    };
    let mut lines = Vec::with_capacity(body.len());
    for row in rows {
        lines.extend_from_slice(row.get().as_bytes());
        lines.push(b'\n');
    }
    lines
}

/// Runs `work`, which tells its rows.
fn timed(work: impl FnOnce() -> usize) -> Reading {
    let (wall, processor) = (Instant::now(), processor_seconds());
    let rows = work();
    Reading {
        rows,
        seconds: wall.elapsed().as_secs_f64(),
        processor_seconds: processor_seconds() - processor,
    }
}

/// Time that this thread has been running, so that other programs on the machine do not count.
fn processor_seconds() -> f64 {
    let running = std::fs::read_to_string("/proc/thread-self/schedstat")
        .expect("Linux tells the time of a thread");
    let nanoseconds: f64 = running.split(' ').next().unwrap().parse().unwrap();
    nanoseconds / 1e9
}

/// `arrow-json`'s reader over lines.
fn arrow_json(
    schema: &arrow::datatypes::SchemaRef,
    lines: &[u8],
) -> Result<Vec<arrow::array::RecordBatch>, arrow::error::ArrowError> {
    arrow::json::ReaderBuilder::new(schema.clone())
        .with_coerce_primitive(true)
        .build(Cursor::new(lines))?
        .collect()
}
