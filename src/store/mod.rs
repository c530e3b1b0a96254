//! The library on disk: feeds, entries, comments, marks and the facts of polling, in one `SQLite` file.
//!
//! The only room that knows SQL. `docs/schema.md` tells what each table, index and trigger is for.
//! Deliberately absent: the network, the clock (every moment is an argument), words for a person
//! (`engine` words what [`error::StoreError`] names), search, and any way to delete an entry.

pub mod acts;
pub mod addresses;
pub mod comment_intake;
pub mod comments;
pub mod db;
pub mod entries;
pub mod error;
pub mod feeds;
pub mod follow;
pub mod gather;
pub mod handle;
pub mod hosts;
mod intake;
pub mod kept;
mod lanes;
pub mod looks;
mod mailing;
mod merge;
mod names;
pub mod pages;
mod place;
pub mod polls;
pub mod reading;
mod rekey;
mod schema;
mod sorted;
#[cfg(test)]
mod tests;
mod united;
pub mod vouch;
