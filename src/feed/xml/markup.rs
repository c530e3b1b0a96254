//! Tags as people really write them: a scanner that finds something in every text.
//!
//! The strict reader gives up at the first fault; this one never does, so repair, web pages and
//! OPML lists are read with it. It knows where tags begin and end and nothing of what they mean.

pub use crate::feed::xml::attributes::attributes;
pub use crate::feed::xml::references::{Reference, escape, meaning, reference, unescape};

use crate::feed::xml::attributes::is_sound;

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
    /// The beginning of one of these that has no end, or a tag that the text ends in.
    Unfinished(&'a str),
}

/// A start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    pub name: &'a str,
    pub attributes: &'a str,
    /// Closed in itself: `<br/>`.
    pub empty: bool,
    /// Without its `>` where that is missing and another tag follows.
    pub raw: &'a str,
}

impl<'a> Tag<'a> {
    /// The attributes as a page means them: a `/` at the end of a value without quotation marks
    /// belongs to it (HTML §13.1.2.3), and ends no element.
    pub fn page_attributes(&self) -> &'a str {
        let inner = &self.raw[1 + self.name.len()..];
        inner.strip_suffix('>').unwrap_or(inner)
    }
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        at: 0,
        ends: Ends::default(),
    }
}

/// An iterator over the tokens of a text. It looks at no part of it more often than a few times.
#[derive(Debug, Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    ends: Ends,
}

/// Where the next end of each kind is, once it was looked for.
#[derive(Debug, Clone, Default)]
struct Ends {
    cdata: End,
    comment: End,
    instruction: End,
    /// A document type without an end was met; another is not looked at.
    no_doctype: bool,
}

#[derive(Debug, Clone, Copy, Default)]
enum End {
    #[default]
    Unknown,
    At(usize),
    Missing,
}

impl End {
    /// The first `mark` at or after `from`, which never goes back.
    fn find(&mut self, text: &str, from: usize, mark: &str) -> Option<usize> {
        let looked_up = match *self {
            Self::Missing => return None,
            Self::At(at) if at >= from => return Some(at),
            Self::At(_) | Self::Unknown => text.get(from..).and_then(|rest| rest.find(mark)),
        };
        let found = looked_up.map(|at| from + at);
        *self = found.map_or(Self::Missing, Self::At);
        found
    }
}

impl<'a> Tokens<'a> {
    /// What has not been read yet.
    pub fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Where that begins, bytes.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes on at the byte `at`, which lies in the token that came last (behind its opening) or
    /// after it; what is known of ends stays true there.
    pub fn resume(&mut self, at: usize) {
        self.at = at;
    }

    /// Passes over what stands before `</name`, as HTML does in scripts and style sheets.
    pub fn skip_raw_text(&mut self, name: &str) {
        let rest = self.rest();
        let at = rest
            .match_indices("</")
            .find(|(at, _)| begins_with(&rest[at + 2..], name))
            .map_or(rest.len(), |(at, _)| at);
        self.take(at);
    }

    fn take(&mut self, length: usize) -> &'a str {
        let taken = &self.text[self.at..self.at + length];
        self.at += length;
        taken
    }

    /// Takes `length` bytes as the beginning of something that has no end.
    fn unfinished(&mut self, length: usize) -> Token<'a> {
        Token::Unfinished(self.take(length))
    }

    fn comment(&mut self) -> Token<'a> {
        match self.ends.comment.find(self.text, self.at + 4, "-->") {
            Some(end) => Token::Other(self.take(end + 3 - self.at)),
            None => self.unfinished(4),
        }
    }

    fn cdata(&mut self) -> Token<'a> {
        match self.ends.cdata.find(self.text, self.at + 9, "]]>") {
            Some(end) => Token::CData(self.take(end + 3 - self.at)),
            None => self.unfinished(9),
        }
    }

    /// A declaration holds no `>`, so it ends there whatever stands before it; other instructions end in `?>`.
    fn instruction(&mut self) -> Token<'a> {
        let rest = self.rest();
        if begins_with(&rest[2..], "xml") {
            return match rest[1..].find(['>', '<']).map(|at| at + 1) {
                Some(end) if rest.as_bytes()[end] == b'>' => Token::Other(self.take(end + 1)),
                Some(end) => Token::Other(self.take(end)),
                None => self.unfinished(rest.len()),
            };
        }
        match self.ends.instruction.find(self.text, self.at + 2, "?>") {
            Some(end) => Token::Other(self.take(end + 2 - self.at)),
            None => self.unfinished(2),
        }
    }

    fn doctype(&mut self) -> Token<'a> {
        if !self.ends.no_doctype
            && let Some(length) = doctype_end(self.rest())
        {
            return Token::Other(self.take(length));
        }
        self.ends.no_doctype = true;
        self.unfinished("<!doctype".len())
    }

    fn open(&mut self) -> Token<'a> {
        let rest = self.rest();
        let Some(length) = tag_end(rest) else {
            return self.unfinished(rest.len());
        };
        let raw = &rest[..length];
        let whole = raw.ends_with('>');
        let inner = &raw[1..length - usize::from(whole)];
        let empty = inner.ends_with('/');
        let inner = inner.strip_suffix('/').unwrap_or(inner);
        let (name, attributes) = inner.split_at(name_length(inner));
        if !whole && !may_be_tag(name, attributes) {
            self.take(1);
            return Token::Stray;
        }
        self.take(length);
        Token::Open(Tag {
            name,
            attributes,
            empty,
            raw,
        })
    }

    fn close(&mut self) -> Token<'a> {
        let rest = self.rest();
        let Some(end) = rest[1..].find(['>', '<']).map(|at| at + 1) else {
            return self.unfinished(rest.len());
        };
        let name = &rest[2..end];
        let name = &name[..name_length(name)];
        let closed = rest.as_bytes()[end] == b'>';
        let raw = self.take(end + usize::from(closed));
        Token::Close { name, raw }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let mut characters = rest.chars();
        if characters.next()? != '<' {
            let end = rest.find('<').unwrap_or(rest.len());
            return Some(Token::Text(self.take(end)));
        }
        Some(match characters.next() {
            Some(c) if begins_name(c) => self.open(),
            Some('/') if characters.next().is_some_and(begins_name) => self.close(),
            Some('?') if characters.next().is_some_and(begins_name) => self.instruction(),
            Some('!') if rest.starts_with("<!--") => self.comment(),
            Some('!') if begins_with(rest, "<![CDATA[") => self.cdata(),
            Some('!') if begins_with(rest, "<!doctype") => self.doctype(),
            _ => {
                self.take(1);
                Token::Stray
            }
        })
    }
}

/// Whether a text begins with this word, in any case. The word is ASCII.
pub fn begins_with(text: &str, word: &str) -> bool {
    text.as_bytes()
        .get(..word.len())
        .is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether this is the name of one item of a feed, with any prefix.
pub fn is_item_name(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry")
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_' || c == ':'
}

fn name_length(text: &str) -> usize {
    text.find(ends_name).unwrap_or(text.len())
}

fn ends_name(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '>' | '=' | '<' | '&' | '"' | '\'')
}

/// Whether a tag without its `>` is one, and not a `<` in a sentence: it has attributes as they should be, or
/// a line of its own, or is an item.
fn may_be_tag(name: &str, attributes: &str) -> bool {
    if attributes.trim().is_empty() {
        is_item_name(name) || attributes.contains('\n')
    } else {
        is_sound(attributes)
    }
}

/// The length of the start tag at the head of a text, with its `>` or up to the `<` that follows
/// instead. A quote opens a value only after `=`, so that one quote too many swallows nothing.
fn tag_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut last = b' ';
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at + 1),
            b'<' => return Some(at),
            b'"' | b'\'' if last == b'=' => at += value_length(&text[at..]).unwrap_or(1),
            _ => at += 1,
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    None
}

/// The length of the quoted value at the head of a text; nothing where its quote was never closed and the next one
/// belongs to another tag. What stands between them decides.
fn value_length(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let end = text[1..].find(quote)? + 1;
    let value = &text[1..end];
    if !value.contains('<') {
        return Some(end + 1);
    }
    let after = text[end + 1..].chars().next();
    let goes_on = after.is_none_or(|c| c.is_whitespace() || matches!(c, '/' | '>' | '?'));
    let swallows = !goes_on && value.contains('>')
        || value.trim_end().ends_with('=')
        || item_tags(value).next().is_some();
    (!swallows).then_some(end + 1)
}

/// Where the tags of items begin and end, in whatever they stand: bytes, and whether it is a start tag.
pub fn item_tags(text: &str) -> impl Iterator<Item = (usize, bool)> + '_ {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let inner = rest.strip_prefix('/').unwrap_or(rest);
        let mut characters = inner.char_indices().take(LONGEST_ITEM_NAME);
        let end = match characters.find(|(_, c)| ends_name(*c)) {
            Some((end, _)) => end,
            None if inner.len() < LONGEST_ITEM_NAME => inner.len(),
            None => return None,
        };
        let name = &inner[..end];
        is_item_name(name).then_some((at, inner.len() == rest.len()))
    })
}

/// Whether the inside of a CDATA section is more than one: an item ends in it, another begins, and then another
/// section. Its own end was forgotten, though all is well-formed.
pub fn swallows_items(section: &str) -> bool {
    // Looking for the last is slow, and there is nearly never one.
    let begins = section.contains("<![CDATA[");
    let last = begins.then(|| section.rfind("<![CDATA[")).flatten();
    last.is_some_and(|last| {
        item_tags(&section[..last])
            .skip_while(|(_, starts)| *starts)
            .any(|(_, starts)| starts)
    })
}

/// A prefix of sixteen letters is longer than any in use.
const LONGEST_ITEM_NAME: usize = 24;

/// The length of a document type, with the internal subset in its brackets (XML 1.0 §2.8).
fn doctype_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut inside = false;
    let mut at = 2;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' if !inside => return Some(at + 1),
            b'<' if !inside => return None,
            b'<' if text[at..].starts_with("<!--") => at += text[at..].find("-->")?,
            b'"' | b'\'' => at += text[at + 1..].find(char::from(byte))? + 1,
            b'[' => inside = true,
            b']' => inside = false,
            _ => {}
        }
        at += 1;
    }
    None
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
    fn what_was_never_closed_swallows_nothing() {
        let check = |text, names: &[&str]| {
            let found: Vec<_> = tokens(text)
                .filter_map(|token| match token {
                    Token::Open(tag) => Some(tag.name.to_owned()),
                    Token::Close { name, .. } => Some(format!("/{name}")),
                    _ => None,
                })
                .collect();
            assert_eq!(found, names, "{text}");
        };
        check("<a href=\"x>1</a><a title=\"y\">", &["a", "/a", "a"]);
        check("<a href=\"x>1</a>", &["a", "/a"]);
        check("<a alt='1 < 2'><b>", &["a", "b"]);
        check(
            "<img src='x' </item><item\n<title>",
            &["img", "/item", "item", "title"],
        );
        check("1 <b and a<c>", &["c"]);
        check("</a <b>", &["/a", "b"]);
        check("<!-- x <b><![CDATA[ <c>", &["b", "c"]);
        check("<?xml version='1.0'><b><?php <c> ?>", &["b"]);
        check("<!DOCTYPE x [ <b> <!DOCTYPE y> <c>", &["b", "c"]);
    }

    #[test]
    fn the_tags_of_items_are_found_anywhere() {
        let found: Vec<_> = item_tags("<item a><![CDATA[</atom:ENTRY>]]><items>é<item").collect();
        assert_eq!(found, [(0, true), (17, false), (42, true)]);
    }

    proptest! {
        #[test]
        fn the_pieces_of_any_text_are_the_text(text in "(<|>|/|!|\\?|-|\\[|\\]|CDATA|DOCTYPE|a|é|=|\"|'| |&|;){0,80}") {
            let joined: String = tokens(&text).map(|token| raw(&token)).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
