//! Two feeds that became one: what both brought stands in one, with the marks of either.
//!
//! The one place where an entry is deleted: one that was there twice is there once then. What a person
//! read or starred in either is read and starred; a conversation goes with its entry, and where both
//! twins have one, both stay.

use crate::model::address::Key;
use crate::model::entry::EntryId;
use crate::model::feed::FeedId;
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::params;
use std::collections::HashMap;

/// An entry, as far as it matters here.
#[derive(Debug, Clone)]
struct Twin {
    id: EntryId,
    key: String,
    link: Option<String>,
    read: bool,
    starred: bool,
    /// There is a conversation under it.
    talks: bool,
}

impl Db {
    /// Moves all that `feed` brought to `into`, and the addresses it had; then there is only `into`.
    pub fn unite(&self, feed: FeedId, into: FeedId, now: Time) -> Result<(), StoreError> {
        let (theirs, ours) = (self.twins(feed)?, self.twins(into)?);
        let by_key: HashMap<&str, &Twin> = ours.iter().map(|twin| (&*twin.key, twin)).collect();
        let by_link = unique_links(&ours);
        let mut taken = Vec::new();
        for one in &theirs {
            let linked = || by_link.get(&address(one.link.as_deref()?)).copied();
            let twin = by_key.get(&*one.key).copied().or_else(linked);
            match twin.filter(|twin| !taken.contains(&twin.id)) {
                None => self.take_over(one.id, into, &one.key)?,
                Some(twin) => {
                    taken.push(twin.id);
                    self.unite_entries(one, twin, into)?;
                }
            }
        }
        self.take_addresses(feed, into, now)?;
        self.prepare(
            "INSERT OR IGNORE INTO tagged_feed (tag, feed) SELECT tag, ?2 FROM tagged_feed WHERE feed = ?1",
        )?
        .execute([feed.0, into.0])?;
        for table in ["poll", "look", "login", "gathered", "tagged_feed"] {
            self.prepare(&format!("DELETE FROM {table} WHERE feed = ?1"))?
                .execute([feed.0])?;
        }
        self.prepare("UPDATE feed SET vouched_by = NULL WHERE vouched_by = ?1")?
            .execute([feed.0])?;
        self.prepare("DELETE FROM feed WHERE id = ?1")?
            .execute([feed.0])?;
        self.recount(into)
    }

    fn twins(&self, feed: FeedId) -> Result<Vec<Twin>, StoreError> {
        let mut twins = self.prepare(
            "SELECT id, key, link, read, starred, talk_at IS NOT NULL OR comments_known > 0
                OR EXISTS (SELECT 1 FROM feed INDEXED BY feed_by_entry WHERE of_entry = entry.id)
             FROM entry INDEXED BY entry_by_key WHERE feed = ?1",
        )?;
        let twins = twins.query_map([feed.0], |row| {
            Ok(Twin {
                id: EntryId(row.get(0)?),
                key: row.get(1)?,
                link: row.get(2)?,
                read: row.get(3)?,
                starred: row.get(4)?,
                talks: row.get(5)?,
            })
        })?;
        Ok(twins.collect::<Result<_, _>>()?)
    }

    fn unite_entries(&self, one: &Twin, twin: &Twin, into: FeedId) -> Result<(), StoreError> {
        match (one.talks, twin.talks) {
            (false, _) => {
                self.mark_as_either(twin, one)?;
                self.delete_entry(one.id)
            }
            (true, false) => {
                self.mark_as_either(one, twin)?;
                self.delete_entry(twin.id)?;
                self.take_over(one.id, into, &twin.key)
            }
            (true, true) => {
                self.mark_as_either(twin, one)?;
                let key = format!("{} (twin {})", one.key, one.id.0);
                self.take_over(one.id, into, &key)
            }
        }
    }

    fn take_over(&self, entry: EntryId, into: FeedId, key: &str) -> Result<(), StoreError> {
        self.prepare("UPDATE entry SET feed = ?2, key = ?3 WHERE id = ?1")?
            .execute(params![entry.0, into.0, key])?;
        Ok(())
    }

    fn mark_as_either(&self, kept: &Twin, other: &Twin) -> Result<(), StoreError> {
        let (read, starred) = (kept.read || other.read, kept.starred || other.starred);
        self.prepare("UPDATE entry SET read = ?2, starred = ?3 WHERE id = ?1")?
            .execute(params![kept.id.0, read, starred])?;
        self.prepare(
            "INSERT OR IGNORE INTO tagged (tag, entry) SELECT tag, ?2 FROM tagged WHERE entry = ?1",
        )?
        .execute([other.id.0, kept.id.0])?;
        Ok(())
    }

    /// Deletes an entry whose twin stays, or that only stood in for one. Without marks first, so that kept
    /// counts follow.
    pub(in crate::store) fn delete_entry(&self, entry: EntryId) -> Result<(), StoreError> {
        for sql in [
            "UPDATE entry SET read = 1, starred = 0, talk_at = NULL WHERE id = ?1",
            "INSERT INTO united (entry) VALUES (?1)",
            "DELETE FROM body WHERE entry = ?1",
            "DELETE FROM tag WHERE entry = ?1",
            "DELETE FROM tagged WHERE entry = ?1",
            "DELETE FROM enclosure WHERE entry = ?1",
            "DELETE FROM page_text WHERE entry = ?1",
            "DELETE FROM reading WHERE entry = ?1",
            "DELETE FROM search WHERE entry = ?1",
            "DELETE FROM fold WHERE entry = ?1",
            "DELETE FROM answer WHERE entry = ?1",
            "DELETE FROM gathered WHERE entry = ?1",
            "UPDATE feed SET entries = entries - 1
             WHERE id = (SELECT feed FROM entry WHERE id = ?1 AND deleted = 0)",
            "DELETE FROM entry WHERE id = ?1",
            "DELETE FROM united WHERE entry = ?1",
        ] {
            self.prepare(sql)?.execute([entry.0])?;
        }
        Ok(())
    }

    fn take_addresses(&self, feed: FeedId, into: FeedId, now: Time) -> Result<(), StoreError> {
        for sql in [
            "INSERT OR IGNORE INTO former_url (url, feed, left_at)
             SELECT url, ?2, left_at FROM former_url INDEXED BY former_url_of_feed WHERE feed = ?1",
            "DELETE FROM former_url WHERE feed = ?1",
        ] {
            let mut statement = self.prepare(sql)?;
            match statement.parameter_count() {
                2 => statement.execute([feed.0, into.0])?,
                _ => statement.execute([feed.0])?,
            };
        }
        self.prepare(
            "INSERT OR IGNORE INTO former_url (url, feed, left_at)
             SELECT url, ?2, ?3 FROM feed WHERE id = ?1",
        )?
        .execute([feed.0, into.0, now.0])?;
        Ok(())
    }

    /// Counts the entries of a feed anew: they changed hands without a trigger.
    fn recount(&self, feed: FeedId) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE feed SET entries = counted.entries, unread = counted.unread,
                starred = counted.starred, conversations = counted.conversations,
                new_comments = counted.new_comments
             FROM (SELECT count(*) AS entries, ifnull(sum(read = 0), 0) AS unread,
                    ifnull(sum(starred), 0) AS starred,
                    ifnull(sum(talk_at IS NOT NULL), 0) AS conversations,
                    ifnull(sum(comments_new), 0) AS new_comments
                FROM entry INDEXED BY entry_of_feed WHERE feed = ?1 AND deleted = 0) AS counted
             WHERE id = ?1",
        )?
        .execute([feed.0])?;
        Ok(())
    }
}

/// Entries by their address, where only one has it: a feed may give all of them the link of its site.
fn unique_links(twins: &[Twin]) -> HashMap<String, &Twin> {
    let mut by_link: HashMap<String, Option<&Twin>> = HashMap::new();
    for twin in twins {
        if let Some(link) = &twin.link {
            by_link
                .entry(address(link))
                .and_modify(|several| *several = None)
                .or_insert(Some(twin));
        }
    }
    let unique = |(link, twin): (String, Option<_>)| Some((link, twin?));
    by_link.into_iter().filter_map(unique).collect()
}

fn address(link: &str) -> String {
    Key::read(link).whole
}
