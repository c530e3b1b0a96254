//! Where a link leads, as far as can be told without following it: to a feed or to a page.

/// How good a word for "here are the comments" is; Atom tells who answers whom, RSS does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Atom,
    Feed,
    /// Not said to be a feed, but it looks like one.
    Likely,
}

/// Where a link with this type leads: a feed, or nothing for a page.
pub fn rank(written: &str) -> Option<Rank> {
    let kind = written.split(';').next().unwrap_or(written).trim();
    match kind.to_ascii_lowercase().as_str() {
        "application/atom+xml" => Some(Rank::Atom),
        "application/rss+xml"
        | "application/rdf+xml"
        | "application/feed+json"
        | "application/xml"
        | "text/xml" => Some(Rank::Feed),
        _ => None,
    }
}

/// Of an address that is a feed by what was said of it: which kind, as far as it shows.
pub fn rank_by_address(url: &str) -> Rank {
    let words = url.split(['/', '.', '?', '&', '=', '-', '_']);
    if words.skip(3).any(|word| word.eq_ignore_ascii_case("atom")) {
        Rank::Atom
    } else {
        Rank::Feed
    }
}

/// Whether an address ends as those of feeds do.
pub fn looks_like_feed(url: &str) -> bool {
    let path = path(url);
    [
        ".xml",
        ".rss",
        ".atom",
        "/feed",
        "/atom",
        "/rss",
        "/comments/default",
    ]
    .iter()
    .any(|end| path.ends_with(end))
        || path.contains("/feeds/")
}

fn path(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or(url);
    url.trim_end_matches('/')
}
