//! Who may in: passwords, roles, TLS, databases, and what is told of those who may not.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use storeql_engine::Engines;
use storeql_server::pg::{Access, Options, Role, Server, Tls, Users};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, pki_types};

use crate::raw::{Raw, startup};
use crate::served::{served, with};

async fn connect(
    address: SocketAddr,
    more: &str,
) -> Result<tokio_postgres::Client, tokio_postgres::Error> {
    let config = format!("host={} port={} {more}", address.ip(), address.port());
    let (client, connection) = tokio_postgres::connect(&config, tokio_postgres::NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

fn code(result: Result<tokio_postgres::Client, tokio_postgres::Error>) -> String {
    let error = result.err().unwrap();
    let code = error.code().map(|code| code.code().to_owned());
    code.unwrap_or_else(|| error.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_and_roles() {
    let folder = tempfile::tempdir().unwrap();
    let users = folder.path().join("users");
    Users::add(&users, "report", "for reading", Role::Read).unwrap();
    Users::add(&users, "app", "for writing", Role::Write).unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let file = users.clone();
    let served = with(storeql_sandbox::Options::default(), move |options| {
        options.access = Access::File(file);
        options.limits.wrong_password = Duration::ZERO;
        options.tell = Arc::new(move |event| telling.lock().unwrap().push(event.to_string()));
    })
    .await;
    let address = served.server.address();
    let reads = connect(address, "user=report password='for reading' dbname=shop")
        .await
        .unwrap();
    let write = "UPDATE brands SET page_title = 'x' WHERE id = 1";
    let refused = reads.simple_query(write).await.unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "25006");
    let writes = connect(address, "user=app password='for writing' dbname=shop")
        .await
        .unwrap();
    writes.simple_query(write).await.unwrap();

    for wrong in [
        "user=app password='for reading' dbname=shop",
        "user=nobody password='for writing' dbname=shop",
    ] {
        assert_eq!(code(connect(address, wrong).await), "28P01");
    }
    let nowhere = "user=app password='for writing' dbname=elsewhere";
    assert_eq!(code(connect(address, nowhere).await), "3D000");
    // A user that is added is in at once.
    Users::add(&users, "late", "a password", Role::Read).unwrap();
    connect(address, "user=late password='a password' dbname=shop")
        .await
        .unwrap();

    let told = told.lock().unwrap().join("\n");
    assert!(
        told.contains("user=nobody client=127.0.0.1 refused: password"),
        "{told}"
    );
    assert!(
        told.contains("user=app client=127.0.0.1 database=shop ms="),
        "{told}"
    );
    assert!(
        !told.contains("for reading") && !told.contains("for writing"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_wrong_passwords_leave_the_server_as_it_was() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.access = Access::Users(Users::one("app", "right", Role::Read).unwrap());
        options.limits.wrong_password = Duration::ZERO;
    })
    .await;
    let address = served.server.address();
    for _ in 0..10 {
        let tries = (0..10).map(|_| connect(address, "user=app password=wrong dbname=shop"));
        for tried in futures::future::join_all(tries).await {
            assert_eq!(code(tried), "28P01");
        }
    }
    connect(address, "user=app password=right dbname=shop")
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn more_clients_than_there_is_room_for() {
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.limits.clients = 1;
    })
    .await;
    let one = served.raw().await;
    let mut other = Raw::connect(served.server.address()).await;
    other
        .send(&startup(&[("user", "x"), ("database", "shop")]))
        .await;
    assert_eq!(other.answer().await.code(), "53300");
    drop(one);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_says_of_itself() {
    let served = served().await;
    for (parameters, expected) in [
        (&[("user", "x"), ("client_encoding", "'utf-8'")][..], None),
        (
            &[("user", "x"), ("client_encoding", "LATIN1")],
            Some("22023"),
        ),
        (&[("database", "shop")], Some("28000")),
        (&[("user", "x"), ("database", "x")], None),
        (&[("user", "x"), ("TimeZone", "Nowhere/At_All")], None),
    ] {
        let mut raw = Raw::connect(served.server.address()).await;
        raw.send(&startup(parameters)).await;
        let answer = raw.answer().await;
        let code = answer.errors.first().map(|error| error[&b'C'].as_str());
        assert_eq!(code, expected, "{parameters:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_are_databases_and_one_that_fails_leaves_the_others() {
    let inner = served().await;
    let engine = Arc::clone(&inner.store.engine);
    let engines = Engines::new(move |profile| {
        let engine = Arc::clone(&engine);
        async move {
            match profile.as_str() {
                "broken" => Err(storeql_engine::Error::new(
                    storeql_engine::ErrorKind::Unauthorized,
                    "the token is not valid",
                )),
                _ => Ok(engine),
            }
        }
    });
    let trust = Access::Trust(Role::Read);
    let server = Server::start(Options::new(Arc::new(engines), ["main", "broken"], trust))
        .await
        .unwrap();
    assert_eq!(
        code(connect(server.address(), "user=x dbname=broken").await),
        "28000"
    );
    let main = connect(server.address(), "user=x dbname=main")
        .await
        .unwrap();
    main.simple_query("SELECT 1").await.unwrap();
}

/// A certificate for `localhost`, in files.
fn certificate(folder: &std::path::Path) -> (Tls, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let tls = Tls {
        certificate: folder.join("server.crt"),
        key: folder.join("server.key"),
        client_authority: None,
    };
    std::fs::write(&tls.certificate, made.cert.pem()).unwrap();
    std::fs::write(&tls.key, made.signing_key.serialize_pem()).unwrap();
    (tls, made.cert.der().to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn tls_that_is_asked_for_is_enforced() {
    let folder = tempfile::tempdir().unwrap();
    let (tls, certificate) = certificate(folder.path());
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.tls = Some(tls)
    })
    .await;
    let address = served.server.address();
    assert_eq!(
        code(connect(address, "user=x dbname=shop sslmode=disable").await),
        "28000"
    );

    let mut roots = RootCertStore::empty();
    roots
        .add(pki_types::CertificateDer::from(certificate))
        .unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut raw = Raw::connect(address).await;
    raw.send(&[0, 0, 0, 8, 4, 210, 22, 47]).await;
    assert_eq!(raw.stream.read_u8().await.unwrap(), b'S');
    let connector = TlsConnector::from(Arc::new(config));
    let name = pki_types::ServerName::try_from("localhost").unwrap();
    let mut stream = connector.connect(name, raw.stream).await.unwrap();
    stream
        .write_all(&startup(&[("user", "x"), ("database", "shop")]))
        .await
        .unwrap();
    assert_eq!(stream.read_u8().await.unwrap(), b'R', "it is let in");
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_before_the_handshake_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (tls, _) = certificate(folder.path());
    let served = with(storeql_sandbox::Options::default(), |options| {
        options.tls = Some(tls)
    })
    .await;
    let mut raw = Raw::connect(served.server.address()).await;
    let smuggled = startup(&[("user", "x"), ("database", "shop")]);
    raw.send(&[&[0, 0, 0, 8, 4, 210, 22, 47], &smuggled[..]].concat())
        .await;
    assert_eq!(raw.answer().await.code(), "08P01");
    assert!(raw.next().await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_have_its_tls_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let (mut tls, _) = certificate(folder.path());
    tls.key = folder.path().join("nowhere.key");
    let mut options = Options::new(
        Arc::new(Engines::of_process()),
        ["main"],
        Access::Trust(Role::Read),
    );
    options.tls = Some(tls);
    assert!(
        Server::start(options)
            .await
            .unwrap_err()
            .contains("nowhere.key")
    );
}
