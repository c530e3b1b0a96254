//! A feed: what is subscribed, and what is durably known about polling it.

use crate::model::entry::EntryId;
use crate::model::http::Validators;
use crate::model::parsed::PollHints;
use crate::model::time::Time;
use std::time::Duration;

/// The database's number for a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeedId(pub i64);

/// The database's number for a folder of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FolderId(pub i64);

/// What a feed brings. A comment feed is polled and parsed like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedKind {
    /// Entries to read, in the feeds pane.
    Articles,
    /// The comments under one entry, in that entry's conversation.
    Comments { of: EntryId },
}

/// What is durably known about polling one feed. Schedules are derived from it, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollFacts {
    pub feed: FeedId,
    pub url: String,
    pub kind: FeedKind,
    /// Sent back byte for byte in the next conditional request (RFC 9110 §13.1).
    pub validators: Validators,
    /// The last time it was asked, whatever came of it.
    pub checked_at: Option<Time>,
    /// The last time an answer brought something that was not there before.
    pub changed_at: Option<Time>,
    /// When the feed was taken up.
    pub added_at: Option<Time>,
    /// How long it usually takes until the next entry comes.
    pub gap: Option<Duration>,
    /// Failures in a row; an answer that could be read sets it back to nought.
    pub failures: u32,
    /// The server asked not to be asked before this (Retry-After, RFC 9110 §10.2.3).
    pub not_before: Option<Time>,
    /// The answer stays fresh until this (Cache-Control: max-age, RFC 9111 §5.2.2.1).
    pub fresh_until: Option<Time>,
    /// The server answered 410; it is not asked again until a person asks for it.
    pub gone: bool,
    /// Hash of the last body, so that an unchanged body is known without validators.
    pub body_hash: Option<u64>,
    /// What the feed itself asked for when its text was last read.
    pub wishes: Wishes,
    /// Where its server says it has moved for good, while that is not proven.
    pub moving: Option<Moving>,
    /// What last went wrong, in words for a person; nothing after a success.
    pub trouble: Option<String>,
}

/// When a feed asks to be left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishes {
    /// Minutes between two looks (RSS 2.0 `<ttl>`).
    pub ttl_minutes: Option<u32>,
    /// Minutes between two changes (the syndication module of RSS 1.0).
    pub period_minutes: Option<u32>,
    /// Hours of the day, UTC, in which nobody need come (RSS 2.0 `<skipHours>`): bit 0 is midnight.
    pub skip_hours: u32,
    /// Days of the week likewise (RSS 2.0 `<skipDays>`): bit 0 is Monday.
    pub skip_days: u8,
}

impl From<&PollHints> for Wishes {
    fn from(hints: &PollHints) -> Self {
        let hours = hints.skip_hours.iter().filter(|hour| **hour < 24);
        let days = hints.skip_days.iter().filter_map(|day| {
            let monday_first = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
            monday_first.iter().position(|short| day.starts_with(short))
        });
        Self {
            ttl_minutes: hints.ttl_minutes,
            period_minutes: hints.update_period_minutes,
            skip_hours: hours.fold(0, |bits, hour| bits | 1 << hour),
            skip_days: days.fold(0, |bits, day| bits | 1 << day),
        }
    }
}

/// A permanent redirect (301, 308; RFC 9110 §15.4) to a place where the feed was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moving {
    pub to: String,
    /// The first of the looks in a row that were led there, and the last.
    pub since: Time,
    pub last: Time,
    /// How many looks those were.
    pub sightings: u32,
}

impl PollFacts {
    /// The facts of a feed that has never been asked.
    pub fn unasked(feed: FeedId, url: impl Into<String>, kind: FeedKind) -> Self {
        Self {
            feed,
            url: url.into(),
            kind,
            validators: Validators::default(),
            checked_at: None,
            changed_at: None,
            added_at: None,
            gap: None,
            failures: 0,
            not_before: None,
            fresh_until: None,
            gone: false,
            body_hash: None,
            wishes: Wishes::default(),
            moving: None,
            trouble: None,
        }
    }
}

/// One subscribed feed as the feeds pane shows it. Counts are kept by the database, never recounted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRow {
    pub id: FeedId,
    pub folder: Option<FolderId>,
    /// The person's own name for it, else the feed's title, else its address.
    pub title: String,
    pub url: String,
    /// The web site it belongs to.
    pub site: Option<String>,
    pub entries: u64,
    pub unread: u64,
    pub starred: u64,
    /// Entries of it whose conversation has been opened.
    pub conversations: u64,
    /// Comments not yet seen in those conversations.
    pub new_comments: u64,
    pub trouble: Option<String>,
}

/// One folder as the feeds pane shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderRow {
    pub id: FolderId,
    pub parent: Option<FolderId>,
    pub title: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_days_to_skip_become_bits() {
        let wishes = Wishes::from(&PollHints {
            skip_hours: vec![0, 1, 23, 24, 200],
            skip_days: vec!["Monday", "Sunday"],
            ..PollHints::default()
        });
        assert_eq!((wishes.skip_hours, wishes.skip_days), (0x80_0003, 0x41));
    }
}
