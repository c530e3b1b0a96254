//! One comment of a conversation, as it is kept and as the thread is built from it.

use crate::model::document::Document;
use crate::model::health::Next;
use crate::model::time::Time;

/// The database's number for a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct CommentId(pub i64);

/// What a comment says it answers (RFC 4685 §3): an id to compare as a string, an address, or both.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct InReplyTo {
    pub id: Option<String>,
    pub href: Option<String>,
}

/// Which way a comment came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Provenance {
    /// The comment feed of its entry.
    #[default]
    Feed,
    /// A feed of the comments of a whole site.
    SiteFeed,
    /// Older pages of the comment feed (RFC 5005 §3, Blogger's paging, Isso's limit).
    Pages,
    /// The interface a `WordPress` has for programs.
    WordPress,
    Discourse,
    HackerNews,
    Lobsters,
    Reddit,
    Lemmy,
    Mastodon,
    /// The markup of the page people comment on.
    Page,
}

impl Provenance {
    pub const ALL: [Self; 11] = [
        Self::Feed,
        Self::SiteFeed,
        Self::Pages,
        Self::WordPress,
        Self::Discourse,
        Self::HackerNews,
        Self::Lobsters,
        Self::Reddit,
        Self::Lemmy,
        Self::Mastodon,
        Self::Page,
    ];

    /// The name for people, programs and the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::SiteFeed => "site feed",
            Self::Pages => "older pages",
            Self::WordPress => "WordPress",
            Self::Discourse => "Discourse",
            Self::HackerNews => "Hacker News",
            Self::Lobsters => "Lobsters",
            Self::Reddit => "Reddit",
            Self::Lemmy => "Lemmy",
            Self::Mastodon => "Mastodon",
            Self::Page => "page",
        }
    }
}

/// Whether a person follows a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Following {
    /// It is asked when it is opened, and otherwise not.
    #[default]
    No,
    /// It is asked by itself as long as people talk.
    Yes,
    /// It is asked by itself for good, once a day when nobody talks any more.
    Pinned,
    /// The person wants to hear no more of it; no rule follows it again.
    Muted,
}

/// What the comments of a conversation are kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Members {
    #[default]
    Comments,
    /// Entries of a feed that answer one another, as those of a mailing list do: a comment's number is
    /// that of its entry, and it is read when its entry is.
    Entries,
}

/// Why there is no feed of comments to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Nobody has looked for one yet; it is looked for when the conversation is opened or followed.
    Unsought,
    /// There is none, as far as could be found out at that time.
    Nothing { why: String, at: Time },
    /// The talk would come from a third party, which is asked only when the person agrees.
    Agreement { host: String },
}

/// A comment as a thread needs it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// A source that has all comments has this one no more.
    pub gone: bool,
    pub provenance: Provenance,
    pub body: Document,
}

/// What is kept of one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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
    /// Why no feed is known; nothing where one is.
    pub missing: Option<Missing>,
    /// The last time that feed was asked.
    pub checked_at: Option<Time>,
    pub trouble: Option<String>,
    pub following: Following,
    /// It was followed, and nobody has said anything for so long that it is not asked by itself.
    pub over: bool,
    /// When its feed is asked next by itself, and why then.
    pub next: Option<(Next, String)>,
    pub members: Members,
    /// Keys of nodes that the person folded, or, of mentions, unfolded.
    pub folds: Vec<String>,
}
