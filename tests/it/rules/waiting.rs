//! P10 to P12: what servers ask for is given to them.

use crate::server::Response;
use crate::stage::{DAY, HOUR, MINUTE, NOW, Stage, add, feed, import, refresh};
use postil::model::request::{Request, Scope};
use std::time::Duration;

const URL: &str = "http://blog.test/feed";
const OTHER: &str = "http://blog.test/other";
const SECOND: Duration = Duration::from_secs(1);

/// Two feeds of a host that says this to the first of them at NOW. For so long the host is not asked for
/// either, by itself or by hand, before or after a restart; then it may be.
async fn check_rest(refusal: Response, rest: Duration) {
    let stage = Stage::impatient();
    stage.server.publish(URL, "\"v1\"", feed(&["1"]));
    stage.server.publish(OTHER, "\"v1\"", feed(&["1"]));
    let mut asking = stage.waiting();
    let first = add(&mut asking, URL).await;
    add(&mut asking, OTHER).await;
    stage.server.now_say(URL, refusal.clone());
    refresh(&mut asking, Scope::Feeds(vec![first])).await;
    asking.stop().await;
    let asked = stage.count();
    let mut asking = stage.engine();
    for part in [rest / 10, rest / 2, rest.saturating_sub(SECOND)] {
        stage.at(&mut asking, part).await;
        refresh(&mut asking, Scope::All).await;
        let insist = Request::Insist {
            feed: first,
            whole: false,
        };
        // It may be told that this cannot be.
        let _ = asking.ask(insist).await;
        asking.quiet().await;
        assert_eq!(
            stage.count(),
            asked,
            "after {part:?} of {rest:?}: {refusal:?}"
        );
    }
    asking.stop().await;
    let mut asking = stage.waiting();
    refresh(&mut asking, Scope::All).await;
    assert_eq!(
        stage.count(),
        asked,
        "a restart does not end it: {refusal:?}"
    );
    stage.at(&mut asking, rest).await;
    refresh(&mut asking, Scope::All).await;
    asking.stop().await;
    assert!(stage.count() > asked, "after {rest:?}: {refusal:?}");
}

#[tokio::test]
async fn p10_a_host_that_asks_for_rest_gets_it_for_all_its_feeds_also_by_hand_and_after_a_restart()
{
    let after = |status, value: &str| Response::status(status).header("Retry-After", value);
    for status in [429, 503] {
        check_rest(after(status, "120"), MINUTE * 2).await;
        check_rest(after(status, "86400"), DAY).await;
        // By the server's own clock, which is years slow.
        let dated = after(status, "Sun, 06 Nov 1994 11:49:37 GMT");
        check_rest(
            dated.header("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            HOUR * 3,
        )
        .await;
        check_rest(after(status, "315360000"), DAY * 7).await;
    }
}

#[tokio::test]
async fn p10_p11_what_cannot_be_meant_counts_as_too_many_requests_without_a_word_on_how_long() {
    let after = |value: &str| Response::status(429).header("Retry-After", value);
    for junk in ["soon", "-120", "1.5", "0", ""] {
        check_rest(after(junk), HOUR).await;
    }
    let passed = after("Sun, 06 Nov 1994 08:00:00 GMT");
    check_rest(passed.header("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), HOUR).await;
}

#[tokio::test]
async fn p11_a_host_that_says_too_many_again_and_again_is_left_alone_longer_each_time() {
    let stage = Stage::set();
    let urls = [URL, OTHER].map(str::to_owned);
    for url in &urls {
        stage.server.say(url, Response::status(429));
    }
    import(&stage, &urls).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, DAY * 5, MINUTE * 5).await;
    asking.stop().await;
    let times: Vec<i64> = stage
        .server
        .log()
        .iter()
        .map(|exchange| exchange.at)
        .collect();
    let gaps = times.windows(2).map(|pair| (pair[1] - pair[0]) / 3_600);
    let gaps: Vec<i64> = gaps.take(7).collect();
    let least = [1, 2, 4, 8, 16, 24, 24];
    assert!(gaps.len() >= 6, "{gaps:?}");
    assert!(
        gaps.iter()
            .zip(least)
            .all(|(gap, least)| *gap >= least && *gap <= least + 1),
        "{gaps:?}"
    );
}

#[tokio::test]
async fn p11_an_answer_too_many_that_holds_is_believed_if_that_is_longer() {
    let holding = |seconds| Response::status(429).header("Cache-Control", seconds);
    check_rest(holding("max-age=7200"), HOUR * 2).await;
    check_rest(holding("max-age=60"), HOUR).await;
}

/// With these headers a feed is asked again after so many minutes, and a little later at most.
async fn check_hold(headers: &[(&str, &str)], minutes: u32) {
    for status in [200, 304] {
        let stage = Stage::set();
        let owned: Vec<(String, String)> = headers
            .iter()
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect();
        stage.server.react(URL, move |request| {
            let known = request.header("if-none-match").is_some();
            // On 304 alone, or on the body alone.
            let told = owned.iter().filter(|_| known == (status == 304));
            let response = if known {
                Response::status(304)
            } else {
                Response::ok(feed(&["1"]))
            };
            let response = response.header("ETag", "\"v1\"");
            told.fold(response, |response, (name, value)| {
                response.header(name, value)
            })
        });
        let mut asking = stage.engine();
        add(&mut asking, URL).await;
        if status == 304 {
            stage.until(&mut asking, MINUTE * 70, MINUTE).await;
        }
        let asked = *stage.times_of(URL).last().expect("it was asked");
        let after = |wait: Duration| Duration::from_secs(asked.unsigned_abs()) + wait;
        let count = stage.count();
        stage
            .at(
                &mut asking,
                after((MINUTE * minutes).saturating_sub(SECOND)),
            )
            .await;
        assert_eq!(stage.count(), count, "too early: {headers:?} on {status}");
        stage
            .at(&mut asking, after(MINUTE * (minutes + 10) + SECOND))
            .await;
        asking.stop().await;
        assert_eq!(
            stage.count(),
            count + 1,
            "too late: {headers:?} on {status}"
        );
        let last = stage.server.requests().pop().expect("there is one");
        assert_eq!(
            last.header("if-none-match"),
            Some("\"v1\""),
            "{headers:?} on {status}"
        );
    }
}

#[tokio::test]
async fn p12_an_answer_is_not_asked_for_again_while_it_holds() {
    let control = |value| [("Cache-Control", value)];
    check_hold(&control("max-age=7200"), 120).await;
    check_hold(&control("public, max-age=43200, immutable"), 720).await;
    check_hold(&control("max-age=1800"), 60).await;
    check_hold(&control("max-age=31536000"), 24 * 60).await;
    check_hold(&control("max-age=504576000"), 24 * 60).await;
    check_hold(&control("s-maxage=43200"), 60).await;
    check_hold(&[("Cache-Control", "max-age=10800"), ("Age", "3600")], 120).await;
    check_hold(&[("Cache-Control", "max-age=600"), ("Age", "9999")], 60).await;
    let (now, later) = (
        "Sun, 06 Nov 1994 08:00:00 GMT",
        "Sun, 06 Nov 1994 11:00:00 GMT",
    );
    check_hold(&[("Date", now), ("Expires", later)], 180).await;
    check_hold(
        &[
            ("Date", now),
            ("Expires", later),
            ("Cache-Control", "max-age=7200"),
        ],
        120,
    )
    .await;
}

#[tokio::test]
async fn p12_an_answer_that_does_not_hold_keeps_its_validators() {
    let control = |value| [("Cache-Control", value)];
    check_hold(&control("no-cache"), 60).await;
    check_hold(&control("no-store"), 60).await;
    check_hold(&control("max-age=0"), 60).await;
    check_hold(&control("max-age=43200, no-cache"), 60).await;
    check_hold(&[("Expires", "0")], 60).await;
    check_hold(&[("Expires", "-1")], 60).await;
    let (now, past) = (
        "Sun, 06 Nov 1994 08:00:00 GMT",
        "Sun, 06 Nov 1994 07:00:00 GMT",
    );
    check_hold(&[("Date", now), ("Expires", past)], 60).await;
}

#[tokio::test]
async fn p12_by_hand_too_an_answer_is_not_asked_for_while_it_holds_unless_one_insists() {
    let stage = Stage::impatient();
    let holding = Response::ok(feed(&["1"])).header("ETag", "\"v1\"");
    stage
        .server
        .say(URL, holding.header("Cache-Control", "max-age=43200"));
    let mut asking = stage.waiting();
    let id = add(&mut asking, URL).await;
    stage.at(&mut asking, HOUR * 2).await;
    refresh(&mut asking, Scope::All).await;
    assert_eq!(stage.count(), 1);
    let insist = Request::Insist {
        feed: id,
        whole: false,
    };
    asking.ask(insist).await.expect("one may");
    asking.quiet().await;
    asking.stop().await;
    assert_eq!(stage.count(), 2);
    let last = stage.server.requests().pop().expect("there is one");
    assert_eq!(last.header("if-none-match"), Some("\"v1\""));
    assert!(stage.clock.now() > NOW);
}
