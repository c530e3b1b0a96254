//! The request to send: conditional wherever the server gave something to be conditional on, in the way
//! that this server understands.
//!
//! A validator is opaque and goes back byte for byte (RFC 9110 §13.1). Two kinds of servers need a
//! second try. Some stand behind a proxy that marks their tags as weak and compare them as texts; a weak
//! tag may be sent without its mark, since If-None-Match compares weakly (RFC 9110 §13.1.2). Others
//! answer with the whole body whatever tag is sent; they may still understand the date, which they must
//! ignore while a tag stands beside it (RFC 9110 §13.1.3).

use crate::model::feed::{FeedKind, PollFacts};
use crate::model::http::{Get, Validators};
use crate::model::time::Time;
use crate::poll::policy::Policy;
use crate::poll::schedule::scatter;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);
/// A weak tag that was ignored so often is sent without its mark.
const WITHOUT_MARK: u32 = 1;
/// Tags that were ignored so often are not sent any more.
const WITHOUT_TAG: u32 = 3;

/// The request for a feed that is asked now.
pub fn request(facts: &PollFacts, policy: &Policy, now: Time) -> Get {
    let plain = facts.wanted_whole
        || facts.told_more
        || is_first_of_day(facts, now)
        || may_be_stuck(facts, policy, now);
    Get {
        url: facts.url.clone(),
        validators: if plain {
            Validators::default()
        } else {
            understood(facts)
        },
        origin: facts.validators_from.clone(),
        resting: Vec::new(),
        way: facts.preferences.way.clone(),
    }
}

/// Whether the server seems not to understand any validator it gives.
pub(crate) fn ignores_validators(facts: &PollFacts) -> bool {
    facts.tags_ignored > WITHOUT_TAG + 1
}

/// How many more whole bodies came although what was sent said that they were known.
pub(crate) fn after_whole(facts: &PollFacts, came: &Validators, is_known: bool) -> u32 {
    let tag = |validators: &Validators| {
        let tag = validators.etag.as_deref()?;
        Some(tag.strip_prefix("W/").unwrap_or(tag).to_owned())
    };
    let same_tag = tag(came).is_some() && tag(came) == tag(&facts.validators);
    if is_known || same_tag {
        facts.tags_ignored.saturating_add(1)
    } else {
        facts.tags_ignored
    }
}

/// After an answer "not modified" the way of asking that brought it is kept.
pub(crate) fn after_unchanged(facts: &PollFacts) -> u32 {
    let weak = facts.validators.etag.as_deref().is_some_and(is_weak);
    match facts.tags_ignored {
        ignored if ignored >= WITHOUT_TAG => WITHOUT_TAG,
        ignored if weak && ignored >= WITHOUT_MARK => WITHOUT_MARK,
        _ => 0,
    }
}

fn understood(facts: &PollFacts) -> Validators {
    let Validators {
        etag,
        last_modified,
    } = facts.validators.clone();
    let etag = match facts.tags_ignored {
        ignored if ignored >= WITHOUT_TAG && last_modified.is_some() => None,
        // Most feeds of comments are of the program that needs this.
        ignored if ignored >= WITHOUT_MARK || facts.kind != FeedKind::Articles => {
            etag.map(|tag| tag.strip_prefix("W/").map_or(tag.clone(), str::to_owned))
        }
        _ => etag,
    };
    Validators {
        etag,
        last_modified,
    }
}

fn is_weak(tag: &str) -> bool {
    tag.starts_with("W/")
}

/// The first look of a day at a comment feed is plain. `WordPress` dates a comment feed by when its
/// newest comment was written, so one that was held back and approved late hides behind a 304.
fn is_first_of_day(facts: &PollFacts, now: Time) -> bool {
    let day = |at: Time| {
        let shift = i64::try_from(scatter(facts.feed.0, 0) % DAY.as_secs()).unwrap_or(0);
        at.0.saturating_add(shift)
            .div_euclid(i64::try_from(DAY.as_secs()).unwrap_or(i64::MAX))
    };
    matches!(facts.kind, FeedKind::Comments { .. })
        && facts.checked_at.is_none_or(|at| day(at) != day(now))
}

/// Whether "not modified" has been said for so long, and the feed is silent for so much longer than
/// usual, that the server may have lost track of what it says it about.
fn may_be_stuck(facts: &PollFacts, policy: &Policy, now: Time) -> bool {
    let (Some(full_at), Some(changed_at)) = (facts.full_at, facts.changed_at) else {
        return false;
    };
    if facts.failures > 0 {
        return false;
    }
    let silent = now.since(changed_at);
    now.since(full_at) >= policy.stuck
        && silent >= policy.stuck
        && silent > facts.gap.unwrap_or_default().saturating_mul(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::EntryId;
    use crate::model::feed::FeedId;

    const NOW: Time = Time(1_800_000_000);
    const DATE: &str = "sOmE odd date";

    fn feed(etag: &str, ignored: u32) -> PollFacts {
        PollFacts {
            validators: Validators {
                etag: Some(etag.into()),
                last_modified: Some(DATE.into()),
            },
            tags_ignored: ignored,
            checked_at: Some(NOW),
            changed_at: Some(NOW),
            full_at: Some(NOW),
            ..PollFacts::unasked(FeedId(7), "http://a.example/feed", FeedKind::Articles)
        }
    }

    fn sent(facts: &PollFacts, now: Time) -> Validators {
        request(facts, &Policy::default(), now).validators
    }

    #[test]
    fn p01_validators_go_back_as_they_came_and_together() {
        for tag in ["\"a\"", "W/\"a b,c\"", "unquoted", ""] {
            let facts = feed(tag, 0);
            assert_eq!(sent(&facts, NOW), facts.validators);
        }
    }

    #[test]
    fn p07_a_tag_that_is_ignored_is_sent_without_its_mark_and_then_not_at_all() {
        let check = |tag, ignored, expect: Option<&str>| {
            let sent = sent(&feed(tag, ignored), NOW);
            assert_eq!(
                sent.etag.as_deref(),
                expect,
                "{tag} ignored {ignored} times"
            );
            assert_eq!(sent.last_modified.as_deref(), Some(DATE));
        };
        check("W/\"a\"", 0, Some("W/\"a\""));
        check("W/\"a\"", 1, Some("\"a\""));
        check("W/\"a\"", 3, None);
        check("\"a\"", 1, Some("\"a\""));
        check("\"a\"", 2, Some("\"a\""));
        check("\"a\"", 3, None);
        let mut without_date = feed("\"a\"", 9);
        without_date.validators.last_modified = None;
        assert!(
            sent(&without_date, NOW).etag.is_some(),
            "better than nothing"
        );
    }

    #[test]
    fn p07_a_feed_of_comments_is_asked_without_the_mark_from_the_beginning() {
        let talk = PollFacts {
            kind: FeedKind::Comments { of: EntryId(1) },
            ..feed("W/\"a\"", 0)
        };
        let later = Time(NOW.0 + 60);
        assert_eq!(sent(&talk, later).etag.as_deref(), Some("\"a\""));
    }

    #[test]
    fn p07_the_way_that_was_understood_is_kept() {
        let check = |tag, ignored, expect| {
            assert_eq!(
                after_unchanged(&feed(tag, ignored)),
                expect,
                "{tag} {ignored}"
            );
        };
        check("W/\"a\"", 0, 0);
        check("W/\"a\"", 2, 1);
        check("W/\"a\"", 4, 3);
        check("\"a\"", 2, 0);
        check("\"a\"", 3, 3);
    }

    #[test]
    fn p07_a_whole_body_counts_only_where_it_was_known() {
        let facts = feed("W/\"a\"", 0);
        let tag = |tag: &str| Validators {
            etag: Some(tag.into()),
            last_modified: None,
        };
        assert_eq!(after_whole(&facts, &tag("\"b\""), false), 0);
        assert_eq!(after_whole(&facts, &tag("\"b\""), true), 1);
        assert_eq!(after_whole(&facts, &tag("\"a\""), false), 1);
        assert_eq!(after_whole(&facts, &Validators::default(), false), 0);
    }

    #[test]
    fn p08_a_feed_that_only_ever_says_unchanged_is_asked_for_all_of_it_once_a_month() {
        let policy = Policy::default();
        let days = |days: u64| NOW.after(Duration::from_hours(24 * days));
        let mut facts = feed("\"a\"", 0);
        facts.gap = Some(Duration::from_hours(24));
        assert!(!sent(&facts, days(29)).is_empty());
        assert!(sent(&facts, days(31)).is_empty());
        facts.gap = Some(Duration::from_hours(24 * 7));
        assert!(!sent(&facts, days(60)).is_empty(), "it is not silent yet");
        assert!(sent(&facts, days(71)).is_empty());
        facts.full_at = Some(days(71));
        assert!(!sent(&facts, days(80)).is_empty());
        let plain = (0..60).filter(|day| {
            facts.gap = None;
            facts.full_at = Some(NOW);
            request(&facts, &policy, days(*day)).validators.is_empty()
        });
        assert_eq!(plain.count(), 30, "until an answer tells that it was whole");
    }

    #[test]
    fn a_comment_held_back_and_approved_late_is_found_by_a_plain_look_a_day() {
        const HOUR: i64 = 3_600;
        let talk = PollFacts {
            kind: FeedKind::Comments { of: EntryId(1) },
            ..feed("\"a\"", 0)
        };
        let plain = |facts: &PollFacts, now| sent(facts, now).is_empty();
        let over_a_day =
            |facts: PollFacts| (0..24).filter(move |h| plain(&facts, Time(NOW.0 + h * HOUR)));
        let first_plain = over_a_day(talk.clone())
            .next()
            .expect("a day has a first look");
        assert_eq!(
            over_a_day(talk.clone()).count(),
            usize::try_from(24 - first_plain).unwrap()
        );
        let looked_again = PollFacts {
            checked_at: Some(Time(NOW.0 + first_plain * HOUR)),
            ..talk
        };
        assert!(!plain(&looked_again, Time(NOW.0 + first_plain * HOUR + 60)));
        assert_eq!(over_a_day(feed("\"a\"", 0)).count(), 0);
    }
}
