//! What holds of every address, page and feed, however odd.

use proptest::prelude::*;

use crate::feed::discover::kind::{of_feed, of_subscription};
use crate::feed::discover::talk::tests::{feed_of, item};
use crate::feed::discover::talk::{
    guessed, in_page, is_site_wide, named, posts_of, proven, site_feed, twin,
};
use crate::model::http::{Body, Hints, Validators};
use crate::model::talk::Post;

/// Addresses made of what addresses are made of here.
fn address() -> impl Strategy<Value = String> {
    let part = "(https?://|//|[a-z]{1,3}\\.example|www\\.|blogger\\.com|reddit\\.com|lobste\\.rs|news\\.ycombinator\\.com|\
        127\\.0\\.0\\.1|\\[::1\\]|:8080|/|feed|feeds|atom|rss2|comments|default|index\\.php|t|r|q|questions|d|w|s|post|item|p|topic|\
        videos|watch|comment-page-2|crss|node|@ana|users|statuses|31|109876543210987654|41-x|abc|\\?|&|=|p=4|feed=rss2|\
        feed=comments-rss2|thread=5|cpage=2|videoId=1|showComment=3|#|comment-7|c7|p7|cmt5|isso-2|;threadId=3|%e9|%|é|静| |\\.html|\
        \\.rss|tag:blogger\\.com,1999:blog-1\\.post-2|urn:uuid:1|\u{202e}|\u{0})";
    proptest::collection::vec(proptest::string::string_regex(part).unwrap(), 0..10)
        .prop_map(|parts| parts.concat())
}

fn web_address() -> impl Strategy<Value = String> {
    address().prop_map(|rest| format!("https://b.example/{rest}"))
}

fn option(address: impl Strategy<Value = String>) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(address)
}

fn any_post() -> impl Strategy<Value = Post> {
    let addresses = (
        address(),
        option(address()),
        option(address()),
        option(address()),
    );
    let more = (
        option(web_address()),
        address(),
        option(web_address()),
        "(WordPress|Mastodon|)",
    );
    (addresses, more).prop_map(
        |((key, link, page, feed), (adopted, feed_url, site, generator))| Post {
            key,
            link,
            title: "Which oil?".to_owned(),
            comments_page: page,
            comment_feed: feed,
            adopted,
            feed_url,
            site,
            generator: Some(generator),
            ..Post::default()
        },
    )
}

proptest! {
    #[test]
    fn no_entry_is_too_odd_to_look_for(post in any_post()) {
        for lead in named(&post).into_iter().chain(guessed(&post)) {
            prop_assert!(lead.url.starts_with("http://") || lead.url.starts_with("https://"));
            prop_assert!(!lead.url.contains('#'));
        }
        site_feed(&post);
    }

    #[test]
    fn no_page_is_too_broken_to_be_searched(
        post in any_post(),
        url in address(),
        html in "(<link rel=alternate|<script|</script>|<section| id=isso-thread| data-isso=| data-isso-id=| src=| href=| type=application/atom\\+xml| title=|Which oil\\?|disqus_shortname|\\.disqus\\.com/|//|'|\"|=|>|/|feed/| |é|a){0,40}",
    ) {
        let body = Body {
            bytes: html.into_bytes(),
            content_type: None,
            links: Vec::new(),
            url,
            moved_to: None,
            validators: Validators::default(),
            hints: Hints::default(),
            is_partial: false,
        };
        for lead in in_page(&post, &body) {
            prop_assert!(lead.url.starts_with("http://") || lead.url.starts_with("https://"));
        }
    }

    #[test]
    fn a_twin_has_none(url in prop_oneof![address(), web_address()]) {
        if let Some(atom) = twin(&url) {
            prop_assert_eq!(twin(&atom), None, "{} {}", url, atom);
            prop_assert_ne!(atom, url);
        }
    }

    #[test]
    fn no_feed_is_too_odd_to_be_judged(
        post in any_post(),
        url in address(),
        site in option(address()),
        items in proptest::collection::vec((address(), address(), address()), 0..8),
    ) {
        let items = items.iter().map(|(link, id, answers)| item(link, id, answers)).collect();
        let feed = feed_of(site.as_deref(), items);
        let _ = proven(&post, &feed);
        is_site_wide(&url, &feed);
        of_feed(&url, &feed);
        of_subscription(&url, &feed);
        for entry in &feed.entries {
            let posts = posts_of(entry);
            for (at, post) in posts.iter().enumerate() {
                prop_assert!(!post.is_empty() && !posts[..at].contains(post));
            }
        }
    }

    #[test]
    fn comments_prove_their_own_post_and_no_other(
        slug in "[a-z]{1,8}(/[a-z]{1,8}){0,2}",
        numbers in proptest::collection::vec(1u32..1000, 1..12),
        place in prop_oneof![Just("#comment-"), Just("/comment-page-2/#comment-"), Just("?cpage=3#c"), Just("/#isso-")],
        host in prop_oneof![Just("b.example"), Just("www.b.example"), Just("moved.example")],
    ) {
        let items = numbers.iter().map(|number| {
            item(&format!("http://{host}/{slug}{place}{number}"), "", "")
        });
        let feed = feed_of(None, items.collect());
        let post = |path: &str| Post {
            link: Some(format!("https://b.example/{path}/")),
            key: "urn:uuid:1".to_owned(),
            ..Post::default()
        };
        prop_assert_eq!(proven(&post(&slug), &feed), Ok(()));
        let others = [format!("{slug}x"), format!("x{slug}")];
        prop_assert!(others.iter().all(|other| proven(&post(other), &feed).is_err()));
        prop_assert!(!is_site_wide("https://b.example/f", &feed));
    }
}
