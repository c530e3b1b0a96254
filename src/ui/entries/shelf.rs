//! The part of a list that is at hand: some hundred rows around the eye of a list of any length.
//!
//! Rows come by pages keyed by place, so that a list of a million entries opens as fast as one of
//! ten. Rows are a snapshot: replaced or lengthened whole, never patched from two sides.

use crate::model::comment::Following;
use crate::model::entry::{EntryId, EntryRow, Mark, Place};
use crate::model::request::{Request, Ticket};
use crate::model::view::{List, Listing, Page, Show, View, Window};
use crate::ui::ask::{Latest, Tickets};
use crate::ui::effect::Effect;

/// Rows asked for at a time.
const PAGE: usize = 120;
/// Rows kept at hand; beyond it the far end is let go.
const MOST: usize = 480;
/// How near to an end more rows are asked for.
const MARGIN: usize = 40;

/// What a page did to the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A list was opened: begin at its first row.
    Opened,
    /// One jumped to the end: go to the last row.
    Ended,
    /// The same list, read again or lengthened: the selection stays.
    Kept,
}

/// The rows at hand.
#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent fact"
)]
pub struct Shelf {
    list: Option<List>,
    /// The newest entry there was when rows were last read.
    as_of: Option<EntryId>,
    rows: Vec<EntryRow>,
    more_before: bool,
    more_after: bool,
    /// Read or unstarred while the list was open: they stay until it is opened anew.
    keep: Vec<EntryId>,
    pages: Latest<Listing>,
    /// The next `First` opens a list rather than reading it again.
    opening: bool,
    /// Rows changed while a page was on its way.
    stale: bool,
}

impl Shelf {
    pub fn rows(&self) -> &[EntryRow] {
        &self.rows
    }

    pub fn list(&self) -> Option<&List> {
        self.list.as_ref()
    }

    /// The newest entry there was when rows were last read: what came later was not shown.
    pub fn as_of(&self) -> Option<EntryId> {
        self.as_of
    }

    /// Entries that are shown although they no longer belong.
    pub fn kept(&self) -> &[EntryId] {
        &self.keep
    }

    pub fn more_before(&self) -> bool {
        self.more_before
    }

    pub fn more_after(&self) -> bool {
        self.more_after
    }

    pub fn is_loading(&self) -> bool {
        self.pages.pending()
    }

    pub fn position(&self, id: EntryId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Opens a list from its newest row; the old rows stay to be seen until the new ones are here.
    pub fn open(&mut self, list: List, tickets: &mut Tickets) -> Option<Effect> {
        self.list = Some(list);
        self.keep.clear();
        self.opening = true;
        self.stale = false;
        self.ask(Window::First, tickets)
    }

    /// Opens the list in another manner, around a place.
    pub fn reopen(
        &mut self,
        list: List,
        around: Option<Place>,
        tickets: &mut Tickets,
    ) -> Option<Effect> {
        self.list = Some(list);
        self.keep.clear();
        self.stale = false;
        self.opening = around.is_none();
        self.ask(around.map_or(Window::First, Window::Around), tickets)
    }

    /// Jumps to the newest or the oldest row, where that is not at hand.
    pub fn jump(&mut self, window: Window, tickets: &mut Tickets) -> Option<Effect> {
        self.opening = window == Window::First;
        self.ask(window, tickets)
    }

    /// Reads the rows around a place again, because something changed.
    pub fn reload(&mut self, around: Option<Place>, tickets: &mut Tickets) -> Option<Effect> {
        if self.pages.pending() {
            self.stale = true;
            return None;
        }
        self.stale = false;
        self.ask(around.map_or(Window::First, Window::Around), tickets)
    }

    /// Asks for more rows if `at` is near an end beyond which there are some.
    pub fn grow(&mut self, at: usize, tickets: &mut Tickets) -> Option<Effect> {
        if self.pages.pending() {
            return None;
        }
        let (first, last) = (self.rows.first()?.place, self.rows.last()?.place);
        if self.more_after && at + MARGIN >= self.rows.len() {
            self.ask(Window::After(last), tickets)
        } else if self.more_before && at < MARGIN {
            self.ask(Window::Before(first), tickets)
        } else {
            None
        }
    }

    fn ask(&mut self, window: Window, tickets: &mut Tickets) -> Option<Effect> {
        let list = self.list.clone()?;
        let around = matches!(window, Window::Around(_));
        let limit = if around {
            self.rows.len().clamp(2 * PAGE, MOST)
        } else {
            PAGE
        };
        let listing = Listing {
            list,
            window,
            limit,
            keep: self.keep.clone(),
        };
        let (ticket, listing) = self.pages.want(listing, tickets)?;
        Some(Effect::Ask(ticket, Request::Entries(listing)))
    }

    /// What to ask next, once an answer or a failure came in.
    pub fn next(&mut self, around: Option<Place>, tickets: &mut Tickets) -> Option<Effect> {
        if let Some((ticket, listing)) = self.pages.next(tickets) {
            return Some(Effect::Ask(ticket, Request::Entries(listing)));
        }
        if self.stale {
            self.reload(around, tickets)
        } else {
            None
        }
    }

    /// Whether this ticket was ours; its page could not be had.
    pub fn failed(&mut self, ticket: Ticket) -> bool {
        self.pages.answered(ticket).is_some()
    }

    /// Takes a page in, if it is the one waited for and still wanted.
    pub fn arrived(&mut self, ticket: Ticket, page: Page) -> Option<Change> {
        let listing = self.pages.answered(ticket)?;
        if self.list.as_ref() != Some(&listing.list) || self.pages.superseded() {
            return None;
        }
        if page.as_of.is_some() {
            self.as_of = page.as_of;
        }
        match listing.window {
            Window::First | Window::Last | Window::Around(_) => {
                self.rows = page.rows;
                self.more_before = page.more_before;
                self.more_after = page.more_after;
            }
            Window::After(_) => self.append(page),
            Window::Before(_) => self.prepend(page),
        }
        let opened = std::mem::take(&mut self.opening);
        Some(match listing.window {
            Window::First if opened => Change::Opened,
            Window::Last => Change::Ended,
            _ => Change::Kept,
        })
    }

    fn append(&mut self, page: Page) {
        self.rows.extend(page.rows);
        self.more_after = page.more_after;
        let surplus = self.rows.len().saturating_sub(MOST);
        if surplus > 0 {
            self.rows.drain(..surplus);
            self.more_before = true;
        }
    }

    fn prepend(&mut self, page: Page) {
        self.rows.splice(0..0, page.rows);
        self.more_before = page.more_before;
        if self.rows.len() > MOST {
            self.rows.truncate(MOST);
            self.more_after = true;
        }
    }

    /// Shows a mark at once; the database is told in the same breath.
    pub fn mark(&mut self, id: EntryId, mark: Mark) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            match mark {
                Mark::Read(read) => row.read = read,
                Mark::Starred(starred) => row.starred = starred,
            }
        }
        let leads_out = self.list.as_ref().is_some_and(|list| {
            matches!(list.view, View::Unread | View::Starred)
                || list.show != Show::All
                || list.filter.is_some()
        });
        if leads_out && !self.keep.contains(&id) {
            self.keep.push(id);
        }
    }

    /// Whether the conversation under an entry is followed.
    pub fn follow(&mut self, id: EntryId, following: Following) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.following = following;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::Following;
    use crate::model::entry::CommentCount;
    use crate::model::feed::FeedId;
    use crate::model::time::Time;

    fn row(id: i64) -> EntryRow {
        EntryRow {
            id: EntryId(id),
            feed: FeedId(1),
            feed_title: String::new(),
            place: Place {
                at: Time(id),
                id: EntryId(id),
            },
            title: String::new(),
            link: None,
            read: false,
            starred: false,
            comments: CommentCount::default(),
            following: Following::No,
        }
    }

    /// A list of the entries `0..total`, newest (largest) first, answered as the engine would.
    fn answer(total: i64, listing: &Listing) -> Page {
        let all: Vec<EntryRow> = (0..total).rev().map(row).collect();
        let at = |place: Place| all.iter().position(|row| row.place == place).unwrap();
        let size = listing.limit;
        let (from, to) = match listing.window {
            Window::First => (0, size),
            Window::Last => (all.len().saturating_sub(size), all.len()),
            Window::After(place) => (at(place) + 1, at(place) + 1 + size),
            Window::Before(place) => (at(place).saturating_sub(size), at(place)),
            Window::Around(place) => (at(place).saturating_sub(size / 2), at(place) + size / 2),
        };
        let to = to.min(all.len());
        Page {
            rows: all[from..to].to_vec(),
            more_before: from > 0,
            more_after: to < all.len(),
            as_of: None,
        }
    }

    fn give(shelf: &mut Shelf, total: i64, effect: Option<Effect>) -> Option<Change> {
        match effect? {
            Effect::Ask(ticket, Request::Entries(listing)) => {
                shelf.arrived(ticket, answer(total, &listing))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn walking_down_and_up_a_long_list_meets_every_row_once() {
        let (mut shelf, mut tickets) = (Shelf::default(), Tickets::default());
        let total = 3_000;
        let effect = shelf.open(List::of(View::All), &mut tickets);
        assert_eq!(give(&mut shelf, total, effect), Some(Change::Opened));
        let mut at = EntryId(total - 1);
        for expect in (0..total).rev() {
            assert_eq!(at, EntryId(expect));
            let position = shelf.position(at).unwrap();
            let effect = shelf.grow(position, &mut tickets);
            give(&mut shelf, total, effect);
            assert!(shelf.rows().len() <= MOST);
            let position = shelf.position(at).unwrap();
            if let Some(next) = shelf.rows().get(position + 1) {
                at = next.id;
            }
        }
        for expect in 0..total {
            assert_eq!(at, EntryId(expect));
            let effect = shelf.grow(shelf.position(at).unwrap(), &mut tickets);
            give(&mut shelf, total, effect);
            let position = shelf.position(at).unwrap();
            if position > 0 {
                at = shelf.rows()[position - 1].id;
            }
        }
    }

    #[test]
    fn a_cursor_amid_the_rows_asks_nothing() {
        let (mut shelf, mut tickets) = (Shelf::default(), Tickets::default());
        let effect = shelf.open(List::of(View::All), &mut tickets);
        give(&mut shelf, 100_000, effect);
        let amid = 0..shelf.rows().len() - MARGIN;
        assert!(amid.len() > 50);
        for at in amid {
            assert_eq!(shelf.grow(at, &mut tickets), None, "row {at}");
        }
    }

    #[test]
    fn a_page_of_a_list_that_was_left_is_dropped() {
        let (mut shelf, mut tickets) = (Shelf::default(), Tickets::default());
        let old = shelf.open(List::of(View::All), &mut tickets);
        assert!(shelf.open(List::of(View::Unread), &mut tickets).is_none());
        assert_eq!(give(&mut shelf, 5, old), None);
        assert!(shelf.rows().is_empty());
        let new = shelf.next(None, &mut tickets);
        assert_eq!(give(&mut shelf, 5, new), Some(Change::Opened));
        assert_eq!(shelf.rows().len(), 5);
    }

    #[test]
    fn what_is_read_away_stays_until_the_list_is_opened_anew() {
        let (mut shelf, mut tickets) = (Shelf::default(), Tickets::default());
        let effect = shelf.open(List::of(View::Unread), &mut tickets);
        give(&mut shelf, 3, effect);
        shelf.mark(EntryId(2), Mark::Read(true));
        assert!(shelf.rows()[0].read);
        let kept = |effect| match effect {
            Some(Effect::Ask(_, Request::Entries(listing))) => listing.keep,
            other => panic!("{other:?}"),
        };
        let place = shelf.rows()[0].place;
        let reload = shelf.reload(Some(place), &mut tickets);
        assert_eq!(kept(reload.clone()), [EntryId(2)]);
        give(&mut shelf, 3, reload);
        assert!(kept(shelf.open(List::of(View::Unread), &mut tickets)).is_empty());
    }

    #[test]
    fn a_change_while_a_page_is_on_its_way_is_looked_at_afterwards() {
        let (mut shelf, mut tickets) = (Shelf::default(), Tickets::default());
        let effect = shelf.open(List::of(View::All), &mut tickets);
        assert!(shelf.reload(None, &mut tickets).is_none());
        give(&mut shelf, 5, effect);
        assert!(shelf.next(None, &mut tickets).is_some());
    }
}
