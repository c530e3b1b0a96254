//! A light repair of XML that a strict reader refused.
//!
//! One bare ampersand must not cost a person the whole feed. Only what is broken is touched:
//! well-formed text comes back byte for byte, and every kind of change is named, so that the feed
//! can be marked as mended.

use crate::feed::markup::{self, Reference, Tag, Token};

/// A text after repair, and what had to be done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    pub text: String,
    pub done: Vec<&'static str>,
}

const AMPERSAND: &str = "bare ampersands were escaped";
const REFERENCE: &str = "forbidden character references were dropped";
const BRACKET: &str = "stray angle brackets were escaped";
const TAGS: &str = "tags that do not match were closed";
const ATTRIBUTES: &str = "broken attributes were rewritten";
const DOCTYPE: &str = "a broken document type was dropped";
const CUT: &str = "the end is missing; it was cut after the last whole item";

/// How many open elements an end tag looks through for its start.
const REACH: usize = 64;

/// Escapes stray `&` and `<`, drops references to characters that XML forbids, rewrites broken
/// attributes, closes what was left open, and cuts a truncated tail after the last whole item.
pub fn repair(text: &str) -> Repaired {
    let mut mender = Mender {
        out: String::with_capacity(text.len() + 64),
        open: Vec::new(),
        item: None,
        done: Vec::new(),
    };
    for token in markup::tokens(text) {
        mender.take(token);
    }
    mender.finish()
}

struct Mender<'a> {
    out: String,
    /// Names of the elements that are open, outermost first.
    open: Vec<&'a str>,
    /// Where the item that is open began: length of `out`, and how many elements were open.
    item: Option<(usize, usize)>,
    done: Vec<&'static str>,
}

impl<'a> Mender<'a> {
    fn take(&mut self, token: Token<'a>) {
        match token {
            Token::Text(text) => self.text(text),
            Token::Stray => {
                self.note(BRACKET);
                self.out.push_str("&lt;");
            }
            Token::Open(tag) => self.start(tag),
            Token::Close { name, raw } => self.end(name, raw),
            Token::Other(raw) if !self.may_stand(raw) => self.note(DOCTYPE),
            Token::CData(raw) | Token::Other(raw) => self.out.push_str(raw),
            Token::Unfinished(_) => self.note(CUT),
        }
    }

    /// A document type stands before the root (XML 1.0 §2.8), with its quotes in pairs.
    fn may_stand(&self, raw: &str) -> bool {
        let paired = |quote| raw.matches(quote).count() % 2 == 0;
        !raw.starts_with("<!D") && !raw.starts_with("<!d")
            || self.open.is_empty() && paired('"') && paired('\'')
    }

    fn note(&mut self, what: &'static str) {
        if !self.done.contains(&what) {
            self.done.push(what);
        }
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            self.out.push_str(&rest[..at]);
            rest = &rest[at..];
            let length = match markup::reference(rest) {
                Some((Reference::Forbidden, length)) => {
                    self.note(REFERENCE);
                    length
                }
                Some((_, length)) => {
                    self.out.push_str(&rest[..length]);
                    length
                }
                None => {
                    self.note(AMPERSAND);
                    self.out.push_str("&amp;");
                    1
                }
            };
            rest = &rest[length..];
        }
        self.out.push_str(rest);
    }

    fn start(&mut self, tag: Tag<'a>) {
        if self.item.is_none() && is_item(tag.name) && !tag.empty {
            self.item = Some((self.out.len(), self.open.len()));
        }
        if is_sound(tag.attributes) {
            self.out.push_str(tag.raw);
        } else {
            self.note(ATTRIBUTES);
            self.rewrite(tag);
        }
        if !tag.empty {
            self.open.push(tag.name);
        }
    }

    fn rewrite(&mut self, tag: Tag<'_>) {
        self.out.push('<');
        self.out.push_str(tag.name);
        for (name, value) in markup::attributes(tag.attributes) {
            if name.contains(['<', '>', '"', '\'', '&']) {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.out.push_str(&markup::escape(&value));
            self.out.push('"');
        }
        self.out.push_str(if tag.empty { "/>" } else { ">" });
    }

    /// An end tag closes everything opened inside its element; one that closes nothing is dropped.
    fn end(&mut self, name: &str, raw: &str) {
        let sound = raw[2 + name.len()..raw.len() - 1].trim().is_empty();
        if sound && self.open.last() == Some(&name) {
            self.open.pop();
            self.out.push_str(raw);
        } else {
            self.note(TAGS);
            let inner = self.open.iter().rev().take(REACH);
            if let Some(above) = inner
                .into_iter()
                .position(|open| open.eq_ignore_ascii_case(name))
            {
                self.close_down_to(self.open.len() - above - 1);
            }
        }
        if self.item.is_some_and(|(_, depth)| self.open.len() <= depth) {
            self.item = None;
        }
    }

    fn close_down_to(&mut self, depth: usize) {
        for name in self.open.drain(depth..).rev() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn finish(mut self) -> Repaired {
        if !self.open.is_empty() {
            self.note(CUT);
            if let Some((length, depth)) = self.item {
                self.out.truncate(length);
                self.open.truncate(depth);
            }
            self.close_down_to(0);
        }
        Repaired {
            text: self.out,
            done: self.done,
        }
    }
}

fn is_item(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or(name);
    local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry")
}

/// Whether attributes are written as XML 1.0 §3.1 wants them: names, each with a quoted value
/// that holds no `<`. (A bare `&` in a value is left to whoever decodes it.)
fn is_sound(attributes: &str) -> bool {
    let mut rest = attributes;
    loop {
        let named = rest.trim_start();
        if named.is_empty() {
            return true;
        }
        let spaced = named.len() < rest.len();
        let Some((name, value)) = named.split_once('=') else {
            return false;
        };
        let name = name.trim_end();
        let odd = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '/' | '&');
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return false;
        };
        let Some((value, after)) = value[1..].split_once(quote) else {
            return false;
        };
        if !spaced || name.is_empty() || name.contains(odd) || value.contains('<') {
            return false;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(broken: &str, expect: &str, done: &[&str]) {
        let repaired = repair(broken);
        assert_eq!(repaired.text, expect);
        assert_eq!(repaired.done, done);
    }

    #[test]
    fn sound_text_is_left_alone_byte_for_byte() {
        for sound in [
            include_str!("../../tests/feeds/wordpress/site/rss2.xml"),
            include_str!("../../tests/feeds/wordpress/site/atom.xml"),
            include_str!("../../tests/feeds/wordpress/site/rdf.xml"),
            "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]>\n<a b = 'c>d' >&b;&nbsp;&#233;<![CDATA[&<]]><!-- & < --></a >\n",
        ] {
            check(sound, sound, &[]);
        }
    }

    #[test]
    fn faults_in_text_are_mended_where_they_stand() {
        check(
            "<a>AT&T &amp; R&D;</a>",
            "<a>AT&amp;T &amp; R&D;</a>",
            &[AMPERSAND],
        );
        check("<a>x&#0;y&#x1B;&#xFFFF;</a>", "<a>xy</a>", &[REFERENCE]);
        check("<a>1 < 2 <3</a>", "<a>1 &lt; 2 &lt;3</a>", &[BRACKET]);
        check(
            "<a b=1 c=\"d\" c='e<'/>",
            "<a b=\"1\" c=\"d\"/>",
            &[ATTRIBUTES],
        );
    }

    #[test]
    fn what_only_looks_like_a_declaration_is_text() {
        check("<a><?></a>", "<a>&lt;?></a>", &[BRACKET]);
        check("<a><!x></a>", "<a>&lt;!x></a>", &[BRACKET]);
        check("<a><!DOCTYPE b>c</a>", "<a>c</a>", &[DOCTYPE]);
    }

    #[test]
    fn tags_come_out_in_pairs() {
        check("<a><b><i>x</b></a>", "<a><b><i>x</i></b></a>", &[TAGS]);
        check("<a>x</b></a>", "<a>x</a>", &[TAGS]);
        check(
            "<a><Title>x</title></a>",
            "<a><Title>x</Title></a>",
            &[TAGS],
        );
    }

    #[test]
    fn a_cut_off_feed_keeps_its_whole_items() {
        let whole = "<rss><channel><item><title>1</title></item>";
        for tail in [
            "<item><title>2",
            "<item><title>2</title></it",
            "<item",
            "",
            "<item><![CDATA[ x",
        ] {
            check(
                &format!("{whole}{tail}"),
                &format!("{whole}</channel></rss>"),
                &[CUT],
            );
        }
        check(
            "<rss><channel><title>T</title><item>",
            "<rss><channel><title>T</title></channel></rss>",
            &[CUT],
        );
    }

    /// A small document that is well-formed by construction.
    fn sound_element() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            "[a-z é]{0,8}",
            Just("&amp;".to_owned()),
            Just("&#233;".to_owned()),
            Just("<![CDATA[<b> & ]]>".to_owned()),
            Just("<!-- > & -->".to_owned()),
            Just("<e a='x' b=\"y>z\"/>".to_owned()),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            (proptest::collection::vec(inner, 0..4), "(item|entry|b|c:d)")
                .prop_map(|(parts, name)| format!("<{name} k=\"v\">{}</{name}>", parts.concat()))
        })
        .prop_map(|inner| format!("<root>{inner}</root>"))
    }

    proptest! {
        #[test]
        fn well_formed_text_passes_byte_for_byte(sound in sound_element()) {
            let repaired = repair(&sound);
            prop_assert_eq!(repaired.text, sound);
            prop_assert!(repaired.done.is_empty());
        }

        #[test]
        fn what_is_repaired_can_be_read(text in "(<|</|>|/>|<a>|</a>|<a b='|<item>|</item>|&|;|&#0;|=|\"| |é|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|<!DOCTYPE|\\[|:|xmlns:x=){0,60}") {
            let base = url::Url::parse("http://b.example/").unwrap();
            let repaired = repair(&format!("<rss><channel>{text}"));
            for part in crate::feed::tree::Parts::new(&repaired.text, &base) {
                prop_assert!(part.is_ok(), "{part:?} in {}", repaired.text);
            }
        }

        #[test]
        fn one_repair_is_enough(text in "(<|</|>|/>|a|b|item|&|;|#0|=|\"| |é|<!--|-->|<!\\[CDATA\\[|\\]\\]>){0,60}") {
            let once = repair(&text);
            let twice = repair(&once.text);
            prop_assert_eq!(twice.text, once.text);
        }
    }
}
