//! The health view drawn: the list with its columns, and the selected feed.

use super::HealthPane;
use crate::model::health::{Health, State};
use crate::ui::action::Action;
use crate::ui::fit::width;
use crate::ui::health::details::{self, Row, Tone};
use crate::ui::health::{roll, words};
use crate::ui::layout::{self, WIDEST_TEXT, below_heading, measure};
use crate::ui::look::{Look, heading, write, write_right};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The column of text of a feed that has the screen to itself.
pub(super) fn page(body: Rect) -> Rect {
    measure(below_heading(body), WIDEST_TEXT)
}

impl HealthPane {
    /// Where the selected row stands on the screen.
    pub fn cursor(&self, body: Rect) -> Option<Position> {
        let list = layout::health(body).list;
        let row = u16::try_from(self.position()?.checked_sub(self.top)?).ok()?;
        let shown = self.page.is_none() && row < list.height;
        shown.then_some(Position::new(list.x, list.y + row))
    }

    pub fn view(&self, body: Rect, buffer: &mut Buffer, look: &Look) {
        self.draw_heading(body, buffer, look);
        if let (Some(top), Some(health)) = (self.page, self.selected()) {
            let column = page(body);
            let rows = details::rows(health, usize::from(column.width), look);
            draw_details(health, &rows[top.min(rows.len())..], column, buffer, look);
            return;
        }
        let panes = layout::health(body);
        if self.shown.is_empty() {
            let text = &self.empty_text(look);
            write(
                buffer,
                panes.list,
                panes.list.x + 3,
                panes.list.y,
                text,
                look.theme.quiet,
            );
            return;
        }
        self.draw_list(body, panes.list, buffer, look);
        if let Some(rule) = panes.rule {
            draw_rule(rule, buffer, look);
        }
        if let (Some(rect), Some(health)) = (panes.details, self.selected()) {
            draw_preview(health, margined(rect), buffer, look);
        }
    }

    /// The name and as many of the totals as fit whole; what is shown, if that is not all.
    fn draw_heading(&self, body: Rect, buffer: &mut Buffer, look: &Look) {
        let row = Rect {
            width: body.width.saturating_sub(1),
            height: body.height.min(1),
            ..body
        };
        let x = write_right(buffer, row, row.y, self.filter.name(), look.theme.accent);
        let mut room = usize::from(x.saturating_sub(row.x + 1));
        let title = "Health";
        room = room.saturating_sub(width(title) + 1);
        let dot = format!(" {} ", look.glyphs.dot);
        let mut told = String::new();
        let parts = if self.loaded {
            self.totals.words()
        } else {
            Vec::new()
        };
        for part in parts {
            let longer = if told.is_empty() {
                part
            } else {
                format!("{told}{dot}{part}")
            };
            if width(&longer) + width(&dot) > room {
                break;
            }
            told = longer;
        }
        heading(buffer, row, look, true, title, &told);
    }

    fn empty_text(&self, look: &Look) -> String {
        match (self.loaded, self.all.is_empty()) {
            (false, _) => "asking …".to_owned(),
            (true, true) => "Nothing is subscribed".to_owned(),
            (true, false) => format!("None; {} shows others", look.key_of(Action::Filter)),
        }
    }

    fn draw_list(&self, body: Rect, list: Rect, buffer: &mut Buffer, look: &Look) {
        let columns = Columns::of(list);
        if list.y > body.y + 1 {
            let row = Rect {
                y: list.y - 1,
                height: 1,
                ..list
            };
            columns.captions(row, buffer, look);
        }
        for (health, y) in self.shown().skip(self.top).zip(list.top()..list.bottom()) {
            let row = Rect {
                y,
                height: 1,
                ..list
            };
            let selected = self.selected == Some(health.feed);
            columns.row(health, selected, row, buffer, look);
        }
    }
}

/// Where the columns of the list begin and how wide they are; those without room are left out.
struct Columns {
    title: u16,
    standing: Option<(u16, u16)>,
    fine: Option<(u16, u16)>,
    next: Option<(u16, u16)>,
}

/// Columns of the details that the eye follows without losing the line.
const WIDEST: u16 = 76;
/// Before the title: cursor, sign, a space.
const SIGNS: u16 = 3;
const GAP: u16 = 2;
/// `7 Feb 2025`.
const FINE: u16 = 10;
/// `in 43 min`.
const NEXT: u16 = 9;

impl Columns {
    fn of(list: Rect) -> Self {
        let standing = (list.width / 4).clamp(15, 26);
        let mut right = list.right().saturating_sub(1);
        let mut take = |wanted: bool, wide: u16| {
            wanted.then(|| {
                right -= wide;
                let at = (right, wide);
                right -= GAP;
                at
            })
        };
        let next = take(list.width >= 46, NEXT);
        let fine = take(list.width >= 64, FINE);
        let standing = take(list.width >= 30, standing);
        let title = right.saturating_sub(list.x + SIGNS);
        Self {
            title,
            standing,
            fine,
            next,
        }
    }

    fn captions(&self, row: Rect, buffer: &mut Buffer, look: &Look) {
        for (column, name) in [
            (self.standing, "state"),
            (self.fine, "last fine"),
            (self.next, "next look"),
        ] {
            cell(column, row, name, look.theme.quiet, buffer);
        }
    }

    fn row(&self, health: &Health, selected: bool, row: Rect, buffer: &mut Buffer, look: &Look) {
        let theme = &look.theme;
        if selected {
            write(buffer, row, row.x, row.y, look.glyphs.cursor, theme.accent);
        }
        let (sign, style) = sign(health, look);
        write(buffer, row, row.x + 1, row.y, sign, style);
        let title = if selected { theme.selected } else { theme.text };
        cell(
            Some((row.x + SIGNS, self.title)),
            row,
            &health.title,
            title,
            buffer,
        );
        let standing = words::standing(health, look.now);
        let style = if health.needs_person() {
            style
        } else {
            theme.quiet
        };
        cell(self.standing, row, &standing, style, buffer);
        let fine = health.ok_at.map(|at| look.age(at)).unwrap_or_default();
        cell(self.fine, row, &fine, theme.quiet, buffer);
        let next = words::next(health.next, look.now);
        cell(self.next, row, &next, theme.quiet, buffer);
    }
}

fn cell(column: Option<(u16, u16)>, row: Rect, text: &str, style: Style, buffer: &mut Buffer) {
    let Some((x, width)) = column else { return };
    let room = Rect { x, width, ..row }.intersection(row);
    write(buffer, room, x, row.y, text, style);
}

/// A sign for the state; the words beside it say the same.
fn sign(health: &Health, look: &Look) -> (&'static str, Style) {
    let (glyphs, theme) = (&look.glyphs, &look.theme);
    match health.state {
        State::Gone => (glyphs.gone, theme.trouble),
        State::Locked => (glyphs.locked, theme.trouble),
        State::Blocked => (glyphs.blocked, theme.trouble),
        State::Failing => (glyphs.trouble, theme.trouble),
        State::Moved => (glyphs.moved, theme.accent),
        State::Costly => (glyphs.costly, theme.quiet),
        State::Unasked => (glyphs.dot, theme.quiet),
        State::Well | State::Over if roll::is_talk(health) => (glyphs.talk, theme.quiet),
        State::Well | State::Over => (" ", theme.quiet),
    }
}

fn draw_rule(rule: Rect, buffer: &mut Buffer, look: &Look) {
    let glyph = if rule.height == 1 {
        look.glyphs.level
    } else {
        look.glyphs.rule
    };
    for at in rule.positions() {
        write(buffer, rule, at.x, at.y, glyph, look.theme.rule);
    }
}

/// The column of text beside or below the list, in line with the titles.
fn margined(rect: Rect) -> Rect {
    let margin = SIGNS.min(rect.width);
    Rect {
        x: rect.x + margin,
        width: rect.width.saturating_sub(margin + 1).min(WIDEST),
        ..rect
    }
}

/// As much as fits. The rest is a key away, and that is said where it would begin.
fn draw_preview(health: &Health, column: Rect, buffer: &mut Buffer, look: &Look) {
    let rows = details::rows(health, usize::from(column.width), look);
    let height = usize::from(column.height);
    if rows.len() <= height || height == 0 {
        return draw_details(health, &rows, column, buffer, look);
    }
    draw_details(health, &rows[..height - 1], column, buffer, look);
    let text = format!("… {} shows all", look.key_of(Action::Open));
    write(
        buffer,
        column,
        column.x,
        column.bottom() - 1,
        &text,
        look.theme.quiet,
    );
}

fn draw_details(health: &Health, rows: &[Row], column: Rect, buffer: &mut Buffer, look: &Look) {
    let (_, state) = sign(health, look);
    for (row, y) in rows.iter().zip(column.top()..column.bottom()) {
        draw_detail(row, column, y, state, buffer, look);
    }
}

fn draw_detail(row: &Row, column: Rect, y: u16, state: Style, buffer: &mut Buffer, look: &Look) {
    let theme = &look.theme;
    let (left, text) = match row.tone {
        Tone::Title => (theme.text, theme.strong),
        Tone::State => (theme.text, state),
        Tone::Remedy => (theme.accent, theme.text),
        Tone::Fact => (theme.quiet, theme.text),
    };
    write(buffer, column, column.x, y, &row.left, left);
    let indent = u16::try_from(row.indent).unwrap_or(0);
    write(buffer, column, column.x + indent, y, &row.text, text);
}
