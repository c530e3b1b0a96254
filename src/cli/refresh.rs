//! Feeds asked from the command line, all of them once.

use crate::cli::asking::{Asking, astray};
use crate::cli::print::{self, Outcome};
use crate::model::report::{Outcome as Polled, PollReport};
use crate::model::request::{Reply, Request, Scope};
use std::io;

/// Asks all feeds, and tells of those that brought something or failed.
///
/// # Errors
/// When the database fails, or nobody reads the output.
pub async fn refresh(asking: &mut Asking<'_>) -> anyhow::Result<Outcome> {
    let Reply::Refreshing(_) = asking.ask(Request::Refresh(Scope::All)).await? else {
        return Err(astray("refreshing").into());
    };
    let mut tally = Tally::default();
    let mut printed = Ok(());
    asking
        .settle(|report| {
            tally.count(&report);
            if printed.is_ok() {
                printed = tell(&report);
            }
        })
        .await;
    printed?;
    print::note(&tally.sentence());
    Ok(Outcome::of(tally.failed, tally.asked))
}

fn tell(report: &PollReport) -> io::Result<()> {
    match &report.outcome {
        Polled::Updated { new, changed } => {
            print::data(&format!("{}: {}", report.title, brought(*new, *changed)))
        }
        Polled::Unchanged => Ok(()),
        Polled::Failed { why } => {
            print::note(&format!("{}: {why}", report.title));
            Ok(())
        }
    }
}

fn brought(new: u32, changed: u32) -> String {
    match (new, changed) {
        (new, 0) => format!("{new} new"),
        (0, changed) => format!("{changed} changed"),
        (new, changed) => format!("{new} new, {changed} changed"),
    }
}

/// What came of all polls together.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    asked: usize,
    updated: usize,
    failed: usize,
    new: u64,
}

impl Tally {
    fn count(&mut self, report: &PollReport) {
        self.asked += 1;
        match report.outcome {
            Polled::Updated { new, .. } => {
                self.updated += 1;
                self.new += u64::from(new);
            }
            Polled::Unchanged => {}
            Polled::Failed { .. } => self.failed += 1,
        }
    }

    fn sentence(&self) -> String {
        if self.asked == 0 {
            return "nothing to ask: all feeds were asked a moment ago, or there are none".into();
        }
        format!(
            "{} asked: {} with news ({} new), {} unchanged, {} failed",
            self.asked,
            self.updated,
            self.new,
            self.asked - self.updated - self.failed,
            self.failed
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::FeedId;

    #[test]
    fn the_summary_adds_up() {
        let mut tally = Tally::default();
        for outcome in [
            Polled::Updated { new: 3, changed: 1 },
            Polled::Unchanged,
            Polled::Updated { new: 0, changed: 2 },
            Polled::Failed { why: "away".into() },
        ] {
            tally.count(&PollReport {
                feed: FeedId(1),
                title: "A blog".into(),
                outcome,
            });
        }
        assert_eq!(
            tally.sentence(),
            "4 asked: 2 with news (3 new), 1 unchanged, 1 failed"
        );
        assert_eq!(Outcome::of(tally.failed, tally.asked), Outcome::Partly);
    }
}
