//! Two processes on one library, a reader and a refresh from a crontab, and what a person is told of
//! polling. The clock is wound by hand.

use crate::asking::Asking;
use crate::polling::{NOW, Table, add, refresh, rss};
use crate::server::Response;
use postil::model::feed::FeedId;
use postil::model::health::{Health, Next, Remedy, State};
use postil::model::report::{Failure, Note, Outcome};
use postil::model::request::{Reply, Request, Scope};
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

/// Ten feeds on five hosts.
fn ten(table: &Table) -> Vec<String> {
    let url = |n: usize| format!("http://h{}.test/{n}", n % 5);
    let urls: Vec<String> = (0..10).map(url).collect();
    for url in &urls {
        table
            .server
            .publish(url, "\"v1\"", rss(&[("1", "One", "")]));
    }
    urls
}

async fn look(asking: &mut Asking) {
    asking.engine.look();
    asking.quiet().await;
}

#[tokio::test]
async fn p36_two_that_poll_one_library_ask_for_each_feed_once() {
    let table = Table::laid();
    let urls = ten(&table);
    let mut first = table.engine(true);
    for url in &urls {
        add(&mut first, url).await;
    }
    let mut second = table.engine(true);
    second.quiet().await;
    let before = table.server.requests().len();
    for hours in 1..=6 {
        table.clock.set(NOW.after(HOUR * hours + HOUR / 5 * hours));
        // Who is sent away from a host comes back a moment later.
        for _ in 0..12 {
            tokio::join!(look(&mut first), look(&mut second));
            table
                .clock
                .set(table.clock.now().after(Duration::from_secs(1)));
        }
    }
    let requests = table.server.requests().split_off(before);
    for url in &urls {
        let asked = requests
            .iter()
            .filter(|request| url.ends_with(&request.place()))
            .count();
        assert_eq!(asked, 6, "{url}");
    }
    first.stop().await;
    second.stop().await;
}

#[tokio::test]
async fn p18_a_refresh_of_what_is_due_asks_only_that_and_says_when_the_others_are() {
    let table = Table::laid();
    let urls = ten(&table);
    let mut asking = table.engine(false);
    add(&mut asking, &urls[0]).await;
    table.clock.set(NOW.after(HOUR / 2));
    add(&mut asking, &urls[1]).await;
    table.clock.set(NOW.after(HOUR * 6 / 5));
    let reply = asking.ask(Request::RefreshDue).await.unwrap();
    let Reply::Refreshing { asked, left } = reply else {
        panic!("{reply:?}")
    };
    assert_eq!((asked, left.len()), (1, 1));
    assert_eq!(left[0].url, urls[1]);
    assert!(matches!(left[0].next, Next::At(at) if at > table.clock.now()));
    assert!(left[0].why.contains("looked at every"), "{}", left[0].why);
    asking.quiet().await;
    assert_eq!(table.server.requests().len(), 3);
    asking.stop().await;
}

async fn health(asking: &mut Asking) -> Vec<Health> {
    match asking.ask(Request::Health).await.expect("it can be told") {
        Reply::Health(health) => health,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn p26_how_it_stands_with_a_feed_is_told_with_all_that_decided_it() {
    let table = Table::laid();
    let url = "http://blog.test/feed";
    let body = rss(&[("1", "One", "")]);
    let real = Response::ok(body.as_str())
        .header("ETag", "\"v1\"")
        .header("Cache-Control", "max-age=7200");
    table.server.say(url, Response::redirect(302, "/real"));
    table.server.say("http://blog.test/real", real);
    let unchanged = Response::status(304).header("Cache-Control", "max-age=7200");
    table.server.say("http://blog.test/real", unchanged);
    let mut asking = table.engine(false);
    add(&mut asking, url).await;
    table.clock.set(NOW.after(HOUR * 3));
    assert_eq!(refresh(&mut asking, Scope::All).await, [Outcome::Unchanged]);
    let told = health(&mut asking).await.remove(0);
    let now = table.clock.now();
    assert_eq!((told.title.as_str(), told.state), ("A blog", State::Well));
    assert_eq!((told.ok_at, told.status), (Some(now), Some(304)));
    assert_eq!(told.hops[0].to, "http://blog.test/real");
    assert_eq!(told.hops[0].status, 302);
    let header = |name| {
        let found = told.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(header("cache-control"), Some("max-age=7200"));
    assert!(matches!(told.next, Next::At(at) if at >= now.after(HOUR * 2)));
    assert!(
        told.reason.contains("nothing will change"),
        "{}",
        told.reason
    );
    assert_eq!(told.tally.requests, 2);
    assert_eq!(told.tally.unchanged, 1);
    assert_eq!(told.tally.received, body.len() as u64);
    assert_eq!(told.tally.saved, body.len() as u64);
    asking.stop().await;
}

#[tokio::test]
async fn p22_what_is_not_asked_is_told_and_one_may_insist() {
    let table = Table::laid();
    let url = "http://blog.test/feed";
    table.server.react(url, |request| {
        let known = request.header("if-none-match").is_some();
        let response = if known {
            Response::status(304)
        } else {
            Response::ok(rss(&[("1", "One", "")]))
        };
        response
            .header("ETag", "\"v1\"")
            .header("Cache-Control", "max-age=86400")
    });
    let mut asking = table.engine(false);
    add(&mut asking, url).await;
    let feed = asking.feed().await.id;
    table.clock.set(NOW.after(HOUR));
    let ask = async |asking: &mut Asking, request: Request| {
        let reply = asking.ask(request).await.unwrap();
        asking.quiet().await;
        match reply {
            Reply::Refreshing { asked, left } => (asked, left),
            other => panic!("{other:?}"),
        }
    };
    let (asked, left) = ask(&mut asking, Request::Refresh(Scope::All)).await;
    assert_eq!(asked, 0);
    assert!(left[0].may_insist && left[0].why.contains("nothing will change"));
    let insist = |whole| Request::Insist { feed, whole };
    assert_eq!(ask(&mut asking, insist(false)).await.0, 1);
    let (asked, left) = ask(&mut asking, insist(true)).await;
    assert_eq!(asked, 0, "all of it came an hour ago");
    assert!(!left[0].may_insist);
    table.clock.set(NOW.after(HOUR * 25));
    assert_eq!(ask(&mut asking, insist(true)).await.0, 1);
    let sent: Vec<bool> = table
        .server
        .requests()
        .iter()
        .map(|request| request.header("if-none-match").is_some())
        .collect();
    assert_eq!(sent, [false, true, false]);
    asking.stop().await;
}

#[tokio::test]
async fn p27_a_move_that_was_followed_can_be_undone_and_a_taken_one_says_so() {
    let table = Table::laid();
    let (old, new) = ("http://blog.test/feed", "http://new.test/feed");
    for url in [old, new] {
        table
            .server
            .publish(url, "\"v1\"", rss(&[("1", "One", "")]));
    }
    let mut asking = table.engine(false);
    add(&mut asking, old).await;
    table.server.now_say(old, Response::redirect(301, new));
    let feed = asking.feed().await.id;
    table.clock.set(NOW.after(HOUR));
    refresh(&mut asking, Scope::All).await;
    assert_eq!(
        health(&mut asking).await[0].advice[0].remedy,
        Some(Remedy::Follow)
    );
    asking.ask(Request::FollowMove(feed)).await.unwrap();
    assert_eq!(asking.feed().await.url, new);
    assert_eq!(health(&mut asking).await[0].former[0].0, old);
    asking.ask(Request::UndoMove(feed)).await.unwrap();
    assert_eq!(asking.feed().await.url, old);
    let again: Result<Reply, Failure> = asking.ask(Request::UndoMove(feed)).await;
    assert!(again.unwrap_err().to_string().contains("no other address"));
    for hours in [30, 60, 90, 120] {
        table.clock.set(NOW.after(HOUR * hours));
        refresh(&mut asking, Scope::All).await;
    }
    assert_eq!(asking.feed().await.url, old, "the person wants it there");
    asking.stop().await;
}

#[tokio::test]
async fn p30_where_nobody_can_be_reached_no_feed_is_at_fault() {
    let table = Table::laid();
    let urls = ten(&table);
    let mut asking = table.engine(true);
    for url in &urls {
        add(&mut asking, url).await;
    }
    let before: Vec<_> = health(&mut asking).await;
    asking.stop().await;
    let Table { clock, server, .. } = &table;
    let hosts = server.hosts();
    // The same names at a place where nobody listens.
    let nowhere = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = nowhere.local_addr().unwrap();
    drop(nowhere);
    let hosts = hosts.into_keys().map(|name| (name, address)).collect();
    let mut asking = table.engine_at(hosts, true);
    clock.set(NOW.after(HOUR * 2));
    asking.notes.clear();
    look(&mut asking).await;
    assert!(
        asking.notes.contains(&Note::Offline(true)),
        "{:?}",
        asking.notes
    );
    let after: Vec<_> = health(&mut asking).await;
    let counted = |all: &[Health]| -> Vec<_> {
        let facts = |told: &Health| {
            (
                told.feed,
                told.failures,
                told.checked_at,
                told.trouble.clone(),
            )
        };
        all.iter().map(facts).collect()
    };
    assert_eq!(counted(&after), counted(&before));
    asking.stop().await;
    let mut asking = table.engine(true);
    look(&mut asking).await;
    let well = |told: &Health| told.state == State::Well && told.ok_at == Some(clock.now());
    let told = health(&mut asking).await;
    let first: Vec<FeedId> = told
        .iter()
        .filter(|told| well(told))
        .map(|told| told.feed)
        .collect();
    assert!(first.len() >= 5, "one of each host at once: {first:?}");
    asking.stop().await;
}

#[tokio::test]
async fn p29_a_feed_that_moved_to_where_another_is_becomes_one_with_it_if_the_person_wants_that() {
    let table = Table::laid();
    let (old, new) = ("http://blog.test/feed", "http://new.test/feed");
    for url in [old, new] {
        let items = [("1", "One", ""), (url, "Its own", "")];
        table.server.publish(url, "\"v1\"", rss(&items));
    }
    let mut asking = table.engine(false);
    add(&mut asking, old).await;
    let feed = asking.feed().await.id;
    add(&mut asking, new).await;
    let nothing = asking.ask(Request::Unite(feed)).await;
    assert!(nothing.unwrap_err().to_string().contains("no other feed"));
    table.server.now_say(old, Response::redirect(301, new));
    table.clock.set(NOW.after(HOUR));
    refresh(&mut asking, Scope::All).await;
    let told = health(&mut asking).await;
    let told = told.iter().find(|told| told.feed == feed);
    let advice = &told.expect("it is there").advice;
    assert_eq!(advice[0].remedy, Some(Remedy::Unite), "{advice:?}");
    asking.ask(Request::Unite(feed)).await.unwrap();
    let one = asking.feed().await;
    assert_eq!((one.url.as_str(), one.entries), (new, 3));
    table.clock.set(NOW.after(HOUR * 2));
    refresh(&mut asking, Scope::All).await;
    assert_eq!(
        table.server.requests_for(old).len(),
        2,
        "nobody asks there now"
    );
    add(&mut asking, old).await;
    assert_eq!(asking.library().await.feeds.len(), 1);
    asking.stop().await;
}

#[tokio::test]
async fn p30_a_hotel_that_answers_for_everyone_is_no_network_and_no_feed_is_at_fault() {
    let table = Table::laid();
    let urls = ten(&table);
    let portal = "http://portal.test/";
    table.server.say(
        portal,
        Response::ok("<html><body>Please log in</body></html>"),
    );
    let mut asking = table.engine(true);
    for url in &urls {
        add(&mut asking, url).await;
    }
    for url in &urls {
        table.server.now_say(url, Response::redirect(301, portal));
    }
    table.clock.set(NOW.after(HOUR * 2));
    asking.notes.clear();
    look(&mut asking).await;
    assert!(
        asking.notes.contains(&Note::Offline(true)),
        "{:?}",
        asking.notes
    );
    let told = health(&mut asking).await;
    assert!(
        told.iter().all(|told| told.state == State::Well),
        "{told:?}"
    );
    assert!(told.iter().all(|told| told.moving.is_none()));
    let asked = table.server.requests_for(portal).len();
    assert!(
        asked < urls.len(),
        "nobody goes on once that is clear: {asked}"
    );
    asking.stop().await;
}

#[tokio::test]
async fn p10_a_host_to_which_a_redirect_led_gets_the_rest_it_asks_for() {
    let table = Table::laid();
    let (led, real) = ("http://a.test/feed", "http://b.test/real");
    let beside = "http://b.test/other";
    for url in [led, beside] {
        table
            .server
            .publish(url, "\"v1\"", rss(&[("1", "One", "")]));
    }
    let mut asking = table.engine(true);
    add(&mut asking, led).await;
    add(&mut asking, beside).await;
    table.server.now_say(led, Response::redirect(302, real));
    let busy = Response::status(429).header("Retry-After", "36000");
    table.server.say(real, busy);
    table.clock.set(NOW.after(HOUR * 5 / 6));
    let feed = asking_for(&mut asking, led).await;
    refresh(&mut asking, Scope::Feeds(vec![feed])).await;
    for hours in 2..9 {
        table.clock.set(NOW.after(HOUR * hours));
        look(&mut asking).await;
        refresh(&mut asking, Scope::All).await;
    }
    assert_eq!(table.server.requests_for(real).len(), 1);
    assert_eq!(
        table.server.requests_for(beside).len(),
        1,
        "when it was added"
    );
    asking.stop().await;
}

async fn asking_for(asking: &mut Asking, url: &str) -> FeedId {
    let feeds = asking.library().await.feeds;
    let found = feeds.iter().find(|feed| feed.url == url);
    found.expect("it is subscribed").id
}
