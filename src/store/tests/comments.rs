use super::{NOW, comment_feed_at, entry, facts, html, item, list, poll, row, subscribe};
use crate::model::comment::{CommentId, InReplyTo};
use crate::model::comment::{Following, Members};
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::parsed::{CommentSignals, ParsedEntry, Person};
use crate::model::time::Time;
use crate::model::view::View;
use crate::store::comments::StoredConversation;
use crate::store::db::Db;
use crate::store::error::StoreError;

/// A feed with one entry `post` whose feed tells of a comment feed and a count.
struct Blog {
    db: Db,
    feed: FeedId,
    post: EntryId,
}

fn post(comment_feed: Option<&str>, count: Option<u32>) -> ParsedEntry {
    let page = Some("http://blog.example/post#comments".into());
    let feeds = comment_feed.map(comment_feed_at).into_iter().collect();
    ParsedEntry {
        comments: CommentSignals {
            page,
            feeds,
            count,
            updated: None,
        },
        ..item("post", 9000)
    }
}

const FEED: &str = "http://blog.example/post/feed";

impl Blog {
    fn telling(count: Option<u32>) -> Self {
        let db = Db::scratch();
        let feed = subscribe(&db, "http://blog.example/feed", "");
        poll(&db, feed, vec![post(Some(FEED), count)]);
        let post = entry(&db, "post");
        Self { db, feed, post }
    }

    fn open(&self) -> PollFacts {
        self.db
            .open_conversation(self.post, NOW)
            .unwrap()
            .expect("has a comment feed")
    }

    fn tell(&self, count: u32) {
        poll(&self.db, self.feed, vec![post(Some(FEED), Some(count))]);
    }

    /// A poll of the comment feed brings comments so many seconds old.
    fn bring(&self, ages: impl IntoIterator<Item = i64>) {
        let items = ages
            .into_iter()
            .map(|age| item(&format!("c{age}"), age))
            .collect();
        poll(&self.db, self.open().feed, items);
    }

    fn look(&self, comments: &[CommentId]) {
        self.db.seen(self.post, comments, true).unwrap();
    }

    fn look_at_all(&self) {
        let all: Vec<CommentId> = self
            .talk()
            .comments
            .iter()
            .map(|comment| comment.id)
            .collect();
        self.look(&all);
    }

    fn talk(&self) -> StoredConversation {
        self.db.conversation(self.post).unwrap().expect("is there")
    }

    /// `12 +3` as a list shows it, and the sum as the feeds pane does.
    fn check(&self, total: u32, new: u32) {
        let count = row(&self.db, self.post).comments;
        assert_eq!((count.total, count.new), (total, new));
        let feed = self.db.library(NOW).unwrap().feeds.remove(0);
        assert_eq!(feed.new_comments, u64::from(new));
    }
}

#[test]
fn an_unopened_conversation_has_a_size_and_no_news() {
    let blog = Blog::telling(Some(12));
    blog.check(12, 0);
    blog.tell(15);
    blog.check(15, 0);
    assert_eq!(list(&blog.db, View::Conversations), []);
    assert_eq!(
        blog.db.facts().unwrap().len(),
        1,
        "nobody asks for comments nobody asked for"
    );
}

#[test]
fn the_first_look_finds_every_comment_unread_and_counts_each_once() {
    let blog = Blog::telling(Some(12));
    blog.open();
    blog.check(12, 0);
    blog.bring(1..=10);
    blog.check(12, 10);
    let some: Vec<CommentId> = blog.talk().comments[..4]
        .iter()
        .map(|comment| comment.id)
        .collect();
    blog.look(&some);
    blog.check(12, 6);
    blog.look_at_all();
    blog.check(12, 0);
}

#[test]
fn new_comments_count_once_whoever_tells_of_them_first() {
    let blog = Blog::telling(Some(12));
    blog.open();
    blog.bring(11..=20);
    blog.look_at_all();
    blog.check(12, 0);
    blog.tell(15);
    blog.check(15, 3);
    blog.bring([1, 2, 3]);
    blog.check(15, 3);
    blog.look_at_all();
    blog.check(15, 0);
    // The other way round: the comment feed is ahead of the entry's.
    blog.bring([4, 5]);
    blog.check(15, 2);
    blog.tell(17);
    blog.check(17, 2);
    blog.look_at_all();
    blog.check(17, 0);
}

#[test]
fn what_was_seen_before_the_entrys_feed_told_of_it_is_not_new_when_it_does() {
    let blog = Blog::telling(Some(2));
    blog.open();
    blog.bring([1, 2, 3, 4, 5]);
    blog.look_at_all();
    blog.check(5, 0);
    blog.tell(5);
    blog.check(5, 0);
}

#[test]
fn comments_that_are_told_of_and_never_come_are_new_until_one_looks() {
    let blog = Blog::telling(Some(1));
    blog.open();
    blog.bring([1]);
    blog.look_at_all();
    blog.tell(3);
    blog.check(3, 2);
    blog.look(&[]);
    blog.check(3, 0);
    blog.tell(2);
    blog.check(2, 0);
}

#[test]
fn a_feed_that_never_told_a_count_starts_with_none() {
    let blog = Blog::telling(None);
    blog.check(0, 0);
    blog.open();
    blog.bring([1, 2]);
    blog.check(2, 2);
    blog.look_at_all();
    blog.tell(40);
    blog.check(40, 0);
    blog.look(&[]);
    blog.tell(41);
    blog.check(41, 1);
}

#[test]
fn opening_makes_the_comment_feed_known_once() {
    let blog = Blog::telling(Some(1));
    let facts = blog.open();
    assert_eq!(
        facts,
        PollFacts {
            added_at: Some(NOW),
            following: Following::No,
            ..PollFacts::unasked(facts.feed, FEED, FeedKind::Comments { of: blog.post })
        }
    );
    assert_eq!(blog.open(), facts);
    assert_eq!(blog.db.facts().unwrap().len(), 2);
    let library = blog.db.library(NOW).unwrap();
    assert_eq!(library.feeds.len(), 1, "a comment feed is no subscription");
    assert_eq!(library.feeds[0].conversations, 1);
    assert_eq!(blog.db.subscriptions().unwrap().len(), 1);
}

#[test]
fn one_may_subscribe_to_a_comment_feed_as_well() {
    let blog = Blog::telling(None);
    let comments = blog.open().feed;
    let subscribed = subscribe(&blog.db, FEED, "");
    assert_ne!(subscribed, comments);
}

#[test]
fn a_conversation_without_a_feed_is_listed_if_there_is_a_page_to_go_to() {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://blog.example/feed", "");
    poll(&db, feed, vec![post(None, None), item("silent", 1)]);
    for key in ["post", "silent"] {
        assert_eq!(db.open_conversation(entry(&db, key), NOW).unwrap(), None);
    }
    let listed: Vec<EntryId> = list(&db, View::Conversations)
        .iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(listed, [entry(&db, "post")]);
    let missing = db.open_conversation(EntryId(99), NOW);
    assert_eq!(missing, Err(StoreError::Missing("the entry")));
    assert_eq!(db.conversation(EntryId(99)).unwrap(), None);
}

#[test]
fn conversations_are_listed_by_their_newest_comment() {
    let blog = Blog::telling(None);
    let at = || list(&blog.db, View::Conversations)[0].place.at;
    blog.open();
    assert_eq!(at(), NOW, "when it was opened, while nothing is known");
    blog.bring([500, 900]);
    assert_eq!(at(), Time(NOW.0 - 500));
    blog.bring([700]);
    assert_eq!(
        at(),
        Time(NOW.0 - 500),
        "one that was held back does not lift it"
    );
    blog.bring([-100]);
    assert_eq!(at(), NOW);
    assert_eq!(
        row(&blog.db, blog.post).place.at,
        Time(NOW.0 - 9000),
        "elsewhere it stays"
    );
}

#[test]
fn comments_outlive_the_window_of_their_feed_and_are_edited_in_place() {
    let blog = Blog::telling(None);
    let comments = blog.open().feed;
    let comment = ParsedEntry {
        authors: vec![Person {
            name: Some("Bo".into()),
            email: None,
            uri: Some("http://bo.example/".into()),
        }],
        base: Some("http://blog.example/".into()),
        in_reply_to: vec![
            InReplyTo {
                id: Some("c9".into()),
                href: None,
            },
            InReplyTo {
                id: None,
                href: Some("http://blog.example/c8".into()),
            },
        ],
        ..item("c1", 60)
    };
    poll(&blog.db, comments, vec![comment.clone(), item("c2", 120)]);
    blog.look_at_all();
    let before = blog.talk().comments;
    assert_eq!(
        before.iter().map(|c| c.key.as_str()).collect::<Vec<_>>(),
        ["c2", "c1"]
    );
    assert_eq!(before[1].in_reply_to, comment.in_reply_to);
    assert_eq!(
        (before[1].author.as_deref(), before[1].edited),
        (Some("Bo"), false)
    );

    let renumbered = ParsedEntry {
        link: Some("http://blog.example/page-2#c1".into()),
        ..comment
    };
    let delta = poll(&blog.db, comments, vec![renumbered.clone()]);
    assert_eq!(
        (delta.new, delta.changed, delta.threads),
        (0, 0, vec![blog.post])
    );
    assert_eq!(delta.entries_touched, []);

    let edited = ParsedEntry {
        content: Some(html("Never mind")),
        in_reply_to: vec![],
        ..renumbered
    };
    let delta = poll(&blog.db, comments, vec![edited, item("c3", 30)]);
    assert_eq!(
        (delta.new, delta.changed, delta.threads),
        (1, 1, vec![blog.post])
    );
    assert_eq!(delta.entries_touched, [blog.feed]);
    let after = blog.talk().comments;
    assert_eq!(after.len(), 3);
    assert_eq!(after[1].id, before[1].id);
    assert_eq!(
        (after[1].html.as_str(), after[1].edited, after[1].read),
        ("Never mind", true, true)
    );
    assert_eq!(
        after[1].link.as_deref(),
        Some("http://blog.example/page-2#c1")
    );
    assert_eq!(after[1].in_reply_to, []);
    assert!(!after[2].read);
}

#[test]
fn a_conversation_says_what_it_is_about_and_how_its_feed_does() {
    let blog = Blog::telling(Some(4));
    assert_eq!(
        blog.talk().feed.as_deref(),
        Some(FEED),
        "known before it is opened"
    );
    let facts = PollFacts {
        checked_at: Some(NOW),
        trouble: Some("no such host".into()),
        ..blog.open()
    };
    let delta = blog.db.commit_poll(&facts, None, NOW).unwrap();
    assert_eq!(
        (delta.threads, delta.entries_touched),
        (vec![blog.post], vec![])
    );
    assert_eq!(
        blog.talk(),
        StoredConversation {
            entry_keys: vec![
                "post".into(),
                "http://blog.example/post".into(),
                "http://blog.example/post#comments".into()
            ],
            entry_author: None,
            comments: vec![],
            told: Some(4),
            feed: Some(FEED.into()),
            page: Some("http://blog.example/post#comments".into()),
            missing: None,
            following: Following::No,
            over: false,
            facts: Some(blog.open()),
            members: Members::Comments,
            folds: vec![],
        }
    );
    let facts = blog.talk().facts.expect("it was opened");
    assert_eq!(
        (facts.checked_at, facts.trouble.as_deref()),
        (Some(NOW), Some("no such host"))
    );
}

#[test]
fn an_entry_that_names_another_comment_feed_is_followed_there() {
    let blog = Blog::telling(None);
    let first = blog.open();
    let asked = PollFacts {
        failures: 4,
        ..first.clone()
    };
    blog.db.commit_poll(&asked, None, NOW).unwrap();
    let elsewhere = "https://blog.example/post/feed/atom";
    poll(&blog.db, blog.feed, vec![post(Some(elsewhere), None)]);
    let second = blog.open();
    assert_eq!(
        second,
        PollFacts {
            added_at: Some(NOW),
            following: Following::No,
            ..PollFacts::unasked(first.feed, elsewhere, first.kind)
        }
    );

    let redirected = PollFacts {
        url: "https://cdn.example/feed".into(),
        ..second
    };
    blog.db.commit_poll(&redirected, None, NOW).unwrap();
    assert_eq!(
        blog.open(),
        redirected,
        "but not back to where a redirect began"
    );
    assert_eq!(facts(&blog.db, first.feed), redirected);
}

#[test]
fn seeing_is_believed_for_comments_of_that_entry_only() {
    let blog = Blog::telling(None);
    poll(
        &blog.db,
        blog.feed,
        vec![post(Some(FEED), None), item("other", 1)],
    );
    blog.bring([1]);
    let comment = blog.talk().comments[0].id;
    blog.db
        .seen(entry(&blog.db, "other"), &[comment], true)
        .unwrap();
    blog.check(1, 1);
}
