//! Whose certificates are trusted: Mozilla's list, and those of a file that the person names.

use std::fs;
use std::path::Path;

use ureq::tls::Certificate;
use ureq::tls::PemItem;
use ureq::tls::RootCerts;
use ureq::tls::TlsConfig;

use crate::fetch::FetchError;
use crate::fetch::file;

/// The largest file of certificates, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// The settings of secure connections.
pub(super) fn tls(ca_file: Option<&Path>) -> Result<TlsConfig, FetchError> {
    let mut builder = TlsConfig::builder();
    if let Some(path) = ca_file {
        let mut roots = own(path)?;
        roots.extend(
            webpki_root_certs::TLS_SERVER_ROOT_CERTS
                .iter()
                .map(|root| Certificate::from_der(root).to_owned()),
        );
        builder = builder.root_certs(RootCerts::new_with_certs(&roots));
    }
    Ok(builder.build())
}

fn own(path: &Path) -> Result<Vec<Certificate<'static>>, FetchError> {
    const NEXT: &str = "correct ca_file in config.toml, [network]";
    let refuse = |why: &str| FetchError::new(file::shown(path), why, NEXT);
    let about = fs::metadata(path).map_err(|error| file::refused(path, &error))?;
    if !about.is_file() || about.len() > LARGEST {
        return Err(refuse("it is no file of certificates"));
    }
    let pem = fs::read(path).map_err(|error| file::refused(path, &error))?;
    let found: Vec<_> = ureq::tls::parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return Err(refuse("it holds no certificates in PEM form"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_certificates_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        fs::write(&path, "no certificate").unwrap();
        let error = tls(Some(&path)).unwrap_err();
        assert!(error.to_string().contains("ca.pem"), "{error}");
        assert!(tls(Some(&folder.path().join("none"))).is_err());
        assert!(tls(None).is_ok());
    }
}
