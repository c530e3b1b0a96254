//! Draws the demo as an SVG picture, for the README: `cargo run --example picture -- docs/reader.svg`.
//!
//! The picture is the reader itself, driven by a key script on a clock wound by hand, so that it is
//! the same every time and shows nothing that the program does not. A size and other keys may be
//! given: `… -- OUT.svg 100x30 'jj<enter>c'`.

#[path = "../tests/support/reader.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod reader;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

const CELL: (usize, usize) = (9, 19);
const MARGIN: usize = 16;
const INK: &str = "#d8d8d2";
const PAPER: &str = "#1c1d1f";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("say which file to write")?;
    let size = arguments.next().unwrap_or_else(|| "132x38".to_owned());
    let keys = arguments.next().unwrap_or_else(|| "jc]]".to_owned());
    let (columns, rows) = size.split_once('x').ok_or("a size is COLUMNSxROWS")?;
    let mut reader = reader::Reader::demo_at(columns.parse()?, rows.parse()?);
    std::fs::write(file, drawn(&reader.keys(&keys).buffer()))?;
    Ok(())
}

fn drawn(buffer: &Buffer) -> String {
    let (columns, rows) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    );
    for (y, row) in buffer.content().chunks(columns).enumerate() {
        let mut x = 0;
        while x < columns {
            x = run(&mut svg, row, x, y);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Draws the cells from `start` on that look alike, and gives the column after them.
fn run(svg: &mut String, row: &[Cell], start: usize, y: usize) -> usize {
    let first = &row[start];
    let alike =
        |cell: &Cell| (cell.fg, cell.bg, cell.modifier) == (first.fg, first.bg, first.modifier);
    let mut text = String::new();
    let mut end = start;
    while end < row.len() && alike(&row[end]) {
        let symbol = row[end].symbol();
        // What is not one column wide is placed by itself, so that no font can shift the rest.
        if symbol.width() != 1 || !symbol.is_ascii() {
            if end > start {
                break;
            }
            text.push_str(symbol);
            end += symbol.width().max(1);
            break;
        }
        text.push_str(symbol);
        end += 1;
    }
    if !text.trim().is_empty() {
        write_run(svg, first, start, y, end - start, &text);
    }
    end
}

fn write_run(svg: &mut String, look: &Cell, x: usize, y: usize, columns: usize, text: &str) {
    let left = MARGIN + x * CELL.0;
    let base = MARGIN + y * CELL.1 + 14;
    let mut style = format!("fill=\"{}\"", colour(look.fg));
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"700\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " opacity=\"0.6\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ] {
        if look.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let length = columns * CELL.0;
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{base}\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" {style}>{escaped}</text>"
    );
}

fn colour(colour: Color) -> &'static str {
    match colour {
        Color::Red => "#e06c75",
        Color::Green => "#98c379",
        Color::Yellow => "#e5c07b",
        Color::Cyan => "#62c2cd",
        _ => INK,
    }
}
