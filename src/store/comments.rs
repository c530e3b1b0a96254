//! Conversations: the comments kept of an entry, and what of them a person has seen.
//!
//! A comment stays when it leaves the window of its feed, and when it is edited it is the same
//! comment with another text. How many are new to a person is told by the database itself
//! (`entry.comments_new`); `docs/schema.md` has the rule and its reasons.

use crate::model::comment::{CommentId, InReplyTo};
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::parsed::{ParsedEntry, ParsedFeed};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::intake::{hash, oldest_first};
use crate::store::place::stands_at;
use crate::store::polls::{Delta, touch};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::HashMap;

/// A comment as it was delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredComment {
    pub id: CommentId,
    pub key: String,
    pub link: Option<String>,
    pub author: Option<String>,
    pub author_url: Option<String>,
    pub published: Option<Time>,
    pub first_seen: Time,
    pub in_reply_to: Vec<InReplyTo>,
    pub read: bool,
    pub edited: bool,
    /// HTML as delivered.
    pub html: String,
    /// What relative addresses in `html` are relative to.
    pub base: Option<String>,
}

/// What is kept of one conversation, oldest comment first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredConversation {
    /// The entry's own id and addresses, each once.
    pub entry_keys: Vec<String>,
    pub entry_author: Option<String>,
    pub comments: Vec<StoredComment>,
    /// How many there are according to the feed of the entry.
    pub told: Option<u32>,
    /// The feed they come from; nothing where none is known.
    pub feed: Option<String>,
    pub page: Option<String>,
    /// The last time that feed was asked.
    pub checked_at: Option<Time>,
    pub trouble: Option<String>,
}

impl Db {
    /// What is kept of the conversation under an entry; nothing if there is no such entry.
    pub fn conversation(&self, entry: EntryId) -> Result<Option<StoredConversation>, StoreError> {
        let mut about = self.prepare(
            "SELECT entry.key, entry.link, comments_page, author, comments_told,
                coalesce(feed.url, comment_feed), poll.checked_at, poll.trouble
             FROM entry LEFT JOIN feed ON feed.of_entry = entry.id LEFT JOIN poll ON poll.feed = feed.id
             WHERE entry.id = ?1",
        )?;
        let about = about.query_one([entry.0], stored_conversation).optional()?;
        let Some(about) = about else {
            return Ok(None);
        };
        Ok(Some(StoredConversation {
            comments: self.comments(entry)?,
            ..about
        }))
    }

    fn comments(&self, entry: EntryId) -> Result<Vec<StoredComment>, StoreError> {
        let mut replies = self.prepare(
            "SELECT reply.comment, reply.id, reply.href
             FROM comment INDEXED BY comment_in_order JOIN reply ON reply.comment = comment.id
             WHERE comment.entry = ?1 ORDER BY comment.at, comment.id, reply.position",
        )?;
        let mut replies = replies.query([entry.0])?;
        let mut answers: HashMap<i64, Vec<InReplyTo>> = HashMap::new();
        while let Some(row) = replies.next()? {
            let in_reply_to = InReplyTo {
                id: row.get(1)?,
                href: row.get(2)?,
            };
            answers.entry(row.get(0)?).or_default().push(in_reply_to);
        }
        let mut comments = self.prepare(
            "SELECT comment.id, key, link, author, author_url, published, first_seen, read, edited, html, base
             FROM comment INDEXED BY comment_in_order JOIN comment_body ON comment_body.comment = comment.id
             WHERE comment.entry = ?1 ORDER BY at, comment.id",
        )?;
        let comments = comments.query_map([entry.0], |row| {
            let in_reply_to = answers.remove(&row.get(0)?).unwrap_or_default();
            stored_comment(row, in_reply_to)
        })?;
        Ok(comments.collect::<Result<_, _>>()?)
    }

    /// Takes up the conversation under an entry: from now on it is listed, its comments are counted
    /// as new when they come, and its feed, if one is known, is polled. Does nothing to a
    /// conversation taken up before, unless the entry names another feed by now.
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
            None => Ok(None),
        }
    }

    /// The facts of an entry's comment feed, which is noted if it is not yet, or not under this
    /// address nor under one that led to where it is now.
    fn comment_feed(&self, entry: EntryId, url: &str, now: Time) -> Result<PollFacts, StoreError> {
        let find = "SELECT id FROM feed WHERE of_entry = ?1";
        let found = self
            .prepare(find)?
            .query_one([entry.0], |row| row.get(0))
            .optional()?;
        let Some(feed) = found.map(FeedId) else {
            self.prepare(
                "INSERT INTO feed (url, of_entry, position, added_at) VALUES (?1, ?2, 0, ?3)",
            )?
            .execute(params![url, entry.0, now.0])?;
            let feed = FeedId(self.inserted());
            self.prepare("INSERT INTO poll (feed) VALUES (?1)")?
                .execute([feed.0])?;
            return Ok(PollFacts {
                added_at: Some(now),
                ..PollFacts::unasked(feed, url, FeedKind::Comments { of: entry })
            });
        };
        let facts = self.facts_of(feed)?;
        let came_from = "SELECT EXISTS (SELECT 1 FROM former_url WHERE url = ?1 AND feed = ?2)";
        let moved = self
            .prepare(came_from)?
            .query_one(params![url, feed.0], |row| row.get(0))?;
        if facts.url == url || moved {
            return Ok(facts);
        }
        self.move_feed(&facts, url, now)?;
        // Validators and failures belonged to the other address.
        let anew = PollFacts {
            added_at: facts.added_at,
            ..PollFacts::unasked(feed, url, facts.kind)
        };
        self.keep_facts(&anew)?;
        Ok(anew)
    }

    /// These comments have been seen, and with them all that the entry's feed has told of so far.
    pub fn seen(&self, entry: EntryId, comments: &[CommentId]) -> Result<(), StoreError> {
        let mut see =
            self.prepare("UPDATE comment SET read = 1 WHERE id = ?1 AND entry = ?2 AND read = 0")?;
        for comment in comments {
            see.execute(params![comment.0, entry.0])?;
        }
        self.look(entry)
    }

    /// Notes how many comments there were when the person looked.
    fn look(&self, entry: EntryId) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE entry SET told_seen = max(comments_told, comments_known), known_seen = comments_known
             WHERE id = ?1 AND talk_at IS NOT NULL",
        )?
        .execute([entry.0])?;
        Ok(())
    }

    /// Puts away the comments of one body of an entry's comment feed.
    pub(in crate::store) fn commit_comments(
        &self,
        entry: EntryId,
        parsed: &ParsedFeed,
        now: Time,
    ) -> Result<Delta, StoreError> {
        let mut delta = Delta::default();
        let items = oldest_first(parsed);
        self.follow_renamed_comments(entry, &items)?;
        for item in items {
            match self.stored_hash(entry, &item.key)? {
                None => {
                    self.add_comment(entry, item, now)?;
                    delta.new += 1;
                }
                Some((comment, before)) => {
                    let edited = before != hash(&[&item.body()]);
                    delta.changed += u32::from(edited);
                    self.update_comment(comment, item, edited)?;
                }
            }
        }
        if delta.new > 0 {
            let feed = "SELECT feed FROM entry WHERE id = ?1";
            let feed = self.prepare(feed)?.query_one([entry.0], |row| row.get(0))?;
            touch(&mut delta, FeedId(feed));
        }
        Ok(delta)
    }

    fn stored_hash(&self, entry: EntryId, key: &str) -> Result<Option<(i64, i64)>, StoreError> {
        let mut find =
            self.prepare("SELECT id, hash FROM comment WHERE entry = ?1 AND key = ?2")?;
        let found = find.query_one(params![entry.0, key], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(found.optional()?)
    }

    fn add_comment(&self, entry: EntryId, item: &ParsedEntry, now: Time) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO comment (entry, key, at, link, author, author_url, published, first_seen, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            entry.0,
            item.key,
            stands_at(item.date(), now).0,
            item.link,
            item.author(),
            item.author_url(),
            item.date().map(|time| time.0),
            now.0,
            hash(&[&item.body()]),
        ])?;
        let comment = self.inserted();
        self.prepare("INSERT INTO comment_body (comment, html, base) VALUES (?1, ?2, ?3)")?
            .execute(params![comment, item.body(), item.base])?;
        self.add_replies(comment, item)
    }

    /// Link, author and what it answers anew: blogs renumber their pages. Only another text is an edit.
    fn update_comment(
        &self,
        comment: i64,
        item: &ParsedEntry,
        edited: bool,
    ) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE comment SET link = ?2, author = ?3, author_url = ?4 WHERE id = ?1
             AND (link IS NOT ?2 OR author IS NOT ?3 OR author_url IS NOT ?4)",
        )?
        .execute(params![
            comment,
            item.link,
            item.author(),
            item.author_url()
        ])?;
        if edited {
            self.prepare("UPDATE comment SET edited = 1, hash = ?2 WHERE id = ?1")?
                .execute(params![comment, hash(&[&item.body()])])?;
            self.prepare("UPDATE comment_body SET html = ?2, base = ?3 WHERE comment = ?1")?
                .execute(params![comment, item.body(), item.base])?;
        }
        let replies = "SELECT id, href FROM reply WHERE comment = ?1 ORDER BY position";
        let mut replies = self.prepare(replies)?;
        let before = replies.query_map([comment], |row| {
            Ok(InReplyTo {
                id: row.get(0)?,
                href: row.get(1)?,
            })
        })?;
        if before.collect::<Result<Vec<_>, _>>()? != item.in_reply_to {
            self.prepare("DELETE FROM reply WHERE comment = ?1")?
                .execute([comment])?;
            self.add_replies(comment, item)?;
        }
        Ok(())
    }

    fn add_replies(&self, comment: i64, item: &ParsedEntry) -> Result<(), StoreError> {
        let mut add = self
            .prepare("INSERT INTO reply (comment, position, id, href) VALUES (?1, ?2, ?3, ?4)")?;
        for (position, reply) in (0_i64..).zip(&item.in_reply_to) {
            add.execute(params![comment, position, reply.id, reply.href])?;
        }
        Ok(())
    }
}

fn stored_conversation(row: &Row) -> rusqlite::Result<StoredConversation> {
    let (key, link, page): (String, Option<String>, Option<String>) =
        (row.get(0)?, row.get(1)?, row.get(2)?);
    let mut entry_keys = vec![key];
    for address in [&link, &page].into_iter().flatten() {
        if !entry_keys.contains(address) {
            entry_keys.push(address.clone());
        }
    }
    Ok(StoredConversation {
        entry_keys,
        entry_author: row.get(3)?,
        comments: Vec::new(),
        told: row.get(4)?,
        feed: row.get(5)?,
        page,
        checked_at: row.get::<_, Option<i64>>(6)?.map(Time),
        trouble: row.get(7)?,
    })
}

fn stored_comment(row: &Row, in_reply_to: Vec<InReplyTo>) -> rusqlite::Result<StoredComment> {
    Ok(StoredComment {
        id: CommentId(row.get(0)?),
        key: row.get(1)?,
        link: row.get(2)?,
        author: row.get(3)?,
        author_url: row.get(4)?,
        published: row.get::<_, Option<i64>>(5)?.map(Time),
        first_seen: Time(row.get(6)?),
        in_reply_to,
        read: row.get(7)?,
        edited: row.get(8)?,
        html: row.get(9)?,
        base: row.get(10)?,
    })
}
