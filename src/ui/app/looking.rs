//! How the reader looks: themes tried and chosen, the layout, the widths of panes, the tour.

use super::{App, Choosing, Overlay};
use crate::text::plain;
use crate::ui::effect::Effect;
use crate::ui::layout::{Arrangement, Focus, Wish};
use crate::ui::look::Settings;
use crate::ui::menu::{Choice, Menu};
use crate::ui::theme;

/// Columns a pane grows or shrinks by.
const STEP: u16 = 4;

impl App {
    /// How the panes are to stand.
    pub(super) fn wish(&self) -> Wish {
        Wish {
            arrangement: self.settings.arrangement,
            feeds: self.widths.0,
            entries: self.widths.1,
            alone: self.zen,
        }
    }

    /// Another layout, round and round, or the one that is named.
    pub(super) fn arrange_panes(&mut self, name: Option<&str>) -> Vec<Effect> {
        let all = Arrangement::ALL;
        let now = self.settings.arrangement;
        let at = all.iter().position(|it| *it == now).unwrap_or(0);
        let next = all[(at + 1) % all.len()];
        let called = |name: &str| all.into_iter().find(|it| it.name() == name.trim());
        let found = name.map_or(Some(next), called);
        let Some(arrangement) = found else {
            let names = all.map(Arrangement::name).join(", ");
            self.status.trouble(format!("expected one of {names}"));
            return Vec::new();
        };
        self.settings.arrangement = arrangement;
        self.status.say(format!("Layout: {}", arrangement.name()));
        let keep = self.keep("layout", arrangement.name().to_owned());
        let mut effects = self.preview();
        effects.push(keep);
        effects
    }

    /// The pane with the keyboard wider or narrower; what is read grows at the cost of the list.
    pub(super) fn resize_pane(&mut self, wider: bool) -> Vec<Effect> {
        let panes = self.panes();
        let width = |pane: Option<ratatui::layout::Rect>| pane.map(|pane| pane.width);
        let change = |width: u16, wider: bool| {
            if wider {
                width.saturating_add(STEP)
            } else {
                width.saturating_sub(STEP)
            }
        };
        let (feeds, entries) = (width(panes.feeds), width(panes.entries));
        match self.focus {
            Focus::Feeds => self.widths.0 = feeds.map(|width| change(width, wider)),
            Focus::Entries if panes.reading.is_none() => {
                self.widths.0 = feeds.map(|width| change(width, !wider));
            }
            Focus::Entries => self.widths.1 = entries.map(|width| change(width, wider)),
            Focus::Article | Focus::Thread => {
                self.widths.1 = entries.map(|width| change(width, !wider));
            }
        }
        self.keep_widths()
    }

    pub(super) fn even_panes(&mut self) -> Vec<Effect> {
        self.widths = (None, None);
        self.keep_widths()
    }

    /// Widths as they are shown are kept, and not what was wished beyond that.
    pub(super) fn keep_widths(&mut self) -> Vec<Effect> {
        let panes = self.panes();
        if let (Some(wished), Some(pane)) = (&mut self.widths.0, panes.feeds) {
            *wished = pane.width;
        }
        if let (Some(wished), Some(pane)) = (&mut self.widths.1, panes.entries) {
            *wished = pane.width;
        }
        let word = |width: Option<u16>| width.map_or("-".to_owned(), |width| width.to_string());
        let line = format!("{} {}", word(self.widths.0), word(self.widths.1));
        vec![self.keep("widths", line)]
    }

    /// A menu of themes, each shown as one comes to it.
    pub(super) fn choose_theme(&mut self) -> Vec<Effect> {
        let themes: Vec<theme::Choice> = theme::Choice::all().collect();
        let rows = themes.iter().map(|theme| Choice {
            left: theme.name().to_owned(),
            right: match theme {
                theme::Choice::Ansi => "the terminal's own colours".to_owned(),
                theme::Choice::Mono => "no colours".to_owned(),
                theme::Choice::Named(palette) => match palette.background {
                    theme::Background::Dark => "dark".to_owned(),
                    theme::Background::Light => "light".to_owned(),
                },
            },
        });
        let at = themes.iter().position(|it| *it == self.settings.theme);
        let menu = Menu::new("Theme", rows.collect(), at.unwrap_or(0));
        self.overlay = Some(Overlay::Menu(menu, Choosing::Theme(self.settings.theme)));
        Vec::new()
    }

    /// The theme under the cursor of the menu is tried.
    pub(super) fn try_theme(&mut self) {
        if let Some(Overlay::Menu(menu, Choosing::Theme(_))) = &self.overlay
            && let Some(theme) = menu.selected().and_then(|at| theme::Choice::all().nth(at))
        {
            self.settings.theme = theme;
        }
    }

    pub(super) fn set_theme(&mut self, name: &str) -> Vec<Effect> {
        if let Some(theme) = theme::Choice::named(name.trim()) {
            self.settings.theme = theme;
            return vec![self.keep("theme", theme.name().to_owned())];
        }
        let names: Vec<&str> = theme::Choice::all().map(theme::Choice::name).collect();
        let name = plain::line(name);
        self.status.trouble(format!(
            "There is no theme {name}: expected one of {}",
            names.join(", ")
        ));
        Vec::new()
    }

    /// How something of the look was left; the configuration goes before a theme that was tried.
    pub(super) fn kept_look(&mut self, name: &str, value: &str) {
        match name {
            "layout" if !self.settings.accessible => {
                let found = Arrangement::ALL.into_iter().find(|it| it.name() == value);
                self.settings.arrangement = found.unwrap_or(self.settings.arrangement);
            }
            "widths" => {
                let mut words = value.split(' ').map(|word| word.parse().ok());
                self.widths = (words.next().flatten(), words.next().flatten());
            }
            "theme" if !self.settings.theme_is_set => {
                let found = theme::Choice::named(value);
                self.settings.theme = found.unwrap_or(self.settings.theme);
            }
            "tour" => self.touring = false,
            _ => {}
        }
    }

    pub(super) fn show_tour(&mut self) -> Vec<Effect> {
        self.touring = true;
        Vec::new()
    }

    /// The first key ends it, for good.
    pub(super) fn end_tour(&mut self) -> Option<Effect> {
        if !std::mem::take(&mut self.touring) {
            return None;
        }
        Some(self.keep("tour", "seen".to_owned()))
    }

    /// The configuration was read again: keys, look and lists hold from now on. What was found out about the
    /// terminal stays.
    pub(super) fn configured(&mut self, settings: Settings, warnings: &[String]) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.settings, settings);
        self.settings.demo = before.demo;
        self.settings.background = self.settings.background.or(before.background);
        if !self.settings.theme_is_set {
            self.settings.theme = before.theme;
        }
        if self.settings.arrangement == Arrangement::default() {
            self.settings.arrangement = before.arrangement;
        }
        let reading = &mut self.settings.reading;
        reading.clickable = before.reading.clickable;
        reading.emoji = reading.emoji.or(before.reading.emoji);
        reading.picture_way = before.reading.picture_way;
        self.status.set_keys(self.settings.keys.clone());
        self.entries.set_lists(self.settings.lists.clone());
        self.feeds.set_scrolloff(self.settings.lists.scrolloff);
        self.article.set_reading(self.settings.reading.clone());
        let look = self.look();
        self.entries.regroup(&look);
        match warnings {
            [] => self.status.say("The configuration was read again"),
            [first, rest @ ..] => {
                for line in rest {
                    self.status.trouble(line.clone());
                }
                self.status.trouble(first.clone());
            }
        }
        Vec::new()
    }
}
