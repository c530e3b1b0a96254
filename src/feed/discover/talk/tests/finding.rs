//! Leads: from what is known of an entry, and from its page.

use crate::feed::discover::talk::tests::post;
use crate::feed::discover::talk::{in_page, named};
use crate::model::http::{Body, Hints, Validators};
use crate::model::talk::{Lead, Post};

/// Leads as `Reader url`, with `!host` behind it where a third party must agree.
fn told(leads: &[Lead]) -> Vec<String> {
    let told = leads.iter().map(|lead| {
        let host = lead.third_party.iter().map(|host| format!(" !{host}"));
        format!("{:?} {}{}", lead.reader, lead.url, host.collect::<String>())
    });
    told.collect()
}

fn check(post: &Post, expect: &[&str]) {
    assert_eq!(told(&named(post)), expect, "{:?}", post.link);
}

#[test]
fn what_the_feed_names_goes_first_and_its_atom_before_it() {
    let mut entry = post("https://blog.example/oil/");
    check(&entry, &[]);
    entry.comment_feed = Some("https://blog.example/oil/feed/".to_owned());
    check(
        &entry,
        &[
            "Feed https://blog.example/oil/feed/atom/",
            "Feed https://blog.example/oil/feed/",
        ],
    );
    entry.comment_feed = Some("https://blog.example/oil/feed/atom/".to_owned());
    check(&entry, &["Feed https://blog.example/oil/feed/atom/"]);
    // The site wants it asked, whoever has it.
    entry.comment_feed = Some("https://talk.example/oil.rss".to_owned());
    check(&entry, &["Feed https://talk.example/oil.rss"]);
    entry.comment_feed = Some("javascript:alert(1)".to_owned());
    check(&entry, &[]);
}

#[test]
fn a_post_of_bloggers_has_its_comments_under_its_number() {
    let mut entry = post("http://swallows.example/2024/03/back.html");
    entry.site = Some("http://swallows.example/".to_owned());
    entry.key = "tag:blogger.com,1999:blog-111.post-222".to_owned();
    check(
        &entry,
        &["Feed http://swallows.example/feeds/222/comments/default"],
    );
    entry.link = Some("http://feedproxy.google.com/~r/swallows/~3/x/".to_owned());
    check(
        &entry,
        &["Feed http://swallows.example/feeds/222/comments/default"],
    );
    entry.site = None;
    check(
        &entry,
        &["Feed https://www.blogger.com/feeds/111/222/comments/default !www.blogger.com"],
    );
    entry.key = "tag:blogger.com,1999:blog-111.post-2/../2".to_owned();
    check(&entry, &[]);
}

#[test]
fn a_page_whose_talk_follows_a_rule_is_known_by_its_address() {
    let known = |link: &str, expect: &[&str]| check(&post(link), expect);
    known(
        "https://www.reddit.com/r/sails/comments/abc/which/",
        &["Feed https://www.reddit.com/r/sails/comments/abc/which/.rss"],
    );
    known(
        "https://bikes.stackexchange.com/questions/7/true",
        &["Feed https://bikes.stackexchange.com/feeds/question/7"],
    );
    known(
        "https://forum.example/t/sharpening/41",
        &["Feed https://forum.example/t/sharpening/41.rss"],
    );
    known(
        "https://blog.example/forum/t/sharpening/41/7?u=ana#x",
        &["Feed https://blog.example/forum/t/sharpening/41.rss"],
    );
    known(
        "https://tube.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        &[
            "Feed https://tube.example/feeds/video-comments.xml?videoId=9c9de5e8-0a1e-484a-b099-e80766180a6d",
        ],
    );
    known(
        "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
        &["Feed https://tube.example/feeds/video-comments.xml?videoId=kkGMgK9ZtnKfYAgnEtQxbv"],
    );
    known(
        "https://tube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        &[
            "Feed https://tube.example/feeds/video-comments.xml?videoId=9c9de5e8-0a1e-484a-b099-e80766180a6d",
        ],
    );
    known(
        "https://lobste.rs/s/ab12cd/moulting",
        &["Lobsters https://lobste.rs/s/ab12cd.json"],
    );
    known(
        "https://fedi.example/@ana/109876543210987654",
        &["Mastodon https://fedi.example/api/v1/statuses/109876543210987654/context"],
    );
    known(
        "https://fedi.example/users/ana/statuses/109876543210987654",
        &["Mastodon https://fedi.example/api/v1/statuses/109876543210987654/context"],
    );
    known(
        "https://lemmy.example/post/31",
        &[
            "Lemmy https://lemmy.example/api/v3/comment/list?post_id=31&type_=All&sort=New&max_depth=50",
        ],
    );
}

#[test]
fn an_address_that_only_looks_like_one_is_left_alone() {
    for link in [
        "https://blog.example/post/31",
        "https://blog.example/r/comments/abc",
        "https://blog.example/r/a/comments/abc/x/",
        "https://blog.example/questions/7/true",
        "https://blog.example/s/ab12cd",
        "https://blog.example/item?id=5",
        "https://news.ycombinator.com/item?id=x",
        "https://news.ycombinator.com/newest",
        "https://blog.example/w/kettles",
        "https://blog.example/t/41",
        "https://blog.example/t/2024/41",
        "https://blog.example/@ana/2024",
        "https://medium.com/@ana/109876543210987654",
        "https://www.youtube.com/@ana/109876543210987654",
        "mailto:ana@blog.example",
        "urn:uuid:1",
        "/t/slug/41",
        "",
    ] {
        check(&post(link), &[]);
    }
}

#[test]
fn a_shape_that_many_have_counts_where_the_feed_says_what_runs_there() {
    let mut entry = post("https://fedi.example/@ana/9");
    entry.generator = Some("Mastodon v4.2.1".to_owned());
    check(
        &entry,
        &["Mastodon https://fedi.example/api/v1/statuses/9/context"],
    );
    let mut entry = post("https://link.example/bread");
    entry.comments_page = Some("https://fedi.example/post/31".to_owned());
    entry.feed_url = "https://fedi.example/feeds/c/bread.xml?sort=New".to_owned();
    check(
        &entry,
        &[
            "Lemmy https://fedi.example/api/v3/comment/list?post_id=31&type_=All&sort=New&max_depth=50",
        ],
    );
    let mut entry = post("https://forum.example/t/41");
    entry.key = "forum.example-topic-41".to_owned();
    check(&entry, &["Feed https://forum.example/t/41.rss"]);
}

#[test]
fn the_talk_of_hacker_news_is_with_others() {
    let tree = "HackerNews https://hn.algolia.com/api/v1/items/500 !hn.algolia.com";
    let feed = "Feed https://hnrss.org/item?id=500&count=100";
    let mut entry = post("https://locks.example/self");
    entry.comments_page = Some("https://news.ycombinator.com/item?id=500".to_owned());
    check(&entry, &[tree, &format!("{feed} !hnrss.org")]);
    entry.feed_url = "https://hnrss.org/newest".to_owned();
    check(&entry, &[tree, feed]);
    // A story without a link is its own page.
    entry.link = entry.comments_page.take();
    check(&entry, &[tree, feed]);
}

#[test]
fn the_page_people_comment_on_goes_before_what_the_entry_is_about() {
    let mut entry = post("https://www.reddit.com/r/sails/comments/abc/which/");
    entry.comments_page = Some("https://lobste.rs/s/ab12cd/which".to_owned());
    check(&entry, &["Lobsters https://lobste.rs/s/ab12cd.json"]);
}

fn body(url: &str, html: &str, links: &[&str]) -> Body {
    Body {
        bytes: html.as_bytes().to_vec(),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        links: links.iter().map(|&link| link.to_owned()).collect(),
        url: url.to_owned(),
        moved_to: None,
        validators: Validators::default(),
        hints: Hints::default(),
        is_partial: false,
    }
}

/// A page of the corpus, as that of this entry.
fn page(file: &str, url: &str) -> Body {
    let path = format!("{}/tests/feeds/pages/{file}", env!("CARGO_MANIFEST_DIR"));
    let html = std::fs::read_to_string(path).unwrap();
    body(url, &html, &[])
}

fn in_html(post: &Post, html: &str, expect: &[&str]) {
    let url = post.link.as_deref().unwrap();
    assert_eq!(
        told(&in_page(post, &body(url, html, &[]))),
        expect,
        "{html}"
    );
}

fn link(rest: &str) -> String {
    format!("<link rel=alternate {rest}>")
}

#[test]
fn the_page_of_a_wordpress_post_names_its_comments_among_other_feeds() {
    let mut entry = post("https://kessel.example/2024/pfeifen/");
    entry.title = "Das Pfeifen".to_owned();
    entry.site = Some("https://kessel.example".to_owned());
    entry.feed_url = "https://kessel.example/feed/".to_owned();
    let expect = [
        "Feed https://kessel.example/2024/pfeifen/feed/atom/",
        "Feed https://kessel.example/2024/pfeifen/feed/",
    ];
    let page = |url| page("wordpress_post.html", url);
    let url = "https://kessel.example/2024/pfeifen/";
    assert_eq!(told(&in_page(&entry, &page(url))), expect);
    // Met by a counter's address, by number, and without a title that helps.
    entry.link = Some("https://count.example/~r/x".to_owned());
    entry.key = "4".to_owned();
    entry.title = String::new();
    assert_eq!(told(&in_page(&entry, &page(url))), expect);
    // On the page of another post it is the title alone that speaks for it.
    entry.title = "Das Pfeifen".to_owned();
    assert_eq!(
        told(&in_page(&entry, &page("https://kessel.example/"))),
        expect
    );
    entry.title = "Anderes".to_owned();
    assert_eq!(
        told(&in_page(&entry, &page("https://kessel.example/"))).len(),
        0
    );
}

#[test]
fn a_post_that_is_closed_names_none() {
    let entry = post("https://blog.example/oil/");
    let html = link("type=application/rss+xml title='B &raquo; Feed' href=/feed/")
        + &link(
            "type=application/rss+xml title='B &raquo; Which oil? Comments' href=/comments/feed/",
        )
        + &link("type=application/atom+xml title='Comments' href='/?feed=comments-atom'")
        + &link(
            "type=application/atom+xml title='Which oil? and more' href=https://blog.example/feed/atom/",
        );
    in_html(&entry, &html, &[]);
}

#[test]
fn a_blog_of_numbers_is_searched_too() {
    let entry = post("https://blog.example/?p=4");
    let html = link("type=application/rss+xml href='/?feed=rss2'")
        + &link("type=application/rss+xml href='/?feed=comments-rss2'")
        + &link("type=application/rss+xml href='/?feed=rss2&#038;p=5'")
        + &link("type=application/rss+xml href='/?feed=rss2&#038;p=4'");
    in_html(
        &entry,
        &html,
        &[
            "Feed https://blog.example/?feed=atom&p=4",
            "Feed https://blog.example/?feed=rss2&p=4",
        ],
    );
}

#[test]
fn atom_goes_before_rss_and_an_address_before_a_name() {
    let entry = post("https://blog.example/2024/oil.html");
    let html = link("type=application/rss+xml title='Which oil? talk' href=/talk.rss")
        + &link("type=application/rss+xml href=/2024/oil/comments/rss.xml")
        + &link("type=application/atom+xml href=/2024/oil/comments/atom.xml")
        + &link("type=application/atom+xml title=Comments href=/some/comments.atom");
    in_html(
        &entry,
        &html,
        &[
            "Feed https://blog.example/2024/oil/comments/atom.xml",
            "Feed https://blog.example/2024/oil/comments/rss.xml",
            "Feed https://blog.example/talk.rss",
            "Feed https://blog.example/some/comments.atom",
        ],
    );
    in_html(
        &entry,
        "<link rel=replies type=application/atom+xml href='?output=atom'>",
        &["Feed https://blog.example/2024/oil.html?output=atom"],
    );
    in_html(
        &entry,
        "<link rel=replies type=application/atom+xml href=/talk/9>",
        &["Feed https://blog.example/talk/9"],
    );
}

#[test]
fn comments_under_a_number_are_taken_on_the_page_that_names_them() {
    let entry = post("https://ana.blog.example/2024/03/oil.html");
    let page = page("blogger.html", entry.link.as_deref().unwrap());
    assert_eq!(
        told(&in_page(&entry, &page)),
        ["Feed https://ana.blog.example/feeds/31/comments/default"]
    );
    let check = |href: &str| {
        let html = link(&format!("type=application/rss+xml href='{href}'"));
        let entry = post("https://blog.example/oil");
        in_html(
            &entry,
            &html,
            &[&format!("Feed https://blog.example{href}")],
        );
    };
    check("/crss/node/4");
    check("/?q=crss/node/4");
    check("/feeds/video-comments.xml?videoId=k1");
    check("/rss.php?version=2.0&type=comments&cid=8");
    check("/app.php/feed/topic/3");
    let none = |href: &str| {
        let html = link(&format!("type=application/rss+xml href='{href}'"));
        in_html(&post("https://blog.example/oil"), &html, &[]);
    };
    none("/crss");
    none("/feeds/comments/default");
    none("/feeds/posts/default");
    none("/feeds/video-comments.xml");
    none("/rss.php?version=2.0&type=comments");
    none("/app.php/feed");
}

#[test]
fn headers_name_feeds_as_pages_do() {
    let entry = post("https://blog.example/oil/");
    let links = [
        "<https://blog.example/wp-json/wp/v2/posts/4>; rel=\"alternate\"; type=\"application/json\"",
        "</oil/feed/>; rel=alternate; type=\"application/rss+xml\"",
    ];
    let found = in_page(&entry, &body("https://blog.example/oil/", "", &links));
    assert_eq!(
        told(&found),
        [
            "Feed https://blog.example/oil/feed/atom/",
            "Feed https://blog.example/oil/feed/"
        ]
    );
}

#[test]
fn a_link_of_the_text_counts_by_its_address_alone() {
    let entry = post("https://blog.example/oil/");
    in_html(
        &entry,
        "<a href=/oil/feed/>RSS of the comments on this</a> <a href=/rss.xml>Comments: Which oil?</a>",
        &[
            "Feed https://blog.example/oil/feed/atom/",
            "Feed https://blog.example/oil/feed/",
        ],
    );
}

#[test]
fn comments_put_in_by_isso_are_asked_for_where_it_runs() {
    let entry = post("https://quay.example/post%20one/?x=1");
    let check = |html: &str, expect: &str| in_html(&entry, html, &[expect]);
    check(
        "<script data-isso='//talk.quay.example/' src='//talk.quay.example/js/embed.min.js'></script><section id=isso-thread>",
        "Feed https://talk.quay.example/feed?uri=%2Fpost%2520one%2F",
    );
    check(
        "<SCRIPT DATA-ISSO='/isso' src='/isso/js/embed.min.js'></SCRIPT><section id=isso-thread data-isso-id='/posts/1'>",
        "Feed https://quay.example/isso/feed?uri=%2Fposts%2F1",
    );
    check(
        "<script src='https://isso.other.example/js/embed.min.js'></script>",
        "Feed https://isso.other.example/feed?uri=%2Fpost%2520one%2F !isso.other.example",
    );
    in_html(
        &entry,
        "<script src=/js/embed.min.js></script><!-- <script data-isso=/isso></script> -->",
        &[],
    );
    in_html(&entry, "<script data-isso='javascript:x'></script>", &[]);
}

#[test]
fn comments_put_in_by_disqus_are_a_third_partys() {
    let entry = post("https://wax.example/candles");
    let expect = ["Feed https://wax-log.disqus.com/which_oil/latest.rss !wax-log.disqus.com"];
    for html in [
        "<script>var disqus_shortname = 'Wax-log';</script>",
        "<script>var disqus_config = {\"disqus_shortname\": \"wax-log\"};</script>",
        "<script>s.src = 'https://wax-log.disqus.com/embed.js';</script>",
        "<script async src='//wax-log.disqus.com/count.js'></script>",
    ] {
        in_html(&entry, html, &expect);
    }
    for html in [
        "<p>disqus_shortname = 'wax-log'</p>",
        "<script>disqus_shortname = 'a/../b'</script>",
        "<script src='//www.disqus.com/embed.js'></script>",
        "<script>x = 'wax-log.disqus.com/embed.js'</script>",
        "<a href='https://wax-log.disqus.com/'>Talk</a>",
    ] {
        in_html(&entry, html, &[]);
    }
    let unnamed = Post {
        title: "Öl".to_owned(),
        ..entry
    };
    in_html(
        &unnamed,
        "<script>disqus_shortname = 'wax-log'</script>",
        &[],
    );
}

#[test]
fn mentions_are_no_feed_and_a_page_of_feeds_is_read_in_bounds() {
    let entry = post("https://blog.example/oil/");
    in_html(
        &entry,
        "<link rel=webmention href='https://webmention.io/blog.example/webmention'>",
        &[],
    );
    let many: String = (0..500)
        .map(|number| {
            link(&format!(
                "type=application/rss+xml title='Which oil?' href=/{number}.rss"
            ))
        })
        .collect();
    assert_eq!(
        in_page(&entry, &body("https://blog.example/oil/", &many, &[])).len(),
        8
    );
    assert!(in_page(&entry, &body("nowhere", &many, &[])).is_empty());
}
