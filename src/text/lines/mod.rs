//! A `Document` laid out in lines of a given width.
//!
//! A line is a value: pieces with a role and a style, no colour and no cursor. Laying out again at
//! another width is cheap, so nobody keeps lines across a change of size; what survives is a place
//! – a block and how many grapheme clusters of it were set before – and `find` leads back to it.
//! Right-to-left text stays in logical order; turning it around is the business of whoever paints.

mod blocks;
mod flow;
mod labels;
mod table;
#[cfg(test)]
mod tests;
mod writer;

use crate::model::document::{Document, Style};
use crate::text::lines::writer::Writer;

/// What a piece is there for, which is what a theme gives colours to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Text,
    /// Level 1 to 6.
    Heading(u8),
    /// Drawn by us: quote bars, the frame of a table, rules, the mark of a continued code line.
    Guide,
    /// The mark before an item of a list.
    Bullet,
    Code,
    Caption,
    /// The number of a link, the stand-in for a picture, the language of code.
    Label,
    TableHead,
}

/// A run of text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub role: Role,
    pub style: Style,
    /// Index into `Document::links`.
    pub link: Option<usize>,
}

/// One line. An empty one parts blocks and counts to the block that follows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub pieces: Vec<Piece>,
    /// The top-level block it belongs to.
    pub block: usize,
    /// Grapheme clusters of that block set before this line; the same at every width.
    pub offset: usize,
    /// The paragraph reads from right to left.
    pub right_to_left: bool,
}

/// The lines of a document. None is wider than `width` columns, which may be any number from 1 up.
pub fn lay_out(document: &Document, width: u16) -> Vec<Line> {
    let mut writer = Writer::new(usize::from(width.max(1)));
    for (number, block) in document.blocks.iter().enumerate() {
        writer.begin_block(number);
        writer.block(block);
    }
    writer.into_lines()
}

/// The index of the line that holds a place. Past the end it is the last line, of none it is 0.
pub fn find(lines: &[Line], block: usize, offset: usize) -> usize {
    let after = lines.partition_point(|line| (line.block, line.offset) <= (block, offset));
    let mut at = after.saturating_sub(1);
    // Lines of a table row share their place; the first of them is meant.
    while at > 0 && same_place(&lines[at - 1], &lines[at]) && !lines[at - 1].pieces.is_empty() {
        at -= 1;
    }
    let is_gap = at > 0 && lines[at - 1].block != block && lines[at].pieces.is_empty();
    at + usize::from(is_gap && at + 1 < lines.len())
}

fn same_place(one: &Line, other: &Line) -> bool {
    (one.block, one.offset) == (other.block, other.offset)
}
