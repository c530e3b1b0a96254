//! One feed of a whole site in place of many comment feeds, and comments on many posts.

use super::{NOW, body, comment_feed_at, entry, facts, item, poll, subscribe};
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::parsed::{CommentSignals, ParsedEntry};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::gather::Posts;

const SITE: &str = "http://blog.example/comments/feed/atom/";

/// Posts whose conversations are followed, and the feed that vouches for them.
fn library(posts: usize) -> (Db, Vec<EntryId>, Vec<FeedId>, PollFacts) {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://blog.example/feed/", "");
    let name = |n: usize| format!("post{n}");
    let items = (0..posts).map(|n| ParsedEntry {
        comments: CommentSignals {
            feeds: vec![comment_feed_at(&format!("http://blog.example/{n}/feed/"))],
            ..CommentSignals::default()
        },
        ..item(&name(n), 100)
    });
    poll(&db, feed, items.collect());
    let posts: Vec<EntryId> = (0..posts).map(|n| entry(&db, &name(n))).collect();
    db.follow(&posts, Following::Yes, NOW).unwrap();
    let feeds: Vec<FeedId> = posts
        .iter()
        .map(|post| db.open_conversation(*post, NOW).unwrap().unwrap().feed)
        .collect();
    let site = db.set_vouching(SITE, &feeds, NOW).unwrap();
    (db, posts, feeds, site)
}

/// A comment on a post, so many seconds old.
fn comment(post: usize, age: i64) -> (ParsedEntry, Posts) {
    let page = format!("http://blog.example/post{post}");
    let item = ParsedEntry {
        link: Some(format!("{page}#comment-{age}")),
        ..item(&format!("c{age}"), age)
    };
    (item, vec![page])
}

/// What the site's feed shows, and what follows from it: on which posts something came, and for which
/// comment feeds it vouches.
fn look(
    db: &Db,
    site: &PollFacts,
    shown: Vec<(ParsedEntry, Posts)>,
) -> (Vec<EntryId>, Vec<FeedId>) {
    let (items, posts): (Vec<_>, Vec<_>) = shown.into_iter().unzip();
    let parsed = body(items);
    let delta = db.gather(site, &parsed, &posts, NOW).unwrap();
    let vouched = db.vouch(site, Some(&parsed), &delta.threads, NOW).unwrap();
    (
        delta.threads,
        vouched.iter().map(|facts| facts.feed).collect(),
    )
}

fn asked(db: &Db, feed: FeedId, ago: i64) {
    let asked = PollFacts {
        ok_at: Some(Time(NOW.0 - ago)),
        ..facts(db, feed)
    };
    db.keep_facts(&asked).unwrap();
}

#[test]
fn a_site_vouches_for_what_was_up_to_date_when_its_oldest_comment_was_written() {
    let (db, posts, feeds, site) = library(3);
    assert_eq!(
        (site.kind, site.following),
        (FeedKind::Site, Following::Yes)
    );
    for (feed, ago) in feeds.iter().zip([50, 500, 5_000]) {
        asked(&db, *feed, ago);
    }
    let (talked, vouched) = look(&db, &site, vec![comment(1, 10), comment(1, 600)]);
    assert_eq!(talked, [posts[1]]);
    assert_eq!(vouched, feeds[..2], "of the third something may be missing");
    assert_eq!(facts(&db, feeds[1]).vouched_at, Some(NOW));
    assert_eq!(facts(&db, feeds[1]).changed_at, Some(NOW), "it has news");
    assert_ne!(facts(&db, feeds[0]).changed_at, Some(NOW));
    let undated = ParsedEntry {
        published: None,
        ..comment(1, 5).0
    };
    let (_, vouched) = look(&db, &site, vec![(undated, comment(1, 5).1)]);
    assert_eq!(vouched, [], "nobody knows how far it goes back");
}

#[test]
fn a_site_that_has_not_changed_vouches_for_what_was_up_to_date_at_its_last_look() {
    let (db, _, feeds, site) = library(3);
    for (feed, ago) in feeds.iter().zip([50, 500, 5_000]) {
        asked(&db, *feed, ago);
    }
    let before = PollFacts {
        ok_at: Some(Time(NOW.0 - 1_000)),
        ..site
    };
    let vouched = db.vouch(&before, None, &[], NOW).unwrap();
    let vouched: Vec<FeedId> = vouched.iter().map(|facts| facts.feed).collect();
    assert_eq!(vouched, feeds[..2]);
    let never = PollFacts {
        ok_at: None,
        ..before
    };
    assert!(db.vouch(&never, None, &[], NOW).unwrap().is_empty());
}

#[test]
fn a_site_is_asked_while_several_conversations_are_followed_there() {
    let (db, posts, _, site) = library(3);
    let following = |db: &Db| facts(db, site.feed).following;
    db.follow(&posts[..1], Following::Muted, NOW).unwrap();
    assert_eq!(following(&db), Following::Yes);
    db.end_talk(posts[1], true).unwrap();
    assert_eq!(following(&db), Following::No, "for one it would be no gain");
    let library = db.library(NOW).unwrap();
    assert_eq!(library.feeds.len(), 1, "and nobody subscribed to it");
    assert_eq!(db.subscriptions().unwrap().len(), 1);
    assert!(!db.is_subscribed(SITE).unwrap());
    let known = db.set_vouching(SITE, &[], NOW).unwrap();
    assert_eq!(known.feed, site.feed, "it is noted once");
    assert_eq!(db.followed().unwrap().len(), 1);
}
