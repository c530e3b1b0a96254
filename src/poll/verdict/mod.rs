//! What an answer means for the next time: the facts of a feed before it, and after it.
//!
//! The rules that keep a feed cheap for its server: validators are replaced together and only by
//! an answer that was used (RFC 9110 §8.8, RFC 9111 §4.3.4); no error touches them; and a body
//! that could not be read does not bring its validators along, or the server would answer
//! "unchanged" to a body nobody has.

use crate::model::feed::{PollFacts, Wishes};
use crate::model::hash::fnv1a;
use crate::model::http::{Answer, Answered, Body, Hints, Validators};
use crate::model::time::Time;
use crate::poll::moves;
use crate::poll::network::Reach;
use crate::poll::policy::Policy;
use crate::poll::request;
use crate::poll::schedule::held_until;
use std::time::Duration;

/// What became of a body. Only looked at when the answer has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// It is the body already known, or there is none.
    Known,
    /// It is a feed that asks for this.
    Feed(Wishes),
    /// It was no feed, or a broken one; why, for a person.
    Unreadable(String),
}

/// Whether this body is the one that was read last time, byte for byte, and need not be read again.
pub fn is_known(facts: &PollFacts, body: &Body) -> bool {
    facts.body_hash == Some(hash(body)) && !facts.wanted_whole
}

/// What an answer says of the network here. Nobody was reached also where a page came in place of a
/// feed that was there before.
pub fn reach(before: &PollFacts, answer: &Answer, read: &Read) -> Reach {
    let is_nobody = match (answer, read) {
        (Answer::Unreachable { by_network, .. }, _) => *by_network,
        (Answer::Fresh(_), Read::Unreadable(_)) => before.body_hash.is_some(),
        _ => false,
    };
    if !before.url.starts_with("http") {
        Reach::Unknown
    } else if is_nobody {
        Reach::Nobody
    } else if matches!(answer, Answer::Unreachable { .. }) {
        Reach::Unknown
    } else {
        Reach::Somebody
    }
}

/// The facts after an answer that was asked for with `facts` and came at `now`. Whether it brought
/// anything new shows only when it is put away; that is for `rhythm::brought` to note.
#[must_use]
pub fn verdict(
    facts: PollFacts,
    answered: &Answered,
    read: &Read,
    policy: &Policy,
    now: Time,
) -> PollFacts {
    let facts = PollFacts {
        status: answered.trace.status,
        ..looked_at(facts, policy, now)
    };
    let conditional = answered.trace.conditional;
    match (&answered.answer, read) {
        (Answer::Fresh(_), Read::Unreadable(why)) | (Answer::Unreachable { why, .. }, _) => {
            failed(facts, why.clone(), now)
        }
        (Answer::Fresh(body), _) => whole(facts, body, read, conditional, policy, now),
        (
            Answer::NotModified {
                validators,
                hints,
                url,
                moved_to,
            },
            _,
        ) => {
            if facts.validators.is_empty() && facts.body_hash.is_none() {
                let why =
                    "the server says nothing has changed (304), but nothing was ever received";
                return failed(facts, why.into(), now);
            }
            let facts = not_modified(facts, validators, conditional, now);
            let facts = PollFacts {
                validators_from: from(&facts, url),
                ..succeeded(facts, *hints, policy, now)
            };
            moves::sighted(facts, moved_to.as_deref(), now)
        }
        (Answer::Gone, _) => PollFacts {
            gone: true,
            ..failed(
                facts,
                "the server says this feed is gone for good (410)".into(),
                now,
            )
        },
        (
            Answer::Refused {
                status,
                hints,
                challenged,
            },
            _,
        ) => {
            let facts = PollFacts {
                challenged: *challenged,
                ..refused(facts, *status, *hints, policy, now)
            };
            if *challenged {
                let why = "a page that lets only browsers pass stands before the feed";
                let trouble = Some(format!("{why} ({status})"));
                PollFacts { trouble, ..facts }
            } else {
                facts
            }
        }
    }
}

fn hash(body: &Body) -> u64 {
    fnv1a(body.bytes.iter().copied())
}

/// A look took place. Times that lie ahead of the clock, or of what a server may ask for, are left
/// over from a clock that was wrong.
fn looked_at(facts: PollFacts, policy: &Policy, now: Time) -> PollFacts {
    let past = |at: Option<Time>| at.map(|at| at.min(now));
    PollFacts {
        checked_at: Some(now),
        changed_at: past(facts.changed_at),
        ok_at: past(facts.ok_at),
        full_at: past(facts.full_at),
        failing_since: past(facts.failing_since),
        not_before: held_until(&facts, policy, now),
        wanted_whole: false,
        ..facts
    }
}

/// A body that could be read. One that brings only what is new (RFC 3229) is not the body that the next
/// one is compared with.
fn whole(
    facts: PollFacts,
    body: &Body,
    read: &Read,
    conditional: bool,
    policy: &Policy,
    now: Time,
) -> PollFacts {
    let wishes = match read {
        Read::Feed(wishes) => *wishes,
        _ => facts.wishes,
    };
    let is_known = facts.body_hash == Some(hash(body));
    let tags_ignored = if conditional && !body.is_partial {
        request::after_whole(&facts, &body.validators, is_known)
    } else {
        facts.tags_ignored
    };
    let (body_hash, full_at) = if body.is_partial {
        (facts.body_hash, facts.full_at)
    } else {
        (Some(hash(body)), Some(now))
    };
    let facts = PollFacts {
        validators: body.validators.clone(),
        validators_from: from(&facts, &body.url),
        changed_at: facts.changed_at.or(Some(now)),
        body_hash,
        full_at,
        tags_ignored,
        wishes,
        ..succeeded(facts, body.hints, policy, now)
    };
    moves::sighted(facts, body.moved_to.as_deref(), now)
}

/// The address validators came from, where it is not the one that was asked.
fn from(facts: &PollFacts, url: &str) -> Option<String> {
    (url != facts.url).then(|| url.to_owned())
}

fn succeeded(facts: PollFacts, hints: Hints, policy: &Policy, now: Time) -> PollFacts {
    PollFacts {
        ok_at: Some(now),
        failures: 0,
        failing_since: None,
        refusals: 0,
        not_before: None,
        fresh_until: fresh_until(&facts, hints, policy, now),
        gone: false,
        locked: None,
        challenged: false,
        told_more: false,
        trouble: None,
        ..facts
    }
}

/// Validators that came with a 304 replace those kept, each by itself (RFC 9111 §4.3.4).
fn not_modified(facts: PollFacts, came: &Validators, conditional: bool, now: Time) -> PollFacts {
    let (tags_ignored, full_at) = if conditional {
        (request::after_unchanged(&facts), facts.full_at)
    } else {
        // It was asked for all of it and will not give it; asking again each time helps nobody.
        (facts.tags_ignored, Some(now))
    };
    let validators = Validators {
        etag: came.etag.clone().or(facts.validators.etag.clone()),
        last_modified: came
            .last_modified
            .clone()
            .or(facts.validators.last_modified.clone()),
    };
    PollFacts {
        validators,
        full_at,
        tags_ignored,
        ..facts
    }
}

/// Too many requests without a word on how long: the whole host rests as after so many failures, or as
/// long as the answer says it holds.
fn refused(facts: PollFacts, status: u16, hints: Hints, policy: &Policy, now: Time) -> PollFacts {
    let facts = failed(facts, in_words(status), now);
    let refusals = match (hints.retry_after, status) {
        (None, 429) => facts.refusals.saturating_add(1),
        _ => facts.refusals,
    };
    let rest = match (hints.retry_after, status) {
        (Some(wait), _) => Some(wait),
        (None, 429) => {
            let ladder = policy.after_failures(refusals);
            Some(ladder.max(fresh_for(&facts, hints, policy)))
        }
        (None, _) => None,
    };
    let asked = rest.map(|wait| now.after(wait.min(policy.retry_after_cap)));
    let locked = (status == 401).then(|| facts.preferences.login_print());
    PollFacts {
        not_before: asked.max(facts.not_before),
        fresh_until: fresh_until(&facts, hints, policy, now),
        refusals,
        locked: locked.or(facts.locked),
        ..facts
    }
}

fn failed(facts: PollFacts, why: String, now: Time) -> PollFacts {
    PollFacts {
        failures: facts.failures.saturating_add(1),
        failing_since: facts.failing_since.or(Some(now)),
        trouble: Some(why),
        ..facts
    }
}

fn fresh_for(facts: &PollFacts, hints: Hints, policy: &Policy) -> Duration {
    let longest = policy.freshest(&facts.url);
    hints.fresh_for.unwrap_or_default().min(longest)
}

fn fresh_until(facts: &PollFacts, hints: Hints, policy: &Policy, now: Time) -> Option<Time> {
    let length = fresh_for(facts, hints, policy);
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
mod tests;
