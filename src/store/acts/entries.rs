//! What is done to entries: those of a list as it was shown, and only where it changes something.

use crate::model::act::{Change, Part, Which};
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::store::acts::journal::{Step, json};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::follow::number;
use rusqlite::types::Value;
use std::collections::BTreeMap;

impl Db {
    /// The entries that are meant, in the order of their list.
    pub fn meant(&self, which: &Which) -> Result<Vec<EntryId>, StoreError> {
        let (list, as_of, keep, part) = match which {
            Which::Entries(entries) => return Ok(entries.clone()),
            Which::Listed {
                list,
                as_of,
                keep,
                part,
            } => (list, as_of, keep, part),
        };
        let places = self.whole(list, keep)?;
        let at = |entry: &EntryId| places.iter().position(|place| place.id == *entry);
        let meant = match part {
            Part::All => &places[..],
            Part::Above(entry) => &places[..at(entry).unwrap_or(0)],
            Part::Between(one, other) => match (at(one), at(other)) {
                (Some(one), Some(other)) => &places[one.min(other)..=one.max(other)],
                _ => &[],
            },
            Part::Below(entry) => &places[at(entry).map_or(places.len(), |at| at + 1)..],
        };
        let known = meant.iter().filter(|place| place.id <= *as_of);
        Ok(known.map(|place| place.id).collect())
    }

    pub(in crate::store) fn entry_steps(
        &self,
        which: &Which,
        change: &Change,
    ) -> Result<Vec<Step>, StoreError> {
        let meant: Vec<i64> = self.meant(which)?.iter().map(|entry| entry.0).collect();
        match change {
            Change::Read(read) => self.column_steps("read", i64::from(*read), &meant),
            Change::Starred(starred) => self.column_steps("starred", i64::from(*starred), &meant),
            Change::Deleted(deleted) => self.column_steps("deleted", i64::from(*deleted), &meant),
            Change::Followed(following) => self.follow_steps(*following, &meant),
            Change::Tagged { name, on } => {
                let changed = self.untagged("tagged", "entry", name, *on, &meant)?;
                Ok(tag_step("tagged", name, *on, changed).into_iter().collect())
            }
        }
    }

    /// One step for each value that the column has now.
    fn column_steps(&self, column: &str, now: i64, meant: &[i64]) -> Result<Vec<Step>, StoreError> {
        let mut find = self.prepare(&format!(
            "SELECT id, {column} FROM entry WHERE {column} <> ?1 AND id IN (SELECT value FROM json_each(?2))"
        ))?;
        let mut rows = find.query(rusqlite::params![now, json(meant)])?;
        let mut by_value: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            by_value.entry(row.get(1)?).or_default().push(row.get(0)?);
        }
        let step = |(was, rows)| Step {
            what: "entry".to_owned(),
            field: column.to_owned(),
            was: Value::Integer(was),
            now: Value::Integer(now),
            rows,
        };
        Ok(by_value.into_iter().map(step).collect())
    }

    /// Whatever it was before.
    pub(in crate::store) fn following_steps(
        &self,
        wish: Following,
        meant: &[i64],
    ) -> Result<Vec<Step>, StoreError> {
        self.column_steps("following", number(wish), meant)
    }

    /// A conversation that is not followed any more is muted, so that no rule follows it again; one that never
    /// was stays as it is.
    fn follow_steps(&self, wish: Following, meant: &[i64]) -> Result<Vec<Step>, StoreError> {
        let mut steps = self.following_steps(wish, meant)?;
        if wish == Following::Muted {
            steps.retain(|step| step.was != Value::Integer(number(Following::No)));
        }
        Ok(steps)
    }
}

/// Puts a tag on rows, or takes it off; nothing where nothing changes.
pub(in crate::store) fn tag_step(what: &str, name: &str, on: bool, rows: Vec<i64>) -> Option<Step> {
    (!rows.is_empty()).then(|| Step {
        what: what.to_owned(),
        field: name.to_owned(),
        was: Value::Integer(i64::from(!on)),
        now: Value::Integer(i64::from(on)),
        rows,
    })
}
