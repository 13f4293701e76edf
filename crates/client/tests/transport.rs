//! What travels between client and server: few connections that are kept, HTTP/2 where it is offered, and answers in every
//! compression that is asked for.

#![allow(clippy::unwrap_used)]

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request as HttpRequest, State};
use axum::http::{Response, Version};
use axum::serve::Listener;
use storeql_client::{
    Certificates, Client, Meter, Network, Options, Page, Proxy, Request, StaticToken,
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

/// The same answer, as three other programs compressed it.
const GZIP: &[u8] =
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x4a\x49\x2c\x49\x54\xb2\x8a\xae\
    \x56\xca\x4c\x51\xb2\x32\xac\x8d\xad\x05\x00\x53\xae\x2f\xaa\x13\x00\x00\x00";
const BROTLI: &[u8] = b"\x0b\x09\x80{\"data\":[{\"id\":1}]}\x03";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd\x20\x13\x99\x00\x00{\"data\":[{\"id\":1}]}";
const PLAIN: &[u8] = b"{\"data\":[{\"id\":1}]}";

const LATENCY: Duration = Duration::from_millis(30);

/// What the server has seen.
#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    versions: Mutex<Vec<Version>>,
}

/// Accepts connections, over TLS where there is a certificate, and counts them.
struct Door {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    seen: Arc<Seen>,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Listener for Door {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            let (stream, address) = self.listener.accept().await.unwrap();
            self.seen.connections.fetch_add(1, Ordering::SeqCst);
            match &self.tls {
                None => return (Stream::Plain(stream), address),
                Some(tls) => {
                    if let Ok(stream) = tls.accept(stream).await {
                        return (Stream::Tls(Box::new(stream)), address);
                    }
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

macro_rules! forward {
    ($stream:expr, $inner:ident => $call:expr) => {
        match $stream.get_mut() {
            Stream::Plain(stream) => {
                let $inner = Pin::new(stream);
                $call
            }
            Stream::Tls(stream) => {
                let $inner = Pin::new(stream.as_mut());
                $call
            }
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        forward!(self, stream => stream.poll_read(context, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        forward!(self, stream => stream.poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        forward!(self, stream => stream.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        forward!(self, stream => stream.poll_shutdown(context))
    }
}

async fn answer(State(seen): State<Arc<Seen>>, request: HttpRequest) -> Response<Body> {
    seen.versions.lock().unwrap().push(request.version());
    // An answer takes longer than a connection, as everywhere but on loopback.
    tokio::time::sleep(LATENCY).await;
    let encoding = request.uri().path().rsplit('/').next().unwrap();
    let body = match encoding {
        "gzip" => GZIP,
        "br" => BROTLI,
        "zstd" => ZSTD,
        _ => return Response::new(Body::from(PLAIN)),
    };
    let accepted = request.headers()["accept-encoding"].to_str().unwrap();
    assert!(accepted.contains(encoding), "{accepted}");
    let response = Response::builder().header("content-encoding", encoding);
    response.body(Body::from(body)).unwrap()
}

/// A server that speaks TLS, with HTTP/2 or without, or neither.
async fn serve(tls: Option<&[&[u8]]>) -> (Client, Arc<Seen>) {
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let acceptor = tls.map(|protocols| {
        let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let mut config = config
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![signed.cert.der().clone()], key)
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    });
    let seen = Arc::new(Seen::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let scheme = if tls.is_some() { "https" } else { "http" };
    let door = Door {
        listener,
        tls: acceptor,
        seen: Arc::clone(&seen),
    };
    let router = Router::new().fallback(answer).with_state(Arc::clone(&seen));
    tokio::spawn(async move { axum::serve(door, router).await });
    let client = Client::new(Options {
        api_url: format!("{scheme}://localhost:{port}").parse().unwrap(),
        store_id: "abc".into(),
        timeout: None,
        user_agent: "StoreQL test".into(),
        credentials: Arc::new(StaticToken::new("token".into())),
        log: None,
        network: Network {
            proxy: Proxy::Direct,
            certificates: Certificates::AlsoPem(signed.cert.pem()),
        },
    });
    (client.unwrap(), seen)
}

async fn page(client: &Client, path: &str) -> Page {
    let request = Request::get("v3", path);
    client.page(&request, &Meter::default()).await.unwrap()
}

/// One request, as every scan begins, and then a hundred more side by side.
async fn a_hundred(client: &Client) {
    page(client, "/plain").await;
    futures::future::join_all((0..100).map(|_| page(client, "/plain"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_kept() {
    for tls in [None, Some(&[&b"http/1.1"[..]][..])] {
        let (client, seen) = serve(tls).await;
        a_hundred(&client).await;
        assert_eq!(seen.versions.lock().unwrap().len(), 101);
        let connections = seen.connections.load(Ordering::SeqCst);
        // Ten overlap. One that starts while a connection is on its way back into the pool opens one more.
        assert!(connections <= 20, "{connections} connections");
        assert!(
            seen.versions
                .lock()
                .unwrap()
                .iter()
                .all(|version| *version == Version::HTTP_11)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_connection_is_enough_for_http_2() {
    let (client, seen) = serve(Some(&[b"h2", b"http/1.1"])).await;
    a_hundred(&client).await;
    let versions = seen.versions.lock().unwrap();
    assert_eq!(versions.len(), 101);
    assert!(versions.iter().all(|version| *version == Version::HTTP_2));
    assert_eq!(seen.connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn every_compression_is_asked_for_and_read() {
    for tls in [None, Some(&[&b"h2"[..]][..])] {
        let (client, _) = serve(tls).await;
        for encoding in ["gzip", "br", "zstd", "plain"] {
            let page = page(&client, &format!("/{encoding}")).await;
            assert_eq!(&page.body[..], PLAIN, "{encoding}");
        }
    }
}
