//! Words and markup: what other people wrote, made into something a terminal can show.
//!
//! Everything here is total: any input gives an answer, in time and space bounded by its size.
//! Nothing here fetches, so a picture, a script or a style sheet is only ever named. Sanitising is
//! by construction: a character with no place on a screen has no way into a `Document` or a line.

mod numeral;

pub mod bidi;

pub mod plain;

pub mod code;

pub mod commonmark;

pub mod html;

pub mod lines;

pub mod file_name;

pub mod main_text;

pub mod markup;

pub mod markdown;

pub mod epub;

pub mod whole;
