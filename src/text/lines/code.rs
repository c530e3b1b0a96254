//! Code: lines as written, in their colours, whatever their length.

use crate::model::document::{Ink, Token};
use crate::text::lines::labels::plain_piece;
use crate::text::lines::window::window;
use crate::text::lines::writer::{Margin, Writer};
use crate::text::lines::{LongLines, Piece, Role, Thing};
use crate::text::plain;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands before what goes on from the line above.
const CONTINUED: &str = "↪ ";
/// How far code is set in where there is room.
const INDENT: usize = 2;
/// Columns under which code is not set in.
const NARROW: usize = 32;

impl Writer<'_> {
    pub(super) fn code(&mut self, language: Option<&str>, text: &str, inks: &[Ink]) {
        let thing = Thing::Code(self.counts.codes);
        self.counts.codes += 1;
        let indent = if self.room() < NARROW { 0 } else { INDENT };
        self.within(Margin::Indent(indent), |writer| {
            let label = language.map(plain::line).unwrap_or_default();
            if !label.is_empty() && label.width() <= writer.room() {
                writer.line(vec![plain_piece(label, Role::Label)]);
            }
            writer.as_thing(thing, |writer| writer.code_lines(text, inks));
        });
    }

    fn code_lines(&mut self, text: &str, inks: &[Ink]) {
        // A document made elsewhere gets no privilege; colours are for the very text they were found for.
        let safe = plain::block(text);
        let inks = if safe == text { inks } else { &[] };
        let mut colours = Colours::new(inks);
        for line in safe.split('\n') {
            let pieces = colours.line(line);
            match self.setting.code {
                LongLines::Wrap => self.wrapped(&pieces),
                LongLines::Scroll => self.scrolled(&pieces),
            }
            self.advance(1);
        }
    }

    /// A line that goes on below, behind a mark; nothing is moved otherwise.
    fn wrapped(&mut self, pieces: &[Piece]) {
        let room = self.room();
        let continued = if room > CONTINUED.width() + 1 {
            CONTINUED
        } else {
            ""
        };
        let mut row: Vec<Piece> = Vec::new();
        let (mut left, mut clusters) = (room, 0);
        let mut is_first = true;
        for piece in pieces {
            let mut shown = String::new();
            for cluster in piece.text.graphemes(true) {
                let (cluster, width) = match cluster.width() {
                    width if width > room - continued.width() => ("\u{FFFD}", 1),
                    width => (cluster, width),
                };
                if width > left {
                    row.push(Piece {
                        text: std::mem::take(&mut shown),
                        ..*piece
                    });
                    self.code_row(std::mem::take(&mut row), is_first);
                    self.advance(std::mem::take(&mut clusters));
                    is_first = false;
                    row.push(plain_piece(continued, Role::Guide));
                    left = room - continued.width();
                }
                left -= width;
                clusters += 1;
                if width > 0 {
                    shown.push_str(cluster);
                }
            }
            row.push(Piece {
                text: shown,
                ..*piece
            });
        }
        self.code_row(row, is_first);
        self.advance(clusters);
    }

    fn code_row(&mut self, row: Vec<Piece>, is_first: bool) {
        if is_first {
            self.line(row);
        } else {
            self.line_on(row);
        }
    }

    fn scrolled(&mut self, pieces: &[Piece]) {
        let seen = window(pieces, usize::from(self.setting.moved), self.room());
        self.line(seen);
        let clusters = pieces
            .iter()
            .map(|piece| piece.text.graphemes(true).count());
        self.advance(clusters.sum());
    }
}

/// What each byte of a text is, handed out from its beginning to its end.
struct Colours<'i> {
    inks: &'i [Ink],
    /// Bytes of the first ink that were handed out.
    used: usize,
}

impl<'i> Colours<'i> {
    fn new(inks: &'i [Ink]) -> Self {
        Self { inks, used: 0 }
    }

    /// The next line, and the break behind it.
    fn line(&mut self, line: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut rest = line;
        while !rest.is_empty() {
            let (token, length) = self.next(rest.len());
            // An end within a character is none.
            let end = (length..=rest.len()).find(|end| rest.is_char_boundary(*end));
            let end = end.unwrap_or(rest.len());
            self.take(end);
            let (part, after) = rest.split_at(end);
            rest = after;
            pieces.push(Piece {
                token,
                ..plain_piece(part, Role::Code)
            });
        }
        self.take(1);
        pieces
    }

    fn next(&self, most: usize) -> (Token, usize) {
        match self.inks.first() {
            Some(ink) => (ink.token, (ink.length - self.used).clamp(1, most)),
            None => (Token::Plain, most),
        }
    }

    fn take(&mut self, mut bytes: usize) {
        while let Some(ink) = self.inks.first() {
            let left = ink.length - self.used;
            if bytes < left {
                self.used += bytes;
                return;
            }
            bytes -= left;
            self.inks = &self.inks[1..];
            self.used = 0;
        }
    }
}
