//! Text as a terminal can show it. What has no block or span here has no way in: a document
//! carries no markup, no script and, once made by `text`, no control or bidi character.

/// An article or a comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    pub blocks: Vec<Block>,
    /// Addresses, each once, absolute where that was possible; a span names one by its index.
    pub links: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Span>),
    /// Level 1 to 6.
    Heading {
        level: u8,
        text: Vec<Span>,
    },
    /// `start` is the first number of an ordered list; nothing for bullets.
    List {
        start: Option<i64>,
        items: Vec<Vec<Block>>,
    },
    /// Terms with what is said of them.
    Definitions(Vec<(Vec<Span>, Vec<Block>)>),
    Quote(Vec<Block>),
    /// Kept verbatim: line breaks and spaces stand as written.
    Code {
        language: Option<String>,
        text: String,
    },
    Table(Table),
    /// A picture: its description and its address among the links.
    Image {
        alt: String,
        link: Option<usize>,
        caption: Vec<Span>,
    },
    Rule,
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
    /// Small print: captions, keys, sub- and superscripts that have no character of their own.
    pub faint: bool,
}
