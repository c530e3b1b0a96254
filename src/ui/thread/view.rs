//! The conversation drawn: what is known of it, then the tree.

use super::{ThreadPane, is_folded};
use crate::model::entry::EntryRow;
use crate::ui::layout::{below_heading, measure};
use crate::ui::look::{Look, heading, write};
use crate::ui::thread::comment::{self, Standing};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl ThreadPane {
    /// Where the selected comment stands on the screen.
    pub fn cursor(&self, pane: Rect) -> Option<Position> {
        let span = self.spans.get(self.position()?)?;
        let y = self.row_of(span.start, self.list(pane))?;
        Some(Position::new(measure(pane).x.saturating_sub(2), y))
    }

    /// The rows of comments: below the title and what is known of the conversation.
    pub(super) fn list(&self, pane: Rect) -> Rect {
        let list = below_heading(pane);
        let height = u16::try_from(self.height).unwrap_or(u16::MAX);
        Rect {
            y: list.bottom().saturating_sub(height),
            height,
            ..measure(pane)
        }
    }

    pub fn view(&self, pane: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
        let Some(entry) = &self.entry else { return };
        let column = measure(pane);
        let title = Rect {
            x: column.x.saturating_sub(1),
            width: column.width + 1,
            ..pane
        };
        heading(buffer, title, look, focused, entry.name(), "");
        let state = Rect {
            y: pane.y + u16::from(pane.height > 1),
            height: 1,
            ..column
        };
        write(
            buffer,
            state,
            state.x,
            state.y,
            &self.state(entry),
            look.theme.quiet,
        );
        let list = self.list(pane);
        for at in 0..self.visible.len() {
            self.draw_node(at, list, buffer, look, focused);
        }
    }

    fn draw_node(&self, at: usize, list: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
        let (Some(node), Some(thread)) = (self.node(at), &self.thread) else {
            return;
        };
        let span = &self.spans[at];
        if span.end < self.top || span.start > self.top + usize::from(list.height) {
            return;
        }
        let set = &self.sets[at];
        let answers = comment::answers(&thread.nodes, node, set.indent);
        let standing = Standing {
            selected: self.selected.as_deref() == Some(&node.key),
            focused,
            new: self.is_fresh(self.visible[at]),
            folded: is_folded(&self.folds, node),
            answers: answers.as_deref(),
        };
        for line in span.clone() {
            let Some(y) = self.row_of(line, list) else {
                continue;
            };
            let row = Rect {
                y,
                height: 1,
                ..list
            };
            if standing.selected {
                let style = if focused {
                    look.theme.accent
                } else {
                    look.theme.quiet
                };
                let margin = Rect {
                    x: list.x.saturating_sub(2),
                    width: list.width + 2,
                    ..row
                };
                write(buffer, margin, margin.x, y, look.glyphs.cursor, style);
            }
            let inner = comment::guides(buffer, row, look, set.indent, node.guessed);
            match line - span.start {
                0 => comment::head(buffer, inner, look, node, &standing),
                text => comment::body(buffer, inner, look, &set.lines[text - 1]),
            }
        }
        // The guides go on through the empty line before the next answer.
        let next = self.sets.get(at + 1).map_or(0, |next| next.indent);
        if let Some(y) = self.row_of(span.end, list) {
            comment::guides(
                buffer,
                Rect {
                    y,
                    height: 1,
                    ..list
                },
                look,
                next,
                false,
            );
        }
    }

    fn row_of(&self, line: usize, list: Rect) -> Option<u16> {
        let row = u16::try_from(line.checked_sub(self.top)?).ok()?;
        (row < list.height).then_some(list.y + row)
    }

    /// What is known of the conversation, honestly.
    fn state(&self, entry: &EntryRow) -> String {
        let known = self.thread.as_ref().map_or(0, |thread| thread.total);
        let told = usize::try_from(self.told.count.unwrap_or(0)).unwrap_or(usize::MAX);
        let mut parts = Vec::new();
        if known > 0 || told > 0 {
            parts.push(match (known, told) {
                (known, told) if told > known => format!("{known} of {told} comments known"),
                (1, _) => "1 comment".to_owned(),
                (known, _) => format!("{known} comments"),
            });
        }
        if !self.fresh.is_empty() && self.fresh.len() < known {
            parts.push(format!("{} new", self.fresh.len()));
        }
        parts.push(entry.feed_title.clone());
        if let Some(trouble) = &self.told.trouble {
            parts.push(trouble.clone());
        } else if self.thread.is_some() && !self.told.feed {
            parts.push("no comment feed is known; o opens the page".to_owned());
        } else if self.asking || !self.told.asked {
            parts.push("asking …".to_owned());
        } else if known == 0 {
            parts.push("nobody has said anything yet".to_owned());
        }
        parts.join(" · ")
    }
}
