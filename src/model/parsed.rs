//! What the parser makes of a body: one shape for RSS, Atom and JSON feeds, for articles and comments.

use crate::model::comment::InReplyTo;
use crate::model::time::Time;

/// A feed as read from its bytes. Reading does not fail halfway: trouble with one entry is a warning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedFeed {
    pub title: Option<String>,
    /// The web site the feed belongs to, absolute.
    pub site: Option<String>,
    /// RSS 2.0 `<ttl>`, minutes.
    pub ttl_minutes: Option<u32>,
    pub entries: Vec<ParsedEntry>,
    pub warnings: Vec<String>,
}

/// One item. A comment is an item too; it is the same shape.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedEntry {
    /// Stable within its feed.
    pub key: String,
    /// Plain text, one line, entities decoded.
    pub title: String,
    pub link: Option<String>,
    pub author: Option<String>,
    pub author_url: Option<String>,
    pub published: Option<Time>,
    pub updated: Option<Time>,
    /// HTML as delivered: the content, else the summary.
    pub body: String,
    /// What relative addresses in `body` are relative to.
    pub base: Option<String>,
    pub comments: CommentSignals,
    pub in_reply_to: Vec<InReplyTo>,
}

/// Everything an item says about the talk under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommentSignals {
    /// RSS `<comments>`; Atom `rel="replies"` with `text/html`.
    pub page: Option<String>,
    /// `wfw:commentRss`; Atom `rel="replies"` with a feed type (RFC 4685 §4); best first, Atom before RSS.
    pub feeds: Vec<String>,
    /// The largest of `slash:comments`, `thr:total` (RFC 4685 §5), `thr:count`, `reply-count`.
    pub count: Option<u32>,
}
