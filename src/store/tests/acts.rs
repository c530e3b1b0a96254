//! What a person does is done, noted, taken back and done again, and lists show it.

use super::{NOW, entry, facts, item, list, poll, row, subscribe};
use crate::model::act::{Act, Change, Part, Which};
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, FolderId};
use crate::model::filter::Filter;
use crate::model::time::Time;
use crate::model::view::{List, Listing, Show, SortBy, SortKey, View, Window};
use crate::store::db::Db;
use crate::store::error::StoreError;
use proptest::prelude::*;
use std::sync::Arc;

fn library() -> (Db, FeedId, FeedId) {
    let db = Db::scratch();
    let (one, other) = (
        subscribe(&db, "http://a.example/", "Comics"),
        subscribe(&db, "http://b.example/", ""),
    );
    for (feed, names) in [(one, ["a", "b", "c"]), (other, ["d", "e", "f"])] {
        let items = names
            .iter()
            .map(|name| item(name, i64::from(name.as_bytes()[0])));
        poll(&db, feed, items.collect());
    }
    (db, one, other)
}

fn act(db: &Db, act: &Act) -> usize {
    let mut told = 0;
    db.act(
        act,
        |count| {
            told = count;
            "it".to_owned()
        },
        NOW,
    )
    .unwrap();
    told
}

fn entries(which: &[EntryId], change: Change) -> Act {
    Act::Entries(Which::Entries(which.to_vec()), change)
}

/// Everything acts change, in words.
fn state(db: &Db) -> String {
    let dump = |sql: &str| {
        let mut rows = db.prepare(sql).unwrap();
        let rows = rows.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>().join("\n")
    };
    [
        "SELECT printf('%d %d %d %d %d', id, read, starred, deleted, following) FROM entry ORDER BY id",
        "SELECT printf('%d %s %s %d %s %d %s', id, name, ifnull(folder, 0), position, url, deleted, own_rules)
         FROM feed ORDER BY id",
        "SELECT printf('%d %d %d %d', id, entries, unread, starred) FROM feed ORDER BY id",
        "SELECT printf('%d %s %s %d', id, title, ifnull(parent, 0), deleted) FROM folder WHERE deleted = 0 ORDER BY id",
        "SELECT printf('%d %d', tag, entry) FROM tagged ORDER BY tag, entry",
        "SELECT printf('%d %d', tag, feed) FROM tagged_feed ORDER BY tag, feed",
        "SELECT printf('%d %d', quarter, unread) FROM unread_quarter ORDER BY quarter",
    ]
    .map(dump)
    .join("\n--\n")
}

fn any_act() -> impl Strategy<Value = Act> {
    let some = || proptest::collection::vec(1..8_i64, 0..5);
    let ids = |ids: Vec<i64>| Which::Entries(ids.into_iter().map(EntryId).collect());
    let change = prop_oneof![
        any::<bool>().prop_map(Change::Read),
        any::<bool>().prop_map(Change::Starred),
        Just(Change::Deleted(true)),
        ("[xy]", any::<bool>()).prop_map(|(name, on)| Change::Tagged { name, on }),
        Just(Change::Followed(Following::Yes)),
        Just(Change::Followed(Following::Muted)),
    ];
    let feed = (1..3_i64).prop_map(FeedId);
    let folder = prop_oneof![Just(None), (1..4_i64).prop_map(|id| Some(FolderId(id)))];
    prop_oneof![
        (some(), change).prop_map(move |(some, change)| Act::Entries(ids(some), change)),
        (feed.clone(), proptest::option::of("[a-c]"))
            .prop_map(|(feed, name)| Act::Rename(feed, name)),
        (feed.clone(), folder.clone()).prop_map(|(feed, folder)| Act::Move(feed, folder)),
        (feed.clone(), any::<bool>()).prop_map(|(feed, down)| Act::Shift(feed, down)),
        (feed.clone(), "http://[c-d]\\.example/").prop_map(|(feed, url)| Act::Readdress(feed, url)),
        (feed.clone(), "[xy]", any::<bool>())
            .prop_map(|(feed, tag, on)| Act::TagFeed(feed, tag, on)),
        feed.clone().prop_map(Act::DeleteFeed),
        (feed, proptest::option::of("[1-9]")).prop_map(|(feed, value)| Act::SetFeed(
            feed,
            "interval_minutes".into(),
            value
        )),
        ("[a-c]", folder.clone()).prop_map(|(title, parent)| Act::NewFolder(title, parent)),
        (1..4_i64, "[a-c]").prop_map(|(id, title)| Act::RenameFolder(FolderId(id), title)),
        (1..4_i64, folder).prop_map(|(id, parent)| Act::MoveFolder(FolderId(id), parent)),
        (1..4_i64).prop_map(|id| Act::DeleteFolder(FolderId(id))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_was_done_can_be_taken_back_and_done_again(acts in proptest::collection::vec(any_act(), 0..12)) {
        let (db, ..) = library();
        let mut states = vec![state(&db)];
        for act in &acts {
            // What cannot be done – a name that is taken, a feed that is gone – changes nothing.
            db.batch("SAVEPOINT act").unwrap();
            match db.act(act, |_| String::new(), NOW) {
                Ok(done) if !done.nothing => states.push(state(&db)),
                Ok(_) => {}
                Err(StoreError::Sql(why)) => prop_assert!(false, "{act:?}: {why}"),
                Err(_) => db.batch("ROLLBACK TO act").unwrap(),
            }
            db.batch("RELEASE act").unwrap();
            prop_assert_eq!(&state(&db), states.last().unwrap(), "{:?}", act);
        }
        for expect in states.iter().rev().skip(1) {
            prop_assert!(db.undo().unwrap().is_some());
            prop_assert_eq!(&state(&db), expect);
        }
        prop_assert!(db.undo().unwrap().is_none());
        for expect in &states[1..] {
            prop_assert!(db.redo().unwrap().is_some());
            prop_assert_eq!(&state(&db), expect);
        }
        prop_assert!(db.redo().unwrap().is_none());
    }
}

#[test]
fn something_new_forgets_what_was_taken_back() {
    let (db, ..) = library();
    let (a, b) = (entry(&db, "a"), entry(&db, "b"));
    act(&db, &entries(&[a], Change::Read(true)));
    db.undo().unwrap();
    act(&db, &entries(&[b], Change::Read(true)));
    assert_eq!(db.redo().unwrap(), None);
    assert!(db.undo().unwrap().is_some());
    assert!(!row(&db, b).read);
}

#[test]
fn what_is_deleted_stays_deleted_when_it_comes_again() {
    let (db, feed, _) = library();
    let a = entry(&db, "a");
    assert_eq!(act(&db, &entries(&[a], Change::Deleted(true))), 1);
    let titles = |view| list(&db, view).len();
    assert_eq!(titles(View::All), 5);
    assert_eq!(titles(View::Feed(feed)), 2);
    assert_eq!(db.library(NOW).unwrap().feeds[0].unread, 2);
    poll(&db, feed, vec![item("a", 97), item("g", 1)]);
    assert_eq!(titles(View::All), 6);
    assert_eq!(titles(View::Unread), 6);
    db.undo().unwrap();
    assert_eq!(titles(View::Feed(feed)), 4);
}

#[test]
fn all_of_a_list_is_what_was_shown_and_not_what_came_since() {
    let (db, feed, _) = library();
    let listing = Listing {
        list: List::of(View::All),
        window: Window::First,
        limit: 2,
        keep: Vec::new(),
    };
    let page = db.page(&listing).unwrap();
    poll(&db, feed, vec![item("late", 0)]);
    let marked = |part| {
        let which = Which::Listed {
            list: List::of(View::All),
            as_of: page.as_of.unwrap(),
            keep: Vec::new(),
            part,
        };
        let count = act(&db, &Act::Entries(which, Change::Read(true)));
        let read: Vec<String> = list(&db, View::All)
            .into_iter()
            .filter(|row| row.read)
            .map(|row| row.title.replace("Title of ", ""))
            .collect();
        db.undo().unwrap();
        (count, read.concat())
    };
    // The list is newest first: late, a, b, c, d, e, f.
    let (c, e) = (entry(&db, "c"), entry(&db, "e"));
    assert_eq!(marked(Part::All), (6, "abcdef".to_owned()));
    assert_eq!(marked(Part::Above(c)), (2, "ab".to_owned()));
    assert_eq!(marked(Part::Below(c)), (3, "def".to_owned()));
    assert_eq!(marked(Part::Between(e, c)), (3, "cde".to_owned()));
}

#[test]
fn a_deleted_feed_is_not_asked_and_comes_back_as_it_was() {
    let (db, feed, other) = library();
    let star = entry(&db, "a");
    act(&db, &entries(&[star], Change::Starred(true)));
    act(&db, &Act::DeleteFeed(feed));
    let asked = |db: &Db| {
        db.facts()
            .unwrap()
            .iter()
            .map(|it| it.feed)
            .collect::<Vec<_>>()
    };
    assert_eq!(asked(&db), [other]);
    assert_eq!(db.no_longer_asked().unwrap(), [feed]);
    assert_eq!(list(&db, View::All).len(), 3);
    assert_eq!(list(&db, View::Starred).len(), 0);
    // A poll that was on its way brings nothing back.
    poll(&db, feed, vec![item("late", 1)]);
    assert_eq!(list(&db, View::All).len(), 3);
    // Subscribing to the same address brings it back with all its marks.
    assert_eq!(subscribe(&db, "http://a.example/", ""), feed);
    assert_eq!(asked(&db), [feed, other]);
    assert_eq!(list(&db, View::Starred).len(), 1);
}

#[test]
fn another_address_keeps_entries_and_forgets_validators() {
    let (db, feed, other) = library();
    let mut known = facts(&db, feed);
    known.validators.etag = Some("\"x\"".to_owned());
    db.commit_poll(&known, None, NOW).unwrap();
    act(&db, &Act::Readdress(feed, "http://c.example/".to_owned()));
    assert_eq!(facts(&db, feed).url, "http://c.example/");
    assert_eq!(facts(&db, feed).validators.etag, None);
    assert_eq!(list(&db, View::Feed(feed)).len(), 3);
    assert_eq!(db.subscribed("http://a.example/").unwrap(), Some(feed));
    let taken = db.act(
        &Act::Readdress(other, "http://c.example/".to_owned()),
        |_| String::new(),
        NOW,
    );
    assert_eq!(taken, Err(StoreError::Taken));
}

#[test]
fn a_folder_lies_in_no_folder_of_its_own() {
    let (db, ..) = library();
    act(&db, &Act::NewFolder("in".to_owned(), Some(FolderId(1))));
    let within = db.act(
        &Act::MoveFolder(FolderId(1), Some(FolderId(2))),
        |_| String::new(),
        NOW,
    );
    assert_eq!(within, Err(StoreError::Within));
    act(&db, &Act::MoveFolder(FolderId(2), None));
    act(&db, &Act::MoveFolder(FolderId(1), Some(FolderId(2))));
    let paths = db.folder_paths().unwrap();
    assert_eq!(paths[&FolderId(1)], ["in", "Comics"]);
}

#[test]
fn a_tag_lists_its_entries_and_those_of_its_feeds() {
    let (db, feed, _) = library();
    let d = entry(&db, "d");
    let tag = |name: &str| Change::Tagged {
        name: name.to_owned(),
        on: true,
    };
    act(&db, &entries(&[d], tag("x")));
    act(&db, &Act::TagFeed(feed, "x".to_owned(), true));
    let tags = db.own_tags().unwrap();
    let [(id, name, unread)] = &tags[..] else {
        panic!("{tags:?}")
    };
    assert_eq!((&**name, *unread), ("x", 1));
    let titles: Vec<String> = list(&db, View::Tag(*id))
        .into_iter()
        .map(|row| row.title)
        .collect();
    assert_eq!(
        titles,
        ["a", "b", "c", "d"].map(|name| format!("Title of {name}"))
    );
    assert_eq!(db.own_tags_of(d).unwrap(), ["x"]);
}

#[test]
fn tags_go_with_what_is_made_one_and_undoing_them_meets_nothing_that_is_gone() {
    let (db, one, other) = library();
    poll(&db, other, vec![item("a", 97)]);
    let (theirs, all) = (entry(&db, "a"), list(&db, View::All));
    let tag = Change::Tagged {
        name: "x".to_owned(),
        on: true,
    };
    let ids: Vec<EntryId> = all.iter().map(|row| row.id).collect();
    act(&db, &entries(&ids, tag));
    act(&db, &Act::TagFeed(one, "y".to_owned(), true));
    act(&db, &entries(&[theirs], Change::Deleted(true)));
    db.unite(one, other, NOW).unwrap();
    let tags: Vec<String> = db
        .own_tags()
        .unwrap()
        .into_iter()
        .map(|(_, name, _)| name)
        .collect();
    assert_eq!(tags, ["x", "y"]);
    let counted = db.library(NOW).unwrap().feeds;
    assert_eq!(counted.len(), 1);
    assert_eq!(
        counted[0].entries,
        u64::try_from(list(&db, View::Feed(other)).len()).unwrap()
    );
    while db.undo().unwrap().is_some() {}
    while db.redo().unwrap().is_some() {}
}

/// A list in any order, of any marks, page by page.
fn paged(db: &Db, list: &List, limit: usize) -> Vec<EntryId> {
    let mut rows = Vec::new();
    let mut window = Window::First;
    loop {
        let page = db
            .page(&Listing {
                list: list.clone(),
                window,
                limit,
                keep: Vec::new(),
            })
            .unwrap();
        rows.extend(page.rows.iter().map(|row| row.id));
        match page.rows.last() {
            Some(row) if page.more_after => window = Window::After(row.place),
            _ => return rows,
        }
    }
}

fn any_list() -> impl Strategy<Value = List> {
    let key = (0..SortBy::ALL.len(), any::<bool>()).prop_map(|(by, reversed)| SortKey {
        by: SortBy::ALL[by],
        reversed,
    });
    let view = prop_oneof![
        Just(View::All),
        Just(View::Unread),
        Just(View::Feed(FeedId(1))),
        Just(View::Folder(FolderId(1))),
        Just(View::Since(Time(NOW.0 - 50))),
    ];
    let show = prop_oneof![Just(Show::All), Just(Show::Unread), Just(Show::Starred)];
    let since = (0..100_i64).prop_map(|age| Filter::Since(Time(NOW.0 - age)));
    let since = ("[a-f]", since)
        .prop_map(|(word, since)| Some(Arc::new(Filter::All(vec![Filter::Title(word), since]))));
    let filter = prop_oneof![
        since,
        Just(None),
        "[a-f]".prop_map(|word| Some(Arc::new(Filter::Title(word))))
    ];
    (view, show, proptest::collection::vec(key, 0..3), filter).prop_map(
        |(view, show, sort, filter)| List {
            view,
            show,
            sort,
            filter,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn pages_of_any_list_are_the_list_and_hold_what_belongs(
        list in any_list(), limit in 1..5_usize,
        marks in proptest::collection::vec((0..100_i64, any::<bool>(), any::<bool>()), 0..20),
    ) {
        let db = Db::scratch();
        let feed = subscribe(&db, "http://a.example/", "Comics");
        let other = subscribe(&db, "http://b.example/", "");
        for (at, (age, read, starred)) in marks.iter().enumerate() {
            let key = format!("{}{at}", char::from(b'a' + u8::try_from(at % 6).unwrap()));
            poll(&db, if at % 3 == 0 { other } else { feed }, vec![item(&key, *age)]);
            let id = EntryId(i64::try_from(at).unwrap() + 1);
            db.mark(&[id], crate::model::entry::Mark::Read(*read)).unwrap();
            db.mark(&[id], crate::model::entry::Mark::Starred(*starred)).unwrap();
        }
        let rows = paged(&db, &list, limit);
        let whole: Vec<EntryId> = db.whole(&list, &[]).unwrap().iter().map(|place| place.id).collect();
        prop_assert_eq!(&rows, &whole);
        let belongs = |id: &EntryId| {
            let row = row(&db, *id);
            let of_view = match list.view {
                View::Unread => !row.read,
                View::Feed(feed) => row.feed == feed,
                View::Folder(_) => row.feed == feed,
                View::Since(start) => row.place.at >= start,
                _ => true,
            };
            let shown = match list.show {
                Show::All => true,
                Show::Unread => !row.read,
                Show::Starred => row.starred,
            };
            of_view && shown && list.filter.as_ref().is_none_or(|filter| filter.fits(&row))
        };
        let count = (1..=marks.len()).filter(|id| belongs(&EntryId(i64::try_from(*id).unwrap()))).count();
        prop_assert_eq!(rows.len(), count);
        prop_assert!(rows.iter().all(belongs));
        let dates: Vec<i64> = rows.iter().map(|id| row(&db, *id).place.at.0).collect();
        match list.sort.first() {
            Some(SortKey { by: SortBy::Date, reversed: true }) => prop_assert!(dates.is_sorted()),
            None | Some(SortKey { by: SortBy::Date, .. }) => prop_assert!(dates.iter().rev().is_sorted()),
            Some(_) => {}
        }
    }
}

#[test]
fn how_things_were_left_is_kept_by_name() {
    let db = Db::scratch();
    db.keep("layout", "two").unwrap();
    db.keep("theme", "nord").unwrap();
    db.keep("layout", "one").unwrap();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        db.kept().unwrap(),
        [pair("layout", "one"), pair("theme", "nord")]
    );
}
