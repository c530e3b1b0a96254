//! A conversation as JSON for other programs: every field always there, absent things null or empty.
//! The shape is a promise; `docs/comments.md` tells it.

use crate::cli::moment;
use crate::model::comment::{Comment, Conversation, Following, Members, Missing};
use crate::model::entry::EntryRow;
use crate::model::time::Time;
use crate::text::markdown::{self, Manner};
use crate::text::markup::markup;
use crate::thread::tree::{Node, NodeKind, Thread};
use serde_json::{Value, json};

/// All that is known of the conversation under an entry.
pub fn value(row: &EntryRow, conversation: &Conversation, thread: &Thread, now: Time) -> Value {
    let next = conversation.next.as_ref();
    let comments = thread.nodes.iter().flat_map(|node| at(thread, node));
    json!({
        "entry": row.id.0,
        "url": row.link,
        "title": row.name(),
        "feed_title": row.feed_title,
        "author": conversation.entry_author,
        "following": following(conversation.following),
        "over": conversation.over,
        "told": conversation.told,
        "known": thread.total,
        "new": thread.new,
        "feed": conversation.feed,
        "page": conversation.page,
        "missing": conversation.missing.as_ref().map(missing),
        "checked_at": time(conversation.checked_at),
        "next": next.and_then(|(next, _)| moment::next_utc(*next, now)),
        "reason": next.map(|(_, why)| why),
        "trouble": conversation.trouble,
        "members": match conversation.members {
            Members::Comments => "comments",
            Members::Entries => "entries",
        },
        "comments": comments.collect::<Vec<_>>(),
    })
}

/// What a person decided about it.
pub fn following(following: Following) -> &'static str {
    match following {
        Following::No => "no",
        Following::Yes => "yes",
        Following::Pinned => "pinned",
        Following::Muted => "muted",
    }
}

fn missing(missing: &Missing) -> Value {
    let (kind, why, at, host) = match missing {
        Missing::Unsought => ("unsought", None, None, None),
        Missing::Nothing { why, at } => ("nothing", Some(why), moment::utc(*at), None),
        Missing::Agreement { host } => ("agreement", None, None, Some(host)),
    };
    json!({"kind": kind, "why": why, "at": at, "host": host})
}

/// What stands at one node: a comment, something in the place of one, or all that mention the entry.
fn at(thread: &Thread, node: &Node) -> Vec<Value> {
    let parent = node.parent.and_then(|parent| thread.nodes.get(parent));
    let place = Place {
        key: &node.key,
        parent: parent.map(|parent| parent.key.as_str()),
        depth: node.depth,
        guessed: node.guessed,
    };
    match &node.kind {
        NodeKind::Comment(comment) => vec![held("comment", comment, &place)],
        NodeKind::Missing { name } => vec![stand_in(name.as_deref(), &place)],
        NodeKind::Pings(pings) => {
            let pings = pings.iter().map(|ping| {
                let key = ping.key.as_str();
                held("ping", ping, &Place { key, ..place })
            });
            pings.collect()
        }
    }
}

/// Where something stands in the tree.
struct Place<'t> {
    key: &'t str,
    parent: Option<&'t str>,
    depth: usize,
    guessed: bool,
}

fn held(kind: &str, comment: &Comment, place: &Place<'_>) -> Value {
    json!({
        "kind": kind,
        "id": comment.id.0,
        "key": place.key,
        "guid": comment.key,
        "parent": place.parent,
        "depth": place.depth,
        "author": comment.author,
        "author_url": comment.author_url,
        "published": time(comment.published),
        "first_seen": moment::utc(comment.first_seen),
        "read": comment.read,
        "edited": comment.edited,
        "gone": comment.gone,
        "guessed": place.guessed,
        "provenance": comment.provenance.name(),
        "link": comment.link,
        "html": markup(&comment.body),
        "text": markdown::lines(&comment.body, Manner::Plain).join("\n"),
    })
}

fn stand_in(name: Option<&str>, place: &Place<'_>) -> Value {
    json!({
        "kind": "missing",
        "id": null,
        "key": place.key,
        "guid": null,
        "parent": place.parent,
        "depth": place.depth,
        "author": name,
        "author_url": null,
        "published": null,
        "first_seen": null,
        "read": null,
        "edited": null,
        "gone": null,
        "guessed": false,
        "provenance": null,
        "link": null,
        "html": null,
        "text": null,
    })
}

fn time(time: Option<Time>) -> Option<String> {
    time.and_then(moment::utc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::comments::sample::{kettle, row, thread};

    fn told() -> Value {
        value(&row(), &kettle(), &thread(), Time(1_773_511_200))
    }

    #[test]
    fn a_program_is_told_how_it_stands_and_who_answers_whom() {
        let told = told();
        assert_eq!((&told["known"], &told["new"]), (&json!(6), &json!(1)));
        assert_eq!(told["following"], "yes");
        assert_eq!(told["next"], "2026-03-14T19:00:00Z");
        let comments = told["comments"].as_array().expect("they are listed");
        let kinds = |at: usize| (comments[at]["kind"].clone(), comments[at]["depth"].clone());
        assert_eq!(kinds(0), (json!("comment"), json!(0)));
        let parents = comments.iter().map(|one| one["parent"].clone());
        let keys: Vec<_> = comments.iter().map(|one| one["key"].clone()).collect();
        let parents: Vec<_> = parents.collect();
        assert_eq!(parents[0], Value::Null);
        assert_eq!(parents[1], keys[0], "an answer names what it answers");
        assert_eq!(parents[2], keys[1]);
        let missing = comments.iter().find(|one| one["kind"] == "missing");
        let missing = missing.expect("one is answered and not held");
        let answer = comments.iter().find(|one| one["parent"] == missing["key"]);
        assert!(answer.is_some() && missing["id"] == Value::Null);
        assert_eq!(comments.last().expect("there are some")["kind"], "ping");
    }

    #[test]
    fn every_entry_of_the_list_has_the_same_fields() {
        let told = told();
        let comments = told["comments"].as_array().expect("they are listed");
        let fields = |value: &Value| {
            let object = value.as_object().expect("it is one");
            object.keys().cloned().collect::<Vec<_>>()
        };
        for comment in comments {
            assert_eq!(fields(comment), fields(&comments[0]));
        }
    }
}
