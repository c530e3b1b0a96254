//! Comments on many posts in one feed, mails that answer one another, and comments fetched from elsewhere.

use crate::asking::Asking;
use crate::blog::Blog;
use crate::server::Response;
use crate::stage::{HOUR, MINUTE, NOW, Stage, add, refresh};
use postil::model::comment::{Conversation, Following, Members, Missing, Provenance};
use postil::model::entry::{EntryId, EntryRow};
use postil::model::request::{Completed, Reply, Request, Scope};
use postil::model::view::View;

async fn talk(asking: &mut Asking, entry: EntryId) -> Conversation {
    let request = Request::Conversation { entry, open: true };
    match asking.ask(request).await {
        Ok(Reply::Conversation(conversation)) => *conversation,
        other => panic!("{other:?}"),
    }
}

async fn complete(asking: &mut Asking, entry: EntryId, agreed: bool) -> Reply {
    let reply = asking.ask(Request::Complete { entry, agreed }).await;
    asking.quiet().await;
    reply.expect("it can be had")
}

#[tokio::test]
async fn comments_of_a_whole_site_are_shown_under_their_posts() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 3);
    let first = blog.say(0, NOW.0 - 600, None);
    blog.say(0, NOW.0 - 500, Some(first));
    blog.say(2, NOW.0 - 400, None);
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let site = add(&mut asking, &blog.of_site()).await;
    let rows = asking.page(View::Feed(site)).await.rows;
    let listed: Vec<(&str, u32)> = rows
        .iter()
        .map(|row| (row.title.as_str(), row.comments.new))
        .collect();
    assert_eq!(listed, [("Post 2", 1), ("Post 0", 2)], "newest talk first");
    assert_eq!(talk(&mut asking, rows[1].id).await.comments.len(), 2);
    let feeds = asking.library().await.feeds;
    let ours = feeds
        .iter()
        .find(|feed| feed.id == site)
        .expect("it is subscribed");
    assert_eq!((ours.unread, ours.gathered_new), (0, Some(3)));
    asking.stop().await;
}

#[tokio::test]
async fn a_subscription_to_the_comments_of_a_site_spares_its_conversations_requests() {
    let stage = Stage::set();
    let mut blog = Blog::new("blog.test", 1);
    blog.say(0, NOW.0 - 600, None);
    blog.publish(&stage.server);
    let mut asking = stage.engine();
    add(&mut asking, &blog.feed()).await;
    add(&mut asking, &blog.of_site()).await;
    let rows = asking.page(View::All).await.rows;
    let (entries, following) = (vec![rows[0].id], Following::Yes);
    asking
        .ask(Request::Follow { entries, following })
        .await
        .expect("it can be followed");
    stage.until(&mut asking, 24 * HOUR, 5 * MINUTE).await;
    let asked = stage.times_of(&blog.twin(0)).len();
    assert!(
        asked <= 8,
        "{asked} times in a day, and the site's feed every hour"
    );
    blog.say(0, stage.clock.now().0, None);
    blog.publish(&stage.server);
    stage.until(&mut asking, 26 * HOUR, 5 * MINUTE).await;
    let row = asking.page(View::Conversations).await.rows.remove(0);
    assert_eq!(row.comments.total, 2);
    asking.stop().await;
}

#[tokio::test]
async fn a_subscription_that_brought_comments_once_brings_comments_for_good() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 1);
    blog.say(0, NOW.0 - 600, None);
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    let site = add(&mut asking, &blog.of_site()).await;
    // An announcement among few comments makes it look like a feed of entries.
    let comment = |n: u32| {
        format!(
            "<entry><title>c</title><id>http://blog.test/?p=1#comment-{n}</id>\
             <link href=\"http://blog.test/post-0/#comment-{n}\"/><updated>2026-03-14T10:0{n}:00Z</updated></entry>"
        )
    };
    let announced = "<entry><title>We move</title><id>urn:move</id><link href=\"http://blog.test/move/\"/>\
         <updated>2026-03-14T11:00:00Z</updated></entry>";
    let body = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Comments</title><id>urn:all</id>\
         <updated>2026-03-14T11:00:00Z</updated>{announced}{}{}</feed>",
        comment(2),
        comment(3)
    );
    stage.server.publish(&blog.of_site(), "\"other\"", body);
    refresh(&mut asking, Scope::All).await;
    let rows = asking.page(View::Feed(site)).await.rows;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].comments.total, 3);
    let unread = asking.page(View::Unread).await.rows;
    assert_eq!(unread.len(), 0, "no comment is an unread entry: {unread:?}");
    asking.stop().await;
}

#[tokio::test]
async fn a_post_that_nobody_has_brought_is_stood_in_for_until_it_comes() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 2);
    blog.say(1, NOW.0 - 600, None);
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    let site = add(&mut asking, &blog.of_site()).await;
    let rows = asking.page(View::Feed(site)).await.rows;
    let listed: Vec<&str> = rows.iter().map(EntryRow::name).collect();
    assert_eq!(listed, [blog.link(1)]);
    assert!(rows[0].read, "it is no unread entry");
    let conversation = talk(&mut asking, rows[0].id).await;
    let comment = conversation.comments[0].id;
    let (entry, comments) = (rows[0].id, vec![comment]);
    let seen = Request::Seen {
        entry,
        comments,
        seen: true,
    };
    asking.ask(seen).await.expect("it can be kept");
    add(&mut asking, &blog.feed()).await;
    blog.say(1, NOW.0 - 60, None);
    blog.publish(&stage.server);
    refresh(&mut asking, Scope::All).await;
    let rows = asking.page(View::Feed(site)).await.rows;
    let listed: Vec<(&str, u32, u32)> = rows
        .iter()
        .map(|row| (row.title.as_str(), row.comments.total, row.comments.new))
        .collect();
    assert_eq!(listed, [("Post 1", 2, 1)], "what was seen is seen");
    assert_eq!(
        stage.number("SELECT count(*) FROM entry WHERE title = ''"),
        0
    );
    let feeds = asking.library().await.feeds;
    let ours = feeds
        .iter()
        .find(|feed| feed.id == site)
        .expect("it is subscribed");
    assert_eq!(
        (ours.entries, ours.conversations, ours.new_comments),
        (0, 0, 0)
    );
    asking.stop().await;
}

#[tokio::test]
async fn mails_that_answer_one_another_are_a_conversation() {
    let stage = Stage::impatient();
    let mail = |n: u32, to: Option<u32>| {
        let answers = to.map_or(String::new(), |to| {
            format!("<thr:in-reply-to ref=\"urn:mail:{to}\" href=\"http://list.test/{to}/\"/>")
        });
        format!(
            "<entry><title>Mail {n}</title><id>urn:mail:{n}</id><link href=\"http://list.test/{n}/\"/>\
             <author><name>Ana</name></author><updated>2026-03-14T1{n}:00:00Z</updated>\
             <content type=\"html\">Words {n}.</content>{answers}</entry>"
        )
    };
    let mails = [
        mail(5, Some(9)),
        mail(4, None),
        mail(3, Some(2)),
        mail(2, Some(1)),
        mail(1, None),
    ];
    let body = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:thr=\"http://purl.org/syndication/thread/1.0\">\
         <title>A list</title><id>urn:list</id><updated>2026-03-14T12:00:00Z</updated>{}</feed>",
        mails.concat()
    );
    stage
        .server
        .say("http://list.test/new.atom", Response::ok(body));
    let mut asking = stage.waiting();
    add(&mut asking, "http://list.test/new.atom").await;
    let rows = asking.page(View::All).await.rows;
    assert_eq!(rows.len(), 5, "they are entries");
    let id = |n: usize| {
        let title = format!("Mail {n}");
        rows.iter()
            .find(|row| row.title == title)
            .expect("it is there")
            .id
    };
    for n in 1..=3 {
        let talk = talk(&mut asking, id(n)).await;
        let members: Vec<EntryId> = talk
            .comments
            .iter()
            .map(|mail| EntryId(mail.id.0))
            .collect();
        assert_eq!(members, [id(1), id(2), id(3)], "from {n}");
        assert_eq!((talk.members, talk.missing), (Members::Entries, None));
    }
    let alone = talk(&mut asking, id(4)).await;
    assert_eq!(
        (alone.members, alone.comments.len()),
        (Members::Comments, 0)
    );
    asking.stop().await;
}

#[tokio::test]
async fn all_comments_are_fetched_from_where_programs_are_given_them() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 1);
    for n in 0..25 {
        blog.say(0, NOW.0 - 1000 + n, (n > 0).then_some(1));
    }
    blog.publish(&stage.server);
    blog.offer_to_programs(&stage.server, 0);
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let post = asking.page(View::All).await.rows[0].id;
    talk(&mut asking, post).await;
    refresh(&mut asking, Scope::Thread(post)).await;
    assert_eq!(talk(&mut asking, post).await.comments.len(), 10);
    let expect = |new, gone| {
        Reply::Completed(Completed {
            by: Provenance::WordPress,
            new,
            gone,
            whole: true,
            vain: vec![],
        })
    };
    assert_eq!(complete(&mut asking, post, false).await, expect(15, 0));
    let all = talk(&mut asking, post).await.comments;
    let by: Vec<Provenance> = all.iter().map(|comment| comment.provenance).collect();
    assert_eq!(
        by,
        [
            [Provenance::WordPress; 15].as_slice(),
            &[Provenance::Feed; 10]
        ]
        .concat()
    );
    assert!(all.iter().all(|comment| !comment.edited && !comment.gone));
    // One is binned.
    let binned = blog.posts[0].remove(3);
    blog.offer_to_programs(&stage.server, 0);
    assert_eq!(complete(&mut asking, post, false).await, expect(0, 1));
    let all = talk(&mut asking, post).await.comments;
    let gone: Vec<&str> = all
        .iter()
        .filter(|one| one.gone)
        .map(|one| one.key.as_str())
        .collect();
    assert_eq!(all.len(), 25);
    assert!(
        gone.len() == 1 && gone[0].ends_with(&format!("#comment-{}", binned.number)),
        "{gone:?}"
    );
    asking.stop().await;
}

#[tokio::test]
async fn a_third_party_is_asked_only_when_the_person_agrees() {
    let stage = Stage::impatient();
    let items = "<item><title>A story</title><guid>story</guid><link>http://paper.test/story</link>\
                 <comments>https://news.ycombinator.com/item?id=7</comments></item>";
    let body = format!("<rss version=\"2.0\"><channel><title>News</title>{items}</channel></rss>");
    stage.server.say("http://news.test/rss", Response::ok(body));
    stage.server.say(
        "http://paper.test/story",
        Response::ok("<html>Words.</html>"),
    );
    let mut asking = stage.waiting();
    add(&mut asking, "http://news.test/rss").await;
    let story = asking.page(View::All).await.rows[0].id;
    talk(&mut asking, story).await;
    let before = stage.count();
    refresh(&mut asking, Scope::Thread(story)).await;
    let missing = talk(&mut asking, story).await.missing;
    let host = "hn.algolia.com".to_owned();
    assert_eq!(missing, Some(Missing::Agreement { host: host.clone() }));
    let asked = stage.server.requests();
    let asked = asked[before..].iter().map(crate::server::Request::host);
    assert!(
        asked.clone().all(|host| host == "paper.test"),
        "{:?}",
        asked.collect::<Vec<_>>()
    );
    assert_eq!(
        complete(&mut asking, story, false).await,
        Reply::Agreement { host }
    );
    asking.stop().await;
}
