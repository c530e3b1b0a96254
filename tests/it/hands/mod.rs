//! Hands on the keyboard: every verb by its name, keys of several strokes, commands, acts and their undoing, lists,
//! looks, the mouse, and a hundred thousand random events.

mod acts;
mod feeds;
mod keys;
mod lists;
mod looks;
mod random;
mod verbs;

use crate::reader::{Reader, assert_hides, assert_shows};

/// What the bottom line says.
fn status(reader: &mut Reader) -> String {
    reader.text().lines().last().unwrap_or_default().to_owned()
}

/// Types a command after `:`.
fn command(reader: &mut Reader, line: &str) {
    reader.keys(&format!(":{line}<enter>"));
}
