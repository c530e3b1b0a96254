//! The captures of a real blog and the small feeds of every platform, against what is said of them.

mod blog;
mod finding;
mod properties;
mod proving;
mod subscriptions;
mod wordpress;

use crate::feed::parse::parse;
use crate::model::parsed::{ParsedEntry, ParsedFeed};
use crate::model::talk::Post;

/// A feed of the corpus, by its path below `tests/feeds`.
pub(super) fn feed(file: &str) -> ParsedFeed {
    let path = format!("{}/tests/feeds/{file}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    parse(&bytes, None, "http://final.example/feed").unwrap()
}

pub(super) fn post(link: &str) -> Post {
    Post {
        key: link.to_owned(),
        link: Some(link.to_owned()),
        title: "Which oil?".to_owned(),
        feed_url: "https://blog.example/feed/".to_owned(),
        site: Some("https://blog.example/".to_owned()),
        ..Post::default()
    }
}

/// What is known of an entry of a feed that was read from `url`.
pub(super) fn post_of(url: &str, feed: &ParsedFeed, entry: &ParsedEntry) -> Post {
    Post {
        key: entry.key.clone(),
        link: entry.link.clone(),
        title: entry.name().to_owned(),
        html: entry.body().into_owned(),
        comments_page: entry.comments.page.clone(),
        comment_feed: entry.comments.feed().map(str::to_owned),
        adopted: None,
        feed_url: url.to_owned(),
        site: feed.site.clone(),
        generator: feed.generator.clone(),
    }
}

/// An entry with this link, an id where one is given, and what it answers.
pub(super) fn item(link: &str, id: &str, answers: &str) -> ParsedEntry {
    use crate::model::comment::InReplyTo;
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    ParsedEntry {
        key: if id.is_empty() { link } else { id }.to_owned(),
        id: some(id),
        link: some(link),
        in_reply_to: some(answers)
            .map(|id| InReplyTo {
                id: Some(id),
                href: None,
            })
            .into_iter()
            .collect(),
        ..ParsedEntry::default()
    }
}

pub(super) fn feed_of(site: Option<&str>, items: Vec<ParsedEntry>) -> ParsedFeed {
    ParsedFeed {
        site: site.map(str::to_owned),
        entries: items,
        ..ParsedFeed::default()
    }
}
