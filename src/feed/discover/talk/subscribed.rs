//! Whether the items of a feed somebody subscribed to are comments on posts.
//!
//! Much else looks like comments: posts of forums, notes in trackers, logs whose days have one page,
//! lists of what was talked about of late, letters that answer letters. All that is entries.

use std::collections::HashSet;

use url::Url;

use crate::feed::discover::kind;
use crate::feed::discover::site::bare;
use crate::feed::discover::talk::pages::Page;
use crate::feed::discover::talk::posts::posts_of;
use crate::feed::discover::talk::sign::{self, Sign};
use crate::feed::discover::talk::whole;
use crate::model::found::FoundKind;
use crate::model::parsed::{ParsedEntry, ParsedFeed};

/// Whether nearly all items are comments that say which post of one site they stand under.
pub(in crate::feed::discover) fn are_comments(url: &str, feed: &ParsedFeed) -> bool {
    if is_of_person(url) {
        return false;
    }
    if feed.entries.is_empty() {
        return whole::is_of_site(url);
    }
    let address = [Some(url), feed.self_url.as_deref()];
    let mut address = address.into_iter().flatten();
    let is_called = address.any(|url| kind::of_name(url, None) == FoundKind::Comments);
    let thread = feed.site.as_deref().and_then(Page::of);
    let (mut comments, mut other) = (Vec::new(), Vec::new());
    for entry in &feed.entries {
        let posts = posts_of(entry);
        let is_thread = || {
            let is_forums = entry
                .link
                .as_deref()
                .is_some_and(|link| !link.contains('#'));
            let page = posts.first().and_then(|post| Page::of(post));
            is_forums && page.is_some() && page == thread
        };
        let is_enough = match sign_of(entry) {
            Some(Sign::Sure) => true,
            Some(Sign::Numbered) => is_called || is_thread(),
            None => false,
        };
        if is_enough && !posts.is_empty() {
            comments.push(posts);
        } else {
            other.push(entry);
        }
    }
    let hosts: HashSet<Option<String>> = comments.iter().map(|posts| host(&posts[0])).collect();
    let posts: HashSet<Page> = comments
        .iter()
        .flatten()
        .filter_map(|post| Page::of(post))
        .collect();
    let is_head = |entry: &&&ParsedEntry| {
        let page = entry.link.as_deref().and_then(Page::of);
        page.is_some_and(|page| posts.contains(&page))
    };
    let heads = other.iter().filter(is_head).count();
    // The question stands before its answers, once.
    let odd = other.len() - heads.min(1);
    hosts.len() == 1 && odd * 10 <= comments.len()
}

/// The sign of a comment, unless the entry has talk of its own, or an id that is a post's, or stands
/// in a forum or a tracker.
fn sign_of(entry: &ParsedEntry) -> Option<Sign> {
    let has_talk = entry.comments.count.is_some() || !entry.comments.feeds.is_empty();
    let is_post = entry.id.as_deref().is_some_and(|id| {
        let is_web = id.starts_with("http://") || id.starts_with("https://");
        is_web && sign::of_address(id).is_none()
    });
    let is_elsewhere = entry.link.as_deref().is_some_and(is_of_forum_or_tracker);
    if has_talk || is_post || is_elsewhere {
        return None;
    }
    sign::of(entry)
}

fn is_of_forum_or_tracker(link: &str) -> bool {
    let Ok(url) = Url::parse(link) else {
        return false;
    };
    let mut parts = url.path().split('/');
    parts.any(|part| ELSEWHERE.contains(&&*part.to_ascii_lowercase()))
}

/// Parts of the addresses of forums and trackers.
const ELSEWHERE: [&str; 20] = [
    "browse",
    "bug",
    "bugs",
    "discussion",
    "forum",
    "forums",
    "issue",
    "issues",
    "merge_requests",
    "pull",
    "pulls",
    "show_bug.cgi",
    "showpost.php",
    "showthread.php",
    "thread",
    "threads",
    "ticket",
    "tickets",
    "topic",
    "viewtopic.php",
];

/// What one person wrote at many places is followed for the person's sake.
fn is_of_person(url: &str) -> bool {
    let url = Url::parse(url).ok();
    let first = url.as_ref().and_then(|url| url.path_segments()?.next());
    first.is_some_and(|part| matches!(part, "u" | "user" | "users" | "profile" | "author"))
}

fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    url.host_str().map(|host| bare(host).to_owned())
}
