//! Feeds that bring comments on many posts: each is put under the post it belongs to.
//!
//! One kind is subscribed by a person, and what it brings is shown as conversations, by post; a post that
//! is not in the library gets an entry that stands in for it, which has its address and gives its
//! comments back when the post comes. The other kind nobody sees: it is asked in place of the comment
//! feeds of single entries, and vouches for them.

use crate::model::address::Key;
use crate::model::comment::Provenance;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::parsed::{ParsedEntry, ParsedFeed};
use crate::model::time::Time;
use crate::store::comment_intake::CommentSource;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::place::stands_at;
use crate::store::polls::{Delta, touch};
use rusqlite::{OptionalExtension, params};
use std::collections::{BTreeMap, HashMap};

/// How far back the entries of a feed are compared by their links.
const LOOK_BACK: u32 = 1000;

/// What may be the post of a comment: its ids and addresses, best first.
pub type Posts = Vec<String>;

impl Db {
    /// Puts away what a feed of comments on many posts brought; `posts` are those of its items, one for one.
    pub fn gather(
        &self,
        facts: &PollFacts,
        parsed: &ParsedFeed,
        posts: &[Posts],
        now: Time,
    ) -> Result<Delta, StoreError> {
        let mut delta = Delta::default();
        if self.describe(facts.feed, parsed)? {
            touch(&mut delta, facts.feed);
        }
        let subscribed = facts.kind == FeedKind::Articles;
        let mut search = if subscribed {
            self.everything_by_host()?
        } else {
            self.vouched_posts(facts.feed)?
        };
        let mut by_entry: BTreeMap<EntryId, Vec<&ParsedEntry>> = BTreeMap::new();
        for (item, posts) in parsed.entries.iter().zip(posts).rev() {
            let found = match search.entry(self, posts)? {
                Some(entry) => Some(entry),
                None if subscribed => self.stand_in(facts.feed, posts, item, now)?,
                None => None,
            };
            if let Some(entry) = found {
                by_entry.entry(entry).or_default().push(item);
            }
        }
        let source = CommentSource {
            provenance: Provenance::SiteFeed,
            written: parsed.format.name(),
        };
        for (entry, items) in by_entry {
            if subscribed {
                self.list(facts.feed, entry, posts, &items, now)?;
            }
            let kept = self.keep_comments(entry, &items, source, false, now)?;
            delta.new += kept.new;
            delta.changed += kept.changed;
            if kept.new + kept.changed > 0 {
                delta.threads.push(entry);
            }
            if kept.new > 0 {
                touch(&mut delta, facts.feed);
                self.feed_of(entry)?
                    .into_iter()
                    .for_each(|feed| touch(&mut delta, feed));
            }
        }
        Ok(delta)
    }

    /// From now on this subscription's items are comments on posts; whether that is news.
    pub fn set_gathers(&self, feed: FeedId) -> Result<bool, StoreError> {
        let changed = self
            .prepare("UPDATE feed SET gathers = 1 WHERE id = ?1 AND gathers = 0")?
            .execute([feed.0])?;
        Ok(changed > 0)
    }

    pub fn gathers(&self, feed: FeedId) -> Result<bool, StoreError> {
        let mut find = self.prepare("SELECT gathers FROM feed WHERE id = ?1")?;
        let found = find.query_one([feed.0], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or(false))
    }

    /// Lists an entry under the subscription that brought comments on it; it is taken up with that. What a
    /// stand-in has gathered is given to it.
    fn list(
        &self,
        feed: FeedId,
        entry: EntryId,
        posts: &[Posts],
        items: &[&ParsedEntry],
        now: Time,
    ) -> Result<(), StoreError> {
        let newest = items.iter().map(|item| stands_at(item.date(), now).0).max();
        self.prepare("UPDATE entry SET talk_at = ?2 WHERE id = ?1 AND talk_at IS NULL")?
            .execute(params![entry.0, now.0])?;
        self.prepare(
            "INSERT INTO gathered (feed, entry, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (feed, entry) DO UPDATE SET at = max(at, ?3)",
        )?
        .execute(params![feed.0, entry.0, newest.unwrap_or(now.0)])?;
        if self.feed_of(entry)? == Some(feed) {
            return Ok(());
        }
        let own = self
            .prepare("SELECT link FROM entry WHERE id = ?1")?
            .query_one([entry.0], |row| row.get::<_, Option<String>>(0))?;
        let own = own.map(|link| Key::read(&link).whole);
        let addresses = posts.iter().flatten();
        for address in addresses.filter(|address| Some(Key::read(address).whole) == own) {
            if let Some(stand_in) = self.by_key(feed, address)? {
                self.give_comments(stand_in, entry)?;
                return Ok(());
            }
        }
        Ok(())
    }

    /// The entry that stands in for a post nobody has brought.
    fn stand_in(
        &self,
        feed: FeedId,
        posts: &[String],
        item: &ParsedEntry,
        now: Time,
    ) -> Result<Option<EntryId>, StoreError> {
        let is_web = |post: &&String| post.starts_with("http");
        let Some(post) = posts.iter().find(is_web) else {
            return Ok(None);
        };
        if let Some(entry) = self.by_key(feed, post)? {
            return Ok(Some(entry));
        }
        self.prepare(
            "INSERT INTO entry (feed, key, sort_at, read, title, link, first_seen, hash, comments_page)
             VALUES (?1, ?2, ?3, 1, '', ?2, ?4, 0, ?2)",
        )?
        .execute(params![
            feed.0,
            post,
            stands_at(item.date(), now).0,
            now.0
        ])?;
        let entry = self.inserted();
        self.prepare("INSERT INTO body (entry, html) VALUES (?1, '')")?
            .execute([entry])?;
        Ok(Some(EntryId(entry)))
    }

    pub(in crate::store) fn by_key(
        &self,
        feed: FeedId,
        key: &str,
    ) -> Result<Option<EntryId>, StoreError> {
        let mut find = self.prepare("SELECT id FROM entry WHERE feed = ?1 AND key = ?2")?;
        let found = find.query_one(params![feed.0, key], |row| row.get(0));
        Ok(found.optional()?.map(EntryId))
    }

    /// Everything that is said under a stand-in is said under the post it stood in for; then it goes.
    fn give_comments(&self, stand_in: EntryId, post: EntryId) -> Result<(), StoreError> {
        self.prepare("UPDATE OR IGNORE comment SET entry = ?2 WHERE entry = ?1")?
            .execute([stand_in.0, post.0])?;
        for entry in [stand_in, post] {
            self.recount_comments(entry)?;
        }
        let held = "SELECT comments_known FROM entry WHERE id = ?1";
        let held: i64 = self
            .prepare(held)?
            .query_one([stand_in.0], |row| row.get(0))?;
        let asked = self.asked_for(stand_in)?.is_some();
        if held == 0 && !asked {
            self.delete_entry(stand_in)?;
        }
        Ok(())
    }

    /// Counts the comments of an entry anew: they changed hands without a trigger.
    fn recount_comments(&self, entry: EntryId) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE entry SET comments_known = counted.known, comments_unread = counted.unread,
                talk_at = coalesce(counted.newest, talk_at)
             FROM (SELECT count(*) AS known, ifnull(sum(read = 0), 0) AS unread, max(at) AS newest
                FROM comment INDEXED BY comment_in_order WHERE entry = ?1) AS counted
             WHERE id = ?1",
        )?
        .execute([entry.0])?;
        Ok(())
    }

    /// The subscriptions by the hosts they are of.
    pub(in crate::store) fn everything_by_host(&self) -> Result<Search, StoreError> {
        let mut feeds = self.prepare(
            "SELECT id, url, site, gathers FROM feed INDEXED BY feed_in_order
             WHERE of_entry IS NULL AND whole_site = 0 AND deleted = 0 ORDER BY position",
        )?;
        let feeds = feeds.query_map([], |row| {
            let gathers: bool = row.get(3)?;
            Ok((
                gathers,
                FeedId(row.get(0)?),
                row.get::<_, String>(1)?,
                row.get(2)?,
            ))
        })?;
        let mut feeds: Vec<_> = feeds.collect::<Result<_, _>>()?;
        // An entry that is the post goes before one that stands in for it.
        feeds.sort_by_key(|(gathers, ..)| *gathers);
        let mut search = Search::default();
        for (_, feed, url, site) in feeds {
            for address in [Some(url), site].into_iter().flatten() {
                let feeds = search.feeds.entry(host(&address)).or_default();
                if !feeds.contains(&feed) {
                    feeds.push(feed);
                }
            }
        }
        Ok(search)
    }

    /// The entries for whose comment feeds a site's feed vouches.
    fn vouched_posts(&self, site: FeedId) -> Result<Search, StoreError> {
        let mut posts = self.prepare(
            "SELECT entry.id, key, link, comments_page FROM feed INDEXED BY feed_vouched
             JOIN entry ON entry.id = feed.of_entry WHERE feed.vouched_by = ?1",
        )?;
        let mut posts = posts.query([site.0])?;
        let mut search = Search::default();
        while let Some(row) = posts.next()? {
            let entry = EntryId(row.get(0)?);
            for column in 1..=3 {
                if let Some(address) = row.get::<_, Option<String>>(column)? {
                    search.known.insert(Key::read(&address).whole, entry);
                }
            }
        }
        Ok(search)
    }
}

/// Where posts are looked for.
#[derive(Debug, Default)]
pub(in crate::store) struct Search {
    known: HashMap<String, EntryId>,
    /// By host; each is read when the first of its posts is looked for.
    feeds: HashMap<String, Vec<FeedId>>,
}

impl Search {
    /// The entry that is one of these posts. One of a feed that brings posts goes before a stand-in.
    pub(in crate::store) fn entry(
        &mut self,
        db: &Db,
        posts: &[String],
    ) -> Result<Option<EntryId>, StoreError> {
        let known = |search: &Self| {
            let mut keys = posts.iter().map(|post| Key::read(post).whole);
            keys.find_map(|key| search.known.get(&key).copied())
        };
        if let Some(entry) = known(self) {
            return Ok(Some(entry));
        }
        let mut read = false;
        for post in posts {
            for feed in self.feeds.remove(&host(post)).unwrap_or_default() {
                for (entry, address) in db.addresses_of(feed)? {
                    self.known.entry(Key::read(&address).whole).or_insert(entry);
                }
                read = true;
            }
        }
        Ok(if read { known(self) } else { None })
    }
}

impl Db {
    /// The ids and addresses of the newest entries of a feed.
    fn addresses_of(&self, feed: FeedId) -> Result<Vec<(EntryId, String)>, StoreError> {
        let mut entries = self.prepare(
            "SELECT id, key, link FROM entry INDEXED BY entry_of_feed WHERE feed = ?1 AND deleted = 0
             ORDER BY sort_at DESC LIMIT ?2",
        )?;
        let mut entries = entries.query(params![feed.0, LOOK_BACK])?;
        let mut addresses = Vec::new();
        while let Some(row) = entries.next()? {
            let entry = EntryId(row.get(0)?);
            for column in 1..=2 {
                if let Some(address) = row.get::<_, Option<String>>(column)? {
                    addresses.push((entry, address));
                }
            }
        }
        Ok(addresses)
    }
}

/// The host of an address, without `www.`; of an id that is none, the id.
fn host(address: &str) -> String {
    let whole = Key::read(address).whole;
    whole.split('/').next().unwrap_or_default().to_owned()
}
