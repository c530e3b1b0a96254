//! What was seen at each feed's last look, and what all its looks cost, for the person who wants to know.

use crate::model::feed::{FeedId, PollFacts};
use crate::model::health::Tally;
use crate::model::http::{Hop, Trace};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{Row, params};
use std::collections::HashMap;

/// What is kept of one feed besides the facts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// What the feed is called; for one of comments, the title of the entry they are under.
    pub title: String,
    pub headers: Vec<(String, String)>,
    pub hops: Vec<Hop>,
    pub tally: Tally,
    /// Addresses it had before, the last one first, and when it left them.
    pub former: Vec<(String, Option<Time>)>,
}

/// What one look cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Nothing had changed.
    Unchanged,
    /// All of it came.
    Whole,
    /// Something came that was not all of it, or of no use, or nothing.
    Other,
}

impl Db {
    /// Notes a look at a feed.
    pub fn note_look(&self, feed: FeedId, trace: &Trace, cost: Cost) -> Result<(), StoreError> {
        let headers = lines(
            trace
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value)),
        );
        let statuses: Vec<String> = trace
            .hops
            .iter()
            .map(|hop| hop.status.to_string())
            .collect();
        let hops = lines(
            statuses
                .iter()
                .map(String::as_str)
                .zip(trace.hops.iter().map(|hop| &hop.to)),
        );
        self.prepare(
            "INSERT INTO look (feed, headers, hops, requests, unchanged, received, body_bytes)
             VALUES (?1, ?2, ?3, 1, ?4, ?5, iif(?6, ?5, 0))
             ON CONFLICT (feed) DO UPDATE SET headers = ?2, hops = ?3, requests = requests + 1,
                unchanged = unchanged + ?4, received = received + ?5,
                saved = saved + iif(?4, body_bytes, 0), body_bytes = iif(?6, ?5, body_bytes)",
        )?
        .execute(params![
            feed.0,
            headers,
            hops,
            cost == Cost::Unchanged,
            trace.received.cast_signed(),
            cost == Cost::Whole,
        ])?;
        Ok(())
    }

    /// Every feed's facts with what was seen of it, in the order of the feeds.
    pub fn looks(&self) -> Result<Vec<(PollFacts, Look)>, StoreError> {
        let mut looks = self.prepare(
            "SELECT feed.id, coalesce(feed.name, entry.title, feed.title, feed.url), headers, hops,
                requests, unchanged, received, saved
             FROM feed LEFT JOIN look ON look.feed = feed.id LEFT JOIN entry ON entry.id = feed.of_entry",
        )?;
        let looks = looks.query_map([], |row| Ok((FeedId(row.get(0)?), look(row)?)))?;
        let mut looks: HashMap<FeedId, Look> = looks.collect::<Result<_, _>>()?;
        let mut former = self.prepare(
            "SELECT feed, url, left_at FROM former_url INDEXED BY former_url_of_feed
             ORDER BY feed, left_at DESC",
        )?;
        let mut former = former.query([])?;
        while let Some(row) = former.next()? {
            if let Some(look) = looks.get_mut(&FeedId(row.get(0)?)) {
                let left_at = row.get::<_, Option<i64>>(2)?.map(Time);
                look.former.push((row.get(1)?, left_at));
            }
        }
        let facts = self.facts()?;
        let with_look = |facts: PollFacts| {
            let look = looks.remove(&facts.feed).unwrap_or_default();
            (facts, look)
        };
        Ok(facts.into_iter().map(with_look).collect())
    }
}

fn look(row: &Row) -> rusqlite::Result<Look> {
    let text = |column| {
        Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(column)?.unwrap_or_default())
    };
    let count = |column| {
        let count = row.get::<_, Option<i64>>(column)?.unwrap_or(0);
        Ok::<_, rusqlite::Error>(count.unsigned_abs())
    };
    let hops = pairs(&text(3)?).into_iter().map(|(status, to)| Hop {
        status: status.parse().unwrap_or(0),
        to,
    });
    Ok(Look {
        title: row.get(1)?,
        headers: pairs(&text(2)?),
        hops: hops.collect(),
        tally: Tally {
            requests: count(4)?,
            unchanged: count(5)?,
            received: count(6)?,
            saved: count(7)?,
        },
        former: Vec::new(),
    })
}

/// Pairs as lines of text: `Name: value`.
fn lines<'a>(pairs: impl Iterator<Item = (&'a str, &'a String)>) -> String {
    let line = |(name, value): (&str, &String)| format!("{name}: {}\n", value.replace('\n', " "));
    pairs.map(line).collect()
}

fn pairs(lines: &str) -> Vec<(String, String)> {
    let pairs = lines.lines().filter_map(|line| line.split_once(": "));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}
