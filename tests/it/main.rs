//! The reader against the world: one test binary, one module per subject.

#[path = "../support/gzip.rs"]
mod gzip;
#[path = "../support/server.rs"]
mod server;

mod demo;
mod feeds;
mod fetching;
