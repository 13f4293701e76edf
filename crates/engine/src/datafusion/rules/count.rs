//! `count(*)`, with or without filters, and the count per status: the API's own totals, where the API answers exactly the
//! rows that the filters want.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use arrow::array::{ArrayRef, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::default_table_source::provider_as_source;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder, TableType};
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_plan::execution_plan::{Boundedness, EmissionType, SchedulingType};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PhysicalExpr, PlanProperties,
};
use futures::future::try_join_all;
use futures::stream;
use storeql_catalog::{CountBy, Table};
use storeql_client::Request;

use super::aggregates::OfAggregates;
use super::{scan_below, store_table};
use crate::context::QueryContext;
use crate::error::{Error, ErrorKind as Kind, Result};
use crate::ledger::Account;
use crate::scan::{Constraints, PageBy, ScanPlan, StoreTable, Wanted, advice, member, plan};
use crate::store::Store;

/// The optimizer's rule.
pub(crate) const COUNT_BY_API: OfAggregates = OfAggregates {
    name: "count_by_api",
    answer,
};

fn answer(aggregate: &Aggregate) -> DataFusionResult<Option<LogicalPlan>> {
    let table = counted(aggregate);
    table.map(|table| answered(aggregate, table)).transpose()
}

/// The table of counts that answers the aggregate, where one does.
fn counted(aggregate: &Aggregate) -> Option<CountTable> {
    if aggregate.aggr_expr.is_empty() && aggregate.group_expr.is_empty() {
        return None;
    }
    let scan = scan_below(&aggregate.input)?;
    let provider = store_table(scan)?;
    let table = provider.downcast_ref::<StoreTable>()?;
    if scan.fetch.is_some()
        || !aggregate
            .aggr_expr
            .iter()
            .all(|expr| counts_rows(expr, table.table()))
    {
        return None;
    }
    let by = match aggregate.group_expr.as_slice() {
        [] => None,
        [Expr::Column(column)] => {
            let by = table.table().count.as_ref()?.by.clone()?;
            Some(by).filter(|by| by.column == column.name)?.into()
        }
        _ => return None,
    };
    let questions = questions(table, &Constraints::read(&scan.filters), by.is_some())?;
    Some(CountTable::new(
        table,
        questions,
        by,
        scan.filters.is_empty(),
    ))
}

/// Whether the API answers the aggregate, which has no groups, by its totals.
pub(super) fn by_total(aggregate: &Aggregate) -> bool {
    counted(aggregate).is_some()
}

/// `count(*)`, `count(1)`, or the count of a key, which is never NULL; without DISTINCT or FILTER.
pub(super) fn counts_rows(expr: &Expr, table: &Table) -> bool {
    let Expr::AggregateFunction(AggregateFunction { func, params }) = expr.clone().unalias() else {
        return false;
    };
    let plain = !params.distinct && params.filter.is_none() && params.order_by.is_empty();
    let rows = match params.args.as_slice() {
        [] => true,
        [Expr::Literal(value, _)] => !value.is_null(),
        [Expr::Column(column)] => table.key.len() == 1 && table.key[0] == column.name,
        _ => false,
    };
    func.name() == "count" && plain && rows
}

/// The requests whose totals add up to the count; `None` where the API's answer would not be exact.
fn questions(
    table: &StoreTable,
    constraints: &Constraints,
    by_count: bool,
) -> Option<Vec<Request>> {
    let definition = table.table();
    let wanted = Wanted {
        catalog: table.store().catalog(),
        columns: &definition.key,
        constraints,
        of_parents: None,
        parent_columns: &[],
        sort: None,
        limit: Some(1),
        page_size: None,
    };
    let plan: ScanPlan = plan(definition, &wanted).ok()?;
    if plan.parents.is_some()
        || !plan.levels.is_empty()
        || (!plan.exact && !plan.series.is_empty())
        || plan.series.len() > 8
    {
        return None;
    }
    let listed = definition.list.as_ref()?;
    let from_endpoint = definition
        .count
        .as_ref()
        .filter(|_| by_count || !listed.total);
    if from_endpoint.is_some_and(|count| !count.filters) && !constraints.columns.is_empty() {
        return None;
    }
    let question = |series: &crate::scan::Series| -> Option<Request> {
        let mut query = series.query.clone();
        if let PageBy::Keyset(keyset) = &series.paging {
            query.extend(keyset.range(keyset.low, keyset.high));
        }
        let (path, paged) = match from_endpoint {
            Some(count) => (count.path.clone(), false),
            None if listed.total => (series.path.clone(), true),
            None => return None,
        };
        if matches!(series.paging, PageBy::Whole) {
            return None;
        }
        let mut request = Request::get(definition.api.segment(), path);
        for (name, value) in &query {
            request = request.with(name, value);
        }
        Some(if paged {
            request.with("limit", "1")
        } else {
            request
        })
    };
    plan.series.iter().map(question).collect()
}

/// The same columns, from the totals.
fn answered(aggregate: &Aggregate, table: CountTable) -> DataFusionResult<LogicalPlan> {
    // Two scans of one name count as the same scan: the name says what is counted.
    let questions: Vec<String> = table.questions.iter().map(Request::target).collect();
    let name = format!("count of {}", questions.join(" and "));
    let grouped = usize::from(table.by.is_some());
    let fields: Vec<String> = table
        .schema
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let scan = LogicalPlanBuilder::scan(name.clone(), provider_as_source(Arc::new(table)), None)?;
    let columns = aggregate
        .schema
        .iter()
        .enumerate()
        .map(|(position, (qualifier, field))| {
            let source = if position < grouped {
                &fields[0]
            } else {
                &fields[grouped]
            };
            Expr::Column(Column::new(Some(name.clone()), source))
                .alias_qualified(qualifier.cloned(), field.name())
        });
    scan.project(columns.collect::<Vec<_>>())?.build()
}

/// A table with the totals of another.
#[derive(Debug, Clone)]
struct CountTable {
    store: Arc<Store>,
    table: Arc<Table>,
    questions: Vec<Request>,
    by: Option<CountBy>,
    /// The count is the whole table's.
    whole: bool,
    schema: SchemaRef,
}

impl CountTable {
    fn new(table: &StoreTable, questions: Vec<Request>, by: Option<CountBy>, whole: bool) -> Self {
        let group = by
            .as_ref()
            .map(|by| Field::new(&by.column, DataType::Int64, true));
        let count = Field::new("count", DataType::Int64, false);
        let schema = Arc::new(Schema::new(
            group.into_iter().chain([count]).collect::<Vec<_>>(),
        ));
        Self {
            store: Arc::clone(table.store()),
            table: Arc::clone(table.table()),
            questions,
            by,
            whole,
            schema,
        }
    }
}

#[async_trait]
impl TableProvider for CountTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        _: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let all = (0..self.schema.fields().len()).collect();
        let shown = projection.cloned().unwrap_or(all);
        let schema = Arc::new(self.schema.project(&shown)?);
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Final,
            Boundedness::Bounded,
        )
        .with_scheduling_type(SchedulingType::Cooperative);
        Ok(Arc::new(CountExec {
            counts: self.clone(),
            shown,
            account: Arc::default(),
            properties: Arc::new(properties),
        }))
    }
}

/// Asks for the totals.
#[derive(Debug, Clone)]
pub(crate) struct CountExec {
    counts: CountTable,
    shown: Vec<usize>,
    /// Opened when it runs.
    account: Arc<OnceLock<Account>>,
    properties: Arc<PlanProperties>,
}

impl CountExec {
    /// The table that it counts.
    pub(crate) fn table(&self) -> &Table {
        &self.counts.table
    }

    /// The requests that it sends.
    pub(crate) fn requests(&self) -> u64 {
        self.counts.questions.len() as u64
    }

    /// What it planned and spent, once it has run.
    pub(crate) fn account(&self) -> Option<&Account> {
        self.account.get()
    }

    async fn answer(self, query: Arc<QueryContext>) -> Result<RecordBatch> {
        let counts = &self.counts;
        let account = self
            .account
            .get_or_init(|| Account::new(query.ledger(), advice(&counts.table)));
        account.plan(counts.questions.len() as u64)?;
        let client = counts.store.client().await?;
        let ask = |question| client.page(question, account.meter());
        let pages = try_join_all(counts.questions.iter().map(ask)).await?;
        let mut groups: BTreeMap<i64, i64> = BTreeMap::new();
        let mut totals: Vec<i64> = Vec::new();
        for page in pages {
            match (&counts.by, &counts.table.count, page.info.total) {
                (Some(by), ..) => {
                    for (key, count) in
                        per_group(&page.body, by).ok_or_else(|| counts.unreadable())?
                    {
                        *groups.entry(key).or_default() += count;
                    }
                }
                (None, _, Some(total)) => totals.push(i64::try_from(total).unwrap_or(i64::MAX)),
                (None, Some(count), None) => {
                    let total = member(&page.body, &count.field);
                    let total = total.and_then(|total| i64::try_from(total).ok());
                    totals.push(total.ok_or_else(|| counts.unreadable())?);
                }
                (None, None, None) => return Err(counts.unreadable()),
            }
        }
        let (keys, of_groups): (Vec<i64>, Vec<i64>) = groups.into_iter().unzip();
        totals = match counts.by {
            Some(_) => of_groups,
            None => vec![totals.iter().sum()],
        };
        if let (true, None, [total]) = (counts.whole, &counts.by, totals.as_slice()) {
            counts
                .store
                .saw_total(&counts.table.name, u64::try_from(*total).unwrap_or(0));
        }
        let group = counts
            .by
            .as_ref()
            .map(|_| Arc::new(Int64Array::from(keys)) as ArrayRef);
        let columns: Vec<ArrayRef> = group
            .into_iter()
            .chain([Arc::new(Int64Array::from(totals)) as ArrayRef])
            .collect();
        let batch = RecordBatch::try_new(Arc::clone(&counts.schema), columns)
            .and_then(|batch| batch.project(&self.shown))
            .map_err(datafusion::error::DataFusionError::from)?;
        account.gave(batch.num_rows());
        Ok(batch)
    }
}

impl CountTable {
    fn unreadable(&self) -> Error {
        Error::new(
            Kind::Protocol,
            format!("the store's answer has no count of {}", self.table.name),
        )
    }
}

/// Key and count of every group that has rows: a GROUP BY knows no empty ones.
fn per_group(body: &[u8], by: &CountBy) -> Option<Vec<(i64, i64)>> {
    let answer: serde_json::Value = serde_json::from_slice(body).ok()?;
    let groups = answer.get(&by.rows)?.as_array()?;
    let pairs = groups.iter().map(|group| {
        Some((
            integer(group.get(&by.key)?)?,
            integer(group.get(&by.count)?)?,
        ))
    });
    Some(
        pairs
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect(),
    )
}

fn integer(value: &serde_json::Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

impl DisplayAs for CountExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreCount: {}:", self.counts.table.name)?;
        if self.counts.questions.is_empty() {
            write!(f, " no request: no row can match")?;
        }
        for (position, question) in self.counts.questions.iter().enumerate() {
            let separator = if position == 0 { "" } else { ";" };
            write!(f, "{separator} GET {}", question.target())?;
        }
        Ok(())
    }
}

impl ExecutionPlan for CountExec {
    fn name(&self) -> &str {
        "StoreCount"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> DataFusionResult<TreeNodeRecursion>,
    ) -> DataFusionResult<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(
        self: Arc<Self>,
        _: Vec<Arc<dyn ExecutionPlan>>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(
        &self,
        _: usize,
        context: Arc<TaskContext>,
    ) -> DataFusionResult<SendableRecordBatchStream> {
        let answer = self.clone().answer(QueryContext::of(&context)?);
        let (store, table) = (
            Arc::clone(&self.counts.store),
            Arc::clone(&self.counts.table),
        );
        let rows = stream::once(async move {
            answer
                .await
                .map_err(|error| store.with_scopes(error, &table))
                .map_err(datafusion::error::DataFusionError::from)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), rows)))
    }
}
