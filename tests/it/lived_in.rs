//! The demo's library as its person left it, asked through the real engine: each thing that can be done
//! with a conversation can be tried on it.

use postil::cli::asking::Asking;
use postil::cli::lived_in;
use postil::demo::server::{Served, serve};
use postil::demo::world::World;
use postil::engine::clock::Clock;
use postil::engine::{Engine, Setup};
use postil::fetch::limits::Limits;
use postil::model::comment::{Comment, Conversation, Following, Members, Missing, Provenance};
use postil::model::entry::{EntryId, EntryRow};
use postil::model::report::Failure;
use postil::model::request::{Completed, News, Reply, Request, Scope};
use postil::model::rules::Rules;
use postil::model::time::Time;
use postil::model::view::{List, Listing, View, Window};
use postil::thread::tree::{self, NodeKind, Settings, Thread};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;

const EPOCH: Time = Time(1_700_000_000);

/// The demo, prepared and at rest.
struct Demo {
    runtime: Runtime,
    engine: Option<Engine>,
    news: Receiver<News>,
    clock: Clock,
    _served: Served,
    _folder: TempDir,
}

impl Demo {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder can be had");
        let runtime = Runtime::new().expect("a runtime can be had");
        let clock = Clock::wound(EPOCH);
        let (served, engine, news) = runtime.block_on(async {
            let ticking = clock.clone();
            let world = Arc::new(World::new(7, EPOCH));
            let served = serve(world, Arc::new(move || ticking.now())).expect("loopback ports");
            let setup = Setup {
                database: folder.path().join("postil.db"),
                policy: lived_in::policy(),
                rules: Rules::default(),
                limits: Limits::default(),
                network: served.hosts.clone().into(),
                clock: clock.clone(),
                cache: None,
                outside: postil::model::outside::Outside::default(),
                background: true,
            };
            let (engine, mut news) = Engine::start(setup).expect("an empty folder is no trouble");
            lived_in::prepare(&engine, &mut news, &clock, EPOCH, folder.path())
                .await
                .expect("the library can be prepared");
            (served, engine, news)
        });
        Self {
            runtime,
            engine: Some(engine),
            news,
            clock,
            _served: served,
            _folder: folder,
        }
    }

    fn ask(&mut self, request: Request) -> Result<Reply, Failure> {
        let engine = self.engine.as_ref().expect("it runs");
        let mut asking = Asking::new(engine, &mut self.news);
        self.runtime.block_on(async {
            let reply = asking.ask(request).await;
            asking.settle(|_| {}).await;
            reply
        })
    }

    /// Lets time go by, and what is due then be asked.
    fn wind(&mut self, seconds: u64) {
        self.clock
            .set(self.clock.now().after(Duration::from_secs(seconds)));
        let engine = self.engine.as_ref().expect("it runs");
        engine.look();
        let mut asking = Asking::new(engine, &mut self.news);
        self.runtime.block_on(asking.settle(|_| {}));
    }

    fn rows(&mut self, view: View) -> Vec<EntryRow> {
        let listing = Listing {
            list: List::of(view),
            window: Window::First,
            limit: 500,
            keep: Vec::new(),
        };
        match self.ask(Request::Entries(listing)) {
            Ok(Reply::Entries(page)) => page.rows,
            other => panic!("{other:?}"),
        }
    }

    /// The entry with this title in a feed.
    fn entry(&mut self, feed: &str, title: &str) -> EntryId {
        let rows = self.rows(View::All);
        let is_it = |row: &&EntryRow| row.feed_title == feed && row.title.starts_with(title);
        let row = rows.iter().find(is_it);
        row.unwrap_or_else(|| panic!("{feed} has no {title}")).id
    }

    fn open(&mut self, entry: EntryId) -> Conversation {
        let open = Request::Conversation { entry, open: true };
        self.ask(open).expect("it can be opened");
        let refresh = Request::Refresh(Scope::Thread(entry));
        self.ask(refresh).expect("it can be asked for");
        self.conversation(entry)
    }

    fn conversation(&mut self, entry: EntryId) -> Conversation {
        match self.ask(Request::Conversation { entry, open: false }) {
            Ok(Reply::Conversation(conversation)) => *conversation,
            other => panic!("{other:?}"),
        }
    }

    fn complete(&mut self, entry: EntryId) -> Completed {
        let agreed = false;
        match self.ask(Request::Complete { entry, agreed }) {
            Ok(Reply::Completed(completed)) => completed,
            other => panic!("{other:?}"),
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if let Some(engine) = self.engine.take() {
            self.runtime.block_on(engine.stop());
        }
    }
}

fn by<'a>(conversation: &'a Conversation, author: &str) -> Vec<&'a Comment> {
    let comments = conversation.comments.iter();
    comments
        .filter(|comment| comment.author.as_deref() == Some(author))
        .collect()
}

fn threaded(conversation: &Conversation) -> Thread {
    tree::build(conversation, Settings::default())
}

#[test]
fn conversations_are_followed_pinned_muted_and_over() {
    let mut demo = Demo::new();
    let quiet = demo.rows(View::QuietConversations);
    let quiet: Vec<(&str, Following)> = quiet
        .iter()
        .map(|row| (&*row.title, row.following))
        .collect();
    assert_eq!(
        quiet,
        [
            ("Fog by the bucket", Following::Muted),
            ("Rope, and what it is for", Following::Yes),
        ]
    );
    let talks = demo.rows(View::Conversations);
    let under = |title: &str| {
        let row = talks.iter().find(|row| row.title.starts_with(title));
        let row = row.unwrap_or_else(|| panic!("{title} is not taken up"));
        (row.following, row.comments.new > 0)
    };
    assert_eq!(under("The kettle"), (Following::Yes, true));
    assert_eq!(under("Barometers"), (Following::Yes, true));
    assert_eq!(under("Tags & angles"), (Following::Pinned, false));
    assert_eq!(under("Rimhatten"), (Following::No, false));
}

#[test]
fn under_the_barometer_all_that_befalls_comments_can_be_seen() {
    let mut demo = Demo::new();
    let entry = demo.entry("The Damp Almanac", "Barometers");
    let before = demo.conversation(entry);
    let (known, told) = (before.comments.len(), before.told.expect("it is told"));
    assert!(known < 20 && told >= 60, "{known} of {told} known");
    let feed = before.feed.as_deref().unwrap_or_default();
    assert!(feed.ends_with("/feed/atom/"), "{feed} is not the twin");
    let held = |thread: &Thread| {
        let mut nodes = thread.nodes.iter();
        nodes.any(|node| matches!(&node.kind, NodeKind::Missing { name, .. } if name.as_deref() == Some("Old Ferryman")))
    };
    assert!(held(&threaded(&before)), "the one held back has a place");

    let completed = demo.complete(entry);
    assert_eq!(completed.by, Provenance::WordPress);
    assert!(completed.whole && completed.new > 40, "{completed:?}");
    let whole = demo.conversation(entry);
    let deepest = threaded(&whole).nodes.iter().map(|node| node.depth).max();
    assert!(deepest > Some(9), "{deepest:?}");

    demo.wind(200);
    demo.ask(Request::Refresh(Scope::Thread(entry)))
        .expect("it can be asked for");
    let after = demo.conversation(entry);
    assert_eq!(by(&after, "Old Ferryman").len(), 1, "let in by now");
    assert!(!held(&threaded(&after)));
    let edited = |comment: &&&Comment| comment.edited;
    assert_eq!(by(&after, "Reggie Calder").iter().filter(edited).count(), 1);
    let spam = by(&after, "Best Barometers Outlet");
    assert!(spam.len() == 1 && !spam[0].gone, "it only left the feed");
    let completed = demo.complete(entry);
    assert_eq!(completed.gone, 1);
    let last = demo.conversation(entry);
    assert!(by(&last, "Best Barometers Outlet")[0].gone);
}

#[test]
fn a_feed_of_comments_is_found_on_the_page_and_who_is_answered_is_guessed() {
    let mut demo = Demo::new();
    let entry = demo.entry("Null Island Dispatch", "The street that moved");
    let conversation = demo.open(entry);
    let feed = conversation.feed.as_deref().unwrap_or_default();
    assert!(
        feed.ends_with("/the-street-that-moved/comments.xml"),
        "{feed}"
    );
    assert_eq!(conversation.missing, None);
    let guessed = threaded(&conversation)
        .nodes
        .iter()
        .filter(|node| node.guessed)
        .count();
    assert!(guessed >= 5, "{guessed} guessed");
}

#[test]
fn where_nobody_can_comment_that_is_said() {
    let mut demo = Demo::new();
    for (feed, title) in [
        ("The Damp Almanac", "A word on letters"),
        ("Ledger of Small Things", "Account of one drawer"),
    ] {
        let entry = demo.entry(feed, title);
        let conversation = demo.open(entry);
        assert_eq!(conversation.comments.len(), 0, "{title}");
        match conversation.missing {
            Some(Missing::Nothing { why, .. }) => assert!(why.contains("names no"), "{why}"),
            other => panic!("{title}: {other:?}"),
        }
    }
}

#[test]
fn a_talk_on_a_board_is_fetched_from_there() {
    let mut demo = Demo::new();
    let entry = demo.entry("The Slipway", "Tags & angles");
    let completed = demo.complete(entry);
    assert_eq!(
        (completed.by, completed.whole),
        (Provenance::Lobsters, true)
    );
    let conversation = demo.conversation(entry);
    assert!(conversation.comments.len() >= 10);
    let deepest = threaded(&conversation)
        .nodes
        .iter()
        .map(|node| node.depth)
        .max();
    assert!(deepest >= Some(3), "{deepest:?}");
}

#[test]
fn messages_of_a_list_are_a_conversation_and_more_come() {
    let mut demo = Demo::new();
    let entry = demo.entry("The Tuners’ List", "Lost: one lever");
    let conversation = demo.conversation(entry);
    assert_eq!(conversation.members, Members::Entries);
    assert_eq!(conversation.comments.len(), 3);
    demo.wind(240);
    let conversation = demo.conversation(entry);
    assert_eq!(conversation.comments.len(), 4);
    let newest = conversation.comments.last().expect("a message");
    assert!(!newest.read);
    let deepest = threaded(&conversation)
        .nodes
        .iter()
        .map(|node| node.depth)
        .max();
    assert_eq!(deepest, Some(2));
}

#[test]
fn comments_of_a_whole_site_are_conversations_by_post() {
    let mut demo = Demo::new();
    let talks = demo.rows(View::Conversations);
    let of_site = talks
        .iter()
        .filter(|row| row.feed_title == "Comments for Pressing Matters");
    let of_site: Vec<(&str, bool)> = of_site
        .map(|row| (row.name(), row.comments.new > 0))
        .collect();
    assert_eq!(
        of_site,
        [
            ("http://pressing.example/what-the-presses-say", true),
            ("http://pressing.example/a-drawer-of-buttons", false),
        ]
    );
}

#[test]
fn people_go_on_talking_where_somebody_follows() {
    let mut demo = Demo::new();
    let new = |demo: &mut Demo| -> u32 {
        let rows = demo.rows(View::Conversations);
        rows.iter().map(|row| row.comments.new).sum()
    };
    let before = new(&mut demo);
    for _ in 0..120 {
        demo.wind(10);
    }
    let came = new(&mut demo) - before;
    assert!(came > 15, "{came} in twenty minutes");
}
