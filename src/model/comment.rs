//! One comment of a conversation, as it is kept and as the thread is built from it.

use crate::model::document::Document;
use crate::model::time::Time;

/// The database's number for a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentId(pub i64);

/// What a comment says it answers (RFC 4685 §3): an id to compare as a string, an address, or both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct InReplyTo {
    pub id: Option<String>,
    pub href: Option<String>,
}

/// A comment as a thread needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub id: CommentId,
    /// The feed's own id for it, made stable where the feed gives none.
    pub key: String,
    pub link: Option<String>,
    pub author: Option<String>,
    pub author_url: Option<String>,
    /// When it was written, as the feed says.
    pub published: Option<Time>,
    /// When it was first seen here; a comment held back and approved late is new although it is old.
    pub first_seen: Time,
    pub in_reply_to: Vec<InReplyTo>,
    /// Seen by the person.
    pub read: bool,
    /// Its text changed after it was first kept.
    pub edited: bool,
    pub body: Document,
}

/// What is kept of one conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// The entry's own ids and addresses: an answer to one of these stands at the top of the tree.
    pub entry_keys: Vec<String>,
    pub entry_author: Option<String>,
    pub comments: Vec<Comment>,
    /// How many there are according to the feed of the entry.
    pub told: Option<u32>,
    /// The feed they come from; nothing where none is known.
    pub feed: Option<String>,
    pub page: Option<String>,
    /// The last time that feed was asked.
    pub checked_at: Option<Time>,
    pub trouble: Option<String>,
}
