//! Certificates and HTTP/2, over loopback: an authority of one's own vouches for a server, and each way
//! in which a certificate can be wrong is called by its name.

use http_body_util::Full;
use hyper::Version;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use postil::fetch::client::Fetcher;
use postil::fetch::limits::Limits;
use postil::fetch::network::Network;
use postil::model::http::{Answer, Get};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Somebody who vouches for servers.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names are fine");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        let own = params.self_signed(&key).expect("it can be signed");
        let folder = TempDir::new().expect("a temporary folder can be had");
        std::fs::write(folder.path().join("own.pem"), own.pem()).expect("it can be written");
        Self {
            issuer: Issuer::new(params, key),
            folder,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("own.pem")
    }

    /// A server's certificate for this name, valid in these years.
    fn vouch(&self, name: &str, years: (i32, i32)) -> (CertificateDer<'static>, KeyPair) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("it is a name");
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().expect("a key can be made");
        let signed = params
            .signed_by(&key, &self.issuer)
            .expect("it can be signed");
        (signed.der().clone(), key)
    }
}

/// A server with this certificate that speaks these protocols and answers with the one that was chosen.
async fn serve(
    (certificate, key): (CertificateDer<'static>, KeyPair),
    protocols: &[&str],
) -> SocketAddr {
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("it is a key");
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("there are some")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("they belong together");
    config.alpn_protocols = protocols
        .iter()
        .map(|name| name.as_bytes().to_vec())
        .collect();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not trust this breaks off.
                let Ok(stream) = acceptor.accept(stream).await else {
                    return;
                };
                let is_two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                let stream = TokioIo::new(stream);
                let service = service_fn(answer);
                if is_two {
                    let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(stream, service).await;
                } else {
                    let server = hyper::server::conn::http1::Builder::new();
                    let _ = server.serve_connection(stream, service).await;
                }
            });
        }
    });
    address
}

async fn answer(
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
    let protocol = match request.version() {
        Version::HTTP_2 => "two",
        _ => "one",
    };
    Ok(hyper::Response::new(Full::new(Bytes::from(protocol))))
}

fn fetcher(address: SocketAddr, authorities: Vec<PathBuf>) -> Fetcher {
    let network = Network {
        hosts: HashMap::from([("a.example".to_owned(), address)]),
        authorities,
        ..Network::default()
    };
    Fetcher::new(Limits::default(), network).expect("a client can be set up")
}

async fn ask(address: SocketAddr, authorities: Vec<PathBuf>) -> Answer {
    let get = Get::plain(format!("https://a.example:{}/feed", address.port()));
    fetcher(address, authorities).get(&get).await
}

#[tokio::test]
async fn s20_an_authority_of_ones_own_vouches_for_a_server() {
    let authority = Authority::new();
    for (protocols, expect) in [(&["h2", "http/1.1"][..], "two"), (&["http/1.1"], "one")] {
        let address = serve(authority.vouch("a.example", (2020, 2100)), protocols).await;
        match ask(address, vec![authority.file()]).await {
            Answer::Fresh(body) => assert_eq!(body.bytes, expect.as_bytes()),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn p28_a_certificate_is_named_for_what_is_wrong_with_it() {
    let authority = Authority::new();
    let check = async |name: &str, years: (i32, i32), trusted: bool, says: &str| {
        let address = serve(authority.vouch(name, years), &[]).await;
        let trusted = trusted.then(|| authority.file());
        match ask(address, trusted.into_iter().collect()).await {
            Answer::Unreachable { why, by_network } => {
                assert!(why.contains(says) && why.contains("a.example"), "{why}");
                assert!(by_network, "a hotel may have answered");
            }
            other => panic!("{other:?}"),
        }
    };
    check("a.example", (2020, 2100), false, "does not trust").await;
    check("b.example", (2020, 2100), true, "another name").await;
    check("a.example", (2020, 2021), true, "has expired").await;
    check("a.example", (2090, 2100), true, "not valid yet").await;
}

#[test]
fn an_authority_that_cannot_be_read_is_named() {
    let folder = TempDir::new().expect("a temporary folder can be had");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "hello").expect("it can be written");
    for (file, says) in [
        (empty, "no certificate"),
        (folder.path().join("no.pem"), "No such"),
    ] {
        let network = Network {
            authorities: vec![file.clone()],
            ..Network::default()
        };
        let error = Fetcher::new(Limits::default(), network).expect_err("it cannot be read");
        let words = error.to_string();
        assert!(words.contains(says), "{words}");
        assert!(words.contains(&file.display().to_string()), "{words}");
    }
}
