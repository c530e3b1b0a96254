//! What an answer means for the next time: the facts of a feed before it, and after it.
//!
//! The rules that keep a feed cheap for its server: validators are replaced together and only by
//! an answer that was used (RFC 9110 §8.8, RFC 9111 §4.3.4); no error touches them; and a body
//! that could not be read does not bring its validators along, or the server would answer
//! "unchanged" to a body nobody has.

use crate::model::feed::{PollFacts, Wishes};
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
    /// It is the body already known, or there is none.
    Known,
    /// It is a feed that asks for this.
    Feed(Wishes),
    /// It was no feed, or a broken one; why, for a person.
    Unreadable(String),
}

/// Whether this body is the one that was read last time, byte for byte, and need not be read again.
pub fn is_known(facts: &PollFacts, body: &Body) -> bool {
    facts.body_hash == Some(fnv1a(body.bytes.iter().copied()))
}

/// The facts after `answer`, which was asked for with `facts` and came at `now`. Whether it brought
/// anything new shows only when it is put away; that is for `rhythm::brought` to note.
#[must_use]
pub fn verdict(
    facts: PollFacts,
    answer: &Answer,
    read: &Read,
    policy: &Policy,
    now: Time,
) -> PollFacts {
    let facts = looked_at(facts, policy, now);
    match (answer, read) {
        (Answer::Fresh(_), Read::Unreadable(why)) | (Answer::Unreachable { why }, _) => {
            failed(facts, why.clone())
        }
        (Answer::Fresh(body), _) => {
            let wishes = match read {
                Read::Feed(wishes) => *wishes,
                _ => facts.wishes,
            };
            let facts = PollFacts {
                validators: body.validators.clone(),
                changed_at: facts.changed_at.or(Some(now)),
                body_hash: Some(fnv1a(body.bytes.iter().copied())),
                wishes,
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
mod tests;
