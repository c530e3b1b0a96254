//! Pages that are their own feed: entries marked up by their classes (microformats2).
//!
//! A page of entries says with `h-feed` and `h-entry`, `p-name` and `dt-published` what a feed says in
//! XML, so a person can follow a site that has no feed. Such a page is read only as the last resort:
//! a feed the page names is kept with more care than its markup.

pub(in crate::feed) mod entry;
pub(in crate::feed) mod page;
mod person;

use url::Url;

use crate::feed::hfeed::page::Page;
use crate::feed::normalize;
use crate::feed::syndication::MOST_ENTRIES;
use crate::feed::xml::markup::{self, Token};
use crate::model::parsed::{Format, ParsedFeed};
use crate::text::html::{self, Id};

/// The entries of a page that came from `address`; nothing where it has none, or a single one that
/// stands in no feed, as the page of a post has.
pub fn read(text: &str, address: &Url) -> Option<ParsedFeed> {
    if !text.contains("h-entry") {
        return None;
    }
    let tree = html::tree(text);
    let frame = frame(text);
    let page = Page::new(&tree, address);
    let (place, entries) = entries(&page, frame.is_feed)?;
    let mut feed = head(&page, place, address);
    feed.language = frame.language;
    let read = entries.into_iter().take(MOST_ENTRIES);
    feed.entries = read
        .filter_map(|id| entry::read(&page, id, &feed.authors))
        .collect();
    Some(feed)
}

/// What the tags around a page say; they are not in its tree.
#[derive(Default)]
struct Frame {
    is_feed: bool,
    language: Option<String>,
}

fn frame(text: &str) -> Frame {
    let mut frame = Frame::default();
    let mut tokens = markup::tokens(text);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "html" | "body" => {
                for (attribute, value) in markup::attributes(tag.page_attributes()) {
                    match attribute.to_ascii_lowercase().as_str() {
                        "class" => {
                            frame.is_feed |= value.split_ascii_whitespace().any(|c| c == "h-feed");
                        }
                        "lang" if !value.trim().is_empty() => {
                            frame.language = Some(normalize::plain_title(&value));
                        }
                        _ => {}
                    }
                }
                if name == "body" {
                    break;
                }
            }
            "script" | "style" if !tag.empty => tokens.skip_raw_text(&name),
            _ => {}
        }
    }
    frame
}

/// The feed of a page and its entries: the first feed that has any, else the page, where it has
/// several. Only the outermost entries are entries; those in them are answers and quotations.
fn entries(page: &Page, page_is_feed: bool) -> Option<(Option<Id>, Vec<Id>)> {
    let all = page.properties(Id::ROOT);
    let only_entries = |mut ids: Vec<Id>| {
        ids.retain(|id| page.has_class(*id, "h-entry"));
        ids
    };
    let feeds: Vec<Id> = all
        .iter()
        .copied()
        .filter(|id| page.has_class(*id, "h-feed"))
        .collect();
    let loose = only_entries(all);
    if page_is_feed && !loose.is_empty() {
        return Some((Some(Id::ROOT), loose));
    }
    let inside = |feed: Id| only_entries(page.properties(feed));
    feeds
        .into_iter()
        .map(|feed| (Some(feed), inside(feed)))
        .find(|(_, entries)| !entries.is_empty())
        .or_else(|| (loose.len() > 1).then_some((None, loose)))
}

/// What stands before the entries: the feed's own words, else those of the page.
fn head(page: &Page, place: Option<Id>, address: &Url) -> ParsedFeed {
    let own = place.map_or_else(Vec::new, |place| page.properties(place));
    let first = |class: &str| own.iter().copied().find(|id| page.has_class(*id, class));
    let line = |class| first(class).and_then(|id| page.line(id));
    let address_of = |class| first(class).and_then(|id| page.address(id));
    let mut here = address.clone();
    here.set_fragment(None);
    let title = || page.tree.find(Id::ROOT, "title");
    ParsedFeed {
        format: Format::HFeed,
        title: line("p-name").or_else(|| title().and_then(|id| page.line(id))),
        subtitle: line("p-summary"),
        site: address_of("u-url").or(Some(here.into())),
        self_url: page.related("self"),
        next: page.related("next").filter(|next| next != address.as_str()),
        hub: page.related("hub"),
        icon: page.related("icon"),
        logo: address_of("u-photo"),
        authors: person::authors(page, &own),
        ..ParsedFeed::default()
    }
}

#[cfg(test)]
mod tests;
