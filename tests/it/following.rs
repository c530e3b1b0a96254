//! Conversations on the wire: where their comments are looked for, and who is asked how often for them.

use crate::asking::Asking;
use crate::blog::Blog;
use crate::server::Response;
use crate::stage::{DAY, HOUR, MINUTE, NOW, Stage, add, refresh};
use postil::model::comment::{Conversation, Following, Missing};
use postil::model::entry::{EntryId, EntryRow, Mark};
use postil::model::feed::Preferences;
use postil::model::report::Note;
use postil::model::request::{Reply, Request, Scope, Ticket};
use postil::model::rules::{FeedRule, Rules};
use postil::model::view::View;

/// The entry with this title.
async fn entry(asking: &mut Asking, title: &str) -> EntryRow {
    let rows = asking.page(View::All).await.rows;
    let found = rows.into_iter().find(|row| row.title == title);
    found.unwrap_or_else(|| panic!("there is no {title}"))
}

async fn talk(asking: &mut Asking, entry: EntryId) -> Conversation {
    let request = Request::Conversation { entry, open: false };
    match asking.ask(request).await {
        Ok(Reply::Conversation(conversation)) => *conversation,
        other => panic!("{other:?}"),
    }
}

/// Opens a conversation as the reader does.
async fn open(asking: &mut Asking, entry: EntryId) -> Conversation {
    let request = Request::Conversation { entry, open: true };
    asking.ask(request).await.expect("it is there");
    refresh(asking, Scope::Thread(entry)).await;
    talk(asking, entry).await
}

async fn follow(
    asking: &mut Asking,
    entry: EntryId,
    following: Following,
) -> Result<Reply, String> {
    let entries = vec![entry];
    let reply = asking.ask(Request::Follow { entries, following }).await;
    asking.quiet().await;
    reply.map_err(|failure| failure.to_string())
}

async fn titles(asking: &mut Asking, view: View) -> Vec<String> {
    let rows = asking.page(view).await.rows.into_iter();
    rows.map(|row| row.title).collect()
}

#[tokio::test]
async fn a_comment_feed_that_only_the_page_names_is_found_read_and_kept() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 2);
    (blog.names, blog.twins) = (false, false);
    blog.say(0, NOW.0 - 60, None);
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    assert_eq!(
        talk(&mut asking, post).await.missing,
        Some(Missing::Unsought)
    );
    let before = stage.count();
    let found = open(&mut asking, post).await;
    assert_eq!((found.comments.len(), found.missing), (1, None));
    assert_eq!(found.feed.as_deref(), Some(&*blog.comments(0)));
    assert!(stage.count() - before <= 3, "page, twin and feed");
    let before = stage.count();
    open(&mut asking, post).await;
    assert_eq!(stage.count() - before, 1, "the page is not asked again");
    asking.stop().await;
}

#[tokio::test]
async fn who_opens_and_follows_in_one_breath_asks_once() {
    let stage = Stage::set();
    let mut blog = Blog::new("blog.test", 1);
    blog.say(0, NOW.0 - 60, None);
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    let (entries, following) = (vec![post], Following::Yes);
    asking
        .engine
        .submit(Ticket(900), Request::Follow { entries, following });
    asking
        .engine
        .submit(Ticket(901), Request::Refresh(Scope::Thread(post)));
    asking.quiet().await;
    assert_eq!(stage.server.requests_for(&blog.twin(0)).len(), 1);
    assert_eq!(talk(&mut asking, post).await.comments.len(), 1);
    asking.stop().await;
}

#[tokio::test]
async fn that_there_is_no_comment_feed_is_known_for_some_days_and_told_with_its_reason() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 1);
    (blog.names, blog.twins) = (false, false);
    blog.publish(&stage.server);
    let page = || Response::ok("<html><title>Post 0</title>Words.</html>");
    stage.server.now_say(&blog.link(0), page());
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    let nothing = open(&mut asking, post).await.missing;
    let Some(Missing::Nothing { why, at }) = nothing else {
        panic!("{nothing:?}");
    };
    assert!(why.contains("names no feed of its comments"), "{why}");
    assert_eq!(at, NOW);
    let before = stage.count();
    stage.clock.set(NOW.after(DAY));
    open(&mut asking, post).await;
    assert_eq!(stage.count(), before, "the verdict holds");
    let refused = follow(&mut asking, post, Following::Yes).await;
    let why = refused.expect_err("there is nothing to follow");
    assert!(why.contains("names no feed of its comments"), "{why}");
    assert_eq!(entry(&mut asking, "Post 0").await.following, Following::No);
    assert_eq!(stage.count(), before);
    stage.clock.set(NOW.after(4 * DAY));
    open(&mut asking, post).await;
    assert!(stage.count() > before, "and is found anew after some days");
    asking.stop().await;
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_no_verdict_for_days() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 1);
    (blog.names, blog.twins) = (false, false);
    blog.say(0, NOW.0 - 60, None);
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    stage
        .server
        .now_say(&blog.link(0), Response::raw("nonsense"));
    let post = entry(&mut asking, "Post 0").await.id;
    let missing = open(&mut asking, post).await.missing;
    let Some(Missing::Nothing { why, .. }) = missing else {
        panic!("{missing:?}");
    };
    assert!(why.contains("its page could not be had"), "{why}");
    blog.publish(&stage.server);
    stage.clock.set(NOW.after(HOUR));
    assert_eq!(open(&mut asking, post).await.comments.len(), 1);
    asking.stop().await;
}

#[tokio::test]
async fn a_feed_of_something_else_is_not_believed() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 2);
    (blog.names, blog.twins) = (false, false);
    blog.say(1, NOW.0 - 60, None);
    blog.publish(&stage.server);
    let page = format!(
        "<html><head><title>Post 0</title><link rel=\"alternate\" type=\"application/rss+xml\" \
         title=\"Post 0\" href=\"{}\"></head></html>",
        blog.comments(1)
    );
    stage.server.now_say(&blog.link(0), Response::ok(page));
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    let found = open(&mut asking, post).await;
    assert_eq!(found.comments.len(), 0, "they are under another post");
    assert!(
        matches!(found.missing, Some(Missing::Nothing { .. })),
        "{:?}",
        found.missing
    );
    asking.stop().await;
}

#[tokio::test]
async fn the_twin_that_states_who_answers_whom_is_asked_in_place_of_the_feed_that_is_named() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 1);
    let first = blog.say(0, NOW.0 - 60, None);
    blog.say(0, NOW.0 - 30, Some(first));
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    let found = open(&mut asking, post).await;
    assert_eq!(found.feed.as_deref(), Some(&*blog.twin(0)));
    assert_eq!(found.comments[1].in_reply_to.len(), 1);
    blog.say(0, NOW.0, None);
    blog.publish(&stage.server);
    refresh(&mut asking, Scope::All).await;
    assert_eq!(open(&mut asking, post).await.comments.len(), 3);
    assert_eq!(stage.server.requests_for(&blog.comments(0)).len(), 0);
    asking.stop().await;
}

#[tokio::test]
async fn where_there_is_no_twin_the_named_feed_is_asked_and_the_twin_not_again() {
    let stage = Stage::impatient();
    let mut blog = Blog::new("blog.test", 1);
    blog.twins = false;
    blog.say(0, NOW.0 - 60, None);
    blog.publish(&stage.server);
    let mut asking = stage.waiting();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    for _ in 0..3 {
        assert_eq!(open(&mut asking, post).await.comments.len(), 1);
    }
    assert_eq!(stage.server.requests_for(&blog.twin(0)).len(), 1);
    assert_eq!(stage.server.requests_for(&blog.comments(0)).len(), 3);
    asking.stop().await;
}

#[tokio::test]
async fn what_is_followed_is_asked_by_itself_and_what_is_only_opened_is_not() {
    let stage = Stage::set();
    let mut blog = Blog::new("blog.test", 2);
    for post in 0..2 {
        blog.say(post, NOW.0 - 60, None);
    }
    blog.publish(&stage.server);
    let mut asking = stage.engine();
    add(&mut asking, &blog.feed()).await;
    let opened = entry(&mut asking, "Post 0").await.id;
    let followed = entry(&mut asking, "Post 1").await.id;
    open(&mut asking, opened).await;
    stage.clock.set(NOW.after(MINUTE));
    follow(&mut asking, followed, Following::Yes)
        .await
        .expect("it can be followed");
    let row = entry(&mut asking, "Post 1").await;
    assert_eq!((row.following, row.comments.new), (Following::Yes, 1));
    stage.until(&mut asking, 6 * HOUR, MINUTE).await;
    assert_eq!(stage.times_of(&blog.twin(0)).len(), 1);
    let asked = stage.times_of(&blog.twin(1)).len();
    assert!((4..=8).contains(&asked), "{asked} times in six hours");
    follow(&mut asking, followed, Following::Muted)
        .await
        .expect("it can be let go of");
    stage.until(&mut asking, 24 * HOUR, 5 * MINUTE).await;
    assert_eq!(stage.times_of(&blog.twin(1)).len(), asked);
    assert_eq!(titles(&mut asking, View::Conversations).await, ["Post 0"]);
    assert_eq!(
        titles(&mut asking, View::QuietConversations).await,
        ["Post 1"]
    );
    asking.stop().await;
}

#[tokio::test]
async fn a_talk_that_is_over_is_told_once_wakes_when_more_is_told_and_goes_on_if_it_is_pinned() {
    let stage = Stage::set();
    let mut blog = Blog::new("blog.test", 1);
    blog.say(0, NOW.0 - 60, None);
    blog.publish(&stage.server);
    let mut asking = stage.engine();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    follow(&mut asking, post, Following::Yes)
        .await
        .expect("it can be followed");
    stage.until(&mut asking, 9 * DAY, 20 * MINUTE).await;
    let over = |asking: &Asking| {
        let over = Note::Over {
            entry: post,
            title: "Post 0".to_owned(),
        };
        asking.notes.iter().filter(|note| **note == over).count()
    };
    assert_eq!(over(&asking), 1);
    assert!(talk(&mut asking, post).await.over);
    assert_eq!(
        titles(&mut asking, View::QuietConversations).await,
        ["Post 0"]
    );
    let before = stage.times_of(&blog.twin(0)).len();
    stage.until(&mut asking, 11 * DAY, HOUR).await;
    assert_eq!(stage.times_of(&blog.twin(0)).len(), before);
    // The feed of the blog tells of one more.
    blog.say(0, NOW.after(11 * DAY).0, None);
    blog.publish(&stage.server);
    stage
        .until(&mut asking, 12 * DAY + 6 * HOUR, 20 * MINUTE)
        .await;
    assert_eq!(talk(&mut asking, post).await.comments.len(), 2);
    assert_eq!(titles(&mut asking, View::Conversations).await, ["Post 0"]);
    stage.until(&mut asking, 21 * DAY, HOUR).await;
    assert_eq!(over(&asking), 2);
    follow(&mut asking, post, Following::Pinned)
        .await
        .expect("it goes on");
    let before = stage.times_of(&blog.twin(0)).len();
    stage.until(&mut asking, 26 * DAY, HOUR).await;
    let asked = stage.times_of(&blog.twin(0)).len() - before;
    assert!((4..=7).contains(&asked), "{asked} times in five days");
    asking.stop().await;
}

#[tokio::test]
async fn what_fell_silent_while_nobody_was_here_is_over_at_the_start() {
    let stage = Stage::set();
    let mut blog = Blog::new("blog.test", 1);
    blog.say(0, NOW.0 - 60, None);
    blog.publish(&stage.server);
    let mut asking = stage.engine();
    add(&mut asking, &blog.feed()).await;
    let post = entry(&mut asking, "Post 0").await.id;
    follow(&mut asking, post, Following::Yes)
        .await
        .expect("it can be followed");
    stage.until(&mut asking, 6 * DAY + 23 * HOUR, HOUR).await;
    asking.stop().await;
    stage.clock.set(NOW.after(40 * DAY));
    let mut asking = stage.engine();
    asking.quiet().await;
    // One look is due, and nobody has said anything at it.
    stage.until(&mut asking, 40 * DAY + HOUR, 20 * MINUTE).await;
    assert!(talk(&mut asking, post).await.over);
    assert!(
        asking
            .notes
            .iter()
            .any(|note| matches!(note, Note::Over { .. }))
    );
    asking.stop().await;
}

#[tokio::test]
async fn one_request_for_a_site_stands_for_many_conversations_there() {
    let stage = Stage::set();
    let mut blog = Blog::new("blog.test", 6);
    for post in 0..6 {
        blog.say(post, NOW.0 - 600, None);
    }
    blog.publish(&stage.server);
    let mut asking = stage.engine();
    add(&mut asking, &blog.feed()).await;
    let mut posts = Vec::new();
    for post in 0..6 {
        let id = entry(&mut asking, &format!("Post {post}")).await.id;
        stage.clock.set(stage.clock.now().after(MINUTE));
        follow(&mut asking, id, Following::Yes)
            .await
            .expect("it can be followed");
        posts.push(id);
    }
    stage.until(&mut asking, HOUR, MINUTE).await;
    let before = stage.count();
    // Somebody answers under one of them.
    blog.say(3, stage.clock.now().0, Some(4));
    blog.publish(&stage.server);
    stage.until(&mut asking, 7 * HOUR, MINUTE).await;
    let found = talk(&mut asking, posts[3]).await;
    assert_eq!(found.comments.len(), 2);
    let of_posts: usize = (0..6)
        .map(|post| stage.times_of(&blog.twin(post)).len())
        .sum();
    let of_site = stage.times_of(&blog.of_site()).len();
    let spent = stage.count() - before;
    assert!(of_site >= 4, "{of_site} looks at the site");
    assert!(of_posts <= 14, "{of_posts} looks at single posts");
    assert!(
        spent <= 30,
        "{spent} requests for six conversations in six hours"
    );
    assert!(talk(&mut asking, posts[0]).await.next.is_some());
    asking.stop().await;
}

#[tokio::test]
async fn more_comments_than_the_site_shows_are_found_under_their_posts() {
    let stage = Stage::set();
    let mut blog = Blog::new("blog.test", 3);
    for post in 0..3 {
        blog.say(post, NOW.0 - 600, None);
    }
    blog.publish(&stage.server);
    let mut asking = stage.engine();
    add(&mut asking, &blog.feed()).await;
    let mut posts = Vec::new();
    for post in 0..3 {
        let id = entry(&mut asking, &format!("Post {post}")).await.id;
        follow(&mut asking, id, Following::Yes)
            .await
            .expect("it can be followed");
        posts.push(id);
    }
    stage.until(&mut asking, 2 * HOUR, MINUTE).await;
    for n in 0..24 {
        blog.say(n % 3, stage.clock.now().0 + 10, None);
    }
    blog.publish(&stage.server);
    stage.until(&mut asking, 5 * HOUR, MINUTE).await;
    for id in posts {
        assert_eq!(talk(&mut asking, id).await.comments.len(), 9);
    }
    asking.stop().await;
}

#[tokio::test]
async fn conversations_that_a_rule_follows_are_looked_at_together_too() {
    let stage = Stage::set();
    let blog = Blog::new("blog.test", 5);
    blog.publish(&stage.server);
    let rules = Rules {
        feeds: vec![FeedRule {
            url: blog.feed(),
            preferences: Preferences {
                follow: Some(true),
                ..Preferences::default()
            },
            ..FeedRule::default()
        }],
        ..Rules::default()
    };
    let mut asking = stage.ruled(rules);
    add(&mut asking, &blog.feed()).await;
    stage.until(&mut asking, 6 * HOUR, MINUTE).await;
    assert!(
        stage.times_of(&blog.of_site()).len() >= 4,
        "the site is asked"
    );
    let asked: usize = (0..5)
        .map(|post| stage.times_of(&blog.comments(post)).len())
        .sum();
    assert!(
        asked <= 20,
        "{asked} looks at five conversations in six hours"
    );
    asking.stop().await;
}

#[tokio::test]
async fn entries_are_followed_when_they_are_starred_or_come_if_the_person_wants_that() {
    let stage = Stage::set();
    let blog = Blog::new("blog.test", 1);
    blog.publish(&stage.server);
    let rules = Rules {
        follow_starred: true,
        feeds: vec![FeedRule {
            url: blog.feed(),
            preferences: Preferences {
                follow: Some(true),
                ..Preferences::default()
            },
            ..FeedRule::default()
        }],
        ..Rules::default()
    };
    let mut other = Blog::new("other.test", 2);
    other.say(0, NOW.0 - 60, None);
    other.publish(&stage.server);
    let mut asking = stage.ruled(rules);
    add(&mut asking, &other.feed()).await;
    let starred = entry(&mut asking, "Post 0").await.id;
    let mark = Mark::Starred(true);
    let entries = vec![starred];
    asking
        .ask(Request::Mark { entries, mark })
        .await
        .expect("it can be starred");
    asking.quiet().await;
    assert_eq!(entry(&mut asking, "Post 0").await.following, Following::Yes);
    assert_eq!(entry(&mut asking, "Post 1").await.following, Following::No);
    assert_eq!(talk(&mut asking, starred).await.comments.len(), 1);
    follow(&mut asking, starred, Following::Muted)
        .await
        .expect("it can be let go of");
    for set in [false, true] {
        let (entries, mark) = (vec![starred], Mark::Starred(set));
        asking
            .ask(Request::Mark { entries, mark })
            .await
            .expect("it can be marked");
    }
    asking.quiet().await;
    let row = entry(&mut asking, "Post 0").await;
    assert_eq!(
        row.following,
        Following::Muted,
        "what a person decided stays"
    );
    add(&mut asking, &blog.feed()).await;
    stage.until(&mut asking, 2 * HOUR, 5 * MINUTE).await;
    let feeds = asking.library().await.feeds;
    let ours = feeds
        .iter()
        .find(|feed| feed.url == blog.feed())
        .expect("it is subscribed");
    assert_eq!(ours.conversations, 1);
    assert!(!stage.times_of(&blog.comments(0)).is_empty());
    asking.stop().await;
}
