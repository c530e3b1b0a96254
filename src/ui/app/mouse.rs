//! What the mouse does: a click selects, the wheel scrolls what is under it.

use super::view::menu_area;
use super::{App, Overlay};
use crate::model::entry::EntryId;
use crate::model::time::Time;
use crate::ui::effect::Effect;
use crate::ui::layout::Focus;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

/// What the mouse is at.
#[derive(Debug, Default)]
pub(super) struct Pointer {
    /// The line between panes that is dragged: the first or the second.
    dragged: Option<usize>,
    /// The entry that was clicked last, and when.
    clicked: Option<(EntryId, Time)>,
}

/// Seconds between two clicks that are one double click, as the clock tells whole ones.
const DOUBLE: u64 = 1;

impl App {
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position::new(mouse.column, mouse.row);
        if self.overlay.is_none() && self.health.is_open() {
            self.mouse_in_health(mouse.kind, at);
            return Vec::new();
        }
        if let Some(Overlay::Menu(..)) = &self.overlay {
            return self.mouse_in_menu(mouse.kind, at);
        }
        if self.overlay.is_some() || self.feeds.is_bare() {
            return Vec::new();
        }
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(at, 1),
            MouseEventKind::ScrollUp => self.wheel(at, -1),
            MouseEventKind::Down(MouseButton::Left) => {
                let rules = self.panes().rules;
                self.pointer.dragged = rules.iter().position(|rule| rule.contains(at));
                match self.pointer.dragged {
                    Some(_) => Vec::new(),
                    None => self.click(at),
                }
            }
            MouseEventKind::Drag(MouseButton::Left) => {
                self.drag(at);
                Vec::new()
            }
            MouseEventKind::Up(MouseButton::Left) if self.pointer.dragged.take().is_some() => {
                self.keep_widths()
            }
            _ => Vec::new(),
        }
    }

    /// The line between two panes follows the mouse.
    fn drag(&mut self, at: Position) {
        let Some(rule) = self.pointer.dragged else {
            return;
        };
        let panes = self.panes();
        match (panes.feeds, panes.entries, rule) {
            (Some(feeds), _, 0) => self.widths.0 = Some(at.x.saturating_sub(feeds.x)),
            (_, Some(entries), _) => self.widths.1 = Some(at.x.saturating_sub(entries.x)),
            _ => {}
        }
    }

    fn mouse_in_health(&mut self, kind: MouseEventKind, at: Position) {
        match kind {
            MouseEventKind::ScrollDown => self.health.step(1),
            MouseEventKind::ScrollUp => self.health.step(-1),
            MouseEventKind::Down(MouseButton::Left) => {
                let body = Rect::new(0, 0, self.size.0, self.panes().status.y);
                if let Some(feed) = self.health.feed_at(body, at) {
                    self.health.select(feed);
                }
            }
            _ => {}
        }
    }

    fn mouse_in_menu(&mut self, kind: MouseEventKind, at: Position) -> Vec<Effect> {
        let body = Rect::new(0, 0, self.size.0, self.panes().status.y);
        let Some(Overlay::Menu(menu, choosing)) = &mut self.overlay else {
            return Vec::new();
        };
        let area = menu_area(body, choosing);
        match kind {
            MouseEventKind::ScrollDown => menu.step(1),
            MouseEventKind::ScrollUp => menu.step(-1),
            MouseEventKind::Down(MouseButton::Left) => {
                if let Some(row) = menu.click(area, at.y) {
                    let choosing = choosing.clone();
                    self.overlay = None;
                    return self.chosen(choosing, row);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn wheel(&mut self, at: Position, lines: isize) -> Vec<Effect> {
        let panes = self.panes();
        let under = |pane: Option<Rect>| pane.is_some_and(|pane| pane.contains(at));
        if under(panes.feeds) {
            return self.step_feeds(lines);
        }
        if under(panes.entries) {
            return self.step_entries(lines);
        }
        if under(panes.reading) {
            if self.talking {
                self.thread.scroll(lines * 3);
            } else {
                self.article.scroll(lines * 3);
            }
        }
        Vec::new()
    }

    fn click(&mut self, at: Position) -> Vec<Effect> {
        let panes = self.panes();
        let under = |pane: &Rect| pane.contains(at);
        if let Some(pane) = panes.feeds.filter(under) {
            self.focus = Focus::Feeds;
            let before = self.feeds.selected();
            if let Some(target) = self.feeds.target_at(pane, at.y) {
                self.feeds.select(target);
            }
            return self.follow_feeds(before);
        }
        if let Some(pane) = panes.entries.filter(under) {
            self.focus = Focus::Entries;
            if let Some(id) = self.entries.entry_at(pane, at.y) {
                self.entries.select(id);
                let clicked = self.pointer.clicked.replace((id, self.now));
                let twice = clicked.is_some_and(|(last, then)| {
                    last == id && self.now.since(then).as_secs() <= DOUBLE
                });
                if twice && let Some(row) = self.entries.selected().cloned() {
                    self.pointer.clicked = None;
                    return self.read(&row);
                }
            }
            return self.preview();
        }
        if let Some(pane) = panes.reading.filter(under) {
            if self.talking {
                self.focus = Focus::Thread;
                self.thread.click(pane, at.y);
            } else if self.article.row().is_some() {
                let was_here = self.focus == Focus::Article;
                self.focus = Focus::Article;
                let target = self.article.target_at(pane, at);
                if let Some(target) = target.filter(|_| was_here) {
                    return self.open_target_of_article(&target);
                }
            }
        }
        Vec::new()
    }
}
