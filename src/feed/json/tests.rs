//! What people call JSON Feed, and what becomes of it.

use proptest::prelude::*;
use std::fmt::Write as _;
use url::Url;

use crate::feed::json::read;
use crate::model::parsed::{
    Category, Enclosure, Format, Link, ParsedEntry, ParsedFeed, Person, TextKind,
};
use crate::model::time::Time;

const VERSION: &str = "https://jsonfeed.org/version/1.1";

fn feed(text: &str) -> Option<ParsedFeed> {
    read(text, &Url::parse("https://example.org/feed.json").unwrap())
}

fn entry(item: &str) -> ParsedEntry {
    let mut feed = feed(&format!("{{\"items\":[{item}]}}")).unwrap();
    assert_eq!((feed.entries.len(), feed.repairs.len()), (1, 0), "{item}");
    feed.entries.remove(0)
}

/// Id, author and body of every item, and what was mended.
fn check(text: &str, expect: &[(&str, &str, &str)], repairs: &[&str]) {
    let feed = feed(text).unwrap();
    let found: Vec<_> = feed
        .entries
        .iter()
        .map(|entry| {
            (
                entry.id.clone().unwrap_or_default(),
                entry.author().unwrap_or_default(),
                entry.body().into_owned(),
            )
        })
        .collect();
    let found: Vec<_> = found
        .iter()
        .map(|(id, author, body)| (id.as_str(), author.as_str(), body.as_str()))
        .collect();
    assert_eq!(found, expect, "{text}");
    assert_eq!(feed.repairs, repairs, "{text}");
}

#[test]
fn every_field_of_a_feed_is_kept() {
    let text = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Bell &amp; <rope>",
        "home_page_url": "/", "feed_url": "feed.json", "description": "All\nabout bells",
        "user_comment": "x", "next_url": "?page=2", "icon": "/512.png", "favicon": "/64.png",
        "authors": [{"name": "Ana", "url": "/ana", "avatar": "/a.png"}, {"url": "mailto:b@b.example"}],
        "language": "en-GB", "expired": true, "_ours": {"items": []},
        "hubs": [{"type": "rssCloud", "url": "https://h.example/1"}, {"type": "WebSub", "url": "https://h.example/2"}],
        "items": []}"#;
    let found = feed(text).unwrap();
    let warnings = ["the feed says that nothing will be added to it any more".to_owned()];
    assert_eq!(
        found,
        ParsedFeed {
            format: Format::Json11,
            warnings: warnings.into(),
            title: Some("Bell & <rope>".to_owned()),
            subtitle: Some("All about bells".to_owned()),
            site: Some("https://example.org/".to_owned()),
            self_url: Some("https://example.org/feed.json".to_owned()),
            next: Some("https://example.org/feed.json?page=2".to_owned()),
            language: Some("en-GB".to_owned()),
            logo: Some("https://example.org/512.png".to_owned()),
            icon: Some("https://example.org/64.png".to_owned()),
            hub: Some("https://h.example/2".to_owned()),
            authors: vec![
                Person {
                    name: Some("Ana".to_owned()),
                    email: None,
                    uri: Some("https://example.org/ana".to_owned()),
                },
                Person {
                    email: Some("b@b.example".to_owned()),
                    ..Person::default()
                },
            ],
            ..ParsedFeed::default()
        }
    );
}

#[test]
fn every_field_of_an_item_is_kept() {
    let found = entry(
        r#"{"id": "tag:1", "url": "/1", "external_url": "https://else.example/", "title": "One",
        "content_html": "<p>x</p>", "content_text": "x", "summary": "About x", "image": "i.png",
        "banner_image": "b.png", "date_published": "2024-03-01T09:30:00Z", "date_modified": 1709285401,
        "authors": [{"name": "Ana"}], "tags": ["a, b", "R&amp;D", "", 7, {"name": "c"}], "language": "de",
        "attachments": [{"url": "1.mp3", "size_in_bytes": "120", "duration_in_seconds": 61.5, "title": "Aloud"},
            {"url": "2", "mime_type": "audio/ogg", "size_in_bytes": 0}, {"mime_type": "audio/ogg"}]}"#,
    );
    assert_eq!(found.id.as_deref(), Some("tag:1"));
    assert_eq!(found.link.as_deref(), Some("https://example.org/1"));
    assert_eq!(
        found.external_link.as_deref(),
        Some("https://else.example/")
    );
    let texts = (found.content.unwrap(), found.summary.unwrap());
    assert_eq!(texts.0.kind, TextKind::Html);
    assert_eq!(texts.0.value, "<p>x</p>");
    assert_eq!(
        (texts.1.kind, &*texts.1.value),
        (TextKind::Plain, "About x")
    );
    assert_eq!(
        (found.published, found.updated),
        (Some(Time(1_709_285_400)), Some(Time(1_709_285_401)))
    );
    assert_eq!(found.language.as_deref(), Some("de"));
    let tag = |term: &str| Category {
        term: term.to_owned(),
        ..Category::default()
    };
    assert_eq!(found.categories, ["a, b", "R&D", "7", "c"].map(tag));
    assert_eq!(
        found.enclosures,
        [
            Enclosure {
                url: "https://example.org/1.mp3".to_owned(),
                media_type: Some("audio/mpeg".to_owned()),
                length: Some(120),
                title: Some("Aloud".to_owned()),
                duration_seconds: Some(61),
            },
            Enclosure {
                url: "https://example.org/2".to_owned(),
                media_type: Some("audio/ogg".to_owned()),
                ..Enclosure::default()
            },
        ]
    );
    let link = |(rel, href): (&str, &str)| Link {
        rel: Some(rel.to_owned()),
        href: href.to_owned(),
        ..Link::default()
    };
    assert_eq!(
        found.links,
        [
            ("alternate", "https://example.org/1"),
            ("related", "https://else.example/"),
            ("image", "https://example.org/i.png"),
            ("banner", "https://example.org/b.png"),
        ]
        .map(link)
    );
}

#[test]
fn the_version_is_told_by_its_address_or_by_what_there_is() {
    let check = |head: &str, expect| {
        let found = feed(&format!("{{{head}\"items\":[{{\"id\":1}}]}}")).unwrap();
        assert_eq!(found.format, expect, "{head}");
    };
    check(
        r#""version":"https://jsonfeed.org/version/1","#,
        Format::Json10,
    );
    check(
        r#""version":"http://jsonfeed.org/version/1.1/","#,
        Format::Json11,
    );
    check(r#""version":1.1,"#, Format::Json11);
    check(
        r#""version":"https://jsonfeed.org/version/2","#,
        Format::Json10,
    );
    check(r#""version":"draft","language":"en","#, Format::Json11);
    check(r#""authors":[],"#, Format::Json11);
    check("", Format::Json10);
}

#[test]
fn fields_are_taken_in_whatever_form_they_come() {
    let authors = |item: &str| entry(&format!("{{\"id\":1,{item}}}")).author();
    assert_eq!(authors(r#""author":"Ana""#).as_deref(), Some("Ana"));
    assert_eq!(
        authors(r#""authors":["Ana","Tom"]"#).as_deref(),
        Some("Ana, Tom")
    );
    assert_eq!(
        authors(r#""authors":{"name":"Ana"}"#).as_deref(),
        Some("Ana")
    );
    assert_eq!(
        authors(r#""authors":[],"author":[{"name":"a@b.example (Bob)"}]"#).as_deref(),
        Some("Bob")
    );
    assert_eq!(authors(r#""author":null,"authors":[{}]"#), None);

    let found = entry(r#"{"id": 1.5, "tags": "a, b,,", "attachments": "/a.ogg", "title": 7}"#);
    assert_eq!(found.id.as_deref(), Some("1.5"));
    assert_eq!(found.title.as_deref(), Some("7"));
    assert_eq!(found.categories.len(), 2);
    assert_eq!(found.enclosures[0].media_type.as_deref(), Some("audio/ogg"));

    let found =
        entry(r#"{"external_url": "/x", "content_text": "1\n\n2 \u003c 3", "title": null}"#);
    assert_eq!(found.link.as_deref(), Some("https://example.org/x"));
    assert_eq!(found.body(), "<p>1</p><p>2 &lt; 3</p>");
    assert_eq!(found.title, None);
    assert_eq!(entry(r#"{"summary": "<p>s</p>"}"#).body(), "<p>s</p>");
}

#[test]
fn an_item_about_a_link_leads_to_its_talk() {
    let found = entry(
        r#"{"id": "https://talk.example/7", "external_url": "https://talk.example/7", "url": "https://a.example/"}"#,
    );
    assert_eq!(found.link.as_deref(), Some("https://a.example/"));
    assert_eq!(found.external_link, None);
    assert_eq!(
        found.comments.page.as_deref(),
        Some("https://talk.example/7")
    );
    let found =
        entry(r#"{"id": 1, "_comments": {"url": "/1#talk", "count": 4}, "comments": "off"}"#);
    assert_eq!(
        found.comments.page.as_deref(),
        Some("https://example.org/1#talk")
    );
    assert_eq!(found.comments.count, Some(4));
    assert_eq!(entry(r#"{"id": 1, "comments": 3}"#).comments.count, Some(3));
}

#[test]
fn only_feeds_are_feeds() {
    let check = |text: &str, expect: Option<usize>| {
        let found = feed(text).map(|feed| feed.entries.len());
        assert_eq!(found, expect, "{text}");
    };
    check(&format!("{{\"version\":\"{VERSION}\"}}"), Some(0));
    check(
        &format!("{{\"version\":\"{VERSION}\",\"items\":null}}"),
        Some(0),
    );
    check(r#"{"title":"T","items":[]}"#, Some(0));
    check(r#"{"items":[null, 1, {}, {"id":1}]}"#, Some(1));
    check(r#"{"items":{"a":{"url":"/a"},"b":{"id":"b"}}}"#, Some(2));
    check(r#"[{"id":1,"content_text":"x"},{"id":2}]"#, Some(2));
    check(r#"{"items":[1,2]}"#, None);
    check(r#"{"title":"T"}"#, None);
    check(r#"[{"id":1,"link":"/1","title":{"rendered":"x"}}]"#, None);
    check(r#"[{"id":1,"url":"/1","title":"x"}]"#, None);
    check("\"items\"", None);
    check("", None);
    let map = feed(r#"{"items":{"a":{"url":"/a"}}}"#).unwrap();
    assert_eq!(map.entries[0].id.as_deref(), Some("a"));
}

#[test]
fn broken_json_is_read_as_it_was_meant() {
    check(
        "\u{feff}{\"items\":[{\"id\":1,},,\n{\"id\":2 \"author\":\"Ana\"},]}\n junk",
        &[("1", "", ""), ("2", "Ana", "")],
        &[
            "a comma too many, 3 times, first at byte 20",
            "a comma is missing, at byte 33",
            "there is more after the end, at byte 53",
        ],
    );
    check(
        "{// head\nitems:[{'id':'it\\'s', /* x */ \"content_text\":\"a\nb\"}]}",
        &[("it's", "", "<p>a<br>b</p>")],
        &[
            "a comment, 2 times, first at byte 1",
            "a name without quotation marks, at byte 9",
            "single quotation marks, 2 times, first at byte 17",
            "a backslash before what needs none, at byte 27",
            "a line break or tab that should be escaped, at byte 56",
        ],
    );
    check(
        r#"{"items":[{"id":"a","content_text":"She said "hi", then "bye"","author":"Ana"}]}"#,
        &[("a", "Ana", "<p>She said \"hi\", then \"bye\"</p>")],
        &["a quotation mark that should be escaped, 4 times, first at byte 45"],
    );
    check(
        r#"{"items":[{"id":"\ud83d\ude00 \ud83d \udc00\u0041\u001b[1m\u00"}]}"#,
        &[("😀 \u{FFFD} \u{FFFD}A[1m\u{FFFD}00", "", "")],
        &["half a character, 3 times, first at byte 36"],
    );
    check(
        r#"{"items":[{"id":1}},{"id":2,"title":},{"id" 3},{"id":undefined,"url":"/"}]}"#,
        &[("1", "", ""), ("2", "", ""), ("3", "", ""), ("", "", "")],
        &[
            "a character out of place, at byte 18",
            "a value is missing, at byte 36",
            "a colon is missing, at byte 44",
            "a word that is no value, at byte 53",
        ],
    );
}

#[test]
fn a_name_given_twice_counts_as_it_does_in_browsers() {
    check(
        r#"{"items":[{"id":9}],"items":[{"id":1,"id":2,"author":"Ana","author":null}],"items":[]}"#,
        &[("2", "Ana", "")],
        &[],
    );
}

#[test]
fn a_cut_off_feed_keeps_its_whole_items() {
    check(
        r#"{"title":"T","items":[{"id":"1"},{"id":"2"},{"id":"3","title":"cut o"#,
        &[("1", "", ""), ("2", "", "")],
        &["the end is missing, at byte 68"],
    );
    check(
        r#"{"items":{"a":{"url":"/a"},"b":{"url":"/b","title":"cut"#,
        &[("a", "", "")],
        &["the end is missing, at byte 55"],
    );
}

#[test]
fn what_is_too_deep_is_passed_over_with_its_texts() {
    let named = "{\"a\":[\"}\\\"\",".repeat(200) + "1" + &"]}".repeat(200);
    check(
        &format!("{{\"_x\":{named},\"items\":[{{\"id\":1}}]}}"),
        &[("1", "", "")],
        &["values too deep in one another are left out, at byte 383"],
    );
}

#[test]
fn no_feed_costs_more_than_its_size() {
    assert_eq!(feed(&"[{\"items\":".repeat(100_000)), None);
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    check(
        &format!("{{\"_x\":{deep},\"items\":[{{\"id\":1}}]}}"),
        &[("1", "", "")],
        &["values too deep in one another are left out, at byte 69"],
    );
    let many = "{\"name\":\"a\"},".repeat(3000);
    let items = "{\"id\":1},".repeat(3000);
    let found = feed(&format!("{{\"authors\":[{many}],\"items\":[{items}]}}")).unwrap();
    assert_eq!(found.entries.len(), 3000);
    assert!(found.entries.iter().all(|entry| entry.authors.len() < 100));
    let number = "9".repeat(400);
    let huge = entry(&format!(
        "{{\"id\":{number},\"attachments\":{{\"url\":\"a\",\"size_in_bytes\":{number}}}}}"
    ));
    assert_eq!(huge.id.unwrap(), number);
    assert_eq!(huge.enclosures[0].length, None);
}

/// JSON of any sound form, written out by the rules.
fn sound() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i32>().prop_map(|number| number.to_string()),
        (-1e9..1e9).prop_map(|number: f64| format!("{number:e}")),
        text(),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6)
                .prop_map(|values| format!("[ {}\t]", values.join(" ,\n"))),
            proptest::collection::vec((text(), inner), 0..6).prop_map(|pairs| {
                let pairs: Vec<_> = pairs.iter().map(|(n, v)| format!("{n} :{v}")).collect();
                format!("{{{}}}", pairs.join(","))
            }),
        ]
    })
}

fn text() -> impl Strategy<Value = String> {
    "([ -!#-\\[\\]-~é😀]|\\\\[\"\\\\/bfnrt]|\\\\u00e9){0,8}".prop_map(|text| format!("\"{text}\""))
}

proptest! {
    #[test]
    fn no_text_is_too_odd_for_the_reader(text in "(\\{|\\}|\\[|\\]|\"|'|:|,|//|/\\*|items|id|\\\\|u|d83d|1|é| |\n){0,80}") {
        feed(&text);
        feed(&format!("{{\"items\":[{text}"));
        feed(&format!("{{\"items\":[{{\"id\":\"1\"}}],\"x\":{text}"));
    }

    #[test]
    fn sound_json_is_never_mended(value in sound()) {
        let text = format!("{{\"items\":[{{\"id\":\"1\",\"x\":{value},\"title\":\"T\"}}],\"y\":{value}}}");
        let found = feed(&text).unwrap();
        prop_assert_eq!(found.repairs, [""; 0]);
        prop_assert_eq!(found.entries[0].title.as_deref(), Some("T"));
    }

    #[test]
    fn every_item_before_a_cut_is_kept(values in proptest::collection::vec(sound(), 1..6), cut: prop::sample::Index) {
        let mut text = "{\"items\":[".to_owned();
        let mut ends = Vec::new();
        for (number, value) in values.iter().enumerate() {
            let _ = write!(text, "{{\"id\":\"{number}\",\"x\":{value}}}");
            ends.push(text.len());
            text.push(',');
        }
        let mut at = cut.index(text.len()).max(1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let whole = ends.iter().filter(|end| **end <= at).count();
        let kept = feed(&text[..at]).map_or(0, |feed| feed.entries.len());
        prop_assert_eq!(kept, whole);
    }
}
