//! Tags as people really write them: a scanner that finds something in every text.
//!
//! The strict reader gives up at the first fault; this one never does, so repair, web pages and
//! OPML lists are read with it. It knows where tags begin and end and nothing of what they mean.

use crate::feed::decode::is_legal;

/// One piece of markup. The pieces of a text, put together, are the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// Characters between tags; references are still in it.
    Text(&'a str),
    /// A `<` that begins no tag.
    Stray,
    Open(Tag<'a>),
    Close {
        name: &'a str,
        raw: &'a str,
    },
    /// `<![CDATA[…]]>`, whole.
    CData(&'a str),
    /// A comment, processing instruction or document type, whole.
    Other(&'a str),
    /// Something begun that the text ends in.
    Unfinished(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    pub name: &'a str,
    pub attributes: &'a str,
    /// Closed in itself: `<br/>`.
    pub empty: bool,
    pub raw: &'a str,
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { rest: text }
}

/// An iterator over the tokens of a text.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    /// What has not been read yet.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// Passes over what stands before `</name`, as HTML does in scripts and style sheets.
    pub fn skip_raw_text(&mut self, name: &str) {
        let at = self
            .rest
            .match_indices("</")
            .find(|(at, _)| {
                self.rest[at + 2..]
                    .get(..name.len())
                    .is_some_and(|found| found.eq_ignore_ascii_case(name))
            })
            .map_or(self.rest.len(), |(at, _)| at);
        self.rest = &self.rest[at..];
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Takes from `start` up to and with `end`, or all that is left where `end` is missing.
    fn take_until(&mut self, start: &str, end: &str, whole: fn(&'a str) -> Token<'a>) -> Token<'a> {
        match self.rest[start.len()..].find(end) {
            Some(at) => whole(self.take(start.len() + at + end.len())),
            None => Token::Unfinished(self.take(self.rest.len())),
        }
    }

    fn open(&mut self) -> Token<'a> {
        let Some(length) = tag_end(self.rest) else {
            return Token::Unfinished(self.take(self.rest.len()));
        };
        let raw = self.take(length);
        let inner = &raw[1..raw.len() - 1];
        let empty = inner.ends_with('/');
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let (name, attributes) = inner.split_at(name_length(inner));
        Token::Open(Tag {
            name,
            attributes,
            empty,
            raw,
        })
    }

    fn close(&mut self) -> Token<'a> {
        match self.rest.find('>') {
            Some(at) => {
                let raw = self.take(at + 1);
                let inner = &raw[2..raw.len() - 1];
                let name = &inner[..name_length(inner)];
                Token::Close { name, raw }
            }
            None => Token::Unfinished(self.take(self.rest.len())),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.rest;
        let mut characters = rest.chars();
        if characters.next()? != '<' {
            let end = rest.find('<').unwrap_or(rest.len());
            return Some(Token::Text(self.take(end)));
        }
        Some(match characters.next() {
            Some(c) if begins_name(c) => self.open(),
            Some('/') if characters.next().is_some_and(begins_name) => self.close(),
            Some('?') if characters.next().is_some_and(begins_name) => {
                self.take_until("<?", "?>", Token::Other)
            }
            Some('!') if rest.starts_with("<!--") => self.take_until("<!--", "-->", Token::Other),
            Some('!') if rest.starts_with("<![CDATA[") => {
                self.take_until("<![CDATA[", "]]>", Token::CData)
            }
            Some('!') if begins_doctype(rest) => match doctype_end(rest) {
                Some(length) => Token::Other(self.take(length)),
                None => Token::Unfinished(self.take(rest.len())),
            },
            _ => {
                self.take(1);
                Token::Stray
            }
        })
    }
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == ':'
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || "/>=<&\"'".contains(c))
        .unwrap_or(text.len())
}

/// The length of the start tag at the head of a text. A quote opens a value only after `=`, so
/// that one quote too many does not swallow the rest of the document.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') && last == '=' => quote = Some(c),
            None if c == '>' => return Some(at + 1),
            Some(_) | None => {}
        }
        if !c.is_whitespace() {
            last = c;
        }
    }
    None
}

fn begins_doctype(text: &str) -> bool {
    text.get(2..9)
        .is_some_and(|word| word.eq_ignore_ascii_case("doctype"))
}

/// The length of a document type, with the internal subset in its brackets (XML 1.0 §2.8).
fn doctype_end(text: &str) -> Option<usize> {
    let mut inside = false;
    for (at, c) in text.char_indices() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            '>' if !inside => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The attributes of a tag: names as written, values decoded. A name given twice keeps its first value;
/// values may stand without quotes, as in HTML.
pub fn attributes(text: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '='));
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return found;
        }
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => attribute_value(value.trim_start()),
            None => ("", after),
        };
        rest = after;
        if found.len() < MOST_ATTRIBUTES && !found.iter().any(|(known, _)| *known == name) {
            found.push((name, unescape(value)));
        }
    }
}

/// More than this in one tag is an attack, not a document.
const MOST_ATTRIBUTES: usize = 256;

fn attribute_value(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let value = &text[1..];
            value.split_once(quote).unwrap_or((value, ""))
        }
        _ => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}

/// Text with its references resolved: numeric ones and the five of XML 1.0 §4.6. Every other
/// ampersand stands for itself, so HTML entities stay as they are written.
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((Reference::Character(c), length)) => {
                plain.push(c);
                rest = &rest[length..];
            }
            Some((Reference::Forbidden, length)) => rest = &rest[length..],
            Some((Reference::Named, _)) | None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What an ampersand begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    Character(char),
    /// A number that no document may contain: `&#0;`.
    Forbidden,
    /// A name XML does not know; HTML may.
    Named,
}

/// The longest name of an HTML entity has 31 letters.
const LONGEST_NAME: usize = 32;

/// The reference at the head of a text that begins with `&`, and its length in bytes.
pub fn reference(text: &str) -> Option<(Reference, usize)> {
    let body = &text[1..];
    let end = body
        .bytes()
        .take(LONGEST_NAME + 1)
        .position(|b| !(b.is_ascii_alphanumeric() || b == b'#'))?;
    if body.as_bytes()[end] != b';' || end == 0 {
        return None;
    }
    Some((meaning(&body[..end])?, end + 2))
}

/// What a reference means, by what stands between `&` and `;`.
pub fn meaning(name: &str) -> Option<Reference> {
    let sound = |b: u8| b.is_ascii_alphanumeric() || b == b'#';
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(sound) {
        return None;
    }
    Some(match name {
        "amp" => Reference::Character('&'),
        "lt" => Reference::Character('<'),
        "gt" => Reference::Character('>'),
        "quot" => Reference::Character('"'),
        "apos" => Reference::Character('\''),
        _ => match name.strip_prefix('#') {
            Some(number) => numeric(number)?,
            None if name.as_bytes()[0].is_ascii_digit() || name.contains('#') => return None,
            None => Reference::Named,
        },
    })
}

fn numeric(number: &str) -> Option<Reference> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let scalar = u32::from_str_radix(digits, radix).ok();
    Some(match scalar.and_then(char::from_u32) {
        Some(c) if is_legal(c) => Reference::Character(c),
        _ => Reference::Forbidden,
    })
}

/// Text made safe to stand in markup, between tags or in a quoted value.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw<'a>(token: &Token<'a>) -> &'a str {
        match token {
            Token::Stray => "<",
            Token::Open(tag) => tag.raw,
            Token::Close { raw, .. }
            | Token::Text(raw)
            | Token::CData(raw)
            | Token::Other(raw)
            | Token::Unfinished(raw) => raw,
        }
    }

    #[test]
    fn tags_are_found_among_comments_and_stray_brackets() {
        let text =
            "<a x='1>2'>3 < 4<!-- <b> --><![CDATA[<c>]]><br/></a ><?p ?><!DOCTYPE d [<!E '>'>]><e";
        let found: Vec<_> = tokens(text).collect();
        assert_eq!(
            found[0],
            Token::Open(Tag {
                name: "a",
                attributes: " x='1>2'",
                empty: false,
                raw: "<a x='1>2'>"
            })
        );
        assert_eq!(
            found[1..4],
            [Token::Text("3 "), Token::Stray, Token::Text(" 4")]
        );
        assert_eq!(found[4], Token::Other("<!-- <b> -->"));
        assert_eq!(found[5], Token::CData("<![CDATA[<c>]]>"));
        assert!(matches!(
            found[6],
            Token::Open(Tag {
                name: "br",
                empty: true,
                ..
            })
        ));
        assert_eq!(
            found[7],
            Token::Close {
                name: "a",
                raw: "</a >"
            }
        );
        assert_eq!(found[9], Token::Other("<!DOCTYPE d [<!E '>'>]>"));
        assert_eq!(found[10], Token::Unfinished("<e"));
    }

    #[test]
    fn attributes_are_read_however_badly_written() {
        let check = |text, expect: &[(&str, &str)]| {
            let found = attributes(text);
            let found: Vec<_> = found.iter().map(|(n, v)| (*n, v.as_str())).collect();
            assert_eq!(found, expect);
        };
        check(" a=\"1\" b = '2'", &[("a", "1"), ("b", "2")]);
        check(
            " a=\"x & y &amp; z &eacute;\"",
            &[("a", "x & y & z &eacute;")],
        );
        check(" a=1 b c='x\"y'", &[("a", "1"), ("b", ""), ("c", "x\"y")]);
        check(" a=\"1\" a=\"2\"\" d=\"3\"", &[("a", "1"), ("d", "3")]);
        check(" a=\"1\"b=\"2\"", &[("a", "1"), ("b", "2")]);
        check(" a=\"open", &[("a", "open")]);
    }

    #[test]
    fn references_become_characters_and_other_ampersands_stay() {
        let check = |text, expect: &str| assert_eq!(unescape(text), expect);
        check("a &amp; b &#38; c &#x26;", "a & b & c &");
        check(
            "AT&T & co; &nbsp; &#0;&#x1b;| &#xD800;|",
            "AT&T & co; &nbsp; || |".replace("||", "|").as_str(),
        );
        check("&#99999999999; &#; &;&", " &#; &;&");
    }

    proptest! {
        #[test]
        fn the_pieces_of_any_text_are_the_text(text in "(<|>|/|!|\\?|-|\\[|\\]|CDATA|DOCTYPE|a|é|=|\"|'| |&|;){0,80}") {
            let joined: String = tokens(&text).map(|token| raw(&token)).collect();
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn escaping_is_undone_by_unescaping(text in "\\PC{0,60}") {
            prop_assert_eq!(unescape(&escape(&text)), text);
        }

        #[test]
        fn no_tag_is_too_broken_for_its_attributes(text in "[a-c=\"' &;#x/é]{0,60}") {
            attributes(&text);
        }
    }
}
