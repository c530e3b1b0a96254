//! Moving about in a conversation, and keeping in place what is read.

use super::ThreadPane;
use crate::model::document::TextPlace;
use crate::text::lines;
use crate::thread::fold;
use crate::thread::tree::Thread;
use crate::ui::layout::{WIDEST_TEXT, below_heading, measure};
use crate::ui::thread::window::{Place, Rows};
use ratatui::layout::Rect;

/// Where the selected comment stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pin {
    /// Its first line stands so many lines below the top.
    Head(usize),
    /// It is being read, from this place of its text on: a block, and graphemes into it.
    Text(usize, usize),
}

/// A move from a node to another that can be seen.
type Move = fn(&Thread, &[usize], usize) -> Option<usize>;

impl ThreadPane {
    pub fn fit_to(&mut self, pane: Rect) {
        let column = measure(pane, WIDEST_TEXT);
        let height = usize::from(below_heading(pane).height).saturating_sub(1);
        if column.width != self.sets.width() || height != self.height {
            let pin = self.pin();
            self.height = height;
            if column.width != self.sets.width() {
                self.sets.set_width(column.width);
            }
            self.hold(pin);
        }
        self.prepare();
    }

    /// Lays out what is on the screen, for the view that follows.
    fn prepare(&mut self) {
        self.check_labels();
        self.sets.trim();
        let (top, height, count) = (self.top, self.height, self.stand.rows());
        let (shown, last) = self.with_rows(|rows| (rows.shown(top, height), rows.last_top(height)));
        let below = shown.last().map_or(0, |(row, _)| row + 1);
        self.progress = match last {
            last if last == Place::default() => None,
            last if top >= last => Some(100),
            _ => Some((below * 100 / count.max(1)).min(99)),
        };
        self.shown = shown;
    }

    fn with_rows<R>(&mut self, act: impl FnOnce(&mut Rows) -> R) -> R {
        let Self { stand, sets, .. } = self;
        let mut tall = |row: usize| sets.tall(stand, row);
        act(&mut Rows {
            count: stand.rows(),
            tall: &mut tall,
        })
    }

    /// One comment on; a comment longer than the pane is read through first.
    pub fn down(&mut self) {
        let (Some(row), height) = (self.stand.row(), self.height) else {
            return;
        };
        let line = self.line_of(row);
        let tall = self.with_rows(|rows| rows.tall(row));
        let rest = (line + tall.cast_signed() - height.cast_signed()).max(0);
        if rest > 0 && tall > height {
            self.roll(rest.min(3));
        } else if row + 1 < self.stand.rows() {
            self.select(row + 1);
        }
    }

    pub fn up(&mut self) {
        let Some(row) = self.stand.row() else { return };
        let above = -self.line_of(row);
        if above > 0 {
            self.roll(-above.min(3));
        } else if row > 0 {
            self.select(row - 1);
        }
    }

    /// The line of the list a row starts on; for a row above it, one that is below nought.
    fn line_of(&self, row: usize) -> isize {
        let shown = self.shown.iter().find(|(shown, _)| *shown == row);
        shown.map_or(0, |(_, line)| *line)
    }

    fn roll(&mut self, lines: isize) {
        let (top, height) = (self.top, self.height);
        let many = lines.unsigned_abs();
        self.top = self.with_rows(|rows| {
            let moved = if lines < 0 {
                rows.up(top, many)
            } else {
                rows.down(top, many)
            };
            moved.min(rows.last_top(height))
        });
        self.prepare();
    }

    /// Moves the window; a selection that is left behind goes along with it.
    pub fn scroll(&mut self, lines: isize) {
        self.roll(lines);
        let height = self.height.cast_signed();
        let begins = |(row, line): &(usize, isize)| {
            let inside = *line >= 0 && *line < height;
            inside.then_some(*row)
        };
        let selected = self.stand.row();
        // A comment that fills the window is selected as long as it does.
        let fills = self.shown.first().map(|(row, _)| *row);
        let mut heads = self.shown.iter().filter_map(begins);
        if heads.clone().any(|row| Some(row) == selected) {
            return;
        }
        let goal = if lines > 0 {
            heads.next()
        } else {
            heads.next_back()
        };
        if let Some(row) = goal.or(fills) {
            self.stand.select(row);
        }
    }

    pub fn half_page(&self) -> isize {
        (self.height / 2).max(1).cast_signed()
    }

    pub fn page(&self) -> isize {
        self.height.saturating_sub(2).max(1).cast_signed()
    }

    pub fn go_to_first(&mut self) {
        self.top = Place::default();
        self.select(0);
    }

    pub fn go_to_last(&mut self) {
        self.select(self.stand.rows().saturating_sub(1));
    }

    pub fn go_to_parent(&mut self) {
        self.go(fold::parent);
    }

    pub fn go_to_root(&mut self) {
        self.go(fold::root);
    }

    pub fn go_to_sibling(&mut self, forward: bool) {
        self.go(if forward {
            fold::next_sibling
        } else {
            fold::previous_sibling
        });
    }

    pub fn go_to_top_level(&mut self, forward: bool) {
        self.go(if forward {
            fold::next_top
        } else {
            fold::previous_top
        });
    }

    /// To the next comment that is new in this visit, or hides one that is, round at the end; whether
    /// there is one.
    pub fn go_to_new(&mut self, forward: bool) -> bool {
        let Some(row) = self.stand.row() else {
            return false;
        };
        let (thread, visible) = (self.stand.thread(), self.stand.visible());
        let at = visible[row];
        let is_new = |at: &usize| {
            let node = &thread.nodes[*at];
            node.is_new() || self.stand.is_folded(node) && node.new_below > 0
        };
        let found = if forward {
            let later = fold::next_new(thread, visible, at);
            later.or_else(|| visible.iter().copied().find(is_new))
        } else {
            let earlier = fold::previous_new(thread, visible, at);
            earlier.or_else(|| visible.iter().copied().rfind(is_new))
        };
        let row = found.and_then(|node| self.stand.row_of(node));
        if let Some(row) = row {
            self.select(row);
        }
        row.is_some()
    }

    fn go(&mut self, to: Move) {
        let Some(row) = self.stand.row() else { return };
        let (thread, visible) = (self.stand.thread(), self.stand.visible());
        let goal = to(thread, visible, visible[row]);
        if let Some(row) = goal.and_then(|node| self.stand.row_of(node)) {
            self.select(row);
        }
    }

    /// The comment on a row of the screen is selected.
    pub fn click(&mut self, pane: Rect, y: u16) {
        let Some(line) = y.checked_sub(self.list(pane).y) else {
            return;
        };
        let line = isize::from(line.cast_signed());
        let row = self.shown.iter().rfind(|(_, start)| *start <= line);
        if let Some((row, _)) = row {
            self.stand.select(*row);
        }
    }

    pub(super) fn select(&mut self, row: usize) {
        self.stand.select(row);
        self.keep_in_view();
        self.prepare();
    }

    /// Keeps the selected comment in view.
    fn keep_in_view(&mut self) {
        let (top, height) = (self.top, self.height);
        let selected = self.stand.row();
        self.top = self.with_rows(|rows| match selected {
            Some(row) => rows.keep_in_view(top, row, height),
            None => Place::default(),
        });
    }

    pub(super) fn pin(&self) -> Option<Pin> {
        let row = self.stand.row()?;
        let (_, line) = self.shown.iter().find(|(shown, _)| *shown == row)?;
        if *line >= 0 {
            return Some(Pin::Head(line.unsigned_abs()));
        }
        let set = self.sets.at(&self.stand, row)?;
        let line = set.lines.get(line.unsigned_abs() - 1)?;
        Some(Pin::Text(line.block, line.offset))
    }

    /// Puts the selected comment back where it stood, whatever came above it or in it.
    pub(super) fn hold(&mut self, pin: Option<Pin>) {
        if let (Some(pin), Some(row)) = (pin, self.stand.row()) {
            self.sets.tall(&self.stand, row);
            let read = match (pin, self.sets.at(&self.stand, row)) {
                (Pin::Text(block, offset), Some(set)) if !set.lines.is_empty() => {
                    Some(1 + lines::find(&set.lines, TextPlace { block, offset }))
                }
                _ => None,
            };
            self.top = match (read, pin) {
                (Some(line), _) => Place { row, line },
                (None, Pin::Head(below)) => {
                    self.with_rows(|rows| rows.up(Place::start_of(row), below))
                }
                (None, Pin::Text(..)) => Place::start_of(row),
            };
        }
        self.keep_in_view();
        self.prepare();
    }
}
