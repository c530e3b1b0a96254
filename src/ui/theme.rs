//! Roles to styles, and the glyphs that say the same without colour.
//!
//! The terminal's own sixteen colours, one accent; weight and space before colour. Secondary text is
//! dimmed rather than "bright black", which many palettes paint in the background's own colour.

use ratatui::style::{Color, Modifier, Style};

/// Which set of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// The terminal's own sixteen colours.
    #[default]
    Ansi,
    /// Attributes only: bold, dim, underline, reverse.
    Mono,
}

/// What the terminal writes on; an accent that reads well on one does not on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    #[default]
    Dark,
    Light,
}

/// Which set of glyphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Icons {
    #[default]
    Unicode,
    Ascii,
}

/// What each role looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    pub text: Style,
    /// What is there when looked for: ages, counts, hints.
    pub quiet: Style,
    pub strong: Style,
    pub accent: Style,
    /// What came since the person last looked.
    pub new: Style,
    pub heading: Style,
    pub code: Style,
    pub link: Style,
    pub trouble: Style,
    pub rule: Style,
    /// The row under the cursor of the focused pane.
    pub selected: Style,
}

impl Theme {
    pub fn new(choice: Choice, background: Background) -> Self {
        let plain = Style::new();
        let colour = |dark: Color, light: Color| match (choice, background) {
            (Choice::Ansi, Background::Dark) => plain.fg(dark),
            (Choice::Ansi, Background::Light) => plain.fg(light),
            (Choice::Mono, _) => plain,
        };
        let accent = colour(Color::Cyan, Color::Blue);
        Self {
            text: plain,
            quiet: plain.add_modifier(Modifier::DIM),
            strong: plain.add_modifier(Modifier::BOLD),
            accent,
            new: colour(Color::Yellow, Color::Magenta).add_modifier(Modifier::BOLD),
            heading: accent.add_modifier(Modifier::BOLD),
            code: colour(Color::Green, Color::Magenta),
            link: plain.add_modifier(Modifier::UNDERLINED),
            trouble: colour(Color::LightRed, Color::Red),
            rule: plain.add_modifier(Modifier::DIM),
            selected: accent.add_modifier(Modifier::BOLD),
        }
    }
}

/// The signs the panes are drawn with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyphs {
    pub today: &'static str,
    pub unread: &'static str,
    pub all: &'static str,
    pub star: &'static str,
    pub talk: &'static str,
    pub cursor: &'static str,
    pub open: &'static str,
    pub closed: &'static str,
    pub trouble: &'static str,
    pub turning: &'static str,
    pub rule: &'static str,
    pub branch: &'static str,
    pub guessed: &'static str,
    pub dot: &'static str,
    /// A line across.
    pub level: &'static str,
    pub gone: &'static str,
    pub locked: &'static str,
    pub blocked: &'static str,
    pub moved: &'static str,
    pub costly: &'static str,
}

impl Glyphs {
    pub fn new(icons: Icons) -> Self {
        match icons {
            Icons::Unicode => Self {
                today: "◇",
                unread: "●",
                all: "○",
                star: "★",
                talk: "❝",
                cursor: "▌",
                open: "▾",
                closed: "▸",
                trouble: "!",
                turning: "⟳",
                rule: "│",
                branch: "│",
                guessed: "┊",
                dot: "·",
                level: "─",
                gone: "×",
                locked: "?",
                blocked: "■",
                moved: "→",
                costly: "$",
            },
            Icons::Ascii => Self {
                today: "t",
                unread: "*",
                all: "=",
                star: "+",
                talk: "\"",
                cursor: ">",
                open: "-",
                closed: "+",
                trouble: "!",
                turning: "~",
                rule: "|",
                branch: "|",
                guessed: ":",
                dot: "-",
                level: "-",
                gone: "x",
                locked: "?",
                blocked: "#",
                moved: "^",
                costly: "$",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Color;

    #[test]
    fn without_colour_nothing_is_coloured() {
        let theme = Theme::new(Choice::Mono, Background::Light);
        for style in [
            theme.accent,
            theme.new,
            theme.code,
            theme.trouble,
            theme.heading,
        ] {
            assert_eq!(style.fg, None);
            assert_eq!(style.bg, None);
        }
        let accent = |background| Theme::new(Choice::Ansi, background).accent.fg;
        assert_eq!(accent(Background::Dark), Some(Color::Cyan));
        assert_eq!(accent(Background::Light), Some(Color::Blue));
    }

    #[test]
    fn the_plain_glyphs_are_plain() {
        let glyphs = Glyphs::new(Icons::Ascii);
        for glyph in [
            glyphs.unread,
            glyphs.star,
            glyphs.talk,
            glyphs.rule,
            glyphs.guessed,
            glyphs.level,
            glyphs.gone,
            glyphs.blocked,
            glyphs.moved,
        ] {
            assert!(glyph.is_ascii());
        }
    }
}
