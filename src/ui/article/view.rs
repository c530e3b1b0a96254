//! The article drawn.

use crate::text::lines::Thing;
use crate::ui::action::Action;
use crate::ui::article::rows::Row;
use crate::ui::article::{ArticlePane, head};
use crate::ui::clickable;
use crate::ui::fit::width;
use crate::ui::layout::measure;
use crate::ui::look::{Look, write};
use crate::ui::paint::{self, placed};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

impl ArticlePane {
    pub fn draw(&self, pane: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
        let column = measure(pane, self.choices.measure);
        if let Some(caption) = self.full_caption() {
            let y = pane.bottom().saturating_sub(1);
            write(buffer, column, column.x, y, &caption, look.theme.quiet);
            return;
        }
        let rows = self.rows.iter().skip(self.top);
        for (row, y) in rows.zip(pane.top()..pane.bottom()) {
            let at = Rect {
                y,
                height: 1,
                ..column
            };
            self.draw_row(row, at, buffer, look, focused);
        }
        self.draw_note(pane, column, buffer, look);
    }

    fn draw_row(&self, row: &Row, at: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
        let Some(entry) = &self.row else { return };
        let theme = &look.theme;
        match row {
            Row::Title(text) => {
                let style = if focused { theme.heading } else { theme.strong };
                write(buffer, at, at.x, at.y, text, style);
            }
            Row::Byline => {
                let text = head::byline(entry, self.article(), look);
                write(buffer, at, at.x, at.y, &text, theme.quiet);
            }
            Row::Quiet(text) => {
                write(buffer, at, at.x, at.y, text, theme.quiet);
            }
            Row::Enclosure(number) => {
                let enclosures = self
                    .article()
                    .map_or(&[][..], |article| &article.enclosures);
                if let Some(enclosure) = enclosures.get(*number) {
                    let x = write(buffer, at, at.x, at.y, "▶ ", theme.accent);
                    let text = head::enclosure(enclosure, look.glyphs.dot);
                    write(buffer, at, x, at.y, &text, theme.quiet);
                }
            }
            Row::Gap => {}
            Row::Text(line) => self.draw_text(*line, at, buffer, look),
            Row::Address(link) => {
                let text = self.address(*link);
                let end = write(buffer, at, at.x, at.y, &text, theme.quiet);
                self.link(
                    *link,
                    Rect {
                        width: end - at.x,
                        ..at
                    },
                    buffer,
                );
            }
            Row::Talk => {
                let is_new = head::news(entry) > 0;
                let style = if is_new { theme.new } else { theme.quiet };
                let key = look.key_of(Action::Conversation);
                let whole = head::talk(entry, self.article(), &key);
                // Where there is little room, how many there are matters most.
                let text = if width(&whole) <= usize::from(at.width) {
                    whole.as_str()
                } else {
                    whole.split(" – ").next().unwrap_or_default()
                };
                write(buffer, at, at.x, at.y, text, style);
            }
        }
    }

    fn draw_text(&self, line: usize, at: Rect, buffer: &mut Buffer, look: &Look) {
        let set = &self.lines[line];
        let found = self.find.as_ref().map(|find| find.on(line));
        paint::found(buffer, at, at.y, set, look, &found.unwrap_or_default());
        if let Some(Thing::Picture {
            picture, rows: 0, ..
        }) = set.thing
            && let Some(told) = self.told_of_picture(picture)
        {
            let end = placed(at, set, look.bidi)
                .last()
                .map_or(at.x, |it| it.x + it.columns);
            write(buffer, at, end + 1, at.y, told, look.theme.quiet);
        }
        if self.choices.clickable {
            for place in placed(at, set, look.bidi) {
                if let Some(link) = place.seen.piece.link {
                    let cells = Rect {
                        x: place.x,
                        width: place.columns,
                        ..at
                    };
                    self.link(link, cells.intersection(at), buffer);
                }
            }
        }
        for hint in self.hints.iter().flat_map(|hints| hints.on(line)) {
            let style = look.theme.new.add_modifier(Modifier::REVERSED);
            let (column, letters) = hint.shown();
            write(buffer, at, at.x + column, at.y, &letters, style);
        }
    }

    fn link(&self, link: usize, cells: Rect, buffer: &mut Buffer) {
        let links = self.document().map_or(&[][..], |document| &document.links);
        if let (true, Some(address)) = (self.choices.clickable, links.get(link)) {
            clickable::link(buffer, cells, address, link);
        }
    }
}
