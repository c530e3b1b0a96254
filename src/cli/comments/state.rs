//! How it stands with a conversation, in words.

use crate::cli::moment;
use crate::model::comment::{Comment, Conversation, Following, Missing, Provenance};
use crate::model::health::Next;
use crate::thread::tree::{Node, NodeKind, Thread};
use jiff::tz::TimeZone;

/// What is known of it, honestly; the most important first.
pub fn parts(conversation: &Conversation, thread: &Thread, zone: &TimeZone) -> Vec<String> {
    let mut parts = vec![count(thread.total, conversation.told)];
    if thread.new > 0 {
        parts.push(format!("{} new", thread.new));
    }
    parts.extend(following(conversation.following, conversation.over).map(str::to_owned));
    parts.extend(conversation.missing.as_ref().map(missing));
    parts.extend(conversation.trouble.clone());
    if let Some(checked_at) = conversation.checked_at {
        parts.push(format!("asked {}", moment::local(checked_at, zone)));
    }
    if let Some((next @ (Next::Now | Next::At(_)), _)) = &conversation.next {
        parts.push(format!("next look {}", moment::next(*next, zone)));
    }
    parts
}

fn count(known: usize, told: Option<u32>) -> String {
    let told = usize::try_from(told.unwrap_or(0)).unwrap_or(usize::MAX);
    match (known, told) {
        (known, told) if told > known => format!("{known} of {told} comments known"),
        (0, _) => "no comments".to_owned(),
        (1, _) => "1 comment".to_owned(),
        (known, _) => format!("{known} comments"),
    }
}

/// Whether it is followed; nothing where a person did nothing about it.
pub fn following(following: Following, over: bool) -> Option<&'static str> {
    match following {
        Following::Pinned => Some("pinned"),
        Following::Muted => Some("muted"),
        Following::Yes | Following::No if over => Some("over"),
        Following::Yes => Some("followed"),
        Following::No => None,
    }
}

/// Why there is nobody to ask for comments.
pub fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Unsought => "no comment feed was looked for yet".to_owned(),
        Missing::Nothing { why, .. } => format!("no comment feed: {why}"),
        Missing::Agreement { host } => {
            format!("the talk is had from {host}, which is asked with --complete --agree")
        }
    }
}

/// The name a comment is signed with.
pub fn author(comment: &Comment) -> &str {
    let name = comment.author.as_deref().map(str::trim);
    name.filter(|name| !name.is_empty()).unwrap_or("Someone")
}

/// What is to be said of a comment besides who wrote it: when, and what became of it.
pub fn details(comment: &Comment, by_author: bool, zone: &TimeZone) -> Vec<String> {
    let written = comment.published.unwrap_or(comment.first_seen);
    let mut details = vec![moment::local(written, zone)];
    let mut say = |is_so: bool, word: &str| {
        if is_so {
            details.push(word.to_owned());
        }
    };
    say(by_author, "author");
    say(!comment.read, "new");
    say(comment.edited, "edited");
    say(comment.gone, "no longer there");
    if comment.provenance != Provenance::Feed {
        details.push(format!("from {}", source(comment.provenance)));
    }
    details
}

fn source(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::SiteFeed => "the site's feed",
        Provenance::Page => "its page",
        other => other.name(),
    }
}

/// What stands in the place of a comment that is not held.
pub fn stand_in(name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{name} – not in the feed"),
        None => "A comment that is not in the feed".to_owned(),
    }
}

/// How many pages elsewhere mention the entry.
pub fn mentions(many: usize) -> String {
    match many {
        1 => "1 mention on another page".to_owned(),
        many => format!("{many} mentions on other pages"),
    }
}

/// Whom a node answers, where one is known by name.
pub fn answered<'t>(thread: &'t Thread, node: &Node) -> Option<&'t str> {
    match &thread.nodes.get(node.parent?)?.kind {
        NodeKind::Comment(parent) => Some(author(parent)),
        NodeKind::Missing { name } => name.as_deref(),
        NodeKind::Pings(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Time;

    fn said(conversation: &Conversation, total: usize, new: usize) -> String {
        let thread = Thread {
            nodes: Vec::new(),
            total,
            new,
        };
        parts(conversation, &thread, &TimeZone::UTC).join(" · ")
    }

    #[test]
    fn the_state_is_told_honestly() {
        let told = |told| Conversation {
            told: Some(told),
            ..Conversation::default()
        };
        assert_eq!(said(&told(27), 10, 3), "10 of 27 comments known · 3 new");
        assert_eq!(said(&told(2), 3, 0), "3 comments");
        assert_eq!(said(&told(1), 1, 0), "1 comment");
        assert_eq!(said(&Conversation::default(), 0, 0), "no comments");
        let next = Some((Next::At(Time(1_773_514_800)), "people talk".to_owned()));
        let followed = Conversation {
            following: Following::Yes,
            checked_at: Some(Time(1_773_511_200)),
            next,
            ..told(3)
        };
        assert_eq!(
            said(&followed, 3, 0),
            "3 comments · followed · asked 2026-03-14 18:00 · next look 2026-03-14 19:00"
        );
        let over = Conversation {
            over: true,
            next: Some((Next::Never, String::new())),
            checked_at: None,
            ..followed
        };
        assert_eq!(said(&over, 3, 0), "3 comments · over");
    }

    #[test]
    fn why_nobody_can_be_asked_is_told_with_what_helps() {
        let check = |why, word: &str| {
            let conversation = Conversation {
                missing: Some(why),
                ..Conversation::default()
            };
            let said = said(&conversation, 0, 0);
            assert!(said.contains(word), "{said}");
        };
        check(Missing::Unsought, "looked for");
        let why = "its page names none".to_owned();
        check(Missing::Nothing { why, at: Time(0) }, "page names none");
        let host = "hn.example".to_owned();
        check(
            Missing::Agreement { host },
            "hn.example, which is asked with --complete --agree",
        );
    }
}
