//! Bytes in, entries out: the one way into a feed, whatever its format and its faults.
//!
//! The reader is strict first. Only what it refuses is repaired and read again, with a warning, so
//! that a sound feed is never changed on its way in.

use std::fmt;
use thiserror::Error;
use url::Url;

use crate::feed::syndication::Reading;
use crate::feed::xml::markup::{self, Tag, Token};
use crate::feed::{decode, discover, hfeed, identity, json, normalize, repair, syndication};
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
    #[error("this is written in {0}, which is not read here")]
    Foreign(&'static str),
    #[error("this is a channel of 1997 (CDF), which is not read here")]
    Push,
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
    if let Some(writing) = decode::foreign(body) {
        return Err(Fault::Foreign(writing).at(0));
    }
    let decode::Decoded {
        text,
        encoding,
        notes,
    } = decode::text(body, content_type);
    let base = Url::parse(base).unwrap_or_else(|_| nowhere());
    let start = text.trim_start();
    let mut feed = if start.is_empty() {
        return Err(Fault::Empty.at(0));
    } else if start.starts_with(['{', '[']) {
        json::read(&text, &base).ok_or_else(|| Fault::OtherJson.at(0))?
    } else {
        xml(&text, &base)?
    };
    feed.encoding = encoding;
    feed.repairs.splice(0..0, notes);
    identity::settle(&mut feed.entries);
    for entry in feed
        .entries
        .iter_mut()
        .filter(|entry| entry.title.is_none())
    {
        entry.opening = normalize::opening(&entry.body());
    }
    Ok(feed)
}

/// The base of a document that came from no address: it resolves nothing to any host there is
/// (RFC 2606 §2).
pub const NOWHERE: &str = "http://base.invalid/";

fn nowhere() -> Url {
    Url::parse(NOWHERE).expect("a constant address")
}

fn xml(whole: &str, base: &Url) -> Result<ParsedFeed, ParseError> {
    let start = match find_root(whole) {
        Ok(start) => start,
        Err(error) if error.what == Fault::WebPage => return page(whole, base).ok_or(error),
        Err(error) => return Err(error),
    };
    let text = &whole[start..];
    let strict = syndication::read(text, base);
    let mut feed = match strict.broken {
        None => strict.feed,
        Some(_) => mended(whole, start, base, strict),
    };
    if feed.entries.is_empty() && markup::item_tags(text).next().is_some() {
        feed.warnings
            .push("there are items in it, but none could be read".to_owned());
    }
    Ok(feed)
}

/// A page that is its own feed, unless it names another: a feed is kept with more care than markup.
fn page(text: &str, base: &Url) -> Option<ParsedFeed> {
    let named = discover::page::read(text, base).links;
    let is_elsewhere = named.iter().any(|found| found.url != base.as_str());
    (!is_elsewhere).then(|| hfeed::read(text, base)).flatten()
}

/// What the text from `start` on gives when it is repaired, unless what stood before the fault gave more.
fn mended(whole: &str, start: usize, base: &Url, strict: Reading) -> ParsedFeed {
    let repaired = repair::repair(&whole[start..]);
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
    let told = repaired.done.iter().map(|done| done.told(whole, start));
    feed.repairs.extend(told);
    feed
}

/// How many start tags are looked at for the root of a feed, where a server has put warnings of its
/// own before it.
const FAR: usize = 64;

/// Where the feed begins: nought, or past whatever stands before its root element.
fn find_root(text: &str) -> Result<usize, ParseError> {
    let mut tokens = markup::tokens(text);
    let mut first = None;
    let (mut page, mut junk) = (false, false);
    let mut before = 0;
    let mut seen = 0;
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) => {
                let local = tag.name.rsplit(':').next().unwrap_or(tag.name);
                let name = local.to_ascii_lowercase();
                match name.as_str() {
                    "channel" if names_a_page(&tag) => return Err(Fault::Push.at(before)),
                    "rss" | "rdf" | "feed" | "channel" | "item" | "entry" => {
                        return Ok(if junk { before } else { 0 });
                    }
                    "html" | "head" | "body" => return Err(Fault::WebPage.at(before)),
                    "opml" => return Err(Fault::Subscriptions.at(before)),
                    _ if is_name(&name) => {
                        first.get_or_insert((name, before));
                    }
                    _ => {}
                }
                junk = true;
                seen += 1;
            }
            // Some feeds claim to be pages; what comes first decides.
            Token::Other(other) => page |= is_html_doctype(other),
            Token::Text(text) => junk |= !text.trim().is_empty(),
            // There is no text yet, so this is a slip, and what it swallowed is looked for.
            Token::CData(_) => {
                tokens.resume(before + "<![CDATA[".len());
                junk = true;
            }
            Token::Stray | Token::Close { .. } | Token::Unfinished(_) => junk = true,
        }
        if seen == FAR {
            break;
        }
        before = tokens.at();
    }
    Err(match first {
        Some((_, at)) if page => Fault::WebPage.at(at),
        Some((name, at)) if HTML.contains(&name.as_str()) => Fault::WebPage.at(at),
        Some((name, at)) => Fault::Unknown(name).at(at),
        None if page => Fault::WebPage.at(0),
        None => Fault::NoMarkup.at(0),
    })
}

/// A channel that has its address in its tag is one of 1997, before RSS (CDF).
fn names_a_page(channel: &Tag<'_>) -> bool {
    let attributes = markup::attributes(channel.attributes);
    let mut names = attributes.iter().map(|(name, _)| name);
    names.any(|name| name.eq_ignore_ascii_case("href") || name.eq_ignore_ascii_case("lastmod"))
}

/// Whether somebody may have named an element so; what is no text at all has brackets in it, too.
fn is_name(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
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
        let found: Vec<_> = feed.entries.iter().map(ParsedEntry::name).collect();
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
        assert_eq!(feed.entries[0].body(), code);
    }

    #[test]
    fn broken_feeds_are_mended_and_say_so() {
        let feed = check(
            feed!("bare_ampersand.xml"),
            "R&D at AT&T",
            &["Q&A today", "Sound"],
        );
        assert_eq!(feed.site.as_deref(), Some("http://lab.example/?a=1&b=2"));
        assert_eq!(feed.entries[0].body(), "x < y & z");
        assert_eq!(
            feed.entries[1].body(),
            "<p>Open paragraph<br>and a break</p>"
        );
        assert_eq!(feed.repairs.len(), 4);
        let feed = check(feed!("truncated.xml"), "Cut short", &["Whole", "Whole too"]);
        assert_eq!(feed.repairs.len(), 1);
    }

    #[test]
    fn faults_that_hide_nothing_need_no_warning() {
        let feed = check(feed!("undeclared_entity.xml"), "Café", &["Chéri — ?"]);
        assert_eq!(feed.entries[0].body(), "one&nbsp;two");
        assert!(feed.warnings.is_empty());
        let feed = check(feed!("undated.xml"), "Undated", &["Some day", "Soon"]);
        assert!(feed.entries.iter().all(|e| e.date().is_none()));
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
        check(b"\x89PNG\r\n <q\xF7{>\x01", Fault::NoMarkup);
        check(b" \n", Fault::Empty);
        check(b"{\"error\": 404}", Fault::OtherJson);
        check(b"[{\"content\": \"<p>x</p>\"}]", Fault::OtherJson);
    }

    #[test]
    fn a_page_of_entries_is_a_feed_unless_it_names_one() {
        let entry = "<div class=h-entry><a class='p-name u-url' href=/1>One</a></div>";
        let page = format!("<!doctype html><title>T</title><main class=h-feed>{entry}</main>");
        check(page.as_bytes(), "T", &["One"]);
        let own = page.replace("<main", "<link rel=feed type=text/html href=''><main");
        check(own.as_bytes(), "T", &["One"]);
        for link in ["application/rss+xml", "application/atom+xml"] {
            let link = format!("<link rel=alternate type={link} href=/rss><main");
            let named = parse(page.replace("<main", &link).as_bytes(), None, BASE);
            assert_eq!(named.unwrap_err().what, Fault::WebPage);
        }
        let post = format!("<html><body>{entry}");
        assert!(parse(post.as_bytes(), None, BASE).is_err());
    }

    #[test]
    fn a_servers_own_words_before_the_feed_are_passed_over() {
        let text = "<br />\n<b>Warning</b>: mysql <i>x</i><?xml version='1.0'?><rss><channel><title>T</title></channel></rss>";
        check(text.as_bytes(), "T", &[]);
    }

    #[test]
    fn a_feed_that_claims_to_be_a_page_or_lost_its_root_is_a_feed() {
        check(
            b"<!DOCTYPE html><rss><channel><title>T</title></channel></rss>",
            "T",
            &[],
        );
        let items = "<item><title>A</title></item><item><title>B</title></item>";
        let check_items = |text: String| check(text.as_bytes(), "", &["A", "B"]);
        check_items(format!("<rXs><chnnel>{items}</channel></rss>"));
        check_items(format!("<rss><chXnnel>{items}</channel></rss>"));
        check_items(format!("<rss><channel>{items}"));
        check_items(format!("<feed><item>{}", items.replace("</item>", "")) + "</item></feed>");
    }

    #[test]
    fn two_feeds_in_one_body_are_read_as_one() {
        let one = |title: &str| {
            format!(
                "<?xml version='1.0'?><rss><channel><title>T</title><item><title>{title}</title></item></channel></rss>\n"
            )
        };
        check((one("A") + &one("B")).as_bytes(), "T", &["A", "B"]);
    }

    #[test]
    fn html_that_was_not_escaped_stays_in_its_item() {
        let feed = check(
            b"<rss><channel><item><title>A</title><description>one<br>two<img src=x><p>three<p>four</b></description><guid>1</guid></item>\
              <item><title><![CDATA[B</title><guid>2</guid></item><item><title><![CDATA[C]]></title></item></channel></rss>",
            "",
            &["A", "B", "C"],
        );
        assert_eq!(
            feed.entries[0].body(),
            "one<br>two<img src=\"x\"><p>three</p><p>four</p>"
        );
        assert!(
            feed.repairs
                .iter()
                .any(|told| told.contains("(first in line 1, column 53; ")),
            "{:?}",
            feed.repairs
        );
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
        let text = decode::text(body, None).text;
        ["<item", "<entry", "{"]
            .iter()
            .map(|start| text.matches(start).count())
            .sum()
    }

    fn is_sound(entry: &ParsedEntry) -> bool {
        let web = |url: &Option<String>| url.as_ref().is_none_or(|url| url.starts_with("http"));
        !entry.key.is_empty()
            && web(&entry.link)
            && entry.authors.iter().all(|person| web(&person.uri))
            && entry
                .comments
                .feeds
                .iter()
                .all(|feed| feed.url.starts_with("http"))
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
