//! One page of a list, at any depth for the same price.
//!
//! A page starts at a place, not at a row number: each list has an index in its order, and a page
//! is read from there on (`lanes`), on either way. Nothing is counted, sorted or skipped over. First the places
//! are taken from the index, then the rows of these places alone. Only what no index can give is put in order
//! as a whole (`sorted`).

use crate::model::entry::{EntryId, EntryRow, Place};
use crate::model::feed::FeedId;
use crate::model::filter::Filter;
use crate::model::time::Time;
use crate::model::view::{List, Listing, Page, Show, SortBy, SortKey, View, Window};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::lanes::Lane;
use crate::store::merge::merge;
use crate::store::place::Way;
use rusqlite::OptionalExtension;
use std::sync::Arc;

/// Rows looked at together where a filter picks some.
const BATCH: usize = 256;

impl Db {
    /// One page of a list, in its order.
    pub fn page(&self, listing: &Listing) -> Result<Page, StoreError> {
        let rows = Rows::of(self, &listing.list, &listing.keep)?;
        let mut page = match order(&listing.list) {
            Order::ByDate(way) => rows.page(way, listing.window, listing.limit)?,
            Order::Sorted => self.sorted_page(&rows, listing)?,
        };
        let newest = "SELECT max(id) FROM entry";
        let newest: Option<i64> = self.prepare(newest)?.query_one([], |row| row.get(0))?;
        page.as_of = newest.map(EntryId);
        Ok(page)
    }

    /// All of a list, in its order.
    pub(in crate::store) fn whole(
        &self,
        list: &List,
        keep: &[EntryId],
    ) -> Result<Vec<Place>, StoreError> {
        let rows = Rows::of(self, list, keep)?;
        match order(list) {
            Order::ByDate(way) => rows.take(way, way.start(), usize::MAX),
            Order::Sorted => self.in_order(&rows, &list.sort),
        }
    }

    /// Where entries stand by this column of theirs.
    fn places_of(&self, entries: &[EntryId], column: &str) -> Result<Vec<Place>, StoreError> {
        let mut find = self.prepare(&format!("SELECT {column} FROM entry WHERE id = ?1"))?;
        let mut places = Vec::with_capacity(entries.len());
        for id in entries {
            let at = find.query_one([id.0], |row| row.get::<_, Option<i64>>(0));
            places.extend(at.optional()?.flatten().map(|at| Place {
                at: Time(at),
                id: *id,
            }));
        }
        Ok(places)
    }
}

/// How a list can be had in its order.
enum Order {
    /// From its index, on this way.
    ByDate(Way),
    Sorted,
}

fn order(list: &List) -> Order {
    match &list.sort[..] {
        _ if matches!(list.view, View::Tag(_)) => Order::Sorted,
        [] => Order::ByDate(Way::Older),
        [
            SortKey {
                by: SortBy::Date,
                reversed,
            },
            ..,
        ] => Order::ByDate(if *reversed { Way::Newer } else { Way::Older }),
        _ => Order::Sorted,
    }
}

/// The rows of one list.
pub(in crate::store) struct Rows<'db> {
    pub(in crate::store) db: &'db Db,
    lane: Lane,
    /// The feeds whose lanes it is made of, where it is about feeds.
    feeds: Option<Vec<FeedId>>,
    /// All there are, where no lane has them.
    tagged: Option<Vec<Place>>,
    filter: Option<Arc<Filter>>,
    /// What stays shown although it no longer belongs, and where.
    kept: Vec<Place>,
}

impl<'db> Rows<'db> {
    fn of(db: &'db Db, list: &List, keep: &[EntryId]) -> Result<Self, StoreError> {
        let feeds = match list.view {
            View::Folder(folder) => Some(db.feeds_in(folder)?),
            View::Feed(feed) => Some(vec![feed]),
            _ => None,
        };
        let lane = match list.view {
            View::Feed(feed) if db.gathers(feed)? => Lane::gathered(list.show),
            view => Lane::of(view, list.show),
        };
        let tagged = match list.view {
            View::Tag(tag) => Some(db.tagged(tag, list.show)?),
            _ => None,
        };
        // Marks lead out of these lists only.
        let leads_out = matches!(list.view, View::Unread | View::Starred)
            || list.show != Show::All
            || list.filter.is_some();
        let kept = match lane.own_key() {
            Some(column) if leads_out => db.places_of(keep, column)?,
            _ => Vec::new(),
        };
        Ok(Self {
            db,
            lane,
            feeds,
            tagged,
            filter: list.filter.clone(),
            kept,
        })
    }

    fn page(&self, forward: Way, window: Window, limit: usize) -> Result<Page, StoreError> {
        let back = forward.back();
        match window {
            Window::First => self.run(forward, forward, forward.start(), limit),
            Window::Last => self.run(forward, back, back.start(), limit),
            Window::After(place) => self.run(forward, forward, place, limit),
            Window::Before(place) => self.run(forward, back, place, limit),
            Window::Around(place) => self.around(forward, place, limit),
        }
    }

    /// `limit` rows on one way from a place.
    fn run(&self, forward: Way, way: Way, from: Place, limit: usize) -> Result<Page, StoreError> {
        let mut places = self.take(way, from, limit.saturating_add(1))?;
        let more_ahead = places.len() > limit;
        places.truncate(limit);
        let more_behind = self.is_more_behind(way, from, places.first().copied())?;
        let (more_before, more_after) = if way == forward {
            (more_behind, more_ahead)
        } else {
            (more_ahead, more_behind)
        };
        forward.sort(&mut places);
        Ok(Page {
            rows: self.rows(&places)?,
            more_before,
            more_after,
            as_of: None,
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
        let back = way.back();
        let start = first.unwrap_or_else(|| back.just_before(from));
        Ok(!self.take(back, start, 1)?.is_empty())
    }

    /// Rows on both sides of a place; a side that has too few leaves its room to the other.
    fn around(&self, forward: Way, place: Place, limit: usize) -> Result<Page, StoreError> {
        let one_more = limit.saturating_add(1);
        let earlier = self.take(forward.back(), place, one_more)?;
        let later = self.take(forward, forward.just_before(place), one_more)?;
        let after = later.len().min(limit - earlier.len().min(limit / 2));
        let before = earlier.len().min(limit - after);
        let mut places = [&earlier[..before], &later[..after]].concat();
        forward.sort(&mut places);
        Ok(Page {
            rows: self.rows(&places)?,
            more_before: earlier.len() > before,
            more_after: later.len() > after,
            as_of: None,
        })
    }

    /// Places of the list beyond `from` that the filter leaves.
    pub(in crate::store) fn take(
        &self,
        way: Way,
        mut from: Place,
        limit: usize,
    ) -> Result<Vec<Place>, StoreError> {
        let Some(filter) = &self.filter else {
            return self.unfiltered(way, from, limit);
        };
        let floor = filter.floor().map_or(i64::MIN, |floor| floor.0);
        let mut fitting = Vec::new();
        loop {
            let places = self.unfiltered(way, from, BATCH)?;
            let Some(last) = places.last() else {
                return Ok(fitting);
            };
            from = *last;
            for place in places {
                // From here on there are only older ones.
                if way == Way::Older && place.at.0 < floor && self.kept.is_empty() {
                    return Ok(fitting);
                }
                let Some(row) = self.row(place)? else {
                    continue;
                };
                if self.kept.contains(&place) || filter.fits(&row) {
                    fitting.push(place);
                }
                if fitting.len() >= limit {
                    return Ok(fitting);
                }
            }
        }
    }

    /// Places of the list beyond `from`, with those that are kept where they fall in.
    fn unfiltered(&self, way: Way, from: Place, limit: usize) -> Result<Vec<Place>, StoreError> {
        let mut places = match (&self.tagged, &self.feeds) {
            (Some(tagged), _) => {
                let beyond = tagged.iter().filter(|place| way.beyond(from, **place));
                beyond.copied().collect()
            }
            (None, None) => self.lane.reader(self.db, way)?.places(None, from, limit)?,
            (None, Some(feeds)) => {
                let mut reader = self.lane.reader(self.db, way)?;
                merge(feeds, way, from, limit, |feed, from, count| {
                    reader.places(Some(feed), from, count)
                })?
            }
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

    pub(in crate::store) fn rows(&self, places: &[Place]) -> Result<Vec<EntryRow>, StoreError> {
        places
            .iter()
            .filter_map(|place| self.row(*place).transpose())
            .collect()
    }

    pub(in crate::store) fn row(&self, place: Place) -> Result<Option<EntryRow>, StoreError> {
        let row = self.db.row(place.id)?;
        Ok(row.map(|row| EntryRow { place, ..row }))
    }
}
