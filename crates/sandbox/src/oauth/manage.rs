//! `/manage/…`: the store's page of its apps. The install button sends the browser to an app's callback without a request of the
//! app. Uninstalling an app ends its tokens.

use super::fields::Fields;
use super::html;
use super::login::OAuth;
use crate::lock::lock;
use crate::respond::Reply;

impl OAuth {
    /// Lists the apps, each with its buttons.
    pub(super) fn apps_page(&self) -> Reply {
        let apps = self.apps.iter().map(|app| html::Listed {
            client_id: &app.client_id,
            redirect_uris: &app.redirect_uris,
            tokens: self.tokens_of(app),
        });
        html::apps(&self.store.context(), &apps.collect::<Vec<_>>())
    }

    /// Sends the browser to the app's callback, with a code and without a state.
    pub(super) fn install(&self, fields: &Fields) -> Result<Reply, Box<Reply>> {
        let trouble = |why: &str| Box::new(html::trouble("The app cannot be installed", why));
        let app = fields.get("client_id").and_then(|id| self.app(id));
        let app = app.ok_or_else(|| trouble("There is no app with this client_id."))?;
        let redirect_uri = fields
            .get("redirect_uri")
            .or_else(|| app.redirect_uris.first().map(String::as_str))
            .unwrap_or_default();
        let url = app.redirect(redirect_uri);
        let mut url = url.ok_or_else(|| trouble("The app has no such callback address."))?;
        let scopes = app.grantable(&[]);
        let scope = scopes.join(" ");
        let code = self.issue_code(app, scopes, redirect_uri);
        url.query_pairs_mut()
            .extend_pairs(self.callback_parameters(&code, &scope));
        Ok(Reply::redirect(url.as_str()))
    }

    /// Takes all of an app's tokens away.
    pub(super) fn uninstall(&self, fields: &Fields) -> Result<Reply, Box<Reply>> {
        let app = fields.get("client_id").and_then(|id| self.app(id));
        let app = app.ok_or_else(|| {
            let why = "There is no app with this client_id.";
            Box::new(html::trouble("The app cannot be uninstalled", why))
        })?;
        lock(&self.grants).revoke_all(&app.client_id);
        Ok(Reply::redirect("apps"))
    }
}
