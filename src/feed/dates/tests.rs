//! One table for each family of dates.

use crate::feed::dates::{calendar, parse};
use crate::model::time::Time;
use proptest::prelude::*;

/// 2024-03-01 09:30:00 UTC, a Friday, and its midnight.
const MORNING: i64 = 1_709_285_400;
const MIDNIGHT: i64 = MORNING - 34_200;

const HOUR: i64 = 3600;

fn check(text: &str, expect: Option<i64>) {
    assert_eq!(parse(text), expect.map(Time), "{text}");
}

fn check_all(expect: i64, texts: &[&str]) {
    for text in texts {
        check(text, Some(expect));
    }
}

/// The midnight that begins a day.
fn day(year: i64, month: i64, day: i64) -> i64 {
    calendar::by_month(year, month, day) * 86_400
}

#[test]
fn rfc_822_is_read_with_the_defects_it_has_in_feeds() {
    check_all(
        MORNING,
        &[
            "Fri, 01 Mar 2024 09:30:00 +0000",
            "Fri, 1 March 2024 09:30:00 GMT",
            "Mon, 01 Mar 2024 09:30:00 GMT",
            "01 Mar 24 09:30 UT",
            "Fri,01Mar2024 09:30:00GMT",
            "Fri  01  Mar  2024  09:30:00",
            "Fri, 01 Mar, 2024 09:30:00 GMT",
            "Fri, 01. Mar 2024 09:30:00 GMT",
            "Fri, 01 Mar 2024 09.30.00 GMT",
            "Fri Mar 01 2024 09:30:00 +0000",
            "Fri, 01-Mar-2024 09:30:00 GMT",
            "Friday, 01-Mar-24 09:30:00 GMT",
            "Fri, 2024-03-01 09:30:00 GMT",
            "Fri, 01 Mar 2024 09:30:00.250 GMT",
            "Fri, 01 Mar 2024 09:30:00 +0000 (UTC)",
            "Fri (the day (really)), 01 Mar 2024 09:30:00 GMT",
            "01/Mar/2024:09:30:00 +0000",
            "  March 1, 2024, 9:30:00 am UTC ",
            "Fri, 01 Mar 124 09:30:00 GMT",
        ],
    );
    check("Mon, 01 Mar 99 00:00:00 GMT", Some(day(1999, 3, 1)));
    check("Sat, 01 Mar 69 00:00:00 GMT", Some(day(1969, 3, 1)));
}

#[test]
fn a_zone_is_read_however_it_is_written() {
    check_all(
        MORNING,
        &[
            "Fri, 01 Mar 2024 04:30:00 EST",
            "Fri, 01 Mar 2024 04:30:00 ET",
            "Fri, 01 Mar 2024 05:30:00 EDT",
            "Fri, 01 Mar 2024 01:30:00 PST",
            "Fri, 01 Mar 2024 04:30:00 (EST)",
            "Fri, 01 Mar 2024 04:30:00 -0500 (EST)",
            "Fri, 01 Mar 2024 10:30:00 BST",
            "Fri, 01 Mar 2024 10:30:00 MET",
            "Fri, 01 Mar 2024 11:30:00 CEST",
            "Fri, 01 Mar 2024 15:00:00 IST",
            "Fri, 01 Mar 2024 18:30:00 JST",
            "Fri, 01 Mar 2024 20:30:00 AEDT",
            "Fri, 01 Mar 2024 09:30:00 Etc/GMT",
            "Fri, 01 Mar 2024 11:30:00 GMT+0200",
            "Fri, 01 Mar 2024 11:30:00 UTC +02:00",
            "Fri, 01 Mar 2024 08:29:00 GMT-01:01",
            "Fri Mar 01 2024 10:30:00 GMT+0100 (Central European Standard Time)",
            "2024-03-01T10:30:00+01:00[Europe/Berlin]",
            "2024-03-01T10:30:00 +1",
            "2024-03-01T04:30:00−05:00",
            // Military letters other than Z were used in both directions.
            "Fri, 01 Mar 2024 09:30:00 A",
            "Fri, 01 Mar 2024 09:30:00 Z",
            // No such zone, but such a morning.
            "Fri, 01 Mar 2024 09:30:00 XYZ",
            "Fri, 01 Mar 2024 09:30:00 +zz:00",
            "Fri, 01 Mar 2024 09:30:00 +9900",
        ],
    );
    check("2024-03-01Z", Some(MIDNIGHT));
    check("2024-03-01+01:00", Some(MIDNIGHT - HOUR));
    check("2024-03-01-01:00", Some(MIDNIGHT + HOUR));
}

#[test]
fn rfc_3339_and_the_lengths_of_w3cdtf_are_read() {
    check_all(
        MORNING,
        &[
            "2024-03-01T09:30:00Z",
            "2024-03-01t09:30:00z",
            "2024-03-01T10:30:00.123+01:00",
            "2024-03-01T09:30:00,5Z",
            "2024-03-01T04:30:00-0500",
            "2024-03-01T10:30+01",
            "2024-03-01T09:30",
            "2024-03-01 09:30:00 UTC",
            "2024-3-1 9:30:0",
            "2024-03-01_09:30:00",
            "2024-03-01-09:30:00",
            "2024-003-01T09:30:00+00:00",
            "２０２４－０３－０１Ｔ０９：３０：００Ｚ",
        ],
    );
    check("2024-03-01T09Z", Some(MIDNIGHT + 9 * HOUR));
    check("2024-03-01", Some(MIDNIGHT));
    check("2024-03", Some(MIDNIGHT));
    check("2024", Some(day(2024, 1, 1)));
    check("1969-07-20T20:17:40Z", Some(-14_182_940));
}

#[test]
fn iso_8601_is_read_beyond_what_feeds_may_use() {
    check_all(
        MORNING,
        &[
            "20240301T093000Z",
            "20240301T103000.5+0100",
            "20240301 0930",
            "20240301093000",
            "202403010930",
            "2024-061T09:30:00Z",
            "2024-W09-5T09:30:00Z",
            "2024W095T0930",
        ],
    );
    check_all(
        MIDNIGHT,
        &[
            "20240301",
            "240301",
            "24-03-01",
            "-24-03-01",
            "-24-03",
            "-2403",
            "2024-061",
            "2024061",
            "24061",
            "24-061",
        ],
    );
    check("99-12-31", Some(day(1999, 12, 31)));
    check("201613", None);
    check("201612", Some(day(2016, 12, 1)));
    check("2003-W49", Some(day(2003, 12, 1)));
    check("-03", Some(day(2003, 1, 1)));
    // Which year, which month, is known only to the writer.
    check("--12-31", None);
    check("---31", None);
    check("-335", None);
}

#[test]
fn what_programs_print_is_read() {
    check_all(
        MORNING,
        &[
            "Fri Mar  1 09:30:00 2024",
            "Fri Mar 01 04:30:00 EST 2024",
            "Fri Mar 01 04:30:00 2024 EST",
            "Fri Mar 01 10:30:00 2024 +0100",
            "Fri Mar 01 09:30:00 +0000 2024",
            "Fri, 2024/03/01 05:30:00 EDT",
            "2024-03-01 09:30:00.0",
            "2024-03-01 09:10:00 -00:20",
            "Mar  1 2024  9:30:00:000AM",
            "2024-03-01 09:30:00 +0000 UTC",
            "2024:03:01 09:30:00",
            "2024.03.01 09:30",
            "2024/3/1 9:30",
            "3\u{200e}/1\u{200e}/2024 9:30:00\u{202f}AM",
            "1709285400",
            "1709285400.75",
            "1709285400000",
            "1709285400000000",
        ],
    );
    check("915148800", Some(day(1999, 1, 1)));
    check("978307200000", Some(day(2001, 1, 1)));
}

#[test]
fn a_clock_of_twelve_hours_is_told_by_its_halves() {
    check("Fri, 01 Mar 2024 12:15 AM", Some(MIDNIGHT + 900));
    check(
        "Fri, 01 Mar 2024 12:15 PM",
        Some(MIDNIGHT + 12 * HOUR + 900),
    );
    check("March 1, 2024 at 9:30 p.m. EST", Some(MORNING + 17 * HOUR));
    check("March 1, 2024 9pm", Some(MIDNIGHT + 21 * HOUR));
    check("9:30 am, March 1, 2024", Some(MORNING));
    check("1 de marzo de 2024, 9:30 p. m.", Some(MORNING + 12 * HOUR));
    check("1 Μαρτίου 2024, 9:30 μ.μ.", Some(MORNING + 12 * HOUR));
    check("01/03/2024 21:30 PM CET", Some(MORNING + 11 * HOUR));
}

#[test]
fn months_are_read_in_the_language_of_the_blog() {
    check_all(
        MORNING,
        &[
            "Fr, 01 Mär 2024 10:30:00 +0100",
            "Freitag, 1. März 2024 um 10:30 Uhr MEZ",
            "ven., 01 mars 2024 10:30:00 +0100",
            "vendredi 1er mars 2024 à 9h30",
            "viernes, 1 de marzo de 2024 9:30 a. m.",
            "sex, 01 mar 2024 06:30:00 -0300",
            "1º de março de 2024 às 9h30",
            "ven, 1 mar 2024 ore 9.30",
            "vr, 01 mrt 2024 10:30:00 +0100",
            "pt., 1 marca 2024 r., 09:30",
            "Пт, 01 мар 2024 12:30:00 +0300",
            "1 марта 2024 г., 12:30 МСК",
            "1 березня 2024 р. 09:30",
            "pá, 1. března 2024 9:30",
            "piatok 1. marca 2024 9:30",
            "2024. március 1. 9:30",
            "2024-március-1T4:30-05:00",
            "Παρ, 01 Μαρ 2024 04:30:00 EST",
            "01 Mart 2024 Cuma 09:30",
            "fredagen den 1 mars 2024 kl. 09:30",
            "fredag den 1. marts 2024 kl. 9.30",
            "fre. 1. mars 2024 kl. 09:30",
            "pe, 1. maaliskuuta 2024 klo 9.30",
            "vineri, 1 martie 2024, 09:30",
            "dv., 1 de març de 2024 9:30",
            "1 مارس ٢٠٢٤ ٠٩:٣٠",
            "1 tháng 3, 2024 09:30",
        ],
    );
}

#[test]
fn a_short_tuesday_is_not_taken_for_march() {
    let fifth = day(2024, 11, 5);
    check_all(
        fifth,
        &[
            "mar, 05 nov 2024",
            "mar. 5 nov. 2024",
            "mardi 5 novembre 2024",
            "martes, 5 de noviembre de 2024",
            "martedì 5 novembre 2024",
            "marți, 5 noiembrie 2024",
            "ti 5. marraskuuta 2024",
            "5 Kasım 2024 Salı",
            "5 listopada 2024",
            "5 листопада 2024",
        ],
    );
    check("mar, 05 mar 2024", Some(day(2024, 3, 5)));
    check("sub, 02 mar 2024", Some(day(2024, 3, 2)));
    check("5. července 2024", Some(day(2024, 7, 5)));
    check("5. června 2024", Some(day(2024, 6, 5)));
}

#[test]
fn dates_of_east_asia_are_read_where_they_were_written() {
    check_all(
        MORNING,
        &[
            "2024年3月1日(金) 午後6時30分",
            "令和6年3月1日 午後6:30",
            "2024年03月01日 18:30 +0900",
            "2024年3月1日 星期五 下午 5:30",
            "2024年03月01日 17:30:00",
            "2024년 3월 1일 오후 6시 30분",
            "2024년 03월 01일  18:30:00",
            "2024-03-01 오후 6:30:00",
            "2024. 3. 1. 오후 6:30",
        ],
    );
    check("2024年3月1日", Some(MIDNIGHT));
    check("民國113年3月1日", Some(MIDNIGHT));
    check("2024-03-01 오전 12:30", Some(MIDNIGHT - 9 * HOUR + 1800));
}

#[test]
fn the_order_of_day_and_month_is_guessed_by_all_there_is() {
    check_all(
        MIDNIGHT,
        &[
            // Slashes: America.
            "03/01/2024",
            "3/1/24",
            // Points and dashes: everyone else.
            "01.03.2024",
            "1.3.24",
            "01-03-2024",
            // The day of the week decides, or the language.
            "Fri, 03/01/2024",
            "Fri, 01/03/2024",
            "vendredi 01/03/2024",
            "01/03/2024 г.",
        ],
    );
    check("13/01/2024", Some(day(2024, 1, 13)));
    check("01/13/2024", Some(day(2024, 1, 13)));
    check("12-25-2023", Some(day(2023, 12, 25)));
    check("01/03/2024 10:30:00 +0100", Some(MORNING));
    check("03/01/2024 04:30:00 -0500", Some(MORNING));
}

#[test]
fn what_is_past_the_end_rolls_over() {
    check("2024-02-31", Some(day(2024, 3, 2)));
    check("Thu, 31 Jun 2004 19:48:21 GMT", Some(1_088_711_301));
    check("2024-02-29T24:00:00Z", Some(MIDNIGHT));
    check("2016-12-31T23:59:60Z", Some(day(2017, 1, 1)));
    check("2024-03-01 25:30 JST", Some(MIDNIGHT + 16 * HOUR + 1800));
    check("2003-12-31T10:61:55Z", Some(day(2003, 12, 31) + 39_715));
}

#[test]
fn what_names_no_day_is_no_date() {
    for text in [
        "",
        "soon",
        "7",
        "20",
        "013",
        "09:30",
        "2024-13-01",
        "2024-00-10",
        "2024-03-00",
        "Sun, 99 Jun 2009 12:00:00 GMT",
        "Sun, 16 zzz 2012 11:47:32 GMT",
        "Sun, 16 Dec zz 11:47:32 GMT",
        // What programs write that know no date.
        "0001-01-01T00:00:00Z",
        "0000-00-00 00:00:00",
        "-0001-11-30T00:00:00+00:00",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Sun, 30 Nov -0001 00:00:00 +0000",
        // Other calendars.
        "1402/12/11",
        "99999999999999999999",
    ] {
        check(text, None);
    }
}

#[test]
fn a_page_where_a_date_should_be_costs_nothing() {
    for piece in [
        "(", "1", "9:", "mar ", "年", "+", "[x", "12:30 ", "\u{200b}",
    ] {
        parse(&piece.repeat(65_536));
    }
    let late = format!("{}2024-03-01", " ".repeat(65_536));
    check(&late, Some(MIDNIGHT));
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

prop_compose! {
    fn moment()(
        year in 1500_i64..9999, month in 1_i64..=12, day in 1_i64..=28, second in 0_i64..86_400,
        zone in -14 * 4..=14_i64 * 4,
    ) -> (i64, i64, i64, i64, i64) {
        (year, month, day, second, zone * 15)
    }
}

proptest! {
    #[test]
    fn no_text_is_too_odd_for_the_reader(text in "\\PC{0,60}") {
        parse(&text);
    }

    #[test]
    fn no_date_is_too_odd_for_the_reader(
        text in "([0-9]{1,14}|[-+:/., ()]|[TZWhmp]|mar|may|am|pm|GMT|年|午後|令和){0,24}",
    ) {
        parse(&text);
    }

    #[test]
    fn every_rfc_3339_date_means_its_moment((year, month, date, second, zone) in moment()) {
        let (sign, east) = if zone < 0 { ('-', -zone) } else { ('+', zone) };
        let text = format!(
            "{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            second / 3600, second / 60 % 60, second % 60, east / 60, east % 60,
        );
        prop_assert_eq!(parse(&text), Some(Time(day(year, month, date) + second - zone * 60)));
    }

    #[test]
    fn every_rfc_2822_date_means_its_moment((year, month, date, second, zone) in moment()) {
        let (sign, east) = if zone < 0 { ('-', -zone) } else { ('+', zone) };
        let name = MONTHS[usize::try_from(month - 1).unwrap()];
        let text = format!(
            "{date} {name} {year:04} {:02}:{:02}:{:02} {sign}{:02}{:02}",
            second / 3600, second / 60 % 60, second % 60, east / 60, east % 60,
        );
        prop_assert_eq!(parse(&text), Some(Time(day(year, month, date) + second - zone * 60)));
    }
}
