//! JSON Feed 1.0 and 1.1, and enough JSON to read it.
//!
//! Feeds written by hand break JSON as they break XML: commas too many, bytes after the end, ids
//! that are numbers, authors that are strings, an end that never came. So this reader takes what it
//! can get; what a text is cut off in is left out.

use std::iter::Peekable;
use std::str::Chars;
use url::Url;

use crate::feed::syndication::MOST_ENTRIES;
use crate::feed::{dates, normalize};
use crate::model::parsed::{ParsedEntry, ParsedFeed};

/// Deeper values are not read.
const DEEPEST: usize = 64;

/// A feed, its keys being raw ids; nothing where the text is no JSON Feed.
pub fn read(text: &str, base: &Url) -> Option<ParsedFeed> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        cut: false,
    };
    let top = reader.value(0);
    let items = top.list("items")?;
    let mut feed = ParsedFeed {
        title: top
            .text("title")
            .map(|title| normalize::plain_title(&title)),
        site: top.address("home_page_url", base),
        ..ParsedFeed::default()
    };
    feed.title = feed.title.filter(|title| !title.is_empty());
    let (author, author_url) = author(&top, base);
    for item in items.iter().take(MOST_ENTRIES) {
        let mut entry = entry(item, base);
        if entry.author.is_none() {
            entry.author.clone_from(&author);
            entry.author_url.clone_from(&author_url);
        }
        feed.entries.push(entry);
    }
    if reader.cut {
        feed.warnings
            .push("the end of the feed is missing".to_owned());
    }
    Some(feed)
}

fn entry(item: &Value, base: &Url) -> ParsedEntry {
    let link = item
        .address("url", base)
        .or_else(|| item.address("external_url", base));
    let (author, author_url) = author(item, base);
    let updated = item
        .text("date_modified")
        .and_then(|date| dates::parse(&date));
    let plain = |name| item.text(name).map(|text| normalize::paragraphs(&text));
    let body = item
        .text("content_html")
        .or_else(|| plain("content_text"))
        .or_else(|| plain("summary"));
    ParsedEntry {
        key: item.text("id").unwrap_or_default(),
        title: item
            .text("title")
            .map(|title| normalize::plain_title(&title))
            .unwrap_or_default(),
        base: link.clone().or_else(|| Some(base.to_string())),
        link,
        author,
        author_url,
        published: item
            .text("date_published")
            .and_then(|date| dates::parse(&date))
            .or(updated),
        updated,
        body: normalize::body(body.unwrap_or_default()),
        ..ParsedEntry::default()
    }
}

/// The first of `authors` (1.1), or `author` (1.0), which may be a bare name.
fn author(of: &Value, base: &Url) -> (Option<String>, Option<String>) {
    let first = of.list("authors").and_then(<[Value]>::first);
    let Some(author) = first.or_else(|| of.get("author")) else {
        return (None, None);
    };
    let name = author.text("name").or_else(|| author.plain());
    (
        name.and_then(|name| normalize::person(&name)),
        author.address("url", base),
    )
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    /// null, true and false: nothing a feed says with them is read.
    Nothing,
    Number(String),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Map(pairs) => pairs
                .iter()
                .find(|(found, _)| found == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    fn list(&self, name: &str) -> Option<&[Value]> {
        match self.get(name)? {
            Value::List(values) => Some(values),
            _ => None,
        }
    }

    /// A text or number that has something in it.
    fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.plain()
    }

    fn plain(&self) -> Option<String> {
        match self {
            Value::Text(text) | Value::Number(text) if !text.trim().is_empty() => {
                Some(text.clone())
            }
            _ => None,
        }
    }

    fn address(&self, name: &str, base: &Url) -> Option<String> {
        normalize::address(&self.text(name)?, base)
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    /// The text ended inside a value.
    cut: bool,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Value {
        self.blank();
        match self.rest.peek() {
            Some('{') if depth < DEEPEST => self.map(depth),
            Some('[') if depth < DEEPEST => self.list(depth),
            Some('"') => Value::Text(self.string()),
            Some(_) => self.word(),
            None => {
                self.cut = true;
                Value::Nothing
            }
        }
    }

    /// White space and, leniently, commas: none too many hurts, none missing either.
    fn blank(&mut self) {
        while self
            .rest
            .next_if(|c| c.is_whitespace() || *c == ',' || *c == '\u{FEFF}')
            .is_some()
        {}
    }

    /// A value is dropped when the text ends in it, unless it is a list, which has whole ones before.
    fn map(&mut self, depth: usize) -> Value {
        self.rest.next();
        let mut pairs = Vec::new();
        loop {
            self.blank();
            match self.rest.peek() {
                Some('"') => {
                    let name = self.string();
                    self.blank();
                    self.rest.next_if_eq(&':');
                    let value = self.value(depth + 1);
                    if !self.cut || matches!(value, Value::List(_)) {
                        pairs.push((name, value));
                    }
                }
                Some('}') => {
                    self.rest.next();
                    return Value::Map(pairs);
                }
                Some(_) => {
                    self.rest.next();
                }
                None => {
                    self.cut = true;
                    return Value::Map(pairs);
                }
            }
        }
    }

    fn list(&mut self, depth: usize) -> Value {
        self.rest.next();
        let mut values = Vec::new();
        loop {
            self.blank();
            match self.rest.peek() {
                Some(']') => {
                    self.rest.next();
                    return Value::List(values);
                }
                Some(_) => {
                    let value = self.value(depth + 1);
                    if !self.cut {
                        values.push(value);
                    }
                }
                None => {
                    self.cut = true;
                    return Value::List(values);
                }
            }
        }
    }

    /// A string (RFC 8259 §7); line breaks may stand in it, and an unknown escape means itself.
    fn string(&mut self) -> String {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('"') => return text,
                Some('\\') => match self.rest.next() {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some('r') => text.push('\r'),
                    Some('b' | 'f') => text.push(' '),
                    Some('u') => text.push(self.escaped()),
                    Some(c) => text.push(c),
                    None => {}
                },
                Some(c) => text.push(c),
                None => {
                    self.cut = true;
                    return text;
                }
            }
        }
    }

    /// The character after `\u`, from two escapes where it lies beyond the basic plane.
    fn escaped(&mut self) -> char {
        let high = self.four_digits();
        let mut ahead = self.rest.clone();
        if (0xD800..0xDC00).contains(&high)
            && ahead.next() == Some('\\')
            && ahead.next() == Some('u')
        {
            self.rest = ahead;
            let low = self.four_digits();
            let units = char::decode_utf16([high, low]).next();
            return units
                .and_then(Result::ok)
                .unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        char::from_u32(u32::from(high)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn four_digits(&mut self) -> u16 {
        let mut number = 0;
        for _ in 0..4 {
            let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(16)) else {
                break;
            };
            self.rest.next();
            number = number * 16 + u16::try_from(digit).unwrap_or_default();
        }
        number
    }

    /// A number, or a word that is nothing to us.
    fn word(&mut self) -> Value {
        let mut word = String::new();
        while let Some(c) = self
            .rest
            .next_if(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '.' | '_'))
        {
            word.push(c);
        }
        if word.is_empty() {
            self.rest.next();
        }
        if word.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            Value::Number(word)
        } else {
            Value::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn feed(text: &str) -> Option<ParsedFeed> {
        read(text, &Url::parse("https://example.org/feed.json").unwrap())
    }

    fn check(items: &str, expect: &[(&str, &str, &str)]) {
        let feed = feed(&format!("{{\"items\":[{items}]}} junk")).unwrap();
        let found: Vec<_> = feed
            .entries
            .iter()
            .map(|entry| {
                (
                    entry.key.as_str(),
                    entry.author.as_deref().unwrap_or(""),
                    entry.body.as_str(),
                )
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn items_are_read_however_loosely_written() {
        check(
            r#"{"id": 7, "author": "Ana", "content_html": "<p>x</p>"},,
               {"id": "b", "authors": [{"name": "a@b.example（Bob）"}], "content_text": "1\n\n2 \u003c 3",}"#,
            &[
                ("7", "Ana", "<p>x</p>"),
                ("b", "Bob", "<p>1</p><p>2 &lt; 3</p>"),
            ],
        );
        check(
            r#"{"id":"\ud83d\ude00 \ud83d \q","summary":"s"}"#,
            &[("😀 \u{FFFD} q", "", "<p>s</p>")],
        );
        check(
            r#"{"content_html": null, "summary": "s", "tags": [1, true, {}]}"#,
            &[("", "", "<p>s</p>")],
        );
    }

    #[test]
    fn a_cut_off_feed_keeps_its_whole_items() {
        let text = r#"{"title":"T","items":[{"id":"1"},{"id":"2"},{"id":"3","title":"cut o"#;
        let found = feed(text).unwrap();
        assert_eq!(found.entries.len(), 2);
        assert_eq!(found.warnings.len(), 1);
        assert_eq!(feed("{\"title\":\"T\"}"), None);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd_for_the_reader(text in "(\\{|\\}|\\[|\\]|\"|:|,|items|\\\\|u|d83d|1|é| ){0,80}") {
            feed(&text);
            feed(&format!("{{\"items\":[{text}"));
        }
    }

    #[test]
    fn nesting_ends_somewhere() {
        assert_eq!(feed(&"[{\"items\":".repeat(100_000)), None);
    }
}
