//! The help sheet: every key with what it does, from the key map that is in force; those of the place one is in
//! come first. `/` narrows it to what one looks for.

use crate::ui::action::{SHORTCUTS, VERBS, Verb};
use crate::ui::command::Command;
use crate::ui::keymap::chord::shown;
use crate::ui::keymap::{Binding, Keymap};
use crate::ui::list::last_top;
use crate::ui::look::{Look, heading, write};
use crate::ui::scope::Scope;
use crate::ui::wrap::wrap;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::sync::Arc;
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

/// Where the keys begin, and where what they do.
const KEYS: u16 = 3;
const WORDS: u16 = 18;

/// One thing a key does.
#[derive(Debug)]
struct Row {
    scope: Scope,
    keys: String,
    words: String,
    /// What the command line calls it.
    name: String,
}

/// The sheet, and how far it is scrolled.
#[derive(Debug)]
pub struct Help {
    rows: Vec<Row>,
    /// Keys, and a line of what they do; a heading has no second part.
    lines: Vec<(String, String)>,
    top: usize,
    height: usize,
    sought: Input,
    typing: bool,
}

impl Help {
    pub fn new(here: Scope, keymap: &Arc<Keymap>) -> Self {
        let own = keymap.all();
        let here = here.chain();
        let others = Scope::ALL.iter().filter(|scope| !here.contains(scope));
        let scopes = here.iter().chain(others);
        let rows = scopes.flat_map(|scope| rows(*scope, keymap, &own));
        Self {
            rows: rows.collect(),
            lines: Vec::new(),
            top: 0,
            height: 0,
            sought: Input::default(),
            typing: false,
        }
    }

    /// What is typed narrows the sheet. Whether this key was for that.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let plain = !key
            .modifiers
            .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('/') if !self.typing && plain => self.typing = true,
            KeyCode::Esc if self.typing || !self.sought.value().is_empty() => {
                self.sought.reset();
                self.typing = false;
            }
            // Ctrl-c leaves from everywhere.
            KeyCode::Char('c') if !plain => return false,
            KeyCode::Enter if self.typing => self.typing = false,
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => return false,
            _ if self.typing => {
                self.sought.handle_event(&Event::Key(key));
                self.top = 0;
            }
            _ => return false,
        }
        true
    }

    pub fn fit_to(&mut self, area: Rect) {
        let room = usize::from(area.width.saturating_sub(WORDS + 1));
        let sought = self.sought.value().to_lowercase();
        let words: Vec<&str> = sought.split_whitespace().collect();
        self.lines.clear();
        let mut above = None;
        for row in self.rows.iter().filter(|row| row.holds(&words)) {
            if above.replace(row.scope) != Some(row.scope) {
                if !self.lines.is_empty() {
                    self.lines.push((String::new(), String::new()));
                }
                let heading = (row.scope.heading().to_owned(), String::new());
                self.lines.push(heading);
            }
            let keys = std::iter::once(row.keys.clone()).chain(std::iter::repeat(String::new()));
            self.lines.extend(keys.zip(wrap(&row.words, room)));
        }
        self.height = usize::from(area.height.saturating_sub(2));
        self.scroll(0);
    }

    pub fn scroll(&mut self, lines: isize) {
        let last = last_top(self.height, self.lines.len());
        self.top = self.top.saturating_add_signed(lines).min(last);
    }

    /// Draws it and gives the place of the cursor, where something is typed.
    pub fn view(&self, area: Rect, buffer: &mut Buffer, look: &Look) -> Option<Position> {
        let below = last_top(self.height, self.lines.len()) > self.top;
        let sought = self.sought.value();
        let way = match (self.typing || !sought.is_empty(), below) {
            (true, _) => format!("/{sought}"),
            (false, true) => "/ looks for something, j goes on, Esc goes back".to_owned(),
            (false, false) => "/ looks for something, Esc goes back".to_owned(),
        };
        heading(buffer, area, look, true, "Keys", &way);
        let list = Rect {
            y: area.y + 2.min(area.height),
            height: area.height.saturating_sub(2),
            ..area
        };
        if self.lines.is_empty() {
            let none = "No key does that; Esc shows all";
            write(buffer, list, list.x + KEYS, list.y, none, look.theme.quiet);
        }
        let shown = self.lines.iter().skip(self.top);
        for ((keys, words), y) in shown.zip(list.top()..list.bottom()) {
            if words.is_empty() {
                write(buffer, list, list.x + 1, y, keys, look.theme.strong);
                continue;
            }
            let room = Rect {
                width: (WORDS - 1).min(list.width),
                ..list
            };
            write(buffer, room, list.x + KEYS, y, keys, look.theme.accent);
            write(buffer, list, list.x + WORDS, y, words, look.theme.text);
        }
        // "Keys · /" stands before it.
        let column = u16::try_from(9 + self.sought.visual_cursor()).unwrap_or(u16::MAX);
        let x = area
            .x
            .saturating_add(column)
            .min(area.right().saturating_sub(1));
        self.typing.then_some(Position::new(x, area.y))
    }
}

impl Row {
    fn holds(&self, words: &[&str]) -> bool {
        let text = format!("{} {} {}", self.keys, self.words, self.name).to_lowercase();
        words.iter().all(|word| text.contains(word))
    }
}

/// What keys do in a place: verbs in their order, then what is bound with more to say.
fn rows(scope: Scope, keymap: &Keymap, own: &[Binding]) -> Vec<Row> {
    let verbs = VERBS.iter().filter(|verb| verb.scope == scope);
    let mut rows: Vec<Row> = verbs.map(|verb| of_verb(verb, keymap)).collect();
    let others = own.iter().filter(|binding| binding.scope == scope);
    rows.extend(others.filter_map(of_binding));
    rows
}

fn of_verb(verb: &Verb, keymap: &Keymap) -> Row {
    let keys = keymap.keys_of(verb.action);
    Row {
        scope: verb.scope,
        keys: match &keys[..] {
            [] => format!(":{}", verb.name),
            keys => keys.join("  "),
        },
        words: verb.help.to_owned(),
        name: verb.name.to_owned(),
    }
}

/// A key of something other than a verb alone in its own place.
fn of_binding(binding: &Binding) -> Option<Row> {
    let lines: Vec<String> = binding.commands.iter().map(Command::line).collect();
    let line = lines.join(", ");
    let alone = |verb: &&Verb| verb.scope == binding.scope && verb.name == line;
    if VERBS.iter().any(|verb| alone(&verb)) {
        return None;
    }
    let known = SHORTCUTS.iter().find(|shortcut| shortcut.command == line);
    let words = known.map_or(&*line, |shortcut| shortcut.help);
    Some(Row {
        scope: binding.scope,
        keys: shown(&binding.keys),
        words: words.to_owned(),
        name: line.clone(),
    })
}
