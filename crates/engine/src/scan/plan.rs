//! What a scan will ask the API, before anything is sent: the answer of `pushdown`, the work order of `fanout`, and the
//! text of EXPLAIN.

use std::fmt;
use std::sync::Arc;

use storeql_catalog::{Api, Complete, Table};
use storeql_client::Request;

use super::reach::Reach;
use super::value::Value;

/// How the rows of one table are fetched for one query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScanPlan {
    /// The table whose rows come out.
    pub(crate) table: Arc<Table>,
    /// The requests' series, independent of each other. None, and no parents: no row can match, nothing is sent.
    pub(crate) series: Vec<Series>,
    /// One more series per parent; the parents are read first.
    pub(crate) parents: Option<Parents>,
    /// The way from a list's items to the table's rows; empty where the items are the rows.
    pub(crate) levels: Vec<Level>,
    /// The API answers exactly the rows that the filters want, so that limit, sort and count may travel to it.
    pub(crate) exact: bool,
    /// Rows come in this order.
    pub(crate) sort: Option<Sort>,
    /// Enough rows.
    pub(crate) limit: Option<u64>,
    /// The list that is read, and how much of it.
    pub(crate) reach: Reach,
}

/// Parents whose keys fill in a listing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parents {
    pub(crate) plan: Box<ScanPlan>,
    pub(crate) listing: PerParentTemplate,
}

/// A listing below a parent, whose keys are filled in when they are known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PerParentTemplate {
    /// (column of the child, column of the parent)
    pub(crate) keys: Vec<(String, String)>,
    /// With the child's columns in braces.
    pub(crate) series: Series,
}

/// One step down from an object to rows inside it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Level {
    /// Paths to the arrays.
    pub(crate) rows: Vec<Vec<String>>,
    /// What the rows have of the object.
    pub(crate) values: Vec<FromParent>,
    /// How an object whose arrays are not whole is known.
    pub(crate) complete: Option<Complete>,
    /// One object's rows by themselves, where its arrays are not whole.
    pub(crate) alone: Option<PerParentTemplate>,
}

/// A column whose value is the parent's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FromParent {
    pub(crate) column: String,
    pub(crate) value: Origin,
}

/// Where the parent has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Origin {
    /// In its object.
    Member(Vec<String>),
    /// It has the value from its own parent, or by the request, under this column.
    Given(String),
}

/// One list, read from its first page to its last.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub(crate) api: Api,
    pub(crate) path: String,
    /// Everything but paging.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) paging: PageBy,
    pub(crate) page_size: u32,
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
    /// Values of columns that the rows do not carry themselves: the parent's keys.
    pub(crate) given: Vec<(String, Value)>,
}

/// How one page leads to the next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PageBy {
    /// By ranges of an ascending integer key; bounds are inclusive.
    Keyset(Keyset),
    /// By page number; `total` tells whether answers carry the number of rows.
    Number { total: bool },
    /// By the cursor of the answer before, or by page number side by side.
    Cursor,
    /// By the last row's key.
    AfterKey { column: String },
    /// One answer is everything; it takes no limit.
    Whole,
    /// One page has every row that is wanted, behind others.
    At { number: u64, before: u64 },
}

/// What a scan by ranges of a key needs to know.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Keyset {
    pub(crate) column: String,
    /// Parameters of the lower and the upper bound.
    pub(crate) parameters: (String, String),
    pub(crate) low: Option<i64>,
    pub(crate) high: Option<i64>,
    /// Parameters that sort ascending and descending, where the list sorts by the key.
    pub(crate) sorted: Option<Sorted>,
}

/// The parameters of both orders of a key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sorted {
    pub(crate) ascending: Vec<(String, String)>,
    pub(crate) descending: Vec<(String, String)>,
}

/// An order of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) column: String,
    pub(crate) descending: bool,
}

impl ScanPlan {
    /// Whether one page of a longer list has all wanted rows.
    pub(crate) fn is_one_page(&self) -> bool {
        matches!(self.series.as_slice(), [series] if matches!(series.paging, PageBy::At { .. }))
    }

    /// Whether an object's rows may not be whole, and are asked for by themselves then.
    pub(crate) fn may_be_abridged(&self) -> bool {
        self.levels.iter().any(|level| level.complete.is_some())
    }

    /// Rows that come before the wanted ones.
    pub(crate) fn before(&self) -> u64 {
        match self.series.first().map(|series| &series.paging) {
            Some(PageBy::At { before, .. }) => *before,
            _ => 0,
        }
    }

    /// The plan for `fetch` rows after the first `skip`, where one page has them all.
    pub(crate) fn window(&self, skip: u64, fetch: u64) -> Option<Self> {
        let [series] = self.series.as_slice() else {
            return None;
        };
        let rows_are_items = self.levels.is_empty() && self.parents.is_none();
        let largest = u64::from(series.page_size);
        if !self.exact || !rows_are_items || !series.limits || skip.checked_add(fetch)? <= largest {
            return None;
        }
        let order = match &series.paging {
            PageBy::Number { .. } | PageBy::Cursor => Vec::new(),
            PageBy::Keyset(keyset) if keyset.low.is_none() && keyset.high.is_none() => {
                keyset.sorted.as_ref()?.ascending.clone()
            }
            _ => return None,
        };
        let last = (skip + fetch).checked_sub(1)?;
        let size = (fetch.max(1)..=largest).find(|size| skip / size == last / size)?;
        let mut series = series.clone();
        series.query.extend(order);
        series.paging = PageBy::At {
            number: skip / size + 1,
            before: skip % size,
        };
        series.page_size = u32::try_from(size).ok()?;
        Some(Self {
            series: vec![series],
            limit: None,
            ..self.clone()
        })
    }
}

impl Series {
    /// A request of the series, `paging` being its page's own parameters.
    pub(crate) fn request(&self, paging: &[(String, String)]) -> Request {
        let mut request = Request::get(self.api.segment(), self.path.clone());
        for (name, value) in self.query.iter().chain(paging) {
            request = request.with(name, value);
        }
        request.cap.clone_from(&self.cap);
        request
    }

    /// The series with `value` where its path has `column` in braces; the rows have it whether or not they repeat it.
    pub(crate) fn filled(mut self, column: &str, value: &Value) -> Option<Self> {
        self.path = self
            .path
            .replace(&format!("{{{column}}}"), &value.segment()?);
        self.given.push((column.to_owned(), value.clone()));
        Some(self)
    }

    /// Pages that so many rows take.
    pub(crate) fn pages_for(&self, rows: u64) -> u64 {
        rows.div_ceil(u64::from(self.page_size).max(1))
    }

    /// The first request, which EXPLAIN shows.
    pub(crate) fn first(&self) -> Request {
        self.request(&self.first_paging())
    }

    /// The paging parameters of the first page.
    pub(crate) fn first_paging(&self) -> Vec<(String, String)> {
        let limit = ("limit".to_owned(), self.page_size.to_string());
        match &self.paging {
            PageBy::Keyset(keyset) => {
                let ascending = keyset
                    .sorted
                    .as_ref()
                    .map(|sorted| sorted.ascending.clone())
                    .unwrap_or_default();
                let mut paging = keyset.range(keyset.low, keyset.high);
                paging.extend(ascending);
                paging.push(limit);
                paging
            }
            PageBy::Whole => Vec::new(),
            PageBy::At { number, .. } => vec![limit, ("page".to_owned(), number.to_string())],
            PageBy::Number { .. } if !self.limits => Vec::new(),
            PageBy::Number { .. } | PageBy::Cursor | PageBy::AfterKey { .. } => vec![limit],
        }
    }

    fn how(&self) -> &'static str {
        match &self.paging {
            PageBy::Keyset(_) => "by key ranges",
            PageBy::Number { .. } => "by page",
            PageBy::Cursor => "by page or cursor",
            PageBy::AfterKey { .. } => "by last key",
            PageBy::Whole => "one answer",
            PageBy::At { .. } => "one page",
        }
    }
}

impl Keyset {
    /// The parameters of one range.
    pub(crate) fn range(&self, low: Option<i64>, high: Option<i64>) -> Vec<(String, String)> {
        let low = low.map(|low| (self.parameters.0.clone(), low.to_string()));
        let high = high.map(|high| (self.parameters.1.clone(), high.to_string()));
        low.into_iter().chain(high).collect()
    }
}

impl PerParentTemplate {
    /// The series of one parent; `values` stand in the order of `keys`. `None` where no parent can have such a key.
    pub(crate) fn filled(&self, values: &[Value]) -> Option<Series> {
        let columns = self.keys.iter().map(|(own, _)| own);
        let mut pairs = columns.zip(values);
        pairs.try_fold(self.series.clone(), |series, (column, value)| {
            series.filled(column, value)
        })
    }
}

/// The lines of EXPLAIN.
impl fmt::Display for ScanPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Parents { plan, listing }) = &self.parents {
            write!(
                f,
                "{plan}; for each: GET {} ({})",
                listing.series.first().target(),
                listing.series.how()
            )?;
        } else if self.series.is_empty() {
            write!(f, "no request: no row can match")?;
        }
        for (position, series) in self.series.iter().take(3).enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(
                f,
                "{separator}GET {} ({})",
                series.first().target(),
                series.how()
            )?;
        }
        if self.series.len() > 3 {
            write!(f, "; and {} more", self.series.len() - 3)?;
        }
        for alone in self.levels.iter().filter_map(|level| level.alone.as_ref()) {
            write!(
                f,
                "; where not whole: GET {}",
                alone.series.first().target()
            )?;
        }
        if let Some(limit) = self.limit {
            write!(f, "; until {limit} rows")?;
        }
        Ok(())
    }
}
