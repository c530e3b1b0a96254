//! P16, P22, P30 to P33, P35: how many at once, how often, and when nobody can be reached.

use crate::score::Column;
use crate::stage::{BY_ITSELF, DAY, HOUR, MINUTE, NOW, Stage, add, feed, import, refresh};
use postil::model::report::Note;
use postil::model::request::{Reply, Request, Scope};
use postil::model::view::View;
use std::time::Duration;

const URL: &str = "http://blog.test/feed";
const SECOND: Duration = Duration::from_secs(1);

/// So many feeds on one host, and so many more on hosts of their own; subscribed, and never asked.
async fn crowd(stage: &Stage, together: usize, apart: usize) -> Vec<String> {
    let together = (0..together).map(|n| format!("http://busy.test/{n}"));
    let apart = (0..apart).map(|n| format!("http://h{n}.test/feed"));
    let urls: Vec<String> = together.chain(apart).collect();
    for url in &urls {
        stage.server.publish(url, "\"v1\"", feed(&["1"]));
    }
    import(stage, &urls).await;
    urls
}

#[tokio::test]
async fn p16_a_host_of_many_feeds_is_asked_for_one_at_a_time_and_delays_nobody() {
    let stage = Stage::set();
    crowd(&stage, 30, 10).await;
    stage.server.hold();
    let mut asking = stage.engine();
    asking.engine.look();
    while stage.count() < 11 {
        tokio::task::yield_now().await;
    }
    let asked = |prefix: &str| {
        let requests = stage.server.requests();
        requests
            .iter()
            .filter(|request| request.place().starts_with(prefix))
            .count()
    };
    assert_eq!(
        (asked("busy.test"), asked("h")),
        (1, 10),
        "all others at once"
    );
    stage.server.release();
    stage.until(&mut asking, MINUTE * 2, SECOND).await;
    asking.stop().await;
    assert_eq!(stage.count(), 40);
    let times: Vec<i64> = stage
        .server
        .log()
        .iter()
        .map(|exchange| exchange.at)
        .collect();
    let took = times.last().map(|last| last - times[0]);
    assert!(
        took <= Some(29 * 3),
        "a busy host is done soon enough: {took:?}"
    );
    stage.score(BY_ITSELF).assert_good(&[]);
}

#[tokio::test]
async fn p16_never_more_are_under_way_than_the_policy_allows() {
    let mut stage = Stage::set();
    stage.policy.at_once = 5;
    crowd(&stage, 0, 20).await;
    stage.server.hold();
    let mut asking = stage.engine();
    asking.engine.look();
    while stage.count() < 5 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stage.count(), 5);
    stage.server.release();
    stage.at(&mut asking, SECOND).await;
    asking.stop().await;
    assert_eq!(stage.count(), 20);
}

#[tokio::test]
async fn p22_twenty_presses_ask_once() {
    let stage = Stage::set();
    stage.server.publish(URL, "\"v1\"", feed(&["1"]));
    let mut asking = stage.engine();
    add(&mut asking, URL).await;
    for _ in 0..20 {
        refresh(&mut asking, Scope::All).await;
    }
    assert_eq!(stage.count(), 1, "it was asked when it was added");
    stage.at(&mut asking, MINUTE * 11).await;
    for _ in 0..20 {
        refresh(&mut asking, Scope::All).await;
    }
    asking.stop().await;
    assert_eq!(stage.count(), 2);
}

#[tokio::test]
async fn p22_what_is_not_asked_is_named_with_the_reason_and_one_may_insist() {
    let stage = Stage::set();
    stage.server.publish(URL, "\"v1\"", feed(&["1"]));
    let mut asking = stage.waiting();
    let id = add(&mut asking, URL).await;
    stage.at(&mut asking, MINUTE).await;
    match refresh(&mut asking, Scope::Feeds(vec![id])).await {
        Reply::Refreshing { asked: 0, left } => {
            assert_eq!(left.len(), 1, "{left:?}");
            assert!(left[0].may_insist && !left[0].why.is_empty(), "{left:?}");
        }
        other => panic!("{other:?}"),
    }
    let insist = |whole| Request::Insist { feed: id, whole };
    asking.ask(insist(false)).await.expect("one may");
    asking.quiet().await;
    let last = |stage: &Stage| stage.server.requests().pop().expect("there is one");
    assert_eq!(
        (stage.count(), last(&stage).header("if-none-match")),
        (2, Some("\"v1\""))
    );
    for minutes in 0..3 {
        stage.at(&mut asking, HOUR * 30 + MINUTE * minutes).await;
        // The second time it may be told that this cannot be.
        let _ = asking.ask(insist(true)).await;
        asking.quiet().await;
    }
    asking.stop().await;
    let plain = stage.server.requests();
    let plain = plain
        .iter()
        .filter(|request| request.header("if-none-match").is_none());
    assert_eq!(
        plain.count(),
        2,
        "when it was added, and once at the person's wish"
    );
}

#[tokio::test]
async fn p22_why_a_conversation_is_not_asked_is_told_too() {
    let stage = Stage::set();
    let talk = "http://blog.test/1/comments";
    let told = format!("<wfw:commentRss>{talk}</wfw:commentRss></item>");
    let talked = feed(&["1"]).replace("</item>", &told).replace(
        "<rss ",
        "<rss xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\" ",
    );
    stage.server.publish(URL, "\"v1\"", talked);
    stage.server.publish(talk, "\"v1\"", feed(&["c"]));
    let mut asking = stage.waiting();
    add(&mut asking, URL).await;
    let entry = asking.page(View::All).await.rows[0].id;
    stage.at(&mut asking, MINUTE).await;
    let mut asked = Vec::new();
    for _ in 0..2 {
        match refresh(&mut asking, Scope::Thread(entry)).await {
            Reply::Refreshing { asked: put, left } => asked.push((put, left)),
            other => panic!("{other:?}"),
        }
    }
    asking.stop().await;
    assert_eq!((asked[0].0, asked[1].0), (1, 0));
    assert!(asked[1].1[0].why.contains("it was asked"), "{asked:?}");
    assert_eq!(stage.times_of(talk).len(), 1);
}

/// What is counted of failures, over all feeds.
fn failures(stage: &Stage) -> i64 {
    stage.number("SELECT sum(failures) + count(trouble) FROM poll")
}

#[tokio::test]
async fn p30_a_machine_without_a_network_blames_no_feed_and_asks_all_when_it_is_back() {
    let mut stage = Stage::set();
    let urls = crowd(&stage, 0, 6).await;
    let mut asking = stage.engine();
    stage.at(&mut asking, SECOND).await;
    assert_eq!(stage.count(), urls.len());
    stage.server.go_away();
    // All are due by now, and fail together.
    stage.at(&mut asking, HOUR * 2).await;
    stage.until(&mut asking, HOUR * 9, MINUTE * 5).await;
    assert!(
        asking.notes.contains(&Note::Offline(true)),
        "{:?}",
        asking.notes
    );
    assert_eq!(failures(&stage), 0);
    stage.server.come_back();
    asking.notes.clear();
    stage
        .until(&mut asking, HOUR * 9 + MINUTE * 15, SECOND * 15)
        .await;
    assert!(
        asking.notes.contains(&Note::Offline(false)),
        "{:?}",
        asking.notes
    );
    assert!(
        urls.iter().all(|url| stage.times_of(url).len() == 2),
        "once each"
    );
    asking.stop().await;
    assert_eq!(failures(&stage), 0);
    stage.score(BY_ITSELF).assert_good(&[]);
}

#[tokio::test]
async fn p30_one_server_that_is_away_is_not_the_network() {
    let stage = Stage::set();
    crowd(&stage, 0, 4).await;
    import(&stage, &["http://127.0.0.1:9/feed".to_owned()]).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, HOUR * 3, MINUTE * 5).await;
    assert!(!asking.notes.contains(&Note::Offline(true)));
    asking.stop().await;
    assert_eq!(
        stage.number("SELECT count(*) FROM poll WHERE failures > 0"),
        1
    );
}

#[tokio::test]
async fn p31_after_a_night_asleep_everything_due_comes_at_the_usual_pace_and_once() {
    let stage = Stage::set();
    let urls = crowd(&stage, 20, 10).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, MINUTE * 2, SECOND).await;
    assert_eq!(stage.count(), urls.len());
    stage.clock.sleep_until(NOW.after(HOUR * 9));
    asking.engine.look();
    asking.quiet().await;
    assert_eq!(stage.count(), urls.len(), "the network is given a moment");
    stage
        .until(&mut asking, HOUR * 9 + MINUTE * 2, SECOND)
        .await;
    asking.stop().await;
    assert!(urls.iter().all(|url| stage.times_of(url).len() == 2));
    stage.score(BY_ITSELF).assert_good(&[]);
}

#[tokio::test]
async fn p32_a_clock_that_is_years_wrong_silences_no_feed_and_makes_no_storm() {
    let stage = Stage::set();
    let urls = crowd(&stage, 0, 5).await;
    let years = DAY * 3_650;
    let mut asking = stage.engine();
    stage.at(&mut asking, years).await;
    let asked = |stage: &Stage| {
        urls.iter()
            .map(|url| stage.times_of(url).len())
            .collect::<Vec<_>>()
    };
    assert_eq!(asked(&stage), [1; 5]);
    asking.stop().await;
    // The clock is put right, and the program is started again.
    stage.clock.set(crate::stage::NOW);
    let mut asking = stage.engine();
    stage.until(&mut asking, HOUR * 2, MINUTE * 5).await;
    asking.stop().await;
    assert!(
        asked(&stage).iter().all(|times| (2..=3).contains(times)),
        "{:?}",
        asked(&stage)
    );
    let score = stage.score(crate::score::Promise { gap: 0, pace: 0 });
    assert_eq!(score.count(Column::Unconditional), 0);
}

#[tokio::test]
async fn p33_an_hour_is_never_less_than_an_hour() {
    let stage = Stage::set();
    let urls = crowd(&stage, 3, 5).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, DAY * 2, MINUTE).await;
    asking.stop().await;
    let score = stage.score(BY_ITSELF);
    assert!(score.count(Column::Requests) > urls.len() * 40, "{score}");
    assert!(score.shortest >= Some(3_600), "{score}");
    score.assert_good(&[]);
}

#[tokio::test]
async fn p35_the_feeds_of_one_host_come_over_one_connection() {
    let stage = Stage::set();
    crowd(&stage, 8, 0).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, MINUTE, SECOND).await;
    asking.stop().await;
    assert_eq!((stage.count(), stage.server.connections()), (8, 1));
}
