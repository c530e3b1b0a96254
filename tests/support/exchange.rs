//! What went over the wire: a request, when it came, and what the scripted server said to it.

use crate::server::Request;

/// A request and its answer.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) request: Request,
    /// When it came, in seconds, by the clock the test gave the server.
    pub(crate) at: i64,
    /// What was said to it; nothing while that is being thought of.
    pub(crate) given: Option<Given>,
    /// Another request to the same host had no answer yet when this one came.
    pub(crate) beside: bool,
    /// The address is one that the test speaks of.
    pub(crate) scripted: bool,
}

/// An answer, as far as it decides what is to be asked next.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// Its body is whole and looks like a feed, so that its validators are worth keeping.
    pub(crate) is_feed: bool,
}

impl Given {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
