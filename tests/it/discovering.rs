//! Pages as they are found on the web, each with a difficulty of its own, and the feeds a person would
//! expect to be found in it.

use postil::feed::discover::{choose, named};
use postil::model::found::FoundKind;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds/pages");

/// A page, where it is found, and its feeds: `+` for the one to try first, `#` for comments, `-` for
/// the rest, with address and title.
const PAGES: &[(&str, &str, &[&str])] = &[
    (
        "wordpress_post.html",
        "https://kessel.example/2024/pfeifen/",
        &[
            "+ https://kessel.example/feed/ Kessel & Schleife » Feed",
            "# https://kessel.example/comments/feed/ Kessel & Schleife » Kommentar-Feed",
            "# https://kessel.example/2024/pfeifen/feed/ Kessel & Schleife » Das Pfeifen-Kommentar-Feed",
        ],
    ),
    (
        "blogger.html",
        "https://ana.blog.example/2024/01/lamps.html",
        &[
            "+ https://ana.blog.example/feeds/posts/default Two Lamps - Atom",
            "- https://ana.blog.example/feeds/posts/default?alt=rss Two Lamps - RSS",
            "# https://ana.blog.example/feeds/31/comments/default Two Lamps - Atom",
        ],
    ),
    (
        "static_site.html",
        "https://frames.example/",
        &[
            "+ https://frames.example/index.xml Cold Frames",
            "- https://frames.example/feed.json Cold Frames",
        ],
    ),
    (
        "shouting.html",
        "http://www.lantern.example/index.htm",
        &[
            "+ http://lantern.example/archive/news.rdf News of the \"Lantern\"",
            "- http://lantern.example/all.xml",
        ],
    ),
    (
        "in_the_body.html",
        "https://tides.example/by-hand.htm",
        &["+ https://tides.example/atom"],
    ),
    (
        "commented_out.html",
        "https://repair.example/",
        &["+ https://repair.example/new.xml The present one"],
    ),
    (
        "only_anchors.html",
        "https://gates.example/",
        &[
            "+ https://gates.example/posts/feed.xml Feed",
            "- https://gates.example/syndication RSS",
            "# https://gates.example/talk/feed.atom Comments",
        ],
    ),
    ("names_none.html", "https://shop.example/", &[]),
    (
        "many_shelves.html",
        "https://ferry.example/",
        &[
            "- https://ferry.example/rss.xml RSS",
            "- https://ferry.example/harbour/rss.xml Harbour",
            "- https://ferry.example/timetables/rss.xml Timetables",
            "+ https://ferry.example/atom.xml Atom",
        ],
    ),
    (
        "channel.html",
        "https://video.example/@ana",
        &["+ https://video.example/feeds/videos.xml?channel_id=UC1 RSS"],
    ),
    (
        "xhtml.html",
        "https://ponds.example/ja/",
        &[
            "+ https://ponds.example/ja/atom.xml 二つの池",
            "# https://ponds.example/ja/talk.xml 二つの池 – コメント",
        ],
    ),
    (
        "broken.html",
        "https://string.example/a/",
        &["+ https://string.example/feed.xml <b>Bold</b> & twisted"],
    ),
];

#[test]
fn every_page_gives_the_feeds_a_person_would_find_in_it() {
    for (name, base, expect) in PAGES {
        let page = fs::read(Path::new(FOLDER).join(name)).expect("the pages are kept here");
        let found = named(&page, Some("text/html"), &[], base);
        let best = choose::order(&found).first().copied();
        let shown: Vec<String> = found
            .iter()
            .enumerate()
            .map(|(at, feed)| {
                let mark = match feed.kind {
                    _ if Some(at) == best => '+',
                    FoundKind::Articles => '-',
                    FoundKind::Comments => '#',
                };
                let title = feed.title.as_deref().unwrap_or_default();
                format!("{mark} {} {title}", feed.url).trim_end().to_owned()
            })
            .collect();
        assert_eq!(shown, *expect, "{name}");
    }
}

#[test]
fn no_page_lies_here_unread() {
    let files = fs::read_dir(FOLDER).expect("the pages are kept here");
    let files = files.map(|file| file.expect("it has a name").file_name());
    let files: BTreeSet<String> = files.map(|name| name.to_string_lossy().into()).collect();
    let read: BTreeSet<String> = PAGES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(files, read);
}

#[test]
fn headers_add_to_what_a_page_names_and_stand_before_what_it_links_to() {
    let links = ["</talk.xml>; rel=alternate; type=application/rss+xml; title=Comments".to_owned()];
    let base = "https://b.example/";
    let urls = |page: &str| {
        let found = named(page.as_bytes(), None, &links, base);
        found.into_iter().map(|feed| feed.url).collect::<Vec<_>>()
    };
    assert_eq!(
        urls("<link rel=alternate type=application/rss+xml href=/a.xml>"),
        ["https://b.example/a.xml", "https://b.example/talk.xml"]
    );
    assert_eq!(
        urls("<a href=/feed.xml>RSS</a>"),
        ["https://b.example/talk.xml"]
    );
    assert_eq!(urls("%PDF-1.7"), ["https://b.example/talk.xml"]);
    let nowhere = named(b"<a href=/feed.xml>RSS</a>", None, &links, "not an address");
    assert_eq!(nowhere, []);
}
