use super::*;
use crate::model::feed::FeedKind;
use crate::model::http::Validators;
use std::time::Duration;

const NOW: Time = Time(1_800_000_000);

fn unasked(feed: i64, host: &str) -> PollFacts {
    PollFacts::unasked(
        FeedId(feed),
        format!("http://{host}/{feed}"),
        FeedKind::Articles,
    )
}

/// Looked at `minutes` ago, by a server that gives validators.
fn looked_at(minutes: i64, feed: i64, host: &str) -> PollFacts {
    let at = Some(Time(NOW.0 - minutes * 60));
    PollFacts {
        checked_at: at,
        changed_at: at,
        ok_at: at,
        validators: Validators {
            etag: Some("\"a\"".into()),
            last_modified: None,
        },
        ..unasked(feed, host)
    }
}

fn planner(facts: Vec<PollFacts>) -> Planner {
    let mut planner = Planner::new(Policy::default(), true);
    planner.learn(facts);
    planner
}

fn later(seconds: u64) -> Time {
    NOW.after(Duration::from_secs(seconds))
}

fn started(plan: &Plan) -> Vec<i64> {
    let mut feeds: Vec<i64> = plan.start.iter().map(|facts| facts.feed.0).collect();
    feeds.sort_unstable();
    feeds
}

fn finish(planner: &mut Planner, facts: PollFacts, now: Time) {
    let facts = PollFacts {
        checked_at: Some(now),
        ..facts
    };
    assert_eq!(planner.finished(facts, Reach::Somebody, now), []);
}

fn finish_as_it_was(planner: &mut Planner, facts: PollFacts, now: Time) {
    assert_eq!(planner.finished(facts, Reach::Somebody, now), []);
}

/// How many of these feeds are put in line because a person wants news of them.
fn ask(planner: &mut Planner, feeds: &[i64], now: Time) -> usize {
    let feeds: Vec<FeedId> = feeds.iter().copied().map(FeedId).collect();
    planner.ask(&feeds, Want::News, now).put
}

/// Asks for these feeds at `NOW` and says which are started.
fn check_asked(facts: Vec<PollFacts>, expect: &[i64]) {
    let feeds: Vec<FeedId> = facts.iter().map(|facts| facts.feed).collect();
    let mut planner = planner(facts);
    assert_eq!(planner.ask(&feeds, Want::News, NOW).put, expect.len());
    assert_eq!(planner.progress(), (0, expect.len()));
    assert_eq!(started(&planner.pass(NOW)), expect);
}

#[test]
fn five_hundred_feeds_looked_at_ten_minutes_ago_cost_nothing_at_start() {
    let mut planner = planner(
        (0..500)
            .map(|n| looked_at(10, n, &format!("h{n}.example")))
            .collect(),
    );
    let plan = planner.pass(NOW);
    assert_eq!(plan.start, []);
    let wake_at = plan.wake_at.expect("they fall due later");
    assert!((later(50 * 60)..later(60 * 60)).contains(&wake_at));
}

#[test]
fn one_server_is_asked_one_thing_at_a_time_with_a_rest_between() {
    let mut planner = planner(vec![
        unasked(1, "a.example"),
        unasked(2, "a.example"),
        unasked(3, "b.example"),
    ]);
    let plan = planner.pass(NOW);
    assert_eq!(started(&plan), [1, 3]);
    assert_eq!(
        plan.wake_at, None,
        "only an answer lets anything else start"
    );
    assert_eq!(planner.pass(later(60)).start, []);
    finish(&mut planner, plan.start[0].clone(), NOW);
    let plan = planner.pass(NOW);
    assert_eq!(plan.start, []);
    assert_eq!(plan.wake_at, Some(later(2)));
    assert_eq!(started(&planner.pass(later(2))), [2]);
}

#[test]
fn no_more_are_under_way_than_the_policy_allows() {
    let mut planner = planner(
        (0..100)
            .map(|n| unasked(n, &format!("h{n}.example")))
            .collect(),
    );
    let plan = planner.pass(NOW);
    assert_eq!(plan.start.len(), 64);
    assert_eq!(plan.wake_at, None);
    finish(&mut planner, plan.start[0].clone(), NOW);
    assert_eq!(planner.pass(NOW).start.len(), 1);
}

#[test]
fn asking_by_hand_passes_over_the_interval_but_not_over_what_the_server_asked_for() {
    check_asked(vec![unasked(1, "a.example")], &[1]);
    check_asked(vec![looked_at(20, 1, "a.example")], &[1]);
    check_asked(vec![looked_at(5, 1, "a.example")], &[]);
    let gone = PollFacts {
        gone: true,
        ..looked_at(20, 1, "a.example")
    };
    check_asked(vec![gone], &[1]);
    let held = PollFacts {
        not_before: Some(later(60)),
        ..looked_at(20, 1, "a.example")
    };
    let beside_it = looked_at(20, 2, "a.example");
    let elsewhere = looked_at(20, 3, "b.example");
    check_asked(vec![held, beside_it, elsewhere], &[3]);
}

#[test]
fn what_a_person_asked_for_goes_before_what_is_merely_due() {
    let due = (0..100).map(|n| unasked(n, &format!("h{n}.example")));
    let facts: Vec<PollFacts> = due.chain([looked_at(20, 900, "a.example")]).collect();
    let mut planner = planner(facts);
    assert_eq!(ask(&mut planner, &[900], NOW), 1);
    assert!(started(&planner.pass(NOW)).contains(&900));
}

#[test]
fn pressing_refresh_twenty_times_asks_once() {
    let mut planner = planner(vec![looked_at(20, 1, "a.example")]);
    let put: usize = (0..20).map(|_| ask(&mut planner, &[1], NOW)).sum();
    assert_eq!(put, 1);
    let plan = planner.pass(NOW);
    assert_eq!(started(&plan), [1]);
    assert_eq!(ask(&mut planner, &[1], NOW), 0);
    finish(&mut planner, plan.start[0].clone(), later(1));
    assert_eq!(planner.progress(), (1, 1));
    assert_eq!(ask(&mut planner, &[1], later(60)), 0);
    assert_eq!(planner.pass(later(60)).start, []);
}

#[test]
fn asking_for_a_feed_under_way_joins_it() {
    let mut planner = planner(vec![unasked(1, "a.example")]);
    let plan = planner.pass(NOW);
    assert_eq!(planner.progress(), (0, 0));
    assert_eq!(ask(&mut planner, &[1], NOW), 1);
    assert_eq!(planner.pass(NOW).start, []);
    finish(&mut planner, plan.start[0].clone(), later(1));
    assert_eq!(planner.progress(), (1, 1));
}

#[test]
fn a_server_that_asks_for_rest_gets_it_for_all_its_feeds() {
    let mut planner = planner((1..=3).map(|n| looked_at(20, n, "a.example")).collect());
    assert_eq!(ask(&mut planner, &[1, 2, 3], NOW), 3);
    let first = planner.pass(NOW).start.remove(0);
    let told = PollFacts {
        not_before: Some(later(2 * 60 * 60)),
        failures: 1,
        ..first
    };
    finish(&mut planner, told, NOW);
    assert_eq!(
        planner.progress(),
        (3, 3),
        "those still in line will not come"
    );
    let plan = planner.pass(later(2 * 60 * 60 - 1));
    assert_eq!(plan.start, []);
    assert_eq!(plan.wake_at, Some(later(2 * 60 * 60)));
    assert_eq!(planner.pass(later(2 * 60 * 60)).start.len(), 1);
}

#[test]
fn a_poll_that_could_not_be_kept_is_not_tried_again_straight_away() {
    let mut planner = planner(vec![unasked(1, "a.example")]);
    let plan = planner.pass(NOW);
    finish_as_it_was(&mut planner, plan.start[0].clone(), later(1));
    let plan = planner.pass(later(30));
    assert_eq!(plan.start, []);
    assert!(plan.wake_at >= Some(later(60 * 60)));
}

#[test]
fn a_forgotten_feed_is_not_asked_and_its_host_is_free_again() {
    let mut planner = planner(vec![unasked(1, "a.example"), unasked(2, "a.example")]);
    let plan = planner.pass(NOW);
    planner.forget(plan.start[0].feed);
    finish(&mut planner, plan.start[0].clone(), NOW);
    let plan = planner.pass(later(2));
    assert_eq!(plan.start.len(), 1);
    planner.forget(FeedId(2));
    finish(&mut planner, plan.start[0].clone(), later(2));
    let plan = planner.pass(later(9_999_999));
    assert_eq!(plan, Plan::default());
    assert_eq!(ask(&mut planner, &[1, 2], NOW), 0);
}

#[test]
fn a_feed_that_moved_is_asked_at_its_new_host() {
    let mut planner = planner(vec![unasked(1, "a.example"), unasked(2, "a.example")]);
    planner.pass(NOW);
    planner.learn(vec![unasked(1, "b.example"), unasked(2, "c.example")]);
    assert_eq!(started(&planner.pass(NOW)), [2]);
}

#[test]
fn a_clock_put_back_stops_nothing() {
    let mut planner = planner(vec![
        looked_at(10, 1, "a.example"),
        looked_at(10, 2, "a.example"),
    ]);
    assert_eq!(planner.pass(NOW).start, []);
    let years_ago = Time(NOW.0 - 300_000_000);
    let plan = planner.pass(years_ago);
    assert_eq!(plan.start.len(), 1);
    finish(&mut planner, plan.start[0].clone(), years_ago);
    assert_eq!(planner.pass(years_ago).wake_at, Some(Time(years_ago.0 + 2)));
}

#[test]
fn after_a_night_asleep_everything_due_comes_at_the_usual_pace() {
    let mut planner = planner(
        (0..500)
            .map(|n| looked_at(10, n, &format!("h{}.example", n % 80)))
            .collect(),
    );
    planner.pass(NOW);
    let morning = later(9 * 60 * 60);
    let plan = planner.pass(morning);
    assert_eq!(plan.start.len(), 64);
    assert_eq!(planner.pass(morning).start, []);
}

#[test]
fn p31_after_a_sleep_the_network_is_given_a_moment() {
    let mut planner = planner(vec![looked_at(10, 1, "a.example")]);
    planner.pass(NOW);
    let morning = later(9 * 60 * 60);
    planner.woke(morning);
    let plan = planner.pass(morning);
    assert_eq!(plan.start, []);
    let awake = plan.wake_at.expect("it goes on in a moment");
    assert!((5..=15).contains(&awake.since(morning).as_secs()));
    assert_eq!(started(&planner.pass(awake)), [1]);
}

/// Five feeds on hosts of their own, all asked at `NOW`.
fn five_asked() -> (Planner, Vec<PollFacts>) {
    let mut planner = planner(
        (1..=5)
            .map(|n| looked_at(90, n, &format!("h{n}.example")))
            .collect(),
    );
    let start = planner.pass(NOW).start;
    assert_eq!(start.len(), 5);
    (planner, start)
}

/// Nobody answers for this feed; which feeds are put back as they were.
fn miss(planner: &mut Planner, facts: &PollFacts, now: Time) -> Vec<i64> {
    let failed = PollFacts {
        checked_at: Some(now),
        failures: facts.failures + 1,
        ..facts.clone()
    };
    let back = planner.finished(failed, Reach::Nobody, now);
    for facts in &back {
        assert_eq!(facts.failures, 0, "a look that did not take place");
        assert!(facts.checked_at < Some(NOW));
    }
    back.iter().map(|facts| facts.feed.0).collect()
}

#[test]
fn p30_where_nobody_can_be_reached_nobody_is_at_fault_and_one_is_tried_now_and_then() {
    let (mut planner, start) = five_asked();
    assert_eq!(miss(&mut planner, &start[0], later(1)), [0; 0]);
    assert_eq!(miss(&mut planner, &start[1], later(1)), [0; 0]);
    assert!(!planner.is_offline());
    let back = miss(&mut planner, &start[2], later(1));
    assert_eq!(back.len(), 3);
    assert!(planner.is_offline());
    assert_eq!(miss(&mut planner, &start[3], later(2)).len(), 1);
    assert_eq!(miss(&mut planner, &start[4], later(2)).len(), 1);
    let plan = planner.pass(later(3));
    assert_eq!(plan.start, []);
    let probe = plan.wake_at.expect("somebody is tried later");
    let first = planner.pass(probe).start;
    assert_eq!(first.len(), 1, "one at a time");
    assert_eq!(miss(&mut planner, &first[0], probe).len(), 1);
    let again = planner.pass(probe).wake_at.expect("later again");
    let second = planner.pass(again).start;
    assert_ne!(first[0].feed, second[0].feed, "somebody else");
    finish(&mut planner, second[0].clone(), again);
    assert!(!planner.is_offline());
    assert_eq!(planner.pass(again).start.len(), 4, "all the others at once");
}

#[test]
fn p30_a_person_who_asks_while_nobody_can_be_reached_has_it_tried_at_once() {
    let (mut planner, start) = five_asked();
    for facts in &start {
        miss(&mut planner, facts, NOW);
    }
    assert_eq!(ask(&mut planner, &[1, 2, 3], later(10)), 3);
    let tried = planner.pass(later(10)).start;
    assert_eq!(tried.len(), 1);
    miss(&mut planner, &tried[0], later(11));
    assert_eq!(
        planner.progress(),
        (3, 3),
        "the others are not kept waiting"
    );
    assert!(planner.is_offline());
}

#[test]
fn p36_what_another_process_asks_is_not_asked_here() {
    let mut planner = planner(vec![
        looked_at(20, 1, "a.example"),
        looked_at(20, 2, "b.example"),
    ]);
    assert_eq!(ask(&mut planner, &[1, 2], NOW), 2);
    assert_eq!(planner.pass(NOW).start.len(), 2);
    let newer = looked_at(0, 1, "a.example");
    planner.not_ours(FeedId(1), Some(newer), None, NOW);
    assert_eq!(planner.progress(), (1, 2), "it has been done");
    planner.not_ours(FeedId(2), None, Some(later(5)), NOW);
    assert_eq!(planner.pass(NOW).start, []);
    assert_eq!(planner.pass(later(4)).start, []);
    assert_eq!(started(&planner.pass(later(5))), [2]);
}

#[test]
fn where_nothing_is_asked_by_itself_only_what_is_wanted_is() {
    let mut planner = Planner::new(Policy::default(), false);
    planner.learn(vec![unasked(1, "a.example"), looked_at(20, 2, "b.example")]);
    assert_eq!(planner.pass(NOW), Plan::default());
    let asked = planner.ask(&[FeedId(1), FeedId(2)], Want::Due, NOW);
    assert_eq!(asked.put, 1);
    assert_eq!(asked.left[0].feed, FeedId(2));
    assert!(asked.left[0].why.contains("every"), "{asked:?}");
    assert_eq!(started(&planner.pass(NOW)), [1]);
}

#[test]
fn all_of_a_feed_is_asked_for_once() {
    let mut planner = planner(vec![looked_at(20, 1, "a.example")]);
    let asked = planner.ask(&[FeedId(1)], Want::Whole, NOW);
    assert_eq!(asked.put, 1);
    let start = planner.pass(NOW).start;
    assert!(start[0].wanted_whole);
    finish(&mut planner, looked_at(0, 1, "a.example"), NOW);
    let start = planner.pass(later(2 * 60 * 60)).start;
    assert!(!start[0].wanted_whole);
}

#[test]
fn p16_a_host_that_leads_to_another_waits_for_that_one_too() {
    let led = PollFacts {
        validators_from: Some("http://b.example/real".into()),
        ..looked_at(90, 1, "a.example")
    };
    let mut planner = Planner::new(Policy::default(), false);
    planner.learn(vec![led, looked_at(90, 2, "b.example")]);
    assert_eq!(ask(&mut planner, &[2], NOW), 1);
    assert_eq!(started(&planner.pass(NOW)), [2]);
    assert_eq!(ask(&mut planner, &[1], NOW), 1);
    assert_eq!(planner.pass(later(1)).start, []);
    finish(&mut planner, looked_at(0, 2, "b.example"), later(1));
    assert_eq!(planner.pass(later(1)).wake_at, Some(later(2)));
    let led = planner.pass(later(2)).start;
    assert_eq!(led[0].feed, FeedId(1));
    assert_eq!(ask(&mut planner, &[2], later(700)), 1);
    assert_eq!(
        planner.pass(later(700)).start,
        [],
        "b.example is being asked"
    );
    finish(&mut planner, led[0].clone(), later(701));
    assert_eq!(started(&planner.pass(later(701))), [2]);
}
