//! Time zones by name and by number.

use crate::feed::dates::tokens::{SPACE, Token};

/// Seconds east of Greenwich of a zone by its lower-case name. RFC 822 §5.1 knows the American
/// ones; feeds know more. A name that several countries use is the one met most: IST is India,
/// BST is Britain, CST is Chicago. Single letters other than Z mean nothing sure (RFC 5322 §4.3).
pub(super) fn offset(name: &str) -> Option<i64> {
    let quarters_of_an_hour = match name {
        "z" | "ut" | "utc" | "gmt" | "wet" | "uct" | "zulu" => 0,
        "bst" | "cet" | "met" | "mez" | "west" | "wat" => 4,
        "cest" | "mest" | "mesz" | "eet" | "sast" | "cat" => 8,
        "eest" | "msk" | "мск" | "trt" | "eat" => 12,
        "irst" => 14,
        "msd" | "gst" | "samt" => 16,
        "pkt" | "yekt" | "uzt" => 20,
        "ist" => 22,
        "npt" => 23,
        "bdt" | "omst" => 24,
        "ict" | "wib" | "novt" | "krat" => 28,
        "hkt" | "awst" | "sgt" | "myt" | "pht" | "wita" | "irkt" => 32,
        "jst" | "kst" | "wit" => 36,
        "acst" => 38,
        "aest" | "vlat" | "chst" => 40,
        "acdt" => 42,
        "aedt" => 44,
        "nzst" => 48,
        "nzdt" => 52,
        "azot" => -4,
        "brst" => -8,
        "ndt" => -10,
        "brt" | "art" | "uyt" | "clst" | "adt" => -12,
        "nst" => -14,
        "ast" | "at" | "edt" | "clt" | "vet" => -16,
        "est" | "et" | "cdt" | "cot" | "pet" => -20,
        "cst" | "ct" | "mdt" => -24,
        "mst" | "mt" | "pdt" => -28,
        "pst" | "pt" | "akdt" => -32,
        "akst" | "hdt" => -36,
        "hst" => -40,
        "sst" => -44,
        _ => return None,
    };
    Some(quarters_of_an_hour * 900)
}

/// The zone at the start of `tokens`, its seconds east of Greenwich and how many tokens it takes:
/// `est`, `+0100`, `-5`, `gmt+01:00`, `etc/utc`.
pub(super) fn read(tokens: &[Token<'_>]) -> Option<(i64, usize)> {
    let at = spaces(tokens);
    let (named, at) = match tokens[at..] {
        [Token::Word("etc"), Token::Mark('/'), Token::Word(name), ..] => {
            (Some(offset(name)?), at + 3)
        }
        [Token::Word(name), ..] => (Some(offset(name)?), at + 1),
        _ => (None, at),
    };
    let gap = at + spaces(&tokens[at..]);
    match (named, signed(&tokens[gap..])) {
        (_, Some((seconds, length))) => Some((seconds, gap + length)),
        (named, None) => Some((named?, at)),
    }
}

/// The zone at the very end, behind year or day: `Fri Mar 1 09:30:00 2024 +0100`, `2024-03-01Z`.
pub(super) fn read_last(tokens: &[Token<'_>]) -> Option<(i64, usize)> {
    (0..tokens.len()).rev().find_map(|at| {
        let may_begin = match tokens[at] {
            Token::Word(_) | Token::Mark('+') => true,
            Token::Mark('-') => at > 0 && tokens[at - 1] == SPACE,
            _ => false,
        };
        let (seconds, length) = may_begin.then(|| read(&tokens[at..]))??;
        (at + length == tokens.len()).then_some((seconds, at))
    })
}

/// A signed offset and its length in tokens. Digits that go on as a date are none.
fn signed(tokens: &[Token<'_>]) -> Option<(i64, usize)> {
    let [
        Token::Mark(sign @ ('+' | '-')),
        Token::Number(digits),
        ref rest @ ..,
    ] = *tokens
    else {
        return None;
    };
    let (hours, minutes, length) = match (digits.len(), rest) {
        (1 | 2, [Token::Mark(':'), Token::Number(minutes), ..]) if minutes.len() == 2 => {
            (digits, *minutes, 4)
        }
        (1 | 2, [Token::Mark('.' | '/' | '-' | ':'), Token::Number(_), ..]) => return None,
        (1 | 2, _) => (digits, "0", 2),
        (3 | 4, _) => {
            let (hours, minutes) = digits.split_at(digits.len() - 2);
            (hours, minutes, 2)
        }
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = hours * 3600 + minutes * 60;
    // No clock is set further off than 14 hours; such a number is no zone, but it is used up.
    let seconds = if hours > 15 { 0 } else { seconds };
    Some((if sign == '-' { -seconds } else { seconds }, length))
}

/// How many white space tokens come first.
pub(super) fn spaces(tokens: &[Token<'_>]) -> usize {
    tokens.iter().take_while(|token| **token == SPACE).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::dates::tokens::split;

    fn check(text: &str, expect: Option<(i64, usize)>) {
        let hours = read(&split(text)).map(|(seconds, length)| (seconds / 60, length));
        assert_eq!(hours, expect, "{text}");
    }

    #[test]
    fn a_zone_is_read_by_name_and_by_number() {
        check("z", Some((0, 1)));
        check("edt 2024", Some((-240, 1)));
        check("ist", Some((330, 1)));
        check("gmt+0200", Some((120, 3)));
        check("gmt -01:01", Some((-61, 6)));
        check("etc/gmt", Some((0, 3)));
        check("+530", Some((330, 2)));
        check("-5", Some((-300, 2)));
        check("-00:20", Some((-20, 4)));
        check("+9900", Some((0, 2)));
        check("-01.03.2024", None);
        check("at", Some((-240, 1)));
        check("by", None);
        check("", None);
    }
}
