//! The demo: the real reader and the real engine on a small web that this process serves itself.

use crate::cli::print::Outcome;
use crate::cli::scratch::Scratch;
use crate::cli::{lived_in, reader};
use crate::config::file::Config;
use crate::config::paths;
use crate::demo::server;
use crate::demo::world::World;
use crate::engine::clock::Clock;
use crate::engine::{Engine, Setup};
use crate::model::rules::Rules;
use crate::shell::session::Reload;
use crate::ui::look::Settings;
use anyhow::Context;
use std::sync::Arc;

/// Opens the demo. Nothing of it is kept, and nothing of the person's own is touched.
///
/// # Errors
/// When there is no terminal for it, no room for its database, or no loopback port.
pub async fn open(seed: u64, config: Config, reload: Arc<Reload>) -> anyhow::Result<Outcome> {
    reader::needs_terminal()?;
    let scratch = Scratch::new().context("making a folder for the demo")?;
    let clock = Clock::system();
    let epoch = clock.now();
    let world = Arc::new(World::new(seed, epoch));
    let worlds_clock = clock.clone();
    let served = server::serve(world, Arc::new(move || worlds_clock.now()))
        .context("serving the demo's web")?;
    let setup = Setup {
        database: paths::database(scratch.path()),
        policy: lived_in::policy(),
        rules: Rules::default(),
        limits: config.limits,
        network: served.hosts.clone().into(),
        clock: clock.clone(),
        cache: None,
        outside: config.outside,
        background: true,
    };
    let (engine, mut news) = Engine::start(setup)?;
    lived_in::prepare(&engine, &mut news, &clock, epoch, scratch.path()).await?;
    let settings = Settings {
        demo: true,
        ..config.settings
    };
    let desktop = reader::desktop(served.hosts.clone());
    let end = reader::show(engine, news, clock, settings, desktop, reload).await?;
    Ok(reader::outcome(end))
}
