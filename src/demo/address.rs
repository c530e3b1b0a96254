//! Where things are, and what their ids are: the addresses `route` answers and every feed names.

use crate::demo::blog::{Blog, Format, Talks};
use crate::demo::post::{Comment, Post};

/// The blog's own page.
pub fn home(blog: &Blog) -> String {
    format!("http://{}/", blog.host)
}

/// The address of what a text of this blog calls `path`.
pub fn within(blog: &Blog, path: &str) -> String {
    if path.contains("://") {
        path.to_owned()
    } else {
        format!("http://{}/{}", blog.host, path.trim_start_matches('/'))
    }
}

/// The feed of its posts. Only `WordPress` has it in a second format.
pub fn posts_feed(blog: &Blog, format: Format) -> String {
    let twin = if format == blog.format { "" } else { "atom/" };
    format!("{}{}{twin}", home(blog), blog.feed)
}

/// The feed of all comments of the blog; `WordPress` alone has one.
pub fn all_comments_feed(blog: &Blog, format: Format) -> Option<String> {
    let twin = if format == Format::Rss { "" } else { "atom/" };
    (blog.talks == Talks::WordPress).then(|| format!("{}comments/feed/{twin}", home(blog)))
}

/// The page of a post.
pub fn post(post: &Post) -> String {
    format!("http://{}/{}", post.blog.host, post.slug)
}

/// The id of a post, which stays when its address changes.
pub fn post_id(of: &Post) -> String {
    let (blog, number) = (of.blog, of.number);
    match (blog.talks, blog.format) {
        (Talks::WordPress, _) => format!("http://{}/?p={number}", blog.host),
        (_, Format::Atom) => format!("tag:{},2020:{}", blog.host, of.slug),
        (_, Format::Rss | Format::Json) => post(of),
    }
}

/// The place on the post's page where its comments begin.
pub fn comments(of: &Post, count: usize) -> String {
    let fragment = if count == 0 { "respond" } else { "comments" };
    format!("{}#{fragment}", post(of))
}

/// The feed of the comments under a post, where its blog has one in that format.
pub fn comments_feed(of: &Post, format: Format) -> Option<String> {
    let path = match (of.blog.talks, format) {
        (Talks::WordPress, Format::Rss) => "feed/",
        (Talks::WordPress, Format::Atom) => "feed/atom/",
        (Talks::Atom, Format::Atom) => "comments.xml",
        _ => return None,
    };
    Some(format!("{}/{path}", post(of)))
}

/// The place of a comment on the page of its post.
pub fn comment(of: &Post, number: u64) -> String {
    format!("{}#comment-{number}", post(of))
}

/// The id of a comment.
pub fn comment_id(of: &Post, number: u64) -> String {
    match of.blog.talks {
        Talks::WordPress => format!("{}#comment-{number}", post_id(of)),
        Talks::Atom | Talks::None => {
            format!("tag:{},2020:{}/comment/{number}", of.blog.host, of.slug)
        }
    }
}

/// Id and address of what a comment answers: another comment, or the post.
pub fn answered(of: &Post, reply: &Comment) -> (String, String) {
    match reply.parent {
        Some(parent) => (comment_id(of, parent), comment(of, parent)),
        None => (post_id(of), post(of)),
    }
}
