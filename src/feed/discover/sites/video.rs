//! Moving pictures and games: `YouTube`, Vimeo, itch.io.

use crate::feed::discover::sites::{Feeds, Place};
use crate::model::found::Family::{Atom, Rss};

pub(super) fn known<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    match place.host {
        "youtube.com" | "music.youtube.com" => youtube(place),
        "vimeo.com" => vimeo(place),
        _ => itch(place),
    }
}

/// Channels and playlists by their id. What a handle stands for, only its page knows.
fn youtube<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    let of = |key: &str, id: &str| {
        let address = format!("//www.youtube.com/feeds/videos.xml?{key}={id}");
        Some(place.feeds().articles(Atom, "Videos", &address))
    };
    match place.path[..] {
        ["channel", id, ..] if id.starts_with("UC") => of("channel_id", id),
        ["user", name, ..] => of("user", name),
        ["playlist"] => of("playlist_id", &place.id("list")?),
        _ => None,
    }
}

fn vimeo<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    const OTHER: [&str; 9] = [
        "blog",
        "categories",
        "features",
        "join",
        "log_in",
        "ondemand",
        "search",
        "upgrade",
        "watch",
    ];
    let feeds = place.feeds();
    match place.path[..] {
        ["channels", name, ..] => {
            Some(feeds.articles(Rss, "Videos", &format!("/channels/{name}/videos/rss")))
        }
        [name] | [name, "videos"] if !OTHER.contains(&name) && !is_number(name) => {
            Some(feeds.articles(Rss, "Videos", &format!("/{name}/videos/rss")))
        }
        _ => None,
    }
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// The diary of a game in the making.
fn itch<'a>(place: &Place<'a>) -> Option<Feeds<'a>> {
    place.under("itch.io")?;
    let game = place.path.first()?;
    Some(
        place
            .feeds()
            .articles(Rss, "Devlog", &format!("/{game}/devlog.rss")),
    )
}
