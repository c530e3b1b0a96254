//! What a person feels on a large library: the first frame, another view, a key.
//!
//! `cargo bench --bench reader`. The whole reader runs – panes, engine, two database threads – on a
//! screen of 200 by 60 that is kept in memory. The library is the one `library` is measured on.

mod generate;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use generate::{NOW, Size, library};
use postil::engine::clock::Clock;
use postil::engine::{Engine, Setup};
use postil::fetch::limits::Limits;
use postil::fetch::network::Network;
use postil::model::request::{News, Reply};
use postil::model::rules::Rules;
use postil::poll::policy::Policy;
use postil::shell::desktop::Desktop;
use postil::shell::session::Session;
use postil::ui::app::App;
use postil::ui::event::Event;
use postil::ui::look::Settings;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;

const SCREEN: (u16, u16) = (200, 60);

/// A reader on a library, without a terminal.
struct Reader<'run> {
    runtime: &'run Runtime,
    session: Option<Session<TestBackend>>,
    news: Receiver<News>,
}

impl<'run> Reader<'run> {
    fn start(runtime: &'run Runtime, database: &Path) -> Self {
        let _within = runtime.enter();
        let clock = Clock::wound(NOW);
        let setup = Setup {
            database: database.to_path_buf(),
            policy: Policy::default(),
            rules: Rules::default(),
            limits: Limits::default(),
            network: Network::default(),
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
        Self {
            runtime,
            session: Some(session),
            news,
        }
    }

    fn session(&mut self) -> &mut Session<TestBackend> {
        self.session.as_mut().expect("it runs until it is dropped")
    }

    /// Presses a key and draws; what the engine answers is left for later.
    fn key(&mut self, code: KeyCode) {
        let key = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
        let _ = self.session().handle(key).expect("no terminal to fail");
        self.session().draw().expect("no terminal to fail");
    }

    /// Takes in news until a list of entries came, and draws it.
    fn until_entries(&mut self) {
        self.until(|reply| matches!(reply, Reply::Entries(_)));
    }

    /// Takes in news until this answer came, and draws what it changed.
    fn until(&mut self, came: impl Fn(&Reply) -> bool) {
        loop {
            let news = self
                .runtime
                .block_on(self.news.recv())
                .expect("the engine lives");
            let entries = matches!(&news, News::Reply(_, Ok(reply)) if came(reply));
            let _ = self
                .session()
                .handle(Event::News(news))
                .expect("no terminal to fail");
            if entries {
                self.session().draw().expect("no terminal to fail");
                return;
            }
        }
    }

    /// Takes in what has been answered so far.
    fn catch_up(&mut self) {
        while let Ok(news) = self.news.try_recv() {
            let _ = self
                .session()
                .handle(Event::News(news))
                .expect("no terminal to fail");
        }
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

fn frames(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime can be had");
    let database = made(&runtime);
    let mut group = criterion.benchmark_group("reader");
    group.sample_size(20);
    group.bench_function("first frame with entries", |bench| {
        bench.iter_batched(
            || (),
            |()| {
                let mut reader = Reader::start(&runtime, &database);
                reader.until_entries();
                reader
            },
            BatchSize::PerIteration,
        );
    });
    let mut reader = Reader::start(&runtime, &database);
    reader.until_entries();
    reader.key(KeyCode::Char('h'));
    // From Unread to Today and back; then from Conversations to All and back.
    views(&mut group, &mut reader, "Today, then Unread", ['k', 'j']);
    for _ in 0..2 {
        reader.key(KeyCode::Char('j'));
        reader.until_entries();
    }
    views(
        &mut group,
        &mut reader,
        "All, then Conversations",
        ['j', 'k'],
    );
    reader.key(KeyCode::Char('j'));
    reader.until_entries();
    reader.key(KeyCode::Char('l'));
    group.bench_function("to the end and back to the top", |bench| {
        bench.iter(|| {
            reader.key(KeyCode::Char('G'));
            reader.until_entries();
            reader.key(KeyCode::Home);
            reader.until_entries();
        });
    });
    group.finish();
    told("one key to its frame", &mut keys(&mut reader));
    in_order(&mut reader);
}

fn views(
    group: &mut criterion::BenchmarkGroup<criterion::measurement::WallTime>,
    reader: &mut Reader,
    name: &str,
    keys: [char; 2],
) {
    group.bench_function(name, |bench| {
        bench.iter(|| {
            for key in keys {
                reader.key(KeyCode::Char(key));
                reader.until_entries();
            }
        });
    });
}

/// How long each of many keys takes to its frame, while pages and previews come in.
fn keys(reader: &mut Reader) -> Vec<Duration> {
    (0..4_000)
        .map(|press| {
            let code = if press % 1_000 < 800 { 'j' } else { 'k' };
            #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
            let begun = Instant::now();
            reader.key(KeyCode::Char(code));
            let taken = begun.elapsed();
            reader.catch_up();
            taken
        })
        .collect()
}

/// What is done to the whole list at once, and other orders of it: from the key to the frame that shows it.
fn in_order(reader: &mut Reader) {
    let mut done = |what: &str, line: &str, came: fn(&Reply) -> bool| {
        let mut taken: Vec<Duration> = (0..3)
            .map(|_| {
                #[expect(clippy::disallowed_methods, reason = "a bench measures time")]
                let begun = Instant::now();
                for char in line.chars() {
                    reader.key(KeyCode::Char(char));
                }
                reader.key(KeyCode::Enter);
                reader.until(came);
                begun.elapsed()
            })
            .collect();
        told(what, &mut taken);
    };
    let entries = |reply: &Reply| matches!(reply, Reply::Entries(_));
    done("sorted by title", ":sort title", entries);
    done("oldest first", ":sort -date", entries);
    done(
        "a filter that fits one in many",
        ":query newer:1d title:a",
        entries,
    );
    done("all of it again", ":query title:e", entries);
    done("all marked read", ":mark-read all", |reply| {
        matches!(reply, Reply::Did(_))
    });
    done("taken back", ":undo", |reply| {
        matches!(reply, Reply::Undid(_))
    });
}

#[expect(clippy::print_stdout, reason = "a bench tells what it measured")]
fn told(what: &str, taken: &mut [Duration]) {
    taken.sort();
    let at = |share: usize| taken[(taken.len() - 1) * share / 100];
    println!(
        "{what}, {} times: median {:?}, p99 {:?}, longest {:?}",
        taken.len(),
        at(50),
        at(99),
        at(100)
    );
}

fn made(runtime: &Runtime) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let made = library(&directory, Size::from_environment());
    runtime.block_on(made).expect("a library can be made")
}

criterion_group!(benches, frames);
criterion_main!(benches);
