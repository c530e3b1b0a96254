//! What the parser makes of a body: one shape for RSS, Atom and JSON feeds, for articles and comments.
//!
//! Everything a feed says that a reader may want is here, as it was said; what is shown, kept or
//! sorted by follows from it by the small functions below.

use crate::model::comment::InReplyTo;
use crate::model::time::Time;
use std::borrow::Cow;
use std::fmt;

/// A feed as read from its bytes. Reading does not fail halfway: trouble with one entry is a warning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedFeed {
    pub format: Format,
    /// What the bytes were decoded from, a name of the WHATWG Encoding Standard in small letters.
    pub encoding: &'static str,
    /// What had to be mended before the text could be read, and where; empty for a sound feed.
    pub repairs: Vec<String>,
    pub warnings: Vec<String>,
    pub id: Option<String>,
    pub title: Option<String>,
    pub subtitle: Option<String>,
    /// The web site the feed belongs to, absolute.
    pub site: Option<String>,
    /// Where the feed says it lives, absolute. Often wrong; never subscribed to unasked.
    pub self_url: Option<String>,
    pub language: Option<String>,
    /// A small square picture, absolute.
    pub icon: Option<String>,
    /// A picture for the whole feed, absolute.
    pub logo: Option<String>,
    pub rights: Option<String>,
    pub generator: Option<String>,
    pub published: Option<Time>,
    pub updated: Option<Time>,
    pub hints: PollHints,
    pub authors: Vec<Person>,
    pub contributors: Vec<Person>,
    pub categories: Vec<Category>,
    /// The next page of a paged feed (RFC 5005 §3), absolute.
    pub next: Option<String>,
    /// The archive before this document (RFC 5005 §4), absolute.
    pub previous_archive: Option<String>,
    /// A `WebSub` hub, absolute.
    pub hub: Option<String>,
    /// The document holds all entries there are (RFC 5005 §2): what is missing was taken back.
    pub complete: bool,
    pub entries: Vec<ParsedEntry>,
}

/// How often a feed wants to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PollHints {
    /// RSS 2.0 `<ttl>`, minutes.
    pub ttl_minutes: Option<u32>,
    /// RSS `<skipHours>`: hours of the day, UTC, 0 to 23, in order.
    pub skip_hours: Vec<u8>,
    /// RSS `<skipDays>`: English names of week days, as the specification writes them.
    pub skip_days: Vec<&'static str>,
    /// RSS 1.0 syndication module: its period divided by its frequency, minutes.
    pub update_period_minutes: Option<u32>,
}

/// What a document turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Format {
    Rss090,
    Rss091,
    Rss092,
    Rss093,
    Rss094,
    Rss10,
    /// Also RSS that says no version or one nobody knows.
    #[default]
    Rss20,
    Atom03,
    Atom10,
    Json10,
    Json11,
    /// A page whose entries are marked up as microformats2.
    HFeed,
}

impl Format {
    /// The name for people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss090 => "rss0.90",
            Self::Rss091 => "rss0.91",
            Self::Rss092 => "rss0.92",
            Self::Rss093 => "rss0.93",
            Self::Rss094 => "rss0.94",
            Self::Rss10 => "rss1.0",
            Self::Rss20 => "rss2.0",
            Self::Atom03 => "atom0.3",
            Self::Atom10 => "atom1.0",
            Self::Json10 => "jsonfeed1.0",
            Self::Json11 => "jsonfeed1.1",
            Self::HFeed => "h-feed",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// One item. A comment is an item too; it is the same shape.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedEntry {
    /// Stable within its feed.
    pub key: String,
    /// As the feed gives it.
    pub id: Option<String>,
    /// Plain text, one line, entities decoded.
    pub title: Option<String>,
    /// The first words of the text, where there is no title.
    pub opening: String,
    pub link: Option<String>,
    /// What the entry is about, where that is not the entry's own page (JSON Feed `external_url`).
    pub external_link: Option<String>,
    pub published: Option<Time>,
    pub updated: Option<Time>,
    /// Those of the feed where the entry names none (RFC 4287 §4.2.1).
    pub authors: Vec<Person>,
    pub contributors: Vec<Person>,
    pub summary: Option<Text>,
    pub content: Option<Text>,
    /// What relative addresses in the texts are relative to.
    pub base: Option<String>,
    pub language: Option<String>,
    pub rights: Option<String>,
    pub categories: Vec<Category>,
    pub enclosures: Vec<Enclosure>,
    pub links: Vec<Link>,
    pub comments: CommentSignals,
    pub in_reply_to: Vec<InReplyTo>,
    /// The feed the entry was taken from, where it says so.
    pub source: Source,
    /// Podcasting 2.0 `<podcast:chapters>`, absolute.
    pub chapters: Option<String>,
    /// Podcasting 2.0 `<podcast:transcript>`, absolute.
    pub transcripts: Vec<String>,
}

impl ParsedEntry {
    /// What the entry is called: its title, else its first words.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.opening)
    }

    /// The day it belongs to: when it was published, else when it was last changed.
    pub fn date(&self) -> Option<Time> {
        self.published.or(self.updated)
    }

    /// The text to read, as HTML: the content, else the summary.
    pub fn body(&self) -> Cow<'_, str> {
        let text = self.content.as_ref().or(self.summary.as_ref());
        text.map_or(Cow::Borrowed(""), Text::html)
    }

    /// Who wrote it, in one line.
    pub fn author(&self) -> Option<String> {
        let names: Vec<&str> = self.authors.iter().filter_map(Person::shown).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Where the first author is at home.
    pub fn author_url(&self) -> Option<&str> {
        self.authors.first()?.uri.as_deref()
    }
}

/// A text as delivered, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    pub kind: TextKind,
    pub value: String,
}

impl Text {
    /// As HTML: plain text has its paragraphs and line breaks marked.
    pub fn html(&self) -> Cow<'_, str> {
        match self.kind {
            TextKind::Html | TextKind::Xhtml => Cow::Borrowed(&self.value),
            TextKind::Plain => Cow::Owned(paragraphs(&self.value)),
        }
    }
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum TextKind {
    Plain,
    #[default]
    Html,
    /// Was markup of the feed's own XML; written out again it is read as HTML.
    Xhtml,
}

impl TextKind {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Plain => "text/plain",
            Self::Html => "text/html",
            Self::Xhtml => "application/xhtml+xml",
        }
    }
}

/// Plain text as HTML: blank lines part paragraphs, line breaks stay.
fn paragraphs(plain: &str) -> String {
    // Entities stay: programs that write plain text with them mean the character.
    let plain = plain.replace("\r\n", "\n").replace('<', "&lt;");
    let mut html = String::with_capacity(plain.len() + 16);
    for paragraph in plain.split("\n\n").map(str::trim) {
        if !paragraph.is_empty() {
            html.push_str("<p>");
            html.push_str(&paragraph.replace('\n', "<br>"));
            html.push_str("</p>");
        }
    }
    html
}

/// Somebody who wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Person {
    pub name: Option<String>,
    pub email: Option<String>,
    /// Absolute.
    pub uri: Option<String>,
}

impl Person {
    /// What a person is called: by name; by mail address where that is all there is.
    pub fn shown(&self) -> Option<&str> {
        self.name.as_deref().or(self.email.as_deref())
    }
}

/// A label the feed puts on itself or an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Category {
    pub term: String,
    /// Whose word it is: RSS `domain`, Atom `scheme` (RFC 4287 §4.2.2).
    pub scheme: Option<String>,
    /// For people, where the term is for programs.
    pub label: Option<String>,
}

/// A file that belongs to an entry: a recording, a film, a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Enclosure {
    /// Absolute.
    pub url: String,
    /// A media type; guessed from the address where the feed gives none.
    pub media_type: Option<String>,
    /// Bytes; nothing where the feed says nought, which stands for "unknown".
    pub length: Option<u64>,
    pub title: Option<String>,
    pub duration_seconds: Option<u32>,
}

/// An address with what it is to the entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Link {
    /// `alternate` where the feed gives none (RFC 4287 §4.2.7.2).
    pub rel: Option<String>,
    /// Absolute.
    pub href: String,
    pub media_type: Option<String>,
    pub title: Option<String>,
}

/// Where an entry was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Source {
    pub title: Option<String>,
    /// Absolute.
    pub url: Option<String>,
}

/// Everything an item says about the talk under it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommentSignals {
    /// RSS `<comments>`; Atom `rel="replies"` with `text/html`.
    pub page: Option<String>,
    /// `wfw:commentRss`; Atom `rel="replies"` with a feed type (RFC 4685 §4); best first, Atom before RSS.
    pub feeds: Vec<CommentFeed>,
    /// The largest of `slash:comments`, `thr:total` (RFC 4685 §5), `thr:count`, `reply-count`.
    pub count: Option<u32>,
    /// When the newest comment was written, `thr:updated` (RFC 4685 §4).
    pub updated: Option<Time>,
}

impl CommentSignals {
    /// The address of the feed to follow.
    pub fn feed(&self) -> Option<&str> {
        self.feeds.first().map(|feed| feed.url.as_str())
    }
}

/// A feed of comments that an item names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct CommentFeed {
    /// Absolute.
    pub url: String,
    /// As the item says.
    pub media_type: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_its_paragraphs() {
        let plain = Text {
            kind: TextKind::Plain,
            value: "a < b\r\nc\r\n\r\nd".to_owned(),
        };
        assert_eq!(plain.html(), "<p>a &lt; b<br>c</p><p>d</p>");
    }

    #[test]
    fn an_entry_is_called_and_dated_by_what_there_is() {
        let mut entry = ParsedEntry {
            opening: "First words".to_owned(),
            updated: Some(Time(2)),
            summary: Some(Text::default()),
            ..ParsedEntry::default()
        };
        assert_eq!((entry.name(), entry.date()), ("First words", Some(Time(2))));
        entry.title = Some("Title".to_owned());
        entry.published = Some(Time(1));
        assert_eq!((entry.name(), entry.date()), ("Title", Some(Time(1))));
    }
}
