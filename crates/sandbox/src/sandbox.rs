//! A running sandbox: starts it, says how to reach it, and ends it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::dataset::Dataset;
use crate::fault_spec::{Fault, FaultKind};
use crate::faults::Faults;
use crate::listener::{Peer, ResettableListener};
use crate::lock::lock;
use crate::log::{LoggedRequest, RequestLog};
use crate::oauth::{LoginOptions, OAuth};
use crate::options::{Error, Options};
use crate::prepared::PreparedAnswers;
use crate::rate::Allowance;
use crate::resource::route::Routes;
use crate::resources;
use crate::server::{self, Shared};
use crate::write::route::WriteRoutes;
use crate::writes;

/// A sandbox store that answers requests until it is stopped or dropped.
pub struct Sandbox {
    shared: Arc<Shared>,
    url: String,
    task: JoinHandle<std::io::Result<()>>,
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// What credentials and tokens are drawn from. Beyond this machine they must not follow from the seed, which is no secret.
fn login_seed(options: &Options) -> Result<u64, Error> {
    if options.listen.ip().is_loopback() {
        return Ok(options.seed);
    }
    getrandom::u64().map_err(|error| Error::NoRandomNumbers(error.to_string()))
}

impl Sandbox {
    /// Makes the shop and listens. The store answers from when this returns.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let routes = Routes::new(resources::ALL).map_err(Error::Description)?;
        let writes = WriteRoutes::new(writes::ALL, &routes).map_err(Error::Description)?;
        let log = RequestLog::open(options.request_log.as_deref()).map_err(|source| {
            Error::RequestLog {
                path: options.request_log.clone().unwrap_or_default(),
                source,
            }
        })?;
        let data = Dataset::new(&options, &routes.described_tables())?;
        let failed = |source| Error::Listen {
            address: options.listen,
            source,
        };
        let listener = TcpListener::bind(options.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let origin = format!("http://{address}");
        let public_url = options
            .public_url
            .as_ref()
            .map(|url| url.as_str().trim_end_matches('/').to_owned());
        let oauth = OAuth::new(
            LoginOptions {
                seed: login_seed(&options)?,
                scopes: options.scopes.clone(),
                apps: options.apps.clone(),
                token_lifetime: options.token_lifetime,
                code_lifetime: options.code_lifetime,
                faults: options.oauth_faults.clone(),
            },
            &data.hash,
        );
        let shared = Arc::new(Shared {
            hash: data.hash.clone(),
            data: RwLock::new(data),
            routes,
            writes,
            oauth,
            seed: options.seed,
            latency: options.latency,
            public_url: public_url.clone(),
            origin: origin.clone(),
            allowance: Mutex::new(Allowance::new(options.quota, options.window)),
            faults: Mutex::new(Faults::new(options.seed, options.faults.clone())),
            prepared: PreparedAnswers::new(options.prepared),
            log,
            closed: Arc::new(AtomicBool::new(false)),
        });
        for fault in &options.faults {
            hide_until_it_appears(&shared, fault)?;
        }
        let service =
            server::router(Arc::clone(&shared)).into_make_service_with_connect_info::<Peer>();
        let task =
            tokio::spawn(async move { axum::serve(ResettableListener(listener), service).await });
        Ok(Self {
            shared,
            url: public_url.unwrap_or(origin),
            task,
        })
    }

    /// The origin of the API: requests go to `{api_url}/stores/{store_id}/v2|v3/…`.
    pub fn api_url(&self) -> &str {
        &self.url
    }

    /// The origin of the OAuth endpoints.
    pub fn login_url(&self) -> &str {
        &self.url
    }

    /// The store's hash.
    pub fn store_id(&self) -> &str {
        &self.shared.hash
    }

    /// The token of the store's own API account.
    pub fn access_token(&self) -> &str {
        self.shared.oauth.store_token()
    }

    /// The id of the registered application.
    pub fn client_id(&self) -> &str {
        &self.shared.oauth.announced().client_id
    }

    /// The secret of the registered application.
    pub fn client_secret(&self) -> &str {
        &self.shared.oauth.announced().client_secret
    }

    /// A connection string that works.
    pub fn connection(&self) -> String {
        format!(
            "AuthScheme=PersonalAccessToken;StoreId={};OAuthAccessToken={};ApiUrl={};LoginUrl={}",
            self.store_id(),
            self.access_token(),
            self.api_url(),
            self.login_url()
        )
    }

    /// The requests so far, as they were answered.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.shared.log.records()
    }

    /// Resolves when a request has been answered since the log was begun, or cleared.
    pub async fn request_answered(&self) {
        self.shared.log.any().await;
    }

    /// How many requests came in each window of the allowance; the last one may still run.
    pub fn windows(&self) -> Vec<u32> {
        lock(&self.shared.allowance).windows()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.log.clear();
    }

    /// Adds a fault while the sandbox runs; it counts matching requests from now on.
    pub fn add_fault(&self, fault: Fault) -> Result<(), Error> {
        if fault.kind.is_of_store() {
            return Err(Error::FaultOfStore);
        }
        hide_until_it_appears(&self.shared, &fault)?;
        lock(&self.shared.faults).add(fault);
        Ok(())
    }

    /// Removes all faults. Rows that vanished do not come back.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Revokes a token, the store's own or an app's, and returns whether it existed. Its refresh token stays valid.
    pub fn revoke(&self, token: &str) -> bool {
        self.shared.oauth.revoke(token)
    }

    /// Waits until the sandbox ends. It ends only by an error of the listener.
    pub async fn wait(mut self) {
        let _ = (&mut self.task).await;
    }

    /// Ends the sandbox: no new connections, and the open ones break off at their next request.
    pub async fn stop(mut self) {
        self.end();
        let _ = (&mut self.task).await;
    }

    fn end(&self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        self.task.abort();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.end();
    }
}

/// Hides the rows that a fault will let appear.
fn hide_until_it_appears(shared: &Shared, fault: &Fault) -> Result<(), Error> {
    if !matches!(fault.kind, FaultKind::Appear) {
        return Ok(());
    }
    let name = shared
        .resource_of(&fault.path)
        .ok_or_else(|| Error::FaultPath {
            path: fault.path.clone(),
        })?;
    shared.data().hide(name, fault.rows, fault.from_end);
    shared.prepared.clear();
    Ok(())
}
