//! A table's rows, from the query's wish to Arrow: `pushdown` plans the requests (pure), `fanout` sends them, `decode` reads
//! the pages, `exec` is the node in DataFusion's plan and `provider` the table that DataFusion sees.

mod advice;
mod constraint;
mod cut;
mod decode;
mod exec;
mod fanout;
mod filter;
mod keys;
mod plan;
mod provider;
mod pushdown;
mod reach;
mod scanned;
mod series;
mod shared;
mod together;
mod value;
mod weigh;

pub(crate) use advice::advice;
pub(crate) use constraint::Constraints;
pub(crate) use decode::{Broken, InvalidValues, OnInvalid, data_type as arrow_type};
pub(crate) use exec::{ScanExec, reading};
pub(crate) use fanout::{PageReader, member};
pub(crate) use plan::{PageBy, ScanPlan, Series, Sort};
pub(crate) use provider::StoreTable;
pub(crate) use pushdown::{Wanted, parent_key, plan};
pub(crate) use reach::{Estimate, Totals, UNKNOWN_ROWS};
