//! Pages: which rows of a result a request gets (by page and limit, by cursor, or after a key), and what `meta` says of them.

use std::ops::Range;

use serde_json::{Map, Value, json};

use super::description::{Cursors, Envelope, Paging, Resource};
use super::oddities::Oddities;
use crate::request::Query;
use crate::respond::Reply;
use crate::rows::RowRequest;

/// Rows of a page that holds children of their own size.
const SMALL_PAGE: usize = 10;

/// What a request wants of a result.
#[derive(Debug)]
pub(crate) struct PageRequest<'q> {
    limit: usize,
    page: usize,
    page_given: bool,
    after: Option<&'q str>,
    before: Option<&'q str>,
}

/// A part of a result, with what is needed to describe it.
#[derive(Debug, PartialEq)]
pub(crate) struct Page {
    /// Position of the first row in the result.
    pub(crate) start: usize,
    /// Position behind the last row.
    pub(crate) end: usize,
    /// The positions of the rows that are shown: all of the page, unless some are to be missing.
    pub(crate) shown: Range<usize>,
    total: usize,
    limit: usize,
    page: usize,
}

/// Reads page, limit and cursors; refuses a value that is not a number and a limit that is too large.
pub(crate) fn request<'q>(resource: &Resource, query: &'q Query) -> Result<PageRequest<'q>, Reply> {
    let paged = !matches!(resource.paging, Paging::Single | Paging::Whole);
    let number = |name: &str, otherwise: usize| match query.get(name) {
        Some(text) if paged && !text.is_empty() => match text.parse::<usize>() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(Reply::refused(
                resource.version,
                name,
                &format!("The parameter {name} must be a whole number above 0."),
            )),
        },
        _ => Ok(otherwise),
    };
    let limit = number("limit", resource.default_limit)?;
    if limit > resource.max_limit {
        return Err(Reply::limit_too_large(resource.version, resource.max_limit));
    }
    let cursors = matches!(resource.paging, Paging::Cursor(_) | Paging::After(_));
    let cursor = |name: &str| query.get(name).filter(|text| cursors && !text.is_empty());
    let (after, before) = (cursor("after"), cursor("before"));
    let by_page = !matches!(resource.paging, Paging::After(_));
    let page = if by_page { number("page", 1)? } else { 1 };
    Ok(PageRequest {
        limit,
        page,
        page_given: by_page && query.get("page").is_some(),
        after,
        before,
    })
}

impl PageRequest<'_> {
    /// Some words of `include` make the page smaller, whatever the limit.
    pub(crate) fn cap(&mut self, resource: &Resource, row: &RowRequest<'_>, oddities: &Oddities) {
        for entry in resource.small_pages.split_whitespace() {
            if row.includes(entry) {
                self.limit = self.limit.min(SMALL_PAGE);
            }
        }
        self.limit = self.limit.min(oddities.largest_page.unwrap_or(self.limit));
    }

    /// The number of the page; `None` for a request by cursor.
    pub(crate) fn page_number(&self) -> Option<usize> {
        (!self.by_cursor()).then_some(self.page)
    }

    /// Whether a cursor was sent.
    fn by_cursor(&self) -> bool {
        self.after.is_some() || self.before.is_some()
    }
}

/// A cursor for a row: opaque, and good even when rows before it come or go.
pub(crate) fn cursor_of(index: usize) -> String {
    format!(
        "c{:x}g",
        (index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    )
}

/// The row that a cursor stands for.
fn index_of(cursor: &str) -> Option<usize> {
    let hex = cursor.strip_prefix('c')?.strip_suffix('g')?;
    let scrambled = u64::from_str_radix(hex, 16).ok()?;
    // The multiplier is odd, so it has an inverse modulo 2^64.
    let number = scrambled.wrapping_mul(0xf1de_83e1_9937_733d);
    usize::try_from(number.checked_sub(1)?).ok()
}

/// Cuts the page out of a result. `rank` counts the rows of the result that stand before a row, and says whether the row is in the
/// result.
pub(crate) fn cut(
    resource: &Resource,
    request: &PageRequest<'_>,
    total: usize,
    rank: impl Fn(usize) -> (usize, bool),
    after_key: impl Fn(&str) -> usize,
) -> Result<Page, Reply> {
    let refused = |name: &str| {
        Reply::refused(
            resource.version,
            name,
            &format!("The cursor in {name} is not one of this list."),
        )
    };
    let page = |start: usize, end: usize, page: usize| Page {
        start,
        end,
        shown: start..end,
        total,
        limit: request.limit,
        page,
    };
    if let (Paging::After(_), Some(key)) = (resource.paging, request.after) {
        let start = after_key(key);
        return Ok(page(start, (start + request.limit).min(total), 1));
    }
    if let Some(cursor) = request.after {
        let (before, found) = index_of(cursor)
            .map(&rank)
            .ok_or_else(|| refused("after"))?;
        let start = before + usize::from(found);
        return Ok(page(
            start,
            (start + request.limit).min(total),
            start / request.limit + 1,
        ));
    }
    if let Some(cursor) = request.before {
        let (end, _) = index_of(cursor)
            .map(&rank)
            .ok_or_else(|| refused("before"))?;
        let start = end.saturating_sub(request.limit);
        return Ok(page(start, end, start / request.limit + 1));
    }
    if matches!(resource.paging, Paging::Whole | Paging::Single) {
        return Ok(Page {
            start: 0,
            end: total,
            shown: 0..total,
            total,
            limit: request.limit.max(total),
            page: 1,
        });
    }
    let start = (request.page - 1).saturating_mul(request.limit).min(total);
    Ok(page(
        start,
        (start + request.limit).min(total),
        request.page,
    ))
}

impl Page {
    /// Leaves rows out at the page's start and end.
    pub(crate) fn leave_out(&mut self, (first, last): (usize, usize)) {
        let start = (self.start + first).min(self.end);
        self.shown = start..self.end.saturating_sub(last).max(start);
    }
}

/// Builds `meta` for a page; `cursors` are those of its first and last row.
pub(crate) fn meta(
    resource: &Resource,
    request: &PageRequest<'_>,
    page: &Page,
    query: &Query,
    cursors: Option<(String, String)>,
    oddities: &Oddities,
) -> Value {
    let mut meta = Map::new();
    let by_pages = match resource.paging {
        Paging::Cursor(Cursors::Apart) => request.page_given || !request.by_cursor(),
        _ => true,
    };
    let by_cursor = match resource.paging {
        Paging::Cursor(Cursors::Apart) => request.by_cursor() || !request.page_given,
        Paging::Cursor(Cursors::Wins) => true,
        _ => false,
    };
    match resource.envelope {
        Envelope::Pagination | Envelope::WithoutLinks | Envelope::Offset if by_pages => {
            let pagination = pagination(resource, page, query, oddities.total_of_page);
            meta.insert("pagination".to_owned(), pagination);
        }
        _ => {}
    }
    if by_cursor {
        meta.insert(
            "cursor_pagination".to_owned(),
            cursor_pagination(request, page, query, cursors, oddities.stuck_cursor),
        );
    }
    Value::Object(meta)
}

fn pagination(resource: &Resource, page: &Page, query: &Query, of_page: bool) -> Value {
    let (total, pages) = match of_page {
        true => (page.shown.len(), 1),
        false => (page.total, page.total.div_ceil(page.limit.max(1))),
    };
    let mut described = json!({
        "total": total,
        "count": page.shown.len(),
        "per_page": page.limit,
        "current_page": page.page,
        "total_pages": pages,
    });
    match resource.envelope {
        Envelope::Pagination => described["links"] = links(page, pages, query),
        Envelope::Offset => {
            described["offset"] = json!(page.start);
            described["limit"] = json!(page.limit);
            described["total_items"] = json!(total);
        }
        _ => {}
    }
    described
}

/// The links of a page, as query texts. `previous` is absent on the first page, `next` on the last.
fn links(page: &Page, pages: usize, query: &Query) -> Value {
    let to = |number: usize| {
        let others = rest_of(query, &["page", "limit"]);
        json!(format!("?{others}page={number}&limit={}", page.limit))
    };
    let mut links = Map::new();
    if page.page > 1 && page.page <= pages + 1 {
        links.insert("previous".to_owned(), to(page.page - 1));
    }
    links.insert("current".to_owned(), to(page.page));
    if page.page < pages {
        links.insert("next".to_owned(), to(page.page + 1));
    }
    Value::Object(links)
}

fn cursor_pagination(
    request: &PageRequest<'_>,
    page: &Page,
    query: &Query,
    cursors: Option<(String, String)>,
    stuck: bool,
) -> Value {
    let mut described = json!({ "count": page.shown.len(), "per_page": page.limit });
    let mut links = Map::new();
    if request.by_cursor() || request.page == 1 {
        let others = rest_of(query, &["page", "limit", "before", "after"]);
        if let Some((start, end)) = cursors {
            let sent = request.after.filter(|_| stuck);
            let end = sent.map_or(end, str::to_owned);
            if page.start > 0 {
                links.insert(
                    "previous".to_owned(),
                    json!(format!("?{others}before={start}&limit={}", page.limit)),
                );
            }
            if page.end < page.total || stuck {
                links.insert(
                    "next".to_owned(),
                    json!(format!("?{others}after={end}&limit={}", page.limit)),
                );
            }
            described["start_cursor"] = json!(start);
            described["end_cursor"] = json!(end);
        }
    }
    described["links"] = Value::Object(links);
    described
}

/// The other parameters of a request, so that a link keeps its filters.
fn rest_of(query: &Query, without: &[&str]) -> String {
    let mut rest = String::new();
    for (name, value) in query
        .0
        .iter()
        .filter(|(name, _)| !without.contains(&name.as_str()))
    {
        for part in [name.as_str(), "=", value.as_str(), "&"] {
            match part {
                "=" | "&" => rest.push_str(part),
                text => rest.extend(percent_encoding::utf8_percent_encode(
                    text,
                    percent_encoding::NON_ALPHANUMERIC,
                )),
            }
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_cursor_finds_its_row_again() {
        for index in [0, 1, 77, 99_999] {
            assert_eq!(index_of(&cursor_of(index)), Some(index));
        }
        assert_eq!(index_of("c1"), None);
    }

    #[test]
    fn pages_are_cut_and_told() {
        let resource = Resource::v3("things", "/things", |_, _| None);
        let query = Query::parse("page=2&limit=2&name=a%26b");
        let request = request(&resource, &query).unwrap();
        let page = cut(&resource, &request, 5, |_| (0, false), |_| 0).unwrap();
        assert_eq!((page.start, page.end), (2, 4));
        let meta = meta(
            &resource,
            &request,
            &page,
            &query,
            None,
            &Oddities::default(),
        );
        assert_eq!(meta["pagination"]["total_pages"], 3);
        assert_eq!(
            meta["pagination"]["links"]["next"],
            "?name=a%26b&page=3&limit=2"
        );
    }

    #[test]
    fn too_large_is_413_and_no_number_422() {
        let resource = Resource::v3("things", "/things", |_, _| None);
        assert_eq!(
            request(&resource, &Query::parse("limit=251"))
                .unwrap_err()
                .status,
            413
        );
        assert_eq!(
            request(&resource, &Query::parse("page=x"))
                .unwrap_err()
                .status,
            422
        );
    }
}
