//! HTTP: listens, takes a request through allowance, token, scope and faults to the engine or to the login server, and sends the
//! answer with its headers. No fact about a resource stands here.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;
use bytes::Bytes;

use crate::dataset::Dataset;
use crate::fault_spec::{EmptyAnswer, Fault, FaultKind};
use crate::faults::Faults;
use crate::form;
use crate::listener::Peer;
use crate::lock::lock;
use crate::log::{LoggedRequest, RequestLog};
use crate::oauth::OAuth;
use crate::prepared::PreparedAnswers;
use crate::rate::{Allowance, Standing};
use crate::request::{self, Query, Target, Version};
use crate::resource::Paging;
use crate::resource::answer::answer;
use crate::resource::oddities::Oddities;
use crate::resource::route::Routes;
use crate::respond::Reply;
use crate::scope;
use crate::webhooks;
use crate::write;
use crate::write::route::{Running, WriteRoutes};

/// No body of the API is larger.
const LARGEST_BODY: usize = 32 * 1_024 * 1_024;

/// Everything that requests share.
pub(crate) struct Shared {
    pub(crate) hash: String,
    pub(crate) data: RwLock<Dataset>,
    pub(crate) routes: Routes,
    pub(crate) writes: WriteRoutes,
    pub(crate) oauth: OAuth,
    pub(crate) seed: u64,
    pub(crate) latency: Duration,
    pub(crate) public_url: Option<String>,
    pub(crate) origin: String,
    pub(crate) allowance: Mutex<Allowance>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) prepared: PreparedAnswers,
    pub(crate) log: RequestLog,
    pub(crate) closed: Arc<AtomicBool>,
}

/// The service: one handler for all paths, since the descriptions know them.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(handle).with_state(shared)
}

/// Answers one request.
async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let arrived = Instant::now();
    let (parts, body) = request.into_parts();
    let sign_in = OAuth::has(parts.uri.path());
    let standing = (!sign_in).then(|| lock(&shared.allowance).take(arrived));
    let (below, faults) = shared.faults_for(&parts, sign_in);
    shared.move_rows(&faults, &below);
    let fault = faults.iter().find(|fault| replaces_answer(fault.kind));
    let exceeded = standing.is_some_and(|standing| standing.exceeded);
    // Until the answer is sent: what runs side by side is counted by it.
    let mut running = None;
    let mut rows = None;
    let mut reply = if exceeded {
        Reply::too_many_requests()
    } else if sign_in || parts.method == Method::GET || fault.is_some_and(withholds) {
        match fault.and_then(|fault| own_reply(fault, &parts)) {
            Some(reply) => reply,
            None if sign_in => shared.oauth.answer(&parts, body).await,
            None if parts.method == Method::GET => shared.read(&parts, &faults),
            // Nothing is sent.
            None => Reply::nothing(),
        }
    } else {
        match axum::body::to_bytes(body, LARGEST_BODY).await {
            Ok(body) => {
                let written = shared.write(&parts, &body, &faults);
                (running, rows) = (written.running, written.rows);
                let instead = fault.and_then(|fault| own_reply(fault, &parts));
                instead.unwrap_or(written.reply)
            }
            Err(_) => Reply::error(Version::V3, 413, "The request body is too large."),
        }
    };
    // Before the wait: the latency is what the answer takes in all, where that is the longer.
    if takes_gzip(&parts) {
        reply.compress(compress);
    }
    let due = arrived + shared.latency;
    tokio::time::sleep_until(due.into()).await;
    let silent = shared.closed.load(Ordering::Relaxed)
        || fault.is_some_and(|fault| matches!(fault.kind, FaultKind::Reset | FaultKind::Hang));
    shared.log.add(LoggedRequest {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: match parts.uri.query() {
            Some(query) if !sign_in => query.to_owned(),
            _ => String::new(),
        },
        status: if silent { 0 } else { reply.status },
        ms: (arrived.elapsed().as_secs_f64() * 100_000.0).round() / 100.0,
        rows,
        unknown: reply.unknown.clone(),
    });
    // Beyond the requests side by side the API is silent about the allowance.
    let standing = standing.filter(|_| !reply.without_allowance);
    let response = send(&shared, reply, standing.as_ref(), fault, &peer).await;
    drop(running);
    response
}

impl Shared {
    /// The request's path below the store (`/v2/orders`) and the faults that hit it.
    fn faults_for(&self, parts: &Parts, sign_in: bool) -> (String, Vec<Fault>) {
        let path = parts.uri.path();
        let below = path
            .strip_prefix("/stores/")
            .and_then(|rest| rest.find('/').map(|slash| &rest[slash..]));
        let below = below.unwrap_or(path).to_owned();
        let hitting = lock(&self.faults).hitting(parts.method.as_str(), &below, sign_in);
        (below, hitting)
    }

    /// Lets rows appear or vanish, where a fault says so, before the request is answered.
    fn move_rows(&self, faults: &[Fault], below: &str) {
        for fault in faults {
            let path = if fault.path.is_empty() {
                below
            } else {
                fault.path.as_str()
            };
            let Some(name) = self.resource_of(path) else {
                continue;
            };
            match fault.kind {
                FaultKind::Vanish => self.data().hide(name, fault.rows, fault.from_end),
                FaultKind::Appear => self.data().show(name),
                _ => continue,
            }
            self.prepared.clear();
        }
    }

    /// The resource of a path like `/v2/orders`.
    pub(crate) fn resource_of(&self, path: &str) -> Option<&'static str> {
        let target = request::target(&format!("/stores/x{path}"))?;
        let found = self
            .routes
            .find(target.version, &target.path, &Query::default())?;
        Some(found.compiled.resource.name)
    }

    /// The rows, to be read.
    pub(crate) fn data(&self) -> RwLockReadGuard<'_, Dataset> {
        self.data.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn data_to_write(&self) -> RwLockWriteGuard<'_, Dataset> {
        self.data.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out what was to show only after some further requests.
    fn count_request(&self) {
        let waits = self.data().waits();
        if waits && self.data_to_write().count_request() {
            self.prepared.clear();
            self.call_hooks();
        }
    }

    /// Checks store and token; gives what the address says and the token's scopes.
    fn admit(&self, parts: &Parts) -> Result<(Target, Option<Vec<String>>), Reply> {
        let path = parts.uri.path();
        let Some(target) = request::target(path) else {
            return Err(Reply::error(
                Version::V3,
                404,
                "The resource at that URL is not found.",
            ));
        };
        let version = target.version;
        let token = request::header(&parts.headers, "x-auth-token")
            .and_then(|token| self.oauth.token(token));
        let Some(token) = token else {
            return Err(Reply::unauthorized(version));
        };
        if target.store != self.hash || token.store != self.hash {
            return Err(Reply::error(
                Version::V3,
                403,
                "Unauthorized Access. You do not have permission to make this request.",
            ));
        }
        if path.ends_with('/') {
            return Err(Reply::error(Version::V3, 403, "Authentication Required"));
        }
        Ok((target, token.scopes))
    }

    /// Where the client sees the store.
    fn base(&self, parts: &Parts) -> String {
        let origin = request::origin(parts, self.public_url.as_deref(), &self.origin);
        format!("{origin}/stores/{}", self.hash)
    }

    /// Checks path, method and scope of a request that writes, then carries it out.
    fn write(&self, parts: &Parts, body: &[u8], faults: &[Fault]) -> Written {
        let (target, scopes) = match self.admit(parts) {
            Ok(admitted) => admitted,
            Err(reply) => return reply.into(),
        };
        let (version, query) = (target.version, query_of(parts));
        let boundary = request::header(&parts.headers, "content-type").and_then(form::boundary);
        let form = boundary.and_then(|boundary| form::read(body, boundary));
        let form = form.map(|form| form.to_string().into_bytes());
        let method = parts.method.as_str();
        let found = self
            .writes
            .find(version, method, &target.path, boundary.is_some());
        let Some(found) = found else {
            let known = self.routes.find(version, &target.path, &query).is_some()
                || self.writes.knows(version, &target.path);
            return match known {
                true => Reply::wrong_method(version).into(),
                false => Reply::not_found(version).into(),
            };
        };
        if !scope::allows_writing(scopes.as_deref(), found.compiled.writes.scope) {
            return Reply::missing_scope().into();
        }
        let Some(running) = found.begin() else {
            return Reply::too_many_side_by_side().into();
        };
        self.count_request();
        let (reply, rows) = {
            let mut data = self.data_to_write();
            // What is no form cannot be read as JSON either.
            let body = form.as_deref().unwrap_or(body);
            write::answer::answer(&mut data, &found, &query, body, &self.base(parts))
        };
        self.prepared.clear();
        self.call_hooks();
        let beside = faults.iter().any(|fault| fault.kind == FaultKind::Beside);
        Written {
            reply: if beside { reply.beside() } else { reply },
            rows,
            running: Some(running),
        }
    }

    /// Calls the webhooks that hear of what happened.
    fn call_hooks(&self) {
        let events = self.data_to_write().take_events();
        if events.is_empty() {
            return;
        }
        let hooks = self.data().rows("webhooks");
        let secret = &self.oauth.announced().client_secret;
        for event in &events {
            for delivery in webhooks::deliveries(event, &hooks, &self.hash, secret) {
                let closed = Arc::clone(&self.closed);
                tokio::spawn(delivery.deliver(move || closed.load(Ordering::Relaxed)));
            }
        }
    }

    /// Checks path and scope of a request that reads, then asks the engine.
    fn read(&self, parts: &Parts, faults: &[Fault]) -> Reply {
        let (target, scopes) = match self.admit(parts) {
            Ok(admitted) => admitted,
            Err(reply) => return reply,
        };
        let version = target.version;
        let query = query_of(parts);
        let Some(found) = self.routes.find(version, &target.path, &query) else {
            return match self.writes.knows(version, &target.path) {
                true => Reply::wrong_method(version),
                false => Reply::not_found(version),
            };
        };
        if !scope::allows(scopes.as_deref(), found.compiled.resource.scope) {
            return Reply::missing_scope();
        }
        let base = self.base(parts);
        self.count_request();
        let data = self.data();
        if found.compiled.resource.paging == Paging::Single || !faults.is_empty() {
            let oddities = Oddities::of(faults, self.seed);
            return answer(&data, &found, &base, &oddities);
        }
        let gzip = takes_gzip(parts);
        let address = format!("{gzip} {base} {}", parts.uri);
        self.prepared.find(&address).unwrap_or_else(|| {
            let mut reply = answer(&data, &found, &base, &Oddities::default());
            if gzip {
                reply.compress(compress);
            }
            self.prepared.keep(address, &reply);
            reply
        })
    }
}

/// What became of a request that writes.
struct Written {
    reply: Reply,
    rows: Option<usize>,
    running: Option<Running>,
}

impl From<Reply> for Written {
    fn from(reply: Reply) -> Self {
        Self {
            reply,
            rows: None,
            running: None,
        }
    }
}

fn query_of(parts: &Parts) -> Query {
    Query::parse(parts.uri.query().unwrap_or_default())
}

/// Whether a fault replaces the answer or the way it is sent, rather than moving rows or bending the right answer.
fn replaces_answer(kind: FaultKind) -> bool {
    match kind {
        FaultKind::TooMany
        | FaultKind::TooManyBare
        | FaultKind::Status(_)
        | FaultKind::Stall
        | FaultKind::Hang
        | FaultKind::Reset
        | FaultKind::Cut
        | FaultKind::Empty
        | FaultKind::Echo => true,
        FaultKind::Beside
        | FaultKind::Appear
        | FaultKind::Vanish
        | FaultKind::Short
        | FaultKind::Total
        | FaultKind::Repeat
        | FaultKind::Reorder
        | FaultKind::StuckCursor
        | FaultKind::NullMembers
        | FaultKind::Gap
        | FaultKind::Archived => false,
    }
}

/// Whether a fault keeps a request that writes from being carried out. Where a part of its answer comes, it was.
fn withholds(fault: &Fault) -> bool {
    !fault.done && !matches!(fault.kind, FaultKind::Cut | FaultKind::Stall)
}

/// The answer that a fault gives in place of the right one, where it gives any.
fn own_reply(fault: &Fault, parts: &Parts) -> Option<Reply> {
    let version = request::target(parts.uri.path()).map_or(Version::V3, |target| target.version);
    Some(match fault.kind {
        FaultKind::TooMany | FaultKind::TooManyBare => Reply::too_many_requests(),
        FaultKind::Status(401) => Reply::unauthorized(Version::V3),
        FaultKind::Status(403) => Reply::missing_scope(),
        FaultKind::Status(404) => Reply::not_found(version),
        FaultKind::Status(status) => {
            let title = StatusCode::from_u16(status)
                .ok()
                .and_then(|code| code.canonical_reason());
            Reply::html(status, title.unwrap_or("Error"))
        }
        FaultKind::Echo => {
            let token = request::header(&parts.headers, "x-auth-token").unwrap_or_default();
            let message = format!("The request with the token {token} cannot be answered.");
            let reply = Reply::refused(version, "x-auth-token", &message);
            let status = fault.status.unwrap_or(reply.status);
            Reply { status, ..reply }
        }
        FaultKind::Empty => match fault.empty {
            EmptyAnswer::Nothing => Reply::bytes(200, Vec::new()),
            EmptyAnswer::Null => Reply::bytes(200, b"null".to_vec()),
            EmptyAnswer::DataNull => Reply::bytes(200, b"{\"data\":null}".to_vec()),
            EmptyAnswer::DataObject => Reply::bytes(200, b"{\"data\":{}}".to_vec()),
            EmptyAnswer::ErrorDocument => Reply {
                status: 200,
                ..Reply::error(version, 500, "Something went wrong.")
            },
        },
        _ => return None,
    })
}

/// Sends a reply, or does to it what the fault says.
async fn send(
    shared: &Shared,
    reply: Reply,
    standing: Option<&Standing>,
    fault: Option<&Fault>,
    peer: &Peer,
) -> Response {
    let kind = fault.map(|fault| fault.kind);
    if kind == Some(FaultKind::Hang) {
        std::future::pending::<()>().await;
    }
    if kind == Some(FaultKind::Reset) || shared.closed.load(Ordering::Relaxed) {
        peer.reset();
    }
    let status = reply.status;
    let mut response = Response::new(Body::empty());
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    for (name, value) in &reply.headers {
        put(headers, name, value);
    }
    if let Some(standing) = standing.filter(|_| kind != Some(FaultKind::TooManyBare)) {
        for (name, value) in standing.headers() {
            put(headers, name, &value);
        }
        if status == 429 {
            put(headers, "x-retry-after", &standing.retry_after());
        }
    }
    let Some(body) = reply.body else {
        return response;
    };
    put(headers, "content-type", reply.content_type);
    if reply.compressed {
        put(headers, "content-encoding", "gzip");
        put(headers, "vary", "Accept-Encoding");
    }
    match kind {
        Some(FaultKind::Cut | FaultKind::Stall) => {
            put(headers, "content-length", &body.len().to_string());
            *response.body_mut() = broken(body, kind == Some(FaultKind::Stall));
        }
        _ => *response.body_mut() = Body::from(body),
    }
    response
}

/// Sets a header. A value that HTTP does not allow is left out; the sandbox makes none.
fn put(headers: &mut axum::http::HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn takes_gzip(parts: &Parts) -> bool {
    request::header(&parts.headers, "accept-encoding")
        .is_some_and(|accepted| accepted.contains("gzip"))
}

/// gzip at its fastest: the answers stay on this machine or its network.
fn compress(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(
        Vec::with_capacity(body.len() / 4),
        flate2::Compression::fast(),
    );
    // Writing into memory does not fail.
    encoder
        .write_all(body)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

/// A body of which only the first half comes: then silence, or the end of the connection.
fn broken(body: Bytes, silent: bool) -> Body {
    use futures::stream::{self, StreamExt};
    let half = body.slice(..body.len() / 2);
    let first = stream::once(async move { Ok::<Bytes, std::io::Error>(half) });
    if silent {
        return Body::from_stream(first.chain(stream::pending()));
    }
    // The pause lets the half be flushed before the connection breaks; without it the client sees only a reset.
    let end = stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err::<Bytes, _>(std::io::Error::other("the body is cut here on demand"))
    });
    Body::from_stream(first.chain(end))
}
