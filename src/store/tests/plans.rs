//! What is asked of the database, and how it goes about it: nothing may read a whole large table.

use super::{NOW, body, comment_feed_at, entry, facts, html, item, list, subscribe};
use crate::model::comment::{Following, InReplyTo, Provenance};
use crate::model::entry::{EntryId, Mark};
use crate::model::feed::{FolderId, HostFacts, PollFacts};
use crate::model::http::Trace;
use crate::model::parsed::{CommentSignals, ParsedEntry};
use crate::model::view::View;
use crate::store::comment_intake::CommentSource;
use crate::store::db::Db;
use crate::store::follow::Sought;
use crate::store::hosts::Holder;
use crate::store::looks::Cost;
use std::time::Duration;

/// Uses everything the store offers, once on an empty library and once on one with something in it.
fn use_everything(db: &Db) {
    let feed = subscribe(db, "http://a.example/", "folder");
    let talked = CommentSignals {
        feeds: vec![comment_feed_at("http://a.example/c")],
        ..CommentSignals::default()
    };
    let talked = ParsedEntry {
        comments: talked,
        ..item("talked", 0)
    };
    for text in ["first", "second"] {
        let changed = ParsedEntry {
            content: Some(html(text)),
            ..talked.clone()
        };
        let items = vec![item("a", 1), item("b", 2), changed];
        let moved = PollFacts {
            url: format!("http://{text}.example/"),
            ..facts(db, feed)
        };
        db.commit_poll(&moved, Some(&body(items)), NOW).unwrap();
        let comments = db
            .open_conversation(entry(db, "talked"), NOW)
            .unwrap()
            .unwrap();
        let comment = ParsedEntry {
            content: Some(html(text)),
            in_reply_to: vec![InReplyTo::default()],
            ..item("c", 0)
        };
        db.commit_poll(&comments, Some(&body(vec![comment])), NOW)
            .unwrap();
    }
    let comments = db
        .conversation(entry(db, "talked"))
        .unwrap()
        .unwrap()
        .comments;
    db.seen(entry(db, "talked"), &[comments[0].id], true)
        .unwrap();
    db.mark(&[EntryId(1)], Mark::Read(true)).unwrap();
    db.mark(&[EntryId(1)], Mark::Starred(true)).unwrap();
    db.library(NOW).unwrap();
    db.newest_times(feed).unwrap();
    db.subscriptions().unwrap();
    db.next_unread(None).unwrap();
    let views = [
        View::All,
        View::Unread,
        View::Starred,
        View::Conversations,
        View::Folder(FolderId(1)),
    ];
    for view in views {
        list(db, view);
    }
    use_polling(db);
    use_talk(db);
}

fn use_talk(db: &Db) {
    let post = entry(db, "talked");
    let feed = db.feed_of(post).unwrap().expect("it is of one");
    db.follow(&[post], Following::Yes, NOW).unwrap();
    db.follow(&[post], Following::Pinned, NOW).unwrap();
    for sought in [Sought::Found, Sought::Nothing(String::new())] {
        db.note_search(post, &sought, NOW, NOW).unwrap();
    }
    db.search(post).unwrap();
    db.take_up(post, NOW).unwrap();
    db.fold(post, &["#1".into()]).unwrap();
    let talk = db.adopt(post, "http://a.example/twin", NOW).unwrap();
    db.post(post).unwrap();
    db.knows_less_than_told(post).unwrap();
    db.following(post).unwrap();
    db.end_talk(post, true).unwrap();
    db.end_talk(post, false).unwrap();
    db.entry_at("http://blog.example/talked").unwrap();
    let site = db
        .set_vouching("http://a.example/all", &[talk.feed], NOW)
        .unwrap();
    db.vouched_by(talk.feed).unwrap();
    db.followed().unwrap();
    let comment = ParsedEntry {
        link: Some("http://blog.example/talked#comment-3".into()),
        ..item("d", 0)
    };
    let unknown = ParsedEntry {
        link: Some("http://blog.example/unknown#comment-4".into()),
        ..item("e", 0)
    };
    let posts = [
        vec!["http://blog.example/talked".to_owned()],
        vec!["http://blog.example/unknown".to_owned()],
    ];
    let shown = body(vec![comment, unknown]);
    let subscribed = subscribe(db, "http://a.example/subscribed", "");
    for facts in [site.clone(), facts(db, subscribed)] {
        db.gather(&facts, &shown, &posts, NOW).unwrap();
    }
    db.vouch(&site, Some(&shown), &[post], NOW).unwrap();
    db.set_gathers(subscribed).unwrap();
    list(db, View::Feed(subscribed));
    list(db, View::QuietConversations);
    let came = ParsedEntry {
        link: Some("http://blog.example/unknown".into()),
        ..item("came", 1)
    };
    db.commit_poll(&facts(db, feed), Some(&body(vec![came])), NOW)
        .unwrap();
    db.gather(&facts(db, subscribed), &shown, &posts, NOW)
        .unwrap();
    let source = CommentSource {
        provenance: Provenance::WordPress,
        written: "",
    };
    db.keep_comments(post, &[], source, true, NOW).unwrap();
    let mail = ParsedEntry {
        in_reply_to: vec![InReplyTo {
            id: Some("a".into()),
            href: Some("http://blog.example/a".into()),
        }],
        ..item("mail", 1)
    };
    db.commit_poll(&facts(db, feed), Some(&body(vec![mail])), NOW)
        .unwrap();
    db.conversation(entry(db, "mail")).unwrap();
    db.unfollow(post).unwrap();
    db.library(NOW).unwrap();
}

fn use_polling(db: &Db) {
    let feed = subscribe(db, "http://me:word@b.example/", "folder");
    let known = facts(db, feed);
    let (holder, gap) = (Holder(1), Duration::from_secs(2));
    db.claim(&known, "b.example:80", holder, gap, NOW).unwrap();
    db.let_go(&HostFacts::default()).unwrap();
    db.let_all_go(holder).unwrap();
    db.hosts().unwrap();
    db.note_look(feed, &Trace::default(), Cost::Whole).unwrap();
    db.looks().unwrap();
    db.take_logins_out().unwrap();
    db.former_urls().unwrap();
    db.folder_paths().unwrap();
    let there = PollFacts {
        url: "http://there.example/".into(),
        ..known
    };
    db.follow_move(&there, NOW).unwrap();
    db.undo_move(feed).unwrap();
    let twin = subscribe(db, "http://twin.example/", "folder");
    for feed in [feed, twin] {
        db.commit_poll(&facts(db, feed), Some(&body(vec![item("u", 1)])), NOW)
            .unwrap();
    }
    db.unite(feed, twin, NOW).unwrap();
}

/// Whether it is meant to read all of it: every feed's health is shown at once.
fn is_of_every_feed(sql: &str) -> bool {
    sql.contains("FROM former_url") && !sql.contains("WHERE")
}

#[test]
fn nothing_reads_a_whole_table_of_entries_or_comments() {
    let db = Db::scratch();
    use_everything(&db);
    let plans = db.plans();
    assert!(plans.len() > 40, "{}", plans.len());
    for (sql, plan) in plans {
        for table in [
            "entry",
            "body",
            "comment",
            "comment_body",
            "reply",
            "answer",
            "gathered",
            "search",
            "fold",
            "former_url",
            "unread_quarter",
        ] {
            let scans = plan.split("; ").any(|step| {
                step == format!("SCAN {table}") || step.starts_with(&format!("SCAN {table} "))
            });
            assert!(!scans || is_of_every_feed(&sql), "{plan}\n{sql}");
        }
        let few = plan.contains("SCAN folder");
        assert!(
            few || !plan.contains("TEMP") && !plan.contains("AUTOMATIC"),
            "{plan}\n{sql}"
        );
    }
}
