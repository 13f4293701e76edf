//! Goes on with a call that a journal has: calls again what does no harm twice, and tells of the rest what became of it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use storeql_catalog::Does;
use storeql_write::{CallFate, RecordedCall, RecordedRequest, ResumeError, RowState};

use super::requests::Sending;
use super::{Execution, find};
use crate::error::{Error, ErrorKind, Result};
use crate::run_state::RunState;
use crate::session_options::Files;
use crate::store::Store;

/// Goes on with the call that the journal at `path` has.
pub(crate) async fn resume(
    recorded: &RecordedCall,
    path: &Path,
    store: &Arc<Store>,
    files: &Files,
    state: &RunState,
) -> Result<()> {
    let execution = Execution {
        store: Arc::clone(store),
        procedure: find(store, &recorded.procedure)?,
        arguments: HashMap::new(),
        files: files.clone(),
        journal: None,
    };
    let name = execution.name();
    let Does::Requests(requests) = &execution.procedure.does else {
        let message = format!(
            "the journal {} is of {name}, which sends no requests",
            path.display()
        );
        return Err(Error::new(ErrorKind::Configuration, message));
    };
    let client = store.client().await?;
    let same_store = ResumeError::check(&recorded.store, client);
    same_store.map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?;
    let values: HashMap<String, String> = recorded.arguments.clone().into_iter().collect();
    let plan = execution.unread(&values)?;
    let look = Execution::look(requests, &plan);
    match plan.fate(recorded) {
        CallFate::Done => {
            state.did(format!("{name} was carried out before; nothing was sent"));
            Ok(())
        }
        CallFate::Again if !recorded.withheld.is_empty() => {
            let message = format!(
                "{name}: the journal has no value of {}, which is secret; nothing was sent",
                recorded.withheld.join(", ")
            );
            let hint = "call it by a statement: the same call again does no harm";
            Err(Error::new(ErrorKind::Configuration, message).with_hint(hint))
        }
        CallFate::Again => {
            // Its files are read as they are now.
            let plan = execution.plan(&values)?;
            let sending = Sending::Again(store.journal_again(path)?);
            execution.send(requests, plan, sending, state).await?;
            state.did(format!("{name} is carried out"));
            Ok(())
        }
        CallFate::Refused(request) => {
            let kind = match recorded.requests.values().any(is_written) {
                true => ErrorKind::PartlyWritten,
                false => ErrorKind::Store,
            };
            Err(told(
                name,
                "the run before was refused",
                &request,
                kind,
                look,
            ))
        }
        CallFate::Unknown(request) => {
            let what = "it is not known whether the run before carried this out, and it was not sent again";
            Err(told(name, what, &request, ErrorKind::PartlyWritten, look))
        }
        CallFate::BrokenOff(request) => {
            let what = "the run before carried this out and ended behind it; it was not sent again";
            Err(told(name, what, &request, ErrorKind::PartlyWritten, look))
        }
    }
}

fn is_written(request: &RecordedRequest) -> bool {
    request.state == RowState::Written
}

fn told(
    name: &str,
    what: &str,
    request: &RecordedRequest,
    kind: ErrorKind,
    look: Option<String>,
) -> Error {
    let mut message = format!("{name}: {what}: {}", request.request);
    if let Some(why) = &request.why {
        message.push_str(&format!(". It said: {why}"));
    }
    let error = Error::new(kind, message);
    match look {
        Some(look) => error.with_hint(format!("look before you call it again: {look}")),
        None => error,
    }
}
