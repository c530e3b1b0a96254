//! Which feeds bring comments, and which of them are kept as comments when they are subscribed to.

use crate::feed::discover::kind::{of_feed, of_subscription};
use crate::feed::discover::talk::is_site_wide;
use crate::feed::discover::talk::tests::{feed, feed_of, item};
use crate::model::found::FoundKind::{self, Articles, Comments};
use crate::model::parsed::ParsedFeed;

/// What a feed of the corpus brings as far as discovery says, and as what it is kept.
fn check(file: &str, url: &str, brings: FoundKind, kept: FoundKind) {
    let feed = feed(&format!("comments/{file}"));
    assert_eq!(of_feed(url, &feed), brings, "{file}");
    assert_eq!(of_subscription(url, &feed), kept, "{file}");
}

#[test]
fn the_comment_feeds_of_every_platform_are_known() {
    let url = "https://x.example/feed";
    check("blogger-comment.xml", url, Comments, Comments);
    check("disqus.xml", url, Comments, Comments);
    check("dreamwidth-comments.xml", url, Comments, Comments);
    check("isso.xml", url, Comments, Comments);
    check("remark42.xml", url, Comments, Comments);
    check("peertube-ids-shared.xml", url, Comments, Comments);
    check("wordpress-rss.xml", url, Comments, Comments);
    // They do not say which post they stand under, or no more than the feed does.
    check("phpbb-topic.xml", url, Comments, Articles);
    check(
        "lobsters-comment.xml",
        "https://crabs.example/comments.rss",
        Comments,
        Articles,
    );
    check("thr-in-reply-to-in-rss.xml", url, Comments, Articles);
}

#[test]
fn a_thread_is_known_by_more_than_its_question() {
    let url = "https://x.example/feed";
    let mut asked = feed("comments/stack-exchange.xml");
    assert_eq!(of_subscription(url, &asked), Comments);
    let answer = asked.entries[1].clone();
    asked.entries.push(answer);
    assert_eq!(of_feed(url, &asked), Comments);
    let mut thread = feed("comments/reddit-thread.xml");
    assert_eq!(of_subscription(url, &thread), Comments);
    thread.entries.push(thread.entries[1].clone());
    assert_eq!(of_feed(url, &thread), Comments);
    // The same of what one person said everywhere is followed for that person.
    assert_eq!(
        of_subscription("https://forum.example/user/hemp/.rss", &thread),
        Articles
    );
}

#[test]
fn articles_are_never_taken_for_comments() {
    let url = "https://x.example/feed";
    for file in [
        "blogger-entry.xml",
        "comment-feed-relative.xml",
        "comments-page-is-the-link.xml",
        "comments-page.xml",
        "discourse-list.xml",
        "hnrss.xml",
        "lemmy.xml",
        "list-archive.xml",
        "mastodon.xml",
        "replies-link-in-rss.xml",
        "slash-comments.xml",
        "thr-in-reply-to.xml",
        "wordpress-atom.xml",
        "wfw-commentRss.xml",
        "wfw-in-atom.xml",
    ] {
        check(file, url, Articles, Articles);
    }
}

#[test]
fn no_other_feed_of_the_corpus_is_kept_as_comments() {
    let mut seen = 0;
    for folder in [
        "addresses",
        "broken",
        "dates",
        "encoding",
        "formats",
        "identity",
        "media",
        "paging",
        "poll",
        "text",
    ] {
        let path = format!("{}/tests/feeds/{folder}", env!("CARGO_MANIFEST_DIR"));
        for file in std::fs::read_dir(path).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let path = format!("{}/tests/feeds/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
            let bytes = std::fs::read(path).unwrap();
            let read = crate::feed::parse::parse(&bytes, None, "http://final.example/feed");
            if let Ok(feed) = read {
                let kept = of_subscription("http://final.example/feed", &feed);
                assert_eq!(kept, Articles, "{folder}/{name}");
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn the_feeds_of_a_real_blog_are_told_apart() {
    let url = "http://127.0.0.1:18473/x";
    for file in [
        "site/rss2.xml",
        "site/atom.xml",
        "site/rdf.xml",
        "site/rss092.xml",
    ] {
        let feed = feed(&format!("wordpress/{file}"));
        assert_eq!(
            (of_feed(url, &feed), of_subscription(url, &feed)),
            (Articles, Articles),
            "{file}"
        );
    }
    for file in [
        "comments/rss2.xml",
        "comments/atom.xml",
        "plain/comments.rss2.xml",
        "lang/ar.comments.rss2.xml",
        "lang/ja.comments.rss2.xml",
        "post/about.rss2.xml",
        "post/imported.atom.xml",
        "post/a-kettle-that-talks.rss2.xml",
        "paging/kettle-comment-pages.atom.xml",
    ] {
        let feed = feed(&format!("wordpress/{file}"));
        assert_eq!(
            (of_feed(url, &feed), of_subscription(url, &feed)),
            (Comments, Comments),
            "{file}"
        );
    }
    let empty = feed("wordpress/post/nobody-yet.rss2.xml");
    assert_eq!(
        of_subscription("http://127.0.0.1:18473/nobody-yet/feed/", &empty),
        Articles
    );
    let empty = ParsedFeed::default();
    assert_eq!(
        of_subscription("http://127.0.0.1:18473/comments/feed/", &empty),
        Comments
    );
}

fn kept(url: &str, site: Option<&str>, links: &[&str]) -> FoundKind {
    let items = links.iter().map(|link| item(link, "", "")).collect();
    of_subscription(url, &feed_of(site, items))
}

#[test]
fn numbered_places_count_where_the_feed_is_called_one_of_comments() {
    let links = [
        "https://b.example/archives/8-oil.html#c12",
        "https://b.example/archives/9-wax.html#c13",
    ];
    let check = |url, expect| assert_eq!(kept(url, None, &links), expect, "{url}");
    check(
        "https://b.example/rss.php?version=2.0&type=comments",
        Comments,
    );
    check("https://b.example/feeds/comments.rss2", Comments);
    check("https://b.example/feed/", Articles);
    check("https://comments.example/feed/", Articles);
    let topic = [
        "https://f.example/t/oil/41/1",
        "https://f.example/t/oil/41/2",
    ];
    let of = |site| kept("https://f.example/t/oil/41.rss", site, &topic);
    assert_eq!(of(Some("https://f.example/t/oil/41")), Comments);
    assert_eq!(of(Some("https://f.example/")), Articles);
}

#[test]
fn much_that_looks_like_comments_is_entries() {
    let check =
        |url: &str, links: &[&str]| assert_eq!(kept(url, None, links), Articles, "{links:?}");
    let url = "https://x.example/feed";
    // A log whose days have one page.
    check(
        url,
        &["https://x.example/log#c1", "https://x.example/log#c2"],
    );
    // Forums.
    check(
        url,
        &[
            "https://x.example/viewtopic.php?p=21#p21",
            "https://x.example/viewtopic.php?p=22#p22",
        ],
    );
    check(url, &["https://x.example/showthread.php?p=7#post7"]);
    check(url, &["https://x.example/forum/oil#comment-7"]);
    check(
        "https://x.example/posts.rss",
        &["https://x.example/t/a/41/7", "https://x.example/t/b/42/1"],
    );
    // Trackers.
    check(url, &["https://x.example/show_bug.cgi?id=4#c12"]);
    check(
        url,
        &["https://x.example/browse/OIL-1?focusedCommentId=7#comment-7"],
    );
    check(url, &["https://x.example/ana/oil/issues/4#issuecomment-7"]);
    check(
        url,
        &[
            "https://x.example/issues/41#note-3",
            "https://x.example/ticket/41#comment:3",
        ],
    );
    // What somebody said at many places, and a mixture of posts and comments.
    check(
        url,
        &[
            "https://a.example/p#comment-1",
            "https://b.example/p#comment-2",
        ],
    );
    check(
        url,
        &[
            "https://x.example/p#comment-1",
            "https://x.example/q",
            "https://x.example/p",
        ],
    );
    // Comments that do not say on what.
    check(
        "https://x.example/comments.rss",
        &["https://x.example/comment/7#comment-7"],
    );
    check(
        url,
        &[
            "https://x.example/p#comments",
            "https://x.example/q#comment-form",
        ],
    );
}

#[test]
fn posts_that_lead_to_their_newest_comment_are_posts() {
    let url = "https://x.example/active";
    let by_id = item("https://x.example/p#comment-9", "https://x.example/p", "");
    assert_eq!(of_subscription(url, &feed_of(None, vec![by_id])), Articles);
    let mut counted = item("https://x.example/p#comment-9", "", "");
    counted.comments.count = Some(9);
    assert_eq!(
        of_subscription(url, &feed_of(None, vec![counted])),
        Articles
    );
}

#[test]
fn letters_of_a_list_are_entries_though_they_answer_one_another() {
    let letter = |number: u32, answers: &str| {
        let link = format!("https://lists.example/hinges/msg-{number}@door.example/");
        item(&link, &format!("urn:uuid:{number}"), answers)
    };
    let mut letters = vec![letter(1, "")];
    letters.extend((2..9).map(|number| letter(number, &format!("urn:uuid:{}", number - 1))));
    let feed = feed_of(Some("https://lists.example/hinges/"), letters);
    let url = "https://lists.example/hinges/new.atom";
    assert_eq!(
        (of_feed(url, &feed), of_subscription(url, &feed)),
        (Articles, Articles)
    );
}

#[test]
fn one_odd_item_among_many_does_not_turn_a_feed_over() {
    let mut links: Vec<String> = (0..20)
        .map(|number| format!("https://b.example/p{}/#comment-{number}", number % 3))
        .collect();
    links.push("https://b.example/news/".to_owned());
    let check = |links: &[String]| {
        let links: Vec<&str> = links.iter().map(String::as_str).collect();
        kept("https://b.example/f", None, &links)
    };
    assert_eq!(check(&links), Comments);
    links.extend((0..3).map(|number| format!("https://b.example/news/{number}")));
    assert_eq!(check(&links), Articles);
}

#[test]
fn a_feed_of_one_post_is_not_of_the_site() {
    let check = |url: &str, site: Option<&str>, links: &[&str], expect| {
        let items = links.iter().map(|link| item(link, "", "")).collect();
        assert_eq!(
            is_site_wide(url, &feed_of(site, items)),
            expect,
            "{url} {links:?}"
        );
    };
    let url = "https://b.example/f";
    check(url, None, &[], false);
    check(
        url,
        None,
        &[
            "https://b.example/p/#comment-1",
            "https://b.example/p/#comment-2",
        ],
        false,
    );
    check(
        url,
        None,
        &[
            "https://b.example/p/#comment-1",
            "https://b.example/q/#comment-2",
        ],
        true,
    );
    let links = [
        "https://b.example/p/#comment-1",
        "https://b.example/p/#comment-2",
        "https://b.example/q/#c3",
    ];
    check(url, Some("https://b.example/p/"), &links, false);
    check(url, Some("https://b.example/"), &links, true);
    for url in [
        "https://b.example/comments/feed/",
        "https://b.example/log/comments/feed/atom/",
        "https://b.example/?feed=comments-rss2",
        "https://b.example/feeds/comments/default",
        "https://www.blogger.com/feeds/111/comments/default",
        "https://b.example/data/comments",
        "https://lobste.rs/comments.rss",
        "https://b.disqus.com/latest.rss",
        "https://tube.example/feeds/video-comments.xml",
        "https://www.reddit.com/r/sails/comments/.rss",
    ] {
        check(url, None, &[], true);
    }
    for url in [
        "https://b.example/p/feed/",
        "https://b.example/?feed=rss2&p=4",
        "https://b.example/feeds/31/comments/default",
        "https://www.blogger.com/feeds/111/222/comments/default",
        "https://tube.example/feeds/video-comments.xml?videoId=1",
        "https://www.reddit.com/r/sails/comments/abc/which/.rss",
        "https://b.example/p/comments.xml",
        "nowhere",
    ] {
        check(url, None, &[], false);
    }
}
