//! Bytes in, entries out: the one way into a feed, whatever its format and its faults.
//!
//! The reader is strict first. Only what it refuses is repaired and read again, with a warning, so
//! that a sound feed is never changed on its way in.

use std::fmt;
use thiserror::Error;
use url::Url;

use crate::feed::markup::{self, Token};
use crate::feed::syndication::Reading;
use crate::feed::{decode, identity, json, normalize, repair, syndication};
use crate::model::parsed::ParsedFeed;

/// Why nothing could be read: where in the decoded text, in bytes, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub struct ParseError {
    pub at: usize,
    pub what: Fault,
}

impl fmt::Display for ParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what.fmt(out)
    }
}

/// What was found instead of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("the answer is empty")]
    Empty,
    #[error("this is a web page, not a feed")]
    WebPage,
    #[error("this is a list of subscriptions (OPML), not a feed")]
    Subscriptions,
    #[error("this is no feed: it begins with <{0}>")]
    Unknown(String),
    #[error("this is no feed: there is no markup in it")]
    NoMarkup,
    #[error("this is JSON, but no JSON Feed")]
    OtherJson,
    #[error("this is no list of subscriptions (OPML)")]
    NoOutline,
}

impl Fault {
    fn at(self, at: usize) -> ParseError {
        ParseError { at, what: self }
    }
}

/// Reads a feed. `content_type` is the header as received, `base` the address the body finally came
/// from. The first 5,000 entries are kept.
pub fn parse(
    body: &[u8],
    content_type: Option<&str>,
    base: &str,
) -> Result<ParsedFeed, ParseError> {
    let text = decode::text(body, content_type);
    let base = Url::parse(base).unwrap_or_else(|_| nowhere());
    let start = text.trim_start();
    let mut feed = if start.is_empty() {
        return Err(Fault::Empty.at(0));
    } else if start.starts_with(['{', '[']) {
        json::read(start, &base).ok_or_else(|| Fault::OtherJson.at(0))?
    } else {
        xml(&text, &base)?
    };
    identity::settle(&mut feed.entries);
    for entry in feed
        .entries
        .iter_mut()
        .filter(|entry| entry.title.is_empty())
    {
        entry.title = normalize::opening(&entry.body);
    }
    Ok(feed)
}

/// A base that resolves nothing to any host there is (RFC 2606 §2).
fn nowhere() -> Url {
    Url::parse("http://base.invalid/").expect("a constant address")
}

fn xml(text: &str, base: &Url) -> Result<ParsedFeed, ParseError> {
    let start = find_root(text)?;
    let text = &text[start..];
    let strict = syndication::read(text, base);
    let mut feed = match strict.broken {
        None => strict.feed,
        Some(_) => mended(text, base, strict),
    };
    if feed.entries.is_empty() && (text.contains("<item>") || text.contains("<entry>")) {
        feed.warnings
            .push("there are items in it, but none could be read".to_owned());
    }
    Ok(feed)
}

/// What a repaired text gives, unless what stood before the fault gave more.
fn mended(text: &str, base: &Url, strict: Reading) -> ParsedFeed {
    let repaired = repair::repair(text);
    let mut second = syndication::read(&repaired.text, base);
    if let Some(broken) = &second.broken {
        second.feed.warnings.push(format!(
            "it could be read in part only, up to byte {}: {}",
            broken.at, broken.why
        ));
    }
    let mut feed = second.feed;
    if strict.feed.entries.len() > feed.entries.len() {
        feed = strict.feed;
    }
    feed.warnings
        .extend(repaired.done.into_iter().map(str::to_owned));
    feed
}

/// How many start tags are looked at for the root of a feed, where a server has put warnings of its
/// own before it.
const FAR: usize = 64;

/// Where the feed begins: nought, or past whatever stands before its root element.
fn find_root(text: &str) -> Result<usize, ParseError> {
    let mut tokens = markup::tokens(text);
    let mut first = None;
    let mut before = 0;
    let mut seen = 0;
    while let Some(token) = tokens.next() {
        if let Token::Open(tag) = token {
            let name = tag
                .name
                .rsplit(':')
                .next()
                .unwrap_or(tag.name)
                .to_ascii_lowercase();
            match name.as_str() {
                "rss" | "rdf" | "feed" | "channel" | "entry" => {
                    return Ok(if first.is_none() { 0 } else { before });
                }
                "html" | "head" | "body" => return Err(Fault::WebPage.at(before)),
                "opml" => return Err(Fault::Subscriptions.at(before)),
                _ => first.get_or_insert((name, before)),
            };
            seen += 1;
        } else if matches!(token, Token::Other(other) if is_html_doctype(other)) {
            return Err(Fault::WebPage.at(before));
        }
        if seen == FAR {
            break;
        }
        before = text.len() - tokens.rest().len();
    }
    Err(match first {
        Some((name, at)) if HTML.contains(&name.as_str()) => Fault::WebPage.at(at),
        Some((name, at)) => Fault::Unknown(name).at(at),
        None => Fault::NoMarkup.at(0),
    })
}

/// Elements that a page begins with when it leaves `<html>` out.
const HTML: [&str; 9] = [
    "title", "meta", "div", "p", "h1", "script", "link", "br", "center",
];

fn is_html_doctype(other: &str) -> bool {
    other
        .get(..14)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parsed::ParsedEntry;
    use proptest::prelude::*;

    const BASE: &str = "http://final.example/feed";

    fn read(body: &[u8]) -> ParsedFeed {
        parse(body, None, BASE).unwrap()
    }

    /// A feed's title and the titles of its entries.
    fn check(body: &[u8], title: &str, entries: &[&str]) -> ParsedFeed {
        let feed = read(body);
        let found: Vec<_> = feed.entries.iter().map(|e| e.title.as_str()).collect();
        assert_eq!(
            (feed.title.as_deref().unwrap_or(""), found.as_slice()),
            (title, entries)
        );
        feed
    }

    macro_rules! feed {
        ($name:literal) => {
            include_bytes!(concat!("../../tests/feeds/", $name))
        };
    }

    #[test]
    fn every_encoding_comes_out_readable() {
        check(feed!("latin1.xml"), "Café – Zürich", &["Crème"]);
        check(feed!("utf16be.xml"), "広い道", &["ひとつ"]);
        check(feed!("late_declaration.xml"), "Late", &["Before after"]);
    }

    #[test]
    fn a_declaration_quoted_in_an_article_stays_as_it_was_written() {
        let code = "<?xml version='1.0' encoding='latin1'?> é";
        let text = format!(
            "<rss><item><title>T</title><description><![CDATA[{code}]]></description></item></rss>"
        );
        let feed = check(text.as_bytes(), "", &["T"]);
        assert_eq!(feed.entries[0].body, code);
    }

    #[test]
    fn broken_feeds_are_mended_and_say_so() {
        let feed = check(
            feed!("bare_ampersand.xml"),
            "R&D at AT&T",
            &["Q&A today", "Sound"],
        );
        assert_eq!(feed.site.as_deref(), Some("http://lab.example/?a=1&b=2"));
        assert_eq!(feed.entries[0].body, "x < y & z");
        assert_eq!(feed.entries[1].body, "<p>Open paragraph<br>and a break</p>");
        assert_eq!(feed.warnings.len(), 4);
        let feed = check(feed!("truncated.xml"), "Cut short", &["Whole", "Whole too"]);
        assert_eq!(feed.warnings.len(), 1);
    }

    #[test]
    fn faults_that_hide_nothing_need_no_warning() {
        let feed = check(feed!("undeclared_entity.xml"), "Café", &["Chéri — ?"]);
        assert_eq!(feed.entries[0].body, "one&nbsp;two");
        assert!(feed.warnings.is_empty());
        let feed = check(feed!("undated.xml"), "Undated", &["Some day", "Soon"]);
        assert!(feed.entries.iter().all(|e| e.published.is_none()));
        check(feed!("rss_no_version.xml"), "Plain", &["Read all the same"]);
    }

    #[test]
    fn items_without_an_id_are_told_apart_and_stay_the_same() {
        let keys = || -> Vec<String> {
            let feed = read(feed!("without_guid.xml"));
            feed.entries.into_iter().map(|e| e.key).collect()
        };
        let mut once = keys();
        assert_eq!(once, keys());
        once.sort();
        once.dedup();
        assert_eq!(once.len(), 4);
    }

    #[test]
    fn what_is_no_feed_is_called_by_its_name() {
        let check = |body: &[u8], expect: Fault| {
            assert_eq!(parse(body, None, BASE).unwrap_err().what, expect);
        };
        check(feed!("page.html"), Fault::WebPage);
        check(b" <html><rss></rss></html>", Fault::WebPage);
        check(b"<title>404</title><p>No such page", Fault::WebPage);
        check(b"\n <!-- x --><!DOCTYPE HTML><p>", Fault::WebPage);
        check(b"<opml version='2.0'></opml>", Fault::Subscriptions);
        check(b"<svg:svg/>", Fault::Unknown("svg".to_owned()));
        check(b"Not found", Fault::NoMarkup);
        check(b" \n", Fault::Empty);
        check(b"{\"error\": 404}", Fault::OtherJson);
        check(b"[{\"content\": \"<p>x</p>\"}]", Fault::OtherJson);
    }

    #[test]
    fn a_servers_own_words_before_the_feed_are_passed_over() {
        let text = "<br />\n<b>Warning</b>: mysql <i>x</i><?xml version='1.0'?><rss><channel><title>T</title></channel></rss>";
        check(text.as_bytes(), "T", &[]);
    }

    #[test]
    fn a_feed_of_any_length_is_bounded() {
        let item = "<item><guid>1</guid></item>";
        let many: String = (0..6000)
            .map(|n| item.replace('1', &n.to_string()))
            .collect();
        let feed = read(format!("<rss><channel>{many}</channel></rss>").as_bytes());
        assert_eq!(feed.entries.len(), syndication::MOST_ENTRIES);
        let deep = "<a>".repeat(100_000);
        assert!(read(format!("<rss>{deep}").as_bytes()).entries.is_empty());
    }

    const WHOLE: [&[u8]; 6] = [
        feed!("rss20.xml"),
        feed!("rss10.rdf"),
        feed!("atom10.xml"),
        feed!("jsonfeed11.json"),
        feed!("utf16be.xml"),
        feed!("wordpress/post/a-kettle-that-talks.atom.xml"),
    ];

    fn count(body: &[u8]) -> usize {
        let text = decode::text(body, None);
        ["<item", "<entry", "{"]
            .iter()
            .map(|start| text.matches(start).count())
            .sum()
    }

    fn is_sound(entry: &ParsedEntry) -> bool {
        let web = |url: &Option<String>| url.as_ref().is_none_or(|url| url.starts_with("http"));
        !entry.key.is_empty()
            && web(&entry.link)
            && web(&entry.author_url)
            && entry
                .comments
                .feeds
                .iter()
                .all(|url| url.starts_with("http"))
    }

    proptest! {
        #[test]
        fn no_bytes_bring_a_panic(bytes: Vec<u8>, content_type in proptest::option::of(".{0,30}")) {
            let _ = parse(&bytes, content_type.as_deref(), BASE);
        }

        #[test]
        fn a_mutated_feed_never_gives_more_entries_than_it_has_items(
            which in 0..WHOLE.len(),
            cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..9, "(<|>|&|\"|'|</|<!--|<!\\[CDATA\\[|&#0;|\u{e9}|\u{3}|<item>|<?xml encoding='latin1'?>){0,2}"), 1..6),
        ) {
            let mut body = WHOLE[which].to_vec();
            for (at, length, put) in cuts {
                let at = at.index(body.len());
                let end = (at + length).min(body.len());
                body.splice(at..end, put.into_bytes());
                prop_assume!(!body.is_empty());
            }
            if let Ok(feed) = parse(&body, None, BASE) {
                prop_assert!(feed.entries.len() <= count(&body));
                prop_assert!(feed.entries.iter().all(is_sound));
            }
        }
    }
}
