//! The help sheet: every verb with its keys, from the table; those of the place one is in come first.

use crate::ui::action::{Scope, VERBS, Verb};
use crate::ui::keymap::shown;
use crate::ui::list::last_top;
use crate::ui::look::{Look, heading, write};
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Where the keys begin, and where what they do.
const KEYS: u16 = 3;
const WORDS: u16 = 18;

/// The sheet, and how far it is scrolled.
#[derive(Debug)]
pub struct Help {
    here: Scope,
    /// Keys, and a line of what they do; a heading has no second part.
    lines: Vec<(String, String)>,
    top: usize,
    height: usize,
}

impl Help {
    pub fn new(here: Scope) -> Self {
        Self {
            here,
            lines: Vec::new(),
            top: 0,
            height: 0,
        }
    }

    pub fn fit_to(&mut self, area: Rect) {
        let room = usize::from(area.width.saturating_sub(WORDS + 1));
        let here = self.here.chain();
        let others = Scope::ALL.iter().filter(|scope| !here.contains(scope));
        self.lines.clear();
        for &scope in here.iter().chain(others) {
            if !self.lines.is_empty() {
                self.lines.push((String::new(), String::new()));
            }
            let heading = (scope.heading().to_owned(), String::new());
            self.lines.push(heading);
            let verbs = VERBS.iter().filter(|verb| verb.scope == scope);
            self.lines.extend(verbs.flat_map(|verb| lines(verb, room)));
        }
        self.height = usize::from(area.height.saturating_sub(2));
        self.scroll(0);
    }

    pub fn scroll(&mut self, lines: isize) {
        let last = last_top(self.height, self.lines.len());
        self.top = self.top.saturating_add_signed(lines).min(last);
    }

    pub fn view(&self, area: Rect, buffer: &mut Buffer, look: &Look) {
        let below = last_top(self.height, self.lines.len()) > self.top;
        let way = if below {
            "Esc goes back, j goes on"
        } else {
            "Esc goes back"
        };
        heading(buffer, area, look, true, "Keys", way);
        let list = Rect {
            y: area.y + 2.min(area.height),
            height: area.height.saturating_sub(2),
            ..area
        };
        for ((keys, words), y) in self
            .lines
            .iter()
            .skip(self.top)
            .zip(list.top()..list.bottom())
        {
            if words.is_empty() {
                write(buffer, list, list.x + 1, y, keys, look.theme.strong);
                continue;
            }
            write(buffer, list, list.x + KEYS, y, keys, look.theme.accent);
            write(buffer, list, list.x + WORDS, y, words, look.theme.text);
        }
    }
}

fn lines(verb: &Verb, room: usize) -> Vec<(String, String)> {
    let keys: Vec<String> = verb.keys.iter().map(|key| shown(key)).collect();
    let words = wrap(verb.help, room);
    let keys = std::iter::once(keys.join("  ")).chain(std::iter::repeat(String::new()));
    keys.zip(words).collect()
}
