//! Days of the Gregorian calendar as numbers, by month, by day of the year and by week.

/// Days from 1970-01-01. Years are counted from March, so that the leap day comes last. A day past
/// the end of its month is one of the next month: 31 June is 1 July.
pub(super) fn by_month(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

/// The `day`th of a year, the first being 1.
pub(super) fn by_day_of_year(year: i64, day: i64) -> i64 {
    by_month(year, 1, day)
}

/// A day of an ISO 8601 week: week 1 is the one that has 4 January in it, day 1 is Monday.
pub(super) fn by_week(year: i64, week: i64, day: i64) -> i64 {
    let fourth = by_month(year, 1, 4);
    let monday = fourth - (weekday(fourth) + 6) % 7;
    monday + (week - 1) * 7 + day - 1
}

/// Days since Sunday.
pub(super) fn weekday(days: i64) -> i64 {
    (days + 4).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_counted_from_1970() {
        for ((year, month, day), expect) in [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2000, 2, 29), 11_016),
            ((2024, 3, 1), 19_783),
        ] {
            assert_eq!(by_month(year, month, day), expect);
        }
        assert_eq!(by_month(2023, 2, 31), by_month(2023, 3, 3));
        assert_eq!(by_day_of_year(2024, 61), by_month(2024, 3, 1));
        assert_eq!(by_week(2003, 49, 3), by_month(2003, 12, 3));
        assert_eq!(by_week(2020, 53, 7), by_month(2021, 1, 3));
        assert_eq!(by_week(2024, 1, 1), by_month(2024, 1, 1));
        assert_eq!(weekday(by_month(2024, 3, 1)), 5);
    }

    proptest! {
        #[test]
        fn days_follow_one_another(year in 1500_i64..9999, month in 1_i64..=12, day in 1_i64..28) {
            prop_assert_eq!(by_month(year, month, day) + 1, by_month(year, month, day + 1));
            prop_assert_eq!(by_month(year, 12, 31) + 1, by_month(year + 1, 1, 1));
        }
    }
}
