//! Feeds: bytes in, entries out; and what lies near, the feeds a page names and lists of feeds.
//!
//! Nothing here fetches, stores or asks the time. All formats end in one shape (`model::parsed`),
//! and a comment is an entry like any other. What strangers wrote is read leniently and is never
//! a reason to stop: broken feeds are mended, with a warning, and no input may bring a panic. That is why the
//! formats are read here and not by a crate: one odd element must not cost a person the feed, and
//! what an item says of its comments must not be lost.

pub mod parse;

pub mod comments;
pub mod dates;
pub mod decode;
pub mod identity;
pub mod json;
pub mod markup;
pub mod normalize;
pub mod repair;
pub mod syndication;
pub mod tree;
pub mod vocabulary;

pub mod discover;
pub mod opml;

#[cfg(test)]
mod captures;
