//! The reader, the engine and a screen held together: an event goes in, its effects are done.
//!
//! This is the seam between the machine and the world. The loop in `run` drives it with a person's
//! keys; a test drives it with a script and ratatui's `TestBackend`, and nothing else differs.

use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::shell::desktop::Desktop;
use crate::shell::pictures::{Gallery, Surroundings};
use crate::shell::terminal::Screen;
use crate::ui::app::App;
use crate::ui::effect::Effect;
use crate::ui::event::Event;
use crate::ui::look::{PictureWay, Settings};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::{Position, Rect};
use std::collections::VecDeque;
use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// What an event left to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Flow {
    Continue,
    /// The person wants to leave.
    Quit,
    /// The person wants to leave and see the demo.
    Demo,
}

/// A running reader.
pub struct Session<B: Backend> {
    app: App,
    engine: Engine,
    clock: Clock,
    terminal: Terminal<B>,
    desktop: Desktop,
    /// The real terminal, where there is one to give back; a test has none.
    screen: Option<Screen>,
    gallery: Gallery,
    /// Reads the configuration again, where there is one.
    reload: Option<Arc<Reload>>,
    changed: bool,
}

/// Reads the configuration: the settings and what was not understood, or why it cannot be used.
pub type Reload = dyn Fn() -> Result<(Settings, Vec<String>), String> + Send + Sync;

impl<B> Session<B>
where
    B: Backend<Error: Error + Send + Sync + 'static>,
{
    pub fn new(
        app: App,
        engine: Engine,
        clock: Clock,
        terminal: Terminal<B>,
        desktop: Desktop,
    ) -> Self {
        Self {
            app,
            engine,
            clock,
            terminal,
            desktop,
            screen: None,
            gallery: Gallery::new(PictureWay::Off, &Surroundings::default(), None),
            reload: None,
            changed: true,
        }
    }

    /// The same session on the real terminal, which is given back when the session ends.
    #[must_use]
    pub fn on(mut self, screen: Screen) -> Self {
        self.screen = Some(screen);
        self
    }

    /// The same session with pictures.
    #[must_use]
    pub fn with_pictures(mut self, gallery: Gallery) -> Self {
        self.gallery = gallery;
        self
    }

    /// The same session, in which the configuration can be read again.
    #[must_use]
    pub fn with_reload(mut self, reload: Arc<Reload>) -> Self {
        self.reload = Some(reload);
        self
    }

    /// Asks the reader's first questions.
    pub fn start(&mut self) -> io::Result<Flow> {
        if let Some(cell) = self.gallery.cell() {
            let effects = self.app.update(Event::Cell(cell), self.clock.now());
            debug_assert!(effects.is_empty(), "nothing is open yet");
        }
        let effects = self.app.start(self.clock.now());
        self.perform(effects)
    }

    /// Lets the reader take in one event, and does what it wants done.
    ///
    /// # Errors
    /// When the terminal cannot be left or taken again.
    pub fn handle(&mut self, event: Event) -> io::Result<Flow> {
        let effects = self.app.update(event, self.clock.now());
        self.changed = true;
        self.perform(effects)
    }

    /// Whether there is anything to draw.
    pub fn changed(&self) -> bool {
        self.changed
    }

    /// Draws one frame if anything changed since the last.
    pub fn draw(&mut self) -> io::Result<()> {
        if self.changed {
            self.redraw()?;
        }
        Ok(())
    }

    /// Draws one frame.
    pub fn redraw(&mut self) -> io::Result<()> {
        self.changed = false;
        if let Some(screen) = &self.screen {
            screen.begin_frame()?;
        }
        let (app, gallery) = (&self.app, &mut self.gallery);
        self.terminal
            .draw(|frame| {
                app.view(frame);
                let stands = app.pictures(frame.area());
                gallery.draw(&stands, frame.buffer_mut());
            })
            .map_err(io::Error::other)?;
        if let Some(screen) = &self.screen {
            let area = Rect::from((
                Position::ORIGIN,
                self.terminal.size().map_err(io::Error::other)?,
            ));
            let stands = self.app.pictures(area);
            screen.write(&self.gallery.behind_frame(&stands))?;
            screen.end_frame()?;
        }
        Ok(())
    }

    /// Stops the process as Ctrl-Z does elsewhere; returns when it goes on.
    pub fn suspend(&mut self) -> io::Result<()> {
        match &self.screen {
            Some(screen) => {
                screen.suspend()?;
                self.resume()
            }
            None => Ok(()),
        }
    }

    /// Takes the terminal again after a stop: what stopped us may have changed its modes, its
    /// size and everything on it.
    pub fn resume(&mut self) -> io::Result<()> {
        if let Some(screen) = &self.screen {
            screen.take()?;
        }
        let forgetting = self.gallery.forget();
        if let Some(screen) = &self.screen {
            screen.write(forgetting)?;
        }
        let size = self.terminal.size().map_err(io::Error::other)?;
        // `Terminal::clear` would ask the terminal where its cursor is, and wait for the answer
        // among the person's keys; a resize to the same size clears without asking.
        let area = Rect::from((Position::ORIGIN, size));
        self.terminal.resize(area).map_err(io::Error::other)?;
        let resized = Event::Resize {
            columns: size.width,
            rows: size.height,
        };
        self.handle(resized).map(|_| ())
    }

    /// How soon the reader wants to be told that time went by; nothing while it is at rest.
    pub fn wants_tick(&self) -> Option<Duration> {
        self.app.wants_tick()
    }

    /// Waits for the next line the desktop has for the person, or for a picture that is ready to be drawn.
    pub async fn heard(&mut self) -> Option<Event> {
        tokio::select! {
            line = self.desktop.heard() => Some(Event::Said(line)),
            () = self.gallery.grown() => {
                self.changed = true;
                None
            }
        }
    }

    /// What is drawn on; a test reads its cells.
    pub fn terminal(&self) -> &Terminal<B> {
        &self.terminal
    }

    /// The same, for a test to give its pretended screen another size.
    pub fn terminal_mut(&mut self) -> &mut Terminal<B> {
        &mut self.terminal
    }

    /// What is drawn; a test draws it anew to compare.
    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Gives the terminal back and hands out the engine, to be stopped in its own time.
    pub fn leave(self) -> Engine {
        drop(self.screen);
        // The screen has shown the cursor again. Ratatui would do it once more, and where the
        // terminal is gone it would panic while reporting that it could not.
        std::mem::forget(self.terminal);
        self.engine
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<Flow> {
        let mut left = VecDeque::from(effects);
        while let Some(effect) = left.pop_front() {
            match effect {
                Effect::Ask(ticket, request) => self.engine.submit(ticket, request),
                Effect::OpenUrl(url) => {
                    if let Err(why) = self.desktop.open(&url) {
                        left.extend(self.say(why));
                    }
                }
                Effect::Copy(text) => {
                    if let Err(why) = self.copy(&text) {
                        left.extend(self.say(why));
                    }
                }
                Effect::Suspend => self.suspend()?,
                Effect::ReloadConfig => left.extend(self.reload()),
                Effect::Demo => return Ok(Flow::Demo),
                Effect::Quit => return Ok(Flow::Quit),
            }
        }
        Ok(Flow::Continue)
    }

    fn reload(&mut self) -> Vec<Effect> {
        let event = match self.reload.as_ref().map(|reload| reload()) {
            Some(Ok((settings, warnings))) => Event::Configured(Box::new(settings), warnings),
            Some(Err(why)) => Event::Said(why),
            None => Event::Said("There is no configuration to be read here".to_owned()),
        };
        self.app.update(event, self.clock.now())
    }

    fn say(&mut self, line: String) -> Vec<Effect> {
        self.app.update(Event::Said(line), self.clock.now())
    }

    fn copy(&self, text: &str) -> Result<(), String> {
        match &self.screen {
            Some(screen) => screen.copy(text),
            None => Ok(()),
        }
    }
}
