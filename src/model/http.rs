//! What one GET came back with. Trouble on the network is an outcome, not an error.

use crate::model::way::Way;
use std::time::Duration;

/// What a server gave to ask "has it changed?" with (RFC 9110 §8.8). Bytes as received: both are
/// sent back exactly, and they are replaced together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Validators {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

impl Validators {
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// One conditional request to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Get {
    pub url: String,
    pub validators: Validators,
    /// The address the validators came from, where it is not the one asked; they are sent to it alone.
    pub origin: Option<String>,
    /// Hosts (name and port) that asked to be left alone: a redirect to one of them is not followed.
    pub resting: Vec<String>,
    pub way: Way,
}

impl Get {
    /// An unconditional request in the usual way.
    pub fn plain(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            validators: Validators::default(),
            origin: None,
            resting: Vec::new(),
            way: Way::default(),
        }
    }
}

/// How long the server says an answer holds, or how long to stay away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hints {
    /// Cache-Control: max-age less Age, or Expires less Date (RFC 9111 §4.2.1).
    pub fresh_for: Option<Duration>,
    /// Retry-After, as a time from now (RFC 9110 §10.2.3).
    pub retry_after: Option<Duration>,
}

/// What one GET came back with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// 200 with a body, decoded from its transfer compression.
    Fresh(Body),
    /// 304. Validators that came with it replace those kept (RFC 9111 §4.3.4).
    NotModified {
        validators: Validators,
        hints: Hints,
        /// As in [`Body::url`].
        url: String,
        /// As in [`Body::moved_to`].
        moved_to: Option<String>,
    },
    /// 410.
    Gone,
    /// Any other status.
    Refused {
        status: u16,
        hints: Hints,
        /// A page that wants to see a browser stood in the way, not the site itself.
        challenged: bool,
    },
    /// No answer: no such host, no connection, broken off, too slow, too large, too many redirects.
    Unreachable {
        why: String,
        /// The network of this machine may be at fault: no name was found, no connection came about, or
        /// somebody else answered in the server's place.
        by_network: bool,
    },
}

/// A body and what the headers said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub bytes: Vec<u8>,
    /// The Content-Type header, whole.
    pub content_type: Option<String>,
    /// The Link headers (RFC 8288 §3), each as it came.
    pub links: Vec<String>,
    /// The address it finally came from; relative addresses are resolved against it.
    pub url: String,
    /// Where permanent redirects alone lead (301, 308), if the asked address starts with one.
    pub moved_to: Option<String>,
    pub validators: Validators,
    pub hints: Hints,
    /// 226: only what is new (RFC 3229 §10.4.1). Nothing follows from what is missing in it.
    pub is_partial: bool,
}

/// An answer with what was seen on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub answer: Answer,
    pub trace: Trace,
}

/// What was seen on the wire, for a person who wants to know why a feed is asked when it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// The last status; nothing where no answer came.
    pub status: Option<u16>,
    /// Redirects that were followed, in order.
    pub hops: Vec<Hop>,
    /// Headers of the last answer that decide something, as they came.
    pub headers: Vec<(String, String)>,
    /// Validators were sent to the server that answered.
    pub conditional: bool,
    /// Bytes of the body, unpacked.
    pub received: u64,
    /// What a refusal said, as it came.
    pub said: Option<String>,
}

/// One redirect (RFC 9110 §15.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    pub status: u16,
    /// Where it led, without a login.
    pub to: String,
}
