//! A typed line to a filter: `rust is:unread -feed:planet (newer:7d or is:starred)`.
//!
//! Words that stand beside one another must all fit; `or` between them makes one of them enough, and binds less;
//! `-` or `not` turns a word or a bracket round; quotes keep spaces together.

use crate::model::filter::Filter;
use crate::model::time::Time;
use std::fmt;
use std::time::Duration;

/// How deep brackets may stand in one another.
const DEEPEST: usize = 32;

/// What may stand after `is:`.
const STATES: &[(&str, Filter)] = &[
    ("unread", Filter::Unread),
    ("starred", Filter::Starred),
    ("new", Filter::New),
    ("followed", Filter::Followed),
];

/// Fields, and an example of each.
pub const FIELDS: &[(&str, &str)] = &[
    ("is", "is:unread, is:read, is:starred, is:new, is:followed"),
    ("title", "title:kettle"),
    ("feed", "feed:ledger"),
    (
        "newer",
        "newer:7d; also h for hours, w for weeks, m for months, y for years",
    ),
    ("older", "older:2w"),
    ("comments", "comments:5 means five or more"),
];

/// Why a line is no filter, and where: the number of the character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub at: usize,
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.at + 1, self.what)
    }
}

/// Reads a line. Nothing typed fits everything.
///
/// # Errors
/// The first thing in it that means nothing.
pub fn parse(line: &str, now: Time) -> Result<Filter, Mistake> {
    let mut reader = Reader {
        tokens: tokens(line)?,
        at: 0,
        now,
        end: line.chars().count(),
    };
    let filter = reader.any(0)?;
    match reader.tokens.get(reader.at) {
        Some((at, _)) => Err(Mistake {
            at: *at,
            what: "this bracket was never opened".to_owned(),
        }),
        None => Ok(filter),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Not,
    Or,
    /// A word; in the second place what stands after its colon.
    Word(String, Option<String>),
}

struct Reader {
    tokens: Vec<(usize, Token)>,
    at: usize,
    now: Time,
    end: usize,
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn here(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(at, _)| *at)
    }

    fn any(&mut self, depth: usize) -> Result<Filter, Mistake> {
        if depth > DEEPEST {
            return Err(self.wrong("brackets stand too deep in one another"));
        }
        let mut parts = vec![self.all(depth)?];
        while self.peek() == Some(&Token::Or) {
            self.at += 1;
            parts.push(self.all(depth)?);
        }
        Ok(match parts.len() {
            1 => parts.swap_remove(0),
            _ => Filter::Any(parts),
        })
    }

    fn all(&mut self, depth: usize) -> Result<Filter, Mistake> {
        let mut parts = Vec::new();
        while let Some(token) = self.peek() {
            if matches!(token, Token::Or | Token::Close) {
                break;
            }
            parts.push(self.one(depth)?);
        }
        Ok(match parts.len() {
            1 => parts.swap_remove(0),
            _ => Filter::All(parts),
        })
    }

    fn one(&mut self, depth: usize) -> Result<Filter, Mistake> {
        let at = self.here();
        let token = self.tokens.get(self.at).map(|(_, token)| token.clone());
        self.at += 1;
        match token {
            Some(Token::Not) if depth < DEEPEST => Ok(Filter::Not(Box::new(self.one(depth + 1)?))),
            Some(Token::Open) => {
                let inside = self.any(depth + 1)?;
                if self.peek() != Some(&Token::Close) {
                    let what = "this bracket is never closed".to_owned();
                    return Err(Mistake { at, what });
                }
                self.at += 1;
                Ok(inside)
            }
            Some(Token::Word(word, None)) => Ok(Filter::Word(word)),
            Some(Token::Word(field, Some(value))) => {
                field_of(&field, value, self.now).map_err(|what| Mistake { at, what })
            }
            _ => Err(Mistake {
                at,
                what: "a word is expected here".to_owned(),
            }),
        }
    }

    fn wrong(&self, what: &str) -> Mistake {
        Mistake {
            at: self.here(),
            what: what.to_owned(),
        }
    }
}

fn field_of(field: &str, value: String, now: Time) -> Result<Filter, String> {
    match field {
        "is" if value == "read" => Ok(Filter::Not(Box::new(Filter::Unread))),
        "is" => {
            let found = STATES.iter().find(|(name, _)| *name == value);
            found.map(|(_, state)| state.clone()).ok_or_else(|| {
                format!(
                    "expected is:unread, is:read, is:starred, is:new or is:followed, not is:{value}"
                )
            })
        }
        "title" => Ok(Filter::Title(value)),
        "feed" => Ok(Filter::Feed(value)),
        "newer" => Ok(Filter::Since(before(now, age(&value)?))),
        "older" => Ok(Filter::Before(before(now, age(&value)?))),
        "comments" => {
            let least = value.parse();
            least
                .map(Filter::Comments)
                .map_err(|_| format!("expected a number as in comments:5, not {value}"))
        }
        _ => {
            let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            Err(format!(
                "there is no field {field}: expected one of {}",
                names.join(", ")
            ))
        }
    }
}

fn before(now: Time, age: Duration) -> Time {
    let seconds = i64::try_from(age.as_secs()).unwrap_or(i64::MAX);
    Time(now.0.saturating_sub(seconds))
}

/// `3h`, `7d`, `2w`, `6m`, `1y`; days where no letter follows.
fn age(text: &str) -> Result<Duration, String> {
    let wrong = || format!("expected an age as 3h, 7d, 2w, 6m or 1y, not {text}");
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: u64 = digits.parse().map_err(|_| wrong())?;
    let hours = match &text[digits.len()..] {
        "h" => 1,
        "" | "d" => 24,
        "w" => 24 * 7,
        "m" => 24 * 30,
        "y" => 24 * 365,
        _ => return Err(wrong()),
    };
    let seconds = number.checked_mul(hours * 3600).ok_or_else(wrong)?;
    Ok(Duration::from_secs(seconds))
}

fn tokens(line: &str) -> Result<Vec<(usize, Token)>, Mistake> {
    let chars: Vec<char> = line.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        match chars[at] {
            char if char.is_whitespace() => at += 1,
            '(' => {
                tokens.push((start, Token::Open));
                at += 1;
            }
            ')' => {
                tokens.push((start, Token::Close));
                at += 1;
            }
            '-' => {
                tokens.push((start, Token::Not));
                at += 1;
            }
            _ => {
                let quoted = chars[at] == '"';
                let word = read_word(&chars, &mut at)?;
                let value = if !quoted && chars.get(at) == Some(&':') {
                    at += 1;
                    Some(read_word(&chars, &mut at)?)
                } else {
                    None
                };
                let token = match (&*word, value, quoted) {
                    ("or", None, false) => Token::Or,
                    ("and", None, false) => continue,
                    ("not", None, false) => Token::Not,
                    (_, Some(value), _) if value.is_empty() => {
                        let what = format!("something is expected after {word}:");
                        return Err(Mistake { at: start, what });
                    }
                    (_, value, _) => Token::Word(word, value),
                };
                tokens.push((start, token));
            }
        }
    }
    Ok(tokens)
}

/// A word in small letters: up to a space, a bracket or a colon, or to the closing quote.
fn read_word(chars: &[char], at: &mut usize) -> Result<String, Mistake> {
    let start = *at;
    if chars.get(start) == Some(&'"') {
        let inside = &chars[start + 1..];
        let Some(long) = inside.iter().position(|char| *char == '"') else {
            let what = "this quote is never closed".to_owned();
            return Err(Mistake { at: start, what });
        };
        *at = start + long + 2;
        return Ok(inside[..long].iter().collect::<String>().to_lowercase());
    }
    let ends = |char: &char| char.is_whitespace() || matches!(char, '(' | ')' | ':' | '"');
    let long = chars[start..].iter().position(ends);
    *at = long.map_or(chars.len(), |long| start + long);
    if *at == start && matches!(chars.get(start), Some(':')) {
        let what = "a word is expected before the colon".to_owned();
        return Err(Mistake { at: start, what });
    }
    Ok(chars[start..*at].iter().collect::<String>().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::Following;
    use crate::model::entry::{CommentCount, EntryId, EntryRow, Place};
    use crate::model::feed::FeedId;
    use proptest::prelude::*;

    const NOW: Time = Time(10_000_000);

    fn row() -> EntryRow {
        EntryRow {
            id: EntryId(1),
            feed: FeedId(1),
            feed_title: "Small Hours".to_owned(),
            place: Place {
                at: Time(NOW.0 - 3 * 86_400),
                id: EntryId(1),
            },
            title: "A Kettle sings: twice".to_owned(),
            link: None,
            read: false,
            starred: true,
            comments: CommentCount { total: 7, new: 0 },
            following: Following::No,
        }
    }

    fn check(line: &str, expect: bool) {
        let filter = parse(line, NOW).unwrap_or_else(|why| panic!("{line}: {why}"));
        assert_eq!(filter.fits(&row()), expect, "{line}: {filter:?}");
    }

    #[test]
    fn a_line_picks_the_entries_it_describes() {
        check("", true);
        check("kettle", true);
        check("KETTLE hours", true);
        check("kettle teapot", false);
        check("kettle or teapot", true);
        check("teapot or kettle is:read", false);
        check("(teapot or kettle) is:unread", true);
        check("-teapot", true);
        check("not kettle", false);
        check("-(kettle or teapot)", false);
        check("\"sings: twice\"", true);
        check("title:hours", false);
        check("feed:hours", true);
        check("feed:\"small hours\"", true);
        check("is:starred and is:unread", true);
        check("is:new or is:followed", false);
        check("newer:7d", true);
        check("newer:2d", false);
        check("older:48h", true);
        check("older:1w", false);
        check("comments:7", true);
        check("comments:8", false);
    }

    #[test]
    fn what_means_nothing_is_told_with_its_place() {
        let wrong = |line, at, word: &str| {
            let why = parse(line, NOW).expect_err(line);
            assert_eq!(why.at, at, "{line}: {why}");
            assert!(why.to_string().contains(word), "{why}");
        };
        wrong("kettle is:red", 7, "is:read");
        wrong("colour:red", 0, "colour");
        wrong("(kettle", 0, "never closed");
        wrong("kettle)", 6, "never opened");
        wrong("a \"b", 2, "quote");
        wrong("newer:soon", 0, "7d");
        wrong("feed:", 0, "after feed:");
        wrong("kettle -", 8, "word is expected");
        wrong(":x", 0, "before the colon");
        wrong("comments:many", 0, "comments:5");
    }

    proptest! {
        #[test]
        fn any_line_is_understood_or_refused(line in "[a-z:()\\-\" é日0-9]{0,60}") {
            if let Ok(filter) = parse(&line, NOW) {
                let _ = filter.fits(&row());
            }
        }
    }

    #[test]
    fn brackets_without_end_are_refused() {
        assert!(parse(&"(".repeat(100_000), NOW).is_err());
        assert!(parse(&"-".repeat(100_000), NOW).is_err());
    }
}
