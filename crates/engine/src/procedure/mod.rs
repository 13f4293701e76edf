//! Procedures: an `EXEC` statement's arguments under the definition's names, and the run of what the definition says: a sign-in,
//! requests, or the rows of a file.
//!
//! What signing in means is the connection's business, the requests are the `write` crate's, and the parameters the catalogue's.

mod cells;
mod import;
mod requests;
mod resume;
mod sign_in;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::scalar::ScalarValue;
use storeql_catalog::{Action, Does, Parameter, Procedure, nearest};
use storeql_scan::arrow_type;

pub(crate) use self::import::Import;
pub(crate) use self::resume::resume;

use crate::error::{Error, ErrorKind, Result};
use crate::run_state::RunState;
use crate::session_options::Files;
use crate::sql::call::{Argument, Call, Given};
use crate::sql::spelling::fold;
use crate::store::Store;

/// A call whose procedure and parameters exist.
#[derive(Debug)]
pub(crate) struct Execution {
    store: Arc<Store>,
    procedure: Arc<Procedure>,
    /// By the parameter's canonical name.
    arguments: HashMap<String, Given>,
    /// The files that it may read.
    files: Files,
    /// Where its requests that change the store are written down.
    journal: Option<PathBuf>,
}

/// Kind and text of a line of EXPLAIN.
type Line = (&'static str, String);

impl Execution {
    /// Finds the procedure and its parameters, however they are spelled.
    pub(crate) fn new(
        store: &Arc<Store>,
        call: Call,
        files: &Files,
        journal: Option<PathBuf>,
    ) -> Result<Self> {
        let procedure = find(store, &call.procedure)?;
        let mut arguments = HashMap::new();
        for (place, argument) in call.arguments.into_iter().enumerate() {
            let parameter = parameter(&procedure, place, &argument)?;
            if arguments
                .insert(parameter.name.clone(), argument.value)
                .is_some()
            {
                let message = format!(
                    "{}: the parameter {} is given twice",
                    procedure.name, parameter.name
                );
                return Err(Error::new(ErrorKind::Syntax, message));
            }
        }
        Ok(Self {
            store: Arc::clone(store),
            procedure,
            arguments,
            files: files.clone(),
            journal,
        })
    }

    /// The procedure's name.
    pub(crate) fn name(&self) -> &str {
        &self.procedure.name
    }

    /// Whether it changes the store.
    pub(crate) fn writes(&self) -> bool {
        self.procedure.writes()
    }

    /// Whether EXPLAIN has anything to say of it.
    pub(crate) fn is_explained(&self) -> bool {
        !matches!(self.procedure.does, Does::Action(_))
    }

    /// The columns of its row.
    pub(crate) fn columns(&self) -> SchemaRef {
        let field = |column: &Parameter| Field::new(&column.name, arrow_type(column.kind), true);
        Arc::new(Schema::new(
            self.procedure
                .results
                .values()
                .map(field)
                .collect::<Vec<_>>(),
        ))
    }

    /// Its placeholders, as `$1`, `$2`, …
    pub(crate) fn parameters(&self) -> Schema {
        let places = self.arguments.values().filter_map(|given| match given {
            Given::Placeholder(place) => Some(place + 1),
            Given::Literal(_) => None,
        });
        let field = |place| Field::new(format!("${place}"), DataType::Utf8, true);
        Schema::new(
            (1..=places.max().unwrap_or(0))
                .map(field)
                .collect::<Vec<_>>(),
        )
    }

    /// Does it. What the parameters lack is an error before anything is sent.
    pub(crate) async fn run(
        &self,
        parameters: &[ScalarValue],
        state: &RunState,
    ) -> Result<RecordBatch> {
        let values = self.values(parameters)?;
        match &self.procedure.does {
            Does::Action(action) => {
                let values = self.with_defaults(values)?;
                match action {
                    Action::AuthorizationUrl => self.authorization_url(&values),
                    Action::AccessToken => self.access_token(&values, state).await,
                }
            }
            Does::Requests(requests) => self.call(requests, &values, state).await,
            Does::Imports(_) => {
                let message = format!("{} was not planned as a write", self.name());
                Err(Error::new(ErrorKind::Internal, message))
            }
        }
    }

    /// The values that the call gives, by the parameter's name.
    fn values(&self, parameters: &[ScalarValue]) -> Result<HashMap<String, String>> {
        let mut values = HashMap::new();
        for (name, given) in &self.arguments {
            let value = given.resolve(parameters)?;
            values.extend(value.map(|value| (name.clone(), value)));
        }
        Ok(values)
    }

    fn with_defaults(
        &self,
        mut values: HashMap<String, String>,
    ) -> Result<HashMap<String, String>> {
        for parameter in self.procedure.parameters.values() {
            let name = &parameter.name;
            match (&parameter.default, values.contains_key(name)) {
                (Some(default), false) => {
                    values.insert(name.clone(), default.clone());
                }
                (None, false) if parameter.required => {
                    let message = format!(
                        "{}: the parameter {name} is required and has no value",
                        self.name()
                    );
                    return Err(Error::new(ErrorKind::Configuration, message));
                }
                _ => {}
            }
        }
        Ok(values)
    }
}

fn find(store: &Store, name: &str) -> Result<Arc<Procedure>> {
    let folded = fold(name);
    let procedures = || store.catalog().procedures();
    let found = procedures().find(|procedure| fold(&procedure.name) == folded);
    found.cloned().ok_or_else(|| {
        let spellings: Vec<_> = procedures()
            .map(|one| (fold(&one.name), one.name.as_str()))
            .collect();
        let like = nearest(
            &folded,
            spellings
                .iter()
                .map(|(folded, name)| (folded.as_str(), *name)),
        );
        let hint = match like {
            Some(like) => format!("did you mean {like}?"),
            None => format!(
                "there are {}",
                spellings
                    .iter()
                    .map(|(_, name)| *name)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        };
        Error::new(
            ErrorKind::UnknownTable,
            format!("there is no procedure {name}; {hint}"),
        )
    })
}

fn parameter<'a>(
    procedure: &'a Procedure,
    place: usize,
    argument: &Argument,
) -> Result<&'a Parameter> {
    let all = || procedure.parameters.values();
    let Some(name) = &argument.name else {
        return all().nth(place).ok_or_else(|| {
            let message = format!(
                "{} takes {} parameters at most",
                procedure.name,
                procedure.parameters.len()
            );
            Error::new(ErrorKind::Syntax, message)
        });
    };
    let folded = fold(name);
    let called = |parameter: &&Parameter| {
        fold(&parameter.name) == folded
            || parameter.aliases.iter().any(|alias| fold(alias) == folded)
    };
    all().find(called).ok_or_else(|| {
        let names: Vec<&str> = all().map(|parameter| parameter.name.as_str()).collect();
        let message = format!(
            "{} has no parameter {name}; there are {}",
            procedure.name,
            names.join(", ")
        );
        Error::new(ErrorKind::UnknownColumn, message)
    })
}
