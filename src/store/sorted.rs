//! Lists in an order that no index has: put in order as a whole, once, and kept until something changes.

use crate::model::entry::Place;
use crate::model::view::{List, Listing, Page, SortBy, SortKey, Window};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::pages::Rows;
use crate::store::place::Way;
use rusqlite::{OptionalExtension, Row};
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::Arc;

/// A list in its order, and what it was read of.
#[derive(Debug)]
pub(in crate::store) struct Sorted {
    list: List,
    state: State,
    places: Arc<[Place]>,
}

/// Which entries there are: the newest one, and how many are shown. Marks do not change it: an entry stays where
/// it is until the list is opened anew, as it does in other lists.
type State = (Option<i64>, i64);

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

    /// All places in order; as they were put in order last, if no entry came or went, and the list is not opened
    /// anew.
    fn all_in_order(&self, rows: &Rows<'_>, listing: &Listing) -> Result<Arc<[Place]>, StoreError> {
        let state = self.state()?;
        let goes_on = listing.window != Window::First;
        let is_it =
            |sorted: &&Sorted| goes_on && sorted.state == state && sorted.list == listing.list;
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
        let names = self.sort_names(sort)?;
        let mut find = self.prepare(
            "SELECT feed, title, link, read, starred, max(ifnull(comments_told, 0), comments_known), comments_new
             FROM entry WHERE id = ?1",
        )?;
        let mut keyed = Vec::with_capacity(places.len());
        for place in places {
            let found = find.query_one([place.id.0], |row| {
                let values = sort.iter().map(|key| value(key.by, place, row, &names));
                values.collect::<rusqlite::Result<Vec<Value>>>()
            });
            keyed.extend(found.optional()?.map(|values| (values, place)));
        }
        // Stable: what no key tells apart stays newest first.
        keyed.sort_by(|(one, _), (other, _)| compare(sort, one, other));
        Ok(keyed.into_iter().map(|(_, place)| place).collect())
    }

    /// The name of each feed, and of the folder it lies in, in small letters, if somebody sorts by that.
    fn sort_names(&self, sort: &[SortKey]) -> Result<HashMap<i64, (String, String)>, StoreError> {
        let by_name = |key: &SortKey| matches!(key.by, SortBy::Feed | SortBy::Folder);
        if !sort.iter().any(by_name) {
            return Ok(HashMap::new());
        }
        let mut feeds = self.prepare(
            "SELECT feed.id, coalesce(feed.name, feed.title, feed.url), ifnull(folder.title, '')
             FROM feed LEFT JOIN folder ON folder.id = feed.folder WHERE feed.of_entry IS NULL",
        )?;
        let feeds = feeds.query_map([], |row| {
            let (feed, folder): (String, String) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, (feed.to_lowercase(), folder.to_lowercase())))
        })?;
        Ok(feeds.collect::<Result<_, _>>()?)
    }

    /// Which entries there are just now.
    fn state(&self) -> Result<State, StoreError> {
        let newest = "SELECT max(id) FROM entry";
        let newest = self.prepare(newest)?.query_one([], |row| row.get(0))?;
        let shown = "SELECT ifnull(sum(entries), 0) FROM feed INDEXED BY feed_in_order
            WHERE of_entry IS NULL AND whole_site = 0";
        let shown = self.prepare(shown)?.query_one([], |row| row.get(0))?;
        Ok((newest, shown))
    }
}

fn value(
    by: SortBy,
    place: Place,
    row: &Row,
    names: &HashMap<i64, (String, String)>,
) -> rusqlite::Result<Value> {
    let name = |name: fn(&(String, String)) -> &String| -> rusqlite::Result<Value> {
        let names = names.get(&row.get(0)?);
        Ok(Value::Name(names.map(name).cloned().unwrap_or_default()))
    };
    let number =
        |column: usize| -> rusqlite::Result<Value> { Ok(Value::Number(Reverse(row.get(column)?))) };
    match by {
        SortBy::Date => Ok(Value::Number(Reverse(place.at.0))),
        SortBy::Feed => name(|(feed, _)| feed),
        SortBy::Folder => name(|(_, folder)| folder),
        SortBy::Title => {
            let title: String = row.get(1)?;
            let called = if title.is_empty() {
                row.get::<_, Option<String>>(2)?.unwrap_or_default()
            } else {
                title
            };
            Ok(Value::Name(called.to_lowercase()))
        }
        SortBy::Unread => Ok(Value::Number(Reverse(i64::from(!row.get::<_, bool>(3)?)))),
        SortBy::Starred => number(4),
        SortBy::Comments => number(5),
        SortBy::News => number(6),
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
