//! What makes an entry the same entry tomorrow.
//!
//! Feeds leave ids out, and some give the same id to every comment of a thread. A key that moves
//! makes read things new again; a key shared makes comments overwrite one another.

use std::collections::{HashMap, HashSet};

use crate::model::hash::fnv1a;
use crate::model::parsed::ParsedEntry;

/// Ids longer than this are kept as their hash, bytes.
const LONGEST: usize = 1024;

/// Settles the keys of a document's entries, whose `key` holds the raw id or nothing: the id, else
/// the link, else a hash of title and date (of the text, where there is no title). Where several share one, author, date and text tell
/// them apart; of entries that are the same in all of that, the first is kept.
pub fn settle(entries: &mut Vec<ParsedEntry>) {
    for entry in entries.iter_mut() {
        entry.key = candidate(entry);
    }
    let mut uses: HashMap<String, u32> = HashMap::new();
    for entry in entries.iter() {
        *uses.entry(entry.key.clone()).or_default() += 1;
    }
    for entry in entries.iter_mut() {
        if uses.get(&entry.key).is_some_and(|uses| *uses > 1) {
            // A space cannot stand in an address, so this meets no other id.
            entry.key = format!("{} {}", entry.key, fingerprint(entry));
        }
    }
    let mut seen = HashSet::new();
    entries.retain(|entry| seen.insert(entry.key.clone()));
}

fn candidate(entry: &ParsedEntry) -> String {
    let written = match (entry.key.trim(), &entry.link) {
        ("", Some(link)) => link,
        ("", None) if entry.title.is_empty() => return hash(&[&date(entry), &entry.body]),
        ("", None) => return hash(&[&entry.title, &date(entry)]),
        (id, _) => id,
    };
    if written.len() > LONGEST {
        hash(&[written])
    } else {
        written.to_owned()
    }
}

fn fingerprint(entry: &ParsedEntry) -> String {
    hash(&[
        entry.author.as_deref().unwrap_or_default(),
        &date(entry),
        &entry.body,
    ])
}

fn date(entry: &ParsedEntry) -> String {
    entry
        .published
        .map(|time| time.0.to_string())
        .unwrap_or_default()
}

/// Sixteen hexadecimal digits; the parts are kept apart by a byte that UTF-8 never has.
fn hash(parts: &[&str]) -> String {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(part.as_bytes());
        bytes.push(0xFF);
    }
    format!("{:016x}", fnv1a(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Time;

    fn entry(id: &str, link: Option<&str>, author: &str, body: &str) -> ParsedEntry {
        ParsedEntry {
            key: id.to_owned(),
            title: "By: Ana".to_owned(),
            link: link.map(str::to_owned),
            author: Some(author.to_owned()),
            published: Some(Time(7)),
            body: body.to_owned(),
            ..ParsedEntry::default()
        }
    }

    fn check(mut entries: Vec<ParsedEntry>, expect: &[&str]) {
        settle(&mut entries);
        let keys: Vec<_> = entries.iter().map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, expect);
    }

    #[test]
    fn an_entry_is_known_by_its_id_then_its_link_then_its_title_and_date() {
        check(
            vec![
                entry(" tag:1 ", Some("http://a.example/1"), "Ana", "x"),
                entry("", Some("http://a.example/2"), "Ana", "x"),
                entry("", None, "Ana", "x"),
                entry(&"x".repeat(2000), None, "Ana", "x"),
            ],
            &[
                "tag:1",
                "http://a.example/2",
                "69828d912ecd74db",
                "65fd9aa1911293ae",
            ],
        );
    }

    #[test]
    fn comments_that_share_an_id_stay_apart() {
        let mut thread = vec![
            entry("root", None, "Ana", "first"),
            entry("root", None, "Ana", "second"),
            entry("root", None, "Tom", "first"),
            entry("root", None, "Ana", "first"),
            entry("alone", None, "Ana", "first"),
        ];
        let again = thread.clone();
        settle(&mut thread);
        let keys: HashSet<_> = thread.iter().map(|entry| entry.key.clone()).collect();
        assert_eq!(keys.len(), 4);
        assert!(keys.contains("alone"));
        let mut reversed: Vec<_> = again.into_iter().rev().collect();
        settle(&mut reversed);
        assert!(
            reversed.iter().all(|entry| keys.contains(&entry.key)),
            "order changes no key"
        );
    }
}
