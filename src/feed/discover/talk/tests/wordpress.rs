//! Addresses of `WordPress`'s: the Atom twin, the feed of the whole site, the one guess.

use crate::feed::discover::talk::tests::post;
use crate::feed::discover::talk::{guessed, site_feed, twin};
use crate::model::talk::{Post, Reader};

/// Addresses below one blog.
fn check_twin(path: &str, expect: &str) {
    let blog = "https://blog.example";
    let expect = Some(format!("{blog}{expect}"));
    assert_eq!(twin(&format!("{blog}{path}")), expect, "{path}");
}

#[test]
fn a_comment_feed_in_rss_has_a_twin_in_atom() {
    check_twin("/post/feed/", "/post/feed/atom/");
    check_twin("/post/feed", "/post/feed/atom/");
    check_twin("/post/feed/rss2/", "/post/feed/atom/");
    check_twin("/post/feed/rss2", "/post/feed/atom/");
    check_twin("/post/feed/rss/", "/post/feed/atom/");
    check_twin("/comments/feed/", "/comments/feed/atom/");
    check_twin("/about/us/feed/", "/about/us/feed/atom/");
    check_twin("/post/photo/feed/", "/post/photo/feed/atom/");
    check_twin("/post.html/feed/", "/post.html/feed/atom/");
    check_twin(
        "/index.php/2024/03/post/feed/",
        "/index.php/2024/03/post/feed/atom/",
    );
    check_twin(
        ":8080/%E9%9D%99/静/feed/?lang=de&x=%20",
        ":8080/%E9%9D%99/静/feed/atom/?lang=de&x=%20",
    );
    check_twin("/post/feed/#top\n", "/post/feed/atom/#top");
    check_twin("/?feed=rss2&p=4", "/?feed=atom&p=4");
    check_twin("/?p=4&feed=rss2", "/?p=4&feed=atom");
    check_twin("?feed=rss2&page_id=12", "?feed=atom&page_id=12");
    check_twin(
        "/index.php?attachment_id=9&feed=rss2&x",
        "/index.php?attachment_id=9&feed=atom&x",
    );
    check_twin("/?feed=comments-rss2", "/?feed=comments-atom");
    check_twin("/?feed=atom&feed=rss2&p=4", "/?feed=atom&feed=atom&p=4");
}

#[test]
fn what_is_atom_or_another_programs_has_no_twin() {
    for url in [
        "https://blog.example/post/feed/atom/",
        "https://blog.example/post/feed/atom",
        "https://blog.example/?feed=atom&p=4",
        "https://blog.example/?feed=comments-atom",
        "https://blog.example/feed/?feed=atom",
        "https://blog.example/?feed=json&p=4",
        "https://blog.example/post/feed/?withoutcomments=1",
        "https://blog.example/feeds/31/comments/default",
        "https://blog.example/post/rss/",
        "https://blog.example/seafeed/",
        "https://blog.example/feed.xml",
        "https://blog.example/feed/json/",
        "https://feed/",
        "https://feed",
        "ftp://blog.example/feed/",
        "/post/feed/",
        "",
        "#",
        "?feed=rss2",
    ] {
        assert_eq!(twin(url), None, "{url}");
    }
}

fn check_site(site: &str, asked: &str, expect: Option<&str>) {
    let post = Post {
        site: (!site.is_empty()).then(|| site.to_owned()),
        comment_feed: Some(asked.to_owned()),
        ..Post::default()
    };
    assert_eq!(site_feed(&post).as_deref(), expect, "{site} {asked}");
}

#[test]
fn the_comment_feed_of_a_site_follows_from_that_of_a_post() {
    let all = Some("https://b.example/comments/feed/atom/");
    check_site(
        "https://b.example",
        "https://b.example/2024/post/feed/",
        all,
    );
    check_site(
        "https://b.example/",
        "https://b.example/post/feed/atom/",
        all,
    );
    check_site(
        "http://www.b.example/",
        "https://b.example/post/feed/atom/",
        all,
    );
    check_site(
        "https://b.example/log/",
        "https://b.example/log/post/feed/?lang=de",
        Some("https://b.example/log/comments/feed/atom/"),
    );
    check_site(
        "https://b.example/",
        "https://b.example/index.php/post/feed/",
        Some("https://b.example/index.php/comments/feed/atom/"),
    );
    check_site(
        "https://b.example/log/index.php",
        "https://b.example/log/index.php/post/feed/",
        Some("https://b.example/log/index.php/comments/feed/atom/"),
    );
    let plain = Some("https://b.example/log/?feed=comments-atom");
    check_site(
        "https://b.example/log/",
        "https://b.example/log/?feed=rss2&p=4",
        plain,
    );
    check_site("", "https://b.example/log/?feed=atom&page_id=4", plain);
    check_site(
        "https://b.example/log/",
        "https://b.example/log/post/?feed=rss2",
        plain,
    );
}

#[test]
fn no_site_feed_follows_from_what_another_program_or_host_has() {
    check_site("", "https://b.example/log/post/?feed=rss2", None);
    check_site("", "https://b.example/post/feed/", None);
    check_site("https://c.example/", "https://b.example/post/feed/", None);
    check_site(
        "https://c.example/",
        "https://b.example/?feed=atom&p=4",
        None,
    );
    check_site(
        "https://b.example/log",
        "https://b.example/logs/post/feed/",
        None,
    );
    check_site(
        "https://b.example/",
        "https://b.example/feeds/4/comments/default",
        None,
    );
    check_site("https://b.example/", "https://b.example/?feed=x&p=4", None);
    check_site("https://b.example/", "nonsense", None);
    let adopted = Post {
        adopted: Some("https://b.example/feeds/4/comments/default".to_owned()),
        comment_feed: Some("https://b.example/post/feed/".to_owned()),
        site: Some("https://b.example/".to_owned()),
        ..Post::default()
    };
    assert_eq!(
        site_feed(&adopted),
        None,
        "what is asked counts, not what is named"
    );
    assert_eq!(site_feed(&Post::default()), None);
}

#[test]
fn only_wordpress_is_guessed_at() {
    let check = |generator: &str, link: &str, key: &str, expect: &str| {
        let post = Post {
            generator: Some(generator.to_owned()),
            key: key.to_owned(),
            ..post(link)
        };
        let leads = guessed(&post);
        let found: Vec<&str> = leads.iter().map(|lead| &*lead.url).collect();
        let expect: Vec<&str> = expect.split_whitespace().collect();
        assert_eq!(found, expect, "{generator} {link} {key}");
        for lead in leads {
            assert_eq!((lead.reader, lead.third_party), (Reader::Feed, None));
        }
    };
    let (wordpress, number) = (
        "https://wordpress.org/?v=6.1.9",
        "https://blog.example/?p=4",
    );
    let feed = "https://blog.example/oil/feed/atom/";
    check(wordpress, "https://blog.example/oil/", number, feed);
    check(
        "WordPress",
        "https://blog.example/oil?utm_source=rss#more",
        number,
        feed,
    );
    check(
        wordpress,
        "http://www.blog.example/oil",
        number,
        "http://www.blog.example/oil/feed/atom/",
    );
    let plain = "https://blog.example/?feed=atom&p=4";
    check(wordpress, number, number, plain);
    check(
        wordpress,
        "https://blog.example/?page_id=9&x=1",
        number,
        "https://blog.example/?feed=atom&page_id=9",
    );
    check(wordpress, "https://count.example/~r/oil/3/", number, plain);
    check(wordpress, "https://blog.example/", number, plain);
    check(wordpress, "https://blog.example/", "urn:uuid:1", "");
    check(wordpress, "", "", "");
    check("Ghost 5.8", "https://blog.example/oil/", number, "");
    check("", "https://blog.example/oil/", number, "");
}
