//! A conversation of five thousand comments, sixty deep at most, put into a library through the store's
//! own doors.

use postil::model::comment::InReplyTo;
use postil::model::opml::Subscription;
use postil::model::parsed::{
    CommentFeed, CommentSignals, ParsedEntry, ParsedFeed, Person, Text, TextKind,
};
use postil::model::time::Time;
use postil::model::view::{List, Listing, View, Window};
use postil::store::db::Db;
use postil::store::error::StoreError;
use postil::store::handle::Store;
use std::path::{Path, PathBuf};

/// When the conversation is looked at.
pub(crate) const NOW: Time = Time(1_750_000_000);
pub(crate) const COMMENTS: usize = 5_000;
/// Levels of the deepest branch.
pub(crate) const DEEPEST: usize = 60;
/// The host of the blog; nobody answers there.
pub(crate) const HOST: &str = "blog.example";

const LINK: &str = "http://blog.example/post";

/// The path of a library that holds the conversation and nothing else, made anew in this folder.
pub(crate) async fn library(folder: &Path) -> Result<PathBuf, StoreError> {
    let path = folder.join("thread.db");
    let store = Store::open(&path)?;
    store.write(fill).await?;
    store.close().await;
    Ok(path)
}

fn fill(db: &Db) -> Result<(), StoreError> {
    let blog = Subscription {
        url: format!("http://{HOST}/feed"),
        title: Some("A blog".into()),
        site: None,
        folder: Vec::new(),
    };
    let facts = db.subscribe_all(&[blog], NOW)?.new.remove(0);
    let posts = ParsedFeed {
        entries: vec![post()],
        ..ParsedFeed::default()
    };
    db.commit_poll(&facts, Some(&posts), NOW)?;
    let listed = db.page(&Listing {
        list: List::of(View::All),
        window: Window::First,
        limit: 1,
        keep: Vec::new(),
    })?;
    let talk = db.open_conversation(listed.rows[0].id, NOW)?;
    let talk = talk.expect("the entry names a feed of its comments");
    let comments = ParsedFeed {
        entries: comments(),
        ..ParsedFeed::default()
    };
    db.commit_poll(&talk, Some(&comments), NOW)?;
    Ok(())
}

fn post() -> ParsedEntry {
    ParsedEntry {
        key: LINK.into(),
        title: Some("A post that everybody has something to say about".into()),
        link: Some(LINK.into()),
        published: Some(NOW.before(std::time::Duration::from_hours(100))),
        content: Some(html("<p>One paragraph.</p>".into())),
        comments: CommentSignals {
            page: Some(format!("{LINK}#comments")),
            feeds: vec![CommentFeed {
                url: format!("{LINK}/feed"),
                media_type: None,
            }],
            updated: None,
            count: u32::try_from(COMMENTS).ok(),
        },
        ..ParsedEntry::default()
    }
}

/// Newest first, as a feed has them. Most people answer something recent; one branch is as deep as any
/// may be.
fn comments() -> Vec<ParsedEntry> {
    let mut depths: Vec<usize> = Vec::with_capacity(COMMENTS);
    let mut comments: Vec<ParsedEntry> = Vec::with_capacity(COMMENTS);
    for number in 0..COMMENTS {
        let parent = parent(number, &depths);
        depths.push(parent.map_or(1, |parent| depths[parent] + 1));
        comments.push(comment(number, parent));
    }
    assert_eq!(depths.iter().max(), Some(&DEEPEST), "as deep as it says");
    comments.reverse();
    comments
}

fn parent(number: usize, depths: &[usize]) -> Option<usize> {
    if (1..DEEPEST).contains(&number) {
        return Some(number - 1);
    }
    let chance = scatter(number);
    let back = 1 + chance % 40;
    let parent = number.checked_sub(back)?;
    (!chance.is_multiple_of(9) && depths[parent] < DEEPEST).then_some(parent)
}

fn comment(number: usize, parent: Option<usize>) -> ParsedEntry {
    let link = |number: usize| format!("{LINK}#comment-{number}");
    let age = u64::try_from((COMMENTS - number) * 60).expect("minutes fit");
    ParsedEntry {
        key: link(number),
        link: Some(link(number)),
        authors: vec![Person {
            name: Some(format!("Reader {}", scatter(number) % 300)),
            ..Person::default()
        }],
        published: Some(NOW.before(std::time::Duration::from_secs(age))),
        content: Some(html(words(number))),
        in_reply_to: parent
            .map(|parent| InReplyTo {
                id: Some(link(parent)),
                href: Some(link(parent)),
            })
            .into_iter()
            .collect(),
        ..ParsedEntry::default()
    }
}

/// One to four paragraphs, some with a quotation, some with code, some with a link.
fn words(number: usize) -> String {
    const SENTENCES: [&str; 6] = [
        "I have read this twice and I still think that the second half answers the first. ",
        "That is not what was said, though I can see how one would come to it. ",
        "We tried it for a year, in two places, and it was never the part one would have expected. ",
        "Is there a source for that? ",
        "<em>Nobody</em> who has had to mend one would put it like that. ",
        "Where I come from the word means the opposite, which explains a good deal. ",
    ];
    let chance = scatter(number + COMMENTS);
    let paragraph = |index: usize| {
        let sentences = (0..=chance / 7 % 5).map(|more| SENTENCES[(chance + index + more) % 6]);
        format!("<p>{}</p>", sentences.collect::<String>())
    };
    let mut html: String = (0..=chance % 3).map(paragraph).collect();
    match chance % 11 {
        0 => html.insert_str(
            0,
            "<blockquote><p>though I can see how one would come to it</p></blockquote>",
        ),
        1 => html.push_str(
            "<pre><code>for one in all:\n    if one.is_late():\n        wait(one)</code></pre>",
        ),
        2 => html.push_str("<p>See <a href=\"http://blog.example/other\">the other post</a>.</p>"),
        _ => {}
    }
    html
}

fn html(value: String) -> Text {
    Text {
        kind: TextKind::Html,
        value,
    }
}

/// Numbers without pattern out of numbers in order (the finaliser of `SplitMix64`).
fn scatter(number: usize) -> usize {
    let mut mixed = u64::try_from(number)
        .expect("small")
        .wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    usize::try_from((mixed ^ (mixed >> 31)) >> 33).expect("31 bits")
}
