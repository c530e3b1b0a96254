//! The entry list drawn.

use super::{EntriesPane, Line};
use crate::model::comment::Following;
use crate::model::entry::EntryRow;
use crate::ui::fit::{fit, width};
use crate::ui::layout::below_heading;
use crate::ui::look::{Look, heading, write, write_right};
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// What the pane is told when it is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Caption<'a> {
    pub title: &'a str,
    pub count: &'a str,
    /// What to say when there is nothing in the list.
    pub empty: &'a str,
    /// The list is of one feed: its name need not stand under every entry.
    pub one_feed: bool,
    pub focused: bool,
}

impl EntriesPane {
    pub fn draw(&self, pane: Rect, buffer: &mut Buffer, look: &Look, caption: &Caption) {
        heading(
            buffer,
            pane,
            look,
            caption.focused,
            caption.title,
            caption.count,
        );
        if self.newer > 0 {
            let room = Rect {
                width: pane.width.saturating_sub(1),
                ..pane
            };
            write_right(
                buffer,
                room,
                pane.y,
                &format!("↑{}", self.newer),
                look.theme.new,
            );
        }
        let list = below_heading(pane);
        if self.shelf.rows().is_empty() && !self.shelf.is_loading() {
            let room = usize::from(list.width.saturating_sub(4));
            for (line, y) in wrap(caption.empty, room)
                .iter()
                .zip(list.top()..list.bottom())
            {
                write(buffer, list, list.x + 3, y, line, look.theme.quiet);
            }
        }
        for (line, y) in self
            .lines
            .iter()
            .skip(self.top)
            .zip(list.top()..list.bottom())
        {
            let at = Rect {
                y,
                height: 1,
                ..list
            };
            match line {
                Line::Gap => {}
                Line::Group(name) => {
                    write(
                        buffer,
                        at,
                        at.x + 3,
                        y,
                        &name.to_uppercase(),
                        look.theme.quiet,
                    );
                }
                Line::Row(row, line) if !self.settings.rows.is_empty() => {
                    self.draw_written(at, buffer, look, (*row, *line), caption.focused);
                }
                Line::Row(row, 0) => self.draw_title(at, buffer, look, *row, caption.focused),
                Line::Row(row, _) => self.draw_source(at, buffer, look, *row, caption),
            }
        }
    }

    fn draw_cursor(
        &self,
        line: Rect,
        buffer: &mut Buffer,
        look: &Look,
        row: usize,
        focused: bool,
    ) -> bool {
        let selected = Some(self.shelf.rows()[row].id) == self.selected;
        if selected || self.is_marked(row) {
            let style = if focused {
                look.theme.accent
            } else {
                look.theme.quiet
            };
            write(buffer, line, line.x, line.y, look.glyphs.cursor, style);
        }
        selected
    }

    fn draw_title(&self, line: Rect, buffer: &mut Buffer, look: &Look, row: usize, focused: bool) {
        let lit = self.draw_cursor(line, buffer, look, row, focused) && focused;
        let row = &self.shelf.rows()[row];
        if !row.read {
            write(
                buffer,
                line,
                line.x + 1,
                line.y,
                look.glyphs.unread,
                look.theme.accent,
            );
        }
        let mut room = Rect {
            width: line.width.saturating_sub(1),
            ..line
        };
        let x = draw_comments(room, buffer, look, row);
        room.width = x.saturating_sub(room.x);
        if row.starred {
            let x = write_right(buffer, room, line.y, look.glyphs.star, look.theme.new);
            room.width = x.saturating_sub(room.x + 1);
        }
        let style = self.title_style(lit, row, look);
        write(buffer, room, line.x + 3, line.y, row.name(), style);
    }

    fn title_style(&self, lit: bool, row: &EntryRow, look: &Look) -> Style {
        let style = match (lit, row.read) {
            (true, _) => look.theme.selected,
            (false, true) => look.theme.text,
            (false, false) => look.theme.strong,
        };
        let highlight = self.highlights.iter().find(|(filter, _)| filter.fits(row));
        match highlight {
            Some((_, highlight)) if !lit => style.patch(highlight.style(look)),
            _ => style,
        }
    }

    /// A line of an entry as the person's template has it.
    fn draw_written(
        &self,
        line: Rect,
        buffer: &mut Buffer,
        look: &Look,
        (at, number): (usize, usize),
        focused: bool,
    ) {
        let lit = self.draw_cursor(line, buffer, look, at, focused) && focused;
        let row = &self.shelf.rows()[at];
        let title = self.title_style(lit, row, look);
        let written = self.settings.rows[number].write(row, look, title);
        let mut room = Rect {
            width: line.width.saturating_sub(1),
            ..line
        };
        for (text, style) in written
            .right
            .iter()
            .rev()
            .filter(|(text, _)| !text.is_empty())
        {
            let x = write_right(buffer, room, line.y, text, *style);
            room.width = x.saturating_sub(room.x);
        }
        let mut x = line.x + 2;
        for (text, style) in &written.left {
            x = write(buffer, room, x, line.y, text, *style);
        }
    }

    fn draw_source(
        &self,
        line: Rect,
        buffer: &mut Buffer,
        look: &Look,
        row: usize,
        caption: &Caption,
    ) {
        self.draw_cursor(line, buffer, look, row, caption.focused);
        let row = &self.shelf.rows()[row];
        let age = look.age(row.place.at);
        let room = Rect {
            width: line.width.saturating_sub(1),
            ..line
        };
        let text = if caption.one_feed {
            age
        } else {
            // The age is kept whole; a long name gives way.
            let space = usize::from(room.width).saturating_sub(width(&age) + 6);
            format!("{} {} {age}", fit(&row.feed_title, space), look.glyphs.dot)
        };
        write(buffer, room, line.x + 3, line.y, &text, look.theme.quiet);
    }
}

/// `» 12 +3` at the right edge; gives the column left of it. What was let go of has nothing new.
fn draw_comments(room: Rect, buffer: &mut Buffer, look: &Look, row: &EntryRow) -> u16 {
    let mut left = room;
    let mut x = room.right();
    if row.comments.new > 0 && row.following != Following::Muted {
        x = write_right(
            buffer,
            left,
            room.y,
            &format!("+{}", row.comments.new),
            look.theme.new,
        );
        left.width = x.saturating_sub(left.x + 1);
    }
    if row.comments.total > 0 {
        x = write_right(
            buffer,
            left,
            room.y,
            &row.comments.total.to_string(),
            look.theme.quiet,
        );
        left.width = x.saturating_sub(left.x + 1);
    }
    if let Some(sign) = look.glyphs.following(row.following) {
        x = write_right(buffer, left, room.y, sign, look.theme.quiet);
    }
    x.saturating_sub(u16::from(x < room.right()))
}
