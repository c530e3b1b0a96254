//! Feeds of the comments of a whole site that are asked in place of many comment feeds, and what they
//! vouch for.
//!
//! Such a feed shows the newest comments of the site only. Where they go back to before a comment feed was
//! last known to be up to date, nothing can be new there but what they show, and it need not be asked.

use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, PollFacts};
use crate::model::parsed::{ParsedEntry, ParsedFeed};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{OptionalExtension, params};

impl Db {
    /// Has the comment feed of a whole site vouch for these comment feeds; it is noted if it is not yet.
    pub fn set_vouching(
        &self,
        url: &str,
        feeds: &[FeedId],
        now: Time,
    ) -> Result<PollFacts, StoreError> {
        let find = "SELECT id FROM feed INDEXED BY feed_of_site WHERE url = ?1 AND whole_site = 1";
        let found = self
            .prepare(find)?
            .query_one([url], |row| row.get(0))
            .optional()?;
        let site = if let Some(site) = found {
            FeedId(site)
        } else {
            self.prepare(
                "INSERT INTO feed (url, whole_site, position, added_at) VALUES (?1, 1, 0, ?2)",
            )?
            .execute(params![url, now.0])?;
            let site = FeedId(self.inserted());
            self.prepare("INSERT INTO poll (feed) VALUES (?1)")?
                .execute([site.0])?;
            site
        };
        self.set_vouched_by(feeds, site)?;
        self.prepare("UPDATE poll SET changed_at = ?2 WHERE feed = ?1")?
            .execute(params![site.0, now.0])?;
        self.facts_of(site)
    }

    /// Has a feed of comments that is there vouch for these comment feeds.
    pub fn set_vouched_by(&self, feeds: &[FeedId], site: FeedId) -> Result<(), StoreError> {
        let mut set = self.prepare("UPDATE feed SET vouched_by = ?2 WHERE id = ?1")?;
        for feed in feeds {
            set.execute([feed.0, site.0])?;
        }
        Ok(())
    }

    /// The subscriptions whose items are comments on posts, with their addresses.
    pub fn gathering(&self) -> Result<Vec<(FeedId, String)>, StoreError> {
        let mut feeds = self.prepare(
            "SELECT id, url FROM feed INDEXED BY feed_in_order
             WHERE of_entry IS NULL AND whole_site = 0 AND deleted = 0 AND gathers = 1",
        )?;
        let feeds = feeds.query_map([], |row| Ok((FeedId(row.get(0)?), row.get(1)?)))?;
        Ok(feeds.collect::<Result<_, _>>()?)
    }

    /// The feed that vouches for a comment feed, if one does.
    pub fn vouched_by(&self, feed: FeedId) -> Result<Option<FeedId>, StoreError> {
        let mut find = self.prepare("SELECT vouched_by FROM feed WHERE id = ?1")?;
        let found = find
            .query_one([feed.0], |row| row.get::<_, Option<i64>>(0))
            .optional()?;
        Ok(found.flatten().map(FeedId))
    }

    /// Notes what the answer of a site's feed says of the comment feeds it vouches for, and gives what is
    /// known of those it says something of. `before` are its facts before that answer; `parsed` is what
    /// it showed, nothing where it had not changed. `talked` are the entries on which it brought something.
    pub fn vouch(
        &self,
        before: &PollFacts,
        parsed: Option<&ParsedFeed>,
        talked: &[EntryId],
        now: Time,
    ) -> Result<Vec<PollFacts>, StoreError> {
        // Unchanged since it was last used: what was up to date then still is.
        let Some(back_to) = reaches_back_to(before, parsed) else {
            return Ok(Vec::new());
        };
        let mut feeds = self.prepare(
            "SELECT feed.id, of_entry, max(ifnull(ok_at, 0), ifnull(vouched_at, 0))
             FROM feed INDEXED BY feed_vouched JOIN poll ON poll.feed = feed.id WHERE vouched_by = ?1",
        )?;
        let feeds = feeds.query_map([before.feed.0], |row| {
            Ok((FeedId(row.get(0)?), EntryId(row.get(1)?), Time(row.get(2)?)))
        })?;
        let feeds: Vec<_> = feeds.collect::<Result<_, _>>()?;
        let mut set = self.prepare(
            "UPDATE poll SET vouched_at = ?2, changed_at = iif(?3, ?2, changed_at) WHERE feed = ?1",
        )?;
        let mut vouched = Vec::new();
        for (feed, entry, up_to_date) in feeds {
            if up_to_date >= back_to {
                let has_news = talked.contains(&entry);
                set.execute(params![feed.0, now.0, has_news])?;
                vouched.push(self.facts_of(feed)?);
            }
        }
        Ok(vouched)
    }
}

/// Nothing written after this is missing in what a site's feed showed; nothing where that cannot be told.
fn reaches_back_to(before: &PollFacts, parsed: Option<&ParsedFeed>) -> Option<Time> {
    match parsed {
        None => before.ok_at,
        Some(parsed) => {
            let dates = parsed.entries.iter().map(ParsedEntry::date);
            dates.collect::<Option<Vec<Time>>>()?.into_iter().min()
        }
    }
}
