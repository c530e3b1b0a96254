//! What the reader wants done in the world, as data. The shell performs each, in order.

use crate::model::request::{Request, Ticket};

/// An act the shell performs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Effect {
    Ask(Ticket, Request),
    OpenUrl(String),
    Copy(String),
    /// Stop the process as Ctrl-Z does elsewhere, and come back.
    Suspend,
    /// Read the configuration again.
    ReloadConfig,
    /// Leave, and open the demo.
    Demo,
    Quit,
}
