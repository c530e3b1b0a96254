//! Comment feeds of a whole site, by their addresses.

use url::Url;

/// Whether this is the address of a feed of all comments of a site.
pub(super) fn is_of_site(address: &str) -> bool {
    let Ok(url) = Url::parse(address.trim()) else {
        return false;
    };
    if url
        .query_pairs()
        .any(|(name, _)| NAMES_ONE.contains(&&*name))
    {
        return false;
    }
    let asks = |wanted: fn(&str) -> bool, name: &str| {
        url.query_pairs()
            .any(|(known, value)| known == name && wanted(&value))
    };
    if asks(|value| value.starts_with("comments-"), "feed") {
        return true;
    }
    let host = url.host_str().unwrap_or_default();
    let parts: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [.., "comments", "feed"]
        | [.., "comments", "feed", "atom" | "rss" | "rss2" | "rdf"]
        | [.., "feeds", "comments", "default" | "full" | "summary"]
        | [.., "data", "comments"]
        | [.., "crss"]
        | ["comments.rss" | "comments.atom" | "comments.xml"]
        | [
            "comments",
            ".rss" | ".json" | "rss" | "atom" | "rss.xml" | "atom.xml",
        ]
        | ["r", _, "comments", ".rss" | ".json"] => true,
        ["feeds", _, "comments", "default"] => host.ends_with("blogger.com"),
        ["latest.rss"] => host.ends_with(".disqus.com"),
        [.., "feeds", name] => name.starts_with("video-comments"),
        [.., "rss.php"] => asks(|value| value.starts_with("comments"), "type"),
        _ => false,
    }
}

/// Parameters that pick one post.
const NAMES_ONE: [&str; 14] = [
    "p",
    "page_id",
    "attachment_id",
    "name",
    "pagename",
    "cid",
    "tid",
    "t",
    "videoId",
    "uri",
    "url",
    "post",
    "post_id",
    "node",
];
