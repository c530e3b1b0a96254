//! Which way a list is walked, and where a time puts a row.

use crate::model::entry::{EntryId, Place};
use crate::model::time::Time;
use std::cmp::Reverse;

/// The direction in which rows are taken from a place on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Way {
    /// Down the list.
    Older,
    /// Up the list.
    Newer,
}

impl Way {
    /// A place before every row on this way.
    pub(in crate::store) fn start(self) -> Place {
        match self {
            Self::Older => Place {
                at: Time(i64::MAX),
                id: EntryId(i64::MAX),
            },
            Self::Newer => Place {
                at: Time(i64::MIN),
                id: EntryId(i64::MIN),
            },
        }
    }

    /// The other way.
    pub(in crate::store) fn back(self) -> Self {
        match self {
            Self::Older => Self::Newer,
            Self::Newer => Self::Older,
        }
    }

    /// Whether `place` comes after `from` on this way.
    pub(in crate::store) fn beyond(self, from: Place, place: Place) -> bool {
        match self {
            Self::Older => place < from,
            Self::Newer => place > from,
        }
    }

    /// A place such that `place` is the first that lies beyond it on this way.
    pub(in crate::store) fn just_before(self, place: Place) -> Place {
        let id = match self {
            Self::Older => place.id.0.saturating_add(1),
            Self::Newer => place.id.0.saturating_sub(1),
        };
        Place {
            at: place.at,
            id: EntryId(id),
        }
    }

    /// Sorts places in the order they are met on this way.
    pub(in crate::store) fn sort(self, places: &mut [Place]) {
        match self {
            Self::Older => places.sort_unstable_by_key(|place| Reverse(*place)),
            Self::Newer => places.sort_unstable(),
        }
    }
}

/// Where a dated thing stands: at its own date, but never in the future, and at `now`, when it is
/// first seen, if it has none.
pub(in crate::store) fn stands_at(published: Option<Time>, now: Time) -> Time {
    published.map_or(now, |published| published.min(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_to_come_puts_nothing_above_what_is_new_now() {
        let now = Time(100);
        for (published, expect) in [
            (Some(7), 7),
            (Some(100), 100),
            (Some(101), 100),
            (None, 100),
        ] {
            assert_eq!(stands_at(published.map(Time), now), Time(expect));
        }
    }
}
