//! How it stands with a feed in one word, and what a person can do about it.

use crate::model::feed::{FeedKind, PollFacts};
use crate::model::health::{Advice, Remedy, State};
use crate::model::time::Time;
use crate::poll::hosts::host_of;
use crate::poll::moves;
use crate::poll::policy::Policy;
use crate::poll::request::ignores_validators;
use crate::poll::rhythm;
use crate::poll::schedule::{self, Due, is_locked};
use crate::poll::why::span;

/// In one word.
pub fn state(facts: &PollFacts, policy: &Policy, now: Time) -> State {
    let is_over = || {
        let by_itself = schedule::due(facts, policy, now) != Due::Never;
        facts.kind != FeedKind::Articles && !rhythm::is_unfollowed(facts) && !by_itself
    };
    if facts.gone || is_dead(facts, policy, now) {
        State::Gone
    } else if is_locked(facts) {
        State::Locked
    } else if facts.challenged || facts.status == Some(403) && facts.failures > 0 {
        State::Blocked
    } else if facts.failures > 0 {
        State::Failing
    } else if moves::proven(facts, policy).is_some() {
        State::Moved
    } else if facts.checked_at.is_none() {
        State::Unasked
    } else if is_over() {
        State::Over
    } else if is_costly(facts) {
        State::Costly
    } else {
        State::Well
    }
}

/// What to know of a feed's addresses besides the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Addresses {
    /// It had another one before.
    pub former: bool,
    /// Another feed is subscribed where it says it has moved to.
    pub taken: bool,
}

/// What to do, the most urgent first.
pub fn advice(facts: &PollFacts, addresses: Addresses, policy: &Policy, now: Time) -> Vec<Advice> {
    let since_it_moved = || addresses.former && facts.failures > 0;
    let advice = [
        about_state(facts, policy, now),
        about_move(facts, addresses.taken, policy),
        since_it_moved().then(|| {
            (
                "it has failed since it moved".into(),
                Some(Remedy::UndoMove),
            )
        }),
        about_silence(facts, policy, now),
        about_cost(facts),
    ];
    let told = advice.into_iter().flatten();
    told.map(|(text, remedy)| Advice { text, remedy }).collect()
}

/// A sentence, and what the program can do.
type Told = Option<(String, Option<Remedy>)>;

fn about_state(facts: &PollFacts, policy: &Policy, now: Time) -> Told {
    let text = match state(facts, policy, now) {
        State::Gone if facts.gone => {
            "the server says that this feed is gone for good; it is not asked any more, and all it brought stays"
                .into()
        }
        State::Gone => {
            let since = facts.failing_since.map(|at| span(now.since(at)));
            let since = since.unwrap_or_default();
            format!("it has failed for {since} and is probably dead; look at its site for another address")
        }
        State::Locked if facts.preferences.way.login.is_some() => {
            "the server does not accept the login that is set; change it in the configuration".into()
        }
        State::Locked => {
            "the server wants a name and a password; set them for this feed in the configuration".into()
        }
        State::Blocked if facts.challenged => {
            "a page that lets only browsers pass stands before the feed; ask the site to let feed readers in"
                .into()
        }
        State::Blocked => format!(
            "{} does not let this reader in; its owner can say why",
            name(&facts.url)
        ),
        State::Failing | State::Moved | State::Unasked | State::Costly | State::Well | State::Over => {
            return None;
        }
    };
    Some((text, Some(Remedy::Ask)))
}

fn about_move(facts: &PollFacts, taken: bool, policy: &Policy) -> Told {
    let moving = facts.moving.as_ref()?;
    let to = &moving.to;
    if taken {
        let text = format!(
            "it says that it has moved to {to}, where you are subscribed already; the two can become one"
        );
        return Some((text, Some(Remedy::Unite)));
    }
    let text = if facts.stays_from.as_ref() == Some(to) {
        format!("it says that it has moved to {to}, and you took it back")
    } else if moves::proven(facts, policy).is_some() {
        format!("it says that it has moved for good to {to} and was not followed")
    } else {
        let proven = span(policy.move_proven);
        format!("it points to {to}; it is followed when that has been seen for {proven}")
    };
    Some((text, Some(Remedy::Follow)))
}

fn about_silence(facts: &PollFacts, policy: &Policy, now: Time) -> Told {
    let days = silent_days(facts, policy, now)?;
    let text = format!(
        "for {days} its server has only said that nothing has changed; all of it can be asked for"
    );
    Some((text, Some(Remedy::Refetch)))
}

fn about_cost(facts: &PollFacts) -> Told {
    let is_read = facts.failures == 0 && facts.checked_at.is_some();
    if !is_read || facts.kind != FeedKind::Articles || !is_costly(facts) {
        return None;
    }
    let fault = if ignores_validators(facts) {
        "ignores what it gave to ask whether something changed"
    } else {
        "gives nothing to ask whether something changed"
    };
    let text =
        format!("its server {fault}, and sends all of it each time; its owner may want to know");
    Some((text, None))
}

/// For how long nothing but "not modified" has come from a feed that usually brings something much sooner.
fn silent_days(facts: &PollFacts, policy: &Policy, now: Time) -> Option<String> {
    let (full_at, gap) = (facts.full_at?, facts.gap?);
    let since = now.since(full_at);
    let is_long = since >= policy.stuck / 2 && since > gap.saturating_mul(10);
    (is_long && facts.failures == 0).then(|| span(since))
}

/// It is answered, at a cost that its server could spare itself.
fn is_costly(facts: &PollFacts) -> bool {
    let is_web = facts.url.starts_with("http");
    is_web && (facts.validators.is_empty() || ignores_validators(facts))
}

/// It has failed for so long that nobody need hope.
fn is_dead(facts: &PollFacts, policy: &Policy, now: Time) -> bool {
    facts.failures > 0
        && facts
            .failing_since
            .is_some_and(|since| now.since(since) >= policy.dead)
}

fn name(url: &str) -> String {
    let host = host_of(url);
    host.rsplit_once(':')
        .map_or(host.clone(), |(name, _)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::FeedId;
    use crate::model::http::Validators;
    use std::time::Duration;

    const NOW: Time = Time(1_800_000_000);

    fn well() -> PollFacts {
        PollFacts {
            checked_at: Some(NOW),
            changed_at: Some(NOW),
            ok_at: Some(NOW),
            status: Some(200),
            validators: Validators {
                etag: Some("\"a\"".into()),
                last_modified: None,
            },
            ..PollFacts::unasked(FeedId(1), "http://a.example/feed", FeedKind::Articles)
        }
    }

    fn failing(status: u16) -> PollFacts {
        PollFacts {
            status: Some(status),
            failures: 1,
            failing_since: Some(NOW),
            trouble: Some("it failed".into()),
            ..well()
        }
    }

    /// The state, and what the first advice says and does.
    fn check(facts: &PollFacts, now: Time, expect: State, says: &str, remedy: Option<Remedy>) {
        let policy = Policy::default();
        assert_eq!(state(facts, &policy, now), expect);
        let advice = advice(facts, Addresses::default(), &policy, now);
        let first = advice.first();
        assert_eq!(first.and_then(|first| first.remedy), remedy, "{advice:?}");
        let text = first.map_or("", |first| first.text.as_str());
        assert!(text.contains(says), "{text:?} does not say {says:?}");
    }

    #[test]
    fn p26_what_is_wrong_is_told_with_what_can_be_done() {
        let ask = Some(Remedy::Ask);
        check(&well(), NOW, State::Well, "", None);
        check(&failing(404), NOW, State::Failing, "", None);
        let month = NOW.after(Duration::from_hours(24 * 31));
        check(&failing(404), month, State::Gone, "31 days", ask);
        let gone = PollFacts {
            gone: true,
            ..failing(410)
        };
        check(&gone, NOW, State::Gone, "gone for good", ask);
        check(&failing(403), NOW, State::Blocked, "a.example", ask);
        let challenged = PollFacts {
            challenged: true,
            ..failing(503)
        };
        check(&challenged, NOW, State::Blocked, "only browsers", ask);
        let locked = PollFacts {
            locked: Some(0),
            ..failing(401)
        };
        check(&locked, NOW, State::Locked, "a password", ask);
    }

    #[test]
    fn a_server_that_sends_all_of_it_each_time_is_named() {
        let without = PollFacts {
            validators: Validators::default(),
            ..well()
        };
        check(&without, NOW, State::Costly, "gives nothing", None);
        let ignoring = PollFacts {
            tags_ignored: 9,
            ..well()
        };
        check(&ignoring, NOW, State::Costly, "ignores", None);
    }

    #[test]
    fn p08_a_feed_that_is_silent_for_unusually_long_may_be_asked_for_all_of_it() {
        let weekly = |days: u64| PollFacts {
            gap: Some(Duration::from_hours(24 * days)),
            full_at: Some(NOW),
            ..well()
        };
        let later = NOW.after(Duration::from_hours(24 * 20));
        check(
            &weekly(1),
            later,
            State::Well,
            "20 days",
            Some(Remedy::Refetch),
        );
        check(&weekly(7), later, State::Well, "", None);
    }

    #[test]
    fn a_move_is_told_before_it_is_followed() {
        let moved = moves::sighted(well(), Some("http://b.example/feed"), NOW);
        check(&moved, NOW, State::Well, "b.example", Some(Remedy::Follow));
    }
}
