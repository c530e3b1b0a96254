//! Plain words broken into lines, for titles, messages and help: a paragraph set by `text::lines`.

use crate::model::document::{Block, Document, Span};
use crate::text::lines::{self, Setting};

/// Lines no wider than `columns`.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let Ok(columns @ 1..) = u16::try_from(columns) else {
        return Vec::new();
    };
    if text.is_empty() {
        return Vec::new();
    }
    let span = Span {
        text: text.to_owned(),
        ..Span::default()
    };
    let document = Document {
        blocks: vec![Block::Paragraph(vec![span])],
        ..Document::default()
    };
    let joined = |line: lines::Line| line.pieces.into_iter().map(|piece| piece.text).collect();
    lines::lay_out(&document, &Setting::new(columns))
        .into_iter()
        .map(joined)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_where_they_can_be() {
        for (text, columns, expect) in [
            (
                "the kettle that talks",
                10,
                &["the kettle", "that talks"][..],
            ),
            ("話すやかんの話", 8, &["話すやか", "んの話"]),
            ("", 5, &[]),
            ("anything", 0, &[]),
        ] {
            assert_eq!(wrap(text, columns), expect, "{text}");
        }
    }
}
