//! Requests are answered here, one after another: what is asked after an order sees the order done.
//! What waits for the network or reads a whole file is started here and replies later.

use crate::engine::Work;
use crate::engine::busy::Busy;
use crate::engine::clock::Clock;
use crate::engine::poller::Order;
use crate::engine::{library, opml, subscribe, words};
use crate::fetch::client::Fetcher;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, PollFacts};
use crate::model::report::{Failure, Note};
use crate::model::request::{News, Reply, Request, Scope, Ticket};
use crate::poll::policy::Policy;
use crate::poll::schedule::in_a_refresh;
use crate::store::handle::Store;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

/// A request with its number, and the mark that work is under way.
#[derive(Debug)]
pub struct Asked {
    pub ticket: Ticket,
    pub request: Request,
    pub held: Work,
}

/// What requests are answered with.
#[derive(Clone)]
pub struct Desk {
    pub store: Store,
    pub fetcher: Fetcher,
    pub clock: Clock,
    pub policy: Policy,
    pub news: mpsc::Sender<News>,
    pub orders: mpsc::UnboundedSender<Order>,
    pub busy: Busy,
    /// Polling goes on by itself.
    pub background: bool,
}

impl Desk {
    /// Answers until nobody can ask any more.
    pub async fn answer_all(self, mut asked: mpsc::UnboundedReceiver<Asked>) {
        let mut slow = JoinSet::new();
        while let Some(Asked {
            ticket,
            request,
            held,
        }) = asked.recv().await
        {
            while slow.try_join_next().is_some() {}
            match request {
                Request::Subscribe { .. }
                | Request::Discover { .. }
                | Request::ImportOpml(_)
                | Request::ExportOpml(_) => {
                    let desk = self.clone();
                    slow.spawn(async move { desk.answer(ticket, request, held).await });
                }
                quick => self.answer(ticket, quick, held).await,
            }
        }
        while slow.join_next().await.is_some() {}
    }

    async fn answer(&self, ticket: Ticket, request: Request, held: Work) {
        let reply = self.reply(request).await;
        // The face may have left already.
        let _ = self.news.send(News::Reply(ticket, reply)).await;
        drop(held);
    }

    async fn reply(&self, request: Request) -> Result<Reply, Failure> {
        match request {
            Request::Feeds { day_start } => library::feeds(self, day_start).await,
            Request::Entries(listing) => library::entries(self, listing).await,
            Request::Article(entry) => library::article(self, entry).await,
            Request::Conversation { entry, open } => library::conversation(self, entry, open).await,
            Request::NextUnread { after } => library::next_unread(self, after).await,
            Request::Mark { entries, mark } => library::mark(self, entries, mark).await,
            Request::Seen { entry, comments } => library::seen(self, entry, comments).await,
            Request::Subscribe { url } => subscribe::subscribe(self, &url).await,
            Request::Discover { url } => subscribe::look(self, &url).await,
            Request::Refresh(scope) => self.refresh(scope).await,
            Request::ImportOpml(path) => opml::import(self, path).await,
            Request::ExportOpml(path) => opml::export(self, path).await,
        }
    }

    async fn refresh(&self, scope: Scope) -> Result<Reply, Failure> {
        if let Scope::Thread(entry) = scope {
            return self.refresh_thread(entry).await;
        }
        let doing = "reading what is known of the feeds";
        let wanted = self.store.read(move |db| {
            let within: Option<Vec<FeedId>> = match scope {
                Scope::Feeds(feeds) => Some(feeds),
                Scope::Folder(folder) => Some(db.feeds_in(folder)?),
                Scope::All | Scope::Thread(_) => None,
            };
            let mut facts = db.facts()?;
            if let Some(within) = within {
                facts.retain(|facts| within.contains(&facts.feed));
            }
            Ok(facts)
        });
        let mut facts = wanted.await.map_err(|error| words::store(doing, &error))?;
        let now = self.clock.now();
        facts.retain(|facts| in_a_refresh(facts, &self.policy, now));
        Ok(Reply::Refreshing(self.ask(facts).await))
    }

    async fn refresh_thread(&self, entry: EntryId) -> Result<Reply, Failure> {
        let facts = library::open_conversation(self, entry).await?;
        let asked = self.ask(facts.into_iter().collect()).await;
        if asked == 0 {
            // Nothing will be polled, so that no poll's end will tell the pane.
            self.tell(Note::Talked { entry }).await;
            return Ok(Reply::Done);
        }
        Ok(Reply::Refreshing(asked))
    }

    /// Puts feeds in line for now; gives how many may be asked.
    pub async fn ask(&self, facts: Vec<PollFacts>) -> usize {
        if facts.is_empty() {
            return 0;
        }
        let (counted, count) = oneshot::channel();
        self.order(|work| Order::Ask(facts, counted, work));
        count.await.unwrap_or(0)
    }

    /// Feeds just subscribed are asked at once where polling goes on in the background.
    pub async fn learn_new(&self, facts: Vec<PollFacts>) {
        if self.background {
            self.ask(facts).await;
        }
    }

    /// These feeds are to be polled from now on.
    pub fn learn(&self, facts: Vec<PollFacts>) {
        if self.background && !facts.is_empty() {
            self.order(|work| Order::Learn(facts, work));
        }
    }

    fn order(&self, order: impl FnOnce(Work) -> Order) {
        // The poller ends only with the engine.
        let _ = self.orders.send(order(self.busy.hold()));
    }

    pub async fn tell(&self, note: Note) {
        let _ = self.news.send(News::Note(note)).await;
    }
}
