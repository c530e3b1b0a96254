//! A question in the bottom line before something is done that costs others something.

use crate::model::request::Request;
use crate::ui::look::{Look, write};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What is asked, and what is done on a yes.
#[derive(Debug)]
pub struct Confirm {
    question: String,
    agreed: Agreed,
}

/// What is done on a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreed {
    Ask(Request),
    Open(String),
}

impl Confirm {
    pub fn new(question: impl Into<String>, request: Request) -> Self {
        Self {
            question: question.into(),
            agreed: Agreed::Ask(request),
        }
    }

    /// Whether an address is to be opened.
    pub fn opening(question: impl Into<String>, address: String) -> Self {
        Self {
            question: question.into(),
            agreed: Agreed::Open(address),
        }
    }

    /// What to do; nothing for every key but `y`.
    pub fn answer(self, key: KeyEvent) -> Option<Agreed> {
        let plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        let yes = plain && matches!(key.code, KeyCode::Char('y' | 'Y'));
        yes.then_some(self.agreed)
    }

    /// Draws it and gives the place of the cursor.
    pub fn view(&self, line: Rect, buffer: &mut Buffer, look: &Look) -> Position {
        let (style, keys) = (look.theme.accent, "  y/n ");
        let room = Rect {
            width: line.width.saturating_sub(6),
            ..line
        };
        // The question gives way to the keys that answer it.
        let x = write(buffer, room, line.x + 1, line.y, &self.question, style);
        let x = write(buffer, line, x, line.y, keys, look.theme.strong);
        Position::new(x.min(line.right().saturating_sub(1)), line.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        let check = |code, modifiers, expect: bool| {
            let confirm = Confirm::new("All of it?", Request::Health);
            let answer = confirm.answer(KeyEvent::new(code, modifiers));
            assert_eq!(answer.is_some(), expect, "{code:?}");
        };
        check(KeyCode::Char('y'), KeyModifiers::NONE, true);
        check(KeyCode::Char('Y'), KeyModifiers::SHIFT, true);
        check(KeyCode::Char('y'), KeyModifiers::CONTROL, false);
        check(KeyCode::Char('n'), KeyModifiers::NONE, false);
        check(KeyCode::Enter, KeyModifiers::NONE, false);
        check(KeyCode::Esc, KeyModifiers::NONE, false);
    }
}
