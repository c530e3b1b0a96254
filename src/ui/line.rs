//! The command line: a command being typed, what it may go on with, and those that were typed before.

use crate::ui::action::{VERBS, Verb};
use crate::ui::command::{PANES, first_word};
use crate::ui::look::{Look, clear_below, write};
use crate::ui::prompt::skip_columns;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

/// Ways to go on that are shown at a time.
const SHOWN: usize = 8;
/// Lines that are remembered.
const REMEMBERED: usize = 100;

/// A way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The word it puts in place of the one that is typed.
    pub word: String,
    pub says: String,
}

/// What a key made of the line.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    Going,
    Closed,
    Entered(String),
}

/// The line, and where one is in it.
#[derive(Debug, Default)]
pub struct CommandLine {
    input: Input,
    completions: Vec<Completion>,
    /// The one that was taken last.
    taken: Option<usize>,
    /// What was typed before a completion or an old line took its place.
    typed: String,
    history: Vec<String>,
    /// How far back in the history one is.
    back: usize,
}

impl CommandLine {
    pub fn new(history: Vec<String>) -> Self {
        Self {
            history,
            ..Self::default()
        }
    }

    /// With something typed already.
    #[must_use]
    pub fn with(mut self, text: &str) -> Self {
        self.input = Input::from(text);
        text.clone_into(&mut self.typed);
        self
    }

    /// What is typed by the person, without a completion that is only tried.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The verb that is typed, once its name is whole.
    pub fn verb(&self) -> Option<&'static Verb> {
        let (word, rest) = first_word(self.input.value());
        let word = match word {
            "in" => first_word(first_word(rest).1).0,
            word => word,
        };
        VERBS.iter().find(|verb| verb.is_called(word))
    }

    pub fn suggest(&mut self, completions: Vec<Completion>) {
        self.completions = completions;
        self.taken = None;
    }

    pub fn key(&mut self, key: KeyEvent) -> Said {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return Said::Closed,
            KeyCode::Char('c' | 'g') if control => return Said::Closed,
            KeyCode::Backspace if self.input.value().is_empty() => return Said::Closed,
            KeyCode::Enter => {
                return match self.input.value().trim() {
                    "" => Said::Closed,
                    line => Said::Entered(line.to_owned()),
                };
            }
            KeyCode::Tab => self.complete(1),
            KeyCode::BackTab => self.complete(-1),
            KeyCode::Char('n') if control => self.complete(1),
            KeyCode::Char('p') if control => self.complete(-1),
            KeyCode::Up => self.recall(1),
            KeyCode::Down => self.recall(-1),
            _ => {
                self.input.handle_event(&Event::Key(key));
                self.settle();
            }
        }
        Said::Going
    }

    /// Pasted text is typed as one line.
    pub fn paste(&mut self, text: &str) {
        let clean = text.trim().chars().filter(|char| !char.is_control());
        let value: String = self.input.value().chars().chain(clean).collect();
        self.input = Input::from(value);
        self.settle();
    }

    fn settle(&mut self) {
        self.input.value().clone_into(&mut self.typed);
        self.back = 0;
    }

    /// Takes the next way to go on, round and round; after the last comes what was typed.
    fn complete(&mut self, step: isize) {
        let count = self.completions.len();
        if count == 0 {
            return;
        }
        let at = match (self.taken, step) {
            (None, 1..) => Some(0),
            (None, _) => Some(count - 1),
            (Some(at), step) => at.checked_add_signed(step).filter(|at| *at < count),
        };
        self.taken = at;
        let line = match at {
            Some(at) => completed(&self.typed, &self.completions[at].word),
            None => self.typed.clone(),
        };
        self.input = Input::from(line);
    }

    /// An older line that begins with what is typed, or a newer one.
    fn recall(&mut self, step: isize) {
        let begin = self.typed.clone();
        let fitting: Vec<&String> = self
            .history
            .iter()
            .rev()
            .filter(|line| line.starts_with(&begin))
            .collect();
        let back = self.back.saturating_add_signed(step).min(fitting.len());
        let line = match back {
            0 => begin,
            back => fitting[back - 1].clone(),
        };
        self.back = back;
        self.taken = None;
        self.input = Input::from(line);
    }

    /// Draws the line, and above it the ways to go on; gives the place of the cursor.
    pub fn view(&self, line: Rect, buffer: &mut Buffer, look: &Look) -> Position {
        self.draw_completions(line, buffer, look);
        let blank = " ".repeat(usize::from(line.width));
        write(buffer, line, line.x, line.y, &blank, look.theme.text);
        let x = write(buffer, line, line.x + 1, line.y, ":", look.theme.accent);
        let room = usize::from(line.right().saturating_sub(x + 1));
        let scroll = self.input.visual_scroll(room);
        let shown = skip_columns(self.input.value(), scroll);
        let end = write(buffer, line, x, line.y, &shown, look.theme.text);
        if let Some(verb) = self.verb() {
            let about = verb
                .argument
                .map_or_else(String::new, |argument| format!(" [{}]", argument.help()));
            let help = format!("{}{about}", verb.help);
            let room = Rect {
                width: line.width.saturating_sub(1),
                ..line
            };
            write(buffer, room, end + 3, line.y, &help, look.theme.quiet);
        }
        let column = self.input.visual_cursor().saturating_sub(scroll);
        let x = x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
        Position::new(x.min(line.right().saturating_sub(1)), line.y)
    }

    fn draw_completions(&self, line: Rect, buffer: &mut Buffer, look: &Look) {
        let first = self.taken.map_or(0, |at| at.saturating_sub(SHOWN - 1));
        let shown = self.completions.iter().enumerate().skip(first).take(SHOWN);
        let count = u16::try_from(shown.clone().count()).unwrap_or(0);
        let above = line.y.saturating_sub(line.y.min(count + 1));
        let room = Rect {
            y: above,
            height: line.y - above,
            ..line
        };
        clear_below(buffer, room, look);
        for ((at, completion), y) in shown.zip(room.y + 1..line.y) {
            let lit = self.taken == Some(at);
            let style = if lit {
                look.theme.selected
            } else {
                look.theme.text
            };
            if lit {
                write(
                    buffer,
                    room,
                    room.x,
                    y,
                    look.glyphs.cursor,
                    look.theme.accent,
                );
            }
            write(buffer, room, room.x + 2, y, &completion.word, style);
            let says = room.x + 24.min(room.width);
            write(buffer, room, says, y, &completion.says, look.theme.quiet);
        }
    }
}

/// The line with its last word, or what follows the verb, put in place.
fn completed(typed: &str, word: &str) -> String {
    let typed = typed.trim_start();
    let (first, rest) = first_word(typed);
    if first == "in" {
        let (pane, rest) = first_word(rest);
        return match (rest.is_empty(), typed.ends_with(char::is_whitespace)) {
            (true, false) => format!("in {word} "),
            _ => format!("in {pane} {}", completed(rest, word)),
        };
    }
    if rest.is_empty() && !typed.ends_with(char::is_whitespace) {
        return word.to_owned();
    }
    format!("{first} {word}")
}

/// Verbs and panes that what is typed may go on with; nothing once the verb is whole and more is typed.
pub fn verbs(typed: &str) -> Option<Vec<Completion>> {
    let typed = typed.trim_start();
    let (first, rest) = first_word(typed);
    let more = !rest.is_empty() || typed.ends_with(char::is_whitespace);
    if first == "in" && more {
        let (pane, rest_of_it) = first_word(rest);
        if !rest_of_it.is_empty() || (!pane.is_empty() && rest.ends_with(char::is_whitespace)) {
            return verbs(rest_of_it);
        }
        let named = PANES.iter().filter(|(name, _)| name.starts_with(pane));
        let all = named.map(|(name, _)| Completion {
            word: (*name).to_owned(),
            says: "act in this pane".to_owned(),
        });
        return Some(all.collect());
    }
    if more {
        return None;
    }
    let begin = VERBS.iter().filter(|verb| verb.name.starts_with(first));
    let inside = VERBS
        .iter()
        .filter(|verb| !verb.name.starts_with(first) && verb.name.contains(first));
    let all = begin.chain(inside).map(|verb| Completion {
        word: verb.name.to_owned(),
        says: verb.help.to_owned(),
    });
    Some(all.collect())
}

/// The history with a line more, the newest last, none twice.
pub fn remembered(mut history: Vec<String>, line: &str) -> Vec<String> {
    history.retain(|known| known != line);
    history.push(line.to_owned());
    let surplus = history.len().saturating_sub(REMEMBERED);
    history.drain(..surplus);
    history
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(line: &mut CommandLine, code: KeyCode) -> Said {
        let said = line.key(KeyEvent::new(code, KeyModifiers::NONE));
        if let (KeyCode::Char(_) | KeyCode::Backspace, Some(verbs)) = (code, verbs(line.typed())) {
            line.suggest(verbs);
        }
        said
    }

    fn typed(text: &str) -> CommandLine {
        let old = ["top", "go Unread", "theme nord"].map(str::to_owned);
        let mut line = CommandLine::new(old.to_vec());
        for char in text.chars() {
            press(&mut line, KeyCode::Char(char));
        }
        line
    }

    #[test]
    fn a_name_is_completed_round_and_round_and_back_to_what_was_typed() {
        let mut line = typed("toggle-");
        for expect in [
            "toggle-read",
            "toggle-star",
            "toggle-seen",
            "toggle-",
            "toggle-read",
        ] {
            press(&mut line, KeyCode::Tab);
            assert_eq!(line.input.value(), expect);
        }
        assert_eq!(
            press(&mut line, KeyCode::Enter),
            Said::Entered("toggle-read".to_owned())
        );
    }

    #[test]
    fn panes_and_verbs_in_them_are_completed_too() {
        for (text, expect) in [("in en", "in entries "), ("in feeds dow", "in feeds down")] {
            let mut line = typed(text);
            press(&mut line, KeyCode::Tab);
            assert_eq!(line.input.value(), expect);
        }
    }

    #[test]
    fn old_lines_that_begin_alike_come_back() {
        let mut line = typed("t");
        for (code, expect) in [
            (KeyCode::Up, "theme nord"),
            (KeyCode::Up, "top"),
            (KeyCode::Up, "top"),
            (KeyCode::Down, "theme nord"),
            (KeyCode::Down, "t"),
        ] {
            press(&mut line, code);
            assert_eq!(line.input.value(), expect);
        }
        let again = remembered(line.history, "top");
        assert_eq!(again, ["go Unread", "theme nord", "top"]);
    }

    #[test]
    fn nothing_typed_is_nothing_wanted() {
        assert_eq!(press(&mut typed(""), KeyCode::Enter), Said::Closed);
        assert_eq!(press(&mut typed(""), KeyCode::Backspace), Said::Closed);
        assert_eq!(press(&mut typed("x"), KeyCode::Esc), Said::Closed);
    }
}
