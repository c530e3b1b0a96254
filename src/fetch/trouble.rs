//! Why there was no answer, in words for a person. An address is never repeated whole: its query
//! may hold a key that does not belong on a screen or in a log.

use rustls::CertificateError;
use std::error::Error;
use std::io;
use thiserror::Error as ThisError;

/// What kept a GET from being answered.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
pub(crate) enum Trouble {
    #[error("this is not a web address")]
    NoAddress,
    #[error("the address is too long")]
    LongAddress,
    #[error("the server points to an address of the kind {0}:, which is not the web")]
    NotWeb(String),
    #[error("the server points on and on (more than {0} redirects)")]
    ManyRedirects(usize),
    #[error("the server points in a circle")]
    Circle,
    #[error("the server points into the private network ({0})")]
    Private(String),
    #[error("the answer is too large (more than {})", size(*.0))]
    Large(usize),
    #[error("the answer has too many headers, or too long ones")]
    LongHeaders,
    #[error("the answer is packed in a way this reader does not unpack ({0})")]
    Packed(String),
    #[error("the server took too long")]
    Slow,
    #[error("the server points to {0}, which asked to be left alone")]
    Resting(String),
    #[error("{0} does not answer")]
    NoConnection(String),
    #[error("{0} is being asked for something else, and that takes too long")]
    Busy(String),
    #[error("the name that is set for this reader cannot be sent")]
    UserAgent,
    #[error("{0}")]
    Setup(String),
    #[error("the file cannot be read: {0}")]
    NoFile(String),
    #[error("no program is set for {0} in the configuration")]
    NoProgram(String),
    #[error("the program {name} failed: {why}")]
    Program { name: String, why: String },
    #[error("there is no server named {0}, or no network to find it with")]
    NoHost(String),
    #[error("{0} refuses connections")]
    RefusesConnections(String),
    #[error("{0} cannot be reached from here")]
    NoRoute(String),
    #[error("the certificate of {host} {why}")]
    Certificate { host: String, why: &'static str },
    #[error("{0} and this reader found no common encryption")]
    Encryption(String),
    #[error("{0} broke off the connection before it answered")]
    CutOff(String),
    #[error("the connection broke off in the middle of the answer")]
    BrokeOff,
    #[error("the answer is compressed, and damaged")]
    Damaged,
    #[error("{host} could not be asked: {why}")]
    Other { host: String, why: String },
}

impl Trouble {
    /// What `error`, which came while `host` was asked, means to a person.
    pub(crate) fn of(error: reqwest::Error, host: &str) -> Self {
        let error = error.without_url();
        let host = host.to_owned();
        if error.is_timeout() {
            return if error.is_connect() {
                Self::NoConnection(host)
            } else {
                Self::Slow
            };
        }
        if error.is_dns() {
            return Self::NoHost(host);
        }
        let causes = causes(&error);
        if let Some(trouble) = causes.iter().find_map(|cause| tls(*cause, &host)) {
            return trouble;
        }
        let kind = |cause: &&(dyn Error + 'static)| Some(cause.downcast_ref::<io::Error>()?.kind());
        if error.is_connect() {
            return match causes.iter().find_map(kind) {
                Some(io::ErrorKind::ConnectionRefused) => Self::RefusesConnections(host),
                Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
                    Self::NoRoute(host)
                }
                _ => Self::other(&causes, host),
            };
        }
        if error.is_decode() || error.is_body() {
            // Both come as the same kind; only a broken connection has the connection's error in it.
            let broke_off = causes.iter().any(|cause| cause.is::<hyper::Error>());
            return if broke_off {
                Self::BrokeOff
            } else {
                Self::Damaged
            };
        }
        let is_cut = |cause: &&(dyn Error + 'static)| {
            let error = cause.downcast_ref::<hyper::Error>();
            error.is_some_and(|error| error.is_incomplete_message() || error.is_canceled())
        };
        if causes.iter().filter_map(kind).any(is_broken_off) || causes.iter().any(is_cut) {
            return Self::CutOff(host);
        }
        Self::other(&causes, host)
    }

    /// Whether the network here may be at fault: nobody was found, no connection came about, or somebody
    /// answered in the server's place.
    pub(crate) fn is_by_network(&self) -> bool {
        matches!(
            self,
            Self::NoHost(_)
                | Self::RefusesConnections(_)
                | Self::NoRoute(_)
                | Self::NoConnection(_)
                | Self::CutOff(_)
                | Self::Certificate { .. }
        )
    }

    fn other(causes: &[&(dyn Error + 'static)], host: String) -> Self {
        let why = causes.last().map(ToString::to_string).unwrap_or_default();
        Self::Other { host, why }
    }
}

/// The error and what lies beneath it. An `io::Error` hides the error it wraps from `source`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = vec![error];
    let mut next = Some(error);
    while let Some(cause) = next {
        let wrapped = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => cause.source(),
        };
        causes.extend(next);
    }
    causes
}

fn is_broken_off(kind: io::ErrorKind) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    matches!(kind, BrokenPipe | ConnectionReset | UnexpectedEof)
}

fn tls(cause: &(dyn Error + 'static), host: &str) -> Option<Trouble> {
    let host = host.to_owned();
    let rustls::Error::InvalidCertificate(fault) = cause.downcast_ref::<rustls::Error>()? else {
        return Some(Trouble::Encryption(host));
    };
    let why = match fault {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet; is the clock of this machine right?"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is made out to another name"
        }
        CertificateError::UnknownIssuer => "was issued by someone this machine does not trust",
        CertificateError::Revoked => "has been revoked",
        _ => "is not in order",
    };
    Some(Trouble::Certificate { host, why })
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_certificate_is_named_for_what_is_wrong_with_it() {
        let check = |fault: CertificateError, expect: &str| {
            let error = io::Error::other(rustls::Error::InvalidCertificate(fault));
            let trouble = causes(&error)
                .iter()
                .find_map(|cause| tls(*cause, "a.example"));
            let words = trouble.expect("a certificate error is found").to_string();
            assert!(
                words.contains(expect) && words.contains("a.example"),
                "{words}"
            );
        };
        check(CertificateError::Expired, "expired");
        check(CertificateError::NotValidYet, "clock");
        check(CertificateError::NotValidForName, "another name");
        check(CertificateError::UnknownIssuer, "does not trust");
        check(CertificateError::BadSignature, "not in order");
    }

    #[test]
    fn the_size_of_a_limit_is_told_in_the_unit_it_was_set_in() {
        let check =
            |bytes, expect: &str| assert!(Trouble::Large(bytes).to_string().contains(expect));
        check(100, "100 bytes");
        check(64 * 1024, "64 KiB");
        check(20 * 1024 * 1024, "20 MiB");
    }
}
