use super::{NOW, comment_feed_at, entry, facts, item, list, poll, row, subscribe};
use crate::model::entry::Mark;
use crate::model::feed::FeedId;
use crate::model::parsed::{CommentSignals, ParsedEntry};
use crate::model::view::View;
use crate::store::db::Db;

const OLD: &str = "http://old.example/feed";
const NEW: &str = "http://new.example/feed";

/// The same two entries in two feeds, under other keys in the second, and one more in each.
fn two_feeds() -> (Db, FeedId, FeedId) {
    let db = Db::scratch();
    let (old, new) = (subscribe(&db, OLD, ""), subscribe(&db, NEW, ""));
    poll(
        &db,
        old,
        vec![talked("a"), item("b", 2), item("only old", 3)],
    );
    let renamed = |key: &str, age| ParsedEntry {
        key: format!("new {key}"),
        ..item(key, age)
    };
    poll(
        &db,
        new,
        vec![renamed("a", 1), renamed("b", 2), item("only new", 4)],
    );
    (db, old, new)
}

fn talked(key: &str) -> ParsedEntry {
    ParsedEntry {
        comments: CommentSignals {
            feeds: vec![comment_feed_at("http://old.example/talk")],
            ..CommentSignals::default()
        },
        ..item(key, 1)
    }
}

fn of_feed(db: &Db, feed: FeedId, title: &str) -> crate::model::entry::EntryId {
    let rows = list(db, View::Feed(feed));
    let found = rows
        .iter()
        .find(|row| row.title == format!("Title of {title}"));
    found.expect("is there").id
}

#[test]
fn p29_two_feeds_that_became_one_are_one_with_the_marks_of_either() {
    let (db, old, new) = two_feeds();
    db.mark(&[of_feed(&db, old, "b")], Mark::Read(true))
        .unwrap();
    db.mark(&[of_feed(&db, new, "b")], Mark::Starred(true))
        .unwrap();
    db.unite(old, new, NOW).unwrap();
    let titles: Vec<String> = list(&db, View::All)
        .into_iter()
        .map(|row| row.title)
        .collect();
    assert_eq!(titles.len(), 4, "{titles:?}");
    let both = row(&db, entry(&db, "b"));
    assert!(both.read && both.starred);
    assert_eq!(both.feed, new);
    let library = db.library(NOW).unwrap();
    assert_eq!(library.feeds.len(), 1);
    let feed = &library.feeds[0];
    assert_eq!(
        (feed.id, feed.entries, feed.unread, feed.starred),
        (new, 4, 3, 1)
    );
    assert_eq!(
        db.number("SELECT sum(unread) FROM unread_quarter"),
        db.number("SELECT sum(read = 0) FROM entry")
    );
    for url in [OLD, NEW] {
        assert_eq!(db.subscribed(url).unwrap(), Some(new), "{url}");
    }
    assert_eq!(db.number("SELECT count(*) FROM united"), 0);
    assert_eq!(
        db.number("SELECT count(*) FROM pragma_foreign_key_check"),
        0
    );
}

#[test]
fn p29_a_conversation_goes_with_its_entry_and_two_stay_two() {
    let (db, old, new) = two_feeds();
    let first = of_feed(&db, old, "a");
    let talk = db
        .open_conversation(first, NOW)
        .unwrap()
        .expect("it has a feed");
    db.commit_poll(&talk, Some(&super::body(vec![item("comment", 0)])), NOW)
        .unwrap();
    db.unite(old, new, NOW).unwrap();
    let kept = row(&db, entry(&db, "a"));
    assert_eq!((kept.id, kept.feed), (first, new));
    assert_eq!(db.conversation(first).unwrap().unwrap().comments.len(), 1);
    assert_eq!(facts(&db, talk.feed).url, "http://old.example/talk");
    // The next poll finds it under the key the feed gives it.
    let again = ParsedEntry {
        key: "new a".into(),
        ..item("a", 1)
    };
    assert_eq!(poll(&db, new, vec![again]).new, 0);

    let third = subscribe(&db, "http://third.example/feed", "");
    poll(&db, third, vec![talked("a")]);
    let second = of_feed(&db, third, "a");
    db.open_conversation(second, NOW).unwrap();
    db.unite(third, new, NOW).unwrap();
    assert_eq!(row(&db, second).feed, new);
    assert_eq!(db.library(NOW).unwrap().feeds[0].conversations, 2);
}

#[test]
fn an_entry_is_deleted_for_no_other_reason() {
    let (db, ..) = two_feeds();
    assert!(db.batch("DELETE FROM body; DELETE FROM entry").is_err());
    assert_eq!(db.number("SELECT count(*) FROM entry"), 6);
}
