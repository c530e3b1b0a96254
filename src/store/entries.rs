//! Entries: the row a list shows, the article with its text, and the marks a person sets.

use crate::model::entry::{Body, CommentCount, EntryId, EntryRow, Mark, Place, Talk};
use crate::model::feed::FeedId;
use crate::model::parsed::Enclosure;
use crate::model::time::Time;
use crate::model::view::{Show, View};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::follow::following;
use crate::store::lanes::Lane;
use crate::store::place::Way;
use crate::store::reading::{StoredReading, StoredText};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeSet;

/// The columns [`row`] reads, in its order.
const ROW: &str = "
    SELECT entry.id, entry.feed, coalesce(feed.name, feed.title, feed.url), entry.sort_at,
        entry.title, entry.link, entry.read, entry.starred,
        max(ifnull(entry.comments_told, 0), entry.comments_known), entry.comments_new, entry.following
    FROM entry JOIN feed ON feed.id = entry.feed
    WHERE entry.id = ?1";

/// An entry with its text as it was delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredArticle {
    pub row: EntryRow,
    pub author: Option<String>,
    /// As the feed says it, even if it lies in the future.
    pub published: Option<Time>,
    pub talk: Talk,
    pub tags: Vec<String>,
    /// The person's own.
    pub own_tags: Vec<String>,
    pub enclosures: Vec<Enclosure>,
    pub reading: StoredReading,
    /// The text the person wants, as far as it is kept.
    pub body: Body,
    pub text: StoredText,
    /// The text of its page is kept.
    pub has_page: bool,
}

impl Db {
    /// One entry with its text; nothing if there is no such entry.
    pub fn article(&self, entry: EntryId) -> Result<Option<StoredArticle>, StoreError> {
        let Some(row) = self.row(entry)? else {
            return Ok(None);
        };
        let mut text = self.prepare(
            "SELECT entry.author, entry.published, entry.comments_page,
                coalesce(feed.url, entry.comment_feed), body.html, body.base
             FROM entry JOIN body ON body.entry = entry.id LEFT JOIN feed ON feed.of_entry = entry.id
             WHERE entry.id = ?1",
        )?;
        let reading = self.reading(entry)?;
        let page = self.page_text(entry)?;
        let has_page = page.is_some();
        let (tags, enclosures) = (self.tags(entry)?, self.enclosures(entry)?);
        let own_tags = self.own_tags_of(entry)?;
        let article = text.query_one([entry.0], |text| {
            let of_feed = StoredText {
                html: text.get(4)?,
                base: text.get(5)?,
            };
            let wanted = page.filter(|_| reading.body == Body::Page);
            let body = if wanted.is_some() {
                Body::Page
            } else {
                Body::Feed
            };
            Ok(StoredArticle {
                row,
                author: text.get(0)?,
                published: text.get::<_, Option<i64>>(1)?.map(Time),
                talk: Talk {
                    page: text.get(2)?,
                    feed: text.get(3)?,
                },
                tags,
                own_tags,
                enclosures,
                reading,
                body,
                text: wanted.unwrap_or(of_feed),
                has_page,
            })
        })?;
        Ok(Some(article))
    }

    /// Sets a mark on entries. Answers with the feeds of those it was not yet set on, each once.
    pub fn mark(&self, entries: &[EntryId], mark: Mark) -> Result<Vec<FeedId>, StoreError> {
        let (sql, set) = match mark {
            Mark::Read(set) => (
                "UPDATE entry SET read = ?1 WHERE read <> ?1 AND id IN (SELECT value FROM json_each(?2))
                 RETURNING feed",
                set,
            ),
            Mark::Starred(set) => (
                "UPDATE entry SET starred = ?1 WHERE starred <> ?1 AND id IN (SELECT value FROM json_each(?2))
                 RETURNING feed",
                set,
            ),
        };
        // One statement for all: each has a savepoint of its own, whose end takes the longer the
        // more the transaction has changed so far.
        let ids: Vec<String> = entries.iter().map(|entry| entry.0.to_string()).collect();
        let mut update = self.prepare(sql)?;
        let feeds = update.query_map(params![set, format!("[{}]", ids.join(","))], |row| {
            row.get(0)
        })?;
        let feeds: BTreeSet<FeedId> = feeds
            .map(|feed| feed.map(FeedId))
            .collect::<Result<_, _>>()?;
        Ok(feeds.into_iter().collect())
    }

    /// The next older unread entry, going round to the newest one at the end; nothing if all is read.
    pub fn next_unread(&self, after: Option<Place>) -> Result<Option<EntryRow>, StoreError> {
        let mut reader = Lane::of(View::Unread, Show::All).reader(self, Way::Older)?;
        let newest = Way::Older.start();
        let mut found = reader.places(None, after.unwrap_or(newest), 1)?;
        if found.is_empty() && after.is_some() {
            found = reader.places(None, newest, 1)?;
        }
        match found.first() {
            Some(place) => self.row(place.id),
            None => Ok(None),
        }
    }

    /// One entry as a list by date shows it.
    pub(in crate::store) fn row(&self, entry: EntryId) -> Result<Option<EntryRow>, StoreError> {
        Ok(self.prepare(ROW)?.query_one([entry.0], row).optional()?)
    }
}

fn row(row: &Row) -> rusqlite::Result<EntryRow> {
    let id = EntryId(row.get(0)?);
    Ok(EntryRow {
        id,
        feed: FeedId(row.get(1)?),
        feed_title: row.get(2)?,
        place: Place {
            at: Time(row.get(3)?),
            id,
        },
        title: row.get(4)?,
        link: row.get(5)?,
        read: row.get(6)?,
        starred: row.get(7)?,
        comments: CommentCount {
            total: row.get(8)?,
            new: row.get(9)?,
        },
        following: following(row.get(10)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_list_row_is_fetched_without_planning_how_each_time() {
        let db = Db::scratch();
        for entry in 0..5 {
            db.row(EntryId(entry)).unwrap();
        }
        let planned_again = db
            .prepare(ROW)
            .unwrap()
            .get_status(StatementStatus::RePrepare);
        assert_eq!(planned_again, 0);
    }
}
