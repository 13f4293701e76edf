//! Which requests answer a scan: `plan(table, constraints, columns, sort, limit) -> ScanPlan`.
//!
//! Pure: no clock, no socket, the same answer for the scan and for EXPLAIN. A spelling is used only where the definition
//! says that the API then answers a superset of the wanted rows.

use std::sync::Arc;

use storeql_catalog::{
    Catalog, Column, Embedded, Kind, Listing, Operator, Paging, PerParent, SortStyle, Table,
};

use super::constraint::Constraints;
use super::filter::{self, Filters};
use super::plan::{
    FromParent, Keyset, Level, Origin, PageBy, Parents, PerParentTemplate, ScanPlan, Series, Sort,
};
use crate::error::{Error, Kind as ErrorKind, Result};

/// What a query wants of one table.
#[derive(Debug, Clone)]
pub(crate) struct Wanted<'a> {
    /// The definitions, for parents.
    pub(crate) catalog: &'a Catalog,
    /// Columns that the query shows or filters by.
    pub(crate) columns: &'a [String],
    /// What its filters say.
    pub(crate) constraints: &'a Constraints,
    /// What filters say of the parents of the wanted rows, where the query joins them.
    pub(crate) of_parents: Option<&'a Constraints>,
    /// The order that it wants, with a limit.
    pub(crate) sort: Option<&'a Sort>,
    /// Enough rows.
    pub(crate) limit: Option<u64>,
    /// Rows per page, where the connection says so.
    pub(crate) page_size: Option<u32>,
}

/// What a list is asked for on top, for rows that lie inside its items.
#[derive(Debug, Clone, Default)]
struct Extra {
    include: Vec<String>,
    query: Vec<(String, String)>,
    /// Members that hold the rows and are not an include's.
    fields: Vec<String>,
    /// The page size that the API forces.
    max_page: Option<u32>,
}

/// Plans the scan of `table`.
pub(crate) fn plan(table: &Arc<Table>, wanted: &Wanted<'_>) -> Result<ScanPlan> {
    require(table, wanted)?;
    let mut plan = plan_with(table, wanted, &Extra::default())?;
    if wanted.constraints.contradictory() || wanted.limit == Some(0) {
        plan.series.clear();
        plan.parents = None;
    }
    Ok(plan)
}

fn plan_with(table: &Arc<Table>, wanted: &Wanted<'_>, extra: &Extra) -> Result<ScanPlan> {
    if let Some(listing) = listing_of(table, wanted) {
        Ok(listed(table, listing, wanted, extra))
    } else if let Some(embedded) = &table.embedded {
        embedded_in_parents(table, embedded, wanted, extra)
    } else if let Some(per_parent) = &table.per_parent {
        below_parents(table, per_parent, wanted, extra)
    } else {
        Err(Error::new(
            ErrorKind::Internal,
            format!("table {} has no way to be read", table.name),
        ))
    }
}

/// Whether the list of `table` can be asked to sort by `sort`: integers and times that are never NULL.
pub(crate) fn sorts(table: &Table, sort: &Sort) -> bool {
    let Some(listing) = &table.list else {
        return false;
    };
    let Some(column) = table.columns.get(&sort.column) else {
        return false;
    };
    let travels = matches!(column.kind, Kind::Int64 | Kind::Timestamp) && column.not_null;
    let spelled = listing.sort.contains_key(&sort.column)
        && !(sort.descending && listing.sort_style == SortStyle::Bare);
    travels && spelled
}

fn require(table: &Table, wanted: &Wanted<'_>) -> Result<()> {
    let required = required(table, wanted.catalog);
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
        "BigCommerce reads {} by {columns} only: add `WHERE {first} = …` to the query",
        table.name
    );
    Err(Error::new(ErrorKind::Unsupported, message))
}

/// The columns of which a query must name one, as the API reads nothing without it: the table's own, or those that have
/// its parent's.
fn required(table: &Table, catalog: &Catalog) -> Vec<String> {
    let own: Vec<String> = table
        .columns
        .values()
        .filter(|column| column.required)
        .map(|column| column.name.clone())
        .collect();
    let parent = match (&table.list, &table.embedded, &table.per_parent) {
        (None, Some(embedded), _) => catalog.table(&embedded.table),
        _ => None,
    };
    let Some(parent) = parent.filter(|_| own.is_empty()) else {
        return own;
    };
    let theirs = required(parent, catalog);
    let has = |column: &&Column| {
        counterpart(column, parent).is_some_and(|same| theirs.contains(&same.name))
    };
    table
        .columns
        .values()
        .filter(has)
        .map(|column| column.name.clone())
        .collect()
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
    let filters = filter::spell(table, listing, wanted.constraints);
    let sort = wanted
        .sort
        .filter(|sort| filters.exact && filters.alternatives.len() == 1 && sorts(table, sort));
    let limit = wanted
        .limit
        .filter(|_| wanted.sort.is_none() || sort.is_some());
    let exact = filters.exact;
    let shape = Shape {
        listing,
        query: parameters(table, listing, wanted.columns, extra),
        sort,
        limit: limit.filter(|_| exact && extra.include.is_empty()),
        page_size: wanted.page_size,
        forced: extra.max_page,
    };
    let series = series(table, &shape, filters);
    let series = series
        .into_iter()
        .flat_map(|series| given(table, wanted.constraints, series))
        .collect();
    ScanPlan {
        table: Arc::clone(table),
        series,
        parents: None,
        levels: Vec::new(),
        exact,
        sort: sort.cloned(),
        limit,
    }
}

/// One series per value of the columns in the path; and the values of required columns, which rows need not repeat.
fn given(table: &Table, constraints: &Constraints, series: Series) -> Vec<Series> {
    let mut all = vec![series];
    for column in table.columns.values().filter(|column| column.required) {
        let Some(values) = constraints.allowed(&column.name) else {
            continue;
        };
        let hole = format!("{{{}}}", column.name);
        if all.iter().any(|series| series.path.contains(&hole)) {
            let fill = |series: &Series, value: &super::value::Value| {
                let mut series = series.clone();
                series.path = series.path.replace(&hole, &segment(value));
                series.given.push((column.name.clone(), value.clone()));
                series
            };
            all = all
                .iter()
                .flat_map(|series| {
                    values
                        .iter()
                        .map(|value| fill(series, value))
                        .collect::<Vec<_>>()
                })
                .collect();
            continue;
        }
        let Some(parameter) = column.filters.get(&Operator::Equal) else {
            continue;
        };
        for series in &mut all {
            let sent = series
                .query
                .iter()
                .find(|(name, _)| name == parameter)
                .map(|(_, text)| text.clone());
            let value = values
                .iter()
                .find(|value| value.spelled(column.booleans) == sent && sent.is_some());
            series
                .given
                .extend(value.map(|value| (column.name.clone(), value.clone())));
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
            .map(|(name, value)| (name.clone(), value.clone())),
    );
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
    let columns = parent_columns(table, parent, wanted.columns);
    let theirs = Wanted {
        columns: &columns,
        constraints: &constraints,
        of_parents: None,
        sort: None,
        limit: None,
        ..wanted.clone()
    };
    let carrier = plan_with(parent, &theirs, &extra)?;
    let alone = table
        .per_parent
        .as_ref()
        .filter(|_| embedded.complete.is_some());
    let mut levels = carrier.levels;
    levels.push(Level {
        rows: embedded.rows.clone(),
        values: from_parent(table, parent),
        complete: embedded.complete.clone(),
        alone: alone.map(|per_parent| template(table, per_parent, wanted, &Extra::default())),
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
            Some(carried) => Origin::Given(carried.name.clone()),
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
    let limit = wanted.limit.filter(|_| wanted.sort.is_none());
    let empty = ScanPlan {
        table: Arc::clone(table),
        series: Vec::new(),
        parents: None,
        levels: Vec::new(),
        exact: false,
        sort: None,
        limit,
    };
    if let Some(keys) = named_parents(per_parent, wanted.constraints) {
        return Ok(ScanPlan {
            series: keys.iter().map(|values| listing.filled(values)).collect(),
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
        sort: None,
        limit: None,
        ..wanted.clone()
    };
    let parents = Parents {
        plan: Box::new(self::plan(parent, &theirs)?),
        listing,
    };
    Ok(ScanPlan {
        parents: Some(parents),
        ..empty
    })
}

/// Every combination of the parents' keys that the query names.
fn named_parents(
    per_parent: &PerParent,
    constraints: &Constraints,
) -> Option<Vec<Vec<super::value::Value>>> {
    let mut combinations = vec![Vec::new()];
    for column in per_parent.keys.keys() {
        let values = constraints.allowed(column)?;
        combinations = combinations
            .into_iter()
            .flat_map(|head: Vec<super::value::Value>| {
                values
                    .iter()
                    .map(move |value| [head.as_slice(), std::slice::from_ref(value)].concat())
            })
            .collect();
    }
    Some(combinations)
}

fn template(
    table: &Arc<Table>,
    per_parent: &PerParent,
    wanted: &Wanted<'_>,
    extra: &Extra,
) -> PerParentTemplate {
    let listing = &per_parent.listing;
    let query = parameters(table, listing, wanted.columns, extra);
    let shape = Shape {
        listing,
        query,
        sort: None,
        limit: None,
        page_size: wanted.page_size,
        forced: extra.max_page,
    };
    let own = Filters {
        alternatives: vec![Vec::new()],
        exact: false,
    };
    let mut series = series(table, &shape, own);
    let keys = per_parent
        .keys
        .iter()
        .map(|(own, theirs)| (own.clone(), theirs.clone()))
        .collect();
    PerParentTemplate {
        keys,
        series: series.remove(0),
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
            .and_then(|own| counterpart(own, parent))
        {
            theirs.columns.insert(same.name.clone(), tests.clone());
        }
    }
    theirs
}

fn parent_columns(table: &Table, parent: &Table, columns: &[String]) -> Vec<String> {
    let wanted = columns.iter().filter_map(|name| table.columns.get(name));
    wanted
        .filter_map(|own| counterpart(own, parent))
        .map(|column| column.name.clone())
        .collect()
}

/// The table that the rows of `table` lie in or below, and the column there whose value `column` has.
pub(crate) fn parent_key<'a>(
    table: &'a Table,
    column: &str,
    catalog: &'a Catalog,
) -> Option<(&'a Arc<Table>, &'a str)> {
    if let Some(embedded) = &table.embedded {
        let parent = catalog.table(&embedded.table)?;
        return Some((
            parent,
            &counterpart(table.columns.get(column)?, parent)?.name,
        ));
    }
    let per_parent = table.per_parent.as_ref().filter(|_| table.list.is_none())?;
    Some((
        catalog.table(&per_parent.table)?,
        per_parent.keys.get(column)?,
    ))
}

/// The parent's column whose value `own` has.
fn counterpart<'a>(own: &Column, parent: &'a Table) -> Option<&'a Column> {
    if !own.from_parent {
        return None;
    }
    let same = parent
        .columns
        .values()
        .find(|theirs| !theirs.from_parent && theirs.path == own.path);
    same.or_else(|| parent.columns.get(&own.path.join("_")))
}

/// Everything that a list is asked for besides filters, order and page.
fn parameters(
    table: &Table,
    listing: &Listing,
    columns: &[String],
    extra: &Extra,
) -> Vec<(String, String)> {
    let mut query: Vec<(String, String)> = listing
        .query
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    query.extend(extra.query.iter().cloned());
    query.extend(includes(table, columns, extra));
    if listing.projects {
        query.extend(include_fields(table, columns, extra));
    }
    query
}

fn includes(table: &Table, columns: &[String], extra: &Extra) -> Option<(String, String)> {
    let own = columns
        .iter()
        .filter_map(|name| table.columns.get(name)?.include.as_deref());
    let mut words: Vec<&str> = own
        .chain(extra.include.iter().map(String::as_str))
        .collect();
    words.sort_unstable();
    words.dedup();
    (!words.is_empty()).then(|| ("include".to_owned(), words.join(",")))
}

/// The fields to send, where fewer than all are wanted and the list knows each of them by name. `id` comes always and is
/// not among the names, so that a query for ids alone asks for the first field that has one.
fn include_fields(table: &Table, columns: &[String], extra: &Extra) -> Option<(String, String)> {
    let wanted = || {
        columns
            .iter()
            .filter_map(|name| table.columns.get(name))
            .filter(|column| column.include.is_none())
    };
    let needed =
        || wanted().filter(|column| column.path.first().is_some_and(|field| field != "id"));
    if needed().any(|column| !column.projected) || wanted().count() >= table.columns.len() {
        return None;
    }
    let own = needed().filter_map(|column| column.path.first());
    let mut fields: Vec<&str> = own.chain(&extra.fields).map(String::as_str).collect();
    fields.sort_unstable();
    fields.dedup();
    if fields.is_empty() {
        let any = table.columns.values().find(|column| {
            column.projected
                && column.include.is_none()
                && column.path.first().is_some_and(|field| field != "id")
        });
        fields.push(any?.path.first()?);
    }
    Some(("include_fields".to_owned(), fields.join(",")))
}

/// A value as one segment of a path.
fn segment(value: &super::value::Value) -> String {
    value.spelled(Default::default()).unwrap_or_default()
}

/// What the series of one list have in common.
struct Shape<'a> {
    listing: &'a Listing,
    query: Vec<(String, String)>,
    sort: Option<&'a Sort>,
    limit: Option<u64>,
    page_size: Option<u32>,
    /// The page size that the API forces.
    forced: Option<u32>,
}

fn series(table: &Table, shape: &Shape<'_>, filters: Filters) -> Vec<Series> {
    let listing = shape.listing;
    let largest = shape
        .forced
        .unwrap_or(listing.max_page)
        .min(shape.page_size.unwrap_or(u32::MAX))
        .max(1);
    let page_size = shape.limit.map_or(largest, |limit| {
        u32::try_from(limit).unwrap_or(u32::MAX).clamp(1, largest)
    });
    let mut query = shape.query.clone();
    if let Some(sort) = shape.sort {
        query.extend(sort_parameters(listing, sort).unwrap_or_default());
    }
    let one = |filters: Vec<(String, String)>| {
        let paging = page_by(table, shape, &filters);
        let own = |(name, _): &(String, String)| match &paging {
            PageBy::Keyset(keyset) => *name != keyset.parameters.0 && *name != keyset.parameters.1,
            _ => true,
        };
        let mut query = query.clone();
        query.extend(filters.into_iter().filter(own));
        Series {
            api: table.api,
            path: listing.path.clone(),
            query,
            paging,
            page_size,
            cap: listing.concurrency.map(|most| (listing.path.clone(), most)),
            rows: listing.rows.clone(),
            bare: listing.bare,
            key: key_of(table, listing),
            given: Vec::new(),
        }
    };
    filters.alternatives.into_iter().map(one).collect()
}

/// The key by which pages go on; where there is none, the columns that name a row.
fn key_of(table: &Table, listing: &Listing) -> Vec<Vec<String>> {
    let keyset = listing
        .keyset
        .iter()
        .filter_map(|name| table.columns.get(name));
    let key = table.key.iter().filter_map(|name| table.columns.get(name));
    let paths = |columns: &mut dyn Iterator<Item = &Column>| -> Vec<Vec<String>> {
        columns
            .filter(|column| !column.from_parent && !column.ordinal)
            .map(|column| column.path.clone())
            .collect()
    };
    let by_keyset = paths(&mut keyset.into_iter());
    if by_keyset.is_empty() {
        paths(&mut key.into_iter())
    } else {
        by_keyset
    }
}

fn page_by(table: &Table, shape: &Shape<'_>, filters: &[(String, String)]) -> PageBy {
    let listing = shape.listing;
    match listing.paging {
        Paging::Whole | Paging::Single => return PageBy::Whole,
        Paging::AfterKey => {
            let column = table.key.last().cloned().unwrap_or_default();
            return PageBy::AfterKey { column };
        }
        Paging::Page | Paging::Cursor => {}
    }
    if shape.sort.is_none()
        && let Some(keyset) = keyset(table, listing, filters)
    {
        return PageBy::Keyset(keyset);
    }
    match listing.paging {
        Paging::Cursor if shape.sort.is_none() => PageBy::Cursor,
        _ => PageBy::Number {
            total: listing.total,
        },
    }
}

fn keyset(table: &Table, listing: &Listing, filters: &[(String, String)]) -> Option<Keyset> {
    let name = listing.keyset.as_ref()?;
    let column = table.columns.get(name)?;
    // Rows that are named by their keys fit the page that asks for them.
    let by_name = [Operator::Equal, Operator::In].map(|operator| column.filters.get(&operator));
    if filters
        .iter()
        .any(|(name, _)| by_name.contains(&Some(name)))
    {
        return None;
    }
    let parameters = (
        column.filters.get(&Operator::AtLeast)?.clone(),
        column.filters.get(&Operator::AtMost)?.clone(),
    );
    let bound = |parameter: &str| {
        filters
            .iter()
            .find(|(name, _)| name == parameter)
            .and_then(|(_, value)| value.parse::<i64>().ok())
    };
    let (low, high) = (bound(&parameters.0), bound(&parameters.1));
    let order = |descending| {
        sort_parameters(
            listing,
            &Sort {
                column: name.clone(),
                descending,
            },
        )
    };
    let sorted = order(false).zip(order(true));
    Some(Keyset {
        column: name.clone(),
        parameters,
        low,
        high,
        sorted,
    })
}

fn sort_parameters(listing: &Listing, sort: &Sort) -> Option<Vec<(String, String)>> {
    let word = listing.sort.get(&sort.column)?;
    let direction = if sort.descending { "desc" } else { "asc" };
    Some(match listing.sort_style {
        SortStyle::Colon => vec![("sort".to_owned(), format!("{word}:{direction}"))],
        SortStyle::Direction => {
            vec![
                ("sort".to_owned(), word.clone()),
                ("direction".to_owned(), direction.to_owned()),
            ]
        }
        SortStyle::Bare if sort.descending => return None,
        SortStyle::Bare => vec![("sort".to_owned(), word.clone())],
    })
}

#[cfg(test)]
#[path = "pushdown_tests.rs"]
mod tests;
