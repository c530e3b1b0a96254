//! When a feed is to be asked next, and why then: worked out anew from its facts on every look.
//!
//! The commonest complaint about a feed reader is not knowing why nothing was refreshed, so every
//! decision here carries its reason. Times that a running clock could not have produced (the clock
//! was once set wrong) are not believed; otherwise a feed could be silenced for years.

use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::health::Next;
use crate::model::time::Time;
use crate::poll::known;
use crate::poll::policy::Policy;
use crate::poll::quiet;
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

/// When this feed is asked next, and why then, in words for a person.
pub fn told(facts: &PollFacts, policy: &Policy, now: Time) -> (Next, String) {
    let (at, why) = next(facts, policy, now);
    let next = match as_due(at, now) {
        Due::Now => Next::Now,
        Due::At(time) => Next::At(time),
        Due::Never => Next::Never,
    };
    (next, why.to_string())
}

/// The moment this feed falls due, which may lie in the past; nothing if it never does by itself.
pub(crate) fn moment(facts: &PollFacts, policy: &Policy, now: Time) -> Option<Time> {
    next(facts, policy, now).0
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
    if is_locked(facts) {
        return (None, Why::Locked);
    }
    if rhythm::is_unfollowed(facts) {
        return (None, Why::Unfollowed);
    }
    let (at, why) = match checked(facts, now) {
        None => (Time(i64::MIN), Why::Unasked),
        Some(checked) => match talked(facts, checked, policy, now) {
            Ok(next) => next,
            Err(why) => return (None, why),
        },
    };
    let (at, why) = match held_until(facts, policy, now) {
        Some(held) if held > at => (held, Why::RetryAfter),
        _ => (at, why),
    };
    let (at, why) = unskipped(facts, at, why, policy, now);
    (Some(at), why)
}

/// The next look by the feed's rhythm and all wishes. One for which the feed of its whole site vouches is
/// asked only once a day, or when that one has missed a turn.
fn talked(
    facts: &PollFacts,
    checked: Time,
    policy: &Policy,
    now: Time,
) -> Result<(Time, Why), Why> {
    let vouched = facts
        .vouched_at
        .filter(|&at| at > checked && at <= now.after(CLOCK_SLACK) && !facts.told_more);
    let known = vouched.unwrap_or(checked);
    let (wait, why) = rhythm::interval(facts, known, policy)?;
    if vouched.is_none() {
        return Ok(hinted(facts, checked, wait, why, policy, now));
    }
    let (turn_missed, _) = hinted(facts, known, wait.saturating_mul(2), why, policy, now);
    let (daily, _) = hinted(facts, checked, DAY, Why::Vouched, policy, now);
    Ok((daily.min(turn_missed), Why::Vouched))
}

/// The server wants another login than the one that is set, or one at all.
pub(crate) fn is_locked(facts: &PollFacts) -> bool {
    facts.locked == Some(facts.preferences.login_print())
}

/// Waits for the end of hours in which the feed or the person wants it left alone. What has been due
/// for long falls due now, for that.
fn unskipped(facts: &PollFacts, at: Time, why: Why, policy: &Policy, now: Time) -> (Time, Why) {
    // All who skip the same hours would come at once when they end.
    let scattered = |end: Time| end.after(scattered(facts.feed, at, policy.jitter));
    let end = skips::end(at, &facts.wishes);
    let (at, why) = if end == at {
        (at, why)
    } else {
        (scattered(end).min(at.after(DAY)), Why::Skipped)
    };
    let Some(quiet) = facts.preferences.quiet.or(policy.quiet) else {
        return (at, why);
    };
    let earliest = at.max(now);
    let end = quiet::end(earliest, quiet, &policy.zone);
    if end == earliest {
        (at, why)
    } else {
        (scattered(end), Why::Quiet)
    }
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
    let known = known::of(&facts.url);
    if checked.after(known.interval) > next.0 {
        next = (
            checked.after(known.interval),
            Why::Published(known.interval),
        );
    }
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
        .filter(|&at| believable(at, policy.freshest(&facts.url), now));
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
pub(crate) fn checked(facts: &PollFacts, now: Time) -> Option<Time> {
    facts.checked_at.filter(|&at| at <= now.after(CLOCK_SLACK))
}

/// A wait of at most `cap` cannot end later than this unless the clock has been turned since.
pub(crate) fn believable(at: Time, cap: Duration, now: Time) -> bool {
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
pub(crate) fn scatter(feed: i64, checked: i64) -> u64 {
    let mut mixed = feed
        .cast_unsigned()
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(checked.cast_unsigned());
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests;
