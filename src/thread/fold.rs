//! What is folded away in a conversation, and where the selection moves from a node.
//!
//! Folds are kept by the keys of nodes, so they outlive a rebuilt tree. Moving works on the nodes that
//! are visible; a folded node stands for all that is hidden below it, so what is new there is found
//! at that node.

use crate::thread::tree::Thread;
use std::collections::HashSet;

/// The nodes whose answers are folded away.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folds {
    keys: HashSet<String>,
}

impl Folds {
    /// Folds what is unfolded, and unfolds what is folded.
    pub fn toggle(&mut self, key: &str) {
        if !self.keys.remove(key) {
            self.keys.insert(key.to_owned());
        }
    }

    pub fn contains(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// All of them, in an order that is always the same.
    pub fn keys(&self) -> Vec<String> {
        let mut keys: Vec<String> = self.keys.iter().cloned().collect();
        keys.sort_unstable();
        keys
    }
}

impl FromIterator<String> for Folds {
    fn from_iter<I: IntoIterator<Item = String>>(keys: I) -> Self {
        Self {
            keys: keys.into_iter().collect(),
        }
    }
}

/// The nodes that can be seen, in order, as indices into `Thread::nodes`.
pub fn visible(thread: &Thread, folds: &Folds) -> Vec<usize> {
    let mut visible = Vec::with_capacity(thread.nodes.len());
    let mut at = 0;
    while let Some(node) = thread.nodes.get(at) {
        visible.push(at);
        at += 1;
        if folds.contains(&node.key) {
            at += node.replies;
        }
    }
    visible
}

/// What the node at `at` answers; for a hidden node, the visible one it is hidden below.
pub fn parent(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let parent_of = |at: &usize| thread.nodes.get(*at)?.parent;
    std::iter::successors(parent_of(&at), parent_of).find(|at| visible.binary_search(at).is_ok())
}

/// The next answer to the same comment.
pub fn next_sibling(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let depth = thread.nodes.get(at)?.depth;
    let next = after(visible, at)
        .iter()
        .find(|other| thread.nodes[**other].depth <= depth)?;
    (thread.nodes[*next].depth == depth).then_some(*next)
}

/// The previous answer to the same comment.
pub fn previous_sibling(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let depth = thread.nodes.get(at)?.depth;
    let previous = before(visible, at)
        .iter()
        .rfind(|other| thread.nodes[**other].depth <= depth)?;
    (thread.nodes[*previous].depth == depth).then_some(*previous)
}

/// The next node at the top.
pub fn next_top(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let mut later = after(visible, at).iter();
    later.find(|at| thread.nodes[**at].depth == 0).copied()
}

/// The node at the top before this one; from within a talk, the one that began it.
pub fn previous_top(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let mut earlier = before(visible, at).iter();
    earlier.rfind(|at| thread.nodes[**at].depth == 0).copied()
}

/// The node at the top from which this one descends; nothing at the top itself.
pub fn root(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let parent_of = |at: &usize| parent(thread, visible, *at);
    std::iter::successors(parent_of(&at), parent_of).last()
}

/// The next node that is new, or hides something new.
pub fn next_new(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let mut later = after(visible, at).iter();
    later.find(|at| shows_new(thread, visible, **at)).copied()
}

/// The previous node that is new, or hides something new.
pub fn previous_new(thread: &Thread, visible: &[usize], at: usize) -> Option<usize> {
    let mut earlier = before(visible, at).iter();
    earlier
        .rfind(|at| shows_new(thread, visible, **at))
        .copied()
}

fn after(visible: &[usize], at: usize) -> &[usize] {
    &visible[visible.partition_point(|other| *other <= at)..]
}

fn before(visible: &[usize], at: usize) -> &[usize] {
    &visible[..visible.partition_point(|other| *other < at)]
}

fn shows_new(thread: &Thread, visible: &[usize], at: usize) -> bool {
    let node = &thread.nodes[at];
    let next = after(visible, at).first();
    let hides_answers = next.is_none_or(|next| *next > at + node.replies);
    node.is_new() || (hides_answers && node.new_below > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::Comment;
    use crate::thread::sample::{answer, comment, draw, said, talk};
    use crate::thread::tree::{Settings, build};

    /// Nodes 0 to 7; the comments 3, 5 and the ping are new.
    fn thread() -> Thread {
        let new = |comment| Comment {
            read: false,
            ..comment
        };
        let comments = vec![
            comment(1),
            answer(2, 1),
            new(answer(3, 2)),
            answer(4, 1),
            new(comment(5)),
            answer(7, 6),
            new(said(8, "Steam", "[…] a kettle […]")),
        ];
        let thread = build(&talk(comments), Settings::default());
        assert_eq!(draw(&thread), "1(2(3) 4) 5 ?6(7) pings[8]");
        thread
    }

    fn folded(keys: &[&str]) -> Vec<usize> {
        let mut folds = Folds::default();
        for key in keys {
            folds.toggle(key);
        }
        visible(&thread(), &folds)
    }

    type Move = fn(&Thread, &[usize], usize) -> Option<usize>;

    /// Where one move leads from each visible node.
    fn check(by: Move, folds: &[&str], expect: &[Option<usize>]) {
        let (thread, visible) = (thread(), folded(folds));
        let found: Vec<_> = visible
            .iter()
            .map(|at| by(&thread, &visible, *at))
            .collect();
        assert_eq!(found, expect, "with {folds:?} folded");
    }

    #[test]
    fn folding_hides_all_that_is_below_and_nothing_else() {
        assert_eq!(folded(&[]), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(folded(&["#1"]), [0, 4, 5, 6, 7]);
        assert_eq!(folded(&["#2", "#6"]), [0, 1, 3, 4, 5, 7]);
        assert_eq!(folded(&["#1", "#2"]), [0, 4, 5, 6, 7]);
        assert_eq!(folded(&["#1", "#1"]), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(folded(&["#3", "pings", "#99"]), [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn folds_are_kept_by_their_keys() {
        let kept = vec!["#1".to_owned(), "pings".to_owned()];
        let mut folds: Folds = kept.iter().rev().cloned().collect();
        assert_eq!(folds.keys(), kept);
        folds.toggle("#1");
        assert_eq!(folds.keys(), kept[1..]);
    }

    #[test]
    fn siblings_are_found_over_what_stands_between() {
        let s = Some;
        check(
            next_sibling,
            &[],
            &[s(4), s(3), None, None, s(5), s(7), None, None],
        );
        check(
            previous_sibling,
            &[],
            &[None, None, None, s(1), s(0), s(4), None, s(5)],
        );
        check(next_sibling, &["#1"], &[s(4), s(5), s(7), None, None]);
    }

    #[test]
    fn one_can_go_up_and_on_to_the_next_talk() {
        let s = Some;
        check(
            parent,
            &[],
            &[None, s(0), s(1), s(0), None, None, s(5), None],
        );
        check(
            next_top,
            &[],
            &[s(4), s(4), s(4), s(4), s(5), s(7), s(7), None],
        );
        check(
            previous_top,
            &[],
            &[None, s(0), s(0), s(0), s(0), s(4), s(5), s(5)],
        );
        check(root, &[], &[None, s(0), s(0), s(0), None, None, s(5), None]);
    }

    #[test]
    fn what_is_new_is_found_even_where_it_is_folded_away() {
        let s = Some;
        check(
            next_new,
            &[],
            &[s(2), s(2), s(4), s(4), s(7), s(7), s(7), None],
        );
        check(
            next_new,
            &["#2"],
            &[s(1), s(4), s(4), s(7), s(7), s(7), None],
        );
        check(previous_new, &["#1"], &[None, s(0), s(4), s(4), s(4)]);
        check(
            previous_new,
            &[],
            &[None, None, None, s(2), s(2), s(4), s(4), s(4)],
        );
    }

    #[test]
    fn a_hidden_or_vanished_place_leads_somewhere_sensible() {
        let (thread, visible) = (thread(), folded(&["#1"]));
        assert_eq!(parent(&thread, &visible, 2), Some(0));
        assert_eq!(next_top(&thread, &visible, 2), Some(4));
        assert_eq!(next_new(&thread, &visible, 2), Some(4));
        assert_eq!(next_sibling(&thread, &visible, 2), None);
        for by in [parent, next_sibling, previous_sibling, next_top, next_new] as [Move; 5] {
            assert_eq!(by(&thread, &visible, 99), None);
        }
        assert_eq!(previous_new(&thread, &visible, 99), Some(7));
        assert_eq!(next_new(&Thread::default(), &[], 0), None);
    }
}
