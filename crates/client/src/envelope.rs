//! Finds a page's rows and what it says of the pages around it, without taking the rows apart: a decoder does that once.
//!
//! Reads the whole document, so that a body that was cut or is no JSON is found here, where the request can be sent again.

use std::ops::Range;

use bytes::Bytes;
use jiter::{Jiter, JiterError, NumberAny, NumberInt, Peek};

/// One page of a read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The body, decompressed.
    pub body: Bytes,
    /// Where in the body the rows are: v3's `data`, the whole of v2's. Empty where the answer has no body, or `data` is null.
    pub rows: Range<usize>,
    /// The answer's status.
    pub status: u16,
    /// Rows that match, on all pages.
    pub total: Option<u64>,
    /// Pages there are.
    pub total_pages: Option<u64>,
    /// Where the next page starts, in listings by cursor.
    pub end_cursor: Option<String>,
    /// Whether the answer names a next page; none where it does not say.
    pub has_next: Option<bool>,
}

impl Page {
    /// Reads an answer's body; the error says what is not JSON about it.
    pub fn read(status: u16, version: &str, body: Bytes) -> Result<Self, String> {
        let mut page = Self {
            status,
            ..Self::default()
        };
        if body.is_empty() {
            return Ok(page);
        }
        let text =
            std::str::from_utf8(&body).map_err(|error| format!("it is not UTF-8: {error}"))?;
        page.rows = 0..text.len();
        let mut json = Jiter::new(text.as_bytes());
        walk(&mut json, version, &mut page).map_err(|error| error.description(&json))?;
        page.body = body;
        Ok(page)
    }
}

fn walk(json: &mut Jiter<'_>, version: &str, page: &mut Page) -> Result<(), JiterError> {
    let first = json.peek()?;
    if version == "v2" || first != Peek::Object {
        json.known_skip(first)?;
        return json.finish();
    }
    let mut key = json.known_object()?.map(Member::of);
    while let Some(member) = key {
        let value = json.peek()?;
        let start = json.current_index();
        match member {
            Member::Meta if value == Peek::Object => meta(json, page)?,
            _ => json.known_skip(value)?,
        }
        if let Member::Data = member {
            page.rows = if value == Peek::Null {
                0..0
            } else {
                start..json.current_index()
            };
        }
        key = json.next_key()?.map(Member::of);
    }
    json.finish()
}

/// The members of an answer that matter here. A name is looked at before its value is read, as the parser lends it out.
#[derive(Clone, Copy)]
enum Member {
    Data,
    Meta,
    Pagination,
    CursorPagination,
    Total,
    TotalPages,
    EndCursor,
    Links,
    Next,
    Other,
}

impl Member {
    fn of(name: &str) -> Self {
        match name {
            "data" => Self::Data,
            "meta" => Self::Meta,
            "pagination" => Self::Pagination,
            "cursor_pagination" => Self::CursorPagination,
            "total" | "total_items" => Self::Total,
            "total_pages" => Self::TotalPages,
            "end_cursor" => Self::EndCursor,
            "links" => Self::Links,
            "next" => Self::Next,
            _ => Self::Other,
        }
    }
}

fn meta(json: &mut Jiter<'_>, page: &mut Page) -> Result<(), JiterError> {
    let mut key = json.known_object()?.map(Member::of);
    while let Some(member) = key {
        let value = json.peek()?;
        match member {
            Member::Pagination | Member::CursorPagination if value == Peek::Object => {
                paging(json, page)?
            }
            _ => json.known_skip(value)?,
        }
        key = json.next_key()?.map(Member::of);
    }
    Ok(())
}

fn paging(json: &mut Jiter<'_>, page: &mut Page) -> Result<(), JiterError> {
    let mut key = json.known_object()?.map(Member::of);
    while let Some(member) = key {
        let value = json.peek()?;
        match member {
            Member::Total => page.total = number(json, value)?.or(page.total),
            Member::TotalPages => page.total_pages = number(json, value)?.or(page.total_pages),
            Member::EndCursor => page.end_cursor = text(json, value)?,
            Member::Links if value == Peek::Object => links(json, page)?,
            _ => json.known_skip(value)?,
        }
        key = json.next_key()?.map(Member::of);
    }
    Ok(())
}

/// Where an answer has pages and cursors, either one may name the next page.
fn links(json: &mut Jiter<'_>, page: &mut Page) -> Result<(), JiterError> {
    let before = page.has_next.unwrap_or(false);
    page.has_next = Some(before);
    let mut key = json.known_object()?.map(Member::of);
    while let Some(member) = key {
        let value = json.peek()?;
        match member {
            Member::Next => page.has_next = Some(text(json, value)?.is_some() || before),
            _ => json.known_skip(value)?,
        }
        key = json.next_key()?.map(Member::of);
    }
    Ok(())
}

fn number(json: &mut Jiter<'_>, value: Peek) -> Result<Option<u64>, JiterError> {
    if value == Peek::String {
        return Ok(json.known_str()?.parse().ok());
    }
    if !value.is_num() {
        json.known_skip(value)?;
        return Ok(None);
    }
    Ok(match json.known_number(value)? {
        NumberAny::Int(NumberInt::Int(number)) => u64::try_from(number).ok(),
        _ => None,
    })
}

fn text(json: &mut Jiter<'_>, value: Peek) -> Result<Option<String>, JiterError> {
    if value == Peek::String {
        return Ok(Some(json.known_str()?.to_owned()).filter(|text| !text.is_empty()));
    }
    json.known_skip(value)?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v3(body: &'static str) -> Page {
        Page::read(200, "v3", Bytes::from_static(body.as_bytes())).unwrap()
    }

    fn rows(page: &Page) -> &str {
        std::str::from_utf8(&page.body[page.rows.clone()]).unwrap()
    }

    #[test]
    fn v3_pages() {
        let page = v3(
            r#"{"data": [{"id":1,"meta":{"pagination":{"total":9}}}] , "meta":{"pagination":{"total":2,"count":1,
            "total_pages":2,"links":{"next":"?page=2","current":"?page=1"}}}}"#,
        );
        assert_eq!(
            rows(&page),
            r#"[{"id":1,"meta":{"pagination":{"total":9}}}]"#
        );
        assert_eq!(
            (page.total, page.total_pages, page.has_next),
            (Some(2), Some(2), Some(true))
        );
        assert_eq!(page.end_cursor, None);
    }

    #[test]
    fn v3_cursors_beside_pages() {
        let page = v3(
            r#"{"meta":{"cursor_pagination":{"end_cursor":"Zz=","links":{"next":"?after=Zz="}},
            "pagination":{"total":"7","links":{"next":null}}},"data":[]}"#,
        );
        assert_eq!(page.end_cursor.as_deref(), Some("Zz="));
        assert_eq!((page.total, page.has_next), (Some(7), Some(true)));
        assert_eq!(rows(&page), "[]");
    }

    #[test]
    fn an_odd_pagination_is_no_error() {
        let page = v3(
            r#"{"data":{"id":1},"meta":{"pagination":{"total":null,"total_pages":[1],"links":[]}}}"#,
        );
        assert_eq!(
            (page.total, page.total_pages, page.has_next),
            (None, None, None)
        );
        assert_eq!(rows(&page), r#"{"id":1}"#);
        assert_eq!(v3(r#"{"data":null}"#).rows, 0..0);
        assert_eq!(rows(&v3(r#"[1, 2]"#)), "[1, 2]");
        assert_eq!(rows(&v3(r#"{"id":1}"#)), r#"{"id":1}"#);
    }

    #[test]
    fn v2_is_all_rows() {
        let body = r#"{"data":"mine","count":3}"#;
        let page = Page::read(200, "v2", Bytes::from_static(body.as_bytes())).unwrap();
        assert_eq!(rows(&page), body);
        assert_eq!(Page::read(204, "v2", Bytes::new()).unwrap().rows, 0..0);
    }

    #[test]
    fn what_is_not_one_document_is_refused() {
        for body in [
            "[{\"id\":1}, {\"i",
            "{\"data\":[1]",
            "{\"data\":[1]} x",
            "[1][2]",
            "<html>",
            "  ",
        ] {
            assert!(
                Page::read(200, "v3", Bytes::from_static(body.as_bytes())).is_err(),
                "{body}"
            );
            assert!(
                Page::read(200, "v2", Bytes::from_static(body.as_bytes())).is_err(),
                "{body}"
            );
        }
        assert!(
            Page::read(200, "v2", Bytes::from_static(b"[\"\xff\"]"))
                .unwrap_err()
                .contains("UTF-8")
        );
    }
}
