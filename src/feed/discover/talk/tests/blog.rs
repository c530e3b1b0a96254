//! The captures of a real `WordPress`: every comment feed is proven for its own post, for no other one,
//! and its comments say which post they stand under.

use std::fs;

use crate::feed::discover::talk::tests::{feed, post_of};
use crate::feed::discover::talk::{is_site_wide, posts_of, proven, twin};
use crate::model::parsed::ParsedFeed;
use crate::model::talk::Post;

const HOME: &str = "http://127.0.0.1:18473";

/// The post a capture is of, by its name below `wordpress`; nothing for feeds of the whole site.
fn slug(file: &str) -> Option<&str> {
    let (folder, name) = file.split_once('/')?;
    let stem = name.split('.').next()?;
    match folder {
        "post" if stem == "morning" => Some("%e9%9d%99%e3%81%8b%e3%81%aa%e6%9c%9d"),
        "post" => Some(stem),
        "lang" => (!name.contains(".comments.")).then_some("a-kettle-that-talks"),
        _ => match stem.split('-').next()? {
            "kettle" => Some("a-kettle-that-talks"),
            "many" => Some("twenty-seven-answers"),
            _ => None,
        },
    }
}

/// Every comment feed of the captures, by its name, with the post it is of.
fn captures() -> Vec<(String, ParsedFeed)> {
    let mut found = Vec::new();
    for folder in [
        "post",
        "lang",
        "paging",
        "plain",
        "after-new",
        "after-approve",
        "comments",
    ] {
        let path = format!(
            "{}/tests/feeds/wordpress/{folder}",
            env!("CARGO_MANIFEST_DIR")
        );
        for entry in fs::read_dir(path).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let is_feed = name.rsplit_once('.').is_some_and(|(_, end)| end == "xml");
            let is_page = name == "comments-paged2.rss2.xml";
            if is_feed && !name.starts_with("site.") && !is_page {
                let file = format!("{folder}/{name}");
                let feed = feed(&format!("wordpress/{file}"));
                found.push((file, feed));
            }
        }
    }
    assert!(found.len() > 50, "{}", found.len());
    found
}

/// The posts of the site's own feed, and the page, which no feed has.
fn posts() -> Vec<Post> {
    let url = format!("{HOME}/feed/");
    let mut posts = Vec::new();
    for file in ["rss2", "atom", "rdf", "rss092"] {
        let site = feed(&format!("wordpress/site/{file}.xml"));
        posts.extend(site.entries.iter().map(|entry| post_of(&url, &site, entry)));
    }
    posts.push(Post {
        key: format!("{HOME}/?p=12"),
        link: Some(format!("{HOME}/about/")),
        title: "About this place".to_owned(),
        feed_url: url,
        site: Some(HOME.to_owned()),
        ..Post::default()
    });
    posts
}

fn is_of(post: &Post, slug: &str) -> bool {
    let link = post.link.as_deref().unwrap_or_default().to_lowercase();
    link.trim_end_matches('/') == format!("{HOME}/{slug}")
}

#[test]
fn every_comment_feed_is_proven_for_its_post_and_for_no_other() {
    let posts = posts();
    let (mut yes, mut no) = (0, 0);
    for (file, feed) in captures() {
        let slug = slug(&file);
        for post in &posts {
            let expect = slug.is_some_and(|slug| is_of(post, slug));
            let verdict = proven(post, &feed);
            assert_eq!(
                verdict.is_ok(),
                expect,
                "{file} {:?} {verdict:?}",
                post.link
            );
            if expect {
                yes += 1;
            } else {
                no += 1;
            }
        }
    }
    assert!(yes > 150 && no > 1000, "{yes} {no}");
}

#[test]
fn a_blog_that_moved_is_still_known() {
    let feed = feed("wordpress/post/a-kettle-that-talks.rss2.xml");
    let check = |link: &str, key: &str| {
        let post = Post {
            link: Some(link.to_owned()),
            key: key.to_owned(),
            ..Post::default()
        };
        assert_eq!(proven(&post, &feed), Ok(()), "{link} {key}");
    };
    check("https://www.loop.example/a-kettle-that-talks", "1");
    check(
        "https://loop.example/a-kettle-that-talks/comment-page-2/?utm_source=x#comments",
        "1",
    );
    check("https://loop.example/a%2Dkettle-that-talks/", "1");
    check("https://loop.example/a-kettle-that-talks.html", "1");
    check(
        "https://count.example/~r/loop/3/x",
        "http://loop.example/?p=4",
    );
    let morning = feed_of_morning();
    for link in [
        "https://loop.example/静かな朝/",
        "https://loop.example/%E9%9D%99%E3%81%8B%E3%81%AA%E6%9C%9D",
    ] {
        let post = Post {
            link: Some(link.to_owned()),
            ..Post::default()
        };
        assert_eq!(proven(&post, &morning), Ok(()), "{link}");
    }
}

fn feed_of_morning() -> ParsedFeed {
    feed("wordpress/post/morning.atom.xml")
}

#[test]
fn an_empty_feed_is_proven_by_where_it_leads_and_not_for_a_whole_site() {
    let mut empty = feed("wordpress/post/nobody-yet.atom.xml");
    assert!(empty.entries.is_empty());
    let post = posts()
        .into_iter()
        .find(|post| is_of(post, "nobody-yet"))
        .unwrap();
    assert_eq!(proven(&post, &empty), Ok(()));
    empty.site = None;
    assert_eq!(proven(&post, &empty), Ok(()), "by its own address");
    (empty.self_url, empty.id) = (None, None);
    assert_eq!(proven(&post, &empty), Ok(()), "by its title");
    empty.site = Some(format!("{HOME}/"));
    assert!(
        proven(&post, &empty).is_err(),
        "the site's title may speak of it, too"
    );
    empty.title = None;
    empty.site = None;
    let told = "it is empty and does not say which entry it belongs to";
    assert_eq!(proven(&post, &empty), Err(told.to_owned()));
    empty.self_url = Some(format!("{HOME}/comments/feed/atom/"));
    empty.title = Some("Comments on: Nobody has answered yet".to_owned());
    let told = "it holds the comments of the whole site";
    assert_eq!(proven(&post, &empty), Err(told.to_owned()));
}

#[test]
fn articles_are_no_comments_on_one_of_them() {
    for file in ["site/rss2.xml", "site/atom.xml", "after-new/site.rss2.xml"] {
        let site = feed(&format!("wordpress/{file}"));
        for post in posts() {
            let told = proven(&post, &site).unwrap_err();
            assert_eq!(told, "its items are other posts", "{file} {:?}", post.link);
        }
    }
}

#[test]
fn a_comment_says_which_post_it_stands_under() {
    let mut seen = 0;
    for (file, feed) in captures() {
        for comment in &feed.entries {
            let posts = posts_of(comment);
            let is_post = |post: &String| {
                !post.contains('#') && !post.contains("comment-page") && post.starts_with(HOME)
            };
            assert!(posts.iter().all(is_post), "{file} {posts:?}");
            let slug = slug(&file).unwrap_or_default();
            let is_link = posts[0].to_lowercase().contains(slug) && posts[0].ends_with('/');
            assert!(is_link, "{file} {posts:?}");
            // The guid of one post is its address.
            let expect = match slug {
                "tags-and-angles" => 1,
                _ if posts[0].contains("tags-and-angles") => 1,
                _ => 2,
            };
            assert_eq!(posts.len(), expect, "{file} {posts:?}");
            let number = posts
                .last()
                .and_then(|post| post.strip_prefix(&format!("{HOME}/?p=")));
            assert!(expect == 1 || number.is_some(), "{file} {posts:?}");
            seen += 1;
        }
    }
    assert!(seen > 350, "{seen}");
}

#[test]
fn the_feed_of_the_site_is_told_from_those_of_posts() {
    for (file, feed) in captures() {
        // By its address, and by what stands in it.
        let expect = slug(&file).is_none();
        assert_eq!(is_site_wide("http://x.example/", &feed), expect, "{file}");
        let mut unnamed = feed;
        (unnamed.self_url, unnamed.id) = (None, None);
        assert_eq!(
            is_site_wide("http://x.example/", &unnamed),
            expect,
            "{file}"
        );
    }
}

#[test]
fn what_the_blog_names_has_its_twin_and_no_more() {
    let site = feed("wordpress/site/rss2.xml");
    let named = site
        .entries
        .iter()
        .filter_map(|entry| entry.comments.feed());
    assert!(named.clone().count() > 5);
    for named in named {
        let atom = format!("{named}atom/");
        assert_eq!(twin(named), Some(atom.clone()));
        assert_eq!(twin(&atom), None);
    }
}
