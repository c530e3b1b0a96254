//! The conversation drawn: what is known of it, then the tree.

use super::ThreadPane;
use crate::ui::layout::{WIDEST_TEXT, below_heading, measure};
use crate::ui::look::{Look, heading, write};
use crate::ui::thread::comment::{self, Standing};
use crate::ui::thread::search::Search;
use crate::ui::{fit, paint};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl ThreadPane {
    /// Where the selected comment stands on the screen.
    pub fn cursor(&self, pane: Rect) -> Option<Position> {
        let row = self.stand.row()?;
        let (_, line) = self.shown.iter().find(|(shown, _)| *shown == row)?;
        let y = row_of((*line).max(0), self.list(pane))?;
        Some(Position::new(
            measure(pane, WIDEST_TEXT).x.saturating_sub(2),
            y,
        ))
    }

    /// The rows of comments: below the title and what is known of the conversation.
    pub(super) fn list(&self, pane: Rect) -> Rect {
        let list = below_heading(pane);
        let height = u16::try_from(self.height).unwrap_or(u16::MAX);
        Rect {
            y: list.bottom().saturating_sub(height),
            height,
            ..measure(pane, WIDEST_TEXT)
        }
    }

    pub fn view(&self, pane: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
        let Some(entry) = &self.entry else { return };
        let column = measure(pane, WIDEST_TEXT);
        let title = Rect {
            x: column.x.saturating_sub(1),
            width: column.width + 1,
            ..pane
        };
        let name = fit::fit(entry.name(), usize::from(column.width));
        heading(buffer, title, look, focused, &name, "");
        let state = Rect {
            y: pane.y + u16::from(pane.height > 1),
            height: 1,
            ..column
        };
        self.draw_state(state, buffer, look, entry);
        let list = self.list(pane);
        for (row, line) in &self.shown {
            self.draw_row(*row, *line, list, buffer, look, focused);
        }
    }

    /// Draws a row that starts on this line of the list, which may lie above it.
    fn draw_row(
        &self,
        row: usize,
        line: isize,
        list: Rect,
        buffer: &mut Buffer,
        look: &Look,
        focused: bool,
    ) {
        let Some((node, set)) = self.stand.node_at(row).zip(self.sets.at(&self.stand, row)) else {
            return;
        };
        let selected = self.stand.row() == Some(row);
        let standing = Standing {
            folded: self.stand.is_folded(node),
            flattened: set.indent < node.depth || self.stand.ways.flat,
            usual: self.stand.usual(),
            words: self.stand.search.as_ref().map_or("", Search::words),
        };
        for (line, text) in (line..).zip(0..=set.lines.len()) {
            let Some(y) = row_of(line, list) else {
                continue;
            };
            let at = Rect {
                y,
                height: 1,
                ..list
            };
            if selected {
                draw_cursor(at, buffer, look, focused);
            }
            let inner = comment::guides(buffer, at, look, set.indent, node.guessed);
            match text.checked_sub(1).map(|text| &set.lines[text]) {
                None => comment::head(buffer, inner, look, node, &standing),
                Some(text) => match self.labels.as_ref().filter(|_| selected) {
                    Some(labels) => paint::line(buffer, inner, y, &labels.dress(text), look),
                    None => paint::line(buffer, inner, y, text, look),
                },
            }
        }
        // The guides go on through the empty line before the next answer.
        let end = line + 1 + set.lines.len().cast_signed();
        let next = self.sets.at(&self.stand, row + 1);
        if let (Some(next), Some(y)) = (next, row_of(end, list)) {
            let gap = Rect {
                y,
                height: 1,
                ..list
            };
            comment::guides(buffer, gap, look, next.indent, false);
        }
    }
}

fn draw_cursor(line: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
    let style = if focused {
        look.theme.accent
    } else {
        look.theme.quiet
    };
    let margin = Rect {
        x: line.x.saturating_sub(2),
        width: line.width + 2,
        ..line
    };
    write(buffer, margin, margin.x, line.y, look.glyphs.cursor, style);
}

fn row_of(line: isize, list: Rect) -> Option<u16> {
    let row = u16::try_from(line).ok()?;
    (row < list.height).then_some(list.y + row)
}
