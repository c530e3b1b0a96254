//! How often a feed is looked at by what it has done so far, before anybody's wishes are heard.
//!
//! A feed is asked a few times in the span it usually takes to bring something, less and less often
//! when it falls silent, and hourly at the beginning, when a person is curious and nothing is known.
//! A conversation cools down and ends.

use crate::model::comment::Following;
use crate::model::feed::{FeedKind, PollFacts};
use crate::model::time::Time;
use crate::poll::policy::Policy;
use crate::poll::why::{Because, Why};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);
/// Gaps between entries that are looked at; more would remember a rhythm long gone.
const GAPS: usize = 10;

/// The facts of a feed that brought something just now. `times` are those of its entries, newest
/// first: when they were published, or first seen where that is not known.
#[must_use]
pub fn brought(facts: PollFacts, times: &[Time], now: Time) -> PollFacts {
    PollFacts {
        changed_at: Some(now),
        gap: usual_gap(times),
        ..facts
    }
}

/// The median of the last gaps between different times; nothing where there is no gap. Entries of
/// the same second came together and are one event.
fn usual_gap(times: &[Time]) -> Option<Duration> {
    let gaps = times.windows(2).map(|pair| pair[0].since(pair[1]));
    let gaps = gaps.filter(|gap| !gap.is_zero());
    let mut gaps: Vec<Duration> = gaps.take(GAPS).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied()
}

/// Whether it brings a conversation that nobody follows: it is asked only by hand.
pub(crate) fn is_unfollowed(facts: &PollFacts) -> bool {
    let follows = matches!(facts.following, Following::Yes | Following::Pinned);
    facts.kind != FeedKind::Articles && !follows
}

/// Whether it is not asked by itself any more because nobody talks.
pub fn is_over(facts: &PollFacts, policy: &Policy, now: Time) -> bool {
    let known = facts.checked_at.max(facts.vouched_at);
    let known = known.filter(|_| !is_unfollowed(facts) && facts.kind != FeedKind::Articles);
    known.is_some_and(|at| matches!(interval(facts, at.min(now), policy), Err(Why::TalkOver(_))))
}

/// The interval from the look at `checked` to the next, or why there is none by itself.
pub(crate) fn interval(
    facts: &PollFacts,
    checked: Time,
    policy: &Policy,
) -> Result<(Duration, Why), Why> {
    let talk = facts.kind != FeedKind::Articles;
    let pinned = facts.following == Following::Pinned;
    if talk && facts.failures >= policy.talk_failures && !pinned {
        return Err(Why::Failing(facts.failures));
    }
    if facts.failures > 0 {
        let wait = policy.after_status(facts);
        return Ok((wait, Why::Failing(facts.failures)));
    }
    let quiet = facts
        .changed_at
        .map_or(Duration::ZERO, |at| checked.since(at));
    if let (false, Some(wait)) = (talk, facts.preferences.interval) {
        Ok((wait, Why::Set(wait)))
    } else if !talk {
        let (wait, because) = article_interval(facts, checked, quiet, policy);
        Ok((wait, Why::Interval(wait, because)))
    } else if quiet >= policy.talk_ends && pinned {
        Ok((DAY, Why::Pinned))
    } else if quiet >= policy.talk_ends {
        Err(Why::TalkOver(quiet))
    } else {
        let wait = talk_interval(quiet, policy);
        Ok((wait, Why::Talk(wait)))
    }
}

/// A part of the usual gap, or a tenth of how long it has been silent if that is longer.
fn article_interval(
    facts: &PollFacts,
    checked: Time,
    quiet: Duration,
    policy: &Policy,
) -> (Duration, Because) {
    let is_web = facts.url.starts_with("http");
    let (shortest, least) = if is_web && facts.validators.is_empty() {
        let costly = policy.base.max(policy.without_validators);
        (costly, Because::Costly)
    } else {
        (policy.base, Because::Lively)
    };
    let gap = facts.gap.unwrap_or_default();
    let by_gap = gap / policy.looks_per_gap.max(1);
    let young = facts
        .added_at
        .is_some_and(|added| checked.since(added) < policy.young);
    let (wait, because) = match by_gap.max(quiet / 10) {
        _ if young => (policy.base, Because::Young),
        wait if wait == by_gap => (wait, Because::Gap(gap)),
        wait => (wait, Because::Quiet(quiet)),
    };
    let wait = wait.min(policy.longest);
    if wait > shortest || young && wait == shortest {
        (wait, because)
    } else {
        (shortest, least)
    }
}

/// A conversation cools: minutes while people talk, hours when they stop, days later not at all.
fn talk_interval(quiet: Duration, policy: &Policy) -> Duration {
    let (unit, step, least) = if quiet < policy.talk_cools {
        (Duration::from_hours(1), policy.talk_lively, 1)
    } else {
        (DAY, policy.talk_cool, 2)
    };
    let units = quiet.as_secs_f64() / unit.as_secs_f64();
    step.saturating_mul(least)
        .saturating_add(step.mul_f64(units))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::FeedId;
    use crate::model::http::Validators;
    use crate::poll::schedule;

    const HOUR: i64 = 3_600;
    const YEAR: i64 = 365 * 24 * HOUR;
    const NOW: Time = Time(1_800_000_000);

    /// A feed with validators, added a year ago, that brought something just now.
    fn feed(gap: Option<i64>) -> PollFacts {
        let hours = |hours| Duration::from_hours(u64::try_from(hours).expect("no hours of debt"));
        PollFacts {
            validators: Validators {
                etag: Some("\"a\"".into()),
                last_modified: None,
            },
            added_at: Some(Time(NOW.0 - YEAR)),
            changed_at: Some(NOW),
            checked_at: Some(NOW),
            gap: gap.map(hours),
            ..PollFacts::unasked(FeedId(7), "http://a.example/feed", FeedKind::Articles)
        }
    }

    #[test]
    fn p13_the_usual_gap_is_the_median_of_the_last_ten() {
        let check = |hours_ago: &[i64], expect: Option<u64>| {
            let times: Vec<Time> = hours_ago
                .iter()
                .map(|hours| Time(NOW.0 - hours * HOUR))
                .collect();
            let expect = expect.map(Duration::from_hours);
            assert_eq!(
                brought(feed(None), &times, NOW).gap,
                expect,
                "{hours_ago:?}"
            );
        };
        check(&[], None);
        check(&[1], None);
        check(&[0, 24], Some(24));
        check(&[0, 24, 24, 24, 48], Some(24));
        check(&[5, 5, 5], None);
        check(&[0, 1, 25, 49], Some(24));
        check(&[0, 500, 524, 548, 572], Some(24));
        check(
            &[
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1_000, 2_000, 3_000, 4_000, 5_000,
            ],
            Some(1),
        );
    }

    #[test]
    fn p13_a_feed_is_looked_at_in_its_own_rhythm_and_the_reason_is_told() {
        let check = |facts: PollFacts, expect: &str| {
            let (_, why) = interval(&facts, NOW, &Policy::default())
                .unwrap_or_else(|why| panic!("asked only by hand: {why}"));
            assert_eq!(why.to_string(), expect);
        };
        let quiet = |hours: i64, facts| PollFacts {
            changed_at: Some(Time(NOW.0 - hours * HOUR)),
            ..facts
        };
        check(feed(None), "looked at every 60 minutes");
        check(feed(Some(2)), "looked at every 60 minutes");
        let daily = feed(Some(24));
        check(
            daily.clone(),
            "looked at every 6 hours, as it brings something every 24 hours",
        );
        check(
            feed(Some(24 * 30)),
            "looked at every 24 hours, as it brings something every 30 days",
        );
        check(
            quiet(24 * 4, daily.clone()),
            "looked at every 10 hours, as nothing has come for 4 days",
        );
        let young = PollFacts {
            added_at: Some(Time(NOW.0 - 7 * 24 * HOUR + 1)),
            ..quiet(24 * 365, daily.clone())
        };
        check(
            young.clone(),
            "looked at every 60 minutes while it is new here",
        );
        let costly = "looked at every 2 hours, as its server sends the whole of it each time";
        let without_validators = |facts| PollFacts {
            validators: Validators::default(),
            ..facts
        };
        check(without_validators(young), costly);
        check(without_validators(feed(None)), costly);
        check(
            without_validators(daily),
            "looked at every 6 hours, as it brings something every 24 hours",
        );
    }

    /// A year of a feed that brings something every so many hours: how often it is looked at, and
    /// the longest that something lay there unseen, in minutes.
    fn year(every: i64) -> (usize, i64) {
        let policy = Policy::default();
        let mut facts = feed(None);
        let mut now = NOW;
        let (mut looks, mut latest, mut worst) = (0, NOW.0, 0);
        while now.0 < NOW.0 + YEAR {
            looks += 1;
            facts.checked_at = Some(now);
            let newest = NOW.0 + (now.0 - NOW.0) / (every * HOUR) * every * HOUR;
            if newest > latest {
                worst = worst.max(now.0 - (latest + every * HOUR));
                latest = newest;
                let times: Vec<Time> = (0..20).map(|n| Time(newest - n * every * HOUR)).collect();
                facts = brought(facts, &times, now);
            }
            now = schedule::moment(&facts, &policy, now).expect("it is alive");
        }
        (looks, worst / 60)
    }

    #[test]
    fn p13_in_a_year_few_looks_are_wasted_and_nothing_waits_long() {
        // Every so many hours; the most looks; the most minutes something waits. Until the rhythm is
        // known there are a few more than a look a day.
        for (every, most_looks, most_minutes) in [
            (1, 8_760, 71),
            (8, 4_380, 131),
            (24, 1_460, 371),
            (24 * 7, 430, 24 * 60 + 11),
            (24 * 60, 430, 24 * 60 + 11),
        ] {
            let (looks, minutes) = year(every);
            assert!(looks <= most_looks, "every {every} h: {looks} looks");
            assert!(
                minutes <= most_minutes,
                "every {every} h: {minutes} minutes"
            );
            assert!(
                looks > most_looks / 3,
                "every {every} h: only {looks} looks"
            );
        }
    }
}
