//! The fetcher on its ways: as somebody, through somebody, out of a file or a program, and on as few
//! connections as will do.

use crate::server::{Response, Server};
use postil::fetch::client::Fetcher;
use postil::fetch::limits::Limits;
use postil::fetch::network::Network;
use postil::model::http::{Answer, Answered, Get, Validators};
use postil::model::way::{Login, Proxy, Secret, Source, Way};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const FEED: &str = "http://a.example/feed";

fn fetcher(server: &Server) -> Fetcher {
    let network = server.hosts().into();
    Fetcher::new(Limits::default(), network).expect("a client can be set up")
}

fn by(way: Way, url: &str) -> Get {
    Get {
        way,
        ..Get::plain(url)
    }
}

fn plain(word: &str) -> Source {
    Source::Plain(Secret(word.into()))
}

fn basic() -> Way {
    let (name, password) = ("me".to_owned(), plain("canary-word"));
    Way {
        login: Some(Login::Basic { name, password }),
        ..Way::default()
    }
}

fn bytes(answered: &Answered) -> String {
    match &answered.answer {
        Answer::Fresh(body) => String::from_utf8_lossy(&body.bytes).into_owned(),
        other => panic!("a body was expected, not {other:?}"),
    }
}

fn why(answered: &Answered) -> (&str, bool) {
    match &answered.answer {
        Answer::Unreachable { why, by_network } => (why, *by_network),
        other => panic!("no answer was expected, not {other:?}"),
    }
}

#[tokio::test]
async fn s17_a_login_is_shown_to_its_server_and_to_no_other() {
    let server = Server::start();
    server.say(FEED, Response::redirect(302, "/real"));
    server.say(
        "http://a.example/real",
        Response::redirect(302, "http://b.example/"),
    );
    server.say("http://b.example/", Response::ok("feed"));
    let fetcher = fetcher(&server);
    let answered = fetcher.ask(&by(basic(), FEED)).await;
    assert_eq!(bytes(&answered), "feed");
    let shown: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|request| request.header("authorization").map(str::to_owned))
        .collect();
    let login = Some("Basic bWU6Y2FuYXJ5LXdvcmQ=".to_owned());
    assert_eq!(shown, [login.clone(), login, None]);
    assert!(!format!("{answered:?} {fetcher:?}").contains("canary"));
    let token = Way {
        login: Some(Login::Bearer(plain("canary-token"))),
        user_agent: Some("somebody/1".into()),
        ..Way::default()
    };
    fetcher.ask(&by(token, "http://b.example/")).await;
    let last = server.requests().pop().expect("it was asked");
    assert_eq!(last.header("authorization"), Some("Bearer canary-token"));
    assert_eq!(last.header("user-agent"), Some("somebody/1"));
}

#[cfg(unix)]
#[tokio::test]
async fn what_a_program_or_a_file_gives_is_a_feed() {
    let server = Server::start();
    server.say(FEED, Response::ok("<rss>web</rss>").header("ETag", "\"a\""));
    let fetcher = fetcher(&server);
    let argv = |words: &[&str]| Some(words.iter().map(ToString::to_string).collect());
    let made = Way {
        program: argv(&["echo", "<rss/>"]),
        ..Way::default()
    };
    let answered = fetcher.ask(&by(made, "exec:made")).await;
    assert_eq!(bytes(&answered), "<rss/>\n");
    let changed = Way {
        filter: argv(&["tr", "a-z", "A-Z"]),
        ..Way::default()
    };
    let answered = fetcher.ask(&by(changed, FEED)).await;
    assert_eq!(bytes(&answered), "<RSS>WEB</RSS>");
    let Answer::Fresh(body) = &answered.answer else {
        panic!("there is a body")
    };
    assert_eq!(body.validators.etag.as_deref(), Some("\"a\""));
    let nobody = fetcher.ask(&Get::plain("exec:made")).await;
    assert_eq!(
        why(&nobody),
        (
            "no program is set for exec:made in the configuration",
            false
        )
    );
    server.now_say(FEED, Response::redirect(302, "exec:made"));
    let led = fetcher.ask(&Get::plain(FEED)).await;
    assert!(
        why(&led).0.contains("exec:, which is not the web"),
        "{led:?}"
    );
}

#[tokio::test]
async fn p35_one_connection_serves_a_host_until_it_is_let_go() {
    let server = Server::start();
    let urls: Vec<String> = (0..5).map(|n| format!("http://a.example/{n}")).collect();
    let answers = [
        Response::ok("feed"),
        Response::status(404),
        Response::status(304),
        Response::ok("feed"),
        Response::redirect(302, "/0"),
    ];
    for (url, answer) in urls.iter().zip(answers) {
        server.say(url, answer);
    }
    let fetcher = fetcher(&server);
    for url in &urls {
        fetcher.ask(&Get::plain(url)).await;
    }
    assert_eq!(server.connections(), 1);
    fetcher.forget_connections();
    fetcher.ask(&Get::plain(&urls[0])).await;
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn p16_whoever_asks_one_exchange_at_a_time_goes_on_with_a_host() {
    let server = Server::start();
    server.say(FEED, Response::ok("feed"));
    server.say("http://a.example/2", Response::ok("feed"));
    server.say("http://b.example/", Response::redirect(302, FEED));
    let limits = Limits {
        gap: std::time::Duration::ZERO,
        ..Limits::default()
    };
    let fetcher = Fetcher::new(limits, server.hosts().into()).expect("a client can be set up");
    let urls = [FEED, "http://a.example/2", "http://b.example/", FEED];
    let gets = urls.map(Get::plain);
    let asked = gets.iter().map(|get| fetcher.ask(get));
    for answered in futures_util::future::join_all(asked).await {
        assert_eq!(bytes(&answered), "feed");
    }
    let log = server.log();
    assert_eq!(log.len(), 5);
    assert!(log.iter().all(|exchange| !exchange.beside), "{log:?}");
}

#[tokio::test]
async fn p37_only_who_asked_for_what_is_new_may_be_given_that_alone() {
    let server = Server::start();
    server.say(FEED, Response::ok("new").header("ETag", "\"b\""));
    let partial = Response::status(226).header("IM", "feed");
    server.now_say(FEED, partial);
    let fetcher = fetcher(&server);
    let asking = |etag: Option<&str>| Get {
        validators: Validators {
            etag: etag.map(str::to_owned),
            last_modified: Some("then".into()),
        },
        ..Get::plain(FEED)
    };
    let answered = fetcher.ask(&asking(Some("\"a\""))).await;
    assert!(matches!(answered.answer, Answer::Fresh(body) if body.is_partial));
    let answered = fetcher.ask(&asking(None)).await;
    assert!(matches!(
        answered.answer,
        Answer::Refused { status: 226, .. }
    ));
    let asked: Vec<bool> = server
        .requests()
        .iter()
        .map(|request| request.header("a-im") == Some("feed"))
        .collect();
    assert_eq!(asked, [true, false]);
}

#[tokio::test]
async fn p26_what_was_seen_on_the_way_is_told() {
    let server = Server::start();
    server.say(FEED, Response::redirect(301, "http://me:canary@b.example/"));
    let challenge = Response::status(403)
        .header("cf-mitigated", "challenge")
        .header("Set-Cookie", "canary=1");
    server.say("http://b.example/", challenge);
    let answered = fetcher(&server).ask(&Get::plain(FEED)).await;
    let Answer::Refused { challenged, .. } = answered.answer else {
        panic!("{answered:?}")
    };
    assert!(challenged);
    let trace = &answered.trace;
    assert_eq!(trace.status, Some(403));
    assert_eq!(trace.hops[0].status, 301);
    assert_eq!(trace.hops[0].to, "http://b.example/");
    let headers: Vec<_> = trace
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(headers, ["cf-mitigated"]);
    assert!(!format!("{answered:?}").contains("canary"));
}

#[tokio::test]
async fn s13_headers_without_end_and_packings_nobody_asked_for_are_named() {
    let server = Server::start();
    let check = async |response: Response, says: &str| {
        server.now_say(FEED, response);
        let answered = fetcher(&server).ask(&Get::plain(FEED)).await;
        let (why, by_network) = why(&answered);
        assert!(why.contains(says), "{why:?} does not say {says:?}");
        assert!(!by_network, "{why}");
    };
    let long = Response::ok("feed").header("X", &"x".repeat(70_000));
    check(long, "too many headers").await;
    let endless = Response::ok("feed").header("X", &"x".repeat(3_000_000));
    check(endless, "a.example").await;
    let many = (0..200).fold(Response::ok("feed"), |response, n| {
        response.header(&format!("X-{n}"), "x")
    });
    check(many, "a.example").await;
    let zstd = Response::ok("feed").header("Content-Encoding", "zstd");
    check(zstd, "zstd").await;
    let twice = Response::ok("feed").header("Content-Encoding", "gzip, gzip");
    check(twice, "gzip, gzip").await;
}

#[tokio::test]
async fn p30_what_may_be_the_network_is_told_from_what_is_not() {
    let server = Server::start();
    let check = async |url: &str, hosts: Network, expect: bool| {
        let fetcher = Fetcher::new(Limits::default(), hosts).expect("a client can be set up");
        let answered = fetcher.ask(&Get::plain(url)).await;
        assert_eq!(why(&answered).1, expect, "{answered:?}");
    };
    server.say(FEED, Response::ok("feed").cut());
    check(FEED, server.hosts().into(), false).await;
    server.now_say(FEED, Response::redirect(302, FEED));
    check(FEED, server.hosts().into(), false).await;
    check("http://nobody.invalid/", Network::default(), true).await;
    check("mailto:me@a.example", Network::default(), false).await;
    let (silent, hosts) = (server.address(), server.hosts());
    drop(server);
    assert!(TcpStream::connect(silent).is_err(), "nobody listens there");
    check(FEED, hosts.into(), true).await;
}

/// What a proxy was asked, line by line.
type Heard = Arc<Mutex<Vec<String>>>;

/// A proxy that answers every request itself, and keeps its first lines and its login.
fn http_proxy() -> (SocketAddr, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let heard = Heard::default();
    let book = heard.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap_or(0) > 2 {
                let known = line.starts_with("GET") || line.starts_with("proxy-auth");
                if known {
                    book.lock()
                        .expect("nobody panicked")
                        .push(line.trim().to_owned());
                }
                line.clear();
            }
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nproxy";
            let _ = (&stream).write_all(answer);
        }
    });
    (address, heard)
}

/// A SOCKS 5 proxy (RFC 1928) without a login that leads every name to `to`.
fn socks_proxy(to: SocketAddr) -> (SocketAddr, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    let heard = Heard::default();
    let book = heard.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let book = book.clone();
            std::thread::spawn(move || lead(&stream, to, &book));
        }
    });
    (address, heard)
}

fn lead(mut stream: &TcpStream, to: SocketAddr, book: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut two = [0; 2];
    stream.read_exact(&mut two)?;
    stream.read_exact(&mut vec![0; two[1].into()])?;
    stream.write_all(&[5, 0])?;
    let mut head = [0; 5];
    stream.read_exact(&mut head)?;
    assert_eq!(head[3], 3, "the proxy looks names up");
    let mut name = vec![0; head[4].into()];
    stream.read_exact(&mut name)?;
    stream.read_exact(&mut two)?;
    book.lock()
        .expect("nobody panicked")
        .push(String::from_utf8_lossy(&name).into_owned());
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    let mut server = TcpStream::connect(to)?;
    let (mut there, mut here) = (server.try_clone()?, stream.try_clone()?);
    std::thread::spawn(move || std::io::copy(&mut here, &mut there));
    std::io::copy(&mut server, &mut &*stream)?;
    Ok(())
}

fn through(address: &str) -> Proxy {
    Proxy::At(Secret(address.into()))
}

#[tokio::test]
async fn a_proxy_is_asked_in_the_servers_place_and_a_feed_may_go_around_it() {
    let server = Server::start();
    server.say(FEED, Response::ok("server"));
    let (proxy, heard) = http_proxy();
    let network = Network {
        hosts: server.hosts(),
        proxy: Some(through(&format!("http://me:canary@{proxy}"))),
        ..Network::default()
    };
    let fetcher = Fetcher::new(Limits::default(), network).expect("a client can be set up");
    assert_eq!(bytes(&fetcher.ask(&Get::plain(FEED)).await), "proxy");
    let told = heard.lock().unwrap().clone();
    assert!(told.contains(&format!("GET {FEED} HTTP/1.1")), "{told:?}");
    assert!(
        told.iter()
            .any(|line| line.starts_with("proxy-authorization: Basic "))
    );
    assert!(!format!("{fetcher:?}").contains("canary"));
    let around = Way {
        proxy: Some(Proxy::None),
        ..Way::default()
    };
    assert_eq!(bytes(&fetcher.ask(&by(around, FEED)).await), "server");
}

#[tokio::test]
async fn a_feed_may_be_asked_through_a_socks_proxy_that_looks_its_name_up() {
    let server = Server::start();
    server.say("http://hidden.example/", Response::ok("feed"));
    let (proxy, heard) = socks_proxy(server.address());
    let way = Way {
        proxy: Some(through(&format!("socks5h://{proxy}"))),
        ..Way::default()
    };
    let fetcher = Fetcher::new(Limits::default(), Network::default()).expect("it can be set up");
    let answered = fetcher.ask(&by(way, "http://hidden.example/")).await;
    assert_eq!(bytes(&answered), "feed");
    assert_eq!(*heard.lock().unwrap(), ["hidden.example"]);
}

#[tokio::test]
async fn a_proxy_that_cannot_be_used_is_named_without_its_password() {
    let fetcher = Fetcher::new(Limits::default(), Network::default()).expect("it can be set up");
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        listener.local_addr().expect("it is bound")
    };
    let way = Way {
        proxy: Some(through(&format!("http://me:canary@{nobody}"))),
        ..Way::default()
    };
    let answered = fetcher.ask(&by(way, "http://a.example/?canary=1")).await;
    let (words, by_network) = why(&answered);
    assert!(words.contains("proxy") && by_network, "{words}");
    assert!(!words.contains("canary"), "{words}");
}

#[test]
fn the_proxy_of_the_surroundings_is_used_unless_they_say_otherwise() {
    let (proxy, heard) = http_proxy();
    let folder = tempfile::TempDir::new().expect("a temporary folder can be had");
    let inspect = |excepted: &str| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_postil"));
        program
            .args(["inspect", "http://a.invalid/feed"])
            .env_clear()
            .env("HOME", folder.path())
            .env("HTTP_PROXY", format!("http://{proxy}"))
            .env("http_proxy", format!("http://{proxy}"))
            .env("NO_PROXY", excepted);
        let output = program.output().expect("the program can be run");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let told = inspect("");
    assert_eq!(
        *heard.lock().unwrap(),
        ["GET http://a.invalid/feed HTTP/1.1"],
        "{told}"
    );
    let told = inspect("a.invalid");
    assert!(told.contains("no server named a.invalid"), "{told}");
    assert_eq!(heard.lock().unwrap().len(), 1);
}
