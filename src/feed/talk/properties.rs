//! Whatever a server gives is read, and brings nothing down.

use proptest::prelude::*;

use crate::feed::talk::{read, reader_of, ways, ways_in};
use crate::model::http::{Body, Hints, Validators};
use crate::model::talk::{Post, Reader, TalkPage};

const PLACES: [(Reader, &str); 9] = [
    (Reader::Feed, "https://a.example/post/feed/"),
    (
        Reader::WordPress,
        "https://a.example/wp-json/wp/v2/comments?post=4",
    ),
    (Reader::Discourse, "https://a.example/t/slug/4.json"),
    (Reader::HackerNews, "https://hn.algolia.com/api/v1/items/4"),
    (Reader::Lobsters, "https://a.example/s/abc123.json"),
    (
        Reader::Reddit,
        "https://www.reddit.com/r/a/comments/4/.json",
    ),
    (
        Reader::Lemmy,
        "https://a.example/api/v3/comment/list?post_id=4",
    ),
    (
        Reader::Mastodon,
        "https://a.example/api/v1/statuses/4/context",
    ),
    (Reader::Page, "https://a.example/post/"),
];

fn body(url: &str, bytes: Vec<u8>) -> Body {
    Body {
        bytes,
        content_type: None,
        links: Vec::new(),
        url: url.to_owned(),
        moved_to: None,
        validators: Validators::default(),
        hints: Hints::default(),
        is_partial: false,
    }
}

fn all(text: &str) -> Vec<Result<TalkPage, String>> {
    let read = |(reader, url): &(Reader, &str)| read(*reader, &body(url, text.into()));
    PLACES.iter().map(read).collect()
}

/// Names the platforms use, with values of every kind and of the wrong one.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-1".to_owned()),
        Just("99999999999999999999999".to_owned()),
        Just("1e400".to_owned()),
        Just("1709285400".to_owned()),
        Just("\"\"".to_owned()),
        Just("\"t1_1\"".to_owned()),
        Just("\"0.1.2\"".to_owned()),
        Just("\"https://a.example/#comment-1\"".to_owned()),
        Just("\"<p>\\u0000*x\"".to_owned()),
        (0..5_u32).prop_map(|n| n.to_string()),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let name = prop::sample::select(NAMES);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5)
                .prop_map(|values| format!("[{}]", values.join(","))),
            prop::collection::vec((name, inner), 0..7).prop_map(|pairs| {
                let pairs: Vec<String> = pairs
                    .into_iter()
                    .map(|(name, value)| format!("\"{name}\":{value}"))
                    .collect();
                format!("{{{}}}", pairs.join(","))
            }),
        ]
    })
}

const NAMES: &[&str] = &[
    "id",
    "post",
    "parent",
    "link",
    "content",
    "rendered",
    "post_stream",
    "posts",
    "stream",
    "post_number",
    "reply_to_post_number",
    "cooked",
    "children",
    "text",
    "author",
    "created_at_i",
    "comments",
    "short_id",
    "parent_comment",
    "commenting_user",
    "depth",
    "data",
    "kind",
    "replies",
    "name",
    "parent_id",
    "body",
    "body_html",
    "comment",
    "path",
    "creator",
    "descendants",
    "in_reply_to_id",
    "account",
    "media_attachments",
    "error",
    "message",
    "title",
    "@type",
    "@graph",
];

proptest! {
    #[test]
    fn no_value_is_too_odd(value in value()) {
        for page in all(&value).into_iter().flatten() {
            let mut keys: Vec<_> = page.feed.entries.iter().map(|entry| &entry.key).collect();
            let count = keys.len();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), count, "each has a key of its own");
        }
        all(&format!("<script type='application/ld+json'>{value}</script>"));
    }

    #[test]
    fn no_bytes_are_too_broken(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for (reader, url) in PLACES {
            let _ = read(reader, &body(url, bytes.clone()));
        }
    }

    #[test]
    fn no_page_is_too_broken(
        page in "(<li|<div|<p|<a|<script|<body|<link|</li>|</div>|>| |id=|comment-1|comment-23|li-comment-1|class=|fn|h-cite u-comment|comment-body|itemscope|itemtype=|//schema.org/Comment|itemprop=|text|href=|/x|data-isso|rel=|shortlink|'|\"|=|é){0,60}",
    ) {
        let body = body("https://a.example/post/", page.into_bytes());
        let _ = read(Reader::Page, &body);
        prop_assert_eq!(ways_in(&Post::default(), &body).last().map(|lead| lead.reader), Some(Reader::Page));
    }

    #[test]
    fn no_address_is_too_odd(
        address in "(https://|lobste.rs|news.ycombinator.com|a.example|/|t|s|item|post|@a|comments|r|feeds|default|4|abc123|\\.json|\\.rss|\\?|p=|id=|uri=|&|#|%|é| ){0,14}",
        key in "(https://a.example/|\\?p=|tag:blogger.com,1999:blog-|\\.post-|4|x){0,5}",
    ) {
        reader_of(&address);
        let some = || Some(address.clone());
        let post = Post {
            key,
            link: some(),
            comments_page: some(),
            comment_feed: some(),
            adopted: some(),
            site: some(),
            generator: Some("WordPress".to_owned()),
            html: format!("<a href='{address}'>x</a>"),
            ..Post::default()
        };
        for lead in ways(&post) {
            prop_assert!(lead.url.starts_with("http"), "{}", lead.url);
            prop_assert!(lead.reader != Reader::Page);
        }
    }
}
