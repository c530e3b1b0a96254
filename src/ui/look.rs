//! What every pane is drawn with, and the few strokes all of them share.

use crate::model::time::Time;
pub use crate::text::lines::{Emoji, LongLines, knows_language};
pub use crate::thread::tree::Order;
use crate::ui::action::Action;
use crate::ui::age;
use crate::ui::entries::manner::Manner;
use crate::ui::entries::template::Template;
use crate::ui::fit::{fit, width};
use crate::ui::keymap::Keymap;
use crate::ui::layout::Arrangement;
use crate::ui::theme::{Background, Choice, Glyphs, Icons, Theme};
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
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

/// When an entry is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadWhen {
    /// When it is opened.
    #[default]
    Opened,
    /// When it was before the person for so many seconds.
    After(u32),
    /// When the cursor comes to it.
    Selected,
    /// When the person says so.
    ByHand,
}

/// The person's choices about lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    pub read: ReadWhen,
    /// Rows kept in view above and below the cursor.
    pub scrolloff: u16,
    /// How a list is shown as long as nothing else is said for it.
    pub manner: Manner,
    /// The lines of an entry; those that are usual where there are none.
    pub rows: Vec<Template>,
    /// Filters, and how the titles of the entries look that they fit; the first that fits holds.
    pub highlights: Vec<(String, Highlight)>,
    /// Filters that are kept, by their names.
    pub searches: Vec<(String, String)>,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            read: ReadWhen::default(),
            scrolloff: 2,
            manner: Manner::default(),
            rows: Vec::new(),
            highlights: Vec::new(),
            searches: Vec::new(),
        }
    }
}

/// How something that stands out looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Highlight {
    Accent,
    New,
    Trouble,
    Quiet,
    Strong,
    Colour(Color),
}

impl Highlight {
    pub fn style(self, look: &Look) -> Style {
        match self {
            Self::Accent => look.theme.accent,
            Self::New => look.theme.new,
            Self::Trouble => look.theme.trouble,
            Self::Quiet => look.theme.quiet,
            Self::Strong => look.theme.strong,
            // Where there are no colours, what stands out is underlined.
            Self::Colour(_) if look.theme.accent.fg.is_none() => {
                Style::new().add_modifier(Modifier::UNDERLINED)
            }
            Self::Colour(colour) => Style::new().fg(colour),
        }
    }
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent choice"
)]
pub struct Settings {
    pub mouse: bool,
    pub keys: Arc<Keymap>,
    pub theme: Choice,
    /// The configuration names the theme: one that was tried does not come back.
    pub theme_is_set: bool,
    /// What the terminal writes on, if that is known.
    pub background: Option<Background>,
    pub icons: Icons,
    /// Where the reader lives: ages, days, dates.
    pub zone: TimeZone,
    pub talks: Talks,
    pub reading: Reading,
    pub lists: Lists,
    pub arrangement: Arrangement,
    /// For hands and eyes that a screen is read to: one pane, no lines between, nothing that moves.
    pub accessible: bool,
    /// Nothing on the screen moves by itself.
    pub still: bool,
    /// How to get about is told once.
    pub tour: bool,
    /// The themes for what the terminal writes on, where the theme is the terminal's own.
    pub on_dark: Option<Choice>,
    pub on_light: Option<Choice>,
    /// The demo is running; the status line says so.
    pub demo: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mouse: true,
            keys: Arc::new(Keymap::default()),
            theme: Choice::default(),
            theme_is_set: false,
            background: None,
            icons: Icons::default(),
            zone: TimeZone::UTC,
            talks: Talks::default(),
            reading: Reading::default(),
            lists: Lists::default(),
            arrangement: Arrangement::default(),
            accessible: false,
            still: false,
            tour: false,
            on_dark: None,
            on_light: None,
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
    /// Nothing moves by itself.
    pub still: bool,
    pub bidi: Bidi,
    pub zone: TimeZone,
    pub now: Time,
}

impl Look {
    pub fn new(settings: &Settings, now: Time) -> Self {
        let background = settings.background.unwrap_or_default();
        let own = match background {
            Background::Dark => settings.on_dark,
            Background::Light => settings.on_light,
        };
        let theme = match settings.theme {
            Choice::Ansi => own.unwrap_or_default(),
            theme => theme,
        };
        let mut glyphs = Glyphs::new(settings.icons);
        if settings.accessible {
            glyphs.rule = " ";
            glyphs.level = " ";
        }
        Self {
            theme: Theme::new(theme, background),
            glyphs,
            keys: settings.keys.clone(),
            still: settings.still,
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

    pub fn date(&self, then: Time) -> String {
        age::date(then, &self.zone)
    }

    pub fn group(&self, then: Time) -> String {
        age::group(then, self.now, &self.zone)
    }
}

/// Writes text from `x` on, cut at the right edge of `area`; gives the column after it.
pub fn write(buffer: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    // A pane of no height may lie beyond the screen.
    let area = area.intersection(buffer.area);
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

/// Empties the cells of a panel that lies over the panes.
pub fn clear(buffer: &mut Buffer, area: Rect, look: &Look) {
    let area = area.intersection(buffer.area);
    buffer.set_style(area, Style::reset().patch(look.theme.base));
    let blank = " ".repeat(usize::from(area.width));
    for y in area.top()..area.bottom() {
        write(buffer, area, area.x, y, &blank, look.theme.text);
    }
}

/// Empties the cells of a panel over the last rows, and draws a thin line along its upper edge.
pub fn clear_below(buffer: &mut Buffer, area: Rect, look: &Look) {
    clear(buffer, area, look);
    let edge = look.glyphs.level.repeat(usize::from(area.width));
    write(buffer, area, area.x, area.y, &edge, look.theme.rule);
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
