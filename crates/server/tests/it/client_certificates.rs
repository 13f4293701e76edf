//! A server that takes clients with a certificate only: one of its authority, beside the password.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use storeql_server::pg::{Access, Role, Tls, Users};
use tokio::io::AsyncReadExt;
use tokio_postgres::config::SslMode;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::raw::Raw;
use crate::served::{Served, with};

/// Signs certificates.
struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate, and its key.
type Shown = (CertificateDer<'static>, PrivateKeyDer<'static>);

impl Authority {
    fn new(name: &str) -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let named = rcgen::DnType::CommonName;
        parameters.distinguished_name.push(named, name);
        let key = KeyPair::generate().unwrap();
        Self(CertifiedIssuer::self_signed(parameters, key).unwrap())
    }

    fn signed(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new([name.to_owned()]).unwrap();
        (parameters.signed_by(&key, &self.0).unwrap(), key)
    }

    fn shown(&self, name: &str) -> Shown {
        let (certificate, key) = self.signed(name);
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        (certificate.der().clone(), key)
    }
}

/// A server of this authority, which takes clients of it.
async fn served_by(authority: &Authority, folder: &Path) -> Served {
    let (certificate, key) = authority.signed("localhost");
    let tls = Tls {
        certificate: folder.join("server.crt"),
        key: folder.join("server.key"),
        client_authority: Some(folder.join("clients.crt")),
    };
    std::fs::write(&tls.certificate, certificate.pem()).unwrap();
    std::fs::write(&tls.key, key.serialize_pem()).unwrap();
    std::fs::write(folder.join("clients.crt"), authority.0.pem()).unwrap();
    let users = folder.join("users");
    Users::add(&users, "report", "for reading", Role::Read).unwrap();
    Users::add(&users, "app", "for writing", Role::Write).unwrap();
    with(storeql_sandbox::Options::default(), |options| {
        options.tls = Some(tls);
        options.access = Access::File(users);
        options.limits.wrong_password = Duration::ZERO;
    })
    .await
}

/// Signs in with what is shown: a certificate, or none.
async fn sign_in(
    address: SocketAddr,
    server: &Authority,
    shown: Option<Shown>,
    (user, password): (&str, &str),
) -> Result<tokio_postgres::Client, String> {
    let mut roots = RootCertStore::empty();
    roots.add(server.0.der().clone()).unwrap();
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots);
    let config = match shown {
        Some((certificate, key)) => config
            .with_client_auth_cert(vec![certificate], key)
            .unwrap(),
        None => config.with_no_client_auth(),
    };
    let mut raw = Raw::connect(address).await;
    raw.send(&[0, 0, 0, 8, 4, 210, 22, 47]).await;
    assert_eq!(raw.stream.read_u8().await.unwrap(), b'S');
    let name = ServerName::try_from("localhost").unwrap();
    let connector = TlsConnector::from(Arc::new(config));
    let stream = connector.connect(name, raw.stream).await;
    let stream = stream.map_err(|error| error.to_string())?;
    let mut config = tokio_postgres::Config::new();
    // The stream is protected already.
    config.ssl_mode(SslMode::Disable);
    config.user(user).password(password).dbname("shop");
    let connected = config.connect_raw(stream, tokio_postgres::NoTls).await;
    let (client, connection) = connected.map_err(|error| match error.code() {
        Some(code) => code.code().to_owned(),
        None => format!("{error:?}"),
    })?;
    tokio::spawn(connection);
    Ok(client)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_the_authority_and_the_password_let_in() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("the authority");
    let served = served_by(&authority, folder.path()).await;
    let address = served.server.address();
    let write = "UPDATE brands SET page_title = 'x' WHERE id = 1";
    let shown = || Some(authority.shown("laptop"));

    let app = sign_in(address, &authority, shown(), ("app", "for writing"));
    app.await.unwrap().simple_query(write).await.unwrap();
    let report = sign_in(address, &authority, shown(), ("report", "for reading"));
    let refused = report.await.unwrap().simple_query(write).await.unwrap_err();
    assert_eq!(refused.code().unwrap().code(), "25006");

    // The certificate alone lets no one in.
    for (user, password) in [("app", "for reading"), ("laptop", "for writing")] {
        let refused = sign_in(address, &authority, shown(), (user, password)).await;
        assert_eq!(refused.err().as_deref(), Some("28P01"), "{user}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_authoritys_certificate_and_none_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new("the authority");
    let served = served_by(&authority, folder.path()).await;
    let address = served.server.address();
    // A name is not enough: this one is called as the authority is.
    let other = Authority::new("the authority");
    let own = rcgen::generate_simple_self_signed(["laptop".to_owned()]).unwrap();
    let own_key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).unwrap();
    for (what, shown) in [
        ("another authority's", Some(other.shown("laptop"))),
        ("its own", Some((own.cert.der().clone(), own_key))),
        ("none", None),
    ] {
        let refused = sign_in(address, &authority, shown, ("app", "for writing")).await;
        let why = refused.err().unwrap_or_else(|| panic!("{what} let in"));
        // TLS ends the connection before a password is asked for.
        assert_ne!(why, "28P01", "{what}");
    }
    let app = sign_in(
        address,
        &authority,
        Some(authority.shown("laptop")),
        ("app", "for writing"),
    );
    app.await.unwrap().simple_query("SELECT 1").await.unwrap();
}
