//! P01 to P08: what a server gave to ask with, sent back.

use crate::asking::Asking;
use crate::score::{Column, Promise};
use crate::server::Response;
use crate::stage::{BY_ITSELF, DAY, HOUR, Stage, add, feed, refresh};
use postil::model::request::Scope;
use rusqlite::Connection;
use std::time::Duration;
use tempfile::TempDir;

const URL: &str = "http://blog.test/feed";
const ANY: Promise = Promise { gap: 0, pace: 0 };

type Headers<'a> = &'a [(&'a str, &'a str)];

fn with(response: Response, headers: Headers) -> Response {
    let headers = headers.iter();
    headers.fold(response, |response, (name, value)| {
        response.header(name, value)
    })
}

fn whole(headers: Headers) -> Response {
    with(Response::ok(feed(&["1"])), headers)
}

/// The validators of the last request: entity tag and date.
fn sent(stage: &Stage) -> (Option<String>, Option<String>) {
    let requests = stage.server.requests_for(URL);
    let last = requests.last().expect("it was asked");
    let header = |name| last.header(name).map(str::to_owned);
    (header("if-none-match"), header("if-modified-since"))
}

/// After these answers, these validators are sent.
async fn check(answers: &[Response], tag: Option<&str>, date: Option<&str>) {
    let stage = Stage::impatient();
    for answer in answers {
        stage.server.say(URL, answer.clone());
    }
    let mut asking = stage.waiting();
    add(&mut asking, URL).await;
    for hours in 1..=answers.len() {
        stage
            .at(&mut asking, HOUR * u32::try_from(hours * 30).expect("few"))
            .await;
        refresh(&mut asking, Scope::All).await;
    }
    asking.stop().await;
    let (sent_tag, sent_date) = sent(&stage);
    assert_eq!(
        (sent_tag.as_deref(), sent_date.as_deref()),
        (tag, date),
        "{answers:?}"
    );
    stage.score(ANY).assert_good(&[]);
}

#[tokio::test]
async fn p01_validators_go_back_byte_for_byte() {
    for (tag, date) in [
        ("W/\"a b,c\"", "sOmE odd date"),
        ("unquoted", "0"),
        ("\"caf\u{e9}\"", "Sunday, 06-Nov-94 08:49:37 GMT"),
        ("\"\"", "2026-03-14T18:00:00Z"),
    ] {
        let answer = whole(&[("ETag", tag), ("Last-Modified", date)]);
        check(&[answer], Some(tag), Some(date)).await;
    }
}

#[tokio::test]
async fn p02_after_a_restart_and_after_a_crash_a_feed_is_still_asked_conditionally() {
    let stage = Stage::impatient();
    stage.server.publish(URL, "\"v1\"", feed(&["1"]));
    let mut asking = stage.waiting();
    add(&mut asking, URL).await;
    // The disk as a crash leaves it: the files as they are, and nobody has said goodbye.
    let crashed = TempDir::new().expect("a temporary folder can be had");
    for name in ["postil.db", "postil.db-wal"] {
        std::fs::copy(stage.folder().join(name), crashed.path().join(name)).expect("it is there");
    }
    asking.stop().await;
    for folder in [stage.folder(), crashed.path()] {
        let mut asking = stage.engine_in(folder, false);
        refresh(&mut asking, Scope::All).await;
        asking.stop().await;
        assert_eq!(sent(&stage).0.as_deref(), Some("\"v1\""));
    }
    assert_eq!(stage.count(), 3);
}

#[tokio::test]
async fn p03_where_a_server_gives_no_validators_none_are_made_up() {
    check(&[whole(&[])], None, None).await;
    let dated = whole(&[("Date", "Sat, 14 Mar 2026 18:00:00 GMT")]);
    check(&[dated.clone(), dated], None, None).await;
    check(&[whole(&[("ETag", ""), ("Last-Modified", "")])], None, None).await;
}

#[tokio::test]
async fn p04a_the_same_body_with_another_tag_brings_the_tag() {
    let both = |tag| whole(&[("ETag", tag), ("Last-Modified", "then")]);
    check(&[both("\"1\""), both("\"2\"")], Some("\"2\""), Some("then")).await;
}

#[tokio::test]
async fn p04b_another_tag_beside_the_same_date_is_taken() {
    let both = |key, tag| {
        with(
            Response::ok(feed(&[key])),
            &[("ETag", tag), ("Last-Modified", "then")],
        )
    };
    check(
        &[both("1", "\"1\""), both("2", "\"2\"")],
        Some("\"2\""),
        Some("then"),
    )
    .await;
}

#[tokio::test]
async fn p04c_a_body_without_a_tag_takes_the_tag_away() {
    let both = whole(&[("ETag", "\"1\""), ("Last-Modified", "then")]);
    check(
        &[both.clone(), whole(&[("Last-Modified", "now")])],
        None,
        Some("now"),
    )
    .await;
    check(&[both, whole(&[])], None, None).await;
}

#[tokio::test]
async fn p04d_what_comes_with_not_modified_replaces_what_was_there() {
    let both = || whole(&[("ETag", "\"1\""), ("Last-Modified", "then")]);
    let unchanged = |headers| with(Response::status(304), headers);
    check(
        &[both(), unchanged(&[("ETag", "\"2\"")])],
        Some("\"2\""),
        Some("then"),
    )
    .await;
    check(
        &[both(), unchanged(&[("Last-Modified", "now")])],
        Some("\"1\""),
        Some("now"),
    )
    .await;
}

#[tokio::test]
async fn p04e_not_modified_alone_takes_nothing_away() {
    let both = whole(&[("ETag", "\"1\""), ("Last-Modified", "then")]);
    check(&[both, Response::status(304)], Some("\"1\""), Some("then")).await;
}

/// A library as the version after step `steps` left it, with one feed that was asked.
fn old_library(stage: &Stage, steps: &[&str]) {
    let library = Connection::open(stage.database()).expect("the folder is ours");
    for step in steps {
        library.execute_batch(step).expect("it was published");
    }
    let feed = "INSERT INTO feed (id, url, position, added_at) VALUES (1, 'http://blog.test/feed', 1, 0);
        INSERT INTO poll (feed, etag, last_modified, checked_at, body_hash) VALUES (1, 'W/\"v1\"', 'odd', 0, 7);";
    library
        .execute_batch(feed)
        .expect("these columns are as old as the library");
    // "post", as `store::schema` marks its files.
    library
        .pragma_update(None, "application_id", 0x706f_7374)
        .expect("it can be marked");
    library
        .pragma_update(
            None,
            "user_version",
            u32::try_from(steps.len()).expect("few"),
        )
        .expect("it can be marked");
}

#[tokio::test]
async fn p05_validators_survive_a_new_version_of_the_program() {
    let steps = [
        include_str!("../../../src/store/schema/0001.sql"),
        include_str!("../../../src/store/schema/0002.sql"),
        include_str!("../../../src/store/schema/0003.sql"),
    ];
    for version in 1..=steps.len() {
        let stage = Stage::impatient();
        old_library(&stage, &steps[..version]);
        stage.server.publish(URL, "W/\"v1\"", feed(&["1"]));
        let mut asking = stage.waiting();
        refresh(&mut asking, Scope::All).await;
        asking.stop().await;
        assert_eq!(
            sent(&stage),
            (Some("W/\"v1\"".into()), Some("odd".into())),
            "version {version}"
        );
    }
}

#[tokio::test]
async fn p06_no_trouble_touches_the_validators() {
    let good = || whole(&[("ETag", "\"good\""), ("Last-Modified", "then")]);
    let bad: Headers = &[("ETag", "\"bad\""), ("Last-Modified", "later")];
    for trouble in [
        with(Response::status(429), bad),
        with(Response::status(500), bad),
        with(Response::status(503), bad),
        with(Response::status(404), bad),
        with(Response::status(403), bad),
        whole(bad).cut(),
        with(Response::ok("this is no feed"), bad),
        with(Response::ok("<html><body>Log in</body></html>"), bad),
        with(Response::redirect(302, "/feed"), bad),
        Response::raw("this is no answer"),
    ] {
        check(&[good(), trouble, good()], Some("\"good\""), Some("then")).await;
    }
}

#[tokio::test]
async fn p07_a_server_that_ignores_its_own_tags_is_asked_by_date_alone() {
    let stage = Stage::impatient();
    stage.server.react(URL, |request| {
        let by_date = request.header("if-none-match").is_none()
            && request.header("if-modified-since") == Some("then");
        let response = if by_date {
            Response::status(304)
        } else {
            Response::ok(feed(&["1"]))
        };
        with(
            response,
            &[("ETag", "\"a-gzip\""), ("Last-Modified", "then")],
        )
    });
    let mut asking = stage.waiting();
    add(&mut asking, URL).await;
    for times in 1..5 {
        stage.at(&mut asking, HOUR * 30 * times).await;
        refresh(&mut asking, Scope::All).await;
    }
    asking.stop().await;
    assert_eq!(sent(&stage), (None, Some("then".into())));
    let last = stage.server.log().pop().and_then(|exchange| exchange.given);
    assert_eq!(last.map(|given| given.status), Some(304));
}

#[tokio::test]
async fn p08_a_server_that_never_sends_anything_new_is_asked_for_the_whole_at_most_once() {
    let stage = Stage::set();
    stage.server.publish(URL, "\"v1\"", feed(&["1"]));
    let mut asking: Asking = stage.engine();
    add(&mut asking, URL).await;
    stage
        .until(&mut asking, DAY * 60, Duration::from_mins(30))
        .await;
    asking.stop().await;
    let score = stage.score(BY_ITSELF);
    assert!(score.count(Column::Requests) >= 60, "{score}");
    score.assert_good(&[(Column::Unconditional, 1)]);
}
