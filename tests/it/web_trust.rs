//! Which servers are believed.

use std::sync::Arc;

use crate::cli::Desk;
use crate::web::page_of;
use crate::web_server::Reply;
use crate::web_server::Server;

/// A server's certificate for this name, and the certificate of the authority that signed it, in PEM.
fn authority(name: &str) -> (Arc<rustls::ServerConfig>, String) {
    let mut ca = rcgen::CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca = rcgen::CertifiedIssuer::self_signed(ca, rcgen::KeyPair::generate().unwrap()).unwrap();
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(vec![name.to_owned()])
        .unwrap()
        .signed_by(&key, &ca)
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    (Arc::new(config), ca.pem())
}

#[test]
fn only_trusted_servers_are_believed() {
    let (tls, pem) = authority("localhost");
    let server = Server::secure(tls, |_| Reply::page(&page_of(0..4)));
    let desk = Desk::new();
    let url = server.url_at("https", "localhost", "/live");
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.err.contains("not secure") && run.err.contains("ca_file"),
        "{}",
        run.err
    );
    desk.configure("[network]\nca_file = \"own.pem\"\n");
    std::fs::write(desk.path("config/own.pem"), pem).unwrap();
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 0, "{}", run.err);
    let wrong = server.url_at("https", "127.0.0.1", "/live");
    let run = desk.run(&["add", &wrong]);
    assert!(run.err.contains("not secure"), "{}", run.err);
    let plain = Server::new(|_| Reply::page(&page_of(0..4)));
    let run = desk.run(&["add", &plain.url_at("https", "localhost", "/live")]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("not secure"), "{}", run.err);
    desk.configure("[network]\nca_file = \"none.pem\"\n");
    let run = desk.run(&["add", &url]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("none.pem"), "{}", run.err);
}
