//! The feeds an address leads to: by the rules of well-known sites, by what its page names, by what
//! its headers name; and which of them to try first.
//!
//! Nothing is guessed. What is found here is a candidate: only reading it shows whether it is a feed.
//! The talk under one entry is looked for in `talk`.

pub mod choose;
pub mod header;
pub mod kind;
pub mod naming;
pub mod page;
pub mod site;
pub mod sites;
pub mod talk;
pub mod typed;

use url::Url;

use crate::feed::decode;
use crate::model::found::Found;

/// More feeds than this on one page are no choice for a person.
pub const MOST_FOUND: usize = 200;

/// Feeds named by an answer that came from `base`: those of the page, then those of its `Link`
/// headers alone; where neither names one, those its text links to. Each once.
pub fn named(body: &[u8], content_type: Option<&str>, links: &[String], base: &str) -> Vec<Found> {
    let Ok(base) = Url::parse(base) else {
        return Vec::new();
    };
    let page = page::read(&decode::text(body, content_type).text, &base);
    let mut found = page.links;
    add(&mut found, header::read(links, &base));
    if found.is_empty() {
        found = page.anchors;
    }
    found
}

/// Adds what is not there yet. A second naming may tell what the first one left out.
pub fn add(found: &mut Vec<Found>, more: impl IntoIterator<Item = Found>) {
    for feed in more {
        let known = found.iter().position(|known| known.url == feed.url);
        if let Some(at) = known {
            let known = &mut found[at];
            known.title = known.title.take().or(feed.title);
            known.family = known.family.or(feed.family);
        } else if found.len() < MOST_FOUND {
            found.push(feed);
        }
    }
}
