//! A refresh as JSON for other programs: every field always there, absent things null.

use crate::cli::moment;
use crate::cli::refresh::account::Account;
use crate::model::report::{Left, Outcome, PollReport};
use crate::model::time::Time;
use serde_json::{Value, json};

/// All that came of a refresh.
pub fn value(account: &Account, now: Time) -> Value {
    let tally = account.tally();
    let feeds = account.reports.iter().map(|report| feed(report, now));
    let left = account.left.iter().map(|one| left(one, now));
    json!({
        "asked": tally.asked,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "failed": tally.failed,
        "new": tally.new,
        "changed": tally.changed,
        "not_due": account.left.len(),
        "offline": account.offline,
        "feeds": feeds.collect::<Vec<_>>(),
        "left": left.collect::<Vec<_>>(),
    })
}

fn feed(report: &PollReport, now: Time) -> Value {
    let (outcome, new, changed, why) = match &report.outcome {
        Outcome::Updated { new, changed } => ("updated", *new, *changed, None),
        Outcome::Unchanged => ("unchanged", 0, 0, None),
        Outcome::Failed { why } => ("failed", 0, 0, Some(why)),
    };
    json!({
        "url": report.url,
        "title": report.title,
        "outcome": outcome,
        "new": new,
        "changed": changed,
        "status": report.status,
        "why": why,
        "next": moment::next_utc(report.next, now),
        "reason": report.reason,
    })
}

fn left(left: &Left, now: Time) -> Value {
    json!({
        "url": left.url,
        "title": left.title,
        "next": moment::next_utc(left.next, now),
        "why": left.why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::refresh::account::tests::account;

    #[test]
    fn a_program_can_count_and_tell_why() {
        let told = value(&account(), Time(0));
        assert_eq!(told["asked"], 5);
        assert_eq!(told["updated"], 2);
        assert_eq!(told["unchanged"], 2);
        assert_eq!(told["failed"], 1);
        assert_eq!((&told["new"], &told["changed"]), (&json!(3), &json!(3)));
        assert_eq!(told["not_due"], 3);
        assert_eq!(
            told["feeds"][4],
            json!({
                "url": "http://a.example/", "title": "A blog", "outcome": "failed",
                "new": 0, "changed": 0, "status": null, "why": "away",
                "next": "2026-03-14T18:00:00Z", "reason": "looked at every 60 minutes",
            })
        );
        assert_eq!(
            told["left"][0],
            json!({
                "url": "http://b.example/", "title": "Never",
                "next": null, "why": "the feed is resting",
            })
        );
    }
}
