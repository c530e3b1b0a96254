//! Three hundred conversations on forty sites over thirty days, each followed by a person at some time in
//! its first day. People talk much in the first hours and then less and less. What is promised to the
//! servers and to the person is counted: requests, and how long a comment stays unseen.

use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, PollFacts, Wishes};
use crate::model::http::{Answer, Answered, Body, Get, Hints, Trace, Validators};
use crate::model::time::Time;
use crate::poll::hand::Want;
use crate::poll::planner::Planner;
use crate::poll::policy::Policy;
use crate::poll::request::request;
use crate::poll::rhythm::{brought, is_over};
use crate::poll::schedule;
use crate::poll::tests::servers::{Dice, START};
use crate::poll::verdict::{Read, is_known, reach, verdict};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::time::Duration;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
const DAYS: u64 = 30;
const TALKS: u64 = 300;
const SITES: u64 = 40;
/// A feed of comments shows so many.
const SHOWN: usize = 10;
/// From so many followed conversations on, the comments of the whole site are asked for in their place.
const ENOUGH: usize = 3;
/// In this time a talk is fresh, and a person waits for what is said next.
const FRESH: u64 = 5 * HOUR;

/// One conversation on its server, and what of it has been read here.
struct Talk {
    site: u64,
    /// When each comment is written, oldest first.
    written: Vec<Time>,
    followed_at: Time,
    /// Which comments have come.
    come: Vec<bool>,
}

impl Talk {
    /// How many there are at a time.
    fn count(&self, at: Time) -> usize {
        self.written.partition_point(|written| *written <= at)
    }
}

/// Posts begin over three weeks. Most talks are short; some sites have many.
fn talk(number: u64, dice: &mut Dice) -> Talk {
    let begun = START.after(Duration::from_secs(dice.roll(20 * DAY)));
    let size = match dice.roll(20) {
        0 => 60 + dice.roll(120),
        1..8 => 15 + dice.roll(40),
        _ => 2 + dice.roll(13),
    };
    // It halves again and again, faster at first: x / (1 - x) spread over an hour and a half.
    let mut written: Vec<Time> = (0..size)
        .map(|_| {
            let x = dice.roll(970);
            begun.after(Duration::from_secs(90 * 60 * x / (1_000 - x)))
        })
        .collect();
    written.sort_unstable();
    let late = match dice.roll(4) {
        0 => dice.roll(DAY),
        _ => dice.roll(3 * HOUR),
    };
    Talk {
        // Half of them on a fifth of the sites.
        site: if number.is_multiple_of(2) {
            number / 2 % (SITES / 5)
        } else {
            number / 2 % SITES
        },
        come: vec![false; written.len()],
        written,
        followed_at: begun.after(Duration::from_secs(late)),
    }
}

struct World {
    planner: Planner,
    policy: Policy,
    now: Time,
    talks: Vec<Talk>,
    /// The comments of whole sites may be asked for.
    by_site: bool,
    facts: HashMap<FeedId, PollFacts>,
    /// For which comment feeds a site's vouches.
    vouched: BTreeMap<FeedId, Vec<FeedId>>,
    /// Requests under way, soonest answered first.
    under_way: BinaryHeap<Reverse<(Time, FeedId)>>,
    flights: HashMap<FeedId, (PollFacts, Time)>,
    tally: Tally,
}

#[derive(Default)]
struct Tally {
    requests: usize,
    /// By site and day.
    per_day: HashMap<(u64, u64), usize>,
    /// Seconds from a comment to its coming, in fresh talks and later.
    fresh: Vec<u64>,
    later: Vec<u64>,
}

fn talk_feed(number: usize) -> FeedId {
    FeedId(i64::try_from(number).expect("three hundred"))
}

fn site_feed(site: u64) -> FeedId {
    FeedId(10_000 + i64::try_from(site).expect("forty"))
}

fn site_of(feed: FeedId) -> u64 {
    u64::try_from(feed.0 - 10_000).expect("it is the feed of a site")
}

impl World {
    fn new(by_site: bool) -> Self {
        let mut dice = Dice(5);
        let policy = Policy::default();
        Self {
            planner: Planner::new(policy.clone(), true),
            policy,
            now: START,
            talks: (0..TALKS).map(|number| talk(number, &mut dice)).collect(),
            by_site,
            facts: HashMap::new(),
            vouched: BTreeMap::new(),
            under_way: BinaryHeap::new(),
            flights: HashMap::new(),
            tally: Tally::default(),
        }
    }

    /// The person follows a conversation.
    fn follow(&mut self, number: usize) {
        let feed = talk_feed(number);
        let site = self.talks[number].site;
        let kind = FeedKind::Comments {
            of: EntryId(feed.0),
        };
        let url = format!("http://s{site}.example/{number}/feed");
        let facts = PollFacts {
            added_at: Some(self.now),
            following: Following::Yes,
            ..PollFacts::unasked(feed, url, kind)
        };
        self.know(facts);
        self.planner.ask(&[feed], Want::News, self.now);
        if self.by_site {
            self.arrange(site);
        }
    }

    fn know(&mut self, facts: PollFacts) {
        self.facts.insert(facts.feed, facts.clone());
        self.planner.learn(vec![facts]);
    }

    /// Where enough conversations of a site are followed, its own feed of comments vouches for them.
    fn arrange(&mut self, site: u64) {
        let is_there = |feed: &FeedId| {
            let facts = &self.facts[feed];
            !is_over(facts, &self.policy, self.now)
        };
        let known = (0..self.talks.len()).filter(|number| self.talks[*number].site == site);
        let known = known.map(talk_feed);
        let followed: Vec<FeedId> = known
            .filter(|feed| self.facts.contains_key(feed))
            .filter(is_there)
            .collect();
        if followed.len() < ENOUGH {
            return;
        }
        let feed = site_feed(site);
        let url = format!("http://s{site}.example/comments/feed");
        let unasked = || PollFacts {
            added_at: Some(self.now),
            ..PollFacts::unasked(feed, url, FeedKind::Site)
        };
        let facts = self.facts.get(&feed).cloned().unwrap_or_else(unasked);
        self.vouched.entry(feed).or_default().extend(followed);
        self.know(PollFacts {
            changed_at: Some(self.now),
            following: Following::Yes,
            ..facts
        });
    }

    /// The comments a feed shows at a time, newest first: of one talk, or of a whole site.
    fn shown(&self, facts: &PollFacts, at: Time) -> Vec<(Time, usize, usize)> {
        let talks = self.talks.iter().enumerate();
        let of = talks.filter(|(number, talk)| match facts.kind {
            FeedKind::Site => talk.site == site_of(facts.feed),
            _ => talk_feed(*number) == facts.feed,
        });
        let mut shown: Vec<(Time, usize, usize)> = of
            .flat_map(|(number, talk)| {
                let count = talk.count(at);
                let newest = count.saturating_sub(SHOWN)..count;
                newest.map(move |index| (talk.written[index], number, index))
            })
            .collect();
        shown.sort_unstable_by(|one, other| other.cmp(one));
        shown.truncate(SHOWN);
        shown
    }

    /// What a `WordPress` answers. Its tag is that of the newest comment on the whole site.
    fn answer(&self, get: &Get, facts: &PollFacts, shown: &[(Time, usize, usize)]) -> Answered {
        let site = match facts.kind {
            FeedKind::Site => site_of(facts.feed),
            _ => self.talks[usize::try_from(facts.feed.0).expect("a talk")].site,
        };
        let on_site = self.talks.iter().filter(|talk| talk.site == site);
        let all: usize = on_site.map(|talk| talk.count(self.now)).sum();
        let tag = format!("\"{all}\"");
        let conditional = !get.validators.is_empty();
        let hints = Hints::default();
        let known = get.validators.etag.as_ref() == Some(&tag);
        let answer = if known {
            Answer::NotModified {
                validators: Validators::default(),
                hints,
                url: get.url.clone(),
                moved_to: None,
            }
        } else {
            Answer::Fresh(Body {
                bytes: format!("{shown:?}").into_bytes(),
                content_type: None,
                links: Vec::new(),
                url: get.url.clone(),
                moved_to: None,
                validators: Validators {
                    etag: Some(tag),
                    last_modified: None,
                },
                hints,
                is_partial: false,
            })
        };
        let trace = Trace {
            status: Some(if known { 304 } else { 200 }),
            conditional,
            ..Trace::default()
        };
        Answered { answer, trace }
    }

    fn land(&mut self, before: &PollFacts, started: Time) {
        let get = request(before, &self.policy, started);
        let shown = self.shown(before, self.now);
        let answered = self.answer(&get, before, &shown);
        let fresh = matches!(&answered.answer, Answer::Fresh(body) if !is_known(before, body));
        let read = if fresh {
            Read::Feed(Wishes::default())
        } else {
            Read::Known
        };
        let reach = reach(before, &answered.answer, &read);
        let mut after = verdict(before.clone(), &answered, &read, &self.policy, self.now);
        let talked = if fresh {
            self.take(before, &shown)
        } else {
            Vec::new()
        };
        if !talked.is_empty() {
            let times: Vec<Time> = shown.iter().map(|comment| comment.0).collect();
            after = brought(after, &times, self.now);
        }
        self.facts.insert(after.feed, after.clone());
        let back = self.planner.finished(after, reach, self.now);
        assert!(back.is_empty(), "everybody can be reached");
        if before.kind == FeedKind::Site {
            let shown = fresh.then_some(&shown[..]);
            self.vouch(before, shown, &talked);
        }
    }

    /// Keeps what came; which followed talks have news.
    fn take(&mut self, facts: &PollFacts, shown: &[(Time, usize, usize)]) -> Vec<FeedId> {
        let mut talked = Vec::new();
        for (written, number, index) in shown.iter().copied() {
            let feed = talk_feed(number);
            let here = feed == facts.feed
                || self
                    .vouched
                    .get(&facts.feed)
                    .is_some_and(|of| of.contains(&feed));
            let talk = &mut self.talks[number];
            if !here || std::mem::replace(&mut talk.come[index], true) {
                continue;
            }
            talked.push(feed);
            // What was said before the person followed is old when it comes.
            if written > talk.followed_at {
                let age = written.since(talk.written[0]).as_secs();
                let delay = self.now.since(written).as_secs();
                if age < FRESH {
                    self.tally.fresh.push(delay);
                } else {
                    self.tally.later.push(delay);
                }
            }
        }
        talked
    }

    /// What the feed of a whole site says of those it vouches for, by the rule of the library.
    fn vouch(
        &mut self,
        before: &PollFacts,
        shown: Option<&[(Time, usize, usize)]>,
        talked: &[FeedId],
    ) {
        let back_to = match shown {
            None => before.ok_at,
            Some(shown) => shown.last().map(|oldest| oldest.0),
        };
        let Some(back_to) = back_to else { return };
        for feed in self.vouched.get(&before.feed).cloned().unwrap_or_default() {
            let facts = self.facts[&feed].clone();
            if facts.ok_at.max(facts.vouched_at) < Some(back_to) {
                continue;
            }
            let news = talked.contains(&feed).then_some(self.now);
            self.know(PollFacts {
                vouched_at: Some(self.now),
                changed_at: news.or(facts.changed_at),
                ..facts
            });
        }
        self.settle(before.feed);
    }

    /// The feed of a site is asked only while two conversations or more go on there.
    fn settle(&mut self, site: FeedId) {
        let feeds = self.vouched.get(&site).into_iter().flatten();
        let going = feeds.filter(|feed| !is_over(&self.facts[feed], &self.policy, self.now));
        let following = if going.count() >= 2 {
            Following::Yes
        } else {
            Following::No
        };
        let facts = PollFacts {
            following,
            ..self.facts[&site].clone()
        };
        self.know(facts);
    }

    fn start(&mut self, facts: PollFacts) {
        let site = facts.url["http://s".len()..].split('.').next();
        let site = site.and_then(|site| site.parse().ok()).expect("its number");
        let day = self.now.since(START).as_secs() / DAY;
        *self.tally.per_day.entry((site, day)).or_default() += 1;
        self.tally.requests += 1;
        let answered = self.now.after(Duration::from_secs(2));
        self.under_way.push(Reverse((answered, facts.feed)));
        self.flights.insert(facts.feed, (facts, self.now));
    }

    /// A month goes by.
    fn live(&mut self) {
        let end = START.after(Duration::from_secs(DAYS * DAY));
        let mut waiting: Vec<(Time, usize)> = self
            .talks
            .iter()
            .enumerate()
            .map(|(number, talk)| (talk.followed_at, number))
            .collect();
        waiting.sort_unstable_by(|one, other| other.cmp(one));
        while self.now < end {
            while let Some((_, number)) = waiting.pop_if(|(at, _)| *at <= self.now) {
                self.follow(number);
            }
            while let Some(Reverse((at, feed))) = self.under_way.peek().copied()
                && at <= self.now
            {
                self.under_way.pop();
                let (facts, started) = self.flights.remove(&feed).expect("it is under way");
                self.land(&facts, started);
            }
            let plan = self.planner.pass(self.now);
            for facts in plan.start {
                self.start(facts);
            }
            let answer = self.under_way.peek().map(|Reverse((at, _))| *at);
            let follow = waiting.last().map(|(at, _)| *at);
            let next = [plan.wake_at, answer, follow].into_iter().flatten().min();
            let next = next.unwrap_or(end).min(end);
            assert!(next > self.now, "a plan may not ask to be woken at once");
            self.now = next;
        }
    }
}

/// What a month came to.
#[derive(Debug)]
struct Figures {
    requests: usize,
    /// The most requests to one site on one day.
    busiest: usize,
    /// Comments that came after their talk was followed.
    came: usize,
    /// Minutes until a comment comes, in the median and for nineteen of twenty.
    fresh: [u64; 2],
    later: [u64; 2],
    /// Comments written while their talk was followed that never came.
    missed: usize,
}

fn lived(by_site: bool) -> Figures {
    let mut world = World::new(by_site);
    world.live();
    for facts in world.facts.values() {
        let due = schedule::moment(facts, &world.policy, world.now);
        assert_eq!(due, None, "{} is not over", facts.url);
    }
    let talks = world.talks.iter().flat_map(|talk| {
        let comments = talk.written.iter().zip(&talk.come);
        comments.filter(|(written, come)| !**come && **written > talk.followed_at)
    });
    let missed = talks.count();
    let tally = &mut world.tally;
    tally.fresh.sort_unstable();
    tally.later.sort_unstable();
    let at = |delays: &[u64], share: usize| delays[(delays.len() - 1) * share / 100] / 60;
    Figures {
        requests: tally.requests,
        busiest: tally.per_day.values().copied().max().unwrap_or(0),
        came: tally.fresh.len() + tally.later.len(),
        fresh: [at(&tally.fresh, 50), at(&tally.fresh, 95)],
        later: [at(&tally.later, 50), at(&tally.later, 95)],
        missed,
    }
}

#[test]
fn a_month_passes_in_which_nobody_waits_long_for_an_answer_and_every_talk_ends() {
    let [each, site] = [false, true].map(lived);
    for figures in [&each, &site] {
        assert!(figures.came > 2_000, "{figures:?}");
        assert!(
            figures.fresh[0] < 20 && figures.fresh[1] < 45,
            "{figures:?}"
        );
        assert!(figures.later[0] < 60, "{figures:?}");
        // In a rush more than ten are written between two looks, and a feed shows ten.
        assert!(figures.missed * 40 < figures.came, "{figures:?}");
    }
    // A dozen conversations on one site are as many requests; one for all of them is a third less.
    let per_day = each.requests / usize::try_from(SITES * DAYS).expect("small");
    assert!(per_day < 20 && each.busiest < 180, "{each:?}");
    assert!(site.requests * 4 < each.requests * 3, "{site:?}, {each:?}");
    assert!(site.busiest < 100, "{site:?}");
}
