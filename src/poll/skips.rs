//! The hours and days in which a feed asks not to be looked at (RSS 2.0 `<skipHours>`, `<skipDays>`).
//!
//! They are believed within reason: nobody is kept from a feed for more than a day by them, and a
//! feed that skips every hour or every day has misunderstood what they are for.

use crate::model::feed::Wishes;
use crate::model::time::Time;
use std::time::Duration;

const HOUR: i64 = 3_600;
const DAY: Duration = Duration::from_hours(24);
const EVERY_HOUR: u32 = 0xff_ffff;
const EVERY_DAY: u8 = 0x7f;

/// The first moment from `at` on that is not skipped, or a day later.
pub(crate) fn end(at: Time, wishes: &Wishes) -> Time {
    let latest = at.after(DAY);
    let mut end = at;
    while end < latest && is_skipped(end, wishes) {
        let next_hour = (end.0.div_euclid(HOUR) + 1).saturating_mul(HOUR);
        end = Time(next_hour).min(latest);
    }
    end
}

fn is_skipped(at: Time, wishes: &Wishes) -> bool {
    let hours = at.0.div_euclid(HOUR);
    // The first day of 1970 was a Thursday.
    let day = (hours.div_euclid(24) + 3).rem_euclid(7);
    let in_hours = wishes.skip_hours & EVERY_HOUR != EVERY_HOUR
        && wishes.skip_hours >> hours.rem_euclid(24) & 1 == 1;
    let in_days = wishes.skip_days & EVERY_DAY != EVERY_DAY && wishes.skip_days >> day & 1 == 1;
    in_hours || in_days
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Saturday, 23:00 UTC.
    const SATURDAY_23: Time = Time(1_800_140_400);
    const WEEKEND: u8 = 0x60;

    fn check(skip_hours: u32, skip_days: u8, from: i64, expect: i64) {
        let wishes = Wishes {
            skip_hours,
            skip_days,
            ..Wishes::default()
        };
        let at = Time(SATURDAY_23.0 + from);
        let waited = end(at, &wishes).0 - at.0;
        assert_eq!(waited, expect, "{skip_hours:x} {skip_days:x} from {from}");
    }

    #[test]
    fn p14_hours_and_days_to_skip_are_waited_out_but_never_for_more_than_a_day() {
        check(0, 0, 0, 0);
        check(1 << 23, 0, 0, HOUR);
        check(1 << 23, 0, 1_800, 1_800);
        check(1 << 23, 0, HOUR, 0);
        check(1 << 23 | 0b11, 0, 0, 3 * HOUR);
        check(1 << 22, 0, 0, 0);
        check(EVERY_HOUR & !1, 0, 0, HOUR);
        check(0, 1 << 5, 0, HOUR);
        check(0, 1 << 6, 0, 0);
        check(0, 1 << 6, HOUR, 24 * HOUR);
        check(0, WEEKEND, 0, 24 * HOUR);
        check(0, WEEKEND, 5 * HOUR, 20 * HOUR);
        check(0b111, WEEKEND, 20 * HOUR, 8 * HOUR);
        check(EVERY_HOUR, 0, 0, 0);
        check(0, EVERY_DAY, 0, 0);
        check(EVERY_HOUR, EVERY_DAY, 0, 0);
        check(EVERY_HOUR, WEEKEND, 5 * HOUR, 20 * HOUR);
        check(u32::MAX, u8::MAX, 0, 0);
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
        let weekend = Wishes {
            skip_days: WEEKEND,
            skip_hours: 0xf0_0000,
            ..Wishes::default()
        };
        for at in [Time(i64::MIN), Time(i64::MAX), Time(0), Time(-1)] {
            assert!(end(at, &weekend) >= at);
        }
    }
}
