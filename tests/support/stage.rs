//! A scripted server, a library and a clock wound by hand: days of polling in a moment.

use crate::asking::Asking;
use crate::score::{Promise, Score};
use crate::server::Server;
use postil::engine::clock::Clock;
use postil::model::feed::FeedId;
use postil::model::request::{Reply, Request, Scope};
use postil::model::rules::Rules;
use postil::model::time::Time;
use postil::poll::policy::Policy;
use rusqlite::Connection;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// When everything begins: 2026-03-14T18:00:00Z.
pub(crate) const NOW: Time = Time(1_773_511_200);

pub(crate) const MINUTE: Duration = Duration::from_mins(1);
pub(crate) const HOUR: Duration = Duration::from_hours(1);
pub(crate) const DAY: Duration = Duration::from_hours(24);

/// How long an engine may be at work while the clock stands.
const PATIENCE: Duration = Duration::from_millis(500);

/// What the default policy promises when nobody presses a key.
pub(crate) const BY_ITSELF: Promise = Promise {
    gap: 2,
    pace: 3_600,
};

pub(crate) struct Stage {
    pub(crate) server: Server,
    folder: TempDir,
    pub(crate) clock: Clock,
    pub(crate) policy: Policy,
}

impl Stage {
    pub(crate) fn set() -> Self {
        let (server, clock) = (Server::on_addresses(8), Clock::wound(NOW));
        let told = clock.clone();
        server.tell_time(move || told.now().0);
        Self {
            server,
            folder: TempDir::new().expect("a temporary folder can be had"),
            clock,
            policy: Policy::default(),
        }
    }

    /// A person who presses keys all the time and servers that may be asked again at once.
    pub(crate) fn impatient() -> Self {
        let policy = Policy {
            host_gap: Duration::ZERO,
            by_hand: Duration::ZERO,
            ..Policy::default()
        };
        Self {
            policy,
            ..Self::set()
        }
    }

    /// An engine on the library of this stage that polls by itself. What it is to ask has to be scripted.
    pub(crate) fn engine(&self) -> Asking {
        self.engine_in(self.folder.path(), true)
    }

    /// An engine that asks only what it is told to.
    pub(crate) fn waiting(&self) -> Asking {
        self.engine_in(self.folder.path(), false)
    }

    /// An engine that polls by itself, for a person who set this.
    pub(crate) fn ruled(&self, rules: Rules) -> Asking {
        let (hosts, policy) = (self.server.hosts(), self.policy.clone());
        Asking::ruled(self.folder.path(), hosts, policy, rules, &self.clock, true)
    }

    pub(crate) fn engine_in(&self, folder: &Path, background: bool) -> Asking {
        let (hosts, policy) = (self.server.hosts(), self.policy.clone());
        Asking::start(folder, hosts, policy, &self.clock, background)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("postil.db")
    }

    /// One number out of the library.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        let library = Connection::open(self.database()).expect("it is there");
        let number = library.query_one(sql, [], |row| row.get(0));
        number.expect("the tables are those of docs/schema.md")
    }

    /// So long after the beginning, as seen by an engine that is told nothing else.
    pub(crate) async fn at(&self, asking: &mut Asking, after: Duration) {
        self.clock.set(NOW.after(after));
        asking.engine.look();
        asking.quiet().await;
    }

    /// Time passes until so long after the beginning, in steps of this length. Where something is asked, the
    /// clock goes second by second for a while, as what waits for its host comes then.
    pub(crate) async fn until(&self, asking: &mut Asking, after: Duration, step: Duration) {
        let end = NOW.after(after);
        let mut close = 0;
        while self.clock.now() < end {
            let step = if close > 0 {
                Duration::from_secs(1)
            } else {
                step
            };
            let before = self.server.asked();
            self.clock.set(self.clock.now().after(step).min(end));
            asking.engine.look();
            // What waits for a clock that stands would wait for ever; then the clock goes on.
            let _ = tokio::time::timeout(PATIENCE, asking.quiet()).await;
            let asked = self.server.asked() > before;
            close = if asked {
                3
            } else {
                usize::saturating_sub(close, 1)
            };
        }
    }

    /// How many requests there were.
    pub(crate) fn count(&self) -> usize {
        self.server.asked()
    }

    /// When an address was asked, in seconds after the beginning.
    pub(crate) fn times_of(&self, url: &str) -> Vec<i64> {
        let times = self.server.times_of(url).into_iter();
        times.map(|at| at - NOW.0).collect()
    }

    pub(crate) fn score(&self, promise: Promise) -> Score {
        Score::of(&self.server.log(), promise)
    }
}

pub(crate) async fn add(asking: &mut Asking, url: &str) -> FeedId {
    let request = Request::Subscribe {
        url: url.to_owned(),
    };
    match asking.ask(request).await {
        Ok(Reply::Subscribed { feed, .. }) => {
            asking.quiet().await;
            feed
        }
        other => panic!("{url}: {other:?}"),
    }
}

/// Subscribes to all of these and asks none yet.
pub(crate) async fn import(stage: &Stage, urls: &[String]) -> Reply {
    let file = stage.folder().join("in.opml");
    std::fs::write(&file, opml(urls)).expect("the folder is ours");
    let mut asking = stage.waiting();
    let reply = asking.ask(Request::ImportOpml(file)).await;
    asking.stop().await;
    reply.expect("it is OPML")
}

pub(crate) fn opml(urls: &[String]) -> String {
    let mut outlines = String::new();
    for url in urls {
        let url = url.replace('&', "&amp;");
        let _ = write!(
            outlines,
            "<outline type=\"rss\" text=\"A feed\" xmlUrl=\"{url}\"/>"
        );
    }
    format!("<opml version=\"2.0\"><body>{outlines}</body></opml>")
}

/// Asks for a refresh as a person does, and waits until all of it is done.
pub(crate) async fn refresh(asking: &mut Asking, scope: Scope) -> Reply {
    let reply = asking.ask(Request::Refresh(scope)).await;
    asking.quiet().await;
    reply.expect("a refresh can be asked for")
}

/// A feed with these entries, newest first.
pub(crate) fn feed(keys: &[&str]) -> String {
    let mut items = String::new();
    for key in keys {
        let _ = write!(
            items,
            "<item><guid isPermaLink=\"false\">{key}</guid><title>{key}</title>\
             <link>http://blog.test/{key}</link></item>"
        );
    }
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A blog</title>\
         <link>http://blog.test/</link>{items}</channel></rss>"
    )
}
