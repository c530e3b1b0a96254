//! The terminal face's imperative half: keys in, effects done, frames out, and the terminal given
//! back as it was found.
//!
//! What a key means is decided in `ui`; nothing here decides. Deliberately absent: a thread of our
//! own for input, a timer that runs while nothing moves, any knowledge of feeds.

pub mod answers;
pub mod desktop;
mod kitty;
pub mod pictures;
pub mod run;
pub mod session;
pub mod signals;
pub mod terminal;
