//! Which server certificates are trusted. Builds the TLS configuration; opens no connection.

use std::fmt;
use std::sync::{Arc, LazyLock};

use md5::{Digest, Md5};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, SignatureScheme,
};
use rustls_platform_verifier::Verifier as PlatformVerifier;

use crate::error::{Error, ErrorKind};

/// Which server certificates are accepted.
#[derive(Debug, Clone, Default)]
pub enum Certificates {
    /// Those that the machine trusts.
    #[default]
    Platform,
    /// Those that the machine trusts, and these: as the server's own, or as the authority that signed it. PEM text.
    AlsoPem(String),
    /// Those that the machine trusts, and the server's own with this thumbprint.
    AlsoThumbprint(Thumbprint),
    /// Any at all: the connection is encrypted, and the server at its other end may be any.
    Any,
}

/// The MD5, SHA-1 or SHA-256 of a certificate; its length tells which.
#[derive(Clone, PartialEq, Eq)]
pub struct Thumbprint(Vec<u8>);

impl Thumbprint {
    /// Reads hexadecimal digits, with or without colons or blanks between them; none where it is no thumbprint.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u32> = text
            .chars()
            .filter(|c| !matches!(c, ':' | ' ' | '-'))
            .map(|c| c.to_digit(16))
            .collect::<Option<_>>()?;
        if !matches!(digits.len(), 32 | 40 | 64) {
            return None;
        }
        let byte = |pair: &[u32]| u8::try_from(pair[0] * 16 + pair[1]).ok();
        digits
            .chunks_exact(2)
            .map(byte)
            .collect::<Option<_>>()
            .map(Self)
    }

    fn is_of(&self, certificate: &[u8]) -> bool {
        match self.0.len() {
            16 => Md5::digest(certificate).as_slice() == self.0,
            20 => digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate).as_ref() == self.0,
            _ => digest(&SHA256, certificate).as_ref() == self.0,
        }
    }
}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

/// The TLS configuration that accepts `certificates`.
pub(crate) fn configuration(certificates: &Certificates) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(certificates, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    let mut configuration = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    configuration.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(configuration)
}

fn unusable(error: TlsError) -> Error {
    Error::new(
        ErrorKind::Configuration,
        format!("TLS cannot be set up ({error})"),
    )
    .caused_by(error)
}

type ReadPlatform = Box<dyn FnOnce() -> Result<PlatformVerifier, TlsError> + Send>;

#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    accepted: Accepted,
    /// What the machine trusts; none where it has no certificates. Read when TLS is first spoken: they are many.
    platform: LazyLock<Result<PlatformVerifier, TlsError>, ReadPlatform>,
}

#[derive(Debug)]
enum Accepted {
    None,
    Certificates(Vec<CertificateDer<'static>>),
    Thumbprint(Thumbprint),
    Any,
}

impl Verifier {
    fn new(certificates: &Certificates, provider: &Arc<CryptoProvider>) -> Result<Self, Error> {
        let accepted = match certificates {
            Certificates::Platform => Accepted::None,
            Certificates::Any => Accepted::Any,
            Certificates::AlsoThumbprint(thumbprint) => Accepted::Thumbprint(thumbprint.clone()),
            Certificates::AlsoPem(text) => Accepted::Certificates(read_pem(text)?),
        };
        let extra = match &accepted {
            Accepted::Certificates(certificates) => certificates.clone(),
            _ => Vec::new(),
        };
        let provider = Arc::clone(provider);
        let read_provider = Arc::clone(&provider);
        let read: ReadPlatform = Box::new(move || {
            // A server's own certificate may be no authority, and then cannot be an extra root: it is still accepted as itself.
            PlatformVerifier::new_with_extra_roots(extra, Arc::clone(&read_provider))
                .or_else(|_| PlatformVerifier::new(read_provider))
        });
        Ok(Self {
            provider,
            accepted,
            platform: LazyLock::new(read),
        })
    }
}

fn read_pem(text: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    certificates
        .ok()
        .filter(|certificates| !certificates.is_empty())
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Configuration,
                "SSLServerCert holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)",
            )
        })
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let own = match &self.accepted {
            Accepted::None => false,
            Accepted::Any => true,
            Accepted::Certificates(certificates) => certificates
                .iter()
                .any(|one| one.as_ref() == end_entity.as_ref()),
            Accepted::Thumbprint(thumbprint) => thumbprint.is_of(end_entity),
        };
        if own {
            tracing::trace!(server = ?server_name, "the certificate is the one of SSLServerCert");
            return Ok(ServerCertVerified::assertion());
        }
        let verdict = match &*self.platform {
            Ok(platform) => platform.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            ),
            Err(_) => Err(TlsError::InvalidCertificate(
                CertificateError::UnknownIssuer,
            )),
        };
        let problem = verdict.as_ref().err();
        tracing::trace!(server = ?server_name, ?problem, "the certificate was checked");
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thumbprints_of_three_lengths() {
        let md5 = Thumbprint::parse("D4:1D:8C:D9:8F:00:B2:04:E9:80:09:98:EC:F8:42:7E").unwrap();
        assert!(md5.is_of(b"") && !md5.is_of(b"x"));
        let sha1 = Thumbprint::parse("da39a3ee5e6b4b0d3255bfef95601890afd80709").unwrap();
        assert!(sha1.is_of(b"") && !sha1.is_of(b"x"));
        let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert!(Thumbprint::parse(sha256).unwrap().is_of(b""));
        assert_eq!(Thumbprint::parse("/etc/certificate.pem"), None);
        assert_eq!(Thumbprint::parse("abcd"), None);
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        let error =
            configuration(&Certificates::AlsoPem("-----BEGIN NOTHING-----".into())).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Configuration);
    }
}
