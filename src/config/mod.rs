//! What a person may set: one optional file, and where files live.
//!
//! This room fills the settings of other rooms; none of them knows it. Deliberately absent: a key
//! that nothing obeys, a file written by the program, environment variables beside the paths.

pub mod article;
pub mod conversations;
pub mod error;
pub mod feeds;
pub mod file;
pub mod keymap;
pub mod keys;
pub mod lists;
pub mod login;
pub mod look;
pub mod manual;
pub mod outside;
pub mod paths;
pub mod source;
pub mod values;
pub mod written;
