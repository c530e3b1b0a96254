//! Pane: the conversation under one entry, as a tree.
//!
//! What was new when the conversation was opened stays marked for the visit, although it is counted
//! as seen once it has been on the screen. Comments that arrive meanwhile do not move what is read.

pub mod comment;
mod view;

use crate::model::comment::{Comment, CommentId, Conversation};
use crate::model::entry::{EntryId, EntryRow};
use crate::model::request::{Request, Ticket};
use crate::thread::fold::{self, Folds};
use crate::thread::tree::{self, Node, NodeKind, Settings, Thread};
use crate::ui::ask::{Latest, Tickets};
use crate::ui::effect::Effect;
use crate::ui::layout::{below_heading, measure};
use crate::ui::list::{keep_in_view, last_top, progress};
use crate::ui::thread::comment::Set;
use ratatui::layout::Rect;
use std::collections::HashSet;
use std::ops::Range;

/// A question for the conversation of an entry; opened, or only read again.
type Question = (EntryId, bool);

/// The conversation pane.
#[derive(Debug, Default)]
pub struct ThreadPane {
    entry: Option<EntryRow>,
    thread: Option<Thread>,
    told: Told,
    questions: Latest<Question>,
    folds: Folds,
    selected: Option<String>,
    /// New during this visit.
    fresh: HashSet<CommentId>,
    /// Said to the engine to have been seen.
    seen: HashSet<CommentId>,
    visible: Vec<usize>,
    sets: Vec<Set>,
    /// Where each visible node's lines stand.
    spans: Vec<Range<usize>>,
    width: u16,
    height: usize,
    top: usize,
    asking: bool,
}

/// What is known about the conversation besides its comments.
#[derive(Debug, Default)]
struct Told {
    count: Option<u32>,
    feed: bool,
    page: Option<String>,
    trouble: Option<String>,
    asked: bool,
}

impl ThreadPane {
    pub fn entry(&self) -> Option<&EntryRow> {
        self.entry.as_ref()
    }

    /// Opens the conversation under an entry.
    pub fn open(&mut self, row: &EntryRow, tickets: &mut Tickets) -> Option<Effect> {
        if self.entry.as_ref().is_none_or(|entry| entry.id != row.id) {
            let (width, height) = (self.width, self.height);
            *self = Self {
                width,
                height,
                questions: std::mem::take(&mut self.questions),
                ..Self::default()
            };
        } else {
            self.fresh.clear();
        }
        self.entry = Some(row.clone());
        self.asking = true;
        self.questions.want((row.id, true), tickets).map(ask)
    }

    /// Reads it again if it is the one that got news.
    pub fn talked(&mut self, entry: EntryId, tickets: &mut Tickets) -> Option<Effect> {
        if self.entry.as_ref()?.id != entry {
            return None;
        }
        self.asking = false;
        self.questions.want((entry, false), tickets).map(ask)
    }

    /// Takes a conversation in if it is the one shown; then what to ask next.
    pub fn arrived(
        &mut self,
        ticket: Ticket,
        conversation: &Conversation,
        tickets: &mut Tickets,
    ) -> Option<Effect> {
        let (answered, _) = self.questions.answered(ticket)?;
        if self
            .entry
            .as_ref()
            .is_some_and(|entry| entry.id == answered)
        {
            self.take(conversation);
        }
        self.questions.next(tickets).map(ask)
    }

    pub fn failed(&mut self, ticket: Ticket) -> bool {
        let ours = self.questions.answered(ticket).is_some();
        self.asking &= !ours;
        ours
    }

    fn take(&mut self, conversation: &Conversation) {
        let pin = self.pin();
        let first = self.thread.is_none();
        self.told = Told {
            count: conversation.told,
            feed: conversation.feed.is_some(),
            page: conversation.page.clone(),
            trouble: conversation.trouble.clone(),
            asked: conversation.checked_at.is_some(),
        };
        let unread = conversation.comments.iter().filter(|comment| !comment.read);
        self.fresh.extend(unread.map(|comment| comment.id));
        self.thread = Some(tree::build(conversation, Settings::default()));
        self.set();
        if first || self.position().is_none() {
            self.select(0);
            self.top = 0;
        }
        self.hold(pin);
    }

    pub fn fit_to(&mut self, pane: Rect) {
        let column = measure(pane);
        self.height = usize::from(below_heading(pane).height).saturating_sub(1);
        if column.width != self.width {
            let pin = self.pin();
            self.width = column.width;
            self.set();
            self.hold(pin);
        }
        self.follow();
    }

    /// One comment on; a comment longer than the pane is read through first.
    pub fn down(&mut self) {
        let Some(at) = self.position() else { return };
        let rest = self.spans[at].end.saturating_sub(self.top + self.height);
        if rest > 0 && self.spans[at].len() > self.height {
            self.top += rest.min(3);
        } else if at + 1 < self.visible.len() {
            self.select(at + 1);
        }
    }

    pub fn up(&mut self) {
        let Some(at) = self.position() else { return };
        let hidden = self.top.saturating_sub(self.spans[at].start);
        if hidden > 0 {
            self.top -= hidden.min(3);
        } else if at > 0 {
            self.select(at - 1);
        }
    }

    /// Moves the window; the selection goes along with it.
    pub fn scroll(&mut self, lines: isize) {
        let last = last_top(self.height, self.total());
        self.top = self.top.saturating_add_signed(lines).min(last);
        let whole = |span: &Range<usize>| {
            span.start >= self.top
                && (span.end <= self.top + self.height || span.start < self.top + 1)
        };
        let in_view: Vec<usize> = (0..self.spans.len())
            .filter(|&at| whole(&self.spans[at]))
            .collect();
        let current = self.position();
        let goal = if lines > 0 {
            in_view.first()
        } else {
            in_view.last()
        };
        if let (Some(&goal), false) = (goal, current.is_some_and(|at| in_view.contains(&at))) {
            self.selected = self.key(goal);
        }
    }

    pub fn half_page(&self) -> isize {
        (self.height / 2).max(1).cast_signed()
    }

    pub fn page(&self) -> isize {
        self.height.saturating_sub(2).max(1).cast_signed()
    }

    pub fn go_to_first(&mut self) {
        self.select(0);
        self.top = 0;
    }

    pub fn go_to_last(&mut self) {
        self.select(self.visible.len().saturating_sub(1));
    }

    pub fn go_to_parent(&mut self) {
        self.go(fold::parent);
    }

    /// To the next comment that is new in this visit, round at the end.
    pub fn go_to_new(&mut self, forward: bool) {
        let Some(at) = self.position() else { return };
        let count = self.visible.len();
        let found = (1..count)
            .map(|step| if forward { at + step } else { at + count - step } % count)
            .find(|&row| self.is_fresh(self.visible[row]));
        if let Some(row) = found {
            self.select(row);
        }
    }

    pub fn fold(&mut self) {
        let Some(key) = self.selected.clone() else {
            return;
        };
        let pin = self.pin();
        self.folds.toggle(&key);
        self.set();
        self.hold(pin);
    }

    /// The comment on a row of the screen is selected.
    pub fn click(&mut self, pane: Rect, y: u16) {
        let Some(line) = y.checked_sub(self.list(pane).y) else {
            return;
        };
        let line = usize::from(line) + self.top;
        if let Some(at) = self.spans.iter().position(|span| span.contains(&line)) {
            self.selected = self.key(at);
        }
    }

    /// The address of the selected comment, else of the page of the talk.
    pub fn link(&self) -> Option<&str> {
        let selected = self
            .position()
            .and_then(|at| self.node(at))
            .and_then(|node| match &node.kind {
                NodeKind::Comment(comment) => comment.link.as_deref(),
                NodeKind::Missing { .. } | NodeKind::Pings(_) => None,
            });
        selected.or(self.told.page.as_deref())
    }

    /// Comments that stand on the screen and have not been said to be seen yet.
    pub fn passed(&mut self) -> Option<(EntryId, Vec<CommentId>)> {
        let entry = self.entry.as_ref()?.id;
        let bottom = self.top + self.height;
        let shown = (0..self.visible.len()).filter(|&at| {
            let span = &self.spans[at];
            span.start >= self.top && span.start < bottom
        });
        let new: Vec<CommentId> = shown
            .flat_map(|at| self.comments(self.visible[at]))
            .map(|comment| comment.id)
            .filter(|id| self.fresh.contains(id) && !self.seen.contains(id))
            .collect();
        self.seen.extend(&new);
        (!new.is_empty()).then_some((entry, new))
    }

    pub fn progress(&self) -> Option<usize> {
        progress(self.top, self.height, self.total())
    }

    fn go(&mut self, to: fn(&Thread, &[usize], usize) -> Option<usize>) {
        let (Some(thread), Some(at)) = (&self.thread, self.position()) else {
            return;
        };
        let goal = to(thread, &self.visible, self.visible[at]);
        if let Some(at) = goal.and_then(|node| self.visible.binary_search(&node).ok()) {
            self.select(at);
        }
    }

    fn set(&mut self) {
        let Some(thread) = &self.thread else { return };
        self.visible = fold::visible(thread, &self.folds);
        let mut line = 0;
        self.sets.clear();
        self.spans.clear();
        for &node in &self.visible {
            let node = &thread.nodes[node];
            let set = comment::set(node, self.width, is_folded(&self.folds, node));
            let end = line + 1 + set.lines.len();
            self.spans.push(line..end);
            self.sets.push(set);
            line = end + 1;
        }
    }

    fn total(&self) -> usize {
        self.spans.last().map_or(0, |span| span.end)
    }

    fn node(&self, at: usize) -> Option<&Node> {
        self.thread.as_ref()?.nodes.get(*self.visible.get(at)?)
    }

    fn key(&self, at: usize) -> Option<String> {
        self.node(at).map(|node| node.key.clone())
    }

    fn position(&self) -> Option<usize> {
        let key = self.selected.as_deref()?;
        (0..self.visible.len()).find(|&at| self.node(at).is_some_and(|node| node.key == key))
    }

    fn comments(&self, node: usize) -> &[Comment] {
        self.thread
            .as_ref()
            .map_or(&[], |thread| thread.nodes[node].comments())
    }

    fn is_fresh(&self, node: usize) -> bool {
        self.comments(node)
            .iter()
            .any(|comment| self.fresh.contains(&comment.id))
    }

    fn select(&mut self, at: usize) {
        self.selected = self.key(at);
        self.follow();
    }

    fn follow(&mut self) {
        let last = last_top(self.height, self.total());
        self.top = self.top.min(last);
        if let Some(span) = self.position().map(|at| self.spans[at].clone()) {
            // A comment longer than the pane may be read at any of its lines.
            let inside = span.len() > self.height && span.contains(&self.top);
            if !inside {
                self.top = keep_in_view(self.top, &span, self.height, self.total(), 1);
            }
        }
    }

    fn pin(&self) -> Option<isize> {
        let span = self.spans.get(self.position()?)?;
        Some(span.start.cast_signed() - self.top.cast_signed())
    }

    fn hold(&mut self, pin: Option<isize>) {
        let start = self
            .position()
            .and_then(|at| self.spans.get(at))
            .map(|span| span.start);
        if let (Some(pin), Some(start)) = (pin, start) {
            self.top = (start.cast_signed() - pin).max(0).cast_unsigned();
        }
        self.follow();
    }
}

/// Mentions on other pages are folded until they are opened; comments the other way round.
fn is_folded(folds: &Folds, node: &Node) -> bool {
    matches!(node.kind, NodeKind::Pings(_)) != folds.contains(&node.key)
}

fn ask((ticket, (entry, open)): (Ticket, Question)) -> Effect {
    Effect::Ask(ticket, Request::Conversation { entry, open })
}
