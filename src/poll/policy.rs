//! The numbers of polite polling in one place, so that a person can turn them and a test can
//! shrink hours to seconds.

use crate::model::feed::{PollFacts, Quiet};
use crate::poll::known;
use jiff::tz::TimeZone;
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// How often and how hard servers may be asked. Everything is kept to whole seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Requests in flight over all hosts. One host is never asked twice at once.
    pub at_once: usize,
    /// From the start of one request to a host to the start of the next.
    pub host_gap: Duration,
    /// The shortest interval between two looks at a feed of articles.
    pub base: Duration,
    /// The longest interval: a feed that has been silent for years is still looked at this often.
    /// Also the most a feed's own `<ttl>` or `Cache-Control` can ask for.
    pub longest: Duration,
    /// A feed of articles is looked at so often in the time that usually passes between two of them.
    pub looks_per_gap: u32,
    /// So long after it was added a feed is looked at as often as may be, whatever its rhythm.
    pub young: Duration,
    /// The shortest interval for a feed whose server gives no validators, because every look
    /// costs it the whole body.
    pub without_validators: Duration,
    /// A feed just looked at is not looked at again by hand before this.
    pub by_hand: Duration,
    /// A lively conversation: the interval while it is not yet an hour quiet; each quiet hour
    /// adds as much again, until it is `talk_cools` quiet.
    pub talk_lively: Duration,
    /// Quiet time after which a conversation counts as cooling.
    pub talk_cools: Duration,
    /// A cooling conversation: twice this, and as much again for each quiet day.
    pub talk_cool: Duration,
    /// Quiet time after which a conversation is over and asked only by hand.
    pub talk_ends: Duration,
    /// Failures in a row after which a comment feed is asked only by hand.
    pub talk_failures: u32,
    /// A feed is asked again at a person's insistence, but not before this.
    pub insisted: Duration,
    /// A feed is asked for the whole of it at a person's insistence so long after it last came whole.
    pub whole_again: Duration,
    /// After so long of nothing but "not modified" a silent feed is asked for all of it, once.
    pub stuck: Duration,
    /// Wait after the first 403; each further one in a row doubles it.
    pub first_forbidden: Duration,
    /// After failing for so long a feed is probably dead.
    pub dead: Duration,
    /// Wait after the first failure; each further failure in a row doubles it.
    pub first_failure: Duration,
    /// The longest wait after failures.
    pub longest_failure: Duration,
    /// The most a server can ask for with Retry-After.
    pub retry_after_cap: Duration,
    /// A feed is followed to where its server says it has moved for good after so many looks …
    pub move_sightings: u32,
    /// … over so long a time, so that no mistake of a day and no network of a hotel moves it …
    pub move_proven: Duration,
    /// … and only if fewer than this many hosts began to point to the same host …
    pub move_crowd: usize,
    /// … within this long of one another.
    pub move_cycle: Duration,
    /// When nothing is asked by itself, where the person lives.
    pub quiet: Option<Quiet>,
    /// Where the person lives.
    pub zone: TimeZone,
    /// So many hosts that cannot be reached, and none that can, mean that the network here is down.
    pub offline_hosts: usize,
    /// While it is, one feed is tried after so long; each time in vain doubles it …
    pub probe_first: Duration,
    /// … up to this.
    pub probe_longest: Duration,
    /// After a sleep the network is given so long to come up.
    pub waking: Duration,
    /// The most that is added to an interval so that feeds do not march in step. It is never more
    /// than a tenth of the interval, and never makes one shorter.
    pub jitter: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            at_once: 64,
            host_gap: Duration::from_secs(2),
            base: HOUR,
            longest: DAY,
            looks_per_gap: 4,
            young: 7 * DAY,
            without_validators: 2 * HOUR,
            by_hand: 10 * MINUTE,
            insisted: MINUTE,
            whole_again: DAY,
            stuck: 30 * DAY,
            first_forbidden: 6 * HOUR,
            dead: 30 * DAY,
            talk_lively: 20 * MINUTE,
            talk_cools: 5 * HOUR,
            talk_cool: HOUR,
            talk_ends: 7 * DAY,
            talk_failures: 7,
            first_failure: HOUR,
            longest_failure: DAY,
            retry_after_cap: 7 * DAY,
            move_sightings: 3,
            move_proven: 2 * DAY,
            move_crowd: 3,
            move_cycle: HOUR,
            offline_hosts: 3,
            probe_first: Duration::from_secs(30),
            probe_longest: 10 * MINUTE,
            waking: Duration::from_secs(5),
            quiet: None,
            zone: TimeZone::UTC,
            jitter: 10 * MINUTE,
        }
    }
}

impl Policy {
    /// The wait after `failures` failures in a row: 1 h, 2 h, 4 h … up to a day.
    pub fn after_failures(&self, failures: u32) -> Duration {
        self.doubled(self.first_failure, failures)
    }

    /// The wait after `failures` failures in a row, the last of them with this status.
    pub(crate) fn after_status(&self, facts: &PollFacts) -> Duration {
        match facts.status {
            Some(_) if facts.challenged => self.longest_failure,
            Some(403) => self.doubled(self.first_forbidden, facts.failures),
            Some(404) if known::of(&facts.url).says_404_lightly => self.first_failure,
            _ => self.after_failures(facts.failures),
        }
    }

    /// The most that is believed of how long an answer from this address holds.
    pub(crate) fn freshest(&self, url: &str) -> Duration {
        if known::of(url).means_max_age {
            self.longest * 30
        } else {
            self.longest
        }
    }

    /// From the start of one request to the host of this address to the start of the next.
    pub fn gap(&self, url: &str) -> Duration {
        self.host_gap.max(known::of(url).gap)
    }

    fn doubled(&self, first: Duration, times: u32) -> Duration {
        let doublings = times.saturating_sub(1).min(31);
        first
            .saturating_mul(1 << doublings)
            .min(self.longest_failure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_server_is_left_alone_longer_and_longer_but_never_more_than_a_day() {
        let policy = Policy::default();
        let hours: Vec<u64> = [1, 2, 3, 4, 5, 6, 7, 40, u32::MAX]
            .map(|failures| policy.after_failures(failures).as_secs() / 3600)
            .to_vec();
        assert_eq!(hours, [1, 2, 4, 8, 16, 24, 24, 24, 24]);
    }
}
