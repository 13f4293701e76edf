//! The requests of a call, made one by one, since a later one may carry what an earlier one was answered.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use reqwest::Method;
use storeql_catalog::{Does, Procedure, ProcedureRequest, Reference, Requests, Template};
use storeql_client::{Request, RetryClass};

use super::arguments::Arguments;
use super::values::Known;
use crate::form::{Part, form};
use crate::journal::CallToKeep;
use crate::plan::filled;
use crate::raw;

/// A call whose values are right. Nothing was sent.
#[derive(Debug, Clone)]
pub struct CallPlan {
    pub(super) procedure: Arc<Procedure>,
    pub(super) arguments: Arguments,
}

/// One request, as `EXPLAIN` and `--dry-run` print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRequest {
    /// The method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// The body with secrets as `****`, and what an earlier answer will give as `{request.member}`.
    pub body: Option<String>,
    /// It changes nothing in the store.
    pub reads: bool,
}

impl CallPlan {
    /// The call of a procedure with these values.
    pub fn new(procedure: Arc<Procedure>, arguments: Arguments) -> Self {
        Self {
            procedure,
            arguments,
        }
    }

    /// Its values.
    pub fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// The requests that it would send.
    pub fn requests(&self) -> Result<Vec<ShownRequest>, String> {
        let steps: Vec<&ProcedureRequest> = self.steps().collect();
        let names = steps.iter().filter_map(|step| step.name.clone());
        let known = Known {
            arguments: &self.arguments,
            answers: HashMap::new(),
            shows: Some(names.collect()),
        };
        let shown = |step: &&ProcedureRequest| {
            let request = self.bare(step);
            let body = match &step.body {
                None => None,
                Some(body) if self.file_in(body).is_some() => Some(self.shown_form(body, &known)?),
                Some(body) => known.fill(body)?,
            };
            Ok(ShownRequest {
                method: request.method.to_string(),
                target: request.target(),
                body,
                reads: step.reads,
            })
        };
        steps.iter().map(shown).collect()
    }

    /// What a journal keeps of it.
    pub(super) fn to_keep(&self) -> CallToKeep {
        let (arguments, withheld) = self.arguments.to_keep();
        CallToKeep {
            procedure: self.procedure.name.clone(),
            arguments,
            withheld,
        }
    }

    /// The requests of the procedure's definition.
    pub(super) fn definition(&self) -> Option<&Requests> {
        match &self.procedure.does {
            Does::Requests(requests) => Some(requests),
            Does::Action(_) | Does::Imports(_) => None,
        }
    }

    /// Those that this call sends.
    pub(super) fn steps(&self) -> impl Iterator<Item = &ProcedureRequest> {
        let steps = self.definition().into_iter().flat_map(|all| &all.steps);
        steps.filter(|step| {
            let has = |name: &String| {
                self.arguments
                    .plain(name)
                    .is_some_and(|text| text != "false")
            };
            step.when.as_ref().is_none_or(has) && !step.unless.as_ref().is_some_and(has)
        })
    }

    /// A request of the call, with its body.
    pub(super) fn request(
        &self,
        step: &ProcedureRequest,
        known: &Known<'_>,
    ) -> Result<Request, String> {
        let mut request = self.bare(step);
        let Some(body) = &step.body else {
            return Ok(request);
        };
        if self.file_in(body).is_some() {
            let (body, boundary) = form(&self.parts(body, known)?);
            request.body = Some(body);
            request.boundary = Some(boundary);
        } else {
            request.body = known.fill(body)?.map(Bytes::from);
        }
        Ok(request)
    }

    fn bare(&self, step: &ProcedureRequest) -> Request {
        let (path, query) = step.path.split_once('?').unwrap_or((&step.path, ""));
        let cap = step.concurrency;
        Request {
            method: match step.method.as_str() {
                "GET" => Method::GET,
                "POST" => Method::POST,
                "DELETE" => Method::DELETE,
                _ => Method::PUT,
            },
            class: match (step.reads, step.again) {
                (true, _) => RetryClass::Read,
                (false, true) => RetryClass::KeyedWrite,
                (false, false) => RetryClass::Create,
            },
            query: query
                .split('&')
                .filter_map(|part| {
                    let (name, value) = part.split_once('=')?;
                    let parameter = value
                        .strip_prefix('{')
                        .and_then(|name| name.strip_suffix('}'));
                    let value = match parameter {
                        Some(parameter) => self.arguments.plain(parameter)?,
                        None => value,
                    };
                    Some((name.to_owned(), value.to_owned()))
                })
                .collect(),
            cap: cap.map(|most| (format!("{} {}", step.method, step.path), most)),
            ..Request::get(
                step.api.segment(),
                filled(path, |name| self.arguments.plain(name)),
            )
        }
    }

    /// The parameter of the file that a body has.
    fn file_in<'t>(&self, body: &'t Template) -> Option<&'t str> {
        let Template::Object(members) = body else {
            return None;
        };
        members.values().find_map(|member| self.file_of(member))
    }

    fn file_of<'t>(&self, member: &'t Template) -> Option<&'t str> {
        let Template::Value(references) = member else {
            return None;
        };
        let [Reference::Parameter(name)] = references.as_slice() else {
            return None;
        };
        let parameter = self.procedure.parameters.get(name)?;
        parameter.file.then_some(name.as_str())
    }

    fn parts(&self, body: &Template, known: &Known<'_>) -> Result<Vec<(String, Part)>, String> {
        let Template::Object(members) = body else {
            return Ok(Vec::new());
        };
        let mut parts = Vec::new();
        for (name, member) in members {
            if let Some(parameter) = self.file_of(member) {
                let file = self.arguments.file(parameter);
                let file = file.ok_or_else(|| format!("the file of {parameter} was not read"))?;
                parts.push((name.clone(), Part::File(file.clone())));
            } else if let Some(value) = known.fill(member)? {
                let text = raw::plain(&value).unwrap_or(value);
                parts.push((name.clone(), Part::Text(text)));
            }
        }
        Ok(parts)
    }

    /// `multipart/form-data: image_file=@logo.png, description=A mug`
    fn shown_form(&self, body: &Template, known: &Known<'_>) -> Result<String, String> {
        let Template::Object(members) = body else {
            return Ok(String::new());
        };
        let mut parts = Vec::new();
        for (name, member) in members {
            if let Some(parameter) = self.file_of(member) {
                let path = self.arguments.plain(parameter).unwrap_or_default();
                parts.push(format!("{name}=@{path}"));
            } else if let Some(value) = known.fill(member)? {
                parts.push(format!("{name}={}", raw::plain(&value).unwrap_or(value)));
            }
        }
        Ok(format!("multipart/form-data: {}", parts.join(", ")))
    }
}
