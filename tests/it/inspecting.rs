//! `postil inspect`: what a person is told of a feed, and what a program.

use crate::home::Home;
use crate::server::{Response, Server};
use serde_json::{Value, json};

const BROKEN: &str =
    "<rss version='2.0'><channel><title>R&D at AT&T</title><link>http://lab.example/</link>
<item><title>Q & A</title><guid>1</guid><link>/one</link>
<description>&lt;a href=\"two\"&gt;two&lt;/a&gt;</description>
<pubDate>Fri, 01 Mar 2024 09:30:00 GMT</pubDate>
<comments>/one#comments</comments><slash:comments>3</slash:comments>
<wfw:commentRss>/one/feed</wfw:commentRss></item>
<item><title>Cut sh";

fn told_as_json(home: &Home, arguments: &[&str]) -> Value {
    let arguments = [&["inspect", "--json"], arguments].concat();
    let told = home.run(&arguments).expect(0);
    assert_eq!(told.err, "");
    serde_json::from_str(&told.out).expect("it prints JSON")
}

#[test]
fn a_person_is_told_what_a_feed_is_what_was_mended_and_what_is_in_it() {
    let home = Home::new();
    let file = home.file("broken.xml", BROKEN);
    let told = home.run(&["inspect", &file]).expect(0);
    insta::assert_snapshot!(told.out);
    assert!(!home.path(".local").exists(), "nothing is kept");
}

#[test]
fn a_program_is_told_the_same_in_one_shape() {
    let home = Home::new();
    let file = home.file("broken.xml", BROKEN);
    let told = told_as_json(&home, &[&file]);
    let entry = &told["entries"][0];
    assert_eq!(told["entries"].as_array().map(Vec::len), Some(1));
    assert_eq!(told["source"]["format"], "rss2.0");
    assert_ne!(told["source"]["repairs"], json!([]));
    assert_eq!(entry["title"], "Q & A");
    assert_eq!(entry["published"], "2024-03-01T09:30:00Z");
    assert_eq!(entry["link"], "http://lab.example/one");
    assert_eq!(
        entry["summary"],
        "<a href=\"http://lab.example/two\">two</a>"
    );
    assert_eq!(
        entry["comments"],
        json!({
            "page": "http://lab.example/one#comments",
            "feeds": [{"url": "http://lab.example/one/feed", "type": null}],
            "count": 3,
            "updated": null,
        })
    );
}

#[test]
fn a_file_from_nowhere_keeps_relative_addresses_until_it_is_told_a_base() {
    let home = Home::new();
    let file = home.file("a.xml", "<rss><item><link>one</link></item></rss>");
    let link = |arguments: &[&str]| told_as_json(&home, arguments)["entries"][0]["link"].clone();
    assert_eq!(link(&[&file]), "one");
    assert_eq!(
        link(&[&file, "--base", "http://a.example/feed"]),
        "http://a.example/one"
    );
}

#[test]
fn a_pipe_and_an_address_are_read_like_a_file() {
    let home = Home::new();
    let piped = home.run_with(&["inspect", "-", "--json"], BROKEN).expect(0);
    let piped: Value = serde_json::from_str(&piped.out).expect("it prints JSON");
    assert_eq!(piped["source"]["url"], Value::Null);

    let server = Server::start();
    server.say("http://127.0.0.1/old", Response::redirect(301, "/feed"));
    server.say("http://127.0.0.1/feed", Response::ok(BROKEN));
    let at = format!("http://{}", server.address());
    let fetched = told_as_json(&home, &[&format!("{at}/old")]);
    assert_eq!(fetched["source"]["url"], format!("{at}/feed"));
    assert_eq!(fetched["source"]["status"], 200);
    assert_eq!(fetched["entries"], piped["entries"]);
}

#[test]
fn what_is_no_feed_ends_with_a_reason_and_the_feeds_a_page_names() {
    let home = Home::new();
    let page = home.file(
        "page.html",
        "<!doctype html><link rel=alternate type=application/rss+xml title='All posts' href=http://a.example/feed>",
    );
    let told = home.run(&["inspect", &page]).expect(1);
    assert_eq!(told.out, "");
    assert!(
        told.err.contains("this is a web page, not a feed"),
        "{}",
        told.err
    );
    assert!(told.err.contains("http://a.example/feed"), "{}", told.err);

    let base = ["inspect", "--base", "a.example", &page];
    home.run(&base).refuses(&["a.example", "https://"]);

    let told = home.run(&["inspect", "--json", "no such file"]).expect(1);
    assert_eq!(told.out, "");
    assert!(told.err.contains("no such file"), "{}", told.err);
    assert!(told.err.contains("standard input is -"), "{}", told.err);
}

#[test]
fn a_feed_cannot_steer_the_terminal_it_is_inspected_on() {
    let home = Home::new();
    let hostile = r#"{"version":"https://jsonfeed.org/version/1.1","title":"\u001b]0;x\u0007 \u202eevil",
        "items":[{"id":"\u001b[2J","content_html":"\u001b[2J\u009b2J<b>x</b>","url":"http://a.example/"}]}"#;
    let file = home.file("hostile.json", hostile);
    let report = home.run(&["inspect", &file]).expect(0);
    let json = home.run(&["inspect", "--json", &file]).expect(0);
    for out in [&report.out, &json.out] {
        let hidden = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!out.contains(hidden), "{out:?}");
    }
}
