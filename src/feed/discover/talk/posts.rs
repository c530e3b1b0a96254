//! Which post a comment stands under, as the comment itself says.

use std::collections::HashSet;

use url::Url;

use crate::feed::discover::talk::pages::{Page, is_id, is_number};
use crate::feed::discover::talk::{sign, whole};
use crate::feed::normalize;
use crate::model::parsed::{ParsedEntry, ParsedFeed};

/// The ids and addresses a comment gives of the post it stands under, the best first, each once:
/// its link without the place on the page, its id so, what it answers so. Nothing for what is no
/// comment.
pub fn posts_of(entry: &ParsedEntry) -> Vec<String> {
    if !sign::is_comment(entry) {
        return Vec::new();
    }
    let id = entry.id.as_deref();
    let placed = id.filter(|id| sign::of_address(id).is_some());
    let answers = &entry.in_reply_to;
    let hrefs = answers.iter().filter_map(|answer| answer.href.as_deref());
    let ids = answers.iter().filter_map(|answer| answer.id.as_deref());
    let named = entry
        .link
        .as_deref()
        .into_iter()
        .chain(placed)
        .chain(hrefs)
        .chain(ids);
    let mut posts: Vec<String> = Vec::new();
    for post in named.take(MOST).filter_map(post_at) {
        if !posts.contains(&post) {
            posts.push(post);
        }
    }
    posts
}

/// Nobody answers more.
const MOST: usize = 32;

/// An address without what leads from the post to one of its comments. An id that is no address
/// stays as it is.
fn post_at(address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || sign::leaves_page_open(address) {
        return None;
    }
    let Some(mut url) = Url::parse(address).ok().filter(normalize::is_web) else {
        let page = address.split('#').next().unwrap_or(address);
        let is_relative = address.starts_with(['/', '?', '#']);
        let post = if is_relative { page } else { address };
        return (!post.is_empty()).then(|| post.to_owned());
    };
    url.set_fragment(None);
    let pairs = url.query().map(|query| {
        let pairs = query.split('&').filter(|pair| !chooses_comment(pair));
        pairs.collect::<Vec<_>>().join("&")
    });
    let query = pairs.filter(|query| !query.is_empty());
    if query.as_deref() != url.query() {
        url.set_query(query.as_deref());
    }
    if let Some(path) = path_of_post(url.path()) {
        url.set_path(&path);
    }
    Some(url.into())
}

/// Parameters that lead to a comment of a post.
fn chooses_comment(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    match name {
        "cpage" | "showComment" | "replytocom" => true,
        "thread" => is_number(value),
        _ => false,
    }
}

/// The path of a post, where that of its comment is longer.
fn path_of_post(path: &str) -> Option<String> {
    if let Some((page, _)) = path.split_once(";threadId=") {
        return Some(page.to_owned());
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let kept = match parts[..] {
        [.., page] if is_comment_page(page) => parts.len() - 1,
        ["questions", id, "-", _] if is_number(id) => 2,
        ["questions", id, _, _] if is_number(id) => 3,
        ["r", _, "comments", id, _, comment] if is_id(id) && is_id(comment) => 5,
        [.., "t", slug, id, post] if !is_number(slug) && is_number(id) && is_number(post) => {
            parts.len() - 1
        }
        [.., "d", name, post]
            if name.starts_with(|c: char| c.is_ascii_digit()) && is_number(post) =>
        {
            parts.len() - 1
        }
        _ => return None,
    };
    let end = if path.ends_with('/') { "/" } else { "" };
    Some(format!("/{}{end}", parts[..kept].join("/")))
}

/// `comment-page-2`
fn is_comment_page(part: &str) -> bool {
    part.strip_prefix("comment-page-").is_some_and(is_number)
}

/// Whether a feed brings the comments on all posts of a site, and not those on one.
pub fn is_site_wide(url: &str, feed: &ParsedFeed) -> bool {
    let own = feed.self_url.as_deref();
    if whole::is_of_site(url) || own.is_some_and(whole::is_of_site) {
        return true;
    }
    let pages: Vec<HashSet<Page>> = feed
        .entries
        .iter()
        .map(|entry| {
            posts_of(entry)
                .iter()
                .filter_map(|post| Page::of(post))
                .collect()
        })
        .filter(|pages: &HashSet<Page>| !pages.is_empty())
        .collect();
    // A feed of one post's comments leads to that post.
    let site = feed.site.as_deref().and_then(Page::of);
    if site.is_some_and(|site| {
        pages.iter().filter(|pages| pages.contains(&site)).count() * 2 > pages.len()
    }) {
        return false;
    }
    let Some((first, rest)) = pages.split_first() else {
        return false;
    };
    let mut one = first.clone();
    for pages in rest {
        if one.is_disjoint(pages) {
            return true;
        }
        one.extend(pages.iter().cloned());
    }
    false
}
