//! Quiet hours: the time of day, where the person lives, in which nothing is asked by itself.

use crate::model::feed::Quiet;
use crate::model::time::Time;
use jiff::civil::Time as TimeOfDay;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

/// The first moment from `at` on that is not in quiet hours. On the days on which clocks are changed the
/// clock on the wall counts.
pub(crate) fn end(at: Time, quiet: Quiet, zone: &TimeZone) -> Time {
    let Some(here) = here(at, zone) else {
        return at;
    };
    let minute = i64::from(here.hour()) * 60 + i64::from(here.minute());
    let (from, to) = (i64::from(quiet.from), i64::from(quiet.to));
    let (is_quiet, ends_tomorrow) = if from <= to {
        ((from..to).contains(&minute), to >= 1_440)
    } else {
        (minute >= from || minute < to, minute >= from)
    };
    if !is_quiet {
        return at;
    }
    let day = if ends_tomorrow {
        here.date().saturating_add(1.day())
    } else {
        here.date()
    };
    let (hour, minute) = (to.rem_euclid(1_440) / 60, to % 60);
    let end = TimeOfDay::new(
        i8::try_from(hour).unwrap_or(0),
        i8::try_from(minute).unwrap_or(0),
        0,
        0,
    )
    .ok()
    .and_then(|time| day.to_datetime(time).to_zoned(zone.clone()).ok());
    // Not before `at`, whatever clocks do in between.
    end.map_or(at, |end| Time(end.timestamp().as_second()).max(at))
}

fn here(at: Time, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_second(at.0).ok()?.to_zoned(zone.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Midnight between a Saturday and a Sunday, UTC.
    const MIDNIGHT: Time = Time(1_800_144_000);
    const HOUR: i64 = 3_600;

    /// Quiet hours in minutes since midnight; hours since midnight and how many minutes are waited.
    fn check(from: u16, to: u16, hour: i64, waits: i64) {
        let at = Time(MIDNIGHT.0 + hour * HOUR);
        let end = end(at, Quiet { from, to }, &TimeZone::UTC);
        assert_eq!((end.0 - at.0) / 60, waits, "{from} to {to} at {hour}");
    }

    #[test]
    fn nothing_is_asked_by_itself_in_quiet_hours() {
        check(22 * 60, 7 * 60, 23, 8 * 60);
        check(22 * 60, 7 * 60, 0, 7 * 60);
        check(22 * 60, 7 * 60, 7, 0);
        check(22 * 60, 7 * 60, 12, 0);
        check(22 * 60, 7 * 60, 22, 9 * 60);
        check(9 * 60 + 30, 17 * 60 + 45, 10, 7 * 60 + 45);
        check(9 * 60 + 30, 17 * 60 + 45, 9, 0);
        check(600, 600, 10, 0);
        check(22 * 60, 24 * 60, 23, 60);
    }

    #[test]
    fn the_clock_on_the_wall_counts_and_the_ends_of_time_are_no_trouble() {
        let east = TimeZone::fixed(jiff::tz::offset(2));
        let quiet = Quiet {
            from: 22 * 60,
            to: 7 * 60,
        };
        let end_there = end(MIDNIGHT, quiet, &east);
        assert_eq!((end_there.0 - MIDNIGHT.0) / HOUR, 5);
        for at in [Time(i64::MIN), Time(i64::MAX), Time(-1)] {
            assert!(end(at, quiet, &east) >= at);
        }
    }
}
