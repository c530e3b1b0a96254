//! The command line: arguments in, an exit code out, and the reader itself as the command that
//! needs no name.
//!
//! Standard output carries data alone, standard error the rest. The exit code says how it went: 0
//! all of it, 1 some of it, 2 nothing; 128 + n, ended by signal n. How far a refresh is stands on
//! standard error while it lasts, where that is a terminal. Deliberately absent: colours, anything a
//! script would have to strip.

pub mod add;
pub mod args;
pub mod asking;
pub mod commands;
pub mod comments;
pub mod conversations;
pub mod demo;
pub mod doctor;
pub mod entry;
pub mod feeds;
pub mod find;
pub mod follow;
pub mod import;
pub mod inspect;
pub mod list;
pub mod lived_in;
pub mod moment;
pub mod moving;
pub mod print;
pub mod reader;
pub mod refresh;
pub mod scratch;
pub mod settings;
pub mod show;
mod table;

pub use commands::run;
pub use print::explain;
