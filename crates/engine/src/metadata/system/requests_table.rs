//! `sys_requests`: what the session's log of requests holds.

use super::column::{Column, ColumnKind, column, integer, text};
use super::request_log::Entry;
use super::rows::{Cell, Rows};
use super::table::SystemTable;

const fn count(name: &'static str, about: &'static str) -> Column {
    column(ColumnKind::BigInteger, name, about)
}

pub(super) const REQUESTS: SystemTable = SystemTable {
    name: "sys_requests",
    about: "The session's latest 10,000 requests to the store, the oldest first.",
    columns: &[
        count("RequestId", "The request's number in the session, from 1."),
        count(
            "StatementId",
            "The statement's number in the session, from 1.",
        ),
        text(
            "Statement",
            "The statement's beginning; of a procedure's call its name alone, and of what a write writes nothing.",
        ),
        column(ColumnKind::Time, "AnsweredAt", "When the answer was there."),
        text("Method", "The request's method."),
        text("Path", "Its path below the store's address."),
        text("Query", "Its parameters."),
        integer(
            "Status",
            "The answer's status; NULL where there was no answer.",
        ),
        count("Milliseconds", "From sending to the end of the answer."),
        count("Bytes", "The answer's bytes, decompressed."),
        integer(
            "Attempt",
            "1, and more where it repeats a request that failed.",
        ),
        count(
            "AllowanceLeft",
            "Requests that the store then allowed until its window ended.",
        ),
    ],
    rows: |facts, rows| facts.requests.each(|entry| row(entry, rows)),
};

fn row(entry: &Entry, rows: &mut Rows) {
    let request = &entry.request;
    let (path, query) = match request.target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (request.target.as_str(), None),
    };
    rows.add([
        entry.id.into(),
        entry.statement.into(),
        entry.text.as_ref().into(),
        Cell::Time(entry.at.as_microsecond()),
        request.method.as_str().into(),
        path.into(),
        query.into(),
        request.status.map(i32::from).into(),
        request.ms.into(),
        request.bytes.into(),
        u64::from(request.attempt).into(),
        request.left.into(),
    ]);
}
