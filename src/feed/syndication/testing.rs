//! Small documents for the tests of this room.

use url::Url;

use crate::feed::syndication;
use crate::model::parsed::{ParsedEntry, ParsedFeed, Text, TextKind};

/// Where they are said to come from.
pub const BASE: &str = "http://final.example/feed/";

/// A whole document.
pub fn feed(text: &str) -> ParsedFeed {
    let reading = syndication::read(text, &Url::parse(BASE).unwrap());
    assert_eq!(reading.broken, None, "{text}");
    reading.feed
}

/// What stands in an RSS channel.
pub fn channel(inside: &str) -> ParsedFeed {
    feed(&format!(
        "<rss version='2.0'><channel>{inside}</channel></rss>"
    ))
}

/// What stands in an RSS item.
pub fn item(inside: &str) -> ParsedEntry {
    let mut feed = channel(&format!("<item>{inside}</item>"));
    feed.entries.pop().expect("the item says something")
}

/// What stands in an Atom feed.
pub fn atom(inside: &str) -> ParsedFeed {
    feed(&format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'>{inside}</feed>"
    ))
}

/// What stands in an Atom entry.
pub fn entry(inside: &str) -> ParsedEntry {
    let mut feed = atom(&format!("<entry>{inside}</entry>"));
    feed.entries.pop().expect("the entry says something")
}

fn shown(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| {
        let kind = match text.kind {
            TextKind::Plain => "plain",
            TextKind::Html => "html",
            TextKind::Xhtml => "xhtml",
        };
        format!("{kind}: {}", text.value)
    })
}

/// What an entry's whole text and its short one are, each after the name of its kind.
pub fn texts(entry: &ParsedEntry, content: &str, summary: &str) {
    assert_eq!(shown(entry.content.as_ref()), content);
    assert_eq!(shown(entry.summary.as_ref()), summary);
}
