//! Who answers whom, against the database of a real blog: every comment of every comment feed that
//! was captured from `WordPress` 6.1.9 – RSS and Atom, eight languages, comment pages, longer and
//! later feeds – finds the parent that the blog itself has for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use postil::feed::parse::parse;
use postil::model::comment::{Comment, CommentId, Conversation, Provenance};
use postil::model::document::{Block, Document};
use postil::model::parsed::{ParsedEntry, ParsedFeed};
use postil::model::time::Time;
use postil::text::html;
use postil::thread::tree::{self, Node, NodeKind, Order, Settings, Thread};
use serde_json::Value;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/feeds/wordpress");
const SITE: &str = "http://127.0.0.1:18473/";

/// Every comment feed of the capture, and how many comments are in it.
const CAPTURES: [(&str, usize); 49] = [
    ("after-approve/kettle.atom.xml", 10),
    ("after-approve/kettle.rss2.xml", 10),
    ("after-new/kettle.rss2.xml", 10),
    ("comments/atom.xml", 10),
    ("comments/rss2.xml", 10),
    ("lang/ar.comments.rss2.xml", 10),
    ("lang/ar.post.rss2.xml", 10),
    ("lang/ar.reply.rss2.xml", 10),
    ("lang/de_DE.comments.rss2.xml", 10),
    ("lang/de_DE.post.rss2.xml", 10),
    ("lang/de_DE.reply.rss2.xml", 10),
    ("lang/fr_FR.comments.rss2.xml", 10),
    ("lang/fr_FR.post.rss2.xml", 10),
    ("lang/he_IL.comments.rss2.xml", 10),
    ("lang/he_IL.post.rss2.xml", 10),
    ("lang/ja.comments.rss2.xml", 10),
    ("lang/ja.post.rss2.xml", 10),
    ("lang/ja.reply.rss2.xml", 10),
    ("lang/pl_PL.comments.rss2.xml", 10),
    ("lang/pl_PL.post.rss2.xml", 10),
    ("lang/tr_TR.comments.rss2.xml", 10),
    ("lang/tr_TR.post.rss2.xml", 10),
    ("lang/zh_CN.comments.rss2.xml", 10),
    ("lang/zh_CN.post.rss2.xml", 10),
    ("paging/kettle-50.atom.xml", 15),
    ("paging/kettle-50.rss2.xml", 15),
    ("paging/kettle-comment-pages.atom.xml", 10),
    ("paging/kettle-comment-pages.rss2.xml", 10),
    ("paging/many-50.atom.xml", 27),
    ("paging/many-50.rss2.xml", 27),
    ("paging/many-cpage2.rss2.xml", 10),
    ("paging/many-paged2.rss2.xml", 10),
    ("plain/comments.rss2.xml", 10),
    ("plain/kettle.atom.xml", 10),
    ("plain/kettle.rss2.xml", 10),
    ("post/a-kettle-that-talks.atom.xml", 10),
    ("post/a-kettle-that-talks.rss2.xml", 10),
    ("post/about.atom.xml", 1),
    ("post/about.rss2.xml", 1),
    ("post/behind-a-password.atom.xml", 1),
    ("post/behind-a-password.rss2.xml", 1),
    ("post/imported.atom.xml", 1),
    ("post/imported.rss2.xml", 1),
    ("post/morning.atom.xml", 2),
    ("post/morning.rss2.xml", 2),
    ("post/tags-and-angles.atom.xml", 2),
    ("post/tags-and-angles.rss2.xml", 2),
    ("post/twenty-seven-answers.atom.xml", 10),
    ("post/twenty-seven-answers.rss2.xml", 10),
];

/// The comment that only says `@k3ttl3_dev`: the database knows of no parent, a reader guesses one.
const CALLED: (u64, u64) = (11, 10);

/// What the blog's database has of a comment.
#[derive(Clone)]
struct Row {
    post: u64,
    /// Nought at the top.
    parent: u64,
    author: String,
}

fn truth() -> BTreeMap<u64, Row> {
    let text = fs::read(Path::new(FOLDER).join("truth.json")).expect("it is kept here");
    let rows: Vec<Value> = serde_json::from_slice(&text).expect("rows");
    let number = |row: &Value, name: &str| row[name].as_u64().expect("a number");
    let mut truth: BTreeMap<u64, Row> = rows
        .iter()
        .map(|row| {
            let known = Row {
                post: number(row, "post"),
                parent: number(row, "parent"),
                author: html::title(row["author"].as_str().expect("a name")),
            };
            (number(row, "id"), known)
        })
        .collect();
    // Written after the rows were.
    let latest = Row {
        post: 4,
        parent: 0,
        author: String::new(),
    };
    truth.insert(54, latest);
    truth
}

fn read(name: &str) -> ParsedFeed {
    let path = Path::new(FOLDER).join(name);
    let body = fs::read(&path).expect("it is kept here");
    parse(&body, Some("text/xml; charset=UTF-8"), SITE).expect("it is a feed")
}

/// The number at the end of a comment's id, or of an address of it.
fn number(id: &str) -> u64 {
    let digits = id.rsplit(|c: char| !c.is_ascii_digit()).next();
    let number = digits.and_then(|digits| digits.parse().ok());
    number.expect("it ends in the number of a comment")
}

/// A comment as the reader keeps it.
fn kept(comment: &ParsedEntry) -> Comment {
    Comment {
        id: CommentId(number(&comment.key).cast_signed()),
        key: comment.key.clone(),
        link: comment.link.clone(),
        author: comment.author(),
        author_url: comment.author_url().map(str::to_owned),
        published: comment.date(),
        first_seen: Time(0),
        in_reply_to: comment.in_reply_to.clone(),
        read: false,
        edited: false,
        gone: false,
        provenance: Provenance::Feed,
        body: html::document(&comment.body(), comment.base.as_deref()),
    }
}

/// The id and addresses of a post, as the feed of the blog gives them; of a page, which is in no
/// feed, what the comments' ids begin with.
fn entry_keys(site: &ParsedFeed, comment: &ParsedEntry) -> Vec<String> {
    let id = comment.key.split('#').next().unwrap_or_default();
    match site.entries.iter().find(|entry| entry.key == id) {
        Some(entry) => [
            Some(&entry.key),
            entry.link.as_ref(),
            entry.comments.page.as_ref(),
        ]
        .into_iter()
        .flatten()
        .cloned()
        .collect(),
        None => vec![id.to_owned()],
    }
}

/// The conversation of each post that a feed has comments on.
fn conversations(
    feed: &ParsedFeed,
    site: &ParsedFeed,
    truth: &BTreeMap<u64, Row>,
) -> Vec<Conversation> {
    let mut by_post: BTreeMap<u64, Conversation> = BTreeMap::new();
    for comment in &feed.entries {
        let row = &truth[&number(&comment.key)];
        let conversation = by_post.entry(row.post).or_insert_with(|| Conversation {
            entry_keys: entry_keys(site, comment),
            ..Conversation::default()
        });
        conversation.comments.push(kept(comment));
    }
    by_post.into_values().collect()
}

/// What a comment stands below in the tree: a number, and the name of one that is not there.
fn parent(thread: &Thread, node: &Node) -> (u64, Option<String>) {
    let Some(above) = node.parent.map(|parent| &thread.nodes[parent]) else {
        return (0, None);
    };
    match &above.kind {
        NodeKind::Comment(comment) => (number(&comment.key), None),
        NodeKind::Missing { name } => (number(&above.key), Some(name.clone().unwrap_or_default())),
        NodeKind::Pings(_) => panic!("nothing stands below pings"),
    }
}

/// Whether the text opens with the sentence that `WordPress` puts before an answer.
fn begins_with_an_answer(body: &Document) -> bool {
    let Some(Block::Paragraph(spans)) = body.blocks.first() else {
        return false;
    };
    let mut links = spans.iter().filter_map(|span| body.links.get(span.link?));
    links.any(|link| link.contains("#comment-"))
}

/// Compares a tree with the database; how many comments there were.
fn check(thread: &Thread, truth: &BTreeMap<u64, Row>, wrong: &mut Vec<String>) -> usize {
    let mut checked = 0;
    for node in &thread.nodes {
        for comment in node.comments() {
            let own = number(&comment.key);
            let (found, name) = parent(thread, node);
            let expected = if node.guessed && own == CALLED.0 {
                CALLED.1
            } else {
                truth[&own].parent
            };
            if found != expected {
                wrong.push(format!("{own} stands below {found}, not {expected}"));
            }
            if let Some(name) = name.filter(|name| *name != truth[&expected].author) {
                wrong.push(format!("{expected}, which is missing, is called {name:?}"));
            }
            if begins_with_an_answer(&comment.body) {
                wrong.push(format!("{own} still begins with whom it answers"));
            }
            checked += 1;
        }
    }
    checked
}

/// Every feed that was captured.
fn captures() -> Vec<String> {
    let mut found = Vec::new();
    for folder in fs::read_dir(FOLDER).expect("the captures are kept here") {
        let folder = folder.expect("it has a name").path();
        for file in fs::read_dir(&folder).into_iter().flatten() {
            let path = file.expect("it has a name").path();
            let is_feed = path.extension().is_some_and(|extension| extension == "xml");
            if is_feed {
                let name = path.strip_prefix(FOLDER).expect("it lies below");
                found.push(name.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_comment_of_every_capture_finds_its_parent() {
    let truth = truth();
    let (rss, atom) = (read("site/rss2.xml"), read("site/atom.xml"));
    let mut checked = Vec::new();
    let mut wrong = Vec::new();
    for name in captures() {
        let feed = read(&name);
        if !feed
            .entries
            .iter()
            .any(|entry| entry.key.contains("#comment-"))
        {
            continue;
        }
        let site = if name.ends_with("atom.xml") {
            &atom
        } else {
            &rss
        };
        let mut count = 0;
        for conversation in conversations(&feed, site, &truth) {
            for guess in [false, true] {
                let settings = Settings {
                    order: Order::default(),
                    guess,
                };
                let thread = tree::build(&conversation, settings);
                let mut faults = Vec::new();
                let comments = check(&thread, &truth, &mut faults);
                assert_eq!(comments, conversation.comments.len(), "{name}");
                wrong.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
                count += usize::from(guess) * comments;
            }
        }
        checked.push((name, count));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let checked: Vec<(&str, usize)> = checked
        .iter()
        .map(|(name, count)| (&**name, *count))
        .collect();
    assert_eq!(checked, CAPTURES);
}
