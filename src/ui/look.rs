//! What every pane is drawn with, and the few strokes all of them share.

use crate::model::time::Time;
pub use crate::text::lines::{Emoji, LongLines, knows_language};
pub use crate::thread::tree::Order;
use crate::ui::action::Action;
use crate::ui::age;
use crate::ui::fit::{fit, width};
use crate::ui::keymap::Keymap;
use crate::ui::theme::{Background, Choice, Glyphs, Icons, Theme};
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::sync::Arc;

/// The person's choices about conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Talks {
    /// New comments under the entries of a feed count among what is unread in it, in the list of feeds.
    pub count_comments: bool,
    /// Whom a comment answers is guessed from its words where nothing tells.
    pub guess: bool,
    pub order: Order,
}

impl Default for Talks {
    fn default() -> Self {
        Self {
            count_comments: false,
            guess: true,
            order: Order::default(),
        }
    }
}

/// The person's choices about the text of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Columns of text at most, 40 to 120.
    pub measure: u16,
    /// The number of a link stands behind its words.
    pub link_numbers: bool,
    /// Nothing where it is for the terminal to say.
    pub emoji: Option<Emoji>,
    pub bidi: Bidi,
    pub long_lines: LongLines,
    /// Long words of this language (an ISO 639-1 code) may be parted at the end of a line.
    pub hyphens: Option<[u8; 2]>,
    /// Pictures are fetched and shown when an article is opened.
    pub pictures: bool,
    pub picture_way: PictureWay,
    /// Links can be clicked (OSC 8); for terminals that know how.
    pub clickable: bool,
    /// Names of the commands an article can be handed to.
    pub commands: Vec<String>,
}

impl Reading {
    /// How emoji are shown; in full where nobody said otherwise.
    pub fn emoji(&self) -> Emoji {
        self.emoji.unwrap_or_default()
    }
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            measure: 72,
            link_numbers: true,
            emoji: None,
            bidi: Bidi::default(),
            long_lines: LongLines::default(),
            hyphens: None,
            pictures: false,
            picture_way: PictureWay::default(),
            clickable: false,
            commands: Vec::new(),
        }
    }
}

/// Who puts right-to-left text in the order it is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Bidi {
    /// The reader.
    #[default]
    App,
    /// The terminal: lines are sent as they were written.
    Terminal,
    /// Nobody.
    Off,
}

/// How pictures reach the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum PictureWay {
    /// What the terminal is known to understand.
    #[default]
    Auto,
    Kitty,
    ITerm2,
    Sixel,
    HalfBlocks,
    /// Not at all.
    Off,
}

/// The size of a cell of the screen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    pub width: u16,
    pub height: u16,
}

/// The person's choices about the face of the reader.
#[derive(Debug, Clone)]
pub struct Settings {
    pub mouse: bool,
    pub keys: Arc<Keymap>,
    pub theme: Choice,
    /// What the terminal writes on, if that is known.
    pub background: Option<Background>,
    pub icons: Icons,
    /// Where the reader lives: ages, days, dates.
    pub zone: TimeZone,
    pub talks: Talks,
    pub reading: Reading,
    /// The demo is running; the status line says so.
    pub demo: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mouse: true,
            keys: Arc::new(Keymap::default()),
            theme: Choice::default(),
            background: None,
            icons: Icons::default(),
            zone: TimeZone::UTC,
            talks: Talks::default(),
            reading: Reading::default(),
            demo: false,
        }
    }
}

/// Styles, glyphs and the moment of one frame.
#[derive(Debug, Clone)]
pub struct Look {
    pub theme: Theme,
    pub glyphs: Glyphs,
    pub keys: Arc<Keymap>,
    pub bidi: Bidi,
    pub zone: TimeZone,
    pub now: Time,
}

impl Look {
    pub fn new(settings: &Settings, now: Time) -> Self {
        Self {
            theme: Theme::new(settings.theme, settings.background.unwrap_or_default()),
            glyphs: Glyphs::new(settings.icons),
            keys: settings.keys.clone(),
            bidi: settings.reading.bidi,
            zone: settings.zone.clone(),
            now,
        }
    }

    /// The first key of a verb.
    pub fn key_of(&self, action: Action) -> String {
        self.keys.key_of(action)
    }

    pub fn age(&self, then: Time) -> String {
        age::age(then, self.now, &self.zone)
    }

    pub fn group(&self, then: Time) -> String {
        age::group(then, self.now, &self.zone)
    }
}

/// Writes text from `x` on, cut at the right edge of `area`; gives the column after it.
pub fn write(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    if y >= area.bottom() || x >= area.right() {
        return x;
    }
    let room = area.right() - x;
    let (end, _) = buffer.set_stringn(x, y, fit(text, usize::from(room)), usize::from(room), style);
    end
}

/// Writes text so that it ends at the right edge of `area`; gives the column it starts at.
pub fn write_right(buffer: &mut Buffer, area: Rect, y: u16, text: &str, style: Style) -> u16 {
    let wide = u16::try_from(width(text)).unwrap_or(u16::MAX);
    let x = area.right().saturating_sub(wide).max(area.x);
    write(buffer, area, x, y, text, style);
    x
}

/// The name of a pane on its first row; the focused one stands out by weight and accent.
pub fn heading(
    buffer: &mut Buffer,
    pane: Rect,
    look: &Look,
    focused: bool,
    title: &str,
    count: &str,
) {
    let style = if focused {
        look.theme.heading
    } else {
        look.theme.quiet
    };
    let x = write(buffer, pane, pane.x + 1, pane.y, title, style);
    if !count.is_empty() {
        let text = format!(" {} {count}", look.glyphs.dot);
        write(buffer, pane, x, pane.y, &text, look.theme.quiet);
    }
}
