//! The background poller: it obeys the planner. Orders, the clock and finished polls wake it.

use crate::engine::Work;
use crate::engine::busy::Busy;
use crate::engine::clock::Clock;
use crate::engine::poll::{self, Polled};
use crate::engine::words;
use crate::fetch::client::Fetcher;
use crate::model::feed::{FeedId, PollFacts};
use crate::model::report::{Note, Outcome, PollReport};
use crate::model::request::News;
use crate::model::time::Time;
use crate::poll::planner::Planner;
use crate::poll::policy::Policy;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{Id, JoinError, JoinSet};

/// What the poller is told.
#[derive(Debug)]
pub enum Order {
    /// These feeds are to be polled from now on.
    Learn(Vec<PollFacts>, Work),
    /// These are to be asked now, as far as they may be; how many were put in line is told.
    Ask(Vec<PollFacts>, oneshot::Sender<usize>, Work),
    /// The clock was set.
    Look(Work),
}

/// What the poller works with.
pub struct Poller {
    pub store: Store,
    pub fetcher: Fetcher,
    pub clock: Clock,
    pub policy: Policy,
    pub background: bool,
    pub news: mpsc::Sender<News>,
    pub busy: Busy,
}

/// A poll under way, by the task that does it.
type Jobs = JoinSet<Result<Polled, StoreError>>;

/// The feeds being asked, to tell the planner of one whose task failed.
type Flying = std::collections::HashMap<Id, (PollFacts, Work)>;

impl Poller {
    /// Runs until nobody can give orders any more; polls under way are then let go, which is safe,
    /// since a poll is kept whole or not at all.
    pub async fn run(self, mut orders: mpsc::UnboundedReceiver<Order>, starting: Work) {
        let mut planner = Planner::new(self.policy.clone());
        if self.background {
            match self.store.read(Db::facts).await {
                Ok(facts) => planner.learn(facts),
                Err(error) => {
                    self.fail("reading what is known of the feeds", &error)
                        .await;
                }
            }
        }
        let mut jobs = Jobs::new();
        let mut flying = Flying::new();
        // Work ends only when what follows from it has begun, so that a refresh is never idle midway.
        let mut ending = Some(starting);
        let mut refreshing = None;
        loop {
            let wake_at = self.start_due(&mut planner, &mut jobs, &mut flying);
            let (done, total) = planner.progress();
            refreshing = (done < total).then(|| refreshing.unwrap_or_else(|| self.busy.hold()));
            drop(ending.take());
            tokio::select! {
                order = orders.recv() => match order {
                    Some(order) => ending = Some(self.obey(order, &mut planner).await),
                    None => return,
                },
                Some(done) = jobs.join_next_with_id() => {
                    ending = self.finish(done, &mut planner, &mut flying).await;
                }
                () = self.wake(wake_at) => {}
            }
        }
    }

    async fn wake(&self, at: Option<Time>) {
        match at {
            Some(at) => self.clock.until(at).await,
            None => std::future::pending().await,
        }
    }

    fn start_due(
        &self,
        planner: &mut Planner,
        jobs: &mut Jobs,
        flying: &mut Flying,
    ) -> Option<Time> {
        let plan = planner.pass(self.clock.now());
        for facts in plan.start {
            let (policy, fetcher) = (self.policy.clone(), self.fetcher.clone());
            let (store, clock) = (self.store.clone(), self.clock.clone());
            let asked = facts.clone();
            let task = jobs
                .spawn(async move { poll::one(asked, &policy, &fetcher, &store, &clock).await });
            flying.insert(task.id(), (facts, self.busy.hold()));
        }
        plan.wake_at
    }

    async fn obey(&self, order: Order, planner: &mut Planner) -> Work {
        match order {
            Order::Learn(facts, work) => {
                planner.learn(facts);
                work
            }
            Order::Ask(facts, asked, work) => {
                let feeds: Vec<FeedId> = facts.iter().map(|facts| facts.feed).collect();
                planner.learn(facts);
                let count = planner.ask(&feeds, self.clock.now());
                // The one who asked may have left.
                let _ = asked.send(count);
                self.tell_progress(planner).await;
                work
            }
            Order::Look(work) => work,
        }
    }

    async fn finish(
        &self,
        done: Result<(Id, Result<Polled, StoreError>), JoinError>,
        planner: &mut Planner,
        flying: &mut Flying,
    ) -> Option<Work> {
        let (id, result) = match done {
            Ok((id, result)) => (id, result.map_err(|error| error.to_string())),
            Err(error) => (error.id(), Err("an error in postil itself".to_owned())),
        };
        let (facts, work) = flying.remove(&id)?;
        match result {
            Ok(polled) => self.report(polled, planner).await,
            Err(why) => {
                // Nothing was kept: it counts as a failure until the program is started again.
                let now = self.clock.now();
                let failed = PollFacts {
                    failures: facts.failures + 1,
                    checked_at: Some(now),
                    ..facts
                };
                let feed = failed.feed;
                planner.finished(failed, now);
                self.tell_polled(feed, String::new(), Outcome::Failed { why })
                    .await;
            }
        }
        self.tell_progress(planner).await;
        Some(work)
    }

    async fn report(&self, polled: Polled, planner: &mut Planner) {
        let feed = polled.facts.feed;
        planner.finished(polled.facts, self.clock.now());
        self.tell_polled(feed, polled.title, polled.outcome).await;
        if !polled.delta.entries_touched.is_empty() {
            self.tell(Note::Changed {
                feeds: polled.delta.entries_touched,
            })
            .await;
        }
        if let Some(moved) = polled.moved {
            self.tell(Note::Moved(moved)).await;
        }
        if let Some(entry) = polled.delta.thread {
            self.tell(Note::Talked { entry }).await;
        }
    }

    async fn tell_polled(&self, feed: FeedId, title: String, outcome: Outcome) {
        self.tell(Note::Polled(PollReport {
            feed,
            title,
            outcome,
        }))
        .await;
    }

    async fn tell_progress(&self, planner: &Planner) {
        let (done, total) = planner.progress();
        if total > 0 {
            self.tell(Note::Polling { done, total }).await;
        }
    }

    async fn tell(&self, note: Note) {
        // The face may have left already.
        let _ = self.news.send(News::Note(note)).await;
    }

    async fn fail(&self, doing: &str, error: &StoreError) {
        let why = words::store(doing, error).to_string();
        self.tell_polled(FeedId(0), String::new(), Outcome::Failed { why })
            .await;
    }
}
