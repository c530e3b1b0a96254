//! What a poll brought for a feed of articles: new entries in, changed ones in place.
//!
//! An entry keeps its place, its marks and its number whatever its feed makes of it later, and one
//! the feed shows no longer stays as it is.

use crate::model::entry::EntryId;
use crate::model::feed::FeedId;
use crate::model::hash::fnv1a;
use crate::model::parsed::{ParsedEntry, ParsedFeed};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::place::stands_at;
use crate::store::polls::{Delta, touch};
use rusqlite::{OptionalExtension, params};
use std::collections::HashSet;
use std::time::Duration;

/// People talk under an entry for about so long.
const RECENT: Duration = Duration::from_hours(7 * 24);

impl Db {
    /// Puts away the entries of one body of a feed.
    pub(in crate::store) fn commit_entries(
        &self,
        feed: FeedId,
        parsed: &ParsedFeed,
        now: Time,
    ) -> Result<Delta, StoreError> {
        let mut delta = Delta::default();
        if self.describe(feed, parsed)? {
            touch(&mut delta, feed);
        }
        let items = oldest_first(parsed);
        self.follow_renamed_keys(feed, &items)?;
        for item in items {
            let touched = match self.stored(feed, &item.key)? {
                None => {
                    let entry = self.add(feed, item, now)?;
                    delta.new += 1;
                    let recent = now.since(stands_at(item.date(), now)) < RECENT;
                    if recent && item.comments.feed().is_some() {
                        delta.lively.push(entry);
                    }
                    true
                }
                Some(stored) => {
                    let text_changed = stored.hash != text_hash(item);
                    delta.changed += u32::from(text_changed);
                    let told_changed = self.update_signals(&stored, item)?;
                    if told_changed && self.tells_more(&stored)? {
                        delta.told_more.push(EntryId(stored.id));
                    }
                    if text_changed || stored.would_change(item) {
                        self.update(&stored, item, now)?;
                    }
                    self.keep_extras(stored.id, item)?;
                    text_changed || told_changed
                }
            };
            if touched {
                touch(&mut delta, feed);
            }
        }
        Ok(delta)
    }

    /// Takes over what the feed says of itself; whether that is news.
    pub(in crate::store) fn describe(
        &self,
        feed: FeedId,
        parsed: &ParsedFeed,
    ) -> Result<bool, StoreError> {
        let changed = self
            .prepare(
                "UPDATE feed SET title = coalesce(?2, title), site = coalesce(?3, site),
                    generator = coalesce(?4, generator)
                 WHERE id = ?1 AND (title IS NOT coalesce(?2, title) OR site IS NOT coalesce(?3, site)
                    OR generator IS NOT coalesce(?4, generator))",
            )?
            .execute(params![feed.0, parsed.title, parsed.site, parsed.generator])?;
        Ok(changed > 0)
    }

    fn stored(&self, feed: FeedId, key: &str) -> Result<Option<Stored>, StoreError> {
        let mut find = self.prepare(
            "SELECT id, hash, sort_at, published, updated FROM entry WHERE feed = ?1 AND key = ?2",
        )?;
        let stored = find.query_one(params![feed.0, key], |row| {
            Ok(Stored {
                id: row.get(0)?,
                hash: row.get(1)?,
                sort_at: Time(row.get(2)?),
                published: row.get::<_, Option<i64>>(3)?.map(Time),
                updated: row.get::<_, Option<i64>>(4)?.map(Time),
            })
        });
        Ok(stored.optional()?)
    }

    fn add(&self, feed: FeedId, item: &ParsedEntry, now: Time) -> Result<EntryId, StoreError> {
        self.prepare(
            "INSERT INTO entry (feed, key, sort_at, title, link, author, published, updated, first_seen, hash,
                comments_page, comment_feed, comments_told)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            feed.0,
            item.key,
            stands_at(item.date(), now).0,
            item.name(),
            item.link,
            item.author(),
            item.date().map(|time| time.0),
            item.updated.map(|time| time.0),
            now.0,
            text_hash(item),
            item.comments.page,
            item.comments.feed(),
            item.comments.count,
        ])?;
        let entry = self.inserted();
        self.prepare("INSERT INTO body (entry, html, base) VALUES (?1, ?2, ?3)")?
            .execute(params![entry, item.body(), item.base])?;
        if !item.in_reply_to.is_empty() {
            self.keep_answers(entry, &item.in_reply_to)?;
        }
        self.keep_extras(entry, item)?;
        Ok(EntryId(entry))
    }

    /// Text, link, author and dates anew. The entry moves only if it had no date and now gets one.
    fn update(&self, stored: &Stored, item: &ParsedEntry, now: Time) -> Result<(), StoreError> {
        let sort_at = match (stored.published, item.date()) {
            (None, Some(published)) => published.min(now),
            _ => stored.sort_at,
        };
        self.prepare(
            "UPDATE entry SET title = ?2, link = ?3, author = ?4, published = ?5, updated = ?6, sort_at = ?7,
                hash = ?8 WHERE id = ?1",
        )?
        .execute(params![
            stored.id,
            item.name(),
            item.link,
            item.author(),
            item.date().or(stored.published).map(|time| time.0),
            item.updated.or(stored.updated).map(|time| time.0),
            sort_at.0,
            text_hash(item),
        ])?;
        self.prepare("UPDATE body SET html = ?2, base = ?3 WHERE entry = ?1")?
            .execute(params![stored.id, item.body(), item.base])?;
        self.keep_answers(stored.id, &item.in_reply_to)
    }

    /// What the item says about the talk under it; whether that is news. What it says no longer is
    /// kept: feeds drop the elements when comments are closed, not when they are gone.
    fn update_signals(&self, stored: &Stored, item: &ParsedEntry) -> Result<bool, StoreError> {
        let signals = &item.comments;
        let changed = self
            .prepare(
                "UPDATE entry SET comments_page = coalesce(?2, comments_page),
                    comment_feed = coalesce(?3, comment_feed), comments_told = coalesce(?4, comments_told)
                 WHERE id = ?1 AND (comments_page IS NOT coalesce(?2, comments_page)
                    OR comment_feed IS NOT coalesce(?3, comment_feed)
                    OR comments_told IS NOT coalesce(?4, comments_told))",
            )?
            .execute(params![stored.id, signals.page, signals.feed(), signals.count])?;
        Ok(changed > 0)
    }

    /// Whether the conversation is followed, and more is told of it now than was ever kept. Its comment
    /// feed is asked soon then, for all of it: a server may say "not modified" of a comment that was
    /// held back and is older than the newest.
    fn tells_more(&self, stored: &Stored) -> Result<bool, StoreError> {
        let woken = self
            .prepare(
                "UPDATE poll SET told_more = 1, changed_at = max(ifnull(changed_at, 0), ifnull(checked_at, 0))
                 WHERE feed = (SELECT feed.id FROM feed JOIN entry ON entry.id = feed.of_entry
                    WHERE of_entry = ?1 AND following IN (1, 2) AND comments_told > comments_known)",
            )?
            .execute([stored.id])?;
        if woken > 0 {
            self.end_talk(EntryId(stored.id), false)?;
        }
        Ok(woken > 0)
    }
}

/// What of a stored entry decides whether it is written again.
struct Stored {
    id: i64,
    hash: i64,
    sort_at: Time,
    published: Option<Time>,
    updated: Option<Time>,
}

impl Stored {
    /// Whether the dates differ, which are no part of the text.
    fn would_change(&self, item: &ParsedEntry) -> bool {
        item.date().is_some_and(|time| self.published != Some(time))
            || item.updated.is_some_and(|time| self.updated != Some(time))
    }
}

/// What a person would notice: a count of comments or a touched date is no new text.
fn text_hash(item: &ParsedEntry) -> i64 {
    hash(&[
        item.name(),
        &item.body(),
        item.link.as_deref().unwrap_or_default(),
        &item.author().unwrap_or_default(),
    ])
}

/// The items to put away, oldest first, so that of two with the same date the one the feed puts
/// first gets the higher number and stands above. A key that comes twice counts once.
pub(in crate::store) fn oldest_first(parsed: &ParsedFeed) -> Vec<&ParsedEntry> {
    let mut keys = HashSet::with_capacity(parsed.entries.len());
    let items = parsed.entries.iter();
    let mut items: Vec<&ParsedEntry> = items
        .filter(|item| keys.insert(item.key.as_str()))
        .collect();
    items.reverse();
    items
}

/// A hash over parts kept apart: tells whether a text is another.
pub(in crate::store) fn hash(parts: &[&str]) -> i64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    fnv1a(bytes).cast_signed()
}
