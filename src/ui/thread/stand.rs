//! What is to be seen of a conversation, and in which order: made anew from what is kept of it whenever
//! that changes, or what the person chose. The selection is a key and outlives it all.

use crate::model::comment::{Comment, CommentId, Conversation, Provenance};
use crate::model::time::Time;
use crate::thread::flat::flatten;
use crate::thread::fold::{self, Folds};
use crate::thread::tree::{self, Node, NodeKind, Order, Settings, Thread};
use crate::ui::look::Talks;
use crate::ui::thread::search::Search;
use std::collections::HashMap;
use std::sync::Arc;

/// How the person wants to see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ways {
    pub(super) order: Order,
    pub(super) guess: bool,
    /// By time, without the tree.
    pub(super) flat: bool,
    /// What was read before this visit is not shown.
    pub(super) new_only: bool,
}

impl From<Talks> for Ways {
    fn from(talks: Talks) -> Self {
        Self {
            order: talks.order,
            guess: talks.guess,
            flat: false,
            new_only: false,
        }
    }
}

impl Ways {
    /// The order after this one; in a flat list there are only two.
    pub(super) fn next_order(&mut self) {
        self.order = match (self.order, self.flat) {
            (Order::OldestFirst, _) => Order::NewestFirst,
            (Order::NewestFirst, false) => Order::Activity,
            (Order::NewestFirst, true) | (Order::Activity, _) => Order::OldestFirst,
        };
    }

    fn build(self, conversation: &Conversation, comments: &[Arc<Comment>]) -> Thread {
        let settings = |order| Settings {
            order,
            guess: self.guess,
        };
        if !self.flat {
            return tree::build_of(conversation, comments, settings(self.order));
        }
        let tree = tree::build_of(conversation, comments, settings(Order::OldestFirst));
        flatten(&tree, self.order != Order::OldestFirst)
    }
}

/// A conversation as it stands in the pane.
#[derive(Debug)]
pub(super) struct Stand {
    pub(super) ways: Ways,
    pub(super) folds: Folds,
    pub(super) search: Option<Search>,
    /// Without its comments.
    conversation: Conversation,
    comments: Vec<Arc<Comment>>,
    /// Where all of them came from, if that is one source.
    usual: Provenance,
    thread: Thread,
    /// The nodes that can be seen; a row is a place in this list.
    visible: Vec<usize>,
    /// Comments that are not shown because they were read before.
    hidden: usize,
    selected: Option<String>,
    row: Option<usize>,
}

impl Stand {
    pub(super) fn new(ways: Ways) -> Self {
        Self {
            ways,
            folds: Folds::default(),
            search: None,
            conversation: Conversation::default(),
            comments: Vec::new(),
            usual: Provenance::Feed,
            thread: Thread::default(),
            visible: Vec::new(),
            hidden: 0,
            selected: None,
            row: None,
        }
    }

    /// Takes in what is kept by now.
    pub(super) fn take(&mut self, conversation: Conversation) {
        self.conversation = conversation;
        let comments = std::mem::take(&mut self.conversation.comments);
        let mut sources = comments.iter().map(|comment| comment.provenance);
        let first = sources.next().unwrap_or_default();
        let alike = sources.all(|source| source == first);
        self.usual = if alike { first } else { Provenance::Feed };
        self.comments = comments.into_iter().map(Arc::new).collect();
        self.replant();
    }

    /// Where all comments came from, if that is one source; else the feed, and each tells where it is not.
    pub(super) fn usual(&self) -> Provenance {
        self.usual
    }

    /// When something was said last.
    pub(super) fn last_said(&self) -> Option<Time> {
        let comments = self.comments.iter();
        let times = comments.map(|comment| comment.published.unwrap_or(comment.first_seen));
        times.max()
    }

    /// What is said of the conversation besides its comments.
    pub(super) fn told(&self) -> &Conversation {
        &self.conversation
    }

    pub(super) fn told_mut(&mut self) -> &mut Conversation {
        &mut self.conversation
    }

    /// Some comments count as new from now on, or no longer.
    pub(super) fn mark(&mut self, ids: &[CommentId], new: bool) {
        for comment in &mut self.comments {
            if ids.contains(&comment.id) {
                Arc::make_mut(comment).read = !new;
            }
        }
        self.replant();
    }

    /// Builds the tree anew, after what it is built from changed.
    pub(super) fn replant(&mut self) {
        let thread = self.ways.build(&self.conversation, &self.comments);
        let before = std::mem::replace(&mut self.thread, thread);
        let rows = std::mem::take(&mut self.visible);
        if let Some(search) = &mut self.search {
            search.read(&self.thread);
        }
        self.arrange();
        let is_gone = |key: &String| self.thread.find(key).is_none();
        if self.selected.as_ref().is_some_and(is_gone) {
            let heir = self.heir(&before, &rows);
            self.select(heir.unwrap_or(0));
        }
    }

    /// Finds what is to be seen, after folds or the search changed.
    pub(super) fn arrange(&mut self) {
        self.visible = fold::visible(&self.thread, &self.folds);
        self.hidden = 0;
        if self.ways.new_only {
            let kept = self.kept();
            self.visible.retain(|node| kept[*node]);
            let nodes = self.thread.nodes.iter().zip(&kept);
            let hidden = nodes.filter(|(_, kept)| !**kept);
            self.hidden = hidden.map(|(node, _)| node.comments().len()).sum();
        }
        self.find_selected();
    }

    /// What is new, what is looked for, and all that these answer.
    fn kept(&self) -> Vec<bool> {
        let nodes = &self.thread.nodes;
        let mut kept: Vec<bool> = nodes.iter().map(Node::is_new).collect();
        for hit in self.search.iter().flat_map(Search::hits) {
            kept[*hit] = true;
        }
        if !self.ways.flat {
            // Answers stand behind what they answer, so one way from the end will do.
            for at in (0..nodes.len()).rev().filter(|at| nodes[*at].depth > 0) {
                if let (true, Some(parent)) = (kept[at], nodes[at].parent) {
                    kept[parent] = true;
                }
            }
        }
        kept
    }

    /// A selected node that is out of sight hands on to the one it is hidden below, else to the one that
    /// follows.
    fn find_selected(&mut self) {
        self.row = None;
        let found = self.selected.as_deref().map(|key| self.thread.find(key));
        let Some(node) = found.unwrap_or(Some(0)) else {
            return;
        };
        let row = self.row_of(node).unwrap_or_else(|| {
            let above = fold::parent(&self.thread, &self.visible, node);
            let below = self.visible.partition_point(|other| *other < node);
            let last = self.visible.len().saturating_sub(1);
            let above = above.and_then(|node| self.row_of(node));
            above.unwrap_or(below.min(last))
        });
        self.select(row);
    }

    /// The row nearest to the selected one, as rows stood before, that is still there.
    fn heir(&self, before: &Thread, rows: &[usize]) -> Option<usize> {
        let key = self.selected.as_deref()?;
        let at = rows
            .iter()
            .position(|node| before.nodes[*node].key == key)?;
        let here = self.visible.iter().enumerate();
        let here: HashMap<&str, usize> = here
            .map(|(row, node)| (self.thread.nodes[*node].key.as_str(), row))
            .collect();
        let near = (1..=rows.len()).flat_map(|far| [at.checked_sub(far), Some(at + far)]);
        let nodes = near.flatten().filter_map(|row| rows.get(row));
        nodes
            .filter_map(|node| here.get(before.nodes[*node].key.as_str()))
            .copied()
            .next()
    }

    pub(super) fn select(&mut self, row: usize) {
        if let Some(node) = self.node_at(row) {
            self.selected = Some(node.key.clone());
            self.row = Some(row);
        }
    }

    pub(super) fn thread(&self) -> &Thread {
        &self.thread
    }

    pub(super) fn visible(&self) -> &[usize] {
        &self.visible
    }

    pub(super) fn rows(&self) -> usize {
        self.visible.len()
    }

    pub(super) fn hidden(&self) -> usize {
        self.hidden
    }

    pub(super) fn row(&self) -> Option<usize> {
        self.row
    }

    pub(super) fn row_of(&self, node: usize) -> Option<usize> {
        self.visible.binary_search(&node).ok()
    }

    pub(super) fn node_at(&self, row: usize) -> Option<&Node> {
        self.thread.nodes.get(*self.visible.get(row)?)
    }

    pub(super) fn selected(&self) -> Option<&Node> {
        self.node_at(self.row?)
    }

    pub(super) fn key(&self) -> Option<&str> {
        self.selected.as_deref()
    }

    /// Mentions on other pages are folded until they are opened; comments the other way round.
    pub(super) fn is_folded(&self, node: &Node) -> bool {
        matches!(node.kind, NodeKind::Pings(_)) != self.folds.contains(&node.key)
    }

    /// Opens every fold above a node, and mentions themselves; whether there were any.
    pub(super) fn unfold_to(&mut self, node: usize) -> bool {
        let nodes = &self.thread.nodes;
        let above = std::iter::successors(Some(node), |at| nodes[*at].parent);
        let closed: Vec<String> = above
            .map(|at| &nodes[at])
            .filter(|node| self.is_folded(node))
            .map(|node| node.key.clone())
            .collect();
        for key in &closed {
            self.folds.toggle(key);
        }
        !closed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::InReplyTo;

    fn comment(number: i64, answers: i64, read: bool) -> Comment {
        let to = InReplyTo {
            id: Some(format!("urn:{answers}")),
            href: None,
        };
        Comment {
            id: CommentId(number),
            key: format!("urn:{number}"),
            published: Some(Time(number)),
            in_reply_to: (answers > 0).then_some(to).into_iter().collect(),
            read,
            ..Comment::default()
        }
    }

    /// 1(2(3) 4) 5 6, of which 3 is new.
    fn talk() -> Vec<Comment> {
        vec![
            comment(1, 0, true),
            comment(2, 1, true),
            comment(3, 2, false),
            comment(4, 1, true),
            comment(5, 0, true),
            comment(6, 0, true),
        ]
    }

    fn conversation(comments: Vec<Comment>) -> Conversation {
        Conversation {
            comments,
            ..Conversation::default()
        }
    }

    fn stand() -> Stand {
        let mut stand = Stand::new(Ways::from(Talks::default()));
        stand.take(conversation(talk()));
        stand
    }

    fn shown(stand: &Stand) -> Vec<i64> {
        let rows = (0..stand.rows()).filter_map(|row| stand.node_at(row));
        rows.flat_map(Node::comments)
            .map(|comment| comment.id.0)
            .collect()
    }

    fn selected(stand: &Stand) -> i64 {
        stand.selected().unwrap().comments()[0].id.0
    }

    #[test]
    fn the_selection_holds_in_every_order() {
        let mut stand = stand();
        stand.select(3);
        for expect in [[6, 5, 1, 2, 3, 4], [6, 5, 1, 2, 3, 4], [1, 2, 3, 4, 5, 6]] {
            stand.ways.next_order();
            stand.replant();
            assert_eq!(shown(&stand), expect);
            assert_eq!(selected(&stand), 4);
        }
        stand.ways.flat = true;
        stand.ways.next_order();
        stand.replant();
        assert_eq!(shown(&stand), [6, 5, 4, 3, 2, 1]);
        assert_eq!(selected(&stand), 4);
        stand.ways.next_order();
        assert_eq!(stand.ways.order, Order::OldestFirst);
    }

    #[test]
    fn of_what_is_read_only_what_the_new_answers_is_left() {
        let mut stand = stand();
        stand.select(3);
        stand.ways.new_only = true;
        stand.arrange();
        assert_eq!(shown(&stand), [1, 2, 3]);
        assert_eq!(stand.hidden(), 3);
        assert_eq!(selected(&stand), 1, "4 answers 1");
        stand.ways.flat = true;
        stand.replant();
        assert_eq!(shown(&stand), [3]);
        stand.mark(&[CommentId(3)], false);
        assert_eq!((stand.rows(), stand.row(), stand.hidden()), (0, None, 6));
        stand.ways.new_only = false;
        stand.arrange();
        assert_eq!(selected(&stand), 3);
    }

    #[test]
    fn a_selected_comment_that_is_gone_hands_on_to_its_neighbour() {
        let mut stand = stand();
        stand.select(4);
        assert_eq!(selected(&stand), 5);
        let without = |gone: &[i64]| {
            let mut comments = talk();
            comments.retain(|comment| !gone.contains(&comment.id.0));
            conversation(comments)
        };
        stand.take(without(&[5]));
        assert_eq!(selected(&stand), 4);
        stand.take(without(&[4, 5]));
        assert_eq!(selected(&stand), 3);
        stand.take(conversation(Vec::new()));
        assert_eq!(stand.row(), None);
        stand.take(conversation(talk()));
        assert_eq!(selected(&stand), 3);
    }

    #[test]
    fn folds_open_for_what_is_looked_for() {
        let mut stand = stand();
        stand.folds.toggle("urn:1");
        stand.folds.toggle("urn:2");
        stand.arrange();
        assert_eq!(shown(&stand), [1, 5, 6]);
        assert!(stand.unfold_to(2));
        assert!(!stand.unfold_to(2));
        stand.arrange();
        assert_eq!(shown(&stand), [1, 2, 3, 4, 5, 6]);
    }
}
