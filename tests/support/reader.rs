//! The whole reader without a terminal: the real engine, the demo's web, a clock wound by hand, and a
//! script of keys. What it shows can be compared as text with styles, or drawn as a picture.

use crossterm::event::{KeyEvent, MouseEvent};
use postil::cli::lived_in;
use postil::demo::server::{Served, serve};
use postil::demo::world::World;
use postil::engine::clock::Clock;
use postil::engine::{Engine, Setup};
use postil::fetch::limits::Limits;
use postil::model::request::News;
use postil::model::rules::Rules;
use postil::model::time::Time;
use postil::shell::desktop::Desktop;
use postil::shell::session::{Flow, Session};
use postil::ui::app::App;
use postil::ui::event::Event;
use postil::ui::keymap::chord;
use postil::ui::look::Settings;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::mpsc::Receiver;

/// 2026-03-14T18:00:00Z, a Saturday: the moment all pictures are taken at.
pub(crate) const EPOCH: Time = Time(1_773_511_200);

/// A reader at work.
pub(crate) struct Reader {
    runtime: Runtime,
    session: Option<Session<TestBackend>>,
    news: Receiver<News>,
    clock: Clock,
    size: (u16, u16),
    pub(crate) flow: Flow,
    /// The demo's web; it is served for as long as this lives.
    #[allow(dead_code, reason = "it serves for as long as it lives")]
    served: Option<Served>,
    folder: TempDir,
}

impl Reader {
    /// The demo as a person finds it, on a screen of 140 by 40.
    pub(crate) fn demo() -> Self {
        Self::demo_at(140, 40)
    }

    pub(crate) fn demo_at(columns: u16, rows: u16) -> Self {
        Self::with(
            columns,
            rows,
            Settings {
                demo: true,
                ..Settings::default()
            },
            true,
        )
    }

    /// A reader with nothing subscribed, to which the demo's web is the world.
    pub(crate) fn empty(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, Settings::default(), false)
    }

    pub(crate) fn with(columns: u16, rows: u16, settings: Settings, lived_in: bool) -> Self {
        let runtime = Runtime::new().expect("a runtime can be had");
        let folder = TempDir::new().expect("a temporary folder can be had");
        let clock = Clock::wound(EPOCH);
        let (served, engine, news) = runtime.block_on(async {
            let ticking = clock.clone();
            let world = Arc::new(World::new(1, EPOCH));
            let served = serve(world.clone(), Arc::new(move || ticking.now())).expect("loopback");
            let setup = setup(folder.path(), served.hosts.clone(), &clock);
            let (engine, mut news) = Engine::start(setup).expect("an empty folder is no trouble");
            if lived_in {
                let prepared = lived_in::prepare(&engine, &mut news, &clock, EPOCH, folder.path());
                prepared.await.expect("the demo can be prepared");
            }
            (served, engine, news)
        });
        Self::on(
            runtime,
            folder,
            Some(served),
            engine,
            news,
            clock,
            settings,
            (columns, rows),
        )
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts are put together here alone"
    )]
    fn on(
        runtime: Runtime,
        folder: TempDir,
        served: Option<Served>,
        engine: Engine,
        news: Receiver<News>,
        clock: Clock,
        settings: Settings,
        size: (u16, u16),
    ) -> Self {
        let terminal =
            Terminal::new(TestBackend::new(size.0, size.1)).expect("a test's screen cannot fail");
        let app = App::new(settings, size);
        let session = Session::new(
            app,
            engine,
            clock.clone(),
            terminal,
            // A browser that does nothing and says nothing.
            Desktop::new(Some("true".to_owned()), HashMap::new()),
        );
        let mut reader = Self {
            runtime,
            session: Some(session),
            news,
            clock,
            size,
            flow: Flow::Continue,
            served,
            folder,
        };
        let session = reader.session.as_mut().expect("it was just put there");
        reader.flow = session.start().expect("a test's terminal cannot fail");
        reader.settle();
        reader
    }

    /// Presses keys: letters stand for themselves, others are named: `jj<enter>c<ctrl-d>`.
    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for (code, modifiers) in presses(script) {
            self.event(Event::Key(KeyEvent::new(code, modifiers)));
        }
        self
    }

    /// Lets something happen, and waits until all that follows from it is done.
    pub(crate) fn event(&mut self, event: Event) -> &mut Self {
        self.quick(event);
        self.settle();
        self
    }

    /// Lets something happen and does not wait for what follows.
    pub(crate) fn quick(&mut self, event: Event) -> &mut Self {
        let _in_runtime = self.runtime.enter();
        let session = self.session.as_mut().expect("the reader runs");
        self.flow = session
            .handle(event)
            .expect("a test's terminal cannot fail");
        self
    }

    pub(crate) fn mouse(&mut self, mouse: MouseEvent) -> &mut Self {
        self.event(Event::Mouse(mouse))
    }

    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.event(Event::Paste(text.to_owned()))
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.size = (columns, rows);
        let session = self.session.as_mut().expect("the reader runs");
        session.terminal_mut().backend_mut().resize(columns, rows);
        self.event(Event::Resize { columns, rows })
    }

    /// The same without waiting for what follows.
    pub(crate) fn quick_resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.size = (columns, rows);
        let session = self.session.as_mut().expect("the reader runs");
        session.terminal_mut().backend_mut().resize(columns, rows);
        self.quick(Event::Resize { columns, rows })
    }

    /// Lets time go by, and what is due then be polled.
    pub(crate) fn wind(&mut self, by: Duration) -> &mut Self {
        self.clock.set(self.clock.now().after(by));
        self.session
            .as_ref()
            .expect("the reader runs")
            .engine()
            .look();
        self.settle();
        self.event(Event::Tick)
    }

    /// Leaves and comes back with the same database, as after a crash if `kindly` is false.
    pub(crate) fn restart(self, kindly: bool) -> Self {
        let settings = Settings {
            demo: true,
            ..Settings::default()
        };
        self.restart_as(kindly, settings)
    }

    /// The same with other settings.
    pub(crate) fn restart_as(mut self, kindly: bool, settings: Settings) -> Self {
        let session = self.session.take().expect("the reader runs");
        let hosts = self
            .served
            .as_ref()
            .map(|served| served.hosts.clone())
            .unwrap_or_default();
        let engine = session.leave();
        let (runtime, folder, clock) = (self.runtime, self.folder, self.clock);
        drop(self.news);
        let (engine, news) = runtime.block_on(async {
            if kindly {
                engine.stop().await;
            } else {
                drop(engine);
            }
            Engine::start(setup(folder.path(), hosts, &clock)).expect("the database can be opened")
        });
        Self::on(
            runtime,
            folder,
            self.served,
            engine,
            news,
            clock,
            settings,
            self.size,
        )
    }

    /// The reader itself, to be asked how it stands.
    pub(crate) fn app(&self) -> &App {
        self.session.as_ref().expect("the reader runs").app()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Takes in news until the engine is idle and has nothing more to tell.
    pub(crate) fn settle(&mut self) {
        let session = self.session.as_mut().expect("the reader runs");
        let news = &mut self.news;
        let flow = &mut self.flow;
        self.runtime.block_on(async {
            loop {
                tokio::select! {
                    biased;
                    Some(news) = news.recv() => {
                        let after = session.handle(Event::News(news)).expect("no terminal to fail");
                        if after != Flow::Continue {
                            *flow = after;
                        }
                    }
                    () = session.engine().idle() => {
                        if news.is_empty() && session.engine().is_idle() {
                            return;
                        }
                    }
                }
            }
        });
    }

    /// What is on the screen, cell by cell. It is drawn anew: a frame drawn over another leaves the
    /// second half of a wide character to the terminal, which `TestBackend` is not.
    pub(crate) fn buffer(&mut self) -> Buffer {
        let session = self.session.as_ref().expect("the reader runs");
        let backend = TestBackend::new(self.size.0, self.size.1);
        let mut terminal = Terminal::new(backend).expect("a test's screen cannot fail");
        terminal
            .draw(|frame| session.app().view(frame))
            .expect("a test's screen cannot fail");
        terminal.backend().buffer().clone()
    }

    /// Where the terminal's cursor stands.
    pub(crate) fn cursor(&mut self) -> (u16, u16) {
        let session = self.session.as_ref().expect("the reader runs");
        let backend = TestBackend::new(self.size.0, self.size.1);
        let mut terminal = Terminal::new(backend).expect("a test's screen cannot fail");
        terminal
            .draw(|frame| session.app().view(frame))
            .expect("a test's screen cannot fail");
        let at = terminal.backend().cursor_position();
        (at.x, at.y)
    }

    /// The screen as text, then its styles: a letter for each, and what the letters mean.
    pub(crate) fn screen(&mut self) -> String {
        let buffer = self.buffer();
        format!("{}\n{}", text_of(&buffer), styles_of(&buffer))
    }

    /// The screen as text alone.
    pub(crate) fn text(&mut self) -> String {
        text_of(&self.buffer())
    }
}

fn setup(folder: &Path, hosts: HashMap<String, std::net::SocketAddr>, clock: &Clock) -> Setup {
    Setup {
        database: folder.join("postil.db"),
        policy: lived_in::policy(),
        rules: Rules::default(),
        limits: Limits::default(),
        network: hosts.into(),
        clock: clock.clone(),
        cache: None,
        outside: postil::model::outside::Outside::default(),
        background: true,
    }
}

pub(crate) fn presses(
    script: &str,
) -> Vec<(crossterm::event::KeyCode, crossterm::event::KeyModifiers)> {
    let mut presses = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let (name, after) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, after)) => (name, after),
            None => rest.split_at(first.len_utf8()),
        };
        presses.push(chord::Key::parse(name).map_or_else(
            || panic!("{name} is no key"),
            |key| (key.code, key.modifiers),
        ));
        rest = after;
    }
    presses
}

/// Fails with the whole screen where a text is not on it.
pub(crate) fn assert_shows(reader: &mut Reader, text: &str) {
    let screen = reader.text();
    assert!(
        screen.contains(text),
        "{text:?} is not on the screen:\n{screen}"
    );
}

/// Fails with the whole screen where a text is on it.
pub(crate) fn assert_hides(reader: &mut Reader, text: &str) {
    let screen = reader.text();
    assert!(
        !screen.contains(text),
        "{text:?} is on the screen:\n{screen}"
    );
}

pub(crate) fn text_of(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in rows(buffer) {
        let mut line = String::new();
        let mut skip = 0;
        for cell in row {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            line.push_str(cell.symbol());
            skip = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

pub(crate) fn styles_of(buffer: &Buffer) -> String {
    let mut letters: Vec<String> = Vec::new();
    let mut map = String::new();
    for row in rows(buffer) {
        let mut line = String::new();
        for cell in row {
            let style = format!("{:?} {:?} {:?}", cell.fg, cell.bg, cell.modifier);
            let at = letters
                .iter()
                .position(|known| *known == style)
                .unwrap_or_else(|| {
                    letters.push(style);
                    letters.len() - 1
                });
            let blank = cell.symbol() == " "
                && !cell.modifier.intersects(ratatui::style::Modifier::REVERSED);
            line.push(if blank {
                ' '
            } else {
                char::from(b'a' + u8::try_from(at).unwrap_or(25))
            });
        }
        map.push_str(line.trim_end());
        map.push('\n');
    }
    let legend: Vec<String> = letters
        .iter()
        .enumerate()
        .map(|(at, style)| {
            format!(
                "{} {style}",
                char::from(b'a' + u8::try_from(at).unwrap_or(25))
            )
        })
        .collect();
    format!("{map}{}\n", legend.join("\n"))
}

fn rows(buffer: &Buffer) -> impl Iterator<Item = &[Cell]> {
    buffer
        .content()
        .chunks(usize::from(buffer.area.width.max(1)))
}
