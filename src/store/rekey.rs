//! Feeds that give all their entries new ids overnight: a site that moves, a plugin that is swapped.
//!
//! Taken at their word, everything would come back unread and twice. If most items of a body are
//! unknown by their key, those known by their link are the old ones under a new key.

use crate::model::feed::FeedId;
use crate::model::parsed::ParsedEntry;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::params;
use std::collections::{HashMap, HashSet};

/// Fewer unknown items than this are ordinary news.
const SUSPICIOUS: usize = 3;

/// How far back a feed's entries are compared; no feed shows more.
const LOOK_BACK: u32 = 1000;

impl Db {
    /// Gives stored entries the keys under which the feed shows them now, if it renamed them.
    pub(in crate::store) fn follow_renamed_keys(
        &self,
        feed: FeedId,
        items: &[&ParsedEntry],
    ) -> Result<(), StoreError> {
        let mut known =
            self.prepare("SELECT EXISTS (SELECT 1 FROM entry WHERE feed = ?1 AND key = ?2)")?;
        let mut unknown = Vec::new();
        for item in items {
            if !known.query_one(params![feed.0, item.key], |row| row.get(0))? {
                unknown.push(*item);
            }
        }
        if unknown.len() < SUSPICIOUS || unknown.len() * 5 < items.len() * 4 {
            return Ok(());
        }
        let stored = self.recent_links(feed)?;
        let mut rename = self.prepare("UPDATE entry SET key = ?2 WHERE id = ?1")?;
        for (entry, key) in renamed(&unknown, items, &stored) {
            rename.execute(params![entry, key])?;
        }
        Ok(())
    }

    fn recent_links(&self, feed: FeedId) -> Result<Vec<StoredLink>, StoreError> {
        let mut recent = self.prepare(
            "SELECT id, key, link FROM entry INDEXED BY entry_of_feed WHERE feed = ?1
             ORDER BY sort_at DESC LIMIT ?2",
        )?;
        let recent = recent.query_map(params![feed.0, LOOK_BACK], |row| {
            Ok(StoredLink {
                entry: row.get(0)?,
                key: row.get(1)?,
                link: row.get(2)?,
            })
        })?;
        Ok(recent.collect::<Result<_, _>>()?)
    }
}

struct StoredLink {
    entry: i64,
    key: String,
    link: Option<String>,
}

/// The entries to rename and their new keys: same link, and no other entry on either side has it.
/// A stored entry the body still shows under its key is not meant.
fn renamed<'item>(
    unknown: &[&'item ParsedEntry],
    items: &[&'item ParsedEntry],
    stored: &[StoredLink],
) -> Vec<(i64, &'item str)> {
    let shown: HashSet<&str> = items.iter().map(|item| item.key.as_str()).collect();
    let now = by_link(items.iter().map(|item| (item.link.as_deref(), *item)));
    let before = by_link(stored.iter().map(|stored| (stored.link.as_deref(), stored)));
    let pair = |item: &&'item ParsedEntry| {
        let link = item.link.as_deref()?;
        let ([_], [entry]) = (now.get(link)?.as_slice(), before.get(link)?.as_slice()) else {
            return None;
        };
        (!shown.contains(entry.key.as_str())).then_some((entry.entry, item.key.as_str()))
    };
    unknown.iter().filter_map(pair).collect()
}

fn by_link<'all, Item>(
    items: impl Iterator<Item = (Option<&'all str>, &'all Item)>,
) -> HashMap<&'all str, Vec<&'all Item>> {
    let mut by_link: HashMap<&str, Vec<&Item>> = HashMap::new();
    for (link, item) in items {
        if let Some(link) = link {
            by_link.entry(link).or_default().push(item);
        }
    }
    by_link
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, link: &str) -> ParsedEntry {
        ParsedEntry {
            key: key.into(),
            link: Some(link.into()),
            ..ParsedEntry::default()
        }
    }

    fn check(stored: &[(i64, &str, &str)], shown: &[(&str, &str)], expect: &[(i64, &str)]) {
        let stored: Vec<StoredLink> = stored
            .iter()
            .map(|(entry, key, link)| StoredLink {
                entry: *entry,
                key: (*key).into(),
                link: Some((*link).into()),
            })
            .collect();
        let items: Vec<ParsedEntry> = shown.iter().map(|(key, link)| item(key, link)).collect();
        let items: Vec<&ParsedEntry> = items.iter().collect();
        let known = |key: &str| stored.iter().any(|stored| stored.key == key);
        let unknown: Vec<&ParsedEntry> = items.iter().copied().filter(|i| !known(&i.key)).collect();
        assert_eq!(renamed(&unknown, &items, &stored), expect);
    }

    #[test]
    fn an_entry_is_known_by_its_link_when_its_key_is_gone() {
        check(
            &[(1, "old:1", "/one")],
            &[("new:1", "/one"), ("new:2", "/two")],
            &[(1, "new:1")],
        );
        check(
            &[(1, "old:1", "/one")],
            &[("new:1", "/one"), ("old:1", "/one")],
            &[],
        );
        check(
            &[(1, "old:1", "/one")],
            &[("new:1", "/one"), ("old:1", "/moved")],
            &[],
        );
        check(&[(1, "a", "/"), (2, "b", "/")], &[("c", "/")], &[]);
        check(&[(1, "a", "/")], &[("b", "/"), ("c", "/")], &[]);
    }
}
