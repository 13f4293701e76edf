//! Listens on loopback for the callback of one sign-in.
//!
//! A port scan, a request for an icon, a connection that stays silent and a request that is too long are answered briefly or
//! closed, and do not keep the browser from its answer. The page that the browser shows waits until the code has been exchanged, and then says how it went.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, LOCATION,
    REFERRER_POLICY,
};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::{AbortHandle, JoinSet};
use url::{Host, Url};

use super::callback::{self, Arrival, Bound, Callback, Denied};
use super::callback_page::{self, CallbackPage};
use crate::error::Error;

/// How long a browser may take to send its request's head.
const HEAD_TIME: Duration = Duration::from_secs(5);
/// Connections at a time; a browser opens two or three. For one more, the oldest goes.
const CONNECTIONS: usize = 64;
/// How long the last page may take to reach the browser.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A listener that is bound, so that the address is ours before the browser opens.
#[derive(Debug)]
pub(crate) struct Listener {
    sockets: Vec<TcpListener>,
    path: String,
}

/// What the answer to a callback depends on.
#[derive(Debug)]
struct Waiting {
    path: String,
    state: String,
    bound: Bound,
    /// Taken by the first request that ends the sign-in.
    end: Mutex<Option<oneshot::Sender<Ended>>>,
    /// How the sign-in went, once it has ended.
    last: OnceLock<CallbackPage>,
    /// Rung when a browser has got that page.
    shown: Notify,
}

/// The connections that are open, the oldest first.
#[derive(Debug, Default)]
struct Room(Mutex<VecDeque<(AbortHandle, Arc<Role>)>>);

/// What a connection has come to be.
#[derive(Debug, Default)]
struct Role {
    /// It brought the end of the sign-in, and waits for the page: it is not closed for another one.
    ends: AtomicBool,
    /// It was given the last page.
    shows_last: AtomicBool,
}

impl Room {
    /// Takes a connection in; where there are too many, the oldest one is closed.
    fn enter(&self, task: AbortHandle, role: Arc<Role>) {
        let mut connections = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        connections.retain(|(task, _)| !task.is_finished());
        if connections.len() >= CONNECTIONS {
            let oldest = connections
                .iter()
                .position(|(_, role)| !role.ends.load(Ordering::Relaxed));
            if let Some((task, _)) = oldest.and_then(|oldest| connections.remove(oldest)) {
                task.abort();
            }
        }
        connections.push_back((task, role));
    }
}

/// The sign-in's end, as the browser told it; the browser waits for a page.
#[derive(Debug)]
struct Ended {
    result: Result<Callback, Denied>,
    reply: oneshot::Sender<CallbackPage>,
}

impl Listener {
    /// Binds where `callback` points, or at `address` where a tunnel or a proxy leads there.
    pub(crate) async fn bind(callback: &Url, address: Option<&str>) -> Result<Self, Error> {
        let addresses = match address {
            Some(address) => listen_addresses(address)?,
            None => callback_addresses(callback)?,
        };
        let mut sockets = Vec::new();
        let mut failed = None;
        for address in &addresses {
            match TcpListener::bind(address).await {
                Ok(socket) => sockets.push(socket),
                Err(error) => failed = Some((address, error)),
            }
        }
        match failed {
            // `localhost` may have only one of its two addresses.
            Some((address, error))
                if sockets.is_empty() || error.kind() == std::io::ErrorKind::AddrInUse =>
            {
                Err(Error::sign_in(format!(
                    "the callback cannot be listened for at {address} ({error}): end the program that listens there, or use another port in \
                     CallbackURL"
                )))
            }
            _ => Ok(Self {
                sockets,
                path: callback.path().to_owned(),
            }),
        }
    }

    /// Waits for the sign-in's end, at most `patience`, and gives it to `finish`, which says what page to show.
    pub(crate) async fn serve<T>(
        self,
        state: &str,
        bound: Bound,
        patience: Duration,
        finish: impl AsyncFnOnce(Result<Callback, Denied>) -> (CallbackPage, T),
    ) -> Result<T, Error> {
        let (end, ended) = oneshot::channel();
        let waiting = Arc::new(Waiting {
            path: self.path,
            state: state.to_owned(),
            bound,
            end: Mutex::new(Some(end)),
            last: OnceLock::new(),
            shown: Notify::new(),
        });
        let room = Arc::new(Room::default());
        // Dropped with this future, and with them all that they hold.
        let mut servers = JoinSet::new();
        for socket in self.sockets {
            servers.spawn(accept(socket, Arc::clone(&waiting), Arc::clone(&room)));
        }
        let Ok(Ok(Ended { result, reply })) = tokio::time::timeout(patience, ended).await else {
            let seconds = patience.as_secs();
            let message = format!(
                "there was no sign-in within {seconds} seconds: sign in again, in the page that opens"
            );
            return Err(Error::sign_in(message));
        };
        let (page, value) = finish(result).await;
        let _ = waiting.last.set(page.clone());
        // Where the browser has closed the connection, the sign-in is done all the same.
        let _ = reply.send(page);
        let _ = tokio::time::timeout(LAST_WORDS, waiting.shown.notified()).await;
        Ok(value)
    }
}

/// The addresses of `OAuthListenAddress`: both of this machine's where it says `localhost`.
fn listen_addresses(text: &str) -> Result<Vec<SocketAddr>, Error> {
    let parse = |text: &str| {
        text.parse::<SocketAddr>().map_err(|_| {
            Error::configuration(format!(
                "OAuthListenAddress: \"{text}\" is no address with a port, as in 127.0.0.1:8080"
            ))
        })
    };
    let addresses = match text.strip_prefix("localhost:") {
        Some(port) => vec![
            parse(&format!("127.0.0.1:{port}"))?,
            parse(&format!("[::1]:{port}"))?,
        ],
        None => vec![parse(text)?],
    };
    if let Some(other) = addresses.iter().find(|address| !address.ip().is_loopback()) {
        let message = format!(
            "OAuthListenAddress: {} is no loopback address, and the callback is taken nowhere else",
            other.ip()
        );
        return Err(Error::configuration(message));
    }
    Ok(addresses)
}

fn callback_addresses(callback: &Url) -> Result<Vec<SocketAddr>, Error> {
    let ips: Vec<IpAddr> = match callback.host() {
        Some(Host::Domain("localhost")) => vec![
            IpAddr::from([127, 0, 0, 1]),
            "::1".parse().unwrap_or(IpAddr::from([127, 0, 0, 1])),
        ],
        Some(Host::Ipv4(ip)) if ip.is_loopback() => vec![ip.into()],
        Some(Host::Ipv6(ip)) if ip.is_loopback() => vec![ip.into()],
        _ => {
            return Err(Error::configuration(format!(
                "CallbackURL {callback} is not on this machine: set OAuthListenAddress to where the tunnel or proxy behind it leads, \
                 as in 127.0.0.1:8080"
            )));
        }
    };
    if callback.scheme() != "http" {
        return Err(Error::configuration(format!(
            "CallbackURL {callback} needs TLS, which the listener does not speak: use http on loopback, or set \
             OAuthListenAddress to where the proxy behind it leads"
        )));
    }
    let port = callback.port_or_known_default().unwrap_or(80);
    Ok(ips
        .into_iter()
        .map(|ip| SocketAddr::new(ip, port))
        .collect())
}

async fn accept(socket: TcpListener, waiting: Arc<Waiting>, room: Arc<Room>) {
    let mut connections = JoinSet::new();
    loop {
        match socket.accept().await {
            Ok((stream, _)) => {
                let (waiting, role) = (Arc::clone(&waiting), Arc::<Role>::default());
                let task = connections.spawn(serve_connection(stream, waiting, Arc::clone(&role)));
                room.enter(task, role);
            }
            // Out of file handles, say: others may close theirs.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve_connection(stream: TcpStream, waiting: Arc<Waiting>, role: Arc<Role>) {
    let service = service_fn(|request| {
        let (waiting, role) = (Arc::clone(&waiting), Arc::clone(&role));
        async move { Ok::<_, Infallible>(answer(&waiting, &role, &request).await) }
    });
    // A request that is too long, or not HTTP, is an error of its own connection only.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(16 * 1024)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if role.shows_last.load(Ordering::Relaxed) {
        waiting.shown.notify_one();
    }
}

async fn answer(
    waiting: &Waiting,
    role: &Role,
    request: &Request<Incoming>,
) -> Response<Full<Bytes>> {
    if request.uri().path() != waiting.path {
        return response(callback_page::not_here());
    }
    if request.method() != Method::GET {
        let mut response = response(callback_page::waiting());
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response
            .headers_mut()
            .insert(ALLOW, HeaderValue::from_static("GET"));
        return response;
    }
    let query = request.uri().query().unwrap_or_default();
    let result = match (
        callback::read(query, &waiting.state, waiting.bound),
        waiting.last.get(),
    ) {
        (Arrival::End(result), _) => result,
        (Arrival::OfAnother, _) => return response(callback_page::of_another()),
        (Arrival::Nothing, None) => return response(callback_page::waiting()),
        (Arrival::Nothing, Some(last)) => {
            role.shows_last.store(true, Ordering::Relaxed);
            return response(last.clone());
        }
    };
    let end = waiting
        .end
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    let Some(end) = end else {
        return response(callback_page::over());
    };
    role.ends.store(true, Ordering::Relaxed);
    let (reply, page) = oneshot::channel();
    let _ = end.send(Ended { result, reply });
    let page = page
        .await
        .unwrap_or_else(|_| callback_page::failed("the program that waited here has ended"));
    // The browser goes on to an address without the code, and keeps none in its history.
    let mut response = response(CallbackPage {
        status: 303,
        ..page
    });
    response
        .headers_mut()
        .insert(LOCATION, HeaderValue::from_static("?done"));
    response
}

fn response(page: CallbackPage) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(page.html)));
    *response.status_mut() = StatusCode::from_u16(page.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // The code stands in this page's address: no other page shall learn it.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'"),
    );
    response
}

#[cfg(test)]
#[path = "callback_listener_tests.rs"]
mod tests;
