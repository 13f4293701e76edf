//! For the benchmarks: the bytes of one page in, rows out, as a scan reads them. No part of the interface, and sends nothing.

use arrow::array::RecordBatch;
use storeql_catalog::Catalog;
use storeql_client::Request;

use crate::error::{Error, ErrorKind, Result};
use crate::scan::{self, Broken, Constraints, PageReader, Series, Wanted};

/// Reads the pages of one table.
pub struct Pages {
    reader: PageReader,
    series: Series,
}

impl Pages {
    /// The pages that `SELECT columns FROM table` reads.
    pub fn of(table: &str, columns: &[&str]) -> Result<Self> {
        let catalog = Catalog::builtin();
        let unknown = || {
            Error::new(
                ErrorKind::UnknownTable,
                format!("there is no table {table}"),
            )
        };
        let table = catalog.table(table).ok_or_else(unknown)?;
        let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let wanted = Wanted {
            catalog,
            columns: &columns,
            constraints: &Constraints::default(),
            of_parents: None,
            parent_columns: &[],
            sort: None,
            limit: None,
            page_size: None,
        };
        let plan = scan::plan(table, &wanted)?;
        let (decoder, finish) = scan::reading(table, &columns)?;
        let nothing = || Error::new(ErrorKind::Internal, "the table is read by no single list");
        Ok(Self {
            reader: PageReader::new(&plan.levels, decoder, finish),
            series: plan.series.first().cloned().ok_or_else(nothing)?,
        })
    }

    /// Asks for the first page.
    pub fn first(&self) -> Request {
        self.series.first()
    }

    /// The rows of an answer, from its bytes to the finished batch.
    pub fn read(&self, body: &[u8]) -> Result<RecordBatch> {
        let draft = self.reader.read(body, &self.series);
        let draft = draft.map_err(|broken| match broken {
            Broken::Json(why) => Error::new(ErrorKind::Protocol, why),
            Broken::Other(error) => error,
        });
        Ok(draft?.accept(None)?.batch)
    }
}
