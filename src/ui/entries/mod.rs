//! Pane: the entry list, in groups by day; two lines an entry.

pub mod shelf;
mod view;

pub use view::Caption;

use crate::model::comment::Following;
use crate::model::entry::{EntryId, EntryRow, Mark, Place};
use crate::model::request::Ticket;
use crate::model::view::{Page, View, Window};
use crate::ui::ask::Tickets;
use crate::ui::effect::Effect;
use crate::ui::entries::shelf::{Change, Shelf};
use crate::ui::layout::below_heading;
use crate::ui::list::{keep_in_view, last_top};
use crate::ui::look::Look;
use ratatui::layout::{Position, Rect};

/// One line of the pane; rows by their position on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Gap,
    Group(String),
    Title(usize),
    Source(usize),
}

/// The entry list.
#[derive(Debug, Default)]
pub struct EntriesPane {
    shelf: Shelf,
    selected: Option<EntryId>,
    /// Where each row's title stands among `lines`.
    lines: Vec<Line>,
    titles: Vec<usize>,
    top: usize,
    height: usize,
    /// Entries that came in above what is in view.
    newer: usize,
}

impl EntriesPane {
    pub fn view(&self) -> Option<View> {
        self.shelf.view()
    }

    /// The rows at hand.
    pub fn rows(&self) -> &[EntryRow] {
        self.shelf.rows()
    }

    pub fn selected(&self) -> Option<&EntryRow> {
        self.shelf.rows().get(self.position()?)
    }

    pub fn open(&mut self, view: View, tickets: &mut Tickets) -> Option<Effect> {
        self.shelf.open(view, tickets)
    }

    pub fn reload(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        let around = self.place();
        self.shelf.reload(around, tickets)
    }

    /// Takes a page in; then what to ask next.
    pub fn arrived(
        &mut self,
        ticket: Ticket,
        page: Page,
        look: &Look,
        tickets: &mut Tickets,
    ) -> Option<Effect> {
        let (pin, place) = (self.pin(), self.place());
        let head = self
            .shelf
            .rows()
            .first()
            .filter(|_| !self.shelf.more_before())
            .map(|row| row.id);
        match self.shelf.arrived(ticket, page) {
            Some(Change::Opened) => {
                self.selected = self.shelf.rows().first().map(|row| row.id);
                self.newer = 0;
                self.regroup(look);
                self.top = 0;
            }
            Some(Change::Ended) => {
                self.selected = self.shelf.rows().last().map(|row| row.id);
                self.regroup(look);
            }
            Some(Change::Kept) => {
                self.newer += head.and_then(|id| self.shelf.position(id)).unwrap_or(0);
                self.keep_selection(place);
                self.regroup(look);
                self.hold(pin);
            }
            None => {}
        }
        self.follow();
        self.shelf.next(place, tickets)
    }

    pub fn failed(&mut self, ticket: Ticket) -> bool {
        self.shelf.failed(ticket)
    }

    pub fn mark(&mut self, id: EntryId, mark: Mark) {
        self.shelf.mark(id, mark);
    }

    pub fn follow_conversation(&mut self, id: EntryId, following: Following) {
        self.shelf.follow(id, following);
    }

    pub fn fit_to(&mut self, pane: Rect) {
        self.height = usize::from(below_heading(pane).height);
        self.follow();
    }

    pub fn step(&mut self, rows: isize, tickets: &mut Tickets) -> Option<Effect> {
        let end = self.shelf.rows().len().checked_sub(1)?;
        let at = self
            .position()
            .unwrap_or(0)
            .saturating_add_signed(rows)
            .min(end);
        self.select_at(at);
        self.shelf.grow(at, tickets)
    }

    /// Half a page of entries, at least one.
    pub fn half_page(&self) -> isize {
        isize::try_from(self.height / 4).unwrap_or(1).max(1)
    }

    pub fn go_to_first(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        if self.shelf.more_before() {
            return self.shelf.jump(Window::First, tickets);
        }
        self.select_at(0);
        None
    }

    pub fn go_to_last(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        if self.shelf.more_after() {
            return self.shelf.jump(Window::Last, tickets);
        }
        self.select_at(self.shelf.rows().len().checked_sub(1)?);
        None
    }

    /// Selects an entry if it is at hand.
    pub fn select(&mut self, id: EntryId) -> bool {
        let found = self.shelf.position(id);
        if let Some(at) = found {
            self.select_at(at);
        }
        found.is_some()
    }

    /// The entry on a row of the screen.
    pub fn entry_at(&self, pane: Rect, y: u16) -> Option<EntryId> {
        let list = below_heading(pane);
        let line = usize::from(y.checked_sub(list.y)?) + self.top;
        match self.lines.get(line)? {
            Line::Title(at) | Line::Source(at) => Some(self.shelf.rows()[*at].id),
            Line::Gap | Line::Group(_) => None,
        }
    }

    /// Where the selected entry stands on the screen.
    pub fn cursor(&self, pane: Rect) -> Option<Position> {
        let list = below_heading(pane);
        let line = *self.titles.get(self.position()?)?;
        let row = u16::try_from(line.checked_sub(self.top)?).ok()?;
        (row < list.height).then_some(Position::new(list.x, list.y + row))
    }

    /// Time went by: groups may have new names.
    pub fn regroup(&mut self, look: &Look) {
        self.lines.clear();
        self.titles.clear();
        let mut group = String::new();
        for (at, row) in self.shelf.rows().iter().enumerate() {
            let here = look.group(row.place.at);
            if here != group {
                if !self.lines.is_empty() {
                    self.lines.push(Line::Gap);
                }
                self.lines.push(Line::Group(here.clone()));
                group = here;
            }
            self.titles.push(self.lines.len());
            self.lines.push(Line::Title(at));
            self.lines.push(Line::Source(at));
        }
    }

    fn position(&self) -> Option<usize> {
        self.shelf.position(self.selected?)
    }

    fn place(&self) -> Option<Place> {
        self.selected().map(|row| row.place)
    }

    fn select_at(&mut self, at: usize) {
        self.selected = self.shelf.rows().get(at).map(|row| row.id);
        self.follow();
    }

    /// An entry that is gone hands the selection to the one that stands where it stood.
    fn keep_selection(&mut self, place: Option<Place>) {
        if self.position().is_some() {
            return;
        }
        let rows = self.shelf.rows();
        let heir = place
            .and_then(|place| rows.iter().find(|row| row.place <= place))
            .or(rows.first());
        self.selected = heir.map(|row| row.id);
    }

    /// How far below the pane's first line the selected entry stands.
    fn pin(&self) -> Option<isize> {
        let line = *self.titles.get(self.position()?)?;
        Some(line.cast_signed() - self.top.cast_signed())
    }

    /// Puts the selected entry back on the line it stood on.
    fn hold(&mut self, pin: Option<isize>) {
        let line = self.position().and_then(|at| self.titles.get(at));
        if let (Some(pin), Some(line)) = (pin, line) {
            let top = (line.cast_signed() - pin).max(0).cast_unsigned();
            self.top = top.min(last_top(self.height, self.lines.len()));
        }
    }

    fn follow(&mut self) {
        let Some(at) = self.position() else {
            self.top = 0;
            return;
        };
        let Some(&title) = self.titles.get(at) else {
            return;
        };
        // The heading of a group belongs to its first entry.
        let grouped = title > 0 && matches!(self.lines[title - 1], Line::Group(_));
        let item = title - usize::from(grouped)..title + 2;
        self.top = keep_in_view(self.top, &item, self.height, self.lines.len(), 2);
        if self.top == 0 {
            self.newer = 0;
        }
    }
}
