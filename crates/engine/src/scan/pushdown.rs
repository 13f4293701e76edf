//! Which requests answer a scan: `plan(table, constraints, columns, sort, limit) -> ScanPlan`.
//!
//! Pure: no clock, no socket, the same answer for the scan and for EXPLAIN. A spelling is used only where the definition
//! says that the API then answers a superset of the wanted rows.

use std::sync::Arc;

use storeql_catalog::{
    Catalog, Embedded, Kind, Listing, Operator, Paging, PerParent, SortStyle, Table,
};

use super::constraint::Constraints;
use super::filter::{self, Filters};
use super::plan::{Keyset, PageBy, PerParentTemplate, Rows, ScanPlan, Series, Sort};
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
    /// The order that it wants, with a limit.
    pub(crate) sort: Option<&'a Sort>,
    /// Enough rows.
    pub(crate) limit: Option<u64>,
    /// Rows per page, where the connection says so.
    pub(crate) page_size: Option<u32>,
}

/// Plans the scan of `table`.
pub(crate) fn plan(table: &Arc<Table>, wanted: &Wanted<'_>) -> Result<ScanPlan> {
    require(table, wanted.constraints)?;
    let nothing = wanted.constraints.contradictory() || wanted.limit == Some(0);
    let mut plan = if let Some(listing) = listing_of(table, wanted) {
        listed(table, listing, wanted)
    } else if let Some(embedded) = &table.embedded {
        embedded_in_parents(table, embedded, wanted)?
    } else if let Some(per_parent) = &table.per_parent {
        below_parents(table, per_parent, wanted)?
    } else {
        return Err(Error::new(
            ErrorKind::Internal,
            format!("table {} has no way to be read", table.name),
        ));
    };
    if nothing {
        plan.series.clear();
        plan.rows = Rows::Listed;
    }
    Ok(plan)
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

fn require(table: &Table, constraints: &Constraints) -> Result<()> {
    let required: Vec<&str> = table
        .columns
        .values()
        .filter(|column| column.required)
        .map(|column| column.name.as_str())
        .collect();
    let given = required
        .iter()
        .any(|column| constraints.allowed(column).is_some());
    if required.is_empty() || given {
        return Ok(());
    }
    let columns = required.join(" or ");
    Err(Error::new(
        ErrorKind::Unsupported,
        format!(
            "BigCommerce reads {0} by {columns} only: add `WHERE {1} = …` to the query",
            table.name, required[0]
        ),
    ))
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

fn listed(table: &Arc<Table>, listing: &Listing, wanted: &Wanted<'_>) -> ScanPlan {
    let filters = filter::spell(table, listing, wanted.constraints);
    let sort = wanted
        .sort
        .filter(|sort| filters.exact && filters.alternatives.len() == 1 && sorts(table, sort));
    let limit = wanted
        .limit
        .filter(|_| wanted.sort.is_none() || sort.is_some());
    let mut query = fixed(listing);
    query.extend(includes(table, wanted.columns));
    if listing.projects {
        query.extend(include_fields(table, wanted.columns));
    }
    let exact = filters.exact;
    let shape = Shape {
        listing,
        query,
        sort,
        limit: limit.filter(|_| exact),
        page_size: wanted.page_size,
        forced: None,
    };
    let series = series(table, &shape, filters);
    ScanPlan {
        table: Arc::clone(table),
        rows: Rows::Listed,
        series,
        exact,
        sort: sort.cloned(),
        limit,
    }
}

/// Rows inside the parents' objects: the parents' list is asked, with what the constraints say of the parents.
fn embedded_in_parents(
    table: &Arc<Table>,
    embedded: &Embedded,
    wanted: &Wanted<'_>,
) -> Result<ScanPlan> {
    let parent = parent(wanted.catalog, table, &embedded.table)?;
    let Some(listing) = &parent.list else {
        return Err(Error::new(
            ErrorKind::Internal,
            format!("{} of {} has no list", parent.name, table.name),
        ));
    };
    let constraints = of_parent(table, parent, wanted.constraints);
    let filters = filter::spell(parent, listing, &constraints);
    let mut query = fixed(listing);
    query.extend(
        embedded
            .query
            .iter()
            .map(|(name, value)| (name.clone(), value.clone())),
    );
    query.extend(
        embedded
            .include
            .as_ref()
            .map(|word| ("include".to_owned(), word.clone())),
    );
    if listing.projects && embedded.include.is_some() {
        query.extend(include_fields(
            parent,
            &parent_columns(table, parent, wanted.columns),
        ));
    }
    let shape = Shape {
        listing,
        query,
        sort: None,
        limit: None,
        page_size: wanted.page_size,
        forced: embedded.max_page,
    };
    let alone = table
        .per_parent
        .as_ref()
        .map(|per_parent| Box::new(template(table, per_parent, wanted)));
    Ok(ScanPlan {
        table: Arc::clone(table),
        rows: Rows::Embedded { alone },
        series: series(parent, &shape, filters),
        exact: false,
        sort: None,
        limit: wanted.limit.filter(|_| wanted.sort.is_none()),
    })
}

/// One listing per parent: of the parents that the query names, else of every parent.
fn below_parents(
    table: &Arc<Table>,
    per_parent: &PerParent,
    wanted: &Wanted<'_>,
) -> Result<ScanPlan> {
    let template = template(table, per_parent, wanted);
    let limit = wanted.limit.filter(|_| wanted.sort.is_none());
    let plan = |rows, series| ScanPlan {
        table: Arc::clone(table),
        rows,
        series,
        exact: false,
        sort: None,
        limit,
    };
    if let Some(keys) = named_parents(per_parent, wanted.constraints) {
        let series = keys.iter().map(|values| template.filled(values)).collect();
        return Ok(plan(Rows::Listed, series));
    }
    let parent = parent(wanted.catalog, table, &per_parent.table)?;
    let mut constraints = Constraints::default();
    for (own, theirs) in &per_parent.keys {
        if let Some(tests) = wanted.constraints.columns.get(own) {
            constraints.columns.insert(theirs.clone(), tests.clone());
        }
    }
    let columns: Vec<String> = per_parent.keys.values().cloned().collect();
    let parents = self::plan(
        parent,
        &Wanted {
            columns: &columns,
            constraints: &constraints,
            sort: None,
            limit: None,
            ..wanted.clone()
        },
    )?;
    Ok(plan(
        Rows::PerParent {
            parents: Box::new(parents),
            listing: Box::new(template),
        },
        Vec::new(),
    ))
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

fn template(table: &Arc<Table>, per_parent: &PerParent, wanted: &Wanted<'_>) -> PerParentTemplate {
    let listing = &per_parent.listing;
    let mut query = fixed(listing);
    query.extend(includes(table, wanted.columns));
    if listing.projects {
        query.extend(include_fields(table, wanted.columns));
    }
    let shape = Shape {
        listing,
        query,
        sort: None,
        limit: None,
        page_size: wanted.page_size,
        forced: None,
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
        let column = table.columns.get(name).filter(|column| column.from_parent);
        let same = column.and_then(|own| {
            parent
                .columns
                .values()
                .find(|theirs| theirs.path == own.path)
        });
        if let Some(same) = same {
            theirs.columns.insert(same.name.clone(), tests.clone());
        }
    }
    theirs
}

fn parent_columns(table: &Table, parent: &Table, columns: &[String]) -> Vec<String> {
    let wanted = columns
        .iter()
        .filter_map(|name| table.columns.get(name))
        .filter(|column| column.from_parent);
    let theirs = wanted.filter_map(|own| {
        parent
            .columns
            .values()
            .find(|theirs| theirs.path == own.path)
    });
    theirs.map(|column| column.name.clone()).collect()
}

fn fixed(listing: &Listing) -> Vec<(String, String)> {
    listing
        .query
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn includes(table: &Table, columns: &[String]) -> Option<(String, String)> {
    let mut words: Vec<&str> = columns
        .iter()
        .filter_map(|name| table.columns.get(name)?.include.as_deref())
        .collect();
    words.sort_unstable();
    words.dedup();
    (!words.is_empty()).then(|| ("include".to_owned(), words.join(",")))
}

/// The fields to send, where fewer than all are wanted and the list knows each of them by name. `id` comes always and is
/// not among the names, so that a query for ids alone asks for the first field that has one.
fn include_fields(table: &Table, columns: &[String]) -> Option<(String, String)> {
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
    let mut fields: Vec<&str> = needed()
        .filter_map(|column| column.path.first())
        .map(String::as_str)
        .collect();
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
            given: Vec::new(),
        }
    };
    filters.alternatives.into_iter().map(one).collect()
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
