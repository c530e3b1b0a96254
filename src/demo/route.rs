//! What stands at a path of a blog at a moment; the other side of `address`.

use crate::demo::blog::{Blog, Format, Talks};
use crate::demo::world::World;
use crate::demo::write::{atom, changed, json, rss};
use crate::demo::{page, picture};
use crate::model::hash::fnv1a;
use crate::model::time::Time;

/// How many comments the feed of a whole blog has.
const NEWEST: usize = 20;

/// Something to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    pub content_type: &'static str,
    pub body: Vec<u8>,
    /// When the newest thing in it was written.
    pub modified: Time,
}

/// What is at `path`, or nothing. A slash at its end makes no difference.
pub fn find(world: &World, blog: &Blog, path: &str, now: Time) -> Option<Resource> {
    let path = path.trim_matches('/');
    if path == blog.feed.trim_matches('/') {
        return Some(posts(world, blog, blog.format, now));
    }
    let wordpress = blog.talks == Talks::WordPress;
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        [""] => Some(home(world, blog, now)),
        ["pictures", name] => drawn(world, name.strip_suffix(".png")?),
        ["feed", "atom"] if wordpress => Some(posts(world, blog, Format::Atom, now)),
        ["comments", "feed"] if wordpress => Some(all_comments(world, blog, Format::Rss, now)),
        ["comments", "feed", "atom"] if wordpress => {
            Some(all_comments(world, blog, Format::Atom, now))
        }
        [slug] => {
            let shown = world.post_at(blog, slug, now)?;
            Some(Resource {
                content_type: "text/html; charset=UTF-8",
                body: page::post(&shown).into_bytes(),
                modified: shown.changed(),
            })
        }
        [slug, "feed"] if wordpress => comments(world, blog, slug, Format::Rss, now),
        [slug, "feed", "atom"] if wordpress => comments(world, blog, slug, Format::Atom, now),
        [slug, "comments.xml"] if blog.talks == Talks::Atom => {
            comments(world, blog, slug, Format::Atom, now)
        }
        _ => None,
    }
}

fn drawn(world: &World, name: &str) -> Option<Resource> {
    let number = world.seed() ^ fnv1a(name.bytes());
    (!name.is_empty()).then(|| Resource {
        content_type: "image/png",
        body: picture::png(number),
        modified: world.beginning(),
    })
}

fn home(world: &World, blog: &Blog, now: Time) -> Resource {
    let shown = world.shown_at(blog, now);
    Resource {
        content_type: "text/html; charset=UTF-8",
        body: page::home(blog, &shown).into_bytes(),
        modified: changed(&shown, world.beginning()),
    }
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
    let written = write(blog, &shown, NEWEST, world.beginning());
    feed(format, written, changed(&shown, world.beginning()))
}

fn comments(world: &World, blog: &Blog, slug: &str, format: Format, now: Time) -> Option<Resource> {
    let shown = world.post_at(blog, slug, now)?;
    let write = if format == Format::Atom {
        atom::comments
    } else {
        rss::comments
    };
    Some(feed(format, write(&shown), shown.changed()))
}

fn feed(format: Format, written: String, modified: Time) -> Resource {
    let content_type = match format {
        Format::Rss => "application/rss+xml; charset=UTF-8",
        Format::Atom => "application/atom+xml; charset=UTF-8",
        Format::Json => "application/feed+json; charset=UTF-8",
    };
    Resource {
        content_type,
        body: written.into_bytes(),
        modified,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::address;
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
