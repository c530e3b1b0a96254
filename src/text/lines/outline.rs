//! Where in the lines things are: headings, and what links lead to.

use crate::model::document::{Block, Document, Span, each_block};
use crate::text::lines::{Line, Thing};
use crate::text::plain;

/// A heading of a document; its number is its place among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// One safe line.
    pub text: String,
}

/// The headings of a document, wherever in it they stand.
pub fn headings(document: &Document) -> Vec<Heading> {
    let mut found = Vec::new();
    each_block(&document.blocks, &mut |block| {
        if let Block::Heading { level, text } = block {
            found.push(Heading {
                level: (*level).clamp(1, 6),
                text: words(text),
            });
        }
    });
    found
}

fn words(spans: &[Span]) -> String {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    plain::line(&text)
}

/// The first line where a thing stands; nothing while it is folded away.
pub fn line_of(lines: &[Line], thing: Thing) -> Option<usize> {
    lines.iter().position(|line| line.thing == Some(thing))
}

/// The line that links to this anchor lead to; nothing while it is folded away.
pub fn line_of_anchor(lines: &[Line], anchor: usize) -> Option<usize> {
    let leads_here = |line: &Line| line.pieces.iter().any(|piece| piece.anchor == Some(anchor));
    lines.iter().position(leads_here)
}
