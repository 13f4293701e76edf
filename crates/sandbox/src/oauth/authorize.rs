//! `/oauth2/authorize`: asks the merchant whether an app may read the store, and sends the browser back to the app with the
//! answer.
//!
//! An error before the callback address is checked is shown as a page. Later errors go to the callback address.

use std::time::Instant;

use url::Url;

use super::app::App;
use super::fault::OAuthFault;
use super::fields::Fields;
use super::grants::Grant;
use super::login::{OAuth, USER_EMAIL, USER_NAME};
use super::{html, scopes};
use crate::lock::lock;
use crate::respond::Reply;

/// The parameters that the consent page carries on to its own answer.
const CARRIED: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "context",
    "state",
];

/// A checked request for consent.
struct ConsentRequest<'a> {
    app: &'a App,
    back: Back<'a>,
    scopes: Vec<String>,
}

/// The way back to the app.
struct Back<'a> {
    /// As the app spelled it, which the exchange has to repeat.
    redirect_uri: &'a str,
    url: Url,
    state: Option<&'a str>,
}

impl OAuth {
    /// Shows the merchant what the app asks for.
    pub(crate) fn consent_page(&self, fields: &Fields) -> Result<Reply, Box<Reply>> {
        let asked = self.asked(fields)?;
        let carried = CARRIED
            .iter()
            .filter_map(|name| Some((*name, fields.get(name)?)));
        Ok(html::consent(&html::Consent {
            app: &asked.app.client_id,
            user: USER_NAME,
            email: USER_EMAIL,
            context: &self.store.context(),
            redirect_uri: asked.back.redirect_uri,
            scopes: &asked.scopes,
            carried: &carried.collect::<Vec<_>>(),
        }))
    }

    /// Reads the merchant's answer, and sends the browser back to the app.
    pub(crate) fn consent(&self, fields: &Fields) -> Result<Reply, Box<Reply>> {
        let asked = self.asked(fields)?;
        Ok(match fields.get("decision") {
            Some("accept") => {
                let code =
                    self.issue_code(asked.app, asked.scopes.clone(), asked.back.redirect_uri);
                let parameters = self.callback_parameters(&code, &asked.scopes.join(" "));
                self.send_back(asked.back, &parameters)
            }
            Some("refuse") => self.send_back(
                asked.back,
                &[
                    ("error", "access_denied".to_owned()),
                    ("error_description", "The merchant refused.".to_owned()),
                ],
            ),
            _ => html::trouble("There is no decision", "Accept or refuse."),
        })
    }

    /// A code for what the merchant agreed to.
    pub(super) fn issue_code(&self, app: &App, scopes: Vec<String>, redirect_uri: &str) -> String {
        let grant = Grant {
            client_id: app.client_id.clone(),
            scopes,
        };
        let expires = Instant::now() + self.code_lifetime;
        lock(&self.grants).issue_code(grant, redirect_uri.to_owned(), expires)
    }

    /// The parameters of the callback after consent.
    pub(super) fn callback_parameters(
        &self,
        code: &str,
        scope: &str,
    ) -> [(&'static str, String); 4] {
        [
            ("code", code.to_owned()),
            ("scope", scope.to_owned()),
            ("context", self.store.context()),
            ("account_uuid", self.store.account_uuid.clone()),
        ]
    }

    /// Checks a request, before the merchant is asked and again with the merchant's answer.
    fn asked<'a>(&'a self, fields: &'a Fields) -> Result<ConsentRequest<'a>, Box<Reply>> {
        let trouble = |why: &str| Box::new(html::trouble("This app cannot be let in", why));
        let client_id = fields.required("client_id").map_err(|why| trouble(&why))?;
        let app = self
            .app(client_id)
            .ok_or_else(|| trouble(&format!("There is no app with the client_id {client_id}.")))?;
        let redirect_uri = fields
            .required("redirect_uri")
            .map_err(|why| trouble(&why))?;
        let url = app.redirect(redirect_uri).ok_or_else(|| {
            trouble(&format!(
                "The redirect_uri {redirect_uri} is not registered for this app."
            ))
        })?;
        let back = Back {
            redirect_uri,
            url,
            state: fields.get("state"),
        };
        match self.granted(app, fields) {
            Ok(scopes) => Ok(ConsentRequest { app, back, scopes }),
            Err((error, why)) => Err(Box::new(self.send_back(
                back,
                &[("error", error.to_owned()), ("error_description", why)],
            ))),
        }
    }

    /// The scopes that the app gets, or why the request is refused.
    fn granted(&self, app: &App, fields: &Fields) -> Result<Vec<String>, (&'static str, String)> {
        let response_type = fields.required("response_type");
        match response_type.map_err(|why| ("invalid_request", why))? {
            "code" => {}
            _ => {
                let why = "The response_type must be code.".to_owned();
                return Err(("unsupported_response_type", why));
            }
        }
        let own = self.store.context();
        if let Some(context) = fields.get("context").filter(|context| *context != own) {
            let why = format!("There is no {context} that this merchant has access to.");
            return Err(("access_denied", why));
        }
        let asked = fields.get("scope").unwrap_or_default();
        let asked: Vec<&str> = asked.split_whitespace().collect();
        if let Some(unknown) = asked.iter().find(|scope| !scopes::is_known(scope)) {
            let why = format!("There is no scope {unknown}.");
            return Err(("invalid_scope", why));
        }
        let granted = app.grantable(&asked);
        if granted.is_empty() {
            let why = "The app is not registered for any of these scopes.".to_owned();
            return Err(("invalid_scope", why));
        }
        Ok(granted)
    }

    fn send_back(&self, back: Back<'_>, parameters: &[(&str, String)]) -> Reply {
        let mut url = back.url;
        url.query_pairs_mut().extend_pairs(parameters);
        let state = if self.goes_wrong(OAuthFault::WrongState) {
            Some("another-state-than-was-sent")
        } else if self.goes_wrong(OAuthFault::DropState) {
            None
        } else {
            back.state
        };
        if let Some(state) = state {
            url.query_pairs_mut().append_pair("state", state);
        }
        Reply::redirect(url.as_str())
    }
}
