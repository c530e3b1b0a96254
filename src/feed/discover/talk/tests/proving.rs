//! Feeds of every platform as the talk under an entry of theirs, and feeds that are not.

use crate::feed::discover::talk::tests::{feed, feed_of, item, post};
use crate::feed::discover::talk::{posts_of, proven};
use crate::model::parsed::ParsedFeed;
use crate::model::talk::Post;

/// A small feed of the corpus is the talk under the first entry, and not under the second.
fn check(file: &str, mine: &Post, other: &Post) {
    let feed = feed(&format!("comments/{file}"));
    assert_eq!(proven(mine, &feed), Ok(()), "{file} {:?}", mine.link);
    assert!(proven(other, &feed).is_err(), "{file} {:?}", other.link);
}

fn by_link(file: &str, mine: &str, other: &str) {
    check(file, &post(mine), &post(other));
}

#[test]
fn the_comment_feed_of_every_platform_is_proven() {
    by_link(
        "blogger-comment.xml",
        "https://swallows.example/2024/03/back.html",
        "https://swallows.example/2024/03/gone.html",
    );
    by_link(
        "disqus.xml",
        "http://wax.example/candles/",
        "http://wax.example/wicks/",
    );
    by_link(
        "dreamwidth-comments.xml",
        "http://ana.dreaming.example/77.html",
        "http://ana.dreaming.example/78.html",
    );
    by_link(
        "isso.xml",
        "https://quay.example/post/",
        "https://quay.example/posts/",
    );
    by_link(
        "remark42.xml",
        "https://quay.example/post",
        "https://quay.example/post/2",
    );
    by_link(
        "peertube-ids-shared.xml",
        "https://tube.example/w/k1",
        "https://tube.example/w/k2",
    );
    by_link(
        "peertube-ids-shared.xml",
        "https://tube.example/videos/watch/k1",
        "https://tube.example/videos/watch/k2",
    );
    by_link(
        "wordpress-rss.xml",
        "https://brew.example/pot/",
        "https://brew.example/lid/",
    );
    by_link(
        "stack-exchange.xml",
        "http://ask.example/questions/7/true?noredirect=1",
        "http://ask.example/questions/8/true",
    );
    by_link(
        "reddit-thread.xml",
        "https://forum.example/r/sails/comments/abc/which/",
        "https://forum.example/r/sails/comments/abd/which/",
    );
    by_link(
        "phpbb-topic.xml",
        "http://board.example/viewtopic.php?f=2&t=3",
        "http://board.example/viewtopic.php?f=2&t=4",
    );
    by_link(
        "list-archive.xml",
        "http://lists.example/hinges/msg-1@door.example/",
        "http://lists.example/hinges/msg-3@door.example/",
    );
}

#[test]
fn the_answers_of_hacker_news_are_proven_by_where_the_feed_leads() {
    let story = "https://news.ycombinator.com/item?id=500";
    let items = [501, 502].map(|id| {
        item(
            &format!("https://news.ycombinator.com/item?id={id}"),
            "",
            "",
        )
    });
    let feed = feed_of(Some(story), items.to_vec());
    let mut entry = post("https://locks.example/self");
    assert!(proven(&entry, &feed).is_err());
    entry.comments_page = Some(story.to_owned());
    assert_eq!(proven(&entry, &feed), Ok(()));
    entry.comments_page = Some("https://news.ycombinator.com/item?id=501".to_owned());
    assert!(proven(&entry, &feed).is_err());
}

#[test]
fn answers_below_a_thread_are_its_own() {
    let check = |mine: &str, links: &[&str]| {
        let items = links.iter().map(|link| item(link, "", "")).collect();
        let feed = feed_of(None, items);
        assert_eq!(proven(&post(mine), &feed), Ok(()), "{mine}");
        assert!(
            proven(&post("https://forum.example/t/other/42"), &feed).is_err(),
            "{mine}"
        );
    };
    check(
        "https://forum.example/t/sharpening/41",
        &[
            "https://forum.example/t/sharpening-stones/41/1",
            "https://forum.example/t/sharpening-stones/41/7",
        ],
    );
    check(
        "https://forum.example/d/41-sharpening",
        &[
            "https://forum.example/d/41-sharpening/7",
            "https://forum.example/d/41",
        ],
    );
    check(
        "https://x.example/issues/41",
        &["https://x.example/issues/41#change-7"],
    );
    check(
        "https://x.example/archives/8-oil.html",
        &[
            "https://x.example/archives/8-oil.html#c12",
            "https://x.example/archives/8-oil.html#c13",
        ],
    );
    check(
        "https://x.example/node/4",
        &["https://x.example/node/4#comment-7"],
    );
}

#[test]
fn ids_of_a_comment_count_where_links_have_changed() {
    let mut entry = post("https://count.example/x");
    entry.key = "http://b.example/?p=4".to_owned();
    let of = |id: &str| {
        feed_of(
            None,
            vec![item("https://new.example/oil/#comment-9", id, "")],
        )
    };
    assert_eq!(
        proven(&entry, &of("http://b.example/?p=4#comment-9")),
        Ok(())
    );
    assert!(proven(&entry, &of("http://b.example/?p=5#comment-9")).is_err());
    entry.key = "tag:b.example,2024:4".to_owned();
    let answer = |id: &str| feed_of(None, vec![item("", "tag:b.example,2024:9", id)]);
    assert_eq!(proven(&entry, &answer("tag:b.example,2024:4")), Ok(()));
    assert!(proven(&entry, &answer("tag:b.example,2024:5")).is_err());
    // The address of the feed that was named tells the page where nothing else does.
    entry.comment_feed = Some("https://new.example/oil/feed/".to_owned());
    assert_eq!(proven(&entry, &of("9")), Ok(()));
}

#[test]
fn a_feed_of_other_posts_is_refused_in_words() {
    let check = |links: &[&str], site: Option<&str>, told: &str| {
        let items = links.iter().map(|link| item(link, "", "")).collect();
        let verdict = proven(&post("https://blog.example/oil/"), &feed_of(site, items));
        assert_eq!(verdict, Err(told.to_owned()), "{links:?}");
    };
    let home = Some("https://blog.example/");
    check(
        &["https://blog.example/oil/", "https://blog.example/a/"],
        home,
        "its items are other posts",
    );
    check(
        &["https://blog.example/a/", "https://blog.example/b/"],
        None,
        "its items are other posts",
    );
    check(
        &[
            "https://blog.example/a/#comment-1",
            "https://blog.example/b/#comment-2",
        ],
        None,
        "its comments stand under other posts",
    );
    check(
        &[
            "https://blog.example/oil/#comment-1",
            "https://blog.example/oil/#comment-2",
            "https://blog.example/b/#comment-3",
        ],
        home,
        "it holds the comments of the whole site",
    );
    check(
        &["https://blog.example/comment/7#comment-7"],
        home,
        "its items do not say which entry they belong to",
    );
    check(
        &["https://blog.example/"],
        home,
        "its items do not say which entry they belong to",
    );
}

#[test]
fn the_entry_itself_is_no_comment_on_it() {
    let entry = post("https://blog.example/oil/");
    let itself = item("https://blog.example/oil/", "https://blog.example/oil/", "");
    let mut feed = feed_of(Some("https://blog.example/"), vec![itself]);
    let told = Err("it holds the entry itself and no comments".to_owned());
    assert_eq!(proven(&entry, &feed), told);
    feed.self_url = Some("https://blog.example/oil/feed/?withoutcomments=1".to_owned());
    assert_eq!(proven(&entry, &feed), told);
    // A forum puts the question before the answers, of which there is none yet.
    let mut thread = feed_of(
        None,
        vec![item("https://f.example/r/a/comments/abc/x/", "t3_abc", "")],
    );
    thread.id = Some("https://f.example/r/a/comments/abc/x/.rss".to_owned());
    let mut question = post("https://f.example/r/a/comments/abc/x/");
    question.key = "t3_abc".to_owned();
    assert_eq!(proven(&question, &thread), Ok(()));
}

#[test]
fn the_front_page_is_nobodys_entry() {
    let feed = feed_of(
        Some("https://blog.example/log/"),
        vec![item("https://blog.example/log/#comment-1", "", "")],
    );
    let mut entry = post("https://blog.example/log/");
    assert_eq!(proven(&entry, &feed), Ok(()));
    entry.site = Some("http://www.blog.example/log".to_owned());
    assert!(proven(&entry, &feed).is_err());
    assert!(
        proven(
            &post("https://blog.example/"),
            &feed_of(Some("https://blog.example/"), vec![])
        )
        .is_err()
    );
}

#[test]
fn an_empty_feed_of_bloggers_is_known_by_the_posts_number() {
    let mut entry = post("https://swallows.example/back.html");
    entry.key = "tag:blogger.com,1999:blog-111.post-222".to_owned();
    let of = |id: &str| ParsedFeed {
        id: Some(id.to_owned()),
        ..ParsedFeed::default()
    };
    assert_eq!(
        proven(
            &entry,
            &of("tag:blogger.com,1999:blog-111.post-222..comments")
        ),
        Ok(())
    );
    assert_eq!(
        proven(
            &entry,
            &of("tag:blogger.com,1999:blog111.post222..comments")
        ),
        Ok(())
    );
    assert!(
        proven(
            &entry,
            &of("tag:blogger.com,1999:blog-111.post-223..comments")
        )
        .is_err()
    );
    assert!(proven(&entry, &of("tag:blogger.com,1999:blog-111.comments")).is_err());
}

#[test]
fn posts_are_told_by_the_comments_of_every_platform() {
    let check = |file: &str, expect: &[&str]| {
        let feed = feed(&format!("comments/{file}"));
        assert_eq!(posts_of(feed.entries.last().unwrap()), expect, "{file}");
    };
    check(
        "blogger-comment.xml",
        &[
            "http://swallows.example/2024/03/back.html",
            "tag:blogger.com,1999:blog-111.post-222",
        ],
    );
    check("disqus.xml", &["http://wax.example/candles"]);
    check(
        "dreamwidth-comments.xml",
        &["http://ana.dreaming.example/77.html"],
    );
    check(
        "isso.xml",
        &[
            "http://quay.example/post",
            "tag:quay.example,2018:/isso/1/1",
        ],
    );
    check("remark42.xml", &["http://quay.example/post"]);
    check("peertube-ids-shared.xml", &["http://tube.example/w/k1"]);
    check(
        "wordpress-rss.xml",
        &["http://brew.example/pot/", "http://brew.example/?p=4"],
    );
    check("stack-exchange.xml", &["http://ask.example/questions/7"]);
    check(
        "reddit-thread.xml",
        &["http://forum.example/r/sails/comments/abc/which/"],
    );
    check("phpbb-topic.xml", &[]);
    check("lobsters-comment.xml", &[]);
    check("list-archive.xml", &[]);
    check("mastodon.xml", &[]);
    check("lemmy.xml", &[]);
    check("hnrss.xml", &[]);
}

#[test]
fn what_leads_to_a_comment_is_taken_off_its_posts_address() {
    let check =
        |link: &str, expect: &[&str]| assert_eq!(posts_of(&item(link, "", "")), expect, "{link}");
    check(
        "https://b.example/oil/comment-page-2/#comment-7",
        &["https://b.example/oil/"],
    );
    check(
        "https://b.example/oil/comment-page-2#comment-7",
        &["https://b.example/oil"],
    );
    check(
        "https://b.example/?p=4&cpage=2#comment-7",
        &["https://b.example/?p=4"],
    );
    check(
        "https://b.example/?cpage=2&p=4#comment-7",
        &["https://b.example/?p=4"],
    );
    check(
        "https://b.example/oil.html?showComment=17#c7",
        &["https://b.example/oil.html"],
    );
    check(
        "https://b.example/%E9%9D%99/?lang=de#comment-7",
        &["https://b.example/%E9%9D%99/?lang=de"],
    );
    check(
        "https://forum.example/f/t/slug/41/7",
        &["https://forum.example/f/t/slug/41"],
    );
    check(
        "https://forum.example/d/41-slug/7",
        &["https://forum.example/d/41-slug"],
    );
    check("https://b.example/comment/7#comment-7", &[]);
    check("https://b.example/oil/", &[]);
    check("https://b.example/oil/#comments", &[]);
}
