//! By what an entry is seen to be a comment: its place on a page, as programs write it, or what it
//! answers. Titles say nothing; they are translated.

use url::Url;

use crate::feed::discover::talk::pages::{Page, is_id, is_number};
use crate::model::address::Key;
use crate::model::parsed::ParsedEntry;

/// How sure a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::feed::discover) enum Sign {
    /// A place that forums, logs of a day and trackers number, too: `#c7`, `#p7`, `/t/slug/41/7`.
    Numbered,
    /// Nothing but programs for comments writes this.
    Sure,
}

/// The sign an entry carries in its link or its id.
pub(in crate::feed::discover) fn of(entry: &ParsedEntry) -> Option<Sign> {
    let by_id = entry.id.as_deref().and_then(|id| match id {
        _ if id.starts_with("t1_") => Some(Sign::Sure),
        _ => of_address(id),
    });
    by_id.max(entry.link.as_deref().and_then(of_address))
}

/// The sign an address carries.
pub(super) fn of_address(address: &str) -> Option<Sign> {
    let (page, place) = address.split_once('#').unwrap_or((address, ""));
    let place = place.to_ascii_lowercase();
    let asks = |name: &str| {
        let mut query = page.split(['?', '&']).skip(1);
        query.any(|pair| pair.strip_prefix(name).is_some_and(is_number))
    };
    let named = |start: &str| {
        let rest = place.strip_prefix(start);
        rest.is_some_and(|name| name.bytes().any(|byte| byte.is_ascii_digit()))
    };
    let numbered = |start: &str| place.strip_prefix(start).is_some_and(is_number);
    if named("comment-") || named("remark42__comment-") || numbered("isso-") {
        return Some(Sign::Sure);
    }
    if numbered("c") && asks("showComment=") || asks("thread=") && place.starts_with("cmt") {
        return Some(Sign::Sure);
    }
    if page.contains(";threadId=")
        || Key::read(page)
            .place
            .is_some_and(|place| place.page.is_none())
    {
        return Some(Sign::Sure);
    }
    let by_path = by_path(page, &place);
    let numbers = [
        "c", "p", "cmt", "comment", "comment_", "post", "post-", "reply-",
    ];
    by_path.or_else(|| {
        let is_place = numbers.iter().any(|start| numbered(start)) || asks("thread=");
        is_place.then_some(Sign::Numbered)
    })
}

/// Places that have a path of their own.
fn by_path(page: &str, place: &str) -> Option<Sign> {
    let url = Url::parse(page).ok()?;
    let parts: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        // An answer on Stack Exchange.
        ["questions", id, _, answer] if is_number(id) && is_number(answer) && place == answer => {
            Some(Sign::Sure)
        }
        ["r", _, "comments", id, _, comment] if is_id(id) && is_id(comment) => Some(Sign::Sure),
        [.., "t", slug, id, post] if !is_number(slug) && is_number(id) && is_number(post) => {
            Some(Sign::Numbered)
        }
        [.., "d", name, post]
            if name.starts_with(|c: char| c.is_ascii_digit()) && is_number(post) =>
        {
            Some(Sign::Numbered)
        }
        _ => None,
    }
}

/// Whether this is the address of a comment that does not say which page it stands on.
pub(super) fn leaves_page_open(address: &str) -> bool {
    let bare = address.split('#').next().unwrap_or(address);
    let Ok(url) = Url::parse(bare.trim()) else {
        return false;
    };
    let parts: Vec<&str> = url
        .path()
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let asks = |names: &[&str]| url.query_pairs().any(|(name, _)| names.contains(&&*name));
    match parts[..] {
        [.., "comment", id] | [.., "comments", "default", id] => is_number(id),
        ["c", id] => url.domain() == Some("lobste.rs") && is_id(id),
        ["item"] => url.domain() == Some("news.ycombinator.com"),
        [.., "viewtopic.php"] => asks(&["p", "pid"]) && !asks(&["t", "id"]),
        _ => false,
    }
}

/// Whether an entry is a comment, so far as it tells alone: by its place, or because it answers
/// something and has no page that is its own. Letters to a list answer one another, too, and each has
/// a page.
pub(in crate::feed::discover) fn is_comment(entry: &ParsedEntry) -> bool {
    of(entry).is_some() || answers_in_place(entry)
}

fn answers_in_place(entry: &ParsedEntry) -> bool {
    let Some(link) = entry.link.as_deref().and_then(Page::of) else {
        return !entry.in_reply_to.is_empty();
    };
    let answered = entry.in_reply_to.iter();
    let mut answered = answered.flat_map(|answer| [answer.href.as_deref(), answer.id.as_deref()]);
    answered.any(|address| address.and_then(Page::of).as_ref() == Some(&link))
}
