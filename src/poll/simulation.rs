//! A month of polling in a second: three hundred feeds on sixty hosts, servers that answer all
//! that servers answer, and a person who presses refresh now and then. What is promised to the
//! servers and to the person is checked at every request.

use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, PollFacts, Wishes};
use crate::model::http::{Answer, Body, Hints, Validators};
use crate::model::time::Time;
use crate::poll::planner::Planner;
use crate::poll::policy::Policy;
use crate::poll::rhythm::brought;
use crate::poll::schedule::{self, Due};
use crate::poll::verdict::{Read, verdict};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Duration;

const START: Time = Time(1_800_000_000);
const DAYS: u64 = 30;
const FEEDS: i64 = 300;
const HOSTS: i64 = 60;
/// Ten in the evening to four in the morning, and Saturday and Sunday.
const NIGHT: u32 = 0xc0_000f;
const WEEKEND: u8 = 0x60;
/// Five feeds of a host, each answered within half a minute, and the rest between them.
const QUEUE: Duration = Duration::from_secs(5 * 35);

/// A stream of numbers that is the same on every run (a linear congruence, Knuth's constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

struct World {
    planner: Planner,
    policy: Policy,
    dice: Dice,
    now: Time,
    facts: HashMap<FeedId, PollFacts>,
    /// Requests under way, soonest answered first.
    under_way: BinaryHeap<Reverse<(Time, FeedId)>>,
    busy: HashMap<String, FeedId>,
    last_start: HashMap<String, Time>,
    blocked: HashMap<String, Time>,
    /// When each feed brought something, newest first.
    times: HashMap<FeedId, Vec<Time>>,
    requests: usize,
    by_hand: usize,
}

fn host(facts: &PollFacts) -> String {
    facts.url.split('/').nth(2).unwrap_or_default().to_owned()
}

/// Every sixth feed wants to be left alone at night, every ninth on the weekend.
fn wishes(feed: FeedId) -> Wishes {
    Wishes {
        skip_hours: if feed.0 % 6 == 5 { NIGHT } else { 0 },
        skip_days: if feed.0 % 9 == 8 { WEEKEND } else { 0 },
        ..Wishes::default()
    }
}

impl World {
    fn new() -> Self {
        let policy = Policy::default();
        let feed = |n: i64| {
            let kind = if n % 10 == 0 {
                FeedKind::Comments { of: EntryId(n) }
            } else {
                FeedKind::Articles
            };
            let url = format!("http://h{}.example/{n}", n % HOSTS);
            (FeedId(n), PollFacts::unasked(FeedId(n), url, kind))
        };
        let facts: HashMap<FeedId, PollFacts> = (0..FEEDS).map(feed).collect();
        let mut planner = Planner::new(policy.clone());
        planner.learn(facts.values().cloned().collect());
        Self {
            planner,
            policy,
            dice: Dice(1),
            now: START,
            facts,
            under_way: BinaryHeap::new(),
            busy: HashMap::new(),
            last_start: HashMap::new(),
            blocked: HashMap::new(),
            times: HashMap::new(),
            requests: 0,
            by_hand: 0,
        }
    }

    /// What a server says. The dice decide, but each kind of feed has its temper.
    fn answer(&mut self, feed: FeedId) -> (Answer, Read) {
        let hints = |fresh_for: Option<u64>, retry_after: Option<u64>| Hints {
            fresh_for: fresh_for.map(Duration::from_secs),
            retry_after: retry_after.map(Duration::from_secs),
        };
        let roll = self.dice.roll(1_000);
        let answer = match roll {
            0..400 => Answer::NotModified {
                validators: Validators::default(),
                hints: hints((roll < 100).then_some(roll * 60), None),
                moved_to: None,
            },
            400..940 => Answer::Fresh(Body {
                bytes: roll.to_le_bytes().to_vec(),
                content_type: None,
                links: Vec::new(),
                url: String::new(),
                moved_to: None,
                validators: Validators {
                    etag: (feed.0 % 4 != 0).then(|| format!("\"{roll}\"")),
                    last_modified: None,
                },
                hints: hints((roll < 500).then_some(7_200), None),
            }),
            940..942 => Answer::Gone,
            942..950 => Answer::Refused {
                status: 429,
                hints: hints(None, Some(roll * 20)),
            },
            950..955 => Answer::Refused {
                status: 429,
                hints: hints(None, None),
            },
            955..960 => Answer::Refused {
                status: 503,
                hints: hints(None, Some(90)),
            },
            960..980 => Answer::Refused {
                status: 404,
                hints: hints(None, None),
            },
            _ => Answer::Unreachable {
                why: "it took too long".into(),
            },
        };
        let read = match self.dice.roll(20) {
            0..8 => Read::Feed(wishes(feed)),
            8..19 => Read::Known,
            _ => Read::Unreadable("this page is no feed".into()),
        };
        (answer, read)
    }

    /// Ends the requests that are answered by now.
    fn receive(&mut self) {
        while let Some(Reverse((at, feed))) = self.under_way.peek().copied() {
            if at > self.now {
                break;
            }
            self.under_way.pop();
            let (answer, read) = self.answer(feed);
            let before = self.facts[&feed].clone();
            let mut after = verdict(before, &answer, &read, &self.policy, self.now);
            if matches!((&answer, &read), (Answer::Fresh(_), Read::Feed(_))) {
                let times = self.times.entry(feed).or_default();
                times.insert(0, self.now);
                after = brought(after, times, self.now);
            }
            self.busy.remove(&host(&after));
            if let Some(until) = after.not_before {
                let block = self.blocked.entry(host(&after)).or_insert(until);
                *block = until.max(*block);
            }
            self.facts.insert(feed, after.clone());
            self.planner.finished(after, self.now);
        }
    }

    /// Presses refresh on everything; what that may start is checked in `start`.
    fn refresh(&mut self) -> Vec<FeedId> {
        let feeds: Vec<FeedId> = (0..FEEDS).map(FeedId).collect();
        let may = |feed: &FeedId| {
            let facts = &self.facts[feed];
            !facts.gone && schedule::by_hand(facts, &self.policy, self.now) == Due::Now
        };
        let asked = feeds.into_iter().filter(may).collect::<Vec<_>>();
        self.by_hand += self.planner.ask(&asked, self.now);
        asked
    }

    /// Checks one request against every promise, and sends it.
    fn start(&mut self, facts: &PollFacts, asked_at: Option<Time>) {
        let (feed, host, now) = (facts.feed, host(facts), self.now);
        assert_eq!(facts, &self.facts[&feed], "the planner knows what is known");
        assert_eq!(
            self.busy.insert(host.clone(), feed),
            None,
            "{host} asked twice at once"
        );
        assert!(self.under_way.len() < self.policy.at_once);
        assert!(!facts.gone, "{feed:?} is gone");
        if let Some(until) = self.blocked.get(&host) {
            assert!(now >= *until, "{host} asked for rest");
        }
        if let Some(last) = self.last_start.insert(host.clone(), now) {
            assert!(now >= last.after(self.policy.host_gap), "{host} hurried");
        }
        match schedule::moment(facts, &self.policy, now) {
            Some(due) if due <= now => self.check_in_time(&host, due),
            _ => {
                let asked_at = asked_at.expect("a feed not due is asked only by hand");
                assert!(
                    now.since(asked_at) <= QUEUE * 2,
                    "{feed:?} kept a person waiting"
                );
                let rested = facts
                    .checked_at
                    .is_none_or(|at| now >= at.after(self.policy.by_hand));
                assert!(rested, "{feed:?} was looked at a moment ago");
            }
        }
        self.requests += 1;
        let answered = now.after(Duration::from_secs(1 + self.dice.roll(30)));
        self.under_way.push(Reverse((answered, feed)));
    }

    /// A feed is asked when it falls due, or as soon as its host has rested and answered the others.
    fn check_in_time(&self, host: &str, due: Time) {
        let able = self
            .blocked
            .get(host)
            .copied()
            .max(Some(due))
            .unwrap_or(due)
            .max(START);
        let late = self.now.since(able);
        assert!(late <= QUEUE * 2, "{host}: {late:?} late");
    }
}

#[test]
fn a_month_passes_in_which_every_server_is_spared_and_every_feed_is_read() {
    let mut world = World::new();
    let end = START.after(Duration::from_secs(DAYS * 24 * 60 * 60));
    let mut next_refresh = START.after(Duration::from_hours(7));
    let mut asked_at = HashMap::new();
    while world.now < end {
        world.receive();
        if world.now >= next_refresh {
            for feed in world.refresh() {
                asked_at.insert(feed, world.now);
            }
            next_refresh = world.now.after(Duration::from_hours(7));
        }
        let plan = world.planner.pass(world.now);
        for facts in &plan.start {
            world.start(facts, asked_at.remove(&facts.feed));
        }
        let answer = world.under_way.peek().map(|Reverse((at, _))| *at);
        let wakes = [plan.wake_at, answer, Some(next_refresh)];
        let next = wakes.into_iter().flatten().min().unwrap_or(end);
        assert!(next > world.now, "a plan may not ask to be woken at once");
        world.now = next;
    }
    for facts in world.facts.values() {
        if let Some(due) =
            schedule::moment(facts, &world.policy, world.now).filter(|at| *at < world.now)
        {
            world.check_in_time(&host(facts), due);
        }
    }
    assert!(
        world.requests > 20_000,
        "{} requests in {DAYS} days",
        world.requests
    );
    assert!(world.by_hand > 1_000, "{} of them by hand", world.by_hand);
    let gone = world.facts.values().filter(|facts| facts.gone).count();
    assert!(gone > 10, "{gone} feeds went for good");
}
