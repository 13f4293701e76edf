//! A change into requests. Pure: every row is checked before the first request, and nothing is sent.

mod batches;
mod carried;
mod delete;
mod insert;
mod natural;
mod request;
mod step;
mod update;

use std::sync::Arc;

use storeql_catalog::Table;

use crate::address::{Named, address_of};
use crate::change::{Change, Verb};
use crate::error::PlanError;
use crate::value::Value;
use carried::needs_row;

pub(crate) use carried::carried;
pub(crate) use natural::natural_key;
pub use request::PlannedRequest;
pub(crate) use request::{ReadRows, filled, path_of};
pub(crate) use step::{PlannedRow, Rows};

/// The requests of a change, in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct WritePlan {
    pub(crate) table: Arc<Table>,
    pub(crate) change: Change,
    requests: Vec<PlannedRequest>,
    /// Rows that have all their values already, with the values of their key.
    pub(crate) unchanged: Vec<(u64, Vec<Value>)>,
}

impl WritePlan {
    /// The table.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// What it was planned of.
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// What the statement does.
    pub fn verb(&self) -> Verb {
        self.change.verb()
    }

    /// The requests that change something, in the order in which they begin. What is read before them is not among them.
    pub fn requests(&self) -> &[PlannedRequest] {
        &self.requests
    }

    /// The numbers of the rows that have all their values already, for which nothing is sent.
    pub fn unchanged(&self) -> Vec<u64> {
        self.unchanged.iter().map(|(row, _)| *row).collect()
    }

    /// The same with the rows' keys.
    pub fn unchanged_keys(&self) -> &[(u64, Vec<Value>)] {
        &self.unchanged
    }
}

/// Checks every row of a change and makes requests of it, without sending anything.
///
/// ```
/// use storeql_catalog::Catalog;
/// use storeql_write::{Change, NewRow, Value, plan};
///
/// let table = Catalog::builtin().table("brands").unwrap();
/// let change = Change::Insert {
///     columns: vec!["name".to_owned()],
///     rows: vec![NewRow { number: 1, values: vec![Value::Text("Oak".to_owned())] }],
/// };
/// let plan = plan(table, change)?;
/// let request = &plan.requests()[0];
/// assert_eq!((request.method(), request.target().as_str()), ("POST", "/v3/catalog/brands"));
/// assert_eq!(request.body().unwrap(), r#"{"name":"Oak"}"#);
/// # Ok::<_, storeql_write::PlanError>(())
/// ```
pub fn plan(table: &Arc<Table>, change: Change) -> Result<WritePlan, PlanError> {
    let mut unchanged = Vec::new();
    let mut requests = match &change {
        Change::Insert { columns, rows } => insert::requests(table, Verb::Insert, columns, rows)?,
        Change::Upsert { columns, rows } => insert::requests(table, Verb::Upsert, columns, rows)?,
        Change::Update { columns, rows } => {
            let (requests, same) = update::requests(table, columns, rows)?;
            unchanged = same;
            requests
        }
        Change::Delete { rows } => delete::requests(table, rows)?,
    };
    let names = address_of(table, change.verb());
    for (_, address) in &mut unchanged {
        let named = Named {
            columns: &names,
            values: address,
        };
        let key = table.key.iter().filter_map(|name| named.get(name).cloned());
        *address = key.collect();
    }
    requests.sort_by_key(|request| (request.stage, request.rows().first().copied()));
    Ok(WritePlan {
        table: Arc::clone(table),
        change,
        requests,
        unchanged,
    })
}

/// What has to be read before rows of a table are changed in some columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadNeeded {
    /// Nothing: the change is sent as the statement says it.
    Nothing,
    /// Each row, whole, as JSON text: a PUT carries more than what changes. The caller may hand it in as
    /// [`crate::ChangedRow::as_read`]; else `send` reads it right before the request.
    Row,
    /// All rows below the same parent, since an array takes the place of all of them. `send` reads them.
    Siblings,
}

/// What an UPDATE of these columns needs to be read first.
///
/// ```
/// use storeql_catalog::Catalog;
/// use storeql_write::{ReadNeeded, read_needed};
///
/// let needed = |table, column: &str| {
///     read_needed(Catalog::builtin().table(table).unwrap(), &[column.to_owned()]).unwrap()
/// };
/// assert_eq!(needed("products", "price"), ReadNeeded::Nothing);
/// assert_eq!(needed("coupons", "max_uses"), ReadNeeded::Row);
/// assert_eq!(needed("order_fees", "cost_ex_tax"), ReadNeeded::Siblings);
/// ```
pub fn read_needed(table: &Arc<Table>, columns: &[String]) -> Result<ReadNeeded, PlanError> {
    let steps = update::steps(table)?;
    let changed = update::check_columns(table, columns)?;
    let address = address_of(table, Verb::Update);
    let known = |name: &str| columns.iter().chain(&address).any(|known| known == name);
    let mut needed = ReadNeeded::Nothing;
    for (place, step) in steps.iter().enumerate() {
        let here = changed.iter().copied();
        let mut here = here
            .filter(|column| update::route(table, column, false) == place)
            .peekable();
        if here.peek().is_none() {
            continue;
        }
        if step.endpoint.replaces {
            return Ok(ReadNeeded::Siblings);
        }
        if needs_row(step, known, here) {
            needed = ReadNeeded::Row;
        }
    }
    Ok(needed)
}

/// Whether the API upserts rows of the table by the columns `on`, so that `Change::Upsert` can be planned. Without columns: by
/// any.
///
/// ```
/// use storeql_catalog::Catalog;
/// use storeql_write::upserts_by_itself;
///
/// let redirects = Catalog::builtin().table("redirects").unwrap();
/// assert!(upserts_by_itself(redirects, &["from_path".to_owned(), "site_id".to_owned()]));
/// assert!(!upserts_by_itself(redirects, &["id".to_owned()]));
/// ```
pub fn upserts_by_itself(table: &Table, on: &[String]) -> bool {
    table.write.upsert.as_ref().is_some_and(|upsert| {
        let same =
            |names: &[String], others: &[String]| names.iter().all(|name| others.contains(name));
        on.is_empty() || (same(on, &upsert.key) && same(&upsert.key, on))
    })
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
