//! Letters on what can be acted upon in the article: links, pictures, folded parts, blocks of code.

use crate::model::document::{Block, details, each_block};
use crate::text::lines::{Line, Role, Thing};
use crate::text::plain;
use crate::ui::article::ArticlePane;
use crate::ui::article::rows::Row;
use crate::ui::layout::measure;
use crate::ui::letters::{MOST, letters};
use crate::ui::paint::{Placed, placed};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};
use std::collections::HashSet;

/// What the letters are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Open,
    CopyCode,
}

/// Something that can be acted upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A link, by its number.
    Link(usize),
    /// A picture, by its number.
    Picture(usize),
    /// Something folded, by its number.
    Details(usize),
    /// A block of code, by its number.
    Code(usize),
}

/// A target with its letters.
#[derive(Debug)]
pub(super) struct Hint {
    letters: String,
    found: Found,
}

impl Hint {
    /// A column of the line, and what stands there.
    pub(super) fn shown(&self) -> (u16, String) {
        let (letters, room) = (&self.letters, self.found.room);
        (self.found.column, format!("{letters:^room$}"))
    }
}

/// Where a target stands: a line of the text and a column of it.
#[derive(Debug)]
struct Found {
    target: Target,
    line: usize,
    column: u16,
    /// Columns of the number in whose place the letters stand; nought where they stand on words.
    room: usize,
}

impl Found {
    fn at(target: Target, line: usize, column: u16) -> Self {
        Self {
            target,
            line,
            column,
            room: 0,
        }
    }
}

/// Letters on all of them that are in sight.
#[derive(Debug)]
pub(super) struct Hints {
    typed: String,
    /// A letter was typed with Shift.
    copies: bool,
    all: Vec<Hint>,
}

/// What a key made of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Pressed {
    Going,
    /// The person wants none of them.
    Left,
    Open(Target),
    Copy(Target),
}

impl Hints {
    fn key(&mut self, key: KeyEvent) -> Pressed {
        let plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        match key.code {
            KeyCode::Backspace => {
                self.typed.pop();
                Pressed::Going
            }
            KeyCode::Char(letter) if plain => {
                self.copies |= letter.is_uppercase();
                self.typed.extend(letter.to_lowercase());
                let mut fits = self
                    .all
                    .iter()
                    .filter(|hint| hint.letters.starts_with(&self.typed));
                match fits.next() {
                    None => Pressed::Left,
                    Some(hint) if hint.letters == self.typed && self.copies => {
                        Pressed::Copy(hint.found.target.clone())
                    }
                    Some(hint) if hint.letters == self.typed => {
                        Pressed::Open(hint.found.target.clone())
                    }
                    Some(_) => Pressed::Going,
                }
            }
            _ => Pressed::Left,
        }
    }

    /// The letters on a line that are still in question.
    pub(super) fn on(&self, line: usize) -> impl Iterator<Item = &Hint> {
        let fits =
            move |hint: &&Hint| hint.found.line == line && hint.letters.starts_with(&self.typed);
        self.all.iter().filter(fits)
    }
}

impl ArticlePane {
    /// Puts letters on what is in sight; whether there is anything.
    pub fn label(&mut self, pane: Rect, mode: Mode) -> bool {
        let column = measure(pane, self.choices.measure);
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for row in self.rows.iter().skip(self.top).take(self.height) {
            if let Row::Text(line) = row {
                self.targets(*line, column, mode, &mut seen, &mut found);
            }
        }
        found.truncate(MOST);
        let letters = letters(found.len());
        let hints: Vec<Hint> = letters
            .into_iter()
            .zip(found)
            .map(|(letters, found)| Hint { letters, found })
            .collect();
        let any = !hints.is_empty();
        self.hints = any.then_some(Hints {
            typed: String::new(),
            copies: false,
            all: hints,
        });
        any
    }

    fn targets(
        &self,
        line: usize,
        area: Rect,
        mode: Mode,
        known: &mut HashSet<(usize, u8)>,
        found: &mut Vec<Found>,
    ) {
        let text = &self.lines[line];
        let all = placed(area, text, self.choices.bidi);
        let first = all.iter().find(|it| !it.seen.piece.text.trim().is_empty());
        let start = first.map_or(0, |it| it.x - area.x);
        match (mode, text.thing) {
            (Mode::CopyCode, Some(Thing::Code(code))) if known.insert((code, 0)) => {
                found.push(Found::at(Target::Code(code), line, start));
            }
            (Mode::Open, Some(Thing::Details(details))) if known.insert((details, 1)) => {
                found.push(Found::at(Target::Details(details), line, start));
            }
            (Mode::Open, Some(Thing::Picture { picture, .. })) if known.insert((picture, 2)) => {
                found.push(Found::at(Target::Picture(picture), line, start));
            }
            _ => {}
        }
        let of_picture = matches!(text.thing, Some(Thing::Picture { .. }));
        if mode == Mode::CopyCode || of_picture {
            return;
        }
        // A link that goes over several lines has its letters once, at its number where it has one.
        for part in &all {
            let Some(number) = part
                .seen
                .piece
                .link
                .filter(|link| !is_numbered_later(&self.lines, line, *link))
            else {
                continue;
            };
            let label = all.iter().find(|it| is_number(it, number));
            let at = label.map_or(part.x, |label| label.x);
            if known.insert((number, 3)) {
                let room = label.map_or(0, |label| usize::from(label.columns));
                found.push(Found {
                    room,
                    ..Found::at(Target::Link(number), line, at - area.x)
                });
            }
        }
    }

    pub fn is_labelled(&self) -> bool {
        self.hints.is_some()
    }

    /// A key while there are letters.
    pub fn press(&mut self, key: KeyEvent) -> Pressed {
        let pressed = self
            .hints
            .as_mut()
            .map_or(Pressed::Left, |hints| hints.key(key));
        if pressed != Pressed::Going {
            self.hints = None;
        }
        pressed
    }

    /// What is under the mouse.
    pub fn target_at(&self, pane: Rect, at: Position) -> Option<Target> {
        let column = measure(pane, self.choices.measure);
        let row = self.top + usize::from(at.y.checked_sub(pane.y)?);
        match self.rows.get(row)? {
            Row::Text(line) => {
                let set = &self.lines[*line];
                match set.thing {
                    Some(Thing::Details(details)) => return Some(Target::Details(details)),
                    Some(Thing::Picture { picture, .. }) => return Some(Target::Picture(picture)),
                    _ => {}
                }
                let all = placed(column, set, self.choices.bidi);
                let under = all
                    .iter()
                    .find(|it| (it.x..it.x + it.columns).contains(&at.x))?;
                under.seen.piece.link.map(Target::Link)
            }
            Row::Address(link) => Some(Target::Link(*link)),
            _ => None,
        }
    }

    /// The text of a block of code, by its number.
    pub fn code(&self, number: usize) -> Option<String> {
        let mut codes = Vec::new();
        if let Some(document) = self.document() {
            each_block(&document.blocks, &mut |block| {
                if let Block::Code { text, .. } = block {
                    codes.push(plain::block(text));
                }
            });
        }
        codes.into_iter().nth(number)
    }

    /// Whether each folded part is open at first.
    pub(super) fn details(&self) -> Vec<bool> {
        self.document()
            .map_or_else(Vec::new, |document| details(&document.blocks))
    }
}

fn is_number(place: &Placed, link: usize) -> bool {
    let piece = &place.seen.piece;
    piece.role == Role::Label && piece.link == Some(link) && piece.text.starts_with('[')
}

/// Whether the words of a link go on in the next line, where its number stands.
fn is_numbered_later(lines: &[Line], at: usize, link: usize) -> bool {
    let numbered = |line: &Line| {
        let mut pieces = line.pieces.iter();
        pieces.any(|piece| piece.role == Role::Label && piece.link == Some(link))
    };
    let goes_on = lines[at]
        .pieces
        .last()
        .is_some_and(|piece| piece.link == Some(link));
    goes_on && !numbered(&lines[at]) && lines.get(at + 1).is_some_and(numbered)
}
