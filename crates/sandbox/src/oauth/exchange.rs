//! `/oauth2/token`: a code, or a refresh token, becomes a token of the API.

use std::time::Instant;

use axum::http::header;
use axum::http::request::Parts;
use serde_json::{Value, json};

use super::app::App;
use super::fault::OAuthFault;
use super::fields::Fields;
use super::grants::{Grant, Token};
use super::login::{OAuth, USER_EMAIL, USER_NAME};
use crate::lock::lock;
use crate::request;
use crate::respond::Reply;

/// An error of the token endpoint, as RFC 6749, 5.2 has it.
pub(super) fn refusal(status: u16, error: &str, why: &str) -> Reply {
    no_store(Reply::json(
        status,
        &json!({ "error": error, "error_description": why }),
    ))
}

/// Forbids browsers and proxies to store an answer, since it holds a token.
fn no_store(mut reply: Reply) -> Reply {
    reply.headers.push(("cache-control", "no-store".to_owned()));
    reply
}

/// What a token grants, and what its answer says.
struct Terms {
    store: String,
    scopes: Vec<String>,
    scope: Value,
    context: String,
}

impl OAuth {
    /// Answers the exchange.
    pub(super) fn exchange(&self, parts: &Parts, body: &[u8]) -> Reply {
        if !takes_json(parts) {
            return no_store(Reply::json(406, &json!({ "error": "Invalid format." })));
        }
        let fields = match content_type(parts) {
            "application/json" => Fields::from_json(body),
            "application/x-www-form-urlencoded" => Fields::from_form(body),
            _ => {
                let why = "The body must be application/json or application/x-www-form-urlencoded.";
                return refusal(415, "invalid_request", why);
            }
        };
        let answered = fields
            .map_err(invalid)
            .and_then(|fields| self.exchanged(&fields));
        answered.unwrap_or_else(|reply| *reply)
    }

    fn exchanged(&self, fields: &Fields) -> Result<Reply, Box<Reply>> {
        let required = |name| fields.required(name).map_err(invalid);
        let client_id = required("client_id")?;
        let client_secret = required("client_secret")?;
        let app = self
            .app(client_id)
            .filter(|app| app.client_secret == client_secret)
            .ok_or_else(|| {
                let why = "The client_id and the client_secret do not belong to an app.";
                Box::new(refusal(401, "invalid_client", why))
            })?;
        let bad_grant = |why| Box::new(refusal(400, "invalid_grant", why));
        match required("grant_type")? {
            "authorization_code" => {
                let (code, redirect_uri) = (required("code")?, required("redirect_uri")?);
                required("scope")?;
                let context = required("context")?;
                let grant = lock(&self.grants)
                    .redeem(code, &app.client_id, redirect_uri, Instant::now())
                    .map_err(bad_grant)?;
                Ok(self.issue(grant, context))
            }
            "refresh_token" if self.token_lifetime.is_some() => {
                let token = required("refresh_token")?;
                let grant = lock(&self.grants)
                    .redeem_refresh_token(token, &app.client_id)
                    .map_err(bad_grant)?;
                Ok(self.issue(grant, &self.store.context()))
            }
            _ => {
                let why = "There is no such grant_type here.";
                Err(Box::new(refusal(400, "unsupported_grant_type", why)))
            }
        }
    }

    /// Issues a token.
    fn issue(&self, grant: Grant, context: &str) -> Reply {
        let terms = self.terms(&grant, context);
        let now = Instant::now();
        let token = Token {
            store: terms.store,
            scopes: Some(terms.scopes),
            client_id: Some(grant.client_id.clone()),
            expires: self.token_lifetime.map(|lifetime| now + lifetime),
        };
        let mut grants = lock(&self.grants);
        let user = json!({ "id": self.store.user_id, "username": USER_NAME, "email": USER_EMAIL });
        let mut answer = json!({
            "access_token": grants.issue_token(token, now),
            "scope": terms.scope,
            "user": user,
            "owner": user,
            "context": terms.context,
            "account_uuid": self.store.account_uuid,
        });
        if let Some(lifetime) = self.token_lifetime {
            answer["expires_in"] = lifetime.as_secs().into();
            answer["refresh_token"] = grants.issue_refresh_token(grant).into();
        }
        no_store(Reply::json(200, &answer))
    }

    /// What a grant becomes: as agreed, unless the app names another store or a fault was asked for.
    fn terms(&self, grant: &Grant, context: &str) -> Terms {
        let own = self.store.context();
        let mut terms = Terms {
            store: self.store.hash.clone(),
            scopes: grant.scopes.clone(),
            scope: grant.scopes.join(" ").into(),
            context: own.clone(),
        };
        if context != own {
            // Observed at BigCommerce: the answer is a token without scopes, where an error would be expected.
            terms.scopes.clear();
            terms.scope = Value::Null;
            context.clone_into(&mut terms.context);
        }
        if self.goes_wrong(OAuthFault::EmptyScope) {
            terms.scopes.clear();
            terms.scope = "".into();
        }
        if self.goes_wrong(OAuthFault::WrongContext) {
            terms.store.clone_from(&self.store.other_hash);
            terms.context = format!("stores/{}", self.store.other_hash);
        }
        terms
    }

    /// How many tokens of an app are valid.
    pub(super) fn tokens_of(&self, app: &App) -> usize {
        lock(&self.grants).count(&app.client_id, Instant::now())
    }
}

fn invalid(why: String) -> Box<Reply> {
    Box::new(refusal(400, "invalid_request", &why))
}

/// Whether the client accepts JSON, the only format of the answer.
fn takes_json(parts: &Parts) -> bool {
    request::header(&parts.headers, "accept").is_none_or(|accept| {
        accept
            .split(',')
            .filter_map(|part| part.split(';').next())
            .any(|kind| matches!(kind.trim(), "application/json" | "application/*" | "*/*"))
    })
}

/// The media type of a request's body, without its parameters.
fn content_type(parts: &Parts) -> &str {
    let value = request::header(&parts.headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}
