//! What a sandbox can be told when it starts, and what can go wrong then.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::faults::Fault;
use crate::oauth::{App, OAuthFault};

/// How a sandbox is to be.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Orders to make up.
    pub orders: usize,
    /// Of these, so many have sixty lines, more than `include` brings along. They are spread evenly.
    pub large_orders: usize,
    /// Products to make up.
    pub products: usize,
    /// Customers to make up.
    pub customers: usize,
    /// The same seed makes the same shop.
    pub seed: u64,
    /// A folder with rows of the user's own in place of the made-up ones.
    pub data: Option<PathBuf>,
    /// How long every answer takes at least.
    pub latency: Duration,
    /// Requests per window; none means as good as endless.
    pub quota: Option<u32>,
    /// The window of the quota.
    pub window: Duration,
    /// Faults on demand.
    pub faults: Vec<Fault>,
    /// A file that gets one JSON line per request.
    pub request_log: Option<PathBuf>,
    /// The address by which clients reach the sandbox, where `Host` does not tell it.
    pub public_url: Option<Url>,
    /// The scopes of the store's own token; none means all, an empty list nothing.
    pub scopes: Option<Vec<String>>,
    /// Apps that may be let in, beside the one that the sandbox has anyway.
    pub apps: Vec<App>,
    /// How long an app's token is good; none means until it is revoked, as BigCommerce's are. With one there are refresh tokens.
    pub token_lifetime: Option<Duration>,
    /// How long a code is good.
    pub code_lifetime: Duration,
    /// What goes wrong at every sign-in.
    pub oauth_faults: Vec<OAuthFault>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            orders: 200,
            large_orders: 0,
            products: 120,
            customers: 80,
            seed: 1,
            data: None,
            latency: Duration::ZERO,
            quota: None,
            window: Duration::from_secs(30),
            faults: Vec::new(),
            request_log: None,
            public_url: None,
            scopes: None,
            apps: Vec::new(),
            token_lifetime: None,
            code_lifetime: Duration::from_secs(600),
            oauth_faults: Vec::new(),
        }
    }
}

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; choose another address with a free port")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The request log cannot be written.
    #[error("cannot write the request log {path}: {source}")]
    RequestLog {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file of the data folder cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The data folder holds a file that is no resource's.
    #[error("{path} is the file of no resource; the folder may hold: {known}")]
    UnknownFile {
        /// The file.
        path: PathBuf,
        /// The names that are known.
        known: String,
    },
    /// A line of the data folder is no JSON object, or lacks what ties it to its parent.
    #[error("{path}, line {line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A fault names a path that is no resource's.
    #[error("the fault for rows at `{path}` names no list of the API")]
    FaultPath {
        /// The path.
        path: String,
    },
    /// The descriptions of the resources do not fit together: a mistake of the sandbox itself.
    #[error("the sandbox's own descriptions are wrong: {0}")]
    Description(String),
}
