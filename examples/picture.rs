//! Draws the demo as an SVG picture, for the README: `cargo run --example picture -- docs/reader.svg`.
//!
//! The picture is the reader itself, driven by a key script on a clock wound by hand, so that it is
//! the same every time and shows nothing that the program does not. A size and other keys may be
//! given: `… -- OUT.svg 100x30 'jj<enter>c'`. With `--moving` before the file it plays a small script:
//! `cargo run --example picture -- --moving docs/moving.svg`.

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

/// What is done in the moving picture: keys, and how long what they lead to is shown, in tenths of a second.
const PLAY: &[(&str, u32)] = &[
    ("", 18),
    ("j", 8),
    ("<enter>", 20),
    ("c", 20),
    ("]", 12),
    ("]", 14),
    ("qq", 10),
    ("<ctrl-p>", 8),
    ("l", 3),
    ("e", 3),
    ("d", 10),
    ("<enter>", 14),
    ("m", 14),
    ("r", 12),
    ("U", 14),
    (":", 5),
    ("theme nord", 8),
    ("<enter>", 16),
    ("v", 16),
    (":theme gruvbox-light<enter>", 18),
    ("?", 18),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).peekable();
    let moving = arguments.next_if(|it| it == "--moving").is_some();
    let file = arguments.next().ok_or("say which file to write")?;
    let size = arguments.next();
    let size = size.unwrap_or_else(|| if moving { "104x30" } else { "132x38" }.to_owned());
    let keys = arguments.next().unwrap_or_else(|| "jc]]".to_owned());
    let (columns, rows) = size.split_once('x').ok_or("a size is COLUMNSxROWS")?;
    let mut reader = reader::Reader::demo_at(columns.parse()?, rows.parse()?);
    let picture = if moving {
        played(&mut reader)
    } else {
        drawn(&reader.keys(&keys).buffer())
    };
    std::fs::write(file, picture)?;
    Ok(())
}

fn drawn(buffer: &Buffer) -> String {
    let mut svg = opened(buffer, "");
    for y in 0..usize::from(buffer.area.height) {
        svg.push_str(&line(buffer, y));
    }
    svg.push_str("</svg>\n");
    svg
}

/// One frame after another, round and round. A line that stays as it is over several frames is drawn once.
fn played(reader: &mut reader::Reader) -> String {
    let frames: Vec<(Buffer, u32)> = PLAY
        .iter()
        .map(|(keys, tenths)| (reader.keys(keys).buffer(), *tenths))
        .collect();
    let whole: u32 = frames.iter().map(|(_, tenths)| tenths).sum();
    let (mut lines, mut styles) = (String::new(), String::new());
    let first = &frames[0].0;
    for y in 0..usize::from(first.area.height) {
        let drawn: Vec<String> = frames.iter().map(|(frame, _)| line(frame, y)).collect();
        let mut at = 0;
        let mut begun = 0;
        while at < frames.len() {
            let same = drawn[at..].iter().take_while(|line| **line == drawn[at]);
            let next = at + same.count();
            let long: u32 = frames[at..next].iter().map(|(_, tenths)| tenths).sum();
            let name = format!("k{begun}x{long}");
            if !styles.contains(&format!("@keyframes {name}{{")) {
                styles.push_str(&keyframes(&name, begun, begun + long, whole));
            }
            let _ = write!(lines, "<g class=\"{name}\">{}</g>", drawn[at]);
            begun += long;
            at = next;
        }
    }
    format!("{}{lines}</svg>\n", opened(first, &styles))
}

/// Seen from one moment to another, of so many tenths of a second.
fn keyframes(name: &str, from: u32, to: u32, whole: u32) -> String {
    let share = |tenths: u32| f64::from(tenths) * 100.0 / f64::from(whole);
    let (from, to) = (share(from), share(to));
    format!(
        ".{name}{{animation:{name} {}s steps(1) infinite;visibility:hidden}}\
         @keyframes {name}{{0%{{visibility:{}}}{from:.3}%{{visibility:visible}}{to:.3}%{{visibility:{}}}}}\n",
        f64::from(whole) / 10.0,
        if from > 0.0 { "hidden" } else { "visible" },
        if to < 100.0 { "hidden" } else { "visible" },
    )
}

fn opened(buffer: &Buffer, styles: &str) -> String {
    let (columns, rows) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let styles = match styles {
        "" => String::new(),
        styles => format!("<style>{styles}</style>\n"),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\">\n\
         {styles}<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAPER}\"/>\n"
    )
}

/// One line of the screen, with what it is written on.
fn line(buffer: &Buffer, y: usize) -> String {
    let columns = usize::from(buffer.area.width);
    let row = &buffer.content()[y * columns..(y + 1) * columns];
    let mut svg = String::new();
    if let Color::Rgb(..) = row[0].bg {
        let (top, width) = (MARGIN + y * CELL.1, columns * CELL.0);
        let _ = writeln!(
            svg,
            "<rect x=\"{MARGIN}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{}\"/>",
            CELL.1 + 1,
            colour(row[0].bg)
        );
    }
    let mut x = 0;
    while x < columns {
        x = run(&mut svg, row, x, y);
    }
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

fn colour(colour: Color) -> String {
    let named = match colour {
        Color::Rgb(red, green, blue) => return format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Red | Color::LightRed => "#e06c75",
        Color::Green | Color::LightGreen => "#98c379",
        Color::Yellow | Color::LightYellow => "#e5c07b",
        Color::Cyan | Color::LightCyan => "#62c2cd",
        Color::Blue | Color::LightBlue => "#61afef",
        Color::Magenta | Color::LightMagenta => "#c678dd",
        _ => INK,
    };
    named.to_owned()
}
