//! The reader itself, on the terminal this was started from.

use crate::cli::demo;
use crate::cli::print::Outcome;
use crate::config::file::Config;
use crate::engine::clock::Clock;
use crate::engine::{Engine, Setup};
use crate::model::request::News;
use crate::shell::desktop::Desktop;
use crate::shell::pictures::{Gallery, Surroundings, emoji};
use crate::shell::run::{End, run};
use crate::shell::session::{Reload, Session};
use crate::shell::signals;
use crate::shell::terminal::{self, Screen};
use crate::ui::app::App;
use crate::ui::look::Settings;
use crate::ui::theme::{Choice, Icons};
use anyhow::{Context, bail};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::mpsc::Receiver;

/// The seed of a demo that was opened from within.
const SEED: u64 = 1;

/// Opens the reader on a person's own subscriptions.
///
/// # Errors
/// When there is no terminal for it, or the database or the terminal fails.
pub async fn open(setup: Setup, config: Config, reload: Arc<Reload>) -> anyhow::Result<Outcome> {
    needs_terminal()?;
    let clock = setup.clock.clone();
    let (engine, news) = Engine::start(setup)?;
    let settings = config.settings.clone();
    let desktop = desktop(HashMap::new());
    match show(engine, news, clock, settings, desktop, reload.clone()).await? {
        End::Demo => demo::open(SEED, config, reload).await,
        end => Ok(outcome(end)),
    }
}

/// Says why there is no reader to be seen here, and what works all the same.
///
/// # Errors
/// When the reader cannot be shown.
pub fn needs_terminal() -> anyhow::Result<()> {
    let term = std::env::var("TERM").ok();
    if let Some(why) = terminal::unfit(term.as_deref()) {
        bail!(
            "the reader needs a terminal: {why} – these work without one: \
             postil list, refresh, add, import, export"
        );
    }
    Ok(())
}

/// The person's browser, to which names may stand for a fixed address.
pub(crate) fn desktop(hosts: HashMap<String, SocketAddr>) -> Desktop {
    Desktop::new(std::env::var("BROWSER").ok(), hosts)
}

/// Runs the reader with an engine until it ends; then the terminal is given back, first of all.
///
/// # Errors
/// When the terminal fails.
pub async fn show(
    engine: Engine,
    mut news: Receiver<News>,
    clock: Clock,
    mut settings: Settings,
    desktop: Desktop,
    reload: Arc<Reload>,
) -> anyhow::Result<End> {
    let mut signals = signals::listen().context("listening for signals")?;
    let screen = Screen::open(settings.mouse).context("taking the terminal")?;
    if settings.theme == Choice::Ansi && settings.background.is_none() {
        screen.ask_background().context("taking the terminal")?;
    }
    let canvas = terminal::canvas().context("taking the terminal")?;
    let size = canvas.size().context("asking the terminal for its size")?;
    if std::env::var("TERM").is_ok_and(|term| term == "linux") && settings.icons == Icons::Unicode {
        // The font of the console has few signs beyond letters.
        settings.icons = Icons::Ascii;
    }
    let around = Surroundings::of_process();
    settings.reading.emoji.get_or_insert(emoji(&around));
    let gallery = Gallery::new(settings.reading.picture_way, &around, terminal::cell());
    let app = App::new(settings, (size.width, size.height));
    let mut session = Session::new(app, engine, clock, canvas, desktop)
        .on(screen)
        .with_pictures(gallery)
        .with_reload(reload);
    let mut keys = terminal::keys();
    let ended = run(&mut keys, &mut session, &mut news, &mut signals).await;
    let engine = session.leave();
    drop(news);
    engine.stop().await;
    ended.context("the terminal failed")
}

/// What an end means to whoever started the reader. A terminal that is gone counts as its SIGHUP.
pub fn outcome(end: End) -> Outcome {
    match end {
        End::Quit | End::Demo => Outcome::Done,
        End::Signal(number) => Outcome::Signal(number),
        End::Gone => Outcome::Signal(1),
    }
}
