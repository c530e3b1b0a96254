//! What a person may have asked just now: the interval does not count then, nor does a 410, but what the
//! server asked for does, and nobody is asked twice in a moment.

use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::health::Next;
use crate::model::time::Time;
use crate::poll::policy::Policy;
use crate::poll::schedule::{self, believable, checked, held_until};
use crate::poll::why::span;
use std::time::Duration;

/// How much a person wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// What is due by itself, and nothing else.
    Due,
    /// News of many feeds: not of one that is asked only when somebody means that very one.
    NewsOfAll,
    /// News, if it may be asked for.
    News,
    /// News, although it was asked a moment ago or its answer still holds.
    Insist,
    /// All of it, without validators.
    Whole,
}

/// A feed that is not asked, though somebody wanted it to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub feed: FeedId,
    /// When it may be.
    pub next: Next,
    pub why: String,
    /// Whether insisting would help.
    pub may_insist: bool,
}

/// Whether this feed may be asked now for its own sake; its host may say otherwise. The refusal says when
/// it may be.
pub fn may(facts: &PollFacts, want: Want, policy: &Policy, now: Time) -> Result<(), Refusal> {
    let refuse = |until: Time, why: String, may_insist| {
        Err(Refusal {
            feed: facts.feed,
            next: Next::At(until),
            why,
            may_insist,
        })
    };
    if let Some(held) = held_until(facts, policy, now).filter(|&at| at > now) {
        return refuse(held, resting(held, now), false);
    }
    if want == Want::NewsOfAll && facts.kind == FeedKind::Articles {
        let (next, why) = schedule::told(facts, policy, now);
        if next == Next::Never {
            return Err(Refusal {
                feed: facts.feed,
                next,
                why,
                may_insist: false,
            });
        }
    }
    let last = checked(facts, now);
    let floor = match want {
        Want::Due | Want::NewsOfAll | Want::News => policy.by_hand,
        Want::Insist | Want::Whole => policy.insisted.min(policy.by_hand),
    };
    if let Some(at) = last.filter(|at| at.after(floor) > now) {
        let ago = span(now.since(at));
        let is_news = matches!(want, Want::News | Want::NewsOfAll);
        let may_insist = is_news && at.after(policy.insisted) <= now;
        return refuse(
            at.after(floor),
            format!("it was asked {ago} ago"),
            may_insist,
        );
    }
    let fresh = facts
        .fresh_until
        .filter(|&at| at > now && believable(at, policy.freshest(&facts.url), now));
    match (want, fresh, facts.full_at) {
        (Want::News | Want::NewsOfAll, Some(until), _) => {
            let rest = span(until.since(now));
            let why = format!("its server says that nothing will change for {rest}");
            refuse(until, why, true)
        }
        (Want::Whole, _, Some(full)) if full <= now && full.after(policy.whole_again) > now => {
            let ago = span(now.since(full));
            let why = format!("all of it came {ago} ago");
            refuse(full.after(policy.whole_again), why, false)
        }
        _ => Ok(()),
    }
}

/// Whether this feed is due by itself; the refusal says when it is, and why then.
pub(crate) fn is_due(facts: &PollFacts, policy: &Policy, now: Time) -> Result<(), Refusal> {
    let (next, why) = schedule::told(facts, policy, now);
    if next == Next::Now {
        return Ok(());
    }
    Err(Refusal {
        feed: facts.feed,
        next,
        why,
        may_insist: may(facts, Want::News, policy, now).is_ok(),
    })
}

/// Why nobody may ask a server that asked for rest.
pub(crate) fn resting(until: Time, now: Time) -> String {
    let wait: Duration = until.since(now);
    format!("its server asked to be left alone for {}", span(wait))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(1_800_000_000);

    fn feed(asked_minutes_ago: i64) -> PollFacts {
        PollFacts {
            checked_at: Some(Time(NOW.0 - asked_minutes_ago * 60)),
            ..PollFacts::unasked(FeedId(1), "http://a.example/", FeedKind::Articles)
        }
    }

    /// Whether it may be, and else in how many minutes and whether insisting helps.
    fn check(facts: &PollFacts, want: Want, expect: Result<(), (i64, bool)>) {
        let told = may(facts, want, &Policy::default(), NOW).map_err(|refusal| {
            let Next::At(at) = refusal.next else {
                panic!("{refusal:?}")
            };
            assert!(!refusal.why.is_empty());
            ((at.0 - NOW.0) / 60, refusal.may_insist)
        });
        assert_eq!(told, expect, "{want:?} {facts:?}");
    }

    #[test]
    fn p22_nobody_is_asked_twice_in_ten_minutes_unless_one_insists() {
        check(&feed(11), Want::News, Ok(()));
        check(&feed(3), Want::News, Err((7, true)));
        check(&feed(3), Want::Insist, Ok(()));
        check(&feed(0), Want::News, Err((10, false)));
        check(&feed(0), Want::Insist, Err((1, false)));
        let unasked = PollFacts::unasked(FeedId(1), "http://a.example/", FeedKind::Articles);
        check(&unasked, Want::News, Ok(()));
    }

    #[test]
    fn p22_what_holds_is_asked_again_only_if_one_insists() {
        let fresh = PollFacts {
            fresh_until: Some(Time(NOW.0 + 7_200)),
            ..feed(60)
        };
        check(&fresh, Want::News, Err((120, true)));
        check(&fresh, Want::Insist, Ok(()));
    }

    #[test]
    fn p10_nobody_insists_on_what_a_server_asked_for() {
        let held = PollFacts {
            not_before: Some(Time(NOW.0 + 7_200)),
            ..feed(60)
        };
        for want in [Want::News, Want::Insist, Want::Whole] {
            check(&held, want, Err((120, false)));
        }
    }

    #[test]
    fn p08_all_of_a_feed_is_asked_for_once_a_day_at_most() {
        let whole = |hours: i64| PollFacts {
            full_at: Some(Time(NOW.0 - hours * 3_600)),
            ..feed(60)
        };
        check(&whole(23), Want::Whole, Err((60, false)));
        check(&whole(25), Want::Whole, Ok(()));
    }

    #[test]
    fn p26_a_feed_that_is_gone_or_locked_is_tried_only_by_itself() {
        let gone = PollFacts {
            gone: true,
            ..feed(20)
        };
        let locked = PollFacts {
            locked: Some(0),
            ..feed(20)
        };
        for feed in [gone, locked] {
            check(&feed, Want::News, Ok(()));
            let refusal = may(&feed, Want::NewsOfAll, &Policy::default(), NOW);
            assert_eq!(refusal.unwrap_err().next, Next::Never);
        }
    }
}
