//! How each kind of block is set.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::model::document::{Block, Span, Style};
use crate::text::lines::Role;
use crate::text::lines::labels::{link_label, piece, pieces, plain_piece};
use crate::text::lines::writer::{Margin, Writer};
use crate::text::plain;

/// Bullets, from the outermost list inwards.
const BULLETS: [&str; 3] = ["• ", "◦ ", "▪ "];
const CONTINUED: &str = "↪ ";
const RULE: &str = "───";
/// How far the meaning of a term is set in.
const MEANING: usize = 2;

impl Writer {
    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.text(pieces(text, Role::Text)),
            Block::Heading { level, text } => self.text(pieces(text, Role::Heading(*level))),
            Block::List { start, items } => self.list(*start, items),
            Block::Definitions(entries) => {
                for (term, meaning) in entries {
                    self.definition(term, meaning);
                }
            }
            Block::Quote(inner) => self.within(Margin::Bar, |writer| writer.blocks(inner)),
            Block::Code { language, text } => self.code(language.as_deref(), text),
            Block::Table(table) => self.table(table),
            Block::Image { alt, link, caption } => self.image(alt, *link, caption),
            Block::Rule => self.rule(),
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                self.gap();
            }
            self.block(block);
        }
    }

    fn list(&mut self, start: Option<i64>, items: &[Vec<Block>]) {
        let marks = match start {
            Some(start) => numbers(start, items.len()),
            None => vec![self.bullet().to_owned(); items.len()],
        };
        // Items of several paragraphs are parted by gaps, items of one line are not.
        let is_loose = items
            .iter()
            .any(|item| item.iter().filter(|block| !is_list(block)).count() > 1);
        for (at, (item, text)) in items.iter().zip(marks).enumerate() {
            if at > 0 && is_loose {
                self.gap();
            }
            let shown = false;
            self.within(Margin::Mark { text, shown }, |writer| writer.item(item));
        }
    }

    fn item(&mut self, blocks: &[Block]) {
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 && !is_list(block) {
                self.gap();
            }
            self.block(block);
        }
    }

    /// The bullet for a list at this depth.
    fn bullet(&self) -> &'static str {
        let depth = self
            .margins()
            .iter()
            .filter(|margin| matches!(margin, Margin::Mark { text, .. } if BULLETS.contains(&text.as_str())))
            .count();
        BULLETS[depth.min(BULLETS.len() - 1)]
    }

    fn definition(&mut self, term: &[Span], meaning: &[Block]) {
        let mut term = pieces(term, Role::Text);
        for piece in term.iter_mut().filter(|piece| piece.role == Role::Text) {
            piece.style.strong = true;
        }
        self.text(term);
        self.within(Margin::Indent(MEANING), |writer| writer.blocks(meaning));
    }

    /// Lines as written. One that is too long goes on below a mark; nothing is moved otherwise.
    fn code(&mut self, language: Option<&str>, text: &str) {
        let room = self.room();
        if let Some(language) = language {
            let language = plain::line(language);
            if !language.is_empty() && language.width() <= room {
                self.line(vec![plain_piece(language, Role::Label)], false);
            }
        }
        // A document made elsewhere gets no privilege.
        for line in plain::block(text).split('\n') {
            self.code_line(line, room);
            self.advance(1);
        }
    }

    fn code_line(&mut self, line: &str, room: usize) {
        let continued = if room > CONTINUED.width() + 1 {
            CONTINUED
        } else {
            ""
        };
        let mut shown = String::new();
        let mut left = room;
        let mut guide = "";
        let mut clusters = 0;
        for cluster in line.graphemes(true) {
            let (cluster, width) = match cluster.width() {
                width if width > room - continued.width() => ("\u{FFFD}", 1),
                width => (cluster, width),
            };
            if width > left {
                self.code_row(guide, std::mem::take(&mut shown));
                self.advance(std::mem::take(&mut clusters));
                guide = continued;
                left = room - continued.width();
            }
            left -= width;
            clusters += 1;
            if width > 0 {
                shown.push_str(cluster);
            }
        }
        self.code_row(guide, shown);
        self.advance(clusters);
    }

    fn code_row(&mut self, guide: &str, shown: String) {
        let pieces = vec![
            plain_piece(guide, Role::Guide),
            plain_piece(shown, Role::Code),
        ];
        self.line(pieces, false);
    }

    fn image(&mut self, alt: &str, link: Option<usize>, caption: &[Span]) {
        let alt = plain::line(alt);
        let text = if alt.is_empty() {
            "[image]".to_owned()
        } else {
            format!("[image: {alt}]")
        };
        let label = piece(text, Role::Label, Style::default(), link);
        self.text(std::iter::once(label).chain(link.map(link_label)).collect());
        self.text(pieces(caption, Role::Caption));
    }

    fn rule(&mut self) {
        let room = self.room();
        let rule: String = RULE.chars().take(room).collect();
        let before = " ".repeat((room - rule.width()) / 2);
        let pieces = vec![
            plain_piece(before, Role::Text),
            plain_piece(rule, Role::Guide),
        ];
        self.line(pieces, false);
    }
}

fn is_list(block: &Block) -> bool {
    matches!(block, Block::List { .. })
}

/// The numbers of a list, set flush right.
fn numbers(start: i64, count: usize) -> Vec<String> {
    let numbers: Vec<String> = (0_i64..)
        .take(count)
        .map(|at| format!("{}.", start.saturating_add(at)))
        .collect();
    let widest = numbers.iter().map(String::len).max().unwrap_or(0);
    numbers
        .into_iter()
        .map(|number| format!("{number:>widest$} "))
        .collect()
}
