//! Self-signed certificates.

use std::fs;
use std::path::Path;

use rcgen::{CertificateParams, DnType, KeyPair};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, ServerConfig};

use crate::Error;

pub(crate) struct Certificate {
    certificate: rcgen::Certificate,
    key: KeyPair,
}

impl Certificate {
    /// For a domain and everything below it.
    pub(crate) fn for_domain(domain: &str) -> Result<Self, Error> {
        let failed = |error: rcgen::Error| Error::Certificate(error.to_string());
        let key = KeyPair::generate().map_err(failed)?;
        let names = [domain.to_owned(), format!("*.{domain}")];
        let mut parameters = CertificateParams::new(names).map_err(failed)?;
        parameters.distinguished_name.push(DnType::CommonName, domain);
        // ejabberd sets a timer for the end, which has to fit in its arithmetic.
        parameters.not_before = rcgen::date_time_ymd(2020, 1, 1);
        parameters.not_after = rcgen::date_time_ymd(2045, 1, 1);
        let certificate = parameters.self_signed(&key).map_err(failed)?;
        Ok(Self { certificate, key })
    }

    /// Writes `DOMAIN.crt`, `DOMAIN.key` and both in `DOMAIN.pem`.
    pub(crate) fn write(&self, folder: &Path, domain: &str) -> Result<(), Error> {
        let (certificate, key) = (self.certificate.pem(), self.key.serialize_pem());
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(folder.join(format!("{domain}.crt")), &certificate))
            .and_then(|()| fs::write(folder.join(format!("{domain}.key")), &key))
            .and_then(|()| fs::write(folder.join(format!("{domain}.pem")), certificate + &key))
            .map_err(Error::io(format!("write certificates to {}", folder.display())))
    }

    pub(crate) fn tls(&self) -> Result<ServerConfig, Error> {
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder.with_no_client_auth().with_single_cert(vec![self.certificate.der().clone()], key)
            })
            .map_err(|error| Error::Certificate(error.to_string()))
    }
    pub(crate) fn der(&self) -> CertificateDer<'static> {
        self.certificate.der().clone()
    }
}

/// Of a client that believes this certificate and no other.
pub(crate) fn trusting(certificate: CertificateDer<'static>) -> Result<ClientConfig, Error> {
    let failed = |error: tokio_rustls::rustls::Error| Error::Certificate(error.to_string());
    let mut roots = RootCertStore::empty();
    roots.add(certificate).map_err(failed)?;
    let builder = ClientConfig::builder_with_provider(ring::default_provider().into());
    let builder = builder.with_safe_default_protocol_versions().map_err(failed)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
