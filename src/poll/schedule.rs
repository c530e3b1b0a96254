//! When a feed is to be asked next, and why then: worked out anew from its facts on every look.
//!
//! The commonest complaint about a feed reader is not knowing why nothing was refreshed, so every
//! decision here carries its reason. Times that a running clock could not have produced (the clock
//! was once set wrong) are not believed; otherwise a feed could be silenced for years.

use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::http::{Get, Validators};
use crate::model::time::Time;
use crate::poll::policy::Policy;
use crate::poll::rhythm;
use crate::poll::skips;
use crate::poll::why::{Why, span};
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);
/// A clock put right by less than this was not wrong.
pub(crate) const CLOCK_SLACK: Duration = Duration::from_mins(5);

/// When a feed is to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Now,
    At(Time),
    /// Only when a person asks for it.
    Never,
}

/// When this feed is to be asked by itself.
pub fn due(facts: &PollFacts, policy: &Policy, now: Time) -> Due {
    as_due(next(facts, policy, now).0, now)
}

/// When a person may have this feed asked: the interval does not count then, nor does a 410, but
/// what the server asked for does.
pub fn by_hand(facts: &PollFacts, policy: &Policy, now: Time) -> Due {
    let held = held_until(facts, policy, now);
    let rested = checked(facts, now).map(|at| at.after(policy.by_hand));
    match held.max(rested) {
        Some(at) if at > now => Due::At(at),
        _ => Due::Now,
    }
}

/// Whether a refresh of many feeds asks this one: articles always, but a conversation only when it is
/// due, for a hundred talks that are over are not worth a hundred requests.
pub fn in_a_refresh(facts: &PollFacts, policy: &Policy, now: Time) -> bool {
    facts.kind == FeedKind::Articles || due(facts, policy, now) == Due::Now
}

/// The answer of [`due`] for a person: `in 43 minutes: looked at every hour`.
pub fn reason(facts: &PollFacts, policy: &Policy, now: Time) -> String {
    let (at, why) = next(facts, policy, now);
    match as_due(at, now) {
        Due::Now => format!("now: {why}"),
        Due::At(time) => format!("in {}: {why}", span(time.since(now))),
        Due::Never => format!("only by hand: {why}"),
    }
}

/// The moment this feed falls due, which may lie in the past; nothing if it never does by itself.
pub(crate) fn moment(facts: &PollFacts, policy: &Policy, now: Time) -> Option<Time> {
    next(facts, policy, now).0
}

/// The request to send: conditional wherever the server gave something to be conditional on.
///
/// The first look of a day at a comment feed is plain. `WordPress` dates a comment feed by when its
/// newest comment was written, so one that was held back and approved late hides behind a 304.
pub fn request(facts: &PollFacts, now: Time) -> Get {
    let day = |at: Time| {
        let shift = i64::try_from(scatter(facts.feed.0, 0) % DAY.as_secs()).unwrap_or(0);
        at.0.saturating_add(shift)
            .div_euclid(i64::try_from(DAY.as_secs()).unwrap_or(i64::MAX))
    };
    let plain = matches!(facts.kind, FeedKind::Comments { .. })
        && facts.checked_at.is_none_or(|at| day(at) != day(now));
    Get {
        url: facts.url.clone(),
        validators: if plain {
            Validators::default()
        } else {
            facts.validators.clone()
        },
    }
}

/// The server's own wish not to be asked before a time, if it can be believed.
pub(crate) fn held_until(facts: &PollFacts, policy: &Policy, now: Time) -> Option<Time> {
    facts
        .not_before
        .filter(|&at| believable(at, policy.retry_after_cap, now))
}

fn next(facts: &PollFacts, policy: &Policy, now: Time) -> (Option<Time>, Why) {
    if facts.gone {
        return (None, Why::Gone);
    }
    let (at, why) = match checked(facts, now) {
        None => (Time(i64::MIN), Why::Unasked),
        Some(checked) => match rhythm::interval(facts, checked, policy) {
            Ok((wait, why)) => hinted(facts, checked, wait, why, policy, now),
            Err(why) => return (None, why),
        },
    };
    let (at, why) = match held_until(facts, policy, now) {
        Some(held) if held > at => (held, Why::RetryAfter),
        _ => (at, why),
    };
    let end = skips::end(at, &facts.wishes);
    if end == at {
        return (Some(at), why);
    }
    // All who skip the same hours would come at once when they end.
    let scattered = end.after(scattered(facts.feed, at, policy.jitter));
    (Some(scattered.min(at.after(DAY))), Why::Skipped)
}

/// Lengthens the interval by what feed and server ask for, then by a little scatter; never shortens.
fn hinted(
    facts: &PollFacts,
    checked: Time,
    wait: Duration,
    why: Why,
    policy: &Policy,
    now: Time,
) -> (Time, Why) {
    let mut next = (checked.after(wait), why);
    let asked = |minutes: Option<u32>| {
        let asked = Duration::from_secs(u64::from(minutes.unwrap_or(0)) * 60);
        asked.min(policy.longest)
    };
    let ttl = asked(facts.wishes.ttl_minutes);
    if checked.after(ttl) > next.0 {
        next = (checked.after(ttl), Why::Ttl(ttl));
    }
    // Programs write "hourly" into every feed, also into those of a lively talk; that says nothing.
    let period = asked(facts.wishes.period_minutes);
    if period > policy.base && checked.after(period) > next.0 {
        next = (checked.after(period), Why::Period(period));
    }
    let fresh = facts
        .fresh_until
        .filter(|&at| believable(at, policy.longest, now));
    if let Some(fresh) = fresh.filter(|&at| at > next.0) {
        next = (fresh, Why::Fresh);
    }
    let room = (next.0.since(checked) / 10).min(policy.jitter);
    (next.0.after(scattered(facts.feed, checked, room)), next.1)
}

/// A length up to `room`, the same for the same feed and time.
fn scattered(feed: FeedId, at: Time, room: Duration) -> Duration {
    Duration::from_secs(scatter(feed.0, at.0) % (room.as_secs() + 1))
}

/// The last look, unless it lies in the future.
fn checked(facts: &PollFacts, now: Time) -> Option<Time> {
    facts.checked_at.filter(|&at| at <= now.after(CLOCK_SLACK))
}

/// A wait of at most `cap` cannot end later than this unless the clock has been turned since.
fn believable(at: Time, cap: Duration, now: Time) -> bool {
    at <= now.after(cap.saturating_add(DAY))
}

fn as_due(at: Option<Time>, now: Time) -> Due {
    match at {
        None => Due::Never,
        Some(at) if at > now => Due::At(at),
        Some(_) => Due::Now,
    }
}

/// A number that looks random but is always the same for the same look at the same feed, so that
/// a schedule derived twice is the same twice (the finishing step of `SplitMix64`).
fn scatter(feed: i64, checked: i64) -> u64 {
    let mut mixed = feed
        .cast_unsigned()
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(checked.cast_unsigned());
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::EntryId;
    use crate::model::feed::Wishes;

    const HOUR: i64 = 3_600;
    const NOW: Time = Time(1_800_000_000);

    #[expect(clippy::unnecessary_wraps, reason = "as the facts have it")]
    fn ago(seconds: i64) -> Option<Time> {
        Some(Time(NOW.0 - seconds))
    }

    #[expect(clippy::unnecessary_wraps, reason = "as the facts have it")]
    fn ahead(seconds: i64) -> Option<Time> {
        Some(Time(NOW.0 + seconds))
    }

    /// A feed that gives validators, was just looked at, and brought something then.
    fn articles() -> PollFacts {
        PollFacts {
            validators: Validators {
                etag: Some("\"a\"".into()),
                last_modified: None,
            },
            checked_at: Some(NOW),
            changed_at: Some(NOW),
            ..PollFacts::unasked(FeedId(7), "http://a.example/feed", FeedKind::Articles)
        }
    }

    fn talk(quiet: i64) -> PollFacts {
        PollFacts {
            kind: FeedKind::Comments { of: EntryId(1) },
            changed_at: ago(quiet),
            ..articles()
        }
    }

    /// `wait` in minutes from now; the scatter may add a tenth of the interval, at most 10 minutes.
    fn check(facts: &PollFacts, wait: Option<i64>, why: &str) {
        let policy = Policy::default();
        let reason = reason(facts, &policy, NOW);
        assert!(reason.contains(why), "{reason:?} does not say {why:?}");
        match (due(facts, &policy, NOW), wait) {
            (Due::Never, None) | (Due::Now, Some(0)) => {}
            (Due::At(at), Some(minutes)) => {
                let (got, least) = (at.0 - NOW.0, minutes * 60);
                let most = least + (least / 10).min(600);
                assert!(
                    (least..=most).contains(&got),
                    "{reason}: {got} s, not {least}"
                );
            }
            (due, _) => panic!("{due:?} instead of {wait:?} minutes: {reason}"),
        }
    }

    #[test]
    fn a_lively_feed_is_looked_at_hourly_and_a_silent_one_daily() {
        let quiet = |seconds| PollFacts {
            changed_at: ago(seconds),
            ..articles()
        };
        check(&articles(), Some(60), "every 60 minutes");
        check(&quiet(20 * HOUR), Some(120), "every 2 hours");
        check(&quiet(9_000 * HOUR), Some(24 * 60), "every 24 hours");
        let never_changed = PollFacts {
            changed_at: None,
            ..articles()
        };
        check(&never_changed, Some(60), "looked at");
        let costly = PollFacts {
            validators: Validators::default(),
            ..articles()
        };
        check(&costly, Some(120), "every 2 hours");
    }

    #[test]
    fn a_conversation_cools_and_ends() {
        check(&talk(0), Some(20), "conversation");
        check(&talk(HOUR), Some(40), "conversation");
        check(&talk(4 * HOUR), Some(100), "conversation");
        check(&talk(24 * HOUR), Some(180), "conversation");
        check(&talk(6 * 24 * HOUR), Some(8 * 60), "conversation");
        check(&talk(7 * 24 * HOUR), None, "quiet for 7 days");
        let failing = PollFacts {
            failures: 7,
            ..talk(0)
        };
        check(&failing, None, "last 7 looks failed");
    }

    #[test]
    fn what_feed_and_server_ask_for_lengthens_the_wait_but_never_shortens_it() {
        let with = |change: fn(&mut PollFacts)| {
            let mut facts = articles();
            change(&mut facts);
            facts
        };
        check(&with(|f| f.wishes.ttl_minutes = Some(5)), Some(60), "every");
        check(
            &with(|f| f.wishes.ttl_minutes = Some(300)),
            Some(300),
            "feed asks",
        );
        check(
            &with(|f| f.wishes.ttl_minutes = Some(u32::MAX)),
            Some(1440),
            "feed asks",
        );
        check(&with(|f| f.fresh_until = ahead(60)), Some(60), "every");
        check(
            &with(|f| f.fresh_until = ahead(7_200)),
            Some(120),
            "nothing will change",
        );
        let held = with(|f| f.not_before = ahead(50 * HOUR));
        check(&held, Some(3_000), "left alone");
        assert_eq!(
            by_hand(&held, &Policy::default(), NOW),
            Due::At(Time(NOW.0 + 50 * HOUR))
        );
    }

    #[test]
    fn p14_a_period_may_lengthen_the_wait_and_what_everyone_writes_says_nothing() {
        let every = |minutes, facts: PollFacts| PollFacts {
            wishes: Wishes {
                period_minutes: Some(minutes),
                ..Wishes::default()
            },
            ..facts
        };
        check(&every(60, articles()), Some(60), "looked at every");
        check(&every(30, articles()), Some(60), "looked at every");
        check(&every(720, articles()), Some(720), "changes every 12 hours");
        check(
            &every(525_600, articles()),
            Some(1440),
            "changes every 24 hours",
        );
        check(&every(60, talk(0)), Some(20), "conversation");
    }

    #[test]
    fn p14_a_look_that_falls_into_hours_to_skip_waits_for_their_end() {
        let hour = NOW.0.div_euclid(HOUR).rem_euclid(24);
        let skipping = |from: i64, hours: i64, facts: PollFacts| PollFacts {
            wishes: Wishes {
                skip_hours: (from..from + hours).fold(0, |bits, n| bits | 1 << ((hour + n) % 24)),
                ..Wishes::default()
            },
            ..facts
        };
        let into_hour = NOW.0.rem_euclid(HOUR) / 60;
        let facts = skipping(1, 3, articles());
        check(&facts, Some(4 * 60 - into_hour), "left alone until then");
        check(&skipping(5, 3, articles()), Some(60), "looked at every");
        let held = PollFacts {
            not_before: ahead(2 * HOUR),
            ..facts.clone()
        };
        check(&held, Some(4 * 60 - into_hour), "left alone until then");
        let rested = PollFacts {
            checked_at: ago(HOUR),
            ..skipping(0, 3, articles())
        };
        assert_eq!(by_hand(&rested, &Policy::default(), NOW), Due::Now);
    }

    #[test]
    fn a_new_feed_is_due_at_once_a_failing_one_later_a_gone_one_never() {
        let unasked = PollFacts::unasked(FeedId(1), "http://a.example/", FeedKind::Articles);
        check(&unasked, Some(0), "not been looked at");
        let failing = |failures| PollFacts {
            failures,
            ..articles()
        };
        check(&failing(1), Some(60), "last look failed");
        check(&failing(3), Some(240), "last 3 looks failed");
        check(&failing(30), Some(1440), "last 30 looks failed");
        let gone = PollFacts {
            gone: true,
            checked_at: ago(9_000 * HOUR),
            ..articles()
        };
        check(&gone, None, "gone for good");
        assert_eq!(by_hand(&gone, &Policy::default(), NOW), Due::Now);
        assert_eq!(by_hand(&unasked, &Policy::default(), NOW), Due::Now);
        assert_eq!(
            by_hand(&articles(), &Policy::default(), NOW),
            Due::At(Time(NOW.0 + 600))
        );
    }

    #[test]
    fn a_clock_that_was_wrong_silences_no_feed() {
        let years = 10 * 365 * 24 * HOUR;
        let from_the_future = PollFacts {
            checked_at: ahead(years),
            changed_at: ahead(years),
            not_before: ahead(years),
            fresh_until: ahead(years),
            ..articles()
        };
        check(&from_the_future, Some(0), "not been looked at");
        let hints_from_the_future = PollFacts {
            checked_at: Some(NOW),
            ..from_the_future
        };
        check(&hints_from_the_future, Some(60), "every");
    }

    #[test]
    fn the_same_facts_give_the_same_time_and_feeds_do_not_march_in_step() {
        let policy = Policy::default();
        let at = |feed| {
            let facts = PollFacts {
                feed: FeedId(feed),
                ..articles()
            };
            assert_eq!(
                due(&facts, &policy, NOW),
                due(&facts, &policy, NOW.after(policy.host_gap))
            );
            moment(&facts, &policy, NOW).expect("a live feed falls due")
        };
        let mut times: Vec<Time> = (0..100).map(at).collect();
        times.sort();
        times.dedup();
        assert!(times.len() > 50, "only {} different times", times.len());
    }

    #[test]
    fn a_comment_held_back_and_approved_late_is_found_by_a_plain_look_a_day() {
        let plain = |facts: &PollFacts, now| request(facts, now).validators.is_empty();
        let over_a_day =
            |facts: PollFacts| (0..24).filter(move |h| plain(&facts, Time(NOW.0 + h * HOUR)));
        let first_plain = over_a_day(talk(0)).next().expect("a day has a first look");
        assert_eq!(
            over_a_day(talk(0)).count(),
            usize::try_from(24 - first_plain).unwrap()
        );
        let looked_again = PollFacts {
            checked_at: Some(Time(NOW.0 + first_plain * HOUR)),
            ..talk(0)
        };
        assert!(!plain(&looked_again, Time(NOW.0 + first_plain * HOUR + 60)));
        assert_eq!(over_a_day(articles()).count(), 0);
        assert_eq!(request(&articles(), NOW).validators, articles().validators);
    }

    #[test]
    fn a_refresh_of_everything_leaves_conversations_to_their_own_rhythm() {
        let policy = Policy::default();
        assert!(in_a_refresh(&articles(), &policy, NOW));
        let lively = talk(0);
        assert!(!in_a_refresh(&lively, &policy, NOW));
        assert!(in_a_refresh(&lively, &policy, Time(NOW.0 + 2 * HOUR)));
        let over = talk(8 * 24 * HOUR);
        assert!(!in_a_refresh(&over, &policy, Time(NOW.0 + 2 * HOUR)));
    }
}
