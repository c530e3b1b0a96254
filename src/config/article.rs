//! What the configuration says of the text of articles: `[article]`.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::config::values;
use crate::ui::look::{Bidi, Emoji, LongLines, PictureWay, Reading, knows_language};
use serde::Deserialize;
use std::ops::RangeInclusive;
use toml::Spanned;

/// Columns a line of text may have at most.
const WIDTH: RangeInclusive<usize> = 40..=120;
const EMOJI: &[(&str, Option<Emoji>)] = &[
    ("auto", None),
    ("full", Some(Emoji::Full)),
    ("safe", Some(Emoji::Safe)),
    ("text", Some(Emoji::Text)),
];
const BIDI: &[(&str, Bidi)] = &[
    ("app", Bidi::App),
    ("terminal", Bidi::Terminal),
    ("off", Bidi::Off),
];
const PROTOCOLS: &[(&str, PictureWay)] = &[
    ("auto", PictureWay::Auto),
    ("kitty", PictureWay::Kitty),
    ("iterm2", PictureWay::ITerm2),
    ("sixel", PictureWay::Sixel),
    ("halfblocks", PictureWay::HalfBlocks),
    ("off", PictureWay::Off),
];
const LONG_LINES: &[(&str, LongLines)] =
    &[("wrap", LongLines::Wrap), ("scroll", LongLines::Scroll)];

/// `[article]` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WrittenArticle {
    width: Option<Spanned<usize>>,
    link_numbers: Option<bool>,
    clickable_links: Option<bool>,
    emoji: Option<Spanned<String>>,
    bidi: Option<Spanned<String>>,
    long_lines: Option<Spanned<String>>,
    hyphens: Option<Spanned<String>>,
    pictures: Option<bool>,
    picture_protocol: Option<Spanned<String>>,
}

/// How articles are set.
///
/// # Errors
/// The first thing in it that cannot be meant.
pub(crate) fn article(
    source: &Source<'_>,
    written: WrittenArticle,
) -> Result<Reading, ConfigError> {
    let usual = Reading::default();
    let width = source.within(written.width, &WIDTH)?;
    Ok(Reading {
        measure: width
            .and_then(|it| u16::try_from(it).ok())
            .unwrap_or(usual.measure),
        link_numbers: written.link_numbers.unwrap_or(usual.link_numbers),
        clickable: written.clickable_links.unwrap_or(true),
        emoji: values::one_of(source, written.emoji, EMOJI)?.unwrap_or(usual.emoji),
        bidi: values::one_of(source, written.bidi, BIDI)?.unwrap_or(usual.bidi),
        long_lines: values::one_of(source, written.long_lines, LONG_LINES)?
            .unwrap_or(usual.long_lines),
        hyphens: source
            .meant(written.hyphens, |word| language(&word))?
            .flatten(),
        pictures: written.pictures.unwrap_or(usual.pictures),
        picture_way: values::one_of(source, written.picture_protocol, PROTOCOLS)?
            .unwrap_or(usual.picture_way),
        commands: usual.commands,
    })
}

/// A language whose words can be parted.
fn language(word: &str) -> Result<Option<[u8; 2]>, String> {
    if word == "off" {
        return Ok(None);
    }
    let code = <[u8; 2]>::try_from(word.as_bytes()).ok();
    match code.filter(|code| knows_language(*code)) {
        Some(code) => Ok(Some(code)),
        None => Err(format!(
            "expected \"off\" or the code of a language that is known, as \"en\" or \"de\", not `{word}`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::parse;
    use std::path::Path;

    fn told(text: &str) -> Result<Reading, String> {
        let config = parse(text, Path::new("c.toml")).map_err(|why| why.to_string())?;
        assert_eq!(config.warnings, [""; 0]);
        Ok(config.settings.reading)
    }

    #[test]
    fn every_key_is_obeyed() {
        let reading = told(
            "[article]\nwidth = 90\nlink_numbers = false\nclickable_links = false\nemoji = \"safe\"\n\
             bidi = \"terminal\"\nlong_lines = \"scroll\"\nhyphens = \"de\"\npictures = true\n\
             picture_protocol = \"sixel\"\n",
        );
        let expect = Reading {
            measure: 90,
            link_numbers: false,
            clickable: false,
            emoji: Some(Emoji::Safe),
            bidi: Bidi::Terminal,
            long_lines: LongLines::Scroll,
            hyphens: Some(*b"de"),
            pictures: true,
            picture_way: PictureWay::Sixel,
            commands: Vec::new(),
        };
        assert_eq!(reading, Ok(expect));
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_its_place() {
        for (text, words) in [
            ("[article]\nwidth = 20", ["c.toml:2:9", "40 to 120"]),
            (
                "[article]\nemoji = \"safee\"",
                ["c.toml:2:9", "did you mean `safe`?"],
            ),
            (
                "[article]\nbidi = \"x\"",
                ["c.toml:2:8", "app, terminal, off"],
            ),
        ] {
            let why = told(text).unwrap_err();
            assert!(words.iter().all(|word| why.contains(word)), "{why}");
        }
    }
}
