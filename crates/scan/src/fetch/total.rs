//! How many rows the store says that a list has, and the error where that contradicts the rows that it gave.

use std::sync::PoisonError;

use storeql_client::{ErrorKind as ClientKind, Request};

use super::fetcher::{Fetcher, member};
use super::list_scan::ListScan;
use crate::decode::KeysSeen;
use crate::error::{Error, ErrorKind, Result};
use crate::plan::ListRequest;

impl ListScan {
    /// Asks how many rows the list has now, where the API tells it: one small request.
    pub(super) async fn ask_total(&self, list: &ListRequest) -> Result<Option<u64>> {
        let Some(request) = list.total_request() else {
            return Ok(None);
        };
        self.ask_count(list, &request).await
    }

    /// Asks for a number of rows.
    pub(super) async fn ask_count(
        &self,
        list: &ListRequest,
        request: &Request,
    ) -> Result<Option<u64>> {
        self.plan(1)?;
        self.fetcher.count(list, request).await
    }

    /// Holds a list that was read more than once against its total.
    pub(super) async fn has_all(
        &self,
        list: &ListRequest,
        known: u64,
        seen: &KeysSeen,
    ) -> Result<()> {
        let read = count(seen);
        if read >= known {
            return Ok(());
        }
        match self.ask_total(list).await? {
            // It has changed meanwhile, and the list was read to its end since.
            Some(now) if now != known => Ok(()),
            _ => Err(incomplete(list, read, known)),
        }
    }
}

/// Rows that were seen.
pub(super) fn count(seen: &KeysSeen) -> u64 {
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    seen.len() as u64
}

impl Fetcher {
    /// The number of rows that the answer to `request` tells.
    async fn count(&self, list: &ListRequest, request: &Request) -> Result<Option<u64>> {
        let page = match self.source().page(request).await {
            Ok(page) => page,
            // A store without the count endpoint tells nothing.
            Err(error) if error.kind == ErrorKind::Request(ClientKind::NotFound) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let counted = || member(&page.body, list.total.as_ref()?.field()?);
        Ok(page.info.total.or_else(counted))
    }
}

/// The error of a list that has fewer rows than the store says.
pub(super) fn incomplete(list: &ListRequest, read: u64, said: u64) -> Error {
    let message = format!(
        "the list {} gave {read} rows, and the store says that it has {said}: rows are missing, so that the result would not be complete; try again, and ask for smaller parts of the table if it stays so",
        list.path
    );
    Error::new(ErrorKind::Protocol, message).worth_retrying()
}

/// The error of a list whose pages lack rows each time that they are asked for.
pub(super) fn always_short(list: &ListRequest, asked: usize, given: usize) -> Error {
    let message = format!(
        "a page of the list {} has {given} rows where {asked} were asked for, and more rows follow: rows are missing, so that the result would not be complete; try again",
        list.path
    );
    Error::new(ErrorKind::Protocol, message).worth_retrying()
}

/// The error of a list whose further pages have the rows of pages before.
pub(super) fn repeated(list: &ListRequest) -> Error {
    let message = format!(
        "the list {} answers rows again that it has given before, where further ones were asked for: it cannot be read to its end; try again",
        list.path
    );
    Error::new(ErrorKind::Protocol, message).worth_retrying()
}

/// The error of a row that the store counts and that its list does not have.
pub(super) fn unexplained(list: &ListRequest, id: i64, what: &str) -> Error {
    let message = format!(
        "the store counts the row {id} of the list {}, which does not have it; it {what}: the result may lack a row; try again",
        list.path
    );
    Error::new(ErrorKind::Protocol, message).worth_retrying()
}
