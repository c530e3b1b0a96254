//! A terminal's answers, told from a person's keys.
//!
//! Asked for its background, a terminal answers when it likes, among the keys: `ESC ] 11 ;
//! rgb:1e1e/1e1e/2e2e ESC \` (xterm, OSC 11). Nobody waits for it; when it comes it is read here.
//! Read as keys, its letters would refresh, copy and open.

use crate::ui::event::Event;
use crate::ui::theme::Background;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// What asks a terminal for its background.
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// Longer than any answer; what comes after so many keys is a person's.
const LONGEST: usize = 64;

/// The answer that is coming in, if one is.
#[derive(Debug, Default)]
pub struct Answers {
    coming: Option<String>,
}

impl Answers {
    /// What an event means, once answers are taken out: itself, what an answer says, or nothing.
    pub fn read(&mut self, event: Event) -> Option<Event> {
        let Event::Key(key) = event else {
            return Some(event);
        };
        if key.modifiers == KeyModifiers::ALT && key.code == KeyCode::Char(']') {
            self.coming = Some(String::new());
            return None;
        }
        let Some(answer) = &mut self.coming else {
            return Some(event);
        };
        match part(key) {
            Part::Text(char) if answer.len() < LONGEST => {
                answer.push(char);
                None
            }
            Part::End => {
                let background = background(answer);
                self.coming = None;
                background.map(Event::Background)
            }
            Part::Text(_) | Part::Foreign => {
                self.coming = None;
                Some(event)
            }
        }
    }
}

/// What a key is within an answer.
enum Part {
    Text(char),
    /// `ESC \`, or a bell.
    End,
    Foreign,
}

fn part(key: KeyEvent) -> Part {
    let alone = key.modifiers - KeyModifiers::SHIFT == KeyModifiers::NONE;
    match (key.code, key.modifiers) {
        (KeyCode::Char('\\'), KeyModifiers::ALT) | (KeyCode::Char('g'), KeyModifiers::CONTROL) => {
            Part::End
        }
        (KeyCode::Char(char), _) if alone && belongs(char) => Part::Text(char),
        _ => Part::Foreign,
    }
}

/// `11;rgb:1e1e/1e1e/2e2e`
fn belongs(char: char) -> bool {
    char.is_ascii_hexdigit() || matches!(char, ';' | ':' | '/' | 'r' | 'g')
}

/// Whether the colour of an answer is light, by the weight the eye gives to each part of it
/// (ITU-R BT.601).
fn background(answer: &str) -> Option<Background> {
    let parts: Vec<f64> = answer
        .strip_prefix("11;rgb:")?
        .split('/')
        .map_while(share)
        .collect();
    let [red, green, blue] = parts[..] else {
        return None;
    };
    let light = 0.299 * red + 0.587 * green + 0.114 * blue > 0.5;
    Some(if light {
        Background::Light
    } else {
        Background::Dark
    })
}

/// One to four hexadecimal digits as a share of the largest number they could be.
fn share(digits: &str) -> Option<f64> {
    let most = match digits.len() {
        length @ 1..=4 => (1_u32 << (4 * length)) - 1,
        _ => return None,
    };
    let value = u32::from_str_radix(digits, 16).ok()?;
    Some(f64::from(value) / f64::from(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of keys, with `<light>` and `<dark>` for what was answered.
    fn left_of(keys: &str) -> String {
        let mut answers = Answers::default();
        let mut left = String::new();
        let mut modifiers = KeyModifiers::NONE;
        for char in keys.chars() {
            let key = match char {
                '\u{1b}' => {
                    modifiers = KeyModifiers::ALT;
                    continue;
                }
                '\u{7}' => KeyEvent::new(KeyCode::Char('g'), KeyModifiers::CONTROL),
                char => KeyEvent::new(KeyCode::Char(char), modifiers),
            };
            modifiers = KeyModifiers::NONE;
            match answers.read(Event::Key(key)) {
                Some(Event::Key(_)) => left.push(char),
                Some(Event::Background(Background::Light)) => left.push_str("<light>"),
                Some(Event::Background(Background::Dark)) => left.push_str("<dark>"),
                _ => {}
            }
        }
        left
    }

    #[test]
    fn an_answer_presses_no_keys_and_what_a_person_types_is_kept() {
        for (keys, expect) in [
            ("jk", "jk"),
            ("\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\j", "<dark>j"),
            ("\u{1b}]11;rgb:ffff/ffff/ffff\u{7}d", "<light>d"),
            ("\u{1b}]11;rgb:f/f/0\u{7}", "<light>"),
            ("\u{1b}]11;rgb:00/00/ff\u{7}", "<dark>"),
            ("\u{1b}]11;rgb:ff/ff\u{7}", ""),
            ("d\u{1b}]10;rgb:d/d/d\u{1b}\\d", "dd"),
            ("\u{1b}]nd", "nd"),
            ("]d", "]d"),
        ] {
            assert_eq!(left_of(keys), expect, "{keys:?}");
        }
    }

    #[test]
    fn an_answer_that_never_ends_does_not_hold_the_keyboard() {
        let keys = format!("\u{1b}]{}", "1".repeat(LONGEST + 3));
        assert_eq!(left_of(&keys), "111");
    }
}
