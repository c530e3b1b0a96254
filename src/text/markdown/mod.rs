//! A `Document` as Markdown (`CommonMark`, with tables and strikes as many notebooks know them), or as the
//! same without any marks: plain text that is not broken into lines.
//!
//! A heading is a bold line: what is quoted into a note does not compete with the note's own headings.

mod inline;
#[cfg(test)]
mod tests;

use crate::model::document::{Block, Document, Item, Mark, Span, Table};
use crate::text::markdown::inline::Inline;
use crate::text::plain;

/// How much of the form is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// All of it.
    Marked,
    /// What stands out without marks: paragraphs, items, quotations.
    Plain,
}

/// The lines of a document.
pub fn lines(document: &Document, manner: Manner) -> Vec<String> {
    let writer = Writer {
        inline: Inline {
            links: &document.links,
            manner,
        },
    };
    writer.blocks(&document.blocks)
}

/// A text on one line, with everything in it that Markdown would take for a mark made harmless.
pub fn escaped(text: &str) -> String {
    inline::at_the_beginning(&inline::escaped(&plain::line(text)))
}

/// A text as a link.
pub fn link(text: &str, address: &str) -> String {
    inline::link(&inline::escaped(&plain::line(text)), address)
}

struct Writer<'d> {
    inline: Inline<'d>,
}

impl Writer<'_> {
    fn blocks(&self, blocks: &[Block]) -> Vec<String> {
        let mut lines = Vec::new();
        for block in blocks {
            let block = self.block(block);
            if !lines.is_empty() && !block.is_empty() {
                lines.push(String::new());
            }
            lines.extend(block);
        }
        lines
    }

    fn block(&self, block: &Block) -> Vec<String> {
        match block {
            Block::Paragraph(text) => self.text(text),
            Block::Heading { text, .. } => self.strong(text),
            Block::List(items) => self.list(items),
            Block::Definitions(entries) => {
                let entries = entries.iter().map(|(term, meaning)| {
                    let mut lines = self.strong(term);
                    lines.extend(self.blocks(meaning));
                    hung("- ", lines)
                });
                entries.flatten().collect()
            }
            Block::Quote(inner) => quoted(self.blocks(inner)),
            Block::Details {
                summary, blocks, ..
            } => {
                let mut lines = self.strong(summary);
                lines.push(String::new());
                lines.extend(self.blocks(blocks));
                lines
            }
            Block::Code { language, text, .. } => self.code(language.as_deref(), text),
            Block::Table(table) => self.table(table),
            Block::Image {
                picture,
                link,
                caption,
            } => {
                let mut lines = vec![self.inline.image(&picture.alt, *link)];
                if !caption.is_empty() {
                    lines.push(String::new());
                    lines.extend(self.text(caption));
                }
                lines
            }
            Block::Rule => vec!["---".to_owned()],
        }
    }

    fn text(&self, spans: &[Span]) -> Vec<String> {
        self.inline.lines(spans)
    }

    fn strong(&self, spans: &[Span]) -> Vec<String> {
        let mut spans = spans.to_vec();
        for span in &mut spans {
            span.style.strong = true;
        }
        self.text(&spans)
    }

    fn list(&self, items: &[Item]) -> Vec<String> {
        let is_list = |block: &Block| matches!(block, Block::List(_));
        // Items of several paragraphs are parted by gaps, items of one line are not.
        let is_loose = items
            .iter()
            .any(|item| item.blocks.iter().filter(|block| !is_list(block)).count() > 1);
        let mut lines = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if at > 0 && is_loose {
                lines.push(String::new());
            }
            let mark = match item.mark {
                // Markdown knows no number below nought, and none of more than nine digits.
                Mark::Number(number, _) => format!("{}. ", number.clamp(0, 999_999_999)),
                Mark::Bullet => "- ".to_owned(),
                Mark::Task(true) => "- [x] ".to_owned(),
                Mark::Task(false) => "- [ ] ".to_owned(),
            };
            let mut inner = Vec::new();
            for block in &item.blocks {
                if !inner.is_empty() && !is_list(block) {
                    inner.push(String::new());
                }
                inner.extend(self.block(block));
            }
            lines.extend(hung(&mark, inner));
        }
        lines
    }

    fn code(&self, language: Option<&str>, text: &str) -> Vec<String> {
        let text = plain::block(text);
        let code = text.split('\n').map(str::to_owned);
        if self.inline.manner == Manner::Plain {
            return code.collect();
        }
        let fence = "`".repeat(inline::longest_run(&text, '`').max(2) + 1);
        let language = language.map(plain::line).unwrap_or_default();
        let is_word = language
            .chars()
            .all(|c| c.is_alphanumeric() || "+-#.".contains(c));
        let language = if is_word { language.as_str() } else { "" };
        let open = std::iter::once(format!("{fence}{language}"));
        open.chain(code).chain([fence.clone()]).collect()
    }

    fn table(&self, table: &Table) -> Vec<String> {
        let mut lines = self.text(&table.caption);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let row = |cells: &[Vec<Span>]| {
            let cells = (0..columns).map(|at| match cells.get(at) {
                Some(cell) => self.inline.cell(cell),
                None => String::new(),
            });
            cells.collect::<Vec<_>>().join(" | ")
        };
        if self.inline.manner == Manner::Plain {
            lines.extend(table.rows.iter().map(|cells| row(cells)));
            return lines;
        }
        let bordered = |cells: &str| format!("| {cells} |");
        // Markdown knows no table without a head, and no head of two rows.
        let (head, body) = table.rows.split_at(table.head.min(1).min(table.rows.len()));
        lines.push(bordered(&row(head.first().map_or(&[], Vec::as_slice))));
        lines.push(bordered(&vec!["---"; columns].join(" | ")));
        lines.extend(body.iter().map(|cells| bordered(&row(cells))));
        lines
    }
}

/// Lines as a quotation.
pub fn quoted(lines: Vec<String>) -> Vec<String> {
    let quoted = lines.into_iter().map(|line| match line.as_str() {
        "" => ">".to_owned(),
        line => format!("> {line}"),
    });
    quoted.collect()
}

/// Lines with a mark before the first, and the others set in below it.
fn hung(mark: &str, lines: Vec<String>) -> Vec<String> {
    let indent = " ".repeat(mark.len());
    if lines.is_empty() {
        return vec![mark.trim_end().to_owned()];
    }
    let hung = lines.into_iter().enumerate().map(|(at, line)| match at {
        0 => format!("{mark}{line}"),
        _ if line.is_empty() => line,
        _ => format!("{indent}{line}"),
    });
    hung.collect()
}
