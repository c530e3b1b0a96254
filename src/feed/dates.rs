//! Dates as feeds write them, RFC 3339 and RFC 822 and what lies between.
//!
//! Nobody checks the dates of a feed, so they come without zones, without seconds, with AM and PM,
//! with wrong weekdays. One reader takes all of them apart by what each piece can only be.

use crate::model::time::Time;

/// A date as a moment; UTC where no zone is given, midnight where no time is. Nothing where it
/// names no day, or a year before 1000 (programs write year 1 when they know no date).
pub fn parse(text: &str) -> Option<Time> {
    let tokens = tokens(text);
    if let [Token::Number(digits)] = tokens.as_slice()
        && let Some(time) = epoch(digits)
    {
        return Some(time);
    }
    let (clock, rest) = clock(&tokens);
    let (year, month, day) = day(&rest)?;
    let known =
        (1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    known.then(|| Time(days_from_epoch(year, month, day) * 86_400 + clock))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Number(&'a str),
    Word(&'a str),
    Mark(char),
}

/// Longer than any date.
const MOST_TOKENS: usize = 48;

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let length =
            |same: fn(&char) -> bool| rest.chars().take_while(same).map(char::len_utf8).sum();
        let (token, length) = if first.is_ascii_digit() {
            let length: usize = length(char::is_ascii_digit);
            (Token::Number(&rest[..length]), length)
        } else if first.is_alphabetic() {
            let length: usize = length(|c| c.is_alphabetic());
            (Token::Word(&rest[..length]), length)
        } else {
            (Token::Mark(first), first.len_utf8())
        };
        found.push(token);
        rest = &rest[length..];
        if found.len() == MOST_TOKENS {
            break;
        }
    }
    found
}

/// Seconds or milliseconds since 1970, as some programs write.
fn epoch(digits: &str) -> Option<Time> {
    let number: i64 = digits.parse().ok()?;
    match digits.len() {
        9 | 10 => Some(Time(number)),
        12 | 13 => Some(Time(number / 1000)),
        _ => None,
    }
}

/// The time of day as seconds to add to midnight UTC, and the tokens that are no part of it.
fn clock<'a>(tokens: &[Token<'a>]) -> (i64, Vec<Token<'a>>) {
    let Some((start, length, seconds)) = (0..tokens.len())
        .find_map(|at| time_at(tokens, at).map(|(length, seconds)| (at, length, seconds)))
    else {
        return (0, tokens.to_vec());
    };
    let after = &tokens[start + length..];
    let (noon, skipped) = half_day(after);
    let (offset, zone) = zone(&after[skipped..]);
    let seconds = match noon {
        Some(true) if seconds < 43_200 => seconds + 43_200,
        Some(false) if seconds >= 43_200 => seconds - 43_200,
        _ => seconds,
    };
    let rest = tokens[..start].iter().chain(&after[skipped + zone..]);
    (seconds - offset, rest.copied().collect())
}

/// A time that begins at a token: how many tokens it takes, and its seconds since midnight.
fn time_at(tokens: &[Token<'_>], at: usize) -> Option<(usize, i64)> {
    if let [Token::Word("T" | "t"), Token::Number(digits), ..] = tokens[at..]
        && matches!(digits.len(), 4 | 6)
        && tokens.get(at + 2) != Some(&Token::Mark(':'))
    {
        let second = if digits.len() == 6 { &digits[4..] } else { "0" };
        return Some((2, seconds(&digits[..2], &digits[2..4], second)?));
    }
    let [
        Token::Number(hour),
        Token::Mark(':'),
        Token::Number(minute),
        ref rest @ ..,
    ] = tokens[at..]
    else {
        return None;
    };
    let (second, taken) = match *rest {
        [
            Token::Mark(':'),
            Token::Number(second),
            Token::Mark('.' | ','),
            Token::Number(_),
            ..,
        ] => (second, 7),
        [Token::Mark(':'), Token::Number(second), ..] => (second, 5),
        _ => ("0", 3),
    };
    Some((taken, seconds(hour, minute, second)?))
}

fn seconds(hour: &str, minute: &str, second: &str) -> Option<i64> {
    let (hour, minute, second) = (number(hour)?, number(minute)?, number(second)?);
    (hour <= 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}

fn number(digits: &str) -> Option<i64> {
    (digits.len() <= 4).then(|| digits.parse().ok())?
}

/// Whether AM (false) or PM (true) follows, and how many tokens that takes.
fn half_day(tokens: &[Token<'_>]) -> (Option<bool>, usize) {
    let spaces = spaces(tokens);
    match tokens.get(spaces) {
        Some(Token::Word(word)) if word.eq_ignore_ascii_case("am") => (Some(false), spaces + 1),
        Some(Token::Word(word)) if word.eq_ignore_ascii_case("pm") => (Some(true), spaces + 1),
        _ => (None, 0),
    }
}

fn spaces(tokens: &[Token<'_>]) -> usize {
    let blank = |token: &&Token<'_>| matches!(token, Token::Mark(mark) if mark.is_whitespace());
    tokens.iter().take_while(blank).count()
}

/// The zone that follows a time: its seconds east of Greenwich, and how many tokens it takes.
fn zone(tokens: &[Token<'_>]) -> (i64, usize) {
    let at = spaces(tokens);
    let (named, at) = match tokens.get(at) {
        Some(Token::Word(name)) => match zone_hours(name) {
            Some(hours) => (hours, at + 1),
            None => return (0, 0),
        },
        _ => (0, at),
    };
    match tokens[at..] {
        [
            Token::Mark(sign @ ('+' | '-')),
            Token::Number(hours),
            Token::Mark(':'),
            Token::Number(minutes),
            ..,
        ] => (signed(sign, hours, minutes), at + 4),
        [Token::Mark(sign @ ('+' | '-')), Token::Number(digits), ..] if digits.len() == 4 => {
            (signed(sign, &digits[..2], &digits[2..]), at + 2)
        }
        [Token::Mark(sign @ ('+' | '-')), Token::Number(digits), ..] if digits.len() <= 2 => {
            (signed(sign, digits, "0"), at + 2)
        }
        _ => (named * 900, at),
    }
}

fn signed(sign: char, hours: &str, minutes: &str) -> i64 {
    let seconds =
        number(hours).unwrap_or(0).min(15) * 3600 + number(minutes).unwrap_or(0).min(59) * 60;
    if sign == '-' { -seconds } else { seconds }
}

/// Quarters of an hour east of Greenwich. RFC 822 §5.1 knows the American ones; feeds know more.
fn zone_hours(name: &str) -> Option<i64> {
    Some(match name.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" | "WET" => 0,
        "BST" | "CET" | "WEST" | "MEZ" => 4,
        "CEST" | "EET" | "MESZ" | "SAST" => 8,
        "EEST" | "MSK" => 12,
        "IST" => 22,
        "HKT" | "AWST" => 32,
        "JST" | "KST" => 36,
        "AEST" => 40,
        "AEDT" => 44,
        "NZST" => 48,
        "NZDT" => 52,
        "BRT" | "ART" => -12,
        "AST" | "EDT" => -16,
        "EST" | "CDT" => -20,
        "CST" | "MDT" => -24,
        "MST" | "PDT" => -28,
        "PST" | "AKDT" => -32,
        "AKST" => -36,
        "HST" => -40,
        _ => return None,
    })
}

/// Year, month and day from what is left beside the time.
fn day(tokens: &[Token<'_>]) -> Option<(i64, i64, i64)> {
    let numbers: Vec<&str> = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Number(digits) => Some(*digits),
            _ => None,
        })
        .collect();
    let month = tokens.iter().find_map(|token| match token {
        Token::Word(word) => month(word),
        _ => None,
    });
    match (month, numbers.as_slice()) {
        (Some(month), [year, day, ..]) if year.len() == 4 => {
            Some((number(year)?, month, number(day)?))
        }
        (Some(month), [day, year, ..]) => Some((full_year(year)?, month, number(day)?)),
        (None, [digits]) if digits.len() == 8 => Some((
            number(&digits[..4])?,
            number(&digits[4..6])?,
            number(&digits[6..])?,
        )),
        (None, [year]) if year.len() == 4 => Some((number(year)?, 1, 1)),
        (None, [year, month]) if year.len() == 4 => Some((number(year)?, number(month)?, 1)),
        (None, [year, month, day, ..]) if year.len() == 4 => {
            Some((number(year)?, number(month)?, number(day)?))
        }
        (None, [first, second, year, ..]) => {
            let (first, second) = (number(first)?, number(second)?);
            let american = second > 12 || (first <= 12 && tokens.contains(&Token::Mark('/')));
            let (day, month) = if american {
                (second, first)
            } else {
                (first, second)
            };
            Some((full_year(year)?, month, day))
        }
        _ => None,
    }
}

/// Two digits mean 1970 to 2069.
fn full_year(digits: &str) -> Option<i64> {
    let year = number(digits)?;
    Some(match year {
        0..70 if digits.len() <= 2 => year + 2000,
        70..100 if digits.len() <= 2 => year + 1900,
        _ => year,
    })
}

fn month(word: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let short = word.get(..3)?.to_ascii_lowercase();
    let found = MONTHS.iter().position(|month| *month == short)?;
    i64::try_from(found + 1).ok()
}

/// Days from 1970-01-01 in the Gregorian calendar. Years are counted from March, so that the
/// leap day comes last.
fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2024-03-01 09:30:00 UTC.
    const MORNING: i64 = 1_709_285_400;

    fn check(text: &str, expect: Option<i64>) {
        assert_eq!(parse(text), expect.map(Time), "{text}");
    }

    #[test]
    fn the_same_morning_is_read_from_every_way_to_write_it() {
        for text in [
            "2024-03-01T09:30:00Z",
            "2024-03-01T10:30:00.123+01:00",
            "2024-03-01T04:30:00-0500",
            "2024-03-01 09:30",
            "2024-03-01T09:30:00",
            "20240301T093000Z",
            "2024/03/01 09:30:00",
            "Fri, 01 Mar 2024 09:30:00 +0000",
            "Fri, 1 March 2024 09:30:00 GMT",
            "01 Mar 24 09:30 UT",
            "Freitag, 01 Mar 2024 10:30:00 CET",
            "Fri, 01 Mar 2024 04:30:00 EST",
            "Fri, 01 Mar 2024 10:30:00 BST",
            "Sunday, March 1, 2024 9:30 AM",
            "March 1, 2024, 9:30:00 am UTC",
            "Fri Mar 01 09:30:00 2024",
            "Fri Mar 01 09:30:00 UTC 2024",
            "Fri, 01 Mar 2024 11:30:00 GMT+0200",
            "Fri, 01-Mar-2024 09:30:00 GMT",
            " 01.03.2024 09:30 ",
            "03/01/2024 09:30:00",
            "1709285400",
            "1709285400000",
        ] {
            check(text, Some(MORNING));
        }
    }

    #[test]
    fn a_day_alone_is_its_midnight() {
        let midnight = MORNING - 34_200;
        for text in [
            "2024-03-01",
            "20240301",
            "1 Mar 2024",
            "2024-03",
            "Mar 1, 2024",
        ] {
            check(text, Some(midnight));
        }
        check("2024-02-29T24:00:00Z", Some(midnight));
        check("Fri, 01 Mar 2024 12:15 AM", Some(midnight + 900));
        check("Fri, 01 Mar 2024 12:15 PM", Some(midnight + 43_200 + 900));
        check("1970-01-01T00:00:00Z", Some(0));
        check("1969-07-20T20:17:40Z", Some(-14_182_940));
        check("2000-02-29T00:00:00Z", Some(951_782_400));
    }

    #[test]
    fn what_names_no_day_is_no_date() {
        for text in [
            "",
            "soon",
            "0001-01-01T00:00:00Z",
            "-0001-11-30T00:00:00+00:00",
            "2024-13-01",
            "09:30",
            "7",
            "2024-03-00",
        ] {
            check(text, None);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd_for_the_reader(text in "\\PC{0,40}") {
            parse(&text);
        }

        #[test]
        fn days_follow_one_another(year in 1000_i64..9999, month in 1_i64..=12, day in 1_i64..28) {
            prop_assert_eq!(days_from_epoch(year, month, day) + 1, days_from_epoch(year, month, day + 1));
            prop_assert_eq!(days_from_epoch(year, 12, 31) + 1, days_from_epoch(year + 1, 1, 1));
        }
    }
}
