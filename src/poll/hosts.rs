//! One server is never asked twice at once, nor twice in quick succession, and not at all while it
//! asks to be left alone – whichever of its feeds it was that it said so about.

use crate::model::feed::HostFacts;
use crate::model::time::Time;
use crate::poll::known;
use crate::poll::policy::Policy;
use crate::poll::schedule::believable;
use std::collections::HashMap;
use std::time::Duration;
use url::Url;

/// A host among those known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HostId(usize);

/// What is known of every host asked so far.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    ids: HashMap<String, HostId>,
    gates: Vec<Gate>,
}

#[derive(Debug, Default)]
struct Gate {
    /// From the start of one request to the start of the next, as this host publishes.
    gap: Duration,
    /// Answers 429 in a row without a word on how long.
    refusals: u32,
    in_flight: bool,
    last_start: Option<Time>,
    not_before: Option<Time>,
    /// Its first feed in line leads to another host, which is not free before this.
    postponed: Option<Time>,
}

impl Hosts {
    /// The number of the host that serves this address.
    pub(crate) fn id(&mut self, url: &str) -> HostId {
        self.id_of(host_of(url))
    }

    /// Takes over what is durably known of a host.
    pub(crate) fn learn(&mut self, facts: HostFacts, policy: &Policy, now: Time) -> HostId {
        let host = self.id_of(facts.name);
        let gate = &mut self.gates[host.0];
        let cap = policy.retry_after_cap;
        let rest = facts.not_before.filter(|&at| believable(at, cap, now));
        gate.not_before = gate.not_before.max(rest);
        gate.refusals = facts.refusals;
        gate.last_start = gate.last_start.max(facts.asked_at.filter(|&at| at <= now));
        host
    }

    fn id_of(&mut self, name: String) -> HostId {
        let gates = &mut self.gates;
        *self.ids.entry(name).or_insert_with_key(|name| {
            gates.push(Gate {
                gap: known::of(&format!("http://{name}/")).gap,
                ..Gate::default()
            });
            HostId(gates.len() - 1)
        })
    }

    /// The moment from which this host may be asked, which may lie in the past; nothing while it
    /// is being asked.
    pub(crate) fn free_at(&self, host: HostId, policy: &Policy) -> Option<Time> {
        let gate = &self.gates[host.0];
        if gate.in_flight {
            return None;
        }
        let gap = policy.host_gap.max(gate.gap);
        let rested = gate.last_start.map(|at| at.after(gap));
        let free = rested.max(gate.not_before).max(gate.postponed);
        Some(free.unwrap_or(Time(i64::MIN)))
    }

    /// This host's turn comes when the other one, to which it leads, is free.
    pub(crate) fn postpone(&mut self, host: HostId, until: Time) {
        self.gates[host.0].postponed = Some(until);
    }

    /// Until when this host asked to be left alone, if that lies ahead.
    pub(crate) fn blocked_until(&self, host: HostId, now: Time) -> Option<Time> {
        self.gates[host.0].not_before.filter(|&until| until > now)
    }

    /// Answers 429 in a row without a word on how long.
    pub(crate) fn refusals(&self, host: HostId) -> u32 {
        self.gates[host.0].refusals
    }

    pub(crate) fn refused(&mut self, host: HostId, times: u32) {
        self.gates[host.0].refusals = times;
    }

    pub(crate) fn started(&mut self, host: HostId, now: Time) {
        let gate = &mut self.gates[host.0];
        gate.in_flight = true;
        gate.postponed = None;
        gate.last_start = Some(now);
    }

    pub(crate) fn ended(&mut self, host: HostId) {
        self.gates[host.0].in_flight = false;
    }

    /// The host asked not to be asked before `until`; a longer rest asked for earlier stands.
    pub(crate) fn block(&mut self, host: HostId, until: Time) {
        let gate = &mut self.gates[host.0];
        gate.not_before = gate.not_before.max(Some(until));
    }

    /// The clock was put back: what was noted by it means nothing now. Who is being asked stands.
    pub(crate) fn forget_times(&mut self) {
        for gate in &mut self.gates {
            gate.last_start = None;
            gate.not_before = None;
            gate.postponed = None;
        }
    }
}

/// Host and port in lower case. Two ports are two servers; two names for one machine cannot be told.
/// An address that is none stands for itself, so that it is still asked, and fails, only once at a time.
pub fn host_of(url: &str) -> String {
    let host = Url::parse(url).ok().and_then(|url| {
        let host = url.host_str()?.to_lowercase();
        Some(format!("{host}:{}", url.port_or_known_default()?))
    });
    host.unwrap_or_else(|| url.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_host_is_taken_over() {
        let policy = Policy::default();
        let mut hosts = Hosts::default();
        let facts = HostFacts {
            name: "a.example:80".into(),
            refusals: 2,
            not_before: Some(Time(500)),
            asked_at: Some(Time(90)),
        };
        let host = hosts.learn(facts, &policy, Time(100));
        assert_eq!(host, hosts.id("http://a.example/1"));
        assert_eq!(hosts.refusals(host), 2);
        assert_eq!(hosts.free_at(host, &policy), Some(Time(500)));
    }

    #[test]
    fn p16b_a_host_that_publishes_how_it_wants_to_be_asked_is_asked_so() {
        let policy = Policy::default();
        let mut hosts = Hosts::default();
        let host = hosts.id("https://www.reddit.com/r/rust/.rss");
        hosts.started(host, Time(100));
        hosts.ended(host);
        assert_eq!(hosts.free_at(host, &policy), Some(Time(160)));
    }

    #[test]
    fn feeds_of_one_server_are_known_to_share_it() {
        let check = |url, expect| assert_eq!(host_of(url), expect);
        check("http://Example.ORG/feed", "example.org:80");
        check("https://example.org/feed?x", "example.org:443");
        check("http://user:word@example.org:8080/", "example.org:8080");
        check("http://[::1]/feed", "[::1]:80");
        check("http://B\u{fc}cher.example/", "xn--bcher-kva.example:80");
        check("Not an address", "not an address");
    }

    #[test]
    fn a_host_rests_between_requests_and_as_long_as_it_asked_for() {
        let policy = Policy::default();
        let mut hosts = Hosts::default();
        let host = hosts.id("http://a.example/1");
        assert_eq!(host, hosts.id("http://A.example:80/2"));
        assert_ne!(host, hosts.id("https://a.example/1"));
        assert!(hosts.free_at(host, &policy) <= Some(Time(0)));

        hosts.started(host, Time(100));
        assert_eq!(hosts.free_at(host, &policy), None);
        hosts.ended(host);
        assert_eq!(
            hosts.free_at(host, &policy),
            Some(Time(100).after(policy.host_gap))
        );

        hosts.block(host, Time(500));
        hosts.block(host, Time(400));
        assert_eq!(hosts.free_at(host, &policy), Some(Time(500)));
        assert_eq!(hosts.blocked_until(host, Time(499)), Some(Time(500)));
        assert_eq!(hosts.blocked_until(host, Time(500)), None);

        hosts.forget_times();
        assert!(hosts.free_at(host, &policy) <= Some(Time(0)));
    }
}
