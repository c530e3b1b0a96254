//! The handle everyone holds, and the two threads behind it that hold the connections.
//!
//! Writes are done one after another by one thread, so nothing ever waits for a lock. Those that
//! queue up share one commit, and with it one wait for the disk; each still fails alone. Reads have a
//! thread and a connection of their own: a list on the screen does not wait for an import.

use crate::store::db::Db;
use crate::store::error::StoreError;
use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use tokio::sync::{mpsc, oneshot};

/// Jobs a lane holds before those who ask have to wait.
const QUEUE: usize = 64;

/// Writes that may share one commit.
const BATCH: usize = 64;

/// A library that is open. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    writer: mpsc::Sender<Message>,
    reader: mpsc::Sender<Message>,
    threads: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

impl Store {
    /// Opens the library at `path`, made and brought up to date where need be. Takes as long as
    /// that takes; it waits for the disk on the calling thread.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let (writing, reading) = (Db::open_to_write(path)?, Db::open_to_read(path)?);
        let (writer, writer_thread) = lane("store writer", BATCH, writing, commit)?;
        let (reader, reader_thread) = lane("store reader", 1, reading, read)?;
        let threads = Arc::new(Mutex::new(vec![reader_thread, writer_thread]));
        Ok(Self {
            writer,
            reader,
            threads,
        })
    }

    /// Does `work` on the writing thread, after all that was asked before. What it changed is on the
    /// disk when this returns, or, if it failed, undone. Goes through even if nobody awaits it longer.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        ask(&self.writer, work).await
    }

    /// Does `work` on the reading thread, on one unchanging state of the database: the newest that
    /// was committed when its turn came. It cannot write.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        ask(&self.reader, work).await
    }

    /// Finishes all that was asked, and closes the database. Whoever still holds a handle is told
    /// [`StoreError::Closed`].
    pub async fn close(self) {
        // The writer last: the last connection to leave folds the journal into the database.
        for lane in [&self.reader, &self.writer] {
            let (ended, end) = oneshot::channel();
            if lane.send(Message::Stop(ended)).await.is_ok() {
                // An error means that the lane has ended, which is what is waited for.
                let _ = end.await;
            }
        }
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            // Panics of jobs are caught and answered; there is no other news in this.
            let _ = thread.join();
        }
    }
}

enum Message {
    Job(Job),
    Stop(oneshot::Sender<()>),
}

/// Work with its way back. Given an error instead of the database, it is not done.
type Job = Box<dyn FnOnce(Result<&Db, StoreError>) -> Done + Send>;

/// Work that is done and not yet answered: the answer has to wait for the commit.
struct Done {
    failed: Option<StoreError>,
    /// Sends the answer; given an error, that one instead of a success.
    answer: Box<dyn FnOnce(Option<StoreError>)>,
}

async fn ask<T: Send + 'static>(
    lane: &mpsc::Sender<Message>,
    work: impl FnOnce(&Db) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (reply, answer) = oneshot::channel();
    let job: Job = Box::new(move |db| {
        let outcome = db.and_then(|db| guarded(|| work(db)));
        Done {
            failed: outcome.as_ref().err().cloned(),
            answer: Box::new(move |lost| {
                let outcome = outcome.and_then(|value| lost.map_or(Ok(value), Err));
                // Whoever asked may have stopped waiting.
                let _ = reply.send(outcome);
            }),
        }
    });
    let closed = |_| StoreError::Closed;
    lane.send(Message::Job(job)).await.map_err(closed)?;
    answer.await.map_err(|_| StoreError::Closed)?
}

/// A panic in a job is that job's trouble alone.
fn guarded<T>(work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let why = |panic: Box<dyn Any + Send>| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        StoreError::Panicked(text.unwrap_or_else(|| "panic".to_owned()))
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(why(panic)))
}

/// Starts a thread that takes up to `batch` jobs at a time out of its queue.
fn lane(
    name: &str,
    batch: usize,
    db: Db,
    run: fn(&Db, VecDeque<Job>),
) -> Result<(mpsc::Sender<Message>, JoinHandle<()>), StoreError> {
    let (sender, queue) = mpsc::channel(QUEUE);
    let thread = thread::Builder::new().name(name.to_owned());
    let thread = thread.spawn(move || serve(db, queue, batch, run))?;
    Ok((sender, thread))
}

/// Ends when it is told to stop or nobody holds a handle; what is in the queue by then is still done.
fn serve(db: Db, mut queue: mpsc::Receiver<Message>, batch: usize, run: fn(&Db, VecDeque<Job>)) {
    let mut waiting_for_end = Vec::new();
    while let Some(first) = queue.blocking_recv() {
        let mut jobs = VecDeque::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Job(job) => jobs.push_back(job),
                Message::Stop(ended) => {
                    queue.close();
                    waiting_for_end.push(ended);
                }
            }
            next = if jobs.len() < batch {
                queue.try_recv().ok()
            } else {
                None
            };
        }
        run(&db, jobs);
    }
    // Better statistics next time, or the same as now; no reason to trouble anyone.
    let _ = db.tidy();
    drop(db);
    for ended in waiting_for_end {
        let _ = ended.send(());
    }
}

/// Each job in a read transaction of its own.
fn read(db: &Db, jobs: VecDeque<Job>) {
    for job in jobs {
        let begun = db.batch("BEGIN DEFERRED");
        let done = job(begun.map(|()| db));
        if db.in_transaction() {
            // Nothing was changed, so either way of ending it is as good; a failed one is over.
            let _ = db.batch("ROLLBACK");
        }
        (done.answer)(None);
    }
}

/// All jobs in as few transactions as possible: one, unless the disk fails.
fn commit(db: &Db, mut jobs: VecDeque<Job>) {
    while !jobs.is_empty() {
        commit_together(db, &mut jobs);
    }
}

fn commit_together(db: &Db, jobs: &mut VecDeque<Job>) {
    if let Err(error) = db.batch("BEGIN IMMEDIATE") {
        for job in jobs.drain(..) {
            (job(Err(error.clone())).answer)(None);
        }
        return;
    }
    let lonely = jobs.len() == 1;
    let mut done = Vec::with_capacity(jobs.len());
    let mut outcome = Ok(());
    while outcome.is_ok()
        && let Some(job) = jobs.pop_front()
    {
        outcome = if lonely {
            do_lonely(db, job, &mut done)
        } else {
            do_apart(db, job, &mut done)
        };
    }
    let lost = outcome.and_then(|()| db.batch("COMMIT")).err();
    if lost.is_some() && db.in_transaction() {
        // If this fails too, it is undone when the database is next opened.
        let _ = db.batch("ROLLBACK");
    }
    for job in done {
        (job.answer)(lost.clone());
    }
}

/// One job with a transaction to itself. An error means that the transaction is lost.
fn do_lonely(db: &Db, job: Job, all: &mut Vec<Done>) -> Result<(), StoreError> {
    let done = job(Ok(db));
    let failed = done.failed.clone();
    all.push(done);
    failed.map_or(Ok(()), Err)
}

/// One job of several in a transaction, undone alone if it fails. An error means that the
/// transaction is lost for all: the disk failed, and the database gave up everything.
fn do_apart(db: &Db, job: Job, all: &mut Vec<Done>) -> Result<(), StoreError> {
    let begun = db.batch("SAVEPOINT job");
    let done = job(begun.map(|()| db));
    let failed = done.failed.clone();
    all.push(done);
    match failed {
        None => db.batch("RELEASE job"),
        Some(_) if db.in_transaction() => db.batch("ROLLBACK TO job; RELEASE job"),
        Some(error) => Err(error),
    }
}
