//! The network, and nothing else of the world: one GET goes out, one answer comes back.
//!
//! No schedule, no parsing, no storage; what an answer means is for `poll` and `feed`. Whatever
//! goes wrong on the way is an answer too, worded for a person. There are no cookies, no referrer,
//! no caching and no retries here, and no automatic redirects: the few rules of this room are easier
//! to keep when each request is made on purpose.

pub mod client;
mod headers;
pub mod limits;
mod origins;
mod route;
mod trouble;
