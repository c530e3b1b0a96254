//! What an answer means for the next time: the facts of a feed before it, and after it.
//!
//! The rules that keep a feed cheap for its server: validators are replaced together and only by
//! an answer that was used (RFC 9110 §8.8, RFC 9111 §4.3.4); no error touches them; and a body
//! that could not be read does not bring its validators along, or the server would answer
//! "unchanged" to a body nobody has.

use crate::model::feed::PollFacts;
use crate::model::hash::fnv1a;
use crate::model::http::{Answer, Body, Hints, Validators};
use crate::model::time::Time;
use crate::poll::moves;
use crate::poll::policy::Policy;
use crate::poll::schedule::held_until;
use std::time::Duration;

/// What became of a body. Only looked at when the answer has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// It brought new or changed entries.
    Changed,
    /// It was the body already known, or brought nothing new.
    Same,
    /// It was no feed, or a broken one; why, for a person.
    Unreadable(String),
}

/// Whether this body is the one that was read last time, byte for byte, and need not be read again.
pub fn is_known(facts: &PollFacts, body: &Body) -> bool {
    facts.body_hash == Some(fnv1a(body.bytes.iter().copied()))
}

/// The facts after `answer`, which was asked for with `facts` and came at `now`.
///
/// `ttl` is what the feed itself says in minutes; nothing leaves the known one when the body was
/// not read because it is the same.
#[must_use]
pub fn verdict(
    facts: PollFacts,
    answer: &Answer,
    read: &Read,
    ttl: Option<u32>,
    policy: &Policy,
    now: Time,
) -> PollFacts {
    let facts = looked_at(facts, policy, now);
    match (answer, read) {
        (Answer::Fresh(_), Read::Unreadable(why)) | (Answer::Unreachable { why }, _) => {
            failed(facts, why.clone())
        }
        (Answer::Fresh(body), _) => {
            let changed = *read == Read::Changed;
            let known = is_known(&facts, body);
            let ttl = if known {
                ttl.or(facts.ttl_minutes)
            } else {
                ttl
            };
            let brought = changed || facts.changed_at.is_none();
            let facts = PollFacts {
                validators: body.validators.clone(),
                changed_at: if brought { Some(now) } else { facts.changed_at },
                body_hash: Some(fnv1a(body.bytes.iter().copied())),
                ttl_minutes: ttl,
                ..succeeded(facts, body.hints, policy, now)
            };
            moves::sighted(facts, body.moved_to.as_deref(), now)
        }
        (
            Answer::NotModified {
                validators,
                hints,
                moved_to,
            },
            _,
        ) => {
            let facts = not_modified(facts, validators, *hints, policy, now);
            moves::sighted(facts, moved_to.as_deref(), now)
        }
        (Answer::Gone, _) => PollFacts {
            gone: true,
            ..failed(
                facts,
                "the server says this feed is gone for good (410)".into(),
            )
        },
        (Answer::Refused { status, hints }, _) => refused(facts, *status, *hints, policy, now),
    }
}

/// A look took place. Times that lie ahead of the clock, or of what a server may ask for, are left
/// over from a clock that was wrong.
fn looked_at(facts: PollFacts, policy: &Policy, now: Time) -> PollFacts {
    PollFacts {
        checked_at: Some(now),
        changed_at: facts.changed_at.map(|at| at.min(now)),
        not_before: held_until(&facts, policy, now),
        ..facts
    }
}

fn succeeded(facts: PollFacts, hints: Hints, policy: &Policy, now: Time) -> PollFacts {
    PollFacts {
        failures: 0,
        not_before: None,
        fresh_until: fresh_until(hints, policy, now),
        gone: false,
        trouble: None,
        ..facts
    }
}

/// Validators that came with a 304 replace those kept, each by itself (RFC 9111 §4.3.4).
fn not_modified(
    facts: PollFacts,
    came: &Validators,
    hints: Hints,
    policy: &Policy,
    now: Time,
) -> PollFacts {
    if facts.validators.is_empty() && facts.body_hash.is_none() {
        let why = "the server says nothing has changed (304), but nothing was ever received";
        return failed(facts, why.into());
    }
    let validators = Validators {
        etag: came.etag.clone().or(facts.validators.etag.clone()),
        last_modified: came
            .last_modified
            .clone()
            .or(facts.validators.last_modified.clone()),
    };
    PollFacts {
        validators,
        ..succeeded(facts, hints, policy, now)
    }
}

/// Too many requests without a word on how long: the whole host rests as after a failure, or as
/// long as the answer says it holds.
fn refused(facts: PollFacts, status: u16, hints: Hints, policy: &Policy, now: Time) -> PollFacts {
    let facts = failed(facts, in_words(status));
    let rest = match (hints.retry_after, status) {
        (Some(wait), _) => Some(wait),
        (None, 429) => {
            let ladder = policy.after_failures(facts.failures);
            Some(ladder.max(fresh_for(hints, policy)))
        }
        (None, _) => None,
    };
    let asked = rest.map(|wait| now.after(wait.min(policy.retry_after_cap)));
    PollFacts {
        not_before: asked.max(facts.not_before),
        fresh_until: fresh_until(hints, policy, now),
        ..facts
    }
}

fn failed(facts: PollFacts, why: String) -> PollFacts {
    PollFacts {
        failures: facts.failures.saturating_add(1),
        trouble: Some(why),
        ..facts
    }
}

fn fresh_for(hints: Hints, policy: &Policy) -> Duration {
    hints.fresh_for.unwrap_or_default().min(policy.longest)
}

fn fresh_until(hints: Hints, policy: &Policy, now: Time) -> Option<Time> {
    let length = fresh_for(hints, policy);
    (!length.is_zero()).then(|| now.after(length))
}

/// A status as a person can act on it (RFC 9110 §15).
fn in_words(status: u16) -> String {
    let meaning = match status {
        401 => "the server wants a name and a password",
        403 => "the server does not let this reader in",
        404 => "the server has no feed at this address",
        408 | 504 => "the server took too long",
        429 => "the server asked for fewer requests",
        451 => "the server may not show this for legal reasons",
        503 => "the server is not available just now",
        300..=399 => "the server points elsewhere without saying where",
        400..=499 => "the server refused the request",
        500..=599 => "the server has a fault",
        _ => "the server gave an answer that is no feed",
    };
    format!("{meaning} ({status})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::{FeedId, FeedKind};

    const HOUR: u64 = 3_600;
    const NOW: Time = Time(1_800_000_000);

    fn pair(etag: &str, last_modified: &str) -> Validators {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Validators {
            etag: some(etag),
            last_modified: some(last_modified),
        }
    }

    /// Asked an hour ago, with everything a server can give.
    fn before() -> PollFacts {
        let earlier = Some(NOW.before(Duration::from_secs(HOUR)));
        PollFacts {
            validators: pair("W/\"old a,b\"", "sOmE odd date"),
            checked_at: earlier,
            changed_at: earlier,
            body_hash: Some(fnv1a(*b"old")),
            ttl_minutes: Some(30),
            ..PollFacts::unasked(FeedId(1), "http://a.example/feed", FeedKind::Articles)
        }
    }

    fn hints(fresh_for: Option<u64>, retry_after: Option<u64>) -> Hints {
        Hints {
            fresh_for: fresh_for.map(Duration::from_secs),
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    fn fresh(bytes: &[u8], validators: Validators) -> Answer {
        Answer::Fresh(Body {
            bytes: bytes.to_vec(),
            content_type: None,
            links: Vec::new(),
            url: "http://a.example/feed".into(),
            moved_to: None,
            validators,
            hints: Hints::default(),
        })
    }

    fn not_modified(validators: Validators) -> Answer {
        Answer::NotModified {
            validators,
            hints: Hints::default(),
            moved_to: None,
        }
    }

    fn refused(status: u16, hints: Hints) -> Answer {
        Answer::Refused { status, hints }
    }

    fn judge(facts: PollFacts, answer: &Answer, read: &Read) -> PollFacts {
        verdict(facts, answer, read, None, &Policy::default(), NOW)
    }

    fn after(answer: &Answer, read: &Read) -> PollFacts {
        judge(before(), answer, read)
    }

    fn seconds_ahead(at: Option<Time>) -> Option<u64> {
        at.map(|at| at.since(NOW).as_secs())
    }

    #[test]
    fn validators_are_replaced_together_and_only_by_an_answer_that_was_used() {
        let check = |answer: Answer, read: Read, expect: Validators| {
            assert_eq!(
                after(&answer, &read).validators,
                expect,
                "{answer:?} {read:?}"
            );
        };
        let old = before().validators;
        check(
            fresh(b"new", pair("\"n\"", "then")),
            Read::Changed,
            pair("\"n\"", "then"),
        );
        check(
            fresh(b"old", pair("\"n\"", "then")),
            Read::Same,
            pair("\"n\"", "then"),
        );
        check(
            fresh(b"new", pair("\"n\"", "sOmE odd date")),
            Read::Changed,
            pair("\"n\"", "sOmE odd date"),
        );
        check(
            fresh(b"new", pair("", "then")),
            Read::Changed,
            pair("", "then"),
        );
        check(fresh(b"new", pair("", "")), Read::Same, pair("", ""));
        check(
            fresh(b"<html>", pair("\"n\"", "then")),
            Read::Unreadable("no feed".into()),
            old.clone(),
        );
        check(not_modified(pair("", "")), Read::Same, old.clone());
        check(
            not_modified(pair("\"n\"", "")),
            Read::Same,
            pair("\"n\"", "sOmE odd date"),
        );
        check(
            not_modified(pair("\"n\"", "then")),
            Read::Same,
            pair("\"n\"", "then"),
        );
        for status in [301, 401, 403, 404, 429, 500, 503] {
            check(refused(status, Hints::default()), Read::Same, old.clone());
        }
        check(Answer::Gone, Read::Same, old.clone());
        check(
            Answer::Unreachable {
                why: "no such host".into(),
            },
            Read::Same,
            old,
        );
    }

    #[test]
    fn p27_only_a_redirect_to_a_feed_says_where_a_feed_has_moved() {
        let moved = |bytes: &[u8]| match fresh(bytes, pair("", "")) {
            Answer::Fresh(body) => Answer::Fresh(Body {
                moved_to: Some("http://b.example/feed".into()),
                ..body
            }),
            other => other,
        };
        let sightings = |facts: &PollFacts| facts.moving.as_ref().map(|moving| moving.sightings);
        let once = after(&moved(b"new"), &Read::Changed);
        assert_eq!(sightings(&once), Some(1));
        let page = Read::Unreadable("this is a web page".into());
        assert_eq!(sightings(&after(&moved(b"<html>"), &page)), None);
        let unchanged = Answer::NotModified {
            validators: Validators::default(),
            hints: Hints::default(),
            moved_to: Some("http://b.example/feed".into()),
        };
        let check = |answer: Answer, read: Read, expect| {
            let facts = judge(once.clone(), &answer, &read);
            assert_eq!(sightings(&facts), expect, "{answer:?}");
        };
        check(moved(b"new"), Read::Same, Some(2));
        check(unchanged, Read::Same, Some(2));
        check(moved(b"<html>"), page, Some(1));
        check(refused(500, Hints::default()), Read::Same, Some(1));
        check(not_modified(pair("", "")), Read::Same, None);
    }

    #[test]
    fn an_answer_that_could_be_read_clears_every_trouble() {
        let troubled = PollFacts {
            failures: 9,
            not_before: Some(NOW.after(Duration::from_mins(1))),
            gone: true,
            trouble: Some("the server has a fault (500)".into()),
            ..before()
        };
        for answer in [fresh(b"new", pair("", "")), not_modified(pair("", ""))] {
            let facts = judge(troubled.clone(), &answer, &Read::Same);
            assert_eq!(facts.failures, 0);
            assert_eq!(facts.not_before, None);
            assert_eq!(facts.trouble, None);
            assert!(!facts.gone);
            assert_eq!(facts.checked_at, Some(NOW));
            assert_eq!(facts.changed_at, before().changed_at, "nothing changed");
        }
        assert_eq!(
            after(&fresh(b"new", pair("", "")), &Read::Changed).changed_at,
            Some(NOW)
        );
    }

    #[test]
    fn a_failure_is_counted_and_told_in_words() {
        let check = |answer: Answer, why: &str| {
            let facts = after(&answer, &Read::Unreadable("this page is no feed".into()));
            assert_eq!(facts.failures, 1);
            assert_eq!(facts.checked_at, Some(NOW));
            assert_eq!(facts.body_hash, before().body_hash);
            assert_eq!(facts.ttl_minutes, before().ttl_minutes);
            let trouble = facts.trouble.expect("a failure leaves word");
            assert!(trouble.contains(why), "{trouble:?} does not say {why:?}");
        };
        check(fresh(b"<html>", pair("", "")), "no feed");
        check(refused(404, Hints::default()), "404");
        check(refused(500, Hints::default()), "fault (500)");
        check(refused(206, Hints::default()), "206");
        check(Answer::Gone, "gone");
        check(
            Answer::Unreachable {
                why: "no such host".into(),
            },
            "no such host",
        );
        let again = judge(
            after(&Answer::Gone, &Read::Same),
            &refused(500, Hints::default()),
            &Read::Same,
        );
        assert_eq!(again.failures, 2);
        assert!(
            again.gone,
            "only an answer that can be read brings a feed back"
        );
    }

    #[test]
    fn a_server_that_asks_for_rest_gets_it() {
        let check = |status, hints, rest| {
            let facts = after(&refused(status, hints), &Read::Same);
            assert_eq!(seconds_ahead(facts.not_before), rest, "{status} {hints:?}");
        };
        check(429, hints(None, Some(120)), Some(120));
        check(503, hints(None, Some(120)), Some(120));
        check(
            429,
            hints(None, Some(10 * 365 * 24 * HOUR)),
            Some(7 * 24 * HOUR),
        );
        check(429, hints(None, None), Some(HOUR));
        check(429, hints(Some(48 * HOUR), None), Some(24 * HOUR));
        check(503, hints(None, None), None);
        check(500, hints(None, None), None);
        let failing = PollFacts {
            failures: 3,
            ..before()
        };
        let facts = judge(failing, &refused(429, Hints::default()), &Read::Same);
        assert_eq!(seconds_ahead(facts.not_before), Some(8 * HOUR));
    }

    #[test]
    fn freshness_is_kept_up_to_a_day_and_only_from_the_last_answer() {
        let check = |fresh_for, expect| {
            let answer = Answer::NotModified {
                validators: Validators::default(),
                hints: hints(fresh_for, None),
                moved_to: None,
            };
            let stale = PollFacts {
                fresh_until: Some(NOW.after(Duration::from_secs(5))),
                ..before()
            };
            let facts = judge(stale, &answer, &Read::Same);
            assert_eq!(seconds_ahead(facts.fresh_until), expect);
        };
        check(None, None);
        check(Some(0), None);
        check(Some(HOUR), Some(HOUR));
        check(Some(16 * 365 * 24 * HOUR), Some(24 * HOUR));
    }

    #[test]
    fn a_known_body_keeps_the_ttl_that_was_read_from_it() {
        let ttl = |answer: &Answer, ttl| {
            verdict(before(), answer, &Read::Same, ttl, &Policy::default(), NOW).ttl_minutes
        };
        assert_eq!(ttl(&fresh(b"old", pair("", "")), None), Some(30));
        assert_eq!(ttl(&fresh(b"new", pair("", "")), Some(90)), Some(90));
        assert_eq!(ttl(&fresh(b"new", pair("", "")), None), None);
        let Answer::Fresh(body) = fresh(b"old", pair("", "")) else {
            panic!("a fresh answer has a body")
        };
        assert!(is_known(&before(), &body));
        assert!(!is_known(
            &after(&fresh(b"new", pair("", "")), &Read::Changed),
            &body
        ));
    }

    #[test]
    fn a_clock_that_was_wrong_is_healed_by_the_next_look() {
        let decade = NOW.after(Duration::from_secs(10 * 365 * 24 * HOUR));
        let wrong = PollFacts {
            checked_at: Some(decade),
            changed_at: Some(decade),
            not_before: Some(decade),
            ..before()
        };
        let facts = judge(wrong, &refused(500, Hints::default()), &Read::Same);
        assert_eq!(facts.checked_at, Some(NOW));
        assert_eq!(facts.changed_at, Some(NOW));
        assert_eq!(facts.not_before, None);
    }

    #[test]
    fn unchanged_is_no_answer_to_someone_who_has_nothing() {
        let unasked = PollFacts::unasked(FeedId(1), "http://a.example/", FeedKind::Articles);
        let facts = judge(unasked, &not_modified(pair("\"x\"", "")), &Read::Same);
        assert_eq!(facts.failures, 1);
        assert!(facts.validators.is_empty());
    }
}
