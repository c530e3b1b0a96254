//! Tags of the person's own, on entries and on feeds.

use crate::model::entry::{EntryId, Place};
use crate::model::feed::FeedId;
use crate::model::time::Time;
use crate::model::view::{Show, TagId};
use crate::store::acts::entries::tag_step;
use crate::store::acts::journal::{Step, json};
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::params;

impl Db {
    /// The person's tags by name, each with the number of unread entries that have it.
    pub fn own_tags(&self) -> Result<Vec<(TagId, String, u64)>, StoreError> {
        let mut tags = self.prepare(
            "SELECT id, name,
                (SELECT count(*) FROM tagged JOIN entry ON entry.id = tagged.entry
                 WHERE tagged.tag = own_tag.id AND read = 0 AND deleted = 0)
             FROM own_tag WHERE EXISTS (SELECT 1 FROM tagged WHERE tag = own_tag.id)
                OR EXISTS (SELECT 1 FROM tagged_feed WHERE tag = own_tag.id)
             ORDER BY name",
        )?;
        let tags = tags.query_map([], |row| {
            Ok((
                TagId(row.get(0)?),
                row.get(1)?,
                u64::from(row.get::<_, u32>(2)?),
            ))
        })?;
        Ok(tags.collect::<Result<_, _>>()?)
    }

    /// The person's tags on an entry.
    pub fn own_tags_of(&self, entry: EntryId) -> Result<Vec<String>, StoreError> {
        let mut tags = self.prepare(
            "SELECT name FROM tagged JOIN own_tag ON own_tag.id = tagged.tag WHERE entry = ?1 ORDER BY name",
        )?;
        let tags = tags.query_map([entry.0], |row| row.get(0))?;
        Ok(tags.collect::<Result<_, _>>()?)
    }

    /// Where the entries stand that have a tag, or whose feed has it.
    pub(in crate::store) fn tagged(
        &self,
        tag: TagId,
        show: Show,
    ) -> Result<Vec<Place>, StoreError> {
        let only = match show {
            Show::All => "deleted = 0",
            Show::Unread => "read = 0 AND deleted = 0",
            Show::Starred => "starred = 1 AND deleted = 0",
        };
        let mut places = self.prepare(&format!(
            "SELECT sort_at, id FROM entry WHERE {only} AND id IN (
                SELECT entry FROM tagged WHERE tag = ?1
                UNION SELECT entry.id FROM tagged_feed JOIN entry ON entry.feed = tagged_feed.feed WHERE tag = ?1)"
        ))?;
        let places = places.query_map([tag.0], |row| {
            Ok(Place {
                at: Time(row.get(0)?),
                id: EntryId(row.get(1)?),
            })
        })?;
        Ok(places.collect::<Result<_, _>>()?)
    }

    pub(in crate::store) fn feed_tag_steps(
        &self,
        feed: FeedId,
        name: &str,
        on: bool,
    ) -> Result<Vec<Step>, StoreError> {
        let changed = self.untagged("tagged_feed", "feed", name, on, &[feed.0])?;
        let step = tag_step("tagged_feed", name, on, changed);
        Ok(step.into_iter().collect())
    }

    /// Those of the rows that do not have the tag yet, or, to take it off, those that have it.
    pub(in crate::store) fn untagged(
        &self,
        table: &str,
        column: &str,
        name: &str,
        on: bool,
        rows: &[i64],
    ) -> Result<Vec<i64>, StoreError> {
        let mut find = self.prepare(&format!(
            "SELECT id FROM {column} WHERE id IN (SELECT value FROM json_each(?1))
             AND ?3 <> EXISTS (SELECT 1 FROM {table} JOIN own_tag ON own_tag.id = tag
                WHERE name = ?2 AND {table}.{column} = {column}.id)"
        ))?;
        let found = find.query_map(params![json(rows), name, on], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Puts the tag on these rows (a JSON list), or takes it off.
    pub(in crate::store) fn set_tag(
        &self,
        table: &str,
        name: &str,
        on: bool,
        rows: &str,
    ) -> Result<(), StoreError> {
        let column = if table == "tagged" { "entry" } else { "feed" };
        self.prepare("INSERT OR IGNORE INTO own_tag (name) VALUES (?1)")?
            .execute([name])?;
        let sql = if on {
            format!(
                "INSERT OR IGNORE INTO {table} (tag, {column})
                 SELECT own_tag.id, {column}.id FROM own_tag JOIN json_each(?2) AS meant
                 JOIN {column} ON {column}.id = meant.value WHERE own_tag.name = ?1"
            )
        } else {
            format!(
                "DELETE FROM {table} WHERE tag = (SELECT id FROM own_tag WHERE name = ?1)
                 AND {column} IN (SELECT value FROM json_each(?2))"
            )
        };
        self.prepare(&sql)?.execute([name, rows])?;
        Ok(())
    }
}
