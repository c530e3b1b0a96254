//! A large library, always the same one: made once through the store's own doors, then kept.
//!
//! As in life, a few feeds bring most entries, everything arrives in rounds over years, some feeds
//! give no dates, most is read, little is starred, and some conversations are followed.

use postil::model::entry::{EntryId, Mark};
use postil::model::feed::PollFacts;
use postil::model::opml::Subscription;
use postil::model::parsed::{
    CommentFeed, CommentSignals, ParsedEntry, ParsedFeed, Person, Text, TextKind,
};
use postil::model::time::Time;
use postil::store::db::Db;
use postil::store::error::StoreError;
use postil::store::handle::Store;
use std::path::{Path, PathBuf};

/// When the library is looked at.
pub(crate) const NOW: Time = Time(1_750_000_000);

/// How far back it reaches, seconds.
const YEARS: u64 = 5 * 365 * 86_400;

/// Polls of each feed; each brings its share of the entries.
const ROUNDS: u64 = 10;

/// How large a library.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) feeds: u64,
    pub(crate) entries: u64,
}

impl Size {
    /// A thousand feeds with a million entries, or as `LIBRARY_FEEDS` and `LIBRARY_ENTRIES` say.
    pub(crate) fn from_environment() -> Self {
        let number = |name, default| {
            let value = std::env::var(name)
                .ok()
                .and_then(|value| value.parse().ok());
            value.unwrap_or(default)
        };
        Self {
            feeds: number("LIBRARY_FEEDS", 1000),
            entries: number("LIBRARY_ENTRIES", 1_000_000),
        }
    }

    /// Entries a feed brings in one round: the first many, the last few.
    fn share(self, feed: u64) -> u64 {
        let weight = |feed: u64| 1_000_000 / (feed + 10);
        let all: u64 = (0..self.feeds).map(weight).sum();
        (self.entries * weight(feed) / all / ROUNDS).max(1)
    }
}

/// The path of a library of this size, made now if it was not before.
pub(crate) async fn library(directory: &Path, size: Size) -> Result<PathBuf, StoreError> {
    let name = format!("library-{}x{}", size.feeds, size.entries);
    let path = directory.join(format!("{name}.db"));
    if path.exists() {
        return Ok(path);
    }
    let unfinished = directory.join(format!("{name}.unfinished.db"));
    for suffix in ["", "-wal", "-shm"] {
        // What an interrupted run left behind, if one did.
        let _ = std::fs::remove_file(directory.join(format!("{name}.unfinished.db{suffix}")));
    }
    let store = Store::open(&unfinished)?;
    fill(&store, size).await?;
    store.close().await;
    std::fs::rename(&unfinished, &path)?;
    Ok(path)
}

async fn fill(store: &Store, size: Size) -> Result<(), StoreError> {
    let subscriptions: Vec<Subscription> = (0..size.feeds).map(subscription).collect();
    let subscribed = move |db: &Db| db.subscribe_all(&subscriptions, NOW);
    let facts = store.write(subscribed).await?.new;
    for round in 0..ROUNDS {
        for (feeds, first) in facts.chunks(50).zip((0..).step_by(50)) {
            let feeds = feeds.to_vec();
            store
                .write(move |db| poll(db, size, round, first, &feeds))
                .await?;
        }
    }
    let last = store
        .read(|db| db.library(NOW))
        .await?
        .feeds
        .iter()
        .map(|feed| feed.entries)
        .sum();
    for first in (1..=last).step_by(20_000) {
        store
            .write(move |db| mark(db, first, last.min(first + 19_999)))
            .await?;
    }
    Ok(())
}

fn subscription(feed: u64) -> Subscription {
    Subscription {
        url: format!("http://feed{feed}.example/atom.xml"),
        title: None,
        site: Some(format!("http://feed{feed}.example/")),
        folder: vec!["World".into(), format!("Topic {:02}", feed % 25)],
    }
}

/// One round of some feeds.
fn poll(
    db: &Db,
    size: Size,
    round: u64,
    first: u64,
    feeds: &[PollFacts],
) -> Result<(), StoreError> {
    let since = i64::try_from(YEARS * (ROUNDS - round) / ROUNDS).expect("years fit");
    let now = Time(NOW.0 - since + i64::try_from(YEARS / ROUNDS).expect("years fit"));
    for (facts, feed) in feeds.iter().zip(first..) {
        let share = size.share(feed);
        let items = (round * share..(round + 1) * share).rev();
        let parsed = ParsedFeed {
            title: Some(format!("Letters from place {feed}")),
            entries: items.map(|number| entry(size, feed, number)).collect(),
            ..ParsedFeed::default()
        };
        let facts = PollFacts {
            checked_at: Some(now),
            ..facts.clone()
        };
        db.commit_poll(&facts, Some(&parsed), now)?;
    }
    Ok(())
}

/// The entry of a feed by its number, from the oldest on.
pub(crate) fn entry(size: Size, feed: u64, number: u64) -> ParsedEntry {
    let chance = scatter(feed << 32 | number);
    let gap = YEARS / (size.share(feed) * ROUNDS);
    let age = YEARS.saturating_sub(number * gap + chance % gap.max(1));
    let link = format!("http://feed{feed}.example/{number}");
    let talks = chance.is_multiple_of(3);
    ParsedEntry {
        key: link.clone(),
        title: Some(format!(
            "Number {number}: what was seen from the window on day {}",
            chance % 10_000
        )),
        link: Some(link.clone()),
        authors: vec![Person {
            name: Some(format!("Writer {}", chance % 7)),
            ..Person::default()
        }],
        published: (!feed.is_multiple_of(20))
            .then(|| Time(NOW.0 - i64::try_from(age).expect("years fit"))),
        content: Some(Text {
            kind: TextKind::Html,
            value: format!("<p>Of {number} things, this is one.</p>")
                .repeat(5 + usize::try_from(chance % 20).expect("small")),
        }),
        base: Some(link.clone()),
        comments: CommentSignals {
            page: talks.then(|| format!("{link}#comments")),
            feeds: talks.then(|| comment_feed(&link)).into_iter().collect(),
            updated: None,
            count: talks.then_some(u32::try_from(chance % 40).expect("small")),
        },
        ..ParsedEntry::default()
    }
}

fn comment_feed(link: &str) -> CommentFeed {
    CommentFeed {
        url: format!("{link}/feed"),
        media_type: None,
    }
}

/// Nine of ten are read, one of two hundred is starred, one of two thousand followed.
fn mark(db: &Db, first: u64, last: u64) -> Result<(), StoreError> {
    let chosen = |one_of: u64, keep: bool| -> Vec<EntryId> {
        let ids = (first..=last).filter(|id| scatter(*id).is_multiple_of(one_of) == keep);
        ids.map(|id| EntryId(i64::try_from(id).expect("row numbers fit")))
            .collect()
    };
    db.mark(&chosen(10, false), Mark::Read(true))?;
    db.mark(&chosen(200, true), Mark::Starred(true))?;
    for entry in chosen(2000, true) {
        let Some(facts) = db.open_conversation(entry, NOW)? else {
            continue;
        };
        let comment = |number: u64| ParsedEntry {
            key: format!("comment {number}"),
            published: Some(Time(
                NOW.0 - i64::try_from(scatter(number) % 9_000_000).expect("years fit"),
            )),
            content: Some(Text {
                kind: TextKind::Html,
                value: "<p>I was there too.</p>".into(),
            }),
            ..ParsedEntry::default()
        };
        let entries = (0..10).map(comment).collect();
        db.commit_poll(
            &facts,
            Some(&ParsedFeed {
                entries,
                ..ParsedFeed::default()
            }),
            NOW,
        )?;
    }
    Ok(())
}

/// Numbers without pattern out of numbers in order (the finalizer of `splitmix64`).
fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
