//! Writing to a store without SQL: a change, complete in memory, into requests, their answers, and what became of each row.
//!
//! [`plan`] is pure: it checks every row and makes the requests, and [`WritePlan::requests`] shows them. [`send`] sends a plan and
//! tells of each row whether it was written. [`CallPlan`] and [`call`] do the same for a procedure. No request that deletes can be made without the full key of every row.
//!
//! Knows no SQL and no table by name: what is special about an endpoint is said in its definition.

mod address;
mod change;
mod children;
mod error;
mod find;
mod form;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod journal;
mod outcome;
mod plan;
mod procedure;
mod raw;
mod rows_inside;
mod same;
mod send;
mod spelling;
mod upsert;
mod value;

pub use address::address_of;
pub use change::{Change, ChangedRow, DeletedRow, NewRow, Verb};
pub use error::{PlanError, PlanErrorKind};
pub use form::FormFile;
pub use journal::{
    Journal, JournalError, Recorded, RecordedCall, RecordedRequest, RecordedRows, read_journal,
};
pub use outcome::{Counts, Failure, Outcome, RowOutcome, RowState};
pub use plan::{PlannedRequest, ReadNeeded, WritePlan, plan, read_needed, upserts_by_itself};
pub use procedure::{
    ArgumentError, Arguments, CallFate, CallOptions, CallOutcome, CallPlan, ShownRequest, call,
};
pub use rows_inside::rows_as_json;
pub use send::{OnError, Progress, ResumeError, SendOptions, Teller, resume, send, send_all};
pub use upsert::{Existing, find_existing, split_upsert};
pub use value::Value;
