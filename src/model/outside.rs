//! Programs of a person's own that an article or a recording is handed to. Only the configuration can name one.

use crate::model::entry::Format;
use std::time::Duration;

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outside {
    pub commands: Vec<Command>,
    pub openers: Vec<Opener>,
}

/// A command that articles can be handed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What the menu calls it.
    pub name: String,
    /// The program and its arguments, with `{url}` and the like in them; of a shell's, its one line.
    pub run: Vec<String>,
    /// `run` is a line for `sh`; what is known of the article are its arguments.
    pub shell: bool,
    /// What the program reads; nothing where it reads nothing.
    pub input: Option<Format>,
    pub time: Duration,
}

/// A command that opens recordings, films or files of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opener {
    /// A media type: `audio/mpeg`, `audio/*`, `*`.
    pub kind: String,
    /// The program and its arguments, with `{url}` in them.
    pub run: Vec<String>,
}

impl Opener {
    /// Whether it is for this media type.
    pub fn opens(&self, media_type: &str) -> bool {
        let family = self.kind.strip_suffix("/*");
        self.kind == "*"
            || self.kind.eq_ignore_ascii_case(media_type)
            || family.is_some_and(|family| {
                let own = media_type.split('/').next().unwrap_or_default();
                own.eq_ignore_ascii_case(family)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opener_is_for_one_kind_a_family_or_all() {
        for (kind, media_type, expect) in [
            ("audio/mpeg", "Audio/MPEG", true),
            ("audio/*", "audio/ogg", true),
            ("audio/*", "video/ogg", false),
            ("*", "application/pdf", true),
            ("audio", "audio/ogg", false),
        ] {
            let opener = Opener {
                kind: kind.to_owned(),
                run: Vec::new(),
            };
            assert_eq!(opener.opens(media_type), expect, "{kind} {media_type}");
        }
    }
}
