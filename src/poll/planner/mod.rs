//! Which feeds to ask now, and when to look again.
//!
//! The planner is the only source of requests. It is told what is known of each feed, what a
//! person asked for and what came back; everything else – when a feed is due, whether its host may
//! be asked, how many are under way – it works out, and it keeps nothing that has to be saved.

use crate::model::feed::{FeedId, HostFacts, PollFacts};
use crate::model::health::Next;
use crate::model::time::Time;
use crate::poll::hand::{self, Refusal, Want};
use crate::poll::hosts::{HostId, Hosts};
use crate::poll::line::Line;
use crate::poll::network::{Network, Reach};
use crate::poll::policy::Policy;
use crate::poll::schedule::{self, CLOCK_SLACK};
use std::collections::{HashMap, HashSet};
use std::time::Duration;

/// Feeds to ask now, and the next moment at which another may be asked; nothing where that depends
/// on one now under way, or no feed is ever due.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    pub start: Vec<PollFacts>,
    pub wake_at: Option<Time>,
}

/// What became of a wish to have feeds asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// How many were put in line.
    pub put: usize,
    /// Those that may not be asked, and why.
    pub left: Vec<Refusal>,
}

/// Decides who is asked and when.
///
/// Every feed a pass says to start must be reported by [`Planner::finished`] or, if it was not asked
/// after all, by [`Planner::not_ours`]; then, and whenever `wake_at` comes, [`Planner::pass`] is to be
/// called again.
#[derive(Debug)]
pub struct Planner {
    policy: Policy,
    /// Feeds are asked when they are due; otherwise only when somebody wants it.
    by_itself: bool,
    hosts: Hosts,
    feeds: HashMap<FeedId, Feed>,
    line: Line,
    in_flight: HashMap<FeedId, Flight>,
    network: Network,
    /// Hosts under way, and those that wait because they lead there.
    waiting: HashSet<(HostId, HostId)>,
    /// Feeds of which all is wanted at the next look.
    whole: HashSet<FeedId>,
    /// Learnt since the last look at the clock; not yet in line.
    unplaced: Vec<FeedId>,
    last_look: Option<Time>,
    /// The machine has just woken: nobody is asked before this.
    awake_at: Option<Time>,
    done: usize,
    total: usize,
}

#[derive(Debug)]
struct Feed {
    facts: PollFacts,
    host: HostId,
    /// The host its server sends one on to.
    leads_to: Option<HostId>,
}

#[derive(Debug)]
struct Flight {
    host: HostId,
    leads_to: Option<HostId>,
    started: Time,
    asked: bool,
    before: PollFacts,
}

impl Planner {
    /// With `by_itself`, feeds are asked as they fall due; otherwise only those that are wanted.
    pub fn new(policy: Policy, by_itself: bool) -> Self {
        Self {
            policy,
            by_itself,
            hosts: Hosts::default(),
            feeds: HashMap::new(),
            line: Line::default(),
            in_flight: HashMap::new(),
            network: Network::default(),
            waiting: HashSet::new(),
            whole: HashSet::new(),
            unplaced: Vec::new(),
            last_look: None,
            awake_at: None,
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

    /// Takes over what is durably known of hosts.
    pub fn learn_hosts(&mut self, facts: Vec<HostFacts>, now: Time) {
        for facts in facts {
            let host = self.hosts.learn(facts, &self.policy, now);
            self.list(host);
        }
    }

    /// This feed is asked no more. A request under way runs out.
    pub fn forget(&mut self, feed: FeedId) {
        if let Some(known) = self.feeds.remove(&feed) {
            self.done += usize::from(self.line.take_out(feed));
            self.list(known.host);
        }
    }

    /// Puts feeds first in line because a person wants them asked, as far as they may be. Those in line
    /// already stay there and are not counted.
    pub fn ask(&mut self, feeds: &[FeedId], want: Want, now: Time) -> Asked {
        self.look(now);
        if self.done == self.total {
            (self.done, self.total) = (0, 0);
        }
        let mut asked = Asked::default();
        for feed in feeds {
            match self.ask_one(*feed, want, now) {
                Ok(put) => asked.put += usize::from(put),
                Err(refusal) => asked.left.push(refusal),
            }
        }
        if asked.put > 0 {
            self.network.probe_now(now);
        }
        self.total += asked.put;
        asked
    }

    /// What to start now. Never more at once than the policy allows, never two of one host.
    pub fn pass(&mut self, now: Time) -> Plan {
        self.look(now);
        let paused = self.awake_at.max(self.network.probe_at());
        if let Some(until) = paused.filter(|&until| until > now) {
            let (start, wake_at) = (Vec::new(), Some(until));
            return Plan { start, wake_at };
        }
        let mut start = Vec::new();
        let at_once = if self.network.is_down() {
            1
        } else {
            self.policy.at_once.max(1)
        };
        while self.in_flight.len() < at_once
            && let Some((feed, host)) = self.line.first(now)
        {
            if self.must_wait(feed, host, now) {
                continue;
            }
            start.extend(self.start(feed, host, now));
        }
        let full = self.in_flight.len() >= at_once;
        let wake_at = if full { None } else { self.line.next_moment() };
        Plan { start, wake_at }
    }

    /// A request is over; `facts` is what is known now. Where nobody was reached because of the network
    /// here, these are the facts that hold instead, as they were before.
    #[must_use]
    pub fn finished(&mut self, mut facts: PollFacts, reach: Reach, now: Time) -> Vec<PollFacts> {
        let feed = facts.feed;
        let flight = self.in_flight.remove(&feed);
        if let Some(flight) = &flight {
            self.land(flight);
            self.hosts.refused(flight.host, facts.refusals);
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
        match (reach, flight) {
            (Reach::Nobody, Some(flight))
                if self.network.is_evidence(&flight.before, flight.started) =>
            {
                return self.missed(flight, now);
            }
            (Reach::Somebody, _) if self.network.reached(now) => {
                self.unplaced.extend(self.feeds.keys());
            }
            _ => {}
        }
        Vec::new()
    }

    /// A feed that was to be started was not asked: another process has done so, and `facts` is what it
    /// knows now, or asks its host and will do so until then.
    pub fn not_ours(
        &mut self,
        feed: FeedId,
        facts: Option<PollFacts>,
        until: Option<Time>,
        now: Time,
    ) {
        let Some(flight) = self.in_flight.remove(&feed) else {
            return;
        };
        self.land(&flight);
        if let Some(until) = until {
            self.hosts.block(flight.host, until);
        }
        if let Some(facts) = facts {
            self.keep(facts);
        }
        self.place(feed, now);
        if flight.asked && until.is_some() && self.feeds.contains_key(&feed) {
            self.line.put_asked(feed, flight.host);
        } else {
            self.done += usize::from(flight.asked);
        }
        self.list(flight.host);
    }

    /// The machine slept: the network is given a moment to come up, and not everybody wakes in the same.
    pub fn woke(&mut self, now: Time) {
        let scatter = schedule::scatter(0, now.0) % (self.policy.waking.as_secs() * 2 + 1);
        let wait = self.policy.waking + Duration::from_secs(scatter);
        self.awake_at = Some(now.after(wait));
    }

    /// Whether nobody can be reached, so that nobody is asked.
    pub fn is_offline(&self) -> bool {
        self.network.is_down()
    }

    /// Of the feeds a person asked for since the last time all were done: how many are done, and
    /// how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, self.total)
    }

    /// The hosts of a request that is over may be asked again.
    fn land(&mut self, flight: &Flight) {
        for host in [Some(flight.host), flight.leads_to].into_iter().flatten() {
            self.hosts.ended(host);
            self.list(host);
            let waiting = std::mem::take(&mut self.waiting);
            for (other, waits) in waiting {
                if other == host {
                    self.list(waits);
                } else {
                    self.waiting.insert((other, waits));
                }
            }
        }
    }

    fn missed(&mut self, flight: Flight, now: Time) -> Vec<PollFacts> {
        let host = flight.host;
        let back = self.network.missed(host, flight.before, &self.policy, now);
        for facts in &back {
            self.keep(facts.clone());
            self.place(facts.feed, now);
        }
        if let Some(next) = self.network.probe_at() {
            let hosts: HashSet<HostId> = self.feeds.values().map(|known| known.host).collect();
            for host in hosts {
                self.done += self.line.no_longer_asked(host);
                self.list(host);
            }
            // Somebody else is tried next.
            for facts in &back {
                if self.by_itself && self.feeds.contains_key(&facts.feed) {
                    let host = self.feeds[&facts.feed].host;
                    self.line
                        .put_due(facts.feed, host, next.after(self.policy.probe_first));
                    self.list(host);
                }
            }
        }
        back
    }

    /// Notes the time. If the clock was put back, everything noted by it is worked out anew.
    fn look(&mut self, now: Time) {
        let put_back = self
            .last_look
            .is_some_and(|last| now.after(CLOCK_SLACK) < last);
        if put_back {
            self.hosts.forget_times();
            self.awake_at = None;
            self.network.forget_times(now);
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
        let from = facts.validators_from.as_deref();
        let leads_to = from.map(|from| self.hosts.id(from));
        let leads_to = leads_to.filter(|other| *other != host);
        let known = Feed {
            facts,
            host,
            leads_to,
        };
        let known = self.feeds.insert(feed, known);
        if let Some(old) = known.map(|known| known.host).filter(|old| *old != host) {
            if self.line.take_out(feed) {
                self.line.put_asked(feed, host);
            }
            self.list(old);
        }
    }

    /// Puts a feed in line by its facts, and lets its host rest if the facts say so.
    fn place(&mut self, feed: FeedId, now: Time) {
        let Some(Feed { facts, host, .. }) = self.feeds.get(&feed) else {
            return;
        };
        let host = *host;
        if let Some(until) = schedule::held_until(facts, &self.policy, now).filter(|&at| at > now) {
            self.hosts.block(host, until);
            self.done += self.line.no_longer_asked(host);
        }
        if !self.in_flight.contains_key(&feed) {
            let due = schedule::moment(facts, &self.policy, now).filter(|_| self.by_itself);
            match due {
                Some(at) => self.line.put_due(feed, host, at),
                None if self.line.is_asked(feed) => {}
                None => {
                    self.line.take_out(feed);
                }
            }
        }
        self.list(host);
    }

    /// Whether it was put in line; not if it stands there already.
    fn ask_one(&mut self, feed: FeedId, want: Want, now: Time) -> Result<bool, Refusal> {
        if let Some(flight) = self.in_flight.get_mut(&feed) {
            return Ok(!std::mem::replace(&mut flight.asked, true));
        }
        let Some(Feed { facts, host, .. }) = self.feeds.get(&feed) else {
            return Ok(false);
        };
        let host = *host;
        if want == Want::Due {
            hand::is_due(facts, &self.policy, now)?;
        } else {
            hand::may(facts, want, &self.policy, now)?;
        }
        if let Some(until) = self.hosts.blocked_until(host, now) {
            return Err(Refusal {
                feed,
                next: Next::At(until),
                why: hand::resting(until, now),
                may_insist: false,
            });
        }
        if want == Want::Whole {
            self.whole.insert(feed);
        }
        if self.line.is_asked(feed) {
            return Ok(false);
        }
        self.line.put_asked(feed, host);
        self.list(host);
        Ok(true)
    }

    /// Whether a feed has to wait because another host, to which its own leads, is not free; then its
    /// host waits with it.
    fn must_wait(&mut self, feed: FeedId, host: HostId, now: Time) -> bool {
        let Some(other) = self.feeds.get(&feed).and_then(|known| known.leads_to) else {
            return false;
        };
        match self.hosts.free_at(other, &self.policy) {
            Some(free) if free <= now => false,
            Some(free) => {
                self.hosts.postpone(host, free);
                self.list(host);
                true
            }
            None => {
                self.line.list(host, None);
                self.waiting.insert((other, host));
                true
            }
        }
    }

    fn start(&mut self, feed: FeedId, host: HostId, now: Time) -> Option<PollFacts> {
        let asked = self.line.take_out(feed);
        let before = self.feeds.get(&feed).map(|known| known.facts.clone());
        let start = before.map(|before| {
            let leads_to = self.feeds.get(&feed).and_then(|known| known.leads_to);
            for host in [Some(host), leads_to].into_iter().flatten() {
                self.hosts.started(host, now);
            }
            let start = PollFacts {
                refusals: self.hosts.refusals(host),
                wanted_whole: self.whole.remove(&feed),
                ..before.clone()
            };
            let flight = Flight {
                host,
                leads_to,
                started: now,
                asked,
                before,
            };
            self.in_flight.insert(feed, flight);
            if let Some(other) = leads_to {
                self.list(other);
            }
            start
        });
        self.list(host);
        start
    }

    fn list(&mut self, host: HostId) {
        self.line.list(host, self.hosts.free_at(host, &self.policy));
    }
}

#[cfg(test)]
mod tests;
