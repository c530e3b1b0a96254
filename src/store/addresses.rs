//! The addresses of feeds: moves, by themselves and by hand, and logins that were written into them.

use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::time::Time;
use crate::model::way::without_login;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{OptionalExtension, params};

/// What came of giving a feed another address by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readdressed {
    /// It has it; what is known now.
    Done(Box<PollFacts>),
    /// There is no such address.
    Nowhere,
    /// Another feed is subscribed there.
    Taken,
}

impl Db {
    /// Gives a feed another address and remembers the old one, so that subscribing to that again
    /// finds this feed. It stays where it is if another feed is subscribed there already.
    pub(in crate::store) fn move_feed(
        &self,
        feed: &PollFacts,
        url: &str,
        now: Time,
    ) -> Result<(), StoreError> {
        if self.is_taken(feed, url)? {
            return Ok(());
        }
        self.prepare(
            "INSERT INTO former_url (url, feed, left_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (url, feed) DO UPDATE SET left_at = ?3",
        )?
        .execute(params![feed.url, feed.feed.0, now.0])?;
        self.set_url(feed.feed, url)
    }

    /// Takes a feed back to the address it left last, where it stays although its server says that it
    /// has moved.
    pub fn undo_move(&self, feed: FeedId) -> Result<Readdressed, StoreError> {
        let facts = self.facts_of(feed)?;
        let mut last = self.prepare(
            "SELECT url FROM former_url INDEXED BY former_url_of_feed WHERE feed = ?1
             ORDER BY left_at DESC LIMIT 1",
        )?;
        let last: Option<String> = last.query_one([feed.0], |row| row.get(0)).optional()?;
        let Some(last) = last else {
            return Ok(Readdressed::Nowhere);
        };
        if self.is_taken(&facts, &last)? {
            return Ok(Readdressed::Taken);
        }
        self.prepare("DELETE FROM former_url WHERE feed = ?1 AND url = ?2")?
            .execute(params![feed.0, last])?;
        self.set_url(feed, &last)?;
        self.keep_facts(&PollFacts {
            validators_from: Some(facts.validators_from.unwrap_or_else(|| facts.url.clone()))
                .filter(|from| *from != last),
            moving: None,
            stays_from: Some(facts.url.clone()),
            failures: 0,
            failing_since: None,
            gone: false,
            trouble: None,
            ..facts
        })?;
        Ok(Readdressed::Done(Box::new(self.facts_of(feed)?)))
    }

    /// Takes a feed to the address its server says it has moved to, proven or not. `followed` are its
    /// facts there.
    pub fn follow_move(&self, followed: &PollFacts, now: Time) -> Result<Readdressed, StoreError> {
        let before = self.facts_of(followed.feed)?;
        if followed.url == before.url {
            return Ok(Readdressed::Nowhere);
        }
        if self.is_taken(&before, &followed.url)? {
            return Ok(Readdressed::Taken);
        }
        self.move_feed(&before, &followed.url, now)?;
        self.keep_facts(&PollFacts {
            stays_from: None,
            ..followed.clone()
        })?;
        Ok(Readdressed::Done(Box::new(self.facts_of(followed.feed)?)))
    }

    /// Every address a feed has had before.
    pub fn former_urls(&self) -> Result<Vec<(FeedId, String)>, StoreError> {
        let mut urls = self.prepare("SELECT feed, url FROM former_url")?;
        let urls = urls.query_map([], |row| Ok((FeedId(row.get(0)?), row.get(1)?)))?;
        Ok(urls.collect::<Result<_, _>>()?)
    }

    /// Keeps a login for a feed, apart from its address.
    pub fn set_login(&self, feed: FeedId, name: &str, password: &str) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO login (feed, name, password) VALUES (?1, ?2, ?3)
             ON CONFLICT (feed) DO UPDATE SET name = ?2, password = ?3",
        )?
        .execute(params![feed.0, name, password])?;
        Ok(())
    }

    /// Takes logins out of addresses that an earlier version, or another program, put in.
    pub fn take_logins_out(&self) -> Result<(), StoreError> {
        let mut urls = self.prepare("SELECT id, url FROM feed WHERE url LIKE '%://%@%'")?;
        let urls = urls.query_map([], |row| {
            Ok((FeedId(row.get(0)?), row.get::<_, String>(1)?))
        })?;
        let urls: Vec<(FeedId, String)> = urls.collect::<Result<_, _>>()?;
        for (feed, url) in urls {
            let (bare, login) = without_login(&url);
            let facts = self.facts_of(feed)?;
            if let Some((name, password)) = login
                && !self.is_taken(&facts, &bare)?
            {
                self.set_url(feed, &bare)?;
                self.set_login(feed, &name, &password)?;
            }
        }
        Ok(())
    }

    fn is_taken(&self, feed: &PollFacts, url: &str) -> Result<bool, StoreError> {
        let holder = self.subscribed(url)?;
        Ok(feed.kind == FeedKind::Articles && holder.is_some_and(|holder| holder != feed.feed))
    }

    fn set_url(&self, feed: FeedId, url: &str) -> Result<(), StoreError> {
        self.prepare("UPDATE feed SET url = ?2 WHERE id = ?1")?
            .execute(params![feed.0, url])?;
        Ok(())
    }
}
