//! Tables: those that hold data, and those that only place things on a page.

use crate::model::document::{Block, Span, Table};
use crate::text::html::flatten::flatten;
use crate::text::html::hidden::is_hidden;
use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::tree::{Id, Tree};

/// Columns one cell may span (HTML, §4.9.11 allows 1000).
const COLUMNS: usize = 100;
/// Rows one cell may span.
const ROWS: usize = 1_000;
/// Empty cells that stand for spans, in one document.
const PADDING: usize = 10_000;
/// A cell with more characters holds prose.
const PROSE: usize = 400;

struct Row {
    in_head: bool,
    cells: Vec<Id>,
}

impl Reader<'_> {
    pub(super) fn table(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        out.flush();
        let rows = rows(self.tree, id);
        if is_layout(self.tree, id, &rows) {
            return self.linear(id, &rows, voice, out);
        }
        let head = head_rows(self.tree, &rows);
        let rows = self.cells(&rows, head, voice);
        let caption = self.table_caption(id, voice);
        let is_blank = rows.iter().flatten().all(Vec::is_empty);
        match (is_blank, caption.is_empty()) {
            (true, true) => {}
            (true, false) => out.push(Block::Paragraph(caption)),
            (false, _) => out.push(Block::Table(Table {
                caption,
                head,
                rows,
            })),
        }
    }

    /// What a placing table holds, one cell after the other.
    fn linear(&mut self, id: Id, rows: &[Row], voice: Voice, out: &mut Flow) {
        let caption = self.table_caption(id, voice);
        if !caption.is_empty() {
            out.push(Block::Paragraph(caption));
        }
        for &cell in rows.iter().flat_map(|row| &row.cells) {
            self.node(cell, voice, out);
        }
    }

    fn table_caption(&mut self, id: Id, mut voice: Voice) -> Vec<Span> {
        voice.style.faint = true;
        let tree = self.tree;
        let caption = tree
            .children(id)
            .find(|&child| tree.name(child) == "caption" && !is_hidden(tree, child));
        caption.map_or_else(Vec::new, |caption| self.spans(caption, voice))
    }

    fn cells(&mut self, rows: &[Row], head: usize, voice: Voice) -> Vec<Vec<Vec<Span>>> {
        // Rows still covered, column by column, by a cell from above.
        let mut covered: Vec<usize> = Vec::new();
        rows.iter()
            .enumerate()
            .map(|(number, row)| {
                let mut cells = Vec::new();
                for &id in &row.cells {
                    self.covered_cells(&mut covered, &mut cells);
                    let mut voice = voice;
                    voice.style.strong |= number >= head && self.tree.name(id) == "th";
                    let column = cells.len();
                    cells.push(flatten(self.inner(id, voice), "\n"));
                    for _ in 1..self.span(id, "colspan", COLUMNS) {
                        self.pad(&mut cells);
                    }
                    let below = self.span(id, "rowspan", ROWS) - 1;
                    if below > 0 {
                        covered.resize(covered.len().max(cells.len()), 0);
                        covered[column..cells.len()].fill(below);
                    }
                }
                self.covered_cells(&mut covered, &mut cells);
                cells
            })
            .collect()
    }

    /// Empty cells for as long as the next column is covered from above.
    fn covered_cells(&mut self, covered: &mut [usize], cells: &mut Vec<Vec<Span>>) {
        while let Some(rows) = covered.get_mut(cells.len()).filter(|rows| **rows > 0) {
            *rows -= 1;
            if !self.pad(cells) {
                return;
            }
        }
    }

    fn pad(&mut self, cells: &mut Vec<Vec<Span>>) -> bool {
        let allowed = self.padding < PADDING;
        if allowed {
            self.padding += 1;
            cells.push(Vec::new());
        }
        allowed
    }

    fn span(&self, id: Id, name: &str, most: usize) -> usize {
        self.tree
            .value(id, name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(1)
            .clamp(1, most)
    }
}

fn rows(tree: &Tree, table: Id) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |row: Id, in_head: bool| {
        let cells: Vec<Id> = tree
            .children(row)
            .filter(|&cell| matches!(tree.name(cell), "td" | "th") && !is_hidden(tree, cell))
            .collect();
        if !cells.is_empty() && !is_hidden(tree, row) {
            rows.push(Row { in_head, cells });
        }
    };
    for section in tree.children(table) {
        match tree.name(section) {
            "tr" => add(section, false),
            "thead" | "tbody" | "tfoot" if !is_hidden(tree, section) => {
                let in_head = tree.name(section) == "thead";
                tree.children(section)
                    .filter(|&row| tree.name(row) == "tr")
                    .for_each(|row| add(row, in_head));
            }
            _ => {}
        }
    }
    rows
}

/// How many rows from the top are headings: those in a `thead`, and those of `th` alone.
fn head_rows(tree: &Tree, rows: &[Row]) -> usize {
    let is_head = |row: &Row| row.in_head || row.cells.iter().all(|&cell| tree.name(cell) == "th");
    let head = rows.iter().take_while(|row| is_head(row)).count();
    if head == rows.len() {
        head.min(1)
    } else {
        head
    }
}

/// Whether a table only places things: it says so, it has no two columns, it holds another table,
/// or without any heading it holds what data does not.
fn is_layout(tree: &Tree, id: Id, rows: &[Row]) -> bool {
    let has_heads = rows
        .iter()
        .any(|row| row.in_head || row.cells.iter().any(|&cell| tree.name(cell) == "th"));
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    matches!(tree.attribute(id, "role"), Some("presentation" | "none"))
        || columns <= 1
        || tree.find(id, "table").is_some()
        || tree.find(id, "pre").is_some()
        || (!has_heads && (rows.len() == 1 || holds_more_than_data(tree, id, rows)))
}

fn holds_more_than_data(tree: &Tree, id: Id, rows: &[Row]) -> bool {
    let has_blocks = tree.descendants(id).any(|below| {
        matches!(
            tree.name(below),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "figure" | "ul" | "ol"
        )
    });
    let is_prose = |&cell: &Id| {
        let characters = tree
            .descendants(cell)
            .filter_map(|below| tree.text(below))
            .map(|text| text.trim().len())
            .sum::<usize>();
        characters > PROSE
    };
    has_blocks || rows.iter().flat_map(|row| &row.cells).any(is_prose)
}
