//! A line that does something: a verb by its name, what it is about, and the pane it is to act in.
//!
//! Keys, the command line and the palette all come to this: `mark-read above`, `in entries down`.

use crate::ui::action::{Action, VERBS, verb};
use crate::ui::layout::Focus;
use crate::ui::nearest::nearest;
use std::fmt;

/// A verb with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    pub action: Action,
    pub argument: Option<String>,
    /// The pane it acts in; the one with the keyboard if none is named.
    pub pane: Option<Focus>,
}

/// Panes by their names.
pub const PANES: [(&str, Focus); 4] = [
    ("feeds", Focus::Feeds),
    ("entries", Focus::Entries),
    ("article", Focus::Article),
    ("thread", Focus::Thread),
];

/// Why a line is no command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    Empty,
    NoVerb {
        word: String,
        near: Option<&'static str>,
    },
    NoPane(String),
    /// This verb is about nothing.
    NoArgument {
        verb: &'static str,
        argument: String,
    },
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a command begins with the name of a verb"),
            Self::NoVerb {
                word,
                near: Some(near),
            } => {
                write!(f, "there is no verb `{word}`; did you mean `{near}`?")
            }
            Self::NoVerb { word, near: None } => write!(f, "there is no verb `{word}`"),
            Self::NoPane(word) => {
                let names = PANES.map(|(name, _)| name).join(", ");
                write!(f, "there is no pane `{word}`: expected one of {names}")
            }
            Self::NoArgument { verb, argument } => {
                write!(
                    f,
                    "`{verb}` stands alone, and `{argument}` means nothing to it"
                )
            }
        }
    }
}

impl Command {
    /// The verb alone.
    pub fn of(action: Action) -> Self {
        Self {
            action,
            argument: None,
            pane: None,
        }
    }

    /// Reads a line.
    ///
    /// # Errors
    /// What in it means nothing.
    pub fn parse(line: &str) -> Result<Self, Mistake> {
        let (word, rest) = first_word(line);
        if word == "in" {
            let (name, rest) = first_word(rest);
            let pane = PANES.iter().find(|(known, _)| *known == name);
            let (_, pane) = pane.ok_or_else(|| Mistake::NoPane(name.to_owned()))?;
            return Ok(Self {
                pane: Some(*pane),
                ..Self::parse(rest)?
            });
        }
        if word.is_empty() {
            return Err(Mistake::Empty);
        }
        let found = VERBS.iter().find(|verb| verb.is_called(word));
        let verb = found.ok_or_else(|| Mistake::NoVerb {
            word: word.to_owned(),
            near: nearest(word, VERBS.iter().map(|verb| verb.name)),
        })?;
        if verb.argument.is_none() && !rest.is_empty() {
            return Err(Mistake::NoArgument {
                verb: verb.name,
                argument: rest.to_owned(),
            });
        }
        Ok(Self {
            action: verb.action,
            argument: (!rest.is_empty()).then(|| rest.to_owned()),
            pane: None,
        })
    }

    /// The line that says it.
    pub fn line(&self) -> String {
        let pane = PANES.iter().find(|(_, pane)| Some(*pane) == self.pane);
        let pane = pane.map_or_else(String::new, |(name, _)| format!("in {name} "));
        let name = verb(self.action).name;
        match &self.argument {
            Some(argument) => format!("{pane}{name} {argument}"),
            None => format!("{pane}{name}"),
        }
    }
}

/// The first word of a line, and what follows it.
pub fn first_word(line: &str) -> (&str, &str) {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (word, rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_and_said_again() {
        for line in ["top", "in entries down", "go Unread", "in feeds go A b"] {
            let command = Command::parse(&format!("  {line} ")).expect(line);
            assert_eq!(command.line(), line);
        }
        let all = VERBS.iter().map(|verb| Command::of(verb.action));
        for command in all {
            assert_eq!(Command::parse(&command.line()), Ok(command));
        }
    }

    #[test]
    fn what_means_nothing_is_told_with_what_may_have_been_meant() {
        let check = |line, words: &[&str]| {
            let why = Command::parse(line).expect_err(line).to_string();
            for word in words {
                assert!(why.contains(word), "{why}");
            }
        };
        check("", &["name of a verb"]);
        check("botom", &["`botom`", "`bottom`"]);
        check("zzzzzzzz", &["no verb `zzzzzzzz`"]);
        check("in kitchen top", &["`kitchen`", "entries"]);
        check("in entries", &["name of a verb"]);
        check("top of the world", &["`top`", "of the world"]);
    }
}
