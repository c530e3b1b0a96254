//! RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0: from a feed's parts to its entries.
//!
//! The formats differ less than their history, so one reader takes each field wherever one of them
//! puts it. Where they do disagree (what a text is without a type, what an address is relative to)
//! the root element decides.

pub mod format;
pub mod head;
pub mod item;

pub mod base64;
pub mod categories;
pub mod enclosures;
pub mod hints;
pub mod links;
pub mod media;
pub mod moments;
pub mod people;
pub mod pictures;
pub mod scope;
pub mod texts;
pub mod writing;

#[cfg(test)]
pub mod testing;

use url::Url;

use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::{Broken, Element, Parts, is_item};
use crate::model::parsed::{ParsedEntry, ParsedFeed};

/// More items than this are not kept.
pub const MOST_ENTRIES: usize = 5_000;

/// What could be read of a text, and where reading ended if it did not reach the end. The entries
/// have no keys yet.
pub struct Reading {
    pub feed: ParsedFeed,
    pub broken: Option<Broken>,
}

/// Reads a feed that came from `base`.
pub fn read(text: &str, base: &Url) -> Reading {
    let mut parts = Parts::new(text, base);
    let mut scope = Scope::new(base);
    let mut head: Option<Element> = None;
    let mut entries: Vec<ParsedEntry> = Vec::new();
    let mut broken = None;
    let mut empty = 0;
    while entries.len() + empty < MOST_ENTRIES {
        match parts.next() {
            Some(Ok(part)) => {
                scope.atom = parts.root().is_some_and(is_atom);
                if !is_item(&part) {
                    let head = head.get_or_insert_with(|| container(&parts));
                    head.push(part);
                    continue;
                }
                if let Some(head) = head.as_ref().filter(|_| entries.len() + empty == 0) {
                    scope.site = head::site(head, &scope);
                }
                match item::read(&part, &scope) {
                    Some(entry) => entries.push(entry),
                    None => empty += 1,
                }
            }
            Some(Err(error)) => broken = Some(error),
            None => break,
        }
    }
    let head = head.unwrap_or_else(|| container(&parts));
    let mut feed = head::read(&head, &mut scope);
    feed.format = parts
        .root()
        .map_or_else(Default::default, |root| format::of(root, parts.channel()));
    if empty > 0 {
        feed.warnings
            .push(format!("items without anything in them: {empty}"));
    }
    feed.entries = entries;
    if scope.atom {
        inherit(&mut feed);
    }
    Reading { feed, broken }
}

/// What the parts of a feed's head are put into again: the element that they stood in.
fn container<'a>(parts: &Parts<'a>) -> Element<'a> {
    let found = parts.channel().or_else(|| parts.root());
    found.cloned().unwrap_or_else(Element::nameless)
}

fn is_atom(root: &Element) -> bool {
    matches!(root.name.as_str(), "feed" | "entry")
}

/// An Atom entry without an author has the feed's (RFC 4287 §4.2.1).
fn inherit(feed: &mut ParsedFeed) {
    for entry in feed.entries.iter_mut().filter(|e| e.authors.is_empty()) {
        entry.authors.clone_from(&feed.authors);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Elements that mean something somewhere.
    const NAMES: &str = "(title|link|atom:link|author|name|dc:creator|guid|id|pubDate|dc:date|description|content|\
        content:encoded|enclosure|media:group|media:content|media:thumbnail|category|itunes:category|itunes:keywords|\
        itunes:duration|comments|wfw:commentRss|slash:comments|thr:in-reply-to|source|image|url|item|entry|skipHours|ttl)";

    fn element() -> impl Strategy<Value = String> {
        let attribute = "( href='(/x|http://x\\.example/|é)')?( rel='(replies|enclosure|alternate|self)')?\
            ( type='(audio/mpeg|xhtml|html|text|text/html)')?( url='/x')?( mode='base64')?( (text|src|ref)='7')?\
            ( (length|duration)='(7|1:2|-1)')?( xml:base='/x/')?( xml:lang='(|é)')?";
        let text = "(|x|/x|http://x\\.example/|1,234|YQ==|a@x\\.example \\(A\\)|&lt;p&gt;|é|1970-01-02){0,3}";
        let leaf = (NAMES, attribute, text)
            .prop_map(|(name, attributes, text)| format!("<{name}{attributes}>{text}</{name}>"));
        leaf.prop_recursive(3, 24, 5, move |inner| {
            (NAMES, attribute, proptest::collection::vec(inner, 0..5)).prop_map(
                |(name, attributes, inner)| {
                    format!("<{name}{attributes}>{}</{name}>", inner.concat())
                },
            )
        })
    }

    fn is_sound(entry: &ParsedEntry) -> bool {
        let web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        let urls = entry.enclosures.iter().map(|file| &file.url);
        let urls = urls.chain(entry.links.iter().map(|link| &link.href));
        let mut urls = urls.chain(entry.comments.feeds.iter().map(|feed| &feed.url));
        let named = |people: &[crate::model::parsed::Person]| {
            people
                .iter()
                .all(|person| person.shown().is_some() || person.uri.is_some())
        };
        urls.all(|url| web(url))
            && entry.link.as_deref().is_none_or(web)
            && entry
                .categories
                .iter()
                .all(|category| !category.term.is_empty())
            && named(&entry.authors)
            && named(&entry.contributors)
    }

    proptest! {
        #[test]
        fn whatever_is_put_where_is_read_to_something_sound(
            root in "(rss|feed|rdf:RDF|channel)",
            parts in proptest::collection::vec(element(), 0..8),
        ) {
            let text = format!("<{root}>{}</{root}>", parts.concat());
            let read = read(&text, &Url::parse(testing::BASE).unwrap());
            prop_assert!(read.broken.is_none());
            prop_assert!(read.feed.entries.iter().all(is_sound), "{:#?}", read.feed);
        }
    }
}
