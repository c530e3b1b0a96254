//! The conversation as a tree: who answers whom, what is folded away, where the selection goes next.
//!
//! Feeds of comments are flat lists in any order, and most of them say whom a comment answers only in
//! prose, if at all. What a feed states is believed first, then what a page's software wrote into the
//! text, and last, marked as a guess, what the person wrote. Nothing here is stored: the tree is built
//! anew from the kept comments each time, so a comment that turns up late finds its place.
//!
//! Read `model::address`, then `index`, `prose`, `words`, `pings`, `parents`, `settle`, `forest`, `tree`,
//! `flat`,
//! `fold`; only the last three are for others.
//!
//! Deliberately absent: drawing (`ui` does it), titles of comments (they are translated noise), and
//! any wording of any language.

pub mod flat;
pub mod fold;
mod forest;
mod index;
mod parents;
mod pings;
mod prose;
mod settle;
pub mod tree;
mod words;

#[cfg(test)]
mod kettle;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod sample;
