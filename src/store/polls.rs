//! Polling: the facts handed out to whoever plans, and all that one poll brought, put away at once.
//!
//! Facts and entries go in together. Validators are therefore never newer than the entries they
//! vouch for, whatever happens in between.

use crate::model::comment::{Following, Provenance};
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, FolderId, Moving, PollFacts, Preferences, Wishes};
use crate::model::http::Validators;
use crate::model::parsed::ParsedFeed;
use crate::model::time::Time;
use crate::model::way::{Login, Secret, Source, Way};
use crate::store::comment_intake::CommentSource;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::follow::following;
use crate::store::intake::oldest_first;
use rusqlite::{OptionalExtension, Row, params};
use std::time::Duration;

/// The columns [`poll_facts`] reads, in its order.
const FACTS: &str = "
    SELECT feed.id, url, of_entry, etag, last_modified, checked_at, changed_at, failures, not_before,
        fresh_until, gone, body_hash, ttl_minutes, trouble, moving_to, moving_since, moving_last, moving_seen,
        period_minutes, skip_hours, skip_days, gap, added_at,
        ok_at, full_at, status, failing_since, locked, challenged, tags_ignored, stays_from,
        validators_from, folder, login.name, login.password, vouched_at, told_more,
        CASE WHEN whole_site = 1 THEN (SELECT count(*) FROM feed AS one INDEXED BY feed_vouched
                JOIN entry AS theirs ON theirs.id = one.of_entry
                WHERE one.vouched_by = feed.id AND theirs.following IN (1, 2) AND theirs.talk_over = 0) >= 2
            ELSE talked.following END, whole_site
    FROM feed LEFT JOIN entry AS talked ON talked.id = feed.of_entry JOIN poll ON poll.feed = feed.id LEFT JOIN login ON login.feed = feed.id";

/// What one poll changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delta {
    /// Entries (or comments) that were not there before.
    pub new: u32,
    /// Entries (or comments) whose text is another now.
    pub changed: u32,
    /// Feeds with rows that look different now: an entry of them, or the feed itself.
    pub entries_touched: Vec<FeedId>,
    /// The entries whose conversations this poll was about.
    pub threads: Vec<EntryId>,
    /// Followed conversations of which more is told than before.
    pub told_more: Vec<EntryId>,
    /// New entries of the last days that name a comment feed.
    pub lively: Vec<EntryId>,
}

impl Db {
    /// What is known about polling every feed, comment feeds included.
    pub fn facts(&self) -> Result<Vec<PollFacts>, StoreError> {
        let mut facts = self.prepare(&format!(
            "{FACTS} WHERE feed.deleted = 0 AND ifnull(talked.deleted, 0) = 0 ORDER BY feed.id"
        ))?;
        let facts = facts.query_map([], poll_facts)?;
        Ok(facts.collect::<Result<_, _>>()?)
    }

    /// Feeds that were deleted, and the comment feeds of entries that were.
    pub fn no_longer_asked(&self) -> Result<Vec<FeedId>, StoreError> {
        let mut feeds = self.prepare(
            "SELECT feed.id FROM feed LEFT JOIN entry AS talked ON talked.id = feed.of_entry
             WHERE feed.deleted = 1 OR talked.deleted <> 0",
        )?;
        let feeds = feeds.query_map([], |row| row.get(0).map(FeedId))?;
        Ok(feeds.collect::<Result<_, _>>()?)
    }

    /// What is known about polling one feed.
    pub fn facts_of(&self, feed: FeedId) -> Result<PollFacts, StoreError> {
        let mut facts = self.prepare(&format!("{FACTS} WHERE feed.id = ?1"))?;
        let facts = facts.query_one([feed.0], poll_facts).optional()?;
        facts.ok_or(StoreError::Missing("the feed"))
    }

    /// Puts away what one poll brought: the new facts always, and what was read of the body if there
    /// was one that could be read.
    pub fn commit_poll(
        &self,
        facts: &PollFacts,
        parsed: Option<&ParsedFeed>,
        now: Time,
    ) -> Result<Delta, StoreError> {
        if self.is_deleted(facts.feed)? {
            // It was on its way when the person deleted the feed: nothing of it is to appear.
            return Ok(Delta::default());
        }
        let before = self.facts_of(facts.feed)?;
        self.keep_facts(facts)?;
        if facts.url != before.url {
            self.move_feed(&before, &facts.url, now)?;
        }
        let mut delta = match (parsed, facts.kind) {
            (Some(parsed), FeedKind::Articles) => self.commit_entries(facts.feed, parsed, now)?,
            (Some(parsed), FeedKind::Comments { of }) => {
                let source = CommentSource {
                    provenance: Provenance::Feed,
                    written: parsed.format.name(),
                };
                self.commit_comments(of, parsed, source, now)?
            }
            (None, _) | (_, FeedKind::Site) => Delta::default(),
        };
        match facts.kind {
            FeedKind::Comments { of } => delta.threads = vec![of],
            FeedKind::Articles if facts.trouble != before.trouble || facts.url != before.url => {
                touch(&mut delta, facts.feed);
            }
            FeedKind::Articles | FeedKind::Site => {}
        }
        Ok(delta)
    }

    fn is_deleted(&self, feed: FeedId) -> Result<bool, StoreError> {
        let mut find = self.prepare("SELECT deleted FROM feed WHERE id = ?1")?;
        let found = find.query_one([feed.0], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or(false))
    }

    /// Puts away the comments of one answer to a question for those of an entry.
    pub fn commit_comments(
        &self,
        entry: EntryId,
        parsed: &ParsedFeed,
        source: CommentSource,
        now: Time,
    ) -> Result<Delta, StoreError> {
        let kept =
            self.keep_comments(entry, &oldest_first(parsed), source, parsed.complete, now)?;
        let mut delta = Delta {
            new: kept.new,
            changed: kept.changed,
            threads: vec![entry],
            ..Delta::default()
        };
        if kept.new > 0 {
            self.end_talk(entry, false)?;
            self.feed_of(entry)?
                .into_iter()
                .for_each(|feed| touch(&mut delta, feed));
        }
        Ok(delta)
    }

    /// Replaces what is known about polling a feed, its address and when it was added excepted.
    pub fn keep_facts(&self, facts: &PollFacts) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE poll SET etag = ?2, last_modified = ?3, checked_at = ?4, changed_at = ?5, failures = ?6,
                not_before = ?7, fresh_until = ?8, gone = ?9, body_hash = ?10, ttl_minutes = ?11, trouble = ?12,
                moving_to = ?13, moving_since = ?14, moving_last = ?15, moving_seen = ?16,
                period_minutes = ?17, skip_hours = ?18, skip_days = ?19, gap = ?20,
                ok_at = ?21, full_at = ?22, status = ?23, failing_since = ?24, locked = ?25,
                challenged = ?26, tags_ignored = ?27, stays_from = ?28,
                validators_from = ?29, told_more = ?30
             WHERE feed = ?1",
        )?
        .execute(params![
            facts.feed.0,
            facts.validators.etag,
            facts.validators.last_modified,
            facts.checked_at.map(|time| time.0),
            facts.changed_at.map(|time| time.0),
            facts.failures,
            facts.not_before.map(|time| time.0),
            facts.fresh_until.map(|time| time.0),
            facts.gone,
            facts.body_hash.map(u64::cast_signed),
            facts.wishes.ttl_minutes,
            facts.trouble,
            facts.moving.as_ref().map(|moving| &moving.to),
            facts.moving.as_ref().map(|moving| moving.since.0),
            facts.moving.as_ref().map(|moving| moving.last.0),
            facts.moving.as_ref().map(|moving| moving.sightings),
            facts.wishes.period_minutes,
            facts.wishes.skip_hours,
            facts.wishes.skip_days,
            facts.gap.map(|gap| gap.as_secs().cast_signed()),
            facts.ok_at.map(|time| time.0),
            facts.full_at.map(|time| time.0),
            facts.status,
            facts.failing_since.map(|time| time.0),
            facts.locked.map(u64::cast_signed),
            facts.challenged,
            facts.tags_ignored,
            facts.stays_from,
            facts.validators_from,
            facts.told_more,
        ])?;
        Ok(())
    }

    /// The times at which the newest entries of a feed stand in lists, newest first: enough to tell
    /// its rhythm.
    pub fn newest_times(&self, feed: FeedId) -> Result<Vec<Time>, StoreError> {
        let mut times = self.prepare(
            "SELECT sort_at FROM entry INDEXED BY entry_of_feed WHERE feed = ?1 AND deleted = 0
             ORDER BY sort_at DESC LIMIT 100",
        )?;
        let times = times.query_map([feed.0], |row| row.get(0).map(Time))?;
        Ok(times.collect::<Result<_, _>>()?)
    }
}

/// Notes that rows of this feed look different now.
pub(in crate::store) fn touch(delta: &mut Delta, feed: FeedId) {
    if !delta.entries_touched.contains(&feed) {
        delta.entries_touched.push(feed);
    }
}

fn poll_facts(row: &Row) -> rusqlite::Result<PollFacts> {
    let time = |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Time));
    Ok(PollFacts {
        feed: FeedId(row.get(0)?),
        url: row.get(1)?,
        kind: match row.get::<_, Option<i64>>(2)? {
            Some(entry) => FeedKind::Comments { of: EntryId(entry) },
            None if row.get(38)? => FeedKind::Site,
            None => FeedKind::Articles,
        },
        validators: Validators {
            etag: row.get(3)?,
            last_modified: row.get(4)?,
        },
        validators_from: row.get(31)?,
        checked_at: time(5)?,
        changed_at: time(6)?,
        added_at: time(22)?,
        gap: row
            .get::<_, Option<i64>>(21)?
            .map(|gap| Duration::from_secs(gap.unsigned_abs())),
        ok_at: time(23)?,
        full_at: time(24)?,
        status: row.get(25)?,
        failures: row.get(7)?,
        failing_since: time(26)?,
        // That of its host, which the planner knows.
        refusals: 0,
        not_before: time(8)?,
        fresh_until: time(9)?,
        gone: row.get(10)?,
        locked: row.get::<_, Option<i64>>(27)?.map(i64::cast_unsigned),
        challenged: row.get(28)?,
        body_hash: row.get::<_, Option<i64>>(11)?.map(i64::cast_unsigned),
        tags_ignored: row.get(29)?,
        wishes: Wishes {
            ttl_minutes: row.get(12)?,
            period_minutes: row.get(18)?,
            skip_hours: row.get(19)?,
            skip_days: row.get(20)?,
        },
        trouble: row.get(13)?,
        following: row
            .get::<_, Option<i64>>(37)?
            .map_or(Following::No, following),
        vouched_at: time(35)?,
        told_more: row.get(36)?,
        moving: moving(row)?,
        stays_from: row.get(30)?,
        folder: row.get::<_, Option<i64>>(32)?.map(FolderId),
        preferences: Preferences {
            way: Way {
                login: login(row)?,
                ..Way::default()
            },
            ..Preferences::default()
        },
        wanted_whole: false,
    })
}

fn login(row: &Row) -> rusqlite::Result<Option<Login>> {
    let Some(name) = row.get(33)? else {
        return Ok(None);
    };
    let password = Source::Plain(Secret(row.get(34)?));
    Ok(Some(Login::Basic { name, password }))
}

fn moving(row: &Row) -> rusqlite::Result<Option<Moving>> {
    let Some(to) = row.get(14)? else {
        return Ok(None);
    };
    Ok(Some(Moving {
        to,
        since: Time(row.get(15)?),
        last: Time(row.get(16)?),
        sightings: row.get(17)?,
    }))
}
