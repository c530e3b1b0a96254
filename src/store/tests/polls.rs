use super::{NOW, body, entry, html, item, list, poll, row, subscribe};
use crate::model::entry::Mark;
use crate::model::feed::{FeedId, FeedKind, Moving, PollFacts, Preferences, Wishes};
use crate::model::http::Validators;
use crate::model::parsed::{CommentSignals, ParsedEntry};
use crate::model::time::Time;
use crate::model::view::View;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::polls::Delta;
use std::time::Duration;

fn one_feed() -> (Db, FeedId) {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/", "");
    (db, feed)
}

fn told(key: &str, count: u32) -> ParsedEntry {
    let comments = CommentSignals {
        count: Some(count),
        ..CommentSignals::default()
    };
    ParsedEntry {
        comments,
        ..item(key, 0)
    }
}

#[test]
fn every_fact_comes_back_as_it_was_given() {
    let (db, feed) = one_feed();
    let facts = PollFacts {
        feed,
        url: "http://a.example/".into(),
        kind: FeedKind::Articles,
        following: crate::model::comment::Following::No,
        vouched_at: None,
        told_more: true,
        folder: None,
        validators: Validators {
            etag: Some("W/\"a b,c\"".into()),
            last_modified: Some("sOmE odd date".into()),
        },
        validators_from: Some("http://d.example/".into()),
        checked_at: Some(Time(1)),
        changed_at: Some(Time(2)),
        added_at: Some(NOW),
        gap: Some(Duration::from_secs(12)),
        ok_at: Some(Time(13)),
        full_at: Some(Time(14)),
        status: Some(429),
        failures: 3,
        failing_since: Some(Time(15)),
        refusals: 0,
        not_before: Some(Time(4)),
        fresh_until: Some(Time(5)),
        gone: true,
        locked: Some(16),
        challenged: true,
        body_hash: Some(u64::MAX - 6),
        tags_ignored: 17,
        wishes: Wishes {
            ttl_minutes: Some(7),
            period_minutes: Some(11),
            skip_hours: 0xff_fffe,
            skip_days: 0x7e,
        },
        moving: Some(Moving {
            to: "http://b.example/".into(),
            since: Time(8),
            last: Time(9),
            sightings: 10,
        }),
        stays_from: Some("http://c.example/".into()),
        trouble: Some("the server does not answer".into()),
        preferences: Preferences::default(),
        wanted_whole: false,
    };
    let delta = db.commit_poll(&facts, None, NOW).unwrap();
    assert_eq!(
        delta.entries_touched,
        [feed],
        "the feeds pane shows the trouble"
    );
    assert_eq!(db.facts().unwrap(), std::slice::from_ref(&facts));
    assert_eq!(
        db.commit_poll(&facts, None, NOW).unwrap().entries_touched,
        []
    );
    let unasked = PollFacts {
        added_at: Some(NOW),
        ..PollFacts::unasked(feed, "http://a.example/", FeedKind::Articles)
    };
    db.commit_poll(&unasked, None, NOW).unwrap();
    assert_eq!(db.facts().unwrap(), [unasked]);
}

#[test]
fn a_feed_that_is_not_there_is_said_so() {
    let (db, _) = one_feed();
    let facts = PollFacts::unasked(FeedId(77), "http://x.example/", FeedKind::Articles);
    let missing = db.commit_poll(&facts, Some(&body(vec![item("a", 0)])), NOW);
    assert_eq!(missing, Err(StoreError::Missing("the feed")));
}

#[test]
fn entries_stand_where_they_were_published_but_never_in_the_future() {
    let (db, feed) = one_feed();
    let undated = ParsedEntry {
        published: None,
        ..item("undated", 0)
    };
    let items = vec![
        item("old", 500),
        item("future", -9000),
        undated,
        item("ancient", 1 << 31),
    ];
    poll(&db, feed, items);
    let placed: Vec<(String, i64)> = list(&db, View::All)
        .into_iter()
        .map(|row| (row.title, NOW.0 - row.place.at.0))
        .collect();
    let expect = [
        ("future", 0),
        ("undated", 0),
        ("old", 500),
        ("ancient", 1 << 31),
    ];
    assert_eq!(
        placed,
        expect.map(|(key, age)| (format!("Title of {key}"), age))
    );
    let article = db.article(entry(&db, "future")).unwrap().unwrap();
    assert_eq!(
        article.published,
        Some(Time(NOW.0 + 9000)),
        "as the feed says it"
    );
}

#[test]
fn entries_of_the_same_second_keep_the_order_of_the_feed() {
    let (db, feed) = one_feed();
    let undated = |key: &str| ParsedEntry {
        published: None,
        ..item(key, 0)
    };
    poll(
        &db,
        feed,
        vec![undated("first"), undated("second"), undated("third")],
    );
    let titles: Vec<String> = list(&db, View::All)
        .into_iter()
        .map(|row| row.title)
        .collect();
    assert_eq!(
        titles,
        ["Title of first", "Title of second", "Title of third"]
    );
}

#[test]
fn a_changed_entry_is_the_same_entry_with_another_text() {
    let (db, feed) = one_feed();
    let delta = poll(&db, feed, vec![item("a", 100), item("b", 200)]);
    assert_eq!((delta.new, delta.changed), (2, 0));
    let a = entry(&db, "a");
    db.mark(&[a], Mark::Read(true)).unwrap();
    db.mark(&[a], Mark::Starred(true)).unwrap();
    let place = row(&db, a).place;

    let edited = ParsedEntry {
        content: Some(html("<p>Corrected</p>")),
        title: Some("Corrected".into()),
        published: Some(NOW),
        updated: Some(NOW),
        ..item("a", 100)
    };
    let delta = poll(&db, feed, vec![edited]);
    assert_eq!(
        (delta.new, delta.changed, &delta.entries_touched),
        (0, 1, &vec![feed])
    );
    let after = db.article(a).unwrap().unwrap();
    assert_eq!(
        (after.text.html.as_str(), after.row.title.as_str()),
        ("<p>Corrected</p>", "Corrected")
    );
    assert!(after.row.read && after.row.starred);
    assert_eq!(after.row.place, place, "the list does not jump");
    assert_eq!(after.published, Some(NOW));
    assert!(
        !row(&db, entry(&db, "b")).read,
        "what the feed shows no longer stays"
    );
}

#[test]
fn an_undated_entry_moves_once_it_has_a_date() {
    let (db, feed) = one_feed();
    poll(
        &db,
        feed,
        vec![ParsedEntry {
            published: None,
            ..item("a", 0)
        }],
    );
    let a = entry(&db, "a");
    let delta = poll(&db, feed, vec![item("a", 5000)]);
    assert_eq!(delta.changed, 0, "a date is no new text");
    assert_eq!(row(&db, a).place.at, Time(NOW.0 - 5000));
    poll(&db, feed, vec![item("a", 9000)]);
    assert_eq!(row(&db, a).place.at, Time(NOW.0 - 5000));
}

#[test]
fn an_unchanged_body_touches_nothing() {
    let (db, feed) = one_feed();
    let items = || vec![told("a", 3), item("b", 1)];
    poll(&db, feed, items());
    let delta = poll(&db, feed, items());
    assert_eq!(delta, Delta::default());
}

#[test]
fn a_count_of_comments_is_shown_but_makes_nothing_unread_or_changed() {
    let (db, feed) = one_feed();
    poll(&db, feed, vec![told("a", 3)]);
    let a = entry(&db, "a");
    db.mark(&[a], Mark::Read(true)).unwrap();
    let delta = poll(&db, feed, vec![told("a", 5)]);
    assert_eq!(
        (delta.new, delta.changed, delta.entries_touched),
        (0, 0, vec![feed])
    );
    assert!(row(&db, a).read);
    assert_eq!(
        (row(&db, a).comments.total, row(&db, a).comments.new),
        (5, 0)
    );
    poll(&db, feed, vec![item("a", 0)]);
    assert_eq!(
        row(&db, a).comments.total,
        5,
        "what a feed stops saying is not unsaid"
    );
}

#[test]
fn a_key_that_comes_twice_in_one_body_is_one_entry() {
    let (db, feed) = one_feed();
    let twin = ParsedEntry {
        content: Some(html("other")),
        ..item("a", 0)
    };
    for (new, changed) in [(1, 0), (0, 0)] {
        let delta = poll(&db, feed, vec![item("a", 0), twin.clone()]);
        assert_eq!((delta.new, delta.changed), (new, changed));
    }
}

#[test]
fn p13_the_times_that_tell_a_rhythm_are_when_entries_were_published_or_first_seen() {
    let (db, feed) = one_feed();
    let undated = ParsedEntry {
        published: None,
        ..item("undated", 0)
    };
    let items = vec![
        item("old", 500),
        item("future", -9000),
        undated,
        item("new", 7),
    ];
    poll(&db, feed, items);
    let ages: Vec<i64> = db
        .newest_times(feed)
        .unwrap()
        .iter()
        .map(|time| NOW.0 - time.0)
        .collect();
    assert_eq!(ages, [0, 0, 7, 500]);
}
