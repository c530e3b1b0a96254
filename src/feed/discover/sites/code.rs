//! Where programs are made and given away: GitHub, GitLab, Codeberg, `SourceForge`.

use crate::feed::discover::sites::{Feeds, Place};
use crate::model::found::Family::{Atom, Rss};

pub(super) fn known<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.host {
        "github.com" => github(place),
        "gist.github.com" => gist(place),
        "gitlab.com" => gitlab(place),
        "codeberg.org" => codeberg(place),
        "sourceforge.net" => sourceforge(place),
        _ => None,
    }
}

/// Pages of the site itself, where others have a person's name.
const NOT_PEOPLE: [&str; 34] = [
    "about",
    "account",
    "api",
    "apps",
    "blog",
    "collections",
    "contact",
    "customer-stories",
    "dashboard",
    "discussions",
    "enterprise",
    "events",
    "explore",
    "features",
    "groups",
    "help",
    "issues",
    "join",
    "login",
    "marketplace",
    "new",
    "notifications",
    "orgs",
    "pricing",
    "projects",
    "pulls",
    "search",
    "security",
    "settings",
    "site",
    "sponsors",
    "topics",
    "trending",
    "users",
];

fn github<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let feeds = place.feeds();
    match place.path[..] {
        [first, ..] if NOT_PEOPLE.contains(&first) => None,
        [person] => Some(feeds.articles(Atom, "Activity", &format!("/{person}.atom"))),
        [person, name, "commits" | "tree", branch] => {
            let address = format!("/{person}/{name}/commits/{branch}.atom");
            Some(feeds.articles(Atom, "Commits", &address))
        }
        [
            person,
            name,
            part @ ("tags" | "wiki" | "discussions" | "commits"),
            ..,
        ] => {
            let address = format!("/{person}/{name}/{part}.atom");
            Some(feeds.articles(Atom, &capitalised(part), &address))
        }
        [person, name] | [person, name, "releases", ..] => {
            let below = |part: &str| format!("/{person}/{name}/{part}.atom");
            Some(
                feeds
                    .articles(Atom, "Releases", &below("releases"))
                    .articles(Atom, "Commits", &below("commits"))
                    .articles(Atom, "Tags", &below("tags")),
            )
        }
        _ => None,
    }
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

fn gist<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.path[..] {
        [person] if !["discover", "starred", "forked"].contains(&person) => Some(
            place
                .feeds()
                .articles(Atom, "Gists", &format!("/{person}.atom")),
        ),
        _ => None,
    }
}

/// A project may lie in groups within groups; what follows `-` is not of its name.
fn gitlab<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let end = place.path.iter().position(|part| *part == "-");
    let (name, rest) = place.path.split_at(end.unwrap_or(place.path.len()));
    if name.first().is_none_or(|first| NOT_PEOPLE.contains(first)) {
        return None;
    }
    let project = format!("/{}", name.join("/"));
    let feeds = place.feeds();
    let activity = format!("{project}.atom");
    match (name.len(), rest) {
        (1, []) => Some(feeds.articles(Atom, "Activity", &activity)),
        (1, _) => None,
        (_, ["-", "commits" | "tree", branch]) => {
            let address = format!("{project}/-/commits/{branch}?format=atom");
            Some(feeds.articles(Atom, "Commits", &address))
        }
        (_, [] | ["-", "releases" | "tags", ..]) => Some(
            feeds
                .articles(Atom, "Releases", &format!("{project}/-/releases.atom"))
                .articles(Atom, "Tags", &format!("{project}/-/tags?format=atom"))
                .articles(Atom, "Activity", &activity),
        ),
        _ => None,
    }
}

fn codeberg<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let feeds = place.feeds();
    match place.path[..] {
        [first, ..] if NOT_PEOPLE.contains(&first) => None,
        [person] => Some(feeds.articles(Atom, "Activity", &format!("/{person}.atom"))),
        [person, name] | [person, name, "releases" | "tags", ..] => {
            let project = format!("/{person}/{name}");
            Some(
                feeds
                    .articles(Atom, "Releases", &format!("{project}/releases.atom"))
                    .articles(Atom, "Tags", &format!("{project}/tags.atom"))
                    .articles(Atom, "Activity", &format!("{project}.atom")),
            )
        }
        _ => None,
    }
}

fn sourceforge<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.path[..] {
        ["projects", name, ..] => {
            let address = format!("/projects/{name}/rss?path=/");
            Some(place.feeds().articles(Rss, "Files", &address))
        }
        _ => None,
    }
}
