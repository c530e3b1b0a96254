//! The nouns every other room speaks in: feeds, entries, comments, answers, documents, questions.
//!
//! Ground floor: imports no other room, does no I/O, asks no clock. Nothing here is serialised;
//! a format that leaves the program (database, JSON) has its own twin in the room that writes it.

pub mod act;
pub mod address;
pub mod comment;
pub mod document;
pub mod entry;
pub mod feed;
pub mod filter;
pub mod found;
pub mod hash;
pub mod health;
pub mod http;
pub mod opml;
pub mod outside;
pub mod parsed;
pub mod picture;
pub mod report;
pub mod request;
pub mod rules;
pub mod setting;
pub mod talk;
pub mod time;
pub mod view;
pub mod way;
