//! Screen: how it stands with every feed. A list, and all that is known of the one selected.

pub mod address;
pub mod details;
pub mod roll;
#[cfg(test)]
mod samples;
mod view;
pub mod words;

use crate::model::feed::FeedId;
use crate::model::health::Health;
use crate::model::request::{Request, Ticket};
use crate::ui::ask::{Latest, Tickets};
use crate::ui::effect::Effect;
use crate::ui::health::roll::{Filter, Totals};
use crate::ui::layout;
use crate::ui::list::{self, keep_in_view, last_top};
use crate::ui::look::Look;
use ratatui::layout::{Position, Rect};

/// The health view.
#[derive(Debug, Default)]
pub struct HealthPane {
    is_open: bool,
    loaded: bool,
    /// Made safe, in the order of the list.
    all: Vec<Health>,
    totals: Totals,
    filter: Filter,
    /// What the filter leaves, by its place in `all`.
    shown: Vec<usize>,
    selected: Option<FeedId>,
    top: usize,
    height: usize,
    /// The selected feed has the screen to itself, scrolled so far.
    page: Option<usize>,
    page_height: usize,
    page_lines: usize,
    asked: Latest<()>,
}

impl HealthPane {
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Shows it; the feed, if there is one, is selected.
    pub fn open(&mut self, feed: Option<FeedId>, tickets: &mut Tickets) -> Option<Effect> {
        self.is_open = true;
        self.page = None;
        if feed.is_some() {
            self.filter = Filter::All;
            self.selected = feed;
        }
        self.sift();
        self.ask(tickets)
    }

    /// From the details back to the list, from the list to where one came from.
    pub fn back(&mut self) {
        self.is_open = self.page.take().is_some();
    }

    pub fn close(&mut self) {
        self.is_open = false;
    }

    /// Asks how things stand, once, however often it is wanted.
    pub fn ask(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        let (ticket, ()) = self.asked.want((), tickets)?;
        Some(Effect::Ask(ticket, Request::Health))
    }

    /// A feed was asked: how it stands may be otherwise now.
    pub fn polled(&mut self, feed: FeedId, tickets: &mut Tickets) -> Option<Effect> {
        let known = self.all.iter().any(|health| health.feed == feed);
        if self.is_open && known {
            return self.ask(tickets);
        }
        None
    }

    /// Feeds came, went or have another address.
    pub fn changed(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        if self.is_open {
            return self.ask(tickets);
        }
        None
    }

    pub fn arrived(
        &mut self,
        ticket: Ticket,
        all: Vec<Health>,
        tickets: &mut Tickets,
    ) -> Option<Effect> {
        if self.asked.answered(ticket).is_some() {
            self.totals = Totals::of(&all);
            self.all = roll::in_order(all);
            self.loaded = true;
            self.sift();
        }
        let (ticket, ()) = self.asked.next(tickets)?;
        Some(Effect::Ask(ticket, Request::Health))
    }

    pub fn failed(&mut self, ticket: Ticket) -> bool {
        self.asked.answered(ticket).is_some()
    }

    pub fn selected(&self) -> Option<&Health> {
        self.shown().nth(self.position()?)
    }

    pub fn filter(&mut self) {
        self.filter = self.filter.next();
        self.page = None;
        self.sift();
    }

    /// The selected feed on a page of its own.
    pub fn show_page(&mut self) {
        if self.selected().is_some() {
            self.page.get_or_insert(0);
        }
    }

    /// One row up or down; on the page, one line.
    pub fn step(&mut self, rows: isize) {
        if let Some(top) = &mut self.page {
            *top = top.saturating_add_signed(rows);
            return;
        }
        let end = self.shown.len().saturating_sub(1);
        let at = self.position().unwrap_or(0);
        self.select_at(at.saturating_add_signed(rows).min(end));
    }

    /// Half a screen of rows, at least one.
    pub fn half_page(&self) -> isize {
        isize::try_from(self.height / 2).unwrap_or(1).max(1)
    }

    /// The feed on a row of the screen.
    pub fn feed_at(&self, body: Rect, at: Position) -> Option<FeedId> {
        let list = layout::health(body).list;
        if self.page.is_some() || !list.contains(at) {
            return None;
        }
        let row = usize::from(at.y - list.y) + self.top;
        self.shown().nth(row).map(|health| health.feed)
    }

    pub fn select(&mut self, feed: FeedId) {
        self.selected = Some(feed);
        self.follow();
    }

    pub fn fit_to(&mut self, body: Rect, look: &Look) {
        self.height = usize::from(layout::health(body).list.height);
        self.follow();
        if let (Some(top), Some(health)) = (self.page, self.selected()) {
            let page = view::page(body);
            self.page_lines = details::rows(health, usize::from(page.width), look).len();
            self.page_height = usize::from(page.height);
            self.page = Some(top.min(last_top(self.page_height, self.page_lines)));
        }
    }

    /// How far down the page one is, in per cent.
    pub fn progress(&self) -> Option<usize> {
        let top = self.page?;
        list::progress(top, self.page_height, self.page_lines)
    }

    fn shown(&self) -> impl Iterator<Item = &Health> {
        self.shown.iter().map(|&at| &self.all[at])
    }

    fn position(&self) -> Option<usize> {
        let selected = self.selected?;
        self.shown().position(|health| health.feed == selected)
    }

    fn select_at(&mut self, at: usize) {
        let found = self.shown().nth(at).map(|health| health.feed);
        self.selected = found;
        self.follow();
    }

    /// Shows what the filter admits. A feed that is not shown any more hands the selection to the first.
    fn sift(&mut self) {
        let admitted = |at: &usize| self.filter.admits(&self.all[*at]);
        self.shown = (0..self.all.len()).filter(admitted).collect();
        if self.position().is_none() && self.loaded {
            self.top = 0;
            self.page = None;
            self.select_at(0);
        }
        self.follow();
    }

    fn follow(&mut self) {
        let at = self.position().unwrap_or(0);
        self.top = keep_in_view(self.top, &(at..at + 1), self.height, self.shown.len(), 2);
    }
}
