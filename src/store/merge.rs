//! Many sorted lists read as one, without sorting all and without reading all.
//!
//! A folder of a thousand feeds has a thousand sorted lists, and a page needs a hundred rows of
//! them. Each list gives its first few rows; only a list whose rows were all taken is asked for
//! more, and then for twice as many as the time before. The result is exact.

use crate::model::entry::Place;
use crate::store::place::Way;
use std::collections::BinaryHeap;

/// Takes the first `limit` places beyond `from` out of `lists`. `fetch(list, from, count)` gives the
/// next `count` places of one list beyond `from`, in order; fewer mean that it ends there.
pub(in crate::store) fn merge<List: Copy, Error>(
    lists: &[List],
    way: Way,
    from: Place,
    limit: usize,
    mut fetch: impl FnMut(List, Place, usize) -> Result<Vec<Place>, Error>,
) -> Result<Vec<Place>, Error> {
    let share = limit.div_ceil(lists.len().max(1)).max(1);
    let mut heads = BinaryHeap::with_capacity(lists.len());
    let mut runs = Vec::with_capacity(lists.len());
    for (number, list) in lists.iter().enumerate() {
        let run = Run::new(fetch(*list, from, share)?, share);
        heads.extend(run.head().map(|place| Head::new(way, place, number)));
        runs.push(run);
    }
    let mut merged = Vec::with_capacity(limit.min(1024));
    while merged.len() < limit
        && let Some(head) = heads.pop()
    {
        merged.push(head.place);
        let run = &mut runs[head.list];
        run.taken += 1;
        if run.is_used_up() {
            let more = (run.asked * 2).min(limit).max(1);
            *run = Run::new(fetch(lists[head.list], head.place, more)?, more);
        }
        heads.extend(run.head().map(|place| Head::new(way, place, head.list)));
    }
    Ok(merged)
}

/// What was fetched of one list, and how much of it is taken.
struct Run {
    places: Vec<Place>,
    taken: usize,
    asked: usize,
}

impl Run {
    fn new(places: Vec<Place>, asked: usize) -> Self {
        Self {
            places,
            taken: 0,
            asked,
        }
    }

    fn head(&self) -> Option<Place> {
        self.places.get(self.taken).copied()
    }

    /// All taken, and the list may go on.
    fn is_used_up(&self) -> bool {
        self.taken == self.places.len() && self.places.len() == self.asked
    }
}

/// The next place of one list. The heap gives the greatest `rank` first; `!` turns an order round.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Head {
    rank: (i64, i64),
    list: usize,
    place: Place,
}

impl Head {
    fn new(way: Way, place: Place, list: usize) -> Self {
        let (at, id) = (place.at.0, place.id.0);
        let rank = match way {
            Way::Older => (at, id),
            Way::Newer => (!at, !id),
        };
        Self { rank, list, place }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::EntryId;
    use crate::model::time::Time;
    use proptest::prelude::*;
    use std::convert::Infallible;

    fn after(list: &[Place], way: Way, from: Place, count: usize) -> Vec<Place> {
        let mut rest: Vec<Place> = list
            .iter()
            .copied()
            .filter(|p| way.beyond(from, *p))
            .collect();
        way.sort(&mut rest);
        rest.truncate(count);
        rest
    }

    /// Lists of places with many equal times, numbered through.
    fn lists() -> impl Strategy<Value = Vec<Vec<Place>>> {
        let list = proptest::collection::vec(0..20_i64, 0..30);
        proptest::collection::vec(list, 0..12).prop_map(|lists| {
            let mut id = 0;
            let mut place = |at| {
                id += 1;
                Place {
                    at: Time(at),
                    id: EntryId(id),
                }
            };
            lists
                .into_iter()
                .map(|list| list.into_iter().map(&mut place).collect())
                .collect()
        })
    }

    proptest! {
        #[test]
        fn a_folder_lists_exactly_what_sorting_everything_would(
            lists in lists(), at in -1..21_i64, id in 0..40_i64, limit in 0..50_usize, older in any::<bool>(),
        ) {
            let way = if older { Way::Older } else { Way::Newer };
            let from = Place { at: Time(at), id: EntryId(id) };
            let numbers: Vec<usize> = (0..lists.len()).collect();
            let merged = merge(&numbers, way, from, limit, |list, from, count| {
                Ok::<_, Infallible>(after(&lists[list], way, from, count))
            }).unwrap();
            prop_assert_eq!(merged, after(&lists.concat(), way, from, limit));
        }
    }

    #[test]
    fn only_the_list_that_is_read_is_asked_for_more() {
        let busy: Vec<Place> = (1000..1200)
            .map(|at| Place {
                at: Time(at),
                id: EntryId(at),
            })
            .collect();
        let quiet: Vec<Vec<Place>> = (1..100)
            .map(|at| {
                vec![
                    Place {
                        at: Time(at),
                        id: EntryId(at)
                    };
                    1
                ]
            })
            .collect();
        let all: Vec<Vec<Place>> = quiet.into_iter().chain([busy]).collect();
        let (mut asked, numbers) = (vec![0; 100], (0..100).collect::<Vec<usize>>());
        merge(
            &numbers,
            Way::Older,
            Way::Older.start(),
            100,
            |list, from, count| {
                asked[list] += 1;
                Ok::<_, Infallible>(after(&all[list], Way::Older, from, count))
            },
        )
        .unwrap();
        assert_eq!(asked[..99], [1; 99]);
        assert!(asked[99] <= 8, "{}", asked[99]);
    }
}
