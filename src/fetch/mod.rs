//! The network, and nothing else of the world: one GET goes out, one answer comes back.
//!
//! No schedule, no parsing, no storage; what an answer means is for `poll` and `feed`. Whatever
//! goes wrong on the way is an answer too, worded for a person. There are no cookies, no referrer,
//! no caching and no retries here, and no automatic redirects: the few rules of this room are easier
//! to keep when each request is made on purpose.

pub mod client;
mod clients;
mod headers;
pub mod limits;
mod local;
mod login;
mod names;
mod nearby;
pub mod network;
pub mod program;
mod route;
mod trouble;
mod turns;
mod web;
