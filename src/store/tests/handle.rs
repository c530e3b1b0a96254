use super::{NOW, html, item, list, poll, subscribe};
use crate::model::entry::{EntryId, Mark};
use crate::model::feed::FeedId;
use crate::model::view::View;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use std::path::PathBuf;
use std::sync::mpsc;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, yield_now};

/// Runs a test on one thread: whatever blocks it instead of awaiting hangs at once.
fn run<T: Future<Output = ()>>(test: impl FnOnce(PathBuf) -> T) {
    let room = tempfile::tempdir().unwrap();
    let path = room.path().join("library.db");
    Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(test(path));
}

async fn unread(store: &Store) -> usize {
    store
        .read(|db| Ok(list(db, View::Unread).len()))
        .await
        .unwrap()
}

async fn three_entries(store: &Store) -> FeedId {
    let fill = |db: &Db| {
        let feed = subscribe(db, "http://a.example/", "");
        poll(db, feed, vec![item("a", 1), item("b", 2), item("c", 3)]);
        Ok(feed)
    };
    store.write(fill).await.unwrap()
}

/// Asks for a write without waiting for it; what is asked for next comes after it.
async fn ask<T: Send + 'static>(
    store: &Store,
    work: impl FnOnce(&Db) -> Result<T, StoreError> + Send + 'static,
) -> JoinHandle<Result<T, StoreError>> {
    let store = store.clone();
    let task = tokio::spawn(async move { store.write(work).await });
    yield_now().await;
    task
}

fn read(entry: i64) -> impl FnOnce(&Db) -> Result<Vec<FeedId>, StoreError> + Send + 'static {
    move |db| db.mark(&[EntryId(entry)], Mark::Read(true))
}

/// Holds the writer, so that what is asked for meanwhile goes into one commit.
async fn hold(store: &Store) -> (mpsc::Sender<()>, JoinHandle<Result<(), StoreError>>) {
    let (go_on, gate) = mpsc::channel();
    let (running, begun) = oneshot::channel();
    let held = ask(store, move |_| {
        running.send(()).unwrap();
        gate.recv().unwrap();
        Ok(())
    });
    let held = held.await;
    begun.await.unwrap();
    (go_on, held)
}

#[test]
fn a_mark_is_on_the_disk_when_it_is_acknowledged() {
    run(|path| async move {
        let store = Store::open(&path).unwrap();
        three_entries(&store).await;
        store.write(read(1)).await.unwrap();
        // No goodbye, as when the process is killed; another opens the same file.
        let other = Store::open(&path).unwrap();
        assert_eq!(unread(&other).await, 2);
    });
}

#[test]
fn a_list_is_shown_while_an_import_is_still_being_written() {
    run(|path| async move {
        let store = Store::open(&path).unwrap();
        let feed = three_entries(&store).await;
        let (go_on, gate) = mpsc::channel::<()>();
        let import = ask(&store, move |db| {
            poll(db, feed, vec![item("d", 4)]);
            gate.recv().unwrap();
            Ok(())
        });
        let import = import.await;
        assert_eq!(unread(&store).await, 3, "half an import is no import");
        go_on.send(()).unwrap();
        import.await.unwrap().unwrap();
        assert_eq!(unread(&store).await, 4);
    });
}

#[test]
fn jobs_in_one_commit_fail_alone() {
    run(|path| async move {
        let store = Store::open(&path).unwrap();
        three_entries(&store).await;
        let (go_on, held) = hold(&store).await;
        let first = ask(&store, read(1)).await;
        let failing = ask(&store, |db| {
            read(2)(db)?;
            db.batch("INSERT INTO nowhere VALUES (1)")
        });
        let failing = failing.await;
        let panicking = ask(&store, |db| -> Result<(), StoreError> {
            read(2)(db)?;
            panic!("out of {}", "luck")
        });
        let panicking = panicking.await;
        let together = ask(&store, move |db| {
            read(3)(db)?;
            Ok((unread_in(db), unread_in(&Db::open_to_read(&path)?)))
        });
        let together = together.await;
        go_on.send(()).unwrap();
        held.await.unwrap().unwrap();
        assert_eq!(first.await.unwrap().unwrap().len(), 1);
        assert!(matches!(failing.await.unwrap(), Err(StoreError::Sql(_))));
        assert_eq!(
            panicking.await.unwrap(),
            Err(StoreError::Panicked("out of luck".into()))
        );
        assert_eq!(
            together.await.unwrap(),
            Ok((1, 3)),
            "one commit, and none of it early"
        );
        assert_eq!(unread(&store).await, 1);
    });
}

fn unread_in(db: &Db) -> i64 {
    db.number("SELECT count(*) FROM entry WHERE read = 0")
}

#[test]
fn a_full_disk_is_said_and_the_store_goes_on_when_there_is_room() {
    run(|path| async move {
        let store = Store::open(&path).unwrap();
        let feed = three_entries(&store).await;
        let large = move |db: &Db| {
            let mut large = item("large", 0);
            large.content = Some(html(&"x".repeat(1 << 20)));
            db.commit_poll(&db.facts_of(feed)?, Some(&super::body(vec![large])), NOW)
        };
        store
            .write(|db| Ok(db.number("PRAGMA max_page_count = 60")))
            .await
            .unwrap();
        assert_eq!(store.write(large).await, Err(StoreError::Full));
        assert_eq!(unread(&store).await, 3);
        store
            .write(|db| Ok(db.number("PRAGMA max_page_count = 100000")))
            .await
            .unwrap();
        store.write(large).await.unwrap();
        assert_eq!(unread(&store).await, 4);
    });
}

#[test]
fn the_reader_cannot_write_and_survives_a_panic() {
    run(|path| async move {
        let store = Store::open(&path).unwrap();
        three_entries(&store).await;
        assert_eq!(store.read(read(1)).await, Err(StoreError::ReadOnly));
        let panicked = store
            .read(|_| -> Result<(), StoreError> { panic!("at the disco") })
            .await;
        assert_eq!(panicked, Err(StoreError::Panicked("at the disco".into())));
        assert_eq!(unread(&store).await, 3);
    });
}

#[test]
fn closing_finishes_what_was_asked_and_leaves_one_tidy_file() {
    run(|path| async move {
        let store = Store::open(&path).unwrap();
        three_entries(&store).await;
        let (go_on, held) = hold(&store).await;
        let marks = [ask(&store, read(1)).await, ask(&store, read(2)).await];
        let left = store.clone();
        let closing = tokio::spawn(store.close());
        yield_now().await;
        go_on.send(()).unwrap();
        closing.await.unwrap();
        held.await.unwrap().unwrap();
        for mark in marks {
            mark.await.unwrap().unwrap();
        }
        assert_eq!(left.write(|_| Ok(())).await, Err(StoreError::Closed));
        assert_eq!(left.read(|_| Ok(())).await, Err(StoreError::Closed));
        left.close().await;
        let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
        assert_eq!(files.count(), 1, "no journal is left beside the library");
        assert_eq!(unread(&Store::open(&path).unwrap()).await, 1);
    });
}

#[test]
fn work_that_nobody_waits_for_is_done_all_the_same() {
    run(|path| async move {
        let store = Store::open(&path).unwrap();
        three_entries(&store).await;
        let (go_on, held) = hold(&store).await;
        ask(&store, read(1)).await.abort();
        go_on.send(()).unwrap();
        held.await.unwrap().unwrap();
        store.write(|_| Ok(())).await.unwrap();
        assert_eq!(unread(&store).await, 2);
    });
}
