//! Reads the properties of the network: certificates, proxies, firewalls. Opens no properties.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use storeql_client::{Certificates, Network, Proxy, ProxyKind, Thumbprint};

use crate::error::Error;
use crate::property_values::{PropertyValues, is_loopback};
use crate::spelling::shown;

/// How the connection reaches the network.
pub(crate) fn of(properties: &PropertyValues) -> Result<Network, Error> {
    Ok(Network {
        proxy: proxy(properties)?,
        certificates: certificates(properties.value("SSLServerCert"))?,
    })
}

fn certificates(text: Option<&str>) -> Result<Certificates, Error> {
    let Some(text) = text.map(str::trim) else {
        return Ok(Certificates::Platform);
    };
    if text == "*" {
        return Ok(Certificates::Any);
    }
    if text.contains("-----BEGIN") {
        return Ok(Certificates::AlsoPem(text.to_owned()));
    }
    if let Some(thumbprint) = Thumbprint::parse(text) {
        return Ok(Certificates::AlsoThumbprint(thumbprint));
    }
    let bytes = std::fs::read(text).map_err(|error| {
        Error::configuration(format!(
            "SSLServerCert: {} is no PEM text and no thumbprint, and no file that can be read either ({error})",
            shown(text)
        ))
    })?;
    Ok(Certificates::AlsoPem(pem(bytes)))
}

/// A certificate file's text: as it is, or around the bytes of the form without text.
fn pem(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let encoded = STANDARD.encode(error.as_bytes());
        format!("-----BEGIN CERTIFICATE-----\n{encoded}\n-----END CERTIFICATE-----\n")
    })
}

fn proxy(properties: &PropertyValues) -> Result<Proxy, Error> {
    let firewall = properties
        .value("FirewallType")
        .filter(|kind| *kind != "NONE");
    match (firewall, properties.value("ProxyServer")) {
        (Some(_), Some(_)) => Err(Error::configuration(
            "FirewallType and ProxyServer are both given: a connection goes through one of them",
        )),
        (Some(kind), None) => through_firewall(properties, kind),
        (None, Some(host)) => through_proxy(properties, host),
        (None, None)
            if properties.value("ProxyAutoDetect") == Some("true") && !is_local(properties) =>
        {
            Ok(Proxy::Environment)
        }
        (None, None) => Ok(Proxy::Direct),
    }
}

fn through_firewall(properties: &PropertyValues, kind: &str) -> Result<Proxy, Error> {
    let host = properties.value("FirewallServer").ok_or_else(|| {
        Error::configuration(format!(
            "FirewallServer is missing: FirewallType={kind} needs it"
        ))
    })?;
    let (kind, default_port) = match kind {
        "TUNNEL" => (ProxyKind::Http, 80),
        "SOCKS4" => (ProxyKind::Socks4, 1080),
        _ => (ProxyKind::Socks5, 1080),
    };
    let user = user(properties, "FirewallUser", "FirewallPassword");
    if kind == ProxyKind::Socks4 && user.is_some() {
        return Err(Error::configuration(
            "FirewallUser cannot be used with SOCKS4: no name is sent to the firewall",
        ));
    }
    let port = port(properties, "FirewallPort")?.unwrap_or(default_port);
    Ok(Proxy::Server {
        kind,
        host: host.to_owned(),
        port,
        user,
        exceptions: String::new(),
    })
}

fn through_proxy(properties: &PropertyValues, host: &str) -> Result<Proxy, Error> {
    let user = match properties.value("ProxyAuthScheme") {
        Some("NONE") => None,
        Some("BASIC") | None => user(properties, "ProxyUser", "ProxyPassword"),
        Some(other) => {
            return Err(Error::configuration(format!(
                "ProxyAuthScheme={other} is not supported: BASIC and NONE are"
            )));
        }
    };
    let kind = if properties.value("ProxySSLType") == Some("ALWAYS") {
        ProxyKind::Https
    } else {
        ProxyKind::Http
    };
    // The address may be given with its scheme, as other programs take it.
    let host = host
        .trim_start_matches("http://")
        .trim_start_matches("https://")
        .trim_end_matches('/');
    let port = port(properties, "ProxyPort")?.unwrap_or(80);
    let exceptions = properties
        .value("ProxyExceptions")
        .unwrap_or_default()
        .replace(';', ",");
    Ok(Proxy::Server {
        kind,
        host: host.to_owned(),
        port,
        user,
        exceptions,
    })
}

fn user(properties: &PropertyValues, name: &str, password: &str) -> Option<(String, SecretString)> {
    let name = properties.value(name)?;
    let password = properties.secret(password).unwrap_or_else(|| "".into());
    Some((name.to_owned(), password))
}

/// A port; 0 is none.
fn port(properties: &PropertyValues, name: &str) -> Result<Option<u16>, Error> {
    let number = properties.number(name).unwrap_or(0);
    let port = u16::try_from(number)
        .map_err(|_| Error::configuration(format!("{name}: {number} is no port")))?;
    Ok(Some(port).filter(|port| *port > 0))
}

/// A server on this machine is not reached through the environment's proxy.
fn is_local(properties: &PropertyValues) -> bool {
    properties.url("ApiUrl").is_ok_and(|url| is_loopback(&url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Connection;

    fn network(text: &str) -> String {
        format!(
            "{:?}",
            of(&Connection::parse(text).unwrap().values).unwrap().proxy
        )
    }

    fn refused(text: &str) -> String {
        Connection::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn the_proxy_of_the_properties() {
        assert_eq!(network(""), "Environment");
        assert_eq!(network("ProxyAutoDetect=false"), "Direct");
        assert_eq!(network("ApiUrl=http://127.0.0.1:8080"), "Direct");
        assert_eq!(
            network("ProxyServer=proxy.example;ProxyPort=8080"),
            "Http proxy.example:8080"
        );
        assert_eq!(
            network("ProxyServer=http://proxy.example/;ProxySSLType=always"),
            "Https proxy.example:80"
        );
        assert_eq!(
            network("FirewallType=socks5;FirewallServer=fw"),
            "Socks5 fw:1080"
        );
        assert_eq!(
            network("FirewallType=TUNNEL;FirewallServer=fw;FirewallPort=3128"),
            "Http fw:3128"
        );
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(refused("FirewallType=SOCKS5").contains("FirewallServer is missing"));
        assert!(
            refused("FirewallType=SOCKS4;FirewallServer=x;FirewallUser=y").contains("FirewallUser")
        );
        assert!(
            refused("FirewallType=SOCKS4;FirewallServer=x;ProxyServer=y").contains("both given")
        );
        assert!(refused("ProxyServer=x;ProxyAuthScheme=NTLM").contains("NTLM is not supported"));
        assert!(refused("ProxyServer=x;ProxyPort=70000").contains("no port"));
        assert!(refused("SSLServerCert=/nowhere/at/all.pem").contains("no file that can be read"));
    }

    #[test]
    fn certificates_in_every_form() {
        assert!(matches!(certificates(None), Ok(Certificates::Platform)));
        assert!(matches!(certificates(Some("*")), Ok(Certificates::Any)));
        let thumbprint = "da39a3ee5e6b4b0d3255bfef95601890afd80709";
        assert!(matches!(
            certificates(Some(thumbprint)),
            Ok(Certificates::AlsoThumbprint(_))
        ));
        assert!(matches!(
            certificates(Some("-----BEGIN CERTIFICATE-----")),
            Ok(Certificates::AlsoPem(_))
        ));
        // The form without text.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("certificate.cer");
        std::fs::write(&path, b"\x30\x82\xff\xfe").unwrap();
        let Ok(Certificates::AlsoPem(text)) = certificates(path.to_str()) else {
            panic!()
        };
        assert!(text.contains("\nMIL//g==\n"), "{text}");
    }
}
