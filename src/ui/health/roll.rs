//! All feeds with how they stand, in the order of who needs a person, and what they cost together.

use crate::model::feed::FeedKind;
use crate::model::health::{Advice, Health, State, Tally};
use crate::model::http::Hop;
use crate::text::plain;
use crate::ui::health::words::{count, size};

/// Which feeds are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    #[default]
    All,
    Needing,
    Feeds,
    Conversations,
}

impl Filter {
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Needing,
            Self::Needing => Self::Feeds,
            Self::Feeds => Self::Conversations,
            Self::Conversations => Self::All,
        }
    }

    pub fn admits(self, health: &Health) -> bool {
        match self {
            Self::All => true,
            Self::Needing => health.needs_person(),
            Self::Feeds => !is_talk(health),
            Self::Conversations => is_talk(health),
        }
    }

    /// What is shown, in a word or two; nothing where all is.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Needing => "those that need you",
            Self::Feeds => "feeds only",
            Self::Conversations => "conversations only",
        }
    }
}

pub fn is_talk(health: &Health) -> bool {
    health.kind != FeedKind::Articles
}

/// Made safe to be shown, and in the order of the list: feeds that need a person by what is wrong,
/// other feeds by title, conversations.
pub fn in_order(mut all: Vec<Health>) -> Vec<Health> {
    for health in &mut all {
        make_safe(health);
    }
    all.sort_by_cached_key(|health| {
        let title = health.title.to_lowercase();
        (is_talk(health), rank(health.state), title, health.feed)
    });
    all
}

fn rank(state: State) -> u8 {
    match state {
        State::Gone => 0,
        State::Locked => 1,
        State::Blocked => 2,
        State::Failing => 3,
        State::Moved => 4,
        State::Costly => 5,
        State::Unasked | State::Well | State::Over => 6,
    }
}

/// Servers, feeds and those who wrote them had a hand in all of these.
fn make_safe(health: &mut Health) {
    let Health {
        title,
        url,
        headers,
        hops,
        reason,
        trouble,
        moving,
        former,
        advice,
        ..
    } = health;
    let headers = headers.iter_mut().flat_map(|(name, value)| [name, value]);
    let hops = hops.iter_mut().map(|Hop { to, .. }| to);
    let former = former.iter_mut().map(|(url, _)| url);
    let advice = advice.iter_mut().map(|Advice { text, .. }| text);
    let moving = moving.iter_mut().map(|moving| &mut moving.to);
    for text in [title, url, reason]
        .into_iter()
        .chain(trouble)
        .chain(headers)
        .chain(hops)
        .chain(former)
        .chain(advice)
        .chain(moving)
    {
        *text = plain::line(text);
    }
}

/// What is said of all of them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Conversations are not counted.
    pub feeds: u64,
    pub needing: u64,
    pub cost: Tally,
}

impl Totals {
    pub fn of(all: &[Health]) -> Self {
        let mut totals = Self::default();
        for health in all {
            totals.feeds += u64::from(!is_talk(health));
            totals.needing += u64::from(health.needs_person());
            let (cost, of) = (&mut totals.cost, &health.tally);
            cost.requests = cost.requests.saturating_add(of.requests);
            cost.unchanged = cost.unchanged.saturating_add(of.unchanged);
            cost.received = cost.received.saturating_add(of.received);
            cost.saved = cost.saved.saturating_add(of.saved);
        }
        totals
    }

    /// The parts of the heading, the most telling first.
    pub fn words(&self) -> Vec<String> {
        let feeds = count(self.feeds);
        let mut parts = vec![match (self.needing, self.feeds) {
            (_, 0) => "no feeds".to_owned(),
            (0, _) => format!("none of {feeds} needs you"),
            (1, _) => format!("1 of {feeds} needs you"),
            (needing, _) => format!("{} of {feeds} need you", count(needing)),
        }];
        let Tally {
            requests,
            unchanged,
            saved,
            ..
        } = self.cost;
        if requests > 0 {
            let (requests, unchanged) = (count(requests), count(unchanged));
            parts.push(format!("{requests} requests, {unchanged} unchanged"));
        }
        if saved > 0 {
            parts.push(format!("{} saved by 304", size(saved)));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::EntryId;
    use crate::ui::health::samples::well;

    fn feed(title: &str, state: State) -> Health {
        Health {
            title: title.to_owned(),
            state,
            failures: if state == State::Failing { 3 } else { 0 },
            ..well(1, title)
        }
    }

    fn talk(title: &str, state: State) -> Health {
        let kind = FeedKind::Comments { of: EntryId(1) };
        Health {
            kind,
            ..feed(title, state)
        }
    }

    fn all() -> Vec<Health> {
        in_order(vec![
            talk("talk", State::Failing),
            feed("well", State::Well),
            feed("Another", State::Unasked),
            feed("costly", State::Costly),
            feed("moved", State::Moved),
            feed("failing", State::Failing),
            feed("blocked", State::Blocked),
            feed("locked", State::Locked),
            feed("gone", State::Gone),
        ])
    }

    #[test]
    fn who_needs_a_person_comes_first_and_talks_come_last() {
        let check = |filter: Filter, expect: &[&str]| {
            let all = all();
            let shown = all.iter().filter(|health| filter.admits(health));
            let titles: Vec<&str> = shown.map(|health| &*health.title).collect();
            assert_eq!(titles, expect, "{filter:?}");
        };
        let needing = ["gone", "locked", "blocked", "failing", "moved"];
        let rest = ["costly", "Another", "well"];
        check(Filter::Needing, &needing);
        check(Filter::Feeds, &[&needing[..], &rest].concat());
        check(Filter::Conversations, &["talk"]);
        check(Filter::All, &[&needing[..], &rest, &["talk"]].concat());
    }

    #[test]
    fn every_filter_is_reached_and_left_again() {
        let mut filter = Filter::All;
        for expect in [
            Filter::Needing,
            Filter::Feeds,
            Filter::Conversations,
            Filter::All,
        ] {
            filter = filter.next();
            assert_eq!(filter, expect);
        }
    }

    #[test]
    fn the_heading_adds_up_what_all_cost() {
        let check = |all: &[Health], expect: &[&str]| {
            assert_eq!(Totals::of(all).words(), expect);
        };
        check(&[], &["no feeds"]);
        let free = Health {
            tally: Tally::default(),
            ..feed("new", State::Unasked)
        };
        check(&[free], &["none of 1 needs you"]);
        let cost = |requests, unchanged, saved| Tally {
            requests,
            unchanged,
            received: 1,
            saved,
        };
        let costing = |state, tally| Health {
            tally,
            ..feed("a", state)
        };
        check(
            &[
                costing(State::Gone, cost(2_000, 1_900, 400_000_000)),
                costing(State::Well, cost(310, 4, 12_000_000)),
                talk("talk", State::Failing),
            ],
            &[
                "1 of 2 needs you",
                "2,350 requests, 1,940 unchanged",
                "413 MB saved by 304",
            ],
        );
    }

    #[test]
    fn what_strangers_wrote_is_made_safe() {
        let bad = "a\u{1b}[2J\u{202e}b".to_owned();
        let hop = Hop {
            status: 301,
            to: bad.clone(),
        };
        let advice = Advice {
            text: bad.clone(),
            remedy: None,
        };
        let all = in_order(vec![Health {
            title: bad.clone(),
            url: bad.clone(),
            headers: vec![(bad.clone(), bad.clone())],
            hops: vec![hop],
            reason: bad.clone(),
            trouble: Some(bad.clone()),
            former: vec![(bad.clone(), None)],
            advice: vec![advice],
            ..well(1, "x")
        }]);
        let told = format!("{all:?}");
        assert!(
            !told.contains("u{1b}") && !told.contains("u{202e}"),
            "{told}"
        );
    }
}
