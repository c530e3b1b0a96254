//! Moments as a command prints them: for a person where the person lives, for a program in UTC.

use crate::model::health::Next;
use crate::model::time::Time;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// To the minute, fit for sorting.
pub fn local(time: Time, zone: &TimeZone) -> String {
    match Timestamp::from_second(time.0) {
        Ok(moment) => moment
            .to_zoned(zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string(),
        // A feed may date an entry beyond the calendar.
        Err(_) => "????-??-?? ??:??".to_owned(),
    }
}

/// As in RFC 3339, in UTC; nothing beyond the calendar.
pub fn utc(time: Time) -> Option<String> {
    let moment = Timestamp::from_second(time.0).ok()?;
    Some(moment.to_string())
}

/// When a feed is asked next.
pub fn next(next: Next, zone: &TimeZone) -> String {
    match next {
        Next::Now => "now".to_owned(),
        Next::At(time) => local(time, zone),
        Next::Never => "by hand".to_owned(),
    }
}

/// The same for a program; nothing where only a person can ask.
pub fn next_utc(next: Next, now: Time) -> Option<String> {
    match next {
        Next::Now => utc(now),
        Next::At(time) => utc(time),
        Next::Never => None,
    }
}

/// What comes first in time: now, then by the clock, then never.
pub fn soonness(next: Next) -> (u8, Time) {
    match next {
        Next::Now => (0, Time(0)),
        Next::At(time) => (1, time),
        Next::Never => (2, Time(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_look_is_told_to_people_and_programs() {
        let check = |when, person: &str, program: Option<&str>| {
            assert_eq!(next(when, &TimeZone::UTC), person);
            assert_eq!(next_utc(when, Time(60)).as_deref(), program);
        };
        check(Next::Now, "now", Some("1970-01-01T00:01:00Z"));
        check(
            Next::At(Time(1_773_511_200)),
            "2026-03-14 18:00",
            Some("2026-03-14T18:00:00Z"),
        );
        check(Next::Never, "by hand", None);
        assert!(soonness(Next::Now) < soonness(Next::At(Time(-1))));
        assert!(soonness(Next::At(Time(i64::MAX))) < soonness(Next::Never));
    }

    #[test]
    fn a_date_beyond_the_calendar_is_no_reason_to_stop() {
        assert_eq!(local(Time(i64::MAX), &TimeZone::UTC).len(), 16);
        assert_eq!(utc(Time(i64::MAX)), None);
    }
}
