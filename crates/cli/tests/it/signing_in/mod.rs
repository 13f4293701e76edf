//! Signing in, each way from beginning to end: the program in a process of its own, the sandbox in another, and between them a
//! person who reads the consent page and decides. A real browser does the same in `tests/clients/browser.sh`.

mod desktop;
mod embedded;
mod headless;
mod machine;
mod network;
mod person;
mod proxies;
mod secrets;
mod together;
mod token;
mod web;

use std::net::TcpListener;
use std::sync::OnceLock;

use tokio::runtime::Runtime;

use crate::support::Sandbox;

/// What every way asks for in the end.
const COUNT: &str = "SELECT count(id) AS products FROM products";
/// The sandbox's own answer to it.
const COUNTED: &str = "products\n120\n";

/// What plays a part beside the program.
fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Runtime::new().unwrap()
    })
}

/// An address on this machine without a listener.
fn callback_url() -> String {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    format!("http://localhost:{port}/callback")
}

/// A connection by OAuth to the sandbox, with its announced app.
fn by_oauth(sandbox: &Sandbox, more: &str) -> String {
    format!(
        "AuthScheme=OAuth;StoreId={};OAuthClientId={};OAuthClientSecret={};ApiUrl={};LoginUrl={};{more}",
        sandbox.says("store_id"),
        sandbox.says("client_id"),
        sandbox.says("client_secret"),
        sandbox.says("api_url"),
        sandbox.says("login_url"),
    )
}

/// Without its store.
fn of_any_store(connection: &str) -> String {
    let parts = connection
        .split(';')
        .filter(|part| !part.starts_with("StoreId="));
    parts.collect::<Vec<_>>().join(";")
}
