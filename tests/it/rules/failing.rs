//! P25 and P26: a server that says no is left alone longer each time, or for good.

use crate::asking::Asking;
use crate::score::Column;
use crate::server::Response;
use crate::stage::{BY_ITSELF, DAY, HOUR, MINUTE, NOW, Stage, add, feed};
use postil::model::request::Request;
use postil::model::view::View;
use rusqlite::Connection;
use std::time::Duration;

const URL: &str = "http://blog.test/feed";

/// A feed that was read once at NOW and from then on says this.
async fn spoilt(stage: &Stage, answer: Response) -> Asking {
    stage.server.publish(URL, "\"v1\"", feed(&["1"]));
    let mut asking = stage.engine();
    add(&mut asking, URL).await;
    stage.server.now_say(URL, answer);
    asking
}

/// Gaps in whole hours between the looks that were answered so, in so many days.
async fn gaps(answer: Response, days: u32) -> Vec<i64> {
    let stage = Stage::set();
    let mut asking = spoilt(&stage, answer).await;
    stage.until(&mut asking, DAY * days, MINUTE * 5).await;
    asking.stop().await;
    stage.score(BY_ITSELF).assert_good(&[]);
    // The first gap is that after the feed was added.
    let times = stage.times_of(URL);
    times[1..]
        .windows(2)
        .map(|pair| (pair[1] - pair[0]) / 3_600)
        .collect()
}

#[tokio::test]
async fn p25_failures_in_a_row_double_the_wait_and_nothing_is_tried_twice() {
    let page = Response::ok("<html><body>Hello</body></html>").header("ETag", "\"page\"");
    for answer in [
        Response::status(404),
        Response::status(500),
        Response::status(502),
        Response::status(503),
        Response::status(418),
        Response::status(451),
        page,
        Response::ok(feed(&["1"])).cut(),
        Response::raw("this is no answer"),
        Response::redirect(301, "/feed"),
    ] {
        let told = format!("{answer:?}");
        assert_eq!(
            gaps(answer, 5).await[..7],
            [1, 2, 4, 8, 16, 24, 24],
            "{told}"
        );
    }
}

#[tokio::test]
async fn p25_a_server_that_does_not_let_readers_in_is_asked_four_times_a_day_and_then_daily() {
    let gaps = gaps(Response::status(403), 8).await;
    assert_eq!(gaps.first(), Some(&6), "{gaps:?}");
    assert_eq!(gaps.last(), Some(&24), "{gaps:?}");
    assert!(gaps.is_sorted(), "{gaps:?}");
}

#[tokio::test]
async fn p25_a_page_that_wants_to_see_a_browser_is_looked_at_once_a_day() {
    let challenge = Response::status(403).header("cf-mitigated", "challenge");
    let gaps = gaps(challenge.header("Content-Type", "text/html"), 6).await;
    assert!(
        gaps.len() >= 4 && gaps.iter().all(|gap| *gap == 24),
        "{gaps:?}"
    );
}

#[tokio::test]
async fn p25_a_feed_that_is_not_found_for_weeks_is_not_given_up_and_its_return_is_noticed() {
    let stage = Stage::set();
    let mut asking = spoilt(&stage, Response::status(404)).await;
    stage.until(&mut asking, DAY * 40, HOUR).await;
    let asked = stage.count();
    assert!((40..=50).contains(&asked), "{asked}");
    assert_eq!(asking.page(View::All).await.rows.len(), 1);
    stage.server.publish(URL, "\"v2\"", feed(&["2", "1"]));
    stage.until(&mut asking, DAY * 42, HOUR).await;
    assert_eq!(asking.page(View::All).await.rows.len(), 2);
    assert_eq!(asking.feed().await.trouble, None);
    asking.stop().await;
}

#[tokio::test]
async fn p25_a_locked_feed_is_not_asked_again_until_there_is_another_login() {
    let stage = Stage::set();
    let mut asking = spoilt(&stage, Response::status(401)).await;
    stage.until(&mut asking, DAY * 30, HOUR).await;
    asking.stop().await;
    let mut asking = stage.engine();
    stage.until(&mut asking, DAY * 60, HOUR).await;
    asking.stop().await;
    assert_eq!(stage.count(), 2, "once to add it, once in vain");
    let login = "INSERT INTO login (feed, name, password) VALUES (1, 'ana', 'word')";
    let library = Connection::open(stage.database()).expect("it is there");
    library
        .execute_batch(login)
        .expect("as docs/schema.md has it");
    drop(library);
    let mut asking = stage.engine();
    stage.at(&mut asking, DAY * 60 + MINUTE).await;
    asking.stop().await;
    assert_eq!(stage.count(), 3);
    let last = stage.server.requests().pop().expect("there is one");
    // "ana:word" (RFC 7617).
    assert_eq!(last.header("authorization"), Some("Basic YW5hOndvcmQ="));
}

#[tokio::test]
async fn p26_a_feed_that_is_gone_is_not_asked_in_ninety_days_and_all_of_it_stays() {
    let stage = Stage::set();
    let mut asking = spoilt(&stage, Response::status(410)).await;
    stage.until(&mut asking, DAY, MINUTE * 30).await;
    assert_eq!(stage.count(), 2);
    stage.until(&mut asking, DAY * 45, HOUR).await;
    asking.stop().await;
    let mut asking = stage.engine();
    stage.until(&mut asking, DAY * 91, HOUR).await;
    asking
        .ask(Request::RefreshDue)
        .await
        .expect("it can be asked");
    asking.quiet().await;
    assert_eq!(stage.count(), 2);
    let row = asking.feed().await;
    assert!(row.trouble.is_some_and(|why| why.contains("410")));
    assert_eq!(asking.page(View::All).await.rows.len(), 1);
    let again = Request::Insist {
        feed: row.id,
        whole: false,
    };
    asking.ask(again).await.expect("a person may try");
    asking.quiet().await;
    asking.stop().await;
    assert_eq!(stage.count(), 3);
    assert!(stage.clock.now() >= NOW.after(Duration::from_hours(24 * 90)));
    stage
        .score(BY_ITSELF)
        .assert_good(&[(Column::AfterGone, 1)]);
}
