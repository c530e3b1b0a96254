use super::{NOW, facts, subscribe};
use crate::model::feed::{HostFacts, PollFacts};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::hosts::{Claim, Holder};
use std::time::Duration;

const HOST: &str = "a.example:80";
const GAP: Duration = Duration::from_secs(2);
const READER: Holder = Holder(1);
const CRON: Holder = Holder(2);

fn later(seconds: u64) -> Time {
    NOW.after(Duration::from_secs(seconds))
}

fn one_feed() -> (Db, PollFacts) {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/", "");
    let facts = facts(&db, feed);
    (db, facts)
}

fn let_go(db: &Db) {
    let name = HOST.to_owned();
    db.let_go(&HostFacts {
        name,
        ..HostFacts::default()
    })
    .unwrap();
}

#[test]
fn p36_a_host_is_asked_by_one_process_at_a_time_with_the_rest_between() {
    let (db, feed) = one_feed();
    let claim = |holder, now| db.claim(&feed, HOST, holder, GAP, now).unwrap();
    assert_eq!(claim(READER, NOW), Claim::Ours(vec![]));
    assert_eq!(claim(CRON, later(1)), Claim::Busy(later(3)));
    assert_eq!(
        claim(READER, later(1)),
        Claim::Ours(vec![]),
        "the planner sees to that"
    );
    let_go(&db);
    assert_eq!(claim(CRON, later(1)), Claim::Busy(later(3)));
    assert_eq!(claim(CRON, later(3)), Claim::Ours(vec![]));
    db.let_all_go(CRON).unwrap();
    assert_eq!(claim(READER, later(9)), Claim::Ours(vec![]));
}

#[test]
fn p36_a_feed_that_another_process_has_asked_is_not_asked_again() {
    let (db, feed) = one_feed();
    let asked = PollFacts {
        checked_at: Some(NOW),
        ..feed.clone()
    };
    db.commit_poll(&asked, None, NOW).unwrap();
    let claim = db.claim(&feed, HOST, READER, GAP, later(9)).unwrap();
    assert_eq!(claim, Claim::Changed(Box::new(asked.clone())));
    let claim = db.claim(&asked, HOST, READER, GAP, later(9)).unwrap();
    assert_eq!(claim, Claim::Ours(vec![]));
}

#[test]
fn p36_the_claim_of_a_process_that_vanished_runs_out_also_when_the_clock_is_put_back() {
    let (db, feed) = one_feed();
    let claim = |holder, now| db.claim(&feed, HOST, holder, GAP, now).unwrap();
    assert_eq!(claim(CRON, NOW), Claim::Ours(vec![]));
    assert!(matches!(claim(READER, later(299)), Claim::Busy(_)));
    assert_eq!(claim(READER, later(301)), Claim::Ours(vec![]));
    assert_eq!(claim(CRON, Time(NOW.0 - 1_000_000)), Claim::Ours(vec![]));
}

#[test]
fn p10_what_a_host_asked_for_is_kept() {
    let (db, _) = one_feed();
    let host = HostFacts {
        name: HOST.to_owned(),
        refusals: 3,
        not_before: Some(later(100)),
        asked_at: Some(NOW),
    };
    db.let_go(&host).unwrap();
    assert_eq!(db.hosts().unwrap(), std::slice::from_ref(&host));
    db.let_go(&HostFacts {
        asked_at: None,
        ..host.clone()
    })
    .unwrap();
    assert_eq!(db.hosts().unwrap(), [host], "when it was asked stays known");
}
