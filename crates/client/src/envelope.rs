//! What an answer says of the pages around it, and where its rows are: v3 wraps them, v2 does not. Takes no row apart.
//!
//! The whole document is walked over, so that a body that was cut or is no JSON is found where the request can be sent again.

use std::ops::Range;

use bytes::Bytes;
use storeql_json::{Fault, Name, Peek, Walk};

/// One page of a read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The body, decompressed.
    pub body: Bytes,
    /// Where in the body the rows are: v3's `data`, the whole of v2's. Empty where the answer has no body.
    pub rows: Range<usize>,
    /// What it says of the other pages.
    pub info: PageInfo,
}

/// What an answer says of the pages around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageInfo {
    /// Rows that match, on all pages.
    pub total: Option<u64>,
    /// Where the next page starts, in listings by cursor.
    pub end_cursor: Option<String>,
}

impl Page {
    /// Reads an answer's body; the error says what came instead of JSON.
    pub fn read(version: &str, body: Bytes) -> Result<Self, String> {
        let mut rows = 0..0;
        let skip = |walk: &mut Walk<'_>, value: Peek| {
            let start = walk.at();
            walk.skip(value)?;
            if value != Peek::Null {
                rows = start..walk.at();
            }
            Ok::<(), Fault>(())
        };
        let info =
            PageInfo::read(text_of(&body)?, version, skip).map_err(|fault| not_whole(&fault))?;
        match rows.is_empty() {
            true => Err("null".to_owned()),
            false => Ok(Self { body, rows, info }),
        }
    }
}

/// A body as text; the error says what came instead.
pub fn text_of(body: &[u8]) -> Result<&str, String> {
    if body.is_empty() {
        return Err("nothing at all".to_owned());
    }
    std::str::from_utf8(body).map_err(|error| format!("something that is not UTF-8 ({error})"))
}

/// What came where whole JSON was expected.
pub fn not_whole(fault: &Fault) -> String {
    format!("something that is not whole JSON ({fault})")
}

impl PageInfo {
    /// Walks over an answer and lets `rows` take those in it: the walk stands before them, and has to stand behind them after.
    pub fn read<'j, E: From<Fault>>(
        text: &'j str,
        version: &str,
        mut rows: impl FnMut(&mut Walk<'j>, Peek) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut walk = Walk::new(text);
        let mut info = Self::default();
        let first = walk.peek()?;
        let mut wrapped = version != "v2" && first == Peek::Object;
        if wrapped {
            wrapped = info.wrapped(&mut walk, &mut rows)?;
            walk.end()?;
        }
        if !wrapped {
            let mut walk = Walk::new(text);
            let first = walk.peek()?;
            rows(&mut walk, first)?;
            walk.end()?;
        }
        Ok(info)
    }

    /// The members of an answer that wraps its rows; false where it has none.
    fn wrapped<'j, E: From<Fault>>(
        &mut self,
        walk: &mut Walk<'j>,
        rows: &mut impl FnMut(&mut Walk<'j>, Peek) -> Result<(), E>,
    ) -> Result<bool, E> {
        walk.open()?;
        let mut has_rows = false;
        let mut first = true;
        while let Some(name) = walk.member(first, None)? {
            first = false;
            let value = walk.peek()?;
            match named(&name) {
                "data" if !has_rows => {
                    has_rows = true;
                    rows(walk, value)?;
                }
                "meta" if value == Peek::Object => self.meta(walk)?,
                _ => walk.skip(value)?,
            }
        }
        Ok(has_rows)
    }

    fn meta(&mut self, walk: &mut Walk<'_>) -> Result<(), Fault> {
        members(walk, |walk, name, value| match name {
            "pagination" | "cursor_pagination" if value == Peek::Object => self.paging(walk),
            _ => walk.skip(value),
        })
    }

    fn paging(&mut self, walk: &mut Walk<'_>) -> Result<(), Fault> {
        members(walk, |walk, name, value| {
            match name {
                "total" | "total_items" => self.total = number(walk, value)?.or(self.total),
                "end_cursor" => self.end_cursor = text(walk, value)?,
                _ => walk.skip(value)?,
            }
            Ok(())
        })
    }
}

fn named<'n>(name: &'n Name<'_>) -> &'n str {
    match name {
        Name::Other(name) => name,
        Name::Expected => "",
    }
}

/// Calls `each` for every member of the object that the walk stands before.
fn members<'j>(
    walk: &mut Walk<'j>,
    mut each: impl FnMut(&mut Walk<'j>, &str, Peek) -> Result<(), Fault>,
) -> Result<(), Fault> {
    walk.open()?;
    let mut first = true;
    while let Some(name) = walk.member(first, None)? {
        first = false;
        let value = walk.peek()?;
        each(walk, named(&name), value)?;
    }
    Ok(())
}

fn number(walk: &mut Walk<'_>, value: Peek) -> Result<Option<u64>, Fault> {
    Ok(match value {
        Peek::String => walk.string()?.parse().ok(),
        Peek::Number => walk.number()?.parse().ok(),
        value => {
            walk.skip(value)?;
            None
        }
    })
}

fn text(walk: &mut Walk<'_>, value: Peek) -> Result<Option<String>, Fault> {
    if value == Peek::String {
        return Ok(Some(walk.string()?.into_owned()).filter(|text| !text.is_empty()));
    }
    walk.skip(value)?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v3(body: &'static str) -> Page {
        Page::read("v3", Bytes::from_static(body.as_bytes())).unwrap()
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
        assert_eq!((page.info.total, page.info.end_cursor), (Some(2), None));
    }

    #[test]
    fn v3_cursors_beside_pages() {
        let page = v3(
            r#"{"meta":{"cursor_pagination":{"end_cursor":"Zz=","links":{"next":"?after=Zz="}},
            "pagination":{"total":"7","links":{"next":null}}},"data":[]}"#,
        );
        assert_eq!(page.info.end_cursor.as_deref(), Some("Zz="));
        assert_eq!(page.info.total, Some(7));
        assert_eq!(rows(&page), "[]");
    }

    #[test]
    fn an_odd_pagination_is_no_error() {
        let page = v3(
            r#"{"data":{"id":1},"meta":{"pagination":{"total":null,"total_pages":[1],"links":[]}}}"#,
        );
        assert_eq!(page.info, PageInfo::default());
        assert_eq!(rows(&page), r#"{"id":1}"#);
        assert_eq!(rows(&v3(r#"[1, 2]"#)), "[1, 2]");
        assert_eq!(rows(&v3(r#"{"id":1}"#)), r#"{"id":1}"#);
    }

    #[test]
    fn v2_is_all_rows() {
        let body = r#"{"data":"mine","count":3}"#;
        let page = Page::read("v2", Bytes::from_static(body.as_bytes())).unwrap();
        assert_eq!(rows(&page), body);
    }

    #[test]
    fn what_is_not_one_document_with_rows_is_refused() {
        for body in [
            "",
            "null",
            "[{\"id\":1}, {\"i",
            "{\"data\":[1]",
            "{\"data\":[1]} x",
            "[1][2]",
            "<html>",
            "  ",
        ] {
            assert!(
                Page::read("v3", Bytes::from_static(body.as_bytes())).is_err(),
                "{body}"
            );
            assert!(
                Page::read("v2", Bytes::from_static(body.as_bytes())).is_err(),
                "{body}"
            );
        }
        assert!(Page::read("v3", Bytes::from_static(b"{\"data\":null}")).is_err());
        assert!(
            Page::read("v2", Bytes::from_static(b"[\"\xff\"]"))
                .unwrap_err()
                .contains("UTF-8")
        );
    }
}
