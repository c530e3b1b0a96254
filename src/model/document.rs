//! Text as a terminal can show it. What has no block or span here has no way in: a document
//! carries no markup, no script and, once made by `text`, no control or bidi character.

/// An article or a comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    pub blocks: Vec<Block>,
    /// Addresses, each once; a span names one by its index. Absolute; `#name` where a place in this document
    /// is meant.
    pub links: Vec<String>,
    /// The names of places that links of this document lead to; a span stands at one by its index.
    pub anchors: Vec<String>,
    /// What footnotes say, for those who do not want to go there.
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Span>),
    /// Level 1 to 6.
    Heading {
        level: u8,
        text: Vec<Span>,
    },
    List(Vec<Item>),
    /// Terms with what is said of them.
    Definitions(Vec<(Vec<Span>, Vec<Block>)>),
    Quote(Vec<Block>),
    /// Something to be opened: a line that says what, and what is inside.
    Details {
        summary: Vec<Span>,
        /// As its author wants it at first.
        open: bool,
        blocks: Vec<Block>,
    },
    /// Kept verbatim: line breaks and spaces stand as written.
    Code {
        /// In small letters.
        language: Option<String>,
        text: String,
        /// What its parts are, in order; nothing while nobody has looked.
        inks: Vec<Ink>,
    },
    Table(Table),
    Image {
        picture: Picture,
        /// Where a click on it leads; to the picture itself where its author says nothing else.
        link: Option<usize>,
        caption: Vec<Span>,
    },
    Rule,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    pub mark: Mark,
    pub blocks: Vec<Block>,
}

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Mark {
    #[default]
    Bullet,
    Number(i64, Numbering),
    /// Something to do, and whether it is done.
    Task(bool),
}

/// How numbers of a list are written (HTML, `type` of `ol`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Numbering {
    #[default]
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
}

/// A picture, never fetched by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Picture {
    /// Absolute, of the web; nothing where that was not to be had.
    pub address: Option<String>,
    pub alt: String,
    /// Width and height as the page says, in its pixels.
    pub size: Option<(u32, u32)>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The link that refers to it, an index into `Document::links`.
    pub link: usize,
    pub blocks: Vec<Block>,
}

/// Rows of cells; the first `head` rows are headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub caption: Vec<Span>,
    pub head: usize,
    pub rows: Vec<Vec<Vec<Span>>>,
}

/// A run of text in one style. A forced line break is a span whose text is `"\n"`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    pub text: String,
    pub style: Style,
    /// Index into `Document::links`.
    pub link: Option<usize>,
    /// This is a place that links lead to: index into `Document::anchors`.
    pub anchor: Option<usize>,
}

/// What a run means, not how it looks; the theme says that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent attribute of a run"
)]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    pub strike: bool,
    pub mark: bool,
    /// Put in later (HTML `ins`), or underlined by its author.
    pub underline: bool,
    /// Small print: captions, keys, sub- and superscripts that have no character of their own.
    pub faint: bool,
}

/// A stretch of code, from the end of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ink {
    /// Bytes.
    pub length: usize,
    pub token: Token,
}

/// What a word of code is, as far as it is worth a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Token {
    #[default]
    Plain,
    Keyword,
    String,
    /// Numbers and other constants.
    Number,
    Comment,
    Function,
    /// Types, and the elements of markup.
    Type,
    /// Attributes of markup, keys of data.
    Attribute,
    Inserted,
    Deleted,
}

/// A place in the text that is the same at every width: a top-level block, and grapheme clusters into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TextPlace {
    pub block: usize,
    pub offset: usize,
}

/// Visits all blocks, each before those within it, in the order of the document.
pub fn each_block<'d>(blocks: &'d [Block], visit: &mut dyn FnMut(&'d Block)) {
    for block in blocks {
        visit(block);
        match block {
            Block::List(items) => {
                for item in items {
                    each_block(&item.blocks, visit);
                }
            }
            Block::Definitions(entries) => {
                for (_, meaning) in entries {
                    each_block(meaning, visit);
                }
            }
            Block::Quote(inner) | Block::Details { blocks: inner, .. } => each_block(inner, visit),
            Block::Paragraph(_)
            | Block::Heading { .. }
            | Block::Code { .. }
            | Block::Table(_)
            | Block::Image { .. }
            | Block::Rule => {}
        }
    }
}

/// Whether each part that can be folded away is open at first, in the order of the document.
pub fn details(blocks: &[Block]) -> Vec<bool> {
    let mut details = Vec::new();
    each_block(blocks, &mut |block| {
        if let Block::Details { open, .. } = block {
            details.push(*open);
        }
    });
    details
}
