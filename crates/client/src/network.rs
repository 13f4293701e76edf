//! How the network is reached: proxies and trusted certificates, and the HTTP client that uses them.

use std::fmt;
use std::time::Duration;

use reqwest::NoProxy;
use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::error::{Error, ErrorKind};
use crate::tls::{self, Certificates};

/// A connection that takes longer than this is not coming.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What stands between us and a server.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// The proxy.
    pub proxy: Proxy,
    /// Which server certificates are trusted.
    pub certificates: Certificates,
}

/// The proxy to use.
#[derive(Clone, Default)]
pub enum Proxy {
    /// None.
    Direct,
    /// What the environment names: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`.
    #[default]
    Environment,
    /// This one.
    Server {
        /// What it speaks.
        kind: ProxyKind,
        /// Its host.
        host: String,
        /// Its port.
        port: u16,
        /// The user name and the password that it takes.
        user: Option<(String, SecretString)>,
        /// Hosts that are reached without it, separated by commas.
        exceptions: String,
    },
}

/// What a proxy speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyKind {
    /// HTTP, with CONNECT for https addresses.
    Http,
    /// The same over TLS.
    Https,
    /// SOCKS 4, with names resolved by the proxy.
    Socks4,
    /// SOCKS 5, with names resolved by the proxy.
    Socks5,
}

impl Network {
    /// The proxy through which `server` is reached, as errors name it; none where there is none, or the environment names it.
    pub fn proxy_of(&self, server: &Url) -> Option<String> {
        let Proxy::Server {
            host,
            port,
            exceptions,
            ..
        } = &self.proxy
        else {
            return None;
        };
        let name = server.host_str().unwrap_or_default();
        let excepted = |exception: &str| {
            let exception = exception.trim().trim_start_matches(['*', '.']);
            !exception.is_empty()
                && name
                    .strip_suffix(exception)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        (!exceptions.split(',').any(excepted)).then(|| format!("{host}:{port}"))
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Direct => f.write_str("Direct"),
            Self::Environment => f.write_str("Environment"),
            Self::Server {
                kind, host, port, ..
            } => write!(f, "{kind:?} {host}:{port}"),
        }
    }
}

/// An HTTP client for `network` that follows no redirect: one could take a secret to another server.
pub fn http_client(network: &Network, user_agent: &str) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        .user_agent(user_agent)
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(Policy::none())
        .referer(false)
        .tls_backend_preconfigured(tls::configuration(&network.certificates)?);
    let builder = match &network.proxy {
        Proxy::Environment => builder,
        Proxy::Direct => builder.no_proxy(),
        Proxy::Server {
            kind,
            host,
            port,
            user,
            exceptions,
        } => {
            let proxy = proxy(*kind, host, *port, user.as_ref())?;
            builder.proxy(proxy.no_proxy(NoProxy::from_string(exceptions)))
        }
    };
    builder
        .build()
        .map_err(|error| unusable(error, "no HTTP client can be set up"))
}

fn proxy(
    kind: ProxyKind,
    host: &str,
    port: u16,
    user: Option<&(String, SecretString)>,
) -> Result<reqwest::Proxy, Error> {
    let scheme = match kind {
        ProxyKind::Http => "http",
        ProxyKind::Https => "https",
        ProxyKind::Socks4 => "socks4a",
        ProxyKind::Socks5 => "socks5h",
    };
    let host = if host.contains(':') && !host.starts_with('[') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    let wrong = || {
        Error::new(
            ErrorKind::Configuration,
            format!("the proxy's address {host}:{port} is none"),
        )
    };
    let address = url::Url::parse(&format!("{scheme}://{host}:{port}")).map_err(|_| wrong())?;
    let proxy = reqwest::Proxy::all(address)
        .map_err(|error| unusable(error, "the proxy cannot be used"))?;
    Ok(match user {
        Some((name, password)) => proxy.basic_auth(name, password.expose_secret()),
        None => proxy,
    })
}

fn unusable(error: reqwest::Error, what: &str) -> Error {
    let error = error.without_url();
    Error::new(ErrorKind::Configuration, format!("{what} ({error})")).caused_by(error)
}
