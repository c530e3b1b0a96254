//! What helps to find the talk under an entry, and the ways by which comments can be had.

use crate::model::comment::Provenance;
use crate::model::parsed::ParsedFeed;

/// What is known of an entry that helps to find the talk under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Post {
    /// Its id within its feed, mostly the feed's own.
    pub key: String,
    pub link: Option<String>,
    pub title: String,
    /// Its text, HTML as delivered; links to Hacker News and the like may stand in it.
    pub html: String,
    /// The page people comment on.
    pub comments_page: Option<String>,
    /// The comment feed its feed names.
    pub comment_feed: Option<String>,
    /// The comment feed that is asked, if one is.
    pub adopted: Option<String>,
    /// The feed it came with.
    pub feed_url: String,
    /// The web site of that feed.
    pub site: Option<String>,
    /// The program that wrote that feed, as it says.
    pub generator: Option<String>,
}

/// How comments are read from what a server gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reader {
    /// RSS, Atom, JSON Feed.
    Feed,
    /// `/wp-json/wp/v2/comments?post=ID`
    WordPress,
    /// `/t/ID.json`
    Discourse,
    /// `hn.algolia.com/api/v1/items/ID`
    HackerNews,
    /// `/s/ID.json`
    Lobsters,
    /// `/r/NAME/comments/ID/….json`
    Reddit,
    /// `/api/v3/comment/list?post_id=ID`
    Lemmy,
    /// `/api/v1/statuses/ID/context`
    Mastodon,
    /// The post's own page: microformats, schema.org, `WordPress`'s list of comments.
    Page,
}

impl Reader {
    pub fn provenance(self) -> Provenance {
        match self {
            Self::Feed => Provenance::Feed,
            Self::WordPress => Provenance::WordPress,
            Self::Discourse => Provenance::Discourse,
            Self::HackerNews => Provenance::HackerNews,
            Self::Lobsters => Provenance::Lobsters,
            Self::Reddit => Provenance::Reddit,
            Self::Lemmy => Provenance::Lemmy,
            Self::Mastodon => Provenance::Mastodon,
            Self::Page => Provenance::Page,
        }
    }
}

/// An address where comments may be had. Nobody has read it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    pub reader: Reader,
    /// Absolute, `http` or `https`.
    pub url: String,
    /// It belongs neither to the entry's site nor to the page people comment on: this host is asked only
    /// when the person agrees.
    pub third_party: Option<String>,
}

/// What one address gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkPage {
    /// Comments as entries: key, link, authors, date, content as HTML, and what they answer.
    pub feed: ParsedFeed,
    /// Where it goes on.
    pub next: Option<String>,
    /// With all that it goes on with, these are all comments there are: one that is missing was taken back.
    pub whole: bool,
}
