//! From arguments to a command, with everything a command stands on.

use crate::cli::args::{Args, Command};
use crate::cli::asking::Asking;
use crate::cli::inspect::Manner;
use crate::cli::print::{self, Outcome};
use crate::cli::refresh::{Telling, Which};
use crate::cli::{
    add, comments, conversations, demo, doctor, feeds, follow, import, inspect, list, moving,
    reader, refresh, settings, show,
};
use crate::config::file::{self, Config};
use crate::config::paths;
use crate::config::paths::Paths;
use crate::engine::clock::Clock;
use crate::engine::{Engine, Setup};
use crate::model::comment::Following;
use crate::model::request::News;
use crate::shell::session::Reload;
use crate::shell::terminal;
use crate::ui::theme::{Choice, Glyphs};
use anyhow::Context;
use clap::Parser;
use jiff::tz::TimeZone;
use std::ffi::OsString;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime;
use tokio::sync::mpsc::Receiver;

/// Does what the arguments say.
///
/// # Errors
/// Why nothing could be done, for `explain`.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(told) => {
            // Help and version are told in this way too; their code is 0.
            let _ = told.print();
            return Ok(ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2)));
        }
    };
    raise_limits();
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("starting")?;
    let outcome = runtime.block_on(command(args));
    // A name being looked up cannot be interrupted; nobody has to wait for it.
    runtime.shutdown_timeout(Duration::from_millis(100));
    match outcome {
        Err(error) if print::is_broken_pipe(&error) => Ok(ExitCode::SUCCESS),
        outcome => outcome.map(ExitCode::from),
    }
}

/// Asks the system for as many open files as it gives: a thousand servers are a thousand connections, and
/// some systems begin with 256. If it gives no more, so be it.
fn raise_limits() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.unwrap_or(OPEN_FILES).min(OPEN_FILES);
        if limit.current.is_some_and(|current| current < wanted) {
            limit.current = Some(wanted);
            let _ = setrlimit(Resource::Nofile, limit);
        }
    }
}

/// Files and connections open at one time, at most.
#[cfg(unix)]
const OPEN_FILES: u64 = 4_096;

async fn command(args: Args) -> anyhow::Result<Outcome> {
    let paths = paths::find(args.config, args.data_dir)?;
    if let Some(Command::Config { what }) = args.command {
        return settings::config(what, &paths);
    }
    let config = configuration(&paths)?;
    if let Some(Command::Doctor) = args.command {
        let setup = setup(paths.clone(), &config, false);
        return doctor::doctor(&paths, &config, setup).await;
    }
    for warning in &config.warnings {
        print::note(warning);
    }
    if let Some(Command::Keys { place }) = args.command {
        return settings::keys(&config.settings.keys, place.as_deref());
    }
    let Some(command) = args.command else {
        let reload = reloading(paths.clone());
        return reader::open(setup(paths, &config, true), config, reload).await;
    };
    if let Command::Demo { seed } = command {
        return demo::open(seed, config, reloading(paths)).await;
    }
    if let Command::Inspect { what, json, base } = command {
        let zone = config.settings.zone;
        let manner = Manner { json, zone, base };
        return inspect::inspect(&what, config.limits, config.network, manner).await;
    }
    let clock = Clock::system();
    let setup = Setup {
        clock: clock.clone(),
        ..setup(paths, &config, false)
    };
    let (engine, mut news) = Engine::start(setup)?;
    let outcome = with_engine(command, &engine, &mut news, &clock, &config).await;
    drop(news);
    engine.stop().await;
    outcome
}

async fn with_engine(
    command: Command,
    engine: &Engine,
    news: &mut Receiver<News>,
    clock: &Clock,
    config: &Config,
) -> anyhow::Result<Outcome> {
    let mut asking = Asking::new(engine, news);
    let zone = &config.settings.zone;
    match command {
        Command::Comments { .. }
        | Command::Conversations { .. }
        | Command::Follow { .. }
        | Command::Unfollow { .. } => about_talk(command, &mut asking, clock, config).await,
        Command::Show {
            entry,
            width,
            format,
            page,
        } => {
            let reading = &config.settings.reading;
            let usual = || terminal::columns().unwrap_or(80).min(reading.measure);
            let manner = show::Manner {
                form: format,
                width: width.unwrap_or_else(usual),
                emoji: reading.emoji(),
                page,
            };
            show::show(&mut asking, &entry, manner).await
        }
        Command::Import { file } => import::import(&mut asking, file).await,
        Command::Export { file } => import::export(&mut asking, file).await,
        Command::Add { urls, dry_run } => add::add(&mut asking, urls, dry_run).await,
        Command::Refresh {
            all,
            feed,
            force,
            json,
            quiet,
        } => {
            let which = whom(all, feed, force);
            let telling = telling(json, quiet);
            refresh::refresh(&mut asking, which, telling, clock, zone).await
        }
        Command::Feeds {
            health,
            trouble,
            json,
        } => {
            let manner = feeds::Manner {
                health,
                trouble,
                json,
            };
            feeds::feeds(&mut asking, manner, clock.now(), zone).await
        }
        Command::Move {
            url, back, unite, ..
        } => {
            let way = match (back, unite) {
                (true, _) => moving::Way::Back,
                (_, true) => moving::Way::Unite,
                _ => moving::Way::Follow,
            };
            moving::to(&mut asking, &url, way).await
        }
        Command::List {
            entries: false,
            unread,
            ..
        } => list::subscriptions(&mut asking, clock.now(), unread).await,
        Command::List { unread, limit, .. } => {
            list::entries(&mut asking, zone, unread, limit).await
        }
        Command::Demo { .. }
        | Command::Inspect { .. }
        | Command::Doctor
        | Command::Config { .. }
        | Command::Keys { .. } => Ok(Outcome::Done),
    }
}

/// The commands about conversations.
async fn about_talk(
    command: Command,
    asking: &mut Asking<'_>,
    clock: &Clock,
    config: &Config,
) -> anyhow::Result<Outcome> {
    let zone = &config.settings.zone;
    match command {
        Command::Comments {
            entry,
            json,
            markdown,
            refresh,
            complete,
            agree,
            width,
        } => {
            let effort = comments::Effort {
                refresh,
                complete,
                agreed: agree,
            };
            let manner = comments::Manner {
                form: form(json, markdown, width),
                guess: config.settings.talks.guess,
                glyphs: &Glyphs::new(config.settings.icons),
                zone,
            };
            comments::comments(asking, &entry, effort, &manner, clock.now()).await
        }
        Command::Conversations { all, json } => {
            conversations::conversations(asking, all, json, zone).await
        }
        Command::Follow { pin, entries } => {
            let following = if pin {
                Following::Pinned
            } else {
                Following::Yes
            };
            follow::follow(asking, &entries, following).await
        }
        Command::Unfollow { entries } => follow::follow(asking, &entries, Following::Muted).await,
        _ => Ok(Outcome::Done),
    }
}

/// How a conversation is printed; where nobody says how wide, as wide as the terminal, if there is one.
fn form(json: bool, markdown: bool, width: Option<u16>) -> comments::Form {
    const USUAL: u16 = 80;
    match (json, markdown) {
        (true, _) => comments::Form::Json,
        (false, true) => comments::Form::Markdown,
        (false, false) => {
            let width = width.or_else(terminal::columns);
            comments::Form::Text(width.unwrap_or(USUAL).max(20))
        }
    }
}

fn whom(all: bool, urls: Vec<String>, force: bool) -> Which {
    match (all, urls.is_empty()) {
        (_, false) => Which::Some { urls, force },
        (true, true) => Which::All,
        (false, true) => Which::Due,
    }
}

fn telling(json: bool, quiet: bool) -> Telling {
    match (json, quiet) {
        (true, _) => Telling::Json,
        (false, true) => Telling::Failures,
        (false, false) => Telling::Lines,
    }
}

/// The settings of the file, and what the surroundings say.
fn configuration(paths: &paths::Paths) -> anyhow::Result<Config> {
    let mut config = file::load(&paths.config, paths.config_is_named)?;
    config.settings.zone = TimeZone::system();
    config.policy.zone = config.settings.zone.clone();
    // Any value but an empty one counts (https://no-color.org).
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        config.settings.theme = Choice::Mono;
    }
    Ok(config)
}

/// Reads the file again, for a reader that is open.
fn reloading(paths: Paths) -> Arc<Reload> {
    Arc::new(move || match configuration(&paths) {
        Ok(config) => Ok((config.settings, config.warnings)),
        Err(why) => Err(format!("{why:#}")),
    })
}

fn setup(paths: Paths, config: &Config, background: bool) -> Setup {
    Setup {
        database: paths.database,
        cache: paths.pictures,
        outside: config.outside.clone(),
        policy: config.policy.clone(),
        rules: config.rules.clone(),
        limits: config.limits.clone(),
        network: config.network.clone(),
        clock: Clock::system(),
        background,
    }
}
