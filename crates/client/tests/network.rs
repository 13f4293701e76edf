//! The client through proxies and with certificates of its own, each with the right and the wrong setting.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use storeql_client::{
    Certificates, Client, Error, ErrorKind, Meter, Network, Options, Proxy, ProxyKind, Request,
    StaticToken, Thumbprint,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

async fn ask(url: &str, network: Network) -> Result<(), Error> {
    let client = Client::new(Options {
        api_url: url.parse().unwrap(),
        store_id: "abc".into(),
        timeout: Some(Duration::from_secs(2)),
        user_agent: "StoreQL test".into(),
        credentials: Arc::new(StaticToken::new("token".into())),
        network,
        log: None,
    })?;
    client
        .page(&Request::get("v2", "/time"), &Meter::default())
        .await
        .map(drop)
}

async fn head(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) if byte.is_ascii() => head.push(byte),
            // The end, or no HTTP.
            _ => break,
        }
    }
    String::from_utf8(head).unwrap()
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    while !head(&mut stream).await.is_empty() {
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"time\":1}";
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

async fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

async fn plain_server() -> String {
    let (listener, port) = listen().await;
    tokio::spawn(async move {
        loop {
            tokio::spawn(answer(listener.accept().await.unwrap().0));
        }
    });
    format!("http://127.0.0.1:{port}")
}

/// A server with a certificate that it signed itself; its address and the certificate in PEM form.
async fn tls_server() -> (String, String) {
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let pem = signed.cert.pem();
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![signed.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (listener, port) = listen().await;
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer(stream).await;
                }
            });
        }
    });
    (format!("https://localhost:{port}"), pem)
}

fn trusting(certificates: Certificates) -> Network {
    Network {
        proxy: Proxy::Direct,
        certificates,
    }
}

#[tokio::test]
async fn a_certificate_is_trusted_when_it_is_named() {
    let (url, pem) = tls_server().await;
    let error = ask(&url, trusting(Certificates::Platform))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Certificate);
    assert!(error.to_string().contains("SSLServerCert"), "{error}");
    ask(&url, trusting(Certificates::AlsoPem(pem)))
        .await
        .unwrap();
    ask(&url, trusting(Certificates::Any)).await.unwrap();
    let other = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let error = ask(&url, trusting(Certificates::AlsoPem(other.cert.pem())))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Certificate);
    let wrong = Thumbprint::parse(&"00".repeat(20)).unwrap();
    let error = ask(&url, trusting(Certificates::AlsoThumbprint(wrong)))
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Certificate);
}

#[tokio::test]
async fn a_server_without_tls_is_told() {
    let url = plain_server().await.replace("http:", "https:");
    let error = ask(&url, trusting(Certificates::Any)).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unreachable);
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
}

/// An HTTP proxy for Aladdin: `open sesame`.
async fn http_proxy() -> u16 {
    let (listener, port) = listen().await;
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let request = head(&mut stream).await;
                if !request
                    .to_lowercase()
                    .contains("proxy-authorization: basic qwxhzgrpbjpvcgvuihnlc2ftzq==")
                {
                    let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                    let _ = stream.write_all(refusal).await;
                    return;
                }
                if let Some(target) = request
                    .strip_prefix("CONNECT ")
                    .and_then(|rest| rest.split(' ').next())
                {
                    let mut server = TcpStream::connect(target).await.unwrap();
                    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                    let _ = copy_bidirectional(&mut stream, &mut server).await;
                } else {
                    assert!(request.starts_with("GET http://"), "{request}");
                    let _ = stream
                        .write_all(
                            b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]",
                        )
                        .await;
                }
            });
        }
    });
    port
}

fn through(kind: ProxyKind, port: u16, user: Option<(&str, &str)>) -> Network {
    let user = user.map(|(name, password)| (name.to_owned(), password.into()));
    let proxy = Proxy::Server {
        kind,
        host: "127.0.0.1".into(),
        port,
        user,
        exceptions: String::new(),
    };
    Network {
        proxy,
        certificates: Certificates::Any,
    }
}

#[tokio::test]
async fn an_http_proxy_wants_its_password() {
    let port = http_proxy().await;
    let (https, _) = tls_server().await;
    let http = plain_server().await;
    for url in [&http, &https] {
        ask(
            url,
            through(ProxyKind::Http, port, Some(("Aladdin", "open sesame"))),
        )
        .await
        .unwrap();
        let error = ask(
            url,
            through(ProxyKind::Http, port, Some(("Aladdin", "wrong"))),
        )
        .await
        .unwrap_err();
        assert!(
            error.to_string().contains("proxy") && !error.to_string().contains("wrong"),
            "{error}"
        );
    }
    // The tunnel to a TLS server is refused with a word of its own; the name and password are the proxy's matter.
    let error = ask(&https, through(ProxyKind::Http, port, None))
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains(&format!(
            "the proxy 127.0.0.1:{port} does not connect to localhost"
        )),
        "{error}"
    );
    let closed = listen().await.1;
    for url in [&http, &https] {
        let error = ask(url, through(ProxyKind::Http, closed, None))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreachable);
        let text = error.to_string();
        assert!(
            text.contains(&format!("the proxy 127.0.0.1:{closed}, through which")),
            "{text}"
        );
        assert!(text.contains("proxy settings"), "{text}");
    }
}

/// A SOCKS 5 proxy that takes a name and a password.
async fn socks_proxy() -> u16 {
    let (listener, port) = listen().await;
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move { socks(&mut stream).await });
        }
    });
    port
}

async fn socks(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut two = [0; 2];
    stream.read_exact(&mut two).await?;
    let mut methods = vec![0; two[1].into()];
    stream.read_exact(&mut methods).await?;
    if !methods.contains(&2) {
        return stream.write_all(&[5, 0xff]).await;
    }
    stream.write_all(&[5, 2]).await?;
    stream.read_u8().await?;
    let mut words = Vec::new();
    for _ in 0..2 {
        let mut word = vec![0; stream.read_u8().await?.into()];
        stream.read_exact(&mut word).await?;
        words.push(String::from_utf8(word).unwrap());
    }
    if words != ["user", "pass"] {
        return stream.write_all(&[1, 1]).await;
    }
    stream.write_all(&[1, 0]).await?;
    let mut command = [0; 4];
    stream.read_exact(&mut command).await?;
    let host = match command[3] {
        1 => {
            let mut ip = [0; 4];
            stream.read_exact(&mut ip).await?;
            ip.map(|byte| byte.to_string()).join(".")
        }
        _ => {
            let mut name = vec![0; stream.read_u8().await?.into()];
            stream.read_exact(&mut name).await?;
            String::from_utf8(name).unwrap()
        }
    };
    let port = stream.read_u16().await?;
    let mut server = TcpStream::connect((host.as_str(), port)).await?;
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    copy_bidirectional(stream, &mut server).await.map(drop)
}

#[tokio::test]
async fn a_socks_proxy_wants_its_password() {
    let port = socks_proxy().await;
    let url = plain_server().await;
    ask(
        &url,
        through(ProxyKind::Socks5, port, Some(("user", "pass"))),
    )
    .await
    .unwrap();
    for user in [Some(("user", "wrong")), None] {
        let error = ask(&url, through(ProxyKind::Socks5, port, user))
            .await
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unreachable, "{error}");
        assert!(
            error.to_string().contains("the proxy 127.0.0.1:"),
            "{error}"
        );
    }
}
