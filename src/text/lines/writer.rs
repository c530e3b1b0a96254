//! Lines as they are written one below the other: margins, gaps, places.

use unicode_width::UnicodeWidthStr;

use crate::model::document::{Document, Span};
use crate::text::lines::flow::Text;
use crate::text::lines::labels::{Labels, is_right_to_left, plain_piece};
use crate::text::lines::{Joint, Line, Piece, Role, Setting, Thing};

/// Columns that nested margins leave to the text while there are that many.
const TEXT_COLUMNS: usize = 16;
/// Quote bars side by side; deeper quotes are set like the fourth.
const BARS: usize = 4;
const BAR: &str = "▎ ";

/// What stands at the left of the lines of a block.
#[derive(Debug, Clone)]
pub(super) enum Margin {
    Bar,
    Indent(usize),
    /// A mark at the first line, an indent of the same width at the others.
    Mark {
        text: String,
        shown: bool,
    },
}

impl Margin {
    fn width(&self) -> usize {
        match self {
            Margin::Bar => BAR.width(),
            Margin::Indent(columns) => *columns,
            Margin::Mark { text, .. } => text.width(),
        }
    }

    fn piece(&self) -> Piece {
        match self {
            Margin::Bar => plain_piece(BAR, Role::Guide),
            Margin::Mark { text, shown: false } => plain_piece(text.clone(), Role::Bullet),
            Margin::Indent(_) | Margin::Mark { .. } => {
                plain_piece(" ".repeat(self.width()), Role::Text)
            }
        }
    }
}

/// How many things of each kind have been met.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) pictures: usize,
    pub(super) codes: usize,
    pub(super) details: usize,
    pub(super) tables: usize,
    pub(super) headings: usize,
}

pub(super) struct Writer<'d> {
    pub(super) setting: &'d Setting<'d>,
    pub(super) labels: Labels<'d>,
    pub(super) counts: Counts,
    /// What the lines being written are of.
    thing: Option<Thing>,
    width: usize,
    lines: Vec<Line>,
    margins: Vec<Margin>,
    block: usize,
    offset: usize,
}

impl<'d> Writer<'d> {
    pub(super) fn new(document: &'d Document, setting: &'d Setting<'d>) -> Self {
        Writer {
            setting,
            labels: Labels {
                links: &document.links,
                numbers: setting.numbers,
                emoji: setting.emoji,
                hyphens: setting.hyphens,
            },
            counts: Counts::default(),
            thing: None,
            width: usize::from(setting.width.max(1)),
            lines: Vec::new(),
            margins: Vec::new(),
            block: 0,
            offset: 0,
        }
    }

    /// The pieces of a text.
    pub(super) fn pieces(&self, spans: &[Span], role: Role) -> Vec<Piece> {
        self.labels.pieces(spans, role)
    }

    /// Writes lines that are of a thing.
    pub(super) fn as_thing(&mut self, thing: Thing, write: impl FnOnce(&mut Self)) {
        let before = self.thing.replace(thing);
        write(self);
        self.thing = before;
    }

    pub(super) fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    /// Begins a top-level block, below a gap.
    pub(super) fn begin_block(&mut self, number: usize) {
        self.block = number;
        self.offset = 0;
        if !self.lines.is_empty() {
            self.gap();
        }
    }

    /// Columns there are for text.
    pub(super) fn room(&self) -> usize {
        self.width
            - self
                .shown_margins()
                .iter()
                .map(Margin::width)
                .sum::<usize>()
    }

    /// Writes within one more margin.
    pub(super) fn within(&mut self, margin: Margin, write: impl FnOnce(&mut Self)) {
        let bars = self
            .margins
            .iter()
            .filter(|m| matches!(m, Margin::Bar))
            .count();
        if matches!(margin, Margin::Bar) && bars >= BARS {
            return write(self);
        }
        self.margins.push(margin);
        write(self);
        // An item without text still shows its mark.
        if matches!(self.margins.last(), Some(Margin::Mark { shown: false, .. })) {
            self.line(Vec::new());
        }
        self.margins.pop();
    }

    /// An empty line, but for quote bars.
    pub(super) fn gap(&mut self) {
        let pieces = self
            .shown_margins()
            .iter()
            .map(|margin| match margin {
                Margin::Bar => margin.piece(),
                other => plain_piece(" ".repeat(other.width()), Role::Text),
            })
            .collect();
        self.push(pieces, Joint::Begin, false);
    }

    /// A text in as many lines as it needs.
    pub(super) fn text(&mut self, pieces: Vec<Piece>) {
        self.text_after(Vec::new(), pieces);
    }

    /// A text behind words that do not count to the block.
    pub(super) fn text_after(&mut self, mut lead: Vec<Piece>, pieces: Vec<Piece>) {
        let uncounted = Text::new(lead.clone()).len();
        lead.extend(pieces);
        let text = Text::new(lead);
        let right_to_left = is_right_to_left(text.as_str());
        let start = self.offset;
        let mut joint = Joint::Begin;
        for row in text.rows(self.room()) {
            self.offset = start + Text::offset(&row).saturating_sub(uncounted);
            let (pieces, _) = text.pieces(&row, self.room());
            self.written(pieces, joint, right_to_left);
            joint = text.joint_after(&row);
        }
        self.offset = start + text.len().saturating_sub(uncounted);
    }

    /// One line within the margins.
    pub(super) fn line(&mut self, pieces: Vec<Piece>) {
        self.written(pieces, Joint::Begin, false);
    }

    /// One line within the margins that goes on where the one before was full.
    pub(super) fn line_on(&mut self, pieces: Vec<Piece>) {
        self.written(pieces, Joint::Word, false);
    }

    fn written(&mut self, pieces: Vec<Piece>, joint: Joint, right_to_left: bool) {
        if self.margins.is_empty() {
            return self.push(pieces, joint, right_to_left);
        }
        let mut whole: Vec<Piece> = self.shown_margins().iter().map(Margin::piece).collect();
        for margin in &mut self.margins {
            if let Margin::Mark { shown, .. } = margin {
                *shown = true;
            }
        }
        whole.extend(pieces);
        self.push(whole, joint, right_to_left);
    }

    /// Counts clusters that were set.
    pub(super) fn advance(&mut self, clusters: usize) {
        self.offset += clusters;
    }

    pub(super) fn margins(&self) -> &[Margin] {
        &self.margins
    }

    /// The margins for which there is room. Where it is scarce the inner ones say more.
    fn shown_margins(&self) -> &[Margin] {
        let least = TEXT_COLUMNS.min(self.width / 2).max(2).min(self.width);
        let mut left = self.width - least;
        let shown = self
            .margins
            .iter()
            .rev()
            .take_while(|margin| match left.checked_sub(margin.width()) {
                Some(rest) => {
                    left = rest;
                    true
                }
                None => false,
            })
            .count();
        &self.margins[self.margins.len() - shown..]
    }

    fn push(&mut self, pieces: Vec<Piece>, joint: Joint, right_to_left: bool) {
        let is_gap = pieces
            .iter()
            .all(|piece| piece.role != Role::Code && piece.text.trim().is_empty());
        let is_gap = is_gap && !matches!(self.thing, Some(Thing::Picture { .. } | Thing::Code(_)));
        let mut merged = merged(pieces);
        while let Some(last) = merged.last_mut().filter(|last| last.role != Role::Code) {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                break;
            }
            merged.pop();
        }
        self.lines.push(Line {
            pieces: merged,
            block: self.block,
            offset: self.offset,
            right_to_left,
            thing: self.thing.filter(|_| !is_gap),
            joint,
        });
    }
}

/// Pieces of one kind that follow each other made one, and empty ones left out.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let goes_on = |one: &Piece, next: &Piece| {
        next.anchor.is_none()
            && (one.role, one.style, one.link, one.token)
                == (next.role, next.style, next.link, next.token)
    };
    let is_merged = pieces.iter().all(|piece| !piece.text.is_empty())
        && pieces.windows(2).all(|pair| !goes_on(&pair[0], &pair[1]));
    if is_merged {
        return pieces;
    }
    let mut merged: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces.into_iter().filter(|piece| !piece.text.is_empty()) {
        match merged.last_mut() {
            Some(last) if goes_on(last, &piece) => last.text.push_str(&piece.text),
            _ => merged.push(piece),
        }
    }
    merged
}
