//! The pages a browser shows, and by which a reader given a page finds its feeds.

use crate::demo::address;
use crate::demo::blog::{Blog, Format};
use crate::demo::post::{Comment, Post, Shown};
use crate::demo::write::dates::{for_people, rfc3339};
use crate::demo::write::escape::xml;
use crate::demo::write::excerpt;

const STYLE: &str = "body{max-width:42em;margin:2em auto;padding:0 1em;font:1.05em/1.6 Georgia,serif;\
    color:#222;background:#fdfcf9}a{color:#7a3b1d}img{max-width:100%;height:auto}\
    pre{overflow:auto;padding:.6em;background:#f0ede6}header,footer,.by{color:#666}\
    table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em}\
    ol.talk,ol.talk ol{list-style:none;padding-left:1.2em;border-left:2px solid #e3ddd0}";

/// The page of a whole blog: its posts, newest first, and its feeds.
pub fn home(blog: &Blog, shown: &[Shown]) -> String {
    let posts = shown.iter().map(|shown| {
        let post = &shown.post;
        format!(
            "<article>\n<h2><a href=\"{}\">{}</a></h2>\n{}<p>{}</p>\n</article>\n",
            xml(&address::post(post)),
            xml(&heading(post)),
            by(post),
            excerpt(&post.html),
        )
    });
    let feeds = site_feeds(blog);
    let named = feeds.iter().map(|feed| {
        let (url, title) = (xml(&feed.url), xml(&feed.title));
        format!("<li><a href=\"{url}\">{title}</a></li>\n")
    });
    let named: String = named.collect();
    let body = format!(
        "{}<h3>Feeds</h3>\n<ul>\n{named}</ul>\n",
        posts.collect::<String>()
    );
    around(blog, blog.title, &feeds, &body)
}

/// The page of one post, with its comments as a tree.
pub fn post(shown: &Shown) -> String {
    let post = &shown.post;
    let mut feeds = site_feeds(post.blog);
    feeds.extend(
        [Format::Rss, Format::Atom]
            .into_iter()
            .filter_map(|format| {
                Some(FeedLink {
                    url: address::comments_feed(post, format)?,
                    title: format!("{} » {} Comments Feed", post.blog.title, heading(post)),
                    format,
                })
            }),
    );
    let talk = if post.blog.has_talks() {
        let count = shown.comments.len();
        let tree = answers(shown, None);
        format!("<h3 id=\"comments\">Comments: {count}</h3>\n{tree}<p id=\"respond\"></p>\n")
    } else {
        String::new()
    };
    let title = heading(post);
    let body = format!(
        "<article>\n<h1>{}</h1>\n{}{}\n</article>\n{talk}",
        xml(&title),
        by(post),
        post.html
    );
    around(
        post.blog,
        &format!("{title} – {}", post.blog.title),
        &feeds,
        &body,
    )
}

/// A feed a page names in its head.
struct FeedLink {
    url: String,
    title: String,
    format: Format,
}

fn site_feeds(blog: &Blog) -> Vec<FeedLink> {
    let posts = FeedLink {
        url: address::posts_feed(blog, blog.format),
        title: format!("{} » Feed", blog.title),
        format: blog.format,
    };
    let comments = address::all_comments_feed(blog, Format::Rss).map(|url| FeedLink {
        url,
        title: format!("{} » Comments Feed", blog.title),
        format: Format::Rss,
    });
    std::iter::once(posts).chain(comments).collect()
}

fn around(blog: &Blog, title: &str, feeds: &[FeedLink], body: &str) -> String {
    let links = feeds.iter().map(|feed| {
        let kind = match feed.format {
            Format::Rss => "application/rss+xml",
            Format::Atom => "application/atom+xml",
            Format::Json => "application/feed+json",
        };
        let (url, title) = (xml(&feed.url), xml(&feed.title));
        format!("<link rel=\"alternate\" type=\"{kind}\" title=\"{title}\" href=\"{url}\">\n")
    });
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n{links}\
         <style>{STYLE}</style>\n</head>\n<body>\n\
         <header><a href=\"{home}\">{blog}</a> · {subtitle}</header>\n<main>\n{body}</main>\n\
         </body>\n</html>\n",
        language = blog.language,
        title = xml(title),
        links = links.collect::<String>(),
        home = xml(&address::home(blog)),
        blog = xml(blog.title),
        subtitle = xml(blog.subtitle),
    )
}

/// What a post is called; one without a title by its day.
fn heading(post: &Post) -> String {
    if post.title.is_empty() {
        format!("Note of {}", for_people(post.published))
    } else {
        post.title.clone()
    }
}

fn by(post: &Post) -> String {
    let (author, machine) = (xml(&post.author), rfc3339(post.published));
    let person = for_people(post.published);
    format!("<p class=\"by\">{author} · <time datetime=\"{machine}\">{person}</time></p>\n")
}

/// The comments that answer `parent`, each with those that answer it.
fn answers(shown: &Shown, parent: Option<u64>) -> String {
    let here = shown.comments.iter().filter(|comment| {
        // One whose parent has left the window stands with those that answer the post.
        let known = comment
            .parent
            .filter(|parent| shown.comment(*parent).is_some());
        known == parent
    });
    let items: String = here.map(|comment| item(shown, comment)).collect();
    if items.is_empty() {
        items
    } else {
        format!("<ol class=\"talk\">\n{items}</ol>\n")
    }
}

fn item(shown: &Shown, comment: &Comment) -> String {
    let kind = if comment.ping { "pingback" } else { "comment" };
    let name = xml(&comment.author);
    let name = match &comment.url {
        Some(url) => format!("<a href=\"{}\" rel=\"nofollow\">{name}</a>", xml(url)),
        None => name,
    };
    format!(
        "<li class=\"{kind}\" id=\"comment-{number}\" dir=\"auto\">\n\
         <p class=\"by\">{name} · <time datetime=\"{machine}\">{person}</time></p>\n{html}\n\
         {answers}</li>\n",
        number = comment.number,
        machine = rfc3339(comment.written),
        person = for_people(comment.written),
        html = comment.html,
        answers = answers(shown, Some(comment.number)),
    )
}
