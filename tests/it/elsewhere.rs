//! Talk that is no feed: under a link on another site, on older pages, or only on the page itself.

use crate::asking::Asking;
use crate::server::Response;
use crate::stage::{HOUR, MINUTE, Stage, add, refresh};
use postil::model::comment::{Conversation, Following, Provenance};
use postil::model::entry::EntryId;
use postil::model::request::{Reply, Request, Scope};
use postil::model::view::View;
use std::fmt::Write as _;

/// Scripts a feed with one entry, whose talk is on this page.
fn told(stage: &Stage, page: &str) {
    let items = format!(
        "<item><title>A story</title><guid>story</guid><link>http://paper.test/story</link>\
         <comments>{page}</comments></item>"
    );
    let body = format!("<rss version=\"2.0\"><channel><title>News</title>{items}</channel></rss>");
    stage.server.say("http://news.test/rss", Response::ok(body));
}

/// Subscribes to that feed; its entry.
async fn story(asking: &mut Asking) -> EntryId {
    add(asking, "http://news.test/rss").await;
    asking.page(View::All).await.rows[0].id
}

async fn talk(asking: &mut Asking, entry: EntryId, open: bool) -> Conversation {
    let request = Request::Conversation { entry, open };
    match asking.ask(request).await {
        Ok(Reply::Conversation(conversation)) => *conversation,
        other => panic!("{other:?}"),
    }
}

/// Opens the conversation as the reader does; what is there then.
async fn open(asking: &mut Asking, entry: EntryId) -> Conversation {
    talk(asking, entry, true).await;
    refresh(asking, Scope::Thread(entry)).await;
    talk(asking, entry, false).await
}

fn fixture(name: &str) -> String {
    let path = format!("{}/tests/feeds/talk/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[tokio::test]
async fn the_talk_of_a_page_elsewhere_is_read_where_its_program_gives_it() {
    let table = [
        (
            "http://lobste.rs/s/kt7sum/a_kettle_that_talks",
            "http://lobste.rs/s/kt7sum.json",
            "lobsters.json",
            Provenance::Lobsters,
        ),
        (
            "http://social.test/@ana/110000000000000001",
            "http://social.test/api/v1/statuses/110000000000000001/context",
            "mastodon.json",
            Provenance::Mastodon,
        ),
        (
            "http://lemmy.test/post/31",
            "http://lemmy.test/api/v3/comment/list",
            "lemmy.json",
            Provenance::Lemmy,
        ),
    ];
    for (page, address, file, provenance) in table {
        let stage = Stage::set();
        told(&stage, page);
        stage.server.publish(address, "\"v1\"", fixture(file));
        let mut asking = stage.engine();
        let story = story(&mut asking).await;
        stage.clock.set(stage.clock.now().after(MINUTE));
        let found = open(&mut asking, story).await;
        assert!(found.comments.len() > 2, "{page}: {found:?}");
        let by = found.comments.iter().map(|comment| comment.provenance);
        assert!(by.clone().all(|by| by == provenance), "{page}");
        let answers = found
            .comments
            .iter()
            .filter(|one| !one.in_reply_to.is_empty());
        assert!(answers.count() > 0, "{page}: nobody answers anybody");
        // It is followed like any other.
        let (entries, following) = (vec![story], Following::Yes);
        asking
            .ask(Request::Follow { entries, following })
            .await
            .expect("it can be followed");
        let before = stage.count();
        stage.until(&mut asking, 3 * HOUR, MINUTE).await;
        let asked = stage.count() - before;
        assert!(
            (3..=9).contains(&asked),
            "{page}: {asked} requests in three hours"
        );
        let again = talk(&mut asking, story, false).await;
        assert_eq!(
            again.comments.len(),
            found.comments.len(),
            "{page}: each once"
        );
        assert!(
            again.comments.iter().all(|comment| !comment.edited),
            "{page}"
        );
        asking.stop().await;
    }
}

#[tokio::test]
async fn a_talk_that_is_given_in_part_is_not_said_to_be_whole() {
    let stage = Stage::impatient();
    told(&stage, "http://social.test/@ana/110000000000000001");
    let status = |n: u32| {
        format!(
            "{{\"id\":\"{n}\",\"in_reply_to_id\":\"110000000000000001\",\"content\":\"<p>Word {n}.</p>\",\
             \"created_at\":\"2026-03-14T10:00:00.000Z\",\"uri\":\"http://social.test/{n}\",\
             \"url\":\"http://social.test/@tom/{n}\",\"account\":{{\"acct\":\"tom\",\"url\":\"http://social.test/@tom\"}}}}"
        )
    };
    let all: Vec<String> = (0..60).map(status).collect();
    let body = format!("{{\"ancestors\":[],\"descendants\":[{}]}}", all.join(","));
    let context = "http://social.test/api/v1/statuses/110000000000000001/context";
    stage.server.say(context, Response::ok(body));
    let mut asking = stage.waiting();
    let story = story(&mut asking).await;
    let request = Request::Complete {
        entry: story,
        agreed: false,
    };
    let Ok(Reply::Completed(completed)) = asking.ask(request).await else {
        panic!("they are given");
    };
    assert_eq!((completed.by, completed.new), (Provenance::Mastodon, 60));
    assert!(!completed.whole, "strangers are given so many and no more");
    asking.stop().await;
}

/// A page of comments, and where the next one is.
fn page_of_feed(from: u32, next: Option<&str>) -> String {
    let mut entries = String::new();
    for n in (from..from + 5).rev() {
        let _ = write!(
            entries,
            "<entry><title>c</title><id>tag:c,{n}</id><link href=\"http://paper.test/story#c{n}\"/>\
             <updated>2026-03-0{}T10:{:02}:00Z</updated><author><name>Ana</name></author>\
             <content type=\"html\">Word {n}.</content></entry>",
            1 + n / 60,
            n % 60
        );
    }
    // The last one says that it is one of several.
    let next = next.map_or(
        "<link rel=\"previous\" href=\"?page=2\"/>".to_owned(),
        |url| format!("<link rel=\"next\" href=\"{url}\"/>"),
    );
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Comments on A story</title><id>urn:c</id>\
         <link rel=\"alternate\" href=\"http://paper.test/story\"/>{next}\
         <updated>2026-03-01T10:00:00Z</updated>{entries}</feed>"
    )
}

#[tokio::test]
async fn older_pages_of_a_comment_feed_are_fetched_one_after_another() {
    let stage = Stage::impatient();
    let url = |page: u32| format!("http://paper.test/story/comments.atom?page={page}");
    let first = "http://paper.test/story/comments.atom";
    stage
        .server
        .publish(first, "\"1\"", page_of_feed(10, Some(&url(2))));
    stage
        .server
        .publish(&url(2), "\"2\"", page_of_feed(5, Some(&url(3))));
    stage
        .server
        .publish(&url(3), "\"3\"", page_of_feed(0, None));
    let items = format!(
        "<item><title>A story</title><guid>story</guid><link>http://paper.test/story</link>\
         <wfw:commentRss>{first}</wfw:commentRss></item>"
    );
    let body = format!(
        "<rss version=\"2.0\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"><channel>\
         <title>News</title>{items}</channel></rss>"
    );
    stage
        .server
        .say("http://paper.test/rss", Response::ok(body));
    let mut asking = stage.waiting();
    add(&mut asking, "http://paper.test/rss").await;
    let story = asking.page(View::All).await.rows[0].id;
    assert_eq!(open(&mut asking, story).await.comments.len(), 5);
    let request = Request::Complete {
        entry: story,
        agreed: false,
    };
    let Ok(Reply::Completed(completed)) = asking.ask(request).await else {
        panic!("the pages are there");
    };
    assert_eq!(
        (completed.by, completed.new, completed.whole),
        (Provenance::Pages, 10, true)
    );
    let all = talk(&mut asking, story, false).await.comments;
    assert_eq!(all.len(), 15);
    assert!(all.iter().all(|comment| !comment.gone && !comment.edited));
    asking.stop().await;
}

#[tokio::test]
async fn where_nothing_else_has_them_comments_are_read_off_the_page() {
    let stage = Stage::impatient();
    told(&stage, "http://paper.test/story#comments");
    let page = Response::ok(fixture("page-wordpress.html")).header("Content-Type", "text/html");
    stage.server.say("http://paper.test/story", page);
    let mut asking = stage.waiting();
    let story = story(&mut asking).await;
    let none = open(&mut asking, story).await;
    assert!(
        none.missing.is_some() && none.comments.is_empty(),
        "never by itself: {none:?}"
    );
    let request = Request::Complete {
        entry: story,
        agreed: false,
    };
    let Ok(Reply::Completed(completed)) = asking.ask(request).await else {
        panic!("they are on the page");
    };
    assert_eq!(completed.by, Provenance::Page);
    assert!(completed.new > 2 && !completed.whole, "{completed:?}");
    // When it was opened, and now once more: a feed it may name comes first, and then the page is at hand.
    assert_eq!(
        stage.server.requests_for("http://paper.test/story").len(),
        2
    );
    let read = talk(&mut asking, story, false).await.comments;
    assert_eq!(read.len(), usize::try_from(completed.new).expect("few"));
    let answers = read.iter().filter(|one| !one.in_reply_to.is_empty());
    assert!(answers.count() > 0, "nesting says who answers whom");
    let rows = asking.page(View::Conversations).await.rows;
    assert_eq!(rows[0].comments.new, completed.new);
    asking.stop().await;
}

#[tokio::test]
async fn a_comment_feed_without_older_pages_leads_on_to_the_page() {
    let stage = Stage::impatient();
    let feed = "http://paper.test/story/comments.atom";
    let only = page_of_feed(1, None).replace("<link rel=\"previous\" href=\"?page=2\"/>", "");
    stage.server.publish(feed, "\"1\"", only);
    let items = format!(
        "<item><title>A story</title><guid>story</guid><link>http://paper.test/story</link>\
         <wfw:commentRss>{feed}</wfw:commentRss></item>"
    );
    let body = format!(
        "<rss version=\"2.0\" xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"><channel>\
         <title>News</title>{items}</channel></rss>"
    );
    stage
        .server
        .say("http://paper.test/rss", Response::ok(body));
    let page = Response::ok(fixture("page-wordpress.html")).header("Content-Type", "text/html");
    stage.server.say("http://paper.test/story", page);
    let mut asking = stage.waiting();
    add(&mut asking, "http://paper.test/rss").await;
    let story = asking.page(View::All).await.rows[0].id;
    assert_eq!(open(&mut asking, story).await.comments.len(), 5);
    let request = Request::Complete {
        entry: story,
        agreed: false,
    };
    let Ok(Reply::Completed(completed)) = asking.ask(request).await else {
        panic!("they are on the page");
    };
    assert_eq!(completed.by, Provenance::Page);
    let why = "it goes back no further".to_owned();
    assert!(
        completed.vain.contains(&(Provenance::Pages, why)),
        "{completed:?}"
    );
    asking.stop().await;
}

#[tokio::test]
async fn what_cannot_be_had_is_told_with_every_way_that_was_tried() {
    let stage = Stage::impatient();
    told(&stage, "http://paper.test/story#comments");
    let page = Response::ok("<html><title>A story</title>Words.</html>");
    stage.server.say("http://paper.test/story", page);
    let mut asking = stage.waiting();
    let story = story(&mut asking).await;
    let request = Request::Complete {
        entry: story,
        agreed: false,
    };
    let failure = asking.ask(request).await.expect_err("there are none");
    assert!(failure.why.starts_with("page: "), "{failure}");
    assert_eq!(
        failure.hint.as_deref(),
        Some("open its page in the browser instead")
    );
    asking.stop().await;
}
