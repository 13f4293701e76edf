//! One list of the API as a scan asks for it: its parameters, its order, its pages.

use storeql_catalog::{
    Api, Booleans, Column, ColumnType, Listing, Operator, Paging, SortStyle, Table,
};
use storeql_client::Request;

use super::filters::Filters;
use super::pagination::{Pagination, pagination, sort_parameters};
use super::parameter::{Parameter, ParameterSet};
use super::spec::Sort;
use super::total::TotalRequest;
use crate::predicate::Value;

/// The parameter that names the fields to send.
const FIELDS: &str = "include_fields";

/// One list, read from its first page to its last.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRequest {
    pub(crate) api: Api,
    pub(crate) path: String,
    /// Everything but paging.
    pub(crate) query: ParameterSet,
    pub(crate) paging: Pagination,
    /// Rows of a page.
    pub page_size: u32,
    /// The list can be told the page's size.
    pub(crate) limits: bool,
    /// Endpoint and the number of requests it takes side by side.
    pub(crate) cap: Option<(String, u32)>,
    /// Members on the way from the answer to the rows.
    pub(crate) rows: Vec<String>,
    /// A v3 answer without `data` around it.
    pub(crate) bare: bool,
    /// Paths of the items' key: by it the pages go on, and an item that comes twice is known again.
    pub(crate) key: Vec<Vec<String>>,
    /// How many rows it names by their key.
    pub(crate) named: Option<usize>,
    /// The answer is one object, the table's row.
    pub(crate) single: bool,
    /// Where the number of the list's rows is told.
    pub(crate) total: Option<TotalRequest>,
    /// Values of columns that the rows do not carry themselves: the parent's keys.
    pub(crate) inherited_values: Vec<(String, Value)>,
}

impl ListRequest {
    /// A request of the list, `paging` being its page's own parameters.
    pub(crate) fn request(&self, paging: &[Parameter]) -> Request {
        let mut request = Request::get(self.api.segment(), self.path.clone());
        for parameter in self.query.iter().chain(paging) {
            request = request.with(&parameter.name, &parameter.text);
        }
        request.cap.clone_from(&self.cap);
        request
    }

    /// The list with `value` where its path, or a parameter, has `column` in braces; the rows have it whether or not they repeat it.
    pub(crate) fn filled(mut self, column: &str, value: &Value) -> Option<Self> {
        let hole = format!("{{{column}}}");
        self.path = self.path.replace(&hole, &value.segment()?);
        for parameter in self.query.iter_mut().filter(|sent| sent.text == hole) {
            parameter.text = value.spelled(Booleans::Words)?;
        }
        self.inherited_values
            .push((column.to_owned(), value.clone()));
        Some(self)
    }

    /// The request that tells how many rows the list has.
    pub(crate) fn total_request(&self) -> Option<Request> {
        match self.total.as_ref()? {
            TotalRequest::Count { path, filters, .. } => Some(self.count(path, filters.iter())),
            TotalRequest::Page => {
                let mut paging = self.first_paging();
                paging.retain(|parameter| parameter.name != "limit");
                paging.push(Parameter::plain("limit", "1"));
                Some(self.request(&paging))
            }
        }
    }

    /// The request that counts the rows with keys from `low` on, up to `high`, by a count endpoint.
    pub(crate) fn count_between(&self, low: i64, high: Option<i64>) -> Option<Request> {
        let Pagination::KeyRange(keys) = &self.paging else {
            return None;
        };
        let TotalRequest::Count { path, filters, .. } = self.total.as_ref()? else {
            return None;
        };
        let others = filters.iter().filter(|filter| !keys.bounds(&filter.name));
        let bounds = keys.range(Some(low), high);
        Some(self.count(path, others.chain(&bounds)))
    }

    /// The request for one row of those that are counted and that the list may leave out.
    pub(crate) fn hidden_row(&self, key: i64) -> Option<Request> {
        let Pagination::KeyRange(keys) = &self.paging else {
            return None;
        };
        let hidden = self.total.as_ref()?.hidden()?;
        let hole = format!("{{{}}}", keys.column);
        let path = hidden.path.replace(&hole, &key.to_string());
        Some(Request::get(self.api.segment(), path))
    }

    fn count<'p>(&self, path: &str, filters: impl Iterator<Item = &'p Parameter>) -> Request {
        let request = Request::get(self.api.segment(), path);
        filters.fold(request, |request, filter| {
            request.with(&filter.name, &filter.text)
        })
    }

    /// Whether it lists the rows of one parent.
    pub(crate) fn is_below_a_parent(&self) -> bool {
        !self.inherited_values.is_empty()
    }

    /// Pages that so many rows take.
    pub(crate) fn pages_for(&self, rows: u64) -> u64 {
        rows.div_ceil(u64::from(self.page_size).max(1))
    }

    /// The first request, which EXPLAIN shows.
    pub fn first(&self) -> Request {
        self.request(&self.first_paging())
    }

    /// The paging parameters of the first page.
    pub(crate) fn first_paging(&self) -> ParameterSet {
        let limit = self.limit();
        match &self.paging {
            Pagination::KeyRange(range) => {
                let ascending = range.ascending();
                let mut paging = range.whole();
                paging.extend(ascending);
                paging.push(limit);
                paging
            }
            Pagination::Whole => Vec::new(),
            Pagination::OnePage { number, .. } => {
                vec![limit, Parameter::plain("page", number.to_string())]
            }
            Pagination::PageNumber { .. } if !self.limits => Vec::new(),
            Pagination::PageNumber { .. } | Pagination::Cursor | Pagination::AfterKey { .. } => {
                vec![limit]
            }
        }
    }

    /// The parameter that asks for a page's rows.
    pub(crate) fn limit(&self) -> Parameter {
        Parameter::plain("limit", self.page_size.to_string())
    }

    /// Whether rows come with the member of this name: a list that is asked for named fields sends these and `id`.
    pub(crate) fn brings(&self, member: &str) -> bool {
        let named = |parameter: &Parameter| {
            parameter.name == FIELDS && !parameter.text.split(',').any(|field| field == member)
        };
        member == "id" || !self.query.iter().any(named)
    }

    pub(crate) fn how(&self) -> &'static str {
        match &self.paging {
            Pagination::KeyRange(_) => "by key ranges",
            Pagination::PageNumber { .. } => "by page",
            Pagination::Cursor => "by page or cursor",
            Pagination::AfterKey { .. } => "by last key",
            Pagination::Whole => "one answer",
            Pagination::OnePage { .. } => "one page",
        }
    }
}

/// What a list is asked for on top, for rows that lie inside its items.
#[derive(Debug, Clone, Default)]
pub(super) struct Extra {
    pub(super) include: Vec<String>,
    pub(super) query: ParameterSet,
    /// Members that hold the rows and are not an include's.
    pub(super) fields: Vec<String>,
    /// The page size that the API forces.
    pub(super) max_page: Option<u32>,
}

/// Whether the list of `table` can be asked to sort by `sort`: integers and times that are never NULL.
pub fn sorts(table: &Table, sort: &Sort) -> bool {
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
) -> ParameterSet {
    let mut query: ParameterSet = listing
        .query
        .iter()
        .map(|(name, value)| Parameter::plain(name, value))
        .collect();
    query.extend(extra.query.iter().cloned());
    query.extend(includes(table, columns, extra));
    if listing.projects {
        query.extend(include_fields(table, columns, extra));
    }
    query
}

fn includes(table: &Table, columns: &[String], extra: &Extra) -> Option<Parameter> {
    let own = columns
        .iter()
        .filter_map(|name| table.columns.get(name)?.include.as_deref());
    let mut words: Vec<&str> = own
        .chain(extra.include.iter().map(String::as_str))
        .collect();
    words.sort_unstable();
    words.dedup();
    (!words.is_empty()).then(|| Parameter::plain("include", words.join(",")))
}

/// The fields to send, where fewer than all are wanted and the list knows each of them by name. `id` comes always and is
/// not among the names, so that a query for ids alone asks for the first field that has one.
fn include_fields(table: &Table, columns: &[String], extra: &Extra) -> Option<Parameter> {
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
    Some(Parameter::plain(FIELDS, fields.join(",")))
}

/// What the requests of one list have in common.
pub(super) struct Shape<'a> {
    pub(super) listing: &'a Listing,
    pub(super) query: ParameterSet,
    pub(super) sort: Option<&'a Sort>,
    pub(super) limit: Option<u64>,
    pub(super) page_size: Option<u32>,
    /// The page size that the API forces.
    pub(super) forced: Option<u32>,
}

/// One list request for each alternative of `filters`.
pub(super) fn list_requests(
    table: &Table,
    shape: &Shape<'_>,
    filters: &Filters,
) -> Vec<ListRequest> {
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
    let keys = filters.keys.clone();
    let one = |filters: &ParameterSet| {
        let mut paging = pagination(table, listing, shape.sort.is_some(), filters);
        if let Pagination::KeyRange(range) = &mut paging {
            range.named.clone_from(&keys);
        }
        let own = |filter: &Parameter| match &paging {
            Pagination::KeyRange(range) => !range.bounds(&filter.name),
            _ => true,
        };
        let mut query = query.clone();
        let named = named(table, filters);
        if shape.sort.is_none() && matches!(paging, Pagination::PageNumber { .. }) {
            query.extend(key_order(table, listing, named));
        }
        query.extend(filters.iter().filter(|filter| own(filter)).cloned());
        ListRequest {
            api: table.api,
            path: listing.path.clone(),
            query,
            paging,
            page_size,
            limits: listing.takes_limit(),
            cap: listing.concurrency.map(|most| (listing.path.clone(), most)),
            rows: listing.rows.clone(),
            bare: listing.bare,
            key: key_of(table, listing),
            named,
            single: listing.paging == Paging::Single,
            total: TotalRequest::of(table, listing, filters),
            inherited_values: Vec::new(),
        }
    };
    filters.alternatives.iter().map(one).collect()
}

/// The parameters that sort by the key, where the list sorts so, so that no row changes its page. Rows that are named by their keys fit
/// one page.
fn key_order(table: &Table, listing: &Listing, named: Option<usize>) -> ParameterSet {
    let ([key], None) = (table.key.as_slice(), named) else {
        return Vec::new();
    };
    let order = Sort {
        column: key.clone(),
        descending: false,
    };
    sort_parameters(listing, &order).unwrap_or_default()
}

/// How many rows `filters` name by their key, where they do.
fn named(table: &Table, filters: &[Parameter]) -> Option<usize> {
    let [key] = table.key.as_slice() else {
        return None;
    };
    let spelled = &table.columns.get(key)?.filters;
    let one = spelled.get(&Operator::Equal);
    let list = spelled.get(&Operator::In);
    filters.iter().find_map(|filter| {
        let name = Some(&filter.name);
        match (name == one, name == list) {
            (_, true) => Some(filter.text.split(',').count()),
            (true, _) => Some(1),
            _ => None,
        }
    })
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
    let by_key_range = paths(&mut keyset.into_iter());
    if by_key_range.is_empty() {
        paths(&mut key.into_iter())
    } else {
        by_key_range
    }
}
