//! A condition that entries fit or do not: what a person typed, understood.

use crate::model::comment::Following;
use crate::model::entry::EntryRow;
use crate::model::time::Time;

/// A condition. Words are kept in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    /// In the title or in the name of the feed.
    Word(String),
    Title(String),
    Feed(String),
    Unread,
    Starred,
    /// Comments came since the person last looked.
    New,
    /// Its conversation is followed.
    Followed,
    /// It has at least so many comments.
    Comments(u32),
    /// It came at this moment or later.
    Since(Time),
    Before(Time),
}

impl Filter {
    /// The moment before which nothing fits, if the filter itself says so.
    pub fn floor(&self) -> Option<Time> {
        match self {
            Self::Since(time) => Some(*time),
            Self::All(parts) => parts.iter().filter_map(Self::floor).max(),
            _ => None,
        }
    }

    /// Whether an entry fits.
    pub fn fits(&self, row: &EntryRow) -> bool {
        let holds = |text: &str, word: &str| text.to_lowercase().contains(word);
        match self {
            Self::All(parts) => parts.iter().all(|part| part.fits(row)),
            Self::Any(parts) => parts.iter().any(|part| part.fits(row)),
            Self::Not(part) => !part.fits(row),
            Self::Word(word) => holds(&row.title, word) || holds(&row.feed_title, word),
            Self::Title(word) => holds(&row.title, word),
            Self::Feed(word) => holds(&row.feed_title, word),
            Self::Unread => !row.read,
            Self::Starred => row.starred,
            Self::New => row.comments.new > 0,
            Self::Followed => matches!(row.following, Following::Yes | Following::Pinned),
            Self::Comments(least) => row.comments.total >= *least,
            Self::Since(time) => row.place.at >= *time,
            Self::Before(time) => row.place.at < *time,
        }
    }
}
