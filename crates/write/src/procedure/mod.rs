//! A procedure's call into requests: its values checked, the requests as they would be sent, and the sending. Which requests these
//! are stands in the procedure's definition.

mod arguments;
mod requests;
mod resume;
mod send;
mod values;

pub use arguments::{ArgumentError, Arguments};
pub use requests::{CallPlan, ShownRequest};
pub use resume::CallFate;
pub use send::{CallOptions, CallOutcome, call};
