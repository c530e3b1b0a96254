//! What can be wrong before anything has started, worded with the place to mend it.

use std::io;
use std::path::PathBuf;

/// Trouble with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("there is no home folder to keep files in; name one with --data-dir and --config")]
    NoHome,
    #[error("{}: {why}", path.display())]
    Unreadable { path: PathBuf, why: io::Error },
    /// Line and column count from 1, the column in characters.
    #[error("{}:{line}:{column}: {what}", path.display())]
    Wrong {
        path: PathBuf,
        line: usize,
        column: usize,
        what: String,
    },
}
