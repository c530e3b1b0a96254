//! The feeds a web page names.
//!
//! A page says where its feeds are in `<link rel="alternate">` elements of its head. A blog's page
//! names its articles and its comments alike; only hints tell them apart.

use url::Url;

use crate::feed::markup::{self, Tag, Token};
use crate::feed::{decode, normalize};

/// A feed that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Absolute.
    pub url: String,
    /// The page's name for it.
    pub title: Option<String>,
    pub kind: FoundKind,
}

/// What the feed seems to bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundKind {
    Articles,
    Comments,
}

/// Feeds named by an HTML page that came from `base`, in page order, each once.
pub fn feeds(html: &[u8], base: &str) -> Vec<Found> {
    let text = decode::text(html, None);
    let Ok(mut base) = Url::parse(base) else {
        return Vec::new();
    };
    let mut found: Vec<Found> = Vec::new();
    let mut tokens = markup::tokens(&text);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        match tag.name.to_ascii_lowercase().as_str() {
            name @ ("script" | "style" | "textarea") if !tag.empty => tokens.skip_raw_text(name),
            "base" => base = moved(&tag, &base).unwrap_or(base),
            "link" => {
                if let Some(feed) = feed(&tag, &base)
                    && !found.iter().any(|known| known.url == feed.url)
                {
                    found.push(feed);
                }
            }
            _ => {}
        }
    }
    found
}

fn moved(tag: &Tag<'_>, base: &Url) -> Option<Url> {
    let attributes = markup::attributes(tag.attributes);
    base.join(get(&attributes, "href")?).ok()
}

fn feed(tag: &Tag<'_>, base: &Url) -> Option<Found> {
    let attributes = markup::attributes(tag.attributes);
    let rel = get(&attributes, "rel")?.to_ascii_lowercase();
    let named = |word: &str| rel.split_ascii_whitespace().any(|found| found == word);
    let kind = get(&attributes, "type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let is_feed = FEED_TYPES.contains(&kind.split(';').next().unwrap_or_default().trim());
    if !(is_feed && (named("alternate") || named("alternative") || named("replies"))
        || named("feed"))
    {
        return None;
    }
    let url = normalize::address(get(&attributes, "href")?, base)?;
    let title = get(&attributes, "title")
        .map(normalize::plain_title)
        .filter(|title| !title.is_empty());
    let comments = named("replies") || speaks_of_comments(&url, title.as_deref());
    Some(Found {
        url,
        title,
        kind: if comments {
            FoundKind::Comments
        } else {
            FoundKind::Articles
        },
    })
}

const FEED_TYPES: [&str; 6] = [
    "application/atom+xml",
    "application/rss+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
];

fn get<'a>(attributes: &'a [(&str, String)], name: &str) -> Option<&'a str> {
    attributes
        .iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// "Comment" in the addresses programs make, and in the languages blogs are written in. A hint for
/// choosing among several feeds, no more.
fn speaks_of_comments(url: &str, title: Option<&str>) -> bool {
    const WORDS: [&str; 18] = [
        "comment",
        "coment",
        "komment",
        "koment",
        "commenti",
        "reactie",
        "yorum",
        "hozzászól",
        "iruzkin",
        "σχόλι",
        "коммент",
        "комент",
        "תגובות",
        "تعليق",
        "コメント",
        "评论",
        "댓글",
        "留言",
    ];
    let address = url.to_lowercase();
    let address = address
        .split_once("://")
        .map_or(address.as_str(), |(_, rest)| rest);
    let path = address.split_once('/').map_or("", |(_, path)| path);
    let title = title.unwrap_or_default().to_lowercase();
    ["comment", "crss/node"]
        .iter()
        .any(|word| path.contains(word))
        || WORDS.iter().any(|word| title.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(html: &str, expect: &[(&str, &str, FoundKind)]) {
        let found = feeds(html.as_bytes(), "https://b.example/2024/post/");
        let found: Vec<_> = found
            .iter()
            .map(|feed| {
                (
                    feed.url.as_str(),
                    feed.title.as_deref().unwrap_or(""),
                    feed.kind,
                )
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn a_blog_names_its_articles_and_its_comments() {
        use FoundKind::{Articles, Comments};
        check(
            "<!doctype html><html><head><title>x</title>
             <link rel=\"alternate\" type=\"application/rss+xml\" title=\"Loop &amp; Kettle &#187; Feed\" href=\"/feed/\" />
             <link rel='alternate' type='application/rss+xml' title='Comments Feed' href='/comments/feed/'>
             <link rel='alternate' type='application/rss+xml' title='K &#187; Kommentare zu P' href='feed/'>
             <LINK REL=Alternate TYPE=application/atom+xml HREF=//c.example/atom>
             <link rel='alternate' type='application/json' href='/wp-json/wp/v2/posts/4'>
             <link rel='alternate' hreflang='de' href='/de/'><link rel='stylesheet' type='text/css' href='/s'>
             <link rel='alternate' type='application/rss+xml' href='/feed/'>
             <link rel='alternate' type='application/rss+xml' href='javascript:x'>
             <link rel='replies' type='application/atom+xml' href='talk.atom'>",
            &[
                ("https://b.example/feed/", "Loop & Kettle » Feed", Articles),
                ("https://b.example/comments/feed/", "Comments Feed", Comments),
                ("https://b.example/2024/post/feed/", "K » Kommentare zu P", Comments),
                ("https://c.example/atom", "", Articles),
                ("https://b.example/2024/post/talk.atom", "", Comments),
            ],
        );
    }

    #[test]
    fn only_real_links_count() {
        check(
            "<!-- <link rel=alternate type=application/rss+xml href=/a> -->",
            &[],
        );
        check(
            "<script>'<link rel=alternate type=application/rss+xml href=/a>'</SCRIPT>",
            &[],
        );
        check(
            "<base href='/blog/'><link rel=alternate type=application/rss+xml href=f.xml>",
            &[("https://b.example/blog/f.xml", "", FoundKind::Articles)],
        );
        check("", &[]);
    }

    proptest! {
        #[test]
        fn no_page_is_too_broken(page in "(<link |<script|</script>|<base |rel=|alternate|type=|application/rss\\+xml|href=|'|\"|>|/| |é){0,40}") {
            feeds(page.as_bytes(), "https://b.example/");
        }
    }
}
