//! A `Document` laid out in lines of a given width.
//!
//! A line is a value: pieces with a role and a style, no colour and no cursor. Laying out again at
//! another width is cheap, so nobody keeps lines across a change of size; what survives is a place
//! – a block and how many grapheme clusters of it were set before – and `find` leads back to it.
//! Right-to-left text stays in logical order; turning it around is the business of whoever paints.

mod blocks;
mod code;
mod emoji;
mod fit;
mod flow;
mod hyphens;
mod labels;
mod outline;
mod search;
mod setting;
mod table;
#[cfg(test)]
mod tests;
mod window;
mod writer;

use crate::model::document::{Document, Style, TextPlace, Token};
use crate::text::lines::writer::Writer;

pub use crate::text::lines::emoji::shown as with_emoji;
pub use crate::text::lines::hyphens::knows_language;
pub use crate::text::lines::outline::{Heading, headings, line_of, line_of_anchor};
pub use crate::text::lines::search::{Hit, search};
pub use crate::text::lines::setting::{Emoji, LongLines, Setting, Tables};

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
    /// What a folded part is called.
    Summary,
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
    /// Links lead here: index into `Document::anchors`.
    pub anchor: Option<usize>,
    /// What a word of code is.
    pub token: Token,
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
    /// What stands here besides words.
    pub thing: Option<Thing>,
    /// How the line goes on from the one before.
    pub joint: Joint,
}

/// What was between the end of a line and the beginning of the next before they were parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Joint {
    /// The line begins a text.
    #[default]
    Begin,
    /// White space.
    Space,
    /// Nothing: a word was parted, or the script knows no spaces.
    Word,
}

/// Something on a line that a person can act upon, or that is drawn over it. Each is told by its number among
/// its like in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// The line names a picture, or is row `row` of the `rows` kept free for it.
    Picture {
        picture: usize,
        row: u16,
        rows: u16,
    },
    /// A line of a block of code.
    Code(usize),
    /// The line to open or close something by.
    Details(usize),
    Table(usize),
    /// The first line of a heading.
    Heading(usize),
}

/// The lines of a document. None is wider than the setting says, which may be any number from 1 up.
pub fn lay_out(document: &Document, setting: &Setting) -> Vec<Line> {
    let mut writer = Writer::new(document, setting);
    for (number, block) in document.blocks.iter().enumerate() {
        writer.begin_block(number);
        writer.block(block);
    }
    writer.into_lines()
}

/// The index of the line that holds a place. Past the end it is the last line, of none it is 0.
pub fn find(lines: &[Line], place: TextPlace) -> usize {
    let TextPlace { block, offset } = place;
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
