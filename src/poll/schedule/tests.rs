use super::*;
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::feed::{Preferences, Quiet, Wishes};
use crate::model::http::Validators;

const HOUR: i64 = 3_600;
const NOW: Time = Time(1_800_000_000);

#[expect(clippy::unnecessary_wraps, reason = "as the facts have it")]
fn ago(seconds: i64) -> Option<Time> {
    Some(Time(NOW.0 - seconds))
}

#[expect(clippy::unnecessary_wraps, reason = "as the facts have it")]
fn ahead(seconds: i64) -> Option<Time> {
    Some(Time(NOW.0 + seconds))
}

/// A feed that gives validators, was just looked at, and brought something then.
fn articles() -> PollFacts {
    PollFacts {
        validators: Validators {
            etag: Some("\"a\"".into()),
            last_modified: None,
        },
        checked_at: Some(NOW),
        changed_at: Some(NOW),
        ..PollFacts::unasked(FeedId(7), "http://a.example/feed", FeedKind::Articles)
    }
}

fn talk(quiet: i64) -> PollFacts {
    PollFacts {
        kind: FeedKind::Comments { of: EntryId(1) },
        following: Following::Yes,
        changed_at: ago(quiet),
        ..articles()
    }
}

/// `wait` in minutes from now; the scatter may add a tenth of the interval, at most 10 minutes.
fn check(facts: &PollFacts, wait: Option<i64>, why: &str) {
    let policy = Policy::default();
    let reason = reason(facts, &policy, NOW);
    assert!(reason.contains(why), "{reason:?} does not say {why:?}");
    match (due(facts, &policy, NOW), wait) {
        (Due::Never, None) | (Due::Now, Some(0)) => {}
        (Due::At(at), Some(minutes)) => {
            let (got, least) = (at.0 - NOW.0, minutes * 60);
            let most = least + (least / 10).min(600);
            assert!(
                (least..=most).contains(&got),
                "{reason}: {got} s, not {least}"
            );
        }
        (due, _) => panic!("{due:?} instead of {wait:?} minutes: {reason}"),
    }
}

#[test]
fn a_lively_feed_is_looked_at_hourly_and_a_silent_one_daily() {
    let quiet = |seconds| PollFacts {
        changed_at: ago(seconds),
        ..articles()
    };
    check(&articles(), Some(60), "every 60 minutes");
    check(&quiet(20 * HOUR), Some(120), "every 2 hours");
    check(&quiet(9_000 * HOUR), Some(24 * 60), "every 24 hours");
    let never_changed = PollFacts {
        changed_at: None,
        ..articles()
    };
    check(&never_changed, Some(60), "looked at");
    let costly = PollFacts {
        validators: Validators::default(),
        ..articles()
    };
    check(&costly, Some(120), "every 2 hours");
}

#[test]
fn a_conversation_cools_and_ends() {
    check(&talk(0), Some(20), "conversation");
    check(&talk(HOUR), Some(40), "conversation");
    check(&talk(4 * HOUR), Some(100), "conversation");
    check(&talk(24 * HOUR), Some(180), "conversation");
    check(&talk(6 * 24 * HOUR), Some(8 * 60), "conversation");
    check(&talk(7 * 24 * HOUR), None, "quiet for 7 days");
    let failing = PollFacts {
        failures: 7,
        ..talk(0)
    };
    check(&failing, None, "last 7 looks failed");
}

#[test]
fn what_feed_and_server_ask_for_lengthens_the_wait_but_never_shortens_it() {
    let with = |change: fn(&mut PollFacts)| {
        let mut facts = articles();
        change(&mut facts);
        facts
    };
    check(&with(|f| f.wishes.ttl_minutes = Some(5)), Some(60), "every");
    check(
        &with(|f| f.wishes.ttl_minutes = Some(300)),
        Some(300),
        "feed asks",
    );
    check(
        &with(|f| f.wishes.ttl_minutes = Some(u32::MAX)),
        Some(1440),
        "feed asks",
    );
    check(&with(|f| f.fresh_until = ahead(60)), Some(60), "every");
    check(
        &with(|f| f.fresh_until = ahead(7_200)),
        Some(120),
        "nothing will change",
    );
    let held = with(|f| f.not_before = ahead(50 * HOUR));
    check(&held, Some(3_000), "left alone");
}

#[test]
fn p14_a_period_may_lengthen_the_wait_and_what_everyone_writes_says_nothing() {
    let every = |minutes, facts: PollFacts| PollFacts {
        wishes: Wishes {
            period_minutes: Some(minutes),
            ..Wishes::default()
        },
        ..facts
    };
    check(&every(60, articles()), Some(60), "looked at every");
    check(&every(30, articles()), Some(60), "looked at every");
    check(&every(720, articles()), Some(720), "changes every 12 hours");
    check(
        &every(525_600, articles()),
        Some(1440),
        "changes every 24 hours",
    );
    check(&every(60, talk(0)), Some(20), "conversation");
}

#[test]
fn p14_a_look_that_falls_into_hours_to_skip_waits_for_their_end() {
    let hour = NOW.0.div_euclid(HOUR).rem_euclid(24);
    let skipping = |from: i64, hours: i64, facts: PollFacts| PollFacts {
        wishes: Wishes {
            skip_hours: (from..from + hours).fold(0, |bits, n| bits | 1 << ((hour + n) % 24)),
            ..Wishes::default()
        },
        ..facts
    };
    let into_hour = NOW.0.rem_euclid(HOUR) / 60;
    let facts = skipping(1, 3, articles());
    check(&facts, Some(4 * 60 - into_hour), "left alone until then");
    check(&skipping(5, 3, articles()), Some(60), "looked at every");
    let held = PollFacts {
        not_before: ahead(2 * HOUR),
        ..facts.clone()
    };
    check(&held, Some(4 * 60 - into_hour), "left alone until then");
}

#[test]
fn a_new_feed_is_due_at_once_a_failing_one_later_a_gone_one_never() {
    let unasked = PollFacts::unasked(FeedId(1), "http://a.example/", FeedKind::Articles);
    check(&unasked, Some(0), "not been looked at");
    let failing = |failures| PollFacts {
        failures,
        ..articles()
    };
    check(&failing(1), Some(60), "last look failed");
    check(&failing(3), Some(240), "last 3 looks failed");
    check(&failing(30), Some(1440), "last 30 looks failed");
    let gone = PollFacts {
        gone: true,
        checked_at: ago(9_000 * HOUR),
        ..articles()
    };
    check(&gone, None, "gone for good");
}

#[test]
fn a_clock_that_was_wrong_silences_no_feed() {
    let years = 10 * 365 * 24 * HOUR;
    let from_the_future = PollFacts {
        checked_at: ahead(years),
        changed_at: ahead(years),
        not_before: ahead(years),
        fresh_until: ahead(years),
        ..articles()
    };
    check(&from_the_future, Some(0), "not been looked at");
    let hints_from_the_future = PollFacts {
        checked_at: Some(NOW),
        ..from_the_future
    };
    check(&hints_from_the_future, Some(60), "every");
}

#[test]
fn the_same_facts_give_the_same_time_and_feeds_do_not_march_in_step() {
    let policy = Policy::default();
    let at = |feed| {
        let facts = PollFacts {
            feed: FeedId(feed),
            ..articles()
        };
        assert_eq!(
            due(&facts, &policy, NOW),
            due(&facts, &policy, NOW.after(policy.host_gap))
        );
        moment(&facts, &policy, NOW).expect("a live feed falls due")
    };
    let mut times: Vec<Time> = (0..100).map(at).collect();
    times.sort();
    times.dedup();
    assert!(times.len() > 50, "only {} different times", times.len());
}

#[test]
fn a_refresh_of_everything_leaves_conversations_to_their_own_rhythm() {
    let policy = Policy::default();
    assert!(in_a_refresh(&articles(), &policy, NOW));
    let lively = talk(0);
    assert!(!in_a_refresh(&lively, &policy, NOW));
    assert!(in_a_refresh(&lively, &policy, Time(NOW.0 + 2 * HOUR)));
    let over = talk(8 * 24 * HOUR);
    assert!(!in_a_refresh(&over, &policy, Time(NOW.0 + 2 * HOUR)));
}

#[test]
fn what_a_person_set_goes_before_the_rhythm_and_not_before_what_the_server_asks_for() {
    let every = |hours: u64, facts: PollFacts| PollFacts {
        preferences: Preferences {
            interval: Some(Duration::from_hours(hours)),
            ..Preferences::default()
        },
        ..facts
    };
    check(&every(4, articles()), Some(240), "you set it");
    let asking = PollFacts {
        fresh_until: ahead(6 * HOUR),
        ..every(4, articles())
    };
    check(&asking, Some(360), "nothing will change");
    let failing = PollFacts {
        failures: 1,
        ..every(4, articles())
    };
    check(&failing, Some(60), "last look failed");
    check(&every(4, talk(0)), Some(20), "conversation");
}

#[test]
fn quiet_hours_are_waited_out_also_by_what_has_been_due_for_long() {
    let minute = NOW.0.rem_euclid(24 * HOUR) / 60;
    let quiet = |from: i64, to: i64| {
        let of_day = |minutes: i64| u16::try_from((minute + minutes).rem_euclid(1_440)).unwrap();
        Some(Quiet {
            from: of_day(from),
            to: of_day(to),
        })
    };
    let in_policy = Policy {
        quiet: quiet(-60, 120),
        ..Policy::default()
    };
    let overdue = PollFacts {
        checked_at: ago(50 * HOUR),
        ..articles()
    };
    let waits = |facts: &PollFacts| match due(facts, &in_policy, NOW) {
        Due::At(at) => (at.0 - NOW.0) / 60,
        other => panic!("{other:?}"),
    };
    assert!(
        (120..=130).contains(&waits(&overdue)),
        "{}",
        waits(&overdue)
    );
    assert!(reason(&overdue, &in_policy, NOW).contains("quiet hours"));
    let otherwise = PollFacts {
        preferences: Preferences {
            quiet: quiet(0, 0),
            ..Preferences::default()
        },
        ..overdue
    };
    assert_eq!(due(&otherwise, &in_policy, NOW), Due::Now);
}

#[test]
fn p16b_a_host_that_publishes_its_interval_is_asked_so_often() {
    let facts = PollFacts {
        url: "https://rachelbythebay.com/w/atom.xml".into(),
        preferences: Preferences {
            interval: Some(Duration::from_mins(30)),
            ..Preferences::default()
        },
        ..articles()
    };
    check(&facts, Some(60), "its host asks");
    let meant = PollFacts {
        url: "https://openrss.org/x".into(),
        fresh_until: ahead(9 * 24 * HOUR),
        ..articles()
    };
    check(&meant, Some(9 * 24 * 60), "nothing will change");
}
