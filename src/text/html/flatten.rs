//! Blocks made into one run of text, for places that hold no blocks: headings, terms, table cells.

use crate::model::document::{Block, Span, Style};
use crate::text::html::run::line_break;

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
            Block::List { start, items } => collect_list(start, items, parts),
            Block::Definitions(entries) => {
                for (term, meaning) in entries {
                    parts.push(term);
                    collect(meaning, parts);
                }
            }
            Block::Quote(inner) => collect(inner, parts),
            Block::Code { text, .. } => collect_code(&text, parts),
            Block::Table(table) => {
                parts.push(table.caption);
                parts.extend(table.rows.into_iter().flatten());
            }
            Block::Image { alt, link, caption } => {
                let text = if alt.is_empty() {
                    "[image]".to_owned()
                } else {
                    format!("[image: {alt}]")
                };
                let style = Style::default();
                parts.push(vec![Span { text, style, link }]);
                parts.push(caption);
            }
            Block::Rule => {}
        }
    }
}

fn collect_list(start: Option<i64>, items: Vec<Vec<Block>>, parts: &mut Vec<Vec<Span>>) {
    for (item, count) in items.into_iter().zip(0_i64..) {
        let mark = match start {
            Some(start) => format!("{}. ", start.saturating_add(count)),
            None => "• ".to_owned(),
        };
        let first = parts.len();
        collect(item, parts);
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
            link: None,
        }]
    }));
}
