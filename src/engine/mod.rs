//! Everything that touches the world on someone's behalf: it answers requests in order, polls in the
//! background, and is the one place that words errors for a person.
//!
//! It decides nothing about whether or when to ask a server; that is `poll`'s. It knows no face.

pub mod acts;
pub mod busy;
pub mod came;
pub mod clock;
pub mod discover;
pub mod health;
pub mod inspect;
pub mod lane;
pub mod library;
pub mod opml;
mod pictures;
pub mod poll;
pub mod poller;
mod reading;
pub mod rules;
mod share;
pub mod subscribe;
pub mod talk;
pub mod words;

use crate::engine::busy::{Busy, Held};
use crate::engine::clock::Clock;
use crate::engine::lane::{Desk, Question};
use crate::engine::poll::Means;
use crate::engine::talk::turns::Turns;
use crate::fetch::client::Fetcher;
use crate::fetch::limits::Limits;
use crate::fetch::network::Network;
use crate::model::outside::Outside;
use crate::model::report::Failure;
use crate::model::request::{News, Request, Ticket};
use crate::model::rules::Rules;
use crate::poll::policy::Policy;
use crate::store::handle::Store;
use crate::store::hosts::Holder;
use std::hash::{BuildHasher as _, RandomState};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// What an engine is started with.
#[derive(Debug, Clone)]
pub struct Setup {
    pub database: PathBuf,
    pub policy: Policy,
    /// What is set for single feeds and folders.
    pub rules: Rules,
    pub limits: Limits,
    /// Fixed names (the demo's blogs, a test's servers), proxies, certificates.
    pub network: Network,
    pub clock: Clock,
    /// Where pictures are kept; nowhere without one.
    pub cache: Option<PathBuf>,
    /// Programs that articles are handed to.
    pub outside: Outside,
    /// Poll what is due by itself; without it, only what is asked for.
    pub background: bool,
}

/// The handle both faces hold.
pub struct Engine {
    requests: mpsc::UnboundedSender<Question>,
    busy: Busy,
    store: Store,
    holder: Holder,
    lane: JoinHandle<()>,
    poller: JoinHandle<()>,
    orders: mpsc::UnboundedSender<poller::Order>,
}

/// News that may wait to be looked at before the engine waits for the face.
const NEWS: usize = 256;
/// How long leaving may take.
const PATIENCE: Duration = Duration::from_secs(2);

impl Engine {
    /// Opens the database and starts answering and polling. Needs a tokio runtime around it.
    pub fn start(setup: Setup) -> Result<(Self, mpsc::Receiver<News>), Failure> {
        let store = Store::open(&setup.database).map_err(|error| {
            words::store(format!("opening {}", setup.database.display()), &error)
        })?;
        let fetcher = Fetcher::new(setup.limits, setup.network)
            .map_err(|error| Failure::new("setting up the network", error))?;
        let (requests, asked) = mpsc::unbounded_channel();
        let (news, receiver) = mpsc::channel(NEWS);
        let (orders, ordered) = mpsc::unbounded_channel();
        let busy = Busy::default();
        let holder = holder();
        let means = Means {
            policy: setup.policy.clone(),
            fetcher: fetcher.clone(),
            store: store.clone(),
            clock: setup.clock.clone(),
            rules: Arc::new(setup.rules),
            holder,
        };
        let poller = poller::Poller {
            means: means.clone(),
            background: setup.background,
            news: news.clone(),
            busy: busy.clone(),
        };
        let desk = Desk {
            store: store.clone(),
            fetcher,
            clock: setup.clock,
            policy: setup.policy.clone(),
            rules: means.rules.clone(),
            means,
            searches: Turns::default(),
            memory: reading::Memory::default(),
            cache: setup.cache,
            outside: Arc::new(setup.outside),
            news,
            orders: orders.clone(),
            busy: busy.clone(),
            background: setup.background,
        };
        let poller = tokio::spawn(poller.run(ordered, busy.hold()));
        let lane = tokio::spawn(desk.answer_all(asked));
        Ok((
            Self {
                requests,
                busy,
                store,
                holder,
                lane,
                poller,
                orders,
            },
            receiver,
        ))
    }

    /// Puts a request in line. Never waits; the answer comes as news.
    pub fn submit(&self, ticket: Ticket, request: Request) {
        // The lane ends only with the engine, which `stop` consumes.
        let _ = self.requests.send(Question {
            ticket,
            request,
            held: self.busy.hold(),
        });
    }

    /// Returns when nothing is asked, answered or polled any more.
    pub async fn idle(&self) {
        self.busy.idle().await;
    }

    pub fn is_idle(&self) -> bool {
        self.busy.is_idle()
    }

    /// Has the poller look at the clock now; for clocks that are wound by hand.
    pub fn look(&self) {
        let _ = self.orders.send(poller::Order::Look(self.busy.hold()));
    }

    /// Answers what is in line, lets go of polls under way, and closes the database. The receiver of
    /// news should be dropped first, so that nobody waits for it.
    pub async fn stop(self) {
        drop(self.requests);
        drop(self.orders);
        let (mut lane, mut poller) = (self.lane, self.poller);
        for task in [&mut lane, &mut poller] {
            if tokio::time::timeout(PATIENCE, &mut *task).await.is_err() {
                task.abort();
            }
        }
        let holder = self.holder;
        // If this fails, the claims run out by themselves.
        let _ = self.store.write(move |db| db.let_all_go(holder)).await;
        self.store.close().await;
    }
}

/// A number no other engine has that polls at the same time, in this process or another.
fn holder() -> Holder {
    // Its keys are drawn anew for each one.
    let drawn = RandomState::new().hash_one(std::process::id());
    Holder(drawn.cast_signed())
}

/// A piece of work that keeps the engine from being idle while it lasts.
pub(crate) type Work = Held;
