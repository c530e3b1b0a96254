//! Tables: a grid where it fits, a list of records where it does not.
//!
//! Every column knows the least width at which no word is torn and the width at which nothing is
//! broken. Between the two the room is shared out; below the first a grid helps nobody, and each
//! row becomes lines of `Heading: value`.

use crate::model::document::{Span, Table};
use crate::text::lines::flow::Text;
use crate::text::lines::labels::plain_piece;
use crate::text::lines::window::window;
use crate::text::lines::writer::Writer;
use crate::text::lines::{Piece, Role, Tables, Thing};

/// Between columns, the clearest first; and what crosses the rule below the head.
const PARTINGS: [(&str, &str, usize); 2] = [(" │ ", "─┼─", 3), ("  ", "──", 2)];
/// A word longer than this may be broken in a narrow column.
const WORD: usize = 16;

/// Columns a grid may have that is moved sideways.
const WIDEST: usize = 4_000;

/// How the columns of a grid are set.
struct Grid {
    widths: Vec<usize>,
    numeric: Vec<bool>,
    parting: &'static str,
    crossing: &'static str,
}

/// The cells of a table, measured.
type Cells = Vec<Vec<Text>>;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        let thing = Thing::Table(self.counts.tables);
        self.counts.tables += 1;
        self.text(self.pieces(&table.caption, Role::Caption));
        let head = table.head.min(table.rows.len());
        let cells: Cells = table
            .rows
            .iter()
            .enumerate()
            .map(|(row, cells)| {
                let role = if row < head {
                    Role::TableHead
                } else {
                    Role::Text
                };
                cells
                    .iter()
                    .map(|cell| Text::new(self.pieces(cell, role)))
                    .collect()
            })
            .collect();
        let grid = match self.setting.tables {
            Tables::Fit => grid(&cells, head, self.room()),
            Tables::Records => None,
            Tables::Scroll => grid(&cells, head, WIDEST),
        };
        self.as_thing(thing, |writer| match grid {
            Some(grid) => writer.grid(&cells, head, &grid),
            None => writer.records(table, &cells, head),
        });
    }

    /// A line of a grid, or the part of it that is seen.
    fn grid_line(&mut self, pieces: Vec<Piece>) {
        let seen = match self.setting.tables {
            Tables::Scroll => window(&pieces, usize::from(self.setting.moved), self.room()),
            Tables::Fit | Tables::Records => pieces,
        };
        self.line(seen);
    }

    fn grid(&mut self, cells: &Cells, head: usize, grid: &Grid) {
        for (number, row) in cells.iter().enumerate() {
            if number == head && head > 0 {
                let columns: Vec<String> =
                    grid.widths.iter().map(|&width| "─".repeat(width)).collect();
                let rule = plain_piece(columns.join(grid.crossing), Role::Guide);
                self.grid_line(vec![rule]);
            }
            self.grid_row(row, grid);
            self.advance(row.iter().map(Text::len).sum());
        }
    }

    /// One row, as many lines high as its highest cell.
    fn grid_row(&mut self, texts: &[Text], grid: &Grid) {
        let cells: Vec<_> = texts
            .iter()
            .zip(&grid.widths)
            .map(|(text, &width)| (text, text.rows(width)))
            .collect();
        let height = cells.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
        for at in 0..height {
            let mut line: Vec<Piece> = Vec::new();
            for (column, &width) in grid.widths.iter().enumerate() {
                if column > 0 {
                    line.push(plain_piece(grid.parting, Role::Guide));
                }
                let shown = cells
                    .get(column)
                    .and_then(|(text, rows)| Some(text.pieces(rows.get(at)?, width)));
                let (cell, used) = shown.unwrap_or_default();
                let blank = plain_piece(" ".repeat(width - used), Role::Text);
                if grid.numeric[column] {
                    line.push(blank);
                    line.extend(cell);
                } else {
                    line.extend(cell);
                    line.push(blank);
                }
            }
            self.grid_line(line);
        }
    }

    fn records(&mut self, table: &Table, cells: &Cells, head: usize) {
        let names: &[Vec<Span>] = match head.checked_sub(1) {
            Some(last) if head < cells.len() => &table.rows[last],
            _ => &[],
        };
        for (number, (row, texts)) in table.rows.iter().zip(cells).enumerate() {
            if number > head {
                self.gap();
            }
            let role = if number < head {
                Role::TableHead
            } else {
                Role::Text
            };
            // Headings are set with every record; they count where they stand in the table.
            let is_set_below = number < head && head < cells.len();
            for (column, (cell, text)) in row.iter().zip(texts).enumerate() {
                if is_set_below || text.is_empty() {
                    self.advance(text.len());
                } else {
                    let name = names.get(column).map_or(&[][..], Vec::as_slice);
                    let name = record_name(self.pieces(name, Role::TableHead));
                    self.text_after(name, self.pieces(cell, role));
                }
            }
        }
    }
}

/// The heading of a value, in one line.
fn record_name(mut name: Vec<Piece>) -> Vec<Piece> {
    name.retain(|piece| piece.text != "\n" && piece.role == Role::TableHead);
    for piece in &mut name {
        piece.link = None;
        piece.anchor = None;
    }
    if !name.is_empty() {
        name.push(plain_piece(": ", Role::TableHead));
    }
    name
}

/// The grid that fits into `room` columns, if one does.
fn grid(cells: &Cells, head: usize, room: usize) -> Option<Grid> {
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 || columns > room {
        return None;
    }
    let mut narrowest = vec![1; columns];
    let mut widest = vec![1; columns];
    let mut numeric = vec![true; columns];
    for (number, row) in cells.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            narrowest[column] = narrowest[column].max(text.narrowest().min(WORD));
            widest[column] = widest[column].max(text.widest());
            numeric[column] &= number < head || text.is_empty() || is_number(text.as_str());
        }
    }
    PARTINGS.iter().find_map(|&(parting, crossing, width)| {
        let left = room.checked_sub(width * (columns - 1))?;
        Some(Grid {
            widths: share(&narrowest, &widest, left)?,
            numeric: numeric.clone(),
            parting,
            crossing,
        })
    })
}

/// Widths that add up to `room` at most: what each column wants if that fits, else its least and a
/// part of the rest in proportion to what it lacks.
fn share(narrowest: &[usize], widest: &[usize], room: usize) -> Option<Vec<usize>> {
    if widest.iter().sum::<usize>() <= room {
        return Some(widest.to_vec());
    }
    let rest = room.checked_sub(narrowest.iter().sum())?;
    let lacks = |column: usize| widest[column].saturating_sub(narrowest[column]);
    let lack: usize = (0..widest.len()).map(lacks).sum();
    let mut widths: Vec<usize> = narrowest
        .iter()
        .enumerate()
        .map(|(column, &least)| least + rest * lacks(column) / lack.max(1))
        .collect();
    let mut left = room - widths.iter().sum::<usize>();
    for (column, width) in widths.iter_mut().enumerate() {
        if left > 0 && *width < widest[column] {
            *width += 1;
            left -= 1;
        }
    }
    Some(widths)
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 24
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '.' | ','
                        | '+'
                        | '-'
                        | '−'
                        | '–'
                        | '%'
                        | '$'
                        | '€'
                        | '£'
                        | '¥'
                        | ' '
                        | '\u{A0}'
                        | '\u{202F}'
                        | '\''
                )
        })
}
