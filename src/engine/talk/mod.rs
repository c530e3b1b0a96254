//! Conversations: what a person takes up, follows, mutes or wants whole, and where the comments are found.

pub mod complete;
pub mod find;
pub mod follow;
pub mod reach;
pub mod seek;
pub mod site;
pub mod turns;
