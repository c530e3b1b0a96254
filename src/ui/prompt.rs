//! The line at the bottom in which something is typed: an address, a file's name.

use crate::model::entry::Format;
use crate::model::setting::{Holder, KEYS};
use crate::ui::look::{Look, write};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

/// What is being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    FeedAddress,
    OpmlFile,
    /// To be found in the article or the conversation.
    Words,
    /// Where an article is saved in this form.
    SavedFile(Format),
    /// Letters of the row to go to.
    Jump,
    /// A filter; nothing typed is none.
    Query,
    Tag,
    TagOff,
    /// Another name; nothing typed gives the feed's own back.
    FeedName,
    FolderName,
    NewAddress,
    FeedTag,
    FeedTagOff,
    /// A value for a setting; nothing typed inherits it again.
    Value(Holder, &'static str),
}

impl Wanted {
    /// Whether nothing typed means something.
    fn may_be_nothing(self) -> bool {
        matches!(self, Self::Query | Self::FeedName | Self::Value(..))
    }
}

/// A line being typed.
#[derive(Debug)]
pub struct Prompt {
    wanted: Wanted,
    input: Input,
}

/// What a key made of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed {
    Going,
    Cancelled,
    Entered(Wanted, String),
}

impl Prompt {
    pub fn new(wanted: Wanted) -> Self {
        Self {
            wanted,
            input: Input::default(),
        }
    }

    /// With something typed already, to go on from.
    pub fn with(wanted: Wanted, text: &str) -> Self {
        Self {
            wanted,
            input: Input::from(text),
        }
    }

    pub fn wanted(&self) -> Wanted {
        self.wanted
    }

    /// What is typed so far.
    pub fn text(&self) -> &str {
        self.input.value().trim()
    }

    pub fn key(&mut self, key: KeyEvent) -> Typed {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => Typed::Cancelled,
            KeyCode::Char('c') if control => Typed::Cancelled,
            KeyCode::Enter => match self.input.value().trim() {
                "" if !self.wanted.may_be_nothing() => Typed::Cancelled,
                text => Typed::Entered(self.wanted, text.to_owned()),
            },
            _ => {
                self.input.handle_event(&Event::Key(key));
                Typed::Going
            }
        }
    }

    /// Pasted text is typed as one line; control characters in it are not.
    pub fn paste(&mut self, text: &str) {
        let mut value = self.input.value().to_owned();
        let at = value
            .char_indices()
            .nth(self.input.cursor())
            .map_or(value.len(), |(at, _)| at);
        let clean: String = text
            .trim()
            .chars()
            .filter(|char| !char.is_control())
            .collect();
        value.insert_str(at, &clean);
        let cursor = self.input.cursor() + clean.chars().count();
        self.input = Input::new(value).with_cursor(cursor);
    }

    /// Draws it and gives the place of the cursor.
    pub fn view(&self, line: Rect, buffer: &mut Buffer, look: &Look) -> Position {
        let value;
        let label = match self.wanted {
            Wanted::Jump => "Go to ",
            Wanted::Query => "Only ",
            Wanted::Tag | Wanted::FeedTag => "Tag ",
            Wanted::TagOff | Wanted::FeedTagOff => "Take off the tag ",
            Wanted::FeedName => "Name ",
            Wanted::FolderName => "New folder ",
            Wanted::NewAddress => "Address ",
            Wanted::Value(_, key) => {
                let expects = KEYS.iter().find(|known| known.name == key);
                let expects = expects.map_or("", |key| key.expects);
                value = format!("{key} ({expects}; nothing inherits it) ");
                &value
            }
            Wanted::FeedAddress => "Add the feed at ",
            Wanted::OpmlFile => "Import the OPML file ",
            Wanted::Words => "/",
            Wanted::SavedFile(_) => "Save to ",
        };
        let x = write(buffer, line, line.x + 1, line.y, label, look.theme.accent);
        let room = usize::from(line.right().saturating_sub(x + 1));
        let scroll = self.input.visual_scroll(room);
        let shown: String = skip_columns(self.input.value(), scroll);
        write(buffer, line, x, line.y, &shown, look.theme.text);
        let column = self.input.visual_cursor().saturating_sub(scroll);
        let x = x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX));
        Position::new(x.min(line.right().saturating_sub(1)), line.y)
    }
}

pub(in crate::ui) fn skip_columns(text: &str, columns: usize) -> String {
    let mut passed = 0;
    text.chars()
        .skip_while(|char| {
            passed += crate::ui::fit::width(char.encode_utf8(&mut [0; 4]));
            passed <= columns
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(prompt: &mut Prompt, code: KeyCode) -> Typed {
        prompt.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn an_address_can_be_typed_corrected_and_pasted() {
        let mut prompt = Prompt::new(Wanted::FeedAddress);
        for char in "blog.examplx".chars() {
            press(&mut prompt, KeyCode::Char(char));
        }
        press(&mut prompt, KeyCode::Backspace);
        press(&mut prompt, KeyCode::Char('e'));
        press(&mut prompt, KeyCode::Home);
        prompt.paste(" https://\u{1b}[31m\n");
        let entered = press(&mut prompt, KeyCode::Enter);
        let expect = "https://[31mblog.example".to_owned();
        assert_eq!(entered, Typed::Entered(Wanted::FeedAddress, expect));
    }

    #[test]
    fn nothing_typed_is_nothing_wanted() {
        let mut prompt = Prompt::new(Wanted::OpmlFile);
        prompt.paste("   ");
        assert_eq!(press(&mut prompt, KeyCode::Enter), Typed::Cancelled);
        assert_eq!(press(&mut prompt, KeyCode::Esc), Typed::Cancelled);
    }
}
