//! Following, searching, folding, and comments that come by several ways.

use super::{NOW, body, comment_feed_at, entry, facts, html, item, list, poll, row, subscribe};
use crate::model::comment::{Following, InReplyTo, Missing, Provenance};
use crate::model::entry::EntryId;
use crate::model::feed::PollFacts;
use crate::model::parsed::{CommentSignals, Format, ParsedEntry, ParsedFeed};
use crate::model::time::Time;
use crate::model::view::View;
use crate::store::comment_intake::{CommentSource, Kept};
use crate::store::comments::StoredComment;
use crate::store::db::Db;
use crate::store::follow::Sought;

const FEED: &str = "http://blog.example/post/feed/";
const ATOM: CommentSource = CommentSource {
    provenance: Provenance::Feed,
    written: "atom1.0",
};
const RSS: CommentSource = CommentSource {
    provenance: Provenance::Feed,
    written: "rss2.0",
};
const REST: CommentSource = CommentSource {
    provenance: Provenance::WordPress,
    written: "WordPress",
};

/// A post with a comment feed, and how many comments its feed tells of.
fn library(told: Option<u32>) -> (Db, EntryId) {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://blog.example/feed/", "");
    poll(&db, feed, vec![post(told)]);
    let post = entry(&db, "post");
    (db, post)
}

fn post(told: Option<u32>) -> ParsedEntry {
    ParsedEntry {
        comments: CommentSignals {
            feeds: vec![comment_feed_at(FEED)],
            count: told,
            ..CommentSignals::default()
        },
        ..item("post", 100)
    }
}

/// A comment as a feed brings it, so many seconds old.
fn comment(number: u32, age: i64, text: &str) -> ParsedEntry {
    ParsedEntry {
        key: format!("http://blog.example/?p=1#comment-{number}"),
        link: Some(format!("http://blog.example/post#comment-{number}")),
        content: Some(html(text)),
        ..item("comment", age)
    }
}

/// The same as an interface for programs gives it, under a key of its own.
fn given(number: u32, age: i64, text: &str, to: Option<u32>) -> ParsedEntry {
    let answers = to.map(|to| InReplyTo {
        id: None,
        href: Some(format!("http://blog.example/post#comment-{to}")),
    });
    ParsedEntry {
        key: format!("http://blog.example/post#comment-{number}"),
        in_reply_to: answers.into_iter().collect(),
        ..comment(number, age, text)
    }
}

fn keep(db: &Db, post: EntryId, source: CommentSource, items: &[ParsedEntry], whole: bool) -> Kept {
    let items: Vec<&ParsedEntry> = items.iter().collect();
    db.keep_comments(post, &items, source, whole, NOW).unwrap()
}

fn comments(db: &Db, post: EntryId) -> Vec<StoredComment> {
    db.conversation(post).unwrap().expect("is there").comments
}

fn kept(new: u32, changed: u32, gone: u32) -> Kept {
    Kept { new, changed, gone }
}

#[test]
fn a_comment_that_comes_by_two_ways_is_one() {
    let (db, post) = library(None);
    keep(
        &db,
        post,
        ATOM,
        &[comment(7, 50, "Seven"), comment(8, 40, "Eight")],
        false,
    );
    let all = [
        given(6, 60, "Six", None),
        given(7, 50, "<p>Seven</p>", Some(6)),
        given(8, 40, "Eight", None),
    ];
    assert_eq!(keep(&db, post, REST, &all, true), kept(1, 0, 0));
    let held = comments(&db, post);
    let by: Vec<Provenance> = held.iter().map(|comment| comment.provenance).collect();
    assert_eq!(
        by,
        [Provenance::WordPress, Provenance::Feed, Provenance::Feed]
    );
    assert_eq!(held[1].html, "Seven", "what the feed gave stays");
    assert_eq!(
        held[1].in_reply_to.len(),
        1,
        "what it did not say is taken over"
    );
    assert!(held.iter().all(|comment| !comment.edited));
    // The feed shows again what was fetched first from elsewhere.
    assert_eq!(
        keep(&db, post, ATOM, &[comment(6, 60, "Six!")], false),
        kept(0, 0, 0)
    );
    let held = comments(&db, post);
    assert_eq!(
        (held.len(), held[0].html.as_str(), held[0].edited),
        (3, "Six!", false)
    );
}

#[test]
fn the_same_number_at_another_time_and_place_is_another_comment() {
    let (db, post) = library(None);
    keep(&db, post, ATOM, &[comment(7, 50, "Seven")], false);
    let other = ParsedEntry {
        key: "elsewhere#comment-7".into(),
        link: Some("http://other.example/post#comment-7".into()),
        ..comment(7, 49, "Another")
    };
    assert_eq!(keep(&db, post, REST, &[other], false).new, 1);
    let shared = |key: &str| ParsedEntry {
        key: key.into(),
        link: Some("http://blog.example/post#comment-9".into()),
        ..comment(9, 10, key)
    };
    assert_eq!(
        keep(&db, post, REST, &[shared("a"), shared("b")], false).new,
        2
    );
}

#[test]
fn only_a_text_of_the_same_hand_can_be_an_edited_one() {
    let (db, post) = library(None);
    keep(
        &db,
        post,
        RSS,
        &[comment(7, 50, "<p>In reply to …</p>Seven")],
        false,
    );
    assert_eq!(
        keep(&db, post, ATOM, &[comment(7, 50, "Seven")], false),
        kept(0, 0, 0)
    );
    assert!(!comments(&db, post)[0].edited, "it only came in Atom");
    assert_eq!(
        keep(&db, post, ATOM, &[comment(7, 50, "Seven.")], false),
        kept(0, 1, 0)
    );
    assert!(comments(&db, post)[0].edited);
    let stays = keep(&db, post, REST, &[given(7, 50, "Rewritten", None)], true);
    assert_eq!(
        (stays, comments(&db, post)[0].html.as_str()),
        (kept(0, 0, 0), "Seven.")
    );
}

#[test]
fn what_a_source_of_all_has_no_more_is_gone_and_stays() {
    let (db, post) = library(None);
    let mention = comment(9, 20, "<p>[&#8230;] a kettle [&#8230;]</p>");
    keep(
        &db,
        post,
        ATOM,
        &[comment(7, 50, "Seven"), comment(8, 40, "Eight"), mention],
        false,
    );
    assert_eq!(
        keep(&db, post, REST, &[given(8, 40, "Eight", None)], true),
        kept(0, 0, 1)
    );
    let gone = |db: &Db| {
        comments(db, post)
            .iter()
            .map(|comment| comment.gone)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        gone(&db),
        [true, false, false],
        "a mention is in no list of comments"
    );
    assert_eq!(
        keep(&db, post, REST, &[given(8, 40, "Eight", None)], true),
        kept(0, 0, 0),
        "once"
    );
    keep(&db, post, ATOM, &[comment(7, 50, "Seven")], false);
    assert_eq!(gone(&db), [false; 3], "it is back");
    let complete = ParsedFeed {
        complete: true,
        format: Format::Atom10,
        ..body(vec![comment(8, 40, "Eight"), comment(9, 20, "Nine")])
    };
    let talk = db.open_conversation(post, NOW).unwrap().unwrap();
    db.commit_poll(&talk, Some(&complete), NOW).unwrap();
    assert_eq!(gone(&db), [true, false, false]);
}

#[test]
fn a_followed_conversation_is_listed_counted_and_asked() {
    let (db, post) = library(Some(3));
    assert_eq!(db.follow(&[post], Following::Yes, NOW).unwrap(), [post]);
    assert_eq!(
        db.follow(&[post], Following::Yes, NOW).unwrap(),
        [],
        "it is already"
    );
    let talk = db.open_conversation(post, NOW).unwrap().unwrap();
    assert_eq!(talk.following, Following::Yes);
    poll(&db, talk.feed, vec![comment(1, 50, "One")]);
    let shown = row(&db, post);
    assert_eq!((shown.following, shown.comments.new), (Following::Yes, 1));
    db.follow(&[post], Following::Muted, NOW).unwrap();
    assert_eq!(
        row(&db, post).comments.new,
        0,
        "of a muted one nothing is new"
    );
    assert_eq!(db.library(NOW).unwrap().feeds[0].new_comments, 0);
    assert_eq!(list(&db, View::Conversations), []);
    assert_eq!(list(&db, View::QuietConversations).len(), 1);
    assert_eq!(db.library(NOW).unwrap().quiet_conversations, 1);
    db.follow(&[post], Following::Pinned, NOW).unwrap();
    assert_eq!(
        row(&db, post).comments.new,
        1,
        "and it comes back as it was"
    );
    assert!(db.end_talk(post, true).unwrap() && !db.end_talk(post, true).unwrap());
    assert_eq!(list(&db, View::QuietConversations).len(), 1);
    poll(&db, talk.feed, vec![comment(2, 5, "Two")]);
    assert_eq!(
        list(&db, View::QuietConversations).len(),
        0,
        "somebody spoke"
    );
}

#[test]
fn a_conversation_of_which_more_is_told_is_asked_for_all_of_it() {
    let (db, post) = library(Some(1));
    let feed = facts(&db, db.feed_of(post).unwrap().unwrap()).feed;
    let told = |count| poll(&db, feed, vec![self::post(Some(count))]).told_more;
    db.open_conversation(post, NOW).unwrap();
    assert_eq!(told(2), [], "nobody follows it");
    db.follow(&[post], Following::Yes, NOW).unwrap();
    let talk = db.asked_for(post).unwrap().unwrap();
    let asked = PollFacts {
        checked_at: Some(NOW),
        changed_at: Some(Time(NOW.0 - 9_000)),
        ..talk
    };
    db.keep_facts(&asked).unwrap();
    db.end_talk(post, true).unwrap();
    assert_eq!(told(3), [post]);
    let talk = db.asked_for(post).unwrap().unwrap();
    assert!(talk.told_more && talk.changed_at == Some(NOW));
    assert_eq!(list(&db, View::Conversations).len(), 1, "it goes on");
    poll(
        &db,
        talk.feed,
        (1..=3).map(|n| comment(n, 10, "x")).collect(),
    );
    assert_eq!(told(2), [], "all that is told of is here");
}

#[test]
fn what_a_search_came_to_is_kept_with_its_reason() {
    let (db, post) = library(None);
    let bare = ParsedEntry {
        comments: CommentSignals::default(),
        ..item("bare", 5)
    };
    let feed = db.feed_of(post).unwrap().unwrap();
    poll(&db, feed, vec![bare]);
    let bare = entry(&db, "bare");
    let missing = |db: &Db| db.conversation(bare).unwrap().unwrap().missing;
    assert_eq!(missing(&db), Some(Missing::Unsought));
    let nothing = Sought::Nothing("its page names none".into());
    db.note_search(bare, &nothing, NOW, Time(NOW.0 + 9))
        .unwrap();
    assert_eq!(db.search(bare).unwrap(), Some((nothing, Time(NOW.0 + 9))));
    let (why, at) = ("its page names none".into(), NOW);
    assert_eq!(missing(&db), Some(Missing::Nothing { why, at }));
    db.note_search(bare, &Sought::Agreement("a.example".into()), NOW, NOW)
        .unwrap();
    assert_eq!(
        missing(&db),
        Some(Missing::Agreement {
            host: "a.example".into()
        })
    );
    db.adopt(bare, "http://blog.example/bare/feed/", NOW)
        .unwrap();
    assert_eq!(missing(&db), None);
}

#[test]
fn a_better_feed_that_was_found_is_kept_though_the_entry_names_another() {
    let (db, post) = library(None);
    let named = db.open_conversation(post, NOW).unwrap().unwrap();
    let twin = format!("{FEED}atom/");
    let adopted = db.adopt(post, &twin, NOW).unwrap();
    assert_eq!(
        (adopted.feed, adopted.url.as_str()),
        (named.feed, twin.as_str())
    );
    let again = db.open_conversation(post, NOW).unwrap().unwrap();
    assert_eq!(again.url, twin, "the feed that is named leads there");
    let (db, post) = library(None);
    db.adopt(post, &twin, NOW).unwrap();
    assert_eq!(db.open_conversation(post, NOW).unwrap().unwrap().url, twin);
    assert_eq!(
        db.post(post).unwrap().unwrap().adopted.as_deref(),
        Some(&*twin)
    );
}

#[test]
fn folds_are_kept_as_they_were_left() {
    let (db, post) = library(None);
    let folds = |db: &Db| {
        let mut folds = db.conversation(post).unwrap().unwrap().folds;
        folds.sort();
        folds
    };
    db.fold(post, &["#1".into(), "pings".into()]).unwrap();
    assert_eq!(folds(&db), ["#1", "pings"]);
    db.fold(post, &["#2".into()]).unwrap();
    assert_eq!(folds(&db), ["#2"]);
}

#[test]
fn an_entry_is_found_by_what_a_person_calls_it() {
    let (db, post) = library(None);
    db.open_conversation(post, NOW).unwrap();
    for meant in [
        "http://blog.example/post",
        "https://www.blog.example/post/#comments",
        FEED,
    ] {
        assert_eq!(db.entry_at(meant).unwrap(), Some(post), "{meant}");
    }
    assert_eq!(db.entry_at("http://blog.example/other").unwrap(), None);
    assert_eq!(db.entry_row(post).unwrap().map(|row| row.id), Some(post));
}
