//! Feeds of one thread, as forums have them, and feeds of all that is said in a forum.

use url::Url;

use crate::feed::discover::talk::pages::{Page, is_number};
use crate::feed::discover::talk::posts::is_site_wide;
use crate::feed::discover::talk::sign;
use crate::model::parsed::{ParsedEntry, ParsedFeed};

/// Whether a feed brings one thread: its items name one and the same, or its address does.
pub(in crate::feed::discover) fn is_one(url: &str, feed: &ParsedFeed) -> bool {
    let links = feed
        .entries
        .iter()
        .filter_map(|entry| entry.link.as_deref());
    let mut links = links.filter(|link| sign::of_address(link).is_some());
    if links.any(sign::leaves_page_open) {
        let selves = [Some(url), feed.self_url.as_deref(), feed.id.as_deref()];
        return selves.into_iter().flatten().any(names_topic);
    }
    !is_site_wide(url, feed)
}

/// `app.php/feed/topic/3`, `extern.php?action=feed&tid=3`
fn names_topic(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let by_path = Page::of_feed(address).is_some() && url.path().contains("/topic/");
    let mut pairs = url.query_pairs();
    by_path || pairs.any(|(name, id)| matches!(&*name, "t" | "tid" | "topic") && is_number(&id))
}

/// Whether an entry is a post of a forum: it counts its posts as blogs count comments.
pub(in crate::feed::discover) fn is_post_of_forum(entry: &ParsedEntry) -> bool {
    let Some(link) = entry.link.as_deref() else {
        return false;
    };
    let Ok(url) = Url::parse(link) else {
        return false;
    };
    let parts: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    matches!(
        parts[..],
        [.., "t", _, _, _]
            | [.., "d", _, _]
            | [.., "viewtopic.php" | "showthread.php" | "showpost.php"]
    )
}

/// The answers to one story of Hacker News: all of it has addresses of one shape, and only the feed
/// says which is the story.
pub(in crate::feed::discover) fn is_of_hacker_news(feed: &ParsedFeed) -> bool {
    let is_item = |address: &str| {
        Url::parse(address)
            .is_ok_and(|url| url.domain() == Some("news.ycombinator.com") && url.path() == "/item")
    };
    feed.site.as_deref().is_some_and(is_item)
}
