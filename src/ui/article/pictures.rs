//! Pictures in the article: which are here, how much room each takes, and where they are in sight.
//!
//! Nothing is drawn here. The pane says where a picture stands; the shell, which knows what the terminal can do,
//! draws it there.

use crate::model::document::{self, Block, each_block};
use crate::model::picture::Picture;
use crate::model::report::Failure;
use crate::model::request::{Request, Ticket};
use crate::text::lines::Thing;
use crate::ui::article::ArticlePane;
use crate::ui::article::rows::Row;
use crate::ui::ask::Tickets;
use crate::ui::effect::Effect;
use crate::ui::layout::measure;
use crate::ui::look::Cell;
use ratatui::layout::Rect;

/// Pictures of one article that are fetched.
const MOST: usize = 60;

/// How it stands with one picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum State {
    #[default]
    Unasked,
    Asked(Ticket),
    Here(Picture),
    Failed(String),
}

/// The pictures of the shown article.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    shown: bool,
    states: Vec<State>,
    /// Rows kept free for each.
    pub(super) rows: Vec<u16>,
    /// The one that fills the pane, by its number.
    full: Option<usize>,
    /// It was asked for by itself, or by the person.
    asked: bool,
}

/// A picture in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    pub picture: Picture,
    /// Where it would stand in whole; above the top of the screen where that is negative.
    pub x: u16,
    pub y: i32,
    pub columns: u16,
    pub rows: u16,
    /// What of the screen it may cover.
    pub clip: Rect,
}

impl ArticlePane {
    /// Fetches the pictures and shows them, or hides them again; what to say of it.
    pub fn turn_pictures(&mut self, tickets: &mut Tickets) -> (Vec<Effect>, String) {
        if self.pictures.shown {
            self.pictures.shown = false;
            self.set_again();
            return (Vec::new(), "Pictures are hidden".to_owned());
        }
        if self.cell.is_none() {
            let said = "No pictures can be shown here; a link label opens one in the browser";
            return (Vec::new(), said.to_owned());
        }
        let all = self.all_pictures();
        match all
            .iter()
            .filter(|picture| picture.address.is_some())
            .count()
        {
            0 => (Vec::new(), "This article has no pictures".to_owned()),
            count => {
                let effects = self.ask_pictures(tickets);
                let plural = if count == 1 { "" } else { "s" };
                (effects, format!("Fetching {count} picture{plural} …"))
            }
        }
    }

    /// Asks for all pictures that are not here, and shows those that are.
    pub(super) fn ask_pictures(&mut self, tickets: &mut Tickets) -> Vec<Effect> {
        self.pictures.shown = true;
        self.pictures.asked = true;
        let count = self.all_pictures().len();
        let effects = (0..count.min(MOST)).filter_map(|number| self.ask_picture(number, tickets));
        let effects = effects.collect();
        self.set_again();
        effects
    }

    fn ask_picture(&mut self, number: usize, tickets: &mut Tickets) -> Option<Effect> {
        let entry = self.row.as_ref()?.id;
        let address = self.all_pictures().get(number)?.address.clone()?;
        let states = &mut self.pictures.states;
        if states.len() <= number {
            states.resize(number + 1, State::Unasked);
        }
        if matches!(states[number], State::Asked(_) | State::Here(_)) {
            return None;
        }
        let ticket = tickets.draw();
        states[number] = State::Asked(ticket);
        Some(Effect::Ask(ticket, Request::Picture { entry, address }))
    }

    /// Whether pictures should be fetched now that the article is being read.
    pub(super) fn wants_pictures(&self) -> bool {
        let wants = self
            .article
            .as_ref()
            .and_then(|article| article.wants.pictures);
        let wants = wants.unwrap_or(self.choices.pictures);
        wants && !self.pictures.asked && self.cell.is_some() && self.article.is_some()
    }

    /// Takes in a picture, if it is of the shown article.
    pub fn picture_arrived(&mut self, ticket: Ticket, picture: Picture) {
        self.settle(ticket, State::Here(picture));
    }

    /// A picture cannot be had; whether it was one of these.
    pub fn picture_failed(&mut self, ticket: Ticket, failure: &Failure) -> bool {
        self.settle(ticket, State::Failed(failure.why.clone()))
    }

    fn settle(&mut self, ticket: Ticket, state: State) -> bool {
        let asked = State::Asked(ticket);
        let Some(at) = self
            .pictures
            .states
            .iter()
            .position(|state| *state == asked)
        else {
            return false;
        };
        self.pictures.states[at] = state;
        self.set_again();
        true
    }

    /// The size of a cell of the screen, in pixels; pictures take as many rows as that makes.
    pub fn set_cell(&mut self, cell: Cell) {
        if self.cell != Some(cell) {
            self.cell = Some(cell);
            self.set_again();
        }
    }

    /// Whether the screen can show pictures at all.
    pub fn can_show_pictures(&self) -> bool {
        self.cell.is_some()
    }

    /// How many rows each picture takes.
    pub(super) fn rows_of_pictures(&self) -> Vec<u16> {
        let most = u16::try_from(self.height * 2 / 3)
            .unwrap_or(u16::MAX)
            .max(1);
        let is_shown = self.pictures.shown && self.source.is_none();
        let rows = |state: &State| match (state, self.cell) {
            (State::Here(picture), Some(cell)) if is_shown => {
                size(picture, cell, self.width, most).1
            }
            _ => 0,
        };
        self.pictures.states.iter().map(rows).collect()
    }

    fn all_pictures(&self) -> Vec<document::Picture> {
        let mut pictures = Vec::new();
        if let (Some(document), None) = (self.document(), &self.source) {
            each_block(&document.blocks, &mut |block| {
                if let Block::Image { picture, .. } = block {
                    pictures.push(picture.clone());
                }
            });
        }
        pictures
    }

    /// What is told beside the name of a picture that is not here.
    pub(super) fn told_of_picture(&self, number: usize) -> Option<&str> {
        match self.pictures.states.get(number)? {
            State::Asked(_) => Some("on its way …"),
            State::Failed(why) => Some(why),
            State::Unasked | State::Here(_) => None,
        }
    }

    /// The pictures that are in sight.
    pub fn pictures(&self, pane: Rect) -> Vec<Stand> {
        let Some(cell) = self.cell else {
            return Vec::new();
        };
        if self.pictures.full.is_some() {
            return self.full_picture(pane, cell).into_iter().collect();
        }
        let column = measure(pane, self.choices.measure);
        let mut stands: Vec<(usize, Stand)> = Vec::new();
        let rows = self
            .rows
            .iter()
            .skip(self.top)
            .zip(pane.top()..pane.bottom());
        let free = self.free_of_note(pane);
        for (row, y) in rows {
            let Row::Text(line) = row else { continue };
            let Some(Thing::Picture { picture, row, rows }) = self.lines[*line].thing else {
                continue;
            };
            let is_known = stands.iter().any(|(number, _)| *number == picture);
            let Some(State::Here(here)) = self.pictures.states.get(picture) else {
                continue;
            };
            if rows == 0 || is_known {
                continue;
            }
            let (columns, rows) = size(here, cell, column.width, rows);
            stands.push((
                picture,
                Stand {
                    picture: here.clone(),
                    x: column.x + (column.width - columns) / 2,
                    y: i32::from(y) - i32::from(row),
                    columns,
                    rows,
                    clip: free,
                },
            ));
        }
        stands.into_iter().map(|(_, stand)| stand).collect()
    }

    /// Opens a picture in all of the pane; fetches it if it is not here.
    pub fn open_picture(&mut self, number: usize, tickets: &mut Tickets) -> Option<Effect> {
        self.pictures.full = Some(number);
        self.ask_picture(number, tickets)
    }

    pub fn shows_full_picture(&self) -> bool {
        self.pictures.full.is_some()
    }

    /// Back from the picture to the page; whether one filled the pane.
    pub fn end_full_picture(&mut self) -> bool {
        self.pictures.full.take().is_some()
    }

    /// To the next picture, or the one before, while one fills the pane.
    pub fn step_picture(&mut self, forward: bool, tickets: &mut Tickets) -> Option<Effect> {
        let (count, full) = (self.all_pictures().len(), self.pictures.full?);
        let next = if forward {
            full + 1
        } else {
            full.checked_sub(1)?
        };
        (next < count).then(|| self.open_picture(next, tickets))?
    }

    fn full_picture(&self, pane: Rect, cell: Cell) -> Option<Stand> {
        let number = self.pictures.full?;
        let Some(State::Here(picture)) = self.pictures.states.get(number) else {
            return None;
        };
        let room = Rect {
            height: pane.height.saturating_sub(2).max(1),
            ..pane
        };
        let (columns, rows) = size(picture, cell, room.width, room.height);
        Some(Stand {
            picture: picture.clone(),
            x: room.x + (room.width - columns) / 2,
            y: i32::from(room.y + (room.height - rows) / 2),
            columns,
            rows,
            clip: room,
        })
    }

    /// What stands below the picture that fills the pane: what it shows, and how it stands with it.
    pub(super) fn full_caption(&self) -> Option<String> {
        let number = self.pictures.full?;
        let all = self.all_pictures();
        let mut parts = vec![format!("{} of {}", number + 1, all.len())];
        let picture = all.get(number)?;
        if !picture.alt.is_empty() {
            parts.push(picture.alt.clone());
        }
        parts.extend(self.told_of_picture(number).map(str::to_owned));
        Some(parts.join(" – "))
    }
}

/// Columns and rows of a picture within so many: as large as it is, made smaller where it has to be.
fn size(picture: &Picture, cell: Cell, columns: u16, rows: u16) -> (u16, u16) {
    let (wide, high) = (u32::from(cell.width.max(1)), u32::from(cell.height.max(1)));
    let (room_x, room_y) = (
        u32::from(columns.max(1)) * wide,
        u32::from(rows.max(1)) * high,
    );
    let (mut x, mut y) = (picture.width.max(1), picture.height.max(1));
    if x > room_x {
        y = (y * room_x / x).max(1);
        x = room_x;
    }
    if y > room_y {
        x = (x * room_y / y).max(1);
        y = room_y;
    }
    let cells = |pixels: u32, cell: u32, most: u16| {
        u16::try_from(pixels.div_ceil(cell))
            .unwrap_or(most)
            .clamp(1, most.max(1))
    };
    (cells(x, wide, columns), cells(y, high, rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_picture_keeps_its_shape_and_fits_its_room() {
        let check = |width, height, columns, rows, expect| {
            let picture = Picture {
                width,
                height,
                pixels: Arc::from(Vec::new()),
            };
            let cell = Cell {
                width: 10,
                height: 20,
            };
            assert_eq!(
                size(&picture, cell, columns, rows),
                expect,
                "{width}x{height}"
            );
        };
        check(100, 100, 40, 20, (10, 5));
        check(800, 400, 40, 20, (40, 10));
        check(800, 4_000, 40, 20, (8, 20));
        check(1, 1, 40, 20, (1, 1));
        check(1_600, 1, 40, 20, (40, 1));
        check(10, 10, 0, 0, (1, 1));
    }
}
