//! `/manage/…`: the store's own page of its apps. Its install button arrives at an app's callback without the app having asked;
//! uninstalling an app is what ends its tokens.

use super::fields::Fields;
use super::{OAuth, page};
use crate::respond::Reply;
use crate::server::lock;

impl OAuth {
    /// Lists the apps, each with its buttons.
    pub(super) fn apps_page(&self) -> Reply {
        let apps = self.apps.iter().map(|app| page::Listed {
            client_id: &app.client_id,
            redirect_uris: &app.redirect_uris,
            tokens: self.tokens_of(app),
        });
        page::apps(&self.store.context(), &apps.collect::<Vec<_>>())
    }

    /// Sends the browser to the app's callback, with a code and without a state.
    pub(super) fn install(&self, fields: Result<Fields, String>) -> Reply {
        let trouble = |why: &str| page::trouble("The app cannot be installed", why);
        let fields = match fields {
            Ok(fields) => fields,
            Err(why) => return trouble(&why),
        };
        let Some(app) = fields.get("client_id").and_then(|id| self.app(id)) else {
            return trouble("There is no app with this client_id.");
        };
        let redirect_uri = fields
            .get("redirect_uri")
            .or_else(|| app.redirect_uris.first().map(String::as_str))
            .unwrap_or_default();
        let Some(mut url) = app.redirect(redirect_uri) else {
            return trouble("The app has no such callback address.");
        };
        let scopes = app.grantable(&[]);
        let scope = scopes.join(" ");
        let code = self.issue_code(app, scopes, redirect_uri);
        url.query_pairs_mut().extend_pairs(self.told(&code, &scope));
        Reply::redirect(url.as_str())
    }

    /// Takes all of an app's tokens away.
    pub(super) fn uninstall(&self, fields: Result<Fields, String>) -> Reply {
        let app = fields
            .ok()
            .and_then(|fields| self.app(fields.get("client_id")?));
        let Some(app) = app else {
            return page::trouble(
                "The app cannot be uninstalled",
                "There is no app with this client_id.",
            );
        };
        lock(&self.grants).revoke_all(&app.client_id);
        Reply::redirect("apps")
    }
}
