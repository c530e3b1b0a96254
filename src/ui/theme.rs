//! Roles to styles, and the glyphs that say the same without colour.
//!
//! The terminal's own sixteen colours, one accent; weight and space before colour. Secondary text is
//! dimmed rather than "bright black", which many palettes paint in the background's own colour.

use crate::model::comment::Following;
use crate::model::document::Token;
use crate::model::hash::fnv1a;
use crate::ui::palettes::{PALETTES, Palette};
use ratatui::style::{Color, Modifier, Style};

/// Which set of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// The terminal's own sixteen colours.
    #[default]
    Ansi,
    /// Attributes only: bold, dim, underline, reverse.
    Mono,
    /// True colours.
    Named(&'static Palette),
}

impl Choice {
    /// What a configuration and the command line call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ansi => "auto",
            Self::Mono => "mono",
            Self::Named(palette) => palette.name,
        }
    }

    /// The theme of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|choice| choice.name() == name)
    }

    pub fn all() -> impl Iterator<Item = Self> {
        let named = PALETTES.iter().map(Self::Named);
        [Self::Ansi, Self::Mono].into_iter().chain(named)
    }
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
    /// Signs of the Nerd Fonts.
    Nerd,
    Ascii,
}

/// What each role looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// What everything is written on; nothing where that is the terminal's own.
    pub base: Style,
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
    /// Colours of people; a name always has the same.
    pub people: [Style; 6],
    tokens: Tokens,
}

/// Colours of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tokens {
    keyword: Style,
    string: Style,
    number: Style,
    comment: Style,
    function: Style,
    kind: Style,
    attribute: Style,
    inserted: Style,
    deleted: Style,
}

impl Theme {
    pub fn new(choice: Choice, background: Background) -> Self {
        let plain = Style::new();
        let colour = |dark: Color, light: Color| match (choice, background) {
            (Choice::Ansi, Background::Dark) => plain.fg(dark),
            (Choice::Ansi, Background::Light) => plain.fg(light),
            (Choice::Mono | Choice::Named(_), _) => plain,
        };
        if let Choice::Named(palette) = choice {
            return Self::of(palette);
        }
        let accent = colour(Color::Cyan, Color::Blue);
        Self {
            base: plain,
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
            people: [
                colour(Color::Green, Color::Green),
                colour(Color::LightBlue, Color::Blue),
                colour(Color::LightMagenta, Color::Magenta),
                colour(Color::LightCyan, Color::Cyan),
                colour(Color::Magenta, Color::Red),
                plain,
            ]
            .map(|style| style.add_modifier(Modifier::BOLD)),
            tokens: Tokens {
                keyword: weighty(colour(Color::LightMagenta, Color::Magenta), choice),
                string: colour(Color::Green, Color::Red),
                number: colour(Color::LightCyan, Color::Blue),
                comment: plain.add_modifier(Modifier::DIM | Modifier::ITALIC),
                function: colour(Color::LightBlue, Color::Blue),
                kind: colour(Color::Yellow, Color::Blue),
                attribute: colour(Color::Cyan, Color::Magenta),
                inserted: weighty(colour(Color::Green, Color::Green), choice),
                deleted: colour(Color::LightRed, Color::Red),
            },
        }
    }

    /// The theme of a palette.
    fn of(palette: &Palette) -> Self {
        let colour = |colour: Color| Style::new().fg(colour);
        let bold = |colour: Color| Style::new().fg(colour).add_modifier(Modifier::BOLD);
        Self {
            base: Style::new().fg(palette.text).bg(palette.back),
            text: colour(palette.text),
            quiet: colour(palette.quiet),
            strong: bold(palette.text),
            accent: colour(palette.accent),
            new: bold(palette.new),
            heading: bold(palette.accent),
            code: colour(palette.green),
            link: Style::new().add_modifier(Modifier::UNDERLINED),
            trouble: colour(palette.red),
            rule: colour(palette.rule),
            selected: bold(palette.accent),
            people: [
                palette.green,
                palette.blue,
                palette.violet,
                palette.cyan,
                palette.new,
                palette.text,
            ]
            .map(bold),
            tokens: Tokens {
                keyword: colour(palette.violet),
                string: colour(palette.green),
                number: colour(palette.cyan),
                comment: colour(palette.quiet).add_modifier(Modifier::ITALIC),
                function: colour(palette.blue),
                kind: colour(palette.new),
                attribute: colour(palette.cyan),
                inserted: colour(palette.green),
                deleted: colour(palette.red),
            },
        }
    }

    /// A heading of this level: the first two are the parts of a text, the others parts of those.
    pub fn heading_of(&self, level: u8) -> Style {
        match level {
            0..=2 => self.heading,
            3 => self.strong,
            _ => self.strong.add_modifier(Modifier::ITALIC),
        }
    }

    /// A word of code.
    pub fn token(&self, token: Token) -> Style {
        let tokens = &self.tokens;
        match token {
            Token::Plain => self.text,
            Token::Keyword => tokens.keyword,
            Token::String => tokens.string,
            Token::Number => tokens.number,
            Token::Comment => tokens.comment,
            Token::Function => tokens.function,
            Token::Type => tokens.kind,
            Token::Attribute => tokens.attribute,
            Token::Inserted => tokens.inserted,
            Token::Deleted => tokens.deleted,
        }
    }

    /// The colour of somebody of this name, however it is written in capitals and spaces.
    pub fn person(&self, name: &str) -> Style {
        let name = name.trim().to_lowercase();
        let people = u64::try_from(self.people.len()).unwrap_or(1);
        let at = usize::try_from(fnv1a(name.bytes()) % people).unwrap_or(0);
        self.people[at]
    }
}

/// Where there are no colours, what matters most is bold.
fn weighty(style: Style, choice: Choice) -> Style {
    match choice {
        Choice::Ansi | Choice::Named(_) => style,
        Choice::Mono => style.add_modifier(Modifier::BOLD),
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
    /// Before the name of the one who is answered.
    pub answers: &'static str,
    pub followed: &'static str,
    pub pinned: &'static str,
    pub muted: &'static str,
    /// A line across.
    pub level: &'static str,
    pub gone: &'static str,
    pub locked: &'static str,
    pub blocked: &'static str,
    pub moved: &'static str,
    pub costly: &'static str,
    /// A tag of the person's own.
    pub tag: &'static str,
}

impl Glyphs {
    /// The sign of a conversation that is followed or was let go of.
    pub fn following(&self, following: Following) -> Option<&'static str> {
        match following {
            Following::No => None,
            Following::Yes => Some(self.followed),
            Following::Pinned => Some(self.pinned),
            Following::Muted => Some(self.muted),
        }
    }

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
                answers: "↳",
                followed: "»",
                pinned: "∞",
                muted: "⊘",
                level: "─",
                gone: "×",
                locked: "?",
                blocked: "■",
                moved: "→",
                costly: "$",
                tag: "#",
            },
            Icons::Nerd => Self {
                today: "\u{f0ed}",
                unread: "\u{f111}",
                all: "\u{f09e}",
                star: "\u{f005}",
                talk: "\u{f086}",
                open: "\u{f07c}",
                closed: "\u{f07b}",
                trouble: "\u{f071}",
                turning: "\u{f021}",
                followed: "\u{f06e}",
                pinned: "\u{f08d}",
                muted: "\u{f070}",
                locked: "\u{f023}",
                blocked: "\u{f05e}",
                tag: "\u{f02b}",
                ..Self::new(Icons::Unicode)
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
                answers: "@",
                followed: "f",
                pinned: "p",
                muted: "m",
                level: "-",
                gone: "x",
                locked: "?",
                blocked: "#",
                moved: "^",
                costly: "$",
                tag: "#",
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
    fn a_person_has_one_colour_and_many_people_have_several() {
        let theme = Theme::new(Choice::Ansi, Background::Dark);
        assert_eq!(theme.person("Ana Prates"), theme.person(" ana prates "));
        let names = [
            "Ana",
            "Tom",
            "Bo",
            "Mirela",
            "Willa",
            "Reggie",
            "佐藤",
            "Бажена",
        ];
        let mut colours: Vec<_> = names.iter().map(|name| theme.person(name).fg).collect();
        colours.dedup();
        assert!(colours.len() > 3, "{colours:?}");
        for background in [Background::Dark, Background::Light] {
            let mono = Theme::new(Choice::Mono, background);
            assert!(mono.people.iter().all(|style| style.fg.is_none()));
        }
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
            glyphs.answers,
            glyphs.followed,
            glyphs.pinned,
            glyphs.muted,
        ] {
            assert!(glyph.is_ascii());
        }
    }
}
