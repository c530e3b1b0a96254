//! Feeds that give all they show new ids overnight: a site that moves, a plugin that is swapped.
//!
//! Taken at their word, everything would come back unread and twice. If most of a body is unknown
//! by its keys, what is known by another sign is the old thing under a new key: an entry by its
//! link, else by its title and date; a comment by its number and date, else by author, date and
//! text. A sign counts only if one thing alone has it, on either side.

use crate::model::address::Key;
use crate::model::entry::EntryId;
use crate::model::feed::FeedId;
use crate::model::parsed::ParsedEntry;
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::intake::hash;
use rusqlite::{Row, params};
use std::collections::{HashMap, HashSet};

/// Fewer unknown entries than this are ordinary news: some feeds show one entry at a time, and
/// give each the link of the site.
const SUSPICIOUS: usize = 3;

/// How far back entries and comments are compared; no feed shows more.
const LOOK_BACK: u32 = 1000;

impl Db {
    /// Gives stored entries the keys under which the feed shows them now, if it renamed them.
    pub(in crate::store) fn follow_renamed_keys(
        &self,
        feed: FeedId,
        items: &[&ParsedEntry],
    ) -> Result<(), StoreError> {
        let known = "SELECT EXISTS (SELECT 1 FROM entry WHERE feed = ?1 AND key = ?2)";
        let unknown = self.unknown(known, feed.0, items)?;
        if unknown.len() < SUSPICIOUS || !is_most(unknown.len(), items.len()) {
            return Ok(());
        }
        // What the person deleted must not come again under another name.
        let mut stored = Vec::new();
        for (index, deleted) in [("entry_of_feed", 0), ("entry_deleted", 1)] {
            let recent = format!(
                "SELECT id, key, link, title, published FROM entry INDEXED BY {index}
                 WHERE feed = ?1 AND deleted = {deleted} ORDER BY sort_at DESC LIMIT ?2"
            );
            stored.extend(self.recent(&recent, feed.0, |row| {
                let (link, title): (Option<String>, String) = (row.get(2)?, row.get(3)?);
                Ok(entry_signs(link.as_deref(), &title, row.get(4)?))
            })?);
        }
        let signs = |item: &ParsedEntry| {
            entry_signs(item.link.as_deref(), item.name(), seconds(item.date()))
        };
        let rename = "UPDATE entry SET key = ?2 WHERE id = ?1";
        self.rename(rename, &renamed(&shown(items, signs), &unknown, &stored))
    }

    /// The same for the comments of an entry. Signs of comments are sure enough to need no crowd.
    pub(in crate::store) fn follow_renamed_comments(
        &self,
        entry: EntryId,
        items: &[&ParsedEntry],
    ) -> Result<(), StoreError> {
        let known = "SELECT EXISTS (SELECT 1 FROM comment WHERE entry = ?1 AND key = ?2)";
        let unknown = self.unknown(known, entry.0, items)?;
        if unknown.is_empty() || !is_most(unknown.len(), items.len()) {
            return Ok(());
        }
        let recent =
            "SELECT id, key, link, author, published, hash FROM comment INDEXED BY comment_in_order
             WHERE entry = ?1 ORDER BY at DESC LIMIT ?2";
        let stored = self.recent(recent, entry.0, |row| {
            let (key, link): (String, Option<String>) = (row.get(1)?, row.get(2)?);
            let author: Option<String> = row.get(3)?;
            Ok(comment_signs(
                [Some(&key), link.as_ref()],
                author.as_deref(),
                row.get(4)?,
                row.get(5)?,
            ))
        })?;
        let signs = |item: &ParsedEntry| {
            comment_signs(
                [Some(&item.key), item.link.as_ref()],
                item.author().as_deref(),
                seconds(item.date()),
                hash(&[&item.body()]),
            )
        };
        let rename = "UPDATE comment SET key = ?2 WHERE id = ?1";
        self.rename(rename, &renamed(&shown(items, signs), &unknown, &stored))
    }

    /// The keys under which nothing is stored; `known` asks for one of them.
    fn unknown<'item>(
        &self,
        known: &str,
        of: i64,
        items: &[&'item ParsedEntry],
    ) -> Result<HashSet<&'item str>, StoreError> {
        let mut known = self.prepare(known)?;
        let mut unknown = HashSet::new();
        for item in items {
            if !known.query_one(params![of, item.key], |row| row.get(0))? {
                unknown.insert(item.key.as_str());
            }
        }
        Ok(unknown)
    }

    fn recent(
        &self,
        sql: &str,
        of: i64,
        signs: impl Fn(&Row) -> rusqlite::Result<Signs>,
    ) -> Result<Vec<Stored>, StoreError> {
        let mut recent = self.prepare(sql)?;
        let recent = recent.query_map(params![of, LOOK_BACK], |row| {
            Ok(Stored {
                row: row.get(0)?,
                key: row.get(1)?,
                signs: signs(row)?,
            })
        })?;
        Ok(recent.collect::<Result<_, _>>()?)
    }

    fn rename(&self, sql: &str, pairs: &[(i64, &str)]) -> Result<(), StoreError> {
        let mut rename = self.prepare(sql)?;
        for (row, key) in pairs {
            rename.execute(params![row, key])?;
        }
        Ok(())
    }
}

/// Four of five: a feed may bring news on the day it renames the rest, or after it.
fn is_most(part: usize, whole: usize) -> bool {
    part * 5 >= whole * 4
}

/// What a thing is known by when its key is gone, the surest first.
type Signs = [Option<String>; 2];

struct Shown<'item> {
    key: &'item str,
    signs: Signs,
}

struct Stored {
    row: i64,
    key: String,
    signs: Signs,
}

fn shown<'item>(
    items: &[&'item ParsedEntry],
    signs: impl Fn(&ParsedEntry) -> Signs,
) -> Vec<Shown<'item>> {
    let shown = items.iter().map(|item| Shown {
        key: &item.key,
        signs: signs(item),
    });
    shown.collect()
}

fn seconds(time: Option<Time>) -> Option<i64> {
    time.map(|time| time.0)
}

fn entry_signs(link: Option<&str>, title: &str, published: Option<i64>) -> Signs {
    let title = title.trim();
    let dated = published.filter(|_| !title.is_empty());
    [
        link.map(|link| Key::read(link).whole),
        dated.map(|published| format!("{published} {title}")),
    ]
}

/// `addresses` are the key and the link; either may tell the number the page gives the comment.
fn comment_signs(
    addresses: [Option<&String>; 2],
    author: Option<&str>,
    published: Option<i64>,
    text: i64,
) -> Signs {
    let mut places = addresses
        .into_iter()
        .flatten()
        .map(|raw| Key::read(raw).place);
    let number = places.find_map(|place| Some(place?.number));
    let author = author.unwrap_or_default();
    [
        number.map(|number| format!("{published:?} {number}")),
        published.map(|published| format!("{published} {text} {author}")),
    ]
}

/// The stored rows to rename and their new keys. A row whose own key is shown is not meant.
fn renamed<'item>(
    shown: &[Shown<'item>],
    unknown: &HashSet<&str>,
    stored: &[Stored],
) -> Vec<(i64, &'item str)> {
    let mut free: HashSet<&str> = stored.iter().map(|stored| stored.key.as_str()).collect();
    for item in shown {
        free.remove(item.key);
    }
    let mut open = unknown.clone();
    let mut pairs = Vec::new();
    for sign in 0..2 {
        let now = alone(shown.iter().map(|item| (&item.signs[sign], item)));
        let before = alone(stored.iter().map(|stored| (&stored.signs[sign], stored)));
        for item in shown {
            let Some(text) = item.signs[sign].as_deref() else {
                continue;
            };
            if let (Some(Some(_)), Some(Some(row))) = (now.get(text), before.get(text))
                && open.contains(item.key)
                && free.remove(row.key.as_str())
            {
                open.remove(item.key);
                pairs.push((row.row, item.key));
            }
        }
    }
    pairs
}

/// Things by a sign; nothing under one that several have.
fn alone<'all, Thing>(
    things: impl Iterator<Item = (&'all Option<String>, &'all Thing)>,
) -> HashMap<&'all str, Option<&'all Thing>> {
    let mut alone = HashMap::new();
    for (sign, thing) in things {
        if let Some(sign) = sign {
            let several = alone.contains_key(sign.as_str());
            alone.insert(sign.as_str(), (!several).then_some(thing));
        }
    }
    alone
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Key, link, title and date of an entry.
    type Entry<'a> = (&'a str, &'a str, &'a str, Option<i64>);

    /// The stored entries are numbered from 1.
    fn check(stored: &[Entry<'_>], shown: &[Entry<'_>], expect: &[(i64, &str)]) {
        let signs = |entry: &Entry<'_>| {
            let link = (!entry.1.is_empty()).then_some(entry.1);
            entry_signs(link, entry.2, entry.3)
        };
        let unknown: HashSet<&str> = shown
            .iter()
            .map(|entry| entry.0)
            .filter(|key| stored.iter().all(|stored| stored.0 != *key))
            .collect();
        let stored: Vec<Stored> = (1..)
            .zip(stored)
            .map(|(row, entry)| Stored {
                row,
                key: entry.0.to_owned(),
                signs: signs(entry),
            })
            .collect();
        let shown: Vec<Shown<'_>> = shown
            .iter()
            .map(|entry| Shown {
                key: entry.0,
                signs: signs(entry),
            })
            .collect();
        assert_eq!(renamed(&shown, &unknown, &stored), expect);
    }

    #[test]
    fn an_entry_is_known_by_its_link_when_its_key_is_gone() {
        let old = ("old:1", "http://a.example/one/", "", None);
        let same = [
            "http://a.example/one/",
            "https://a.example/one",
            "https://www.a.example/one/?utm_source=rss&utm_medium=feed",
        ];
        for link in same {
            let now = [
                ("new:1", link, "", None),
                ("new:2", "http://a.example/two", "", None),
            ];
            check(&[old], &now, &[(1, "new:1")]);
        }
        check(&[old], &[("new:1", "http://a.example/two", "", None)], &[]);
        check(
            &[old],
            &[
                ("new:1", "http://a.example/one/", "", None),
                ("old:1", "http://a.example/moved", "", None),
            ],
            &[],
        );
    }

    #[test]
    fn a_link_that_several_share_tells_nothing() {
        let (a, b) = (("a", "/", "", None), ("b", "/", "", None));
        let (c, d) = (("c", "/", "", None), ("d", "/", "", None));
        check(&[a, b], &[c], &[]);
        check(&[a], &[c, d], &[]);
    }

    #[test]
    fn an_entry_is_known_by_title_and_date_when_its_link_is_gone_too() {
        let old = ("old:1", "http://old.example/?p=1", "Kettles", Some(7));
        check(
            &[old],
            &[("new:1", "https://new.example/kettles", "Kettles", Some(7))],
            &[(1, "new:1")],
        );
        check(&[old], &[("new:1", "", "Kettles", Some(8))], &[]);
        check(&[old], &[("new:1", "", "Pots", Some(7))], &[]);
        check(&[("o", "", "", Some(7))], &[("n", "", "", Some(7))], &[]);
        check(
            &[("o", "", "Photo", None)],
            &[("n", "", "Photo", None)],
            &[],
        );
        let twins = [("n", "", "Photo", Some(7)), ("m", "", "Photo", Some(7))];
        check(&[("o", "", "Photo", Some(7))], &twins, &[]);
    }

    #[test]
    fn the_link_is_believed_before_title_and_date() {
        let stored = [
            ("o1", "/one", "Photo", Some(7)),
            ("o2", "/two", "Kettles", Some(8)),
        ];
        let shown = [
            ("n1", "/one", "Kettles", Some(8)),
            ("n2", "/else", "Photo", Some(7)),
        ];
        check(&stored, &shown, &[(1, "n1")]);
    }

    #[test]
    fn a_comment_is_known_by_its_number_or_by_all_it_is() {
        let check =
            |one: (&str, &str, i64, i64), other: (&str, &str, i64, i64), expect: [bool; 2]| {
                let signs = |(key, author, date, text): (&str, &str, i64, i64)| {
                    comment_signs(
                        [Some(&key.to_owned()), None],
                        Some(author),
                        Some(date),
                        text,
                    )
                };
                let (one, other) = (signs(one), signs(other));
                let same = [0, 1].map(|sign| one[sign].is_some() && one[sign] == other[sign]);
                assert_eq!(same, expect);
            };
        let guid = "http://old.example/?p=4#comment-7";
        let moved = "https://new.example/kettles/#comment-7";
        check((guid, "Ana", 5, 1), (moved, "Ana", 5, 2), [true, false]);
        check((guid, "Ana", 5, 1), ("tag:7", "Ana", 5, 1), [false, true]);
        check((guid, "Ana", 5, 1), (moved, "Ana", 6, 1), [false, false]);
        check(("a", "Ana", 5, 1), ("b", "Bo", 5, 1), [false, false]);
    }
}
