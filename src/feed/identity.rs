//! What makes an entry the same entry tomorrow.
//!
//! Feeds leave ids out, and some give the same id to every comment of a thread. A key that moves
//! makes read things new again; a key shared makes comments overwrite one another.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::model::hash::fnv1a;
use crate::model::parsed::ParsedEntry;
use crate::model::time::Time;

/// Ids longer than this are kept as their hash, bytes.
const LONGEST: usize = 1024;

/// Settles the keys of a document's entries: the id, else the link, else a hash of title and date (of
/// the text, where there is no title). White space in an id is no part of it; a relative id stays
/// relative, being compared as a string (RFC 4287 §4.2.6.1) within its feed.
///
/// Entries that share an id are told apart by link, author and day of publication, so that what is
/// edited keeps its key. Where only the day of change differs they are one entry in two editions, of
/// which the newer is kept (RFC 4287 §4.1.1); where only the texts differ they are two.
pub fn settle(entries: &mut Vec<ParsedEntry>) {
    for entry in entries.iter_mut() {
        entry.key = candidate(entry);
    }
    let reused = shared(entries);
    for entry in entries.iter_mut() {
        if reused.contains(&entry.key) || names_a_thread(&entry.key) {
            // A space cannot stand in an address, so this meets no other id.
            entry.key = format!("{} {}", entry.key, fingerprint(entry));
        }
    }
    if reused.is_empty() {
        return;
    }
    keep_newest(entries);
    let reused = shared(entries);
    for entry in entries.iter_mut() {
        if reused.contains(&entry.key) {
            let title = entry.title.as_deref().unwrap_or_default();
            entry.key = format!("{} {}", entry.key, hash(&[title, &entry.body()]));
        }
    }
    let mut seen = HashSet::new();
    entries.retain(|entry| seen.insert(entry.key.clone()));
}

/// The keys that more than one entry has.
fn shared(entries: &[ParsedEntry]) -> HashSet<String> {
    let mut seen = HashSet::new();
    let again = entries.iter().filter(|entry| !seen.insert(&*entry.key));
    again.map(|entry| entry.key.clone()).collect()
}

/// Of entries with the same key, drops those that another says it is newer than.
fn keep_newest(entries: &mut Vec<ParsedEntry>) {
    let mut newest: HashMap<String, Time> = HashMap::new();
    for entry in entries.iter() {
        if let Some(updated) = entry.updated {
            let known = newest.entry(entry.key.clone()).or_insert(updated);
            *known = updated.max(*known);
        }
    }
    entries.retain(|entry| {
        let newest = newest.get(&entry.key);
        entry.updated.is_none() || newest.is_none_or(|newest| entry.updated >= Some(*newest))
    });
}

/// `PeerTube` gives all comments of a thread the address of its first one, so that one alone says
/// nothing of which comment it is.
fn names_a_thread(id: &str) -> bool {
    id.contains(";threadId=")
}

fn candidate(entry: &ParsedEntry) -> String {
    let id = entry.id.as_deref().map(collapsed).unwrap_or_default();
    let written = match (id.as_ref(), &entry.link, &entry.title) {
        ("", Some(link), _) => link,
        ("", None, None) => return hash(&[&date(entry), &entry.body()]),
        ("", None, Some(title)) => return hash(&[title, &date(entry)]),
        (id, ..) => id,
    };
    if written.len() > LONGEST {
        hash(&[written])
    } else {
        written.to_owned()
    }
}

/// Without white space around it, and with one space for every run of it inside.
fn collapsed(id: &str) -> Cow<'_, str> {
    let id = id.trim();
    if id.contains(char::is_whitespace) {
        Cow::Owned(id.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(id)
    }
}

/// What of an entry stays when it is edited. A thread's comments are told apart by the day of change
/// where they have no other.
fn fingerprint(entry: &ParsedEntry) -> String {
    let time = match entry.published {
        None if names_a_thread(&entry.key) => entry.updated,
        published => published,
    };
    hash(&[
        entry.link.as_deref().unwrap_or_default(),
        &entry.author().unwrap_or_default(),
        &time.map(|time| time.0.to_string()).unwrap_or_default(),
    ])
}

fn date(entry: &ParsedEntry) -> String {
    entry
        .date()
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
    use crate::model::parsed::{Person, Text, TextKind};

    fn entry(id: &str, link: Option<&str>, author: &str, body: &str) -> ParsedEntry {
        ParsedEntry {
            id: Some(id.to_owned()),
            title: Some("By: Ana".to_owned()),
            link: link.map(str::to_owned),
            authors: vec![Person {
                name: Some(author.to_owned()),
                ..Person::default()
            }],
            published: Some(Time(7)),
            content: Some(Text {
                kind: TextKind::Html,
                value: body.to_owned(),
            }),
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

    fn keys(mut entries: Vec<ParsedEntry>) -> Vec<String> {
        settle(&mut entries);
        entries.into_iter().map(|entry| entry.key).collect()
    }

    fn at(time: i64, entry: ParsedEntry) -> ParsedEntry {
        ParsedEntry {
            published: Some(Time(time)),
            ..entry
        }
    }

    #[test]
    fn an_edited_entry_stays_itself() {
        let before = |id, link| entry(id, link, "Ana", "x");
        let after = |id, link| ParsedEntry {
            title: Some("Other".to_owned()),
            updated: Some(Time(9)),
            published: None,
            ..entry(id, link, "Tom", "y")
        };
        let link = Some("http://a.example/1");
        for (id, link) in [("1", link), ("1", None), ("", link)] {
            let other = || entry("2", None, "Ana", "x");
            let alone = keys(vec![before(id, link)]);
            assert_eq!(alone, keys(vec![after(id, link)]));
            assert_eq!(alone[0], keys(vec![other(), before(id, link)])[1]);
        }
    }

    #[test]
    fn a_comment_that_shares_its_id_stays_itself_when_it_is_edited() {
        let others = || at(8, entry("root", None, "Tom", "first"));
        let before = keys(vec![others(), entry("root", None, "Ana", "first")]);
        let after = keys(vec![entry("root", None, "Ana", "first, edited"), others()]);
        assert_eq!(before, [after[1].clone(), after[0].clone()]);
    }

    #[test]
    fn a_comment_of_a_thread_with_one_id_is_the_same_when_others_come() {
        let id = "http://tube.example/w/1;threadId=3";
        let first = || entry(id, Some(id), "Ana", "first");
        let undated = |updated| ParsedEntry {
            published: None,
            updated: Some(Time(updated)),
            ..first()
        };
        let alone = keys(vec![first()]);
        let both = keys(vec![at(8, entry(id, Some(id), "Tom", "second")), first()]);
        assert_eq!((both.len(), &both[1]), (2, &alone[0]));
        assert_eq!(keys(vec![undated(1), undated(2)]).len(), 2);
    }

    #[test]
    fn of_two_editions_of_an_entry_the_newer_is_kept() {
        let edition = |updated: i64, body: &str| ParsedEntry {
            updated: Some(Time(updated)),
            ..entry("1", None, "Ana", body)
        };
        for mut entries in [
            vec![edition(1, "old"), edition(2, "new")],
            vec![edition(2, "new"), edition(1, "old")],
        ] {
            settle(&mut entries);
            let bodies: Vec<_> = entries.iter().map(ParsedEntry::body).collect();
            assert_eq!(bodies, ["new"]);
        }
    }

    #[test]
    fn white_space_is_no_part_of_an_id() {
        let found = keys(vec![entry(" a\n  b ", None, "Ana", "x")]);
        assert_eq!(found, keys(vec![entry("a b", None, "Ana", "x")]));
        assert_eq!(keys(vec![entry("?p=1", None, "Ana", "x")]), ["?p=1"]);
    }
}
