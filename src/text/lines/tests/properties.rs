//! What holds for any page at any width.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use crate::model::document::{Block, Span, details};
use crate::text::html::document;
use crate::text::html::tests::{is_unsafe, tag_soup};
use crate::text::lines::tests::at;
use crate::text::lines::tests::{alphanumeric, text};
use crate::text::lines::{Emoji, Line, LongLines, Role, Setting, Tables, find, lay_out};

/// The letters and digits of a document in reading order, without what only stands in for a
/// picture.
fn letters(blocks: &[Block], out: &mut String) {
    let say = |spans: &[Span], out: &mut String| {
        out.extend(spans.iter().map(|span| span.text.as_str()));
    };
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => say(text, out),
            Block::Image { caption, .. } => say(caption, out),
            Block::Code { text, .. } => out.push_str(text),
            Block::List(items) => items.iter().for_each(|item| letters(&item.blocks, out)),
            Block::Details {
                summary, blocks, ..
            } => {
                say(summary, out);
                letters(blocks, out);
            }
            Block::Quote(inner) => letters(inner, out),
            Block::Definitions(entries) => {
                for (term, meaning) in entries {
                    say(term, out);
                    letters(meaning, out);
                }
            }
            Block::Table(_) | Block::Rule => {}
        }
    }
}

fn has_table(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Table(_) => true,
        Block::Quote(inner) => has_table(inner),
        Block::List(items) => items.iter().any(|item| has_table(&item.blocks)),
        Block::Definitions(entries) => entries.iter().any(|(_, meaning)| has_table(meaning)),
        _ => false,
    })
}

#[test]
fn hostile_depth_is_laid_out_at_any_width() {
    for tag in [
        "<ul><li>",
        "<blockquote>",
        "<dl><dd>",
        "<ol><li>x<blockquote>",
    ] {
        let document = document(&(tag.repeat(100_000 / tag.len()) + "end"), None);
        for width in [1, 2, 3, 7, 80] {
            let set: String = lay_out(&document, &Setting::new(width))
                .iter()
                .map(text)
                .collect();
            assert!(alphanumeric(&set).ends_with("end"), "{tag} at {width}");
        }
    }
}

/// Everything a person may choose.
fn choices() -> impl Strategy<Value = Setting<'static>> {
    let choice = (
        any::<bool>(),
        0..3_u8,
        any::<bool>(),
        0..3_u8,
        0..40_u16,
        any::<bool>(),
    );
    choice.prop_map(|(numbers, emoji, scroll, tables, moved, open)| Setting {
        numbers,
        emoji: [Emoji::Full, Emoji::Safe, Emoji::Text][usize::from(emoji)],
        code: if scroll {
            LongLines::Scroll
        } else {
            LongLines::Wrap
        },
        tables: [Tables::Fit, Tables::Records, Tables::Scroll][usize::from(tables)],
        moved,
        turned: if open { &[0, 1, 2, 3] } else { &[] },
        pictures: if open { &[3, 0, 2] } else { &[] },
        hyphens: open.then_some(*b"en"),
        ..Setting::new(1)
    })
}

/// The numbers of the details that are closed at first.
fn closed(blocks: &[Block]) -> Vec<usize> {
    let open = details(blocks);
    (0..open.len()).filter(|at| !open[*at]).collect()
}

proptest! {
    #[test]
    fn any_page_fits_any_width(
        html in prop_oneof![tag_soup(), any::<String>()],
        width in 1_u16..500,
        choice in choices(),
    ) {
        let document = document(&html, Some("https://blog.example/"));
        for width in [width, width % 12 + 1] {
            let setting = Setting { width, ..choice };
            let lines = lay_out(&document, &setting);
            prop_assert_eq!(&lines, &lay_out(&document, &setting));
            for line in &lines {
                let columns: usize = line.pieces.iter().map(|piece| piece.text.width()).sum();
                prop_assert!(columns <= usize::from(width), "{:?} is {} wide", line, columns);
                prop_assert!(text(line).width() <= usize::from(width), "{:?}", line);
                prop_assert!(!text(line).contains(is_unsafe) && !text(line).contains('\n'));
                prop_assert!(line.pieces.iter().all(|piece| !piece.text.is_empty()));
                for pair in line.pieces.windows(2) {
                    let same = (pair[0].role, pair[0].style, pair[0].link, pair[0].token)
                        == (pair[1].role, pair[1].style, pair[1].link, pair[1].token);
                    let same = same && pair[1].anchor.is_none();
                    prop_assert!(!same, "{:?}", pair);
                }
                for link in line.pieces.iter().filter_map(|piece| piece.link) {
                    prop_assert!(link < document.links.len());
                }
            }
            for pair in lines.windows(2) {
                prop_assert!((pair[0].block, pair[0].offset) <= (pair[1].block, pair[1].offset));
            }
            for line in lines.iter().filter(|line| !line.pieces.is_empty()) {
                let found = &lines[find(&lines, at(line.block, line.offset))];
                prop_assert_eq!((found.block, found.offset), (line.block, line.offset));
            }
        }
    }

    #[test]
    fn every_word_is_set_in_order(html in tag_soup(), width in 4_u16..120) {
        let document = document(&html, None);
        prop_assume!(!has_table(&document.blocks));
        let mut expect = String::new();
        letters(&document.blocks, &mut expect);
        let setting = Setting {
            turned: &closed(&document.blocks),
            ..Setting::new(width)
        };
        let set: String = lay_out(&document, &setting)
            .iter()
            .flat_map(|line| &line.pieces)
            .filter(|piece| !matches!(piece.role, Role::Label | Role::Bullet | Role::Guide))
            .map(|piece| piece.text.as_str())
            .collect();
        prop_assert_eq!(alphanumeric(&set), alphanumeric(&expect));
    }

    /// A place is counted in what is set, not in lines.
    #[test]
    fn blocks_are_as_long_at_every_width(html in tag_soup(), one in 4_u16..120, other in 4_u16..120) {
        let document = document(&html, None);
        let starts = |width| {
            let lines = lay_out(&document, &Setting::new(width));
            let bullets = |line: &&Line| line.pieces.iter().any(|piece| piece.role == Role::Bullet);
            lines.iter().filter(bullets).map(|line| (line.block, line.offset)).collect::<Vec<_>>()
        };
        let (few, many) = (starts(one.min(other)), starts(one.max(other)));
        // Where there is no room for a mark it is left out; the others stand where they stood.
        prop_assert!(few.iter().all(|place| many.contains(place)), "{:?} {:?}", few, many);
    }
}
