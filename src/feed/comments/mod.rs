//! What an item says of the talk around it: where comments are, how many, and what it answers.
//!
//! Half a dozen vocabularies say it, each in several spellings. Nothing here reads meaning from
//! titles, which are translated; only elements and addresses count.

pub mod answers;
pub mod counts;
pub mod leads;

#[cfg(test)]
mod tests;

use crate::feed::comments::counts::{children, hits, number};
use crate::feed::comments::leads::{Rank, looks_like_feed, rank, rank_by_address};
use crate::feed::dates;
use crate::feed::syndication::links;
use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::{CommentFeed, CommentSignals};
use crate::model::time::Time;

/// Everything an item says about the talk under it. What stands
/// deeper, as in `atom:source`, is said of something else.
pub fn signals(item: &Element, scope: &Scope) -> CommentSignals {
    let mut found = Found::default();
    for element in item.elements() {
        match (element.space, element.name.as_str()) {
            // Its namespace is written in several ways, or not at all.
            (_, "commentrss") => {
                let url = scope.resolve(element, &element.text());
                let feed = url.map(|url| (rank_by_address(&url), untyped(url)));
                found.feeds.extend(feed);
            }
            (Space::Core, "link") if links::is(element, "replies") => {
                found.replies(element, scope);
            }
            (Space::Core, "comments") => found.page_or_count(element, scope),
            (Space::Core, "source") => found.feeds.extend(topic_feed(element, scope)),
            (Space::Podcast, "socialinteract") => {
                found.post = found.post.take().or_else(|| social_post(element, scope));
            }
            (Space::Slash, "comments") | (Space::Thread, "total") | (_, "reply-count") => {
                found.count = found.count.max(number(&element.text()));
            }
            (Space::Slash, "hit_parade") => found.count = found.count.max(hits(element)),
            (Space::Thread, "children") => found.count = found.count.max(children(element)),
            _ => {}
        }
    }
    found.told()
}

/// What was found before it is known what is a page and what a feed.
#[derive(Default)]
struct Found {
    feeds: Vec<(Rank, CommentFeed)>,
    /// Links that do not say what they lead to.
    untyped: Vec<String>,
    page: Option<String>,
    /// A post elsewhere whose answers are the comments.
    post: Option<String>,
    count: Option<u32>,
    updated: Option<Time>,
}

impl Found {
    /// RSS `<comments>`, which some programs fill with a count. The page may be the item's own address:
    /// then that page is the thread.
    fn page_or_count(&mut self, comments: &Element, scope: &Scope) {
        let text = comments.text();
        if let Some(told) = number(&text) {
            self.count = self.count.max(Some(told));
        } else if let Some(page) = scope.resolve(comments, &text) {
            self.page = Some(page);
        }
    }

    /// Atom `rel="replies"`, which RSS items carry too (RFC 4685 §4).
    fn replies(&mut self, link: &Element, scope: &Scope) {
        self.count = self.count.max(link.attribute("count").and_then(number));
        // `when` is its name in the drafts.
        for name in ["updated", "when"] {
            let time = link.attribute(name).and_then(dates::parse);
            self.updated = self.updated.max(time);
        }
        let Some(url) = link
            .attribute("href")
            .and_then(|href| scope.resolve(link, href))
        else {
            return;
        };
        let Some(written) = link.attribute("type") else {
            self.untyped.push(url);
            return;
        };
        match rank(written) {
            Some(rank) => {
                let media_type = Some(written.to_owned());
                self.feeds.push((rank, CommentFeed { url, media_type }));
            }
            None => self.page = self.page.take().or(Some(url)),
        }
    }

    /// A link without a type is a feed where it looks like one, or where the page is another.
    fn told(mut self) -> CommentSignals {
        for url in self.untyped {
            match &self.page {
                Some(page) if *page == url => {}
                None if !looks_like_feed(&url) => self.page = Some(url),
                _ => self.feeds.push((Rank::Likely, untyped(url))),
            }
        }
        self.feeds.sort_by_key(|(rank, _)| *rank);
        CommentSignals {
            feeds: distinct(self.feeds, self.page.as_deref()),
            page: self.page.or(self.post),
            count: self.count,
            updated: self.updated,
        }
    }
}

/// Podcasting 2.0 `<podcast:socialInteract>`; a protocol of "disabled" asks not to be shown.
fn social_post(element: &Element, scope: &Scope) -> Option<String> {
    let wanted = element
        .attribute("protocol")
        .is_none_or(|protocol| !protocol.eq_ignore_ascii_case("disabled"));
    let uri = element
        .attribute("uri")
        .or_else(|| element.attribute("url"));
    scope.resolve(element, uri.filter(|_| wanted)?)
}

fn untyped(url: String) -> CommentFeed {
    CommentFeed {
        url,
        media_type: None,
    }
}

/// Discourse gives each topic of a list the topic's own feed as `<source url="…/t/slug/7.rss">`.
fn topic_feed(source: &Element, scope: &Scope) -> Option<(Rank, CommentFeed)> {
    let url = scope.resolve(source, source.attribute("url")?)?;
    (url.contains("/t/") && looks_like_feed(&url)).then(|| (Rank::Likely, untyped(url)))
}

/// More feeds than this are not followed.
const MOST: usize = 50;

fn distinct(feeds: Vec<(Rank, CommentFeed)>, page: Option<&str>) -> Vec<CommentFeed> {
    let mut kept: Vec<CommentFeed> = Vec::new();
    for (rank, feed) in feeds {
        let is_page = rank == Rank::Likely && Some(feed.url.as_str()) == page;
        if kept.len() < MOST && !is_page && kept.iter().all(|known| known.url != feed.url) {
            kept.push(feed);
        }
    }
    kept
}
