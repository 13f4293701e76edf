//! Which requests answer a scan: `plan(catalog, spec) -> ScanPlan`.
//!
//! Pure: no clock, no socket, the same answer for the scan and for EXPLAIN. A spelling is used only where the definition
//! says that the API then answers a superset of the wanted rows.

use std::sync::Arc;

use storeql_catalog::{Catalog, Column, Embedded, Listing, Operator, PerParent, Table};

use super::cardinality::ListCardinality;
use super::child_list::{ChildListRequest, FromParent, Level, Origin};
use super::filters::{self, Filters};
use super::list_request::{Extra, ListRequest, Shape, list_requests, parameters, sorts};
use super::parameter::Parameter;
use super::scan_plan::{Parents, ScanPlan};
use super::spec::{ScanSpec, Sort};
use crate::error::{Error, ErrorKind, Result};
use crate::predicate::{Constraints, Value};

/// What is wanted of one table: of the spec's own, or of a parent on the way to it.
#[derive(Debug, Clone)]
struct Wanted<'a> {
    /// The definitions, for parents.
    catalog: &'a Catalog,
    /// Columns that the query shows or filters by.
    columns: &'a [String],
    /// What its filters say.
    constraints: &'a Constraints,
    /// What filters say of the parents of the wanted rows, where the query joins them.
    of_parents: Option<&'a Constraints>,
    /// Columns of the parents that are read along.
    parent_columns: &'a [String],
    /// The order that it wants, with a limit.
    sort: Option<&'a Sort>,
    /// Enough rows.
    limit: Option<u64>,
    /// Rows per page, where the connection says so.
    page_size: Option<u32>,
}

/// Plans the scan of `spec`.
pub fn plan(catalog: &Catalog, spec: &ScanSpec) -> Result<ScanPlan> {
    let Some(table) = catalog.table(&spec.table) else {
        let message = format!("a scan names the unknown table {}", spec.table);
        return Err(Error::new(ErrorKind::Internal, message));
    };
    let wanted = Wanted {
        catalog,
        columns: &spec.columns,
        constraints: &spec.predicate,
        of_parents: spec.parents_predicate.as_ref(),
        parent_columns: &spec.parent_columns,
        sort: spec.sort.as_ref(),
        limit: spec.limit,
        page_size: spec.page_size,
    };
    let plan = plan_table(table, &wanted)?;
    Ok(match spec.offset {
        0 => plan,
        skip => {
            let fetch = spec.limit.unwrap_or_default().saturating_sub(skip);
            plan.window(skip, fetch).unwrap_or(plan)
        }
    })
}

fn plan_table(table: &Arc<Table>, wanted: &Wanted<'_>) -> Result<ScanPlan> {
    require(table, wanted)?;
    plan_with(table, wanted, &Extra::default())
}

fn plan_with(table: &Arc<Table>, wanted: &Wanted<'_>, extra: &Extra) -> Result<ScanPlan> {
    let mut plan = if let Some(listing) = listing_of(table, wanted) {
        listed(table, listing, wanted, extra)
    } else if let Some(embedded) = &table.embedded {
        embedded_in_parents(table, embedded, wanted, extra)?
    } else if let Some(per_parent) = &table.per_parent {
        below_parents(table, per_parent, wanted, extra)?
    } else {
        return Err(Error::new(
            ErrorKind::Internal,
            format!("table {} has no way to be read", table.name),
        ));
    };
    if wanted.constraints.contradictory() || wanted.limit == Some(0) {
        plan.lists.clear();
        plan.parents = None;
    }
    Ok(plan)
}

fn require(table: &Table, wanted: &Wanted<'_>) -> Result<()> {
    let required: Vec<&str> = wanted
        .catalog
        .required(table)
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let Some(first) = required.first() else {
        return Ok(());
    };
    if required
        .iter()
        .any(|column| wanted.constraints.allowed(column).is_some())
    {
        return Ok(());
    }
    let columns = required.join(" or ");
    let message = format!(
        "BigCommerce reads {} by {columns} only: add `WHERE {first} = …` to the query, or join a table that has it",
        table.name
    );
    Err(Error::new(ErrorKind::Unsupported, message))
}

/// The table's own list, unless one call per named parent says more.
fn listing_of<'a>(table: &'a Table, wanted: &Wanted<'_>) -> Option<&'a Listing> {
    let listing = table.list.as_ref()?;
    let Some(per_parent) = &table.per_parent else {
        return Some(listing);
    };
    let named = per_parent.keys.keys().all(|column| {
        let filterable = table
            .columns
            .get(column)
            .is_some_and(|column| !column.filters.is_empty());
        wanted.constraints.allowed(column).is_some() && !filterable
    });
    (!named).then_some(listing)
}

fn listed(table: &Arc<Table>, listing: &Listing, wanted: &Wanted<'_>, extra: &Extra) -> ScanPlan {
    let filters = filters::spell(wanted.catalog, table, listing, wanted.constraints);
    // A key's bounds are sent one wider, so that the first rows in its order are at most one more.
    let in_order = |sort: &Sort| {
        let by_key = listing.keyset.as_ref() == Some(&sort.column);
        filters.exact || (by_key && filters.wider_by.as_ref() == Some(&sort.column))
    };
    let sort = wanted
        .sort
        .filter(|sort| in_order(sort) && filters.alternatives.len() == 1 && sorts(table, sort));
    let limit = wanted
        .limit
        .filter(|_| wanted.sort.is_none() || sort.is_some());
    let exact = filters.exact;
    let shape = Shape {
        listing,
        query: parameters(table, listing, wanted.columns, extra),
        sort,
        limit: limit
            .filter(|_| (exact || sort.is_some()) && extra.include.is_empty())
            .map(|limit| limit.saturating_add(u64::from(!exact))),
        page_size: wanted.page_size,
        forced: extra.max_page,
    };
    let lists = list_requests(table, &shape, &filters);
    let lists = lists
        .into_iter()
        .flat_map(|list| inherit(table, wanted.constraints, list))
        .collect();
    ScanPlan {
        table: Arc::clone(table),
        lists,
        parents: None,
        levels: Vec::new(),
        exact,
        sort: sort.cloned(),
        limit,
        cardinality: ListCardinality::of(table, listing, filters),
    }
}

/// One list per value of the columns in the path; and the values of required columns, which rows need not repeat.
fn inherit(table: &Table, constraints: &Constraints, list: ListRequest) -> Vec<ListRequest> {
    let mut all = vec![list];
    for column in table.columns.values().filter(|column| column.required) {
        let Some(values) = constraints.allowed(&column.name) else {
            continue;
        };
        let hole = format!("{{{}}}", column.name);
        if all.iter().any(|list| list.path.contains(&hole)) {
            let fill = |list: &ListRequest| -> Vec<ListRequest> {
                let one = |value| list.clone().filled(&column.name, value);
                values.iter().filter_map(one).collect()
            };
            all = all.iter().flat_map(fill).collect();
            continue;
        }
        let Some(parameter) = column.filters.get(&Operator::Equal) else {
            continue;
        };
        for list in &mut all {
            let mut sent = list.query.iter().filter(|sent| sent.name == *parameter);
            let value = sent.next().and_then(|sent| sent.value.clone());
            let value = value.filter(|value| values.contains(value));
            list.inherited_values
                .extend(value.map(|value| (column.name.clone(), value)));
        }
    }
    all
}

/// Rows inside the parents' objects: the parents are read, with what the constraints say of them.
fn embedded_in_parents(
    table: &Arc<Table>,
    embedded: &Embedded,
    wanted: &Wanted<'_>,
    extra: &Extra,
) -> Result<ScanPlan> {
    let parent = parent(wanted.catalog, table, &embedded.table)?;
    let mut extra = extra.clone();
    extra.query.extend(
        embedded
            .query
            .iter()
            .map(|(name, value)| Parameter::plain(name, value)),
    );
    let brought = wanted
        .columns
        .iter()
        .filter_map(|name| table.columns.get(name)?.include.clone());
    extra.include.extend(brought);
    extra.max_page = [extra.max_page, embedded.max_page]
        .into_iter()
        .flatten()
        .min();
    match &embedded.include {
        Some(word) => extra.include.insert(0, word.clone()),
        None => extra.fields.extend(
            embedded
                .rows
                .iter()
                .filter_map(|path| path.first().cloned()),
        ),
    }
    let mut constraints = of_parent(table, parent, wanted.constraints);
    wanted
        .of_parents
        .iter()
        .for_each(|more| constraints.merge(more));
    let mut columns = parent_columns(table, parent, wanted.columns);
    columns.extend_from_slice(wanted.parent_columns);
    let theirs = Wanted {
        columns: &columns,
        constraints: &constraints,
        of_parents: None,
        parent_columns: &[],
        sort: None,
        limit: None,
        ..wanted.clone()
    };
    let carrier = plan_with(parent, &theirs, &extra)?;
    let fallback = table.per_parent.as_ref();
    let mut levels = carrier.levels;
    levels.push(Level {
        rows: embedded.rows.clone(),
        values: from_parent(table, parent),
        complete: embedded.complete.clone(),
        fallback: fallback.map(|per_parent| template(table, per_parent, wanted, &Extra::default())),
    });
    Ok(ScanPlan {
        table: Arc::clone(table),
        levels,
        exact: false,
        sort: None,
        limit: wanted.limit.filter(|_| wanted.sort.is_none()),
        ..carrier
    })
}

/// Where the parent has the values of the child's columns that are the parent's.
fn from_parent(table: &Table, parent: &Table) -> Vec<FromParent> {
    let theirs = table.columns.values().filter(|column| column.from_parent);
    let origin = |column: &Column| {
        let carried = parent
            .columns
            .get(&column.path.join("_"))
            .filter(|theirs| theirs.from_parent || theirs.required);
        match carried {
            Some(carried) => Origin::Inherited(carried.name.clone()),
            None => Origin::Member(column.path.clone()),
        }
    };
    theirs
        .map(|column| FromParent {
            column: column.name.clone(),
            value: origin(column),
        })
        .collect()
}

/// One listing per parent: of the parents that the query names, else of every parent.
fn below_parents(
    table: &Arc<Table>,
    per_parent: &PerParent,
    wanted: &Wanted<'_>,
    extra: &Extra,
) -> Result<ScanPlan> {
    let listing = template(table, per_parent, wanted, extra);
    asked_for(table, &listing)?;
    let limit = wanted.limit.filter(|_| wanted.sort.is_none());
    let empty = ScanPlan {
        table: Arc::clone(table),
        lists: Vec::new(),
        parents: None,
        levels: Vec::new(),
        exact: false,
        sort: None,
        limit,
        cardinality: ListCardinality::of(table, &per_parent.listing, Filters::none()),
    };
    if let Some(keys) = named_parents(per_parent, wanted.constraints) {
        return Ok(ScanPlan {
            lists: keys
                .iter()
                .filter_map(|values| listing.filled(values))
                .collect(),
            ..empty
        });
    }
    let parent = parent(wanted.catalog, table, &per_parent.table)?;
    let mut constraints = Constraints::default();
    for (own, theirs) in &per_parent.keys {
        if let Some(tests) = wanted.constraints.columns.get(own) {
            constraints.columns.insert(theirs.clone(), tests.clone());
        }
    }
    wanted
        .of_parents
        .iter()
        .for_each(|more| constraints.merge(more));
    let columns: Vec<String> = per_parent.keys.values().cloned().collect();
    let theirs = Wanted {
        columns: &columns,
        constraints: &constraints,
        of_parents: None,
        parent_columns: &[],
        sort: None,
        limit: None,
        ..wanted.clone()
    };
    let parents = Parents {
        plan: Box::new(plan_table(parent, &theirs)?),
        listing,
    };
    Ok(ScanPlan {
        parents: Some(parents),
        ..empty
    })
}

/// Whether a listing below a parent asks for what the API must be given.
fn asked_for(table: &Table, listing: &ChildListRequest) -> Result<()> {
    let sent = |parameter: &String| {
        let query = &listing.list.query;
        query.iter().any(|sent| sent.name == *parameter)
    };
    let missing = table.columns.values().find(|column| {
        let mut parameters = column.filters.values().peekable();
        column.required && parameters.peek().is_some() && !parameters.any(sent)
    });
    let Some(column) = missing else {
        return Ok(());
    };
    let message = format!(
        "BigCommerce reads {} by one {} at a time: name a single one in the query",
        table.name, column.name
    );
    Err(Error::new(ErrorKind::Unsupported, message))
}

/// Every combination of the parents' keys that the query names.
fn named_parents(per_parent: &PerParent, constraints: &Constraints) -> Option<Vec<Vec<Value>>> {
    let mut combinations = vec![Vec::new()];
    for column in per_parent.keys.keys() {
        let values = constraints.allowed(column)?;
        combinations = combinations
            .into_iter()
            .flat_map(|head: Vec<Value>| {
                values
                    .iter()
                    .map(move |value| [head.as_slice(), std::slice::from_ref(value)].concat())
            })
            .collect();
    }
    Some(combinations)
}

/// The listing below one parent, with the filters that it takes itself; the parent's keys are filled in later.
fn template(
    table: &Arc<Table>,
    per_parent: &PerParent,
    wanted: &Wanted<'_>,
    extra: &Extra,
) -> ChildListRequest {
    let listing = &per_parent.listing;
    let mut query = parameters(table, listing, wanted.columns, extra);
    // Filters that would split the listing are left to the engine.
    let own = filters::spell(wanted.catalog, table, listing, wanted.constraints).alternatives;
    if let [own] = own.as_slice() {
        query.extend(own.iter().cloned());
    }
    let shape = Shape {
        listing,
        query,
        sort: None,
        limit: None,
        page_size: wanted.page_size,
        forced: extra.max_page,
    };
    let mut lists = list_requests(table, &shape, &Filters::none());
    let keys = per_parent.keys.iter();
    let keys = keys
        .map(|(own, theirs)| (own.clone(), theirs.clone()))
        .collect();
    ChildListRequest {
        keys,
        list: lists.remove(0),
    }
}

fn parent<'a>(catalog: &'a Catalog, table: &Table, name: &str) -> Result<&'a Arc<Table>> {
    catalog.table(name).ok_or_else(|| {
        Error::new(
            ErrorKind::Internal,
            format!("{} names the unknown parent {name}", table.name),
        )
    })
}

/// What the child's constraints say of the parent: those on columns whose value is the parent's.
fn of_parent(table: &Table, parent: &Table, constraints: &Constraints) -> Constraints {
    let mut theirs = Constraints::default();
    for (name, tests) in &constraints.columns {
        if let Some(same) = table
            .columns
            .get(name)
            .and_then(|own| own.counterpart(parent))
        {
            theirs.columns.insert(same.name.clone(), tests.clone());
        }
    }
    theirs
}

fn parent_columns(table: &Table, parent: &Table, columns: &[String]) -> Vec<String> {
    let wanted = columns.iter().filter_map(|name| table.columns.get(name));
    wanted
        .filter_map(|own| own.counterpart(parent))
        .map(|column| column.name.clone())
        .collect()
}

/// The table that the rows of `table` lie in or below, and the column there whose value `column` has.
pub fn parent_key<'a>(
    table: &'a Table,
    column: &str,
    catalog: &'a Catalog,
) -> Option<(&'a Arc<Table>, &'a str)> {
    if let Some(embedded) = &table.embedded {
        let parent = catalog.table(&embedded.table)?;
        return Some((
            parent,
            &table.columns.get(column)?.counterpart(parent)?.name,
        ));
    }
    let per_parent = table.per_parent.as_ref().filter(|_| table.list.is_none())?;
    Some((
        catalog.table(&per_parent.table)?,
        per_parent.keys.get(column)?,
    ))
}

#[cfg(test)]
#[path = "planner_tests.rs"]
mod tests;
