//! How one list is asked: its parameters, its order, and the way from page to page.

use storeql_catalog::{Column, ColumnType, Listing, Operator, Paging, SortStyle, Table};

use super::filter::Filters;
use super::plan::{Keyset, PageBy, Series, Sort, Sorted};

/// What a list is asked for on top, for rows that lie inside its items.
#[derive(Debug, Clone, Default)]
pub(super) struct Extra {
    pub(super) include: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    /// Members that hold the rows and are not an include's.
    pub(super) fields: Vec<String>,
    /// The page size that the API forces.
    pub(super) max_page: Option<u32>,
}

/// Whether the list of `table` can be asked to sort by `sort`: integers and times that are never NULL.
pub(crate) fn sorts(table: &Table, sort: &Sort) -> bool {
    let Some(listing) = &table.list else {
        return false;
    };
    let Some(column) = table.columns.get(&sort.column) else {
        return false;
    };
    let travels =
        matches!(column.kind, ColumnType::Int64 | ColumnType::Timestamp) && column.not_null;
    let spelled = listing.sort.contains_key(&sort.column)
        && !(sort.descending && listing.sort_style == SortStyle::Bare);
    travels && spelled
}

/// Everything that a list is asked for besides filters, order and page.
pub(super) fn parameters(
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
    let known = |field: &String| {
        let first = |column: &Column| column.projected && column.path.first() == Some(field);
        table.columns.values().any(first)
    };
    if !extra.fields.iter().all(known) {
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

/// What the series of one list have in common.
pub(super) struct Shape<'a> {
    pub(super) listing: &'a Listing,
    pub(super) query: Vec<(String, String)>,
    pub(super) sort: Option<&'a Sort>,
    pub(super) limit: Option<u64>,
    pub(super) page_size: Option<u32>,
    /// The page size that the API forces.
    pub(super) forced: Option<u32>,
}

pub(super) fn series(table: &Table, shape: &Shape<'_>, filters: &Filters) -> Vec<Series> {
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
    let one = |filters: &Vec<(String, String)>| {
        let paging = page_by(table, shape, filters);
        let own = |(name, _): &(String, String)| match &paging {
            PageBy::Keyset(keyset) => *name != keyset.parameters.0 && *name != keyset.parameters.1,
            _ => true,
        };
        let mut query = query.clone();
        query.extend(filters.iter().filter(|filter| own(filter)).cloned());
        Series {
            api: table.api,
            path: listing.path.clone(),
            query,
            paging,
            page_size,
            limits: listing.limits,
            cap: listing.concurrency.map(|most| (listing.path.clone(), most)),
            rows: listing.rows.clone(),
            bare: listing.bare,
            key: key_of(table, listing),
            given: Vec::new(),
        }
    };
    filters.alternatives.iter().map(one).collect()
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
    let sorted = sorted.map(|(ascending, descending)| Sorted {
        ascending,
        descending,
    });
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
