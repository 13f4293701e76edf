//! One exchange over HTTP, and what its failures mean. No retries.

use std::error::Error as StdError;

use bytes::{Bytes, BytesMut};
use reqwest::header::HeaderMap;
use tokio::time::Instant;

use crate::answer::{Headers, Wait};
use crate::error::{Error, ErrorKind};

/// Bytes of an answer at most, decompressed: the largest page of the API has a tenth of it.
const LONGEST_BODY: usize = 256 << 20;

/// The beginning of an answer.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) at: Instant,
    pub(crate) status: u16,
    pub(crate) headers: Headers,
}

impl Head {
    /// The wait until the gate lets requests through again, where the store refused for its limit and told.
    pub(crate) fn opens_at(&self) -> Option<Wait> {
        self.headers.wait(self.at).filter(|_| self.status == 429)
    }
}

/// An answer whose body is still to be read.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) head: Head,
    response: reqwest::Response,
}

/// Sends `request` and reads the head of the answer.
pub(crate) async fn open(
    client: &reqwest::Client,
    proxy: Option<&str>,
    request: reqwest::Request,
) -> Result<Opened, Error> {
    let server = server(request.url());
    let response = client.execute(request).await;
    let response = response.map_err(|error| network_failure(error, &server, "ApiUrl", proxy))?;
    let at = Instant::now();
    let status = response.status().as_u16();
    tracing::trace!(
        target: "storeql_client::answer",
        status,
        headers = ?shown(response.headers()),
        "answer"
    );
    tracing::trace!(server, remote = ?response.remote_addr(), version = ?response.version(), "answered");
    let headers = Headers::read(response.headers(), at);
    let head = Head {
        at,
        status,
        headers,
    };
    Ok(Opened { head, response })
}

impl Opened {
    /// The head, and the reading of the body into `received`, which holds what has arrived so far where this is given up.
    pub(crate) fn body<'r>(
        self,
        proxy: Option<&'r str>,
        received: &'r mut BytesMut,
    ) -> (Head, impl Future<Output = Result<Bytes, Error>> + 'r) {
        let mut response = self.response;
        let body = async move {
            let server = server(response.url());
            let lost = |error| network_failure(error, &server, "ApiUrl", proxy);
            while let Some(chunk) = response.chunk().await.map_err(lost)? {
                if received.len() + chunk.len() > LONGEST_BODY {
                    let message = format!(
                        "the answer is longer than {} MiB: ask for fewer rows a page",
                        LONGEST_BODY >> 20
                    );
                    return Err(Error::new(ErrorKind::Protocol, message));
                }
                received.extend_from_slice(&chunk);
            }
            Ok(std::mem::take(received).freeze())
        };
        (self.head, body)
    }
}

/// The headers of an answer that a log may show: these, as any other may hold a secret.
fn shown(headers: &HeaderMap) -> Vec<(&str, &str)> {
    const SHOWN: [&str; 10] = [
        "age",
        "cache-control",
        "content-encoding",
        "content-length",
        "content-type",
        "date",
        "etag",
        "retry-after",
        "server",
        "x-request-id",
    ];
    let may_show = |name: &str| SHOWN.contains(&name) || name.starts_with("x-rate-limit-");
    headers
        .iter()
        .filter(|(name, _)| may_show(name.as_str()))
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or("?")))
        .collect()
}

/// Host and port, for messages.
fn server(url: &url::Url) -> String {
    let host = url.host_str().unwrap_or("?");
    url.port_or_known_default()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// What a failure to talk to `server` means, whose address stands in `property`, and which is reached through `proxy`, where one
/// is known.
pub fn network_failure(
    error: reqwest::Error,
    server: &str,
    property: &str,
    proxy: Option<&str>,
) -> Error {
    let why = innermost(&error);
    let tls = find::<rustls::Error>(&error).cloned();
    let connect = error.is_connect();
    let refused = refused_by_proxy(&error);
    let failure = match tls {
        Some(rustls::Error::InvalidCertificate(problem)) => {
            let message = format!(
                "the certificate of {server} is not trusted ({problem}). If it is the right server, name its certificate in \
                 SSLServerCert."
            );
            Error::new(ErrorKind::Certificate, message)
        }
        Some(_) => {
            let message = format!(
                "{server} does not speak TLS as it should ({why}): check {property}, https or http."
            );
            Error::new(ErrorKind::Unreachable, message)
        }
        None if refused => {
            let proxy = proxy.unwrap_or("that the environment names");
            let message = format!(
                "the proxy {proxy} does not connect to {server} ({why}). Check what the proxy allows, its user name and password, \
                 and the proxy settings."
            );
            Error::new(ErrorKind::Unreachable, message).passing()
        }
        None if connect => {
            let message = match proxy {
                Some(proxy) => format!(
                    "the proxy {proxy}, through which {server} is asked, cannot be reached ({why}). Check the network and the \
                     proxy settings."
                ),
                None => format!(
                    "{server} cannot be reached ({why}). Check the network, the proxy settings and {property}."
                ),
            };
            Error::new(ErrorKind::Unreachable, message).passing()
        }
        None => {
            let message =
                format!("the connection to {server} ended before the answer was complete ({why}).");
            Error::new(ErrorKind::Protocol, message).passing()
        }
    };
    failure.caused_by(error.without_url())
}

/// Whether a proxy was reached and did not connect us. Its errors have no public type, so that they are known by their words;
/// the tests beside a real proxy hold these.
fn refused_by_proxy(error: &dyn StdError) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let words = error.to_string();
        if words.to_ascii_lowercase().contains("socks")
            || (words.contains("tunnel error") && !words.contains("underlying connection"))
        {
            return true;
        }
        next = error.source();
    }
    false
}

/// The first cause, which is what a person can do something about.
fn innermost(error: &dyn StdError) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

/// An error of a type in a chain of causes, also where an I/O error wraps it.
fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        next = match error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        };
    }
    None
}
