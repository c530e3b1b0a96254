//! Facts from outside that can change the reader. The set is closed: nothing else wakes it.

use crate::model::request::News;
use crate::ui::look::{Cell, Settings};
use crate::ui::theme::Background;
use crossterm::event::{KeyEvent, MouseEvent};

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Event {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    Resize {
        columns: u16,
        rows: u16,
    },
    /// Time went by; asked for through `App::wants_tick`.
    Tick,
    /// Pictures can be shown, on cells of this size.
    Cell(Cell),
    /// The terminal said what it writes on.
    Background(Background),
    /// The configuration was read again; lines of it that were not understood.
    Configured(Box<Settings>, Vec<String>),
    News(News),
    /// One line for the person, from the terminal's side: a browser that would not start.
    Said(String),
}
