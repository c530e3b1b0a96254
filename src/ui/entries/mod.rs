//! Pane: the entry list, in groups; two lines an entry, or as many as the person wants.

pub mod manner;
pub mod shelf;
pub mod template;
mod view;

pub use view::Caption;

use crate::model::comment::Following;
use crate::model::entry::{EntryId, EntryRow, Mark, Place};
use crate::model::feed::FeedId;
use crate::model::filter::Filter;
use crate::model::request::Ticket;
use crate::model::view::{List, Page, Window};
use crate::query::parse::parse;
use crate::ui::ask::Tickets;
use crate::ui::effect::Effect;
use crate::ui::entries::manner::Group;
use crate::ui::entries::shelf::{Change, Shelf};
use crate::ui::layout::below_heading;
use crate::ui::list::{keep_in_view, last_top};
use crate::ui::look::{Highlight, Lists, Look};
use ratatui::layout::{Position, Rect};
use std::collections::HashMap;

/// One line of the pane; rows by their position on the shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Gap,
    Group(String),
    /// A line of an entry: which entry, and which of its lines.
    Row(usize, usize),
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
    groups: Groups,
    settings: Lists,
    /// Highlights, understood.
    highlights: Vec<(Filter, Highlight)>,
    /// The newest entry there was when nothing stood above what is in view that came in.
    as_of: Option<EntryId>,
    /// The list was opened in another manner: what stands above now did not come in.
    reopened: bool,
    /// Where the selection began.
    anchor: Option<EntryId>,
}

/// What stands above the entries that belong together.
#[derive(Debug, Default)]
struct Groups {
    by: Group,
    /// The days of the entries follow one another.
    by_date: bool,
    folders: HashMap<FeedId, String>,
}

impl Groups {
    /// The name of the group an entry is in; nothing where there are none.
    fn of(&self, row: &EntryRow, look: &Look) -> String {
        match self.by {
            Group::Day if self.by_date => look.group(row.place.at),
            Group::Day | Group::None => String::new(),
            Group::Feed => row.feed_title.clone(),
            Group::Folder => {
                let folder = self.folders.get(&row.feed);
                folder.cloned().unwrap_or_else(|| "No folder".to_owned())
            }
        }
    }
}

impl EntriesPane {
    pub fn list(&self) -> Option<&List> {
        self.shelf.list()
    }

    pub fn new(settings: Lists) -> Self {
        Self {
            groups: Groups {
                by: settings.manner.group,
                by_date: settings.manner.is_by_date(),
                folders: HashMap::new(),
            },
            settings,
            ..Self::default()
        }
    }

    /// The person chose anew.
    pub fn set_lists(&mut self, settings: Lists) {
        self.settings = settings;
    }

    /// How entries are grouped from now on.
    pub fn set_groups(&mut self, by: Group, by_date: bool, folders: Vec<(FeedId, String)>) {
        self.groups = Groups {
            by,
            by_date,
            folders: folders.into_iter().collect(),
        };
    }

    /// The newest entry there was when the person last had the beginning of the list before them: what came
    /// since has not been seen.
    pub fn as_of(&self) -> Option<EntryId> {
        self.as_of
    }

    /// Entries that are shown although they no longer belong.
    pub fn kept(&self) -> &[EntryId] {
        self.shelf.kept()
    }

    /// Begins a selection at the selected entry, or ends it.
    pub fn select_from_here(&mut self) {
        self.anchor = match self.anchor {
            Some(_) => None,
            None => self.selected,
        };
    }

    /// Whether there was a selection.
    pub fn select_none(&mut self) -> bool {
        self.anchor.take().is_some()
    }

    /// Where the selection begins and ends.
    pub fn selection(&self) -> Option<(EntryId, EntryId)> {
        self.anchor.zip(self.selected)
    }

    /// Whether the row at this place is selected with others.
    fn is_marked(&self, at: usize) -> bool {
        let place = |id| self.shelf.position(id);
        match self.selection() {
            Some((one, other)) => match (place(one), place(other)) {
                (Some(one), Some(other)) => (one.min(other)..=one.max(other)).contains(&at),
                // The beginning is no longer at hand: it lies beyond one end or the other.
                (None, Some(other)) => at <= other,
                _ => false,
            },
            None => false,
        }
    }

    /// Selects the next row that holds these letters, the selected one first, round and round.
    pub fn jump(&mut self, letters: &str) -> bool {
        let at = self.position().unwrap_or(0);
        let (before, after) = self.shelf.rows().split_at(at);
        let mut rows = after.iter().chain(before);
        let holds = |text: &str| text.to_lowercase().contains(letters);
        let found = rows.find(|row| holds(row.name()) || holds(&row.feed_title));
        match found.map(|row| row.id) {
            Some(id) => self.select(id),
            None => false,
        }
    }

    /// The rows at hand.
    pub fn rows(&self) -> &[EntryRow] {
        self.shelf.rows()
    }

    pub fn selected(&self) -> Option<&EntryRow> {
        self.shelf.rows().get(self.position()?)
    }

    pub fn open(&mut self, list: List, tickets: &mut Tickets) -> Option<Effect> {
        self.anchor = None;
        self.shelf.open(list, tickets)
    }

    /// Opens the list in another manner, around the entry one is on.
    pub fn reopen(&mut self, list: List, tickets: &mut Tickets) -> Option<Effect> {
        self.anchor = None;
        self.reopened = true;
        let around = self.place();
        self.shelf.reopen(list, around, tickets)
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
                if std::mem::take(&mut self.reopened) {
                    self.newer = 0;
                } else {
                    self.newer += head.and_then(|id| self.shelf.position(id)).unwrap_or(0);
                }
                self.keep_selection(place);
                self.regroup(look);
                self.hold(pin);
            }
            None => {}
        }
        self.follow();
        if self.newer == 0 {
            self.as_of = self.shelf.as_of();
        }
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
        isize::try_from(self.height / (2 * self.lines_of_row()))
            .unwrap_or(1)
            .max(1)
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
            Line::Row(at, _) => Some(self.shelf.rows()[*at].id),
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

    /// Time went by: groups may have new names, and highlights fit others.
    pub fn regroup(&mut self, look: &Look) {
        let rules = self.settings.highlights.iter();
        let known = rules.filter_map(|(text, style)| Some((parse(text, look.now).ok()?, *style)));
        self.highlights = known.collect();
        self.lines.clear();
        self.titles.clear();
        let mut group = String::new();
        let lines = self.lines_of_row();
        for (at, row) in self.shelf.rows().iter().enumerate() {
            let here = self.groups.of(row, look);
            if here != group {
                if !self.lines.is_empty() {
                    self.lines.push(Line::Gap);
                }
                self.lines.push(Line::Group(here.clone()));
                group = here;
            }
            self.titles.push(self.lines.len());
            self.lines
                .extend((0..lines).map(|line| Line::Row(at, line)));
        }
    }

    /// Lines an entry takes.
    fn lines_of_row(&self) -> usize {
        match self.settings.rows.len() {
            0 => 2,
            lines => lines,
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
        let lines = self.lines_of_row();
        let item = title - usize::from(grouped)..title + lines;
        let margin = usize::from(self.settings.scrolloff) * lines / 2;
        self.top = keep_in_view(self.top, &item, self.height, self.lines.len(), margin);
        if self.top == 0 {
            self.newer = 0;
            self.as_of = self.shelf.as_of();
        }
    }
}
