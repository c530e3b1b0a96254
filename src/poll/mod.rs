//! Whom to ask, when, and what an answer means for the next time: polite polling, decided.
//!
//! Nothing here asks a server or a clock. The engine hands in what is durably known about each
//! feed and what time it is, gets a plan back, and reports what came of it. Schedules are derived
//! from those facts on every look and never stored, so a restart, a missed wake-up or a night
//! asleep recovers by itself.

pub mod advice;
pub mod hand;
pub mod hosts;
mod known;
mod line;
pub mod moves;
pub mod network;
pub mod planner;
pub mod policy;
mod quiet;
pub mod request;
pub mod rhythm;
pub mod schedule;
mod skips;
pub mod verdict;
mod why;

#[cfg(test)]
mod tests;
