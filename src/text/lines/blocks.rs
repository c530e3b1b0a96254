//! How each kind of block is set.

use unicode_width::UnicodeWidthStr;

use crate::model::document::{Block, Item, Mark, Picture, Span, Style, each_block};
use crate::text::lines::labels::{piece, plain_piece};
use crate::text::lines::writer::{Counts, Margin, Writer};
use crate::text::lines::{Role, Thing};
use crate::text::numeral::{numeral, task};
use crate::text::plain;

/// Bullets, from the outermost list inwards.
const BULLETS: [&str; 3] = ["• ", "◦ ", "▪ "];
const OPEN: &str = "▾ ";
const CLOSED: &str = "▸ ";
const RULE: &str = "───";
/// How far the meaning of a term is set in.
const MEANING: usize = 2;

impl Writer<'_> {
    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.text(self.pieces(text, Role::Text)),
            Block::Heading { level, text } => self.heading(*level, text),
            Block::List(items) => self.list(items),
            Block::Definitions(entries) => {
                for (term, meaning) in entries {
                    self.definition(term, meaning);
                }
            }
            Block::Quote(inner) => self.within(Margin::Bar, |writer| writer.blocks(inner)),
            Block::Details {
                summary,
                open,
                blocks,
            } => self.details(summary, *open, blocks),
            Block::Code {
                language,
                text,
                inks,
            } => self.code(language.as_deref(), text, inks),
            Block::Table(table) => self.table(table),
            Block::Image {
                picture,
                link,
                caption,
            } => self.image(picture, *link, caption),
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

    fn list(&mut self, items: &[Item]) {
        let marks = marks(items, self.bullet());
        // Items of several paragraphs are parted by gaps, items of one line are not.
        let is_loose = items
            .iter()
            .any(|item| item.blocks.iter().filter(|block| !is_list(block)).count() > 1);
        for (at, (item, text)) in items.iter().zip(marks).enumerate() {
            if at > 0 && is_loose {
                self.gap();
            }
            let shown = false;
            self.within(Margin::Mark { text, shown }, |writer| {
                writer.item(&item.blocks);
            });
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
        let mut term = self.pieces(term, Role::Text);
        for piece in term.iter_mut().filter(|piece| piece.role == Role::Text) {
            piece.style.strong = true;
        }
        self.text(term);
        self.within(Margin::Indent(MEANING), |writer| writer.blocks(meaning));
    }

    fn heading(&mut self, level: u8, text: &[Span]) {
        let thing = Thing::Heading(self.counts.headings);
        self.counts.headings += 1;
        let pieces = self.pieces(text, Role::Heading(level));
        self.as_thing(thing, |writer| writer.text(pieces));
    }

    fn details(&mut self, summary: &[Span], open: bool, blocks: &[Block]) {
        let number = self.counts.details;
        self.counts.details += 1;
        let open = open != self.setting.turned.contains(&number);
        let sign = if open { OPEN } else { CLOSED };
        let text = sign.to_owned();
        let shown = false;
        let summary = self.pieces(summary, Role::Summary);
        self.within(Margin::Mark { text, shown }, |writer| {
            writer.as_thing(Thing::Details(number), |writer| writer.text(summary));
            if open && !blocks.is_empty() {
                writer.gap();
                writer.blocks(blocks);
            }
        });
        if !open {
            self.counts.pass_over(blocks);
        }
    }

    fn image(&mut self, picture: &Picture, link: Option<usize>, caption: &[Span]) {
        let number = self.counts.pictures;
        self.counts.pictures += 1;
        let rows = self.setting.pictures.get(number).copied().unwrap_or(0);
        let thing = |row| Thing::Picture {
            picture: number,
            row,
            rows,
        };
        for row in 0..rows {
            self.as_thing(thing(row), |writer| writer.line(Vec::new()));
        }
        let caption = self.pieces(caption, Role::Caption);
        if rows == 0 {
            let label = piece(stand_in(picture), Role::Label, Style::default(), link);
            let number = link.and_then(|link| self.labels.number(link));
            let label = std::iter::once(label).chain(number).collect();
            self.as_thing(thing(0), |writer| writer.text(label));
        } else if caption.is_empty() {
            self.text(vec![plain_piece(plain::line(&picture.alt), Role::Caption)]);
        }
        self.text(caption);
    }

    fn rule(&mut self) {
        let room = self.room();
        let rule: String = RULE.chars().take(room).collect();
        let before = " ".repeat((room - rule.width()) / 2);
        let pieces = vec![
            plain_piece(before, Role::Text),
            plain_piece(rule, Role::Guide),
        ];
        self.line(pieces);
    }
}

impl Counts {
    /// Counts what is folded away, so that everything keeps its number.
    fn pass_over(&mut self, blocks: &[Block]) {
        each_block(blocks, &mut |block| match block {
            Block::Heading { .. } => self.headings += 1,
            Block::Code { .. } => self.codes += 1,
            Block::Table(_) => self.tables += 1,
            Block::Image { .. } => self.pictures += 1,
            Block::Details { .. } => self.details += 1,
            _ => {}
        });
    }
}

/// What stands for a picture: `[image: A kettle — 800×600]`.
fn stand_in(picture: &Picture) -> String {
    let alt = plain::line(&picture.alt);
    let size = picture
        .size
        .map(|(width, height)| format!("{width}×{height}"));
    match (alt.is_empty(), size) {
        (true, None) => "[image]".to_owned(),
        (true, Some(size)) => format!("[image — {size}]"),
        (false, None) => format!("[image: {alt}]"),
        (false, Some(size)) => format!("[image: {alt} — {size}]"),
    }
}

fn is_list(block: &Block) -> bool {
    matches!(block, Block::List(_))
}

/// The marks of a list, all of one width; numbers are set flush right.
fn marks(items: &[Item], bullet: &str) -> Vec<String> {
    let marks: Vec<String> = items
        .iter()
        .map(|item| match item.mark {
            Mark::Bullet => bullet.to_owned(),
            Mark::Number(number, numbering) => format!("{}. ", numeral(number, numbering)),
            Mark::Task(done) => task(done).to_owned(),
        })
        .collect();
    let widest = marks.iter().map(|mark| mark.width()).max().unwrap_or(0);
    marks
        .into_iter()
        .map(|mark| format!("{}{mark}", " ".repeat(widest - mark.width())))
        .collect()
}
