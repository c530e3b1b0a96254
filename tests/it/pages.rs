//! Whole pages of many kinds, set at four widths and compared with what they are to look like. `UPDATE_PAGES=1` writes
//! the expectation anew; what changed is for a person to read.

use postil::model::document::{Document, details};
use postil::model::time::Time;
use postil::text::bidi;
use postil::text::html::{self, Id, Tree, document};
use postil::text::lines::{Line, Setting, lay_out};
use postil::ui::look::{Look, Settings};
use postil::ui::paint;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

const WIDTHS: [u16; 4] = [20, 40, 80, 120];

/// Pages whose letters are changed on purpose – raised, written out, left out as a page of news does – so that they
/// cannot be held against their markup letter by letter. What becomes of them stands in their expectations.
const CHANGED: &[(&str, &str)] = &[
    ("arxiv-abstract", "formulas are written in characters"),
    ("chemistry-subsup", "letters are raised and lowered"),
    (
        "katex-math",
        "a formula stands there twice, once for the eye",
    ),
    ("latexml-mathml", "formulas are set in one line"),
    ("markdown-in-rss", "its marks become form"),
    ("recipe", "letters are raised and lowered"),
    ("wikipedia-article", "the way back from a note is left out"),
    ("footnotes-kramdown", "marks of notes are raised"),
    ("footnotes-pandoc", "marks of notes are raised"),
    ("footnotes-wordpress", "marks of notes are raised"),
    ("substack-letter", "marks of notes are raised"),
];

struct Page {
    name: String,
    html: String,
    base: Option<String>,
}

impl Page {
    fn document(&self) -> Document {
        document(&self.html, self.base.as_deref())
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// The pages, in the order of their names.
fn pages() -> Vec<Page> {
    let files = fs::read_dir(folder()).expect("the pages lie beside the tests");
    let paths = files.map(|file| file.expect("a file of ours").path());
    let mut pages: Vec<Page> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "html"))
        .map(|path| {
            let html = fs::read_to_string(&path).expect("a page is text");
            let base = html
                .strip_prefix("<!-- base: ")
                .and_then(|rest| Some(rest.split_once(" -->")?.0.to_owned()));
            Page {
                name: path
                    .file_stem()
                    .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
                html,
                base,
            }
        })
        .collect();
    pages.sort_by(|one, other| one.name.cmp(&other.name));
    pages
}

fn text(line: &Line) -> String {
    let seen = bidi::visual(line);
    seen.iter().map(|seen| seen.piece.text.as_str()).collect()
}

fn at_all_widths(document: &Document) -> String {
    let mut out = String::new();
    for width in WIDTHS {
        let _ = writeln!(out, "── {width} columns");
        for line in lay_out(document, &Setting::new(width)) {
            let _ = writeln!(out, "{}", text(&line).trim_end());
        }
    }
    for (number, address) in document.links.iter().enumerate() {
        let _ = writeln!(out, "[{}] {address}", number + 1);
    }
    out
}

#[test]
fn every_page_looks_as_it_is_to_look() {
    let update = std::env::var_os("UPDATE_PAGES").is_some();
    let mut wrong = Vec::new();
    let pages = pages();
    assert!(pages.len() >= 80, "{} pages are no corpus", pages.len());
    for page in pages {
        let shown = at_all_widths(&page.document());
        let path = folder().join(format!("{}.txt", page.name));
        if update {
            fs::write(path, shown).expect("the folder is ours");
        } else if fs::read_to_string(path).unwrap_or_default() != shown {
            wrong.push(page.name);
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong:?} look different; UPDATE_PAGES=1 shows how in the files"
    );
}

#[test]
fn no_line_is_wider_than_its_pane_and_no_cell_steers_the_terminal() {
    let look = Look::new(&Settings::default(), Time(0));
    for page in pages() {
        let document = page.document();
        for width in WIDTHS.into_iter().chain([1, 2, 7, 300]) {
            let setting = Setting::new(width);
            let lines = lay_out(&document, &setting);
            assert_eq!(lines, lay_out(&document, &setting), "{}", page.name);
            let area = Rect::new(0, 0, width, 1);
            for line in &lines {
                let wide = text(line).width();
                assert!(
                    wide <= usize::from(width),
                    "{} at {width}: {}",
                    page.name,
                    text(line)
                );
                let mut buffer = Buffer::empty(area);
                paint::line(&mut buffer, area, 0, line, &look);
                let cells = buffer.content.iter().map(ratatui::buffer::Cell::symbol);
                for cell in cells {
                    // Joiners and selectors within a sign are no letters of their own.
                    let steers = |c: char| c.is_control() || is_of_direction(c);
                    assert!(!cell.contains(steers), "{}: {cell:?}", page.name);
                }
            }
        }
    }
}

fn is_of_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn all_that_a_page_says_is_said_in_order() {
    let mut lost = Vec::new();
    for page in pages() {
        if CHANGED.iter().any(|(name, _)| *name == page.name) {
            continue;
        }
        let document = page.document();
        let open = details(&document.blocks);
        let open: Vec<usize> = (0..open.len()).filter(|at| !open[*at]).collect();
        let setting = Setting {
            turned: &open,
            ..Setting::new(400)
        };
        let lines = lay_out(&document, &setting);
        let shown: String = lines
            .iter()
            .flat_map(|line| &line.pieces)
            .map(|piece| piece.text.as_str())
            .collect();
        let mut shown = shown.chars().filter(|c| c.is_alphanumeric());
        let said = if has_tag(&page.html) {
            said(&html::tree(&page.html))
        } else {
            page.html.clone()
        };
        let mut seen = String::new();
        for c in said.chars().filter(|c| c.is_alphanumeric()) {
            if !shown.any(|shown| shown == c) {
                let before = tail(&seen);
                lost.push(format!("{}: after …{before} there is no {c}", page.name));
                break;
            }
            seen.push(c);
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

fn has_tag(html: &str) -> bool {
    ["</", "<p", "<img"].iter().any(|tag| html.contains(tag))
}

fn tail(text: &str) -> String {
    let start = text.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    text[start..].to_owned()
}

/// The text of a page but for what a browser does not show, or shows only to be used.
fn said(tree: &Tree) -> String {
    let mut text = String::new();
    let mut skipped: Option<Id> = None;
    for id in tree.descendants(Id::ROOT) {
        let inside = |outer: Id| {
            std::iter::successors(Some(id), |up| tree.parent(*up)).any(|up| up == outer)
        };
        if skipped.is_some_and(inside) {
            continue;
        }
        skipped = None;
        if is_unseen(tree, id) {
            skipped = Some(id);
        } else if let Some(words) = tree.text(id) {
            text.push_str(words);
        }
    }
    text
}

fn is_unseen(tree: &Tree, id: Id) -> bool {
    let style = tree
        .attribute(id, "style")
        .unwrap_or_default()
        .replace(' ', "");
    matches!(
        tree.name(id),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "iframe"
            | "video"
            | "audio"
            | "object"
            | "svg"
            | "select"
            | "textarea"
            | "button"
            | "rp"
    ) || tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "aria-hidden") == Some("true")
        || style.contains("display:none")
        || tree.classes(id).any(|class| {
            matches!(
                class,
                "screen-reader-text"
                    | "visually-hidden"
                    | "invisible"
                    | "gutter"
                    | "sharedaddy"
                    | "footnote-number"
            )
        })
        || tree.attribute(id, "role") == Some("doc-backlink")
        || tree
            .value(id, "href")
            .is_some_and(|href| href.starts_with("#fn") && tree.text_below(id).contains('↩'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Pages cut into pieces and put together anew, as broken as the web can be.
    #[test]
    fn any_page_made_of_pieces_of_these_is_set_within_bounds(
        cuts in proptest::collection::vec((0_usize..1_000, 0_usize..4_000, 1_usize..900), 1..8),
        width in 1_u16..500,
    ) {
        let pages = pages();
        let mut page = String::new();
        for (number, start, length) in cuts {
            let html = &pages[number % pages.len()].html;
            page.extend(html.chars().skip(start % html.len()).take(length));
        }
        let document = document(&page, Some("https://pieces.example/"));
        let lines = lay_out(&document, &Setting::new(width));
        // A cluster a line is the worst there is, with a few lines for each block.
        prop_assert!(lines.len() <= 12 * page.len() + 40, "{} lines of {} bytes", lines.len(), page.len());
        for line in &lines {
            prop_assert!(text(line).width() <= usize::from(width));
            let steers = |c: char| c.is_control() || is_of_direction(c);
            prop_assert!(!text(line).contains(steers));
        }
    }
}
