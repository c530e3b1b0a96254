//! Conversations a person takes up, follows or mutes, and where their comments are asked for.

use crate::model::comment::Following;
use crate::model::entry::{EntryId, EntryRow};
use crate::model::feed::{FeedId, PollFacts};
use crate::model::talk::Post;
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{OptionalExtension, Row, params};

/// What became of looking for the comments of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// They were found, and are asked for where they are.
    Found,
    /// Why not, for a person.
    Nothing(String),
    /// At a third party, which is asked only when the person agrees.
    Agreement(String),
}

impl Db {
    /// Takes up the conversation under an entry: from now on it is listed and its comments are counted
    /// as new when they come. Its comment feed, if one is known, is given. Does nothing to a conversation
    /// taken up before, unless the entry names another feed by now.
    pub fn open_conversation(
        &self,
        entry: EntryId,
        now: Time,
    ) -> Result<Option<PollFacts>, StoreError> {
        let feed = "SELECT comment_feed FROM entry WHERE id = ?1";
        let feed: Option<Option<String>> = self
            .prepare(feed)?
            .query_one([entry.0], |row| row.get(0))
            .optional()?;
        let feed = feed.ok_or(StoreError::Missing("the entry"))?;
        let opened = self
            .prepare(
                "UPDATE entry SET talk_at = ?2 WHERE id = ?1 AND talk_at IS NULL
                 AND coalesce(comment_feed, comments_page, comments_told) IS NOT NULL",
            )?
            .execute(params![entry.0, now.0])?;
        if opened > 0 {
            self.look(entry)?;
        }
        match feed {
            Some(url) => self.comment_feed(entry, &url, now).map(Some),
            None => self.asked_for(entry),
        }
    }

    /// The facts of the comment feed that is asked, if one is.
    pub fn asked_for(&self, entry: EntryId) -> Result<Option<PollFacts>, StoreError> {
        let find = "SELECT id FROM feed WHERE of_entry = ?1";
        let found = self
            .prepare(find)?
            .query_one([entry.0], |row| row.get(0))
            .optional()?;
        found.map(|feed| self.facts_of(FeedId(feed))).transpose()
    }

    /// The facts of an entry's comment feed, which is noted if it is not yet, or not under this
    /// address nor under one that led to where it is now.
    fn comment_feed(&self, entry: EntryId, url: &str, now: Time) -> Result<PollFacts, StoreError> {
        let Some(facts) = self.asked_for(entry)? else {
            self.prepare(
                "INSERT INTO feed (url, of_entry, position, added_at) VALUES (?1, ?2, 0, ?3)",
            )?
            .execute(params![url, entry.0, now.0])?;
            let feed = FeedId(self.inserted());
            self.prepare("INSERT INTO poll (feed) VALUES (?1)")?
                .execute([feed.0])?;
            return self.facts_of(feed);
        };
        let came_from = "SELECT EXISTS (SELECT 1 FROM former_url WHERE url = ?1 AND feed = ?2)";
        let moved = self
            .prepare(came_from)?
            .query_one(params![url, facts.feed.0], |row| row.get(0))?;
        if facts.url == url || moved {
            return Ok(facts);
        }
        self.readdress(&facts, url, now)
    }

    /// Validators and failures belonged to the other address.
    fn readdress(&self, facts: &PollFacts, url: &str, now: Time) -> Result<PollFacts, StoreError> {
        self.move_feed(facts, url, now)?;
        let anew = PollFacts {
            added_at: facts.added_at,
            following: facts.following,
            ..PollFacts::unasked(facts.feed, url, facts.kind)
        };
        self.keep_facts(&anew)?;
        Ok(anew)
    }

    /// From now on the comments of an entry are asked for at this address, which was found; the one that
    /// its feed names, if it names one, leads here.
    pub fn adopt(&self, entry: EntryId, url: &str, now: Time) -> Result<PollFacts, StoreError> {
        let facts = match self.asked_for(entry)? {
            Some(facts) if facts.url == url => facts,
            Some(facts) => self.readdress(&facts, url, now)?,
            None => self.comment_feed(entry, url, now)?,
        };
        self.prepare(
            "INSERT OR IGNORE INTO former_url (url, feed, left_at)
             SELECT comment_feed, ?2, ?3 FROM entry WHERE id = ?1 AND comment_feed <> ?4",
        )?
        .execute(params![entry.0, facts.feed.0, now.0, url])?;
        Ok(facts)
    }

    /// Notes what came of looking for the comments of an entry, and how long that is believed.
    pub fn note_search(
        &self,
        entry: EntryId,
        sought: &Sought,
        now: Time,
        holds_until: Time,
    ) -> Result<(), StoreError> {
        let (why, host) = match sought {
            Sought::Found => (None, None),
            Sought::Nothing(why) => (Some(why), None),
            Sought::Agreement(host) => (None, Some(host)),
        };
        self.prepare(
            "INSERT INTO search (entry, at, holds_until, why, host) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (entry) DO UPDATE SET at = ?2, holds_until = ?3, why = ?4, host = ?5",
        )?
        .execute(params![entry.0, now.0, holds_until.0, why, host])?;
        Ok(())
    }

    /// What came of the last search for the comments of an entry, and how long that is believed.
    pub fn search(&self, entry: EntryId) -> Result<Option<(Sought, Time)>, StoreError> {
        let mut search =
            self.prepare("SELECT holds_until, why, host FROM search WHERE entry = ?1")?;
        let search = search.query_one([entry.0], |row| {
            let sought = match (row.get(1)?, row.get(2)?) {
                (_, Some(host)) => Sought::Agreement(host),
                (Some(why), None) => Sought::Nothing(why),
                (None, None) => Sought::Found,
            };
            Ok((sought, Time(row.get(0)?)))
        });
        Ok(search.optional()?)
    }

    /// Takes up a conversation although nothing says that there is one.
    pub fn take_up(&self, entry: EntryId, now: Time) -> Result<(), StoreError> {
        let taken_up = self
            .prepare("UPDATE entry SET talk_at = ?2 WHERE id = ?1 AND talk_at IS NULL")?
            .execute(params![entry.0, now.0])?;
        if taken_up > 0 {
            self.look(entry)?;
        }
        Ok(())
    }

    /// A conversation whose comments are nowhere to be found is not followed after all.
    pub fn unfollow(&self, entry: EntryId) -> Result<(), StoreError> {
        self.prepare("UPDATE entry SET following = 0 WHERE id = ?1 AND following IN (1, 2)")?
            .execute([entry.0])?;
        Ok(())
    }

    /// Whether the feed of an entry tells of more comments than are kept.
    pub fn knows_less_than_told(&self, entry: EntryId) -> Result<bool, StoreError> {
        let mut find = self
            .prepare("SELECT ifnull(comments_told > comments_known, 0) FROM entry WHERE id = ?1")?;
        let found = find.query_one([entry.0], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or(false))
    }

    /// One entry as a list by date shows it.
    pub fn entry_row(&self, entry: EntryId) -> Result<Option<EntryRow>, StoreError> {
        self.row(entry)
    }

    /// The entry that has this address, or whose comments do.
    pub fn entry_at(&self, url: &str) -> Result<Option<EntryId>, StoreError> {
        let mut feed =
            self.prepare("SELECT of_entry FROM feed WHERE url = ?1 AND of_entry IS NOT NULL")?;
        let found = feed.query_one([url], |row| row.get(0)).optional()?;
        if let Some(entry) = found {
            return Ok(Some(EntryId(entry)));
        }
        let page = url.split('#').next().unwrap_or(url).to_owned();
        self.everything_by_host()?
            .entry(self, &[url.to_owned(), page])
    }

    /// Follows conversations, or follows them no more. What is followed is taken up, too, and is not over.
    /// Gives the entries whose following is another now.
    pub fn follow(
        &self,
        entries: &[EntryId],
        wish: Following,
        now: Time,
    ) -> Result<Vec<EntryId>, StoreError> {
        let follows = matches!(wish, Following::Yes | Following::Pinned);
        let mut set = self.prepare(
            "UPDATE entry SET following = ?2, talk_over = 0 WHERE id = ?1 AND (following <> ?2 OR talk_over = 1)",
        )?;
        let mut take_up =
            self.prepare("UPDATE entry SET talk_at = ?2 WHERE id = ?1 AND talk_at IS NULL")?;
        // Of a talk that was over, the week begins anew.
        let mut wake = self.prepare(
            "UPDATE poll SET changed_at = ?2 WHERE changed_at IS NOT NULL
             AND feed = (SELECT id FROM feed WHERE of_entry = ?1)",
        )?;
        let mut changed = Vec::new();
        for entry in entries {
            if set.execute(params![entry.0, number(wish)])? == 0 {
                continue;
            }
            changed.push(*entry);
            if wish == Following::Yes {
                wake.execute(params![entry.0, now.0])?;
            }
            if follows && take_up.execute(params![entry.0, now.0])? > 0 {
                self.look(*entry)?;
            }
        }
        Ok(changed)
    }

    /// Whether a person follows the conversation under an entry.
    pub fn following(&self, entry: EntryId) -> Result<Option<Following>, StoreError> {
        let mut find = self.prepare("SELECT following FROM entry WHERE id = ?1")?;
        let found = find.query_one([entry.0], |row| row.get(0)).optional()?;
        Ok(found.map(following))
    }

    /// Nobody has said anything in this conversation for so long that it is not asked by itself any more;
    /// or somebody has again. Whether that is news.
    pub fn end_talk(&self, entry: EntryId, over: bool) -> Result<bool, StoreError> {
        let changed = self
            .prepare("UPDATE entry SET talk_over = ?2 WHERE id = ?1 AND talk_over <> ?2")?
            .execute(params![entry.0, over])?;
        Ok(changed > 0)
    }

    /// The keys of the nodes a person folded.
    pub fn fold(&self, entry: EntryId, folds: &[String]) -> Result<(), StoreError> {
        self.prepare("DELETE FROM fold WHERE entry = ?1")?
            .execute([entry.0])?;
        let mut fold = self.prepare("INSERT OR IGNORE INTO fold (entry, key) VALUES (?1, ?2)")?;
        for key in folds {
            fold.execute(params![entry.0, key])?;
        }
        Ok(())
    }

    pub(in crate::store) fn folds(&self, entry: EntryId) -> Result<Vec<String>, StoreError> {
        let mut folds = self.prepare("SELECT key FROM fold WHERE entry = ?1")?;
        let folds = folds.query_map([entry.0], |row| row.get(0))?;
        Ok(folds.collect::<Result<_, _>>()?)
    }

    /// What is known of an entry that helps to find the talk under it.
    pub fn post(&self, entry: EntryId) -> Result<Option<Post>, StoreError> {
        let mut post = self.prepare(&format!("{POST} WHERE entry.id = ?1"))?;
        Ok(post.query_one([entry.0], post_of).optional()?)
    }

    /// The entries whose conversations are followed and not over, with what is known of them and of their
    /// comment feeds.
    pub fn followed(&self) -> Result<Vec<(Post, PollFacts)>, StoreError> {
        let mut posts = self.prepare(&format!(
            "{POST} WHERE entry.id IN (SELECT id FROM entry INDEXED BY entry_followed
                WHERE following IN (1, 2) AND talk_over = 0) AND own.id IS NOT NULL"
        ))?;
        let posts = posts.query_map([], |row| Ok((post_of(row)?, FeedId(row.get(10)?))))?;
        let posts: Vec<(Post, FeedId)> = posts.collect::<Result<_, _>>()?;
        posts
            .into_iter()
            .map(|(post, feed)| Ok((post, self.facts_of(feed)?)))
            .collect()
    }
}

/// The columns [`post_of`] reads, in its order.
const POST: &str = "
    SELECT entry.key, entry.link, entry.title, body.html, entry.comments_page, entry.comment_feed, own.url,
        feed.url, feed.site, feed.generator, own.id
    FROM entry JOIN feed ON feed.id = entry.feed JOIN body ON body.entry = entry.id
        LEFT JOIN feed AS own ON own.of_entry = entry.id";

fn post_of(row: &Row) -> rusqlite::Result<Post> {
    Ok(Post {
        key: row.get(0)?,
        link: row.get(1)?,
        title: row.get(2)?,
        html: row.get(3)?,
        comments_page: row.get(4)?,
        comment_feed: row.get(5)?,
        adopted: row.get(6)?,
        feed_url: row.get(7)?,
        site: row.get(8)?,
        generator: row.get(9)?,
    })
}

/// How following is kept.
pub(in crate::store) fn number(wish: Following) -> i64 {
    match wish {
        Following::No => 0,
        Following::Yes => 1,
        Following::Pinned => 2,
        Following::Muted => 3,
    }
}

pub(in crate::store) fn following(number: i64) -> Following {
    match number {
        1 => Following::Yes,
        2 => Following::Pinned,
        3 => Following::Muted,
        _ => Following::No,
    }
}
