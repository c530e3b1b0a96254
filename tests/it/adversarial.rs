//! Markup that is made to cost: deep, wide, endless. What is held is the work – how much comes out of how much – and not
//! the time, which the bench and `docs/rendering.md` tell.

use postil::model::document::{Block, Document};
use postil::text::html::document;
use postil::text::lines::{Line, Setting, lay_out};
use postil::text::main_text::main_text;

/// A build without optimisation takes its time; it gets a part of the bytes.
const SHARE: usize = if cfg!(debug_assertions) { 6 } else { 1 };

/// The inputs, each with its name; 0.1 to 5 MB.
fn inputs() -> Vec<(&'static str, String)> {
    let many = |piece: &str, bytes: usize| piece.repeat(bytes / SHARE / piece.len());
    vec![
        ("deep div", many("<div>", 500_000)),
        ("deep list", many("<ul><li>", 520_000)),
        ("deep quotes", many("<blockquote>", 400_000)),
        ("deep spans", many("<span>", 400_000)),
        ("deep tables", many("<table><tr><td>", 400_000)),
        (
            "deep details",
            many("<details><summary>s</summary>", 400_000),
        ),
        ("deep definitions", many("<dl><dd>", 400_000)),
        ("deep links", many("<a href=#x>", 400_000)),
        ("fonts never closed", many("<font size=1>", 400_000)),
        ("misnested formatting", many("<b><i></b></i>", 400_000)),
        ("adoption", many("<a><b><div></a>", 300_000)),
        ("formatting around blocks", many("<b><p>x", 300_000)),
        ("paragraphs never closed", many("<p>x", 400_000)),
        (
            "attributes of one tag",
            format!("<p {}>x", many("a b ", 400_000)),
        ),
        (
            "one long attribute",
            format!("<p title=\"{}\">x", many("x", 5_000_000)),
        ),
        ("entities", many("&amp;&#65;&bogus;", 1_000_000)),
        (
            "spans of everything",
            format!(
                "<table>{}",
                many("<tr><td colspan=1000000000 rowspan=65000>x", 200_000)
            ),
        ),
        (
            "a wide table",
            format!("<table><tr>{}</table>", many("<td>1", 100_000)),
        ),
        (
            "options",
            format!("<select>{}", many("<option>x<optgroup>", 400_000)),
        ),
        ("svg in svg", many("<svg><g>", 300_000)),
        ("math in math", many("<math><mfrac><mi>a</mi>", 300_000)),
        ("templates", many("<template>", 300_000)),
        (
            "a comment never closed",
            format!("<!--{}", many("x", 5_000_000)),
        ),
        (
            "a script never closed",
            format!("<script>{}", many("<b>", 3_000_000)),
        ),
        ("no space", many("x", 2_000_000)),
        (
            "one line of code",
            format!("<pre>{}", many("let x = 1; ", 1_000_000)),
        ),
        (
            "towers of marks",
            format!("a{}", many("\u{301}", 1_000_000)),
        ),
        ("nulls and directions", many("\0\u{202e}\u{2066}a", 500_000)),
        (
            "notes of notes",
            many("<sup id=a><a href=#a>1</a></sup>", 300_000),
        ),
        ("formulas", many("$\\frac{", 300_000)),
    ]
}

/// Blocks, however deep.
fn blocks(document: &Document) -> usize {
    fn count(blocks: &[Block]) -> usize {
        let inner = |block: &Block| match block {
            Block::List(items) => items.iter().map(|item| 1 + count(&item.blocks)).sum(),
            Block::Definitions(entries) => {
                entries.iter().map(|(_, meaning)| 1 + count(meaning)).sum()
            }
            Block::Quote(inner) | Block::Details { blocks: inner, .. } => count(inner),
            Block::Table(table) => table.rows.iter().map(Vec::len).sum(),
            _ => 0,
        };
        blocks.iter().map(|block| 1 + inner(block)).sum()
    }
    count(&document.blocks)
}

#[test]
fn nothing_costs_more_than_its_length_warrants() {
    for (name, html) in inputs() {
        let read = document(&html, Some("https://evil.example/"));
        assert!(blocks(&read) <= 400_000, "{name}: {} blocks", blocks(&read));
        let notes: usize = read.notes.iter().map(|note| note.blocks.len()).sum();
        assert!(notes <= 10_000, "{name}: {notes} blocks of notes");
        let lines = lay_out(&read, &Setting::new(72));
        let set: usize = lines
            .iter()
            .flat_map(|line: &Line| &line.pieces)
            .map(|piece| piece.text.len())
            .sum();
        // Bars, bullets and blanks before deep text are the most that is added.
        assert!(
            set <= 24 * html.len() + 10_000,
            "{name}: {set} bytes of {}",
            html.len()
        );
    }
}

#[test]
fn the_main_text_of_such_pages_is_looked_for_within_the_same_bounds() {
    for (name, html) in inputs().into_iter().take(16) {
        if let Ok(text) = main_text(&html, "https://evil.example/") {
            assert!(text.len() <= 8 * html.len(), "{name}");
        }
    }
}
