//! What a command says, made fit for a terminal: text that came over the network never reaches it
//! as it came.

use crate::cli::table;
use crate::model::report::Failure;
use crate::text::plain;
use serde_json::Value;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All of it was done.
    Done,
    /// Some of it was done.
    Partly,
    /// Nothing could be done.
    Nothing,
    /// What was to be read is no feed.
    NoFeed,
    /// A signal ended it, by its number.
    Signal(i32),
}

impl Outcome {
    /// The outcome of something tried `total` times.
    pub fn of(failed: usize, total: usize) -> Self {
        match failed {
            0 => Self::Done,
            failed if failed < total => Self::Partly,
            _ => Self::Nothing,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Partly | Outcome::NoFeed => 1,
            Outcome::Nothing => 2,
            Outcome::Signal(number) => 128_u8.saturating_add(u8::try_from(number).unwrap_or(0)),
        })
    }
}

/// One line of data, on standard output.
///
/// # Errors
/// When nobody reads it any more, or the disk behind it is full.
pub fn data(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{}", indented(line))
}

/// One line of a table, on standard output: its columns stay where they are.
///
/// # Errors
/// When nobody reads it any more, or the disk behind it is full.
pub fn row(line: &str) -> io::Result<()> {
    let safe = plain::block(line).replace('\n', " ");
    writeln!(io::stdout(), "{}", safe.trim_end())
}

/// A value as JSON, on standard output. What could steer a terminal is written as an escape, which
/// means the same.
///
/// # Errors
/// When nobody reads it any more, or the disk behind it is full.
pub fn json(value: &Value) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    writeln!(io::stdout(), "{}", escaped(&text))
}

/// JSON with everything invisible in its strings written as escapes (RFC 8259 §7).
fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || matches!(c, ' '..='~') || !plain::is_unwanted(c) {
            safe.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(safe, "\\u{unit:04x}");
        }
    }
    safe
}

/// Rows of data in columns.
///
/// # Errors
/// As `data`.
pub fn rows(rows: &[[String; 3]]) -> io::Result<()> {
    let mut out = io::stdout();
    let lines = table::lines(rows);
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// One line for the person, on standard error. If nobody can read that either, nobody is told.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{}", indented(line));
}

/// Rows for the person, in columns.
pub fn note_rows(rows: &[[String; 3]]) {
    for line in table::lines(rows) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}

/// A failure for the person.
pub fn failure(failure: &Failure) {
    note(&failure.to_string());
}

/// An error with its causes, in one safe line.
pub fn explain(error: &anyhow::Error) -> String {
    plain::line(&format!("{error:#}"))
}

/// Whether the reader of our output has left, as `head` does: no trouble, and no reason to go on.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause: &(dyn Error + 'static)| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// A safe line that keeps the indentation it was given.
fn indented(line: &str) -> String {
    let text = line.trim_start_matches(' ');
    let indentation = &line[..line.len() - text.len()];
    format!("{indentation}{}", plain::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_take_over_the_terminal_it_is_printed_on() {
        assert_eq!(
            indented("   3 Evil\u{1b}]52;c;eA==\u{7}\u{202e} blog"),
            "   3 Evil]52;c;eA== blog"
        );
    }

    #[test]
    fn json_says_the_same_and_steers_nothing() {
        let value = Value::from("a\u{1b}[2J\u{9b}1m\u{202e}é\u{10eeee}");
        let text = escaped(&value.to_string());
        assert_eq!(text, r#""a\u001b[2J\u009b1m\u202eé\udbfb\udeee""#);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn the_outcome_tells_some_from_all_and_none() {
        assert_eq!(Outcome::of(0, 0), Outcome::Done);
        assert_eq!(Outcome::of(0, 3), Outcome::Done);
        assert_eq!(Outcome::of(1, 3), Outcome::Partly);
        assert_eq!(Outcome::of(3, 3), Outcome::Nothing);
    }
}
