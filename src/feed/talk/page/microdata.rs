//! Comments as schema.org has them, written into the elements of the page (microdata).

use crate::feed::dates;
use crate::feed::hfeed::page::Page;
use crate::feed::talk::page::nested;
use crate::feed::talk::said::{Said, author, html, nameless};
use crate::model::parsed::ParsedEntry;
use crate::text::html::Id;

/// Elements of one comment that are looked at.
const MOST_ELEMENTS: usize = 2_000;

pub(super) fn read(page: &Page, _: &str, here: &str) -> Vec<Said> {
    let marked = nested(page, |id| {
        is_a(page, id, &["Comment", "UserComments", "Answer"])
    });
    let comments = marked.iter().enumerate().map(|(at, (id, outer))| {
        let own = own(page, *id);
        let entry = Item { page, own }.entry(*id, here);
        Said {
            id: at.to_string(),
            parent: outer.map(|outer| outer.to_string()),
            taken_back: entry.content.is_none(),
            entry,
        }
    });
    comments.collect()
}

fn is_a(page: &Page, id: Id, kinds: &[&str]) -> bool {
    let Some(written) = page.tree.value(id, "itemtype") else {
        return false;
    };
    let mut types = written.split_ascii_whitespace();
    types.any(|written| {
        let kind = written.rsplit('/').next().unwrap_or_default();
        written.contains("schema.org/") && kinds.contains(&kind)
    })
}

/// What stands in an item, but not in another one within; those others are there themselves.
fn own(page: &Page, id: Id) -> Vec<Id> {
    let is_item = |id: Id| page.tree.attribute(id, "itemscope").is_some();
    page.below(id, is_item).take(MOST_ELEMENTS).collect()
}

struct Item<'p> {
    page: &'p Page<'p>,
    own: Vec<Id>,
}

impl Item<'_> {
    fn property(&self, names: &[&str]) -> Option<Id> {
        names.iter().find_map(|name| {
            let mut own = self.own.iter().copied();
            own.find(|id| {
                let written = self.page.tree.value(*id, "itemprop").unwrap_or_default();
                written.split_ascii_whitespace().any(|word| word == *name)
            })
        })
    }

    /// A value that may be meant for programs.
    fn value(&self, id: Id) -> Option<String> {
        let told = ["content", "datetime"]
            .iter()
            .find_map(|name| self.page.tree.value(id, name));
        told.map(str::to_owned).or_else(|| self.page.line(id))
    }

    fn entry(&self, id: Id, here: &str) -> ParsedEntry {
        let date = |names: &[&str]| dates::parse(&self.value(self.property(names)?)?);
        let text = self.property(&["text", "commentText", "description", "articleBody"]);
        let url = self.property(&["url", "mainEntityOfPage"]);
        let fragment = self.page.tree.value(id, "id");
        let link = url
            .and_then(|url| self.page.address(url))
            .or_else(|| Some(format!("{here}#{}", fragment?)));
        let mut entry = ParsedEntry {
            published: date(&["datePublished", "dateCreated", "commentTime"]),
            updated: date(&["dateModified"]),
            content: text.and_then(|text| {
                let is_item = |id: Id| self.page.tree.attribute(id, "itemscope").is_some();
                html(&self.page.tree.inside_but(text, is_item))
            }),
            base: Some(here.to_owned()),
            link,
            ..ParsedEntry::default()
        };
        if let Some(person) = self.property(&["author", "creator"]) {
            let inner = Item {
                page: self.page,
                own: own(self.page, person),
            };
            let name = inner
                .property(&["name"])
                .and_then(|name| inner.value(name))
                .or_else(|| self.value(person));
            let home = inner.property(&["url"]).unwrap_or(person);
            entry.authors = author(name.as_deref(), self.page.address(home));
        }
        if entry.link.is_none() {
            entry.id = Some(nameless(here, &entry));
        }
        entry
    }
}
