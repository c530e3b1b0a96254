//! Feeds that give what they show new ids: what a person read, starred or followed is still that.

use super::{NOW, body, comment_feed_at, entry, html, item, list, poll, row, subscribe};
use crate::model::comment::CommentId;
use crate::model::entry::Mark;
use crate::model::feed::FeedId;
use crate::model::parsed::{CommentSignals, ParsedEntry, Person};
use crate::model::time::Time;
use crate::model::view::View;
use crate::store::db::Db;

/// Eight posts, the newest first.
fn posts(key: &str, site: &str) -> Vec<ParsedEntry> {
    let post = |n: i64| ParsedEntry {
        key: format!("{key}{n}"),
        link: Some(format!("{site}{n}")),
        ..item(&n.to_string(), n * 60)
    };
    (1..=8).map(post).collect()
}

/// A feed whose posts are all read, the third starred.
fn read_feed(posts: Vec<ParsedEntry>) -> (Db, FeedId) {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/", "");
    poll(&db, feed, posts);
    let all: Vec<_> = list(&db, View::All).iter().map(|row| row.id).collect();
    db.mark(&all, Mark::Read(true)).unwrap();
    db.mark(&all[2..3], Mark::Starred(true)).unwrap();
    (db, feed)
}

fn unread(db: &Db) -> Vec<String> {
    let unread = list(db, View::Unread).into_iter();
    unread.map(|row| row.title).collect()
}

/// The posts come as `now` beside one that is news; only that is unread, and nothing is twice.
fn check_same(before: Vec<ParsedEntry>, mut now: Vec<ParsedEntry>) {
    let (db, feed) = read_feed(before);
    let kept = list(&db, View::All);
    now.insert(0, item("news", 0));
    assert_eq!(poll(&db, feed, now.clone()).new, 1);
    assert_eq!(unread(&db), ["Title of news"]);
    assert_eq!(list(&db, View::All).len(), kept.len() + 1);
    let starred = list(&db, View::Starred);
    assert_eq!((starred.len(), starred[0].id), (1, kept[2].id));
    assert_eq!(poll(&db, feed, now).new, 0, "the new keys are kept");
}

#[test]
fn new_ids_bring_nothing_back_where_the_links_stay() {
    let site = "http://blog.example/";
    check_same(posts("http:", site), posts("tag:", site));
    check_same(
        posts("http:", site),
        posts("https:", "https://www.blog.example/"),
    );
    let tracked = posts("tag:", site).into_iter().map(|post| ParsedEntry {
        link: post.link.map(|link| link + "/?utm_source=rss"),
        title: Some("Renamed too".into()),
        ..post
    });
    check_same(posts("http:", site), tracked.collect());
}

#[test]
fn new_ids_and_links_bring_nothing_back_where_titles_and_dates_stay() {
    let old = posts("http://old.example/?p=", "http://old.example/?p=");
    let new = posts("https://new.example/post-", "https://new.example/post-");
    check_same(old, new.clone());
    let linkless = |post: ParsedEntry| ParsedEntry { link: None, ..post };
    let old = posts("a", "").into_iter().map(linkless).collect();
    check_same(old, new);
}

#[test]
fn a_whole_page_of_news_is_news() {
    let (db, feed) = read_feed(posts("a", "http://blog.example/"));
    let news = |n: i64| item(&format!("news-{n}"), -n);
    let delta = poll(&db, feed, (1..=8).map(news).collect());
    assert_eq!((delta.new, unread(&db).len()), (8, 8));
}

#[test]
fn pictures_that_share_a_title_stay_apart() {
    let photo = |key: &str, published: Option<Time>| ParsedEntry {
        key: key.into(),
        title: Some("Daily photo".into()),
        link: Some("http://photos.example/".into()),
        published,
        ..ParsedEntry::default()
    };
    for date in [Some(NOW), None] {
        let photos = |week: &str| {
            let day = |n: i64| photo(&format!("{week}{n}"), date);
            (1..=5).map(day).collect::<Vec<_>>()
        };
        let (db, feed) = read_feed(photos("first"));
        assert_eq!(poll(&db, feed, photos("second")).new, 5);
        assert_eq!(unread(&db).len(), 5);
    }
    let week = |key: &str, from: i64| {
        let day = |n: i64| photo(&format!("{key}{n}"), Some(Time(NOW.0 - n * 86_400)));
        (from..from + 5).map(day).collect::<Vec<_>>()
    };
    let (db, feed) = read_feed(week("a", 5));
    assert_eq!(poll(&db, feed, week("b", 0)).new, 5);
}

/// A comment as `WordPress` names it.
fn comment(site: &str, number: i64) -> ParsedEntry {
    ParsedEntry {
        key: format!("{site}/?p=4#comment-{number}"),
        link: Some(format!("{site}/post/#comment-{number}")),
        authors: vec![Person {
            name: Some("Ana".into()),
            ..Person::default()
        }],
        content: Some(html(&format!("<p>Said at {site}: {number}</p>"))),
        ..item("c", 100 - number)
    }
}

fn conversation() -> (Db, FeedId) {
    let db = Db::scratch();
    let feed = subscribe(&db, "http://a.example/", "");
    let comments = CommentSignals {
        feeds: vec![comment_feed_at("http://a.example/post/feed")],
        ..CommentSignals::default()
    };
    let post = ParsedEntry {
        comments,
        ..item("post", 9000)
    };
    poll(&db, feed, vec![post]);
    let facts = db.open_conversation(entry(&db, "post"), NOW).unwrap();
    (db, facts.expect("has a comment feed").feed)
}

/// Two comments are read; then they come as `now`, and a third with them.
fn check_conversation(now: &[ParsedEntry; 3]) {
    let (db, feed) = conversation();
    let post = entry(&db, "post");
    let site = "http://blog.example";
    poll(&db, feed, vec![comment(site, 2), comment(site, 1)]);
    let talk = db.conversation(post).unwrap().expect("is there");
    let ids: Vec<CommentId> = talk.comments.iter().map(|comment| comment.id).collect();
    db.seen(post, &ids, true).unwrap();

    let facts = db.facts_of(feed).unwrap();
    let two = body(now[1..].to_vec());
    assert_eq!(db.commit_poll(&facts, Some(&two), NOW).unwrap().new, 0);
    assert_eq!(poll(&db, feed, now.to_vec()).new, 1);
    let talk = db.conversation(post).unwrap().expect("is there");
    let read: Vec<bool> = talk.comments.iter().map(|comment| comment.read).collect();
    assert_eq!(read, [true, true, false]);
    assert_eq!(row(&db, post).comments.new, 1);
}

#[test]
fn comments_of_a_blog_that_moved_are_the_same_comments() {
    let there = |number| comment("https://www.new.example", number);
    check_conversation(&[there(3), there(2), there(1)]);
}

#[test]
fn comments_without_a_number_are_known_by_all_they_are() {
    let renamed = |number: i64| ParsedEntry {
        key: format!("tag:blog.example,{number}"),
        link: None,
        ..comment("http://blog.example", number)
    };
    check_conversation(&[renamed(3), renamed(2), renamed(1)]);
}

#[test]
fn comments_imported_under_new_numbers_are_not_taken_for_others() {
    let (db, feed) = conversation();
    let site = "http://blog.example";
    poll(&db, feed, vec![comment(site, 2), comment(site, 1)]);
    let other = |number: i64| ParsedEntry {
        published: Some(Time(NOW.0 - 5000 - number)),
        ..comment("http://other.example", number)
    };
    assert_eq!(poll(&db, feed, vec![other(2), other(1)]).new, 2);
}
