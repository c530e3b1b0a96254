//! Whether a feed that came is the talk under an entry: what it leads to and where its items stand,
//! held against all that the entry is known by.

use crate::feed::discover::talk::pages::{Own, Page};
use crate::feed::discover::talk::{posts, sign, titles, whole};
use crate::model::parsed::{ParsedEntry, ParsedFeed};
use crate::model::talk::Post;

/// Whether a feed holds the comments on this entry; where it does not, why, for a person.
pub fn proven(post: &Post, feed: &ParsedFeed) -> Result<(), String> {
    let own = Own::of(post);
    let selves = [feed.self_url.as_deref(), feed.id.as_deref()];
    let mut selves = selves.into_iter().flatten();
    if selves.clone().any(whole::is_of_site) {
        return Err(OF_SITE.to_owned());
    }
    if selves.clone().any(|url| url.contains("withoutcomments=")) {
        return Err("it holds the entry itself and no comments".to_owned());
    }
    let leads_there = feed
        .site
        .as_deref()
        .and_then(Page::of)
        .is_some_and(|page| own.has(&page));
    let is_called = selves.any(|url| names_entry(&own, post, url));
    let named = leads_there || is_called;
    let tally = Tally::of(post, &own, &feed.entries);
    if tally.is_empty() {
        return match &feed.entries[..] {
            _ if named || is_titled(post, &own, feed) => Ok(()),
            [] => Err("it is empty and does not say which entry it belongs to".to_owned()),
            _ => Err("it holds the entry itself and no comments".to_owned()),
        };
    }
    let Tally { mine, others, open } = tally;
    let leads_home = feed.site.as_deref().is_some_and(|site| own.is_home(site));
    let is_proven = named && others <= mine + open
        || mine > 0 && others == 0 && mine >= open
        || mine > others + open && !leads_home;
    if is_proven {
        return Ok(());
    }
    let told = match () {
        () if mine > 0 && leads_home => OF_SITE,
        () if others == 0 => "its items do not say which entry they belong to",
        () if feed.entries.iter().any(|entry| sign::of(entry).is_some()) => {
            "its comments stand under other posts"
        }
        () => "its items are other posts",
    };
    Err(told.to_owned())
}

const OF_SITE: &str = "it holds the comments of the whole site";

/// How many items stand under the entry, under others, and nobody knows where. The entry itself,
/// which forums put before the answers, is none of them.
#[derive(Debug, Default)]
struct Tally {
    mine: usize,
    others: usize,
    open: usize,
}

impl Tally {
    fn of(post: &Post, own: &Own, items: &[ParsedEntry]) -> Self {
        let mut tally = Self::default();
        for item in items {
            let pages = pages(item);
            let is_mine = pages.iter().any(|page| own.has(page));
            if is_mine && is_entry(post, item) {
                continue;
            }
            match pages[..] {
                _ if is_mine => tally.mine += 1,
                [] => tally.open += 1,
                _ => tally.others += 1,
            }
        }
        tally
    }

    fn is_empty(&self) -> bool {
        self.mine + self.others + self.open == 0
    }
}

/// The pages an item may stand on.
fn pages(item: &ParsedEntry) -> Vec<Page> {
    let mut named = posts::posts_of(item);
    if named.is_empty() {
        let link = item
            .link
            .iter()
            .filter(|link| !sign::leaves_page_open(link));
        let answers = item.in_reply_to.iter();
        let answers = answers.flat_map(|answer| answer.href.iter().chain(&answer.id));
        named = link.chain(answers).cloned().collect();
    }
    named.iter().filter_map(|page| Page::of(page)).collect()
}

/// Whether an item is no comment, but the entry.
fn is_entry(post: &Post, item: &ParsedEntry) -> bool {
    let is_comment = sign::of(item).is_some() || !item.in_reply_to.is_empty();
    let by_id = item.key == post.key || item.id.as_deref() == Some(&*post.key);
    let by_title = item
        .title
        .as_deref()
        .is_some_and(|title| titles::are_same(title, &post.title));
    !is_comment && (by_id || by_title)
}

/// Whether what a feed calls itself is made of the entry's address or number.
fn names_entry(own: &Own, post: &Post, url: &str) -> bool {
    if Page::of_feed(url).is_some_and(|page| own.has(&page)) {
        return true;
    }
    // Blogger's `tag:blogger.com,1999:blog-111.post-222..comments`, written without `-` elsewhere.
    let number = post.key.strip_prefix("tag:blogger.com,1999:blog-");
    let number = number.and_then(|tag| Some(tag.split_once(".post-")?.1));
    number.is_some_and(|number| {
        let mut digits = url.split(|c: char| !c.is_ascii_digit());
        url.starts_with("tag:blogger.com,1999:blog") && digits.any(|found| found == number)
    })
}

/// An empty feed may be known by its title alone, unless it leads to the front page: the site's may
/// speak of what its posts speak of.
fn is_titled(post: &Post, own: &Own, feed: &ParsedFeed) -> bool {
    let leads_home = feed.site.as_deref().is_some_and(|site| own.is_home(site));
    let title = feed.title.as_deref().unwrap_or_default();
    feed.entries.is_empty() && !leads_home && titles::speaks_of(title, &post.title)
}
