use super::{NOW, facts, subscribe};
use crate::model::feed::{Moving, PollFacts};
use crate::model::health::Tally;
use crate::model::http::{Hop, Trace};
use crate::model::way::{Login, Secret, Source};
use crate::store::addresses::Readdressed;
use crate::store::db::Db;
use crate::store::looks::Cost;

const OLD: &str = "http://old.example/feed";
const NEW: &str = "http://new.example/feed";

fn moved() -> (Db, PollFacts) {
    let db = Db::scratch();
    let feed = subscribe(&db, OLD, "");
    let there = PollFacts {
        url: NEW.into(),
        ..facts(&db, feed)
    };
    let Readdressed::Done(facts) = db.follow_move(&there, NOW).unwrap() else {
        panic!("nobody else is there")
    };
    assert_eq!(facts.url, NEW);
    (db, *facts)
}

#[test]
fn p27_a_move_can_be_undone_and_the_feed_stays_then() {
    let (db, there) = moved();
    let Readdressed::Done(back) = db.undo_move(there.feed).unwrap() else {
        panic!("nobody else is there")
    };
    assert_eq!(back.url, OLD);
    assert_eq!(back.stays_from.as_deref(), Some(NEW));
    assert_eq!(db.undo_move(there.feed).unwrap(), Readdressed::Nowhere);
    assert_eq!(db.subscribed(OLD).unwrap(), Some(there.feed));
    assert_eq!(db.subscribed(NEW).unwrap(), None);
}

#[test]
fn p29_a_feed_is_not_taken_to_where_another_is() {
    let (db, there) = moved();
    let other = subscribe(&db, "http://other.example/feed", "");
    let onto_other = PollFacts {
        url: "http://other.example/feed".into(),
        ..there.clone()
    };
    assert_eq!(
        db.follow_move(&onto_other, NOW).unwrap(),
        Readdressed::Taken
    );
    let nowhere = facts(&db, other);
    assert_eq!(db.follow_move(&nowhere, NOW).unwrap(), Readdressed::Nowhere);
    assert_eq!(facts(&db, there.feed).url, NEW);
}

#[test]
fn a_login_in_an_address_is_kept_apart_from_it() {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://me:w%40rd@a.example/feed", "");
    let known = facts(&db, feed);
    assert_eq!(known.url, "http://a.example/feed");
    let login = Login::Basic {
        name: "me".into(),
        password: Source::Plain(Secret("w@rd".into())),
    };
    assert_eq!(known.preferences.way.login, Some(login));
    assert_eq!(
        subscribe(&db, "http://me:other@a.example/feed", ""),
        feed,
        "it is the same feed"
    );
    let written = db.subscriptions().unwrap();
    assert!(!format!("{written:?}").contains("rd@"), "{written:?}");
}

#[test]
fn logins_that_stand_in_addresses_from_before_are_taken_out() {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/feed", "");
    db.batch("UPDATE feed SET url = 'http://me:word@a.example/feed'")
        .unwrap();
    db.take_logins_out().unwrap();
    let known = facts(&db, feed);
    assert_eq!(known.url, "http://a.example/feed");
    assert!(known.preferences.way.login.is_some());
}

#[test]
fn p26_what_was_seen_of_a_feed_is_there_to_be_told() {
    let (db, feed) = moved();
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    };
    let trace = |received| Trace {
        status: Some(200),
        hops: vec![Hop {
            status: 302,
            to: "http://elsewhere.example/a: b".into(),
        }],
        headers: pairs(&[("Cache-Control", "max-age=5: odd"), ("X", "")]),
        conditional: true,
        received,
        said: None,
    };
    db.note_look(feed.feed, &trace(1_000), Cost::Whole).unwrap();
    db.note_look(feed.feed, &trace(0), Cost::Unchanged).unwrap();
    db.note_look(feed.feed, &trace(7), Cost::Other).unwrap();
    db.note_look(feed.feed, &trace(0), Cost::Unchanged).unwrap();
    let (_, look) = db.looks().unwrap().remove(0);
    assert_eq!(look.headers, trace(0).headers);
    assert_eq!(look.hops, trace(0).hops);
    assert_eq!(look.former, [(OLD.to_owned(), Some(NOW))]);
    let expect = Tally {
        requests: 4,
        unchanged: 2,
        received: 1_007,
        saved: 2_000,
    };
    assert_eq!(look.tally, expect);
}

#[test]
fn p27_where_the_person_does_not_want_a_feed_it_does_not_move() {
    let (db, feed) = moved();
    let moving = Moving {
        to: "http://third.example/".into(),
        since: NOW,
        last: NOW,
        sightings: 3,
    };
    let stays = PollFacts {
        stays_from: Some(moving.to.clone()),
        moving: Some(moving),
        ..feed
    };
    db.keep_facts(&stays).unwrap();
    assert_eq!(facts(&db, stays.feed), stays);
}
