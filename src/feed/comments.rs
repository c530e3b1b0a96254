//! What an item says of the talk around it: where comments are, how many, and what it answers.
//!
//! Half a dozen vocabularies say it, each in several spellings. Nothing here reads meaning from
//! titles, which are translated; only elements and addresses count.

use crate::feed::tree::Element;
use crate::feed::vocabulary::Space;
use crate::model::comment::InReplyTo;
use crate::model::parsed::CommentSignals;

/// How good a word for "here are the comments" is; Atom tells who answers whom, RSS does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Atom,
    Feed,
    /// Not said to be a feed, but it looks like one.
    Likely,
}

/// Everything an item says about the talk under it. `resolve` makes an address absolute.
pub fn signals(
    item: &Element,
    resolve: &impl Fn(&Element, &str) -> Option<String>,
) -> CommentSignals {
    let mut feeds: Vec<(Rank, String)> = Vec::new();
    let mut page = None;
    let mut count: Option<u32> = None;
    for element in item.elements() {
        match (element.space, element.name.as_str()) {
            (Space::Wfw, "commentrss") => {
                let url = resolve(element, &element.text());
                feeds.extend(url.map(|url| (rank_by_address(&url), url)));
            }
            (Space::Core, "link") if is_related(element, "replies") => {
                count = count.max(element.attribute("count").and_then(number));
                let Some(url) = element
                    .attribute("href")
                    .and_then(|href| resolve(element, href))
                else {
                    continue;
                };
                match rank(element.attribute("type"), &url) {
                    Some(rank) => feeds.push((rank, url)),
                    None => page = page.or(Some(url)),
                }
            }
            (Space::Core, "comments") => match number(&element.text()) {
                Some(told) => count = count.max(Some(told)),
                None => page = resolve(element, &element.text()).or(page),
            },
            (Space::Core, "source") => feeds.extend(topic_feed(element, resolve)),
            (Space::Slash, "comments") | (Space::Thread, "total") | (_, "reply-count") => {
                count = count.max(number(&element.text()));
            }
            _ => {}
        }
    }
    feeds.sort_by_key(|(rank, _)| *rank);
    CommentSignals {
        feeds: distinct(feeds, page.as_deref()),
        page,
        count,
    }
}

/// What an item says it answers, best first: `thr:in-reply-to` (RFC 4685 §3), then Blogger's
/// `rel="related"` link to the parent comment (its `thr:in-reply-to` names the post alone).
pub fn in_reply_to(
    item: &Element,
    resolve: &impl Fn(&Element, &str) -> Option<String>,
) -> Vec<InReplyTo> {
    let threaded = item
        .all(Space::Thread, "in-reply-to")
        .map(|element| InReplyTo {
            id: element.attribute("ref").map(str::to_owned),
            href: element
                .attribute("href")
                .and_then(|href| resolve(element, href)),
        });
    let related = item
        .all(Space::Core, "link")
        .filter(|link| is_related(link, "related"))
        .filter_map(|link| resolve(link, link.attribute("href")?))
        .filter(|href| is_blogger_comment(href))
        .map(|href| InReplyTo {
            id: None,
            href: Some(href),
        });
    threaded
        .chain(related)
        .filter(|answer| answer.id.is_some() || answer.href.is_some())
        .collect()
}

fn is_related(link: &Element, how: &str) -> bool {
    link.attribute("rel")
        .is_some_and(|rel| rel.eq_ignore_ascii_case(how))
}

fn is_blogger_comment(href: &str) -> bool {
    href.split_once("/comments/default/")
        .is_some_and(|(_, number)| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// Where a link with this type leads: a feed, or nothing for a page.
fn rank(media_type: Option<&str>, url: &str) -> Option<Rank> {
    let media_type = media_type.map(|written| {
        written
            .split(';')
            .next()
            .unwrap_or(written)
            .trim()
            .to_ascii_lowercase()
    });
    match media_type.as_deref() {
        Some("application/atom+xml") => Some(Rank::Atom),
        Some(
            "application/rss+xml"
            | "application/rdf+xml"
            | "application/feed+json"
            | "application/xml"
            | "text/xml",
        ) => Some(Rank::Feed),
        Some(_) => None,
        None => looks_like_feed(url).then_some(Rank::Likely),
    }
}

fn rank_by_address(url: &str) -> Rank {
    if path(url).contains("atom") {
        Rank::Atom
    } else {
        Rank::Feed
    }
}

fn looks_like_feed(url: &str) -> bool {
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

/// Discourse gives each topic of a list the topic's own feed as `<source url="…/t/slug/7.rss">`.
fn topic_feed(
    source: &Element,
    resolve: &impl Fn(&Element, &str) -> Option<String>,
) -> Option<(Rank, String)> {
    let url = resolve(source, source.attribute("url")?)?;
    (url.contains("/t/") && looks_like_feed(&url)).then_some((Rank::Likely, url))
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

fn distinct(feeds: Vec<(Rank, String)>, page: Option<&str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for (rank, url) in feeds {
        let is_page = rank == Rank::Likely && Some(url.as_str()) == page;
        if !is_page && !kept.contains(&url) {
            kept.push(url);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::tree::Parts;
    use url::Url;

    type Resolve<'a> = dyn Fn(&Element, &str) -> Option<String> + 'a;

    fn read<T>(inside: &str, ask: fn(&Element, &Resolve<'_>) -> T) -> T {
        let base = Url::parse("http://b.example/feed/").unwrap();
        let text = format!("<rss><channel><item>{inside}</item></channel></rss>");
        let item = Parts::new(&text, &base).next().unwrap().unwrap();
        ask(&item, &|_, href| {
            crate::feed::normalize::address(href, &base)
        })
    }

    fn check(inside: &str, page: Option<&str>, feeds: &[&str], count: Option<u32>) {
        let found = read(inside, |item, resolve| signals(item, &resolve));
        assert_eq!(found.page.as_deref(), page, "{inside}");
        assert_eq!(found.feeds, feeds, "{inside}");
        assert_eq!(found.count, count, "{inside}");
    }

    #[test]
    fn comment_feeds_are_found_in_every_spelling() {
        let feed = &["http://b.example/1/feed/"];
        let wfw = "<link>http://b.example/1/</link><comments>http://b.example/1/</comments>";
        for name in ["commentRss", "commentRSS", "commentrss"] {
            let inside = format!(
                "{wfw}<wfw:{name}> /1/feed/ </wfw:{name}><slash:comments> 3 </slash:comments>"
            );
            check(&inside, Some("http://b.example/1/"), feed, Some(3));
        }
        check(
            "<x:commentRss xmlns:x='http://wellformedweb.org/commentAPI/'>/1/feed/</x:commentRss>",
            None,
            feed,
            None,
        );
        check("<comments>5</comments>", None, &[], Some(5));
        check(
            "<wfw:comment>http://b.example/post</wfw:comment>",
            None,
            &[],
            None,
        );
    }

    #[test]
    fn replies_links_are_told_apart_by_their_type() {
        check(
            "<atom:link rel='replies' type='text/html' href='/1/#comments' thr:count='4'/>
             <atom:link rel='replies' type='application/rss+xml' href='/1/rss'/>
             <atom:link rel='replies' type='application/atom+xml' href='/1/atom' thr:count='6'/>
             <thr:total>5</thr:total>",
            Some("http://b.example/1/#comments"),
            &["http://b.example/1/atom", "http://b.example/1/rss"],
            Some(6),
        );
        check(
            "<link rel='replies' href='/1/comments.xml'/>",
            None,
            &["http://b.example/1/comments.xml"],
            None,
        );
        check(
            "<link rel='replies' href='/1/talk'/>",
            Some("http://b.example/1/talk"),
            &[],
            None,
        );
        check(
            "<link rel='replies' type='text/html' href='javascript:x'/>",
            None,
            &[],
            None,
        );
    }

    #[test]
    fn counts_and_topic_feeds_of_other_platforms_are_read() {
        check("<lj:reply-count>12</lj:reply-count>", None, &[], Some(12));
        check("<slash:comments>many</slash:comments>", None, &[], None);
        check(
            "<source url='http://b.example/t/slug/7.rss'>A topic</source>",
            None,
            &["http://b.example/t/slug/7.rss"],
            None,
        );
        check(
            "<source url='http://b.example/feed.rss'>A feed</source>",
            None,
            &[],
            None,
        );
    }

    #[test]
    fn a_comment_says_what_it_answers() {
        let found = read(
            "<thr:in-reply-to ref='tag:x,1' href='/1#c1'/><thr:in-reply-to ref='tag:x,2'/><thr:in-reply-to/>
             <link rel='related' href='http://b.example/feeds/9/comments/default/77'/>
             <link rel='related' href='http://b.example/elsewhere'/>",
            |item, resolve| in_reply_to(item, &resolve),
        );
        let answer = |id: Option<&str>, href: Option<&str>| InReplyTo {
            id: id.map(str::to_owned),
            href: href.map(str::to_owned),
        };
        assert_eq!(
            found,
            [
                answer(Some("tag:x,1"), Some("http://b.example/1#c1")),
                answer(Some("tag:x,2"), None),
                answer(None, Some("http://b.example/feeds/9/comments/default/77")),
            ]
        );
    }
}
