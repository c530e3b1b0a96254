//! `postil show`, as a script sees it.

use crate::home::Home;
use crate::server::{Response, Server};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

/// A person who is subscribed to a blog of one post.
struct Blog {
    server: Server,
    home: Home,
}

impl Blog {
    fn new() -> Self {
        let (server, home) = (Server::start(), Home::new());
        let root = format!("http://{}", server.address());
        let html = "&lt;h2&gt;What it says&lt;/h2&gt;&lt;p&gt;It says &lt;b&gt;not yet&lt;/b&gt;, and the tenants of the second \
            floor &lt;a href='/log'&gt;wrote it down&lt;/a&gt;&amp;#27;[2J.&lt;/p&gt;&lt;details&gt;&lt;summary&gt;Why?&lt;/summary&gt;\
            Nobody knows.&lt;/details&gt;&lt;img src='/k.png' alt='A kettle' width='80' height='40'&gt;";
        let rss = format!(
            "<rss version='2.0'><channel><title>Loop</title><link>{root}/</link><item><title>A kettle that talks</title>\
             <link>{root}/kettle</link><guid>1</guid><category>Tea</category>\
             <pubDate>Sat, 14 Mar 2026 18:00:00 GMT</pubDate><description>{html}</description>\
             <enclosure url='{root}/k.mp3' type='audio/mpeg' length='900'/></item></channel></rss>"
        );
        server.say("http://127.0.0.1/feed", Response::ok(rss));
        home.run(&["add", &format!("{root}/feed")]).expect(0);
        Self { server, home }
    }

    fn root(&self) -> String {
        format!("http://{}", self.server.address())
    }
}

#[test]
fn an_article_is_printed_in_lines_of_the_width_that_is_asked_for() {
    let blog = Blog::new();
    let told = blog.home.run(&["show", "1", "--width", "30"]).expect(0);
    let root = blog.root();
    for words in [
        "A kettle that talks",
        "Loop · 2026-03-14",
        "#Tea",
        "not yet",
        "[1]",
        "Nobody knows.",
        "▶ k.mp3",
    ] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    assert!(
        told.out.contains(&format!("[1] {root}/log")),
        "{}",
        told.out
    );
    assert!(!told.out.contains('\u{1b}'), "{:?}", told.out);
    for line in told.out.lines().filter(|line| !line.contains("http://")) {
        assert!(line.width() <= 30, "{line}");
    }
    let same = blog
        .home
        .run(&["show", &format!("{root}/kettle"), "--width", "30"])
        .expect(0);
    assert_eq!(same.out, told.out);
}

#[test]
fn programs_get_it_in_the_form_they_ask_for() {
    let blog = Blog::new();
    let root = blog.root();
    let json = blog.home.run(&["show", "1", "--format", "json"]).expect(0);
    let value: Value = serde_json::from_str(&json.out).expect("it is JSON");
    let expect = json!({
        "title": "A kettle that talks",
        "feed": "Loop",
        "body": "feed",
        "published": "2026-03-14T18:00:00Z",
        "tags": ["Tea"],
        "read": false,
        "links": [format!("{root}/log"), format!("{root}/k.png")],
        "headings": [{"level": 2, "text": "What it says"}],
        "pictures": [{"address": format!("{root}/k.png"), "alt": "A kettle", "width": 80, "height": 40}],
    });
    for (key, value_of) in expect.as_object().expect("it is one") {
        assert_eq!(&value[key], value_of, "{key}");
    }
    assert_eq!(value["enclosures"][0]["bytes"], 900);
    assert!(
        value["html"]
            .as_str()
            .is_some_and(|html| html.contains("<strong>not yet</strong>"))
    );
    let markdown = blog
        .home
        .run(&["show", "1", "--format", "markdown"])
        .expect(0);
    assert!(
        markdown.out.starts_with("# [A kettle that talks]("),
        "{}",
        markdown.out
    );
    assert!(markdown.out.contains("**not yet**"), "{}", markdown.out);
    let html = blog.home.run(&["show", "1", "--format", "html"]).expect(0);
    assert!(html.out.starts_with("<!doctype html>"), "{}", html.out);
}

#[test]
fn what_is_not_there_is_told_with_what_to_try() {
    let blog = Blog::new();
    blog.home
        .run(&["show", "77"])
        .refuses(&["no entry has this number", "postil list --entries"]);
    blog.home
        .run(&["show", "1", "--format", "pdf"])
        .refuses(&["pdf", "markdown"]);
    blog.server
        .say("http://127.0.0.1/kettle", Response::status(404));
    blog.home
        .run(&["show", "1", "--page"])
        .refuses(&["fetching the text of the page", "404"]);
}
