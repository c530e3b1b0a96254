//! The words of a document, wherever in it they stand.

use crate::model::document::{Block, Span};

/// A text that is read in one go.
#[derive(Debug)]
pub(super) enum Run<'a> {
    Spans(&'a [Span]),
    Plain(&'a str),
}

/// Every text of these blocks, in order.
pub(super) fn each<'a>(blocks: &'a [Block], act: &mut dyn FnMut(Run<'a>)) {
    for block in blocks {
        match block {
            Block::Paragraph(spans) | Block::Heading { text: spans, .. } => act(Run::Spans(spans)),
            Block::List(items) => items.iter().for_each(|item| each(&item.blocks, act)),
            Block::Definitions(terms) => {
                for (term, meaning) in terms {
                    act(Run::Spans(term));
                    each(meaning, act);
                }
            }
            Block::Quote(inner) => each(inner, act),
            Block::Details {
                summary, blocks, ..
            } => {
                act(Run::Spans(summary));
                each(blocks, act);
            }
            Block::Code { text, .. } => act(Run::Plain(text)),
            Block::Table(table) => {
                act(Run::Spans(&table.caption));
                for cell in table.rows.iter().flatten() {
                    act(Run::Spans(cell));
                }
            }
            Block::Image {
                picture, caption, ..
            } => {
                act(Run::Plain(&picture.alt));
                act(Run::Spans(caption));
            }
            Block::Rule => {}
        }
    }
}

/// Lets every text that is made of spans be changed.
pub(super) fn change(blocks: &mut [Block], act: &mut dyn FnMut(&mut Vec<Span>)) {
    for block in blocks {
        match block {
            Block::Paragraph(spans)
            | Block::Heading { text: spans, .. }
            | Block::Image { caption: spans, .. } => act(spans),
            Block::List(items) => items
                .iter_mut()
                .for_each(|item| change(&mut item.blocks, act)),
            Block::Definitions(terms) => {
                for (term, meaning) in terms {
                    act(term);
                    change(meaning, act);
                }
            }
            Block::Quote(inner) => change(inner, act),
            Block::Details {
                summary, blocks, ..
            } => {
                act(summary);
                change(blocks, act);
            }
            Block::Table(table) => {
                act(&mut table.caption);
                table.rows.iter_mut().flatten().for_each(&mut *act);
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}
