//! Time as a reader says it: `2 h`, YESTERDAY, 14 March. The zone is an argument.

use crate::model::time::Time;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// How long ago, short: `now`, `5 min`, `2 h`, `3 d`, then the date.
pub fn age(then: Time, now: Time, zone: &TimeZone) -> String {
    let seconds = now.0.saturating_sub(then.0);
    match seconds {
        ..60 => "now".to_owned(),
        60..3600 => format!("{} min", seconds / 60),
        3600..86_400 => format!("{} h", seconds / 3600),
        86_400..604_800 => format!("{} d", seconds / 86_400),
        _ => {
            let (then, now) = (zoned(then, zone), zoned(now, zone));
            let format = if then.year() == now.year() {
                "%-d %b"
            } else {
                "%-d %b %Y"
            };
            then.strftime(format).to_string()
        }
    }
}

/// The date, by the year first: `2026-03-14`.
pub fn date(then: Time, zone: &TimeZone) -> String {
    zoned(then, zone).strftime("%Y-%m-%d").to_string()
}

/// How long until then, short and rounded up: `now`, `in 43 min`, `in 5 h`, `in 3 d`.
pub fn until(then: Time, now: Time) -> String {
    let seconds = then.since(now).as_secs();
    match seconds {
        0 => "now".to_owned(),
        1..=5_940 => format!("in {} min", seconds.div_ceil(60)),
        5_941..=169_200 => format!("in {} h", seconds.div_ceil(3600)),
        _ => format!("in {} d", seconds.div_ceil(86_400)),
    }
}

/// The heading under which a list puts this moment: by day at first, by month farther back.
pub fn group(then: Time, now: Time, zone: &TimeZone) -> String {
    let (then, today) = (zoned(then, zone).date(), zoned(now, zone).date());
    let days = days_between(then, today);
    match days {
        ..=0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        2..=6 => then.strftime("%A").to_string(),
        _ if then.year() == today.year() => then.strftime("%B").to_string(),
        _ => then.strftime("%B %Y").to_string(),
    }
}

/// When the day of `now` began where the reader lives.
pub fn day_start(now: Time, zone: &TimeZone) -> Time {
    let today = zoned(now, zone);
    today
        .start_of_day()
        .map_or(now, |start| Time(start.timestamp().as_second()))
}

fn days_between(earlier: Date, later: Date) -> i32 {
    later.since(earlier).map_or(0, |span| span.get_days())
}

fn zoned(time: Time, zone: &TimeZone) -> Zoned {
    // Out of jiff's range (years -9999 to 9999) there is nothing sensible to show.
    Timestamp::from_second(time.0)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned(zone.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-14T18:00:00Z, a Saturday.
    const NOW: Time = Time(1_773_511_200);
    const HOUR: i64 = 3600;

    #[test]
    fn ages_and_groups_read_as_a_person_would_say_them() {
        for (hours, expect_age, expect_group) in [
            (-5, "now", "Today"),
            (0, "now", "Today"),
            (2, "2 h", "Today"),
            (17, "17 h", "Today"),
            (19, "19 h", "Yesterday"),
            (30, "1 d", "Yesterday"),
            (50, "2 d", "Thursday"),
            (24 * 6, "6 d", "Sunday"),
            (24 * 8, "6 Mar", "March"),
            (24 * 40, "2 Feb", "February"),
            (24 * 400, "7 Feb 2025", "February 2025"),
        ] {
            let then = Time(NOW.0 - hours * HOUR);
            assert_eq!(age(then, NOW, &TimeZone::UTC), expect_age, "{hours} h");
            assert_eq!(group(then, NOW, &TimeZone::UTC), expect_group, "{hours} h");
        }
        assert_eq!(age(Time(NOW.0 - 90), NOW, &TimeZone::UTC), "1 min");
    }

    #[test]
    fn a_wait_is_never_understated() {
        let check = |seconds, expect| assert_eq!(until(Time(NOW.0 + seconds), NOW), expect);
        check(-5, "now");
        check(0, "now");
        check(1, "in 1 min");
        check(61, "in 2 min");
        check(99 * 60, "in 99 min");
        check(99 * 60 + 1, "in 2 h");
        check(47 * HOUR, "in 47 h");
        check(47 * HOUR + 1, "in 2 d");
        check(i64::MAX - NOW.0, "in 106751991146774 d");
    }

    #[test]
    fn the_day_begins_where_the_reader_lives() {
        assert_eq!(day_start(NOW, &TimeZone::UTC), Time(NOW.0 - 18 * HOUR));
        let east = TimeZone::fixed(jiff::tz::offset(9));
        assert_eq!(day_start(NOW, &east), Time(NOW.0 - 3 * HOUR));
        assert_eq!(day_start(Time(i64::MAX), &TimeZone::UTC), Time(0));
    }
}
