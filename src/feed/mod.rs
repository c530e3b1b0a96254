//! Feeds: bytes in, entries out; and what lies near, the feeds a page names and lists of feeds.
//!
//! Nothing here fetches, stores or asks the time. All formats end in one shape (`model::parsed`),
//! and a comment is an entry like any other. What strangers wrote is read leniently and is never
//! a reason to stop: broken feeds are mended, and say so, and no input may bring a panic. That is why the
//! formats are read here and not by a crate: one odd element must not cost a person the feed, and
//! what an item says of its comments must not be lost.
//!
//! `parse` is the door. Bytes become text in `decode`; `xml` takes it apart, `repair` mends what `xml`
//! refuses; `syndication`, `json` and `hfeed` read the formats. They share how one field is read: `comments`,
//! `dates`, `person`, `media`, `normalize`. `identity` settles what makes an entry the same tomorrow.

pub mod parse;

pub mod decode;
pub mod repair;
pub mod xml;

pub mod hfeed;
pub mod json;
pub mod syndication;

pub mod comments;
pub mod dates;
pub mod identity;
pub mod media;
pub mod normalize;
pub mod person;

pub mod discover;
pub mod opml;
pub mod resolve;
pub mod talk;

#[cfg(test)]
mod captures;
