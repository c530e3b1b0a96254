//! One server is never asked twice at once, nor twice in quick succession, and not at all while it
//! asks to be left alone – whichever of its feeds it was that it said so about.

use crate::model::time::Time;
use crate::poll::policy::Policy;
use std::collections::HashMap;
use url::Url;

/// A host among those known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct HostId(usize);

/// What is known of every host asked so far. Only `not_before` outlives the program, in the facts
/// of the feed that was told.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    ids: HashMap<String, HostId>,
    gates: Vec<Gate>,
}

#[derive(Debug, Default)]
struct Gate {
    in_flight: bool,
    last_start: Option<Time>,
    not_before: Option<Time>,
}

impl Hosts {
    /// The number of the host that serves this address.
    pub(crate) fn id(&mut self, url: &str) -> HostId {
        let gates = &mut self.gates;
        *self.ids.entry(host_of(url)).or_insert_with(|| {
            gates.push(Gate::default());
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
        let rested = gate.last_start.map(|at| at.after(policy.host_gap));
        Some(rested.max(gate.not_before).unwrap_or(Time(i64::MIN)))
    }

    /// Whether this host asked to be left alone for longer than until now.
    pub(crate) fn is_blocked(&self, host: HostId, now: Time) -> bool {
        self.gates[host.0]
            .not_before
            .is_some_and(|until| until > now)
    }

    pub(crate) fn started(&mut self, host: HostId, now: Time) {
        let gate = &mut self.gates[host.0];
        gate.in_flight = true;
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
        }
    }
}

/// Host and port in lower case. Two ports are two servers; two names for one machine cannot be told.
/// An address that is none stands for itself, so that it is still asked, and fails, only once at a time.
pub(crate) fn host_of(url: &str) -> String {
    let host = Url::parse(url).ok().and_then(|url| {
        let host = url.host_str()?.to_lowercase();
        Some(format!("{host}:{}", url.port_or_known_default()?))
    });
    host.unwrap_or_else(|| url.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

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
        assert!(hosts.is_blocked(host, Time(499)));
        assert!(!hosts.is_blocked(host, Time(499).after(Duration::from_secs(1))));

        hosts.forget_times();
        assert!(hosts.free_at(host, &policy) <= Some(Time(0)));
    }
}
