//! The ways between the program and the store, each with the right and the wrong setting.

use super::machine::Machine;
use super::{COUNTED, by_oauth, person, proxies};
use crate::support::Sandbox;

/// Signs in with a code and asks, both by `settings`; a code and its token take the same way.
fn works(sandbox: &Sandbox, connection: &str, settings: &str) {
    let machine = Machine::new();
    let printed = machine.run(&[
        "login",
        "--print-url",
        "-c",
        &by_oauth(sandbox, "CallbackURL=https://app.example/c"),
    ]);
    let code = person::code(printed.ok().trim());
    let run = machine.count(&format!("{connection};OAuthVerifier={code};{settings}"));
    let messages = run.err.clone();
    assert!(!messages.contains(proxies::PASSWORD), "{messages}");
    assert_eq!(run.ok(), COUNTED);
}

/// Does not reach the store, and says `why` without a password: 4 where nothing answers, 2 where a proxy says what is wrong.
fn fails(code: i32, connection: &str, settings: &str, why: &str) {
    let message = Machine::new()
        .count(&format!("{connection};OAuthVerifier=c0de;{settings}"))
        .failed(code);
    assert!(message.contains(why), "{settings}: {message}");
    assert!(
        !message.contains("wr0ng") && !message.contains(proxies::PASSWORD),
        "{message}"
    );
}

fn connection(sandbox: &Sandbox) -> String {
    by_oauth(
        sandbox,
        "InitiateOAuth=REFRESH;CallbackURL=https://app.example/c;Timeout=5",
    )
}

#[test]
fn an_http_proxy_wants_its_password() {
    let sandbox = Sandbox::start(&[]);
    let server = format!(
        "ProxyServer=127.0.0.1;ProxyPort={};ProxyUser={}",
        proxies::http(),
        proxies::USER
    );
    works(
        &sandbox,
        &connection(&sandbox),
        &format!("{server};ProxyPassword={}", proxies::PASSWORD),
    );
    fails(
        2,
        &connection(&sandbox),
        &format!("{server};ProxyPassword=wr0ng"),
        "the proxy answered 407: it wants a name and a password",
    );
}

#[test]
fn a_socks_proxy_wants_its_password() {
    let sandbox = Sandbox::start(&[]);
    let server = format!(
        "FirewallType=SOCKS5;FirewallServer=127.0.0.1;FirewallPort={};FirewallUser={}",
        proxies::socks(),
        proxies::USER
    );
    works(
        &sandbox,
        &connection(&sandbox),
        &format!("{server};FirewallPassword={}", proxies::PASSWORD),
    );
    fails(
        4,
        &connection(&sandbox),
        &format!("{server};FirewallPassword=wr0ng"),
        "roxy",
    );
}

#[test]
fn a_tunnel_wants_its_password() {
    let sandbox = Sandbox::start(&[]);
    let (port, _) = proxies::tls(sandbox.says("api_url"));
    let connection = connection(&sandbox).replace(
        sandbox.says("api_url"),
        &format!("https://localhost:{port}"),
    );
    let server = format!(
        "SSLServerCert=*;FirewallType=TUNNEL;FirewallServer=127.0.0.1;FirewallPort={};FirewallUser={}",
        proxies::http(),
        proxies::USER
    );
    works(
        &sandbox,
        &connection,
        &format!("{server};FirewallPassword={}", proxies::PASSWORD),
    );
    fails(
        4,
        &connection,
        &format!("{server};FirewallPassword=wr0ng"),
        "roxy",
    );
}

#[test]
fn a_certificate_of_its_own_has_to_be_named() {
    let sandbox = Sandbox::start(&[]);
    let (port, pem) = proxies::tls(sandbox.says("api_url"));
    let (_, other) = proxies::tls(sandbox.says("api_url"));
    let machine = Machine::new();
    let (named, another) = (machine.file("named.pem"), machine.file("another.pem"));
    std::fs::write(&named, pem).unwrap();
    std::fs::write(&another, other).unwrap();
    let connection = connection(&sandbox).replace(
        sandbox.says("api_url"),
        &format!("https://localhost:{port}"),
    );
    works(
        &sandbox,
        &connection,
        &format!("SSLServerCert={}", named.display()),
    );
    works(&sandbox, &connection, "SSLServerCert=*");
    fails(4, &connection, "", "SSLServerCert");
    fails(
        4,
        &connection,
        &format!("SSLServerCert={}", another.display()),
        "SSLServerCert",
    );
    fails(
        4,
        &connection,
        &format!("SSLServerCert={}", "00".repeat(20)),
        "SSLServerCert",
    );
}
