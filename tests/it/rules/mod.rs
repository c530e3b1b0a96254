//! The rules of `docs/polling.md` on the wire, each under its number: the engine against a scripted
//! server, with a clock wound by hand. Those of moves that are adopted are in `politeness`.

mod adding;
mod failing;
mod moving;
mod pacing;
mod validators;
mod waiting;
