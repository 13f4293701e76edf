//! Procedures: an `EXEC` statement's arguments under the definition's names, and the run of its action.
//!
//! What signing in means is the connection's business; the parameters are the catalogue's.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::scalar::ScalarValue;
use secrecy::ExposeSecret;
use storeql_catalog::{Action, Parameter, Procedure, nearest};
use storeql_connection::{AccessTokenRequest, AuthMode, AuthorizationRequest, SignedIn};
use storeql_scan::arrow_type;

use crate::error::{Error, ErrorKind, Result};
use crate::run_state::RunState;
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
}

impl Execution {
    /// Finds the procedure and its parameters, however they are spelled.
    pub(crate) fn new(store: &Arc<Store>, call: Call) -> Result<Self> {
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
        })
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
        let mut values = HashMap::new();
        for parameter in self.procedure.parameters.values() {
            let value = match self.arguments.get(&parameter.name) {
                Some(given) => given.resolve(parameters)?,
                None => None,
            };
            let value = value.or_else(|| parameter.default.clone());
            if parameter.required && value.is_none() {
                let message = format!(
                    "{}: the parameter {} is required and has no value",
                    self.procedure.name, parameter.name
                );
                return Err(Error::new(ErrorKind::Configuration, message));
            }
            values.extend(value.map(|value| (parameter.name.as_str(), value)));
        }
        match self.procedure.action {
            Action::AuthorizationUrl => self.authorization_url(&values),
            Action::AccessToken => self.access_token(&values, state).await,
        }
    }

    fn authorization_url(&self, values: &HashMap<&str, String>) -> Result<RecordBatch> {
        let url = self
            .store
            .connection()
            .authorization_url(&AuthorizationRequest {
                auth_mode: auth_mode(values)?,
                callback_url: values.get("CallbackURL").cloned(),
                scope: values.get("Permissions").cloned(),
                state: values.get("State").cloned(),
            })?;
        self.row(|_| Ok(Cell::Text(Some(url.clone()))))
    }

    async fn access_token(
        &self,
        values: &HashMap<&str, String>,
        state: &RunState,
    ) -> Result<RecordBatch> {
        let signed_in = self
            .store
            .connection()
            .access_token(&AccessTokenRequest {
                auth_mode: auth_mode(values)?,
                verifier: values.get("Verifier").map(|code| code.as_str().into()),
                callback_url: values.get("CallbackURL").cloned(),
                scope: values.get("Permissions").cloned(),
            })
            .await?;
        let missing = signed_in.missing_scopes();
        if !missing.is_empty() {
            state.warn(format!("asked for and not granted: {}", missing.join(" ")));
        }
        self.row(|column| of_token(&signed_in, column))
    }

    fn row(&self, cell: impl Fn(&str) -> Result<Cell>) -> Result<RecordBatch> {
        let array = |column: &Parameter| -> Result<ArrayRef> {
            Ok(match cell(&column.name)? {
                Cell::Text(text) => Arc::new(StringArray::from(vec![text])),
                Cell::Number(number) => Arc::new(Int64Array::from(vec![number])),
            })
        };
        let arrays: Result<Vec<_>> = self.procedure.results.values().map(array).collect();
        RecordBatch::try_new(self.columns(), arrays?).map_err(Error::from)
    }
}

/// One value of a result.
enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
}

fn of_token(signed_in: &SignedIn, column: &str) -> Result<Cell> {
    let text = |text: Option<&str>| Cell::Text(text.map(str::to_owned));
    Ok(match column {
        "OAuthAccessToken" => text(Some(signed_in.access_token().expose_secret())),
        "OAuthRefreshToken" => text(
            signed_in
                .refresh_token()
                .as_ref()
                .map(ExposeSecret::expose_secret),
        ),
        "ExpiresIn" => Cell::Number(Some(signed_in.expires_in())),
        "Scope" => text(Some(signed_in.scope())),
        "Context" => text(Some(signed_in.context())),
        "AccountUuid" => text(signed_in.account_uuid()),
        "UserId" => Cell::Number(signed_in.user_id()),
        "UserEmail" => text(signed_in.user_email()),
        other => {
            let message = format!("a sign-in has no column {other}");
            return Err(Error::new(ErrorKind::Internal, message));
        }
    })
}

fn auth_mode(values: &HashMap<&str, String>) -> Result<AuthMode> {
    match values.get("AuthMode") {
        Some(text) => Ok(AuthMode::parse(text)?),
        None => Ok(AuthMode::default()),
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
                    .join(" and ")
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
