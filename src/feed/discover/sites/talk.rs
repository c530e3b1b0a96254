//! Where people talk: Reddit, Mastodon, Bluesky, Stack Exchange, Lobsters, Hacker News.

use crate::feed::discover::sites::{Feeds, Place};
use crate::model::found::Family::{Atom, Rss};

pub(super) fn known<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.host {
        "bsky.app" => bluesky(place),
        "lobste.rs" => lobsters(place),
        "news.ycombinator.com" => hacker_news(place),
        host if host == "reddit.com" || place.under("reddit.com").is_some() => reddit(place),
        host if is_stack_exchange(host) => stack_exchange(place),
        _ => mastodon(place),
    }
}

/// Every list and every thread of Reddit has a feed below it.
fn reddit<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let feeds = place.feeds();
    match place.path[..] {
        [] => Some(feeds.articles(Atom, "Posts", "/.rss")),
        ["r", name] => Some(
            feeds
                .articles(Atom, "Posts", &format!("/r/{name}/.rss"))
                .comments(Atom, "Comments", &format!("/r/{name}/comments/.rss")),
        ),
        ["r", name, "comments"] => {
            Some(feeds.comments(Atom, "Comments", &format!("/r/{name}/comments/.rss")))
        }
        ["r", name, "comments", thread, ref slug @ ..] => {
            let slug = slug.first().map(|slug| format!("{slug}/"));
            let slug = slug.unwrap_or_default();
            let address = format!("/r/{name}/comments/{thread}/{slug}.rss");
            Some(feeds.comments(Atom, "The thread", &address))
        }
        [
            "r",
            name,
            order @ ("new" | "hot" | "top" | "rising" | "controversial"),
        ] => {
            let query = place.url.query().map(|query| format!("?{query}"));
            let address = format!("/r/{name}/{order}/.rss{}", query.unwrap_or_default());
            Some(feeds.articles(Atom, "Posts", &address))
        }
        ["u" | "user", name, "m", many] => {
            Some(feeds.articles(Atom, "Posts", &format!("/user/{name}/m/{many}/.rss")))
        }
        ["u" | "user", name, "comments"] => {
            Some(feeds.comments(Atom, "Comments", &format!("/user/{name}/comments/.rss")))
        }
        ["u" | "user", name] | ["u" | "user", name, "submitted"] => {
            let all = format!("/user/{name}/.rss");
            let posts = format!("/user/{name}/submitted/.rss");
            let feeds = match place.path.len() {
                2 => feeds.articles(Atom, "Posts and comments", &all),
                _ => feeds,
            };
            Some(feeds.articles(Atom, "Posts", &posts).comments(
                Atom,
                "Comments",
                &format!("/user/{name}/comments/.rss"),
            ))
        }
        _ => None,
    }
}

/// A person's page is known by its shape at whatever host; a tag's only where the host's name says
/// what runs there.
fn mastodon<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.path[..] {
        [person] if is_person(person) && !OTHER_AT.contains(&place.host) => Some(
            place
                .feeds()
                .articles(Rss, "Posts", &format!("/{person}.rss")),
        ),
        ["tags", tag]
            if ["mastodon", "mstdn"]
                .iter()
                .any(|word| place.host.contains(word)) =>
        {
            Some(
                place
                    .feeds()
                    .articles(Rss, "Posts", &format!("/tags/{tag}.rss")),
            )
        }
        _ => None,
    }
}

/// `@name`; people of other servers (`@name@host`) have their feed there.
fn is_person(part: &str) -> bool {
    let name = part.strip_prefix('@').unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Hosts that write people so and are something else.
pub(in crate::feed::discover) const OTHER_AT: [&str; 12] = [
    "clubhouse.com",
    "flipboard.com",
    "kick.com",
    "linktr.ee",
    "medium.com",
    "odysee.com",
    "rumble.com",
    "substack.com",
    "threads.com",
    "threads.net",
    "tiktok.com",
    "youtube.com",
];

fn bluesky<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.path[..] {
        ["profile", person] => Some(place.feeds().articles(
            Rss,
            "Posts",
            &format!("/profile/{person}/rss"),
        )),
        _ => None,
    }
}

fn is_stack_exchange(host: &str) -> bool {
    const OWN: [&str; 6] = [
        "stackoverflow.com",
        "superuser.com",
        "serverfault.com",
        "askubuntu.com",
        "mathoverflow.net",
        "stackapps.com",
    ];
    let below = |domain: &&str| host == *domain || host.ends_with(&format!(".{domain}"));
    let other = ["chat.", "api.", "data.", "blog."];
    let site = OWN.iter().any(below) || host.ends_with(".stackexchange.com");
    site && !other.iter().any(|head| host.starts_with(head))
}

/// A question's feed brings its answers; that is the talk under it.
fn stack_exchange<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let feeds = place.feeds();
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match place.path[..] {
        [] | ["questions"] => Some(feeds.articles(Atom, "Questions", "/feeds")),
        ["questions", "tagged", tags] => {
            let address = format!("/feeds/tag?tagnames={tags}&sort=newest");
            Some(feeds.articles(Atom, "Questions", &address))
        }
        ["questions" | "q", id, ..] if number(id) => {
            Some(feeds.comments(Atom, "Answers", &format!("/feeds/question/{id}")))
        }
        ["users", id, ..] if number(id) => {
            Some(feeds.articles(Atom, "Questions and answers", &format!("/feeds/user/{id}")))
        }
        _ => None,
    }
}

fn lobsters<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let feeds = place.feeds();
    match place.path[..] {
        [] => Some(feeds.articles(Rss, "Stories", "/rss").comments(
            Rss,
            "Comments",
            "/comments.rss",
        )),
        ["newest"] => Some(feeds.articles(Rss, "New stories", "/newest.rss")),
        ["comments"] => Some(feeds.comments(Rss, "Comments", "/comments.rss")),
        ["t", tags] => Some(feeds.articles(Rss, "Stories", &format!("/t/{tags}.rss"))),
        _ => None,
    }
}

fn hacker_news<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.path[..] {
        [] | ["news"] => Some(place.feeds().articles(Rss, "Front page", "/rss")),
        _ => None,
    }
}
