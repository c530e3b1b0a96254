//! An address is given, and servers say what they are told to: what is subscribed, what is shown, and
//! how often anybody was asked.

use crate::asking::Asking;
use crate::server::{Response, Server};
use postil::engine::clock::Clock;
use postil::model::found::{Fate, FoundKind};
use postil::model::report::Failure;
use postil::model::request::{Reply, Request};
use postil::model::time::Time;
use postil::poll::policy::Policy;
use tempfile::TempDir;

const ATOM: &str = "application/atom+xml";
const RSS: &str = "application/rss+xml";

fn rss(title: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>{title}</title>\
         <item><guid>1</guid><title>One</title></item></channel></rss>"
    )
}

fn atom(title: &str) -> String {
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{title}</title><id>x</id>\
         <entry><id>1</id><title>One</title></entry></feed>"
    )
}

/// A page that names feeds `(type, title, href)`.
fn page(named: &[(&str, &str, &str)]) -> Response {
    let links = named.iter().map(|(media, title, href)| {
        format!("<link rel=\"alternate\" type=\"{media}\" title=\"{title}\" href=\"{href}\">")
    });
    let links: String = links.collect();
    Response::ok(format!(
        "<html><head>{links}</head><body>Hello</body></html>"
    ))
    .header("Content-Type", "text/html")
}

/// A person with an empty library, and the web as scripted.
struct Person {
    server: Server,
    asking: Asking,
    _folder: TempDir,
}

impl Person {
    fn with(server: Server) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be had");
        let clock = Clock::wound(Time(1_773_511_200));
        let hosts = server.hosts();
        Self {
            asking: Asking::start(folder.path(), hosts, Policy::default(), &clock, false),
            server,
            _folder: folder,
        }
    }

    async fn add(&mut self, url: &str) -> Result<Reply, Failure> {
        let url = url.to_owned();
        self.asking.ask(Request::Subscribe { url }).await
    }

    /// What adding an address shows: `+` was taken, `-` is left, `!` could not be read; `#` after it
    /// for comments.
    #[track_caller]
    fn shows(reply: Result<Reply, Failure>, expect: &[&str]) {
        let (Reply::Subscribed { offers, .. } | Reply::Discovered { offers, .. }) =
            reply.expect("it leads to a feed")
        else {
            panic!("that is no answer to this question");
        };
        let shown: Vec<String> = offers
            .iter()
            .map(|offer| {
                let fate = match offer.fate {
                    Fate::Taken => "+",
                    Fate::Left => "-",
                    Fate::Unreadable(_) => "!",
                };
                let kind = match offer.found.kind {
                    FoundKind::Articles => "",
                    FoundKind::Comments => "#",
                };
                let title = offer.found.title.as_deref().unwrap_or_default();
                format!("{fate}{kind} {} {title}", offer.found.url)
            })
            .collect();
        assert_eq!(shown, expect);
    }

    async fn subscribed(&mut self) -> Vec<String> {
        let library = self.asking.library().await;
        library.feeds.into_iter().map(|feed| feed.url).collect()
    }

    fn asked(&self) -> Vec<String> {
        let requests = self.server.requests();
        requests.iter().map(crate::server::Request::place).collect()
    }
}

#[tokio::test]
async fn of_a_page_with_articles_twice_and_comments_the_articles_are_read_in_atom() {
    let server = Server::start();
    server.say(
        "http://blog.test/",
        page(&[
            (RSS, "Loop RSS", "/feed.xml"),
            (ATOM, "Loop Atom", "/atom.xml"),
            (RSS, "Comments", "/talk.xml"),
        ]),
    );
    server.say("http://blog.test/atom.xml", Response::ok(atom("Loop")));
    let mut person = Person::with(server);
    let reply = person.add("http://blog.test/").await;
    Person::shows(
        reply,
        &[
            "- http://blog.test/feed.xml Loop RSS",
            "+ http://blog.test/atom.xml Loop",
            "-# http://blog.test/talk.xml Comments",
        ],
    );
    assert_eq!(person.subscribed().await, ["http://blog.test/atom.xml"]);
    assert_eq!(person.asked(), ["blog.test/", "blog.test/atom.xml"]);
    person.asking.stop().await;
}

#[tokio::test]
async fn a_feed_named_only_in_a_header_is_found() {
    let server = Server::start();
    let plain = Response::ok("<html><body>No head</body></html>")
        .header(
            "Link",
            "</style.css>; rel=preload, </feed>; rel=\"alternate\"; type=\"application/rss+xml\"",
        )
        .header(
            "Link",
            "</notes>; rel=alternate; type=application/feed+json; title=\"Notes\"",
        );
    server.say("http://blog.test/", plain);
    server.say("http://blog.test/feed", Response::ok(rss("Loop")));
    let mut person = Person::with(server);
    let reply = person.add("http://blog.test/").await;
    Person::shows(
        reply,
        &[
            "+ http://blog.test/feed Loop",
            "- http://blog.test/notes Notes",
        ],
    );
    person.asking.stop().await;
}

#[tokio::test]
async fn a_json_feed_is_found_and_read() {
    let server = Server::start();
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Loop",
        "items": [{"id": "1", "content_text": "One"}]}"#;
    server.say(
        "http://blog.test/",
        page(&[
            ("application/json", "API", "/wp-json/wp/v2/posts/4"),
            ("application/feed+json", "Loop", "/feed.json"),
        ]),
    );
    server.say("http://blog.test/feed.json", Response::ok(json));
    let mut person = Person::with(server);
    let reply = person.add("http://blog.test/").await;
    Person::shows(reply, &["+ http://blog.test/feed.json Loop"]);
    person.asking.stop().await;
}

#[tokio::test]
async fn a_first_feed_that_is_broken_gives_way_to_the_second() {
    let server = Server::start();
    server.say(
        "http://blog.test/",
        page(&[
            (RSS, "Gone", "/gone.xml"),
            (RSS, "A page", "/page.xml"),
            (RSS, "Away", "http://away.test/feed"),
            (RSS, "Loop", "/feed.xml"),
            (RSS, "Last", "/last.xml"),
        ]),
    );
    // A feed in name, a page in truth, with 200 as if nothing were wrong.
    let soft = Response::ok("<!doctype html><p>Nothing here").header("Content-Type", RSS);
    server.say("http://blog.test/page.xml", soft);
    server.say("http://blog.test/feed.xml", Response::ok(rss("Loop")));
    let mut person = Person::with(server);
    let reply = person.add("http://blog.test/").await;
    Person::shows(
        reply,
        &[
            "! http://blog.test/gone.xml Gone",
            "! http://blog.test/page.xml A page",
            "! http://away.test/feed Away",
            "+ http://blog.test/feed.xml Loop",
            "- http://blog.test/last.xml Last",
        ],
    );
    assert_eq!(person.subscribed().await, ["http://blog.test/feed.xml"]);
    person.asking.stop().await;
}

#[tokio::test]
async fn comments_are_not_taken_for_articles_that_cannot_be_read() {
    let server = Server::start();
    server.say(
        "http://blog.test/",
        page(&[(RSS, "Loop", "/feed"), (RSS, "Comments", "/comments/feed")]),
    );
    server.say("http://blog.test/feed", Response::status(503));
    server.say(
        "http://blog.test/comments/feed",
        Response::ok(rss("Comments")),
    );
    let mut person = Person::with(server);
    let told = person
        .add("http://blog.test/")
        .await
        .unwrap_err()
        .to_string();
    for word in [
        "http://blog.test/feed,",
        "503",
        "http://blog.test/comments/feed",
    ] {
        assert!(told.contains(word), "{word} is not in: {told}");
    }
    assert_eq!(person.subscribed().await, [""; 0]);
    // Who wants them gives their address.
    let reply = person.add("http://blog.test/comments/feed").await;
    Person::shows(reply, &["+# http://blog.test/comments/feed Comments"]);
    person.asking.stop().await;
}

#[tokio::test]
async fn a_page_that_has_nothing_but_comments_gives_them() {
    let server = Server::start();
    server.say(
        "http://blog.test/post",
        page(&[(RSS, "Comments", "/post/talk")]),
    );
    server.say("http://blog.test/post/talk", Response::ok(rss("Talk")));
    let mut person = Person::with(server);
    let reply = person.add("http://blog.test/post").await;
    Person::shows(reply, &["+# http://blog.test/post/talk Talk"]);
    person.asking.stop().await;
}

#[tokio::test]
async fn what_names_no_feed_is_refused_with_what_to_try() {
    let server = Server::start();
    server.say("http://shop.test/", page(&[]));
    server.say("http://shop.test/empty", Response::ok(""));
    let list = "<opml version=\"2.0\"><body><outline xmlUrl=\"http://a.test/f\"/></body></opml>";
    server.say("http://shop.test/list", Response::ok(list));
    let mut person = Person::with(server);
    for (url, words) in [
        ("http://shop.test/", ["names none", "RSS"]),
        ("http://shop.test/empty", ["empty", "names one"]),
        ("http://shop.test/list", ["OPML", "postil import"]),
        ("http://shop.test/nowhere", ["404", "check the address"]),
        ("not an address", ["adding not an address", "address"]),
    ] {
        let told = person.add(url).await.unwrap_err().to_string();
        for word in words {
            assert!(told.contains(word), "{word} is not in: {told}");
        }
    }
    assert_eq!(person.subscribed().await, [""; 0]);
    person.asking.stop().await;
}

#[tokio::test]
async fn a_page_that_only_links_to_its_feed_is_enough() {
    let server = Server::start();
    let body = "<p><a href=/about>About</a> <a href=/feed.xml>RSS</a>";
    server.say("http://blog.test/", Response::ok(body));
    server.say("http://blog.test/feed.xml", Response::ok(rss("Loop")));
    let mut person = Person::with(server);
    let reply = person.add("http://blog.test/").await;
    Person::shows(reply, &["+ http://blog.test/feed.xml Loop"]);
    person.asking.stop().await;
}

#[tokio::test]
async fn a_known_site_is_not_asked_for_its_page() {
    let server = Server::start();
    server.say(
        "http://ana.blogspot.com/feeds/posts/default",
        Response::ok(atom("Lamps")),
    );
    let channel = "http://www.youtube.com/feeds/videos.xml?channel_id=UC1";
    server.say(channel, Response::ok(atom("Boats")));
    server.say("http://www.youtube.com/channel/UC1", Response::status(500));
    let mut person = Person::with(server);
    let reply = person
        .add("http://ana.blogspot.com/2024/01/lamps.html")
        .await;
    Person::shows(
        reply,
        &[
            "+ http://ana.blogspot.com/feeds/posts/default Lamps",
            "-# http://ana.blogspot.com/feeds/comments/default Comments",
        ],
    );
    let reply = person.add("http://www.youtube.com/channel/UC1").await;
    Person::shows(reply, &[&format!("+ {channel} Boats")]);
    assert_eq!(person.asked().len(), 2);
    person.asking.stop().await;
}

#[tokio::test]
async fn where_a_rule_fails_the_page_is_asked_after_all() {
    let server = Server::start();
    let place = page(&[(ATOM, "Ana", "/users/ana.atom"), (RSS, "Ana", "/@ana.rss")]);
    server.say("http://social.test/@ana", place);
    server.say(
        "http://social.test/users/ana.atom",
        Response::ok(atom("Ana")),
    );
    let mut person = Person::with(server);
    let reply = person.add("http://social.test/@ana").await;
    Person::shows(
        reply,
        &[
            "! http://social.test/@ana.rss Posts",
            "+ http://social.test/users/ana.atom Ana",
        ],
    );
    let asked = person.asked();
    assert_eq!(
        asked,
        [
            "social.test/@ana.rss",
            "social.test/@ana",
            "social.test/users/ana.atom"
        ]
    );
    person.asking.stop().await;
}

#[tokio::test]
async fn a_known_site_that_is_away_is_asked_once_and_named() {
    let server = Server::start();
    server.say("http://other.test/", Response::ok(""));
    let mut person = Person::with(server);
    let told = person.add("http://social.invalid/@ana").await;
    let told = told.unwrap_err().to_string();
    assert!(told.contains("social.invalid"), "{told}");
    assert_eq!(told.matches("its feed should be").count(), 1, "{told}");
    person.asking.stop().await;
}

#[tokio::test]
async fn a_page_that_has_moved_names_feeds_where_it_is_now() {
    let server = Server::start();
    server.say(
        "http://old.test/",
        Response::redirect(301, "http://blog.test/home/"),
    );
    server.say("http://blog.test/home/", page(&[(RSS, "Loop", "feed.xml")]));
    server.say("http://blog.test/home/feed.xml", Response::ok(rss("Loop")));
    let mut person = Person::with(server);
    // Nothing is said of how to get there: https is tried first, and nobody answers there.
    let reply = person.add("old.test").await;
    Person::shows(reply, &["+ http://blog.test/home/feed.xml Loop"]);
    let reply = person.add("feed://blog.test/home/feed.xml").await;
    Person::shows(reply, &["+ http://blog.test/home/feed.xml Loop"]);
    assert_eq!(person.subscribed().await.len(), 1);
    person.asking.stop().await;
}

#[tokio::test]
async fn looking_subscribes_to_nothing_and_knows_what_is_there() {
    let server = Server::start();
    server.say(
        "http://blog.test/",
        page(&[(RSS, "Loop", "/feed"), (RSS, "Notes", "/notes")]),
    );
    server.say("http://blog.test/feed", Response::ok(rss("Loop")));
    let mut person = Person::with(server);
    let look = || Request::Discover {
        url: "http://blog.test/".to_owned(),
    };
    let reply = person.asking.ask(look()).await;
    assert!(
        matches!(reply, Ok(Reply::Discovered { already: false, .. })),
        "{reply:?}"
    );
    Person::shows(
        reply,
        &[
            "+ http://blog.test/feed Loop",
            "- http://blog.test/notes Notes",
        ],
    );
    assert_eq!(person.subscribed().await, [""; 0]);
    person
        .add("http://blog.test/feed")
        .await
        .expect("it is a feed");
    let reply = person.asking.ask(look()).await;
    assert!(
        matches!(reply, Ok(Reply::Discovered { already: true, .. })),
        "{reply:?}"
    );
    person.asking.stop().await;
}

#[tokio::test]
async fn p24_what_a_refusal_says_is_told() {
    let server = Server::start();
    let page = "<html><head><style>p {}</style></head><body><p>Only <b>members</b>\u{1b}[2J may read</p></body>";
    let refusal = Response::raw(format!(
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    ));
    server.say("http://club.test/feed", refusal);
    let mut person = Person::with(server);
    let url = "http://club.test/feed".to_owned();
    let refused = person.asking.ask(Request::Subscribe { url }).await;
    let words = refused.unwrap_err().to_string();
    assert!(words.contains("403"), "{words}");
    assert!(
        words.contains("saying: Only members[2J may read"),
        "{words}"
    );
    person.asking.stop().await;
}
