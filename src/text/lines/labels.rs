//! Spans made into pieces: roles given, links numbered, the direction of writing found.

use crate::model::document::{Span, Style};
use crate::text::lines::{Piece, Role};
use crate::text::plain::{Hints, strip};

/// The pieces of a text. After the words of a link comes its number, `[1]` for the first.
pub(super) fn pieces(spans: &[Span], role: Role) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(spans.len());
    for (at, span) in spans.iter().enumerate() {
        // A document made elsewhere gets no privilege.
        let text = strip(&span.text, Hints::Keep).into_owned();
        let ends_link =
            span.link.is_some() && spans.get(at + 1).is_none_or(|next| next.link != span.link);
        if !ends_link {
            pieces.push(piece(text, role, span.style, span.link));
            continue;
        }
        // The number belongs to the word, not after the space that follows it.
        let words = text.trim_end_matches([' ', '\n']);
        let blank = text[words.len()..].to_owned();
        pieces.push(piece(words.to_owned(), role, span.style, span.link));
        pieces.extend(span.link.map(link_label));
        pieces.push(piece(blank, role, span.style, None));
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// The number of a link as it is shown.
pub(super) fn link_label(link: usize) -> Piece {
    piece(
        format!("[{}]", link + 1),
        Role::Label,
        Style::default(),
        Some(link),
    )
}

pub(super) fn piece(text: String, role: Role, style: Style, link: Option<usize>) -> Piece {
    Piece {
        text,
        role,
        style,
        link,
    }
}

/// A piece without style or link.
pub(super) fn plain_piece(text: impl Into<String>, role: Role) -> Piece {
    piece(text.into(), role, Style::default(), None)
}

/// Whether the first letter of a text belongs to a script that is written from right to left
/// (Unicode Bidirectional Algorithm, P2 and P3).
pub(super) fn is_right_to_left(text: &str) -> bool {
    text.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|letter| {
            matches!(letter,
                '\u{590}'..='\u{8FF}'
                | '\u{FB1D}'..='\u{FDFF}'
                | '\u{FE70}'..='\u{FEFF}'
                | '\u{10800}'..='\u{10FFF}'
                | '\u{1E800}'..='\u{1EFFF}')
        })
}
