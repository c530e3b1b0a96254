//! Whether the network here works, told from who could be reached.
//!
//! When several hosts that were well cannot be reached one after the other and nobody can, it is not
//! they who are down. A feed that was failing before tells nothing, nor does one that was asked before
//! somebody else answered: dead servers take longest, and are the last to be heard of. Then their looks are taken back, nothing more is asked, and one feed is tried now and then. A
//! network that answers in everyone's place, as a hotel's does before one has logged in, is no network
//! either.

use crate::model::feed::PollFacts;
use crate::model::time::Time;
use crate::poll::hosts::HostId;
use crate::poll::policy::Policy;
use std::time::Duration;

/// Failures so far apart have nothing to do with one another.
const TOGETHER: Duration = Duration::from_mins(10);
/// After so many tries in vain one an hour will do.
const PATIENT: u32 = 150;

/// What the end of a request says of the network here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// A server answered, whatever it said.
    Somebody,
    /// Nobody did, and the network may be at fault.
    Nobody,
    /// Nothing: the feed is not on the web, or what came could not be kept.
    Unknown,
}

/// What is known of the network here.
#[derive(Debug, Default)]
pub(crate) struct Network {
    missed: Vec<Missed>,
    /// When somebody last answered.
    reached_at: Option<Time>,
    down: Option<Down>,
}

/// A host that could not be reached, and what was known before of the feed it was asked for.
#[derive(Debug)]
struct Missed {
    host: HostId,
    before: PollFacts,
    at: Time,
}

#[derive(Debug)]
struct Down {
    probe_at: Time,
    tries: u32,
}

impl Network {
    /// A server answered; whether nobody could be reached before.
    pub(crate) fn reached(&mut self, now: Time) -> bool {
        self.missed.clear();
        self.reached_at = Some(now);
        self.down.take().is_some()
    }

    /// Whether it says something of the network that nobody answered for this feed, asked at `started`.
    pub(crate) fn is_evidence(&self, before: &PollFacts, started: Time) -> bool {
        let was_well = before.failures == 0 && before.ok_at.is_some();
        match self.reached_at {
            _ if self.is_down() => true,
            None => before.failures == 0,
            Some(at) => was_well && started > at,
        }
    }

    /// The clock was put back.
    pub(crate) fn forget_times(&mut self, now: Time) {
        self.reached_at = self.reached_at.map(|at| at.min(now));
        self.probe_now(now);
    }

    /// Somebody could not be reached, and that says something. If that is the network's fault, these are the facts as they were
    /// before anybody was asked in vain.
    pub(crate) fn missed(
        &mut self,
        host: HostId,
        before: PollFacts,
        policy: &Policy,
        now: Time,
    ) -> Vec<PollFacts> {
        if let Some(down) = &mut self.down {
            down.tries = down.tries.saturating_add(1);
            down.probe_at = now.after(wait(down.tries, policy));
            return vec![before];
        }
        let at = now;
        self.missed
            .retain(|missed| now.since(missed.at) <= TOGETHER && missed.host != host);
        self.missed.push(Missed { host, before, at });
        if self.missed.len() < policy.offline_hosts {
            return Vec::new();
        }
        self.down = Some(Down {
            probe_at: now.after(policy.probe_first),
            tries: 1,
        });
        let missed = std::mem::take(&mut self.missed);
        missed.into_iter().map(|missed| missed.before).collect()
    }

    pub(crate) fn is_down(&self) -> bool {
        self.down.is_some()
    }

    /// When somebody is to be tried, while nobody can be reached.
    pub(crate) fn probe_at(&self) -> Option<Time> {
        self.down.as_ref().map(|down| down.probe_at)
    }

    /// A person wants to know now.
    pub(crate) fn probe_now(&mut self, now: Time) {
        if let Some(down) = &mut self.down {
            down.probe_at = down.probe_at.min(now);
        }
    }
}

fn wait(tries: u32, policy: &Policy) -> Duration {
    if tries > PATIENT {
        return policy.probe_longest.max(Duration::from_hours(1));
    }
    policy
        .probe_first
        .saturating_mul(1 << tries.saturating_sub(1).min(16))
        .min(policy.probe_longest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::{FeedId, FeedKind};
    use crate::poll::hosts::Hosts;

    const NOW: Time = Time(1_800_000_000);

    struct Room {
        network: Network,
        hosts: Hosts,
        policy: Policy,
    }

    impl Room {
        fn new() -> Self {
            Self {
                network: Network::default(),
                hosts: Hosts::default(),
                policy: Policy::default(),
            }
        }

        /// Feed `n` of host `h` cannot be reached after so many seconds; which feeds are put back.
        fn miss(&mut self, h: u32, n: i64, seconds: u64) -> Vec<i64> {
            let url = format!("http://h{h}.example/{n}");
            let host = self.hosts.id(&url);
            let before = PollFacts::unasked(FeedId(n), url, FeedKind::Articles);
            let now = NOW.after(Duration::from_secs(seconds));
            let back = self.network.missed(host, before, &self.policy, now);
            back.iter().map(|facts| facts.feed.0).collect()
        }
    }

    #[test]
    fn p30_three_hosts_in_vain_and_nobody_reached_is_no_network_and_no_failure_of_theirs() {
        let mut room = Room::new();
        assert_eq!(room.miss(1, 1, 0), [0; 0]);
        assert_eq!(room.miss(2, 2, 1), [0; 0]);
        assert_eq!(room.miss(3, 3, 2), [1, 2, 3]);
        assert!(room.network.is_down());
        assert_eq!(room.miss(4, 4, 3), [4], "one that was under way");
        assert!(room.network.reached(NOW));
        assert!(!room.network.is_down() && !room.network.reached(NOW));
    }

    #[test]
    fn p30_one_host_that_is_down_is_down_itself() {
        let mut room = Room::new();
        for n in 0..9 {
            assert_eq!(room.miss(1, n, 0), [0; 0]);
        }
        assert_eq!(room.miss(2, 20, 0), [0; 0]);
        assert!(!room.network.reached(NOW));
        assert_eq!(room.miss(3, 30, 0), [0; 0], "somebody was reached before");
        let mut room = Room::new();
        for (h, seconds) in [(1, 0), (2, 1_000), (3, 2_000)] {
            assert_eq!(room.miss(h, i64::from(h), seconds), [0; 0], "far apart");
        }
    }

    #[test]
    fn p30_a_feed_that_was_failing_or_was_asked_before_somebody_answered_tells_nothing() {
        let mut network = Network::default();
        let feed = |ok_at, failures| PollFacts {
            ok_at,
            failures,
            ..PollFacts::unasked(FeedId(1), "http://a.example/", FeedKind::Articles)
        };
        let (before, after) = (Time(NOW.0 - 1), Time(NOW.0 + 1));
        assert!(
            network.is_evidence(&feed(None, 0), before),
            "the first of all"
        );
        assert!(!network.is_evidence(&feed(None, 1), before));
        network.reached(NOW);
        assert!(!network.is_evidence(&feed(Some(before), 0), before));
        assert!(network.is_evidence(&feed(Some(before), 0), after));
        assert!(
            !network.is_evidence(&feed(None, 0), after),
            "it may be dead"
        );
        assert!(!network.is_evidence(&feed(Some(before), 1), after));
    }

    #[test]
    fn p30_while_nobody_can_be_reached_one_is_tried_now_and_then() {
        let mut room = Room::new();
        for h in 1..=3 {
            room.miss(h, i64::from(h), 0);
        }
        let mut waits = Vec::new();
        let mut at = 0;
        for _ in 0..8 {
            let probe = room.network.probe_at().expect("nobody can be reached");
            waits.push(probe.0 - NOW.0 - i64::try_from(at).unwrap());
            at = u64::try_from(probe.0 - NOW.0).unwrap();
            room.miss(1, 1, at);
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 600, 600, 600]);
        room.network.probe_now(NOW);
        assert_eq!(room.network.probe_at(), Some(NOW));
    }
}
