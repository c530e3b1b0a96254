//! How long a person waits on a large library: a thousand feeds with a million entries.
//!
//! `cargo bench --bench library`. The library is made at the first run and kept beside the build;
//! `LIBRARY_FEEDS=100 LIBRARY_ENTRIES=10000` makes a small one.

mod generate;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use generate::{NOW, Size, entry, library};
use postil::model::entry::{EntryId, Mark, Place};
use postil::model::feed::{FeedId, FolderId, PollFacts};
use postil::model::parsed::ParsedFeed;
use postil::model::time::Time;
use postil::model::view::{List, Listing, View, Window};
use postil::store::db::Db;
use postil::store::error::StoreError;
use postil::store::handle::Store;
use postil::store::polls::Delta;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::runtime::Runtime;

/// Rows a list asks for at a time.
const PAGE: usize = 100;

fn listing(view: View, window: Window) -> Listing {
    Listing {
        list: List::of(view),
        window,
        limit: PAGE,
        keep: Vec::new(),
    }
}

/// A store that closes when it is dropped, which is not timed.
struct Opened<'run> {
    runtime: &'run Runtime,
    store: Option<Store>,
}

impl Opened<'_> {
    fn store(&self) -> &Store {
        self.store.as_ref().expect("open until dropped")
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        if let Some(store) = self.store.take() {
            self.runtime.block_on(store.close());
        }
    }
}

fn open<'run>(runtime: &'run Runtime, path: &Path) -> Opened<'run> {
    Opened {
        runtime,
        store: Some(Store::open(path).expect("opens")),
    }
}

fn page(opened: &Opened, listing: &Listing) -> usize {
    let listing = listing.clone();
    let page = opened.store().read(move |db| db.page(&listing));
    opened.runtime.block_on(page).expect("is read").rows.len()
}

fn lists(criterion: &mut Criterion, opened: &Opened) {
    let middle = Place {
        at: NOW.before(std::time::Duration::from_hours(2 * 365 * 24)),
        id: EntryId(1),
    };
    let lists = [
        ("unread, first page", listing(View::Unread, Window::First)),
        ("all, first page", listing(View::All, Window::First)),
        ("all, jump to the end", listing(View::All, Window::Last)),
        (
            "all, from the middle",
            listing(View::All, Window::After(middle)),
        ),
        (
            "all, around the middle",
            listing(View::All, Window::Around(middle)),
        ),
        (
            "conversations, first page",
            listing(View::Conversations, Window::First),
        ),
        (
            "largest feed, first page",
            listing(View::Feed(FeedId(2)), Window::First),
        ),
        (
            "largest feed, jump to the end",
            listing(View::Feed(FeedId(2)), Window::Last),
        ),
        (
            "undated feed, from the middle",
            listing(View::Feed(FeedId(1)), Window::After(middle)),
        ),
        (
            "folder of all feeds, first page",
            listing(View::Folder(FolderId(1)), Window::First),
        ),
        (
            "folder of all feeds, from the middle",
            listing(View::Folder(FolderId(1)), Window::After(middle)),
        ),
        (
            "folder of all feeds, around the middle",
            listing(View::Folder(FolderId(1)), Window::Around(middle)),
        ),
        (
            "folder of all feeds, jump to the end",
            listing(View::Folder(FolderId(1)), Window::Last),
        ),
    ];
    for (name, listing) in lists {
        criterion.bench_function(name, |bencher| bencher.iter(|| page(opened, &listing)));
    }
    criterion.bench_function("counts of every feed", |bencher| {
        let counts = || opened.store().read(|db| db.library(Time(NOW.0 - 86_400)));
        bencher.iter(|| opened.runtime.block_on(counts()).expect("is read"));
    });
    criterion.bench_function("next unread", |bencher| {
        let next = || opened.store().read(move |db| db.next_unread(Some(middle)));
        bencher.iter(|| opened.runtime.block_on(next()).expect("is read"));
    });
}

/// Polls that each bring thirty entries, five of them new.
struct Polls {
    size: Size,
    facts: PollFacts,
    next: AtomicU64,
}

impl Polls {
    fn of_fourth_feed(opened: &Opened, size: Size) -> Self {
        let facts = opened
            .runtime
            .block_on(opened.store().read(Db::facts))
            .expect("is read");
        Self {
            size,
            facts: facts[3].clone(),
            next: AtomicU64::new(0),
        }
    }

    /// One poll as a job for the writer.
    fn next(&self) -> impl FnOnce(&Db) -> Result<Delta, StoreError> + Send + 'static {
        let (facts, body) = (self.facts.clone(), self.body());
        move |db| db.commit_poll(&facts, Some(&body), NOW)
    }

    fn body(&self) -> ParsedFeed {
        // Far beyond what the library holds of this feed.
        let first = 100_000_000 + self.next.fetch_add(5, Ordering::Relaxed);
        let entries = (first..first + 30)
            .rev()
            .map(|number| entry(self.size, 3, number))
            .collect();
        ParsedFeed {
            entries,
            ..ParsedFeed::default()
        }
    }
}

fn writes(criterion: &mut Criterion, opened: &Opened, polls: &Arc<Polls>) {
    criterion.bench_function("one mark, on the disk", |bencher| {
        let mut read = false;
        bencher.iter(|| {
            read = !read;
            let mark = Mark::Read(read);
            let marked = opened
                .store()
                .write(move |db| db.mark(&[EntryId(500)], mark));
            opened.runtime.block_on(marked).expect("is written")
        });
    });
    criterion.bench_function("one poll of 30 entries, 5 new, on the disk", |bencher| {
        let write = |poll| {
            opened
                .runtime
                .block_on(opened.store().write(poll))
                .expect("is written")
        };
        bencher.iter_batched(|| polls.next(), write, BatchSize::PerIteration);
    });
    criterion.bench_function("unread, first page, while polls are stored", |bencher| {
        let (store, polls) = (opened.store().clone(), Arc::clone(polls));
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let storing = opened.runtime.spawn(async move {
            while !stopped.load(Ordering::Relaxed) {
                store.write(polls.next()).await.expect("is written");
            }
        });
        bencher.iter(|| page(opened, &listing(View::Unread, Window::First)));
        stop.store(true, Ordering::Relaxed);
        opened.runtime.block_on(storing).expect("ends");
    });
}

fn all(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("starts");
    let (directory, size) = (
        Path::new(env!("CARGO_TARGET_TMPDIR")),
        Size::from_environment(),
    );
    let path = runtime.block_on(library(directory, size)).expect("is made");
    criterion.bench_function("open, with the first page of unread", |bencher| {
        bencher.iter_with_large_drop(|| {
            let opened = open(&runtime, &path);
            page(&opened, &listing(View::Unread, Window::First));
            opened
        });
    });
    criterion.bench_function("open and close", |bencher| {
        bencher.iter(|| drop(open(&runtime, &path)));
    });
    lists(criterion, &open(&runtime, &path));

    // Writing would make the kept library another one.
    let scratch: PathBuf = directory.join("library-scratch.db");
    std::fs::copy(&path, &scratch).expect("is copied");
    let opened = open(&runtime, &scratch);
    let polls = Arc::new(Polls::of_fourth_feed(&opened, size));
    writes(criterion, &opened, &polls);
    drop(opened);
    std::fs::remove_file(&scratch).expect("is removed");
}

criterion_group!(benches, all);
criterion_main!(benches);
