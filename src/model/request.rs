//! All that a face may ask of the engine, and all it may be told.

use crate::model::act::{Act, Done};
use crate::model::comment::{CommentId, Conversation, Following, Provenance};
use crate::model::document::{Ink, TextPlace};
use crate::model::entry::{Article, Body, EntryId, EntryRow, Format, Mark, Place};
use crate::model::feed::{FeedId, FeedRow, FolderId, FolderRow};
use crate::model::found::Offer;
use crate::model::health::Health;
use crate::model::parsed::Enclosure;
use crate::model::picture::Picture;
use crate::model::report::{Failure, ImportReport, Left, Note};
use crate::model::setting::{Holder, Setting};
use crate::model::time::Time;
use crate::model::view::{Listing, Page, TagId};
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
    /// The article with this text of it from now on; that of the page is fetched where it is not kept, or once
    /// more with `again`.
    Read {
        entry: EntryId,
        body: Body,
        again: bool,
    },
    /// The markup of an article as it came, unread.
    Source {
        entry: EntryId,
        body: Body,
    },
    /// Where the person stopped reading.
    KeepPlace {
        entry: EntryId,
        place: Option<TextPlace>,
    },
    /// What the parts of these pieces of code are, each with the name of its language.
    Colour(Vec<(String, String)>),
    /// A picture of an article, ready to be drawn. It is fetched if it is not kept.
    Picture {
        entry: EntryId,
        address: String,
    },
    /// Write an article to a file; to a name made of its title if `path` is a directory.
    Save {
        entry: EntryId,
        format: Format,
        path: PathBuf,
    },
    /// Hand an article to a command of the configuration, by its name.
    Share {
        entry: EntryId,
        command: String,
    },
    /// Open a recording, a film or a file by the command for its kind.
    Play(Enclosure),
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
    /// What is set for a feed or a folder, and from where.
    Settings(Holder),
    /// Make a feed one with another: entries and marks of both stay, in the other.
    Merge {
        feed: FeedId,
        into: FeedId,
    },
    /// Something that can be undone.
    Act(Act),
    /// Take the last act back.
    Undo,
    /// Do again what was taken back last.
    Redo,
    /// What was done so far is the beginning: it cannot be taken back.
    ForgetActs,
    /// Keep how something of the reader was left, by name.
    Keep {
        name: String,
        value: String,
    },
    /// All that is kept so.
    Kept,
    /// These comments have been seen, or, taken back, have not.
    Seen {
        entry: EntryId,
        comments: Vec<CommentId>,
        seen: bool,
    },
    /// Follow conversations, or follow them no more. Where no comment feed is known, it is looked for.
    Follow {
        entries: Vec<EntryId>,
        following: Following,
    },
    /// Fetch what the comment feed does not hold: the whole of the conversation, from wherever it can be
    /// had. With `agreed` a third party may be asked.
    Complete {
        entry: EntryId,
        agreed: bool,
    },
    /// The nodes a person folded in a conversation, all of them.
    Fold {
        entry: EntryId,
        folds: Vec<String>,
    },
    /// The entry with this number or address; nothing if there is none.
    Find(String),
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
    Source(String),
    /// In the order of the question; nothing where the language is not known, or the code too long.
    Coloured(Vec<Vec<Ink>>),
    Picture(Picture),
    /// The file that was written.
    Saved(PathBuf),
    /// An address for the desktop to open.
    Browse(String),
    /// What the command said, in one line, if it said anything.
    Shared(Option<String>),
    Conversation(Box<Conversation>),
    NextUnread(Option<EntryRow>),
    Found(Option<EntryRow>),
    Completed(Completed),
    /// The conversation is at a third party, which would have to be asked.
    Agreement {
        host: String,
    },
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
        /// Names of its newest entries.
        newest: Vec<String>,
    },
    Refreshing {
        /// How many feeds were put in line.
        asked: usize,
        /// Those that were not, and why.
        left: Vec<Left>,
    },
    Health(Vec<Health>),
    Settings(Holder, Vec<Setting>),
    Did(Done),
    /// Nothing where there was nothing to take back.
    Undid(Option<Done>),
    Redid(Option<Done>),
    Kept(Vec<(String, String)>),
    Imported(ImportReport),
    /// How many feeds were written.
    Exported(usize),
}

/// What was fetched beyond what a comment feed holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    pub by: Provenance,
    pub new: u32,
    /// Comments that are not there any more.
    pub gone: u32,
    /// All there are were fetched.
    pub whole: bool,
    /// Ways that were tried before in vain, and why.
    pub vain: Vec<(Provenance, String)>,
}

/// The subscriptions, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Library {
    pub folders: Vec<FolderRow>,
    pub feeds: Vec<FeedRow>,
    /// The person's own tags by name, each with the number of unread entries that have it.
    pub tags: Vec<(TagId, String, u64)>,
    /// Unread entries since the `day_start` that was asked for.
    pub unread_today: u64,
    /// Conversations that are muted or over.
    pub quiet_conversations: u64,
}

/// What the engine tells a face.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    Reply(Ticket, Result<Reply, Failure>),
    Note(Note),
}
