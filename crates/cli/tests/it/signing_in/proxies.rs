//! What stands between the program and the store: an HTTP proxy and a SOCKS 5 proxy that want a password, a server with a
//! certificate of its own, and one that notes what passes.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::runtime;

/// The user whom the proxies let through.
pub(super) const USER: &str = "Aladdin";
pub(super) const PASSWORD: &str = "open-sesame-of-the-proxy";
/// Both, as HTTP spells them.
const BASIC: &str = "basic qwxhzgrpbjpvcgvulxnlc2ftzs1vzi10agutchjvehk=";

/// Serves each connection by itself; the port.
fn serve<F>(serve_one: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> u16
where
    F: Future<Output = io::Result<()>> + Send + 'static,
{
    let listener = runtime()
        .block_on(TcpListener::bind("127.0.0.1:0"))
        .unwrap();
    let port = listener.local_addr().unwrap().port();
    runtime().spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            runtime().spawn(serve_one(stream));
        }
    });
    port
}

/// A request's head.
async fn head(stream: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    String::from_utf8(head).map_err(io::Error::other)
}

/// An HTTP proxy, for tunnels and for plain requests.
pub(super) fn http() -> u16 {
    serve(async |mut stream| {
        let request = head(&mut stream).await?;
        let allowed = request
            .to_lowercase()
            .contains(&format!("proxy-authorization: {BASIC}"));
        if !allowed {
            let refusal = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            return stream.write_all(refusal.as_bytes()).await;
        }
        let target = request.split(' ').nth(1).unwrap_or_default();
        let authority = target
            .trim_start_matches("http://")
            .split('/')
            .next()
            .unwrap_or_default();
        let mut server = TcpStream::connect(authority).await?;
        match request.starts_with("CONNECT ") {
            true => stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?,
            false => server.write_all(request.as_bytes()).await?,
        }
        copy_bidirectional(&mut stream, &mut server).await.map(drop)
    })
}

/// A SOCKS 5 proxy (RFC 1928, with the password of RFC 1929).
pub(super) fn socks() -> u16 {
    serve(async |mut stream| {
        let (_version, methods) = (stream.read_u8().await?, stream.read_u8().await?);
        let mut offered = vec![0; methods.into()];
        stream.read_exact(&mut offered).await?;
        if !offered.contains(&2) {
            return stream.write_all(&[5, 0xff]).await;
        }
        stream.write_all(&[5, 2]).await?;
        stream.read_u8().await?;
        let (user, password) = (word(&mut stream).await?, word(&mut stream).await?);
        if user != USER.as_bytes() || password != PASSWORD.as_bytes() {
            return stream.write_all(&[1, 1]).await;
        }
        stream.write_all(&[1, 0]).await?;
        let mut command = [0; 4];
        stream.read_exact(&mut command).await?;
        let host = match command[3] {
            1 => {
                let mut address = [0; 4];
                stream.read_exact(&mut address).await?;
                std::net::Ipv4Addr::from(address).to_string()
            }
            _ => String::from_utf8(word(&mut stream).await?).map_err(io::Error::other)?,
        };
        let port = stream.read_u16().await?;
        let mut server = TcpStream::connect((host.as_str(), port)).await?;
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
        copy_bidirectional(&mut stream, &mut server).await.map(drop)
    })
}

/// Bytes with their number before them.
async fn word(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut word = vec![0; stream.read_u8().await?.into()];
    stream.read_exact(&mut word).await?;
    Ok(word)
}

/// TLS before `server`, by a self-signed certificate; the port, and the certificate in PEM.
pub(super) fn tls(server: &str) -> (u16, String) {
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let server = authority(server);
    let port = serve(move |stream| {
        let (acceptor, server) = (acceptor.clone(), server.clone());
        async move {
            let mut stream = acceptor.accept(stream).await?;
            let mut server = TcpStream::connect(server).await?;
            copy_bidirectional(&mut stream, &mut server).await.map(drop)
        }
    });
    (port, signed.cert.pem())
}

/// Passes everything on to `server`, and notes what the program says; the port, and the notes.
pub(super) fn noting(server: &str) -> (u16, Arc<Mutex<Vec<u8>>>) {
    let notes = Arc::new(Mutex::new(Vec::new()));
    let (server, noted) = (authority(server), Arc::clone(&notes));
    let port = serve(move |stream| {
        let (server, noted) = (server.clone(), Arc::clone(&noted));
        async move {
            let (mut said, mut heard) = stream.into_split();
            let (mut answers, mut requests) = TcpStream::connect(server).await?.into_split();
            runtime().spawn(async move { copy(&mut answers, &mut heard).await });
            let mut buffer = vec![0; 16 * 1024];
            loop {
                match said.read(&mut buffer).await? {
                    0 => return Ok(()),
                    read => {
                        noted.lock().unwrap().extend_from_slice(&buffer[..read]);
                        requests.write_all(&buffer[..read]).await?;
                    }
                }
            }
        }
    });
    (port, notes)
}

/// Host and port of an address.
fn authority(url: &str) -> String {
    url.trim_start_matches("http://").to_owned()
}
