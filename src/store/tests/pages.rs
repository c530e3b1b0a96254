use super::{NOW, entry, item, list, poll, row, subscribe};
use crate::model::entry::{EntryId, EntryRow, Mark, Place};
use crate::model::feed::FolderId;
use crate::model::time::Time;
use crate::model::view::{List, Listing, Page, View, Window};
use crate::store::db::Db;
use proptest::prelude::*;

/// Three feeds, two of them in nested folders; many entries of the same second.
fn library(ages: &[(usize, i64, bool, bool)]) -> Db {
    let db = Db::scratch();
    let feeds = [
        ("http://1/", ""),
        ("http://2/", "outer"),
        ("http://3/", "outer/inner"),
    ]
    .map(|(url, folder)| subscribe(&db, url, folder));
    for (number, (feed, age, read, starred)) in ages.iter().enumerate() {
        let key = number.to_string();
        poll(&db, feeds[*feed], vec![item(&key, *age)]);
        let id = EntryId(i64::try_from(number).unwrap() + 1);
        db.mark(&[id], Mark::Read(*read)).unwrap();
        db.mark(&[id], Mark::Starred(*starred)).unwrap();
    }
    db
}

/// What a page should be: everything sorted, then cut.
fn cut(all: &[EntryRow], window: Window, limit: usize) -> Page {
    let newer = |place: Place| all.iter().take_while(|row| row.place > place).count();
    let not_older = |place: Place| all.iter().take_while(|row| row.place >= place).count();
    let (start, end) = match window {
        Window::First => (0, limit),
        Window::Last => (all.len().saturating_sub(limit), all.len()),
        Window::After(place) => (not_older(place), not_older(place) + limit),
        Window::Before(place) => (newer(place).saturating_sub(limit), newer(place)),
        Window::Around(place) => {
            let wanted = newer(place).saturating_sub(limit / 2);
            let start = wanted.min(all.len().saturating_sub(limit));
            (start, start + limit)
        }
    };
    let end = end.min(all.len());
    Page {
        rows: all[start..end].to_vec(),
        more_before: start > 0,
        more_after: end < all.len(),
        as_of: None,
    }
}

fn entries() -> impl Strategy<Value = Vec<(usize, i64, bool, bool)>> {
    proptest::collection::vec((0..3_usize, 0..12_i64, any::<bool>(), any::<bool>()), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn a_page_is_what_sorting_everything_and_cutting_would_give(
        ages in entries(), age in -1..13_i64, id in 0..42_i64, limit in 0..15_usize,
        keep in proptest::collection::vec(1..45_i64, 0..6),
    ) {
        let db = library(&ages);
        let mut everything: Vec<EntryRow> =
            (1..=ages.len()).map(|id| row(&db, EntryId(i64::try_from(id).unwrap()))).collect();
        everything.sort_by_key(|row| std::cmp::Reverse(row.place));
        let place = Place { at: Time(NOW.0 - age), id: EntryId(id) };
        let keep: Vec<EntryId> = keep.into_iter().map(EntryId).collect();
        let kept = |row: &EntryRow| keep.contains(&row.id);
        let feeds = db.library(NOW).unwrap().feeds;
        let views: Vec<(View, Vec<EntryRow>)> = [
            View::All, View::Since(place.at), View::Unread, View::Starred, View::Feed(feeds[0].id),
            View::Folder(FolderId(1)), View::Folder(FolderId(2)),
        ].into_iter().map(|view| {
            let belongs = |row: &EntryRow| match view {
                View::Since(start) => row.place.at >= start,
                View::Unread => !row.read || kept(row),
                View::Starred => row.starred || kept(row),
                View::Feed(feed) => row.feed == feed,
                View::Folder(FolderId(1)) => row.feed != feeds[0].id,
                View::Folder(_) => row.feed == feeds[2].id,
                View::All | View::Conversations | View::QuietConversations | View::Tag(_) => true,
            };
            (view, everything.iter().filter(|row| belongs(row)).cloned().collect())
        }).collect();
        for (view, all) in &views {
            for window in [
                Window::First, Window::Last, Window::After(place), Window::Before(place), Window::Around(place),
            ] {
                let listing = Listing { list: List::of(*view), window, limit, keep: keep.clone() };
                let page = Page { as_of: None, ..db.page(&listing).unwrap() };
                prop_assert_eq!(page, cut(all, window, limit), "{:?} {:?}", view, window);
            }
        }
    }
}

#[test]
fn an_entry_read_away_stays_on_the_page_while_it_is_kept() {
    let db = library(&[
        (0, 1, false, false),
        (0, 2, true, false),
        (0, 3, false, false),
    ]);
    let read = entry(&db, "1");
    let page = |keep: Vec<EntryId>| {
        let listing = Listing {
            list: List::of(View::Unread),
            window: Window::First,
            limit: 10,
            keep,
        };
        db.page(&listing).unwrap().rows.len()
    };
    assert_eq!(page(vec![]), 2);
    assert_eq!(page(vec![read]), 3);
    assert_eq!(page(vec![read, read, entry(&db, "0"), EntryId(999)]), 3);
}

#[test]
fn one_reads_on_through_everything_unread_and_round_again() {
    let unread = [
        (0, 10, false, false),
        (1, 20, true, false),
        (2, 30, false, false),
    ];
    let db = library(&unread);
    let next = |after: Option<Place>| db.next_unread(after).unwrap().map(|row| row.title);
    let place = |key: &str| Some(row(&db, entry(&db, key)).place);
    assert_eq!(next(None).as_deref(), Some("Title of 0"));
    assert_eq!(next(place("0")).as_deref(), Some("Title of 2"));
    assert_eq!(next(place("1")).as_deref(), Some("Title of 2"));
    assert_eq!(next(place("2")).as_deref(), Some("Title of 0"));
    let all: Vec<EntryId> = list(&db, View::All).iter().map(|row| row.id).collect();
    db.mark(&all, Mark::Read(true)).unwrap();
    assert_eq!(next(place("0")), None);
    assert_eq!(next(None), None);
}

#[test]
fn a_folder_that_is_empty_or_gone_is_an_empty_list() {
    let db = library(&[]);
    for view in [
        View::Folder(FolderId(1)),
        View::Folder(FolderId(99)),
        View::Conversations,
    ] {
        let listing = Listing {
            list: List::of(view),
            window: Window::First,
            limit: 10,
            keep: vec![],
        };
        assert_eq!(db.page(&listing).unwrap(), Page::default());
    }
}
