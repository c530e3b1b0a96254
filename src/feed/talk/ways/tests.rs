//! Where the talk of posts as feeds give them is looked for.

use crate::feed::talk::{ways, ways_in};
use crate::model::http::{Body, Hints, Validators};
use crate::model::talk::{Lead, Post, Reader};

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A post by its id, its link, the page people comment on, and its comment feed.
fn post(key: &str, link: &str, page: &str, feed: &str) -> Post {
    Post {
        key: key.to_owned(),
        link: some(link),
        comments_page: some(page),
        comment_feed: some(feed),
        feed_url: "https://blog.example/feed/".to_owned(),
        ..Post::default()
    }
}

/// Readers and addresses, `!` before those that belong to somebody else.
fn check_leads(leads: &[Lead], expect: &[(Reader, &str)]) {
    let found: Vec<(Reader, String)> = leads
        .iter()
        .map(|lead| {
            let mark = if lead.third_party.is_some() { "!" } else { "" };
            (lead.reader, format!("{mark}{}", lead.url))
        })
        .collect();
    let expect: Vec<(Reader, String)> = expect
        .iter()
        .map(|(reader, url)| (*reader, (*url).to_owned()))
        .collect();
    assert_eq!(found, expect);
}

fn check(post: &Post, expect: &[(Reader, &str)]) {
    check_leads(&ways(post), expect);
}

const ASKED: &str = "post=4&per_page=100&order=asc&_fields=id%2Cpost%2Cparent%2Cauthor_name%2Cauthor_url%2Cdate_gmt%2Ccontent%2Clink%2Ctype";

#[test]
fn a_wordpress_is_asked_by_its_interface_for_programs() {
    let feed = "https://blog.example/kettle/feed/";
    let known = post(
        "https://blog.example/?p=4",
        "https://blog.example/kettle/",
        "",
        feed,
    );
    check(
        &known,
        &[
            (
                Reader::WordPress,
                &format!("https://blog.example/wp-json/wp/v2/comments?{ASKED}"),
            ),
            (
                Reader::WordPress,
                &format!("https://blog.example/?rest_route=%2Fwp%2Fv2%2Fcomments&{ASKED}"),
            ),
            (Reader::Feed, feed),
        ],
    );
}

#[test]
fn a_wordpress_is_found_where_it_lives() {
    let first = |post: &Post| ways(post)[0].url.clone();
    let check = |post: &Post, expect: &str| {
        let route = "rest_route=%2Fwp%2Fv2%2Fcomments&";
        let expect = format!("{}{ASKED}", expect.replace("ROUTE", route));
        assert_eq!(first(post), expect);
    };
    let moved = Post {
        site: some("https://blog.example/notes"),
        generator: some("https://wordpress.org/?v=6.1.9"),
        ..post(
            "http://old.example/?p=4",
            "https://blog.example/notes/kettle/",
            "",
            "",
        )
    };
    check(&moved, "https://blog.example/notes/wp-json/wp/v2/comments?");
    let index = post(
        "https://blog.example/?p=4",
        "https://blog.example/index.php/kettle/",
        "",
        "https://blog.example/index.php/kettle/feed/atom/",
    );
    check(
        &index,
        "https://blog.example/index.php/wp-json/wp/v2/comments?",
    );
    let plain = post(
        "other",
        "https://blog.example/?p=4",
        "",
        "https://blog.example/?feed=rss2&p=4",
    );
    check(&plain, "https://blog.example/?ROUTE");
    let hosted = Post {
        generator: some("http://wordpress.com/"),
        ..post(
            "https://ana.wordpress.com/?p=4",
            "https://ana.wordpress.com/kettle/",
            "",
            "",
        )
    };
    let leads = ways(&hosted);
    let last = leads.last().unwrap();
    assert_eq!(
        last.third_party.as_deref(),
        Some("public-api.wordpress.com")
    );
    assert!(last.url.starts_with(
        "https://public-api.wordpress.com/wp/v2/sites/ana.wordpress.com/comments?post=4&"
    ));
}

#[test]
fn what_looks_like_a_number_of_another_program_is_left_alone() {
    check(
        &post(
            "https://blog.example/?p=4",
            "https://blog.example/kettle/",
            "",
            "",
        ),
        &[],
    );
    check(
        &post(
            "https://blog.example/kettle/",
            "https://blog.example/kettle/",
            "",
            "",
        ),
        &[],
    );
}

#[test]
fn blogger_and_isso_are_asked_for_all() {
    let all = "max-results=500&orderby=published&reverse=false";
    let link = "https://swallows.example/2024/03/back.html";
    let key = "tag:blogger.com,1999:blog-111.post-222";
    check(
        &post(key, link, "", ""),
        &[(
            Reader::Feed,
            &format!("https://swallows.example/feeds/222/comments/default?{all}"),
        )],
    );
    let feed = "https://swallows.example/feeds/222/comments/default";
    check(
        &post(key, link, "", feed),
        &[
            (Reader::Feed, &format!("{feed}?{all}")),
            (Reader::Feed, feed),
        ],
    );
    let isso = "https://blog.example/isso/feed?uri=%2Fpost";
    check(
        &post("x", "https://blog.example/post", "", isso),
        &[
            (Reader::Feed, &format!("{isso}&limit=10000")),
            (Reader::Feed, isso),
        ],
    );
}

#[test]
fn a_talk_elsewhere_is_asked_there() {
    let link = "https://news.example/story";
    check(
        &post("x", link, "https://news.ycombinator.com/item?id=42", ""),
        &[(
            Reader::HackerNews,
            "!https://hn.algolia.com/api/v1/items/42",
        )],
    );
    check(
        &post("x", link, "https://lobste.rs/s/abc123/a_story", ""),
        &[(Reader::Lobsters, "https://lobste.rs/s/abc123.json")],
    );
    check(
        &post(
            "t3_abc",
            "https://www.reddit.com/r/sails/comments/abc/which/",
            "",
            "",
        ),
        &[(
            Reader::Reddit,
            "https://www.reddit.com/r/sails/comments/abc/.json?limit=500&sort=old",
        )],
    );
    check(
        &post("x", link, "https://fedi.example/post/31", ""),
        &[(
            Reader::Lemmy,
            "https://fedi.example/api/v3/comment/list?post_id=31&type_=All&sort=Old&limit=50",
        )],
    );
    check(
        &post("x", "https://fedi.example/@ana/112", "", ""),
        &[(
            Reader::Mastodon,
            "https://fedi.example/api/v1/statuses/112/context",
        )],
    );
    let feed = "https://forum.example/t/sharpening/41.rss";
    check(
        &post("x", "https://forum.example/t/sharpening/41", "", feed),
        &[
            (Reader::Discourse, "https://forum.example/t/41.json"),
            (Reader::Feed, feed),
        ],
    );
    let hnrss = "https://hnrss.org/item?id=42&count=100";
    check(
        &post("x", link, "", hnrss),
        &[
            (
                Reader::HackerNews,
                "!https://hn.algolia.com/api/v1/items/42",
            ),
            (Reader::Feed, hnrss),
        ],
    );
}

#[test]
fn a_talk_the_text_links_to_is_somebody_elses_and_there_is_one() {
    let written = |html: &str| Post {
        html: html.to_owned(),
        ..post("x", "https://blog.example/post", "", "")
    };
    let one = "<p>Discuss <a href='https://news.ycombinator.com/item?id=42'>there</a>
        or <a href=\"https://lobste.rs/s/abc123/post\">here</a>, <a href='/x'>x</a>.</p>";
    let leads = [
        (
            Reader::HackerNews,
            "!https://hn.algolia.com/api/v1/items/42",
        ),
        (Reader::Lobsters, "!https://lobste.rs/s/abc123.json"),
    ];
    check(&written(one), &leads);
    check(&written(&one.repeat(2)), &leads);
    let two = format!("{one}<a href='https://news.ycombinator.com/item?id=43'>also</a>");
    check(&written(&two), &leads[1..]);
    let with_talk = Post {
        comment_feed: some("https://blog.example/post/comments.xml"),
        ..written(one)
    };
    check(
        &with_talk,
        &[(Reader::Feed, "https://blog.example/post/comments.xml")],
    );
}

fn page(html: &str, links: &[&str]) -> Body {
    Body {
        bytes: html.as_bytes().to_vec(),
        content_type: some("text/html; charset=utf-8"),
        links: links.iter().map(|link| (*link).to_owned()).collect(),
        url: "https://blog.example/kettle/#top".to_owned(),
        moved_to: None,
        validators: Validators::default(),
        hints: Hints::default(),
        is_partial: false,
    }
}

/// All leads but the last, which is the page.
fn check_page(html: &str, links: &[&str], expect: &[(Reader, &str)]) {
    let post = post("x", "https://blog.example/kettle/", "", "");
    let mut leads = ways_in(&post, &page(html, links));
    let last = leads.pop().unwrap();
    assert_eq!(
        (last.reader, last.url.as_str()),
        (Reader::Page, "https://blog.example/kettle/")
    );
    check_leads(&leads, expect);
}

#[test]
fn a_page_of_wordpress_names_its_interface_and_its_number() {
    let pretty = format!("https://blog.example/wp-json/wp/v2/comments?{ASKED}");
    let pretty = [(Reader::WordPress, pretty.as_str())];
    let api = "<link rel='https://api.w.org/' href='https://blog.example/wp-json/' />";
    check_page(
        "<link rel=\"alternate\" type=\"application/json\" href=\"https://blog.example/wp-json/wp/v2/posts/4\" />",
        &[],
        &pretty,
    );
    check_page(
        &format!("{api}<link rel=shortlink href='https://blog.example/?p=4'>"),
        &[],
        &pretty,
    );
    check_page(
        &format!("<head>{api}<body class='single postid-4 x'>"),
        &[],
        &pretty,
    );
    check_page(api, &[], &[]);
    check_page("<script>'<body class=postid-4>'</script>", &[], &[]);
    check_page(
        "",
        &[
            "<https://blog.example/wp-json/>; rel=\"https://api.w.org/\"",
            "<https://blog.example/?p=4>; rel=shortlink",
        ],
        &pretty,
    );
    let plain = format!("https://blog.example/index.php?rest_route=%2Fwp%2Fv2%2Fcomments&{ASKED}");
    check_page(
        "",
        &[
            "<https://blog.example/index.php?rest_route=/wp/v2/posts/4>; rel=\"alternate\"; type=\"application/json\"",
        ],
        &[(Reader::WordPress, &plain)],
    );
}

#[test]
fn other_programs_tell_of_themselves_in_a_page() {
    check_page(
        "<script data-isso='//comments.blog.example/' src='//comments.blog.example/js/embed.min.js'></script>
         <section id='isso-thread'></section>",
        &[],
        &[(Reader::Feed, "https://comments.blog.example/feed?uri=%2Fkettle%2F&limit=10000")],
    );
    check_page(
        "<section id=isso-thread data-isso-id='/k'></section><script src='https://isso.example/i/js/embed.min.js'></script>",
        &[],
        &[(
            Reader::Feed,
            "!https://isso.example/i/feed?uri=%2Fk&limit=10000",
        )],
    );
    check_page("<script src='/js/embed.min.js'></script>", &[], &[]);
    check_page(
        "<link rel=alternate type='application/activity+json' href='https://blog.example/users/ana/statuses/112'>",
        &[],
        &[(
            Reader::Mastodon,
            "https://blog.example/api/v1/statuses/112/context",
        )],
    );
    let topic = Body {
        url: "https://blog.example/t/kettle/41/3".to_owned(),
        ..page(
            "<meta name=generator content='Discourse 3.1.0 - https://github.com/discourse/discourse'>",
            &[],
        )
    };
    let leads = ways_in(&Post::default(), &topic);
    check_leads(
        &leads,
        &[
            (Reader::Discourse, "https://blog.example/t/41.json"),
            (Reader::Page, "https://blog.example/t/kettle/41/3"),
        ],
    );
}
