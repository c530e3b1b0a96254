//! Tests of the whole room: what goes in through one function must come out through the others.

mod acts;
mod addresses;
mod comments;
mod feeds;
mod follow;
mod handle;
mod hosts;
mod pages;
mod plans;
mod polls;
mod properties;
mod rekey;
mod schema;
mod united;
mod vouch;

use crate::model::entry::{EntryId, EntryRow};
use crate::model::feed::{FeedId, PollFacts};
use crate::model::opml::Subscription;
use crate::model::parsed::{CommentFeed, ParsedEntry, ParsedFeed, Text, TextKind};
use crate::model::time::Time;
use crate::model::view::{List, Listing, View, Window};
use crate::store::db::Db;
use crate::store::polls::Delta;

/// When the tests happen.
const NOW: Time = Time(1_700_000_000);

/// An untitled subscription in a folder path such as `a/b`; empty for the top.
fn subscription(url: &str, folder: &str) -> Subscription {
    Subscription {
        url: url.into(),
        title: None,
        site: None,
        folder: folder
            .split('/')
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
    }
}

fn subscribe(db: &Db, url: &str, folder: &str) -> FeedId {
    db.subscribe_all(&[subscription(url, folder)], NOW)
        .unwrap()
        .feeds[0]
}

/// An entry (or a comment) published so many seconds before [`NOW`].
fn item(key: &str, age: i64) -> ParsedEntry {
    ParsedEntry {
        key: key.into(),
        title: Some(format!("Title of {key}")),
        link: Some(format!("http://blog.example/{key}")),
        published: Some(Time(NOW.0 - age)),
        content: Some(html(&format!("<p>Text of {key}</p>"))),
        ..ParsedEntry::default()
    }
}

fn comment_feed_at(url: &str) -> CommentFeed {
    CommentFeed {
        url: url.to_owned(),
        media_type: None,
    }
}

fn html(text: &str) -> Text {
    Text {
        kind: TextKind::Html,
        value: text.to_owned(),
    }
}

fn body(entries: Vec<ParsedEntry>) -> ParsedFeed {
    ParsedFeed {
        entries,
        ..ParsedFeed::default()
    }
}

fn facts(db: &Db, feed: FeedId) -> PollFacts {
    db.facts_of(feed).unwrap()
}

/// One poll of a feed that brought these items.
fn poll(db: &Db, feed: FeedId, entries: Vec<ParsedEntry>) -> Delta {
    db.commit_poll(&facts(db, feed), Some(&body(entries)), NOW)
        .unwrap()
}

/// The whole of a list.
fn list(db: &Db, view: View) -> Vec<EntryRow> {
    let listing = Listing {
        list: List::of(view),
        window: Window::First,
        limit: 10_000,
        keep: Vec::new(),
    };
    db.page(&listing).unwrap().rows
}

/// The entry whose key is in its title.
fn entry(db: &Db, key: &str) -> EntryId {
    let title = format!("Title of {key}");
    list(db, View::All)
        .iter()
        .find(|row| row.title == title)
        .expect("is there")
        .id
}

fn row(db: &Db, entry: EntryId) -> EntryRow {
    db.article(entry).unwrap().expect("is there").row
}
