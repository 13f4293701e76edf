//! A procedure whose definition names requests: its call is sent, and what became of it is told.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::scalar::ScalarValue;
use storeql_catalog::{Parameter, Requests};
use storeql_write::{
    Arguments, CallOptions, CallOutcome, CallPlan, Counts, Failure, FormFile, Journal, call,
};

use super::{Execution, Line, cells};
use crate::error::{Error, ErrorKind, Result};
use crate::files;
use crate::run_state::RunState;

/// Which sending of a call it is.
pub(super) enum Sending {
    /// The first: it gets a journal where the session keeps one.
    First,
    /// One that goes on with what this journal has.
    Again(Journal),
}

impl Execution {
    /// Sends the requests of a call with these values.
    pub(super) async fn call(
        &self,
        requests: &Requests,
        values: &HashMap<String, String>,
        state: &RunState,
    ) -> Result<RecordBatch> {
        let plan = self.plan(values)?;
        self.send(requests, plan, Sending::First, state).await
    }

    /// The call with these values, without the files that go along.
    pub(super) fn unread(&self, values: &HashMap<String, String>) -> Result<CallPlan> {
        let arguments = self.arguments(values)?;
        Ok(CallPlan::new(Arc::clone(&self.procedure), arguments))
    }

    /// The call with these values. Reads the files that go along.
    pub(super) fn plan(&self, values: &HashMap<String, String>) -> Result<CallPlan> {
        let mut arguments = self.arguments(values)?;
        for parameter in self.procedure.parameters.values() {
            if let Some(path) = arguments.plain(&parameter.name).filter(|_| parameter.file) {
                let file = self.read_file(parameter, path)?;
                arguments = arguments.with_file(&parameter.name, file);
            }
        }
        Ok(CallPlan::new(Arc::clone(&self.procedure), arguments))
    }

    /// The statement that shows whether the call was carried out.
    pub(super) fn look(requests: &Requests, plan: &CallPlan) -> Option<String> {
        let look = requests.look.as_deref();
        look.map(|look| filled(look, plan.arguments()))
    }

    /// Sends the requests.
    pub(super) async fn send(
        &self,
        requests: &Requests,
        plan: CallPlan,
        sending: Sending,
        state: &RunState,
    ) -> Result<RecordBatch> {
        let look = Self::look(requests, &plan);
        // What cannot be made of the values is told before the first request.
        let count = plan.requests().map_err(|why| self.wrong(&why))?.len() as u64;
        let sent = state.scans().budget.meter().requests();
        if let Some(most) = state
            .scans()
            .budget
            .most()
            .filter(|most| sent + count > *most)
        {
            let message = format!(
                "{} needs {count} requests, and the property MaxRequests allows {most}; nothing was sent",
                self.name()
            );
            return Err(Error::new(ErrorKind::Limit, message));
        }
        let client = self.store.client().await?;
        let (journal, resumes) = match (sending, &self.journal) {
            (Sending::Again(journal), _) => (Some(journal), true),
            (Sending::First, Some(path)) if self.writes() => {
                (Some(self.store.journal(path)?), false)
            }
            (Sending::First, _) => (None, false),
        };
        if self.writes() && !state.begins_to_write() {
            let message = format!("{} was cancelled before it sent anything", self.name());
            return Err(Error::new(ErrorKind::Cancelled, message));
        }
        let options = CallOptions {
            cancelled: state.scans().cancelled.clone(),
            meter: state.scans().budget.meter().clone(),
            timeout: self.store.connection().timeout(),
            journal,
            resumes,
        };
        let outcome = call(&plan, client, options).await;
        let failed = outcome.failure.is_some() && outcome.unknown == 0;
        state.called(Counts {
            written: outcome.written,
            unknown: outcome.unknown,
            failed: u64::from(failed && self.writes()),
            ..Counts::default()
        });
        match &outcome.failure {
            None => cells::rows(&self.procedure, &self.columns(), &outcome.rows),
            Some(failure) => Err(self.failed(&outcome, failure, look)),
        }
    }

    /// What EXPLAIN says: the requests, and with `bodies` what they carry.
    pub(crate) fn explained(&self, parameters: &[ScalarValue], bodies: bool) -> Result<Vec<Line>> {
        let plan = self.unread(&self.values(parameters)?)?;
        let requests = plan.requests().map_err(|why| self.wrong(&why))?;
        let writes = requests.iter().filter(|request| !request.reads).count();
        let mut lines = vec![(
            "call",
            format!(
                "{}: requests {}, of them those that change the store {writes}",
                self.name(),
                requests.len()
            ),
        )];
        lines.extend(requests.into_iter().map(|request| {
            let mut text = format!("{} {}", request.method, request.target);
            if let Some(body) = request.body.filter(|_| bodies) {
                text.push(' ');
                text.push_str(&body);
            }
            ("request", text)
        }));
        Ok(lines)
    }

    pub(super) fn arguments(&self, values: &HashMap<String, String>) -> Result<Arguments> {
        Arguments::read(&self.procedure, values).map_err(|error| {
            let kind = match error.missing {
                true => ErrorKind::Configuration,
                false => ErrorKind::InvalidValue,
            };
            Error::new(kind, format!("{error}; nothing was sent"))
        })
    }

    fn read_file(&self, parameter: &Parameter, path: &str) -> Result<FormFile> {
        let who = format!("the parameter {} of {}", parameter.name, self.name());
        let path = files::allowed(&self.files, &who, Path::new(path))?;
        let unread = |why: String| {
            let message = format!("the file {} cannot be sent: {why}", path.display());
            Error::new(ErrorKind::InvalidValue, message)
        };
        let size = path
            .metadata()
            .map_err(|error| unread(error.to_string()))?
            .len();
        let most = parameter.most.and_then(|most| u64::try_from(most).ok());
        if let Some(most) = most.filter(|most| size > *most) {
            return Err(unread(format!(
                "it has {size} bytes, and the store takes {most}"
            )));
        }
        let content = std::fs::read(&path).map_err(|error| unread(error.to_string()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Ok(FormFile {
            name: name.into_owned(),
            content: content.into(),
        })
    }

    fn wrong(&self, why: &str) -> Error {
        let message = format!("{}: {why}; nothing was sent", self.name());
        Error::new(ErrorKind::InvalidValue, message)
    }

    /// Why the call did not come to its end, and what of it may have been done.
    fn failed(&self, outcome: &CallOutcome, failure: &Failure, look: Option<String>) -> Error {
        let kind = match outcome.written + outcome.unknown {
            0 => failure.kind.map_or(ErrorKind::Store, ErrorKind::from),
            _ => ErrorKind::PartlyWritten,
        };
        let mut message = format!("{}: {}", self.name(), failure.message);
        if outcome.written > 0 {
            message.push_str(&format!(
                " {} requests before it changed the store.",
                outcome.written
            ));
        }
        if outcome.unknown > 0 {
            message.push_str(
                " The store may have carried it out all the same, and it was not sent again.",
            );
        }
        if kind == ErrorKind::Forbidden
            && let Some(scope) = &self.procedure.scope
        {
            message.push_str(&format!(" {} takes the scope {scope}.", self.name()));
        }
        let error = Error::new(kind, message).answered(failure.status, &failure.fields);
        match look.filter(|_| kind == ErrorKind::PartlyWritten) {
            Some(look) => error.with_hint(format!("look before you call it again: {look}")),
            None => error,
        }
    }
}

/// A statement whose braces have the values of the call; only numbers stand in them.
fn filled(text: &str, arguments: &Arguments) -> String {
    let mut filled = String::new();
    for (position, part) in text.split('{').enumerate() {
        match part.split_once('}').filter(|_| position > 0) {
            Some((name, rest)) => {
                filled.push_str(arguments.plain(name).unwrap_or("NULL"));
                filled.push_str(rest);
            }
            None => filled.push_str(part),
        }
    }
    filled
}
