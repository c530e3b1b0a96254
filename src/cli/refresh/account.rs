//! What came of a refresh, all polls together.

use crate::cli::moment;
use crate::cli::print::Outcome;
use crate::cli::refresh::{Which, left};
use crate::model::health::Next;
use crate::model::report::{Left, MoveFate, Moved, Outcome as Polled, PollReport};
use jiff::tz::TimeZone;

/// Said where nobody could be reached.
pub const OFFLINE: &str = "nobody can be reached: this machine seems to be offline";

/// All that is to be told of.
#[derive(Debug, Clone, Default)]
pub struct Account {
    pub reports: Vec<PollReport>,
    /// Those that were not asked.
    pub left: Vec<Left>,
    pub offline: bool,
}

/// How many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub asked: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Of those that are unchanged, so many were not even sent again.
    pub not_modified: usize,
    pub failed: usize,
    pub new: u64,
    pub changed: u64,
}

impl Account {
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for report in &self.reports {
            tally.asked += 1;
            match report.outcome {
                Polled::Updated { new, changed } => {
                    tally.updated += 1;
                    tally.new += u64::from(new);
                    tally.changed += u64::from(changed);
                }
                Polled::Unchanged => {
                    tally.unchanged += 1;
                    tally.not_modified += usize::from(report.status == Some(304));
                }
                Polled::Failed { .. } => tally.failed += 1,
            }
        }
        tally
    }

    /// All, some or nothing; where nobody could be reached, what was not asked has failed, too.
    pub fn outcome(&self) -> Outcome {
        let tally = self.tally();
        match self.offline {
            true if tally.updated + tally.unchanged == 0 => Outcome::Nothing,
            true => Outcome::Partly,
            false => Outcome::of(tally.failed, tally.asked),
        }
    }

    /// The account for a person.
    pub fn sentences(&self, which: &Which, zone: &TimeZone) -> Vec<String> {
        let mut lines = Vec::new();
        if let Which::Some { .. } = which {
            lines.extend(self.left.iter().map(|one| left(one, zone)));
        }
        lines.push(self.summary(which));
        if !matches!(which, Which::Some { .. }) {
            lines.extend(self.not_due(which, zone));
        }
        if self.offline {
            lines.push(OFFLINE.to_owned());
        }
        lines
    }

    fn summary(&self, which: &Which) -> String {
        let tally = self.tally();
        if tally.asked == 0 {
            return match which {
                Which::Due => "nothing is due".to_owned(),
                Which::All | Which::Some { .. } => "nothing may be asked just now".to_owned(),
            };
        }
        let not_modified = match tally.not_modified {
            0 => String::new(),
            some => format!(" ({some} not sent again)"),
        };
        format!(
            "{} asked: {} with news ({} new), {} unchanged{not_modified}, {} failed",
            tally.asked, tally.updated, tally.new, tally.unchanged, tally.failed
        )
    }

    /// How many were left out, and which of them is the first to be asked.
    fn not_due(&self, which: &Which, zone: &TimeZone) -> Option<String> {
        let first = self
            .left
            .iter()
            .min_by_key(|one| moment::soonness(one.next))?;
        let many = self.left.len();
        let what = match which {
            Which::Due => "not due",
            Which::All | Which::Some { .. } => "not asked",
        };
        Some(match first.next {
            Next::Never => format!("{many} {what}, and only by hand"),
            next => format!(
                "{many} {what}; first {}, {}: {}",
                first.title,
                moment::next(next, zone),
                first.why
            ),
        })
    }
}

/// News of one feed.
pub fn brought(new: u32, changed: u32) -> String {
    match (new, changed) {
        (new, 0) => format!("{new} new"),
        (0, changed) => format!("{changed} changed"),
        (new, changed) => format!("{new} new, {changed} changed"),
    }
}

/// What became of a feed that has moved for good, and what to do about it.
pub fn moved(moved: &Moved) -> String {
    let Moved {
        title, from, to, ..
    } = moved;
    match moved.fate {
        MoveFate::Followed => {
            format!(
                "{title}: has moved from {from} and is followed to {to}; postil move --back undoes it"
            )
        }
        MoveFate::Taken => {
            format!(
                "{title}: says it has moved to {to}, which you have already; postil move --unite makes them one"
            )
        }
        MoveFate::Suspect => format!("{title}: stays; many servers at once point to {to}"),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::feed::FeedId;
    use crate::model::time::Time;

    pub(in crate::cli::refresh) fn report(outcome: Polled, status: Option<u16>) -> PollReport {
        PollReport {
            feed: FeedId(1),
            title: "A blog".into(),
            url: "http://a.example/".into(),
            outcome,
            status,
            next: Next::At(Time(1_773_511_200)),
            reason: "looked at every 60 minutes".into(),
        }
    }

    pub(in crate::cli::refresh) fn not_asked(title: &str, next: Next) -> Left {
        Left {
            feed: FeedId(2),
            title: title.into(),
            url: "http://b.example/".into(),
            next,
            why: "the feed is resting".into(),
            may_insist: true,
        }
    }

    pub(in crate::cli::refresh) fn account() -> Account {
        let failed = Polled::Failed { why: "away".into() };
        Account {
            reports: vec![
                report(Polled::Updated { new: 3, changed: 1 }, Some(200)),
                report(Polled::Unchanged, Some(304)),
                report(Polled::Unchanged, Some(200)),
                report(Polled::Updated { new: 0, changed: 2 }, Some(200)),
                report(failed, None),
            ],
            left: vec![
                not_asked("Never", Next::Never),
                not_asked("Later", Next::At(Time(1_773_514_800))),
                not_asked("Sooner", Next::At(Time(1_773_511_200))),
            ],
            offline: false,
        }
    }

    #[test]
    fn the_summary_adds_up_and_says_what_comes_next() {
        assert_eq!(
            account().sentences(&Which::Due, &TimeZone::UTC),
            [
                "5 asked: 2 with news (3 new), 2 unchanged (1 not sent again), 1 failed",
                "3 not due; first Sooner, 2026-03-14 18:00: the feed is resting",
            ]
        );
    }

    #[test]
    fn a_feed_that_was_named_and_not_asked_is_told_with_the_way_out() {
        let which = Which::Some {
            urls: Vec::new(),
            force: false,
        };
        let mut account = Account {
            left: vec![not_asked("B", Next::At(Time(1_773_511_200)))],
            ..Account::default()
        };
        let said = |account: &Account| account.sentences(&which, &TimeZone::UTC);
        assert_eq!(
            said(&account),
            [
                "B: not asked, next 2026-03-14 18:00: the feed is resting – --force asks all the same",
                "nothing may be asked just now",
            ]
        );
        account.left[0].may_insist = false;
        assert!(said(&account)[0].ends_with("the feed is resting"));
    }

    #[test]
    fn the_exit_code_tells_all_from_some_and_none() {
        let check = |outcomes: &[Polled], offline, expect| {
            let reports = outcomes.iter().map(|one| report(one.clone(), None));
            let account = Account {
                reports: reports.collect(),
                left: vec![not_asked("B", Next::Never)],
                offline,
            };
            assert_eq!(account.outcome(), expect, "{outcomes:?} {offline}");
        };
        let failed = Polled::Failed { why: "away".into() };
        check(&[], false, Outcome::Done);
        check(&[Polled::Unchanged], false, Outcome::Done);
        check(&[Polled::Unchanged, failed.clone()], false, Outcome::Partly);
        check(&[failed.clone(), failed.clone()], false, Outcome::Nothing);
        check(&[], true, Outcome::Nothing);
        check(&[failed], true, Outcome::Nothing);
        check(&[Polled::Unchanged], true, Outcome::Partly);
    }
}
