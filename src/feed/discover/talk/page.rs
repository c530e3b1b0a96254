//! What the page of an entry names: feeds of comments in its `<link>` elements and `Link` headers, and
//! comments that are put in from elsewhere.

use url::Url;

use crate::feed::decode;
use crate::feed::discover::talk::embedded;
use crate::feed::discover::talk::leads::Leads;
use crate::feed::discover::talk::pages::{Own, Page, is_number};
use crate::feed::discover::talk::{titles, whole, wordpress};
use crate::feed::discover::{add, header, page};
use crate::feed::normalize;
use crate::model::address::Key;
use crate::model::found::{Family, Found, FoundKind};
use crate::model::http::Body;
use crate::model::talk::{Lead, Post, Reader};

/// How sure it is that a feed is the talk under the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its address is that of the entry, and a little more.
    Address,
    /// Its address is that of the comments on some one entry, and the page names it.
    Shape,
    /// It is called after the entry.
    Title,
    /// It is called a feed of comments, and not one of the whole site.
    Kind,
}

/// Where the page of an entry (or the page people comment on) says the talk is, the best first.
pub fn in_page(post: &Post, body: &Body) -> Vec<Lead> {
    let mut leads = Leads::of(post);
    let Some(base) = Url::parse(&body.url).ok().filter(normalize::is_web) else {
        return Vec::new();
    };
    let text = decode::text(&body.bytes, body.content_type.as_deref()).text;
    let mut own = Own::of(post);
    own.known_as(&body.url);
    let scanned = page::read(&text, &base);
    let mut found = scanned.links;
    add(&mut found, header::read(&body.links, &base));
    let mut fits: Vec<(Fit, &Found)> = found
        .iter()
        .filter(|feed| !is_another(post, feed))
        .filter_map(|feed| Some((fit(post, &own, feed)?, feed)))
        .collect();
    // Links of the text have no type, and the words of many lead to the site's feed.
    let linked = scanned
        .anchors
        .iter()
        .filter(|feed| !is_another(post, feed));
    fits.extend(linked.filter_map(|feed| {
        let fit = fit(post, &own, feed)?;
        (fit <= Fit::Shape).then_some((fit, feed))
    }));
    fits.sort_by_key(|(fit, feed)| (*fit, feed.family != Some(Family::Atom)));
    let embedded = embedded::read(&text, &base);
    let (sure, likely): (Vec<_>, Vec<_>) =
        fits.into_iter().partition(|(fit, _)| *fit <= Fit::Shape);
    for (_, feed) in sure {
        add_feed(&mut leads, feed);
    }
    if let Some(isso) = &embedded.isso {
        let thread = embedded.isso_thread.as_deref().unwrap_or(base.path());
        if let Ok(mut feed) = isso.join("feed") {
            feed.query_pairs_mut().append_pair("uri", thread);
            leads.add(Reader::Feed, feed.as_str());
        }
    }
    for (_, feed) in likely {
        add_feed(&mut leads, feed);
    }
    if let (Some(name), Some(slug)) = (&embedded.disqus, disqus_slug(&post.title)) {
        leads.add(
            Reader::Feed,
            &format!("https://{name}.disqus.com/{slug}/latest.rss"),
        );
    }
    leads.done()
}

/// A feed of `WordPress`'s is asked for in Atom first, which its pages do not name.
fn add_feed(leads: &mut Leads, feed: &Found) {
    if feed.family != Some(Family::Atom)
        && let Some(twin) = wordpress::twin(&feed.url)
    {
        leads.add(Reader::Feed, &twin);
    }
    leads.add(Reader::Feed, &feed.url);
}

fn fit(post: &Post, own: &Own, feed: &Found) -> Option<Fit> {
    if Page::of_feed(&feed.url).is_some_and(|page| own.has(&page)) {
        return Some(Fit::Address);
    }
    if is_of_one(&feed.url) {
        return Some(Fit::Shape);
    }
    let title = feed.title.as_deref().unwrap_or_default();
    if titles::speaks_of(title, &post.title) {
        return Some(Fit::Title);
    }
    // One of `WordPress`'s says which page it is of, and that is another.
    let is_free = !wordpress::is_shaped(&feed.url);
    (feed.kind == FoundKind::Comments && is_free).then_some(Fit::Kind)
}

/// Comments on some one entry by its number: Blogger's, Drupal's, `PeerTube`'s, Serendipity's, a
/// topic of phpBB's.
fn is_of_one(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let parts: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let is_asked = |name| {
        url.query_pairs()
            .any(|(known, value)| known == name && !value.is_empty())
    };
    match parts[..] {
        [.., "feeds", id, "comments", "default"]
        | [.., "crss", "node", id]
        | [.., "feed", "topic", id] => is_number(id),
        [.., "feeds", name] if name.starts_with("video-comments") => is_asked("videoId"),
        [.., "rss.php"] => is_asked("cid"),
        _ => url
            .query_pairs()
            .any(|(name, value)| name == "q" && value.starts_with("crss/node/")),
    }
}

/// The feed that is subscribed to, another one of the site's articles, or one of the comments of all
/// of the site.
fn is_another(post: &Post, feed: &Found) -> bool {
    let key = |url: &str| Key::read(url).whole;
    let is_subscribed = key(&feed.url) == key(&post.feed_url);
    let of_site = post.site.as_deref().is_some_and(|site| {
        let home = site.trim_end_matches('/');
        SITE_FEEDS
            .iter()
            .any(|end| key(&format!("{home}{end}")) == key(&feed.url))
    });
    let Ok(url) = Url::parse(&feed.url) else {
        return true;
    };
    // `?feed=rss2` and no number.
    let site = post.site.as_deref().and_then(|site| Url::parse(site).ok());
    let home = site.as_ref().map_or("", |site| site.path());
    let is_plain = url.path().trim_matches('/') == home.trim_matches('/')
        && url
            .query()
            .is_none_or(|query| query.starts_with("feed=") && !query.contains('&'));
    is_subscribed || of_site || is_plain || whole::is_of_site(&feed.url)
}

/// Where sites have their own feeds.
const SITE_FEEDS: [&str; 18] = [
    "/feed",
    "/feed/atom",
    "/feed/rss",
    "/feed/rss2",
    "/feed/rdf",
    "/index.php/feed",
    "/index.php/feed/atom",
    "/rss",
    "/atom",
    "/atom.xml",
    "/rss.xml",
    "/feed.xml",
    "/index.xml",
    "/feeds/posts/default",
    "/feeds/posts/default?alt=rss",
    "/feeds/videos.xml",
    "/posts.rss",
    "/latest.rss",
];

/// Disqus calls a thread by the words of its title, parted by low lines. Only what is plain ASCII is
/// sure enough to ask for.
fn disqus_slug(title: &str) -> Option<String> {
    let is_plain = title.is_ascii() && title.len() <= 50;
    let title = title.to_ascii_lowercase().replace('\'', "");
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    (is_plain && !words.is_empty()).then(|| words.join("_"))
}
