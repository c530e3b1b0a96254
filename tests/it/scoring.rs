//! The feed reader score: a table of what servers see of this reader, and a proof that the table would
//! show it if the reader were rude.

use crate::score::{Column, Promise, Score};
use crate::server::{Response, Server};
use crate::stage::{BY_ITSELF, DAY, MINUTE, NOW, Stage, feed, import};
use crate::tempers::{self, HOSTS, Seconds};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const AGENT: &str = concat!(
    "postil/",
    env!("CARGO_PKG_VERSION"),
    " (+https://example.org)"
);

/// What a rude reader does: at these times, these addresses, with these headers.
fn scored(script: &[(&str, Response)], asked: &[(i64, &str, &str)]) -> Score {
    let (server, now) = (Server::start(), Arc::new(AtomicI64::new(0)));
    let told = now.clone();
    server.tell_time(move || told.load(Ordering::SeqCst));
    for (url, response) in script {
        server.say(url, response.clone());
    }
    for (at, line, headers) in asked {
        now.store(*at, Ordering::SeqCst);
        ask(&server, line, headers);
    }
    Score::of(&server.log(), Promise { gap: 2, pace: 600 })
}

fn ask(server: &Server, line: &str, headers: &str) {
    let mut stream = TcpStream::connect(server.address()).expect("it listens");
    let (method, rest) = line.split_once(' ').unwrap_or(("GET", line));
    let (host, path) = rest.split_once('/').expect("an address has a path");
    let agent = if headers.contains("User-Agent") {
        String::new()
    } else {
        format!("User-Agent: {AGENT}\r\n")
    };
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nHost: {host}:80\r\n{agent}{headers}\r\n"
    )
    .expect("it is taken");
    // One byte of the answer, and nobody wants the rest.
    let mut byte = [0];
    stream.read_exact(&mut byte).expect("it is answered");
}

/// One column alone is bad, and counts so many.
#[track_caller]
fn check(script: &[(&str, Response)], asked: &[(i64, &str, &str)], column: Column, count: usize) {
    let score = scored(script, asked);
    assert_eq!(score.count(column), count, "{column:?}\n{score}");
    score.assert_good(&[(column, count)]);
}

const HOUR: i64 = 3_600;

#[test]
fn a_polite_reader_has_a_clean_table() {
    let answer = Response::ok(feed(&["1"]))
        .header("ETag", "\"a\"")
        .header("Last-Modified", "then");
    let score = scored(
        &[("http://a.test/", answer)],
        &[
            (0, "a.test/", ""),
            (
                HOUR,
                "a.test/",
                "If-None-Match: \"a\"\r\nIf-Modified-Since: then\r\n",
            ),
        ],
    );
    score.assert_good(&[]);
    assert_eq!(score.count(Column::TagGood), 1);
    assert_eq!(
        (score.count(Column::DateGood), score.shortest),
        (1, Some(HOUR))
    );
    let table = score.to_string();
    assert!(table.contains(AGENT) && !table.contains("<-"), "{table}");
}

#[test]
fn validators_that_are_missing_stale_or_invented_are_seen() {
    let tagged = |tag| {
        Response::ok(feed(&["1"]))
            .header("ETag", tag)
            .header("Last-Modified", tag)
    };
    let script = || {
        let url = "http://a.test/";
        [
            (url, tagged("old")),
            (url, tagged("new")),
            (url, Response::status(304)),
        ]
    };
    let twice = [
        (0, "a.test/", ""),
        (HOUR, "a.test/", "If-None-Match: old\r\n"),
    ];
    let then = |headers| [twice[0], twice[1], (2 * HOUR, "a.test/", headers)];
    check(&script(), &then(""), Column::Unconditional, 1);
    check(
        &script(),
        &then("If-None-Match: old\r\n"),
        Column::TagStale,
        1,
    );
    check(
        &script(),
        &then("If-None-Match: ne\r\n"),
        Column::TagInvented,
        1,
    );
    check(
        &script(),
        &then("If-Modified-Since: old\r\n"),
        Column::DateStale,
        1,
    );
    check(
        &script(),
        &then("If-Modified-Since: now\r\n"),
        Column::DateInvented,
        1,
    );
    // A body that is no feed gives nothing worth keeping, and a feed without validators takes them back.
    let page = Response::ok("<html>").header("ETag", "page");
    let asked = [
        (0, "a.test/", ""),
        (HOUR, "a.test/", "If-None-Match: page\r\n"),
    ];
    check(&[("http://a.test/", page)], &asked, Column::TagInvented, 1);
    let bare = [
        ("http://a.test/", tagged("old")),
        ("http://a.test/", Response::ok(feed(&["1"]))),
    ];
    check(&bare, &then("If-None-Match: old\r\n"), Column::TagStale, 1);
}

#[test]
fn what_a_request_need_not_tell_is_seen() {
    let good = || [("http://a.test/feed?x=1", Response::ok(feed(&["1"])))];
    let one = |headers| [(0, "a.test/feed?x=1", headers)];
    for (headers, column) in [
        ("Cookie: id=1\r\n", Column::Cookies),
        ("Referer: http://a.test/\r\n", Column::Referrers),
        ("Pragma: no-cache\r\n", Column::CacheBusting),
        ("User-Agent: Mozilla/5.0 postil\r\n", Column::BadAgents),
        ("DNT: 1\r\n", Column::Headers),
    ] {
        let score = scored(&good(), &one(headers));
        assert_eq!(score.count(column), 1, "{column:?}\n{score}");
        score.assert_good(&[(column, 1), (Column::Headers, 1)]);
    }
    let other = |line| [(0, "a.test/feed?x=1", ""), (HOUR, line, "")];
    check(&good(), &other("HEAD a.test/feed?x=1"), Column::Methods, 1);
    check(&good(), &other("a.test/feed?x=1&t=2"), Column::Queries, 1);
    check(&good(), &other("a.test/favicon.ico"), Column::Guesses, 1);
}

#[test]
fn haste_is_seen() {
    let url = "http://a.test/";
    let plain = || Response::ok(feed(&["1"]));
    let at = |second| [(0, "a.test/", ""), (second, "a.test/", "")];
    check(&[(url, plain())], &at(599), Column::Hurry, 1);
    let two = [("http://a.test/", plain()), ("http://a.test/2", plain())];
    check(
        &two,
        &[(0, "a.test/", ""), (1, "a.test/2", "")],
        Column::Crowding,
        1,
    );
    let fresh = plain()
        .header("Cache-Control", "max-age=7200")
        .header("Age", "3600");
    check(&[(url, fresh.clone())], &at(3_599), Column::BeforeExpiry, 1);
    check(&[(url, fresh)], &at(3_600), Column::BeforeExpiry, 0);
    let tired = Response::status(429).header("Retry-After", "7200");
    let beside = [(url, tired), ("http://a.test/2", plain())];
    check(
        &beside,
        &[(0, "a.test/", ""), (7_199, "a.test/2", "")],
        Column::BeforeRetry,
        1,
    );
    let dated = Response::status(503)
        .header("Date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .header("Retry-After", "Sun, 06 Nov 1994 09:49:37 GMT");
    check(&[(url, dated)], &at(HOUR - 1), Column::BeforeRetry, 1);
    check(
        &[(url, Response::status(410))],
        &at(9 * HOUR),
        Column::AfterGone,
        1,
    );
}

#[test]
fn two_requests_at_once_to_one_host_are_seen() {
    let server = Server::start();
    let urls = ["http://a.test/", "http://a.test/2", "http://b.test/"];
    for url in urls {
        server.say(url, Response::ok(feed(&["1"])));
    }
    server.hold();
    std::thread::scope(|threads| {
        for line in ["a.test/", "a.test/2", "b.test/"] {
            let server = &server;
            threads.spawn(move || ask(server, line, ""));
        }
        while server.log().len() < 3 {
            std::thread::yield_now();
        }
        server.release();
    });
    let score = Score::of(&server.log(), Promise { gap: 0, pace: 0 });
    assert_eq!(score.count(Column::AtOnce), 1);
}

#[test]
fn a_redirect_is_part_of_the_request_that_it_led_on() {
    let script = |to| {
        [
            ("http://a.test/", Response::redirect(302, to)),
            ("http://a.test/2", Response::ok(feed(&["1"]))),
        ]
    };
    let asked = [
        (0, "a.test/", ""),
        (0, "a.test/2", ""),
        (700, "a.test/", ""),
        (701, "a.test/2", ""),
    ];
    scored(&script("/2"), &asked).assert_good(&[]);
    scored(&script("http://a.test:80/2"), &asked).assert_good(&[]);
    check(&script("/3"), &asked, Column::Crowding, 2);
}

#[tokio::test]
async fn no_server_of_fifty_has_anything_to_complain_of_in_a_week() {
    let stage = Stage::set();
    let clock = stage.clock.clone();
    let now: Seconds = Arc::new(move || clock.now().0);
    let name = |host: u8| format!("h{host}.test");
    let urls = tempers::script(&stage.server, name, name, &now);
    import(&stage, &urls).await;
    let mut asking = stage.engine();
    stage.until(&mut asking, DAY * 3, MINUTE * 10).await;
    asking.stop().await;
    let mut asking = stage.engine();
    stage.until(&mut asking, DAY * 7, MINUTE * 10).await;
    asking.stop().await;
    let score = stage.score(BY_ITSELF);
    println!("{score}");
    assert!(
        score.count(Column::Requests) > usize::from(HOSTS) * 7,
        "{score}"
    );
    assert!(stage.clock.now() > NOW);
    // Where a redirect leads is not known before it is followed for the first time.
    score.assert_good(&[(Column::Crowding, 1)]);
}
