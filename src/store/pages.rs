//! One page of a list, at any depth for the same price.
//!
//! A page starts at a place, not at a row number: each list has an index in its order, and a page
//! is read from there on (`lanes`). Nothing is counted, sorted or skipped over. First the places are taken
//! from the index, then the rows of these places alone.

use crate::model::entry::{EntryId, EntryRow, Place};
use crate::model::feed::FeedId;
use crate::model::time::Time;
use crate::model::view::{Listing, Page, View, Window};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::lanes::Lane;
use crate::store::merge::merge;
use crate::store::place::Way;
use rusqlite::OptionalExtension;

impl Db {
    /// One page of a list, newest first.
    pub fn page(&self, listing: &Listing) -> Result<Page, StoreError> {
        let list = List::of(self, listing)?;
        let limit = listing.limit;
        match listing.window {
            Window::First => list.run(Way::Older, Way::Older.start(), limit),
            Window::Last => list.run(Way::Newer, Way::Newer.start(), limit),
            Window::After(place) => list.run(Way::Older, place, limit),
            Window::Before(place) => list.run(Way::Newer, place, limit),
            Window::Around(place) => list.around(place, limit),
        }
    }

    /// Where entries stand in the lists by date.
    fn by_date(&self, entries: &[EntryId]) -> Result<Vec<Place>, StoreError> {
        let mut find = self.prepare("SELECT sort_at FROM entry WHERE id = ?1")?;
        let mut places = Vec::with_capacity(entries.len());
        for id in entries {
            let at = find.query_one([id.0], |row| row.get(0)).optional()?;
            places.extend(at.map(|at| Place {
                at: Time(at),
                id: *id,
            }));
        }
        Ok(places)
    }
}

/// The list one question is about.
struct List<'db> {
    db: &'db Db,
    lane: Lane,
    /// The feeds whose lanes it is made of, where it is about feeds.
    feeds: Option<Vec<FeedId>>,
    /// What stays shown although it no longer belongs, and where.
    kept: Vec<Place>,
}

impl<'db> List<'db> {
    fn of(db: &'db Db, listing: &Listing) -> Result<Self, StoreError> {
        let feeds = match listing.view {
            View::Folder(folder) => Some(db.feeds_in(folder)?),
            View::Feed(feed) => Some(vec![feed]),
            _ => None,
        };
        // Marks lead out of these lists only.
        let kept = match listing.view {
            View::Unread | View::Starred => db.by_date(&listing.keep)?,
            _ => Vec::new(),
        };
        let lane = match listing.view {
            View::Feed(feed) if db.gathers(feed)? => Lane::gathered(),
            view => Lane::of(view),
        };
        Ok(Self {
            db,
            lane,
            feeds,
            kept,
        })
    }

    /// `limit` rows on one way from a place.
    fn run(&self, way: Way, from: Place, limit: usize) -> Result<Page, StoreError> {
        let mut places = self.take(way, from, limit.saturating_add(1))?;
        let more_ahead = places.len() > limit;
        places.truncate(limit);
        let more_behind = self.is_more_behind(way, from, places.first().copied())?;
        let (more_before, more_after) = match way {
            Way::Older => (more_behind, more_ahead),
            Way::Newer => (more_ahead, more_behind),
        };
        Way::Older.sort(&mut places);
        Ok(Page {
            rows: self.rows(&places)?,
            more_before,
            more_after,
        })
    }

    /// Whether rows lie on the other side of where a page starts: of its first row, or, if it has
    /// none, of the place it was asked from, which may itself be a row.
    fn is_more_behind(
        &self,
        way: Way,
        from: Place,
        first: Option<Place>,
    ) -> Result<bool, StoreError> {
        if from == way.start() {
            return Ok(false);
        }
        let back = match way {
            Way::Older => Way::Newer,
            Way::Newer => Way::Older,
        };
        let start = first.unwrap_or_else(|| back.just_before(from));
        self.any(back, start)
    }

    /// Rows on both sides of a place; a side that has too few leaves its room to the other.
    fn around(&self, place: Place, limit: usize) -> Result<Page, StoreError> {
        let one_more = limit.saturating_add(1);
        let newer = self.take(Way::Newer, place, one_more)?;
        let older = self.take(Way::Older, Way::Older.just_before(place), one_more)?;
        let after = older.len().min(limit - newer.len().min(limit / 2));
        let before = newer.len().min(limit - after);
        let mut places = [&newer[..before], &older[..after]].concat();
        Way::Older.sort(&mut places);
        Ok(Page {
            rows: self.rows(&places)?,
            more_before: newer.len() > before,
            more_after: older.len() > after,
        })
    }

    /// Places of the list beyond `from`, with those that are kept where they fall in.
    fn take(&self, way: Way, from: Place, limit: usize) -> Result<Vec<Place>, StoreError> {
        let mut reader = self.lane.reader(self.db, way)?;
        let mut places = match &self.feeds {
            None => reader.places(None, from, limit)?,
            Some(feeds) => merge(feeds, way, from, limit, |feed, from, count| {
                reader.places(Some(feed), from, count)
            })?,
        };
        places.extend(
            self.kept
                .iter()
                .copied()
                .filter(|place| way.beyond(from, *place)),
        );
        way.sort(&mut places);
        places.dedup();
        places.truncate(limit);
        Ok(places)
    }

    fn any(&self, way: Way, from: Place) -> Result<bool, StoreError> {
        if self.kept.iter().any(|place| way.beyond(from, *place)) {
            return Ok(true);
        }
        let mut reader = self.lane.reader(self.db, way)?;
        let Some(feeds) = &self.feeds else {
            return Ok(!reader.places(None, from, 1)?.is_empty());
        };
        for feed in feeds {
            if !reader.places(Some(*feed), from, 1)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn rows(&self, places: &[Place]) -> Result<Vec<EntryRow>, StoreError> {
        let row = |place: &Place| {
            let row = self.db.row(place.id)?;
            Ok(row.map(|row| EntryRow {
                place: *place,
                ..row
            }))
        };
        places
            .iter()
            .filter_map(|place| row(place).transpose())
            .collect()
    }
}
