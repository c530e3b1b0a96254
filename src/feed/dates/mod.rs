//! Dates as feeds write them, RFC 3339 and RFC 822 and what lies between.
//!
//! Nobody checks the dates of a feed, so they come without zones, without seconds, with AM and PM,
//! with wrong weekdays, in the language of the blog. One reader takes all of them apart by what
//! each piece can only be. Where a text can mean two days or two moments:
//!
//! - without a zone it is UTC, without a time midnight, without a day the first;
//! - a day or minute past the last rolls over, 31 June is 1 July; a month 13 is no date;
//! - a day of the week is believed only where day and month cannot be told apart otherwise;
//! - `03/01/2024` is 1 March, `03.01.2024` and `03-01-2024` are 3 January, unless something speaks
//!   against it; `24-03-01` is 1 March 2024.

mod calendar;
mod clock;
mod day;
mod tokens;
mod words;
mod zone;

use crate::feed::dates::day::Origin;
use crate::feed::dates::tokens::Token;
use crate::model::time::Time;

/// A date as a moment, in whole seconds; nothing where it names no day, or none of our times.
pub fn parse(text: &str) -> Option<Time> {
    let folded = tokens::fold(text);
    let mut tokens = tokens::split(&folded);
    if let Some(time) = since_1970(&tokens) {
        return Some(time);
    }
    let clock = clock::take(&mut tokens);
    let mut zone = clock.and_then(|clock| clock.zone);
    if zone.is_none()
        && let Some((seconds, at)) = zone::read_last(&tokens)
    {
        tokens.truncate(at);
        zone = Some(seconds);
    }
    let east = zone.is_some_and(|seconds| seconds > 0);
    let days = day::read(&tokens, Origin { east })?;
    let Some(clock) = clock else {
        return Some(Time(days * 86_400 - zone.unwrap_or(0)));
    };
    let zone = zone.unwrap_or_else(|| words::home(text));
    Some(Time(days * 86_400 + clock.seconds - zone))
}

/// A bare number of seconds, or of thousandths, millionths and so on, since 1970.
fn since_1970(tokens: &[Token<'_>]) -> Option<Time> {
    let ([Token::Number(digits)] | [Token::Number(digits), Token::Mark('.'), Token::Number(_)]) =
        tokens
    else {
        return None;
    };
    let number: i64 = digits.parse().ok()?;
    let parts_of_a_second = match digits.len() {
        9 | 10 => 1,
        12 | 13 => 1_000,
        15 | 16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        _ => return None,
    };
    Some(Time(number / parts_of_a_second))
}

#[cfg(test)]
mod tests;
