//! The reader against the world: one test binary, one module per subject.

#[path = "../support/asking.rs"]
mod asking;
#[path = "../support/gzip.rs"]
mod gzip;
#[path = "../support/server.rs"]
mod server;

mod demo;
mod feeds;
mod fetching;
mod polling;
