//! The client of one store: a request's turn, its token, its tries, and its answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use tracing::instrument::WithSubscriber;
use url::Url;

use crate::answer::{Answer, Wait};
use crate::credentials::Credentials;
use crate::envelope::Page;
use crate::error::{Error, ErrorKind};
use crate::gate::Gate;
use crate::meter::{LoggedRequest, Meter, millis};
use crate::network::{Network, http_client};
use crate::readable::keep_secret;
use crate::refusal::{no_data, refusal};
use crate::request::{Request, Response};
use crate::retry::Tries;
use crate::sending::{Sending, Sent, within};
use crate::transport::Head;

/// What a client needs to know.
#[derive(Debug, Clone)]
pub struct Options {
    /// The API's address, without the store.
    pub api_url: Url,
    /// The store's hash.
    pub store_id: String,
    /// How long one request may take, its retries included; none is for ever.
    pub timeout: Option<Duration>,
    /// What we call ourselves.
    pub user_agent: String,
    /// Where the token comes from.
    pub credentials: Arc<dyn Credentials>,
    /// How the server is reached.
    pub network: Network,
    /// Where events of the requests go; none is where the caller's go.
    pub log: Option<tracing::Dispatch>,
}

/// Talks to one store. Clones share connections and, like all clients of the store in the process, its budget.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    options: Options,
    /// Address of the store: what a request's target is appended to.
    base: String,
    http: reqwest::Client,
    /// The proxy in between, as errors name it.
    proxy: Option<String>,
    gate: Arc<Gate>,
}

impl Client {
    /// A client; sends nothing yet.
    pub fn new(options: Options) -> Result<Self, Error> {
        let api_url = address(&options.api_url)?;
        let well_formed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if options.store_id.is_empty() || !options.store_id.chars().all(well_formed) {
            let message = format!(
                "\"{}\" is no store's hash: StoreId takes letters and digits",
                options.store_id
            );
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let gate = Gate::of(&api_url, &options.store_id);
        let base = format!("{api_url}/stores/{}", options.store_id);
        let http = http_client(&options.network, &options.user_agent)?;
        let proxy = options.network.proxy_of(&options.api_url);
        Ok(Self(Arc::new(Inner {
            options,
            base,
            http,
            proxy,
            gate,
        })))
    }

    /// The store's hash.
    pub fn store_id(&self) -> &str {
        &self.0.options.store_id
    }

    /// What the store last said of its allowance: requests in a window, and how many of them are left. None before the first
    /// answer, and where the store does not say.
    pub fn allowance(&self) -> Option<(u64, u64)> {
        self.0.gate.allowance()
    }

    /// Sends a request, again where its class allows, and gives the answer if it is a success.
    pub async fn send(&self, request: &Request, meter: &Meter) -> Result<Response, Error> {
        let read = |answer: Answer| {
            Ok(Response {
                status: answer.status,
                body: answer.body,
            })
        };
        self.logging(self.run(request, meter, read)).await
    }

    /// Sends a read and finds the rows of its answer. A body that is cut, or has no rows though it is not 204, counts as a failure
    /// to try again.
    pub async fn page(&self, request: &Request, meter: &Meter) -> Result<Page, Error> {
        let read = |answer: &Response| match answer.is_empty_list() {
            true => Ok(Page::default()),
            false => Page::read(request.version, answer.body.clone()),
        };
        self.read(request, meter, read).await
    }

    /// Sends a read and gives its answer to `read`. An error of `read` says what came instead of the data, say "something that is
    /// not whole JSON", and counts as a failure to try again.
    pub async fn read<T>(
        &self,
        request: &Request,
        meter: &Meter,
        read: impl Fn(&Response) -> Result<T, String>,
    ) -> Result<T, Error> {
        let read = |answer: Answer| {
            let response = Response {
                status: answer.status,
                body: answer.body.clone(),
            };
            read(&response).map_err(|what| no_data(&answer, what))
        };
        self.logging(self.run(request, meter, read)).await
    }

    async fn logging<F: Future>(&self, work: F) -> F::Output {
        match &self.0.options.log {
            Some(log) => work.with_subscriber(log.clone()).await,
            None => work.await,
        }
    }

    async fn run<T>(
        &self,
        request: &Request,
        meter: &Meter,
        read: impl Fn(Answer) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let label = request.label();
        let url = self.url(request)?;
        let credentials = &self.0.options.credentials;
        let mut token = credentials.token().await?;
        keep_secret(&token);
        let mut renewed = false;
        let mut uncertain = false;
        let mut tries = Tries::new(request.class, self.0.options.timeout);
        loop {
            let attempt = self
                .attempt(request, url.clone(), &token, meter, &mut tries)
                .await;
            let mut error = match attempt
                .outcome
                .and_then(|answer| refusal(&answer).map_or_else(|| read(answer), Err))
            {
                Ok(read) => return Ok(read),
                Err(error) => error,
            };
            uncertain |= error.may_be_done();
            error.uncertain = uncertain;
            if error.status == Some(401) && !renewed {
                renewed = true;
                if let Some(new) = credentials.renew(&token).await? {
                    keep_secret(&new);
                    token = new;
                    continue;
                }
            }
            let delay = match error.status {
                Some(429) if attempt.opens_at.is_some() => tries.again_at_the_gate(),
                _ => tries.again(&error, attempt.asked),
            };
            let Some(delay) = delay else {
                let error = match attempt.asked.filter(|_| error.retryable) {
                    Some(wait) if tries.left().is_some_and(|left| wait >= left) => {
                        asked_too_long(error, wait)
                    }
                    _ => error,
                };
                return Err(finally(error, &tries).of_request(&label));
            };
            tracing::debug!(request = label, %error, delay_ms = millis(delay), "trying again");
            tokio::time::sleep(delay).await;
        }
    }

    /// One try: waits for its turn, sends, reads.
    async fn attempt(
        &self,
        request: &Request,
        url: Url,
        token: &SecretString,
        meter: &Meter,
        tries: &mut Tries,
    ) -> Attempt {
        let http_request = match self.http_request(request, url, token) {
            Ok(http_request) => http_request,
            Err(error) => return Attempt::failed(error),
        };
        let limit = tries.limit();
        let sending = Sending {
            gate: Arc::clone(&self.0.gate),
            cap: request.cap.clone(),
            meter: meter.clone(),
            patience: tries.left(),
            limit,
            again: tries.made() > 0,
            http: self.0.http.clone(),
            proxy: self.0.proxy.clone(),
            request: http_request,
        };
        let Sent { waited, at, answer } = match sending.sent().await {
            Ok(sent) => sent,
            Err(wait) => return Attempt::failed(too_long(wait, self.0.options.timeout)),
        };
        let mut received = BytesMut::new();
        let answer = match answer {
            Ok(opened) => {
                let (head, body) = opened.body(self.0.proxy.as_deref(), &mut received);
                Ok((head, within(limit, at, body).await))
            }
            Err(error) => Err(error),
        };
        let took = at.elapsed();
        tries.count(took);
        let head = answer.as_ref().ok().map(|(head, _)| head);
        let entry = LoggedRequest {
            method: request.method.to_string(),
            target: request.target(),
            status: head.map(|head| head.status),
            ms: millis(took),
            bytes: match &answer {
                Ok((_, Ok(body))) => body.len(),
                _ => received.len(),
            } as u64,
            attempt: tries.made(),
            left: head.and_then(|head| Some(head.headers.rate?.left)),
        };
        tracing::debug!(
            method = entry.method,
            target = entry.target,
            status = entry.status,
            ms = entry.ms,
            bytes = entry.bytes,
            waited_ms = millis(waited),
            attempt = entry.attempt,
            "request"
        );
        meter.answered(&entry);
        match answer {
            Ok((head, body)) => Attempt::answered(head, body),
            Err(error) => Attempt::failed(error),
        }
    }

    fn url(&self, request: &Request) -> Result<Url, Error> {
        let address = format!("{}{}", self.0.base, request.target());
        let url = Url::parse(&address)
            .ok()
            .filter(|url| url.as_str() == address);
        // A path with `..` in it would end up at another endpoint.
        url.ok_or_else(|| {
            let message = "the path is not spelled as an address has to be".to_owned();
            Error::new(ErrorKind::Invalid, message).of_request(&request.label())
        })
    }

    fn http_request(
        &self,
        request: &Request,
        url: Url,
        token: &SecretString,
    ) -> Result<reqwest::Request, Error> {
        let mut header = HeaderValue::from_str(token.expose_secret()).map_err(|_| {
            let message =
                "the access token has characters that no token has: check OAuthAccessToken";
            Error::new(ErrorKind::Configuration, message)
        })?;
        header.set_sensitive(true);
        let mut http_request = reqwest::Request::new(request.method.clone(), url);
        let headers = http_request.headers_mut();
        headers.insert("x-auth-token", header);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = &request.body {
            let kind = match &request.boundary {
                None => "application/json".to_owned(),
                Some(boundary) => format!("multipart/form-data; boundary={boundary}"),
            };
            let kind = HeaderValue::from_str(&kind).map_err(|_| {
                let message = "the boundary of the form has characters that no header has";
                Error::new(ErrorKind::Configuration, message)
            })?;
            headers.insert(CONTENT_TYPE, kind);
            *http_request.body_mut() = Some(body.clone().into());
        }
        Ok(http_request)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.0.base)
            .finish_non_exhaustive()
    }
}

/// What one try gave.
struct Attempt {
    outcome: Result<Answer, Error>,
    /// The wait until the gate lets requests through again, where the store refused for its limit and told.
    opens_at: Option<Wait>,
    /// The wait that a busy store asked for.
    asked: Option<Duration>,
}

impl Attempt {
    /// No answer came.
    fn failed(error: Error) -> Self {
        Self {
            outcome: Err(error),
            opens_at: None,
            asked: None,
        }
    }

    fn answered(head: Head, body: Result<Bytes, Error>) -> Self {
        let opens_at = head.opens_at();
        let asked = head.headers.retry_after;
        let outcome = body.map(|body| Answer {
            status: head.status,
            headers: head.headers,
            body,
        });
        Self {
            outcome,
            opens_at,
            asked,
        }
    }
}

/// The store asks for a wait that is no rest of its quota's window and goes beyond the property Timeout.
fn too_long(wait: Duration, timeout: Option<Duration>) -> Error {
    let timeout = timeout.unwrap_or_default().as_secs();
    let message = format!(
        "the store takes requests again in {} seconds only, which is no window of its quota and longer than Timeout ({timeout} \
         seconds): try again then, or set Timeout higher to wait.",
        wait.as_secs()
    );
    Error::new(ErrorKind::RateLimited, message)
}

/// A refusal with a wait for which the time that is left is too short.
fn asked_too_long(mut error: Error, wait: Duration) -> Error {
    error.message = format!(
        "{} The store asks to wait {} seconds, longer than the property Timeout leaves.",
        error.message,
        wait.as_secs()
    );
    error
}

/// The error that a request ends with: says how often it was tried.
fn finally(mut error: Error, tries: &Tries) -> Error {
    if tries.made() > 1 {
        error.message = format!("{} Tried {} times.", error.message, tries.made());
    }
    if error.kind == ErrorKind::Timeout {
        error
            .message
            .push_str(" The property Timeout allows longer.");
    }
    error
}

/// The address without its last slash, if requests can be sent there.
fn address(url: &Url) -> Result<String, Error> {
    let fits = matches!(url.scheme(), "http" | "https")
        && url.query().is_none()
        && url.fragment().is_none();
    if !fits || url.host_str().is_none() {
        let message = "ApiUrl has to be the address of a server, as in https://api.bigcommerce.com";
        return Err(Error::new(ErrorKind::Configuration, message));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::new(
            ErrorKind::Configuration,
            "ApiUrl takes no user name and no password",
        ));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}
