//! An entry of a feed: the row a list shows, the article a pane shows, and the marks a person sets.

use crate::model::comment::Following;
use crate::model::document::{Document, TextPlace};
use crate::model::feed::FeedId;
use crate::model::parsed::Enclosure;
use crate::model::time::Time;

/// The database's number for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub i64);

/// Where an entry stands in a list: newest first, ties by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Published, or first seen where a feed gives no date or one that lies in the future;
    /// in the conversations view, the newest comment.
    pub at: Time,
    pub id: EntryId,
}

/// The talk under an entry, as a list row tells it: `12 +3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommentCount {
    /// The larger of what the feed tells and what is stored.
    pub total: u32,
    /// Comments that came since the person last looked; nought while the conversation is unopened.
    pub new: u32,
}

/// One entry as a list shows it; its text lies apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryRow {
    pub id: EntryId,
    pub feed: FeedId,
    pub feed_title: String,
    pub place: Place,
    pub title: String,
    pub link: Option<String>,
    pub read: bool,
    pub starred: bool,
    pub comments: CommentCount,
    pub following: Following,
}

impl EntryRow {
    /// What to call it: an entry without a title is named by its address.
    pub fn name(&self) -> &str {
        match (&self.link, self.title.is_empty()) {
            (Some(link), true) => link,
            (None, true) => "(untitled)",
            (_, false) => &self.title,
        }
    }
}

/// One entry opened for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub row: EntryRow,
    pub author: Option<String>,
    /// As the feed says it, even if it lies in the future.
    pub published: Option<Time>,
    /// Words of the text, for the reading time.
    pub words: u32,
    pub talk: Talk,
    pub document: Document,
    /// Where the document is from.
    pub body: Body,
    /// Labels of the feed, as people read them.
    pub tags: Vec<String>,
    /// The person's own.
    pub own_tags: Vec<String>,
    /// Recordings, films, files.
    pub enclosures: Vec<Enclosure>,
    /// Where the person stopped reading; nothing at the very top.
    pub place: Option<TextPlace>,
    pub wants: Wants,
}

/// Whose text of an entry it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Body {
    /// What the feed brought.
    #[default]
    Feed,
    /// The main text of the entry's own page.
    Page,
}

/// What the person wants for the entries of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Wants {
    /// The text of the page instead of the feed's, fetched when the entry is opened for reading; it is not here
    /// yet.
    pub page: bool,
    /// Pictures are fetched when the entry is opened; nothing where the general setting holds.
    pub pictures: Option<bool>,
}

/// A form in which an article leaves the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    Text,
    Markdown,
    Html,
    Epub,
}

/// Where the talk under an entry is to be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Talk {
    /// The web page people comment on (RSS `<comments>`, Atom `rel="replies"` with `text/html`).
    pub page: Option<String>,
    /// The feed that brings the comments, if one is known.
    pub feed: Option<String>,
}

/// A mark a person sets on an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    Read(bool),
    Starred(bool),
}
