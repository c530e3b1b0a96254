//! Text on its way to becoming paragraphs: the one gate through which every word passes.
//!
//! White space collapses across elements here, so `a<b> b</b>` keeps one space and `<p> a` none.

use crate::model::document::{Block, Span, Style};
use crate::text::plain::{ClusterCap, Hints, has_tall_cluster, strip};

/// How many forced line breaks in a row divide two paragraphs.
const BREAKS_OF_A_PARAGRAPH: usize = 3;

/// The text of one paragraph so far.
#[derive(Debug, Default)]
pub(super) struct Run {
    spans: Vec<Span>,
    /// The next words stand at this place.
    anchor: Option<usize>,
}

impl Run {
    /// Adds words; white space collapses with what stands before.
    pub(super) fn text(&mut self, raw: &str, style: Style, link: Option<usize>) {
        let safe = strip(raw, Hints::Keep);
        let mut rest = &*safe;
        while let Some(first) = rest.chars().next() {
            let blank = is_collapsible(first);
            let end = rest
                .find(|c| is_collapsible(c) != blank)
                .unwrap_or(rest.len());
            if !blank {
                self.push(&rest[..end], style, link);
            } else if self.wants_space() {
                self.push(" ", style, link);
            }
            rest = &rest[end..];
        }
    }

    /// A forced line break.
    pub(super) fn line_break(&mut self) {
        self.trim_end();
        self.spans.push(line_break());
    }

    pub(super) fn extend(&mut self, spans: Vec<Span>) {
        for span in spans {
            if is_break(&span) {
                self.line_break();
            } else {
                self.anchor = span.anchor.or(self.anchor);
                self.text(&span.text, span.style, span.link);
            }
        }
    }

    /// Nothing but space so far.
    pub(super) fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.text.trim().is_empty())
    }

    /// The paragraphs there are, and an empty run again.
    pub(super) fn take_paragraphs(&mut self) -> Vec<Vec<Span>> {
        self.trim_end();
        let mut spans = std::mem::take(&mut self.spans);
        cap(&mut spans);
        split(spans)
    }

    fn wants_space(&self) -> bool {
        self.spans
            .last()
            .is_some_and(|span| !span.text.ends_with([' ', '\n']))
    }

    /// The next words are a place that links lead to.
    pub(super) fn stand_at(&mut self, anchor: usize) {
        self.anchor = Some(anchor);
    }

    fn push(&mut self, text: &str, style: Style, link: Option<usize>) {
        let anchor = if text == " " {
            None
        } else {
            self.anchor.take()
        };
        match self.spans.last_mut() {
            Some(last)
                if anchor.is_none()
                    && last.style == style
                    && last.link == link
                    && !is_break(last) =>
            {
                last.text.push_str(text);
            }
            _ => self.spans.push(Span {
                text: text.to_owned(),
                style,
                link,
                anchor,
            }),
        }
    }

    fn trim_end(&mut self) {
        while let Some(last) = self.spans.last_mut().filter(|last| !is_break(last)) {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                return;
            }
            self.spans.pop();
        }
    }
}

/// Blocks and, after them, the paragraph that is being written.
#[derive(Debug, Default)]
pub(super) struct Flow {
    blocks: Vec<Block>,
    pub(super) run: Run,
}

impl Flow {
    /// Ends the paragraph.
    pub(super) fn flush(&mut self) {
        let paragraphs = self.run.take_paragraphs();
        self.blocks
            .extend(paragraphs.into_iter().map(Block::Paragraph));
    }

    pub(super) fn push(&mut self, block: Block) {
        self.flush();
        self.blocks.push(block);
    }

    pub(super) fn last_block(&mut self) -> Option<&mut Block> {
        self.blocks.last_mut()
    }

    pub(super) fn into_blocks(mut self) -> Vec<Block> {
        self.flush();
        self.blocks
    }
}

pub(super) fn line_break() -> Span {
    Span {
        text: "\n".to_owned(),
        ..Span::default()
    }
}

fn is_break(span: &Span) -> bool {
    span.text == "\n"
}

/// White space as HTML collapses it; a no-break space is none.
fn is_collapsible(character: char) -> bool {
    matches!(character, ' ' | '\n' | '\t')
}

/// Caps the clusters of a paragraph as a whole: a tower of marks may be built of many elements.
fn cap(spans: &mut [Span]) {
    let whole: String = spans.iter().map(|span| span.text.as_str()).collect();
    if has_tall_cluster(&whole) {
        let mut cap = ClusterCap::default();
        for span in spans {
            span.text.retain(|character| cap.admits(character));
        }
    }
}

fn split(spans: Vec<Span>) -> Vec<Vec<Span>> {
    let mut paragraphs = Vec::new();
    let mut paragraph: Vec<Span> = Vec::new();
    let mut breaks = 0;
    for span in spans {
        if is_break(&span) {
            breaks += 1;
            continue;
        }
        if span.text.is_empty() {
            continue;
        }
        if breaks >= BREAKS_OF_A_PARAGRAPH {
            paragraphs.push(std::mem::take(&mut paragraph));
        } else if !paragraph.is_empty() {
            paragraph.extend(std::iter::repeat_with(line_break).take(breaks));
        }
        breaks = 0;
        paragraph.push(span);
    }
    paragraphs.push(paragraph);
    paragraphs.retain(|spans| spans.iter().any(|span| !is_blank(&span.text)));
    paragraphs
}

/// Nothing to see: white space, no-break spaces, layout hints.
fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}'))
}
