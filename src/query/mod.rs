//! The language of filters: what a person types to pick entries, understood or told why not.
//!
//! Pure: a line and the present moment in, a [`crate::model::filter::Filter`] out. Which entries fit is the
//! filter's own business.

pub mod parse;
