//! Acts and their steps as the database keeps them: what a column was and is, in which rows.
//!
//! To undo an act is to give every row back what it had. A row that has been changed since, by something that is
//! no act, gets it all the same: the person asked for the state before.

use crate::model::act::Done;
use crate::model::entry::EntryId;
use crate::model::feed::FeedId;
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};
use std::collections::BTreeSet;

/// Acts that can be taken back; older ones are forgotten.
const REMEMBERED: i64 = 500;

/// Tables, and the columns of theirs that acts change.
const CHANGED: &[(&str, &[&str])] = &[
    ("entry", &["read", "starred", "deleted", "following"]),
    (
        "feed",
        &["name", "folder", "position", "url", "deleted", "own_rules"],
    ),
    (
        "folder",
        &["title", "parent", "position", "deleted", "own_rules"],
    ),
];

/// Columns that decide who is asked, and how.
const DECIDING: &[&str] = &["deleted", "url", "folder", "parent", "own_rules"];

/// One column of some rows of a table, before and after; for `tagged` and `tagged_feed` the column is the name of the
/// tag, and the value whether it is there.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Step {
    pub what: String,
    pub field: String,
    pub was: Value,
    pub now: Value,
    pub rows: Vec<i64>,
}

impl Db {
    /// Takes the newest act back that is not taken back yet; nothing if there is none.
    pub fn undo(&self) -> Result<Option<Done>, StoreError> {
        let newest = "SELECT id, says FROM act WHERE undone = 0 ORDER BY id DESC LIMIT 1";
        let Some((act, says)) = self.act_of(newest)? else {
            return Ok(None);
        };
        let steps = self.steps_of(act)?;
        for step in steps.iter().rev() {
            self.apply(step, &step.was)?;
        }
        self.set_undone(act, true)?;
        self.told(says, &steps).map(Some)
    }

    /// Does the act again that was taken back last; nothing if there is none, or something was done since.
    pub fn redo(&self) -> Result<Option<Done>, StoreError> {
        let oldest = "SELECT id, says FROM act WHERE undone = 1 ORDER BY id LIMIT 1";
        let Some((act, says)) = self.act_of(oldest)? else {
            return Ok(None);
        };
        let steps = self.steps_of(act)?;
        for step in &steps {
            self.apply(step, &step.now)?;
        }
        self.set_undone(act, false)?;
        self.told(says, &steps).map(Some)
    }

    /// What was done so far cannot be taken back.
    pub fn forget_acts(&self) -> Result<(), StoreError> {
        self.prepare("DELETE FROM act")?.execute([])?;
        Ok(())
    }

    /// Notes an act. What was taken back before can not be done again after it.
    pub(in crate::store) fn note(
        &self,
        says: &str,
        steps: &[Step],
        now: Time,
    ) -> Result<(), StoreError> {
        self.prepare("DELETE FROM act WHERE undone = 1")?
            .execute([])?;
        self.prepare("INSERT INTO act (at, says) VALUES (?1, ?2)")?
            .execute(params![now.0, says])?;
        let act = self.inserted();
        let mut insert = self.prepare(
            "INSERT INTO step (act, position, what, field, was, now, rows) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (position, step) in (0_i64..).zip(steps) {
            insert.execute(params![
                act,
                position,
                step.what,
                step.field,
                step.was,
                step.now,
                json(&step.rows)
            ])?;
        }
        self.prepare("DELETE FROM act WHERE id <= ?1")?
            .execute([act - REMEMBERED])?;
        Ok(())
    }

    /// Gives the rows of a step this value.
    pub(in crate::store) fn apply(&self, step: &Step, value: &Value) -> Result<(), StoreError> {
        let rows = json(&step.rows);
        if matches!(&*step.what, "tagged" | "tagged_feed") {
            return self.set_tag(&step.what, &step.field, *value == Value::Integer(1), &rows);
        }
        let known = CHANGED
            .iter()
            .any(|(what, fields)| *what == step.what && fields.contains(&&*step.field));
        if !known {
            return Err(StoreError::Missing("what is to be changed"));
        }
        let (what, field) = (&step.what, &step.field);
        self.prepare(&format!(
            "UPDATE {what} SET {field} = ?1 WHERE id IN (SELECT value FROM json_each(?2))"
        ))?
        .execute(params![value, rows])?;
        if field == "url" {
            // Validators belonged to the other address.
            self.prepare(
                "UPDATE poll SET etag = NULL, last_modified = NULL, gone = 0, failures = 0, not_before = NULL
                 WHERE feed IN (SELECT value FROM json_each(?1))",
            )?
            .execute([rows])?;
        }
        Ok(())
    }

    /// What came of some steps.
    pub(in crate::store) fn told(&self, says: String, steps: &[Step]) -> Result<Done, StoreError> {
        let mut feeds = BTreeSet::new();
        let (mut followed, mut entries) = (Vec::new(), Vec::new());
        for step in steps {
            if matches!(&*step.what, "entry" | "tagged") {
                let mut find = self.prepare(
                    "SELECT DISTINCT feed FROM entry WHERE id IN (SELECT value FROM json_each(?1))",
                )?;
                let found = find.query_map([json(&step.rows)], |row| row.get(0))?;
                for feed in found {
                    feeds.insert(FeedId(feed?));
                }
            }
            if step.what == "entry" {
                entries.extend(step.rows.iter().copied().map(EntryId));
            }
            if step.field == "following" {
                followed.extend(step.rows.iter().copied().map(EntryId));
            }
            if step.what == "feed" {
                feeds.extend(step.rows.iter().copied().map(FeedId));
            }
        }
        Ok(Done {
            says,
            feeds: feeds.into_iter().collect(),
            nothing: false,
            feeds_changed: steps.iter().any(|step| DECIDING.contains(&&*step.field)),
            entries,
            followed,
        })
    }

    fn act_of(&self, sql: &str) -> Result<Option<(i64, String)>, StoreError> {
        let mut find = self.prepare(sql)?;
        Ok(find
            .query_one([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?)
    }

    fn steps_of(&self, act: i64) -> Result<Vec<Step>, StoreError> {
        let mut steps = self.prepare(
            "SELECT what, field, was, now, rows
             FROM step WHERE act = ?1 ORDER BY position",
        )?;
        let steps = steps.query_map([act], |row| {
            let rows: String = row.get(4)?;
            Ok(Step {
                what: row.get(0)?,
                field: row.get(1)?,
                was: row.get(2)?,
                now: row.get(3)?,
                rows: numbers(&rows),
            })
        })?;
        Ok(steps.collect::<Result<_, _>>()?)
    }

    fn set_undone(&self, act: i64, undone: bool) -> Result<(), StoreError> {
        self.prepare("UPDATE act SET undone = ?2 WHERE id = ?1")?
            .execute(params![act, undone])?;
        Ok(())
    }
}

/// A JSON list of numbers.
pub(in crate::store) fn json(rows: &[i64]) -> String {
    let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
    format!("[{}]", rows.join(","))
}

fn numbers(json: &str) -> Vec<i64> {
    let inside = json.trim_start_matches('[').trim_end_matches(']');
    inside
        .split(',')
        .filter_map(|word| word.parse().ok())
        .collect()
}
