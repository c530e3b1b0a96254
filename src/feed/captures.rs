//! Whole feeds, read from end to end: one of each format, and those of a real blog, `WordPress` 6.1.9
//! with a talk five levels deep, pings, markup in names and comments that break XML. What its
//! database says is beside them.

use std::collections::HashMap;

use crate::feed::parse::parse;
use crate::feed::person;
use crate::model::parsed::{CommentSignals, ParsedFeed};
use crate::model::time::Time;

fn feed(body: &str) -> ParsedFeed {
    parse(body.as_bytes(), None, "http://final.example/feed").unwrap()
}

macro_rules! feed {
    ($name:literal) => {
        feed(include_str!(concat!("../../tests/feeds/", $name)))
    };
}

/// Title, link, author and body of each entry.
fn check(feed: &ParsedFeed, site: Option<&str>, expect: &[[&str; 4]]) {
    assert_eq!(feed.site.as_deref(), site);
    let found: Vec<[String; 4]> = feed
        .entries
        .iter()
        .map(|entry| {
            [
                entry.name().to_owned(),
                entry.link.clone().unwrap_or_default(),
                entry.author().unwrap_or_default(),
                entry.body().into_owned(),
            ]
        })
        .collect();
    assert_eq!(found, expect);
}

#[test]
fn rss_2_is_read_with_all_that_people_put_in_it() {
    let feed = feed!("rss20.xml");
    check(
        &feed,
        Some("http://kiln.example/blog/"),
        &[
            [
                "Glaze & fire",
                "http://kiln.example/blog/glaze",
                "Ana Lund",
                "<p>A <b>hot</b> day.</p>",
            ],
            [
                "No title, no link.",
                "http://kiln.example/blog/ash",
                "",
                "No title, no link.",
            ],
            ["", "http://kiln.example/ash.mp3", "", ""],
        ],
    );
    assert_eq!(feed.title.as_deref(), Some("Kiln diary"));
    assert_eq!(feed.hints.ttl_minutes, Some(90));
    assert_eq!(feed.entries[0].published, Some(Time(1_709_285_400)));
    assert_eq!(feed.entries[0].comments.page, feed.entries[0].link);
    assert_eq!(feed.warnings, ["items without anything in them: 1"]);
}

#[test]
fn the_older_formats_are_read() {
    check(
        &feed!("rss091.xml"),
        Some("http://harbour.example/"),
        &[
            [
                "Low water",
                "http://harbour.example/low",
                "",
                "The slip is dry until noon.",
            ],
            ["New ferry", "http://harbour.example/ferry", "", ""],
        ],
    );
    check(
        &feed!("rss090.rdf"),
        Some("http://wire.example/"),
        &[
            ["First", "http://wire.example/1", "", ""],
            ["Second, without a link", "", "", ""],
        ],
    );
    let rdf = feed!("rss10.rdf");
    check(
        &rdf,
        Some("http://tech.example/"),
        &[
            [
                "Kettles & kernels",
                "http://tech.example/1",
                "Mirela",
                "<p>Long.</p>",
            ],
            ["No link at all", "", "", ""],
        ],
    );
    assert_eq!(rdf.entries[1].key, "http://tech.example/2");
    assert_eq!(rdf.entries[0].comments.count, Some(41));
    assert_eq!(
        rdf.entries[0].comments.feed(),
        Some("http://tech.example/1/comments")
    );
    let atom = feed!("atom03.xml");
    check(
        &atom,
        Some("http://lamp.example/"),
        &[[
            "Wicks",
            "http://lamp.example/wicks",
            "Oil",
            "<p>Trim them.</p>",
        ]],
    );
    assert_eq!(atom.title.as_deref(), Some("Lamp & post"));
    assert_eq!(atom.entries[0].published, Some(Time(1_083_391_200)));
}

#[test]
fn atom_texts_and_addresses_mean_what_its_standard_says() {
    let feed = feed!("atom10.xml");
    check(
        &feed,
        Some("http://orchard.example/"),
        &[
            [
                "Use <b> sparingly",
                "http://orchard.example/log/pears",
                "The Orchard",
                "Ripe <em>soon</em> &amp; sweet<br>",
            ],
            [
                "Plums — early",
                "",
                "Tom",
                "<p>First line.</p><p>1 &lt; 2</p>",
            ],
        ],
    );
    assert_eq!(feed.title.as_deref(), Some("Orchard & log"));
    let first = &feed.entries[0];
    assert_eq!(first.author_url(), Some("http://orchard.example/people/"));
    assert_eq!(
        first.base.as_deref(),
        Some("http://orchard.example/log/pears/")
    );
    assert_eq!(
        first.comments.feed(),
        Some("http://orchard.example/log/pears/talk.atom")
    );
    assert_eq!(first.comments.count, Some(2));
    assert_eq!(feed.entries[1].published, Some(Time(1_709_285_400)));
    assert_eq!(feed.entries[1].updated, Some(Time(1_709_371_800)));
}

#[test]
fn json_feeds_take_the_same_shape() {
    let feed = feed!("jsonfeed11.json");
    check(
        &feed,
        Some("https://bell.example/"),
        &[
            [
                "A <peal>",
                "http://final.example/peal",
                "Ringers",
                "<p>Loud.</p>",
            ],
            [
                "One. Two & three.",
                "https://else.example/",
                "Ana",
                "<p>One.</p><p>Two & three.</p>",
            ],
        ],
    );
    assert_eq!(feed.entries[0].key, "1");
    assert_eq!(
        feed.entries[0].author_url(),
        Some("https://bell.example/us")
    );
}

#[test]
fn a_blogs_feed_names_the_talk_under_every_post() {
    let post = "http://127.0.0.1:18473/a-kettle-that-talks/";
    let find = |feed: ParsedFeed| {
        feed.entries
            .into_iter()
            .find(|e| e.link.as_deref() == Some(post))
            .unwrap()
    };
    let rss = find(feed!("wordpress/site/rss2.xml"));
    let atom = find(feed!("wordpress/site/atom.xml"));
    assert_eq!(rss.comments.count, Some(15));
    assert_eq!(rss.comments.feed(), Some(&*format!("{post}feed/")));
    assert_eq!(rss.comments.page, Some(format!("{post}#comments")));
    assert_eq!(atom.comments.count, Some(15));
    assert_eq!(atom.comments.feed(), Some(&*format!("{post}feed/atom/")));
    assert_eq!(rss.key, atom.key);
    assert_eq!(rss.key, "http://127.0.0.1:18473/?p=4");
    assert_eq!(rss.title, atom.title);
    assert_eq!(rss.date(), atom.date());
    for (feed, count) in [
        (feed!("wordpress/site/rdf.xml"), 8),
        (feed!("wordpress/site/rss092.xml"), 8),
    ] {
        assert_eq!(feed.entries.len(), count);
        assert!(
            feed.entries
                .iter()
                .all(|e| e.comments == CommentSignals::default())
        );
    }
}

/// The parent of every comment, nought for none, as the blog's own database has it.
fn truth() -> HashMap<u32, (u32, String)> {
    let mut rows = HashMap::new();
    let (mut id, mut parent) = (0, 0);
    for line in include_str!("../../tests/feeds/wordpress/truth.json").lines() {
        let line = line.trim().trim_end_matches(',');
        let number = |name: &str| line.strip_prefix(name)?.parse().ok();
        id = number("\"id\": ").unwrap_or(id);
        parent = number("\"parent\": ").unwrap_or(parent);
        if let Some(author) = line.strip_prefix("\"author\": \"") {
            rows.insert(
                id,
                (
                    parent,
                    author.strip_suffix('"').unwrap().replace("\\\"", "\""),
                ),
            );
        }
    }
    rows
}

fn comment_number(id: &str) -> u32 {
    id.rsplit_once("#comment-")
        .map_or(0, |(_, number)| number.parse().unwrap())
}

#[test]
fn comments_in_atom_say_what_they_answer() {
    let truth = truth();
    for (feed, count) in [
        (feed!("wordpress/post/a-kettle-that-talks.atom.xml"), 10),
        (feed!("wordpress/post/twenty-seven-answers.atom.xml"), 10),
        (feed!("wordpress/post/tags-and-angles.atom.xml"), 2),
        (feed!("wordpress/comments/atom.xml"), 10),
    ] {
        assert_eq!(feed.entries.len(), count);
        for comment in &feed.entries {
            let (parent, _) = &truth[&comment_number(&comment.key)];
            let answers = &comment.in_reply_to[0];
            assert_eq!(comment_number(answers.id.as_deref().unwrap()), *parent);
            assert_eq!(comment_number(answers.href.as_deref().unwrap()), *parent);
        }
    }
}

#[test]
fn authors_of_comments_are_the_same_in_rss_and_atom() {
    let truth = truth();
    for (rss, atom) in [
        (
            feed!("wordpress/post/a-kettle-that-talks.rss2.xml"),
            feed!("wordpress/post/a-kettle-that-talks.atom.xml"),
        ),
        (
            feed!("wordpress/post/tags-and-angles.rss2.xml"),
            feed!("wordpress/post/tags-and-angles.atom.xml"),
        ),
    ] {
        for (one, other) in rss.entries.iter().zip(&atom.entries) {
            assert_eq!(one.key, other.key);
            assert_eq!(one.authors[0].name, other.authors[0].name);
            assert_eq!(one.date(), other.date());
            assert_eq!(one.body(), other.body());
            let written = &truth[&comment_number(&one.key)].1;
            let decoded = person::read(written).unwrap();
            assert_eq!(one.authors[0].name, decoded.name);
        }
    }
    let imported = feed!("wordpress/post/imported.rss2.xml");
    assert_eq!(imported.entries[0].author().as_deref(), Some("R&D <team>"));
    assert!(!imported.repairs.is_empty());
}

#[test]
fn a_talk_without_comments_is_an_empty_feed() {
    for feed in [
        feed!("wordpress/post/nobody-yet.rss2.xml"),
        feed!("wordpress/post/closed.rss2.xml"),
    ] {
        assert!(feed.entries.is_empty() && feed.warnings.is_empty());
        assert!(feed.site.is_some());
    }
    let japanese = feed!("wordpress/lang/ja.reply.rss2.xml");
    assert!(japanese.entries.iter().all(|e| !e.authors.is_empty()));
}
