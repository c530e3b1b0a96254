//! JSON Feed 1.1. It has no word for comments; their feed is named on the page of a post.

use crate::demo::address;
use crate::demo::blog::{Blog, Format};
use crate::demo::post::Shown;
use crate::demo::write::dates::rfc3339;
use crate::demo::write::escape::json;

/// The feed of a blog's posts, newest first.
pub fn posts(blog: &Blog, shown: &[Shown]) -> String {
    let items: Vec<String> = shown.iter().map(post).collect();
    let feed = object(&[
        ("version", json("https://jsonfeed.org/version/1.1")),
        ("title", json(blog.title)),
        ("description", json(blog.subtitle)),
        ("home_page_url", json(&address::home(blog))),
        ("feed_url", json(&address::posts_feed(blog, Format::Json))),
        ("language", json(blog.language)),
        ("items", array(&items)),
    ]);
    feed + "\n"
}

fn post(shown: &Shown) -> String {
    let post = &shown.post;
    let mut members = vec![
        ("id", json(&address::post_id(post))),
        ("url", json(&address::post(post))),
    ];
    if !post.title.is_empty() {
        members.push(("title", json(&post.title)));
    }
    if let Some(image) = &post.image {
        members.push(("image", json(&address::within(post.blog, image))));
    }
    let tags: Vec<String> = post.tags.iter().map(|tag| json(tag)).collect();
    members.extend([
        ("content_html", json(&post.html)),
        ("date_published", json(&rfc3339(post.published))),
        ("authors", array(&[object(&[("name", json(&post.author))])])),
        ("tags", array(&tags)),
    ]);
    object(&members)
}

/// An object of these members, whose values are JSON already.
pub(super) fn object(members: &[(&str, String)]) -> String {
    let members = members.iter();
    let members: Vec<String> = members
        .map(|(name, value)| format!("{}: {value}", json(name)))
        .collect();
    format!("{{{}}}", members.join(", "))
}

/// An array of what is JSON already.
pub(super) fn array(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}
