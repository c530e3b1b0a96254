//! What holds for every conversation, however broken: tried on many made-up ones.

use crate::model::comment::{Comment, Conversation};
use crate::model::time::Time;
use crate::thread::flat::flatten;
use crate::thread::fold::{Folds, visible};
use crate::thread::sample::{ENTRY_LINK, answer, body, comment, in_reply_to, talk};
use crate::thread::tree::{Node, NodeKind, Order, Settings, Thread, build};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert_eq, proptest};
use std::collections::HashSet;

const NAMES: [&str; 4] = ["Ana", "Tom", "Mirela Ostrow", "佐藤"];
const TEXTS: [&str; 5] = ["Yes.", "@Ana no", "Tom: why?", "[…] a kettle […]", "> Hm."];

/// A comment that may answer any other, held or not, itself, the entry, or nothing, in any manner.
fn any_comment(number: u32) -> impl Strategy<Value = Comment> {
    let author = prop::option::of(prop::sample::select(&NAMES[..]));
    let text = prop::sample::select(&TEXTS[..]);
    (author, text, 0..5, 0..30_u32, 0..9_i64, any::<bool>()).prop_map(
        move |(author, text, manner, to, time, read)| {
            let base = match manner {
                0 => answer(number, to),
                _ => comment(number),
            };
            let text = match manner {
                1 => in_reply_to("Ana", to, text),
                2 => format!("> [Ana]({ENTRY_LINK}#comment-{to})\n\n{text}"),
                _ => text.to_owned(),
            };
            Comment {
                author: author.map(str::to_owned),
                published: (time > 0).then_some(Time(time)),
                first_seen: Time(5),
                body: body(&text),
                read,
                ..base
            }
        },
    )
}

fn any_talk() -> impl Strategy<Value = Vec<Comment>> {
    (0..24_u32).prop_flat_map(|many| (1..=many).map(any_comment).collect::<Vec<_>>())
}

fn any_settings() -> impl Strategy<Value = Settings> {
    const ORDERS: [Order; 3] = [Order::OldestFirst, Order::NewestFirst, Order::Activity];
    (prop::sample::select(&ORDERS[..]), any::<bool>())
        .prop_map(|(order, guess)| Settings { order, guess })
}

fn shuffled() -> impl Strategy<Value = (Conversation, Conversation)> {
    let orders = any_talk().prop_flat_map(|comments| {
        let other = Just(comments.clone()).prop_shuffle();
        (Just(comments), other)
    });
    orders.prop_map(|(one, other)| (talk(one), talk(other)))
}

fn ids(thread: &Thread) -> Vec<i64> {
    let comments = thread.nodes.iter().flat_map(Node::comments);
    let mut ids: Vec<i64> = comments.map(|comment| comment.id.0).collect();
    ids.sort_unstable();
    ids
}

/// All that stands below `at`, by walking up from every node.
fn below(thread: &Thread, at: usize) -> Vec<usize> {
    let up = |node: &usize| thread.nodes[*node].parent;
    (0..thread.nodes.len())
        .filter(|node| std::iter::successors(up(node), up).any(|above| above == at))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_changes_nothing((one, other) in shuffled(), settings in any_settings()) {
        prop_assert_eq!(build(&one, settings), build(&other, settings));
    }

    #[test]
    fn every_comment_stands_in_the_tree_once(comments in any_talk(), settings in any_settings()) {
        let all: Vec<i64> = comments.iter().map(|comment| comment.id.0).collect();
        let new = comments.iter().filter(|comment| !comment.read).count();
        let thread = build(&talk(comments), settings);
        prop_assert_eq!(ids(&thread), &all[..]);
        prop_assert_eq!((thread.total, thread.new), (all.len(), new));
        let keys: HashSet<&str> = thread.nodes.iter().map(|node| node.key.as_str()).collect();
        prop_assert_eq!(keys.len(), thread.nodes.len());
    }

    #[test]
    fn the_tree_is_sound(comments in any_talk(), settings in any_settings()) {
        let thread = build(&talk(comments), settings);
        for (at, node) in thread.nodes.iter().enumerate() {
            let below = below(&thread, at);
            let following: Vec<usize> = (at + 1..=at + node.replies).collect();
            prop_assert_eq!(&below, &following);
            let new = below.iter().filter(|below| thread.nodes[**below].is_new()).count();
            prop_assert_eq!(node.new_below, new);
            let depth = node.parent.map_or(0, |parent| thread.nodes[parent].depth + 1);
            prop_assert_eq!(node.depth, depth);
            prop_assert_eq!(thread.guides(at).len(), depth);
            let later = &thread.nodes[at + 1..];
            prop_assert_eq!(node.last, later.iter().all(|other| other.parent != node.parent));
        }
    }

    #[test]
    fn answers_stand_oldest_first(comments in any_talk(), settings in any_settings()) {
        let thread = build(&talk(comments), settings);
        for at in 0..thread.nodes.len() {
            let times: Vec<Time> = thread
                .nodes
                .iter()
                .filter(|node| node.parent == Some(at))
                .flat_map(Node::comments)
                .map(|comment| comment.published.unwrap_or(comment.first_seen))
                .collect();
            prop_assert_eq!(times.is_sorted(), true);
        }
    }

    #[test]
    fn flat_is_every_held_comment_by_time(comments in any_talk(), newest_first in any::<bool>()) {
        let tree = build(&talk(comments), Settings::default());
        let flat = flatten(&tree, newest_first);
        prop_assert_eq!(ids(&flat), ids(&tree));
        prop_assert_eq!((flat.total, flat.new), (tree.total, tree.new));
        let mut times: Vec<Time> = Vec::new();
        for node in &flat.nodes {
            let same = &tree.nodes[tree.find(&node.key).expect("it was there before")];
            prop_assert_eq!(&same.answers, &node.answers);
            let parent = node.parent.map(|parent| flat.nodes[parent].key.as_str());
            let before = same.parent.map(|parent| &tree.nodes[parent]);
            let held = before.filter(|parent| !parent.comments().is_empty());
            prop_assert_eq!(parent, held.map(|parent| parent.key.as_str()));
            prop_assert_eq!((node.depth, node.replies, node.new_below), (0, 0, 0));
            if let NodeKind::Comment(comment) = &node.kind {
                times.push(comment.published.unwrap_or(comment.first_seen));
            }
        }
        if newest_first {
            times.reverse();
        }
        prop_assert_eq!(times.is_sorted(), true);
    }

    #[test]
    fn the_liveliest_talk_comes_first(comments in any_talk()) {
        let settings = Settings { order: Order::Activity, guess: true };
        let thread = build(&talk(comments), settings);
        let tops = (0..thread.nodes.len()).filter(|at| thread.nodes[*at].depth == 0);
        let tops = tops.filter(|at| !matches!(thread.nodes[*at].kind, NodeKind::Pings(_)));
        let last: Vec<Option<Time>> = tops
            .map(|at| {
                let talk = &thread.nodes[at..=at + thread.nodes[at].replies];
                let all = talk.iter().flat_map(Node::comments);
                all.map(|comment| comment.published.unwrap_or(comment.first_seen)).max()
            })
            .collect();
        prop_assert_eq!(last.iter().rev().is_sorted(), true);
    }

    #[test]
    fn a_stand_in_has_the_key_of_the_one_it_stands_for(comments in any_talk(), lost in 0..24_usize) {
        let whole = build(&talk(comments.clone()), Settings::default());
        let mut rest = comments;
        if lost >= rest.len() {
            return Ok(());
        }
        let gone = rest.remove(lost);
        let key = format!("#{}", gone.id.0);
        let thread = build(&talk(rest), Settings::default());
        let stands_in = thread.find(&key).map(|at| &thread.nodes[at].kind);
        prop_assert_eq!(stands_in.is_none_or(|kind| matches!(kind, NodeKind::Missing { .. })), true);
        let is_ping = |node: &NodeKind| matches!(node, NodeKind::Pings(pings) if pings.contains(&gone));
        let found = whole.find(&key).is_some() || whole.nodes.iter().any(|node| is_ping(&node.kind));
        prop_assert_eq!(found, true);
    }

    #[test]
    fn folding_hides_just_what_is_below_folds(
        comments in any_talk(),
        folded in prop::collection::hash_set(0..30_u32, 0..6),
    ) {
        let thread = build(&talk(comments), Settings::default());
        let mut folds = Folds::default();
        for number in folded {
            folds.toggle(&format!("#{number}"));
        }
        let up = |node: &usize| thread.nodes[*node].parent;
        let expect: Vec<usize> = (0..thread.nodes.len())
            .filter(|at| {
                std::iter::successors(up(at), up).all(|above| !folds.contains(&thread.nodes[above].key))
            })
            .collect();
        prop_assert_eq!(visible(&thread, &folds), expect);
    }
}
