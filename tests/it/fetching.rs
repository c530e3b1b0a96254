//! One GET against a server that says anything: what goes over the wire, and what comes of it.

use crate::gzip;
use crate::server::{Response, Server};
use postil::fetch::client::Fetcher;
use postil::fetch::limits::Limits;
use postil::model::http::{Answer, Body, Get, Validators};
use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::net::TcpListener;
use std::time::Duration;

const FEED: &str = "http://a.example/feed";

fn fetcher(server: &Server, limits: Limits) -> Fetcher {
    Fetcher::new(limits, server.hosts().into()).expect("a client can be set up")
}

fn plain(url: &str) -> Get {
    Get::plain(url)
}

fn conditional(url: &str, etag: &str, last_modified: &str) -> Get {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Get {
        validators: Validators {
            etag: some(etag),
            last_modified: some(last_modified),
        },
        ..Get::plain(url)
    }
}

async fn get(server: &Server, get: &Get) -> Answer {
    fetcher(server, Limits::default()).get(get).await
}

async fn body(server: &Server, url: &str) -> Body {
    match get(server, &plain(url)).await {
        Answer::Fresh(body) => body,
        other => panic!("a body was expected, not {other:?}"),
    }
}

/// Asks with these limits and expects no answer, for a reason that holds `why`.
async fn check_unreachable(server: &Server, url: &str, limits: Limits, why: &str) {
    match fetcher(server, limits).get(&plain(url)).await {
        Answer::Unreachable { why: said, .. } => {
            assert!(said.contains(why), "{said:?} does not say {why:?}");
            assert!(!said.contains("SECRET"), "{said:?} tells the query");
        }
        other => panic!("no answer was expected, not {other:?}"),
    }
}

/// What the server sees as conditions after it gave these validators.
async fn check_echo(etag: &str, last_modified: &str) {
    let server = Server::start();
    server.say(
        FEED,
        Response::ok("feed")
            .header("ETag", etag)
            .header("Last-Modified", last_modified),
    );
    let fetcher = fetcher(&server, Limits::default());
    let Answer::Fresh(body) = fetcher.get(&plain(FEED)).await else {
        panic!("the feed is there")
    };
    let again = Get {
        validators: body.validators,
        origin: Some(body.url),
        ..Get::plain(FEED)
    };
    fetcher.get(&again).await;
    let requests = server.requests();
    assert_eq!(requests[0].header("if-none-match"), None);
    assert_eq!(requests[0].header("if-modified-since"), None);
    let sent = |name| requests[1].header(name).unwrap_or_default();
    assert_eq!(sent("if-none-match"), etag);
    assert_eq!(sent("if-modified-since"), last_modified);
}

#[tokio::test]
async fn a_server_gets_back_exactly_the_validators_it_gave() {
    check_echo("\"abc\"", "Sun, 06 Nov 1994 08:49:37 GMT").await;
    check_echo("W/\"a b,c\"", "sOmE odd date").await;
    check_echo("unquoted", "0").await;
    check_echo("\"abc-gzip\"", "").await;
    check_echo("", "Sunday, 06-Nov-94 08:49:37 GMT").await;
    check_echo("", "").await;
}

#[tokio::test]
async fn an_unchanged_feed_costs_no_body() {
    let server = Server::start();
    server.publish(FEED, "\"v1\"", "feed");
    let first = body(&server, FEED).await;
    assert_eq!(first.bytes, b"feed");
    let again = get(&server, &conditional(FEED, "\"v1\"", "")).await;
    assert_eq!(
        again,
        Answer::NotModified {
            validators: first.validators,
            hints: first.hints,
            url: FEED.into(),
            moved_to: None,
        }
    );
}

#[tokio::test]
async fn a_request_tells_nothing_but_what_it_must() {
    let server = Server::start();
    let odd = "http://a.example/a%7Eb/?b=2&a=1&x=%20y";
    server.say(
        odd,
        Response::redirect(302, "/next").header("Set-Cookie", "id=1"),
    );
    server.say("http://a.example/next", Response::ok("feed"));
    get(&server, &conditional(odd, "\"a\"", "then")).await;
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].target, "/a%7Eb/?b=2&a=1&x=%20y");
    for request in &requests {
        assert_eq!(request.method, "GET");
        assert_eq!(request.header("accept-encoding"), Some("gzip, br"));
        let agent = request.header("user-agent").unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        assert!(
            agent.starts_with(&format!("postil/{version} (+https://")),
            "{agent}"
        );
    }
    let names = |index: usize| -> BTreeSet<String> {
        let headers = requests[index].headers.iter();
        headers.map(|(name, _)| name.to_ascii_lowercase()).collect()
    };
    let always = ["accept", "accept-encoding", "host", "user-agent"];
    let first = always
        .into_iter()
        .chain(["a-im", "if-modified-since", "if-none-match"]);
    assert_eq!(names(0), first.map(str::to_owned).collect());
    assert_eq!(
        names(1),
        always.map(str::to_owned).into(),
        "validators belong to one address"
    );
}

#[tokio::test]
async fn redirects_are_followed_and_permanent_ones_told() {
    let server = Server::start();
    server.say(FEED, Response::redirect(301, "http://b.example/feed"));
    server.say("http://b.example/feed", Response::redirect(308, "/atom"));
    server.say(
        "http://b.example/atom",
        Response::redirect(302, "http://c.example/today"),
    );
    server.say("http://c.example/today", Response::ok("feed"));
    let body = body(&server, FEED).await;
    assert_eq!(body.bytes, b"feed");
    assert_eq!(body.url, "http://c.example/today");
    assert_eq!(body.moved_to.as_deref(), Some("http://b.example/atom"));
}

#[tokio::test]
async fn a_feed_behind_a_redirect_is_asked_conditionally_where_it_really_is() {
    let server = Server::start();
    let (real, elsewhere) = ("http://b.example/feed", "http://c.example/feed");
    server.say(FEED, Response::redirect(301, real));
    server.publish(real, "\"v1\"", "feed");
    server.publish(elsewhere, "\"v1\"", "another feed");
    let fetcher = fetcher(&server, Limits::default());
    let Answer::Fresh(body) = fetcher.get(&plain(FEED)).await else {
        panic!("the feed is there")
    };
    let again = Get {
        validators: body.validators,
        origin: Some(body.url),
        ..Get::plain(FEED)
    };
    for _ in 0..2 {
        let answer = fetcher.get(&again).await;
        let Answer::NotModified { moved_to, .. } = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(moved_to.as_deref(), Some(real));
    }
    for request in server.requests_for(FEED) {
        assert_eq!(request.header("if-none-match"), None, "it never gave that");
    }
    server.now_say(FEED, Response::redirect(302, elsewhere));
    let answer = fetcher.get(&again).await;
    assert!(matches!(answer, Answer::Fresh(_)), "{answer:?}");
    let request = &server.requests_for(elsewhere)[0];
    assert_eq!(request.header("if-none-match"), None, "nor did that one");
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_given_up() {
    let server = Server::start();
    let a = "http://a.example";
    server.say(
        &format!("{a}/circle?SECRET"),
        Response::redirect(302, "/round"),
    );
    server.say(
        &format!("{a}/round"),
        Response::redirect(302, "/circle?SECRET"),
    );
    for hop in 0..20 {
        let next = format!("/on/{}?SECRET", hop + 1);
        server.say(
            &format!("{a}/on/{hop}?SECRET"),
            Response::redirect(302, &next),
        );
    }
    server.say(
        &format!("{a}/file"),
        Response::redirect(302, "file:///etc/passwd?SECRET"),
    );
    let inside = format!("http://{}/?SECRET", server.address());
    server.say(&format!("{a}/inside"), Response::redirect(302, &inside));
    let check = async |path: &str, why: &str| {
        check_unreachable(&server, &format!("{a}{path}"), Limits::default(), why).await;
    };
    check("/circle?SECRET", "circle").await;
    check("/on/0?SECRET", "more than 10 redirects").await;
    check("/file", "file:").await;
    check("/inside", "private network").await;
    assert_eq!(server.requests().len(), 2 + 11 + 1 + 1);
}

#[tokio::test]
async fn an_address_in_the_private_network_is_fine_if_a_person_typed_it() {
    let server = Server::start();
    let typed = format!("http://{}/feed", server.address());
    server.say(
        &format!("http://{}/feed", server.address().ip()),
        Response::ok("feed"),
    );
    assert_eq!(body(&server, &typed).await.bytes, b"feed");
}

#[tokio::test]
async fn what_the_server_says_of_time_is_passed_on() {
    let server = Server::start();
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let check = async |response: Response, expect: Answer| {
        server.now_say(FEED, response.header("Date", date));
        assert_eq!(get(&server, &plain(FEED)).await, expect);
    };
    let refused = |status, fresh_for: Option<u64>, retry_after: Option<u64>| Answer::Refused {
        status,
        hints: postil::model::http::Hints {
            fresh_for: fresh_for.map(Duration::from_secs),
            retry_after: retry_after.map(Duration::from_secs),
        },
        challenged: false,
    };
    let later = "Sun, 06 Nov 1994 09:49:37 GMT";
    check(
        Response::status(429).header("Retry-After", "120"),
        refused(429, None, Some(120)),
    )
    .await;
    check(
        Response::status(503).header("Retry-After", later),
        refused(503, None, Some(3600)),
    )
    .await;
    check(
        Response::status(429).header("Cache-Control", "max-age=172800"),
        refused(429, Some(172_800), None),
    )
    .await;
    check(Response::status(404), refused(404, None, None)).await;
    check(
        Response::redirect(302, "http://[broken"),
        refused(302, None, None),
    )
    .await;
    check(Response::status(300), refused(300, None, None)).await;
    check(Response::status(410), Answer::Gone).await;
}

#[tokio::test]
async fn compressed_answers_are_unpacked() {
    let server = Server::start();
    let packed = gzip::stored(b"a compressed feed");
    server.say(
        FEED,
        Response::ok(packed.clone())
            .header("Content-Encoding", "gzip")
            .header("Content-Type", "application/rss+xml; charset=utf-8"),
    );
    let body = body(&server, FEED).await;
    assert_eq!(body.bytes, b"a compressed feed");
    assert_eq!(
        body.content_type.as_deref(),
        Some("application/rss+xml; charset=utf-8")
    );
    let damaged = Response::ok(&packed[..20]).header("Content-Encoding", "gzip");
    server.now_say(FEED, damaged);
    check_unreachable(&server, FEED, Limits::default(), "compressed").await;
}

#[tokio::test]
async fn no_server_can_fill_the_memory() {
    let server = Server::start();
    let small = || Limits {
        body: 64 * 1024,
        ..Limits::default()
    };
    let check = async |response: Response| {
        server.now_say(FEED, response);
        check_unreachable(&server, FEED, small(), "too large (more than 64 KiB)").await;
    };
    check(Response::ok(vec![b'x'; 64 * 1024 + 1])).await;
    check(Response::endless(vec![b'x'; 1000])).await;
    let bomb = gzip::bomb(100_000);
    assert!(bomb.len() < 200_000, "25 MB in {} bytes", bomb.len());
    check(Response::ok(bomb).header("Content-Encoding", "gzip")).await;
    server.now_say(FEED, Response::ok(vec![b'x'; 64 * 1024]));
    let answer = fetcher(&server, small()).get(&plain(FEED)).await;
    assert!(matches!(answer, Answer::Fresh(body) if body.bytes.len() == 64 * 1024));
}

#[tokio::test]
async fn no_server_can_hold_the_reader_up() {
    let server = Server::start();
    let short = || Limits {
        idle: Duration::from_millis(50),
        ..Limits::default()
    };
    server.say(FEED, Response::mute());
    check_unreachable(&server, FEED, short(), "too long").await;
    server.now_say(FEED, Response::ok("half of it").then_silent());
    check_unreachable(&server, FEED, short(), "too long").await;
    let in_all = Limits {
        total: Duration::from_millis(50),
        ..Limits::default()
    };
    check_unreachable(&server, FEED, in_all, "too long").await;
}

#[tokio::test]
async fn trouble_on_the_way_is_told_in_words_and_without_the_query() {
    let server = Server::start();
    let feed = "http://a.example/feed?key=SECRET";
    let check = async |response: Response, why: &str| {
        server.now_say(feed, response);
        check_unreachable(&server, feed, Limits::default(), why).await;
    };
    check(Response::ok("half of it").cut(), "broke off").await;
    check(Response::raw("HTTP/1.1 200 OK\r\nContent-Le"), "a.example").await;
    check(Response::raw("this is no HTTP\r\n\r\n"), "a.example").await;
    check(Response::raw(""), "a.example").await;

    let stopped = Server::start();
    stopped.say(feed, Response::ok("feed"));
    let hosts = stopped.hosts();
    drop(stopped);
    let fetcher = Fetcher::new(Limits::default(), hosts.into()).expect("a client can be set up");
    match fetcher.get(&plain(feed)).await {
        Answer::Unreachable { why, .. } => assert_eq!(why, "a.example refuses connections"),
        other => panic!("nobody listens there, yet {other:?}"),
    }
    // Too long for a name, so that no one is asked for it.
    let nowhere = format!("http://{}.invalid/feed?key=SECRET", "nowhere".repeat(10));
    check_unreachable(
        &server,
        &nowhere,
        Limits::default(),
        "no server named nowhere",
    )
    .await;
    check_unreachable(
        &server,
        "not an address SECRET",
        Limits::default(),
        "not a web address",
    )
    .await;
}

#[tokio::test]
async fn a_server_that_cannot_encrypt_is_told_apart_from_one_that_is_away() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
    let address = listener
        .local_addr()
        .expect("a bound socket has an address");
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("the reader comes");
        stream.write_all(b"HTTP/1.1 400 Speak plainly\r\n\r\n")?;
        std::io::copy(&mut stream, &mut std::io::sink())
    });
    let hosts = HashMap::from([("a.example".to_owned(), address)]);
    let fetcher = Fetcher::new(Limits::default(), hosts.into()).expect("a client can be set up");
    match fetcher.get(&plain("https://a.example/feed?SECRET")).await {
        Answer::Unreachable { why, .. } => {
            assert_eq!(why, "a.example and this reader found no common encryption");
        }
        other => panic!("that was no encryption, yet {other:?}"),
    }
    drop(answering.join());
}
