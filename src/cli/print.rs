//! What a command says, made fit for a terminal: text that came over the network never reaches it
//! as it came.

use crate::model::report::Failure;
use crate::text::plain;
use std::error::Error;
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
            Outcome::Partly => 1,
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

/// One line for the person, on standard error. If nobody can read that either, nobody is told.
pub fn note(line: &str) {
    let _ = writeln!(io::stderr(), "{}", indented(line));
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
    fn the_outcome_tells_some_from_all_and_none() {
        assert_eq!(Outcome::of(0, 0), Outcome::Done);
        assert_eq!(Outcome::of(0, 3), Outcome::Done);
        assert_eq!(Outcome::of(1, 3), Outcome::Partly);
        assert_eq!(Outcome::of(3, 3), Outcome::Nothing);
    }
}
