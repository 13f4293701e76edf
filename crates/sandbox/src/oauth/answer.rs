//! Which request of a sign-in is answered by what.

use axum::body::Body;
use axum::http::Method;
use axum::http::request::Parts;

use super::fields::Fields;
use super::login::OAuth;
use super::{exchange, html};
use crate::request::Version;
use crate::respond::Reply;

/// A body of a sign-in is small; more is not read.
const BODY_LIMIT: usize = 64 * 1024;

impl OAuth {
    /// Whether a path is the login server's and not the API's.
    pub(crate) fn has(path: &str) -> bool {
        path.starts_with("/oauth2/") || path.starts_with("/manage/")
    }

    /// The answer to a request for such a path.
    pub(crate) async fn answer(&self, parts: &Parts, body: Body) -> Reply {
        let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
            return exchange::refusal(413, "invalid_request", "The request is too large.");
        };
        let query = || Fields::from_form(parts.uri.query().unwrap_or_default().as_bytes());
        let form = || Fields::from_form(&body);
        let (get, post) = (parts.method == Method::GET, parts.method == Method::POST);
        match parts.uri.path() {
            "/oauth2/authorize" if get => page_of(query(), |fields| self.consent_page(fields)),
            "/oauth2/authorize" if post => page_of(form(), |fields| self.consent(fields)),
            "/oauth2/token" if post => self.exchange(parts, &body),
            "/manage/apps" if get => self.apps_page(),
            "/manage/install" if post => page_of(form(), |fields| self.install(fields)),
            "/manage/uninstall" if post => page_of(form(), |fields| self.uninstall(fields)),
            "/oauth2/authorize" | "/oauth2/token" | "/manage/apps" | "/manage/install"
            | "/manage/uninstall" => Reply::wrong_method(Version::V3),
            _ => Reply::not_found(Version::V3),
        }
    }
}

/// The page that answers these fields, where they can be read.
fn page_of(
    fields: Result<Fields, String>,
    answer: impl FnOnce(&Fields) -> Result<Reply, Box<Reply>>,
) -> Reply {
    match fields {
        Ok(fields) => answer(&fields).unwrap_or_else(|reply| *reply),
        Err(why) => html::trouble("The request cannot be read", &why),
    }
}
