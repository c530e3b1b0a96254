//! An engine to ask: questions are awaited one by one, and what was told meanwhile is kept.

use postil::engine::clock::Clock;
use postil::engine::{Engine, Setup};
use postil::fetch::limits::Limits;
use postil::model::feed::FeedRow;
use postil::model::outside::Outside;
use postil::model::report::{Failure, Note};
use postil::model::request::{Library, News, Reply, Request, Ticket};
use postil::model::rules::Rules;
use postil::model::time::Time;
use postil::model::view::{List, Listing, Page, View, Window};
use postil::poll::policy::Policy;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use tokio::sync::mpsc::Receiver;

/// An engine with its news.
pub(crate) struct Asking {
    pub(crate) engine: Engine,
    news: Receiver<News>,
    pub(crate) notes: Vec<Note>,
    tickets: u64,
}

impl Asking {
    /// An engine on a database in `folder`. Call it within a runtime.
    pub(crate) fn start(
        folder: &Path,
        hosts: HashMap<String, SocketAddr>,
        policy: Policy,
        clock: &Clock,
        background: bool,
    ) -> Self {
        Self::ruled(folder, hosts, policy, Rules::default(), clock, background)
    }

    /// The same with what a person set for single feeds.
    pub(crate) fn ruled(
        folder: &Path,
        hosts: HashMap<String, SocketAddr>,
        policy: Policy,
        rules: Rules,
        clock: &Clock,
        background: bool,
    ) -> Self {
        Self::set_up(Setup {
            database: folder.join("postil.db"),
            policy,
            rules,
            // Where the clock is wound by hand, no moment is waited for.
            limits: Limits {
                gap: std::time::Duration::ZERO,
                ..Limits::default()
            },
            network: hosts.into(),
            clock: clock.clone(),
            cache: None,
            outside: Outside::default(),
            background,
        })
    }

    pub(crate) fn set_up(setup: Setup) -> Self {
        let (engine, news) = Engine::start(setup).expect("an empty folder is no trouble");
        Self {
            engine,
            news,
            notes: Vec::new(),
            tickets: 0,
        }
    }

    pub(crate) async fn ask(&mut self, request: Request) -> Result<Reply, Failure> {
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.engine.submit(ticket, request);
        loop {
            match self.news.recv().await.expect("the engine lives") {
                News::Reply(answered, reply) if answered == ticket => return reply,
                News::Reply(..) => {}
                News::Note(note) => self.notes.push(note),
            }
        }
    }

    /// Waits until nothing is under way, taking in what is told.
    pub(crate) async fn quiet(&mut self) {
        loop {
            tokio::select! {
                biased;
                Some(news) = self.news.recv() => {
                    if let News::Note(note) = news {
                        self.notes.push(note);
                    }
                }
                () = self.engine.idle() => if self.news.is_empty() { return },
            }
        }
    }

    pub(crate) async fn library(&mut self) -> Library {
        match self.ask(Request::Feeds { day_start: Time(0) }).await {
            Ok(Reply::Feeds(library)) => library,
            other => panic!("{other:?}"),
        }
    }

    /// The only feed there is.
    pub(crate) async fn feed(&mut self) -> FeedRow {
        let feeds = self.library().await.feeds;
        assert_eq!(feeds.len(), 1, "{feeds:?}");
        feeds.into_iter().next().expect("there is one")
    }

    pub(crate) async fn page(&mut self, view: View) -> Page {
        let listing = Listing {
            list: List::of(view),
            window: Window::First,
            limit: 100,
            keep: Vec::new(),
        };
        match self.ask(Request::Entries(listing)).await {
            Ok(Reply::Entries(page)) => page,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn stop(self) {
        drop(self.news);
        self.engine.stop().await;
    }
}
