//! Sets of keys for hands that learned them elsewhere. What a preset does not name has the keys of the table.

/// A set of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// As the table of verbs has them.
    #[default]
    Vim,
    Emacs,
    Newsboat,
}

/// Names of verbs, or whole commands, and their keys.
type Keys = &'static [(&'static str, &'static [&'static str])];

impl Preset {
    pub const ALL: [Self; 3] = [Self::Vim, Self::Emacs, Self::Newsboat];

    pub fn name(self) -> &'static str {
        match self {
            Self::Vim => "vim",
            Self::Emacs => "emacs",
            Self::Newsboat => "newsboat",
        }
    }

    /// The keys of a verb or of a command that is a shortcut, where they are other than in the table.
    pub fn keys(self, command: &str) -> Option<&'static [&'static str]> {
        let found = self.table().iter().find(|(name, _)| *name == command);
        found.map(|(_, keys)| *keys)
    }

    fn table(self) -> Keys {
        match self {
            Self::Vim => &[],
            Self::Emacs => EMACS,
            Self::Newsboat => NEWSBOAT,
        }
    }
}

const EMACS: Keys = &[
    ("down", &["ctrl-n", "n", "down"]),
    ("up", &["ctrl-p", "p", "up"]),
    ("left", &["ctrl-b", "left"]),
    ("right", &["ctrl-f", "right"]),
    ("next-pane", &["tab", "ctrl-x o"]),
    ("top", &["alt-<", "home"]),
    ("bottom", &["alt->", "end"]),
    ("page-down", &["ctrl-v", "page-down"]),
    ("page-up", &["alt-v", "page-up"]),
    ("back", &["ctrl-g", "esc"]),
    ("next-unread", &["N"]),
    ("command", &["alt-x", ":"]),
    ("palette", &["ctrl-x b"]),
    ("search", &["ctrl-s", "/"]),
    ("next-match", &["alt-n"]),
    ("previous-match", &["alt-p"]),
    ("jump", &["ctrl-s", "/"]),
    ("save", &["ctrl-x ctrl-s"]),
    ("pictures", &["i"]),
    ("parent", &["^"]),
    ("root", &["alt-^"]),
    ("import", &["ctrl-x i"]),
    ("pin", &["P"]),
    ("undo", &["ctrl-/", "ctrl-7", "ctrl-_"]),
    ("redo", &["alt-_"]),
    ("select", &["ctrl-space"]),
    ("copy-link", &["alt-w", "y"]),
    ("quit", &["ctrl-x ctrl-c", "ctrl-c"]),
    ("suspend", &["ctrl-z", "ctrl-x ctrl-z"]),
];

const NEWSBOAT: Keys = &[
    ("close", &["q"]),
    ("quit", &["Q", "ctrl-c"]),
    ("help", &["?", "f1"]),
    ("refresh", &["r"]),
    ("refresh-all", &["R"]),
    ("toggle-read", &["N"]),
    ("previous-match", &["alt-n"]),
    ("mark-read all", &["A"]),
    ("show", &["l"]),
    ("right", &["right"]),
    ("left", &["left", "h"]),
    ("links", &["u", ";"]),
    ("link-list", &["L"]),
    ("sort", &["S"]),
    ("top", &["home", "g g"]),
    ("query", &["&"]),
    ("toggle-star", &["*"]),
    ("save", &["s"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::{SHORTCUTS, VERBS};

    #[test]
    fn every_name_in_a_preset_is_a_verb_or_a_shortcut() {
        for preset in Preset::ALL {
            for (name, _) in preset.table() {
                let known = VERBS.iter().any(|verb| verb.name == *name)
                    || SHORTCUTS.iter().any(|shortcut| shortcut.command == *name);
                assert!(known, "{preset:?} names {name}");
            }
        }
    }
}
