//! What is done to feeds.

use crate::model::feed::{FeedId, FolderId};
use crate::model::time::Time;
use crate::store::acts::journal::Step;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

impl Db {
    /// A column of one feed.
    pub(in crate::store) fn feed_step(
        &self,
        feed: FeedId,
        field: &str,
        now: impl Into<Value>,
    ) -> Result<Vec<Step>, StoreError> {
        self.row_step("feed", feed.0, field, now.into())
    }

    /// A column of one row; nothing if it has that value.
    pub(in crate::store) fn row_step(
        &self,
        what: &str,
        row: i64,
        field: &str,
        now: Value,
    ) -> Result<Vec<Step>, StoreError> {
        let sql = format!("SELECT {field} FROM {what} WHERE id = ?1 AND deleted = 0");
        let was = self.prepare(&sql)?.query_one([row], |row| row.get(0));
        let was: Value = was.optional()?.ok_or(StoreError::Missing("it"))?;
        if was == now {
            return Ok(Vec::new());
        }
        Ok(vec![Step {
            what: what.to_owned(),
            field: field.to_owned(),
            was,
            now,
            rows: vec![row],
        }])
    }

    /// To the end of a folder.
    pub(in crate::store) fn move_steps(
        &self,
        feed: FeedId,
        folder: Option<FolderId>,
    ) -> Result<Vec<Step>, StoreError> {
        self.is_there(folder)?;
        let moved = self.feed_step(feed, "folder", folder.map(|folder| folder.0))?;
        if moved.is_empty() {
            return Ok(moved);
        }
        let last = "SELECT ifnull(max(position), 0) + 1 FROM feed WHERE of_entry IS NULL AND whole_site = 0";
        let last: i64 = self.prepare(last)?.query_one([], |row| row.get(0))?;
        Ok([moved, self.feed_step(feed, "position", last)?].concat())
    }

    /// Changes places with the neighbour in the same folder.
    pub(in crate::store) fn shift_steps(
        &self,
        feed: FeedId,
        down: bool,
    ) -> Result<Vec<Step>, StoreError> {
        let (past, order) = if down { (">", "ASC") } else { ("<", "DESC") };
        let neighbour = format!(
            "SELECT other.id, other.position, one.position FROM feed AS one JOIN feed AS other
             ON other.folder IS one.folder AND other.position {past} one.position
             WHERE one.id = ?1 AND other.of_entry IS NULL AND other.whole_site = 0 AND other.deleted = 0
             ORDER BY other.position {order} LIMIT 1"
        );
        let found: Option<(i64, i64, i64)> = self
            .prepare(&neighbour)?
            .query_one([feed.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((other, theirs, ours)) = found else {
            return Ok(Vec::new());
        };
        let there = self.feed_step(FeedId(other), "position", ours)?;
        Ok([self.feed_step(feed, "position", theirs)?, there].concat())
    }

    /// Another address, unless another feed has it. The one before is remembered.
    pub(in crate::store) fn address_steps(
        &self,
        feed: FeedId,
        url: &str,
        now: Time,
    ) -> Result<Vec<Step>, StoreError> {
        let taken = "SELECT 1 FROM feed WHERE url = ?1 AND id <> ?2 AND of_entry IS NULL AND whole_site = 0";
        let taken = self
            .prepare(taken)?
            .query_one(params![url, feed.0], |_| Ok(()))
            .optional()?;
        if taken.is_some() {
            return Err(StoreError::Taken);
        }
        let steps = self.feed_step(feed, "url", url.to_owned())?;
        self.prepare(
            "INSERT OR IGNORE INTO former_url (url, feed, left_at)
             SELECT url, id, ?3 FROM feed WHERE id = ?1 AND url <> ?2",
        )?
        .execute(params![feed.0, url, now.0])?;
        Ok(steps)
    }

    /// Neither asked nor shown any more, with its entries.
    pub(in crate::store) fn delete_steps(&self, feed: FeedId) -> Result<Vec<Step>, StoreError> {
        let mut steps = self.feed_step(feed, "deleted", 1)?;
        let mut entries = self.prepare(
            "SELECT id FROM entry INDEXED BY entry_of_feed WHERE feed = ?1 AND deleted = 0",
        )?;
        let entries = entries.query_map([feed.0], |row| row.get(0))?;
        let rows: Vec<i64> = entries.collect::<Result<_, _>>()?;
        if !rows.is_empty() {
            steps.push(Step {
                what: "entry".to_owned(),
                field: "deleted".to_owned(),
                was: Value::Integer(0),
                now: Value::Integer(2),
                rows,
            });
        }
        Ok(steps)
    }

    /// A feed that was deleted is subscribed again: it is there as it was.
    pub(in crate::store) fn bring_back(&self, feed: FeedId) -> Result<bool, StoreError> {
        let back = self
            .prepare("UPDATE feed SET deleted = 0 WHERE id = ?1 AND deleted = 1")?
            .execute([feed.0])?;
        self.prepare("UPDATE entry SET deleted = 0 WHERE feed = ?1 AND deleted = 2")?
            .execute([feed.0])?;
        Ok(back > 0)
    }

    /// What the person set, a line each, with one key other than before.
    pub(in crate::store) fn rule_step(
        &self,
        what: &str,
        row: i64,
        key: &str,
        value: Option<&str>,
    ) -> Result<Vec<Step>, StoreError> {
        let sql = format!("SELECT own_rules FROM {what} WHERE id = ?1 AND deleted = 0");
        let was = self.prepare(&sql)?.query_one([row], |row| row.get(0));
        let was: String = was.optional()?.ok_or(StoreError::Missing("it"))?;
        let others = was
            .lines()
            .filter(|line| line.split_once('\t').is_some_and(|(known, _)| known != key));
        let mut lines: Vec<String> = others.map(str::to_owned).collect();
        lines.extend(value.map(|value| format!("{key}\t{value}")));
        lines.sort();
        self.row_step(what, row, "own_rules", Value::Text(lines.join("\n")))
    }
}
