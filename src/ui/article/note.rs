//! A footnote, shown at the foot of the pane while one reads on.

use crate::model::document::Document;
use crate::text::lines::{self, Line, Setting};
use crate::ui::article::ArticlePane;
use crate::ui::layout::measure;
use crate::ui::look::{Look, write};
use crate::ui::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

impl ArticlePane {
    /// Shows the note that a link refers to; whether there is one.
    pub(super) fn show_note(&mut self, link: usize) -> bool {
        let notes = self.document().map_or(&[][..], |document| &document.notes);
        self.note = notes.iter().position(|note| note.link == link);
        self.note.is_some()
    }

    pub fn shows_note(&self) -> bool {
        self.note.is_some()
    }

    /// Takes the note away; whether one was shown.
    pub fn end_note(&mut self) -> bool {
        self.note.take().is_some()
    }

    /// Goes to where the shown note stands in the text.
    pub fn go_to_note(&mut self) {
        let name = self.note.take().and_then(|note| {
            let document = self.document()?;
            let address = document.links.get(document.notes.get(note)?.link)?;
            address.strip_prefix('#').map(str::to_owned)
        });
        if let Some(name) = name {
            self.jump(&name);
        }
    }

    fn note_lines(&self, width: u16) -> Vec<Line> {
        let note = self.note.zip(self.document());
        let note = note.and_then(|(note, document)| document.notes.get(note).zip(Some(document)));
        let Some((note, document)) = note else {
            return Vec::new();
        };
        let said = Document {
            blocks: note.blocks.clone(),
            links: document.links.clone(),
            ..Document::default()
        };
        lines::lay_out(&said, &Setting::new(width))
    }

    /// What of the pane the note leaves free.
    pub(super) fn free_of_note(&self, pane: Rect) -> Rect {
        let lines = self.note_lines(measure(pane, self.choices.measure).width);
        let rows = note_rows(lines.len(), pane);
        Rect {
            height: pane.height - rows,
            ..pane
        }
    }

    /// Draws it over the end of the text, no higher than half of the pane.
    pub(super) fn draw_note(&self, pane: Rect, column: Rect, buffer: &mut Buffer, look: &Look) {
        let lines = self.note_lines(column.width);
        let rows = note_rows(lines.len(), pane);
        if rows == 0 {
            return;
        }
        let y = pane.bottom() - rows;
        for row in y..pane.bottom() {
            let blank = " ".repeat(usize::from(pane.width));
            buffer.set_string(pane.x, row, blank, look.theme.text);
        }
        let rule = look.glyphs.level.repeat(usize::from(column.width));
        write(buffer, column, column.x, y, &rule, look.theme.rule);
        for (line, row) in lines.iter().zip(y + 1..pane.bottom()) {
            paint::line(buffer, column, row, line, look);
        }
    }
}

/// Rows of a note of so many lines, with the rule above it.
fn note_rows(lines: usize, pane: Rect) -> u16 {
    if lines == 0 || pane.height < 3 {
        return 0;
    }
    let most = usize::from(pane.height / 2).max(1);
    u16::try_from(lines.min(most)).unwrap_or(1) + 1
}
