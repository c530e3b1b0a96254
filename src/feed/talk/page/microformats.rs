//! Comments that are marked up as such within an entry (microformats2: `u-comment`, `p-comment`).

use crate::feed::hfeed::{entry, page::Page};
use crate::feed::talk::page::nested;
use crate::feed::talk::said::{Said, nameless};
use crate::text::html::Id;

pub(super) fn read(page: &Page, _: &str, here: &str) -> Vec<Said> {
    let is_comment = |id: Id| {
        let mut classes = page.tree.classes(id);
        page.is_root(id) && classes.any(|class| matches!(class, "u-comment" | "p-comment"))
    };
    let marked = nested(page, is_comment);
    let comments = marked.iter().enumerate().map(|(at, (id, outer))| {
        let read = entry::read(page, *id, &[]);
        let taken_back = read.is_none();
        let mut entry = read.unwrap_or_default();
        if !taken_back && entry.id.is_none() && entry.link.is_none() {
            entry.id = Some(nameless(here, &entry));
        }
        // What every answer to the post says of the post is no news.
        let is_post = |href: &str| without_fragment(href) == without_fragment(here);
        entry
            .in_reply_to
            .retain(|answer| !answer.href.as_deref().is_some_and(is_post));
        Said {
            id: at.to_string(),
            parent: outer.map(|outer| outer.to_string()),
            taken_back,
            entry,
        }
    });
    comments.collect()
}

fn without_fragment(address: &str) -> &str {
    let page = address.split('#').next().unwrap_or(address);
    page.trim_end_matches('/')
}
