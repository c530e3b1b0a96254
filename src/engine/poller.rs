//! The background poller: it obeys the planner. Orders, the clock and finished polls wake it.

use crate::engine::Work;
use crate::engine::busy::Busy;
use crate::engine::poll::{self, Looked, Means, Polled};
use crate::engine::{rules, words};
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, PollFacts};
use crate::model::report::{Note, Outcome, PollReport};
use crate::model::request::News;
use crate::model::time::Time;
use crate::poll::hand::Want;
use crate::poll::network::Reach;
use crate::poll::planner::{Asked, Planner};
use crate::poll::{rhythm, schedule};
use crate::store::error::StoreError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{Id, JoinError, JoinSet};

/// What the poller is told.
#[derive(Debug)]
pub enum Order {
    /// These feeds are to be polled from now on.
    Learn(Vec<PollFacts>, Work),
    /// These are wanted so much, and are to be asked as far as they may be; which, is told.
    Ask(Vec<PollFacts>, Want, oneshot::Sender<Asked>, Work),
    /// This feed is there no more.
    Forget(FeedId, Work),
    /// The clock was set.
    Look(Work),
}

/// What the poller works with.
pub struct Poller {
    pub means: Means,
    /// Feeds are polled as they fall due.
    pub background: bool,
    pub news: mpsc::Sender<News>,
    pub busy: Busy,
}

/// A poll under way, by the task that does it.
type Jobs = JoinSet<Result<Looked, StoreError>>;

/// The feeds being asked, to tell the planner of one whose task failed.
type Flying = std::collections::HashMap<Id, (PollFacts, Work)>;

impl Poller {
    /// Runs until nobody can give orders any more; polls under way are then let go, which is safe,
    /// since a poll is kept whole or not at all.
    pub async fn run(self, mut orders: mpsc::UnboundedReceiver<Order>, starting: Work) {
        let mut planner = Planner::new(self.means.policy.clone(), self.background);
        self.learn_all(&mut planner).await;
        let mut jobs = Jobs::new();
        let mut flying = Flying::new();
        // Work ends only when what follows from it has begun, so that a refresh is never idle midway.
        let mut ending = Some(starting);
        let mut refreshing = None;
        let mut offline = false;
        loop {
            if self.means.clock.has_slept() {
                planner.woke(self.now());
                self.means.fetcher.forget_connections();
            }
            let wake_at = self.start_due(&mut planner, &mut jobs, &mut flying);
            let (done, total) = planner.progress();
            refreshing = (done < total).then(|| refreshing.unwrap_or_else(|| self.busy.hold()));
            if planner.is_offline() != offline {
                offline = planner.is_offline();
                self.tell(Note::Offline(offline)).await;
            }
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

    /// Takes up all feeds and hosts, also where only some feeds will be asked: a host's rest is that of
    /// all its feeds.
    async fn learn_all(&self, planner: &mut Planner) {
        let rules = self.means.rules.clone();
        let known = self
            .means
            .store
            .read(move |db| Ok((rules::facts(db, &rules)?, db.hosts()?)));
        match known.await {
            Ok((facts, hosts)) => {
                self.end_talks(&facts).await;
                planner.learn(facts);
                planner.learn_hosts(hosts, self.now());
            }
            Err(error) => {
                let failure = words::store("reading what is known of the feeds", &error);
                self.tell(Note::Failed(failure)).await;
            }
        }
    }

    /// Conversations that fell silent while nobody was here are over.
    async fn end_talks(&self, facts: &[PollFacts]) {
        let (policy, now) = (self.means.policy.clone(), self.now());
        let silent = facts.iter();
        let silent = silent.filter(|facts| rhythm::is_over(facts, &policy, now));
        let silent: Vec<PollFacts> = silent.cloned().collect();
        if silent.is_empty() {
            return;
        }
        let ended = self
            .means
            .store
            .write(move |db| poll::end_talks(db, silent.iter(), &policy, now));
        match ended.await {
            Ok(ended) => self.tell_over(ended).await,
            Err(error) => {
                let failure = words::store("noting which conversations are over", &error);
                self.tell(Note::Failed(failure)).await;
            }
        }
    }

    async fn tell_over(&self, over: Vec<(EntryId, String)>) {
        for (entry, title) in over {
            self.tell(Note::Over { entry, title }).await;
        }
    }

    fn now(&self) -> Time {
        self.means.clock.now()
    }

    /// Waits for the moment, or a little while: a machine that has slept is to be noticed soon.
    async fn wake(&self, at: Option<Time>) {
        self.means.clock.until(at.unwrap_or(Time(i64::MAX))).await;
    }

    fn start_due(
        &self,
        planner: &mut Planner,
        jobs: &mut Jobs,
        flying: &mut Flying,
    ) -> Option<Time> {
        let plan = planner.pass(self.now());
        for facts in plan.start {
            let (means, asked) = (self.means.clone(), facts.clone());
            let task = jobs.spawn(async move { poll::one(asked, &means).await });
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
            Order::Ask(facts, want, answer, work) => {
                let feeds: Vec<FeedId> = facts.iter().map(|facts| facts.feed).collect();
                planner.learn(facts);
                let asked = planner.ask(&feeds, want, self.now());
                // The one who asked may have left.
                let _ = answer.send(asked);
                self.tell_progress(planner).await;
                work
            }
            Order::Forget(feed, work) => {
                planner.forget(feed);
                work
            }
            Order::Look(work) => work,
        }
    }

    async fn finish(
        &self,
        done: Result<(Id, Result<Looked, StoreError>), JoinError>,
        planner: &mut Planner,
        flying: &mut Flying,
    ) -> Option<Work> {
        let (id, result) = match done {
            Ok((id, result)) => (id, result.map_err(|error| error.to_string())),
            Err(error) => (error.id(), Err("an error in postil itself".to_owned())),
        };
        let (facts, work) = flying.remove(&id)?;
        match result {
            Ok(Looked::Polled(polled)) => self.report(*polled, planner).await,
            Ok(Looked::NotOurs {
                facts: known,
                until,
            }) => {
                let changed = known.is_some();
                planner.not_ours(facts.feed, known.map(|known| *known), until, self.now());
                if changed {
                    let feeds = vec![facts.feed];
                    self.tell(Note::Changed { feeds }).await;
                }
            }
            Err(why) => self.report_unkept(facts, why, planner).await,
        }
        self.tell_progress(planner).await;
        Some(work)
    }

    /// Nothing was kept: it counts as a failure until the program is started again.
    async fn report_unkept(&self, facts: PollFacts, why: String, planner: &mut Planner) {
        let now = self.now();
        let failed = PollFacts {
            failures: facts.failures + 1,
            checked_at: Some(now),
            ..facts
        };
        let back = planner.finished(failed.clone(), Reach::Unknown, now);
        self.put_back(back).await;
        self.tell_polled(&failed, String::new(), Outcome::Failed { why })
            .await;
    }

    async fn report(&self, polled: Polled, planner: &mut Planner) {
        let back = planner.finished(polled.facts.clone(), polled.reach, self.now());
        let feed = polled.facts.feed;
        let restored = back.iter().find(|facts| facts.feed == feed).cloned();
        self.put_back(back).await;
        planner.learn_hosts(polled.resting.into_iter().collect(), self.now());
        planner.learn(polled.stirred);
        let facts = restored.unwrap_or(polled.facts);
        self.tell_polled(&facts, polled.title, polled.outcome).await;
        if !polled.delta.entries_touched.is_empty() {
            self.tell(Note::Changed {
                feeds: polled.delta.entries_touched,
            })
            .await;
        }
        if let Some(moved) = polled.moved {
            self.tell(Note::Moved(moved)).await;
        }
        for entry in polled.delta.threads {
            self.tell(Note::Talked { entry }).await;
        }
        self.tell_over(polled.over).await;
    }

    /// Looks that failed because the network here did have not taken place.
    async fn put_back(&self, facts: Vec<PollFacts>) {
        if facts.is_empty() {
            return;
        }
        let feeds = facts.iter().map(|facts| facts.feed).collect();
        let kept = self
            .means
            .store
            .write(move |db| facts.iter().try_for_each(|facts| db.keep_facts(facts)));
        match kept.await {
            Ok(()) => self.tell(Note::Changed { feeds }).await,
            Err(error) => {
                let failure = words::store("noting that there is no network", &error);
                self.tell(Note::Failed(failure)).await;
            }
        }
    }

    async fn tell_polled(&self, facts: &PollFacts, title: String, outcome: Outcome) {
        let (next, reason) = schedule::told(facts, &self.means.policy, self.now());
        self.tell(Note::Polled(PollReport {
            feed: facts.feed,
            title,
            url: facts.url.clone(),
            outcome,
            status: facts.status,
            next,
            reason,
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
}
