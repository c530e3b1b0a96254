//! What lines are set for: how wide, and how the person wants them.

/// How to set a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting<'a> {
    /// Columns.
    pub width: u16,
    /// The number of a link stands behind its words.
    pub numbers: bool,
    pub emoji: Emoji,
    /// Lines of code that are wider than there is room.
    pub code: LongLines,
    pub tables: Tables,
    /// Long words may be parted at the end of a line, by the rules of this language (an ISO 639-1 code).
    pub hyphens: Option<[u8; 2]>,
    /// Columns that wide code and tables are moved to the left by.
    pub moved: u16,
    /// Details that are not as their author wants them at first: open ones closed and the other way round.
    pub turned: &'a [usize],
    /// Rows to keep free for each picture; none where it is only named. A missing one is none.
    pub pictures: &'a [u16],
}

impl Setting<'_> {
    /// As text is set where nobody chose anything.
    pub fn new(width: u16) -> Self {
        Self {
            width,
            numbers: true,
            emoji: Emoji::Full,
            code: LongLines::Wrap,
            tables: Tables::Fit,
            hyphens: None,
            moved: 0,
            turned: &[],
            pictures: &[],
        }
    }
}

/// What becomes of emoji, on whose width terminals disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Emoji {
    /// As they were written.
    #[default]
    Full,
    /// Those made of several characters are reduced to the first of them, whose width is certain.
    Safe,
    /// Named in words.
    Text,
}

/// What becomes of lines that are wider than the page and must not be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum LongLines {
    /// They go on below a mark.
    #[default]
    Wrap,
    /// They are cut, and can be moved sideways.
    Scroll,
}

/// How tables are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Tables {
    /// As a grid where one fits, else as records.
    #[default]
    Fit,
    /// Each row as a record, one line for each cell.
    Records,
    /// As a grid, cut where it is too wide, and moved sideways.
    Scroll,
}
