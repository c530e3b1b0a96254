//! The day in a date, once the time of day is taken out.

use crate::feed::dates::calendar;
use crate::feed::dates::tokens::Token;
use crate::feed::dates::words;

/// What the rest of a date tells of where it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// Its zone is east of Greenwich, where nobody writes the month before its day.
    pub east: bool,
}

/// The day as days from 1970-01-01. Nothing if none is named, or its year is not of our calendar:
/// programs write year 1 when they know no date, and Iran's 1403 is our 2024.
pub(super) fn read(tokens: &[Token<'_>], origin: Origin) -> Option<i64> {
    let numbers: Vec<Number<'_>> = (0..tokens.len())
        .filter_map(|at| Number::at(tokens, at))
        .collect();
    let days = match month(tokens) {
        Some((at, month)) => by_name(&numbers, at, month),
        None => by_numbers(tokens, &numbers, origin),
    }?;
    let our_times = calendar::by_month(1500, 1, 1)..calendar::by_month(10_000, 1, 1);
    our_times.contains(&days).then_some(days)
}

#[derive(Clone, Copy)]
struct Number<'a> {
    digits: &'a str,
    value: i64,
    /// Its place among the tokens.
    at: usize,
}

impl<'a> Number<'a> {
    fn at(tokens: &[Token<'a>], at: usize) -> Option<Self> {
        let Token::Number(digits) = tokens[at] else {
            return None;
        };
        let value = digits.parse().ok()?;
        Some(Self { digits, value, at })
    }

    fn is_year(&self) -> bool {
        self.digits.len() == 4 && self.value >= 1000
    }

    /// As a year: two digits mean 1950 to 2049, and three count from 1900 (RFC 5322 §4.3).
    fn year(&self) -> Option<i64> {
        match (self.digits.len(), self.value) {
            (..=2, 0..50) => Some(self.value + 2000),
            (..=3, _) => Some(self.value + 1900),
            (4, _) => Some(self.value),
            _ => None,
        }
    }
}

/// The month named, and its place. Of two names the one that can be no day of the week is meant,
/// else the later.
fn month(tokens: &[Token<'_>]) -> Option<(usize, i64)> {
    let months = tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token {
            Token::Word(word) => Some((at, words::month(word)?)),
            _ => None,
        });
    let months: Vec<_> = months.collect();
    let certain = months.iter().find(|(_, month)| month.certain);
    let (at, month) = certain.or(months.last())?;
    Some((*at, month.number))
}

/// `1 March 2024`, `March 1, 2024`, `2024 March 1`, `March 2024`; `place` is the month's.
fn by_name(numbers: &[Number<'_>], place: usize, month: i64) -> Option<i64> {
    let (before, after) = numbers.split_at(numbers.partition_point(|number| number.at < place));
    let short = |number: &&Number<'_>| number.digits.len() <= 2;
    let day = before.iter().rev().find(short);
    let day_after = after.iter().find(short);
    let full = numbers.iter().find(|number| number.is_year());
    let (year, day) = match (full, day, day_after) {
        (Some(year), Some(day), _) | (Some(year), None, Some(day)) => (year, day.value),
        (Some(year), None, None) => (year, 1),
        (None, Some(day), _) => (after.first()?, day.value),
        (None, None, _) => (after.get(1)?, after.first()?.value),
    };
    in_month(year.year()?, month, day)
}

fn by_numbers(tokens: &[Token<'_>], numbers: &[Number<'_>], origin: Origin) -> Option<i64> {
    let dashes = tokens
        .iter()
        .take_while(|token| **token == Token::Mark('-'))
        .count();
    if dashes > 1 {
        // ISO 8601 may leave out the year, but then nothing says which.
        return None;
    }
    if let (Some(before), [year, month, day, ..]) = (names(tokens).find_map(words::era), numbers) {
        let year = before.saturating_add(year.value);
        return in_month(year, month.value, day.value);
    }
    match *numbers {
        [year, week, ref day @ ..] if tokens[..week.at].ends_with(&[Token::Word("w")]) => {
            by_week(&year, &week, day.first())
        }
        [year, day] if day.digits.len() == 3 && matches!(year.digits.len(), 2 | 4) => {
            in_year(year.year()?, day.value)
        }
        [all] => alone(&all, dashes == 1),
        [year, month] if year.is_year() || dashes == 1 => in_month(year.year()?, month.value, 1),
        [year, month, day, ..] if year.is_year() => in_month(year.value, month.value, day.value),
        [first, second, third, ..] if first.digits.len() <= 2 => {
            parted(tokens, [&first, &second, &third], origin)
        }
        _ => None,
    }
}

fn names<'a>(tokens: &[Token<'a>]) -> impl Iterator<Item = &'a str> {
    tokens.iter().filter_map(|token| match token {
        Token::Word(word) => Some(*word),
        _ => None,
    })
}

/// `20240301`, `2024061`, `240301`, `24061`, `2024`; and `-2403`, `-24`.
fn alone(number: &Number<'_>, dash: bool) -> Option<i64> {
    let digits = number.digits;
    let split = |year: usize| {
        let (year, rest) = digits.split_at(year);
        let year = Number {
            digits: year,
            value: year.parse().ok()?,
            at: 0,
        };
        Some((year.year()?, rest.parse::<i64>().ok()?))
    };
    let monthly = |year| {
        let (year, rest) = split(year)?;
        in_month(year, rest / 100, rest % 100)
    };
    match digits.len() {
        2 if dash => in_month(number.year()?, 1, 1),
        4 if dash => split(2).and_then(|(year, month)| in_month(year, month, 1)),
        4 => in_month(number.value, 1, 1),
        5 => split(2).and_then(|(year, day)| in_year(year, day)),
        6 => monthly(2).or_else(|| split(4).and_then(|(year, month)| in_month(year, month, 1))),
        7 => split(4).and_then(|(year, day)| in_year(year, day)),
        8 => monthly(4),
        _ => None,
    }
}

/// Three numbers whose order must be guessed. Short numbers with dashes are ISO 8601's year, month
/// and day. Else the year comes last, the month first only with slashes: `03/01/2024` is 1 March,
/// unless the numbers, the day of the week, the language or the zone say otherwise.
fn parted(tokens: &[Token<'_>], numbers: [&Number<'_>; 3], origin: Origin) -> Option<i64> {
    let [first, second, third] = numbers;
    let mark = tokens.get(first.at + 1);
    if mark == Some(&Token::Mark('-')) && numbers.iter().all(|number| number.digits.len() == 2) {
        let iso = in_month(first.year()?, second.value, third.value);
        return iso.or_else(|| in_month(third.year()?, second.value, first.value));
    }
    let year = third.year()?;
    let month_first = in_month(year, first.value, second.value);
    let day_first = in_month(year, second.value, first.value);
    let (Some(month_first), Some(day_first)) = (month_first, day_first) else {
        return month_first.or(day_first);
    };
    let weekday = names(tokens).find_map(words::weekday);
    let on_that_day = |days: i64| weekday.is_some_and(|weekday| calendar::weekday(days) == weekday);
    let slashes = mark == Some(&Token::Mark('/'));
    let month_leads = match (on_that_day(month_first), on_that_day(day_first)) {
        (true, false) => true,
        (false, true) => false,
        _ => slashes && !origin.east && !names(tokens).any(words::is_day_first),
    };
    Some(if month_leads { month_first } else { day_first })
}

fn by_week(year: &Number<'_>, week: &Number<'_>, day: Option<&Number<'_>>) -> Option<i64> {
    let (week, day) = match (week.digits.len(), day) {
        (3, _) => (week.value / 10, week.value % 10),
        (_, day) => (week.value, day.map_or(1, |day| day.value)),
    };
    let exists = (1..=53).contains(&week) && (1..=7).contains(&day);
    let year = year.year()?;
    exists.then(|| calendar::by_week(year, week, day))
}

fn in_year(year: i64, day: i64) -> Option<i64> {
    (1..=366)
        .contains(&day)
        .then(|| calendar::by_day_of_year(year, day))
}

fn in_month(year: i64, month: i64, day: i64) -> Option<i64> {
    let exists =
        (0..10_000).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    exists.then(|| calendar::by_month(year, month, day))
}
