//! Where blogs are kept: Blogger, `WordPress`, Medium, Substack, Tumblr, DEV, and smaller houses.

use crate::feed::discover::sites::{Feeds, Place};
use crate::model::found::Family::{Atom, Rss};

pub(super) fn known<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let feeds = place.feeds();
    match place.host {
        "medium.com" => return medium(place),
        "tumblr.com" => return tumblr_person(place),
        "dev.to" => return dev(place),
        "write.as" => return write_as(place),
        "open.substack.com" => return substack_elsewhere(place),
        "substack.com" => return None,
        _ => {}
    }
    if place
        .path
        .first()
        .is_some_and(|first| ["feed", "feeds", "rss", "data"].contains(first))
    {
        return None;
    }
    if is_blogspot(place.host) {
        return Some(blogger(place));
    }
    if let Some(name) = place.under("wordpress.com") {
        return wordpress(place, name);
    }
    if let Some(name) = place.under("tumblr.com") {
        return tumblr(place, name);
    }
    let (domain, format, address) = HOUSES.iter().find(|house| place.under(house.0).is_some())?;
    let house = matches!(
        place.under(domain),
        Some("www" | "blog" | "api" | "help" | "support")
    );
    (!house).then(|| match format {
        Kind::Rss => feeds.articles(Rss, "Posts", address),
        Kind::Atom => feeds.articles(Atom, "Posts", address),
    })
}

enum Kind {
    Rss,
    Atom,
}

/// Houses that give each blog a name below theirs, and where its feed lies.
const HOUSES: [(&str, Kind, &str); 6] = [
    ("substack.com", Kind::Rss, "/feed"),
    ("medium.com", Kind::Rss, "/feed"),
    ("bearblog.dev", Kind::Atom, "/feed/"),
    ("micro.blog", Kind::Rss, "/feed.xml"),
    ("dreamwidth.org", Kind::Atom, "/data/atom"),
    ("livejournal.com", Kind::Atom, "/data/atom"),
];

/// `name.blogspot.com` and its twins in other countries.
fn is_blogspot(host: &str) -> bool {
    host.split_once(".blogspot.")
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains('.'))
}

fn blogger<'a>(place: &Place<'a>) -> Feeds<'a> {
    let feeds = match place.path[..] {
        ["search", "label", label] => {
            let address = format!("/feeds/posts/default/-/{label}");
            place
                .feeds()
                .articles(Atom, "Posts with this label", &address)
        }
        _ => place.feeds(),
    };
    feeds
        .articles(Atom, "Posts", "/feeds/posts/default")
        .comments(Atom, "Comments", "/feeds/comments/default")
}

/// The blog's own two; before them that of a shelf, after them the talk under a post. Names of two
/// letters are the house speaking a language.
fn wordpress<'a>(place: &Place<'a>, name: &str) -> Option<Feeds<'a>> {
    if name.len() <= 2 || ["developer", "support", "public-api"].contains(&name) {
        return None;
    }
    let feeds = match place.path[..] {
        [kind @ ("category" | "tag" | "author"), shelf] => {
            let address = format!("/{kind}/{shelf}/feed/");
            place.feeds().articles(Rss, "Posts here", &address)
        }
        _ => place.feeds(),
    };
    let feeds = feeds
        .articles(Rss, "Posts", "/feed/")
        .comments(Rss, "Comments", "/comments/feed/");
    Some(match place.path[..] {
        [year, month, day, post] if is_year(year) => {
            let address = format!("/{year}/{month}/{day}/{post}/feed/");
            feeds.comments(Rss, "Comments on this post", &address)
        }
        _ => feeds,
    })
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// People, publications and tags; all below `/feed`.
fn medium<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    const OTHER: [&str; 14] = [
        "about",
        "business",
        "creators",
        "explore-topics",
        "feed",
        "jobs-at-medium",
        "m",
        "me",
        "membership",
        "new-story",
        "p",
        "plans",
        "search",
        "topic",
    ];
    let address = match place.path[..] {
        ["tag", tag, ..] => format!("/feed/tag/{tag}"),
        [name, ..] if !OTHER.contains(&name) && name != "tag" => format!("/feed/{name}"),
        _ => return None,
    };
    Some(place.feeds().articles(Rss, "Stories", &address))
}

/// `open.substack.com/pub/name/p/post` is what its app hands out.
fn substack_elsewhere<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.path[..] {
        ["pub", name, ..] => {
            let address = format!("//{name}.substack.com/feed");
            Some(place.feeds().articles(Rss, "Posts", &address))
        }
        _ => None,
    }
}

fn tumblr<'a>(place: &Place<'a>, name: &str) -> Option<Feeds<'a>> {
    if ["assets", "api", "engineering", "help", "support"].contains(&name) {
        return None;
    }
    let feeds = match place.path[..] {
        ["tagged", tag] => {
            place
                .feeds()
                .articles(Rss, "Posts with this tag", &format!("/tagged/{tag}/rss"))
        }
        _ => place.feeds(),
    };
    Some(feeds.articles(Rss, "Posts", "/rss"))
}

/// `www.tumblr.com/name` is how a blog is shown to who is logged in.
fn tumblr_person<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    const OTHER: [&str; 14] = [
        "about",
        "communities",
        "dashboard",
        "docs",
        "explore",
        "help",
        "likes",
        "login",
        "new",
        "policy",
        "register",
        "search",
        "settings",
        "tagged",
    ];
    let name = match place.path[..] {
        ["blog", "view", name, ..] | ["blog", name, ..] => name,
        [name, ..] if !OTHER.contains(&name) => name,
        _ => return None,
    };
    let address = format!("//{name}.tumblr.com/rss");
    Some(place.feeds().articles(Rss, "Posts", &address))
}

fn dev<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    const OTHER: [&str; 14] = [
        "about",
        "challenges",
        "contact",
        "enter",
        "faq",
        "feed",
        "help",
        "latest",
        "privacy",
        "search",
        "settings",
        "tags",
        "top",
        "videos",
    ];
    let address = match place.path[..] {
        [] => "/feed".to_owned(),
        ["t", tag, ..] => format!("/feed/tag/{tag}"),
        [name, ..] if !OTHER.contains(&name) && name != "t" => format!("/feed/{name}"),
        _ => return None,
    };
    Some(place.feeds().articles(Rss, "Posts", &address))
}

fn write_as<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    const OTHER: [&str; 7] = ["about", "api", "guides", "login", "new", "pricing", "read"];
    let name = place.path.first().filter(|name| !OTHER.contains(name))?;
    Some(
        place
            .feeds()
            .articles(Rss, "Posts", &format!("/{name}/feed/")),
    )
}
