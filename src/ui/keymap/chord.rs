//! A key, and several of them pressed one after another: read as a person writes them, shown as one reads them.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// One key with what is held down beside it. Shift is told by the letter itself, so that it is the same key
/// whether a terminal reports it or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

/// What may be held down, as it is written before a key.
const HELD: [(&str, KeyModifiers); 4] = [
    ("ctrl-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("shift-", KeyModifiers::SHIFT),
    ("super-", KeyModifiers::SUPER),
];

/// Keys by name: as written, and as shown.
const NAMED: [(&str, &str, KeyCode); 16] = [
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("page-up", "PgUp", KeyCode::PageUp),
    ("page-down", "PgDn", KeyCode::PageDown),
    ("enter", "↵", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("insert", "Ins", KeyCode::Insert),
    ("minus", "-", KeyCode::Char('-')),
];

impl Key {
    pub fn of(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }

    fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let held = HELD
            .iter()
            .fold(KeyModifiers::NONE, |all, (_, held)| all | *held);
        let modifiers = modifiers & held;
        match code {
            KeyCode::BackTab => Self {
                code,
                modifiers: modifiers - KeyModifiers::SHIFT,
            },
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => {
                Self::new(KeyCode::BackTab, modifiers)
            }
            KeyCode::Char(char) if modifiers.contains(KeyModifiers::SHIFT) => Self {
                code: KeyCode::Char(capital(char)),
                modifiers: modifiers - KeyModifiers::SHIFT,
            },
            _ => Self { code, modifiers },
        }
    }

    /// Reads a key as it is written: `j`, `G`, `ctrl-d`, `shift-tab`, `f1`, `space`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut name = text;
        let mut modifiers = KeyModifiers::NONE;
        while let Some((rest, held)) = HELD.iter().find_map(|(word, held)| {
            let rest = name.strip_prefix(word)?;
            (!rest.is_empty()).then_some((rest, *held))
        }) {
            name = rest;
            modifiers |= held;
        }
        let named = NAMED.iter().find(|(written, _, _)| *written == name);
        let code = match (named, single(name)) {
            (Some((_, _, code)), _) => *code,
            (None, Some(char)) => KeyCode::Char(char),
            (None, None) => {
                let number: u8 = name.strip_prefix('f')?.parse().ok()?;
                (1..=24).contains(&number).then_some(KeyCode::F(number))?
            }
        };
        Some(Self::new(code, modifiers))
    }

    /// As help and hints show it.
    pub fn shown(self) -> String {
        let mut text = String::new();
        for (word, held) in HELD {
            if self.modifiers.contains(held) {
                text.push_str(&capitalised(word));
            }
        }
        let named = NAMED.iter().find(|(_, _, code)| *code == self.code);
        match (self.code, named) {
            (_, Some((_, shown, _))) => text.push_str(shown),
            (KeyCode::Char(char), None) => text.push(char),
            (KeyCode::F(number), None) => text.push_str(&KeyCode::F(number).to_string()),
            (KeyCode::BackTab, None) => text.push_str("Shift-Tab"),
            (code, None) => text.push_str(&code.to_string()),
        }
        text
    }

    /// The digit it adds to a count, if it is one.
    pub fn digit(self) -> Option<u32> {
        match self.code {
            KeyCode::Char(char) if self.modifiers.is_empty() => char.to_digit(10),
            _ => None,
        }
    }

    fn is_letter(self) -> bool {
        matches!(self.code, KeyCode::Char(char) if char != ' ') && self.modifiers.is_empty()
    }
}

/// Reads keys pressed one after another, with spaces between: `g g`, `ctrl-x ctrl-c`.
pub fn parse(text: &str) -> Option<Vec<Key>> {
    let keys: Option<Vec<Key>> = text.split_whitespace().map(Key::parse).collect();
    keys.filter(|keys| !keys.is_empty())
}

/// Keys as they are shown: letters stand together, others apart.
pub fn shown(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| key.shown()).collect();
    let together = keys.iter().all(|key| key.is_letter());
    names.join(if together { "" } else { " " })
}

fn single(name: &str) -> Option<char> {
    let mut chars = name.chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

fn capital(char: char) -> char {
    let mut capitals = char.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => char,
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(capital);
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_people_write_them_and_shown_as_they_read_them() {
        for (written, expect) in [
            ("ctrl-d", "Ctrl-d"),
            ("ctrl-alt-x", "Ctrl-Alt-x"),
            ("enter", "↵"),
            ("G", "G"),
            ("f1", "F1"),
            ("space", "Space"),
            ("page-down", "PgDn"),
            ("shift-tab", "Shift-Tab"),
            ("shift-down", "Shift-↓"),
            ("-", "-"),
            ("ctrl--", "Ctrl--"),
            ("g g", "gg"),
            ("ctrl-x ctrl-c", "Ctrl-x Ctrl-c"),
            ("g space", "g Space"),
        ] {
            let keys = parse(written).unwrap_or_else(|| panic!("{written} is no key"));
            assert_eq!(shown(&keys), expect);
        }
        for wrong in ["", "  ", "ctrl-", "f0", "f25", "gg", "hyper-x", "ctrl-xx"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_shifted_letter_is_the_capital_with_or_without_its_modifier() {
        for (code, modifiers) in [
            (KeyCode::Char('G'), KeyModifiers::NONE),
            (KeyCode::Char('G'), KeyModifiers::SHIFT),
            (KeyCode::Char('g'), KeyModifiers::SHIFT),
        ] {
            let key = Key::of(KeyEvent::new(code, modifiers));
            assert_eq!(Some(key), Key::parse("G"));
        }
        let back = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Some(Key::of(back)), Key::parse("shift-tab"));
    }
}
