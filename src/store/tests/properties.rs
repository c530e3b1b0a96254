//! Whatever is done in whatever order: counts are what counting would give, and marks change only
//! by being set.

use super::{NOW, body, comment_feed_at, facts, html, item, list, subscribe};
use crate::model::comment::CommentId;
use crate::model::entry::{EntryId, Mark};
use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::parsed::{CommentSignals, ParsedEntry};
use crate::model::time::Time;
use crate::model::view::View;
use crate::store::db::Db;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Op {
    /// A poll of a feed, articles or comments, brings these items: key, version, comments told.
    Poll {
        feed: usize,
        items: Vec<(u8, u8, Option<u32>)>,
    },
    Read(u8, bool),
    Star(u8, bool),
    Open(u8),
    Seen(u8, Vec<u8>),
    /// A feed moves to another address.
    Move(usize, u8),
    Subscribe(u8),
}

fn op() -> impl Strategy<Value = Op> {
    let item = (0..12_u8, 0..3_u8, proptest::option::of(0..9_u32));
    prop_oneof![
        5 => (0..8_usize, proptest::collection::vec(item, 0..8))
            .prop_map(|(feed, items)| Op::Poll { feed, items }),
        3 => (0..30_u8, any::<bool>()).prop_map(|(id, set)| Op::Read(id, set)),
        2 => (0..30_u8, any::<bool>()).prop_map(|(id, set)| Op::Star(id, set)),
        2 => (0..30_u8).prop_map(Op::Open),
        2 => (0..30_u8, proptest::collection::vec(0..40_u8, 0..6)).prop_map(|(id, c)| Op::Seen(id, c)),
        1 => (0..8_usize, 0..6_u8).prop_map(|(feed, url)| Op::Move(feed, url)),
        1 => (0..6_u8).prop_map(Op::Subscribe),
    ]
}

/// Versions differ in text and date: 0 has none, 1 one in the past, 2 one in the future.
fn version((key, version, count): &(u8, u8, Option<u32>)) -> ParsedEntry {
    let dates = [
        None,
        Some(Time(i64::from(*key) * 1000 - 3000)),
        Some(Time(NOW.0 + 5)),
    ];
    let feeds = if key % 3 == 0 {
        vec![]
    } else {
        vec![comment_feed_at(&format!("http://comments.example/{key}"))]
    };
    ParsedEntry {
        published: dates[usize::from(*version)],
        content: Some(html(&version.to_string())),
        comments: CommentSignals {
            page: None,
            feeds,
            count: *count,
            updated: None,
        },
        ..item(&key.to_string(), 0)
    }
}

fn run(db: &Db, op: &Op, now: Time) {
    let nth = |index: usize| {
        let facts = db.facts().unwrap();
        facts[index % facts.len()].clone()
    };
    let entry = |id: &u8| EntryId(i64::from(*id));
    match op {
        Op::Poll { feed, items } => {
            let items = items.iter().map(version).collect();
            db.commit_poll(&nth(*feed), Some(&body(items)), now)
                .unwrap();
        }
        Op::Read(id, set) => drop(db.mark(&[entry(id)], Mark::Read(*set)).unwrap()),
        Op::Star(id, set) => drop(db.mark(&[entry(id)], Mark::Starred(*set)).unwrap()),
        // An entry that is not there is refused, and that must change nothing.
        Op::Open(id) => drop(db.open_conversation(entry(id), now)),
        Op::Seen(id, comments) => {
            let comments: Vec<_> = comments
                .iter()
                .map(|id| CommentId(i64::from(*id)))
                .collect();
            db.seen(entry(id), &comments, true).unwrap();
        }
        Op::Move(feed, url) => {
            let moved = PollFacts {
                url: format!("http://{url}.example/"),
                ..nth(*feed)
            };
            db.commit_poll(&moved, None, now).unwrap();
        }
        Op::Subscribe(url) => drop(subscribe(db, &format!("http://{url}.example/"), "folder")),
    }
}

/// Rows that disagree with what counting gives.
const WRONG: [(&str, &str); 4] = [
    (
        "feeds",
        "SELECT count(*) FROM feed WHERE (entries, unread, starred, conversations, new_comments) IS NOT
            (SELECT count(*), ifnull(sum(read = 0), 0), ifnull(sum(starred), 0), count(talk_at),
                ifnull(sum(comments_new), 0) FROM entry WHERE entry.feed = feed.id)",
    ),
    (
        "quarters",
        "SELECT count(*) FROM (SELECT quarter, unread FROM unread_quarter EXCEPT
            SELECT quarter, count(*) FROM entry WHERE read = 0 GROUP BY quarter)",
    ),
    (
        "quarters left out",
        "SELECT count(*) FROM (SELECT quarter, count(*) FROM entry WHERE read = 0 GROUP BY quarter
            EXCEPT SELECT quarter, unread FROM unread_quarter)",
    ),
    (
        "comments",
        "SELECT count(*) FROM entry WHERE (comments_known, comments_unread) IS NOT
            (SELECT count(*), ifnull(sum(read = 0), 0) FROM comment WHERE comment.entry = entry.id)",
    ),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn counts_are_always_what_counting_would_give(ops in proptest::collection::vec(op(), 1..60)) {
        let db = Db::scratch();
        subscribe(&db, "http://0.example/", "");
        let mut marks: BTreeMap<EntryId, (bool, bool)> = BTreeMap::new();
        for (tick, op) in (0..).zip(&ops) {
            run(&db, op, Time(NOW.0 + tick * 100));
            for (what, sql) in WRONG {
                prop_assert_eq!(db.number(sql), 0, "{} after {:?}", what, op);
            }
            match op {
                Op::Read(id, set) => drop(marks.entry(EntryId(i64::from(*id))).and_modify(|m| m.0 = *set)),
                Op::Star(id, set) => drop(marks.entry(EntryId(i64::from(*id))).and_modify(|m| m.1 = *set)),
                _ => {}
            }
            let rows = list(&db, View::All);
            prop_assert!(rows.len() >= marks.len(), "entries are never lost");
            for row in rows {
                let expect = *marks.entry(row.id).or_insert((false, false));
                prop_assert_eq!((row.read, row.starred), expect, "{:?} by {:?}", row.id, op);
            }
        }
        prop_assert_eq!(db.number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    }
}

#[test]
fn nothing_can_be_deleted_by_mistake() {
    let db = Db::scratch();
    let feed: FeedId = subscribe(&db, "http://a.example/", "");
    let items = vec![version(&(1, 1, None))];
    db.commit_poll(&facts(&db, feed), Some(&body(items)), NOW)
        .unwrap();
    let talk = db.open_conversation(EntryId(1), NOW).unwrap().unwrap();
    assert_eq!(talk.kind, FeedKind::Comments { of: EntryId(1) });
    db.commit_poll(&talk, Some(&body(vec![item("c", 0)])), NOW)
        .unwrap();
    assert!(db.batch("DELETE FROM entry").is_err());
    assert!(db.batch("DELETE FROM comment").is_err());
}
