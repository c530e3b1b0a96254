//! One `h-entry` of a page.

use crate::feed::hfeed::page::Page;
use crate::feed::hfeed::person;
use crate::feed::{media, normalize};
use crate::model::comment::InReplyTo;
use crate::model::parsed::{
    Category, CommentSignals, Enclosure, Link, ParsedEntry, Person, Text, TextKind,
};
use crate::text::html::Id;

/// Longer plain texts are cut, bytes.
const LONGEST_TEXT: usize = 64 * 1024;
/// More of one kind of property than this is not read of an entry.
const MOST: usize = 32;

/// The entry; nothing where it says nothing.
pub(in crate::feed) fn read(page: &Page, id: Id, feed_authors: &[Person]) -> Option<ParsedEntry> {
    let entry = Entry {
        page,
        id,
        properties: page.properties(id),
    };
    let link = entry.link();
    let mut authors = person::authors(page, &entry.properties);
    if authors.is_empty() {
        authors.extend_from_slice(feed_authors);
    }
    let date = |class| entry.all(class).find_map(|id| page.date(id));
    let read = ParsedEntry {
        id: entry.uid(),
        title: entry.title(),
        published: date("dt-published"),
        updated: date("dt-updated"),
        authors,
        content: entry.content(),
        summary: entry.plain("p-summary"),
        external_link: ["bookmark-of", "repost-of", "like-of"]
            .iter()
            .find_map(|kind| entry.reference(kind)),
        base: Some(page.base.to_string()),
        language: page.tree.value(id, "lang").map(normalize::plain_title),
        categories: entry.categories(),
        enclosures: entry.enclosures(),
        links: entry.links(link.as_deref()),
        comments: entry.comments(link.as_deref()),
        in_reply_to: entry.in_reply_to(),
        link,
        ..ParsedEntry::default()
    };
    let says_something = read.title.is_some()
        || read.content.is_some()
        || read.summary.is_some()
        || read.external_link.is_some()
        || !read.enclosures.is_empty();
    says_something.then_some(read)
}

struct Entry<'p> {
    page: &'p Page<'p>,
    id: Id,
    /// What stands in the entry, but not in another thing in it.
    properties: Vec<Id>,
}

impl Entry<'_> {
    fn all(&self, class: &str) -> impl Iterator<Item = Id> {
        let marked = move |id: &Id| self.page.has_class(*id, class);
        self.properties.iter().copied().filter(marked).take(MOST)
    }

    fn first(&self, class: &str) -> Option<Id> {
        self.all(class).next()
    }

    fn has(&self, prefixes: &[&str]) -> bool {
        let begins = |class: &str| prefixes.iter().any(|prefix| class.starts_with(prefix));
        self.properties
            .iter()
            .any(|id| self.page.tree.classes(*id).any(begins))
    }

    /// Notes have no title: their markup calls the whole text their name.
    fn title(&self) -> Option<String> {
        let Some(name) = self.first("p-name") else {
            // An entry without any mark in it is its own name.
            let bare = !self.has(&["p-", "e-", "u-photo", "h-"]);
            return bare.then(|| self.page.line(self.id)).flatten();
        };
        let title = self.page.line(name)?;
        let body = self.first("e-content").or_else(|| self.first("p-content"));
        let is_body = |body: Id| body == name || self.page.line(body).as_ref() == Some(&title);
        (!body.is_some_and(is_body)).then_some(title)
    }

    fn content(&self) -> Option<Text> {
        let Some(content) = self.first("e-content") else {
            return self.plain("p-content");
        };
        let html = self.page.tree.inside(content);
        let value = normalize::body(html.trim().to_owned());
        let kind = TextKind::Html;
        (!value.is_empty()).then_some(Text { kind, value })
    }

    fn plain(&self, class: &str) -> Option<Text> {
        let text = self.page.text(self.first(class)?, LONGEST_TEXT);
        let value = text.trim().to_owned();
        let kind = TextKind::Plain;
        (!value.is_empty()).then_some(Text { kind, value })
    }

    fn link(&self) -> Option<String> {
        let implied = || {
            let bare = !self.has(&["u-", "h-"]);
            bare.then(|| self.page.implied_address(self.id)).flatten()
        };
        let named = self.all("u-url").find_map(|id| self.page.address(id));
        named.or_else(implied)
    }

    /// An address made whole; any other id as it is written.
    fn uid(&self) -> Option<String> {
        let id = self.first("u-uid")?;
        let address = self.page.address(id);
        address
            .or_else(|| Some(self.page.written_address(id)))
            .filter(|id| !id.is_empty())
    }

    fn categories(&self) -> Vec<Category> {
        let terms = self.all("p-category");
        let terms = terms.filter_map(|id| self.page.line(id));
        terms
            .map(|term| Category {
                term,
                ..Category::default()
            })
            .collect()
    }

    fn enclosures(&self) -> Vec<Enclosure> {
        let mut found: Vec<Enclosure> = Vec::new();
        let kinds = ["u-audio", "u-video", "u-photo"];
        let marked = kinds.iter().flat_map(|class| self.all(class));
        for id in marked {
            let Some(url) = self.page.address(id) else {
                continue;
            };
            if found.iter().all(|known| known.url != url) {
                let told = self.page.tree.value(id, "type");
                found.push(Enclosure {
                    media_type: told.or(media::type_of(&url)).map(str::to_owned),
                    title: self.page.tree.value(id, "alt").map(normalize::plain_title),
                    url,
                    ..Enclosure::default()
                });
            }
        }
        found
    }

    /// Where the entry is, where else, and what it answers to.
    fn links(&self, own: Option<&str>) -> Vec<Link> {
        let link = |(rel, href): (&str, String)| Link {
            rel: Some(rel.to_owned()),
            href,
            ..Link::default()
        };
        let own = own.map(|own| ("alternate", own.to_owned()));
        let elsewhere = self.all("u-syndication");
        let elsewhere = elsewhere.filter_map(|id| Some(("syndication", self.page.address(id)?)));
        let kinds = ["bookmark-of", "repost-of", "like-of"];
        let about = kinds
            .into_iter()
            .filter_map(|kind| Some((kind, self.reference(kind)?)));
        let image = self
            .first("u-featured")
            .and_then(|id| self.page.address(id));
        let image = image.map(|href| ("image", href));
        own.into_iter()
            .chain(elsewhere)
            .chain(about)
            .chain(image)
            .map(link)
            .collect()
    }

    fn in_reply_to(&self) -> Vec<InReplyTo> {
        let answered = self.references("in-reply-to");
        let answered = answered.map(|href| InReplyTo {
            id: None,
            href: Some(href),
        });
        answered.collect()
    }

    fn reference(&self, kind: &str) -> Option<String> {
        self.references(kind).next()
    }

    /// The addresses of other people's entries that this one has to do with: links, or quotations
    /// that have one.
    fn references(&self, kind: &str) -> impl Iterator<Item = String> {
        let marked = move |id: &Id| {
            let mut classes = self.page.tree.classes(*id);
            classes.any(
                |class| matches!(class.split_once('-'), Some(("u" | "p", rest)) if rest == kind),
            )
        };
        let all = self.properties.iter().copied().filter(marked).take(MOST);
        all.filter_map(|id| {
            if !self.page.is_root(id) {
                return self.page.address(id);
            }
            let inside = self.page.properties(id);
            let url = inside
                .into_iter()
                .find(|id| self.page.has_class(*id, "u-url"));
            url.and_then(|url| self.page.address(url))
                .or_else(|| self.page.implied_address(id))
        })
    }

    /// Comments stand on the entry's own page, each marked as one; answers to comments in them.
    fn comments(&self, link: Option<&str>) -> CommentSignals {
        let is_comment = |id: &Id| {
            let mut classes = self.page.tree.classes(*id);
            classes.any(|class| matches!(class, "u-comment" | "p-comment"))
        };
        let told = self
            .page
            .tree
            .descendants(self.id)
            .filter(is_comment)
            .count();
        if told == 0 {
            return CommentSignals::default();
        }
        CommentSignals {
            page: link.map(str::to_owned),
            count: u32::try_from(told).ok(),
            ..CommentSignals::default()
        }
    }
}
