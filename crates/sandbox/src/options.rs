//! The options of a sandbox, and the errors of its start.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::fault_spec::Fault;
use crate::oauth::{App, OAuthFault};

/// What the sandbox holds and how it behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Orders to make up.
    pub orders: usize,
    /// How many of them have sixty lines, more than `include` brings along. They are spread evenly.
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
    /// Whether answers are kept, rendered and compressed, and sent again from memory.
    pub prepared: bool,
    /// Requests per window; `None` allows 100 million.
    pub quota: Option<u32>,
    /// The window of the quota.
    pub window: Duration,
    /// Faults on demand.
    pub faults: Vec<Fault>,
    /// A file that gets one JSON line per request.
    pub request_log: Option<PathBuf>,
    /// The address by which clients reach the sandbox, where `Host` does not say it.
    pub public_url: Option<Url>,
    /// The scopes of the store's own token. `None` grants everything, an empty list grants nothing.
    pub scopes: Option<Vec<String>>,
    /// Further apps that may sign in. The sandbox always has one of its own.
    pub apps: Vec<App>,
    /// How long an app's token is valid. `None`: until it is revoked, as BigCommerce's are. With a lifetime there are refresh tokens.
    pub token_lifetime: Option<Duration>,
    /// How long a code is valid.
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
            prepared: false,
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
    /// The system gives no random numbers, without which no token can be kept secret beyond this machine.
    #[error(
        "the system gives no random numbers ({0}); listen on 127.0.0.1, where the token may follow from the seed"
    )]
    NoRandomNumbers(String),
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
    /// The data folder holds a file that belongs to no resource.
    #[error("{path} belongs to no resource; the folder may hold: {known}")]
    UnknownFile {
        /// The file.
        path: PathBuf,
        /// The names that are known.
        known: String,
    },
    /// A line of the data folder is not a JSON object, or does not name its parent.
    #[error("{path}, line {line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A fault names a path that belongs to no resource.
    #[error(
        "the fault for rows names `{path}`, which is not a list of the API; name one such as /v2/orders"
    )]
    FaultPath {
        /// The path.
        path: String,
    },
    /// A fault that is a property of the store was to be added to a running sandbox.
    #[error("`gap` and `archived` are properties of the store; give them when the sandbox starts")]
    FaultOfStore,
    /// A data folder's rows were to be numbered anew.
    #[error(
        "`gap` numbers made-up rows; in a data folder, give the rows the ids that they are to have"
    )]
    GapInData,
    /// The descriptions of the resources cannot be read: a mistake of the sandbox itself.
    #[error("the sandbox's own descriptions are wrong: {0}")]
    Description(String),
}
