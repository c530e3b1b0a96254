//! Whole feeds of every format and those of a real blog, read by postil and by feed-rs, which knows
//! nothing of us: what one finds and the other loses would be lost to a person without a word. (The
//! small feeds in the folders beside them are each odd in some way; `corpus` knows what they mean.)

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use feed_rs::parser;
use postil::feed::parse::parse;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds");
const BASE: &str = "http://final.example/feed";

/// Files feed-rs is not asked about, and why. (It stops the whole program at three of them.)
const NOT_ASKED: [(&str, &str); 12] = [
    ("atom10.xml", "feed-rs knows no type=\"text/plain\""),
    ("bare_ampersand.xml", "not well-formed"),
    ("jsonfeed11.json", "feed-rs wants an id to be a string"),
    ("late_declaration.xml", "not well-formed; feed-rs panics"),
    ("page.html", "no feed"),
    (
        "rss20.xml",
        "feed-rs panics at a full-width bracket in an author",
    ),
    ("rss_no_version.xml", "feed-rs wants a version"),
    ("truncated.xml", "not well-formed"),
    ("undeclared_entity.xml", "not well-formed"),
    ("utf16be.xml", "feed-rs panics"),
    ("wordpress/post/imported.atom.xml", "not well-formed"),
    ("wordpress/post/imported.rss2.xml", "not well-formed"),
];

/// Files the two read differently, and why; postil never finds less.
const OTHERWISE: [(&str, &str); 5] = [
    ("atom03.xml", "feed-rs finds no entries in Atom 0.3"),
    ("rss090.rdf", "feed-rs finds no items in RSS 0.90"),
    (
        "rss091.xml",
        "a relative link: postil takes it from the web site, feed-rs from the feed",
    ),
    ("rss10.rdf", "feed-rs drops an item without a link"),
    (
        "wordpress/site/atom.xml",
        "feed-rs leaves the entities of an HTML title undecoded",
    ),
];

fn is_in(table: &[(&str, &str)], name: &str) -> bool {
    table.iter().any(|(file, _why)| *file == name)
}

/// Title and link of an entry; a title's white space is collapsed.
type Shown = (Option<String>, Option<String>);

/// The feeds that both are asked about, by path: those that lie in the folder itself, and those of
/// the blog.
fn feeds() -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    gather(Path::new(FOLDER), &mut found);
    let blog = Path::new(FOLDER).join("wordpress");
    for folder in fs::read_dir(blog).expect("its feeds are kept here") {
        let folder = folder.expect("a folder has a name").path();
        if folder.is_dir() && !folder.ends_with("rest") {
            gather(&folder, &mut found);
        }
    }
    found
}

/// Every file of a folder but what is told of it and the headers that came with one.
fn gather(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for file in fs::read_dir(folder).expect("the feeds are kept here") {
        let path = file.expect("a file has a name").path();
        let is_beside = path
            .extension()
            .is_some_and(|end| end == "headers" || end == "md");
        if path.is_file() && !is_beside {
            let name = path.strip_prefix(FOLDER).expect("it lies below");
            let body = fs::read(&path).expect("it can be read");
            found.insert(name.to_string_lossy().into_owned(), body);
        }
    }
}

fn collapsed(title: &str) -> Option<String> {
    let words: Vec<_> = title.split_whitespace().collect();
    Some(words.join(" ")).filter(|title| !title.is_empty())
}

fn theirs(body: &[u8]) -> Vec<Shown> {
    let reader = parser::Builder::new().base_uri(Some(BASE)).build();
    let feed = reader.parse(body).expect("feed-rs reads it");
    let shown = |entry: feed_rs::model::Entry| {
        let title = entry.title.and_then(|title| collapsed(&title.content));
        (title, entry.links.into_iter().next().map(|link| link.href))
    };
    feed.entries.into_iter().map(shown).collect()
}

fn ours(body: &[u8]) -> Vec<Shown> {
    let feed = parse(body, None, BASE).expect("it is a feed");
    let shown = |entry: postil::model::parsed::ParsedEntry| (collapsed(entry.name()), entry.link);
    feed.entries.into_iter().map(shown).collect()
}

/// In what two readings differ: their counts, or the titles and links of entries that feed-rs gives
/// both.
fn differences(ours: &[Shown], theirs: &[Shown]) -> Vec<String> {
    let mut found = Vec::new();
    if ours.len() != theirs.len() {
        found.push(format!("{} entries, not {}", ours.len(), theirs.len()));
    }
    for (our, their) in ours.iter().zip(theirs) {
        if our != their && their.0.is_some() && their.1.is_some() {
            found.push(format!("{our:?}, not {their:?}"));
        }
    }
    found
}

#[test]
fn no_entry_is_lost_that_another_reader_finds() {
    let mut all = feeds();
    all.retain(|name, _| !is_in(&NOT_ASKED, name));
    let mut compared = 0;
    for (name, body) in all {
        let (ours, theirs) = (ours(&body), theirs(&body));
        let found = differences(&ours, &theirs);
        assert_eq!(
            !found.is_empty(),
            is_in(&OTHERWISE, &name),
            "{name}: {found:#?}"
        );
        assert!(ours.len() >= theirs.len(), "{name}: {found:#?}");
        compared += theirs.len();
    }
    assert!(compared > 500, "{compared}");
}
