//! What a person feels in a conversation of five thousand comments, sixty deep: from the key to the first
//! frame, where that time goes, and every key after that.
//!
//! `cargo bench --bench thread`. The whole reader runs – panes, engine, two database threads – on a screen
//! of 140 by 40 that is kept in memory. It prints each time beside its limit: 50 ms to open, 8 ms a frame.

mod talk;

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use postil::engine::clock::Clock;
use postil::engine::{Engine, Setup};
use postil::fetch::limits::Limits;
use postil::fetch::network::Network;
use postil::model::comment::{Comment, Conversation};
use postil::model::request::{News, Reply};
use postil::model::rules::Rules;
use postil::poll::policy::Policy;
use postil::shell::desktop::Desktop;
use postil::shell::session::Session;
use postil::thread::tree::{self, Settings as TreeSettings};
use postil::ui::app::App;
use postil::ui::event::Event;
use postil::ui::look::Settings;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::collections::HashMap;
use std::hint::black_box;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use talk::{COMMENTS, DEEPEST, HOST, NOW};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;

const SCREEN: (u16, u16) = (140, 40);
const TO_OPEN: Duration = Duration::from_millis(50);
const A_FRAME: Duration = Duration::from_millis(8);
/// Times the conversation is opened.
const OPENINGS: usize = 30;

/// A reader on the library, without a terminal.
struct Reader<'run> {
    runtime: &'run Runtime,
    session: Option<Session<TestBackend>>,
    news: Receiver<News>,
}

/// How long one opening took.
struct Opening {
    /// From the key to the answer, the empty pane drawn meanwhile.
    answer: Duration,
    /// From the answer to the frame.
    frame: Duration,
}

impl<'run> Reader<'run> {
    fn start(runtime: &'run Runtime, database: &Path, nobody: SocketAddr) -> Self {
        let _within = runtime.enter();
        let clock = Clock::wound(NOW);
        let hosts = HashMap::from([(HOST.to_owned(), nobody)]);
        let setup = Setup {
            database: database.to_path_buf(),
            // The clock stands still: who has to wait for a host would wait for ever.
            policy: Policy {
                host_gap: Duration::ZERO,
                ..Policy::default()
            },
            rules: Rules::default(),
            limits: Limits::default(),
            network: Network::from(hosts),
            clock: clock.clone(),
            cache: None,
            outside: postil::model::outside::Outside::default(),
            background: false,
        };
        let (engine, news) = Engine::start(setup).expect("the library opens");
        let terminal = Terminal::new(TestBackend::new(SCREEN.0, SCREEN.1)).expect("no terminal");
        let app = App::new(Settings::default(), SCREEN);
        let mut session = Session::new(
            app,
            engine,
            clock,
            terminal,
            Desktop::new(None, HashMap::new()),
        );
        let _ = session.start().expect("no terminal to fail");
        let mut reader = Self {
            runtime,
            session: Some(session),
            news,
        };
        reader.settle();
        reader
    }

    fn session(&mut self) -> &mut Session<TestBackend> {
        self.session.as_mut().expect("it runs until it is dropped")
    }

    fn handle(&mut self, event: Event) {
        let _ = self.session().handle(event).expect("no terminal to fail");
    }

    fn draw(&mut self) {
        self.session().draw().expect("no terminal to fail");
    }

    /// Presses a key and draws; what the engine answers is left for later.
    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.handle(Event::Key(KeyEvent::new(code, modifiers)));
        self.draw();
    }

    fn hear(&mut self) -> News {
        let news = self.runtime.block_on(self.news.recv());
        news.expect("the engine lives")
    }

    /// Takes in news until nothing is under way.
    fn settle(&mut self) {
        let session = self.session.as_mut().expect("it runs until it is dropped");
        let news = &mut self.news;
        self.runtime.block_on(async {
            loop {
                tokio::select! {
                    biased;
                    Some(news) = news.recv() => {
                        let _ = session.handle(Event::News(news)).expect("no terminal to fail");
                    }
                    () = session.engine().idle() => {
                        if news.is_empty() && session.engine().is_idle() {
                            return;
                        }
                    }
                }
            }
        });
        self.draw();
    }

    /// Opens the conversation of the entry that is selected.
    fn open(&mut self) -> Opening {
        let pressed = now();
        self.key(KeyCode::Char('c'), KeyModifiers::NONE);
        let news = loop {
            match self.hear() {
                news @ News::Reply(_, Ok(Reply::Conversation(_))) => break news,
                other => self.handle(Event::News(other)),
            }
        };
        let answered = now();
        self.handle(Event::News(news));
        self.draw();
        Opening {
            answer: answered.duration_since(pressed),
            frame: answered.elapsed(),
        }
    }

    /// How long a key takes to its frame, many times over.
    fn keys(&mut self, code: char, modifiers: KeyModifiers, times: usize) -> Vec<Duration> {
        let taken = (0..times).map(|_| {
            let pressed = now();
            self.key(KeyCode::Char(code), modifiers);
            let taken = pressed.elapsed();
            self.settle();
            taken
        });
        taken.collect()
    }

    /// What the selected entry's conversation is.
    fn conversation(&mut self) -> Conversation {
        self.key(KeyCode::Char('c'), KeyModifiers::NONE);
        let conversation = loop {
            if let News::Reply(_, Ok(Reply::Conversation(conversation))) = self.hear() {
                break *conversation;
            }
        };
        self.settle();
        conversation
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.news.close();
            while self.news.try_recv().is_ok() {}
            self.runtime.block_on(session.leave().stop());
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn now() -> Instant {
    Instant::now()
}

fn long(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime can be had");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("thread");
    // What an earlier run left behind, if one did.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the build's own folder");
    let library = talk::library(&folder);
    let database = runtime.block_on(library).expect("a library can be made");
    // Nobody listens there once this is dropped, so that a request fails at once.
    let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|free| free.local_addr());
    let nobody = nobody.expect("a loopback port can be had");
    let start = || Reader::start(&runtime, &database, nobody);

    let conversation = start().conversation();
    assert_eq!(conversation.comments.len(), COMMENTS);
    let comments: Vec<Arc<Comment>> = conversation
        .comments
        .iter()
        .cloned()
        .map(Arc::new)
        .collect();
    let tree = || tree::build_of(&conversation, black_box(&comments), TreeSettings::default());
    let deepest = tree().nodes.iter().map(|node| node.depth + 1).max();
    assert_eq!(deepest, Some(DEEPEST), "as deep as it says");
    criterion.bench_function("the tree of the conversation", |bench| bench.iter(tree));

    let openings: Vec<Opening> = (0..OPENINGS)
        .map(|_| {
            let mut reader = start();
            let opening = reader.open();
            reader.settle();
            opening
        })
        .collect();
    let all = |part: fn(&Opening) -> Duration| openings.iter().map(part).collect();
    told(
        "c to the answer: store, texts",
        TO_OPEN,
        all(|one| one.answer),
    );
    told(
        "the answer to its frame: tree, pane",
        TO_OPEN,
        all(|one| one.frame),
    );
    told(
        "c to the frame, all of it",
        TO_OPEN,
        all(|one| one.answer + one.frame),
    );

    let mut reader = start();
    reader.open();
    reader.settle();
    let (plain, control) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
    for (name, key, modifiers, times) in [
        ("j: next comment", 'j', plain, 500),
        ("ctrl-d: half a screen", 'd', control, 300),
        ("k: previous comment", 'k', plain, 200),
        ("]: next new", ']', plain, 200),
        ("G: the end", 'G', plain, 20),
        ("k: previous comment, at the end", 'k', plain, 200),
        ("g: the top", 'g', plain, 20),
        ("space: fold and unfold sixty levels", ' ', plain, 60),
    ] {
        let taken = reader.keys(key, modifiers, times);
        told(name, A_FRAME, taken);
    }
}

#[expect(clippy::print_stdout, reason = "a bench tells what it measured")]
fn told(what: &str, limit: Duration, mut taken: Vec<Duration>) {
    taken.sort();
    let at = |share: usize| taken[(taken.len() - 1) * share / 100];
    let verdict = if at(99) <= limit { "within" } else { "beyond" };
    println!(
        "{what:<38} median {:>8.2?}, p99 {:>8.2?}, longest {:>8.2?} – {verdict} {limit:?}",
        at(50),
        at(99),
        at(100)
    );
}

criterion_group!(benches, long);
criterion_main!(benches);
