//! Lines in the order they are seen, where they hold text that is read from right to left (Unicode Bidirectional
//! Algorithm, UAX #9).
//!
//! A line is laid out in the order it is read in, and searched in that order. Only what paints it turns it around,
//! piece by piece and cluster by cluster.

use crate::text::lines::{Line, Piece, Role};
use std::borrow::Cow;
use std::ops::Range;
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;

/// A piece as it is seen, and the bytes of the line it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<'l> {
    pub piece: Cow<'l, Piece>,
    /// Bytes of the line's text, all its pieces in a row.
    pub bytes: Range<usize>,
    /// The last cluster of these bytes is seen first.
    pub turned: bool,
}

/// The pieces of a line in the order they are read in.
pub fn logical(line: &Line) -> Vec<Seen<'_>> {
    let mut at = 0;
    let seen = line.pieces.iter().map(|piece| {
        let bytes = at..at + piece.text.len();
        at = bytes.end;
        Seen {
            piece: Cow::Borrowed(piece),
            bytes,
            turned: false,
        }
    });
    seen.collect()
}

/// The pieces of a line from left to right.
pub fn visual(line: &Line) -> Vec<Seen<'_>> {
    let seen = logical(line);
    if !line
        .pieces
        .iter()
        .any(|piece| has_right_to_left(&piece.text))
    {
        return seen;
    }
    // Marks and bars stand at the edge where they are.
    let edge = line
        .pieces
        .iter()
        .take_while(|piece| is_margin(piece))
        .count();
    let (margin, said) = seen.split_at(edge);
    let mut all = margin.to_vec();
    if line.right_to_left {
        all.clear();
    }
    all.extend(turned(line, said));
    if line.right_to_left {
        // In a paragraph of the other direction they stand at the other edge.
        all.extend(margin.iter().rev().map(|seen| {
            let turned = seen.piece.text.graphemes(true).rev().collect();
            let piece = Piece {
                text: turned,
                ..*seen.piece
            };
            Seen {
                piece: Cow::Owned(piece),
                bytes: seen.bytes.clone(),
                turned: true,
            }
        }));
    }
    all
}

fn turned<'l>(line: &'l Line, said: &[Seen<'l>]) -> Vec<Seen<'l>> {
    let Some(start) = said.first().map(|seen| seen.bytes.start) else {
        return Vec::new();
    };
    let text: String = said.iter().map(|seen| seen.piece.text.as_str()).collect();
    let level = if line.right_to_left {
        Level::rtl()
    } else {
        Level::ltr()
    };
    let info = BidiInfo::new(&text, Some(level));
    let mut out = Vec::new();
    for paragraph in &info.paragraphs {
        let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let is_turned = levels[run.start].is_rtl();
            let mut parts: Vec<Seen> = said
                .iter()
                .filter_map(|seen| part(seen, &text, start, &run, is_turned))
                .collect();
            if is_turned {
                parts.reverse();
            }
            out.extend(parts);
        }
    }
    out
}

/// What of a piece lies in a run of one direction.
fn part<'l>(
    seen: &Seen<'l>,
    text: &str,
    start: usize,
    run: &Range<usize>,
    is_turned: bool,
) -> Option<Seen<'l>> {
    let from = (seen.bytes.start - start).max(run.start);
    let to = (seen.bytes.end - start).min(run.end);
    if from >= to {
        return None;
    }
    let said = &text[from..to];
    let shown = if is_turned {
        let turned = said.graphemes(true).rev().map(mirrored);
        turned.collect()
    } else {
        said.to_owned()
    };
    let piece = Piece {
        text: shown,
        ..*seen.piece
    };
    Some(Seen {
        piece: Cow::Owned(piece),
        bytes: start + from..start + to,
        turned: is_turned,
    })
}

/// A bracket as it is seen in text from right to left (UAX #9, L4).
fn mirrored(cluster: &str) -> &str {
    const PAIRS: [(&str, &str); 10] = [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("<", ">"),
        ("«", "»"),
        ("‹", "›"),
        ("≤", "≥"),
        ("「", "」"),
        ("【", "】"),
        ("⟨", "⟩"),
    ];
    PAIRS
        .iter()
        .find_map(|&(open, close)| match cluster {
            _ if cluster == open => Some(close),
            _ if cluster == close => Some(open),
            _ => None,
        })
        .unwrap_or(cluster)
}

fn is_margin(piece: &Piece) -> bool {
    matches!(piece.role, Role::Guide | Role::Bullet)
        || piece.role == Role::Text && piece.text.trim().is_empty()
}

/// Whether a text may hold characters that are read from right to left.
pub(in crate::text) fn has_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_of_right_to_left)
}

/// Whether a letter belongs to a script that is written from right to left.
pub(in crate::text) fn is_of_right_to_left(letter: char) -> bool {
    matches!(letter,
        '\u{590}'..='\u{8FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::document;
    use crate::text::lines::{Setting, lay_out};
    use proptest::prelude::*;

    fn seen(html: &str) -> Vec<String> {
        let set = lay_out(&document(html, None), &Setting::new(40));
        let line = |line: &Line| {
            let pieces = visual(line);
            pieces.iter().map(|seen| seen.piece.text.as_str()).collect()
        };
        set.iter().map(line).collect()
    }

    #[test]
    fn text_of_the_other_direction_is_turned_around_where_it_stands() {
        assert_eq!(seen("<p>plain text"), ["plain text"]);
        assert_eq!(seen("<p>say שלום twice"), ["say םולש twice"]);
        assert_eq!(seen("<p>שלום (abc) 12"), ["12 (abc) םולש"]);
        assert_eq!(seen("<p>a <b>שלום</b> עולם b"), ["a םלוע םולש b"]);
        // A mark stays on its letter.
        assert_eq!(seen("<p>x שָלוֹם y"), ["x םוֹלשָ y"]);
        assert_eq!(seen("<ul><li>שלום</ul>"), ["םולש •"]);
    }

    proptest! {
        #[test]
        fn every_cluster_is_seen_once(text in "[a-c אבגדהו()1-3]{0,30}") {
            let html = format!("<p>{text}<i>{text}</i>");
            for line in lay_out(&document(&html, None), &Setting::new(9)) {
                let sorted = |text: String| {
                    let mut clusters: Vec<String> =
                        text.graphemes(true).map(|it| it.replace([')', '('], "|")).collect();
                    clusters.sort();
                    clusters
                };
                let said = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
                let seen = visual(&line);
                let shown = seen.iter().map(|seen| seen.piece.text.as_str()).collect();
                prop_assert_eq!(sorted(said), sorted(shown));
            }
        }
    }
}
