//! Pages whose talk can be had by a rule of the program that runs there, known by the shape of the
//! address; where others have that shape too, by more than that.

use url::Url;

use crate::feed::discover::sites;
use crate::feed::discover::sites::talk::OTHER_AT;
use crate::feed::discover::talk::leads::Leads;
use crate::feed::discover::talk::pages::{is_id, is_number};
use crate::feed::normalize;
use crate::model::found::FoundKind;
use crate::model::talk::{Post, Reader};

/// Adds what follows from the address of a page on which the entry, or the talk under it, stands.
pub(super) fn add(leads: &mut Leads, page: &str, post: &Post) {
    let Some(url) = Url::parse(page).ok().filter(normalize::is_web) else {
        return;
    };
    let Some(host) = url.host_str() else { return };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let parts: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let at = |path: &str| url.join(path).map(String::from).unwrap_or_default();
    match (host, &parts[..]) {
        ("news.ycombinator.com", ["item"]) => hacker_news(leads, &url),
        ("lobste.rs", ["s", id, ..]) if is_id(id) => {
            leads.add(Reader::Lobsters, &at(&format!("/s/{id}.json")));
        }
        (_, ["r", _, "comments", _, ..] | ["questions" | "q", _, ..]) => known(leads, &url),
        (_, ["w", id] | ["videos", "watch", id]) if is_video(id) => {
            leads.add(
                Reader::Feed,
                &at(&format!("/feeds/video-comments.xml?videoId={id}")),
            );
        }
        (_, ["users", _, "statuses", id]) if is_status(id, post) => {
            mastodon(leads, &at, id);
        }
        (_, [person, id]) if is_person(person, host) && is_status(id, post) => {
            mastodon(leads, &at, id);
        }
        (_, ["post", id]) if is_number(id) && runs_lemmy(host, post) => {
            let query = format!("post_id={id}&type_=All&sort=New&max_depth=50");
            leads.add(Reader::Lemmy, &at(&format!("/api/v3/comment/list?{query}")));
        }
        (_, [before @ .., "t", slug, id] | [before @ .., "t", slug, id, _])
            if is_number(id) && !is_number(slug) =>
        {
            discourse(leads, &url, before, &format!("{slug}/{id}"));
        }
        (_, [before @ .., "t", id] | [before @ .., "t", id, _])
            if is_number(id) && runs_discourse(id, post) =>
        {
            discourse(leads, &url, before, id);
        }
        _ => {}
    }
}

/// The tree by the search that Hacker News points to; a feed of the answers from hnrss.
fn hacker_news(leads: &mut Leads, url: &Url) {
    let id = url.query_pairs().find(|(name, _)| name == "id");
    let Some((_, id)) = id.filter(|(_, id)| is_number(id)) else {
        return;
    };
    leads.add(
        Reader::HackerNews,
        &format!("https://hn.algolia.com/api/v1/items/{id}"),
    );
    leads.add(
        Reader::Feed,
        &format!("https://hnrss.org/item?id={id}&count=100"),
    );
}

/// Threads of sites that discovery knows by their hosts.
fn known(leads: &mut Leads, url: &Url) {
    for feed in sites::known(url) {
        if feed.kind == FoundKind::Comments {
            leads.add(Reader::Feed, &feed.url);
        }
    }
}

fn discourse(leads: &mut Leads, url: &Url, before: &[&str], topic: &str) {
    let mut url = url.clone();
    url.set_query(None);
    let before = before
        .iter()
        .fold(String::new(), |path, part| path + "/" + part);
    url.set_path(&format!("{before}/t/{topic}.rss"));
    leads.add(Reader::Feed, url.as_str());
}

/// A UUID, or the short form of one (flickr's Base58, 22 characters).
fn is_video(id: &str) -> bool {
    let groups: Vec<usize> = id.split('-').map(str::len).collect();
    let is_long = groups == [8, 4, 4, 4, 12]
        && id
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    let is_short = id.len() == 22 && is_id(id) && !id.contains(['0', 'O', 'I', 'l']);
    is_long || is_short
}

fn mastodon(leads: &mut Leads, at: &impl Fn(&str) -> String, id: &str) {
    leads.add(
        Reader::Mastodon,
        &at(&format!("/api/v1/statuses/{id}/context")),
    );
}

/// `@name`, or `@name@host` for people of other servers.
fn is_person(part: &str, host: &str) -> bool {
    let name = part.strip_prefix('@').unwrap_or_default();
    !name.is_empty() && !OTHER_AT.contains(&host)
}

/// A status of Mastodon has a long number; a short one counts where the feed says what runs there.
fn is_status(id: &str, post: &Post) -> bool {
    let generator = post.generator.as_deref().unwrap_or_default().to_lowercase();
    is_number(id) && (id.len() >= 15 || generator.contains("mastodon"))
}

/// `/post/31` is the address of many a blog; Lemmy has its feeds below `/feeds/`, and its name in that
/// of its host more often than not.
fn runs_lemmy(host: &str, post: &Post) -> bool {
    let feed = Url::parse(&post.feed_url).ok();
    let own = feed.as_ref().filter(|feed| {
        let there = feed.host_str().unwrap_or_default();
        there.strip_prefix("www.").unwrap_or(there) == host
    });
    let by_feed = own.is_some_and(|feed| {
        let parts: Vec<&str> = feed
            .path()
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        matches!(
            parts[..],
            ["feeds", "all.xml" | "local.xml"] | ["feeds", "c" | "u" | "m" | "front", _]
        )
    });
    by_feed || host.contains("lemmy") || host.starts_with("feddit.")
}

/// Others count their threads so, too; Discourse says `HOST-topic-41`.
fn runs_discourse(id: &str, post: &Post) -> bool {
    let generator = post.generator.as_deref().unwrap_or_default().to_lowercase();
    post.key.ends_with(&format!("-topic-{id}")) || generator.contains("discourse")
}
