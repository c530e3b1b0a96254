//! The reader against the world: one test binary, one module per subject.

#[path = "../support/asking.rs"]
mod asking;
#[path = "../support/blog.rs"]
mod blog;
#[path = "../support/exchange.rs"]
mod exchange;
#[path = "../support/gzip.rs"]
mod gzip;
#[path = "../support/home.rs"]
mod home;
#[path = "../support/pane.rs"]
mod pane;
#[path = "../support/patients.rs"]
mod patients;
#[path = "../support/reader.rs"]
mod reader;
#[path = "../support/response.rs"]
mod response;
#[path = "../support/score.rs"]
mod score;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/stage.rs"]
mod stage;
#[path = "../support/tempers.rs"]
mod tempers;

mod adding;
mod adversarial;
mod architecture;
mod articles;
mod blackbox;
mod cli;
mod commands;
mod comments;
mod configured;
mod corpus;
mod demo;
mod discovering;
mod docs;
mod elsewhere;
mod encryption;
mod feeds;
mod fetching;
mod following;
mod fuzzed;
mod gathering;
mod hands;
mod health;
mod inspecting;
mod leaving;
mod lived_in;
mod mutations;
mod pages;
mod politeness;
mod polling;
mod reading;
mod rules;
mod scoring;
mod sharing;
mod showing;
mod talk;
mod talking;
mod terminal;
mod threads;
mod ways;
