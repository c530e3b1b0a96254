//! What one GET came back with. Trouble on the network is an outcome, not an error.

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
        /// As in [`Body::moved_to`].
        moved_to: Option<String>,
    },
    /// 410.
    Gone,
    /// Any other status.
    Refused { status: u16, hints: Hints },
    /// No answer: no such host, no connection, broken off, too slow, too large, too many redirects.
    Unreachable { why: String },
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
}
