//! The lists that lie sorted in an index, and how places are read from them.
//!
//! A view is one such lane, but for a folder, which is as many as it has feeds.

use crate::model::entry::{EntryId, Place};
use crate::model::feed::FeedId;
use crate::model::time::Time;
use crate::model::view::{Show, View};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::place::Way;
use rusqlite::CachedStatement;

/// A list that lies sorted in one index.
pub(in crate::store) struct Lane {
    table: &'static str,
    index: &'static str,
    key: &'static str,
    /// The column that names the entry.
    entry: &'static str,
    /// Which entries belong to it; `?3` is the feed, where one is asked for.
    condition: &'static str,
    /// What is looked at in each row of the index beside.
    more: &'static str,
    /// Nothing older belongs to it.
    floor: Time,
}

impl Lane {
    /// The lane a view lies in, as far as it is shown; for a feed and a folder, the lanes of all feeds. A tag
    /// has none.
    pub(in crate::store) fn of(view: View, show: Show) -> Self {
        match view {
            View::All | View::Tag(_) => Self::of_all(show),
            View::Since(floor) => Self {
                floor,
                ..Self::of_all(show)
            },
            View::Unread => Self::of_all(Show::Unread).but(match show {
                Show::Starred => " AND starred = 1",
                Show::All | Show::Unread => "",
            }),
            View::Starred => Self::of_all(Show::Starred).but(match show {
                Show::Unread => " AND read = 0",
                Show::All | Show::Starred => "",
            }),
            View::Conversations => Self {
                key: "talk_at",
                ..Self::by_date(
                    "entry_talk",
                    "talk_at IS NOT NULL AND quiet = 0 AND deleted = 0",
                )
            }
            .but(marked(show)),
            View::QuietConversations => Self {
                key: "talk_at",
                ..Self::by_date(
                    "entry_quiet",
                    "talk_at IS NOT NULL AND quiet = 1 AND deleted = 0",
                )
            }
            .but(marked(show)),
            View::Feed(_) | View::Folder(_) => match show {
                Show::All => Self::by_date("entry_of_feed", "feed = ?3 AND deleted = 0"),
                Show::Unread => Self::by_date(
                    "entry_unread_of_feed",
                    "feed = ?3 AND read = 0 AND deleted = 0",
                ),
                Show::Starred => Self::by_date(
                    "entry_starred_of_feed",
                    "feed = ?3 AND starred = 1 AND deleted = 0",
                ),
            },
        }
    }

    fn of_all(show: Show) -> Self {
        match show {
            Show::All => Self::by_date("entry_newest", "deleted = 0"),
            Show::Unread => Self::by_date("entry_unread", "read = 0 AND deleted = 0"),
            Show::Starred => Self::by_date("entry_starred", "starred = 1 AND deleted = 0"),
        }
    }

    /// The posts that a subscription of comments brought something for, by the newest of it.
    pub(in crate::store) fn gathered(show: Show) -> Self {
        Self {
            table: "gathered",
            key: "at",
            entry: "entry",
            ..Self::by_date("gathered_in_order", "feed = ?3")
        }
        .but(match show {
            Show::All => " AND (SELECT deleted FROM entry WHERE id = gathered.entry) = 0",
            Show::Unread => {
                " AND (SELECT read = 0 AND deleted = 0 FROM entry WHERE id = gathered.entry)"
            }
            Show::Starred => {
                " AND (SELECT starred = 1 AND deleted = 0 FROM entry WHERE id = gathered.entry)"
            }
        })
    }

    /// The column that says where an entry stands, if it is one of the entry's own.
    pub(in crate::store) fn own_key(&self) -> Option<&'static str> {
        (self.table == "entry").then_some(self.key)
    }

    /// Without those that this keeps out.
    fn but(self, more: &'static str) -> Self {
        Self { more, ..self }
    }

    fn by_date(index: &'static str, condition: &'static str) -> Self {
        Self {
            table: "entry",
            index,
            key: "sort_at",
            entry: "id",
            condition,
            more: "",
            floor: Time(i64::MIN),
        }
    }

    /// Makes ready to read on one way.
    pub(in crate::store) fn reader<'db>(
        &self,
        db: &'db Db,
        way: Way,
    ) -> Result<Reader<'db>, StoreError> {
        Ok(Reader {
            same_second: db.prepare(&self.sql(Walk::SameSecond, way))?,
            other_seconds: db.prepare(&self.sql(Walk::OtherSeconds, way))?,
            way,
            floor: self.floor,
        })
    }

    /// The index is named, so that no statistics can ever lead `SQLite` to a worse one.
    fn sql(&self, walk: Walk, way: Way) -> String {
        let Self {
            table,
            index,
            key,
            entry,
            condition,
            more,
            ..
        } = self;
        let (past, order) = match way {
            Way::Older => ("<", "DESC"),
            Way::Newer => (">", "ASC"),
        };
        let (range, sorted) = match walk {
            Walk::SameSecond => (
                format!("{key} = ?1 AND {entry} {past} ?2"),
                format!("{entry} {order}"),
            ),
            Walk::OtherSeconds => (
                format!("{key} {past} ?1"),
                format!("{key} {order}, {entry} {order}"),
            ),
        };
        format!(
            "SELECT {key}, {entry} FROM {table} INDEXED BY {index} WHERE {condition}{more} AND {range} ORDER BY {sorted}"
        )
    }
}

/// What keeps others out where the index knows nothing of marks.
fn marked(show: Show) -> &'static str {
    match show {
        Show::All => "",
        Show::Unread => " AND read = 0",
        Show::Starred => " AND starred = 1",
    }
}

/// Which part of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// The rows of the very second of a place.
    SameSecond,
    /// All beyond that second.
    OtherSeconds,
}

/// Reads places of a lane, on one way.
///
/// Two walks: through the rest of the second a place lies in – a thousand undated entries of one poll
/// share theirs – and through all other seconds. One row-value comparison would read that whole
/// second every time: `SQLite` does not seek by the row number at the end of an index.
pub(in crate::store) struct Reader<'db> {
    same_second: CachedStatement<'db>,
    other_seconds: CachedStatement<'db>,
    way: Way,
    floor: Time,
}

impl Reader<'_> {
    /// The first `limit` places beyond `from`; of one feed, where the lane is that of a feed.
    pub(in crate::store) fn places(
        &mut self,
        feed: Option<FeedId>,
        from: Place,
        limit: usize,
    ) -> Result<Vec<Place>, StoreError> {
        let lowest = Place {
            at: self.floor,
            id: EntryId(i64::MIN),
        };
        let from = match self.way {
            Way::Newer => from.max(lowest),
            Way::Older => from,
        };
        let mut places = Vec::new();
        if from != self.way.start() {
            self.same_second.raw_bind_parameter(2, from.id.0)?;
            walk(&mut self.same_second, feed, from, limit, &mut places)?;
        }
        if places.len() < limit {
            walk(&mut self.other_seconds, feed, from, limit, &mut places)?;
        }
        if self.way == Way::Older {
            places.truncate(places.partition_point(|place| *place >= lowest));
        }
        Ok(places)
    }
}

fn walk(
    statement: &mut CachedStatement,
    feed: Option<FeedId>,
    from: Place,
    limit: usize,
    places: &mut Vec<Place>,
) -> Result<(), StoreError> {
    statement.raw_bind_parameter(1, from.at.0)?;
    if let Some(feed) = feed {
        statement.raw_bind_parameter(3, feed.0)?;
    }
    let mut rows = statement.raw_query();
    while places.len() < limit
        && let Some(row) = rows.next()?
    {
        places.push(Place {
            at: Time(row.get(0)?),
            id: EntryId(row.get(1)?),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read_straight_from_its_index() {
        let db = Db::scratch();
        let views = [
            (View::All, Show::All, "entry_newest"),
            (View::Since(Time(0)), Show::All, "entry_newest"),
            (View::Since(Time(0)), Show::Unread, "entry_unread"),
            (View::Unread, Show::All, "entry_unread"),
            (View::Starred, Show::All, "entry_starred"),
            (View::Conversations, Show::All, "entry_talk"),
            (View::QuietConversations, Show::All, "entry_quiet"),
            (View::Feed(FeedId(1)), Show::All, "entry_of_feed"),
            (View::Feed(FeedId(1)), Show::Unread, "entry_unread_of_feed"),
            (
                View::Feed(FeedId(1)),
                Show::Starred,
                "entry_starred_of_feed",
            ),
        ];
        for (view, show, index) in views {
            let lane = Lane::of(view, show);
            for way in [Way::Older, Way::Newer] {
                for walk in [Walk::SameSecond, Walk::OtherSeconds] {
                    drop(db.prepare(&lane.sql(walk, way)).unwrap());
                }
            }
            for (sql, plan) in db
                .plans()
                .iter()
                .filter(|(sql, _)| sql.contains(&format!("{index} ")))
            {
                let deep = sql.contains("id <") || sql.contains("id >");
                let sought = plan.starts_with("SEARCH entry") && plan.contains(index);
                assert!(sought && plan.contains("rowid") == deep, "{view:?}: {plan}");
                assert!(
                    !plan.contains("SCAN") && !plan.contains("TEMP"),
                    "{view:?}: {plan}"
                );
            }
        }
        assert_eq!(db.plans().len(), 32, "eight indexes, two ways, two walks");
    }
}
