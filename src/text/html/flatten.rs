//! Blocks made into one run of text, for places that hold no blocks: headings, terms, table cells.

use crate::model::document::{Block, Item, Mark, Span, Style};
use crate::text::html::run::line_break;
use crate::text::numeral::{numeral, task};

/// All that the blocks say, parted by `between`: a space, or a line break.
pub(super) fn flatten(blocks: Vec<Block>, between: &str) -> Vec<Span> {
    let mut parts = Vec::new();
    collect(blocks, &mut parts);
    let mut spans: Vec<Span> = Vec::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !spans.is_empty() {
            spans.push(Span {
                text: between.to_owned(),
                ..line_break()
            });
        }
        spans.extend(part);
    }
    spans
}

fn collect(blocks: Vec<Block>, parts: &mut Vec<Vec<Span>>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => parts.push(text),
            Block::List(items) => collect_list(items, parts),
            Block::Definitions(entries) => {
                for (term, meaning) in entries {
                    parts.push(term);
                    collect(meaning, parts);
                }
            }
            Block::Quote(inner) => collect(inner, parts),
            Block::Details {
                summary, blocks, ..
            } => {
                parts.push(summary);
                collect(blocks, parts);
            }
            Block::Code { text, .. } => collect_code(&text, parts),
            Block::Table(table) => {
                parts.push(table.caption);
                parts.extend(table.rows.into_iter().flatten());
            }
            Block::Image {
                picture,
                link,
                caption,
            } => {
                let text = if picture.alt.is_empty() {
                    "[image]".to_owned()
                } else {
                    format!("[image: {}]", picture.alt)
                };
                parts.push(vec![Span {
                    text,
                    link,
                    ..Span::default()
                }]);
                parts.push(caption);
            }
            Block::Rule => {}
        }
    }
}

fn collect_list(items: Vec<Item>, parts: &mut Vec<Vec<Span>>) {
    for item in items {
        let mark = match item.mark {
            Mark::Number(number, numbering) => format!("{}. ", numeral(number, numbering)),
            Mark::Bullet => "• ".to_owned(),
            Mark::Task(done) => task(done).to_owned(),
        };
        let first = parts.len();
        collect(item.blocks, parts);
        if let Some(part) = parts.get_mut(first) {
            let mark = Span {
                text: mark,
                ..Span::default()
            };
            part.insert(0, mark);
        }
    }
}

fn collect_code(text: &str, parts: &mut Vec<Vec<Span>>) {
    let style = Style {
        code: true,
        ..Style::default()
    };
    parts.extend(text.lines().filter(|line| !line.is_empty()).map(|line| {
        let text = line.to_owned();
        vec![Span {
            text,
            style,
            ..Span::default()
        }]
    }));
}
