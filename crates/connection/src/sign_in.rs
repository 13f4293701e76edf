//! A connection's ways in: which one its properties mean, and what each needs.

use std::sync::{Arc, Mutex};

use secrecy::ExposeSecret;
use storeql_client::{
    Client, Credentials, ErrorKind as ClientKind, Meter, Options, Request, StaticToken,
};

use crate::configuration;
use crate::connection::Connection;
use crate::error::Error;
use crate::network_properties;
use crate::oauth::{
    AccessTokenRequest, Application, AuthMode, AuthorizationRequest, Bound, Callback, Flow,
    Initiate, LoginServer, OAuthCredentials, READ_EVERYTHING, SignedIn, TokenSettings, given,
    open_browser, required, settings_key,
};

/// What we call ourselves.
const USER_AGENT: &str = concat!("StoreQL/", env!("CARGO_PKG_VERSION"));
/// The settings file's name in the configuration folder.
const SETTINGS_FILE: &str = "OAuthSettings.txt";

impl Connection {
    /// The client of the store. Signs in first where that is needed and allowed, which may open the browser.
    pub async fn client(&self) -> Result<Client, Error> {
        self.logging(self.signed_in_client()).await
    }

    async fn signed_in_client(&self) -> Result<Client, Error> {
        let (store_id, credentials): (String, Arc<dyn Credentials>) = match self
            .values
            .secret("OAuthAccessToken")
        {
            Some(token) => (self.named_store()?, Arc::new(StaticToken::new(token))),
            None if self.value("AuthScheme") == Some("PersonalAccessToken") => {
                return Err(Error::not_signed_in(
                    "there is no access token: set OAuthAccessToken to the token of a store-level API account",
                ));
            }
            None => {
                let flow = Arc::new(self.flow()?);
                let signed_in = flow.token(None).await?;
                (
                    signed_in.store_id().to_owned(),
                    Arc::new(OAuthCredentials::new(flow, signed_in)),
                )
            }
        };
        let options = Options {
            api_url: self.values.url("ApiUrl")?,
            store_id,
            timeout: self.timeout(),
            user_agent: USER_AGENT.to_owned(),
            credentials,
            network: network_properties::of(&self.values)?,
            log: self.log.get().cloned(),
        };
        Ok(Client::new(options)?)
    }

    /// A client of a store that has answered, to one small request or two.
    pub async fn connected_client(&self) -> Result<Client, Error> {
        let client = self.client().await?;
        let meter = Meter::default();
        let time = client.send(&Request::get("v2", "/time"), &meter).await;
        if time
            .as_ref()
            .is_err_and(|error| error.kind == ClientKind::Forbidden)
        {
            // A token without the scope for that may list its webhooks: every token may.
            let hooks = Request::get("v3", "/hooks").with("limit", "1");
            client.send(&hooks, &meter).await?;
        } else {
            time?;
        }
        Ok(client)
    }

    /// Signs in anew with the browser, whatever is kept, and keeps the result at `OAuthSettingsLocation`.
    pub async fn sign_in(&self) -> Result<SignedIn, Error> {
        self.logging(self.flow()?.anew(Bound::ByState)).await
    }

    /// The same without opening a browser: waits for the install button in a store's control panel, which names the store.
    pub async fn sign_in_by_install_button(&self) -> Result<SignedIn, Error> {
        self.logging(self.flow()?.anew(Bound::ByStateOrInstall))
            .await
    }

    /// What is kept at `OAuthSettingsLocation`, or comes of `OAuthVerifier` or a refresh: for `login` on a machine without a
    /// browser.
    pub async fn signed_in(&self) -> Result<SignedIn, Error> {
        self.logging(self.flow()?.token(None)).await
    }

    /// The scopes of the token that is kept at `OAuthSettingsLocation`, separated by blanks; none where no token is kept, or
    /// another is used. Opens no browser and sends nothing.
    pub async fn kept_scope(&self) -> Result<Option<String>, Error> {
        let another = self.values.secret("OAuthAccessToken").is_some()
            || self.value("AuthScheme") == Some("PersonalAccessToken");
        // Without an app there is no place where a token could be kept.
        let Some(flow) = self.flow().ok().filter(|_| !another) else {
            return Ok(None);
        };
        let kept = flow.settings.read(self.store_id()).await?;
        Ok(kept.map(|signed_in| signed_in.scope().to_owned()))
    }

    /// The address at which a person signs in. Sends nothing.
    pub fn authorization_url(&self, request: &AuthorizationRequest) -> Result<String, Error> {
        let procedure = "GetOAuthAuthorizationURL";
        let own = self.value("CallbackURL");
        let callback_url = match request.auth_mode {
            AuthMode::Web => required(procedure, "CallbackURL", request.callback_url.as_deref())?,
            AuthMode::App => required(
                procedure,
                "CallbackURL",
                given(request.callback_url.as_deref()).or(own),
            )?,
        };
        let flow = self.flow()?;
        let scope = given(request.scope.as_deref()).unwrap_or(&flow.scope);
        let state = given(request.state.as_deref());
        Ok(flow
            .server
            .authorization_url(callback_url, scope, self.store_id(), state)
            .into())
    }

    /// A token: for the web, of the code that the application got; else by the browser, kept as a connection's own.
    pub async fn access_token(&self, request: &AccessTokenRequest) -> Result<SignedIn, Error> {
        let procedure = "GetOAuthAccessToken";
        let verifier = request.verifier.as_ref().map(ExposeSecret::expose_secret);
        let mut flow = self.flow()?;
        if let Some(scope) = given(request.scope.as_deref()) {
            flow.scope = scope.to_owned();
        }
        if request.auth_mode == AuthMode::App && given(verifier).is_none() {
            flow.callback_url = given(request.callback_url.as_deref())
                .map(str::to_owned)
                .or(flow.callback_url);
            return self.logging(flow.anew(Bound::ByState)).await;
        }
        let code = required(procedure, "Verifier", verifier)?;
        let own = flow
            .callback_url
            .as_deref()
            .filter(|_| request.auth_mode == AuthMode::App);
        let callback_url = required(
            procedure,
            "CallbackURL",
            given(request.callback_url.as_deref()).or(own),
        )?;
        let callback = Callback {
            code: code.into(),
            scope: None,
            context: None,
        };
        self.logging(flow.exchange(&callback, callback_url)).await
    }

    pub(crate) fn flow(&self) -> Result<Flow, Error> {
        let application = Application::find(
            self.value("OAuthClientId"),
            self.values.secret("OAuthClientSecret"),
        )?;
        let login_url = self.values.url("LoginUrl")?;
        let key = settings_key(
            &application.client_secret,
            self.values.secret("OAuthSettingsPassphrase").as_ref(),
        );
        let settings = TokenSettings::at(
            &self.settings_location()?,
            login_url.as_str(),
            &application.client_id,
            key,
        );
        let network = network_properties::of(&self.values)?;
        let http = storeql_client::http_client(&network, USER_AGENT)?;
        let proxy = network.proxy_of(&login_url);
        let initiate = match self.value("InitiateOAuth") {
            Some("GETANDREFRESH") => Initiate::GetAndRefresh,
            Some("REFRESH") => Initiate::Refresh,
            _ => Initiate::Off,
        };
        let text = |name| self.value(name).map(str::to_owned);
        Ok(Flow {
            server: LoginServer {
                url: login_url,
                application,
                http,
                proxy,
                timeout: self.timeout(),
            },
            settings,
            initiate,
            store_id: text("StoreId"),
            scope: text("Scope").unwrap_or_else(|| READ_EVERYTHING.to_owned()),
            callback_url: text("CallbackURL"),
            listen_address: text("OAuthListenAddress"),
            verifier: self.value("OAuthVerifier").map(Into::into),
            open_browser: |url| Box::pin(open_browser(url)),
            announcement: self.announcement.clone(),
            browser_tried: Mutex::new(false),
        })
    }

    fn settings_location(&self) -> Result<String, Error> {
        if let Some(location) = self.value("OAuthSettingsLocation") {
            return Ok(location.to_owned());
        }
        let folder = configuration::folder().ok_or_else(|| {
            Error::configuration(
                "this machine has no configuration folder: set OAuthSettingsLocation to a file",
            )
        })?;
        Ok(folder.join(SETTINGS_FILE).to_string_lossy().into_owned())
    }

    fn named_store(&self) -> Result<String, Error> {
        let message = "there is no StoreId: it is the part between stores/ and /v3 in the control panel's API path";
        self.store_id()
            .map(str::to_owned)
            .ok_or_else(|| Error::configuration(message))
    }
}
