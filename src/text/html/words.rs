//! How much there is to read.

use crate::model::document::{Block, Document, Span};

/// The number of words. Scripts that write without spaces count two characters for a word.
pub fn words(document: &Document) -> u32 {
    u32::try_from(in_blocks(&document.blocks)).unwrap_or(u32::MAX)
}

fn in_blocks(blocks: &[Block]) -> usize {
    blocks.iter().map(in_block).sum()
}

fn in_block(block: &Block) -> usize {
    match block {
        Block::Paragraph(text) | Block::Heading { text, .. } => in_spans(text),
        Block::List(items) => items.iter().map(|item| in_blocks(&item.blocks)).sum(),
        Block::Details {
            summary, blocks, ..
        } => in_spans(summary) + in_blocks(blocks),
        Block::Definitions(entries) => entries
            .iter()
            .map(|(term, meaning)| in_spans(term) + in_blocks(meaning))
            .sum(),
        Block::Quote(inner) => in_blocks(inner),
        Block::Code { text, .. } => in_text(text),
        Block::Table(table) => {
            let cells: usize = table.rows.iter().flatten().map(|cell| in_spans(cell)).sum();
            in_spans(&table.caption) + cells
        }
        Block::Image { caption, .. } => in_spans(caption),
        Block::Rule => 0,
    }
}

fn in_spans(spans: &[Span]) -> usize {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    in_text(&text)
}

fn in_text(text: &str) -> usize {
    text.split_whitespace()
        .map(|run| {
            let unspaced = run.chars().filter(|&c| is_unspaced(c)).count();
            let spaced = run.chars().any(|c| c.is_alphanumeric() && !is_unspaced(c));
            unspaced.div_ceil(2) + usize::from(spaced)
        })
        .sum()
}

/// Han, kana, and the scripts of South-East Asia that part sentences, not words.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{E00}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{3041}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::document;

    #[test]
    fn words_are_counted_in_every_script() {
        for (html, expect) in [
            ("<p>One two – three.</p>", 3),
            ("<p>un<b>broken</b></p><ul><li>a<li>b c</ul>", 4),
            ("<p>吾輩は猫である</p>", 4),
            ("<p>猫 cat 3</p>", 3),
            ("", 0),
        ] {
            assert_eq!(words(&document(html, None)), expect, "{html}");
        }
    }
}
