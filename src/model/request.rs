//! All that a face may ask of the engine, and all it may be told.

use crate::model::comment::{CommentId, Conversation};
use crate::model::entry::{Article, EntryId, EntryRow, Mark, Place};
use crate::model::feed::{FeedId, FeedRow, FolderId, FolderRow};
use crate::model::found::Offer;
use crate::model::health::Health;
use crate::model::report::{Failure, ImportReport, Left, Note};
use crate::model::time::Time;
use crate::model::view::{Listing, Page};
use std::path::PathBuf;

/// Names one question; an answer nobody waits for any more is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// What is to be polled now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    Feeds(Vec<FeedId>),
    Folder(FolderId),
    /// The comment feed of one entry.
    Thread(EntryId),
}

/// A question or an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Folders and feeds with their counts.
    Feeds {
        day_start: Time,
    },
    Entries(Listing),
    Article(EntryId),
    /// The stored conversation under an entry; with `open`, it is taken up: its comment feed is
    /// noted if one is known, so that it is polled from now on.
    Conversation {
        entry: EntryId,
        open: bool,
    },
    /// The next unread entry after a place, over all feeds, going round to the newest at the end.
    NextUnread {
        after: Option<Place>,
    },
    Mark {
        entries: Vec<EntryId>,
        mark: Mark,
    },
    /// These comments have been seen.
    Seen {
        entry: EntryId,
        comments: Vec<CommentId>,
    },
    /// Look at an address, and subscribe to the feed it is or names.
    Subscribe {
        url: String,
    },
    /// Look at an address and subscribe to nothing.
    Discover {
        url: String,
    },
    /// Ask what may be asked, as a person wants it: the interval does not count.
    Refresh(Scope),
    /// Ask what is due by itself, and nothing else.
    RefreshDue,
    /// Ask a feed that was asked a moment ago, or whose answer still holds. What its server asked for
    /// stands. With `whole` no validators are sent; at most once a day.
    Insist {
        feed: FeedId,
        whole: bool,
    },
    /// How it stands with every feed.
    Health,
    /// Take a feed back to the address it had before it moved, and leave it there.
    UndoMove(FeedId),
    /// Follow a feed to where it says it has moved.
    FollowMove(FeedId),
    /// Make a feed one with the feed that is subscribed where it says it has moved to.
    Unite(FeedId),
    ImportOpml(PathBuf),
    ExportOpml(PathBuf),
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    Done,
    Feeds(Library),
    Entries(Page),
    Article(Box<Article>),
    Conversation(Box<Conversation>),
    NextUnread(Option<EntryRow>),
    Subscribed {
        feed: FeedId,
        title: String,
        already: bool,
        /// All that the address led to, with the one that was taken, in the order it was named.
        offers: Vec<Offer>,
    },
    /// What `Subscribe` would do.
    Discovered {
        title: String,
        already: bool,
        offers: Vec<Offer>,
    },
    Refreshing {
        /// How many feeds were put in line.
        asked: usize,
        /// Those that were not, and why.
        left: Vec<Left>,
    },
    Health(Vec<Health>),
    Imported(ImportReport),
    /// How many feeds were written.
    Exported(usize),
}

/// The subscriptions, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Library {
    pub folders: Vec<FolderRow>,
    pub feeds: Vec<FeedRow>,
    /// Unread entries since the `day_start` that was asked for.
    pub unread_today: u64,
}

/// What the engine tells a face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    Reply(Ticket, Result<Reply, Failure>),
    Note(Note),
}
