use super::{NOW, item, poll, subscribe};
use crate::model::feed::PollFacts;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::schema::{STEPS, migrate};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// A library of version 1, with entries, marks and a conversation.
const OLD: &str = "
    INSERT INTO feed (id, url, position, added_at) VALUES (1, 'http://a.example/', 1, 0), (2, 'http://b.example/', 2, 0);
    INSERT INTO poll (feed) VALUES (1), (2);
    INSERT INTO entry (id, feed, key, sort_at, title, first_seen, hash, read, starred, talk_at, comments_told, told_seen) VALUES
        (1, 1, 'a', 1000, 'A', 0, 0, 0, 1, NULL, NULL, NULL),
        (2, 1, 'b', 1100, 'B', 0, 0, 0, 0, NULL, NULL, NULL),
        (3, 1, 'c', 9000, 'C', 0, 0, 1, 1, 500, 9, 7);
    INSERT INTO body (entry, html) VALUES (1, ''), (2, ''), (3, '');
    INSERT INTO feed (id, url, of_entry, position, added_at) VALUES (3, 'http://a.example/c', 3, 0, 0);
    INSERT INTO poll (feed) VALUES (3);
    INSERT INTO former_url (url, feed) VALUES ('http://before.example/', 1);
    INSERT INTO comment (entry, key, at, first_seen, hash, read) VALUES (3, 'x', 400, 0, 0, 0), (3, 'y', 500, 0, 0, 1);
";

fn database(path: &Path, steps: &[&str], data: &str) {
    let mut connection = Connection::open(path).unwrap();
    migrate(&mut connection, Some(path), steps).unwrap();
    connection.execute_batch(data).unwrap();
}

fn number(path: &Path, sql: &str) -> i64 {
    Connection::open(path)
        .unwrap()
        .query_one(sql, [], |row| row.get(0))
        .unwrap()
}

fn files(directory: &Path) -> Vec<String> {
    let name = |file: std::io::Result<std::fs::DirEntry>| file.unwrap().file_name();
    let mut names: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|f| name(f).into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn room() -> (tempfile::TempDir, PathBuf) {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("library.db");
    (room, path)
}

#[test]
fn a_library_of_any_earlier_version_opens_with_everything_in_it() {
    for version in 1..STEPS.len() {
        let (room, path) = room();
        database(&path, &STEPS[..version], OLD);
        let db = Db::open_to_write(&path).unwrap();
        let feeds = db.library(crate::model::time::Time(900)).unwrap();
        let counts: Vec<_> = feeds
            .feeds
            .iter()
            .map(|f| {
                (
                    f.entries,
                    f.unread,
                    f.starred,
                    f.conversations,
                    f.new_comments,
                )
            })
            .collect();
        // Of nine told seven were seen; one comment that is kept was not.
        assert_eq!(counts, [(3, 2, 2, 1, 1), (0, 0, 0, 0, 0)]);
        assert_eq!(feeds.unread_today, 2);
        let moved = db.subscribed("http://before.example/").unwrap();
        assert_eq!(moved.map(|feed| feed.0), Some(1));
        let unasked = |facts: &PollFacts| {
            let added_at = Some(crate::model::time::Time(0));
            let unasked = PollFacts::unasked(facts.feed, facts.url.clone(), facts.kind);
            *facts
                == PollFacts {
                    added_at,
                    following: facts.following,
                    ..unasked
                }
        };
        assert!(db.facts().unwrap().iter().all(unasked));
        assert_eq!(
            db.number("PRAGMA user_version"),
            i64::try_from(STEPS.len()).unwrap()
        );
        drop(db);
        let backup = room
            .path()
            .join(format!("library.db.before-{}", version + 1));
        assert_eq!(
            number(&backup, "PRAGMA user_version"),
            i64::try_from(version).unwrap()
        );
        assert_eq!(number(&backup, "SELECT count(*) FROM entry"), 3);
        assert_eq!(
            number(
                &backup,
                "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"
            ),
            0
        );
    }
}

#[test]
fn migrated_and_new_libraries_are_the_same() {
    let schema = |db: &Db| {
        let mut all = db
            .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            .unwrap();
        let all = all.query_map([], |row| row.get::<_, String>(0)).unwrap();
        all.collect::<Result<Vec<_>, _>>().unwrap()
    };
    let (_room, path) = room();
    database(&path, &STEPS[..1], OLD);
    assert_eq!(
        schema(&Db::open_to_write(&path).unwrap()),
        schema(&Db::scratch())
    );
}

#[test]
fn a_new_library_needs_no_backup() {
    let (room, path) = room();
    drop(Db::open_to_write(&path).unwrap());
    drop(Db::open_to_write(&path).unwrap());
    assert_eq!(files(room.path()), ["library.db"]);
}

#[test]
fn a_step_that_fails_leaves_the_library_as_it_was() {
    let (room, path) = room();
    database(
        &path,
        &["CREATE TABLE one (n INTEGER) STRICT"],
        "INSERT INTO one VALUES (1)",
    );
    let steps = [
        "CREATE TABLE one (n INTEGER) STRICT",
        "CREATE TABLE two (n INTEGER) STRICT",
        "CREATE TABLE three (n INTEGER) STRICT; DELETE FROM one; INSERT INTO one VALUES ('not a number')",
    ];
    let failed = migrate(&mut Connection::open(&path).unwrap(), Some(&path), &steps);
    assert!(
        matches!(failed, Err(StoreError::Migration { to: 3, .. })),
        "{failed:?}"
    );
    assert_eq!(
        number(&path, "PRAGMA user_version"),
        2,
        "the steps before it hold"
    );
    assert_eq!(number(&path, "SELECT n FROM one"), 1);
    assert_eq!(
        number(
            &path,
            "SELECT count(*) FROM sqlite_schema WHERE name = 'three'"
        ),
        0
    );
    assert_eq!(files(room.path()), ["library.db", "library.db.before-2"]);
}

#[test]
fn without_a_backup_nothing_is_migrated() {
    let (room, path) = room();
    database(&path, &STEPS[..1], OLD);
    std::fs::create_dir(room.path().join("library.db.before-2")).unwrap();
    let failed = Db::open_to_write(&path).err();
    assert!(
        matches!(failed, Some(StoreError::Backup { to: 2, .. })),
        "{failed:?}"
    );
    assert_eq!(number(&path, "PRAGMA user_version"), 1);
    assert_eq!(files(room.path()), ["library.db", "library.db.before-2"]);
}

#[test]
fn leftovers_of_a_backup_cut_short_are_no_hindrance() {
    let (room, path) = room();
    database(&path, &STEPS[..1], OLD);
    std::fs::write(room.path().join("library.db.before-2.partial"), "half a da").unwrap();
    drop(Db::open_to_write(&path).unwrap());
    assert_eq!(files(room.path()), ["library.db", "library.db.before-2"]);
}

#[test]
fn what_was_committed_is_there_after_a_crash() {
    let (room, path) = room();
    let copy = room.path().join("copy.db");
    let db = Db::open_to_write(&path).unwrap();
    let feed = subscribe(&db, "http://a.example/", "");
    poll(&db, feed, vec![item("a", 1)]);
    db.batch("BEGIN IMMEDIATE").unwrap();
    poll(&db, feed, vec![item("b", 1), item("c", 1)]);
    // The disk as a crash in the middle of a poll leaves it: the file and its journal, no goodbye.
    std::fs::copy(&path, &copy).unwrap();
    std::fs::copy(
        room.path().join("library.db-wal"),
        room.path().join("copy.db-wal"),
    )
    .unwrap();
    let after = Db::open_to_write(&copy).unwrap();
    assert_eq!(after.number("SELECT count(*) FROM entry"), 1);
    assert_eq!(after.number("SELECT count(*) FROM body"), 1);
    assert_eq!(after.library(NOW).unwrap().feeds[0].unread, 1);
    assert_eq!(
        after.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        0
    );
}

#[test]
fn the_documentation_names_everything_the_database_has() {
    let text = include_str!("../../../docs/schema.md");
    let db = Db::scratch();
    let mut names = db
        .prepare("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
        .unwrap();
    let names = names.query_map([], |row| row.get::<_, String>(0)).unwrap();
    for name in names.map(Result::unwrap) {
        assert!(
            text.contains(&format!("`{name}`")),
            "docs/schema.md says nothing of {name}"
        );
    }
    let mut columns = db
        .prepare(
            "SELECT tables.name || '.' || columns.name FROM sqlite_schema AS tables,
                pragma_table_xinfo(tables.name) AS columns WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'",
        )
        .unwrap();
    let columns = columns
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    for column in columns.map(Result::unwrap) {
        let name = column.split('.').next_back().unwrap();
        assert!(
            text.contains(&format!("`{name}`")),
            "docs/schema.md says nothing of {column}"
        );
    }
}
