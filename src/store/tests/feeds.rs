use super::{NOW, facts, item, poll, row, subscribe, subscription};
use crate::model::entry::Mark;
use crate::model::opml::Subscription;
use crate::model::parsed::ParsedFeed;
use crate::model::time::Time;
use crate::store::db::Db;

#[test]
fn importing_twice_changes_nothing() {
    let db = Db::scratch();
    let list = [
        subscription("http://b.example/feed", "Tech/Rust"),
        subscription("http://a.example/feed", ""),
        subscription("http://c.example/feed", "Tech"),
        subscription("http://a.example/feed", "Elsewhere"),
    ];
    let first = db.subscribe_all(&list, NOW).unwrap();
    assert_eq!((first.report.added, first.report.known), (3, 1));
    assert_eq!(first.feeds.len(), 4);
    assert_eq!(first.feeds[1], first.feeds[3]);
    assert_eq!(first.new, db.facts().unwrap());
    assert_eq!(db.subscriptions().unwrap(), list[..3]);

    let second = db.subscribe_all(&list, NOW).unwrap();
    assert_eq!((second.report.added, second.report.known), (0, 4));
    assert_eq!(second.feeds, first.feeds);
    assert_eq!(second.new, []);
    assert_eq!(db.subscriptions().unwrap(), list[..3]);
    let titles: Vec<_> = db
        .library(NOW)
        .unwrap()
        .folders
        .into_iter()
        .map(|f| f.title)
        .collect();
    assert_eq!(titles, ["Tech", "Rust"]);
}

#[test]
fn folders_of_the_same_name_stay_apart() {
    let db = Db::scratch();
    let news = subscribe(&db, "http://1.example/", "de/News");
    let also = subscribe(&db, "http://2.example/", "fr/News");
    let top = subscribe(&db, "http://3.example/", "News");
    let within = subscribe(&db, "http://4.example/", "de/News/Berlin");
    let library = db.library(NOW).unwrap();
    let folder = |feed| {
        library
            .feeds
            .iter()
            .find(|row| row.id == feed)
            .unwrap()
            .folder
            .unwrap()
    };
    let parent = |id| {
        library
            .folders
            .iter()
            .find(|row| row.id == id)
            .unwrap()
            .parent
    };
    assert_eq!(db.feeds_in(folder(news)).unwrap(), [news, within]);
    assert_eq!(
        db.feeds_in(parent(folder(news)).unwrap()).unwrap(),
        [news, within]
    );
    assert_eq!(db.feeds_in(folder(also)).unwrap(), [also]);
    assert_eq!(db.feeds_in(folder(top)).unwrap(), [top]);
}

#[test]
fn a_feed_goes_by_the_persons_name_then_its_own_then_its_address() {
    let db = Db::scratch();
    let named = Subscription {
        title: Some("Mine".into()),
        ..subscription("http://a.example/", "")
    };
    let blank = Subscription {
        title: Some("  ".into()),
        ..subscription("http://b.example/", "")
    };
    let feeds = db.subscribe_all(&[named, blank], NOW).unwrap().feeds;
    let titles = |expect: [&str; 2]| {
        let library = db.library(NOW).unwrap();
        let titles: Vec<&str> = library.feeds.iter().map(|row| row.title.as_str()).collect();
        assert_eq!(titles, expect);
    };
    titles(["Mine", "http://b.example/"]);
    for feed in feeds {
        let parsed = ParsedFeed {
            title: Some("Its own".into()),
            ..ParsedFeed::default()
        };
        let delta = db
            .commit_poll(&facts(&db, feed), Some(&parsed), NOW)
            .unwrap();
        assert_eq!(delta.entries_touched, [feed]);
        let delta = db
            .commit_poll(&facts(&db, feed), Some(&parsed), NOW)
            .unwrap();
        assert_eq!(delta.entries_touched, []);
    }
    titles(["Mine", "Its own"]);
}

#[test]
fn a_feed_that_moved_is_known_by_both_addresses() {
    let db = Db::scratch();
    let (old, new) = ("http://old.example/", "http://new.example/");
    let feed = subscribe(&db, old, "");
    let moved = crate::model::feed::PollFacts {
        url: new.into(),
        ..facts(&db, feed)
    };
    db.commit_poll(&moved, None, NOW).unwrap();
    assert_eq!(facts(&db, feed).url, new);
    assert_eq!(subscribe(&db, old, ""), feed);
    assert_eq!(subscribe(&db, new, ""), feed);
    let left = format!("SELECT left_at FROM former_url WHERE url = '{old}'");
    assert_eq!(db.number(&left), NOW.0, "a move can be undone");
}

#[test]
fn a_feed_does_not_move_onto_another() {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/", "");
    let other = subscribe(&db, "http://b.example/", "");
    let moved = crate::model::feed::PollFacts {
        url: "http://b.example/".into(),
        ..facts(&db, feed)
    };
    db.commit_poll(&moved, None, NOW).unwrap();
    assert_eq!(facts(&db, feed).url, "http://a.example/");
    assert_eq!(subscribe(&db, "http://b.example/", ""), other);
}

#[test]
fn today_counts_unread_entries_from_any_midnight_on() {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/", "");
    poll(
        &db,
        feed,
        (0..100)
            .map(|age| item(&age.to_string(), age * 450))
            .collect(),
    );
    let read = super::entry(&db, "3");
    db.mark(&[read], Mark::Read(true)).unwrap();
    let check = |start: i64| {
        let count = (0..100)
            .filter(|age| *age != 3 && NOW.0 - age * 450 >= start)
            .count();
        assert_eq!(
            db.library(Time(start)).unwrap().unread_today,
            count as u64,
            "{start}"
        );
    };
    let hour = NOW.0 - NOW.0 % 3600;
    for start in [
        0,
        hour,
        hour - 900,
        hour - 7200,
        NOW.0,
        NOW.0 + 1,
        NOW.0 - 451,
        NOW.0 - 450,
    ] {
        check(start);
    }
    check(i64::MIN);
    check(i64::MAX);
}

#[test]
fn the_feeds_pane_counts_what_marks_change() {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/", "");
    poll(&db, feed, vec![item("a", 1), item("b", 2), item("c", 3)]);
    let counts = || {
        let row = db.library(NOW).unwrap().feeds.remove(0);
        (row.entries, row.unread, row.starred)
    };
    assert_eq!(counts(), (3, 3, 0));
    let a = super::entry(&db, "a");
    assert_eq!(db.mark(&[a, a], Mark::Read(true)).unwrap(), [feed]);
    assert_eq!(db.mark(&[a], Mark::Starred(true)).unwrap(), [feed]);
    assert_eq!(db.mark(&[a], Mark::Starred(true)).unwrap(), []);
    assert_eq!(counts(), (3, 2, 1));
    assert!(row(&db, a).read && row(&db, a).starred);
    assert_eq!(db.mark(&[a], Mark::Read(false)).unwrap(), [feed]);
    assert_eq!(counts(), (3, 3, 1));
}
