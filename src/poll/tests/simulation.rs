//! Five hundred feeds on a hundred hosts over sixty days, with a person who presses refresh now and
//! then, a laptop that sleeps at night, a network that goes away, a hotel, and a clock that is set. What
//! is promised to the servers and to the person is checked at every request.

use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::http::Answer;
use crate::model::report::MoveFate;
use crate::model::time::Time;
use crate::poll::hand::Want;
use crate::poll::moves;
use crate::poll::planner::Planner;
use crate::poll::policy::Policy;
use crate::poll::request::request;
use crate::poll::rhythm::brought;
use crate::poll::schedule;
use crate::poll::tests::servers::{self, Dice, Net, START, Temper, edition, host, temper};
use crate::poll::verdict::{Read, is_known, reach, verdict};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};
use std::time::Duration;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
const DAYS: u64 = 60;
const FEEDS: i64 = 500;
const HOSTS: i64 = 100;
/// Five feeds of a host, each answered within half a minute, and the rest between them.
const QUEUE: Duration = Duration::from_secs(5 * 35);

/// What was sent, and what was known then.
struct Flight {
    facts: PollFacts,
    started: Time,
}

struct World {
    planner: Planner,
    policy: Policy,
    dice: Dice,
    /// By the true clock.
    now: Time,
    /// By which the reader's clock is ahead.
    ahead: i64,
    /// The last time the clock was set, the machine woke, or the network came up.
    upset: Time,
    facts: HashMap<FeedId, PollFacts>,
    /// Requests under way, soonest answered first, by the true clock.
    under_way: BinaryHeap<Reverse<(Time, FeedId)>>,
    flights: HashMap<FeedId, Flight>,
    busy: HashSet<String>,
    last_start: HashMap<String, Time>,
    /// Until when a host asked for rest, by the true clock, and when it did.
    resting: HashMap<String, (Time, Time)>,
    /// Until when the reader leaves a host alone, by the true clock.
    held: HashMap<String, Time>,
    /// When each feed brought something, newest first.
    times: HashMap<FeedId, Vec<Time>>,
    per_day: HashMap<(FeedId, u64), usize>,
    presses: HashMap<u64, usize>,
    asked_at: HashMap<FeedId, Time>,
    tally: Tally,
}

#[derive(Default)]
struct Tally {
    requests: usize,
    by_hand: usize,
    whole: usize,
    unchanged: usize,
    in_vain: usize,
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
        let mut planner = Planner::new(policy.clone(), true);
        planner.learn(facts.values().cloned().collect());
        Self {
            planner,
            policy,
            dice: Dice(1),
            now: START,
            ahead: 0,
            upset: START,
            facts,
            under_way: BinaryHeap::new(),
            flights: HashMap::new(),
            busy: HashSet::new(),
            last_start: HashMap::new(),
            resting: HashMap::new(),
            held: HashMap::new(),
            times: HashMap::new(),
            per_day: HashMap::new(),
            presses: HashMap::new(),
            asked_at: HashMap::new(),
            tally: Tally::default(),
        }
    }

    fn day(&self) -> u64 {
        self.now.since(START).as_secs() / DAY
    }

    /// What the reader's clock shows.
    fn clock(&self) -> Time {
        Time(self.now.0 + self.ahead)
    }

    /// The network goes away for a working day, and one morning is spent in a hotel.
    fn net(&self) -> Net {
        let hour = self.now.since(START).as_secs() / HOUR;
        match hour {
            485..493 => Net::Down,
            730..733 => Net::Portal,
            _ => Net::Up,
        }
    }

    /// Ends the requests that are answered by now.
    fn receive(&mut self) {
        while let Some(Reverse((at, feed))) = self.under_way.peek().copied() {
            if at > self.now {
                break;
            }
            self.under_way.pop();
            let flight = self.flights.remove(&feed).expect("it is under way");
            self.land(flight);
        }
    }

    fn land(&mut self, Flight { facts, started }: Flight) {
        let get = request(&facts, &self.policy, Time(started.0 + self.ahead));
        let (net, clock) = (self.net(), self.clock());
        let (answered, read) = servers::answer(&get, &facts, net, self.now, &mut self.dice);
        let read = match &answered.answer {
            Answer::Fresh(body) if read != Read::Known && is_known(&facts, body) => Read::Known,
            _ => read,
        };
        self.note(&facts, &answered.answer);
        let reach = reach(&facts, &answered.answer, &read);
        let mut after = verdict(facts.clone(), &answered, &read, &self.policy, clock);
        if matches!((&answered.answer, &read), (Answer::Fresh(_), Read::Feed(_))) {
            let times = self.times.entry(facts.feed).or_default();
            times.insert(0, Time(edition(facts.feed, self.now)));
            after = brought(after, times, clock);
        }
        if moves::proven(&after, &self.policy).is_some() {
            let all: Vec<PollFacts> = self.facts.values().cloned().collect();
            if moves::fate(&after, None, &all, &self.policy) == MoveFate::Followed {
                after = moves::followed(after);
            }
        }
        let name = host(&facts.url).0;
        self.busy.remove(name);
        if let Some(until) = after.not_before {
            self.held
                .insert(name.to_owned(), Time(until.0 - self.ahead));
        }
        self.facts.insert(after.feed, after.clone());
        for before in self.planner.finished(after, reach, clock) {
            self.facts.insert(before.feed, before);
        }
    }

    /// What the server remembers of this request.
    fn note(&mut self, facts: &PollFacts, answer: &Answer) {
        match answer {
            Answer::Fresh(_) => self.tally.whole += 1,
            Answer::NotModified { .. } => self.tally.unchanged += 1,
            Answer::Unreachable { .. } => self.tally.in_vain += 1,
            Answer::Refused { status, hints, .. } => {
                let rest = match (status, hints.retry_after) {
                    (_, Some(rest)) => rest,
                    (429, None) => Duration::from_hours(1),
                    _ => return,
                };
                let name = host(&facts.url).0.to_owned();
                self.resting.insert(name, (self.now.after(rest), self.now));
            }
            Answer::Gone => {}
        }
    }

    /// Presses refresh on everything; what that may start is checked in `start`.
    fn press(&mut self) {
        let feeds: Vec<FeedId> = (0..FEEDS).map(FeedId).collect();
        let asked = self.planner.ask(&feeds, Want::NewsOfAll, self.clock());
        assert_eq!(asked.put + asked.left.len(), feeds.len(), "each is told of");
        let left: HashSet<FeedId> = asked.left.iter().map(|refusal| refusal.feed).collect();
        for feed in feeds.into_iter().filter(|feed| !left.contains(feed)) {
            self.asked_at.insert(feed, self.now);
        }
        self.tally.by_hand += asked.put;
        *self.presses.entry(self.day()).or_default() += 1;
    }

    /// Checks one request against every promise, and sends it.
    fn start(&mut self, facts: PollFacts) {
        let (feed, now) = (facts.feed, self.now);
        let name = host(&facts.url).0.to_owned();
        let known = PollFacts {
            refusals: 0,
            ..self.facts[&feed].clone()
        };
        let told = PollFacts {
            refusals: 0,
            ..facts.clone()
        };
        assert_eq!(told, known, "the planner knows what is known");
        assert!(self.busy.insert(name.clone()), "{name} asked twice at once");
        assert!(self.under_way.len() < self.policy.at_once);
        if let Some((until, since)) = self.resting.get(&name)
            && *since > self.upset
        {
            assert!(now >= *until, "{name} asked for rest");
        }
        if let Some(last) = self.last_start.insert(name.clone(), now) {
            let rested = now >= last.after(self.policy.host_gap) || last <= self.upset;
            assert!(rested, "{name} hurried");
        }
        let asked_at = self.asked_at.remove(&feed);
        let due = schedule::moment(&facts, &self.policy, self.clock());
        match due.filter(|due| *due <= self.clock()) {
            Some(due) => self.check_in_time(&name, Time(due.0 - self.ahead)),
            None => assert!(
                asked_at.is_some(),
                "{feed:?} is not due, and nobody wants it"
            ),
        }
        assert!(!facts.gone, "{feed:?} is gone");
        *self.per_day.entry((feed, self.day())).or_default() += 1;
        self.tally.requests += 1;
        let answered = now.after(Duration::from_secs(1 + self.dice.roll(30)));
        self.under_way.push(Reverse((answered, feed)));
        let started = now;
        self.flights.insert(feed, Flight { facts, started });
    }

    /// A feed is asked when it falls due, or as soon as its host has rested and answered the others.
    fn check_in_time(&self, name: &str, due: Time) {
        let rest = self.held.get(name).copied();
        let able = due.max(rest.unwrap_or(due)).max(self.upset);
        let late = self.now.since(able);
        if self.net() != Net::Up {
            return;
        }
        // After the network was down the first to be tried may be any.
        let patience = QUEUE * 2 + self.policy.probe_longest;
        let day = self.day();
        assert!(
            late <= patience,
            "{name}: {late:?} late on day {day}, held until {rest:?}, due {due:?}, now {:?}",
            self.now
        );
    }

    /// The machine sleeps; what was under way breaks off.
    fn sleep_until(&mut self, to: Time) {
        let broken: Vec<Flight> = self.flights.drain().map(|(_, flight)| flight).collect();
        self.under_way.clear();
        self.now = to;
        self.upset = to;
        self.planner.woke(self.clock());
        for flight in broken {
            self.land(flight);
        }
    }

    fn set_clock(&mut self, ahead: i64) {
        self.ahead = ahead;
        self.upset = self.now;
        self.asked_at.clear();
    }

    fn check_day(&self, day: u64) {
        let by_hand = self.presses.get(&day).copied().unwrap_or(0);
        for ((feed, _), count) in self.per_day.iter().filter(|((_, on), _)| *on == day) {
            let talks = self.facts[feed].kind != FeedKind::Articles;
            // Hourly at most, a lively conversation three times as often, and once for each press.
            let most = if talks { 72 } else { 24 } + by_hand + 1;
            assert!(
                *count <= most,
                "{feed:?} was asked {count} times on day {day}"
            );
        }
    }
}

/// What happens by itself at certain hours.
fn happen(world: &mut World, hour: u64) {
    match hour {
        // Ten years ahead for an hour, and later three hours back.
        1_000 => world.set_clock(10 * 365 * 24 * 3_600),
        1_200 => world.set_clock(-3 * 3_600),
        1_001 | 1_203 => world.set_clock(0),
        493 | 733 => world.upset = world.now,
        _ => {}
    }
    // At night, and on the day before the hotel the lid stays closed from noon.
    if hour % 24 == 23 {
        let to = world.now.after(Duration::from_hours(8));
        world.sleep_until(to);
    }
    if hour % 7 == 5 {
        world.press();
    }
}

#[test]
fn sixty_days_pass_in_which_every_server_is_spared_and_every_feed_is_read() {
    let mut world = World::new();
    let end = START.after(Duration::from_secs(DAYS * DAY));
    let mut hour = 0;
    while world.now < end {
        world.receive();
        let elapsed = world.now.since(START).as_secs() / HOUR;
        if elapsed > hour {
            hour = elapsed;
            if hour % 24 == 0 {
                world.check_day(hour / 24 - 1);
            }
            happen(&mut world, hour);
            hour = world.now.since(START).as_secs() / HOUR;
        }
        let plan = world.planner.pass(world.clock());
        for facts in plan.start {
            world.start(facts);
        }
        let wake = plan.wake_at.map(|at| Time(at.0 - world.ahead));
        let answer = world.under_way.peek().map(|Reverse((at, _))| *at);
        let next_hour = START.after(Duration::from_secs((hour + 1) * HOUR));
        let wakes = [wake, answer, Some(next_hour)];
        let next = wakes.into_iter().flatten().min().unwrap_or(end);
        assert!(next > world.now, "a plan may not ask to be woken at once");
        world.now = next;
    }
    check_end(&world);
}

fn check_end(world: &World) {
    for facts in world.facts.values() {
        let name = host(&facts.url).0;
        assert!(!name.contains("portal"), "a hotel took {} along", facts.url);
        match temper(&facts.url) {
            Temper::Moving => assert!(name.starts_with("newh"), "{} stayed", facts.url),
            Temper::Leaving => assert_eq!(facts.gone, facts.feed.0 % 2 == 0, "{}", facts.url),
            Temper::Mute => assert!(facts.failures > 20, "{}", facts.url),
            Temper::Deaf | Temper::Weak => assert!(facts.tags_ignored > 0, "{}", facts.url),
            _ => {}
        }
        if let Some(due) = schedule::moment(facts, &world.policy, world.clock()) {
            let due = Time(due.0 - world.ahead);
            if due < world.now {
                world.check_in_time(name, due);
            }
        }
    }
    let Tally {
        requests,
        by_hand,
        whole,
        unchanged,
        in_vain,
    } = world.tally;
    assert!(requests > 100_000, "{requests} requests in {DAYS} days");
    assert!(by_hand > 1_000, "{by_hand} of them by hand");
    assert!(unchanged > whole, "{unchanged} unchanged, {whole} whole");
    assert!(in_vain < requests / 20, "{in_vain} in vain");
}
