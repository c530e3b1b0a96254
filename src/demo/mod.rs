//! A small web to try the reader on: blogs with their conversations, a board of links and a mailing
//! list, served on loopback ports, where comments go on arriving while one reads.
//!
//! What exists is a pure function of seed, epoch and moment: nothing is stored, nothing is drawn
//! from a clock, so the same two numbers give the same web again, in a test or in a screenshot.
//! The feeds are written as the platforms in use write them, with their habits and oddities.
//!
//! Deliberately absent: posting, TLS, compression, and any word to the world outside this machine.
//!
//! In reading order: `blog`, `post`, `content`, `talk` and `script` (what is laid down), `chance` and
//! `trickle` (what follows it), `world`; `address`, `write`, `page`, `picture`; `route`, `conditional`, `server`.

pub mod address;
pub mod blog;
pub mod chance;
pub mod conditional;
pub mod content;
pub mod page;
pub mod picture;
pub mod post;
pub mod route;
pub mod script;
pub mod server;
pub mod talk;
pub mod trickle;
pub mod world;
pub mod write;
