//! Encryption of connections to database servers.

use std::error::Error as StdError;
use std::io;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::error::{Error, Kind, Result};

/// How a connection is encrypted.
pub(super) struct Encryption {
    /// Who is believed.
    pub(super) config: ClientConfig,
    /// Whether a server that has none is talked to without.
    pub(super) optional: bool,
}

/// Encryption by the words of PostgreSQL's clients. `disable` (the default): none. `allow`, `prefer`: if the server has
/// any. `require`: encrypted, whoever answers. `verify-ca`: only a server whose certificate is from the authority in
/// `sslrootcert`. `verify-full`: and for this host.
pub(super) fn encryption(mode: Option<&str>, root_certificate: Option<&str>) -> Result<Option<Encryption>> {
    let config = match (mode, root_certificate) {
        (None | Some("disable"), None) => return Ok(None),
        (Some("allow" | "prefer" | "require"), None) => of_any_name(None),
        (Some("verify-ca"), Some(path)) => of_authority(path)?,
        (None | Some("require" | "verify-full"), Some(path)) => verified(path)?,
        (Some(mode @ ("verify-ca" | "verify-full")), None) => {
            return Err(bad(&format!(
                "has sslmode={mode}, which needs the authority's certificate in sslrootcert=/path"
            )));
        }
        (Some(mode @ ("disable" | "allow" | "prefer")), Some(_)) => {
            return Err(bad(&format!("has sslmode={mode}, which contradicts sslrootcert; take one away")));
        }
        (Some(other), _) => {
            return Err(bad(&format!(
                "has the sslmode {other:?}; use disable, allow, prefer, require, verify-ca or verify-full"
            )));
        }
    };
    Ok(Some(Encryption { config, optional: matches!(mode, Some("allow" | "prefer")) }))
}

fn verified(path: &str) -> Result<ClientConfig> {
    Ok(builder().with_root_certificates(authorities("sslrootcert", path)?).with_no_client_auth())
}

fn of_authority(path: &str) -> Result<ClientConfig> {
    let roots = Arc::new(authorities("sslrootcert", path)?);
    let verifier =
        WebPkiServerVerifier::builder_with_provider(roots, Arc::new(ring::default_provider())).build().map_err(
            |error| bad(&format!("names the certificate {path:?} in sslrootcert, which cannot be used: {error}")),
        )?;
    Ok(of_any_name(Some(verifier)))
}

/// The certificates in the PEM file that the DSN names in `key`. A file without any is a mistake to tell at once, not when
/// the server is met.
pub(super) fn authorities(key: &str, path: &str) -> Result<RootCertStore> {
    let unusable =
        |reason: String| bad(&format!("names the certificate {path:?} in {key}, which cannot be used: {reason}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|error| unusable(error.to_string()))? {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unusable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unusable("it holds no certificate in PEM form".to_owned()));
    }
    Ok(roots)
}

/// The error for a server whose certificate was refused, if that is what `error` or a cause beneath it says. `key` is the
/// DSN's key for the authority. Waiting mends nothing, so it is no [`Kind::Unavailable`].
pub(super) fn distrusted(error: &(dyn StdError + 'static), place: &str, key: &str) -> Option<Error> {
    if let Some(rustls::Error::InvalidCertificate(refusal)) = error.downcast_ref() {
        let refusal = match refusal {
            CertificateError::UnknownIssuer => "its certificate is from another authority".to_owned(),
            other => other.to_string().replace("; ", ", "),
        };
        return Some(Error::new(
            Kind::Storage,
            format!(
                "{place} is not trusted ({refusal}); {key} must hold the authority that signed the server's certificate, and host be a name in it"
            ),
        ));
    }
    // An I/O error that wraps another one names as its source only what is beneath that one.
    let beneath = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
        None => error.source(),
    };
    distrusted(beneath?, place, key)
}

fn of_any_name(authority: Option<Arc<WebPkiServerVerifier>>) -> ClientConfig {
    let verifier = Arc::new(AnyName { authority, provider: ring::default_provider() });
    builder().dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
}

fn builder() -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap_or_else(|_| unreachable!("ring has cipher suites for every default version"))
}

fn bad(fault: &str) -> Error {
    Error::new(Kind::Configuration, format!("dsn {fault}"))
}

/// Believes certificates whatever name they are for. With an authority (`sslmode=verify-ca`), those from it; without
/// (`sslmode=require`), all: the connection is encrypted, but nobody knows to whom.
#[derive(Debug)]
struct AnyName {
    authority: Option<Arc<WebPkiServerVerifier>>,
    provider: CryptoProvider,
}

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(authority) = &self.authority else { return Ok(ServerCertVerified::assertion()) };
        // The name is looked at last, when all else was found right.
        match authority.verify_server_cert(certificate, intermediates, name, ocsp, now) {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
