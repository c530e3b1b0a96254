//! What a refresh says of itself: who is not asked and why, and at its end what came of it.

use crate::model::health::Next;
use crate::model::report::{Left, Outcome, PollReport};
use crate::model::time::Time;
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::age;
use crate::ui::fit::fit;
use crate::ui::keymap::Keymap;

/// Columns a name may take in the bottom line.
const NAME: usize = 24;
/// Columns a reason may take there, where more follows.
const REASON: usize = 40;

/// What a refresh has brought so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    new: u32,
    failed: Vec<(String, String)>,
    /// How many are asked, and how many are not, where some are not.
    parted: Option<(usize, usize)>,
}

impl Tally {
    pub fn count(&mut self, report: PollReport) {
        match report.outcome {
            Outcome::Updated { new, .. } => self.new += new,
            Outcome::Unchanged => {}
            Outcome::Failed { why } => self.failed.push((report.title, why)),
        }
    }

    /// The refresh began; what is to be said of it now, if anything is.
    pub fn begin(
        &mut self,
        asked: usize,
        left: &[Left],
        now: Time,
        keys: &Keymap,
    ) -> Option<String> {
        match (asked, left) {
            (0, left) => Some(refused(left, now, keys)),
            (_, []) => None,
            (asked, left) => {
                self.parted = Some((asked, left.len()));
                self.parts()
            }
        }
    }

    /// What came of it, and whether that is trouble.
    pub fn end(&self, keys: &Keymap) -> (String, bool) {
        let mut parts = vec![match self.new {
            0 => "nothing new".to_owned(),
            new => format!("{new} new"),
        }];
        parts.extend(self.parts());
        if let [(title, why), rest @ ..] = &self.failed[..] {
            let (title, why) = (name(title), reason(why));
            let more = match rest.len() {
                0 => String::new(),
                more => format!(", {more} more failed"),
            };
            let key = keys.key_of(Action::Health);
            parts.push(format!("{title}: {why}{more} – {key} tells more"));
        }
        (parts.join("; "), !self.failed.is_empty())
    }

    fn parts(&self) -> Option<String> {
        let (asked, left) = self.parted?;
        Some(format!("{asked} asked, {left} not due"))
    }
}

/// The feed that would be asked if the person insisted, where nothing else was wanted.
pub fn offered(asked: usize, left: &[Left]) -> Option<&Left> {
    match left {
        [one] if asked == 0 && one.may_insist => Some(one),
        _ => None,
    }
}

/// Nobody is asked; why not, or when somebody may be.
fn refused(left: &[Left], now: Time, keys: &Keymap) -> String {
    match left {
        [] => "Nothing may be asked just now".to_owned(),
        [one] if one.may_insist => {
            let key = keys.key_of(Action::Insist);
            format!("Not asked: {} – {key} asks all the same", reason(&one.why))
        }
        [one] => format!("Not asked: {}", plain::line(&one.why)),
        many => {
            let soonest = many.iter().filter_map(|left| match left.next {
                Next::Now => Some(now),
                Next::At(at) => Some(at),
                Next::Never => None,
            });
            let none = format!("None of {} may be asked yet", many.len());
            match soonest.min() {
                Some(at) if at > now => format!("{none}; the first {}", age::until(at, now)),
                _ => none,
            }
        }
    }
}

fn name(title: &str) -> String {
    fit(&plain::line(title), NAME)
}

fn reason(why: &str) -> String {
    fit(&plain::line(why), REASON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::FeedId;
    use std::slice::from_ref;
    use std::time::Duration;

    const NOW: Time = Time(1_773_511_200);

    fn left(why: &str, next: Next, may_insist: bool) -> Left {
        Left {
            feed: FeedId(1),
            title: "Ledger".to_owned(),
            url: "http://ledger.example/".to_owned(),
            next,
            why: why.to_owned(),
            may_insist,
        }
    }

    fn report(title: &str, outcome: Outcome) -> PollReport {
        PollReport {
            feed: FeedId(1),
            title: title.to_owned(),
            url: "http://ledger.example/".to_owned(),
            outcome,
            status: Some(200),
            next: Next::Now,
            reason: String::new(),
        }
    }

    #[test]
    fn the_beginning_of_a_refresh_says_who_is_not_asked_and_why() {
        let check = |asked, left: &[Left], expect: Option<&str>| {
            let said = Tally::default().begin(asked, left, NOW, &Keymap::default());
            assert_eq!(said.as_deref(), expect);
        };
        let soon = |minutes| Next::At(NOW.after(Duration::from_mins(minutes)));
        let recent = left("looked at 3 minutes ago", soon(7), true);
        let told = "the server asked to be left alone for 2 hours";
        let resting = left(told, soon(120), false);
        let over = left("the conversation is over", Next::Never, false);
        let long = left(&"so ".repeat(40), soon(1), true);
        check(3, &[], None);
        check(12, &vec![recent.clone(); 88], Some("12 asked, 88 not due"));
        check(0, &[], Some("Nothing may be asked just now"));
        check(
            0,
            from_ref(&recent),
            Some("Not asked: looked at 3 minutes ago – ! asks all the same"),
        );
        check(
            0,
            from_ref(&resting),
            Some("Not asked: the server asked to be left alone for 2 hours"),
        );
        check(
            0,
            &[resting.clone(), recent.clone(), over.clone()],
            Some("None of 3 may be asked yet; the first in 7 min"),
        );
        check(0, &[over.clone(), over], Some("None of 2 may be asked yet"));
        let said = Tally::default()
            .begin(0, &[long], NOW, &Keymap::default())
            .unwrap();
        assert!(said.ends_with("… – ! asks all the same"), "{said}");
        assert!(said.chars().count() < 80, "{said}");
    }

    #[test]
    fn insisting_is_offered_for_one_feed_alone() {
        let one = |may_insist| left("why", Next::Now, may_insist);
        assert!(offered(0, &[one(true)]).is_some());
        assert!(offered(0, &[one(false)]).is_none());
        assert!(offered(0, &[one(true), one(true)]).is_none());
        assert!(offered(1, &[one(true)]).is_none());
        assert!(offered(0, &[]).is_none());
    }

    #[test]
    fn the_end_of_a_refresh_says_what_came_of_it() {
        let failed = || Outcome::Failed {
            why: "no such host".to_owned(),
        };
        let new = |new| Outcome::Updated { new, changed: 0 };
        let check = |left: usize, outcomes: Vec<Outcome>, expect: &str| {
            let mut tally = Tally::default();
            let not_asked = vec![super::tests::left("", Next::Now, true); left];
            tally.begin(outcomes.len(), &not_asked, NOW, &Keymap::default());
            let is_trouble = outcomes.contains(&failed());
            for outcome in outcomes {
                tally.count(report("Ledger", outcome));
            }
            assert_eq!(
                tally.end(&Keymap::default()),
                (expect.to_owned(), is_trouble)
            );
        };
        check(0, vec![new(2), Outcome::Unchanged, new(1)], "3 new");
        check(0, vec![Outcome::Unchanged; 3], "nothing new");
        check(
            88,
            vec![new(3), Outcome::Unchanged],
            "3 new; 2 asked, 88 not due",
        );
        check(
            88,
            vec![new(3), failed()],
            "3 new; 2 asked, 88 not due; Ledger: no such host – H tells more",
        );
        check(
            0,
            vec![failed(), failed(), failed()],
            "nothing new; Ledger: no such host, 2 more failed – H tells more",
        );
    }

    #[test]
    fn a_long_or_hostile_name_leaves_room_for_what_matters() {
        let mut tally = Tally::default();
        let why = "there is no server named a.example, or no network to find it with".to_owned();
        let title = "\u{202e}A diary of everything that ever happened here";
        tally.count(report(title, Outcome::Failed { why }));
        let (said, _) = tally.end(&Keymap::default());
        assert_eq!(
            said,
            "nothing new; A diary of everything t…: \
             there is no server named a.example, or… – H tells more"
        );
    }
}
