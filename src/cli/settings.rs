//! `postil config` and `postil keys`: what is set, and what may be.

use crate::cli::args::ConfigWhat;
use crate::cli::print::{self, Outcome};
use crate::config::paths::Paths;
use crate::config::{file, manual};
use crate::ui::action::{SHORTCUTS, VERBS};
use crate::ui::command::Command;
use crate::ui::keymap::Keymap;
use crate::ui::keymap::chord::shown;
use crate::ui::scope::Scope;
use anyhow::bail;

/// Where the configuration is, all that may stand in it, or what is wrong with it.
///
/// # Errors
/// When the file cannot be used.
pub fn config(what: ConfigWhat, paths: &Paths) -> anyhow::Result<Outcome> {
    match what {
        ConfigWhat::Path => print::row(&paths.config.display().to_string())?,
        ConfigWhat::Dump => {
            for line in manual::dump().lines() {
                print::row(line)?;
            }
        }
        ConfigWhat::Check => {
            let config = file::load(&paths.config, paths.config_is_named)?;
            for warning in &config.warnings {
                print::row(warning)?;
            }
            if !config.warnings.is_empty() {
                return Ok(Outcome::Partly);
            }
            print::row("The configuration can be used")?;
        }
    }
    Ok(Outcome::Done)
}

/// What keys do: a line each.
///
/// # Errors
/// When there is no such place.
pub fn keys(keymap: &Keymap, place: Option<&str>) -> anyhow::Result<Outcome> {
    let all = Scope::ALL.into_iter();
    let scopes: Vec<Scope> = all
        .filter(|scope| place.is_none_or(|name| scope.name() == name))
        .collect();
    if let (true, Some(name)) = (scopes.is_empty(), place) {
        let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.name()).collect();
        bail!(
            "there is no place {name}: expected one of {}",
            names.join(", ")
        );
    }
    for line in lines(keymap, &scopes) {
        print::row(&line)?;
    }
    Ok(Outcome::Done)
}

/// Every verb and shortcut of these places; one without a key has `:` and its name.
fn lines(keymap: &Keymap, scopes: &[Scope]) -> Vec<String> {
    let mut lines = Vec::new();
    let all = keymap.all();
    for scope in scopes {
        for binding in all.iter().filter(|binding| binding.scope == *scope) {
            let commands: Vec<String> = binding.commands.iter().map(Command::line).collect();
            let line = commands.join(", ");
            lines.push(row(*scope, &shown(&binding.keys), &line));
        }
        let unbound = VERBS
            .iter()
            .filter(|verb| verb.scope == *scope && keymap.keys_of(verb.action).is_empty());
        lines.extend(unbound.map(|verb| row(*scope, &format!(":{}", verb.name), verb.name)));
    }
    lines
}

fn row(scope: Scope, keys: &str, line: &str) -> String {
    let verb = VERBS.iter().find(|verb| verb.name == line);
    let shortcut = SHORTCUTS.iter().find(|shortcut| shortcut.command == line);
    let help = verb
        .map(|verb| verb.help)
        .or(shortcut.map(|shortcut| shortcut.help));
    format!(
        "{:<10}  {keys:<12}  {line:<18}  {}",
        scope.name(),
        help.unwrap_or("")
    )
    .trim_end()
    .to_owned()
}
