//! Conversations: the comments kept of an entry, and what of them a person has seen.
//!
//! A comment stays when it leaves the window of its feed, and when it is edited it is the same
//! comment with another text. How many are new to a person is told by the database itself
//! (`entry.comments_new`); `docs/schema.md` has the rule and its reasons.

use crate::model::comment::{CommentId, Following, InReplyTo, Members, Missing, Provenance};
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, PollFacts};
use crate::model::time::Time;
use crate::store::comment_intake::provenance;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::follow::following;
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
    pub gone: bool,
    pub provenance: Provenance,
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
    pub missing: Option<Missing>,
    pub following: Following,
    /// It was followed until nobody said anything any more.
    pub over: bool,
    /// What is known of its feed.
    pub facts: Option<PollFacts>,
    pub members: Members,
    pub folds: Vec<String>,
}

impl Db {
    /// What is kept of the conversation under an entry; nothing if there is no such entry.
    pub fn conversation(&self, entry: EntryId) -> Result<Option<StoredConversation>, StoreError> {
        let mut about = self.prepare(
            "SELECT entry.key, entry.link, comments_page, author, comments_told,
                coalesce(feed.url, comment_feed), following, talk_over, search.at, why, host, feed.id
             FROM entry LEFT JOIN feed ON feed.of_entry = entry.id LEFT JOIN search ON search.entry = entry.id
             WHERE entry.id = ?1",
        )?;
        let about = about.query_one([entry.0], stored_conversation).optional()?;
        let Some((about, feed)) = about else {
            return Ok(None);
        };
        let facts = feed.map(|feed| self.facts_of(feed)).transpose()?;
        let comments = self.comments(entry)?;
        let folds = self.folds(entry)?;
        if comments.is_empty()
            && let Some(mails) = self.mails(entry)?
        {
            return Ok(Some(StoredConversation {
                entry_keys: Vec::new(),
                comments: mails,
                members: Members::Entries,
                missing: None,
                facts,
                folds,
                ..about
            }));
        }
        Ok(Some(StoredConversation {
            comments,
            facts,
            folds,
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
            "SELECT comment.id, key, link, author, author_url, published, first_seen, read, edited, html, base,
                gone, provenance
             FROM comment INDEXED BY comment_in_order JOIN comment_body ON comment_body.comment = comment.id
             WHERE comment.entry = ?1 ORDER BY at, comment.id",
        )?;
        let comments = comments.query_map([entry.0], |row| {
            let in_reply_to = answers.remove(&row.get(0)?).unwrap_or_default();
            stored_comment(row, in_reply_to)
        })?;
        Ok(comments.collect::<Result<_, _>>()?)
    }

    /// These comments have been seen, and with them all that the entry's feed has told of so far; or,
    /// taken back, they have not.
    pub fn seen(
        &self,
        entry: EntryId,
        comments: &[CommentId],
        seen: bool,
    ) -> Result<(), StoreError> {
        let mut see = self
            .prepare("UPDATE comment SET read = ?3 WHERE id = ?1 AND entry = ?2 AND read <> ?3")?;
        for comment in comments {
            see.execute(params![comment.0, entry.0, seen])?;
        }
        self.look(entry)
    }

    /// Notes how many comments there were when the person looked.
    pub(in crate::store) fn look(&self, entry: EntryId) -> Result<(), StoreError> {
        self.prepare(
            "UPDATE entry SET told_seen = max(comments_told, comments_known), known_seen = comments_known
             WHERE id = ?1 AND talk_at IS NOT NULL",
        )?
        .execute([entry.0])?;
        Ok(())
    }
}

fn stored_conversation(row: &Row) -> rusqlite::Result<(StoredConversation, Option<FeedId>)> {
    let (key, link, page): (String, Option<String>, Option<String>) =
        (row.get(0)?, row.get(1)?, row.get(2)?);
    let mut entry_keys = vec![key];
    for address in [&link, &page].into_iter().flatten() {
        if !entry_keys.contains(address) {
            entry_keys.push(address.clone());
        }
    }
    let feed: Option<String> = row.get(5)?;
    let missing = match feed {
        Some(_) => None,
        None => Some(missing(row)?),
    };
    let conversation = StoredConversation {
        entry_keys,
        entry_author: row.get(3)?,
        comments: Vec::new(),
        told: row.get(4)?,
        feed,
        page,
        missing,
        following: following(row.get(6)?),
        over: row.get(7)?,
        facts: None,
        members: Members::Comments,
        folds: Vec::new(),
    };
    Ok((conversation, row.get::<_, Option<i64>>(11)?.map(FeedId)))
}

/// What came of looking for a feed that is not known.
fn missing(row: &Row) -> rusqlite::Result<Missing> {
    let (why, host): (Option<String>, Option<String>) = (row.get(9)?, row.get(10)?);
    Ok(match (row.get::<_, Option<i64>>(8)?, host, why) {
        (_, Some(host), _) => Missing::Agreement { host },
        (Some(at), None, Some(why)) => Missing::Nothing { why, at: Time(at) },
        _ => Missing::Unsought,
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
        gone: row.get(11)?,
        provenance: provenance(row.get(12)?),
    })
}
