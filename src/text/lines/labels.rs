//! Spans made into pieces: roles given, links numbered, the direction of writing found.

use crate::model::document::{Span, Style, Token};
use crate::text::bidi::is_of_right_to_left;
use crate::text::lines::{Emoji, Piece, Role};
use crate::text::lines::{emoji, hyphens};
use crate::text::plain::{Hints, strip};

/// How spans become pieces.
#[derive(Debug, Clone, Copy)]
pub(super) struct Labels<'d> {
    /// The addresses of the document.
    pub(super) links: &'d [String],
    /// The number of a link stands behind its words.
    pub(super) numbers: bool,
    pub(super) emoji: Emoji,
    /// The language whose long words may be parted.
    pub(super) hyphens: Option<[u8; 2]>,
}

impl Labels<'_> {
    /// The pieces of a text. After the words of a link comes its number, `[1]` for the first; not where it leads
    /// to another place in the same text.
    pub(super) fn pieces(self, spans: &[Span], role: Role) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::with_capacity(spans.len());
        for (at, span) in spans.iter().enumerate() {
            // A document made elsewhere gets no privilege.
            let safe = strip(&span.text, Hints::Keep);
            let is_bare = span.style.code || span.text.contains("://");
            let language = self.hyphens.filter(|_| !is_bare);
            let text = hyphens::parted(&emoji::shown(&safe, self.emoji), language).into_owned();
            let ends_link =
                span.link.is_some() && spans.get(at + 1).is_none_or(|next| next.link != span.link);
            let said = |text: String| Piece {
                anchor: span.anchor,
                ..piece(text, role, span.style, span.link)
            };
            let label = span
                .link
                .filter(|_| ends_link)
                .and_then(|link| self.number(link));
            let Some(label) = label else {
                pieces.push(said(text));
                continue;
            };
            // The number belongs to the word, not after the space that follows it.
            let words = text.trim_end_matches([' ', '\n']);
            let blank = text[words.len()..].to_owned();
            pieces.push(said(words.to_owned()));
            pieces.push(label);
            pieces.push(piece(blank, role, span.style, None));
        }
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }

    /// The number of a link as it is shown.
    pub(super) fn number(self, link: usize) -> Option<Piece> {
        let is_inner = self
            .links
            .get(link)
            .is_some_and(|address| address.starts_with('#'));
        (self.numbers && !is_inner).then(|| {
            let style = Style::default();
            piece(format!("[{}]", link + 1), Role::Label, style, Some(link))
        })
    }
}

pub(super) fn piece(text: String, role: Role, style: Style, link: Option<usize>) -> Piece {
    Piece {
        text,
        role,
        style,
        link,
        anchor: None,
        token: Token::default(),
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
        .is_some_and(is_of_right_to_left)
}
