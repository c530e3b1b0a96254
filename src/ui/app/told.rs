//! What the bottom line says when something is done.

use crate::model::found::{FoundKind, Offer};

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
