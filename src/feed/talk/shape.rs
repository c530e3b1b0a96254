//! Which talk an address is of, by its shape: how an address of an interface is read, and which
//! interface stands behind the page people talk on.

use url::Url;

use crate::model::talk::Reader;

/// Which reader an address needs that is asked for comments; a feed is what no rule knows.
pub fn reader_of(url: &str) -> Reader {
    let Ok(url) = Url::parse(url) else {
        return Reader::Feed;
    };
    let parts = parts(&url);
    let host = url.host_str().unwrap_or_default();
    let route = query(&url, "rest_route").unwrap_or_default();
    match parts[..] {
        [.., "wp-json", "wp", "v2", "comments"] | ["wp", "v2", "sites", _, "comments"] => {
            Reader::WordPress
        }
        _ if route.trim_end_matches('/') == "/wp/v2/comments" => Reader::WordPress,
        ["api", "v1", "items", id] if host == ALGOLIA && is_number(id) => Reader::HackerNews,
        ["api", "v3", "comment", "list"] => Reader::Lemmy,
        ["api", "v1", "statuses", _, "context"] => Reader::Mastodon,
        ["s", last] if json(last).is_some_and(is_short_id) => Reader::Lobsters,
        ["s", id, last] if is_short_id(id) && json(last).is_some() => Reader::Lobsters,
        [.., "t", last] | [.., "t", _, last] if json(last).is_some_and(is_number) => {
            Reader::Discourse
        }
        ["r", _, "comments", .., last] | ["comments", .., last] if json(last).is_some() => {
            Reader::Reddit
        }
        _ => Reader::Feed,
    }
}

/// The name of a JSON file; it may be empty, as Reddit's are.
fn json(part: &str) -> Option<&str> {
    part.strip_suffix(".json")
}

/// Algolia's search of Hacker News; Hacker News itself gives a talk item by item.
pub(super) const ALGOLIA: &str = "hn.algolia.com";

/// What is known of an address besides its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// A feed says that people talk there.
    Talk,
    /// Nothing: it may be any page.
    Nothing,
}

/// The interface behind a page of talk, or behind a feed of it, where its shape tells.
pub(super) fn behind(page: &Url, known: Known) -> Option<(Reader, Url)> {
    let host = page.host_str()?;
    hacker_news(page, host)
        .or_else(|| reddit(page, host))
        .or_else(|| lobsters(page, host, known))
        .or_else(|| discourse(page))
        .or_else(|| lemmy(page, known))
        .or_else(|| mastodon(page))
}

/// The item itself, or the feed that hnrss makes of it.
fn hacker_news(page: &Url, host: &str) -> Option<(Reader, Url)> {
    let known = matches!(host, "news.ycombinator.com" | "hnrss.org")
        && page.path().trim_end_matches('/') == "/item";
    let id = query(page, "id").filter(|id| known && is_number(id))?;
    let url = Url::parse(&format!("https://{ALGOLIA}/api/v1/items/{id}")).ok()?;
    Some((Reader::HackerNews, url))
}

fn reddit(page: &Url, host: &str) -> Option<(Reader, Url)> {
    if host != "reddit.com" && !host.ends_with(".reddit.com") {
        return None;
    }
    let path = match parts(page)[..] {
        ["r", name, "comments", id, ..] => format!("/r/{name}/comments/{id}/.json"),
        ["comments", id, ..] => format!("/comments/{id}/.json"),
        _ => return None,
    };
    let url = with_path(page, &path);
    Some((
        Reader::Reddit,
        with_query(&url, &[("limit", "500"), ("sort", "old")]),
    ))
}

/// Where it is not Lobsters itself, only a feed can tell that a page of this shape is a talk.
fn lobsters(page: &Url, host: &str, known: Known) -> Option<(Reader, Url)> {
    let is_own = host == "lobste.rs" || host == "www.lobste.rs";
    let id = match parts(page)[..] {
        ["s", id] if is_own => id,
        ["s", id, _] if is_own || known == Known::Talk => id,
        _ => return None,
    };
    let id = json(id).unwrap_or(id);
    let url = with_path(page, &format!("/s/{id}.json"));
    is_short_id(id).then_some((Reader::Lobsters, url))
}

/// `/t/slug/ID`, with or without the number of a post behind it; below a folder where the forum is.
fn discourse(page: &Url) -> Option<(Reader, Url)> {
    let parts = parts(page);
    let at = parts.iter().position(|part| *part == "t")?;
    let id = match parts[at + 1..] {
        [id] | [id, _] | [_, id] | [_, id, _] if is_topic(id) => id,
        _ => return None,
    };
    let folder = parts[..at].join("/");
    let id = topic(id);
    let url = with_path(page, &format!("/{folder}/t/{id}.json").replace("//", "/"));
    Some((Reader::Discourse, url))
}

fn topic(part: &str) -> &str {
    let end = [".rss", ".json"]
        .iter()
        .find_map(|end| part.strip_suffix(end));
    end.unwrap_or(part)
}

fn is_topic(part: &str) -> bool {
    is_number(topic(part))
}

/// `/post/ID` is an address of many programs.
fn lemmy(page: &Url, known: Known) -> Option<(Reader, Url)> {
    let ["post", id] = parts(page)[..] else {
        return None;
    };
    if known != Known::Talk || !is_number(id) {
        return None;
    }
    let url = with_path(page, "/api/v3/comment/list");
    let asked = [
        ("post_id", id),
        ("type_", "All"),
        ("sort", "Old"),
        ("limit", "50"),
    ];
    Some((Reader::Lemmy, with_query(&url, &asked)))
}

fn mastodon(page: &Url) -> Option<(Reader, Url)> {
    let id = match parts(page)[..] {
        [person, id] | ["web", person, id] if person.starts_with('@') => id,
        ["users", _, "statuses", id] | ["web", "statuses", id] => id,
        _ => return None,
    };
    let url = with_path(page, &format!("/api/v1/statuses/{id}/context"));
    is_number(id).then_some((Reader::Mastodon, url))
}

/// The parts of a path; none is empty.
pub(super) fn parts(url: &Url) -> Vec<&str> {
    let parts = url.path_segments().into_iter().flatten();
    parts.filter(|part| !part.is_empty()).collect()
}

pub(super) fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How stories and comments of Lobsters are called.
fn is_short_id(text: &str) -> bool {
    let sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() == 6 && text.bytes().all(sound)
}

/// What a query says under a name.
pub(super) fn query(url: &Url, name: &str) -> Option<String> {
    let mut pairs = url.query_pairs();
    let found = pairs.find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_owned())
}

/// The same address with these in its query, in the place of what it said under their names.
pub(super) fn with_query(url: &Url, set: &[(&str, &str)]) -> Url {
    let mut made = url.clone();
    made.set_fragment(None);
    {
        let mut pairs = made.query_pairs_mut();
        pairs.clear();
        let is_set = |name: &str| set.iter().any(|(known, _)| *known == name);
        pairs.extend_pairs(url.query_pairs().filter(|(name, _)| !is_set(name)));
        pairs.extend_pairs(set);
    }
    made
}

/// Another address of the same host.
pub(super) fn with_path(url: &Url, path: &str) -> Url {
    let mut made = url.clone();
    made.set_path(path);
    made.set_query(None);
    made.set_fragment(None);
    made
}

/// `www.` tells no host from another.
pub(super) fn same_host(one: &Url, other: &Url) -> bool {
    bare_host(one).is_some() && bare_host(one) == bare_host(other)
}

pub(super) fn bare_host(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_how_it_is_read() {
        let check = |url, expect| assert_eq!(reader_of(url), expect, "{url}");
        for url in [
            "https://a.example/wp-json/wp/v2/comments?post=4",
            "https://a.example/blog/index.php/wp-json/wp/v2/comments?post=4",
            "https://a.example/?rest_route=/wp/v2/comments&post=4",
            "https://a.example/?post=4&rest_route=%2Fwp%2Fv2%2Fcomments%2F",
            "https://public-api.wordpress.com/wp/v2/sites/a.example/comments?post=4",
        ] {
            check(url, Reader::WordPress);
        }
        check("https://hn.algolia.com/api/v1/items/42", Reader::HackerNews);
        check(
            "https://fedi.example/api/v3/comment/list?post_id=3",
            Reader::Lemmy,
        );
        check(
            "https://fedi.example/api/v1/statuses/42/context",
            Reader::Mastodon,
        );
        for url in [
            "https://lobste.rs/s/abc123.json",
            "https://crabs.example/s/abc123.json",
            "https://crabs.example/s/abc123/a_slug.json",
        ] {
            check(url, Reader::Lobsters);
        }
        for url in [
            "https://forum.example/t/41.json",
            "https://forum.example/t/sharpening/41.json?page=2",
            "https://a.example/forum/t/sharpening/41.json",
        ] {
            check(url, Reader::Discourse);
        }
        for url in [
            "https://www.reddit.com/r/sails/comments/abc/.json?limit=500",
            "https://www.reddit.com/r/sails/comments/abc/which.json",
            "https://www.reddit.com/comments/abc/.json",
        ] {
            check(url, Reader::Reddit);
        }
    }

    #[test]
    fn everything_else_is_read_as_a_feed() {
        for url in [
            "",
            "no address",
            "https://a.example/feed.json",
            "https://a.example/t/feed.json",
            "https://a.example/s/stories.json",
            "https://a.example/post/feed/",
            "https://a.example/wp-json/wp/v2/posts/4",
            "https://www.reddit.com/r/sails/comments/abc/.rss",
            "https://other.example/api/v1/items/42",
            "https://forum.example/t/sharpening/41.rss",
            "https://a.example/feeds/12/comments/default",
        ] {
            assert_eq!(reader_of(url), Reader::Feed, "{url}");
        }
    }

    #[test]
    fn the_interface_behind_a_page_is_read_as_such() {
        for page in [
            "https://news.ycombinator.com/item?id=42",
            "https://hnrss.org/item?id=42&count=100",
            "https://old.reddit.com/r/sails/comments/abc/which/?sort=new",
            "https://www.reddit.com/comments/abc",
            "https://lobste.rs/s/abc123",
            "https://crabs.example/s/abc123/a_slug",
            "https://forum.example/t/sharpening/41/7",
            "https://forum.example/t/41",
            "https://a.example/forum/t/sharpening/41.rss",
            "https://fedi.example/post/31",
            "https://fedi.example/@ana/112",
            "https://fedi.example/users/ana/statuses/112",
        ] {
            let (reader, url) = behind(&Url::parse(page).unwrap(), Known::Talk).unwrap();
            assert_eq!(reader_of(url.as_str()), reader, "{page}");
        }
    }

    #[test]
    fn other_pages_have_none() {
        let check = |page, known| {
            let found = behind(&Url::parse(page).unwrap(), known);
            assert_eq!(found, None, "{page}");
        };
        for page in [
            "https://a.example/2024/a-post/",
            "https://news.ycombinator.com/news",
            "https://news.ycombinator.com/item?id=x",
            "https://www.reddit.com/r/sails/",
            "https://lobste.rs/t/rust",
            "https://a.example/t/rust",
            "https://a.example/@ana/how-i-write",
            "mailto:ana@a.example",
        ] {
            check(page, Known::Talk);
        }
        check("https://a.example/post/31", Known::Nothing);
        check("https://a.example/s/abc123/slug", Known::Nothing);
    }
}
