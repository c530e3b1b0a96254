//! The reader against the world: one test binary, one module per subject.

#[path = "../support/asking.rs"]
mod asking;
#[path = "../support/gzip.rs"]
mod gzip;
#[path = "../support/home.rs"]
mod home;
#[path = "../support/reader.rs"]
mod reader;
#[path = "../support/server.rs"]
mod server;

mod adding;
mod architecture;
mod cli;
mod corpus;
mod demo;
mod discovering;
mod docs;
mod feeds;
mod fetching;
mod fuzzed;
mod inspecting;
mod mutations;
mod politeness;
mod polling;
mod reading;
mod terminal;
mod threads;
