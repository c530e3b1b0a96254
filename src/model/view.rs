//! Which entries a list shows, and which part of it.

use crate::model::entry::{EntryId, EntryRow, Place};
use crate::model::feed::{FeedId, FolderId};
use crate::model::time::Time;

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
}

/// Which part of a list, counted in rows from a place; always newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// The newest rows.
    First,
    /// The oldest rows.
    Last,
    /// Rows older than this place.
    After(Place),
    /// Rows newer than this place, nearest to it.
    Before(Place),
    /// The row at this place if it is there, with rows on both sides.
    Around(Place),
}

/// One question for rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub view: View,
    pub window: Window,
    pub limit: usize,
    /// Entries shown although they no longer belong: read away while the list was open.
    pub keep: Vec<EntryId>,
}

/// Rows, newest first, and whether the list goes on at either end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub rows: Vec<EntryRow>,
    pub more_before: bool,
    pub more_after: bool,
}
