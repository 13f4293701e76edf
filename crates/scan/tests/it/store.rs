//! A sandbox store with a client on it, and scans that are read to their end.

use std::sync::Arc;

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::Int64Type;
use futures::TryStreamExt;
use storeql_catalog::Catalog;
use storeql_client::{Client, Meter, Network, Options, StaticToken};
use storeql_sandbox::Sandbox;
use storeql_scan::{
    PageReader, Pages, PlannedScan, Result, RowCounts, ScanMetrics, ScanSpec, Source,
    StatementBudget, TableRowCounts, limited, rows,
};
use tokio_util::sync::CancellationToken;

/// A store that a test owns.
pub(crate) struct Store {
    /// The store itself.
    pub(crate) sandbox: Sandbox,
    client: Client,
    /// What scans have learnt of it.
    pub(crate) row_counts: Arc<TableRowCounts>,
    /// Cancels the scans that begin after it was set.
    pub(crate) cancelled: CancellationToken,
}

impl Store {
    /// Starts a store of so many orders and products.
    pub(crate) async fn start(orders: usize, products: usize) -> Self {
        Self::of(storeql_sandbox::Options {
            orders,
            products,
            ..Default::default()
        })
        .await
    }

    /// Starts a store.
    pub(crate) async fn of(options: storeql_sandbox::Options) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        let client = client(sandbox.api_url(), &sandbox);
        Self {
            sandbox,
            client,
            row_counts: Arc::default(),
            cancelled: CancellationToken::new(),
        }
    }

    /// The rows of `spec`, by a statement that may send `most` requests.
    pub(crate) async fn read_within(
        &self,
        spec: &ScanSpec,
        most: Option<u64>,
    ) -> Result<Vec<RecordBatch>> {
        let pages = self.pages(spec, most)?;
        pages.map_ok(|page| page.batch).try_collect().await
    }

    /// The pages of `spec` as they come, by a statement that may send `most` requests.
    pub(crate) fn pages(&self, spec: &ScanSpec, most: Option<u64>) -> Result<Pages> {
        let planned = PlannedScan::of(Catalog::builtin(), spec)?;
        let (plan, _) = planned.cheapest(&RowCounts::of(&self.row_counts));
        let reader = PageReader::of_columns(plan, &spec.columns)?;
        let limit = spec.limit.map_or(usize::MAX, |limit| limit as usize);
        let pages = rows(plan.clone(), reader, self.source(most));
        Ok(limited(pages, 0, limit))
    }

    /// Sends further requests to another address.
    pub(crate) fn turn_to(&mut self, url: &str) {
        self.client = client(url, &self.sandbox);
    }

    /// Whether what `spec` costs is known from totals only.
    pub(crate) fn hangs_on_totals(&self, spec: &ScanSpec) -> bool {
        let planned = PlannedScan::of(Catalog::builtin(), spec).unwrap();
        let (plan, _) = planned.cheapest(&RowCounts::of(&self.row_counts));
        plan.hangs_on_totals()
    }

    /// Asks for the total of the list of `spec` twice in one statement; whether it was told.
    pub(crate) async fn ask_twice(&self, spec: &ScanSpec) -> [bool; 2] {
        let planned = PlannedScan::of(Catalog::builtin(), spec).unwrap();
        let mut counts = RowCounts::of(&self.row_counts);
        let (plan, _) = planned.cheapest(&counts);
        let source = self.source(None);
        let list = &plan.cardinality;
        let first = source.ask(list, &mut counts).await.unwrap();
        [first, source.ask(list, &mut counts).await.unwrap()]
    }

    /// Where requests of one statement go, which may send `most`.
    fn source(&self, most: Option<u64>) -> Source {
        let budget = StatementBudget::new(Meter::default(), most);
        Source {
            client: self.client.clone(),
            metrics: ScanMetrics::new(&budget, "a LIMIT makes it cheaper".to_owned()),
            row_counts: Arc::clone(&self.row_counts),
            cancelled: self.cancelled.clone(),
        }
    }

    /// The rows of `spec`.
    pub(crate) async fn read(&self, spec: &ScanSpec) -> Vec<RecordBatch> {
        self.read_within(spec, None).await.unwrap()
    }

    /// Paths of the requests so far, without the store.
    pub(crate) fn requests(&self) -> Vec<String> {
        let prefix = format!("/stores/{}", self.sandbox.store_id());
        let requests = self.sandbox.requests().into_iter();
        requests
            .map(|request| request.path.trim_start_matches(&prefix).to_owned())
            .collect()
    }
}

fn client(url: &str, sandbox: &Sandbox) -> Client {
    let client = Client::new(Options {
        api_url: url.parse().unwrap(),
        store_id: sandbox.store_id().to_owned(),
        timeout: None,
        user_agent: "storeql-tests".to_owned(),
        credentials: Arc::new(StaticToken::new(sandbox.access_token().into())),
        network: Network::default(),
        log: None,
    });
    client.unwrap()
}

/// The values of an integer column.
pub(crate) fn integers(batches: &[RecordBatch], column: &str) -> Vec<i64> {
    let values = batches.iter().flat_map(|batch| {
        let column = batch.column_by_name(column).unwrap();
        column.as_primitive::<Int64Type>().values().to_vec()
    });
    values.collect()
}

/// A scan of `columns` of a whole table.
pub(crate) fn whole(table: &str, columns: &[&str]) -> ScanSpec {
    ScanSpec {
        table: table.to_owned(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        ..ScanSpec::default()
    }
}
