//! Keys to verbs.

use crate::ui::action::{Action, Scope, VERBS, verb};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::collections::HashMap;

/// Which verb each key means, and where.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: HashMap<(Scope, KeyCode, KeyModifiers), Action>,
}

impl Default for Keymap {
    fn default() -> Self {
        let bindings = VERBS
            .iter()
            .flat_map(|verb| verb.keys.iter().map(move |key| (verb, key)))
            .map(|(verb, key)| {
                let (code, modifiers) =
                    parse(key).expect("the tests see that every default key is one");
                ((verb.scope, code, modifiers), verb.action)
            })
            .collect();
        Self { bindings }
    }
}

impl Keymap {
    /// What this key means here, if anything: what it means here alone goes before what it means
    /// everywhere.
    pub fn resolve(&self, key: KeyEvent, here: Scope) -> Option<Action> {
        let mut modifiers = key.modifiers - KeyModifiers::SHIFT;
        if matches!(key.code, KeyCode::BackTab) {
            modifiers = KeyModifiers::NONE;
        }
        here.chain()
            .iter()
            .find_map(|scope| self.bindings.get(&(*scope, key.code, modifiers)))
            .copied()
    }
}

/// Reads a key as it is written in the table: `j`, `G`, `ctrl-d`, `shift-tab`, `f1`, `space`.
pub fn parse(text: &str) -> Option<(KeyCode, KeyModifiers)> {
    let (modifiers, name) = match text.split_once('-') {
        Some(("ctrl", rest)) if !rest.is_empty() => (KeyModifiers::CONTROL, rest),
        Some(("alt", rest)) if !rest.is_empty() => (KeyModifiers::ALT, rest),
        _ => (KeyModifiers::NONE, text),
    };
    let code = match name {
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "page-up" => KeyCode::PageUp,
        "page-down" => KeyCode::PageDown,
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "shift-tab" => KeyCode::BackTab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        _ => match (
            name.strip_prefix('f').and_then(|n| n.parse().ok()),
            single(name),
        ) {
            (Some(number), _) => KeyCode::F(number),
            (None, Some(char)) => KeyCode::Char(char),
            (None, None) => return None,
        },
    };
    Some((code, modifiers))
}

/// A key as the help sheet and the hint bar show it.
pub fn shown(text: &str) -> String {
    match text {
        "enter" => "↵".to_owned(),
        "up" => "↑".to_owned(),
        "down" => "↓".to_owned(),
        "left" => "←".to_owned(),
        "right" => "→".to_owned(),
        "page-up" => "PgUp".to_owned(),
        "page-down" => "PgDn".to_owned(),
        "shift-tab" => "Shift-Tab".to_owned(),
        other => match other.split_once('-') {
            Some((modifier, key)) => format!("{}-{key}", capital(modifier)),
            None if other.len() > 1 => capital(other),
            None => other.to_owned(),
        },
    }
}

/// The first key of a verb, as it is shown.
pub fn key_of(action: Action) -> String {
    let keys = verb(action).keys;
    keys.first().map_or_else(String::new, |key| shown(key))
}

fn single(name: &str) -> Option<char> {
    let mut chars = name.chars();
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_key_can_be_read_and_found() {
        let keymap = Keymap::default();
        for verb in VERBS {
            for key in verb.keys {
                let (code, modifiers) = parse(key).unwrap_or_else(|| panic!("{key} is no key"));
                assert_eq!(
                    keymap.resolve(KeyEvent::new(code, modifiers), verb.scope),
                    Some(verb.action),
                    "{key}"
                );
            }
        }
    }

    #[test]
    fn a_shifted_letter_is_the_capital_with_or_without_its_modifier() {
        let keymap = Keymap::default();
        for modifiers in [KeyModifiers::NONE, KeyModifiers::SHIFT] {
            let key = KeyEvent::new(KeyCode::Char('G'), modifiers);
            assert_eq!(keymap.resolve(key, Scope::Everywhere), Some(Action::Bottom));
        }
        let ctrl_j = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL);
        assert_eq!(keymap.resolve(ctrl_j, Scope::Everywhere), None);
    }

    #[test]
    fn a_key_means_first_what_it_means_here() {
        let keymap = Keymap::default();
        let check = |char, here, expect| {
            let key = KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE);
            assert_eq!(keymap.resolve(key, here), expect, "{char} {here:?}");
        };
        check('r', Scope::Everywhere, Some(Action::Refresh));
        check('r', Scope::Thread, Some(Action::Refresh));
        check('r', Scope::Health, Some(Action::AskFeed));
        check('p', Scope::Thread, Some(Action::Parent));
        check('p', Scope::Everywhere, None);
        check('j', Scope::Health, Some(Action::Down));
    }

    #[test]
    fn keys_are_shown_as_people_write_them() {
        for (key, expect) in [
            ("ctrl-d", "Ctrl-d"),
            ("enter", "↵"),
            ("G", "G"),
            ("f1", "F1"),
            ("space", "Space"),
            ("page-down", "PgDn"),
        ] {
            assert_eq!(shown(key), expect);
        }
    }
}
