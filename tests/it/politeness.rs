//! The rules of polite polling on the wire, each under its number in `docs/polling.md`.

use crate::asking::Asking;
use crate::polling::{NOW, Table, add, refresh, rss};
use crate::server::Response;
use postil::model::report::{MoveFate, Moved, Note};
use postil::model::request::Scope;
use postil::model::view::View;
use std::time::Duration;

/// Polls by hand at these hours, and gives what was told of moves.
async fn watched_moving(table: &Table, asking: &mut Asking, hours: &[u64]) -> Vec<Moved> {
    let mut told = Vec::new();
    for hours in hours {
        table.clock.set(NOW.after(Duration::from_hours(*hours)));
        refresh(asking, Scope::All).await;
        told.extend(asking.notes.iter().filter_map(|note| match note {
            Note::Moved(moved) => Some(moved.clone()),
            _ => None,
        }));
    }
    told
}

#[tokio::test]
async fn p27_a_feed_that_moved_for_good_is_asked_at_its_new_address() {
    let table = Table::laid();
    let (old, new) = ("http://blog.test/feed", "http://new.test/feed");
    table
        .server
        .publish(old, "\"v1\"", rss(&[("1", "One", "")]));
    table
        .server
        .publish(new, "\"v2\"", rss(&[("1", "One", "")]));
    let mut asking = table.engine(false);
    add(&mut asking, old).await;
    table.server.now_say(old, Response::redirect(301, new));
    let told = watched_moving(&table, &mut asking, &[1, 25]).await;
    assert_eq!(told, []);
    asking.stop().await;
    let mut asking = table.engine(false);
    let told = watched_moving(&table, &mut asking, &[49, 60]).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].fate, MoveFate::Followed);
    assert_eq!((told[0].from.as_str(), told[0].to.as_str()), (old, new));
    assert_eq!(asking.feed().await.url, new);
    assert_eq!(
        table.server.requests_for(old).len(),
        4,
        "one to add, three led on"
    );
    assert_eq!(asking.page(View::All).await.rows.len(), 1);
    add(&mut asking, old).await;
    assert_eq!(asking.feed().await.url, new, "the old address finds it");
    asking.stop().await;
}

#[tokio::test]
async fn p27_what_is_no_feed_and_what_may_pass_moves_nothing() {
    let old = "http://blog.test/feed";
    for redirect in [
        Response::redirect(301, "http://page.test/"),
        Response::redirect(302, "http://today.test/"),
    ] {
        let table = Table::laid();
        let feed = rss(&[("1", "One", "")]);
        table.server.publish(old, "\"v1\"", feed.as_str());
        let page = "<html><body>Welcome</body></html>";
        table.server.say("http://page.test/", Response::ok(page));
        table.server.publish("http://today.test/", "\"t\"", feed);
        let mut asking = table.engine(false);
        add(&mut asking, old).await;
        table.server.now_say(old, redirect);
        let told = watched_moving(&table, &mut asking, &[1, 25, 49, 73, 97]).await;
        assert_eq!((told, asking.feed().await.url.as_str()), (vec![], old));
        asking.stop().await;
    }
}

#[tokio::test]
async fn p29_a_feed_that_moves_to_another_stays_and_that_is_told_once() {
    let table = Table::laid();
    let (old, new) = ("http://blog.test/feed", "http://new.test/feed");
    for url in [old, new] {
        table
            .server
            .publish(url, "\"v1\"", rss(&[("1", "One", "")]));
    }
    let mut asking = table.engine(false);
    add(&mut asking, old).await;
    add(&mut asking, new).await;
    table.server.now_say(old, Response::redirect(308, new));
    let told = watched_moving(&table, &mut asking, &[1, 25, 49, 73]).await;
    let fates: Vec<MoveFate> = told.iter().map(|moved| moved.fate).collect();
    assert_eq!(fates, [MoveFate::Taken]);
    let urls: Vec<String> = asking
        .library()
        .await
        .feeds
        .into_iter()
        .map(|feed| feed.url)
        .collect();
    assert_eq!(urls, [old, new]);
    asking.stop().await;
}

#[tokio::test]
async fn p27_a_network_that_sends_everyone_to_one_host_moves_no_feed() {
    let table = Table::laid();
    let urls = ["http://a.test/", "http://b.test/", "http://c.test/"];
    for url in urls {
        table
            .server
            .publish(url, "\"v1\"", rss(&[("1", "One", "")]));
    }
    for n in 0..3 {
        let portal = format!("http://portal.test/{n}");
        table
            .server
            .publish(&portal, "\"p\"", rss(&[("1", "Log in here", "")]));
    }
    let mut asking = table.engine(false);
    for (n, url) in urls.into_iter().enumerate() {
        add(&mut asking, url).await;
        let portal = format!("http://portal.test/{n}");
        table.server.now_say(url, Response::redirect(301, &portal));
    }
    let told = watched_moving(&table, &mut asking, &[1, 25, 49]).await;
    assert!(
        told.iter().all(|moved| moved.fate == MoveFate::Suspect),
        "{told:?}"
    );
    assert_eq!(told.len(), 3);
    let feeds = asking.library().await.feeds;
    assert!(
        feeds.iter().all(|feed| urls.contains(&feed.url.as_str())),
        "{feeds:?}"
    );
    asking.stop().await;
}

/// Winds the clock to this many minutes after the start, and gives how many requests there were.
async fn asked_after(table: &Table, asking: &mut Asking, minutes: u64) -> usize {
    table.clock.set(NOW.after(Duration::from_mins(minutes)));
    asking.engine.look();
    asking.quiet().await;
    table.server.requests().len()
}

#[tokio::test]
async fn p14_a_feed_is_left_alone_in_the_hours_it_asks_for_even_after_a_restart() {
    let table = Table::laid();
    let hour = NOW.0.div_euclid(3_600).rem_euclid(24);
    let [first, second, third] = [1, 2, 3].map(|n| (hour + n) % 24);
    let skip = format!(
        "<channel><skipHours><hour>{first}</hour><hour>{second}</hour><hour>{third}</hour></skipHours>"
    );
    let feed = rss(&[("1", "One", "")]).replace("<channel>", &skip);
    let url = "http://blog.test/feed";
    table.server.publish(url, "\"v1\"", feed);
    let mut asking = table.engine(true);
    add(&mut asking, url).await;
    assert_eq!(asked_after(&table, &mut asking, 80).await, 1);
    asking.stop().await;
    let mut asking = table.engine(true);
    assert_eq!(asked_after(&table, &mut asking, 175).await, 1);
    assert_eq!(asked_after(&table, &mut asking, 255).await, 2);
    asking.stop().await;
}

#[tokio::test]
async fn p13_a_daily_feed_is_looked_at_four_times_a_day_after_its_first_week() {
    let table = Table::laid();
    let url = "http://blog.test/feed";
    let days = |days: &[u32]| {
        let written = |day| format!("<pubDate>{day} Mar 2026 12:00:00 GMT</pubDate>");
        let keys: Vec<String> = days.iter().map(ToString::to_string).collect();
        let dates: Vec<String> = days.iter().map(written).collect();
        let items: Vec<_> = keys
            .iter()
            .zip(&dates)
            .map(|(key, date)| (key.as_str(), "A day", date.as_str()))
            .collect();
        rss(&items)
    };
    table.server.publish(url, "\"v1\"", days(&[14, 13, 12]));
    let mut asking = table.engine(true);
    add(&mut asking, url).await;
    assert_eq!(asked_after(&table, &mut asking, 70).await, 2);
    // On the 22nd the first week is over, and that day brings something.
    table.server.publish(url, "\"v2\"", days(&[22, 14, 13, 12]));
    let (day, hour) = (24 * 60, 60);
    assert_eq!(asked_after(&table, &mut asking, 8 * day).await, 3);
    asking.stop().await;
    let mut asking = table.engine(true);
    assert_eq!(
        asked_after(&table, &mut asking, 8 * day + 5 * hour).await,
        3
    );
    assert_eq!(
        asked_after(&table, &mut asking, 8 * day + 7 * hour).await,
        4
    );
    asking.stop().await;
}
