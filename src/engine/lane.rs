//! Requests are answered here, one after another: what is asked after an order sees the order done.
//! What waits for the network or reads a whole file is started here and replies later.

use crate::engine::Work;
use crate::engine::busy::Busy;
use crate::engine::clock::Clock;
use crate::engine::poll::Means;
use crate::engine::poller::Order;
use crate::engine::reading::Memory;
use crate::engine::talk::turns::Turns;
use crate::engine::talk::{complete, find, follow, site};
use crate::engine::{
    acts, health, library, opml, pictures, reading, rules, share, subscribe, words,
};
use crate::fetch::client::Fetcher;
use crate::model::act::{Act, Change};
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedId, PollFacts};
use crate::model::outside::Outside;
use crate::model::report::{Failure, Left, Note};
use crate::model::request::{News, Reply, Request, Scope, Ticket};
use crate::model::rules::Rules;
use crate::poll::hand::Want;
use crate::poll::planner::Asked;
use crate::poll::policy::Policy;
use crate::poll::schedule::in_a_refresh;
use crate::store::handle::Store;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

const READING: &str = "reading what is known of the feeds";

/// A request with its number, and the mark that work is under way.
#[derive(Debug)]
pub struct Question {
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
    pub rules: Arc<Rules>,
    /// What polls are done with.
    pub means: Means,
    /// Searches for comments that are under way.
    pub searches: Turns,
    pub memory: Memory,
    /// Where pictures are kept; nowhere without one.
    pub cache: Option<PathBuf>,
    /// Programs that articles are handed to.
    pub outside: Arc<Outside>,
    pub news: mpsc::Sender<News>,
    pub orders: mpsc::UnboundedSender<Order>,
    pub busy: Busy,
    /// Polling goes on by itself.
    pub background: bool,
}

impl Desk {
    /// Answers until nobody can ask any more.
    pub async fn answer_all(self, mut asked: mpsc::UnboundedReceiver<Question>) {
        self.set_up().await;
        let mut slow = JoinSet::new();
        while let Some(Question {
            ticket,
            request,
            held,
        }) = asked.recv().await
        {
            while slow.try_join_next().is_some() {}
            match request {
                Request::Subscribe { .. }
                | Request::Discover { .. }
                | Request::Follow { .. }
                | Request::Act(Act::Entries(_, Change::Followed(_)))
                | Request::Complete { .. }
                | Request::Read { .. }
                | Request::Colour(_)
                | Request::Picture { .. }
                | Request::Save { .. }
                | Request::Share { .. }
                | Request::Refresh(Scope::Thread(_))
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

    /// Brings the library in line with the configuration, before anything is asked.
    async fn set_up(&self) {
        let (rules, now) = (self.rules.clone(), self.clock.now());
        let set_up = self.store.write(move |db| {
            db.take_logins_out()?;
            // A library of before, and what a command line followed, may have much to look at together.
            let sites = site::arrange(db, now)?;
            Ok((rules::subscribe(db, &rules, now)?, sites))
        });
        match set_up.await {
            Ok((new, sites)) => {
                self.learn(sites).await;
                self.learn_new(new).await;
            }
            Err(error) => {
                let failure = words::store("taking over the feeds of the configuration", &error);
                self.tell(Note::Failed(failure)).await;
            }
        }
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
            Request::Article(entry) => reading::article(self, entry).await,
            Request::Read { entry, body, again } => reading::read(self, entry, body, again).await,
            Request::Source { entry, body } => reading::source(self, entry, body).await,
            Request::KeepPlace { entry, place } => reading::keep_place(self, entry, place).await,
            Request::Colour(codes) => reading::colour(self, codes).await,
            Request::Picture { entry, address } => pictures::picture(self, entry, &address).await,
            Request::Save {
                entry,
                format,
                path,
            } => share::save(self, entry, format, path).await,
            Request::Share { entry, command } => share::share(self, entry, &command).await,
            Request::Play(enclosure) => share::play(self, &enclosure),
            Request::Conversation { entry, open } => library::conversation(self, entry, open).await,
            Request::NextUnread { after } => library::next_unread(self, after).await,
            Request::Mark { entries, mark } => library::mark(self, entries, mark).await,
            Request::Settings(holder) => acts::settings(self, holder).await,
            Request::Merge { feed, into } => acts::merge(self, feed, into).await,
            Request::Act(act) => acts::act(self, act).await,
            Request::Undo => acts::undo(self).await,
            Request::Redo => acts::redo(self).await,
            Request::ForgetActs => acts::forget(self).await,
            Request::Keep { name, value } => acts::keep(self, name, value).await,
            Request::Kept => acts::kept(self).await,
            Request::Seen {
                entry,
                comments,
                seen,
            } => library::seen(self, entry, comments, seen).await,
            Request::Follow { entries, following } => {
                follow::follow(self, entries, following).await
            }
            Request::Complete { entry, agreed } => complete::complete(self, entry, agreed).await,
            Request::Fold { entry, folds } => library::fold(self, entry, folds).await,
            Request::Find(meant) => find::find(self, meant).await,
            Request::Subscribe { url } => subscribe::subscribe(self, &url).await,
            Request::Discover { url } => subscribe::look(self, &url).await,
            Request::Refresh(scope) => self.refresh(scope).await,
            Request::RefreshDue => self.refresh_due().await,
            Request::Insist { feed, whole } => self.insist(feed, whole).await,
            Request::Health => health::health(self).await,
            Request::UndoMove(feed) => health::undo_move(self, feed).await,
            Request::FollowMove(feed) => health::follow_move(self, feed).await,
            Request::Unite(feed) => health::unite(self, feed).await,
            Request::ImportOpml(path) => opml::import(self, path).await,
            Request::ExportOpml(path) => opml::export(self, path).await,
        }
    }

    async fn refresh(&self, scope: Scope) -> Result<Reply, Failure> {
        if let Scope::Thread(entry) = scope {
            return follow::refresh(self, entry).await;
        }
        let want = match scope {
            Scope::Feeds(_) => Want::News,
            _ => Want::NewsOfAll,
        };
        let within = match scope {
            Scope::Feeds(feeds) => Some(feeds),
            Scope::Folder(folder) => {
                let feeds = self.store.read(move |db| db.feeds_in(folder)).await;
                Some(feeds.map_err(|error| words::store(READING, &error))?)
            }
            Scope::All | Scope::Thread(_) => None,
        };
        let mut facts = self.facts().await?;
        let now = self.clock.now();
        facts.retain(|facts| match &within {
            Some(within) => within.contains(&facts.feed),
            None => in_a_refresh(facts, &self.policy, now),
        });
        self.refreshing(facts, want).await
    }

    async fn refresh_due(&self) -> Result<Reply, Failure> {
        let facts = self.facts().await?;
        self.refreshing(facts, Want::Due).await
    }

    async fn insist(&self, feed: FeedId, whole: bool) -> Result<Reply, Failure> {
        let mut facts = self.facts().await?;
        facts.retain(|facts| facts.feed == feed);
        let want = if whole { Want::Whole } else { Want::Insist };
        self.refreshing(facts, want).await
    }

    pub async fn refreshing(&self, facts: Vec<PollFacts>, want: Want) -> Result<Reply, Failure> {
        let urls: HashMap<FeedId, String> = facts
            .iter()
            .map(|facts| (facts.feed, facts.url.clone()))
            .collect();
        let asked = self.ask(facts, want).await;
        let feeds: Vec<FeedId> = asked.left.iter().map(|refusal| refusal.feed).collect();
        let titles = self.store.read(move |db| {
            let titles = feeds.into_iter().map(|feed| db.title_of(feed));
            titles.collect::<Result<Vec<String>, _>>()
        });
        let titles = titles
            .await
            .map_err(|error| words::store(READING, &error))?;
        let left = asked
            .left
            .into_iter()
            .zip(titles)
            .map(|(refusal, title)| Left {
                feed: refusal.feed,
                title,
                url: urls.get(&refusal.feed).cloned().unwrap_or_default(),
                next: refusal.next,
                why: refusal.why,
                may_insist: refusal.may_insist,
            });
        Ok(Reply::Refreshing {
            asked: asked.put,
            left: left.collect(),
        })
    }

    /// What is known of every feed.
    async fn facts(&self) -> Result<Vec<PollFacts>, Failure> {
        let rules = self.rules.clone();
        let facts = self.store.read(move |db| rules::facts(db, &rules)).await;
        facts.map_err(|error| words::store(READING, &error))
    }

    /// These facts with what the person set for each feed; nothing where that cannot be read, which is
    /// told.
    async fn dressed(&self, facts: Vec<PollFacts>) -> Vec<PollFacts> {
        let rules = self.rules.clone();
        let dressed = self
            .store
            .read(move |db| rules::dressed(db, &rules, facts))
            .await;
        match dressed {
            Ok(dressed) => dressed,
            Err(error) => {
                self.tell(Note::Failed(words::store(READING, &error))).await;
                Vec::new()
            }
        }
    }

    /// Puts feeds in line for now, as far as they may be asked.
    pub async fn ask(&self, facts: Vec<PollFacts>, want: Want) -> Asked {
        if facts.is_empty() {
            return Asked::default();
        }
        let facts = self.dressed(facts).await;
        let (counted, count) = oneshot::channel();
        self.order(|work| Order::Ask(facts, want, counted, work));
        count.await.unwrap_or_default()
    }

    /// Feeds just subscribed are asked at once where polling goes on in the background.
    pub async fn learn_new(&self, facts: Vec<PollFacts>) {
        if self.background {
            self.ask(facts, Want::News).await;
        } else {
            self.learn(facts).await;
        }
    }

    /// These feeds are to be polled from now on.
    pub async fn learn(&self, facts: Vec<PollFacts>) {
        if !facts.is_empty() {
            let facts = self.dressed(facts).await;
            self.order(|work| Order::Learn(facts, work));
        }
    }

    /// Follows conversations because a rule says so, beside what else is asked: those that the person has not
    /// decided about. Where that cannot be, nobody is told.
    pub fn follow_by_rule(&self, entries: Vec<EntryId>) {
        let (desk, held) = (self.clone(), self.busy.hold());
        tokio::spawn(async move {
            let undecided = desk.store.read(move |db| {
                let mut undecided = entries;
                undecided.retain(|entry| matches!(db.following(*entry), Ok(Some(Following::No))));
                Ok(undecided)
            });
            if let Ok(entries) = undecided.await
                && !entries.is_empty()
            {
                let _ = follow::follow_by_rule(&desk, entries).await;
            }
            drop(held);
        });
    }

    /// This feed is there no more.
    pub fn forget(&self, feed: FeedId) {
        self.order(|work| Order::Forget(feed, work));
    }

    fn order(&self, order: impl FnOnce(Work) -> Order) {
        // The poller ends only with the engine.
        let _ = self.orders.send(order(self.busy.hold()));
    }

    pub async fn tell(&self, note: Note) {
        let _ = self.news.send(News::Note(note)).await;
    }
}
