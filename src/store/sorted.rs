//! Lists in an order that no index has: put in order as a whole, once, and kept until something changes.

use crate::model::entry::{EntryId, EntryRow, Place};
use crate::model::feed::FeedId;
use crate::model::view::{List, Listing, Page, SortBy, SortKey, Window};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::pages::Rows;
use crate::store::place::Way;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::Arc;

/// A list in its order, and what it was read of.
#[derive(Debug)]
pub(in crate::store) struct Sorted {
    list: List,
    keep: Vec<EntryId>,
    /// Any change of the file, by whomever, is another state.
    state: (i64, u64),
    places: Arc<[Place]>,
}

/// What one key of an order looks at.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(Reverse<i64>),
    Name(String),
}

impl Db {
    /// One page of a list that is put in order as a whole.
    pub(in crate::store) fn sorted_page(
        &self,
        rows: &Rows<'_>,
        listing: &Listing,
    ) -> Result<Page, StoreError> {
        let places = self.all_in_order(rows, listing)?;
        let limit = listing.limit;
        let at = |place: Place| places.iter().position(|known| known.id == place.id);
        let (start, end) = match listing.window {
            Window::First => (0, limit),
            Window::Last => (places.len().saturating_sub(limit), places.len()),
            Window::After(place) => {
                let start = at(place).map_or(0, |at| at + 1);
                (start, start.saturating_add(limit))
            }
            Window::Before(place) => {
                let end = at(place).unwrap_or(0);
                (end.saturating_sub(limit), end)
            }
            Window::Around(place) => {
                let middle = at(place).unwrap_or(0);
                let start = middle.saturating_sub(limit / 2);
                let end = start.saturating_add(limit).min(places.len());
                (end.saturating_sub(limit), end)
            }
        };
        let (start, end) = (start.min(places.len()), end.min(places.len()));
        Ok(Page {
            rows: rows.rows(&places[start..end])?,
            more_before: start > 0,
            more_after: end < places.len(),
            as_of: None,
        })
    }

    /// All places in order; as they were put in order last, if nothing has changed.
    fn all_in_order(&self, rows: &Rows<'_>, listing: &Listing) -> Result<Arc<[Place]>, StoreError> {
        let state = self.state()?;
        let is_it = |sorted: &&Sorted| {
            sorted.state == state && sorted.list == listing.list && sorted.keep == listing.keep
        };
        let known = self
            .sorted()
            .as_ref()
            .filter(is_it)
            .map(|it| it.places.clone());
        if let Some(places) = known {
            return Ok(places);
        }
        let places: Arc<[Place]> = self.in_order(rows, &listing.list.sort)?.into();
        *self.sorted() = Some(Sorted {
            list: listing.list.clone(),
            keep: listing.keep.clone(),
            state,
            places: places.clone(),
        });
        Ok(places)
    }

    /// Puts all rows of a list in order.
    pub(in crate::store) fn in_order(
        &self,
        rows: &Rows<'_>,
        sort: &[SortKey],
    ) -> Result<Vec<Place>, StoreError> {
        let places = rows.take(Way::Older, Way::Older.start(), usize::MAX)?;
        if sort.is_empty() {
            return Ok(places);
        }
        let folders = self.folder_names(sort)?;
        let mut keyed = Vec::with_capacity(places.len());
        for place in places {
            if let Some(row) = rows.row(place)? {
                let values: Vec<Value> = sort
                    .iter()
                    .map(|key| value(key.by, &row, &folders))
                    .collect();
                keyed.push((values, place));
            }
        }
        // Stable: what no key tells apart stays newest first.
        keyed.sort_by(|(one, _), (other, _)| compare(sort, one, other));
        Ok(keyed.into_iter().map(|(_, place)| place).collect())
    }

    /// Where each feed lies, in small letters, if somebody sorts by that.
    fn folder_names(&self, sort: &[SortKey]) -> Result<HashMap<FeedId, String>, StoreError> {
        if sort.iter().all(|key| key.by != SortBy::Folder) {
            return Ok(HashMap::new());
        }
        let subscriptions =
            "SELECT feed.id, folder.title FROM feed JOIN folder ON folder.id = feed.folder";
        let mut named = self.prepare(subscriptions)?;
        let named = named.query_map([], |row| {
            Ok((FeedId(row.get(0)?), row.get::<_, String>(1)?.to_lowercase()))
        })?;
        Ok(named.collect::<Result<_, _>>()?)
    }

    /// Which state of the file this connection sees.
    fn state(&self) -> Result<(i64, u64), StoreError> {
        let version = self
            .prepare("PRAGMA data_version")?
            .query_one([], |row| row.get(0))?;
        Ok((version, self.changes()))
    }
}

fn value(by: SortBy, row: &EntryRow, folders: &HashMap<FeedId, String>) -> Value {
    match by {
        SortBy::Date => Value::Number(Reverse(row.place.at.0)),
        SortBy::Feed => Value::Name(row.feed_title.to_lowercase()),
        SortBy::Folder => Value::Name(folders.get(&row.feed).cloned().unwrap_or_default()),
        SortBy::Title => Value::Name(row.name().to_lowercase()),
        SortBy::Unread => Value::Number(Reverse(i64::from(!row.read))),
        SortBy::Starred => Value::Number(Reverse(i64::from(row.starred))),
        SortBy::Comments => Value::Number(Reverse(row.comments.total.into())),
        SortBy::News => Value::Number(Reverse(row.comments.new.into())),
    }
}

fn compare(sort: &[SortKey], one: &[Value], other: &[Value]) -> Ordering {
    let keys = sort.iter().zip(one.iter().zip(other));
    let mut orders = keys.map(|(key, (one, other))| {
        if key.reversed {
            other.cmp(one)
        } else {
            one.cmp(other)
        }
    });
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}
