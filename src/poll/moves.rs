//! Following a feed that has moved for good (301, 308; RFC 9110 §15.4.2, §15.4.9).
//!
//! Not to follow costs two requests for every look, for ever. To believe every redirect costs more:
//! a hotel's network that sends everyone to its own page has been known to take whole lists of
//! subscriptions along. So a move has to be seen again and again over days, has to lead to a feed
//! that could be read, and must not happen to many servers at the same time.

use crate::model::feed::{FeedId, FeedKind, Moving, PollFacts};
use crate::model::report::MoveFate;
use crate::model::time::Time;
use crate::poll::hosts::host_of;
use crate::poll::policy::Policy;
use std::collections::HashSet;

/// The facts after a look that ended at a feed, by permanent redirects to `moved_to` or without any.
///
/// A look that failed teaches nothing about where a feed lives and is not to be told here.
pub(crate) fn sighted(facts: PollFacts, moved_to: Option<&str>, now: Time) -> PollFacts {
    let led_away = moved_to.filter(|to| *to != facts.url);
    let moving = led_away.map(|to| match &facts.moving {
        Some(known) if known.to == to => Moving {
            last: now,
            since: known.since.min(now),
            sightings: known.sightings.saturating_add(1),
            ..known.clone()
        },
        _ => Moving {
            to: to.to_owned(),
            since: now,
            last: now,
            sightings: 1,
        },
    });
    PollFacts { moving, ..facts }
}

/// Where the feed has moved, if that was seen often enough and for long enough.
pub fn proven<'a>(facts: &'a PollFacts, policy: &Policy) -> Option<&'a Moving> {
    facts.moving.as_ref().filter(|moving| {
        facts.stays_from.as_ref() != Some(&moving.to)
            && moving.sightings >= policy.move_sightings
            && moving.last.since(moving.since) >= policy.move_proven
    })
}

/// Whether a feed whose move is proven is to be followed. `holder` is the feed subscribed at the new
/// address, now or before it moved itself; `all` is what is known of every feed.
pub fn fate(
    facts: &PollFacts,
    holder: Option<FeedId>,
    all: &[PollFacts],
    policy: &Policy,
) -> MoveFate {
    let taken = holder.is_some_and(|holder| holder != facts.feed);
    if taken && facts.kind == FeedKind::Articles {
        MoveFate::Taken
    } else if in_a_crowd(facts, all, policy) {
        MoveFate::Suspect
    } else {
        MoveFate::Followed
    }
}

/// The facts of a feed at its new address. Its validators stay with the address they came from, which is
/// the new one unless a redirect that may pass leads on from there.
#[must_use]
pub fn followed(facts: PollFacts) -> PollFacts {
    match facts.moving {
        None => facts,
        Some(moving) => PollFacts {
            validators_from: Some(facts.validators_from.unwrap_or(facts.url))
                .filter(|from| *from != moving.to),
            url: moving.to,
            moving: None,
            ..facts
        },
    }
}

/// Whether several hosts began to point to the same host at about the same time.
fn in_a_crowd(facts: &PollFacts, all: &[PollFacts], policy: &Policy) -> bool {
    let Some(moving) = &facts.moving else {
        return false;
    };
    let target = host_of(&moving.to);
    let hosts: HashSet<String> = all
        .iter()
        .filter(|other| {
            other.moving.as_ref().is_some_and(|theirs| {
                let apart = theirs
                    .since
                    .since(moving.since)
                    .max(moving.since.since(theirs.since));
                apart <= policy.move_cycle && host_of(&theirs.to) == target
            })
        })
        .map(|other| host_of(&other.url))
        .chain([host_of(&facts.url)])
        .collect();
    hosts.len() >= policy.move_crowd
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::http::Validators;
    use std::time::Duration;

    const NOW: Time = Time(1_800_000_000);
    const NEW: &str = "http://new.example/feed";

    fn feed(number: i64) -> PollFacts {
        let url = format!("http://h{number}.example/feed");
        PollFacts::unasked(FeedId(number), url, FeedKind::Articles)
    }

    /// Looks at feed 1 so many hours after `NOW`, led so; where it has moved for good by then.
    fn check(looks: &[(u64, Option<&str>)], expect: Option<&str>) {
        let facts = looks.iter().fold(feed(1), |facts, (hours, led)| {
            sighted(facts, *led, NOW.after(Duration::from_hours(*hours)))
        });
        let policy = Policy::default();
        let to = proven(&facts, &policy).map(|moving| moving.to.as_str());
        assert_eq!(to, expect, "{looks:?}");
    }

    #[test]
    fn p27_a_move_is_believed_after_three_looks_over_two_days_that_led_to_the_same_place() {
        let other = Some("http://other.example/feed");
        let new = Some(NEW);
        check(&[(0, new), (24, new), (48, new)], new);
        check(&[(0, new), (24, new), (47, new)], None);
        check(&[(0, new), (48, new)], None);
        check(&[(0, new), (1, new), (2, new), (3, new), (49, new)], new);
        check(&[(0, new), (24, other), (48, new), (72, new)], None);
        check(&[(0, new), (24, None), (48, new), (72, new)], None);
        check(
            &[(0, new), (24, None), (48, new), (72, new), (96, new)],
            new,
        );
        let itself = Some("http://h1.example/feed");
        check(&[(0, itself), (24, itself), (48, itself)], None);
        check(&[], None);
    }

    /// These feeds, each with the host it is led to and the minute that began; what is to become of
    /// the first.
    fn check_fate(feeds: &[(i64, &str, u64)], holder: Option<i64>, expect: MoveFate) {
        let all: Vec<PollFacts> = feeds
            .iter()
            .map(|(number, host, minute)| {
                let to = format!("http://{host}.example/{number}");
                sighted(
                    feed(*number),
                    Some(&to),
                    NOW.after(Duration::from_mins(*minute)),
                )
            })
            .collect();
        let fate = fate(&all[0], holder.map(FeedId), &all, &Policy::default());
        assert_eq!(fate, expect, "{feeds:?}");
    }

    #[test]
    fn p27_a_network_that_sends_everyone_to_its_own_page_moves_no_feed() {
        let (followed, suspect) = (MoveFate::Followed, MoveFate::Suspect);
        check_fate(&[(1, "portal", 0)], None, followed);
        check_fate(&[(1, "portal", 0), (2, "portal", 5)], None, followed);
        let three = [(1, "portal", 0), (2, "portal", 5), (3, "portal", 59)];
        check_fate(&three, None, suspect);
        let days_apart = [(1, "host", 0), (2, "host", 3_000), (3, "host", 6_000)];
        check_fate(&days_apart, None, followed);
        let each_its_own = [(1, "a", 0), (2, "b", 0), (3, "c", 0)];
        check_fate(&each_its_own, None, followed);
        let one_server = [(1, "new", 0), (1, "new", 1), (1, "new", 2)];
        check_fate(&one_server, None, followed);
    }

    #[test]
    fn p29_a_feed_does_not_move_onto_another() {
        check_fate(&[(1, "a", 0)], Some(2), MoveFate::Taken);
        check_fate(&[(1, "a", 0)], Some(1), MoveFate::Followed);
    }

    #[test]
    fn p27_a_followed_feed_keeps_its_validators_for_the_address_they_came_from() {
        let check = |from: Option<&str>, expect: Option<&str>| {
            let facts = followed(PollFacts {
                validators: Validators {
                    etag: Some("\"a\"".to_owned()),
                    last_modified: None,
                },
                validators_from: from.map(str::to_owned),
                ..sighted(feed(1), Some(NEW), NOW)
            });
            assert_eq!((facts.url.as_str(), facts.moving), (NEW, None));
            assert!(!facts.validators.is_empty());
            assert_eq!(facts.validators_from.as_deref(), expect);
        };
        check(Some(NEW), None);
        let third = Some("http://third.example/feed");
        check(third, third);
        check(None, Some("http://h1.example/feed"));
        assert_eq!(followed(feed(1)), feed(1));
    }
}
