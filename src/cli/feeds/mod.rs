//! How it stands with every feed: a line each, all that is known of each, or JSON.

pub mod block;
pub mod json;
pub mod line;

use crate::cli::asking::{Asking, astray};
use crate::cli::print::{self, Outcome};
use crate::model::feed::FeedKind;
use crate::model::health::{Advice, Health, Remedy, State};
use crate::model::report::Failure;
use crate::model::request::{Reply, Request};
use crate::model::time::Time;
use jiff::tz::TimeZone;

/// What is told, and how.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// All that is known, a block each.
    pub health: bool,
    /// Only feeds with which something is to be done.
    pub trouble: bool,
    pub json: bool,
}

/// Tells how it stands with the feeds. Conversations are told of only to programs, and where
/// something is to be done.
///
/// # Errors
/// When the database fails, or nobody reads the output.
pub async fn feeds(
    asking: &mut Asking<'_>,
    manner: Manner,
    now: Time,
    zone: &TimeZone,
) -> anyhow::Result<Outcome> {
    let all = health(asking).await?;
    if all.is_empty() && !manner.json {
        print::note("no subscriptions yet; postil add or postil import makes some");
    }
    let told: Vec<Health> = all
        .into_iter()
        .filter(|health| is_told(health, manner))
        .collect();
    if manner.json {
        print::json(&json::value(&told, now))?;
    } else if manner.health {
        for (number, health) in told.iter().enumerate() {
            if number > 0 {
                print::row("")?;
            }
            for line in block::lines(health, now, zone) {
                print::row(&line)?;
            }
        }
    } else {
        for health in &told {
            print::row(&line::line(health, zone))?;
        }
    }
    Ok(Outcome::Done)
}

/// How it stands with every feed.
///
/// # Errors
/// When the database fails.
pub async fn health(asking: &mut Asking<'_>) -> Result<Vec<Health>, Failure> {
    match asking.ask(Request::Health).await? {
        Reply::Health(health) => Ok(health),
        _ => Err(astray("reading how it stands with the feeds")),
    }
}

fn is_told(health: &Health, manner: Manner) -> bool {
    if manner.trouble {
        return health.needs_person();
    }
    manner.json || health.kind == FeedKind::Articles
}

/// A state in the word that is printed for it; a promise to programs.
pub fn word(state: State) -> &'static str {
    match state {
        State::Gone => "gone",
        State::Locked => "locked",
        State::Blocked => "blocked",
        State::Failing => "failing",
        State::Moved => "moved",
        State::Unasked => "unasked",
        State::Costly => "costly",
        State::Well => "well",
        State::Over => "over",
    }
}

/// A piece of advice with the command that follows it, where there is one.
pub fn advised(advice: &Advice, url: &str) -> String {
    match advice.remedy.and_then(|remedy| command(remedy, url)) {
        Some(command) => format!("{}: {command}", advice.text),
        None => advice.text.clone(),
    }
}

fn command(remedy: Remedy, url: &str) -> Option<String> {
    let url = quoted(url);
    match remedy {
        Remedy::Ask => Some(format!("postil refresh --force --feed {url}")),
        Remedy::UndoMove => Some(format!("postil move {url} --back")),
        Remedy::Follow => Some(format!("postil move {url} --follow")),
        Remedy::Unite => Some(format!("postil move {url} --unite")),
        // At most once a day, and rarely of use: it is done in the reader.
        Remedy::Refetch => None,
    }
}

/// An address as a shell takes it for one word. It may come from a server, and is copied from here.
fn quoted(url: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/:._-+,@%".contains(c);
    if !url.is_empty() && !url.starts_with('-') && url.chars().all(is_plain) {
        return url.to_owned();
    }
    format!("'{}'", url.replace('\'', r"'\''"))
}

/// A number of bytes as a person says it.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let (mut tenths, mut unit) = (bytes.saturating_mul(10) / 1024, 0);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::feed::{FeedId, Moving};
    use crate::model::health::{Next, Tally};
    use crate::model::http::Hop;

    /// 2026-03-14T18:00:00Z.
    pub(in crate::cli) const NOW: Time = Time(1_773_511_200);
    const HOUR: i64 = 3600;

    /// A feed with which all is well.
    pub(in crate::cli) fn well() -> Health {
        Health {
            feed: FeedId(1),
            kind: FeedKind::Articles,
            title: "Small Hours".into(),
            url: "http://smallhours.example/feed".into(),
            state: State::Well,
            ok_at: Some(NOW),
            checked_at: Some(NOW),
            changed_at: Some(Time(NOW.0 - 50 * HOUR)),
            status: Some(304),
            headers: vec![("cache-control".into(), "max-age=3600".into())],
            hops: Vec::new(),
            next: Next::At(Time(NOW.0 + HOUR)),
            reason: "looked at every 60 minutes".into(),
            failures: 0,
            trouble: None,
            moving: None,
            former: Vec::new(),
            tally: Tally {
                requests: 120,
                unchanged: 100,
                received: 3_500_000,
                saved: 17_500_000,
            },
            advice: Vec::new(),
        }
    }

    /// One with everything there can be.
    pub(in crate::cli) fn ill() -> Health {
        Health {
            title: "Ledger & Sons".into(),
            url: "http://ledger.example/feed?a=1&b=2".into(),
            state: State::Failing,
            ok_at: None,
            status: Some(503),
            hops: vec![Hop {
                status: 301,
                to: "http://new.example/feed".into(),
            }],
            next: Next::Never,
            reason: "the last 3 looks failed".into(),
            failures: 3,
            trouble: Some("the server answers 503".into()),
            moving: Some(Moving {
                to: "http://new.example/feed".into(),
                since: Time(NOW.0 - 50 * HOUR),
                last: NOW,
                sightings: 2,
            }),
            former: vec![
                ("http://old.example/".into(), Some(Time(0))),
                ("http://older.example/".into(), None),
            ],
            advice: vec![
                Advice {
                    text: "it can be followed".into(),
                    remedy: Some(Remedy::Follow),
                },
                Advice {
                    text: "write to its owner".into(),
                    remedy: None,
                },
            ],
            ..well()
        }
    }

    #[test]
    fn a_conversation_is_told_of_where_something_is_to_be_done() {
        use crate::model::entry::EntryId;
        let kind = FeedKind::Comments { of: EntryId(1) };
        let talk = Health { kind, ..well() };
        let ill_talk = Health { kind, ..ill() };
        let check = |manner, expect: [bool; 4]| {
            let told = [well(), ill(), talk.clone(), ill_talk.clone()];
            assert_eq!(told.map(|health| is_told(&health, manner)), expect);
        };
        let manner = |trouble, json| Manner {
            health: false,
            trouble,
            json,
        };
        check(manner(false, false), [true, true, false, false]);
        check(manner(true, false), [false, true, false, false]);
        check(manner(false, true), [true; 4]);
        check(manner(true, true), [false, true, false, false]);
    }

    #[test]
    fn advice_can_be_copied_into_a_shell_and_harms_nobody() {
        let check = |remedy, url: &str, expect: &str| {
            let text = "do this".to_owned();
            assert_eq!(advised(&Advice { text, remedy }, url), expect);
        };
        let url = "http://a.example/f";
        check(None, url, "do this");
        check(
            Some(Remedy::Ask),
            url,
            "do this: postil refresh --force --feed http://a.example/f",
        );
        check(
            Some(Remedy::Follow),
            "http://a.example/?a&b",
            "do this: postil move 'http://a.example/?a&b' --follow",
        );
        check(
            Some(Remedy::UndoMove),
            "http://a.example/';touch x;'",
            r"do this: postil move 'http://a.example/'\'';touch x;'\''' --back",
        );
        check(Some(Remedy::Refetch), url, "do this");
    }

    #[test]
    fn bytes_are_told_in_the_unit_that_says_it_well() {
        let check = |bytes, expect| assert_eq!(size(bytes), expect);
        check(0, "0 bytes");
        check(1023, "1023 bytes");
        check(1024, "1.0 KiB");
        check(3_500_000, "3.3 MiB");
        check(1 << 40, "1.0 TiB");
        check(u64::MAX, "1677721.5 TiB");
    }
}
