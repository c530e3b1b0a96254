//! A feed: what is subscribed, and what is durably known about polling it.

use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::http::Validators;
use crate::model::parsed::PollHints;
use crate::model::time::Time;
use crate::model::way::Way;
use std::hash::{Hash as _, Hasher as _};
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
    /// The comments of a whole site, asked in place of the comment feeds of conversations that are
    /// followed there.
    Site,
}

/// What is durably known about polling one feed. Schedules are derived from it, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent fact"
)]
pub struct PollFacts {
    pub feed: FeedId,
    pub url: String,
    pub kind: FeedKind,
    /// The folder it lies in.
    pub folder: Option<FolderId>,
    /// Sent back byte for byte in the next conditional request (RFC 9110 §13.1).
    pub validators: Validators,
    /// The address they came from, where redirects lead there.
    pub validators_from: Option<String>,
    /// The last time it was asked, whatever came of it.
    pub checked_at: Option<Time>,
    /// The last time an answer brought something that was not there before.
    pub changed_at: Option<Time>,
    /// When the feed was taken up.
    pub added_at: Option<Time>,
    /// How long it usually takes until the next entry comes.
    pub gap: Option<Duration>,
    /// The last time an answer could be used.
    pub ok_at: Option<Time>,
    /// The last time the whole of it came.
    pub full_at: Option<Time>,
    /// The last status, if there was an answer.
    pub status: Option<u16>,
    /// Failures in a row; an answer that could be read sets it back to nought.
    pub failures: u32,
    /// Since when it has been failing.
    pub failing_since: Option<Time>,
    /// Answers 429 in a row without a word on how long, by its host, for whichever of its feeds. It is
    /// kept with the host.
    pub refusals: u32,
    /// The server asked not to be asked before this (Retry-After, RFC 9110 §10.2.3).
    pub not_before: Option<Time>,
    /// The answer stays fresh until this (Cache-Control: max-age, RFC 9111 §5.2.2.1).
    pub fresh_until: Option<Time>,
    /// The server answered 410; it is not asked again until a person asks for it.
    pub gone: bool,
    /// The server answered 401 to the login with this print (0: to none); it is not asked again until
    /// there is another one.
    pub locked: Option<u64>,
    /// A page that wants to see a browser stands before the feed.
    pub challenged: bool,
    /// Hash of the last body, so that an unchanged body is known without validators.
    pub body_hash: Option<u64>,
    /// Whole bodies in a row that were known already although their entity tag was sent.
    pub tags_ignored: u32,
    /// What the feed itself asked for when its text was last read.
    pub wishes: Wishes,
    /// Where its server says it has moved for good, while that is not proven.
    pub moving: Option<Moving>,
    /// Where the person does not want it to move again.
    pub stays_from: Option<String>,
    /// What last went wrong, in words for a person; nothing after a success.
    pub trouble: Option<String>,
    /// Whether the person follows the conversation it brings; of a site's feed, whether conversations are
    /// followed there.
    pub following: Following,
    /// Of a comment feed: when the feed of its whole site last told that there is nothing new here.
    pub vouched_at: Option<Time>,
    /// Of a comment feed: the entry's own feed tells of more comments than when it was last asked.
    pub told_more: bool,
    /// What the person set for it. It comes from the configuration and is not kept with the rest.
    pub preferences: Preferences,
    /// A person wants all of it this time; not kept.
    pub wanted_whole: bool,
}

/// What is durably known of one host: its rest is that of all its feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HostFacts {
    /// Name and port.
    pub name: String,
    /// Answers 429 in a row without a word on how long.
    pub refusals: u32,
    /// It asked not to be asked before this.
    pub not_before: Option<Time>,
    /// The start of the last request to it.
    pub asked_at: Option<Time>,
}

/// What a person set for one feed, by itself or by its folder. A login may also come from the database,
/// where it was taken out of an address; all else comes from the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preferences {
    /// The interval between two looks, instead of the feed's own rhythm.
    pub interval: Option<Duration>,
    /// When it is not to be asked by itself; the general ones where there is nothing.
    pub quiet: Option<Quiet>,
    pub way: Way,
    /// Conversations under its new entries are followed.
    pub follow: Option<bool>,
    /// A conversation that is opened is fetched whole.
    pub complete: Option<bool>,
    /// The text of the page of an entry is fetched when the entry is opened, and shown in place of the feed's.
    pub full_text: Option<bool>,
    /// Pictures of an entry are fetched when it is opened.
    pub pictures: Option<bool>,
}

impl Preferences {
    /// A number that is another one when the login is another one; nought where there is none.
    pub fn login_print(&self) -> u64 {
        let mut print = std::hash::DefaultHasher::new();
        match &self.way.login {
            None => 0,
            Some(login) => {
                login.hash(&mut print);
                // Half of it, so that it fits the database's signed numbers and is never nought.
                (print.finish() >> 1).max(1)
            }
        }
    }
}

/// Hours of the day, where the person lives, in which nothing is asked by itself. They may go over
/// midnight; equal ones are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quiet {
    /// Minutes since midnight.
    pub from: u16,
    pub to: u16,
}

impl Quiet {
    /// `22:00-07:00`; equal hours for `none`. Nothing for what is neither.
    pub fn read(written: &str) -> Option<Self> {
        if written.trim() == "none" {
            return Some(Self { from: 0, to: 0 });
        }
        let (from, to) = written.split_once(['-', '–'])?;
        let (from, to) = (minutes(from)?, minutes(to)?);
        (from != to).then_some(Self { from, to })
    }

    /// As it is read.
    pub fn written(self) -> String {
        if self.from == self.to {
            return "none".to_owned();
        }
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        format!("{}-{}", clock(self.from), clock(self.to))
    }
}

/// Minutes since midnight.
fn minutes(written: &str) -> Option<u16> {
    let (hour, minute) = written.trim().split_once(':')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || hour.len() > 2 || !digits(minute) || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
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
            folder: None,
            validators: Validators::default(),
            validators_from: None,
            checked_at: None,
            changed_at: None,
            added_at: None,
            gap: None,
            ok_at: None,
            full_at: None,
            status: None,
            failures: 0,
            failing_since: None,
            refusals: 0,
            not_before: None,
            fresh_until: None,
            gone: false,
            locked: None,
            challenged: false,
            body_hash: None,
            tags_ignored: 0,
            wishes: Wishes::default(),
            moving: None,
            stays_from: None,
            trouble: None,
            following: match kind {
                FeedKind::Articles => Following::No,
                FeedKind::Comments { .. } | FeedKind::Site => Following::Yes,
            },
            vouched_at: None,
            told_more: false,
            preferences: Preferences::default(),
            wanted_whole: false,
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
    /// Of a subscription whose items are comments on posts of other feeds: comments not yet seen under
    /// all of them.
    pub gathered_new: Option<u64>,
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
