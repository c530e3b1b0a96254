//! Where things are, and what their ids are: the addresses `route` answers and every feed names.

use crate::demo::blog::{Blog, Format, Talks};
use crate::demo::post::{Comment, Post};
use crate::model::hash::fnv1a;

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
    match post.blog.talks {
        Talks::Board => format!("{}/{}", story(post), post.slug.replace('-', "_")),
        _ => page(post.blog, &post.slug),
    }
}

fn page(blog: &Blog, slug: &str) -> String {
    format!("http://{}/{slug}", blog.host)
}

/// Where a post leads: its own page, or another one that it points to.
pub fn link(of: &Post) -> String {
    of.link.clone().unwrap_or_else(|| post(of))
}

/// The id of a post, which stays when its address changes.
pub fn post_id(of: &Post) -> String {
    match of.blog.talks {
        Talks::WordPress => shortlink(of),
        Talks::Board => story(of),
        _ => id(of.blog, &of.slug),
    }
}

fn id(blog: &Blog, slug: &str) -> String {
    match blog.format {
        Format::Atom => format!("tag:{},2020:{slug}", blog.host),
        Format::Rss | Format::Json => page(blog, slug),
    }
}

/// The message a message answers, its id and its address.
pub fn answered_message(of: &Post) -> Option<(String, String)> {
    let slug = of.answers.as_ref()?;
    Some((id(of.blog, slug), page(of.blog, slug)))
}

/// `WordPress`'s address of a post by its number.
pub fn shortlink(of: &Post) -> String {
    format!("http://{}/?p={}", of.blog.host, of.number)
}

/// Where `WordPress` answers programs.
pub fn for_programs(blog: &Blog) -> String {
    format!("{}wp-json/", home(blog))
}

/// A post as `WordPress` gives it to programs.
pub fn post_for_programs(of: &Post) -> String {
    format!("{}wp/v2/posts/{}", for_programs(of.blog), of.number)
}

/// A board's address of a story, without its words.
fn story(of: &Post) -> String {
    format!("http://{}/s/{}", of.blog.host, story_code(&of.slug))
}

/// A story with its whole talk, as a board gives it to programs.
pub fn story_for_programs(of: &Post) -> Option<String> {
    (of.blog.talks == Talks::Board).then(|| format!("{}.json", story(of)))
}

/// The letters a board has for a story.
pub fn story_code(slug: &str) -> String {
    letters(fnv1a(slug.bytes()))
}

/// The letters a board has for a comment.
pub fn comment_code(number: u64) -> String {
    letters(fnv1a(number.to_le_bytes()))
}

/// Six letters and digits.
fn letters(mut number: u64) -> String {
    const LETTERS: [char; 36] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r',
        's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
    ];
    let mut letter = || {
        let letter = usize::try_from(number % 36).unwrap_or(0);
        number /= 36;
        LETTERS[letter]
    };
    (0..6).map(|_| letter()).collect()
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
        (Talks::Atom | Talks::Flat, Format::Atom) => "comments.xml",
        _ => return None,
    };
    Some(format!("{}/{path}", post(of)))
}

/// What the place of a comment on the page of its post is called.
pub fn fragment(of: &Post, number: u64) -> String {
    match of.blog.talks {
        Talks::Board => format!("c_{}", comment_code(number)),
        _ => format!("comment-{number}"),
    }
}

/// The place of a comment on the page of its post.
pub fn comment(of: &Post, number: u64) -> String {
    format!("{}#{}", post(of), fragment(of, number))
}

/// The id of a comment.
pub fn comment_id(of: &Post, number: u64) -> String {
    match of.blog.talks {
        Talks::WordPress => format!("{}#comment-{number}", post_id(of)),
        Talks::Board => format!("http://{}/c/{}", of.blog.host, comment_code(number)),
        Talks::Atom | Talks::Flat | Talks::List | Talks::None => {
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
