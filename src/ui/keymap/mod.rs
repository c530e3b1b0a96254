//! Keys to commands: a tree for each place, in which every key leads to a command or to more keys.
//!
//! What a key means where the keyboard is goes before what it means in a wider place. A person's own keys
//! go before those of the preset: the ones they stand in the way of are given up.

pub mod chord;
pub mod presets;

use crate::ui::action::{Action, SHORTCUTS, VERBS, verb};
use crate::ui::command::Command;
use crate::ui::keymap::chord::{Key, parse, shown};
use crate::ui::keymap::presets::Preset;
use crate::ui::scope::Scope;

/// What keys mean, and where.
#[derive(Debug, Clone)]
pub struct Keymap {
    roots: Vec<(Scope, Node)>,
}

/// Where some keys have led to.
#[derive(Debug, Clone, Default)]
struct Node {
    /// What is done; empty where more keys are to come, or where a key was given up.
    commands: Vec<Command>,
    next: Vec<(Key, Node)>,
}

/// Keys of a person, in place of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    pub scope: Scope,
    pub keys: Vec<Key>,
    /// Done one after another; none at all gives the keys up.
    pub commands: Vec<Command>,
}

/// What keys pressed so far mean.
#[derive(Debug, PartialEq, Eq)]
pub enum Meaning {
    Nothing,
    /// More is to come: each key, and what it leads to.
    Prefix(Vec<Hint>),
    Commands(Vec<Command>),
}

/// A key that may follow, and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub key: Key,
    pub says: String,
    pub scope: Scope,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(Preset::default(), &[])
    }
}

impl Keymap {
    pub fn new(preset: Preset, own: &[Binding]) -> Self {
        let mut keymap = Self { roots: Vec::new() };
        for binding in preset_bindings(preset) {
            keymap.bind(binding);
        }
        for binding in own {
            keymap.bind(binding.clone());
        }
        keymap
    }

    /// What these keys mean here: the nearest place that knows them decides.
    pub fn meaning(&self, keys: &[Key], here: Scope) -> Meaning {
        let mut hints: Vec<Hint> = Vec::new();
        for scope in here.chain() {
            let Some(node) = self.root(*scope).and_then(|root| root.at(keys)) else {
                continue;
            };
            if node.next.is_empty() && hints.is_empty() {
                return match &node.commands[..] {
                    [] => Meaning::Nothing,
                    commands => Meaning::Commands(commands.to_vec()),
                };
            }
            for (key, node) in &node.next {
                if hints.iter().all(|hint| hint.key != *key) {
                    hints.push(Hint {
                        key: *key,
                        says: node.says(),
                        scope: *scope,
                    });
                }
            }
        }
        if hints.is_empty() {
            Meaning::Nothing
        } else {
            Meaning::Prefix(hints)
        }
    }

    /// All keys of a verb in its place, without those of commands that say more.
    pub fn keys_of(&self, action: Action) -> Vec<String> {
        let scope = verb(action).scope;
        let mut found = Vec::new();
        if let Some(root) = self.root(scope) {
            let plain = Command::of(action);
            root.collect(&mut Vec::new(), &mut |keys, commands| {
                if commands == std::slice::from_ref(&plain) {
                    found.push(shown(keys));
                }
            });
        }
        found
    }

    /// The first key of a verb, as it is shown; by the command line where it has none.
    pub fn key_of(&self, action: Action) -> String {
        let first = self.keys_of(action).into_iter().next();
        first.unwrap_or_else(|| format!(":{}", verb(action).name))
    }

    /// Everything that is bound: place, keys, commands.
    pub fn all(&self) -> Vec<Binding> {
        let mut all = Vec::new();
        for (scope, root) in &self.roots {
            root.collect(&mut Vec::new(), &mut |keys, commands| {
                all.push(Binding {
                    scope: *scope,
                    keys: keys.to_vec(),
                    commands: commands.to_vec(),
                });
            });
        }
        all
    }

    fn root(&self, scope: Scope) -> Option<&Node> {
        let root = self.roots.iter().find(|(at, _)| *at == scope);
        root.map(|(_, root)| root)
    }

    /// Binds keys; what began with them, and what they begin with, is given up.
    fn bind(&mut self, binding: Binding) {
        let at = self
            .roots
            .iter()
            .position(|(scope, _)| *scope == binding.scope);
        let at = at.unwrap_or_else(|| {
            self.roots.push((binding.scope, Node::default()));
            self.roots.len() - 1
        });
        let mut node = &mut self.roots[at].1;
        for key in &binding.keys {
            node.commands.clear();
            let next = node.next.iter().position(|(known, _)| known == key);
            let next = next.unwrap_or_else(|| {
                node.next.push((*key, Node::default()));
                node.next.len() - 1
            });
            node = &mut node.next[next].1;
        }
        *node = Node {
            commands: binding.commands,
            next: Vec::new(),
        };
    }
}

impl Node {
    fn at(&self, keys: &[Key]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| {
            let next = node.next.iter().find(|(known, _)| known == key);
            next.map(|(_, node)| node)
        })
    }

    fn says(&self) -> String {
        match &self.commands[..] {
            [] if self.next.is_empty() => String::new(),
            [] => "…".to_owned(),
            [command] if command.argument.is_none() => verb(command.action).short().to_owned(),
            commands => {
                let lines: Vec<String> = commands.iter().map(Command::line).collect();
                let line = lines.join(", ");
                let known = SHORTCUTS.iter().find(|shortcut| shortcut.command == line);
                known.map_or(line, |shortcut| shortcut.help.to_owned())
            }
        }
    }

    fn collect(&self, keys: &mut Vec<Key>, take: &mut impl FnMut(&[Key], &[Command])) {
        if !self.commands.is_empty() {
            take(keys, &self.commands);
        }
        for (key, node) in &self.next {
            keys.push(*key);
            node.collect(keys, take);
            keys.pop();
        }
    }
}

/// The bindings of a preset: those of the table, but where the preset says otherwise.
fn preset_bindings(preset: Preset) -> impl Iterator<Item = Binding> {
    let verbs = VERBS.iter().flat_map(move |verb| {
        let keys = preset.keys(verb.name).unwrap_or(verb.keys);
        keys.iter()
            .map(move |keys| (verb.scope, *keys, verb.name))
            .collect::<Vec<_>>()
    });
    let shortcuts = SHORTCUTS.iter().map(move |shortcut| {
        let keys = preset.keys(shortcut.command);
        let keys = keys.and_then(|keys| keys.first()).copied();
        (
            shortcut.scope,
            keys.unwrap_or(shortcut.keys),
            shortcut.command,
        )
    });
    verbs
        .chain(shortcuts)
        .map(|(scope, keys, command)| Binding {
            scope,
            keys: parse(keys).expect("the tests see that every preset's keys are some"),
            commands: vec![
                Command::parse(command).expect("the tests see that every preset's commands are"),
            ],
        })
}

/// Two of these that cannot both be: one begins with the other, in the same place.
pub fn conflict(bindings: &[Binding]) -> Option<(usize, usize)> {
    for (second, one) in bindings.iter().enumerate() {
        let first = bindings[..second].iter().position(|other| {
            one.scope == other.scope
                && (one.keys.starts_with(&other.keys) || other.keys.starts_with(&one.keys))
        });
        if let Some(first) = first {
            return Some((first, second));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(written: &str) -> Vec<Key> {
        parse(written).expect(written)
    }

    fn binding(scope: Scope, written: &str, command: &str) -> Binding {
        Binding {
            scope,
            keys: keys(written),
            commands: vec![Command::parse(command).expect(command)],
        }
    }

    fn check(keymap: &Keymap, written: &str, here: Scope, expect: Action) {
        let expect = Meaning::Commands(vec![Command::of(expect)]);
        assert_eq!(
            keymap.meaning(&keys(written), here),
            expect,
            "{written} {here:?}"
        );
    }

    #[test]
    fn no_preset_contradicts_itself_and_all_its_commands_are_some() {
        for preset in Preset::ALL {
            let bindings: Vec<Binding> = preset_bindings(preset).collect();
            if let Some((one, other)) = conflict(&bindings) {
                panic!("{preset:?}: {:?} and {:?}", bindings[one], bindings[other]);
            }
        }
    }

    #[test]
    fn every_verb_is_found_by_its_keys_in_its_place() {
        for preset in Preset::ALL {
            let keymap = Keymap::new(preset, &[]);
            for verb in VERBS {
                for written in preset.keys(verb.name).unwrap_or(verb.keys) {
                    check(&keymap, written, verb.scope, verb.action);
                }
            }
        }
    }

    #[test]
    fn a_key_means_first_what_it_means_here() {
        let keymap = Keymap::default();
        check(&keymap, "r", Scope::Everywhere, Action::Refresh);
        check(&keymap, "r", Scope::Thread, Action::Refresh);
        check(&keymap, "r", Scope::Health, Action::AskFeed);
        check(&keymap, "p", Scope::Thread, Action::Parent);
        check(&keymap, "j", Scope::Health, Action::Down);
        assert_eq!(
            keymap.meaning(&keys("ctrl-j"), Scope::Everywhere),
            Meaning::Nothing
        );
    }

    #[test]
    fn a_prefix_tells_what_may_follow() {
        let keymap = Keymap::default();
        let Meaning::Prefix(hints) = keymap.meaning(&keys("g"), Scope::Entries) else {
            panic!("g is a prefix");
        };
        let top = hints.iter().find(|hint| hint.key.shown() == "g");
        assert_eq!(top.map(|hint| &*hint.says), Some(verb(Action::Top).short()));
        assert_eq!(
            keymap.meaning(&keys("g ctrl-q"), Scope::Entries),
            Meaning::Nothing
        );
    }

    #[test]
    fn keys_of_ones_own_take_the_place_of_others() {
        let own = [
            binding(Scope::Everywhere, "g", "bottom"),
            binding(Scope::Everywhere, "G x", "top"),
            binding(Scope::Entries, "q", "quit"),
            Binding {
                commands: Vec::new(),
                ..binding(Scope::Everywhere, "n", "top")
            },
        ];
        let keymap = Keymap::new(Preset::Vim, &own);
        check(&keymap, "g", Scope::Entries, Action::Bottom);
        check(&keymap, "G x", Scope::Article, Action::Top);
        check(&keymap, "q", Scope::Entries, Action::Quit);
        check(&keymap, "q", Scope::Article, Action::Close);
        let nothing = keymap.meaning(&keys("n"), Scope::Entries);
        assert_eq!(nothing, Meaning::Nothing);
        assert_eq!(keymap.key_of(Action::NextUnread), ":next-unread");
        assert_eq!(keymap.key_of(Action::Top), "Home");
    }

    #[test]
    fn two_that_begin_alike_are_a_conflict_in_one_place_only() {
        let check = |other: Binding, expect| {
            let all = [binding(Scope::Feeds, "a b", "top"), other];
            assert_eq!(conflict(&all).is_some(), expect, "{all:?}");
        };
        check(binding(Scope::Feeds, "a", "top"), true);
        check(binding(Scope::Feeds, "a b c", "top"), true);
        check(binding(Scope::Feeds, "a b", "bottom"), true);
        check(binding(Scope::Feeds, "a c", "bottom"), false);
        check(binding(Scope::Entries, "a", "bottom"), false);
    }
}
