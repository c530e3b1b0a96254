//! The demo's web is read here by other eyes than the ones that wrote it: feed-rs, quick-xml, and
//! HTTP by hand over a real loopback connection.

use postil::demo::address;
use postil::demo::blog::{BLOGS, Blog, Format, Talks};
use postil::demo::post::Shown;
use postil::demo::route;
use postil::demo::server::{Served, serve};
use postil::demo::world::World;
use postil::model::time::Time;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const EPOCH: Time = Time(1_700_000_000);

fn later(seconds: u64) -> Time {
    EPOCH.after(Duration::from_secs(seconds))
}

/// The body at an address of this blog.
fn get(world: &World, blog: &'static Blog, url: &str, now: Time) -> Vec<u8> {
    let path = url.strip_prefix(&format!("http://{}", blog.host));
    let path = path.expect("an address of this blog");
    route::find(world, blog, path, now).expect(url).body
}

/// The moments worth looking at: the start, amid the script, amid the trickle, far out.
fn moments() -> [Time; 4] {
    [EPOCH, later(60), later(3000), later(40_000)]
}

#[test]
fn the_same_seed_and_epoch_give_the_same_web_and_another_seed_another() {
    let feeds = |seed| {
        let world = World::new(seed, EPOCH);
        let body = |blog: &'static Blog| {
            get(
                &world,
                blog,
                &address::posts_feed(blog, blog.format),
                later(5000),
            )
        };
        BLOGS.iter().map(body).collect::<Vec<_>>()
    };
    assert_eq!(feeds(7), feeds(7));
    assert_ne!(feeds(7), feeds(8));
}

#[test]
fn what_has_come_stays_as_it_is_and_more_comes() {
    let world = World::new(7, EPOCH);
    let [early, late] = [later(2000), later(2600)];
    assert!(world.posts_at(late).len() > world.posts_at(early).len());
    let mut came = 0;
    for post in world.posts_at(early) {
        assert!(world.posts_at(late).contains(&post), "{}", post.slug);
        let before = world.comments_at(&post, early);
        let after = world.comments_at(&post, late);
        assert_eq!(after[..before.len()], before, "{}", post.slug);
        assert!(after.iter().all(|comment| comment.written <= late));
        came += after.len() - before.len();
    }
    assert!((20..=40).contains(&came), "{came} comments in ten minutes");
}

#[test]
fn every_comment_comes_after_what_it_answers() {
    let world = World::new(7, EPOCH);
    for post in world.posts_at(later(10_000)) {
        let shown = world.post_at(post.blog, &post.slug, later(10_000));
        let shown = shown.expect("it is there");
        for comment in &shown.comments {
            assert!(comment.written >= post.published);
            let Some(parent) = comment.parent else {
                continue;
            };
            let parent = shown.known(parent);
            let parent = parent.expect("the comment answered is known");
            assert!(parent.written <= comment.written);
            assert!(
                comment.number < 10_000 || parent.author != comment.author,
                "talks to themselves"
            );
        }
    }
}

#[test]
fn every_feed_brings_every_post_with_its_title_and_its_date() {
    let world = World::new(7, EPOCH);
    for now in moments() {
        for blog in &BLOGS {
            let shown = world.shown_at(blog, now);
            check_posts(
                &get(&world, blog, &address::posts_feed(blog, blog.format), now),
                &shown,
            );
            if blog.talks == Talks::WordPress {
                let twin = address::posts_feed(blog, Format::Atom);
                check_posts(&get(&world, blog, &twin, now), &shown);
            }
        }
    }
}

fn check_posts(body: &[u8], shown: &[Shown]) {
    well_formed(body);
    let feed = feed_rs::parser::parse(body).expect("a feed");
    assert_eq!(feed.entries.len(), shown.len());
    for (entry, shown) in feed.entries.iter().zip(shown) {
        let post = &shown.post;
        let title = entry
            .title
            .as_ref()
            .map_or("", |title| title.content.as_str());
        let decoded = title
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
        assert_eq!(decoded, post.title);
        let published = entry.published.expect("a date").timestamp();
        assert_eq!(published, post.published.0, "{title}");
        assert!(
            entry
                .links
                .iter()
                .any(|link| link.href == address::link(post)),
            "{title}"
        );
        let content = entry
            .content
            .as_ref()
            .and_then(|content| content.body.as_ref());
        assert_eq!(
            content.expect("content").trim(),
            post.html.trim(),
            "{title}"
        );
        assert!(
            entry
                .authors
                .iter()
                .any(|person| person.name.as_ref() == Some(&post.author)),
            "{title}"
        );
    }
}

#[test]
fn a_feed_tells_how_many_comments_there_are_and_where() {
    let world = World::new(7, EPOCH);
    for blog in BLOGS
        .iter()
        .filter(|blog| blog.has_comment_feeds() && blog.format != Format::Json)
    {
        let body = get(
            &world,
            blog,
            &address::posts_feed(blog, blog.format),
            later(100),
        );
        let text = String::from_utf8(body).expect("UTF-8");
        for shown in world.shown_at(blog, later(100)) {
            let count = shown.comments.len();
            if shown.post.closed {
                assert!(!text.contains(&format!("{}/feed", address::post(&shown.post))));
                assert!(!text.contains(&format!("{}#", address::post(&shown.post))));
                continue;
            }
            let feed =
                address::comments_feed(&shown.post, blog.format).expect("a feed of comments");
            let told = if blog.format == Format::Rss {
                format!("<wfw:commentRss>{feed}</wfw:commentRss>\n\t\t<slash:comments>{count}<")
            } else {
                format!("href=\"{feed}\" thr:count=\"{count}\"")
            };
            assert!(text.contains(&told), "{told}");
        }
    }
}

#[test]
fn every_comment_feed_brings_every_comment_newest_first_with_what_it_answers() {
    let world = World::new(7, EPOCH);
    let mut answers = 0;
    for now in moments() {
        for blog in BLOGS.iter().filter(|blog| blog.has_talks()) {
            for shown in world.shown_at(blog, now) {
                for format in [Format::Rss, Format::Atom] {
                    let Some(url) = address::comments_feed(&shown.post, format) else {
                        continue;
                    };
                    let body = get(&world, blog, &url, now);
                    answers += check_comments(&body, &shown, format);
                }
            }
        }
    }
    assert!(answers > 20, "only {answers} answers seen");
}

/// How many of the comments answer another.
fn check_comments(body: &[u8], shown: &Shown, format: Format) -> usize {
    let parents = well_formed(body);
    let feed = feed_rs::parser::parse(body).expect("a feed");
    let newest_first = shown.comments.iter().rev();
    let newest_first: Vec<_> = newest_first.take(shown.post.blog.newest).collect();
    assert_eq!(feed.entries.len(), newest_first.len());
    for (entry, comment) in feed.entries.iter().zip(&newest_first) {
        let id = address::comment_id(&shown.post, comment.number);
        assert_eq!(entry.id, id);
        assert_eq!(
            entry.published.expect("a date").timestamp(),
            comment.written.0
        );
        let name = entry.authors[0].name.as_deref().expect("a name");
        let name = name.replace("&#38;", "&").replace("&lt;", "<");
        assert_eq!(name, comment.author);
        let html = entry
            .content
            .as_ref()
            .and_then(|content| content.body.clone());
        let html = html.expect("content");
        assert!(html.trim().ends_with(comment.html.trim()), "{html}");
        let sentence = format!("\"{}\"", address::answered(&shown.post, comment).1);
        let present = comment
            .parent
            .is_some_and(|parent| shown.known(parent).is_some());
        let prose = present && shown.post.blog.talks == Talks::WordPress;
        assert_eq!(
            html.lines().next().expect("a line").contains(&sentence),
            prose,
            "{html}"
        );
    }
    if shown.post.blog.talks == Talks::Flat {
        assert_eq!(parents, Vec::<String>::new());
    } else if format == Format::Atom {
        let answered = newest_first.iter();
        let answered = answered.map(|comment| address::answered(&shown.post, comment).0);
        assert_eq!(parents, answered.collect::<Vec<_>>());
    }
    newest_first
        .iter()
        .filter(|comment| comment.parent.is_some())
        .count()
}

/// Fails on anything XML forbids; gives back the `ref` of every `thr:in-reply-to`.
fn well_formed(body: &[u8]) -> Vec<String> {
    let mut parents = Vec::new();
    if body.starts_with(b"{") {
        return parents;
    }
    let mut reader = quick_xml::Reader::from_reader(body);
    let mut depth = 0;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Empty(tag) if tag.name().as_ref() == "thr:in-reply-to" => {
                let parent = tag
                    .try_get_attribute("ref")
                    .expect("attributes")
                    .expect("a ref");
                parents.push(
                    parent
                        .normalized_value(XmlVersion::Implicit1_0)
                        .expect("text")
                        .into_owned(),
                );
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    parents
}

#[test]
fn the_page_of_a_post_names_the_feed_of_its_comments() {
    let world = World::new(7, EPOCH);
    for blog in &BLOGS {
        for shown in world.shown_at(blog, EPOCH) {
            let page = get(&world, blog, &address::post(&shown.post), EPOCH);
            let page = String::from_utf8(page).expect("UTF-8");
            let mut feeds = vec![address::posts_feed(blog, blog.format)];
            let comments = address::comments_feed(&shown.post, Format::Atom);
            feeds.extend(comments.filter(|_| !shown.post.closed));
            for feed in feeds {
                assert!(page.contains(&format!("href=\"{feed}\">")), "{feed}");
            }
            let items = page.matches("\"comment-content\"").count();
            assert_eq!(items, shown.comments.len(), "{}", shown.post.slug);
        }
    }
}

#[test]
fn the_subscriptions_lead_to_the_feeds() {
    let world = World::new(7, EPOCH);
    let subscriptions = World::subscriptions();
    assert_eq!(subscriptions.len(), BLOGS.len());
    for (subscription, blog) in subscriptions.iter().zip(&BLOGS) {
        let body = get(&world, blog, &subscription.url, EPOCH);
        let feed = feed_rs::parser::parse(&body[..]).expect("a feed");
        let title = feed.title.expect("a title").content;
        assert_eq!(subscription.title.as_deref(), Some(title.as_str()));
        assert_eq!(subscription.folder.len(), 1);
    }
}

/// A running world whose clock a test turns by hand.
struct Running {
    served: Served,
    now: Arc<AtomicI64>,
}

impl Running {
    fn start() -> Self {
        let now = Arc::new(AtomicI64::new(EPOCH.0));
        let hand = Arc::clone(&now);
        let clock = Arc::new(move || Time(hand.load(Ordering::SeqCst)));
        let served = serve(Arc::new(World::new(7, EPOCH)), clock).expect("loopback ports");
        Self { served, now }
    }

    /// Sends one request and gives back the whole answer.
    async fn ask(&self, request: &str, headers: &str) -> String {
        let address = self.served.hosts["smallhours.example"];
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let request = format!(
            "{request} HTTP/1.1\r\nHost: smallhours.example\r\nConnection: close\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("answered");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// The value of a header of an answer.
fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[tokio::test]
async fn an_unchanged_feed_is_not_sent_again_and_a_changed_one_is() {
    let world = Running::start();
    let first = world.ask("GET /feed/", "").await;
    assert!(first.starts_with("HTTP/1.1 200 OK\r\n"), "{first}");
    assert_eq!(
        header(&first, "content-type"),
        Some("application/rss+xml; charset=UTF-8")
    );
    let etag = header(&first, "etag").expect("an entity tag");
    let date = header(&first, "last-modified").expect("a date");
    assert!(
        etag.starts_with('"') && etag.ends_with('"'),
        "strong: {etag}"
    );
    for held in [
        format!("If-None-Match: {etag}\r\n"),
        format!("If-None-Match: \"other\"\r\nIf-None-Match: W/{etag}\r\n"),
        format!("If-Modified-Since: {date}\r\n"),
        format!("If-None-Match: {etag}\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n"),
    ] {
        let second = world.ask("GET /feed/", &held).await;
        assert!(second.starts_with("HTTP/1.1 304 "), "{held}{second}");
        assert!(second.ends_with("\r\n\r\n"), "no body: {second}");
        assert_eq!(header(&second, "etag"), Some(etag));
        assert_eq!(header(&second, "last-modified"), Some(date));
    }
    world.now.store(later(4000).0, Ordering::SeqCst);
    for held in [
        format!("If-None-Match: {etag}\r\nIf-Modified-Since: {date}\r\n"),
        format!("If-Modified-Since: {date}\r\n"),
    ] {
        let third = world.ask("GET /feed/", &held).await;
        assert!(third.starts_with("HTTP/1.1 200 OK\r\n"), "{third}");
        assert_ne!(header(&third, "etag"), Some(etag));
    }
}

#[tokio::test]
async fn head_tells_the_headers_and_nothing_is_posted_or_found_that_is_not_there() {
    let world = Running::start();
    let got = world.ask("GET /feed/", "").await;
    let head = world.ask("HEAD /feed/", "").await;
    assert!(
        head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n"),
        "{head}"
    );
    for name in ["etag", "last-modified", "content-type", "content-length"] {
        assert!(header(&got, name).is_some(), "{name}");
        assert_eq!(header(&head, name), header(&got, name));
    }
    let posted = world.ask("POST /feed/", "").await;
    assert!(posted.starts_with("HTTP/1.1 405 "), "{posted}");
    assert_eq!(header(&posted, "allow"), Some("GET, HEAD"));
    assert!(
        world
            .ask("GET /no-such-post", "")
            .await
            .starts_with("HTTP/1.1 404 ")
    );
    let picture = world.ask("GET /pictures/any.png", "").await;
    assert_eq!(header(&picture, "content-type"), Some("image/png"));
}

#[tokio::test]
async fn one_connection_serves_many_requests_and_dropping_the_world_ends_it() {
    let world = Running::start();
    let address = world.served.hosts["smallhours.example"];
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let request = b"HEAD /feed/ HTTP/1.1\r\nHost: smallhours.example\r\n\r\n";
    let mut buffer = vec![0; 4096];
    for _ in 0..2 {
        stream.write_all(request).await.expect("sent");
        let read = stream.read(&mut buffer).await.expect("answered");
        assert!(buffer[..read].starts_with(b"HTTP/1.1 200 OK"));
    }
    drop(world);
    let rest = stream.read(&mut buffer).await;
    assert!(matches!(rest, Ok(0) | Err(_)), "closed: {rest:?}");
}

fn site(name: &str) -> &'static Blog {
    postil::demo::blog::named(name).expect("a site of that name")
}

/// What a program is given at a place of a site.
fn for_programs(world: &World, blog: &'static Blog, path: &str, now: Time) -> serde_json::Value {
    let found = route::find(world, blog, path, now).expect(path);
    serde_json::from_slice(&found.body).expect("JSON")
}

#[test]
fn the_almanacs_feeds_hold_the_newest_ten_of_many_comments_and_programs_get_them_all() {
    let world = World::new(7, EPOCH);
    let blog = site("dampalmanac");
    let shown = world
        .post_at(blog, "barometers-that-sulk", EPOCH)
        .expect("it is there");
    assert!(shown.comments.len() >= 60, "{}", shown.comments.len());
    for format in [Format::Rss, Format::Atom] {
        let url = address::comments_feed(&shown.post, format).expect("a feed of comments");
        let feed = feed_rs::parser::parse(&get(&world, blog, &url, EPOCH)[..]).expect("a feed");
        assert_eq!(feed.entries.len(), 10);
    }
    let people = shown.comments.iter().filter(|comment| !comment.ping);
    let people: Vec<(u64, u64)> = people
        .map(|comment| (comment.number, comment.parent.unwrap_or(0)))
        .collect();
    let mut next = Some(format!(
        "wp-json/wp/v2/comments?post={}&per_page=25&order=asc&_fields=id,parent",
        shown.post.number
    ));
    let (mut told, mut pages) = (Vec::new(), 0);
    while let Some(target) = next {
        let found = route::find(&world, blog, &target, EPOCH).expect("comments for programs");
        let named = |name: &str| {
            let mut headers = found.headers.iter();
            let header = headers.find(|(known, _)| *known == name);
            header.map(|(_, value)| value.clone())
        };
        assert_eq!(named("x-wp-total"), Some(people.len().to_string()));
        next = named("link").map(|link| {
            let target = link
                .strip_suffix(">; rel=\"next\"")
                .expect("where it goes on");
            let here = format!("<{}", address::home(blog));
            target
                .strip_prefix(&here)
                .expect("on the same site")
                .to_owned()
        });
        let comments: serde_json::Value = serde_json::from_slice(&found.body).expect("JSON");
        for comment in comments.as_array().expect("an array") {
            let number = |name: &str| comment[name].as_u64().expect("a number");
            told.push((number("id"), number("parent")));
            assert_eq!(comment.as_object().expect("an object").len(), 2);
        }
        pages += 1;
    }
    assert_eq!((told, pages), (people, 3));
}

#[test]
fn a_program_is_told_of_a_comment_what_the_feeds_tell() {
    let world = World::new(7, EPOCH);
    let blog = site("pressing");
    let shown = world
        .post_at(blog, "what-the-presses-say", EPOCH)
        .expect("it is there");
    let query = format!("wp-json/wp/v2/comments?post={}", shown.post.number);
    let comments = for_programs(&world, blog, &query, EPOCH);
    let newest = shown.comments.last().expect("a comment");
    assert_eq!(comments[0]["id"], newest.number, "the newest first");
    assert_eq!(comments[0]["author_name"], newest.author.as_str());
    assert_eq!(
        comments[0]["content"]["rendered"],
        format!("{}\n", newest.html)
    );
    assert_eq!(
        comments[0]["link"],
        address::comment(&shown.post, newest.number)
    );
    let date = comments[0]["date_gmt"].as_str().expect("a date");
    assert!(date.len() == 19 && !date.ends_with('Z'), "{date}");
    let post = for_programs(
        &world,
        blog,
        &format!("wp-json/wp/v2/posts/{}", shown.post.number),
        EPOCH,
    );
    assert_eq!(post["link"], address::post(&shown.post));
    let refused = route::find(&world, blog, "wp-json/wp/v2/comments?per_page=1000", EPOCH);
    assert_eq!(refused.expect("an answer").status, 400);
    let none = for_programs(&world, blog, "wp-json/wp/v2/comments?post=0", EPOCH);
    assert_eq!(none, serde_json::json!([]));
    let moved = route::find(&world, blog, &format!("?p={}", shown.post.number), EPOCH);
    let moved = moved.expect("an answer");
    assert_eq!(
        (moved.status, &moved.headers[..]),
        (301, &[("location", address::post(&shown.post))][..])
    );
}

#[test]
fn under_the_barometer_a_comment_is_let_in_late_one_changes_and_one_goes() {
    let world = World::new(7, EPOCH);
    let blog = site("dampalmanac");
    let feed = |now| {
        let shown = world
            .post_at(blog, "barometers-that-sulk", now)
            .expect("it is there");
        let url = address::comments_feed(&shown.post, Format::Atom).expect("a feed");
        String::from_utf8(get(&world, blog, &url, now)).expect("UTF-8")
    };
    let said = |words: &'static str| move |now| feed(now).contains(words);
    let held = said("I had that barometer before you did");
    assert!(
        said("\">Old Ferryman</a>.</p>")(EPOCH),
        "whom it answers is named"
    );
    assert!(!held(EPOCH) && !held(later(89)) && held(later(90)));
    let edited = said("EDIT: it has just stopped raining");
    assert!(!edited(later(59)) && edited(later(60)));
    let spam = said("No sulk guarantee");
    assert!(spam(EPOCH) && spam(later(149)) && !spam(later(150)));
    assert!(
        said("Best Barometers Outlet</a>")(later(150)),
        "it is answered"
    );
}

#[test]
fn the_messages_of_the_list_answer_one_another() {
    let world = World::new(7, EPOCH);
    let blog = site("tuners");
    let shown = world.shown_at(blog, later(300));
    let body = get(
        &world,
        blog,
        &address::posts_feed(blog, Format::Atom),
        later(300),
    );
    let parents = well_formed(&body);
    assert!(parents.len() >= 10, "{parents:?}");
    let ids: Vec<String> = shown
        .iter()
        .map(|shown| address::post_id(&shown.post))
        .collect();
    for parent in &parents {
        assert!(ids.contains(parent), "{parent} is in the feed");
    }
    let subjects = shown.iter().filter(|shown| shown.post.answers.is_none());
    for shown in subjects {
        assert!(!shown.post.title.is_empty() && !shown.post.title.starts_with("Re:"));
    }
}

#[test]
fn a_story_is_told_to_programs_with_every_answer_after_what_it_answers() {
    let world = World::new(7, EPOCH);
    let blog = site("slipway");
    let mut removed = 0;
    for shown in world.shown_at(blog, later(4000)) {
        let url = address::story_for_programs(&shown.post).expect("a story");
        let story: serde_json::Value =
            serde_json::from_slice(&get(&world, blog, &url, later(4000))).expect("JSON");
        assert_eq!(story["comment_count"], shown.comments.len());
        let comments = story["comments"].as_array().expect("an array");
        let mut seen = Vec::new();
        for comment in comments {
            let parent = &comment["parent_comment"];
            assert!(parent.is_null() || seen.contains(parent), "{comment}");
            seen.push(comment["short_id"].clone());
            removed += usize::from(comment["is_deleted"] == true);
        }
        assert_eq!(
            seen.len(),
            shown.comments.len() + usize::from(!shown.hidden.is_empty())
        );
    }
    assert_eq!(removed, 1, "with an answer it keeps its place");
}
