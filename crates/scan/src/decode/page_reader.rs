//! Reads the answers of one scan. Sends nothing.
//!
//! Locating happens within the client's retries: an answer that is cut off, or is not the list that was asked for, is asked for
//! again, and none of its items counts as given. `Page::decode` then decides which items are wanted, and reads no others.

use std::sync::Arc;

use arrow::array::RecordBatch;
use storeql_client::{PageInfo, text_of};

use super::arrow_schema::arrow_schema;
use super::broken::Broken;
use super::columns::Decoder;
use super::invalid::shown;
use super::items::{Check, Items};
use super::locate::Locator;
use super::page::{Page, ParentReader, ReadPlan, Wanted};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{Level, ListRequest, ScanPlan};

/// Reads the pages of one scan.
#[derive(Clone)]
pub struct PageReader {
    pub(crate) decoder: Decoder,
    pub(crate) check: Check,
    /// The way from a list's items to the rows; `from` of them lie behind the listings that this reader reads.
    pub(crate) levels: Arc<[Level]>,
    pub(crate) from: usize,
    /// Reads the items themselves as well.
    parents: Option<ParentReader>,
}

impl PageReader {
    /// Reads the rows of `plan` and lets `check` have the last word on each batch of them.
    pub fn new(plan: &ScanPlan, decoder: Decoder, check: Check) -> Self {
        Self {
            decoder,
            check,
            levels: plan.levels.as_slice().into(),
            from: 0,
            parents: None,
        }
    }

    /// Reads `columns` of the plan's table as they are.
    pub fn of_columns(plan: &ScanPlan, columns: &[String]) -> Result<Self> {
        let schema = arrow_schema(&plan.table);
        let positions: Vec<usize> = columns
            .iter()
            .filter_map(|name| schema.index_of(name).ok())
            .collect();
        let schema = Arc::new(schema.project(&positions)?);
        let decoder = Decoder::new(Arc::clone(&plan.table), columns.into(), schema);
        Ok(Self::new(plan, decoder, Arc::new(Ok)))
    }

    /// The rows of an answer for a page of `list`, from the body to the batch.
    pub fn batch(&self, body: &[u8], list: &ListRequest) -> Result<RecordBatch> {
        let page = self.locate(body, list).map_err(|Broken(what)| {
            let message = format!("the server answered {what} instead of data");
            Error::new(ErrorKind::Protocol, message)
        });
        Ok(page?.decode(None)?.batch)
    }

    /// The same, which reads the list's items as well as the rows in them. With `only_wanted`, the rows in an item that `check` leaves
    /// out are not asked for by themselves.
    pub fn with_parents(self, decoder: Decoder, check: Check, only_wanted: bool) -> Self {
        let parents = ParentReader {
            decoder,
            check,
            only_wanted,
        };
        Self {
            parents: Some(parents),
            ..self
        }
    }

    /// The same for the listing of one parent, whose items are those of `level`.
    pub(crate) fn below(&self, level: usize) -> Self {
        Self {
            from: level + 1,
            parents: None,
            ..self.clone()
        }
    }

    /// What is wanted of an answer for a page of `list`, before it is decided which items are.
    pub(crate) fn locate<'p>(
        &'p self,
        body: &'p [u8],
        list: &'p ListRequest,
    ) -> Result<Page<'p>, Broken> {
        let text = text_of(body).map_err(Broken)?;
        if u32::try_from(text.len()).is_err() {
            return Err(Broken("more than four gigabytes at once".to_owned()));
        }
        let wanted = Wanted {
            levels: &self.levels,
            from: self.from,
            rows: (&self.decoder, &self.check),
            parents: self.parents.as_ref(),
        };
        let plan = ReadPlan::of(wanted, list);
        let mut locator = Locator::new(&plan.shapes, list.single);
        let version = if list.bare { "v2" } else { list.api.segment() };
        let info = PageInfo::read(text, version, |walk, value| {
            locator.list(walk, value, &list.rows)
        })?;
        let levels = locator.found();
        let page = Page {
            text,
            list,
            plan,
            levels,
            info,
        };
        match page.is_another_object() {
            true => Err(Broken(shown(text))),
            false => Ok(page),
        }
    }

    /// What an answer without items holds.
    pub(crate) fn nothing(&self) -> Result<Items> {
        Ok(Items {
            batch: (self.check)(self.decoder.nothing()?)?,
            parents: None,
            keys: Vec::new(),
            accepted: 0,
            sum: None,
            partial: Vec::new(),
            info: PageInfo::default(),
        })
    }
}

#[cfg(test)]
#[path = "page_reader_tests.rs"]
mod tests;
