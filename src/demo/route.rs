//! What stands at a path of a blog at a moment; the other side of `address`.

use crate::demo::address;
use crate::demo::blog::{Blog, Format, Talks};
use crate::demo::post::{Post, Shown};
use crate::demo::world::World;
use crate::demo::write::{atom, board, changed, json, rss, wordpress};
use crate::demo::{page, picture};
use crate::model::hash::fnv1a;
use crate::model::time::Time;

/// Something to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    pub status: u16,
    pub content_type: &'static str,
    pub body: Vec<u8>,
    /// When the newest thing in it was written.
    pub modified: Time,
    /// Fields of its own, in ASCII.
    pub headers: Vec<(&'static str, String)>,
}

impl Resource {
    fn new(content_type: &'static str, body: impl Into<Vec<u8>>, modified: Time) -> Self {
        Self {
            status: 200,
            content_type,
            body: body.into(),
            modified,
            headers: Vec::new(),
        }
    }
}

const HTML: &str = "text/html; charset=UTF-8";
const JSON: &str = "application/json; charset=UTF-8";

/// What is at `target`, a path with or without a query, or nothing. A slash at the end of the path
/// makes no difference.
pub fn find(world: &World, blog: &'static Blog, target: &str, now: Time) -> Option<Resource> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path.trim_matches('/');
    if path == blog.feed.trim_matches('/') {
        return Some(posts(world, blog, blog.format, now));
    }
    let parts: Vec<&str> = path.split('/').collect();
    let special = match blog.talks {
        Talks::WordPress => wordpress(world, blog, &parts, query, now),
        Talks::Board => board(world, blog, &parts, now),
        Talks::Atom | Talks::Flat => match parts[..] {
            [slug, "comments.xml"] => comments(world, blog, slug, Format::Atom, now),
            _ => None,
        },
        Talks::List | Talks::None => None,
    };
    special.or_else(|| match parts[..] {
        [""] => Some(home(world, blog, now)),
        ["pictures", name] => drawn(world, name.strip_suffix(".png")?),
        [slug] => Some(page_of(&world.post_at(blog, slug, now)?)),
        _ => None,
    })
}

/// What `WordPress` has besides.
fn wordpress(
    world: &World,
    blog: &'static Blog,
    parts: &[&str],
    query: &str,
    now: Time,
) -> Option<Resource> {
    match *parts {
        [""] => {
            let post = world.numbered_at(blog, query.strip_prefix("p=")?.parse().ok()?, now)?;
            let mut moved = Resource::new(HTML, "", post.changed());
            moved.status = 301;
            moved.headers.push(("location", address::post(&post.post)));
            Some(moved)
        }
        ["feed", "atom"] => Some(posts(world, blog, Format::Atom, now)),
        ["comments", "feed"] => Some(all_comments(world, blog, Format::Rss, now)),
        ["comments", "feed", "atom"] => Some(all_comments(world, blog, Format::Atom, now)),
        [slug, "feed"] => comments(world, blog, slug, Format::Rss, now),
        [slug, "feed", "atom"] => comments(world, blog, slug, Format::Atom, now),
        ["wp-json", "wp", "v2", "comments"] => Some(for_programs(world, blog, query, now)),
        ["wp-json", "wp", "v2", "posts", number] => {
            let shown = world.numbered_at(blog, number.parse().ok()?, now)?;
            let post = wordpress::post(&shown.post);
            Some(Resource::new(JSON, post, shown.post.published))
        }
        _ => None,
    }
}

/// The comments under a post by its number; under one that is not there are none.
fn for_programs(world: &World, blog: &Blog, query: &str, now: Time) -> Resource {
    let wish = match wordpress::wish(query) {
        Ok(wish) => wish,
        Err(parameter) => {
            let refusal = wordpress::refusal(parameter);
            return Resource {
                status: 400,
                ..Resource::new(JSON, refusal, world.beginning())
            };
        }
    };
    let Some(shown) = world.numbered_at(blog, wish.post, now) else {
        return Resource::new(JSON, "[]", world.beginning());
    };
    let part = wordpress::comments(&shown, &wish);
    let mut resource = Resource::new(JSON, part.written, shown.changed());
    resource.headers = vec![
        ("x-wp-total", part.total.to_string()),
        ("x-wp-totalpages", part.pages.to_string()),
    ];
    let next = part.next.map(|next| format!("<{next}>; rel=\"next\""));
    resource.headers.extend(next.map(|next| ("link", next)));
    resource
}

/// What a board of links has besides: a story by its letters, whatever words follow them.
fn board(world: &World, blog: &Blog, parts: &[&str], now: Time) -> Option<Resource> {
    let (["s", code] | ["s", code, _]) = *parts else {
        return None;
    };
    let for_programs = code.strip_suffix(".json");
    let shown = world.story_at(blog, for_programs.unwrap_or(code), now)?;
    Some(match for_programs {
        Some(_) => Resource::new(JSON, board::story(&shown), shown.changed()),
        None => page_of(&shown),
    })
}

fn page_of(shown: &Shown) -> Resource {
    let mut resource = Resource::new(HTML, page::post(shown), shown.changed());
    resource.headers = links(&shown.post);
    resource
}

/// What `WordPress` says of a post in the head of every answer about it.
fn links(post: &Post) -> Vec<(&'static str, String)> {
    if post.blog.talks != Talks::WordPress {
        return Vec::new();
    }
    let links = [
        format!(
            "<{}>; rel=\"https://api.w.org/\"",
            address::for_programs(post.blog)
        ),
        format!(
            "<{}>; rel=\"alternate\"; type=\"application/json\"",
            address::post_for_programs(post)
        ),
        format!("<{}>; rel=shortlink", address::shortlink(post)),
    ];
    links.into_iter().map(|link| ("link", link)).collect()
}

fn drawn(world: &World, name: &str) -> Option<Resource> {
    let number = world.seed() ^ fnv1a(name.bytes());
    (!name.is_empty()).then(|| Resource::new("image/png", picture::png(number), world.beginning()))
}

fn home(world: &World, blog: &'static Blog, now: Time) -> Resource {
    let shown = world.shown_at(blog, now);
    let modified = changed(&shown, world.beginning());
    Resource::new(HTML, page::home(blog, &shown), modified)
}

fn posts(world: &World, blog: &Blog, format: Format, now: Time) -> Resource {
    let shown = world.shown_at(blog, now);
    let written = match format {
        Format::Rss => rss::posts(blog, &shown, world.beginning()),
        Format::Atom => atom::posts(blog, &shown, world.beginning()),
        Format::Json => json::posts(blog, &shown),
    };
    feed(format, written, changed(&shown, world.beginning()))
}

fn all_comments(world: &World, blog: &Blog, format: Format, now: Time) -> Resource {
    let shown = world.shown_at(blog, now);
    let write = if format == Format::Atom {
        atom::all_comments
    } else {
        rss::all_comments
    };
    let written = write(blog, &shown, world.beginning());
    feed(format, written, changed(&shown, world.beginning()))
}

fn comments(world: &World, blog: &Blog, slug: &str, format: Format, now: Time) -> Option<Resource> {
    let shown = world.post_at(blog, slug, now)?;
    let write = if format == Format::Atom {
        atom::comments
    } else {
        rss::comments
    };
    let mut resource = feed(format, write(&shown), shown.changed());
    resource.headers = links(&shown.post);
    Some(resource)
}

fn feed(format: Format, written: String, modified: Time) -> Resource {
    let content_type = match format {
        Format::Rss => "application/rss+xml; charset=UTF-8",
        Format::Atom => "application/atom+xml; charset=UTF-8",
        Format::Json => "application/feed+json; charset=UTF-8",
    };
    Resource::new(content_type, written, modified)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::blog::BLOGS;

    #[test]
    fn every_address_a_blog_names_is_there() {
        let epoch = Time(1_700_000_000);
        let world = World::new(7, epoch);
        for blog in &BLOGS {
            let shown = world.shown_at(blog, epoch);
            assert!(!shown.is_empty(), "{} has posts", blog.title);
            let mut named = vec![
                address::home(blog),
                address::posts_feed(blog, blog.format),
                address::within(blog, "/pictures/a.png"),
            ];
            for format in [Format::Rss, Format::Atom] {
                named.extend(address::all_comments_feed(blog, format));
                for shown in &shown {
                    named.push(address::post(&shown.post));
                    named.extend(address::comments_feed(&shown.post, format));
                    named.extend(address::story_for_programs(&shown.post));
                }
            }
            if blog.talks == Talks::WordPress {
                for shown in &shown {
                    named.push(address::shortlink(&shown.post));
                    named.push(address::post_for_programs(&shown.post));
                }
            }
            for url in named {
                let path = url.strip_prefix(&format!("http://{}/", blog.host));
                let path = path.expect("on its own host");
                assert!(find(&world, blog, path, epoch).is_some(), "{url}");
            }
            for nothing in [
                "nothing",
                "nothing/feed",
                "pictures/",
                "a/b/c/d",
                "favicon.ico",
            ] {
                assert_eq!(find(&world, blog, nothing, epoch), None, "{nothing}");
            }
        }
    }
}
