//! How often a feed asks to be read.

use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::PollHints;

/// RSS 2.0 `ttl`, `skipHours`, `skipDays`, and the RSS 1.0 syndication module.
pub fn of(head: &Element) -> PollHints {
    let ttl = head.first(Space::Core, "ttl");
    PollHints {
        ttl_minutes: ttl.and_then(|ttl| number(&ttl.text())),
        skip_hours: hours(head),
        skip_days: days(head),
        update_period_minutes: period(head),
    }
}

/// The number a text begins with; people write "60 minutes".
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit());
    text[..end.unwrap_or(text.len())].parse().ok()
}

/// What stands in every element of that name, in its inner elements or as a list.
fn words(head: &Element, list: &str) -> Vec<String> {
    let mut found = Vec::new();
    for list in head.all(Space::Core, list) {
        let inner = list.elements().map(Element::text);
        for text in inner.chain([list.text()]) {
            let words = text.split(|c: char| c == ',' || c.is_whitespace());
            found.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
        }
    }
    found
}

/// Midnight is written 0, or 24 in RSS 0.91.
fn hours(head: &Element) -> Vec<u8> {
    let hours = words(head, "skiphours").into_iter();
    let hours = hours.filter_map(|hour| hour.parse::<u8>().ok());
    let mut hours: Vec<u8> = hours
        .filter(|hour| *hour <= 24)
        .map(|hour| hour % 24)
        .collect();
    hours.sort_unstable();
    hours.dedup();
    hours
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn days(head: &Element) -> Vec<&'static str> {
    let named = words(head, "skipdays");
    let is_named = |day: &&&str| {
        named.iter().any(|name| {
            let short = name.len() >= 3 && day.get(..name.len()).is_some();
            short && day[..name.len()].eq_ignore_ascii_case(name)
        })
    };
    DAYS.iter().filter(is_named).copied().collect()
}

/// A day where only the frequency is given, once where only the period is.
fn period(head: &Element) -> Option<u32> {
    let period = head.first(Space::Syndication, "updateperiod");
    let frequency = head.first(Space::Syndication, "updatefrequency");
    let frequency = frequency.and_then(|times| number(&times.text()));
    let minutes = match period.map(|period| period.text().to_ascii_lowercase()) {
        Some(period) => match period.as_str() {
            "hourly" => 60,
            "daily" => 1_440,
            "weekly" => 10_080,
            "monthly" => 43_200,
            "yearly" => 525_600,
            _ => return None,
        },
        None => frequency.map(|_| 1_440)?,
    };
    Some((minutes / frequency.unwrap_or(1).max(1)).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::syndication::testing;

    fn check(inside: &str, expect: &PollHints) {
        assert_eq!(testing::channel(inside).hints, *expect, "{inside}");
    }

    #[test]
    fn a_feed_says_how_often_it_changes() {
        let ttl = |minutes| PollHints {
            ttl_minutes: minutes,
            ..PollHints::default()
        };
        check("<ttl> 60 </ttl>", &ttl(Some(60)));
        check("<ttl>60 minutes</ttl>", &ttl(Some(60)));
        check("<ttl>often</ttl>", &ttl(None));
        let every = |minutes| PollHints {
            update_period_minutes: minutes,
            ..PollHints::default()
        };
        check(
            "<sy:updatePeriod> hourly\n</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            &every(Some(30)),
        );
        check(
            "<sy:updatePeriod>Weekly</sy:updatePeriod>",
            &every(Some(10_080)),
        );
        check(
            "<sy:updateFrequency>4</sy:updateFrequency>",
            &every(Some(360)),
        );
        check(
            "<sy:updateFrequency>0</sy:updateFrequency>",
            &every(Some(1_440)),
        );
        check("<sy:updatePeriod>never</sy:updatePeriod>", &every(None));
        check(
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>900</sy:updateFrequency>",
            &every(Some(1)),
        );
    }

    #[test]
    fn a_feed_says_when_it_rests() {
        check(
            "<skipHours><hour>24</hour><hour>3</hour><hour> 1 </hour><hour>25</hour><hour>3</hour></skipHours>
             <skipDays><day>SUNDAY</day><day>saturday</day><day>Mon</day><day>S</day></skipDays>",
            &PollHints {
                skip_hours: vec![0, 1, 3],
                skip_days: vec!["Monday", "Saturday", "Sunday"],
                ..PollHints::default()
            },
        );
        check(
            "<skipHours>1, 2</skipHours>",
            &PollHints {
                skip_hours: vec![1, 2],
                ..PollHints::default()
            },
        );
    }
}
