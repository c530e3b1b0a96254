//! A list to choose from that lies over the panes: what is typed narrows it.

use crate::ui::fit::{fit, width};
use crate::ui::list::keep_in_view;
use crate::ui::look::{Look, heading, write, write_right};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

/// Rows above the list: heading, what is typed, an empty one.
const HEAD: u16 = 3;
/// Columns the right part of a row may take, of ten.
const RIGHT: usize = 5;

/// A row of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    pub left: String,
    /// Quieter, at the other edge.
    pub right: String,
}

/// What a key made of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    Going,
    Closed,
    /// The number of the row in the whole list.
    Take(usize),
    /// The same, to be copied.
    Copy(usize),
}

/// The list, what is typed, and where one is in it.
#[derive(Debug)]
pub struct Menu {
    title: String,
    choices: Vec<Choice>,
    input: Input,
    /// Letters may be left out of what is typed, and what fits best comes first.
    fuzzy: bool,
    /// Numbers of the rows that fit what is typed.
    fitting: Vec<usize>,
    at: usize,
    top: usize,
    height: usize,
}

impl Menu {
    /// A menu with row `at` selected.
    pub fn new(title: impl Into<String>, choices: Vec<Choice>, at: usize) -> Self {
        let last = choices.len().saturating_sub(1);
        Self {
            title: title.into(),
            fitting: (0..choices.len()).collect(),
            choices,
            fuzzy: false,
            input: Input::default(),
            at: at.min(last),
            top: 0,
            height: 0,
        }
    }

    /// A menu in which a few letters of a row find it.
    pub fn fuzzy(title: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self {
            fuzzy: true,
            ..Self::new(title, choices, 0)
        }
    }

    pub fn key(&mut self, key: KeyEvent) -> Chosen {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return Chosen::Closed,
            KeyCode::Char('c') if control => return Chosen::Closed,
            KeyCode::Enter => return self.selected().map_or(Chosen::Closed, Chosen::Take),
            KeyCode::Char('y') if control => {
                return self.selected().map_or(Chosen::Going, Chosen::Copy);
            }
            KeyCode::Down | KeyCode::Tab => self.step(1),
            KeyCode::Up | KeyCode::BackTab => self.step(-1),
            KeyCode::Char('n' | 'j') if control => self.step(1),
            KeyCode::Char('p' | 'k') if control => self.step(-1),
            KeyCode::PageDown => self.step(self.page()),
            KeyCode::PageUp => self.step(-self.page()),
            KeyCode::Home => self.step(isize::MIN / 2),
            KeyCode::End => self.step(isize::MAX / 2),
            _ => {
                self.input.handle_event(&Event::Key(key));
                self.narrow();
            }
        }
        Chosen::Going
    }

    /// Pasted text is typed.
    pub fn paste(&mut self, text: &str) {
        let clean = text.trim().chars().filter(|char| !char.is_control());
        let value: String = self.input.value().chars().chain(clean).collect();
        self.input = Input::from(value);
        self.narrow();
    }

    pub fn step(&mut self, rows: isize) {
        let last = self.fitting.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(rows).min(last);
    }

    /// A click on row `y` of the screen: it chooses.
    pub fn click(&self, area: Rect, y: u16) -> Option<usize> {
        let row = usize::from(y.checked_sub(list(area).y)?);
        self.fitting.get(self.top + row).copied()
    }

    pub fn fit_to(&mut self, area: Rect) {
        self.height = usize::from(list(area).height);
        let item = self.at..self.at + 1;
        self.top = keep_in_view(self.top, &item, self.height, self.fitting.len(), 1);
    }

    /// The number of the selected row in the whole list.
    pub fn selected(&self) -> Option<usize> {
        self.fitting.get(self.at).copied()
    }

    fn page(&self) -> isize {
        self.height.max(1).cast_signed()
    }

    /// Rows in which all typed words stand, in any order and case.
    fn narrow(&mut self) {
        if self.fuzzy {
            self.fitting = best(&self.choices, self.input.value());
            (self.at, self.top) = (0, 0);
            return;
        }
        let before = self.selected();
        let typed = self.input.value().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        self.fitting = (0..self.choices.len())
            .filter(|at| {
                let choice = &self.choices[*at];
                let text = format!("{} {}", choice.left, choice.right).to_lowercase();
                words.iter().all(|word| text.contains(word))
            })
            .collect();
        let kept = before.and_then(|row| self.fitting.iter().position(|at| *at == row));
        self.at = kept.unwrap_or(0);
        self.top = 0;
    }

    /// Draws it and gives the place of the cursor.
    pub fn view(&self, area: Rect, buffer: &mut Buffer, look: &Look) -> Position {
        let count = format!("{} of {}", self.fitting.len(), self.choices.len());
        heading(buffer, area, look, true, &self.title, &count);
        let line = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let typed = self.input.value();
        if area.height > HEAD {
            let y = area.y + 1;
            match typed {
                "" => write(
                    buffer,
                    line,
                    line.x,
                    y,
                    "type to narrow it down",
                    look.theme.quiet,
                ),
                typed => write(buffer, line, line.x, y, typed, look.theme.text),
            };
        }
        let list = list(area);
        let mut cursor = Position::new(list.x, list.y);
        let rows = self.fitting.iter().enumerate().skip(self.top);
        for ((place, row), y) in rows.zip(list.top()..list.bottom()) {
            let choice = &self.choices[*row];
            let selected = place == self.at;
            if selected {
                write(
                    buffer,
                    list,
                    list.x,
                    y,
                    look.glyphs.cursor,
                    look.theme.accent,
                );
                cursor = Position::new(list.x, y);
            }
            draw(
                choice,
                Rect {
                    y,
                    height: 1,
                    ..list
                },
                buffer,
                look,
                selected,
            );
        }
        cursor
    }
}

/// Rows by how well they fit; as they stand where nothing is typed, and where they fit alike.
fn best(choices: &[Choice], typed: &str) -> Vec<usize> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(typed, CaseMatching::Smart, Normalization::Smart);
    let mut letters = Vec::new();
    let mut scored: Vec<(u32, usize)> = choices
        .iter()
        .enumerate()
        .filter_map(|(at, choice)| {
            let text = Utf32Str::new(&choice.left, &mut letters);
            let score = pattern.score(text, &mut matcher)?;
            Some((score, at))
        })
        .collect();
    scored.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    scored.into_iter().map(|(_, at)| at).collect()
}

fn draw(choice: &Choice, row: Rect, buffer: &mut Buffer, look: &Look, selected: bool) {
    let room = Rect {
        x: row.x + 2.min(row.width),
        width: row.width.saturating_sub(3),
        ..row
    };
    let columns = usize::from(room.width);
    let left_wide = width(&choice.left);
    let spare = columns.saturating_sub(left_wide + 2);
    let right = fit(&choice.right, spare.max(columns * RIGHT / 10));
    let x = write_right(buffer, room, row.y, &right, look.theme.quiet);
    let gap = if right.is_empty() { 0 } else { 2 };
    let left = Rect {
        width: x.saturating_sub(room.x).saturating_sub(gap),
        ..room
    };
    let style = if selected {
        look.theme.selected
    } else {
        look.theme.text
    };
    write(buffer, left, left.x, row.y, &choice.left, style);
}

/// The rows of the list.
fn list(area: Rect) -> Rect {
    let head = if area.height > HEAD {
        HEAD
    } else {
        area.height.min(1)
    };
    Rect {
        y: area.y + head,
        height: area.height - head,
        ..area
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Time;
    use crate::ui::look::Settings;

    fn menu() -> Menu {
        let row = |left: &str, right: &str| Choice {
            left: left.to_owned(),
            right: right.to_owned(),
        };
        let rows = vec![
            row("The kettle", "tea.example"),
            row("On fog", "weather.example/a/very/long/way/to/it"),
            row("Kettles again", "tea.example"),
        ];
        Menu::new("Links", rows, 1)
    }

    fn press(menu: &mut Menu, code: KeyCode) -> Chosen {
        menu.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn drawn(menu: &mut Menu, columns: u16, rows: u16) -> Vec<String> {
        let area = Rect::new(0, 0, columns, rows);
        menu.fit_to(area);
        let mut buffer = Buffer::empty(area);
        menu.view(area, &mut buffer, &Look::new(&Settings::default(), Time(0)));
        let row = |y| {
            (0..columns)
                .map(|x| buffer[(x, y)].symbol())
                .collect::<String>()
        };
        (0..rows)
            .map(row)
            .map(|row| row.trim_end().to_owned())
            .collect()
    }

    #[test]
    fn what_is_typed_narrows_the_list_and_the_number_stays() {
        let mut menu = menu();
        assert_eq!(press(&mut menu, KeyCode::Enter), Chosen::Take(1));
        for letter in "kettle ag".chars() {
            assert_eq!(press(&mut menu, KeyCode::Char(letter)), Chosen::Going);
        }
        assert_eq!(press(&mut menu, KeyCode::Enter), Chosen::Take(2));
        press(&mut menu, KeyCode::Char('x'));
        assert_eq!(press(&mut menu, KeyCode::Enter), Chosen::Closed);
        press(&mut menu, KeyCode::Backspace);
        let copy = KeyEvent::new(KeyCode::Char('y'), KeyModifiers::CONTROL);
        assert_eq!(menu.key(copy), Chosen::Copy(2));
        assert_eq!(press(&mut menu, KeyCode::Esc), Chosen::Closed);
    }

    #[test]
    fn the_selected_row_is_in_view_at_any_size() {
        let mut menu = menu();
        press(&mut menu, KeyCode::End);
        let shown = drawn(&mut menu, 40, 6);
        assert_eq!(shown[0], " Links · 3 of 3");
        assert_eq!(shown[5], "▌ Kettles again             tea.example");
        assert_eq!(menu.click(Rect::new(0, 0, 40, 6), 3), Some(0));
        for (columns, rows) in [(1, 1), (3, 2), (12, 4), (40, 3)] {
            drawn(&mut menu, columns, rows);
        }
        press(&mut menu, KeyCode::Home);
        assert_eq!(press(&mut menu, KeyCode::Enter), Chosen::Take(0));
    }
}
