//! A comment feed and where it goes on: older pages (RFC 5005), Blogger's pages, Isso's limit.

use url::Url;

use crate::feed::decode;
use crate::feed::parse;
use crate::feed::talk::shape::{parts, query, same_host, with_query};
use crate::feed::xml::markup::{self, Token};
use crate::model::http::Body;
use crate::model::talk::TalkPage;

/// Comments that Isso gives where nobody asked for more.
const ISSO_USUAL: u64 = 100;
/// Comments that Blogger gives where nobody asked for more.
const BLOGGER_USUAL: u64 = 25;

pub(super) fn read(body: &Body, base: &Url) -> Result<TalkPage, String> {
    let feed = parse::parse(&body.bytes, body.content_type.as_deref(), &body.url)
        .map_err(|error| error.to_string())?;
    let text = decode::text(&body.bytes, body.content_type.as_deref()).text;
    let count = u64::try_from(feed.entries.len()).unwrap_or(u64::MAX);
    let head = Head::of(&text);
    let named = feed
        .next
        .as_ref()
        .or(feed.previous_archive.as_ref())
        .and_then(|next| Url::parse(next).ok())
        .filter(|next| next.as_str() != base.as_str());
    let (next, is_chain) = if is_blogger(base) {
        (blogger(base, named.as_ref(), &head, count), true)
    } else {
        // What another host says was not asked for; and then something is missing.
        let next = named.filter(|next| same_host(next, base));
        let is_end = feed.next.is_none() && feed.previous_archive.is_none();
        let is_chain = next.is_some() || (is_end && head.is_paged);
        (next, is_chain)
    };
    let all_of_isso = is_isso(base) && count < limit(base);
    // What was mended may have lost something, and 226 gives only what is new.
    let sound = feed.repairs.is_empty() && feed.warnings.is_empty() && !body.is_partial;
    let whole = sound && (feed.complete || is_chain || all_of_isso);
    Ok(TalkPage {
        next: next.filter(|_| !feed.complete).map(String::from),
        whole,
        feed,
    })
}

/// What a feed says of itself that has pages.
#[derive(Debug, Default, PartialEq, Eq)]
struct Head {
    /// It is one of several pages, the last of them too: only the last one has no next.
    is_paged: bool,
    /// openSearch: how many there are, and the number of the first one here.
    total: Option<u64>,
    start: Option<u64>,
}

impl Head {
    /// Only what stands before the first entry is said of the feed.
    fn of(text: &str) -> Self {
        let mut head = Self::default();
        let mut number = None;
        for token in markup::tokens(text) {
            match token {
                Token::Open(tag) => {
                    let name = tag.name.rsplit(':').next().unwrap_or(tag.name);
                    let name = name.to_ascii_lowercase();
                    match name.as_str() {
                        "entry" | "item" => break,
                        "link" => head.is_paged |= names_a_page(tag.attributes),
                        "archive" => head.is_paged = true,
                        _ => {}
                    }
                    number = Some(name);
                }
                Token::Text(text) => match number.as_deref() {
                    Some("totalresults") => head.total = text.trim().parse().ok(),
                    Some("startindex") => head.start = text.trim().parse().ok(),
                    _ => {}
                },
                Token::Close { .. } => number = None,
                _ => {}
            }
        }
        head
    }
}

/// RFC 5005 §3 and §4.
fn names_a_page(attributes: &str) -> bool {
    let attributes = markup::attributes(attributes);
    let rel = attributes
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("rel"));
    let pages = [
        "next",
        "previous",
        "prev",
        "first",
        "last",
        "prev-archive",
        "next-archive",
        "current",
    ];
    rel.is_some_and(|(_, rel)| {
        let rel = rel.trim();
        pages.iter().any(|page| rel.eq_ignore_ascii_case(page))
    })
}

/// `/feeds/POST/comments/default`, on older blogs with the blog's number before the post's.
pub(super) fn is_blogger(url: &Url) -> bool {
    matches!(
        parts(url)[..],
        ["feeds", _, "comments", "default"] | ["feeds", _, _, "comments", "default"]
    )
}

/// The next page, asked for at the address this one came from: the one that is named may be on a host of
/// Blogger's own.
fn blogger(base: &Url, named: Option<&Url>, head: &Head, count: u64) -> Option<Url> {
    let number = |url: &Url, name| query(url, name).and_then(|value| value.parse::<u64>().ok());
    let start = head
        .start
        .or_else(|| number(base, "start-index"))
        .unwrap_or(1);
    let after = start.saturating_add(count);
    let next = match (named, head.total) {
        (Some(named), _) => number(named, "start-index").unwrap_or(after),
        (None, Some(total)) if after <= total => after,
        (None, Some(_)) => return None,
        (None, None) => {
            let asked = number(base, "max-results").unwrap_or(BLOGGER_USUAL).max(1);
            (count >= asked).then_some(after)?
        }
    };
    let next = next.to_string();
    (count > 0).then(|| with_query(base, &[("start-index", &next)]))
}

/// `/feed?uri=PATH`, whatever folder Isso runs in.
pub(super) fn is_isso(url: &Url) -> bool {
    parts(url).last() == Some(&"feed") && query(url, "uri").is_some()
}

fn limit(url: &Url) -> u64 {
    let asked = query(url, "limit").and_then(|limit| limit.parse().ok());
    asked.unwrap_or(ISSO_USUAL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::http::{Hints, Validators};

    /// Where a feed goes on, and whether its chain is all there is.
    fn check(url: &str, head: &str, entries: usize, expect: (Option<&str>, bool)) {
        let entry = "<entry><id>x</id><link rel='next' href='/not-the-feed'/></entry>";
        let text = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:os='http://a9.com/-/spec/opensearchrss/1.0/'
             xmlns:fh='http://purl.org/syndication/history/1.0'>{head}{}</feed>",
            (0..entries)
                .map(|at| entry.replace('x', &at.to_string()))
                .collect::<String>()
        );
        let body = Body {
            bytes: text.into_bytes(),
            content_type: None,
            links: Vec::new(),
            url: url.to_owned(),
            moved_to: None,
            validators: Validators::default(),
            hints: Hints::default(),
            is_partial: false,
        };
        let page = read(&body, &Url::parse(url).unwrap()).unwrap();
        assert_eq!((page.next.as_deref(), page.whole), expect, "{url} {head}");
        assert_eq!(page.feed.entries.len(), entries);
    }

    const FEED: &str = "https://a.example/post/feed";

    #[test]
    fn a_feed_of_pages_is_whole_with_all_of_them() {
        let next = "<link rel='next' href='?page=2'/>";
        check(
            FEED,
            next,
            2,
            (Some("https://a.example/post/feed?page=2"), true),
        );
        check(
            FEED,
            "<link rel='previous' href='?page=1'/>",
            2,
            (None, true),
        );
        let archive = "<fh:archive/><link rel='prev-archive' href='/2023'/>";
        check(FEED, archive, 2, (Some("https://a.example/2023"), true));
        check(
            FEED,
            "<fh:complete/><link rel='next' href='?page=2'/>",
            2,
            (None, true),
        );
    }

    #[test]
    fn the_newest_comments_alone_are_not_whole() {
        check(FEED, "", 2, (None, false));
        check(
            FEED,
            "<link rel='self' href='/post/feed'/>",
            2,
            (None, false),
        );
    }

    #[test]
    fn a_feed_does_not_go_on_elsewhere_nor_with_itself() {
        check(
            FEED,
            "<link rel='next' href='https://b.example/'/>",
            2,
            (None, false),
        );
        check(
            FEED,
            "<link rel='next' href='/post/feed'/>",
            2,
            (None, false),
        );
        let http = "<link rel='next' href='http://www.a.example/2'/>";
        check(FEED, http, 2, (Some("http://www.a.example/2"), true));
    }

    #[test]
    fn blogger_goes_on_where_it_was_asked() {
        let url = "https://swallows.example/feeds/222/comments/default?max-results=2";
        let at = |start| format!("{url}&start-index={start}");
        let named = "<link rel='next' href='http://www.blogger.example/feeds/1/222/comments/default?start-index=3&amp;max-results=2'/>";
        check(url, named, 2, (Some(&at(3)), true));
        let count = "<os:totalResults>5</os:totalResults><os:startIndex>3</os:startIndex>";
        check(&at(3), count, 2, (Some(&at(5)), true));
        check(&at(5), &count.replace('3', "5"), 1, (None, true));
        check(url, "", 2, (Some(&at(3)), true));
        check(url, "", 1, (None, true));
        check(url, named, 0, (None, true));
    }

    #[test]
    fn isso_gives_all_where_it_gives_fewer_than_were_asked_for() {
        let url = "https://a.example/isso/feed?uri=%2Fpost";
        check(url, "", 3, (None, true));
        check(&format!("{url}&limit=3"), "", 3, (None, false));
    }
}
