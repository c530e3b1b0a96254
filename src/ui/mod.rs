//! The reader as a machine: events in, effects out, cells on demand.
//!
//! Pure: nothing here reads a clock, a file or a socket. A pane owns its state, its update and its
//! view; panes do not know each other, `app` decides what one pane's choice means for the next.
//! Deliberately absent: callbacks, a component trait, an event bus, a timer.

pub mod action;
pub mod age;
pub mod app;
pub mod article;
pub mod ask;
pub mod clickable;
pub mod command;
pub mod confirm;
pub mod effect;
pub mod entries;
pub mod event;
pub mod feeds;
pub mod fit;
pub mod health;
pub mod help;
pub mod keymap;
pub mod layout;
pub mod letters;
pub mod line;
pub mod list;
pub mod look;
pub mod menu;
pub mod nearest;
pub mod paint;
pub mod palettes;
pub mod prompt;
pub mod scope;
pub mod status;
pub mod tally;
pub mod theme;
pub mod thread;
pub mod tour;
pub mod welcome;
pub mod which;
pub mod wrap;
