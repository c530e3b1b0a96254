//! What network there is to ask through: names that are fixed, a proxy, whom to trust.

use crate::fetch::client::FetchError;
use crate::model::way::Proxy;
use reqwest::Certificate;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The surroundings of all requests.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// Names that stand for a fixed address and port. With any, the proxies of the surroundings are not
    /// used.
    pub hosts: HashMap<String, SocketAddr>,
    /// Through whom everything is asked that is not set otherwise; where there is nothing, what the
    /// environment says (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`).
    pub proxy: Option<Proxy>,
    /// Files with certificates, in PEM, that are trusted besides those of this machine.
    pub authorities: Vec<PathBuf>,
}

impl From<HashMap<String, SocketAddr>> for Network {
    /// Fixed names and nothing else.
    fn from(hosts: HashMap<String, SocketAddr>) -> Self {
        Self {
            hosts,
            ..Self::default()
        }
    }
}

/// The certificates in these files.
///
/// # Errors
/// A file that cannot be read, or that holds no certificate.
pub(crate) fn certificates(files: &[PathBuf]) -> Result<Vec<Certificate>, FetchError> {
    let mut certificates = Vec::new();
    for file in files {
        certificates.extend(certificates_in(file)?);
    }
    Ok(certificates)
}

fn certificates_in(file: &Path) -> Result<Vec<Certificate>, FetchError> {
    let trouble = |why: String| FetchError::Authority {
        file: file.to_owned(),
        why,
    };
    let pem = std::fs::read(file).map_err(|why| trouble(why.to_string()))?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|_| trouble(NOT_PEM.into()))?;
    if found.is_empty() {
        return Err(trouble(NOT_PEM.into()));
    }
    Ok(found)
}

const NOT_PEM: &str = "there is no certificate in it; expected PEM (-----BEGIN CERTIFICATE-----)";
