//! Hosts: what whole servers asked for, and which process is asking them just now.
//!
//! Several processes may poll one library, a reader and a refresh from a crontab. Before a host is asked
//! it is claimed here; whoever comes second sees that somebody asks it, or has just read the feed.

use crate::model::feed::{HostFacts, PollFacts};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{OptionalExtension, params};
use std::time::Duration;

/// Names a process; no two that live at the same time have the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder(pub i64);

/// What came of claiming a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The host may be asked; nobody else will until it is let go. These other hosts asked to be left
    /// alone, so that none may be led there.
    Ours(Vec<String>),
    /// Another process asks it, or has just asked it, or was told to leave it alone until then.
    Busy(Time),
    /// Another process has asked for this feed meanwhile; what is known now.
    Changed(Box<PollFacts>),
}

/// How long a claim holds by itself, should its process vanish: longer than any request may last.
const HOLDS: Duration = Duration::from_mins(5);

impl Db {
    /// What is known of every host.
    pub fn hosts(&self) -> Result<Vec<HostFacts>, StoreError> {
        let mut hosts = self.prepare("SELECT name, refusals, not_before, asked_at FROM host")?;
        let hosts = hosts.query_map([], |row| {
            Ok(HostFacts {
                name: row.get(0)?,
                refusals: row.get(1)?,
                not_before: row.get::<_, Option<i64>>(2)?.map(Time),
                asked_at: row.get::<_, Option<i64>>(3)?.map(Time),
            })
        })?;
        Ok(hosts.collect::<Result<_, _>>()?)
    }

    /// Claims `host` for one request for the feed these facts are of; `gap` is the rest between two
    /// requests to it.
    pub fn claim(
        &self,
        facts: &PollFacts,
        host: &str,
        holder: Holder,
        gap: Duration,
        now: Time,
    ) -> Result<Claim, StoreError> {
        let mut found =
            self.prepare("SELECT holder, held_until, asked_at FROM host WHERE name = ?1")?;
        let found = found.query_one([host], |row| {
            let time =
                |column| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(column)?.map(Time));
            Ok((row.get::<_, Option<i64>>(0)?, time(1)?, time(2)?))
        });
        let (theirs, held_until, asked_at) = found.optional()?.unwrap_or_default();
        let is_foreign = theirs.is_some_and(|theirs| theirs != holder.0);
        // A clock that was put back must not keep a host claimed for years.
        let sane = |until: Time, longest: Duration| until > now && until <= now.after(longest);
        if is_foreign {
            if held_until.is_some_and(|until| sane(until, HOLDS)) {
                // It is let go much sooner, as a rule.
                return Ok(Claim::Busy(now.after(gap.max(Duration::from_secs(1)))));
            }
            let rested = asked_at.map(|at| at.after(gap));
            if let Some(rested) = rested.filter(|&until| sane(until, gap)) {
                return Ok(Claim::Busy(rested));
            }
        }
        let known = self.facts_of(facts.feed)?;
        if known.checked_at != facts.checked_at || known.url != facts.url {
            return Ok(Claim::Changed(Box::new(known)));
        }
        self.prepare(
            "INSERT INTO host (name, asked_at, holder, held_until) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name) DO UPDATE SET asked_at = ?2, holder = ?3, held_until = ?4",
        )?
        .execute(params![host, now.0, holder.0, now.after(HOLDS).0])?;
        Ok(Claim::Ours(self.resting(now)?))
    }

    /// Hosts that asked not to be asked before a time that lies ahead.
    fn resting(&self, now: Time) -> Result<Vec<String>, StoreError> {
        let mut resting = self.prepare("SELECT name FROM host WHERE not_before > ?1")?;
        let resting = resting.query_map([now.0], |row| row.get(0))?;
        Ok(resting.collect::<Result<_, _>>()?)
    }

    /// Notes what a host asked for, and lets it go.
    pub fn let_go(&self, host: &HostFacts) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO host (name, refusals, not_before, asked_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (name) DO UPDATE SET refusals = ?2, not_before = ?3,
                asked_at = ifnull(?4, asked_at), held_until = NULL",
        )?
        .execute(params![
            host.name,
            host.refusals,
            host.not_before.map(|at| at.0),
            host.asked_at.map(|at| at.0),
        ])?;
        Ok(())
    }

    /// Lets go of every host this process has claimed.
    pub fn let_all_go(&self, holder: Holder) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE host SET held_until = NULL WHERE holder = ?1 AND held_until IS NOT NULL",
        )?
        .execute([holder.0])?;
        Ok(())
    }
}
