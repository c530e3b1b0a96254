//! What the configuration says of the look of things: `[look]`, and the old names of it in `[reader]`.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::config::values;
use crate::ui::layout::Arrangement;
use crate::ui::look::Settings;
use crate::ui::nearest::nearest;
use crate::ui::theme::{Background, Choice, Icons};
use serde::Deserialize;
use toml::Spanned;

const ICONS: &[(&str, Icons)] = &[
    ("unicode", Icons::Unicode),
    ("ascii", Icons::Ascii),
    ("nerd", Icons::Nerd),
];
const LAYOUTS: &[(&str, Arrangement)] = &[
    ("auto", Arrangement::Auto),
    ("three", Arrangement::Three),
    ("two", Arrangement::Two),
    ("one", Arrangement::One),
    ("article", Arrangement::Article),
];

/// `[look]` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WrittenLook {
    theme: Option<Spanned<String>>,
    dark_theme: Option<Spanned<String>>,
    light_theme: Option<Spanned<String>>,
    icons: Option<Spanned<String>>,
    layout: Option<Spanned<String>>,
    accessible: Option<bool>,
    reduced_motion: Option<bool>,
    tour: Option<bool>,
}

/// What a word for a theme means.
enum Themed {
    Choice(Choice),
    On(Background),
}

/// How the reader looks. What stands in `[reader]` under its old name holds where `[look]` says nothing.
///
/// # Errors
/// The first thing in it that cannot be meant.
pub(crate) fn look(
    source: &Source<'_>,
    written: WrittenLook,
    old_theme: Option<Spanned<String>>,
    old_icons: Option<Spanned<String>>,
) -> Result<Settings, ConfigError> {
    let usual = Settings::default();
    let theme = source.meant(written.theme.or(old_theme), |word| themed(&word))?;
    let accessible = written.accessible.unwrap_or(false);
    let layout = values::one_of(source, written.layout, LAYOUTS)?;
    let arrangement = match layout {
        None if accessible => Arrangement::One,
        layout => layout.unwrap_or(usual.arrangement),
    };
    let (choice, background) = match theme {
        Some(Themed::On(background)) => (usual.theme, Some(background)),
        Some(Themed::Choice(choice)) => (choice, None),
        None => (usual.theme, None),
    };
    Ok(Settings {
        theme: choice,
        theme_is_set: !matches!(theme, None | Some(Themed::Choice(Choice::Ansi))),
        background,
        on_dark: source.meant(written.dark_theme, |word| plain_theme(&word))?,
        on_light: source.meant(written.light_theme, |word| plain_theme(&word))?,
        icons: values::one_of(source, written.icons.or(old_icons), ICONS)?.unwrap_or(usual.icons),
        arrangement,
        accessible,
        still: accessible || written.reduced_motion.unwrap_or(false),
        tour: written.tour.unwrap_or(true),
        ..usual
    })
}

fn themed(word: &str) -> Result<Themed, String> {
    match word {
        "dark" => Ok(Themed::On(Background::Dark)),
        "light" => Ok(Themed::On(Background::Light)),
        word => plain_theme(word).map(Themed::Choice),
    }
}

fn plain_theme(word: &str) -> Result<Choice, String> {
    Choice::named(word).ok_or_else(|| {
        let names: Vec<&str> = Choice::all().map(Choice::name).collect();
        let expected = format!(
            "expected one of dark, light, {}, not `{word}`",
            names.join(", ")
        );
        match nearest(word, names.iter().copied()) {
            Some(near) => format!("{expected}; did you mean `{near}`?"),
            None => expected,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::parse;
    use std::path::Path;

    fn told(text: &str) -> (Settings, Vec<String>) {
        let config = parse(text, Path::new("c.toml")).unwrap_or_else(|why| panic!("{why}"));
        (config.settings, config.warnings)
    }

    #[test]
    fn every_key_is_obeyed() {
        let (settings, warnings) = told(
            "[look]\ntheme = \"auto\"\ndark_theme = \"nord\"\nlight_theme = \"paper\"\nicons = \"nerd\"\n\
             layout = \"two\"\naccessible = true\nreduced_motion = true\ntour = false",
        );
        assert_eq!(warnings, [""; 0]);
        assert_eq!(settings.on_dark, Choice::named("nord"));
        assert_eq!(settings.on_light, Choice::named("paper"));
        assert_eq!(settings.icons, Icons::Nerd);
        assert_eq!(settings.arrangement, Arrangement::Two);
        assert!(settings.accessible && settings.still && !settings.tour);
        let (settings, _) = told("[look]\naccessible = true");
        assert_eq!(settings.arrangement, Arrangement::One);
        let (settings, _) = told("[look]\ntheme = \"dracula\"");
        assert_eq!(Some(settings.theme), Choice::named("dracula"));
        assert!(settings.theme_is_set);
    }

    #[test]
    fn old_names_hold_and_say_what_they_are_now() {
        let (settings, warnings) = told("[reader]\ntheme = \"light\"\nicons = \"ascii\"");
        assert_eq!(settings.background, Some(Background::Light));
        assert_eq!(settings.icons, Icons::Ascii);
        assert_eq!(
            warnings,
            [
                "c.toml:3:1: `icons` of [reader] is `icons` of [look] now; it holds all the same",
                "c.toml:2:1: `theme` of [reader] is `theme` of [look] now; it holds all the same",
            ]
        );
        let (settings, _) = told("[reader]\ntheme = \"light\"\n[look]\ntheme = \"mono\"");
        assert_eq!(settings.theme, Choice::Mono);
        assert_eq!(settings.background, None);
    }
}
