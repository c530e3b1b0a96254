//! RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0: from a feed's parts to its entries.
//!
//! The formats differ less than their history, so one reader takes each field wherever one of them
//! puts it. Where they do disagree (what a text is without a type, what an address is relative to)
//! the root element decides.

use std::borrow::Cow;
use url::Url;

use crate::feed::tree::{Broken, Element, Parts, is_item};
use crate::feed::vocabulary::Space;
use crate::feed::{comments, dates, normalize};
use crate::model::parsed::{ParsedEntry, ParsedFeed};

/// More items than this are not kept.
pub const MOST_ENTRIES: usize = 5_000;

/// What could be read of a text, and where reading ended if it did not reach the end. The keys of
/// the entries are their raw ids, or empty.
pub struct Reading {
    pub feed: ParsedFeed,
    pub broken: Option<Broken>,
}

/// Reads a feed that came from `base`.
pub fn read(text: &str, base: &Url) -> Reading {
    let mut parts = Parts::new(text, base);
    let mut head = Head::new(base);
    let mut feed = ParsedFeed::default();
    let mut broken = None;
    let mut empty = 0;
    while feed.entries.len() + empty < MOST_ENTRIES {
        match parts.next() {
            Some(Ok(part)) => {
                head.atom = matches!(parts.root(), Some("feed" | "entry"));
                if !is_item(&part) {
                    head.read(&part, &mut feed);
                } else if let Some(entry) = head.entry(&part) {
                    feed.entries.push(entry);
                } else {
                    empty += 1;
                }
            }
            Some(Err(error)) => broken = Some(error),
            None => break,
        }
    }
    if empty > 0 {
        feed.warnings
            .push(format!("items without anything in them: {empty}"));
    }
    feed.site = head.site.map(String::from);
    if let Some(author) = head.author {
        inherit(&mut feed.entries, &author);
    }
    Reading { feed, broken }
}

/// An Atom entry without an author has the feed's (RFC 4287 §4.2.1).
fn inherit(entries: &mut [ParsedEntry], author: &Author) {
    for entry in entries.iter_mut().filter(|entry| entry.author.is_none()) {
        entry.author = Some(author.name.clone());
        entry.author_url.clone_from(&author.url);
    }
}

/// What is known of a feed when its items are read.
struct Head {
    /// Where the document came from.
    document: Url,
    site: Option<Url>,
    atom: bool,
    author: Option<Author>,
}

struct Author {
    name: String,
    url: Option<String>,
}

impl Head {
    fn new(document: &Url) -> Self {
        Self {
            document: document.clone(),
            site: None,
            atom: false,
            author: None,
        }
    }

    /// An address, against what `xml:base` says, else what the format says: Atom, the document's
    /// own (RFC 4287 §2); RSS says nothing, so the web site's, which mirrors do not change.
    fn resolve(&self, element: &Element, written: &str) -> Option<String> {
        let site = self.site.as_ref().filter(|_| !self.atom);
        let base = element.base.as_deref().or(site).unwrap_or(&self.document);
        normalize::address(written, base)
    }

    fn read(&mut self, part: &Element, feed: &mut ParsedFeed) {
        match (part.space, part.name.as_str()) {
            (Space::Core, "title") if feed.title.is_none() => {
                feed.title = Some(self.title(part)).filter(|title| !title.is_empty());
            }
            (Space::Core, "link") if self.site.is_none() && is_alternate(part) => {
                self.site = link_target(part)
                    .and_then(|href| self.resolve(part, &href))
                    .and_then(|site| Url::parse(&site).ok());
            }
            (Space::Core, "ttl") => feed.ttl_minutes = part.text().parse().ok(),
            (Space::Core, "author") if self.atom => {
                self.author = self.author.take().or_else(|| self.author(part));
            }
            _ => {}
        }
    }

    fn entry(&self, item: &Element) -> Option<ParsedEntry> {
        let resolve = |element: &Element, written: &str| self.resolve(element, written);
        let link = self.link(item);
        let author = self.byline(item);
        let (body, base) = self.body(item);
        let updated = date(item, &["updated", "modified"]);
        let title = item
            .first(Space::Core, "title")
            .or_else(|| item.first(Space::Dublin, "title"))
            .or_else(|| item.first(Space::Media, "title"))
            .map(|title| self.title(title));
        let entry = ParsedEntry {
            key: id(item),
            title: title.unwrap_or_default(),
            base: base
                .or_else(|| link.clone())
                .or_else(|| Some(self.document.to_string())),
            link,
            author_url: author.as_ref().and_then(|author| author.url.clone()),
            author: author.map(|author| author.name),
            published: date(item, &["published", "pubdate", "issued", "date", "created"])
                .or(updated),
            updated,
            body,
            comments: comments::signals(item, &resolve),
            in_reply_to: comments::in_reply_to(item, &resolve),
        };
        let says_something = !entry.key.is_empty()
            || !entry.title.is_empty()
            || !entry.body.is_empty()
            || entry.link.is_some();
        says_something.then_some(entry)
    }

    fn title(&self, element: &Element) -> String {
        if self.is_plain(element) && !element.has_markup() {
            normalize::plain_title(&element.text())
        } else {
            normalize::title(&element.html())
        }
    }

    /// Atom's texts are plain unless they say otherwise (RFC 4287 §3.1.1); all others are HTML.
    fn is_plain(&self, element: &Element) -> bool {
        let declared = element.attribute("type").map(str::to_ascii_lowercase);
        let escaped = element.attribute("mode") == Some("escaped");
        match declared.as_deref() {
            Some("text" | "text/plain") => true,
            Some(_) => false,
            None => self.atom && !escaped,
        }
    }

    /// The address of the item itself: RSS `<link>`, Atom `rel="alternate"`; else a guid that says
    /// it is one (RSS 2.0 `isPermaLink`), or the recording a podcast is about.
    fn link(&self, item: &Element) -> Option<String> {
        let resolve = |element, written: Option<&str>| self.resolve(element, written?);
        let mut links = item
            .all(Space::Core, "link")
            .filter(|link| is_alternate(link));
        links
            .find_map(|link| resolve(link, link_target(link).as_deref()))
            .or_else(|| {
                let guid = item.first(Space::Core, "guid")?;
                let permanent = guid.attribute("ispermalink") != Some("false");
                let text = guid.text();
                resolve(
                    guid,
                    Some(&text)
                        .filter(|text| permanent && text.starts_with("http"))
                        .map(|text| &**text),
                )
            })
            .or_else(|| {
                let enclosure = item.first(Space::Core, "enclosure")?;
                resolve(enclosure, enclosure.attribute("url"))
            })
    }

    /// The first text that has something in it, content before summary, and its own base.
    fn body(&self, item: &Element) -> (String, Option<String>) {
        let group = item.first(Space::Media, "group").unwrap_or(item);
        let places = [
            item.first(Space::Content, "encoded"),
            item.first(Space::Core, "content"),
            item.first(Space::Core, "body"),
            item.first(Space::Core, "description"),
            item.first(Space::Core, "summary"),
            item.first(Space::Dublin, "description"),
            group.first(Space::Media, "description"),
        ];
        for place in places.into_iter().flatten() {
            let html = self.html(place);
            if !html.is_empty() {
                let base = place.base.as_deref().map(Url::to_string);
                return (normalize::body(html.into_owned()), base);
            }
        }
        (String::new(), None)
    }

    fn html<'e>(&self, element: &'e Element<'_>) -> Cow<'e, str> {
        let foreign = element.attribute("type").is_some_and(|kind| {
            kind.contains('/')
                && !kind.starts_with("text/")
                && !kind.ends_with("xml")
                && !kind.contains("html")
        });
        if foreign && element.space == Space::Core {
            return Cow::Borrowed("");
        }
        let html = element.html();
        let plain = self.is_plain(element) || element.space == Space::Media;
        if plain && !element.has_markup() && !normalize::looks_like_html(&html) {
            Cow::Owned(normalize::paragraphs(&html))
        } else {
            html
        }
    }

    /// Who wrote the item: Dublin Core before RSS's own, which is a mail address.
    fn byline(&self, item: &Element) -> Option<Author> {
        let creator = item.all(Space::Dublin, "creator");
        let author = item.all(Space::Core, "author");
        let podcast = item.all(Space::Other, "author");
        creator
            .chain(author)
            .chain(podcast)
            .find_map(|element| self.author(element))
    }

    fn author(&self, element: &Element) -> Option<Author> {
        let part = |name| element.first(Space::Core, name).map(Element::text);
        let written = part("name")
            .filter(|name| !name.is_empty())
            .or_else(|| part("email"))
            .unwrap_or_else(|| element.text());
        let url = element
            .first(Space::Core, "uri")
            .or_else(|| element.first(Space::Core, "url"))
            .and_then(|uri| self.resolve(uri, &uri.text()));
        normalize::person(&written).map(|name| Author { name, url })
    }
}

/// RSS `<guid>`, Atom `<id>`, the `rdf:about` of RSS 1.0.
fn id(item: &Element) -> String {
    item.first(Space::Core, "guid")
        .or_else(|| item.first(Space::Core, "id"))
        .map(Element::text)
        .filter(|id| !id.is_empty())
        .or_else(|| item.attribute("about").map(Cow::Borrowed))
        .unwrap_or_default()
        .into_owned()
}

fn date(item: &Element, names: &[&str]) -> Option<crate::model::time::Time> {
    names.iter().find_map(|name| {
        item.elements()
            .filter(|element| {
                matches!(element.space, Space::Core | Space::Dublin) && element.name == *name
            })
            .find_map(|element| dates::parse(&element.text()))
    })
}

/// Whether a link leads to what the feed or item is about; Atom's default (RFC 4287 §4.2.7.2).
fn is_alternate(link: &Element) -> bool {
    let page = link
        .attribute("type")
        .is_none_or(|kind| !kind.contains("rss") && !kind.contains("atom"));
    match link.attribute("rel") {
        None => page,
        Some(rel) => page && rel.eq_ignore_ascii_case("alternate"),
    }
}

/// Atom's `href`, else RSS's text.
fn link_target<'e>(link: &'e Element<'_>) -> Option<Cow<'e, str>> {
    let target = link
        .attribute("href")
        .map_or_else(|| link.text(), Cow::Borrowed);
    Some(target).filter(|target| !target.is_empty())
}
