//! Text broken into rows.
//!
//! Where a row may end is said by the Unicode Line Breaking Algorithm (UAX #14), which keeps
//! Japanese punctuation off the start of a row as well as English words whole. What is measured
//! and never torn is the grapheme cluster. Web addresses and code stay whole as long as a row can
//! hold them, whatever hyphens and slashes they contain.

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::lines::fit::{self, Box, LastRow};
use crate::text::lines::{Joint, Piece, Role};

/// What stands for a cluster that is wider than the row.
const TOO_WIDE: &str = "\u{FFFD}";

/// A text measured and ready to be broken at any width.
#[derive(Debug)]
pub(super) struct Text {
    whole: String,
    pieces: Vec<Piece>,
    clusters: Vec<Cluster>,
}

#[derive(Debug, Clone, Copy)]
struct Cluster {
    start: usize,
    piece: usize,
    width: usize,
    /// A row may begin here.
    opens: bool,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Visible,
    Space,
    /// A hyphen to be shown at the end of a row only.
    SoftHyphen,
    LineBreak,
}

/// The clusters of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    range: Range<usize>,
    /// The row ends in a soft hyphen.
    hyphen: bool,
}

impl Text {
    pub(super) fn new(pieces: Vec<Piece>) -> Text {
        let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        let clusters = clusters(&whole, &pieces);
        let mut text = Text {
            whole,
            pieces,
            clusters,
        };
        text.close_atoms();
        text
    }

    pub(super) fn as_str(&self) -> &str {
        &self.whole
    }

    /// How many clusters there are, which is what places are counted in.
    pub(super) fn len(&self) -> usize {
        self.clusters.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }

    /// The width of the widest line when nothing is broken.
    pub(super) fn widest(&self) -> usize {
        self.clusters
            .split(|cluster| cluster.kind == Kind::LineBreak)
            .map(content_width)
            .max()
            .unwrap_or(0)
    }

    /// The width of the widest part that is better not broken.
    pub(super) fn narrowest(&self) -> usize {
        let mut widest = 0;
        let mut at = 0;
        while at < self.clusters.len() {
            let end = self.unit_end(at);
            widest = widest.max(content_width(&self.clusters[at..end]));
            at = end;
        }
        widest
    }

    /// The rows of the text at a width of `room` columns, which is at least 1.
    pub(super) fn rows(&self, room: usize) -> Vec<Row> {
        let last = if self.is_heading() {
            LastRow::LikeOthers
        } else {
            LastRow::Free
        };
        let mut rows = Vec::new();
        for line in self.boxes(room) {
            for range in fit::rows(&line, room, last) {
                rows.push(self.row(line[range.start].start..line[range.end - 1].end));
            }
        }
        rows
    }

    fn is_heading(&self) -> bool {
        let first = self.pieces.first();
        first.is_some_and(|piece| matches!(piece.role, Role::Heading(_)))
    }

    /// The parts that stay whole at this width, for each line that was broken by force.
    fn boxes(&self, room: usize) -> Vec<Vec<Box>> {
        let mut lines = Vec::new();
        let mut line = Vec::new();
        let mut at = 0;
        while at < self.clusters.len() {
            let end = self.unit_end(at);
            let whole = self.part(at..end);
            if whole.content > room {
                // Only what is cut off is looked at: what has no place to part may be as long as it likes.
                let mut start = at;
                while let Some(cut) = self.cut(start..end, room) {
                    line.push(self.part(start..cut));
                    start = cut;
                }
                line.push(self.part(start..end));
            } else {
                line.push(whole);
            }
            if ends_in(&self.clusters[at..end], Kind::LineBreak) {
                lines.push(std::mem::take(&mut line));
            }
            at = end;
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    fn part(&self, range: Range<usize>) -> Box {
        let (mut width, mut content) = (0, 0);
        for cluster in &self.clusters[range.clone()] {
            width += cluster.width;
            if !is_blank(cluster) {
                content = width;
            }
        }
        Box {
            start: range.start,
            end: range.end,
            width,
            content,
            hyphen: ends_in(&self.clusters[range], Kind::SoftHyphen),
        }
    }

    /// How many clusters come before a row.
    pub(super) fn offset(row: &Row) -> usize {
        row.range.start
    }

    /// How the row after this one goes on.
    pub(super) fn joint_after(&self, row: &Row) -> Joint {
        match self.clusters[row.range.clone()]
            .last()
            .map(|last| last.kind)
        {
            Some(Kind::LineBreak) => Joint::Begin,
            Some(Kind::Space) => Joint::Space,
            _ => Joint::Word,
        }
    }

    /// The pieces of a row, at most `room` columns wide, and their width.
    pub(super) fn pieces(&self, row: &Row, room: usize) -> (Vec<Piece>, usize) {
        let mut range = row.range.clone();
        while !range.is_empty() && is_blank(&self.clusters[range.end - 1]) {
            range.end -= 1;
        }
        let mut pieces: Vec<Piece> = Vec::new();
        let mut width = 0;
        let mut at = range.start;
        let mut before = usize::MAX;
        while at < range.end {
            let cluster = self.clusters[at];
            if is_unseen(&cluster) {
                at += 1;
                continue;
            }
            // Clusters that stand as they are go over together.
            let stands = |at: &usize| {
                let next = &self.clusters[*at];
                next.piece == cluster.piece && !is_unseen(next) && next.width <= room
            };
            let end = (at..range.end)
                .find(|at| !stands(at))
                .unwrap_or(range.end)
                .max(at + 1);
            let (text, columns) = if cluster.width > room {
                (TOO_WIDE, 1)
            } else {
                let from = cluster.start;
                let to = self
                    .clusters
                    .get(end)
                    .map_or(self.whole.len(), |next| next.start);
                (&self.whole[from..to], self.width(at..end))
            };
            width += columns;
            match pieces.last_mut() {
                Some(last) if before == cluster.piece => last.text.push_str(text),
                _ => pieces.push(self.piece(cluster.piece, text)),
            }
            (at, before) = (end, cluster.piece);
        }
        if let Some(last) = pieces.last_mut()
            && row.hyphen
            && width < room
        {
            last.text.push('-');
            width += 1;
        }
        (pieces, width)
    }

    fn piece(&self, at: usize, text: &str) -> Piece {
        let piece = &self.pieces[at];
        Piece {
            text: text.to_owned(),
            ..*piece
        }
    }

    fn row(&self, range: Range<usize>) -> Row {
        let more = range.end < self.clusters.len();
        Row {
            hyphen: more && ends_in(&self.clusters[range.clone()], Kind::SoftHyphen),
            range,
        }
    }

    fn width(&self, range: Range<usize>) -> usize {
        self.clusters[range]
            .iter()
            .map(|cluster| cluster.width)
            .sum()
    }

    /// The end of the unbreakable part that begins at `at`.
    fn unit_end(&self, at: usize) -> usize {
        (at + 1..self.clusters.len())
            .find(|&next| self.clusters[next].opens)
            .unwrap_or(self.clusters.len())
    }

    /// Where a part that does not fit is cut: after the last sign that parts an address, else
    /// wherever the row is full. Nothing when the rest fits.
    fn cut(&self, range: Range<usize>, room: usize) -> Option<usize> {
        let full = self.overflow(range.clone(), room)?;
        // A row of one wide cluster is the least there is.
        let full = full.max(range.start + 1);
        let earliest = range.start + (full - range.start) / 3 + 1;
        let after = |signs: &[u8]| {
            let is_sign =
                |at: usize| signs.contains(&self.whole.as_bytes()[self.clusters[at].start]);
            let follows_scheme = |at: usize| self.whole[..self.clusters[at].start].ends_with("://");
            (earliest..=full)
                .rev()
                .find(|&at| is_sign(at - 1) && !is_sign(at) && !follows_scheme(at))
        };
        let cut = after(b"/?&=#").or_else(|| after(b"-._")).unwrap_or(full);
        Some(cut).filter(|&cut| cut < range.end)
    }

    /// The first cluster that a row has no room for, if something visible lies beyond.
    fn overflow(&self, range: Range<usize>, room: usize) -> Option<usize> {
        let mut used = 0;
        let mut first = None;
        for at in range {
            let cluster = &self.clusters[at];
            used += cluster.width.min(room);
            if used > room {
                first = first.or(Some(at));
                if !is_blank(cluster) {
                    return first;
                }
            }
        }
        None
    }

    /// Keeps web addresses and words of code whole, and the number of a link or a note, `[1]`, with
    /// its word.
    fn close_atoms(&mut self) {
        for at in 1..self.clusters.len() {
            let bracket = self.whole.as_bytes()[self.clusters[at].start] == b'[';
            if bracket && !is_blank(&self.clusters[at - 1]) {
                self.clusters[at].opens = false;
            }
        }
        let mut at = 0;
        while at < self.clusters.len() {
            let end = self.atom_end(at).max(at + 1);
            for cluster in &mut self.clusters[at + 1..end] {
                cluster.opens = false;
            }
            at = end;
        }
    }

    /// Where the atom that begins at `at` ends; `at` itself when none does.
    fn atom_end(&self, at: usize) -> usize {
        let rest = &self.clusters[at..];
        let length = if self.is_code(&rest[0]) {
            rest.iter()
                .position(|cluster| cluster.kind != Kind::Visible || !self.is_code(cluster))
        } else if starts_address(&self.whole[rest[0].start..]) {
            rest.iter().position(|cluster| {
                cluster.kind != Kind::Visible || !self.whole.as_bytes()[cluster.start].is_ascii()
            })
        } else {
            Some(0)
        };
        at + length.unwrap_or(rest.len())
    }

    fn is_code(&self, cluster: &Cluster) -> bool {
        self.pieces[cluster.piece].style.code && cluster.kind == Kind::Visible
    }
}

fn starts_address(text: &str) -> bool {
    ["https://", "http://", "www."]
        .iter()
        .any(|start| text.as_bytes().starts_with(start.as_bytes()))
}

fn clusters(whole: &str, pieces: &[Piece]) -> Vec<Cluster> {
    let mut breaks = linebreaks(whole).peekable();
    let mut ends = pieces.iter().scan(0, |end, piece| {
        *end += piece.text.len();
        Some(*end)
    });
    let mut piece = 0;
    let mut piece_end = ends.next().unwrap_or(0);
    let mut clusters = Vec::with_capacity(whole.len());
    let mut next = 0;
    while next < whole.len() {
        let start = next;
        let cluster = first_cluster(&whole[start..]);
        next += cluster.len();
        while start >= piece_end {
            piece += 1;
            piece_end = ends.next().unwrap_or(usize::MAX);
        }
        while breaks.next_if(|&(at, _)| at < start).is_some() {}
        let opens = breaks
            .next_if(|&(at, _)| at == start)
            .is_some_and(|(_, how)| {
                matches!(how, BreakOpportunity::Allowed | BreakOpportunity::Mandatory)
            });
        let kind = kind(cluster);
        clusters.push(Cluster {
            start,
            piece,
            width: if kind == Kind::LineBreak {
                0
            } else {
                cluster_width(cluster)
            },
            opens,
            kind,
        });
    }
    clusters
}

/// The cluster at the start of a text that is not empty. Between two ASCII characters there is
/// always a boundary, and that is most of the time.
fn first_cluster(text: &str) -> &str {
    match text.as_bytes() {
        [first, second, ..] if first.is_ascii() && second.is_ascii() => &text[..1],
        _ => text.graphemes(true).next().unwrap_or(text),
    }
}

fn cluster_width(cluster: &str) -> usize {
    if cluster.len() == 1 {
        1
    } else {
        cluster.width()
    }
}

fn kind(cluster: &str) -> Kind {
    match cluster {
        "\n" => Kind::LineBreak,
        "\u{AD}" => Kind::SoftHyphen,
        "\u{A0}" | "\u{202F}" | "\u{2007}" => Kind::Visible,
        other if other.chars().all(char::is_whitespace) => Kind::Space,
        _ => Kind::Visible,
    }
}

/// Hints and marks without a width are not set.
fn is_unseen(cluster: &Cluster) -> bool {
    cluster.width == 0 || is_blank(cluster) && cluster.kind != Kind::Space
}

fn is_blank(cluster: &Cluster) -> bool {
    cluster.kind != Kind::Visible
}

fn ends_in(clusters: &[Cluster], kind: Kind) -> bool {
    clusters.last().is_some_and(|cluster| cluster.kind == kind)
}

/// The width without the white space at the end.
fn content_width(clusters: &[Cluster]) -> usize {
    let blank = clusters
        .iter()
        .rev()
        .take_while(|cluster| is_blank(cluster))
        .count();
    clusters[..clusters.len() - blank]
        .iter()
        .map(|cluster| cluster.width)
        .sum()
}
