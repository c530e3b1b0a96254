//! Which entries a list shows, in which order, and which part of it.

use crate::model::entry::{EntryId, EntryRow, Place};
use crate::model::feed::{FeedId, FolderId};
use crate::model::filter::Filter;
use crate::model::time::Time;
use std::sync::Arc;

/// The database's number for a tag of the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TagId(pub i64);

/// Which entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Everything, of every feed.
    All,
    /// Everything since a moment: the start of the reader's day.
    Since(Time),
    Unread,
    Starred,
    /// Entries whose conversation was opened, newest comment first, but for those in `Quiet`.
    Conversations,
    /// Those of them that are muted, or were followed until they were over.
    QuietConversations,
    Folder(FolderId),
    Feed(FeedId),
    /// Entries that have a tag, or whose feed has it.
    Tag(TagId),
}

/// Which of them, by their marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Show {
    #[default]
    All,
    Unread,
    Starred,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortBy {
    /// The place of an entry in time; in the list of conversations, that of the newest comment.
    Date,
    Feed,
    Folder,
    Title,
    /// Unread ones first.
    Unread,
    /// Starred ones first.
    Starred,
    Comments,
    /// New comments.
    News,
}

impl SortBy {
    pub const ALL: [Self; 8] = [
        Self::Date,
        Self::Feed,
        Self::Folder,
        Self::Title,
        Self::Unread,
        Self::Starred,
        Self::Comments,
        Self::News,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Feed => "feed",
            Self::Folder => "folder",
            Self::Title => "title",
            Self::Unread => "unread",
            Self::Starred => "starred",
            Self::Comments => "comments",
            Self::News => "new",
        }
    }
}

/// One key of an order: newest, most and marked first, names from A; or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SortKey {
    pub by: SortBy,
    pub reversed: bool,
}

/// Which entries, in which order: a list, however long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub view: View,
    pub show: Show,
    /// The first key that tells two entries apart decides; what none tells apart stands newest first.
    pub sort: Vec<SortKey>,
    /// Only what this fits.
    pub filter: Option<Arc<Filter>>,
}

impl List {
    /// All of a view, newest first.
    pub fn of(view: View) -> Self {
        Self {
            view,
            show: Show::All,
            sort: Vec::new(),
            filter: None,
        }
    }
}

/// Which part of a list, counted in rows from a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// The rows at its beginning.
    First,
    /// The rows at its end.
    Last,
    /// Rows after the one at this place.
    After(Place),
    /// Rows before the one at this place, nearest to it.
    Before(Place),
    /// The row at this place if it is there, with rows on both sides.
    Around(Place),
}

/// One question for rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub list: List,
    pub window: Window,
    pub limit: usize,
    /// Entries shown although they no longer belong: read away while the list was open.
    pub keep: Vec<EntryId>,
}

/// Rows in the order of the list, and whether the list goes on at either end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub rows: Vec<EntryRow>,
    pub more_before: bool,
    pub more_after: bool,
    /// The newest entry there was when it was read: what came later was not shown.
    pub as_of: Option<EntryId>,
}
