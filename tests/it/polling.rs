//! The engine against scripted servers: subscriptions in, entries and comments kept, servers asked no
//! more than they should be. The clock is wound by hand.

use crate::asking::Asking;
use crate::server::{Response, Server};
use postil::engine::clock::Clock;
use postil::model::comment::Conversation;
use postil::model::entry::Mark;
use postil::model::report::{Note, Outcome};
use postil::model::request::{Reply, Request, Scope};
use postil::model::time::Time;
use postil::model::view::View;
use postil::poll::policy::Policy;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) const NOW: Time = Time(1_773_511_200);

/// A feed of items `(guid, title, what else)`.
pub(crate) fn rss(items: &[(&str, &str, &str)]) -> String {
    let mut text = String::new();
    for (guid, title, more) in items {
        let _ = write!(
            text,
            "<item><guid isPermaLink=\"false\">{guid}</guid><title>{title}</title>\
             <link>http://blog.test/{guid}</link>{more}</item>"
        );
    }
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" \
         xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" \
         xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\
         <channel><title>A blog</title><link>http://blog.test/</link>{text}</channel></rss>"
    )
}

/// Servers may be asked again at once; everything else is as people have it.
fn eager() -> Policy {
    Policy {
        host_gap: Duration::ZERO,
        by_hand: Duration::ZERO,
        ..Policy::default()
    }
}

pub(crate) struct Table {
    pub(crate) server: Server,
    folder: TempDir,
    pub(crate) clock: Clock,
}

impl Table {
    pub(crate) fn laid() -> Self {
        let folder = TempDir::new().expect("a temporary folder can be had");
        Self {
            server: Server::start(),
            folder,
            clock: Clock::wound(NOW),
        }
    }

    pub(crate) fn engine(&self, background: bool) -> Asking {
        self.engine_at(self.server.hosts(), background)
    }

    /// An engine for which names lead there.
    pub(crate) fn engine_at(&self, hosts: HashMap<String, SocketAddr>, background: bool) -> Asking {
        Asking::start(self.folder.path(), hosts, eager(), &self.clock, background)
    }
}

pub(crate) async fn add(asking: &mut Asking, url: &str) -> Reply {
    asking
        .ask(Request::Subscribe {
            url: url.to_owned(),
        })
        .await
        .expect("it can be added")
}

pub(crate) async fn refresh(asking: &mut Asking, scope: Scope) -> Vec<Outcome> {
    asking.notes.clear();
    asking
        .ask(Request::Refresh(scope))
        .await
        .expect("a refresh can be asked for");
    asking.quiet().await;
    let polled = asking.notes.iter().filter_map(|note| match note {
        Note::Polled(report) => Some(report.outcome.clone()),
        _ => None,
    });
    polled.collect()
}

#[tokio::test]
async fn adding_a_feed_is_one_request_and_the_next_is_conditional() {
    let table = Table::laid();
    let body = rss(&[("1", "One", ""), ("2", "Two", "")]);
    table
        .server
        .publish("http://blog.test/feed", "\"v1\"", body.as_str());
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/feed").await;
    assert_eq!(table.server.requests().len(), 1);
    assert_eq!(asking.page(View::Unread).await.rows.len(), 2);
    let outcomes = refresh(&mut asking, Scope::All).await;
    assert_eq!(outcomes, [Outcome::Unchanged]);
    let requests = table.server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].header("if-none-match"), Some("\"v1\""));
    asking.stop().await;
}

#[tokio::test]
async fn adding_a_page_finds_the_feed_it_names() {
    let table = Table::laid();
    let page = "<html><head><link rel=alternate type='application/rss+xml' href='/feed'></head>";
    table.server.say(
        "http://blog.test/",
        Response::ok(page).header("Content-Type", "text/html"),
    );
    table
        .server
        .publish("http://blog.test/feed", "\"v1\"", rss(&[("1", "One", "")]));
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/").await;
    assert_eq!(table.server.requests().len(), 2);
    assert_eq!(asking.feed().await.url, "http://blog.test/feed");
    asking.stop().await;
}

#[tokio::test]
async fn what_is_no_feed_is_not_subscribed_and_the_reason_is_told() {
    let table = Table::laid();
    table.server.say(
        "http://blog.test/",
        Response::ok("<html><body>Hello</body></html>"),
    );
    table
        .server
        .say("http://blog.test/gone", Response::status(410));
    let mut asking = table.engine(false);
    for (url, why) in [
        ("http://blog.test/", "web page"),
        ("http://blog.test/gone", "410"),
        ("http://nobody.test/", "nobody.test"),
    ] {
        let failure = asking
            .ask(Request::Subscribe {
                url: url.to_owned(),
            })
            .await
            .unwrap_err();
        let text = failure.to_string();
        assert!(text.contains(why) && text.contains(url), "{text}");
    }
    assert!(asking.library().await.feeds.is_empty());
    asking.stop().await;
}

#[tokio::test]
async fn an_unchanged_body_without_validators_brings_nothing_new() {
    let table = Table::laid();
    let body = rss(&[("1", "One", "")]);
    table
        .server
        .say("http://blog.test/feed", Response::ok(body));
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/feed").await;
    assert_eq!(refresh(&mut asking, Scope::All).await, [Outcome::Unchanged]);
    asking.stop().await;
}

#[tokio::test]
async fn marks_survive_what_a_feed_says_later_and_edits_do_not_make_unread() {
    let table = Table::laid();
    table.server.publish(
        "http://blog.test/feed",
        "\"v1\"",
        rss(&[("1", "One", ""), ("2", "Two", "")]),
    );
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/feed").await;
    let rows = asking.page(View::All).await.rows;
    let one = rows
        .iter()
        .find(|row| row.title == "One")
        .expect("it was in the feed")
        .id;
    for mark in [Mark::Read(true), Mark::Starred(true)] {
        asking
            .ask(Request::Mark {
                entries: vec![one],
                mark,
            })
            .await
            .expect("it can be marked");
    }
    let later = rss(&[("1", "One, corrected", ""), ("3", "Three", "")]);
    table
        .server
        .publish("http://blog.test/feed", "\"v2\"", later);
    let outcomes = refresh(&mut asking, Scope::All).await;
    assert_eq!(outcomes, [Outcome::Updated { new: 1, changed: 1 }]);
    let rows = asking.page(View::All).await.rows;
    let row = rows
        .iter()
        .find(|row| row.id == one)
        .expect("entries are not deleted");
    assert_eq!(row.title, "One, corrected");
    assert!(row.read && row.starred);
    assert_eq!(rows.len(), 3, "what left the feed stays");
    let feed = asking.feed().await;
    assert_eq!((feed.entries, feed.unread, feed.starred), (3, 2, 1));
    asking.stop().await;
}

#[tokio::test]
async fn a_broken_answer_keeps_what_is_known_and_asks_again_with_the_old_validator() {
    let table = Table::laid();
    table
        .server
        .publish("http://blog.test/feed", "\"v1\"", rss(&[("1", "One", "")]));
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/feed").await;
    table.server.now_say(
        "http://blog.test/feed",
        Response::ok("this is no feed at all").header("ETag", "\"broken\""),
    );
    let outcomes = refresh(&mut asking, Scope::All).await;
    assert!(
        matches!(&outcomes[..], [Outcome::Failed { .. }]),
        "{outcomes:?}"
    );
    assert!(asking.feed().await.trouble.is_some());
    assert_eq!(asking.page(View::All).await.rows.len(), 1);
    table
        .server
        .publish("http://blog.test/feed", "\"v1\"", rss(&[("1", "One", "")]));
    table.clock.set(NOW.after(Duration::from_hours(7)));
    refresh(&mut asking, Scope::All).await;
    let requests = table.server.requests();
    let last = requests.last().expect("it was asked");
    assert_eq!(last.header("if-none-match"), Some("\"v1\""));
    assert_eq!(asking.feed().await.trouble, None);
    asking.stop().await;
}

#[tokio::test]
async fn validators_and_entries_survive_a_restart() {
    let table = Table::laid();
    table
        .server
        .publish("http://blog.test/feed", "\"v1\"", rss(&[("1", "One", "")]));
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/feed").await;
    asking.stop().await;
    let mut asking = table.engine(false);
    assert_eq!(asking.page(View::Unread).await.rows.len(), 1);
    assert_eq!(refresh(&mut asking, Scope::All).await, [Outcome::Unchanged]);
    let requests = table.server.requests();
    assert_eq!(requests[1].header("if-none-match"), Some("\"v1\""));
    asking.stop().await;
}

#[tokio::test]
async fn the_background_asks_when_a_feed_is_due_and_not_before() {
    let table = Table::laid();
    table
        .server
        .publish("http://blog.test/feed", "\"v1\"", rss(&[("1", "One", "")]));
    let mut asking = table.engine(true);
    add(&mut asking, "http://blog.test/feed").await;
    asking.quiet().await;
    for (minutes, expect) in [(10, 1), (59, 1), (80, 2)] {
        table
            .clock
            .set(NOW.after(Duration::from_secs(minutes * 60)));
        asking.engine.look();
        asking.quiet().await;
        assert_eq!(
            table.server.requests().len(),
            expect,
            "after {minutes} minutes"
        );
    }
    asking.stop().await;
}

#[tokio::test]
async fn a_server_that_asks_for_quiet_is_left_alone_even_by_hand() {
    let table = Table::laid();
    table
        .server
        .publish("http://blog.test/feed", "\"v1\"", rss(&[("1", "One", "")]));
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/feed").await;
    table.server.now_say(
        "http://blog.test/feed",
        Response::status(429).header("Retry-After", "7200"),
    );
    refresh(&mut asking, Scope::All).await;
    let asked = table.server.requests().len();
    table.clock.set(NOW.after(Duration::from_secs(7000)));
    assert!(refresh(&mut asking, Scope::All).await.is_empty());
    assert_eq!(table.server.requests().len(), asked);
    table.clock.set(NOW.after(Duration::from_secs(7300)));
    assert_eq!(refresh(&mut asking, Scope::All).await.len(), 1);
    asking.stop().await;
}

#[tokio::test]
async fn one_feed_that_fails_delays_and_spoils_no_other() {
    let table = Table::laid();
    for host in ["a.test", "b.test", "c.test"] {
        table.server.publish(
            &format!("http://{host}/feed"),
            "\"v1\"",
            rss(&[("1", "One", "")]),
        );
    }
    let mut asking = table.engine(false);
    for host in ["a.test", "b.test", "c.test"] {
        add(&mut asking, &format!("http://{host}/feed")).await;
    }
    table
        .server
        .now_say("http://b.test/feed", Response::status(500));
    let mut outcomes = refresh(&mut asking, Scope::All).await;
    outcomes.retain(|outcome| *outcome == Outcome::Unchanged);
    assert_eq!(outcomes.len(), 2);
    asking.stop().await;
}

#[tokio::test]
async fn a_conversation_is_fetched_when_it_is_opened_kept_and_counted() {
    let table = Table::laid();
    let comments = |ids: &[u32]| {
        let items: Vec<(String, String)> = ids
            .iter()
            .map(|id| (format!("c{id}"), format!("By: Ana {id}")))
            .collect();
        let items: Vec<(&str, &str, &str)> = items
            .iter()
            .map(|(id, title)| (id.as_str(), title.as_str(), ""))
            .collect();
        rss(&items)
    };
    let signals = "<wfw:commentRss>http://blog.test/1/comments</wfw:commentRss>\
                   <slash:comments>5</slash:comments>";
    table.server.publish(
        "http://blog.test/feed",
        "\"v1\"",
        rss(&[("1", "One", signals)]),
    );
    table
        .server
        .publish("http://blog.test/1/comments", "\"c1\"", comments(&[1, 2]));
    let mut asking = table.engine(false);
    add(&mut asking, "http://blog.test/feed").await;
    assert_eq!(
        table.server.requests().len(),
        1,
        "nothing is asked before it is opened"
    );
    let row = asking.page(View::All).await.rows.remove(0);
    assert_eq!((row.comments.total, row.comments.new), (5, 0));
    let conversation = talk(&mut asking, &row.id, true).await;
    assert_eq!(conversation.comments.len(), 0);
    assert_eq!(conversation.told, Some(5));
    refresh(&mut asking, Scope::Thread(row.id)).await;
    assert!(asking.notes.contains(&Note::Talked { entry: row.id }));
    let conversation = talk(&mut asking, &row.id, false).await;
    assert_eq!(conversation.comments.len(), 2);
    // The window of the comment feed moves on; what was seen in it stays.
    table
        .server
        .publish("http://blog.test/1/comments", "\"c2\"", comments(&[2, 3]));
    refresh(&mut asking, Scope::Thread(row.id)).await;
    let conversation = talk(&mut asking, &row.id, false).await;
    assert_eq!(conversation.comments.len(), 3);
    let seen = conversation
        .comments
        .iter()
        .map(|comment| comment.id)
        .take(2)
        .collect();
    asking
        .ask(Request::Seen {
            entry: row.id,
            comments: seen,
            seen: true,
        })
        .await
        .expect("it can be kept");
    let row = asking.page(View::Conversations).await.rows.remove(0);
    assert_eq!(row.comments.total, 5);
    assert!(row.comments.new >= 1, "{:?}", row.comments);
    asking.stop().await;
}

async fn talk(
    asking: &mut Asking,
    entry: &postil::model::entry::EntryId,
    open: bool,
) -> Conversation {
    match asking
        .ask(Request::Conversation {
            entry: *entry,
            open,
        })
        .await
    {
        Ok(Reply::Conversation(conversation)) => *conversation,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn subscriptions_go_out_as_opml_and_come_back_the_same() {
    let table = Table::laid();
    let file = table.folder.path().join("in.opml");
    let text = "<opml version='2.0'><body><outline text='Code'><outline text='Rust'>\
        <outline type='rss' text='A' xmlUrl='http://a.test/feed'/></outline>\
        <outline type='rss' text='B' xmlUrl='http://b.test/feed?x=1&amp;y=2'/></outline>\
        <outline type='rss' text='C' xmlUrl='http://c.test/feed'/></body></opml>";
    std::fs::write(&file, text).expect("a file can be written");
    let mut asking = table.engine(false);
    let import = |path: &std::path::Path| Request::ImportOpml(path.to_path_buf());
    let first = asking.ask(import(&file)).await.expect("it is OPML");
    assert!(
        matches!(&first, Reply::Imported(report) if report.added == 3),
        "{first:?}"
    );
    let again = asking.ask(import(&file)).await.expect("it is OPML");
    assert!(matches!(&again, Reply::Imported(report) if report.added == 0 && report.known == 3));
    let out = table.folder.path().join("out.opml");
    asking
        .ask(Request::ExportOpml(out.clone()))
        .await
        .expect("it can be written");
    let before = asking.library().await;
    asking.stop().await;
    let other = Table::laid();
    let mut asking = other.engine(false);
    asking
        .ask(import(&out))
        .await
        .expect("what we write we read");
    let after = asking.library().await;
    let shape = |library: &postil::model::request::Library| {
        let urls: Vec<_> = library.feeds.iter().map(|feed| feed.url.clone()).collect();
        let folders: Vec<_> = library
            .folders
            .iter()
            .map(|folder| folder.title.clone())
            .collect();
        (urls, folders)
    };
    assert_eq!(shape(&after), shape(&before));
    assert_eq!(shape(&after).1, ["Code", "Rust"]);
    asking.stop().await;
}
