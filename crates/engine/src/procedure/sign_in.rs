//! The procedures that sign in: the address where a person does it, and the token that comes of it.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use secrecy::ExposeSecret;
use storeql_catalog::Parameter;
use storeql_connection::{AccessTokenRequest, AuthMode, AuthorizationRequest, SignedIn};

use super::Execution;
use crate::error::{Error, ErrorKind, Result};
use crate::run_state::RunState;

impl Execution {
    pub(super) fn authorization_url(
        &self,
        values: &HashMap<String, String>,
    ) -> Result<RecordBatch> {
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

    pub(super) async fn access_token(
        &self,
        values: &HashMap<String, String>,
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

fn auth_mode(values: &HashMap<String, String>) -> Result<AuthMode> {
    match values.get("AuthMode") {
        Some(text) => Ok(AuthMode::parse(text)?),
        None => Ok(AuthMode::default()),
    }
}
