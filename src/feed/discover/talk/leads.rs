//! Leads being gathered: each address once, no more than a server should be asked for, and whom
//! they belong to.

use url::Url;

use crate::feed::discover::site::are_one;
use crate::feed::normalize;
use crate::model::talk::{Lead, Post, Reader};

/// A person waits for the answer, and every lead is a request.
const MOST: usize = 8;

#[derive(Debug)]
pub(super) struct Leads<'a> {
    post: &'a Post,
    found: Vec<Lead>,
}

impl<'a> Leads<'a> {
    pub(super) fn of(post: &'a Post) -> Self {
        Self {
            post,
            found: Vec::new(),
        }
    }

    /// An address the entry's feed names itself: whoever's it is, the site wants it asked.
    pub(super) fn told(&mut self, url: &str) {
        if let Some(url) = web(url) {
            self.push(Reader::Feed, url, None);
        }
    }

    pub(super) fn add(&mut self, reader: Reader, url: &str) {
        if let Some(url) = web(url) {
            let third_party = third_party(self.post, &url);
            self.push(reader, url, third_party);
        }
    }

    pub(super) fn join(&mut self, more: Self) {
        for lead in more.found {
            if let Some(url) = web(&lead.url) {
                self.push(lead.reader, url, lead.third_party);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn done(self) -> Vec<Lead> {
        self.found
    }

    fn push(&mut self, reader: Reader, mut url: Url, third_party: Option<String>) {
        url.set_fragment(None);
        let url = String::from(url);
        if self.found.len() < MOST && self.found.iter().all(|known| known.url != url) {
            self.found.push(Lead {
                reader,
                url,
                third_party,
            });
        }
    }
}

fn web(url: &str) -> Option<Url> {
    Url::parse(url.trim()).ok().filter(normalize::is_web)
}

/// The host of an address, where it is neither that of the entry, of its feed or its site, nor of the
/// page people comment on.
fn third_party(post: &Post, url: &Url) -> Option<String> {
    let known = [
        post.link.as_deref(),
        Some(&post.key),
        Some(&post.feed_url),
        post.site.as_deref(),
        post.comments_page.as_deref(),
    ];
    let mut known = known.into_iter().flatten().filter_map(web);
    if known.any(|known| are_one(&known, url)) {
        return None;
    }
    url.host_str().map(str::to_owned)
}
