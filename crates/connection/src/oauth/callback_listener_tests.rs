//! The listener of a sign-in beside connections that bring no answer, and where it listens.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// Sends `request` and reads the answer to its end.
async fn ask(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn the_listener_outlives_what_is_no_answer() {
    let port = free_port();
    let address: Url = format!("http://localhost:{port}/back").parse().unwrap();
    let listener = Listener::bind(&address, None).await.unwrap();
    let finish = async |result: Result<Callback, _>| {
        (
            callback_page::waiting(),
            result.map(|callback| callback.code),
        )
    };
    let serving = tokio::spawn(async move {
        listener
            .serve("st", Bound::ByState, Duration::from_secs(20), finish)
            .await
    });
    let mut half_open = Vec::new();
    // More than the listener holds: the oldest ones go, and the browser comes through.
    for _ in 0..200 {
        half_open.push(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
    }
    for request in [
        "GET /favicon.ico HTTP/1.1\r\nhost: x\r\n\r\n".to_owned(),
        "GET /back HTTP/1.1\r\nhost: x\r\n\r\n".to_owned(),
        "POST /back?code=c&state=st HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n".to_owned(),
        format!(
            "GET /back?code={} HTTP/1.1\r\nhost: x\r\n\r\n",
            "x".repeat(100_000)
        ),
        "\u{16}\u{3}\u{1}nonsense\r\n\r\n".to_owned(),
    ] {
        let answer = ask(port, &request).await;
        assert!(
            !answer.starts_with("HTTP/1.1 200") && !answer.starts_with("HTTP/1.1 303"),
            "{answer}"
        );
    }
    let answer = ask(
        port,
        "GET /back?code=c0de&state=st HTTP/1.1\r\nhost: x\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let code = serving.await.unwrap().unwrap().unwrap();
    assert_eq!(code.expose(), "c0de");
}

#[tokio::test]
async fn an_address_that_is_taken() {
    let callback = |text: &str| text.parse::<Url>().unwrap();
    let error = async |url: &str, at: Option<&str>| {
        Listener::bind(&callback(url), at)
            .await
            .unwrap_err()
            .to_string()
    };
    assert!(
        error("https://app.example/back", None)
            .await
            .contains("OAuthListenAddress")
    );
    assert!(
        error("https://localhost:33333", None)
            .await
            .contains("needs TLS")
    );
    assert!(
        error("https://app.example", Some("0.0.0.0:80"))
            .await
            .contains("no loopback address")
    );
    assert!(
        error("https://app.example", Some("nonsense"))
            .await
            .contains("no address with a port")
    );
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(
        error(&format!("http://127.0.0.1:{port}"), None)
            .await
            .contains("use another port")
    );
    Listener::bind(&callback("https://app.example/back"), Some("127.0.0.1:0"))
        .await
        .unwrap();
}

#[tokio::test]
async fn no_answer_comes() {
    let listener = Listener::bind(&"https://app.example".parse().unwrap(), Some("127.0.0.1:0"))
        .await
        .unwrap();
    let never = async |_: Result<Callback, _>| (callback_page::waiting(), ());
    let error = listener
        .serve("st", Bound::ByState, Duration::from_millis(50), never)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("there was no sign-in"),
        "{error}"
    );
}
