//! What the configuration says of programs that articles and recordings are handed to: `[[command]]` and `[[open]]`.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::config::values;
use crate::config::written::Words;
use crate::model::entry::Format;
use crate::model::outside::{Command, Opener, Outside};
use serde::Deserialize;
use std::ops::RangeInclusive;
use std::time::Duration;
use toml::Spanned;

/// Seconds a command may take.
const SECONDS: RangeInclusive<usize> = 1..=3_600;
const USUAL_SECONDS: u64 = 30;
const INPUTS: &[(&str, Option<Format>)] = &[
    ("none", None),
    ("text", Some(Format::Text)),
    ("markdown", Some(Format::Markdown)),
    ("html", Some(Format::Html)),
];

/// A `[[command]]` as it is written.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenCommand {
    name: Spanned<String>,
    run: Spanned<Words>,
    shell: Option<bool>,
    input: Option<Spanned<String>>,
    timeout_seconds: Option<Spanned<usize>>,
}

/// An `[[open]]` as it is written.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenOpener {
    kind: Spanned<String>,
    run: Spanned<Words>,
}

/// The programs.
///
/// # Errors
/// The first thing in them that cannot be meant.
pub(crate) fn outside(
    source: &Source<'_>,
    commands: Vec<WrittenCommand>,
    openers: Vec<WrittenOpener>,
) -> Result<Outside, ConfigError> {
    let mut outside = Outside::default();
    for written in commands {
        let at = written.name.span();
        let command = command(source, written)?;
        if outside
            .commands
            .iter()
            .any(|known| known.name == command.name)
        {
            return Err(source.point(at, format!("a command is called {} already", command.name)));
        }
        outside.commands.push(command);
    }
    for written in openers {
        let kind = source.meant(Some(written.kind), |kind| media_type(&kind))?;
        let run = source.meant(Some(written.run), |words| values::program(words.0))?;
        outside.openers.push(Opener {
            kind: kind.unwrap_or_default(),
            run: run.unwrap_or_default(),
        });
    }
    Ok(outside)
}

fn command(source: &Source<'_>, written: WrittenCommand) -> Result<Command, ConfigError> {
    let seconds = source.within(written.timeout_seconds, &SECONDS)?;
    let seconds = seconds
        .and_then(|it| u64::try_from(it).ok())
        .unwrap_or(USUAL_SECONDS);
    let name = source.meant(Some(written.name), |name| match name.trim() {
        "" => Err("expected what the menu is to call it".to_owned()),
        name => Ok(name.to_owned()),
    })?;
    let run = source.meant(Some(written.run), |words| values::program(words.0))?;
    Ok(Command {
        name: name.unwrap_or_default(),
        run: run.unwrap_or_default(),
        shell: written.shell.unwrap_or(false),
        input: values::one_of(source, written.input, INPUTS)?.flatten(),
        time: Duration::from_secs(seconds),
    })
}

fn media_type(kind: &str) -> Result<String, String> {
    let kind = kind.trim();
    let is_one = kind == "*"
        || kind
            .split_once('/')
            .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    if is_one {
        Ok(kind.to_owned())
    } else {
        Err(format!(
            "expected a media type as audio/mpeg, audio/* or *, not `{kind}`"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::parse;
    use std::path::Path;

    fn told(text: &str) -> Result<Outside, String> {
        let config = parse(text, Path::new("c.toml")).map_err(|why| why.to_string())?;
        assert_eq!(config.warnings, [""; 0]);
        Ok(config.outside)
    }

    #[test]
    fn programs_are_read_as_they_are_written() {
        let outside = told(
            "[[command]]\nname = \"later\"\nrun = [\"later\", \"{url}\"]\ninput = \"markdown\"\ntimeout_seconds = 5\n\
             [[command]]\nname = \"mail\"\nrun = [\"mail -s x me\"]\nshell = true\n\
             [[open]]\nkind = \"audio/*\"\nrun = [\"mpv\", \"{url}\"]\n",
        );
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        let expect = Outside {
            commands: vec![
                Command {
                    name: "later".to_owned(),
                    run: words(&["later", "{url}"]),
                    shell: false,
                    input: Some(Format::Markdown),
                    time: Duration::from_secs(5),
                },
                Command {
                    name: "mail".to_owned(),
                    run: words(&["mail -s x me"]),
                    shell: true,
                    input: None,
                    time: Duration::from_secs(30),
                },
            ],
            openers: vec![Opener {
                kind: "audio/*".to_owned(),
                run: words(&["mpv", "{url}"]),
            }],
        };
        assert_eq!(outside, Ok(expect));
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_its_place() {
        let command = "[[command]]\nname = \"a\"\nrun = [\"b\"]\n";
        for (text, words) in [
            (
                "[[command]]\nname = \"a\"\nrun = []",
                ["c.toml:3:7", "program"],
            ),
            (
                "[[command]]\nname = \" \"\nrun = [\"b\"]",
                ["c.toml:2:8", "menu"],
            ),
            (
                &format!("{command}input = \"markdwon\""),
                ["c.toml:4:9", "did you mean `markdown`?"],
            ),
            (
                &format!("{command}timeout_seconds = 0"),
                ["c.toml:4:19", "1 to 3600"],
            ),
            (&format!("{command}{command}"), ["c.toml:5:8", "already"]),
            (
                "[[open]]\nkind = \"audio\"\nrun = [\"b\"]",
                ["c.toml:2:8", "audio/mpeg"],
            ),
        ] {
            let why = told(text).unwrap_err();
            assert!(words.iter().all(|word| why.contains(word)), "{why}");
        }
    }
}
