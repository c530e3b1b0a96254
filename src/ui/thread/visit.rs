//! What is new in this visit, and what of it was said to have been seen.
//!
//! A comment counts as seen once its first line was on the screen, but it stays marked as new for the
//! visit. What the person takes back is not seen by passing it once more.

use super::ThreadPane;
use crate::model::comment::{Comment, CommentId, Members};
use crate::model::entry::{EntryId, Mark};
use crate::model::request::Request;
use crate::thread::tree::Node;
use std::collections::HashSet;

#[derive(Debug, Default)]
pub(super) struct Visit {
    fresh: HashSet<CommentId>,
    seen: HashSet<CommentId>,
    /// To stay new until the person says otherwise.
    kept: HashSet<CommentId>,
}

impl Visit {
    /// Comments as this visit has them: what was new when it began stays new.
    pub(super) fn dress(&mut self, comments: &mut [Comment]) {
        for comment in comments {
            if !comment.read {
                self.fresh.insert(comment.id);
            }
            comment.read = !self.fresh.contains(&comment.id);
        }
    }
}

/// Comments, or entries that stand for them, that were seen or were not after all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    entry: EntryId,
    members: Members,
    ids: Vec<CommentId>,
    seen: bool,
}

impl Sight {
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    pub fn seen(&self) -> bool {
        self.seen
    }

    /// The entries it is about, where the comments are entries.
    pub fn entries(&self) -> Vec<EntryId> {
        match self.members {
            Members::Comments => Vec::new(),
            Members::Entries => self.ids.iter().map(|id| EntryId(id.0)).collect(),
        }
    }

    pub fn request(self) -> Request {
        match self.members {
            Members::Comments => Request::Seen {
                entry: self.entry,
                comments: self.ids,
                seen: self.seen,
            },
            Members::Entries => Request::Mark {
                entries: self.entries(),
                mark: Mark::Read(self.seen),
            },
        }
    }
}

impl ThreadPane {
    /// Comments that stand on the screen and have not been said to be seen yet.
    pub fn passed(&mut self) -> Option<Sight> {
        let visit = &self.visit;
        let shown = self.shown.iter().filter(|(_, line)| *line >= 0);
        let nodes = shown.filter_map(|(row, _)| self.stand.node_at(*row));
        let is_unseen = |id: &CommentId| {
            visit.fresh.contains(id) && !visit.seen.contains(id) && !visit.kept.contains(id)
        };
        let ids = nodes.flat_map(Node::comments).map(|comment| comment.id);
        let ids: Vec<CommentId> = ids.filter(is_unseen).collect();
        self.visit.seen.extend(&ids);
        self.sight(ids, true)
    }

    /// The selected comment is new again, or, if it was kept new, seen.
    pub fn toggle_seen(&mut self) -> Option<Sight> {
        let comments = self.stand.selected()?.comments();
        let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id).collect();
        let visit = &mut self.visit;
        let is_kept = |id: &CommentId| visit.fresh.contains(id) && !visit.seen.contains(id);
        let seen = ids.iter().any(is_kept);
        for id in &ids {
            if seen {
                visit.kept.remove(id);
                visit.fresh.remove(id);
            } else {
                visit.seen.remove(id);
                visit.kept.insert(*id);
                visit.fresh.insert(*id);
            }
        }
        self.mark(&ids, !seen);
        self.sight(ids, seen)
    }

    /// All that was seen in this visit was not.
    pub fn take_back_seen(&mut self) -> Option<Sight> {
        let mut ids: Vec<CommentId> = self.visit.seen.drain().collect();
        ids.sort_unstable();
        self.visit.kept.extend(&ids);
        self.sight(ids, false)
    }

    fn mark(&mut self, ids: &[CommentId], new: bool) {
        let pin = self.pin();
        self.stand.mark(ids, new);
        self.sets.forget();
        self.hold(pin);
    }

    fn sight(&self, ids: Vec<CommentId>, seen: bool) -> Option<Sight> {
        let sight = Sight {
            entry: self.entry.as_ref()?.id,
            members: self.stand.told().members,
            ids,
            seen,
        };
        (!sight.ids.is_empty()).then_some(sight)
    }
}
