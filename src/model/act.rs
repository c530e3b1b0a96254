//! What a person does to entries, feeds and folders, and can take back.

use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FolderId};
use crate::model::view::List;

/// Which entries something is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    Entries(Vec<EntryId>),
    /// Those of a list, as far as they were there when it was shown: what came later is not meant.
    Listed {
        list: List,
        /// The newest entry there was then.
        as_of: EntryId,
        /// Entries that were shown although they no longer belong.
        keep: Vec<EntryId>,
        part: Part,
    },
}

/// Which part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    All,
    /// Those before an entry.
    Above(EntryId),
    /// Those after it.
    Below(EntryId),
    /// From one to another, both with them, whichever stands first.
    Between(EntryId, EntryId),
}

/// What is done to entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Read(bool),
    Starred(bool),
    Deleted(bool),
    /// A tag of the person's own is put on, or taken off.
    Tagged {
        name: String,
        on: bool,
    },
    Followed(Following),
}

/// Something a person does that can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Entries(Which, Change),
    /// The name under which a person knows it; nothing gives the feed's own back.
    Rename(FeedId, Option<String>),
    /// To the end of a folder, or to the top, which is no folder.
    Move(FeedId, Option<FolderId>),
    /// One place up or down among its neighbours.
    Shift(FeedId, bool),
    /// Another address; entries and what is known stay.
    Readdress(FeedId, String),
    /// A tag of the person's own is put on, or taken off.
    TagFeed(FeedId, String, bool),
    /// Is not asked any more, and its entries are not shown.
    DeleteFeed(FeedId),
    /// What the person set for a feed: a key, and nothing to take it away.
    SetFeed(FeedId, String, Option<String>),
    SetFolder(FolderId, String, Option<String>),
    NewFolder(String, Option<FolderId>),
    RenameFolder(FolderId, String),
    /// Into another folder, or to the top.
    MoveFolder(FolderId, Option<FolderId>),
    /// What is in it goes to the folder around it.
    DeleteFolder(FolderId),
}

/// What came of it, in a few words, and whose rows are others now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// "12 entries read"
    pub says: String,
    pub feeds: Vec<FeedId>,
    /// Nothing was to be done.
    pub nothing: bool,
    /// Who is asked has changed.
    pub feeds_changed: bool,
    /// Entries that are others now.
    pub entries: Vec<EntryId>,
    /// Entries whose conversation is followed otherwise than before.
    pub followed: Vec<EntryId>,
}
