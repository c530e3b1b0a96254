//! Pages as people really mark them up, and what becomes of them.

use proptest::prelude::*;
use url::Url;

use crate::feed::hfeed::read;
use crate::model::parsed::{Enclosure, Format, ParsedEntry, ParsedFeed, Person, TextKind};
use crate::model::time::Time;

fn feed(page: &str) -> Option<ParsedFeed> {
    read(page, &Url::parse("https://a.example/notes/#top").unwrap())
}

/// The one entry of a feed whose inside is this.
fn entry(inside: &str) -> ParsedEntry {
    let page = format!("<div class=h-feed><div class='x h-entry'>{inside}</div></div>");
    let mut feed = feed(&page).unwrap();
    assert_eq!(feed.entries.len(), 1, "{inside}");
    feed.entries.remove(0)
}

/// What the entries of a page are called.
fn check(page: &str, expect: Option<&[&str]>) {
    let found = feed(page);
    let names: Option<Vec<_>> = found
        .as_ref()
        .map(|feed| feed.entries.iter().map(ParsedEntry::name).collect());
    assert_eq!(names.as_deref(), expect, "{page}");
}

#[test]
fn a_page_of_entries_is_a_feed() {
    let page = "<!doctype html><html lang=en-GB><head><meta charset=utf-8><title>Home</title>
        <link rel='shortcut icon' href=/f.ico><link rel=hub href=https://hub.example/>
        <link rel=self href=/notes/></head><body class='home h-feed'>
        <h1 class=p-name>Bell &amp; rope</h1><p class=p-summary>On bells</p>
        <a class='p-author h-card' href=/><img class=u-photo src=/me.png alt=Ana></a>
        <article class=h-entry><h2 class=p-name><a class=u-url href=/1>One</a></h2>
          <time class=dt-published datetime='2024-03-01T09:30:00Z'>March</time>
          <div class=e-content><p>Loud <img src=/b.png>&amp; long.<script>x</script></div></article>
        <article class=h-entry><a class='u-url u-uid' href=2></a><p class=e-content>A note.</p></article>
        <a rel=next href=?page=2>older</a></body></html>";
    let found = feed(page).unwrap();
    let expect = ParsedFeed {
        format: Format::HFeed,
        title: Some("Bell & rope".to_owned()),
        subtitle: Some("On bells".to_owned()),
        site: Some("https://a.example/notes/".to_owned()),
        self_url: Some("https://a.example/notes/".to_owned()),
        language: Some("en-GB".to_owned()),
        icon: Some("https://a.example/f.ico".to_owned()),
        hub: Some("https://hub.example/".to_owned()),
        next: Some("https://a.example/notes/?page=2".to_owned()),
        authors: vec![Person {
            name: Some("Ana".to_owned()),
            email: None,
            uri: Some("https://a.example/".to_owned()),
        }],
        entries: found.entries.clone(),
        ..ParsedFeed::default()
    };
    assert_eq!(found, expect);
    let [one, note] = found.entries.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(one.title.as_deref(), Some("One"));
    assert_eq!(one.link.as_deref(), Some("https://a.example/1"));
    assert_eq!(one.published, Some(Time(1_709_285_400)));
    assert_eq!(one.authors, found.authors);
    assert_eq!(one.base.as_deref(), Some("https://a.example/notes/#top"));
    assert_eq!(one.body(), "<p>Loud <img src=\"/b.png\">&amp; long.</p>");
    assert_eq!((note.title.as_deref(), &*note.body()), (None, "A note."));
    assert_eq!(note.id.as_deref(), Some("https://a.example/notes/2"));
}

#[test]
fn a_single_entry_is_a_feed_only_in_one() {
    let entry = |name: &str| format!("<p class=h-entry><b class=p-name>{name}</b></p>");
    let (one, two) = (&entry("1"), &entry("2"));
    check(one, None);
    check(&format!("{one}{two}"), Some(&["1", "2"]));
    check(&format!("<div class=h-feed>{one}</div>{two}"), Some(&["1"]));
    check(
        &format!("<i class=h-feed></i>{one}{two}"),
        Some(&["1", "2"]),
    );
    check(
        &format!("<body class=h-feed><b class=h-full>{one}"),
        Some(&["1"]),
    );
    check(
        &format!("<div class=h-feed><div class=h-entry><i class=p-name>3</i>{one}</div></div>"),
        Some(&["3"]),
    );
    check("<p>How to use h-entry</p>", None);
    check(
        "<ul class=h-feed><li class=h-entry>a<li class=h-entry>b</ul>",
        Some(&["a", "b"]),
    );
}

#[test]
fn authors_are_names_or_cards() {
    let check = |inside: &str, expect: (&str, &str, &str)| {
        let mut found = entry(&format!("<b class=p-name>x</b>{inside}")).authors;
        let person = found.pop().unwrap_or_default();
        let text = |field: Option<String>| field.unwrap_or_default();
        let found = (text(person.name), text(person.uri), text(person.email));
        let expect = (
            expect.0.to_owned(),
            expect.1.to_owned(),
            expect.2.to_owned(),
        );
        assert_eq!(found, expect, "{inside}");
    };
    check("<i class=p-author>Ana</i>", ("Ana", "", ""));
    check(
        "<a class=p-author href=/ana>Ana</a>",
        ("Ana", "https://a.example/ana", ""),
    );
    check(
        "<a class=u-author href=/ana></a>",
        ("", "https://a.example/ana", ""),
    );
    check(
        "<div class='p-author h-card'><a class=u-url href=/ana>Ana</a> <i class=p-note>writes</i> \
         <a class=u-email href=mailto:ana@a.example>mail</a></div>",
        ("Ana", "https://a.example/ana", "ana@a.example"),
    );
    check(
        "<div class='p-author h-card'><a href=/ana><img alt=Ana></a></div>",
        ("Ana", "https://a.example/ana", ""),
    );
    check("<div class='h-card'>Not the author</div>", ("", "", ""));
    check("<div class=p-author> </div>", ("", "", ""));
}

#[test]
fn dates_stand_in_attributes_in_words_or_in_parts() {
    let check = |mark: &str, expect| {
        let found = entry(&format!("<b class=p-name>x</b>{mark}"));
        assert_eq!(found.published, expect, "{mark}");
    };
    let expect = Some(Time(1_709_285_400));
    check(
        "<time class=dt-published datetime=2024-03-01T09:30:00Z>x</time>",
        expect,
    );
    check(
        "<abbr class=dt-published title='2024-03-01 09:30Z'>x</abbr>",
        expect,
    );
    check(
        "<data class=dt-published value='2024-03-01T10:30+01:00'></data>",
        expect,
    );
    check("<i class=dt-published>1 Mar 2024 09:30</i>", expect);
    check(
        "<i class=dt-published><b class=value>2024-03-01</b> at <b class=value>09:30</b></i>",
        expect,
    );
    check(
        "<i class=dt-published><b class=value-title title=2024-03-01T09:30Z></b>once</i>",
        expect,
    );
    check(
        "<i class=dt-published>some day</i><time class=dt-published datetime=2024-03-01T09:30Z>",
        expect,
    );
    check("<i class=dt-published>some day</i>", None);
}

#[test]
fn what_belongs_to_an_entry_is_kept_with_it() {
    let found = entry(
        "<base href=https://b.example/><a class='u-url' href=/1></a><data class=u-uid value=tag:1></data>
         <div class='p-name e-content'>Look!</div><p class=p-summary>Short &lt;b></p><a class=p-category>x</a>
         <i class=p-category> y </i><img class=u-photo src=i.png alt='A bell'><video class=u-video><source src=v.webm></video>
         <a class=u-audio href=a.mp3></a><a class=u-syndication href=https://c.example/1></a>
         <a class=u-in-reply-to href=/r></a><i class='p-in-reply-to h-cite'><a class=u-url href=/s>s</a></i>
         <a class=u-bookmark-of href=/about></a><time class=dt-updated datetime=2024-03-01></time>",
    );
    assert_eq!(found.id.as_deref(), Some("tag:1"));
    assert_eq!(found.title, None);
    assert_eq!(found.content.as_ref().unwrap().value, "Look!");
    let summary = found.summary.as_ref().unwrap();
    assert_eq!(
        (summary.kind, &*summary.value),
        (TextKind::Plain, "Short <b>")
    );
    assert_eq!(found.updated, Some(Time(1_709_251_200)));
    assert_eq!(
        found.external_link.as_deref(),
        Some("https://b.example/about")
    );
    let terms: Vec<_> = found.categories.iter().map(|tag| &*tag.term).collect();
    assert_eq!(terms, ["x", "y"]);
    let enclosure = |name: &str, kind: &str, title: Option<&str>| Enclosure {
        url: format!("https://b.example/{name}"),
        media_type: Some(kind.to_owned()),
        title: title.map(str::to_owned),
        ..Enclosure::default()
    };
    assert_eq!(
        found.enclosures,
        [
            enclosure("a.mp3", "audio/mpeg", None),
            enclosure("v.webm", "video/webm", None),
            enclosure("i.png", "image/png", Some("A bell")),
        ]
    );
    let links: Vec<_> = found
        .links
        .iter()
        .map(|link| (link.rel.as_deref().unwrap_or_default(), &*link.href))
        .collect();
    assert_eq!(
        links,
        [
            ("alternate", "https://b.example/1"),
            ("syndication", "https://c.example/1"),
            ("bookmark-of", "https://b.example/about"),
        ]
    );
    let answered: Vec<_> = found
        .in_reply_to
        .iter()
        .filter_map(|answer| answer.href.as_deref())
        .collect();
    assert_eq!(answered, ["https://b.example/r", "https://b.example/s"]);
}

#[test]
fn an_entry_without_marks_is_its_own_name_and_link() {
    let page = "<div class=h-feed><a class=h-entry href=/1>One</a><li class=h-entry><a href=/2>Two</a></li>
        <div class=h-entry><a href=/3>a</a> <a href=/4>b</a></div></div>";
    let found = feed(page).unwrap();
    let found: Vec<_> = found
        .entries
        .iter()
        .map(|entry| (entry.name(), entry.link.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(
        found,
        [
            ("One", "https://a.example/1"),
            ("Two", "https://a.example/2"),
            ("a b", ""),
        ]
    );
}

#[test]
fn comments_are_counted_and_are_no_entries() {
    let found = entry(
        "<a class='p-name u-url' href=/1>One</a><div class='u-comment h-cite'><a class=u-url href=/c>c</a>
         <p class=p-name>No title of the entry</p><div class='u-comment h-cite'>again</div></div>
         <div class='p-comment h-entry'>third</div>",
    );
    assert_eq!(found.title.as_deref(), Some("One"));
    assert_eq!(found.link.as_deref(), Some("https://a.example/1"));
    assert_eq!(found.comments.count, Some(3));
    assert_eq!(found.comments.page.as_deref(), Some("https://a.example/1"));
    assert_eq!(entry("<p class=p-name>x</p>").comments.count, None);
}

#[test]
fn no_page_costs_more_than_its_size() {
    let deep =
        "<div class='h-feed h-entry p-name p-category p-author h-card e-content'>x".repeat(20_000);
    assert!(feed(&deep).is_none_or(|feed| feed.entries.len() < 2));
    let wide = "<p class='h-entry p-name'>x</p>".repeat(8_000);
    assert_eq!(feed(&wide).unwrap().entries.len(), 5_000);
}

proptest! {
    #[test]
    fn no_page_is_too_odd(page in "(<div class='|h-feed|h-entry|h-card|p-name|u-url|dt-published|e-content|p-author|value|' href=|<a class='|<p>|</div>|</a>|'>|>| |x){0,60}") {
        feed(&page);
        feed(&format!("<div class=h-feed><div class=h-entry>{page}"));
    }
}
