//! Which feeds to ask now, and when to look again.
//!
//! The planner is the only source of requests. It is told what is known of each feed, what a
//! person asked for and what came back; everything else – when a feed is due, whether its host may
//! be asked, how many are under way – it works out, and it keeps nothing that has to be saved.

use crate::model::feed::{FeedId, PollFacts};
use crate::model::time::Time;
use crate::poll::hosts::{HostId, Hosts};
use crate::poll::line::Line;
use crate::poll::policy::Policy;
use crate::poll::schedule::{self, CLOCK_SLACK, Due};
use std::collections::HashMap;

/// Feeds to ask now, and the next moment at which another may be asked; nothing where that depends
/// on one now under way, or no feed is ever due.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    pub start: Vec<PollFacts>,
    pub wake_at: Option<Time>,
}

/// Decides who is asked and when.
///
/// Every feed a pass says to start must be reported by [`Planner::finished`]; then, and whenever
/// `wake_at` comes, [`Planner::pass`] is to be called again.
#[derive(Debug)]
pub struct Planner {
    policy: Policy,
    hosts: Hosts,
    feeds: HashMap<FeedId, Feed>,
    line: Line,
    in_flight: HashMap<FeedId, Flight>,
    /// Learnt since the last look at the clock; not yet in line.
    unplaced: Vec<FeedId>,
    last_look: Option<Time>,
    done: usize,
    total: usize,
}

#[derive(Debug)]
struct Feed {
    facts: PollFacts,
    host: HostId,
}

#[derive(Debug)]
struct Flight {
    host: HostId,
    started: Time,
    asked: bool,
}

impl Planner {
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            hosts: Hosts::default(),
            feeds: HashMap::new(),
            line: Line::default(),
            in_flight: HashMap::new(),
            unplaced: Vec::new(),
            last_look: None,
            done: 0,
            total: 0,
        }
    }

    /// Takes these feeds up, or takes over what is now known of them.
    pub fn learn(&mut self, facts: Vec<PollFacts>) {
        for facts in facts {
            let feed = facts.feed;
            self.keep(facts);
            self.unplaced.push(feed);
        }
    }

    /// This feed is asked no more. A request under way runs out.
    pub fn forget(&mut self, feed: FeedId) {
        if let Some(known) = self.feeds.remove(&feed) {
            self.done += usize::from(self.line.take_out(feed));
            self.list(known.host);
        }
    }

    /// Puts feeds first in line because a person asked for them, and says how many. Left out are
    /// those looked at a moment ago, those whose server asked for rest, and those in line already.
    pub fn ask(&mut self, feeds: &[FeedId], now: Time) -> usize {
        self.look(now);
        if self.done == self.total {
            (self.done, self.total) = (0, 0);
        }
        let put = feeds
            .iter()
            .filter(|feed| self.ask_one(**feed, now))
            .count();
        self.total += put;
        put
    }

    /// What to start now. Never more at once than the policy allows, never two of one host.
    pub fn pass(&mut self, now: Time) -> Plan {
        self.look(now);
        let mut start = Vec::new();
        let at_once = self.policy.at_once.max(1);
        while self.in_flight.len() < at_once
            && let Some((feed, host)) = self.line.first(now)
        {
            start.extend(self.start(feed, host, now));
        }
        let full = self.in_flight.len() >= at_once;
        let wake_at = if full { None } else { self.line.next_moment() };
        Plan { start, wake_at }
    }

    /// A request is over; `facts` is what is known now.
    pub fn finished(&mut self, mut facts: PollFacts, now: Time) {
        let feed = facts.feed;
        if let Some(flight) = self.in_flight.remove(&feed) {
            self.hosts.ended(flight.host);
            self.list(flight.host);
            self.done += usize::from(flight.asked);
            // Whatever went wrong, a look took place: a feed is never asked again straight away.
            if facts.checked_at.is_none_or(|at| at < flight.started) {
                facts.checked_at = Some(now);
            }
        }
        if self.feeds.contains_key(&feed) {
            self.keep(facts);
            self.place(feed, now);
        }
    }

    /// Of the feeds a person asked for since the last time all were done: how many are done, and
    /// how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, self.total)
    }

    /// Notes the time. If the clock was put back, everything noted by it is worked out anew.
    fn look(&mut self, now: Time) {
        let put_back = self
            .last_look
            .is_some_and(|last| now.after(CLOCK_SLACK) < last);
        if put_back {
            self.hosts.forget_times();
            self.unplaced.extend(self.feeds.keys());
        }
        self.last_look = Some(now);
        for feed in std::mem::take(&mut self.unplaced) {
            self.place(feed, now);
        }
    }

    fn keep(&mut self, facts: PollFacts) {
        let feed = facts.feed;
        let host = self.hosts.id(&facts.url);
        let known = self.feeds.insert(feed, Feed { facts, host });
        if let Some(old) = known.map(|known| known.host).filter(|old| *old != host) {
            if self.line.take_out(feed) {
                self.line.put_asked(feed, host);
            }
            self.list(old);
        }
    }

    /// Puts a feed in line by its facts, and lets its host rest if the facts say so.
    fn place(&mut self, feed: FeedId, now: Time) {
        let Some(Feed { facts, host }) = self.feeds.get(&feed) else {
            return;
        };
        let host = *host;
        if let Some(until) = schedule::held_until(facts, &self.policy, now).filter(|&at| at > now) {
            self.hosts.block(host, until);
            self.done += self.line.no_longer_asked(host);
        }
        if !self.in_flight.contains_key(&feed) {
            match schedule::moment(facts, &self.policy, now) {
                Some(at) => self.line.put_due(feed, host, at),
                None if self.line.is_asked(feed) => {}
                None => {
                    self.line.take_out(feed);
                }
            }
        }
        self.list(host);
    }

    fn ask_one(&mut self, feed: FeedId, now: Time) -> bool {
        if let Some(flight) = self.in_flight.get_mut(&feed) {
            return !std::mem::replace(&mut flight.asked, true);
        }
        let Some(Feed { facts, host }) = self.feeds.get(&feed) else {
            return false;
        };
        let host = *host;
        let allowed = schedule::by_hand(facts, &self.policy, now) == Due::Now
            && !self.hosts.is_blocked(host, now)
            && !self.line.is_asked(feed);
        if allowed {
            self.line.put_asked(feed, host);
            self.list(host);
        }
        allowed
    }

    fn start(&mut self, feed: FeedId, host: HostId, now: Time) -> Option<PollFacts> {
        let asked = self.line.take_out(feed);
        let facts = self.feeds.get(&feed).map(|known| known.facts.clone());
        if facts.is_some() {
            self.hosts.started(host, now);
            let flight = Flight {
                host,
                started: now,
                asked,
            };
            self.in_flight.insert(feed, flight);
        }
        self.list(host);
        facts
    }

    fn list(&mut self, host: HostId) {
        self.line.list(host, self.hosts.free_at(host, &self.policy));
    }
}

#[cfg(test)]
mod tests {
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
            validators: Validators {
                etag: Some("\"a\"".into()),
                last_modified: None,
            },
            ..unasked(feed, host)
        }
    }

    fn planner(facts: Vec<PollFacts>) -> Planner {
        let mut planner = Planner::new(Policy::default());
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
        planner.finished(facts, now);
    }

    /// Asks for these feeds at `NOW` and says which are started.
    fn check_asked(facts: Vec<PollFacts>, expect: &[i64]) {
        let feeds: Vec<FeedId> = facts.iter().map(|facts| facts.feed).collect();
        let mut planner = planner(facts);
        assert_eq!(planner.ask(&feeds, NOW), expect.len());
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
        assert_eq!(plan.start.len(), 48);
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
        assert_eq!(planner.ask(&[FeedId(900)], NOW), 1);
        assert!(started(&planner.pass(NOW)).contains(&900));
    }

    #[test]
    fn pressing_refresh_twenty_times_asks_once() {
        let mut planner = planner(vec![looked_at(20, 1, "a.example")]);
        let put: usize = (0..20).map(|_| planner.ask(&[FeedId(1)], NOW)).sum();
        assert_eq!(put, 1);
        let plan = planner.pass(NOW);
        assert_eq!(started(&plan), [1]);
        assert_eq!(planner.ask(&[FeedId(1)], NOW), 0);
        finish(&mut planner, plan.start[0].clone(), later(1));
        assert_eq!(planner.progress(), (1, 1));
        assert_eq!(planner.ask(&[FeedId(1)], later(60)), 0);
        assert_eq!(planner.pass(later(60)).start, []);
    }

    #[test]
    fn asking_for_a_feed_under_way_joins_it() {
        let mut planner = planner(vec![unasked(1, "a.example")]);
        let plan = planner.pass(NOW);
        assert_eq!(planner.progress(), (0, 0));
        assert_eq!(planner.ask(&[FeedId(1)], NOW), 1);
        assert_eq!(planner.pass(NOW).start, []);
        finish(&mut planner, plan.start[0].clone(), later(1));
        assert_eq!(planner.progress(), (1, 1));
    }

    #[test]
    fn a_server_that_asks_for_rest_gets_it_for_all_its_feeds() {
        let mut planner = planner((1..=3).map(|n| looked_at(20, n, "a.example")).collect());
        assert_eq!(planner.ask(&[FeedId(1), FeedId(2), FeedId(3)], NOW), 3);
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
        planner.finished(plan.start[0].clone(), later(1));
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
        assert_eq!(planner.ask(&[FeedId(1), FeedId(2)], NOW), 0);
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
                .map(|n| looked_at(10, n, &format!("h{}.example", n % 60)))
                .collect(),
        );
        planner.pass(NOW);
        let morning = later(9 * 60 * 60);
        let plan = planner.pass(morning);
        assert_eq!(plan.start.len(), 48);
        assert_eq!(planner.pass(morning).start, []);
    }
}
