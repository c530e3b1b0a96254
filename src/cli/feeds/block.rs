//! All that is known of polling one feed, for a person.

use crate::cli::feeds::{advised, size, word};
use crate::cli::moment;
use crate::model::health::Health;
use crate::model::time::Time;
use crate::text::plain;
use crate::ui::age::age;
use jiff::tz::TimeZone;

/// Columns of the names of things.
const LABEL: usize = 9;

/// The block, line by line; the title stands out by standing farther left.
pub fn lines(health: &Health, now: Time, zone: &TimeZone) -> Vec<String> {
    let mut rows = vec![
        ("Address", health.url.clone()),
        ("State", word(health.state).to_owned()),
        ("Worked", when(health.ok_at, now, zone)),
        ("Asked", when(health.checked_at, now, zone)),
        ("News", when(health.changed_at, now, zone)),
        ("Next", next(health, zone)),
    ];
    rows.extend(answer(health));
    rows.extend(trouble(health));
    rows.extend(addresses(health, now, zone));
    rows.extend(cost(health));
    let advice = health.advice.iter();
    rows.extend(advice.map(|advice| ("To do", advised(advice, &health.url))));
    let mut lines = vec![plain::line(&health.title)];
    let mut before = "";
    for (label, value) in rows {
        let shown = if label == before { "" } else { label };
        lines.push(format!("  {shown:LABEL$}  {}", plain::line(&value)));
        before = label;
    }
    lines
}

type Row = (&'static str, String);

fn when(time: Option<Time>, now: Time, zone: &TimeZone) -> String {
    let Some(time) = time else {
        return "never".to_owned();
    };
    let moment = moment::local(time, zone);
    // Farther back the date says it better.
    match now.since(time).as_secs() {
        60..604_800 => format!("{moment} ({} ago)", age(time, now, zone)),
        _ => moment,
    }
}

fn next(health: &Health, zone: &TimeZone) -> String {
    format!("{}: {}", moment::next(health.next, zone), health.reason)
}

/// The last answer: its status, then what of its headers decided something.
fn answer(health: &Health) -> Vec<Row> {
    let mut rows = Vec::new();
    if health.checked_at.is_some() {
        let status = health.status.map(|status| status.to_string());
        rows.push(("Answer", status.unwrap_or_else(|| "none".to_owned())));
    }
    let headers = health.headers.iter();
    rows.extend(headers.map(|(name, value)| ("Answer", format!("{name}: {value}"))));
    let hops = health.hops.iter();
    rows.extend(hops.map(|hop| ("Redirect", format!("{} to {}", hop.status, hop.to))));
    rows
}

fn trouble(health: &Health) -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(health.trouble.clone().map(|trouble| ("Trouble", trouble)));
    if health.failures > 0 {
        rows.push(("Failures", format!("{} in a row", health.failures)));
    }
    rows
}

/// Where it goes, and where it was.
fn addresses(health: &Health, now: Time, zone: &TimeZone) -> Vec<Row> {
    let mut rows = Vec::new();
    if let Some(moving) = &health.moving {
        let since = when(Some(moving.since), now, zone);
        let looks = match moving.sightings {
            1 => "at one look".to_owned(),
            many => format!("at {many} looks"),
        };
        rows.push(("Moves to", moving.to.clone()));
        rows.push(("Moves to", format!("since {since}, {looks}")));
    }
    for (url, until) in &health.former {
        let until = match until {
            Some(until) => format!(" until {}", moment::local(*until, zone)),
            None => String::new(),
        };
        rows.push(("Formerly", format!("{url}{until}")));
    }
    rows
}

fn cost(health: &Health) -> Vec<Row> {
    let tally = health.tally;
    vec![
        (
            "Requests",
            format!("{}, {} of them unchanged", tally.requests, tally.unchanged),
        ),
        (
            "Bytes",
            format!(
                "{} came, {} spared",
                size(tally.received),
                size(tally.saved)
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::feeds::tests::{NOW, ill, well};

    fn check(health: &Health, expect: &str) {
        assert_eq!(lines(health, NOW, &TimeZone::UTC).join("\n"), expect);
    }

    #[test]
    fn a_feed_that_is_well_says_when_and_why_it_is_asked() {
        check(
            &well(),
            "Small Hours
  Address    http://smallhours.example/feed
  State      well
  Worked     2026-03-14 18:00
  Asked      2026-03-14 18:00
  News       2026-03-12 16:00 (2 d ago)
  Next       2026-03-14 19:00: looked at every 60 minutes
  Answer     304
             cache-control: max-age=3600
  Requests   120, 100 of them unchanged
  Bytes      3.3 MiB came, 16.6 MiB spared",
        );
    }

    #[test]
    fn a_feed_in_trouble_says_all_that_is_known_and_what_to_do() {
        check(
            &ill(),
            "Ledger & Sons
  Address    http://ledger.example/feed?a=1&b=2
  State      failing
  Worked     never
  Asked      2026-03-14 18:00
  News       2026-03-12 16:00 (2 d ago)
  Next       by hand: the last 3 looks failed
  Answer     503
             cache-control: max-age=3600
  Redirect   301 to http://new.example/feed
  Trouble    the server answers 503
  Failures   3 in a row
  Moves to   http://new.example/feed
             since 2026-03-12 16:00 (2 d ago), at 2 looks
  Formerly   http://old.example/ until 1970-01-01 00:00
             http://older.example/
  Requests   120, 100 of them unchanged
  Bytes      3.3 MiB came, 16.6 MiB spared
  To do      it can be followed: postil move 'http://ledger.example/feed?a=1&b=2' --follow
             write to its owner",
        );
    }

    #[test]
    fn what_a_server_says_cannot_forge_a_line() {
        let forged = Health {
            title: "A\n  State      well".into(),
            headers: vec![("x".into(), "\u{1b}[2J\nTo do".into())],
            ..well()
        };
        let told = lines(&forged, NOW, &TimeZone::UTC);
        assert!(told.iter().all(|line| !line.contains(['\n', '\u{1b}'])));
    }
}
