//! postil: a terminal reader for blogs and the conversations under them.
//!
//! The code map is `ARCHITECTURE.md`. In reading order, from the ground up: `model`, `text`, `feed`,
//! `thread`, `poll`, `ui` – pure, told everything by arguments – then `fetch`, `store`, `engine`,
//! `demo`, `shell`, `config`, `cli`, which touch the world.

pub mod cli;
pub mod config;
pub mod demo;
pub mod engine;
pub mod feed;
pub mod fetch;
pub mod model;
pub mod poll;
pub mod query;
pub mod shell;
pub mod store;
pub mod text;
pub mod thread;
pub mod ui;
