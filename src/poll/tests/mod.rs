//! Months of polling in a few seconds.

mod servers;
mod simulation;
mod talks;
