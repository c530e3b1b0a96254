//! Feeds whose entries answer one another, as those of mailing lists do: the talk is the entries
//! themselves (RFC 4685 §3).

use crate::model::comment::{CommentId, InReplyTo, Provenance};
use crate::model::entry::EntryId;
use crate::model::time::Time;
use crate::store::comments::StoredComment;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{OptionalExtension, params};
use std::collections::HashSet;

/// Entries of one talk that are shown at most.
const LONGEST: usize = 5_000;
/// Steps that are taken upwards to where a talk began.
const HIGHEST: usize = 1_000;

impl Db {
    /// Keeps what an entry says it answers, if that is not what is kept.
    pub(in crate::store) fn keep_answers(
        &self,
        entry: i64,
        answers: &[InReplyTo],
    ) -> Result<(), StoreError> {
        if self.answers(entry)? == answers {
            return Ok(());
        }
        self.prepare("DELETE FROM answer WHERE entry = ?1")?
            .execute([entry])?;
        let mut add =
            self.prepare("INSERT INTO answer (entry, position, id, href) VALUES (?1, ?2, ?3, ?4)")?;
        for (position, answer) in (0_i64..).zip(answers) {
            add.execute(params![entry, position, answer.id, answer.href])?;
        }
        Ok(())
    }

    fn answers(&self, entry: i64) -> Result<Vec<InReplyTo>, StoreError> {
        let mut answers =
            self.prepare("SELECT id, href FROM answer WHERE entry = ?1 ORDER BY position")?;
        let answers = answers.query_map([entry], |row| {
            Ok(InReplyTo {
                id: row.get(0)?,
                href: row.get(1)?,
            })
        })?;
        Ok(answers.collect::<Result<_, _>>()?)
    }

    /// The talk that an entry is part of, oldest first; nothing if it neither answers an entry nor is
    /// answered by one.
    pub(in crate::store) fn mails(
        &self,
        entry: EntryId,
    ) -> Result<Option<Vec<StoredComment>>, StoreError> {
        let top = self.top(entry)?;
        let mut found = vec![top];
        let mut known = HashSet::from([top]);
        let mut at = 0;
        // What answers the same mail that is not here belongs together, too.
        for answer in self.answers(top.0)? {
            self.answering(top, &answer, &mut found, &mut known)?;
        }
        while let Some(one) = found.get(at).copied() {
            at += 1;
            if found.len() >= LONGEST {
                break;
            }
            let names = self.names(one)?;
            self.answering(one, &names, &mut found, &mut known)?;
        }
        if found.len() < 2 {
            return Ok(None);
        }
        let mails = found.into_iter().map(|entry| self.mail(entry));
        let mut mails: Vec<StoredComment> = mails.collect::<Result<_, _>>()?;
        mails.sort_by_key(|mail| (mail.published.unwrap_or(mail.first_seen), mail.id));
        Ok(Some(mails))
    }

    /// Where the talk began, as far as it is here.
    fn top(&self, entry: EntryId) -> Result<EntryId, StoreError> {
        let mut parent = self.prepare(
            "SELECT above.id FROM answer JOIN entry AS one ON one.id = answer.entry
             JOIN entry AS above ON above.feed = one.feed AND above.key = answer.id
             WHERE answer.entry = ?1 AND above.id <> ?1 ORDER BY position LIMIT 1",
        )?;
        let (mut top, mut seen) = (entry, HashSet::from([entry]));
        for _ in 0..HIGHEST {
            let above = parent.query_one([top.0], |row| row.get(0)).optional()?;
            match above.map(EntryId) {
                Some(above) if seen.insert(above) => top = above,
                _ => break,
            }
        }
        Ok(top)
    }

    /// What an entry is called by those that answer it.
    fn names(&self, entry: EntryId) -> Result<InReplyTo, StoreError> {
        let mut names = self.prepare("SELECT key, link FROM entry WHERE id = ?1")?;
        Ok(names.query_one([entry.0], |row| {
            Ok(InReplyTo {
                id: row.get(0)?,
                href: row.get(1)?,
            })
        })?)
    }

    /// Adds the entries of the same feed that answer what has these names.
    fn answering(
        &self,
        beside: EntryId,
        names: &InReplyTo,
        found: &mut Vec<EntryId>,
        known: &mut HashSet<EntryId>,
    ) -> Result<(), StoreError> {
        let feed = self.feed_of(beside)?;
        for (index, column, name) in [
            ("answer_to_id", "id", &names.id),
            ("answer_to_href", "href", &names.href),
        ] {
            let Some(name) = name else { continue };
            let mut answers = self.prepare(&format!(
                "SELECT answer.entry FROM answer INDEXED BY {index} JOIN entry ON entry.id = answer.entry
                 WHERE answer.{column} = ?1 AND entry.feed = ?2"
            ))?;
            let answers =
                answers.query_map(params![name, feed.map(|feed| feed.0)], |row| row.get(0))?;
            for answer in answers {
                let answer = EntryId(answer?);
                if known.insert(answer) {
                    found.push(answer);
                }
            }
        }
        Ok(())
    }

    fn mail(&self, entry: EntryId) -> Result<StoredComment, StoreError> {
        let in_reply_to = self.answers(entry.0)?;
        let mut mail = self.prepare(
            "SELECT key, link, author, published, first_seen, read, html, base
             FROM entry JOIN body ON body.entry = entry.id WHERE entry.id = ?1",
        )?;
        Ok(mail.query_one([entry.0], |row| {
            Ok(StoredComment {
                id: CommentId(entry.0),
                key: row.get(0)?,
                link: row.get(1)?,
                author: row.get(2)?,
                author_url: None,
                published: row.get::<_, Option<i64>>(3)?.map(Time),
                first_seen: Time(row.get(4)?),
                in_reply_to,
                read: row.get(5)?,
                edited: false,
                gone: false,
                provenance: Provenance::Feed,
                html: row.get(6)?,
                base: row.get(7)?,
            })
        })?)
    }
}
