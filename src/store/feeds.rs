//! Folders and feeds: subscribing, and the rows of the feeds pane with the counts that are kept.

use crate::model::feed::{FeedId, FeedRow, FolderId, FolderRow, PollFacts};
use crate::model::opml::Subscription;
use crate::model::report::ImportReport;
use crate::model::request::Library;
use crate::model::time::Time;
use crate::model::way::without_login;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{OptionalExtension, Row, params};
use std::collections::HashMap;

/// Seconds in one row of `unread_quarter`.
const QUARTER: i64 = 900;

/// What came of subscribing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Subscribed {
    pub report: ImportReport,
    /// Every feed that was named, new or known, in the order given.
    pub feeds: Vec<FeedId>,
    /// The new ones among them, to be polled from now on.
    pub new: Vec<PollFacts>,
}

/// What the person set in the reader: for each feed and folder, lines of a key, a tab and a value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnRules {
    pub feeds: HashMap<FeedId, String>,
    pub folders: HashMap<FolderId, String>,
}

impl OwnRules {
    pub fn is_empty(&self) -> bool {
        self.feeds.is_empty() && self.folders.is_empty()
    }
}

impl Db {
    /// What the person set in the reader.
    pub fn own_rules(&self) -> Result<OwnRules, StoreError> {
        let mut own = OwnRules::default();
        let mut feeds = self.prepare(
            "SELECT id, own_rules FROM feed INDEXED BY feed_with_rules WHERE own_rules <> ''",
        )?;
        let mut rows = feeds.query([])?;
        while let Some(row) = rows.next()? {
            own.feeds.insert(FeedId(row.get(0)?), row.get(1)?);
        }
        let mut folders = self.prepare(
            "SELECT id, own_rules FROM folder INDEXED BY folder_with_rules WHERE own_rules <> ''",
        )?;
        let mut rows = folders.query([])?;
        while let Some(row) = rows.next()? {
            own.folders.insert(FolderId(row.get(0)?), row.get(1)?);
        }
        Ok(own)
    }

    /// Folders and feeds in their order. `unread_today` counts the unread entries since `day_start`.
    pub fn library(&self, day_start: Time) -> Result<Library, StoreError> {
        let mut folders = self.prepare(
            "SELECT id, parent, title FROM folder WHERE deleted = 0 ORDER BY position, id",
        )?;
        let folders = folders.query_map([], |row| {
            Ok(FolderRow {
                id: FolderId(row.get(0)?),
                parent: row.get::<_, Option<i64>>(1)?.map(FolderId),
                title: row.get(2)?,
            })
        })?;
        let mut feeds = self.prepare(
            "SELECT feed.id, folder, coalesce(name, title, url), url, site,
                entries, unread, starred, conversations, new_comments, poll.trouble,
                iif(gathers = 1, (SELECT ifnull(sum(comments_new), 0) FROM gathered
                    JOIN entry ON entry.id = gathered.entry WHERE gathered.feed = feed.id), NULL)
             FROM feed INDEXED BY feed_in_order JOIN poll ON poll.feed = feed.id
             WHERE of_entry IS NULL AND whole_site = 0 AND deleted = 0 ORDER BY position",
        )?;
        let feeds = feeds.query_map([], feed_row)?;
        let quiet = "SELECT count(*) FROM entry INDEXED BY entry_quiet WHERE talk_at IS NOT NULL AND quiet = 1 AND deleted = 0";
        let quiet: u32 = self.prepare(quiet)?.query_one([], |row| row.get(0))?;
        Ok(Library {
            folders: folders.collect::<Result<_, _>>()?,
            feeds: feeds.collect::<Result<_, _>>()?,
            tags: self.own_tags()?,
            unread_today: self.unread_since(day_start)?,
            quiet_conversations: u64::from(quiet),
        })
    }

    /// Whole quarters of an hour are summed as they are kept; only in the one that `start` cuts, and
    /// no midnight cuts one, the entries themselves are counted.
    fn unread_since(&self, start: Time) -> Result<u64, StoreError> {
        let quarter = start.0.div_euclid(QUARTER) + i64::from(start.0.rem_euclid(QUARTER) != 0);
        let kept = "SELECT ifnull(sum(unread), 0) FROM unread_quarter WHERE quarter >= ?1";
        let kept: u32 = self.prepare(kept)?.query_one([quarter], |row| row.get(0))?;
        let cut = "SELECT count(*) FROM entry INDEXED BY entry_unread
            WHERE read = 0 AND deleted = 0 AND sort_at >= ?1 AND sort_at < ?2";
        let end = quarter.saturating_mul(QUARTER);
        let cut: u32 = self
            .prepare(cut)?
            .query_one([start.0, end], |row| row.get(0))?;
        Ok(u64::from(kept) + u64::from(cut))
    }

    /// Subscribes to every feed that is not subscribed yet, by its address or one it has moved away
    /// from; makes the folders they name. A known feed stays in its place and keeps its name.
    pub fn subscribe_all(
        &self,
        subscriptions: &[Subscription],
        now: Time,
    ) -> Result<Subscribed, StoreError> {
        let mut done = Subscribed::default();
        for subscription in subscriptions {
            let (url, login) = without_login(&subscription.url);
            if let Some(feed) = self.deleted_feed(&url)? {
                self.bring_back(feed)?;
                done.report.added += 1;
                done.feeds.push(feed);
                done.new.push(self.facts_of(feed)?);
                continue;
            }
            if let Some(feed) = self.subscribed(&url)? {
                done.report.known += 1;
                done.feeds.push(feed);
                continue;
            }
            let feed = self.subscribe(subscription, &url, now)?;
            if let Some((name, password)) = login {
                self.set_login(feed, &name, &password)?;
            }
            done.report.added += 1;
            done.feeds.push(feed);
            done.new.push(self.facts_of(feed)?);
        }
        Ok(done)
    }

    /// Whether subscribing to this address would find a feed that is there.
    pub fn is_subscribed(&self, url: &str) -> Result<bool, StoreError> {
        Ok(self.subscribed(url)?.is_some())
    }

    /// The feed subscribed at this address, now or before it moved.
    pub fn subscribed(&self, url: &str) -> Result<Option<FeedId>, StoreError> {
        let (url, _) = without_login(url);
        let now = "SELECT id FROM feed WHERE url = ?1 AND of_entry IS NULL AND whole_site = 0 AND deleted = 0";
        let found = self
            .prepare(now)?
            .query_one([&url], |row| row.get(0))
            .optional()?;
        if found.is_some() {
            return Ok(found.map(FeedId));
        }
        let before = "SELECT feed.id FROM former_url JOIN feed ON feed.id = former_url.feed
            WHERE former_url.url = ?1 AND of_entry IS NULL AND whole_site = 0 AND deleted = 0";
        let found = self
            .prepare(before)?
            .query_one([&url], |row| row.get(0))
            .optional()?;
        Ok(found.map(FeedId))
    }

    /// A feed of this address that was deleted, where no other has it.
    fn deleted_feed(&self, url: &str) -> Result<Option<FeedId>, StoreError> {
        if self.subscribed(url)?.is_some() {
            return Ok(None);
        }
        let mut find = self.prepare(
            "SELECT id FROM feed WHERE url = ?1 AND of_entry IS NULL AND whole_site = 0 AND deleted = 1
             ORDER BY id DESC LIMIT 1",
        )?;
        let found = find.query_one([url], |row| row.get(0)).optional()?;
        Ok(found.map(FeedId))
    }

    fn subscribe(
        &self,
        subscription: &Subscription,
        url: &str,
        now: Time,
    ) -> Result<FeedId, StoreError> {
        let folder = self.folder(&subscription.folder)?;
        let name = subscription
            .title
            .as_ref()
            .filter(|title| !title.trim().is_empty());
        self.prepare(
            "INSERT INTO feed (url, folder, name, site, added_at, position) VALUES (?1, ?2, ?3, ?4, ?5,
                (SELECT ifnull(max(position), 0) + 1 FROM feed WHERE of_entry IS NULL AND whole_site = 0))",
        )?
        .execute(params![url, folder.map(|id| id.0), name, subscription.site, now.0])?;
        let feed = FeedId(self.inserted());
        self.prepare("INSERT INTO poll (feed) VALUES (?1)")?
            .execute([feed.0])?;
        Ok(feed)
    }

    /// The names of every folder, from the outermost in.
    pub fn folder_paths(&self) -> Result<HashMap<FolderId, Vec<String>>, StoreError> {
        let mut folders = self.prepare("SELECT id, parent, title FROM folder WHERE deleted = 0")?;
        let folders: HashMap<i64, (Option<i64>, String)> = folders
            .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
            .collect::<Result<_, _>>()?;
        let path = |id: i64| {
            let mut path = Vec::new();
            let mut at = Some(id);
            while let Some((parent, title)) = at.and_then(|id| folders.get(&id)) {
                path.push(title.clone());
                // A folder cannot be put into itself; a broken file must not keep anybody here.
                at = parent.filter(|_| path.len() < folders.len());
            }
            path.reverse();
            path
        };
        Ok(folders
            .keys()
            .map(|id| (FolderId(*id), path(*id)))
            .collect())
    }

    /// The folder at the end of a path, made where it is not there yet; none for the top.
    fn folder(&self, path: &[String]) -> Result<Option<FolderId>, StoreError> {
        let mut find = self.prepare(
            "SELECT id FROM folder WHERE ifnull(parent, 0) = ?1 AND title = ?2 AND deleted = 0",
        )?;
        let mut make = self.prepare(
            "INSERT INTO folder (parent, title, position)
             VALUES (?1, ?2, (SELECT ifnull(max(position), 0) + 1 FROM folder))",
        )?;
        let mut parent: Option<i64> = None;
        for title in path
            .iter()
            .map(|title| title.trim())
            .filter(|title| !title.is_empty())
        {
            let found = find
                .query_one(params![parent.unwrap_or(0), title], |row| row.get(0))
                .optional()?;
            if found.is_none() {
                make.execute(params![parent, title])?;
            }
            parent = found.or_else(|| Some(self.inserted()));
        }
        Ok(parent.map(FolderId))
    }

    /// Every subscription in its order, under the name a person knows it by.
    pub fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        let mut folders = self.prepare("SELECT id, parent, title FROM folder")?;
        let folders: HashMap<i64, (Option<i64>, String)> = folders
            .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
            .collect::<Result<_, _>>()?;
        let path = |mut folder: Option<i64>| {
            let mut path = Vec::new();
            while let Some((parent, title)) = folder.and_then(|id| folders.get(&id)) {
                path.insert(0, title.clone());
                folder = *parent;
            }
            path
        };
        let mut feeds = self.prepare(
            "SELECT url, coalesce(name, title), site, folder FROM feed INDEXED BY feed_in_order
             WHERE of_entry IS NULL AND whole_site = 0 AND deleted = 0 ORDER BY position",
        )?;
        let feeds = feeds.query_map([], |row| {
            Ok(Subscription {
                url: row.get(0)?,
                title: row.get(1)?,
                site: row.get(2)?,
                folder: path(row.get(3)?),
            })
        })?;
        Ok(feeds.collect::<Result<_, _>>()?)
    }

    /// The feeds in a folder and in the folders inside it.
    pub fn feeds_in(&self, folder: FolderId) -> Result<Vec<FeedId>, StoreError> {
        let mut feeds = self.prepare(
            "WITH RECURSIVE inside (id) AS (
                VALUES (?1)
                UNION SELECT folder.id FROM inside JOIN folder ON ifnull(folder.parent, 0) = inside.id
             )
             SELECT feed.id FROM inside JOIN feed ON feed.folder = inside.id WHERE feed.of_entry IS NULL AND feed.whole_site = 0 AND feed.deleted = 0",
        )?;
        let feeds = feeds.query_map([folder.0], |row| row.get(0).map(FeedId))?;
        Ok(feeds.collect::<Result<_, _>>()?)
    }
}

fn feed_row(row: &Row) -> rusqlite::Result<FeedRow> {
    let count = |column| row.get::<_, u32>(column).map(u64::from);
    Ok(FeedRow {
        id: FeedId(row.get(0)?),
        folder: row.get::<_, Option<i64>>(1)?.map(FolderId),
        title: row.get(2)?,
        url: row.get(3)?,
        site: row.get(4)?,
        entries: count(5)?,
        unread: count(6)?,
        starred: count(7)?,
        conversations: count(8)?,
        new_comments: count(9)?,
        trouble: row.get(10)?,
        gathered_new: row.get::<_, Option<u32>>(11)?.map(u64::from),
    })
}
