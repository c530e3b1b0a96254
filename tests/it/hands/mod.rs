//! Hands on the keyboard: every verb by its name, keys of several strokes, commands, acts and their undoing, lists,
//! looks, the mouse, and a hundred thousand random events.

mod acts;
mod feeds;
mod keys;
mod lists;
mod looks;
mod random;
mod verbs;

use crate::reader::Reader;

/// Fails with the whole screen where a text is not on it.
fn assert_shows(reader: &mut Reader, text: &str) {
    let screen = reader.text();
    assert!(
        screen.contains(text),
        "{text:?} is not on the screen:\n{screen}"
    );
}

fn assert_hides(reader: &mut Reader, text: &str) {
    let screen = reader.text();
    assert!(
        !screen.contains(text),
        "{text:?} is on the screen:\n{screen}"
    );
}

/// What the bottom line says.
fn status(reader: &mut Reader) -> String {
    reader.text().lines().last().unwrap_or_default().to_owned()
}

/// Types a command after `:`.
fn command(reader: &mut Reader, line: &str) {
    reader.keys(&format!(":{line}<enter>"));
}
