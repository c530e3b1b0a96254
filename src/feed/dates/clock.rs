//! The time of day in a date, in whatever form: `09:30`, `T0930`, `9h30`, `9 pm`, `klo 9.30`.

use crate::feed::dates::tokens::{SPACE, Token};
use crate::feed::dates::words;
use crate::feed::dates::zone::{self, spaces};

/// A time of day and what surrounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// Since midnight; past a day where the text says so (24:00, 25:30).
    pub seconds: i64,
    /// Seconds east of Greenwich; nothing if no zone stands beside the time.
    pub zone: Option<i64>,
}

/// Takes the time of day out of `tokens`; nothing if there is none.
pub(super) fn take(tokens: &mut Vec<Token<'_>>) -> Option<Clock> {
    let forms = [colons, compact, lettered, halved, dotted];
    let (start, length, seconds) = forms.iter().find_map(|form| {
        (0..tokens.len()).find_map(|at| form(tokens, at).map(|(length, time)| (at, length, time)))
    })?;
    let mut range = start..start + length;
    let mut after_noon = None;
    if let Some((half, length)) = half_day(&tokens[range.end..]) {
        after_noon = Some(half);
        range.end += length;
    } else if let Some((half, length)) = half_day_before(&tokens[..range.start]) {
        after_noon = Some(half);
        range.start -= length;
    }
    range.end += filler(&tokens[range.end..]);
    let zone = zone::read(&tokens[range.end..]);
    range.end += zone.map_or(0, |(_, length)| length);
    // What stood on both sides must not grow together.
    tokens.splice(range, [SPACE]);
    let seconds = match after_noon {
        Some(true) if seconds < 43_200 => seconds + 43_200,
        Some(false) if (43_200..46_800).contains(&seconds) => seconds - 43_200,
        _ => seconds,
    };
    Some(Clock {
        seconds,
        zone: zone.map(|(offset, _)| offset),
    })
}

/// How many tokens a time that begins at a place takes, and its seconds since midnight.
type Found = Option<(usize, i64)>;

/// `09:30`, `09:30:15`, `09:30:15.123`. What follows a plus is a zone.
fn colons(tokens: &[Token<'_>], at: usize) -> Found {
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
            Token::Mark('.' | ',' | ':'),
            Token::Number(_),
            ..,
        ] => (second, 7),
        [Token::Mark(':'), Token::Number(second), ..] => (second, 5),
        _ => ("0", 3),
    };
    let is_else = match (before(tokens, at, 1), before(tokens, at, 2)) {
        (Some(Token::Mark('+')), _) => true,
        // The day of `2024-03-01:09:30:00`.
        (Some(Token::Mark('-' | '/' | '.')), _) => taken == 7 && rest[2] == Token::Mark(':'),
        // The month of `2024:03:01`.
        (Some(Token::Mark(':')), Some(Token::Number(year))) => year.len() == 4 && taken == 3,
        _ => false,
    };
    let time = seconds(hour, minute, second)?;
    (!is_else).then_some((taken, time))
}

fn before<'a>(tokens: &[Token<'a>], at: usize, by: usize) -> Option<Token<'a>> {
    tokens.get(at.checked_sub(by)?).copied()
}

/// `T09`, `T0930`, `T093015`, and `20240301 0930`.
fn compact(tokens: &[Token<'_>], at: usize) -> Found {
    let [mark, Token::Number(digits), ref rest @ ..] = tokens[at..] else {
        return None;
    };
    let Some(Token::Number(day)) = before(tokens, at, 1) else {
        return None;
    };
    let parted = mark == Token::Word("t") || (mark == SPACE && day.len() == 8);
    let time = match digits.len() {
        _ if !parted => None,
        1 | 2 if mark != SPACE => seconds(digits, "0", "0"),
        4 => seconds(&digits[..2], &digits[2..], "0"),
        6 => seconds(&digits[..2], &digits[2..4], &digits[4..]),
        _ => None,
    }?;
    let fraction = matches!(rest, [Token::Mark('.' | ','), Token::Number(_), ..]);
    Some((if fraction { 4 } else { 2 }, time))
}

/// `9h`, `9h30`, `9 h 30 min`, `10 Uhr`; `9時30分15秒` comes as `9h30m15s`.
fn lettered(tokens: &[Token<'_>], at: usize) -> Found {
    let Token::Number(hour) = tokens[at] else {
        return None;
    };
    let (taken, letter) = word(tokens, at + 1)?;
    if !matches!(letter, "h" | "hs" | "hrs" | "uhr") {
        return None;
    }
    let end = at + 1 + taken;
    let Some((minute, length)) = part(tokens, end, &["m", "mn", "min"]) else {
        return Some((end - at, seconds(hour, "0", "0")?));
    };
    let end = end + length;
    let (second, length) = part(tokens, end, &["s", "sec", "seg"]).unwrap_or(("0", 0));
    Some((end + length - at, seconds(hour, minute, second)?))
}

/// A number that follows directly, or that one of `units` follows, and the tokens of both.
fn part<'a>(tokens: &[Token<'a>], at: usize, units: &[&str]) -> Option<(&'a str, usize)> {
    let gap = spaces(tokens.get(at..)?);
    let Some(Token::Number(digits)) = tokens.get(at + gap).copied() else {
        return None;
    };
    let unit = word(tokens, at + gap + 1).filter(|(_, word)| units.contains(word));
    let last = at + gap + 1 == tokens.len();
    (digits.len() <= 2 && (gap == 0 || last || unit.is_some()))
        .then_some((digits, gap + 1 + unit.map_or(0, |(length, _)| length)))
}

/// The word at a place, and how many tokens it and the white space before it take.
fn word<'a>(tokens: &[Token<'a>], at: usize) -> Option<(usize, &'a str)> {
    let gap = spaces(tokens.get(at..)?);
    match tokens.get(at + gap) {
        Some(Token::Word(word)) => Some((gap + 1, word)),
        _ => None,
    }
}

/// `9 pm`: the hour alone; which half it is in is read with any time.
fn halved(tokens: &[Token<'_>], at: usize) -> Found {
    let Token::Number(hour) = tokens[at] else {
        return None;
    };
    half_day(&tokens[at + 1..])?;
    Some((1, seconds(hour, "0", "0").filter(|time| *time < 46_800)?))
}

/// `9.30` behind a year or a word for "o'clock".
fn dotted(tokens: &[Token<'_>], at: usize) -> Found {
    let [
        Token::Number(hour),
        Token::Mark('.'),
        Token::Number(minute),
        ref rest @ ..,
    ] = tokens[at..]
    else {
        return None;
    };
    let lead = tokens[..at]
        .iter()
        .rev()
        .find(|token| !matches!(token, Token::Mark(' ' | ',' | '.')));
    let introduced = match lead {
        Some(Token::Word(word)) => ["kl", "klo", "ore", "um", "h"].contains(word),
        Some(Token::Number(year)) => year.len() == 4 && before(tokens, at, 1) == Some(SPACE),
        _ => false,
    };
    let (second, taken) = match *rest {
        [Token::Mark('.'), Token::Number(second), ..] => (second, 5),
        _ => ("0", 3),
    };
    let time = seconds(hour, minute, second).filter(|_| minute.len() == 2)?;
    introduced.then_some((taken, time))
}

/// Hours to 29, as broadcasters count on past midnight; minutes and seconds roll over.
fn seconds(hour: &str, minute: &str, second: &str) -> Option<i64> {
    let part = |digits: &str| {
        let short = digits.len() <= 2;
        short.then(|| digits.parse::<i64>().ok()).flatten()
    };
    let (hour, minute, second) = (part(hour)?, part(minute)?, part(second)?);
    (hour < 30).then_some(hour * 3600 + minute * 60 + second)
}

/// Whether noon is past, by what comes first, and how many tokens say so: `pm`, `p.m.`, `p. m.`.
fn half_day(tokens: &[Token<'_>]) -> Option<(bool, usize)> {
    let (at, name) = word(tokens, 0)?;
    let point = |at: usize| tokens.get(at) == Some(&Token::Mark('.'));
    if let "a" | "p" | "π" | "μ" = name
        && point(at)
        && let Some((length, "m" | "μ")) = word(tokens, at + 1)
    {
        let end = at + 1 + length;
        return Some((matches!(name, "p" | "μ"), end + usize::from(point(end))));
    }
    let after_noon = words::is_after_noon(name)?;
    Some((after_noon, at + usize::from(point(at))))
}

/// The same right before the time, where East Asia writes it.
fn half_day_before(tokens: &[Token<'_>]) -> Option<(bool, usize)> {
    let gap = tokens
        .iter()
        .rev()
        .take_while(|token| **token == SPACE)
        .count();
    let Some(Token::Word(name @ ("am" | "pm"))) = before(tokens, tokens.len(), gap + 1) else {
        return None;
    };
    Some((name == "pm", gap + 1))
}

/// How many tokens only say that this was a time.
fn filler(tokens: &[Token<'_>]) -> usize {
    match word(tokens, 0) {
        Some((length, "h" | "hs" | "hrs" | "hours" | "uhr" | "uur" | "ч")) => length,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::dates::tokens::{fold, split};

    /// The time as hours, minutes and seconds, and how many numbers are left.
    fn check(text: &str, expect: Option<(i64, i64, i64)>, left: usize) {
        let folded = fold(text);
        let mut tokens = split(&folded);
        let time = take(&mut tokens).map(|clock| clock.seconds);
        let time = time.map(|time| (time / 3600, time / 60 % 60, time % 60));
        let numbers = tokens
            .iter()
            .filter(|token| matches!(token, Token::Number(_)));
        assert_eq!((time, numbers.count()), (expect, left), "{text}");
    }

    #[test]
    fn the_time_is_found_in_all_its_forms() {
        let half_past = Some((9, 30, 0));
        for text in [
            "2024-03-01T09:30",
            "2024-03-01 9:30:00.123456 +0100",
            "2024-03-01T0930Z",
            "2024-03-01 a las 9h30",
            "2024-03-01, 9 h 30",
            "2024-03-01 9h30min",
            "2024-03-01 um 9.30 Uhr",
            "1. 3. 2024 klo 9.30",
            "01.03.2024 09.30",
            "2024-03-01 9:30 a. m. EST",
            "2024-03-01 9:30a.m.",
            "오전 9:30 2024-03-01",
            "2024:03:01 09:30:00",
            "2024-03-01:09:30:00",
            "01/03/2024:09:30:00",
            "1 3 2024 9:30:00:123AM",
        ] {
            check(text, half_past, 3);
        }
        check("2024-03-01 9pm", Some((21, 0, 0)), 3);
        check("2024-03-01 9 μ.μ.", Some((21, 0, 0)), 3);
        check("2024年3月1日午後9時5分10秒", Some((21, 5, 10)), 3);
        check("2024년 3월 1일 오후 9시 5분", Some((21, 5, 0)), 3);
        check("20240301 210510", Some((21, 5, 10)), 1);
        check("2024-03-01T21", Some((21, 0, 0)), 3);
        check("2024-03-01 12:15 AM", Some((0, 15, 0)), 3);
        check("2024-03-01 12:15 PM", Some((12, 15, 0)), 3);
        check("2024-03-01 24:00", Some((24, 0, 0)), 3);
    }

    #[test]
    fn what_is_no_time_stays() {
        check("2024-03-01", None, 3);
        check("01.03.2024", None, 3);
        check("2024-03-01+01:00", None, 5);
        check("2024-03-01 99:00", None, 5);
    }
}
