//! What the bottom line says when something is done.

use crate::model::comment::{Following, Provenance};
use crate::model::found::{FoundKind, Offer};
use crate::model::request::Completed;
use crate::text::plain;

/// A feed was added, or was there, and so many more were found with it.
pub(super) fn subscribed(title: &str, already: bool, offers: &[Offer]) -> String {
    let left: Vec<&Offer> = offers.iter().filter(|offer| offer.is_left()).collect();
    let of_comments = |offer: &&&Offer| offer.found.kind == FoundKind::Comments;
    let more = match (left.len(), left.iter().filter(of_comments).count()) {
        (0, _) => String::new(),
        (1, 1) => "; a feed of its comments was found, too".to_owned(),
        (1, _) => "; another feed was found, too".to_owned(),
        (found, 0) => format!("; {found} more feeds were found"),
        (found, comments) => format!("; {found} more feeds were found, {comments} of comments"),
    };
    if already {
        format!("{title} is already subscribed{more}")
    } else {
        format!("Subscribed to {title}{more}")
    }
}

/// A person follows a conversation from now on, or no longer.
pub(super) fn following(title: &str, before: Following, wish: Following) -> String {
    match (before, wish) {
        (Following::Pinned, Following::Yes) => {
            format!("{title} is followed as long as people talk")
        }
        (_, Following::Yes) => format!("{title} is followed: it is asked while people talk"),
        (_, Following::Pinned) => format!("{title} is pinned: it is asked for good"),
        (_, Following::Muted) => format!("{title} is muted: nothing in it is new any more"),
        (_, Following::No) => format!("{title} is not followed"),
    }
}

/// What was fetched of a conversation beyond its feed.
pub(super) fn completed(completed: &Completed) -> String {
    let by = match completed.by {
        Provenance::Feed => "its feed",
        Provenance::SiteFeed => "the feed of its site",
        Provenance::Page => "its page",
        other => other.name(),
    };
    let new = match completed.new {
        0 => format!("Nothing more from {by}"),
        1 => format!("1 more comment from {by}"),
        many => format!("{many} more comments from {by}"),
    };
    let gone = match completed.gone {
        0 => String::new(),
        1 => ", 1 is no longer there".to_owned(),
        many => format!(", {many} are no longer there"),
    };
    let whole = if completed.whole {
        "; that is all there are"
    } else {
        "; there may be others"
    };
    let vain = completed
        .vain
        .first()
        .map_or_else(String::new, |(by, why)| {
            format!(" ({}: {})", by.name(), plain::line(why))
        });
    format!("{new}{gone}{whole}{vain}")
}

/// What came of an import.
pub(super) fn imported(added: u32, known: u32, rejected: &[(String, String)]) -> String {
    let text = format!("{added} added, {known} already there");
    match rejected.first() {
        Some((what, why)) => format!("{text}, {} not taken ({what}: {why})", rejected.len()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::found::{Fate, Found};
    use FoundKind::{Articles, Comments};

    #[test]
    fn other_feeds_are_mentioned_when_there_are_any_left() {
        let check = |left: &[FoundKind], expect: &str| {
            let mut offers = vec![offer(Articles, Fate::Taken)];
            offers.extend(left.iter().map(|kind| offer(*kind, Fate::Left)));
            offers.push(offer(Articles, Fate::Unreadable("no feed".into())));
            assert_eq!(subscribed("Loop", false, &offers), expect);
        };
        check(&[], "Subscribed to Loop");
        check(
            &[Comments],
            "Subscribed to Loop; a feed of its comments was found, too",
        );
        check(
            &[Articles],
            "Subscribed to Loop; another feed was found, too",
        );
        check(
            &[Articles, Articles],
            "Subscribed to Loop; 2 more feeds were found",
        );
        check(
            &[Articles, Comments, Comments],
            "Subscribed to Loop; 3 more feeds were found, 2 of comments",
        );
        assert_eq!(subscribed("Loop", true, &[]), "Loop is already subscribed");
    }

    #[test]
    fn what_was_fetched_is_told_with_where_from_and_whether_it_is_all() {
        let check = |new, gone, whole, vain: &[(Provenance, &str)], expect: &str| {
            let vain = vain.iter().map(|(by, why)| (*by, (*why).to_owned()));
            let all = Completed {
                by: Provenance::WordPress,
                new,
                gone,
                whole,
                vain: vain.collect(),
            };
            assert_eq!(completed(&all), expect);
        };
        check(
            17,
            0,
            true,
            &[],
            "17 more comments from WordPress; that is all there are",
        );
        check(
            1,
            2,
            true,
            &[],
            "1 more comment from WordPress, 2 are no longer there; that is all there are",
        );
        check(
            0,
            0,
            false,
            &[(Provenance::Page, "HTTP 404")],
            "Nothing more from WordPress; there may be others (page: HTTP 404)",
        );
    }

    fn offer(kind: FoundKind, fate: Fate) -> Offer {
        let found = Found {
            url: "https://b.example/feed/".into(),
            title: None,
            kind,
            family: None,
        };
        Offer { found, fate }
    }
}
