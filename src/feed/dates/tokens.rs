//! A date in pieces: numbers, words and marks, written alike whatever script they came in.
//!
//! Full-width and Arabic digits become ours, letters lose case and accents, and the signs that
//! Chinese, Japanese and Korean put behind each number become the marks others put between them.

use crate::feed::dates::zone;

/// A piece of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// ASCII digits.
    Number(&'a str),
    /// Letters, lower case, without accents.
    Word(&'a str),
    /// Any other character. White space is `Mark(' ')`, once.
    Mark(char),
}

pub(super) const SPACE: Token<'static> = Token::Mark(' ');

/// Longer than any date, in characters and in pieces.
const MOST_CHARACTERS: usize = 200;
const MOST_TOKENS: usize = 64;

/// The text in one alphabet.
pub(super) fn fold(text: &str) -> String {
    let text = text.trim_start();
    let end = text
        .char_indices()
        .nth(MOST_CHARACTERS)
        .map_or(text.len(), |(end, _)| end);
    let text = &text[..end];
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = text.to_owned();
    for (half, name) in [
        ("午前", " am "),
        ("上午", " am "),
        ("오전", " am "),
        ("午後", " pm "),
        ("午后", " pm "),
        ("下午", " pm "),
        ("오후", " pm "),
    ] {
        folded = folded.replace(half, name);
    }
    folded
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(plain)
        .collect()
}

/// One lower-case character as dates are read here; nothing if it is not to be seen.
fn plain(character: char) -> Option<char> {
    Some(match character {
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => return None,
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = char::from_u32(u32::from(character) - 0xfee0)?;
            ascii.to_ascii_lowercase()
        }
        '٠'..='٩' => digit(character, '٠')?,
        '۰'..='۹' => digit(character, '۰')?,
        '०'..='९' => digit(character, '०')?,
        '年' | '년' | '月' | '월' | '‐' | '‑' | '–' | '−' => '-',
        '日' | '일' | '号' | '號' => ' ',
        '時' | '时' | '시' => 'h',
        '分' | '분' => 'm',
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ļ' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ő' | 'ø' | 'ō' => 'o',
        'ř' => 'r',
        '秒' | '초' | 'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ž' | 'ż' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'أ' | 'إ' | 'آ' => 'ا',
        other => other,
    })
}

fn digit(character: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(character) - u32::from(zero), 10)
}

/// The pieces of a folded text. What stands in brackets is dropped (RFC 5322 §3.2.2 calls it a
/// comment), unless it names a zone.
pub(super) fn split(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next()
        && found.len() < MOST_TOKENS
    {
        let length = match first {
            '0'..='9' => {
                let length = run(rest, |c| c.is_ascii_digit());
                number(&mut found, &rest[..length]);
                length
            }
            '(' | '[' => bracket(&mut found, rest),
            _ if first.is_alphabetic() => {
                let length = run(rest, char::is_alphabetic);
                found.push(Token::Word(&rest[..length]));
                length
            }
            _ if first.is_whitespace() => {
                space(&mut found);
                run(rest, char::is_whitespace)
            }
            _ => {
                found.push(Token::Mark(first));
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    found
}

fn run(text: &str, same: fn(char) -> bool) -> usize {
    text.find(|c| !same(c)).unwrap_or(text.len())
}

/// `20240301093000` is a day and a time without anything between.
fn number<'a>(found: &mut Vec<Token<'a>>, digits: &'a str) {
    if matches!(digits.len(), 12 | 14) && is_day_and_time(digits) {
        let (day, time) = digits.split_at(8);
        found.extend([Token::Number(day), Token::Word("t"), Token::Number(time)]);
    } else {
        found.push(Token::Number(digits));
    }
}

/// Milliseconds since 1970 have twelve digits too, but not many look like a day of our times.
fn is_day_and_time(digits: &str) -> bool {
    ("1990".."2100").contains(&&digits[..4])
        && ("01"..="12").contains(&&digits[4..6])
        && ("01"..="31").contains(&&digits[6..8])
        && &digits[8..10] < "25"
        && &digits[10..12] < "60"
}

/// How long a bracket at the start of `rest` is. One that is never closed is dropped alone.
fn bracket<'a>(found: &mut Vec<Token<'a>>, rest: &'a str) -> usize {
    let Some(end) = rest.find([')', ']']) else {
        return 1;
    };
    let inside = rest[1..end].trim();
    space(found);
    if zone::offset(inside).is_some() {
        found.push(Token::Word(inside));
    }
    end + 1
}

fn space(found: &mut Vec<Token<'_>>) {
    if found.last() != Some(&SPACE) {
        found.push(SPACE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let folded = fold(text);
        let pieces: Vec<String> = split(&folded)
            .iter()
            .map(|token| match token {
                Token::Number(text) | Token::Word(text) => (*text).to_owned(),
                Token::Mark(mark) => mark.to_string(),
            })
            .collect();
        assert_eq!(pieces.join("|"), expect, "{text}");
    }

    #[test]
    fn a_date_falls_into_the_same_pieces_in_every_script() {
        check("Fri,  01 Mar", "fri|,| |01| |mar");
        check("２０２４／０３", "2024|/|03");
        check("٢٠٢٤-٠٣", "2024|-|03");
        check(
            "2024年3月1日(金)午後3時05分",
            "2024|-|3|-|1| |pm| |3|h|05|m",
        );
        check("Ağustos MÄRZ Iοφ", "agustos| |marz| |iοφ");
        check("a\u{308}\u{200e}b", "ab");
        check("20240301093000Z", "20240301|t|093000|z");
        check("09:30 (a (b) c)", "09|:|30| |c|)");
        check("09:30 (EST) (never", "09|:|30| |est| |never");
    }
}
