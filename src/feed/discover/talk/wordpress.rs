//! The comment feeds of `WordPress`, whose addresses follow from one another: that of a post in RSS
//! and in Atom, and that of the whole site.
//!
//! Only its Atom says which comment answers which, so it is asked first wherever RSS is named.

use url::Url;

use crate::feed::discover::site::bare;
use crate::feed::normalize;
use crate::model::talk::Post;

/// The Atom form of a comment feed in RSS; nothing where it is Atom already, or not `WordPress`'s.
/// Everything else of the address stays as it is written.
pub fn twin(url: &str) -> Option<String> {
    let url = url.trim();
    Url::parse(url).ok().filter(normalize::is_web)?;
    let (address, fragment) = parted(url, '#');
    let (path, query) = parted(address, '?');
    if query.contains("withoutcomments=") {
        return None;
    }
    // The last one of a name counts, and before the path.
    let pairs = query.strip_prefix('?').unwrap_or_default().split('&');
    let mut pairs: Vec<&str> = pairs.collect();
    let asked = pairs
        .iter_mut()
        .rev()
        .find(|pair| pair.starts_with("feed="));
    if let Some(pair) = asked {
        *pair = match *pair {
            "feed=rss2" | "feed=rss" | "feed=rdf" | "feed=feed" => "feed=atom",
            "feed=comments-rss2" | "feed=comments-rss" | "feed=comments-rdf" => {
                "feed=comments-atom"
            }
            _ => return None,
        };
        return Some(format!("{path}?{}{fragment}", pairs.join("&")));
    }
    let bare = path.strip_suffix('/').unwrap_or(path);
    let stem = ["/rss2", "/rss", "/rdf"]
        .iter()
        .find_map(|end| bare.strip_suffix(end))
        .filter(|stem| stem.ends_with("/feed"))
        .unwrap_or(bare);
    // In `//feed` it would be the host.
    let is_below = stem.strip_suffix("/feed")?.contains("://");
    let has_host = !stem.ends_with("://feed");
    (is_below && has_host).then(|| format!("{stem}/atom/{query}{fragment}"))
}

/// A text up to a mark, and the rest with it.
fn parted(text: &str, mark: char) -> (&str, &str) {
    text.split_at(text.find(mark).unwrap_or(text.len()))
}

/// The comment feed of the whole site in Atom, by the comment feed that is asked; nothing where
/// that is not `WordPress`'s or belongs to another host than the site.
pub fn site_feed(post: &Post) -> Option<String> {
    let asked = post.adopted.as_deref().or(post.comment_feed.as_deref())?;
    let asked = Url::parse(asked.trim()).ok().filter(normalize::is_web)?;
    let site = post.site.as_deref().and_then(|site| Url::parse(site).ok());
    let host = |url: &Url| url.host_str().map(|host| bare(host).to_owned());
    if site.as_ref().is_some_and(|site| host(site) != host(&asked)) {
        return None;
    }
    let mut feed = asked.clone();
    feed.set_fragment(None);
    if asks_plainly(&asked) {
        match &site {
            Some(site) => feed.set_path(site.path()),
            None if has_number(&asked) => {}
            None => return None,
        }
        feed.set_query(Some("feed=comments-atom"));
        return Some(feed.into());
    }
    is_pretty(asked.path()).then_some(())?;
    let site = site?;
    let home = site.path().trim_end_matches('/');
    let home = home.strip_suffix("/index.php").unwrap_or(home);
    let below = asked.path().strip_prefix(home)?;
    below.starts_with('/').then_some(())?;
    let script = if below.starts_with("/index.php/") {
        "/index.php"
    } else {
        ""
    };
    feed.set_path(&format!("{home}{script}/comments/feed/atom/"));
    feed.set_query(None);
    Some(feed.into())
}

/// `?feed=rss2&p=4`: a blog whose addresses are numbers.
fn asks_plainly(url: &Url) -> bool {
    let mut pairs = url.query_pairs();
    pairs.any(|(name, value)| {
        let value = value.strip_prefix("comments-").unwrap_or(&value);
        name == "feed" && matches!(value, "atom" | "rss2" | "rss" | "rdf" | "feed")
    })
}

/// Whether an address is written as `WordPress` writes those of its feeds.
pub(super) fn is_shaped(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| asks_plainly(&url) || is_pretty(url.path()))
}

/// Whether a post is named by its number.
fn has_number(url: &Url) -> bool {
    url.query_pairs().any(|(name, _)| NUMBERS.contains(&&*name))
}

const NUMBERS: [&str; 3] = ["p", "page_id", "attachment_id"];

/// `…/feed/`, `…/feed/atom/`.
fn is_pretty(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let stem = ["/atom", "/rss2", "/rss", "/rdf"]
        .iter()
        .find_map(|end| path.strip_suffix(end));
    stem.unwrap_or(path).ends_with("/feed")
}

/// Whether a feed says that `WordPress` wrote it.
pub(super) fn wrote(post: &Post) -> bool {
    let generator = post.generator.as_deref().unwrap_or_default().to_lowercase();
    generator.contains("wordpress")
}

/// Where the comment feed of a post is whose blog runs `WordPress` and says no more.
pub(super) fn of_page(post: &Post) -> Option<String> {
    let pages = [post.link.as_deref(), Some(&*post.key)];
    let site = post.site.as_deref().and_then(|site| Url::parse(site).ok());
    let urls = pages.into_iter().flatten().filter_map(|page| {
        let url = Url::parse(page).ok().filter(normalize::is_web)?;
        // A link may lead to what the post is about, and to those who count who follows it.
        let at_home = site
            .as_ref()
            .is_none_or(|site| site.host_str().map(bare) == url.host_str().map(bare));
        at_home.then_some(url)
    });
    urls.into_iter().find_map(|mut url| {
        url.set_fragment(None);
        let number = url
            .query_pairs()
            .find(|(name, _)| NUMBERS.contains(&&**name))
            .map(|(name, value)| format!("feed=atom&{name}={value}"));
        url.set_query(number.as_deref());
        let home = site.as_ref().map_or("", |site| site.path());
        let path = url.path().trim_end_matches('/').to_owned();
        if number.is_none() {
            if path == home.trim_end_matches('/') || path.is_empty() {
                return None;
            }
            url.set_path(&format!("{path}/feed/atom/"));
        }
        Some(url.into())
    })
}
