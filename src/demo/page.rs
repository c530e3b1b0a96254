//! The pages a browser shows, and by which a reader given a page finds its feeds.

use crate::demo::address;
use crate::demo::blog::{Blog, Format, Talks};
use crate::demo::post::{Comment, Post, Shown};
use crate::demo::write::dates::{for_people, rfc3339};
use crate::demo::write::escape::xml;
use crate::demo::write::excerpt;

const STYLE: &str = "body{max-width:42em;margin:2em auto;padding:0 1em;font:1.05em/1.6 Georgia,serif;\
    color:#222;background:#fdfcf9}a{color:#7a3b1d}img{max-width:100%;height:auto}\
    pre{overflow:auto;padding:.6em;background:#f0ede6}header,footer,.by{color:#666}\
    table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2em .6em}\
    cite{font-style:normal}ol.talk,ol.talk ol{list-style:none;padding-left:1.2em;border-left:2px solid #e3ddd0}";

/// The page of a whole blog: its posts, newest first, and its feeds.
pub fn home(blog: &'static Blog, shown: &[Shown]) -> String {
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
    let whole = Page {
        blog,
        title: blog.title.to_owned(),
        feeds,
        of: None,
    };
    whole.around(&body)
}

/// The page of one post, with its comments as a tree.
pub fn post(shown: &Shown) -> String {
    let post = &shown.post;
    let mut feeds = site_feeds(post.blog);
    if shown.has_talk() {
        let formats = [Format::Rss, Format::Atom].into_iter();
        feeds.extend(formats.filter_map(|format| {
            Some(FeedLink {
                url: address::comments_feed(post, format)?,
                title: format!("{} » {} Comments Feed", post.blog.title, heading(post)),
                format,
            })
        }));
    }
    let talk = if shown.has_talk() {
        let count = shown.comments.len();
        let tree = answers(shown, None);
        format!("<h3 id=\"comments\">Comments: {count}</h3>\n{tree}<p id=\"respond\"></p>\n")
    } else if post.blog.has_talks() {
        "<p>Comments are closed.</p>\n".to_owned()
    } else {
        String::new()
    };
    let title = heading(post);
    let (name, place) = (xml(&title), xml(&address::link(post)));
    let above = address::answered_message(post).map_or(String::new(), |(_, page)| {
        format!("<p>In reply to <a href=\"{0}\">{0}</a></p>\n", xml(&page))
    });
    let body = format!(
        "<article>\n<h1><a href=\"{place}\">{name}</a></h1>\n{}{above}{}\n</article>\n{talk}",
        by(post),
        post.html
    );
    let whole = Page {
        blog: post.blog,
        title: format!("{title} – {}", post.blog.title),
        feeds,
        of: Some(post),
    };
    whole.around(&body)
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

/// What stands around the words of a page.
struct Page<'a> {
    blog: &'static Blog,
    title: String,
    feeds: Vec<FeedLink>,
    /// The post it is of.
    of: Option<&'a Post>,
}

impl Page<'_> {
    fn around(&self, body: &str) -> String {
        let blog = self.blog;
        let links = self.feeds.iter().map(|feed| {
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
             {wordpress}<style>{STYLE}</style>\n</head>\n<body{class}>\n\
             <header><a href=\"{home}\">{blog}</a> · {subtitle}</header>\n<main>\n{body}</main>\n\
             </body>\n</html>\n",
            language = blog.language,
            title = xml(&self.title),
            links = links.collect::<String>(),
            wordpress = self.wordpress().unwrap_or_default(),
            class = self.class().unwrap_or_default(),
            home = xml(&address::home(blog)),
            blog = xml(blog.title),
            subtitle = xml(blog.subtitle),
        )
    }

    /// What `WordPress` adds to the head of every page, and to that of a post.
    fn wordpress(&self) -> Option<String> {
        (self.blog.talks == Talks::WordPress).then(|| {
            let programs = xml(&address::for_programs(self.blog));
            let of_post = self.of.map_or(String::new(), |post| {
                format!(
                    "<link rel=\"alternate\" type=\"application/json\" href=\"{}\">\n\
                     <link rel=\"shortlink\" href=\"{}\">\n",
                    xml(&address::post_for_programs(post)),
                    xml(&address::shortlink(post)),
                )
            });
            format!(
                "<link rel=\"https://api.w.org/\" href=\"{programs}\">\n{of_post}\
                 <meta name=\"generator\" content=\"WordPress 6.1.9\">\n"
            )
        })
    }

    fn class(&self) -> Option<String> {
        let post = self.of?;
        (self.blog.talks == Talks::WordPress)
            .then(|| format!(" class=\"single single-post postid-{}\"", post.number))
    }
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
        // One whose parent is not to be seen stands with those that answer the post.
        let known = comment
            .parent
            .filter(|parent| shown.comment(*parent).is_some());
        known == parent
    });
    let items: String = here.map(|comment| item(shown, comment)).collect();
    let class = if parent.is_some() { "children" } else { "talk" };
    if items.is_empty() {
        items
    } else {
        format!("<ol class=\"{class}\">\n{items}</ol>\n")
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
        "<li class=\"{kind}\" id=\"{place}\" dir=\"auto\">\n\
         <p class=\"by comment-author\"><cite class=\"fn\">{name}</cite> · \
         <time datetime=\"{machine}\">{person}</time></p>\n\
         <div class=\"comment-content\">\n{html}\n</div>\n\
         {answers}</li>\n",
        place = address::fragment(&shown.post, comment.number),
        machine = rfc3339(comment.written),
        person = for_people(comment.written),
        html = comment.html,
        answers = answers(shown, Some(comment.number)),
    )
}
