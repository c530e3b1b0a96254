//! Where the whole of a talk may be had: what is known without a request, and what the page of the post
//! tells besides.
//!
//! A lead is a guess by rule; only reading it shows whether it is good. Who is asked matters: a host that
//! has nothing to do with the site nor with the page people talk on is named, so that the person can say.

mod cited;
pub(in crate::feed::talk) mod clues;
mod wordpress;

#[cfg(test)]
mod tests;

use url::Url;

use crate::feed::decode;
use crate::feed::discover::site::are_one;
use crate::feed::normalize::is_web;
use crate::feed::talk::pages::{is_blogger, is_isso};
use crate::feed::talk::shape::{Known, behind, is_number, reader_of, with_path, with_query};
use crate::feed::talk::ways::clues::Clues;
use crate::model::http::Body;
use crate::model::talk::{Lead, Post, Reader};

/// More leads than this are not followed.
const MOST: usize = 12;
/// Comments that are asked for at once where a server lets one choose.
const MANY_OF_ISSO: &str = "10000";
const MANY_OF_BLOGGER: &str = "500";

/// Leads to everything that was said under a post, best first; no request is needed to know them.
pub fn ways(post: &Post) -> Vec<Lead> {
    let mut leads = Leads::of(post);
    wordpress::known(post, &mut leads);
    let feeds = [&post.adopted, &post.comment_feed];
    let feeds: Vec<Url> = feeds
        .into_iter()
        .flatten()
        .filter_map(|url| web(url))
        .collect();
    for feed in &feeds {
        if is_blogger(feed) {
            leads.add(Reader::Feed, &all_of_blogger(feed));
        } else if is_isso(feed) {
            leads.add(Reader::Feed, &with_query(feed, &[("limit", MANY_OF_ISSO)]));
        }
    }
    if let Some(feed) = of_blogger(post) {
        leads.add(Reader::Feed, &all_of_blogger(&feed));
    }
    let page = post.comments_page.as_deref().and_then(web);
    let link = post.link.as_deref().and_then(web);
    let talks = feeds.iter().chain(&page).map(|url| (url, Known::Talk));
    for (url, known) in talks.chain(link.as_ref().map(|link| (link, Known::Nothing))) {
        if let Some((reader, url)) = behind(url, known) {
            leads.add(reader, &url);
        }
    }
    // Its older pages, where it has any.
    for feed in &feeds {
        leads.add(reader_of(feed.as_str()), feed);
    }
    if leads.found.is_empty() {
        for (reader, url) in cited::talks(&post.html) {
            leads.add_foreign(reader, &url);
        }
    }
    leads.found
}

/// What the page of a post tells besides; the page itself is the last lead.
pub fn ways_in(post: &Post, body: &Body) -> Vec<Lead> {
    let Some(address) = web(&body.url) else {
        return Vec::new();
    };
    let text = decode::text(&body.bytes, body.content_type.as_deref()).text;
    let clues = Clues::of(&text, &body.links, &address);
    let mut leads = Leads::of(post);
    leads.known.push(address.clone());
    wordpress::told(post, &clues, &mut leads);
    if let Some(feed) = clues.isso() {
        leads.add(Reader::Feed, &with_query(&feed, &[("limit", MANY_OF_ISSO)]));
    }
    for page in [Some(&address), clues.activity.as_ref()] {
        let talk = page.and_then(|page| behind(page, Known::Nothing));
        // A forum's page says that it is one.
        let is_sound = |reader| reader != Reader::Discourse || clues.is_written_by("discourse");
        if let Some((reader, url)) = talk.filter(|(reader, _)| is_sound(*reader)) {
            leads.add(reader, &url);
        }
    }
    let mut page = address;
    page.set_fragment(None);
    leads.add(Reader::Page, &page);
    leads.found
}

/// Leads being gathered.
struct Leads {
    /// Addresses of those who are asked anyway.
    known: Vec<Url>,
    found: Vec<Lead>,
}

impl Leads {
    fn of(post: &Post) -> Self {
        let known = [
            post.link.as_deref(),
            post.site.as_deref(),
            post.comments_page.as_deref(),
            post.comment_feed.as_deref(),
            post.adopted.as_deref(),
            Some(post.feed_url.as_str()),
        ];
        Self {
            known: known.into_iter().flatten().filter_map(web).collect(),
            found: Vec::new(),
        }
    }

    fn add(&mut self, reader: Reader, url: &Url) {
        let third_party = !self.known.iter().any(|known| are_one(known, url));
        self.push(reader, url, third_party);
    }

    /// Adds what nobody but the writer of a text has named.
    fn add_foreign(&mut self, reader: Reader, url: &Url) {
        self.push(reader, url, true);
    }

    fn push(&mut self, reader: Reader, url: &Url, third_party: bool) {
        let is_new = self.found.iter().all(|lead| lead.url != url.as_str());
        if is_new && is_web(url) && self.found.len() < MOST {
            let host = url.host_str().map(str::to_owned);
            self.found.push(Lead {
                reader,
                url: url.as_str().to_owned(),
                third_party: host.filter(|_| third_party),
            });
        }
    }
}

fn web(address: &str) -> Option<Url> {
    Url::parse(address).ok().filter(is_web)
}

/// The comment feed that follows from the id of a post on Blogger, `tag:blogger.com,1999:blog-1.post-2`.
fn of_blogger(post: &Post) -> Option<Url> {
    let number = post.key.strip_prefix("tag:blogger.com,1999:blog-")?;
    let (_, number) = number.split_once(".post-")?;
    let link = web(post.link.as_deref()?)?;
    is_number(number).then(|| with_path(&link, &format!("/feeds/{number}/comments/default")))
}

/// Oldest first, so that what is written meanwhile moves nothing.
fn all_of_blogger(feed: &Url) -> Url {
    let asked = [
        ("max-results", MANY_OF_BLOGGER),
        ("orderby", "published"),
        ("reverse", "false"),
    ];
    with_query(&with_path(feed, feed.path()), &asked)
}
