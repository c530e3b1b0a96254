//! Prints a page in so many columns: `cargo run --example page -- 80 page.html`. The comparison with other programs in
//! `tests/pages` is made with it.

use postil::text::bidi;
use postil::text::html::document;
use postil::text::lines::{Setting, lay_out};
use std::io::{self, Write as _};
use std::{env, fs};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let width = arguments
        .next()
        .and_then(|width| width.parse().ok())
        .unwrap_or(80);
    let file = arguments.next().ok_or(io::ErrorKind::InvalidInput)?;
    let html = fs::read_to_string(file)?;
    let mut out = io::stdout().lock();
    for line in lay_out(&document(&html, None), &Setting::new(width)) {
        let seen = bidi::visual(&line);
        let text: String = seen.iter().map(|seen| seen.piece.text.as_str()).collect();
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}
