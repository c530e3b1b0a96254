//! Comments that came, by whichever way: new ones in, changed ones in place.
//!
//! A comment stays when it leaves the window of its feed, and when it is edited it is the same comment
//! with another text. The same comment may come by several ways, each with its own key and its own
//! markup: it is known by its number on the page then, and only a text that is written as the kept one
//! can be an edited one.

use crate::model::address::Key;
use crate::model::comment::{InReplyTo, Provenance};
use crate::model::entry::EntryId;
use crate::model::parsed::ParsedEntry;
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::intake::hash;
use crate::store::place::stands_at;
use rusqlite::{OptionalExtension, params};
use std::collections::{HashMap, HashSet};

/// Which way comments came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentSource<'a> {
    pub provenance: Provenance,
    /// What their texts are written in: a feed's format, or the name of an interface. Texts of different
    /// ways differ although nobody edited them.
    pub written: &'a str,
}

impl CommentSource<'_> {
    /// What is asked again and again tells of edits; what is asked once only fills gaps.
    fn is_lasting(provenance: Provenance) -> bool {
        matches!(
            provenance,
            Provenance::Feed | Provenance::SiteFeed | Provenance::Pages
        )
    }
}

/// What comments that came have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    pub new: u32,
    pub changed: u32,
    /// Comments that are not there any more.
    pub gone: u32,
}

/// What of a stored comment decides what becomes of it.
struct Stored {
    id: i64,
    hash: i64,
    provenance: i64,
    written: Option<String>,
}

impl Db {
    /// Puts away comments on an entry, oldest first. With `whole` they are all there are, and one that is
    /// missing among them is gone; it is kept all the same.
    pub fn keep_comments(
        &self,
        entry: EntryId,
        items: &[&ParsedEntry],
        source: CommentSource,
        whole: bool,
        now: Time,
    ) -> Result<Kept, StoreError> {
        let mut kept = Kept::default();
        self.follow_renamed_comments(entry, items)?;
        let by_number = self.by_number(entry, items)?;
        let mut present = HashSet::new();
        for item in items {
            let numbered = by_number.get(item.key.as_str());
            let stored = match (self.stored_comment(entry, &item.key)?, numbered) {
                (Some(stored), _) => Some(stored),
                (None, Some(id)) => self.stored_comment_of(*id)?,
                (None, None) => None,
            };
            match stored {
                None => {
                    present.insert(self.add_comment(entry, item, source, now)?);
                    kept.new += 1;
                }
                Some(stored) => {
                    present.insert(stored.id);
                    let edited = self.update_comment(&stored, item, source)?;
                    kept.changed += u32::from(edited);
                }
            }
        }
        if whole {
            kept.gone = self.mark_gone(entry, &present)?;
        }
        Ok(kept)
    }

    fn stored_comment(&self, entry: EntryId, key: &str) -> Result<Option<Stored>, StoreError> {
        let mut find = self.prepare(
            "SELECT id, hash, provenance, written FROM comment WHERE entry = ?1 AND key = ?2",
        )?;
        Ok(find.query_one(params![entry.0, key], stored).optional()?)
    }

    fn stored_comment_of(&self, id: i64) -> Result<Option<Stored>, StoreError> {
        let mut find =
            self.prepare("SELECT id, hash, provenance, written FROM comment WHERE id = ?1")?;
        Ok(find.query_one([id], stored).optional()?)
    }

    /// Items whose keys are unknown, with the stored comments that have their numbers on the page, and their
    /// dates or addresses: a blog that was imported numbers its comments anew. A number that several have,
    /// on either side, tells nothing.
    fn by_number<'item>(
        &self,
        entry: EntryId,
        items: &[&'item ParsedEntry],
    ) -> Result<HashMap<&'item str, i64>, StoreError> {
        let mut known = self.prepare(
            "SELECT id, key, link, published FROM comment INDEXED BY comment_in_order WHERE entry = ?1",
        )?;
        let known = known.query_map([entry.0], |row| {
            let (id, key): (i64, String) = (row.get(0)?, row.get(1)?);
            Ok((id, key, row.get::<_, Option<String>>(2)?, row.get(3)?))
        })?;
        let known: Vec<_> = known.collect::<Result<_, _>>()?;
        let keys: HashSet<&str> = known.iter().map(|(_, key, ..)| key.as_str()).collect();
        if items.iter().all(|item| keys.contains(item.key.as_str())) {
            return Ok(HashMap::new());
        }
        let stored = known.iter().filter_map(|(id, key, link, published)| {
            let sign = Sign::new([Some(key), link.as_ref()], *published)?;
            Some((sign, *id))
        });
        let stored = alone(stored);
        let shown = items.iter().filter_map(|item| {
            let published = item.date().map(|time| time.0);
            let sign = Sign::new([Some(&item.key), item.link.as_ref()], published)?;
            Some((sign, item.key.as_str()))
        });
        let mut found = HashMap::new();
        for (number, shown) in alone(shown) {
            if let (Some((sign, key)), Some(Some((other, id)))) = (shown, stored.get(&number))
                && !keys.contains(key)
                && sign.is_of_the_same_as(other)
            {
                found.insert(key, *id);
            }
        }
        Ok(found)
    }

    fn add_comment(
        &self,
        entry: EntryId,
        item: &ParsedEntry,
        source: CommentSource,
        now: Time,
    ) -> Result<i64, StoreError> {
        self.prepare(
            "INSERT INTO comment (entry, key, at, link, author, author_url, published, first_seen, hash,
                provenance, written)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
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
            number_of(source.provenance),
            source.written,
        ])?;
        let comment = self.inserted();
        self.prepare("INSERT INTO comment_body (comment, html, base) VALUES (?1, ?2, ?3)")?
            .execute(params![comment, item.body(), item.base])?;
        self.add_replies(comment, &item.in_reply_to)?;
        Ok(comment)
    }

    /// Whether the text was edited. Link, author and what it answers are taken anew: blogs renumber their
    /// pages. What is asked once only fills gaps.
    fn update_comment(
        &self,
        stored: &Stored,
        item: &ParsedEntry,
        source: CommentSource,
    ) -> Result<bool, StoreError> {
        let comment = stored.id;
        self.prepare("UPDATE comment SET gone = 0 WHERE id = ?1 AND gone = 1")?
            .execute([comment])?;
        let replies = self.replies(comment)?;
        if !CommentSource::is_lasting(source.provenance)
            && CommentSource::is_lasting(provenance(stored.provenance))
        {
            if replies.is_empty() {
                self.add_replies(comment, &item.in_reply_to)?;
            }
            return Ok(false);
        }
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
        let text = hash(&[&item.body()]);
        let same_hand = stored.written.as_deref() == Some(source.written);
        let edited = same_hand && stored.hash != text;
        if stored.hash != text || !same_hand {
            self.prepare(
                "UPDATE comment SET edited = edited OR ?2, hash = ?3, written = ?4 WHERE id = ?1",
            )?
            .execute(params![comment, edited, text, source.written])?;
            self.prepare("UPDATE comment_body SET html = ?2, base = ?3 WHERE comment = ?1")?
                .execute(params![comment, item.body(), item.base])?;
        }
        // RSS says in prose what Atom states; what was stated once holds.
        let states = !item.in_reply_to.is_empty() || same_hand;
        if states && replies != item.in_reply_to {
            self.prepare("DELETE FROM reply WHERE comment = ?1")?
                .execute([comment])?;
            self.add_replies(comment, &item.in_reply_to)?;
        }
        Ok(edited)
    }

    fn replies(&self, comment: i64) -> Result<Vec<InReplyTo>, StoreError> {
        let replies = "SELECT id, href FROM reply WHERE comment = ?1 ORDER BY position";
        let mut replies = self.prepare(replies)?;
        let replies = replies.query_map([comment], |row| {
            Ok(InReplyTo {
                id: row.get(0)?,
                href: row.get(1)?,
            })
        })?;
        Ok(replies.collect::<Result<_, _>>()?)
    }

    fn add_replies(&self, comment: i64, answers: &[InReplyTo]) -> Result<(), StoreError> {
        let mut add = self
            .prepare("INSERT INTO reply (comment, position, id, href) VALUES (?1, ?2, ?3, ?4)")?;
        for (position, reply) in (0_i64..).zip(answers) {
            add.execute(params![comment, position, reply.id, reply.href])?;
        }
        Ok(())
    }

    /// Marks the comments that are not among these. Mentions on other pages are in no list of comments.
    fn mark_gone(&self, entry: EntryId, present: &HashSet<i64>) -> Result<u32, StoreError> {
        let mut held = self.prepare(
            "SELECT comment.id, html FROM comment INDEXED BY comment_in_order
             JOIN comment_body ON comment_body.comment = comment.id
             WHERE comment.entry = ?1 AND gone = 0",
        )?;
        let held = held.query_map([entry.0], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut mark = self.prepare("UPDATE comment SET gone = 1 WHERE id = ?1")?;
        let mut gone = 0;
        for comment in held.collect::<Result<Vec<_>, _>>()? {
            let (id, html) = comment;
            if !present.contains(&id) && !is_mention(&html) {
                mark.execute([id])?;
                gone += 1;
            }
        }
        Ok(gone)
    }
}

/// Whether this has the shape of a pingback or a trackback: an excerpt torn out at the beginning, or a
/// title in strong type. Rather a comment too many: its being gone is then not told.
fn is_mention(html: &str) -> bool {
    let text = html.trim_start().trim_start_matches("<p>").trim_start();
    ["[…]", "[&#8230;]", "[&hellip;]", "[...]", "<strong>"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// What a comment is known by when it comes under another key.
struct Sign {
    number: String,
    address: Option<String>,
    published: Option<i64>,
}

impl Sign {
    /// `addresses` are the key and the link; nothing where neither tells the number the page gives it.
    fn new(addresses: [Option<&String>; 2], published: Option<i64>) -> Option<Self> {
        let keys = addresses.map(|raw| raw.map(|raw| Key::read(raw)));
        let mut places = keys.iter().flatten().filter_map(|key| key.place.as_ref());
        let number = places.next()?.number.clone();
        let [_, link] = keys;
        Some(Self {
            number,
            address: link.map(|key| key.whole),
            published,
        })
    }

    fn is_of_the_same_as(&self, other: &Self) -> bool {
        let same_date = self.published.is_some() && self.published == other.published;
        let same_address = self.address.is_some() && self.address == other.address;
        same_date || same_address
    }
}

/// By their numbers; nothing under a number that several have.
fn alone<T>(signs: impl IntoIterator<Item = (Sign, T)>) -> HashMap<String, Option<(Sign, T)>> {
    let mut alone: HashMap<String, Option<(Sign, T)>> = HashMap::new();
    for (sign, value) in signs {
        alone
            .entry(sign.number.clone())
            .and_modify(|several| *several = None)
            .or_insert(Some((sign, value)));
    }
    alone
}

fn stored(row: &rusqlite::Row) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        hash: row.get(1)?,
        provenance: row.get(2)?,
        written: row.get(3)?,
    })
}

/// How a provenance is kept: its place among all. The order is the database's and never changes.
pub(in crate::store) fn number_of(provenance: Provenance) -> i64 {
    let place = Provenance::ALL.iter().position(|one| *one == provenance);
    place.map_or(0, |place| i64::try_from(place).unwrap_or(0))
}

pub(in crate::store) fn provenance(number: i64) -> Provenance {
    let place = usize::try_from(number).ok();
    let found = place.and_then(|place| Provenance::ALL.get(place));
    found.copied().unwrap_or_default()
}
