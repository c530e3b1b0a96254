//! Verbs of the article pane, and what is chosen there.

use super::{App, Choosing, Overlay};
use crate::model::entry::Body;
use crate::model::request::Request;
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::article::{Mode, Pressed, Target, enclosure, link_choices, outline_choices};
use crate::ui::confirm::Confirm;
use crate::ui::effect::Effect;
use crate::ui::layout::Focus;
use crate::ui::menu::{Choice, Chosen, Menu};
use crate::ui::prompt::{Prompt, Wanted};
use crate::ui::theme;
use crossterm::event::KeyEvent;

impl App {
    /// Verbs of the article pane alone.
    pub(super) fn in_the_article(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Search => {
                self.article.begin_search();
                self.overlay = Some(Overlay::Prompt(Prompt::new(Wanted::Words)));
            }
            Action::NextMatch if !self.article.is_searching() => return self.ask_next_unread(),
            Action::NextMatch => self.step_match(true),
            Action::PreviousMatch => self.step_match(false),
            Action::Links => self.label_article(Mode::Open),
            Action::CopyCode => return self.copy_code(),
            Action::FullText => return self.turn_body(),
            Action::Pictures => return self.turn_pictures(),
            Action::NextHeading | Action::PreviousHeading if self.article.shows_full_picture() => {
                let forward = action == Action::NextHeading;
                let asked = self.article.step_picture(forward, &mut self.tickets);
                return asked.into_iter().collect();
            }
            Action::Outline => self.show_outline(),
            Action::NextHeading => self.step_heading(true),
            Action::PreviousHeading => self.step_heading(false),
            Action::LinkList => self.show_links(),
            Action::GoBack if !self.article.go_back() => {
                self.status.say("No link within the article was followed");
            }
            Action::NextEntry => return self.step_article(1),
            Action::PreviousEntry => return self.step_article(-1),
            Action::Enclosures => self.show_enclosures(),
            Action::Zen => self.zen = !self.zen,
            Action::Source => return self.turn_source(),
            Action::Unfold if !self.article.unfold() => {
                self.status.say("Nothing is folded away in this article");
            }
            Action::Wide => self.status.say(self.article.turn_wide()),
            Action::Records => self.status.say(self.article.turn_tables()),
            Action::MoveLeft => self.article.move_sideways(false),
            Action::MoveRight => self.article.move_sideways(true),
            Action::Widen | Action::Narrow => {
                let columns = self.article.widen(action == Action::Widen);
                self.status
                    .say(format!("{columns} columns of text at most"));
            }
            _ => {}
        }
        Vec::new()
    }

    fn turn_pictures(&mut self) -> Vec<Effect> {
        let (effects, said) = self.article.turn_pictures(&mut self.tickets);
        self.status.say(said);
        effects
    }

    fn step_match(&mut self, forward: bool) {
        if let Some(said) = self.article.step_match(forward) {
            self.status.say(said);
        }
    }

    fn step_heading(&mut self, forward: bool) {
        if !self.article.step_heading(forward) {
            self.status.say(if forward {
                "No heading below"
            } else {
                "No heading above"
            });
        }
    }

    /// Puts letters on what can be opened, or copied.
    pub(super) fn label_article(&mut self, mode: Mode) {
        let pane = self.panes().reading;
        let any = pane.is_some_and(|pane| self.article.label(pane, mode));
        self.status.say(match (mode, any) {
            (Mode::Open, true) => "Type the letters: it is opened; with Shift, copied",
            (Mode::Open, false) => "Nothing to open is in sight",
            (Mode::CopyCode, true) => "Type the letters of the code to copy",
            (Mode::CopyCode, false) => "No code is in sight",
        });
    }

    pub(super) fn press_letters(&mut self, key: KeyEvent) -> Vec<Effect> {
        match self.article.press(key) {
            Pressed::Going => {
                self.status.say("… ");
                Vec::new()
            }
            Pressed::Left => Vec::new(),
            Pressed::Open(target) => self.open_target_of_article(&target),
            Pressed::Copy(target) => self.copy_target(&target),
        }
    }

    pub(super) fn open_target_of_article(&mut self, target: &Target) -> Vec<Effect> {
        if let (Target::Picture(number), true) = (target, self.article.can_show_pictures()) {
            let asked = self.article.open_picture(*number, &mut self.tickets);
            return asked.into_iter().collect();
        }
        match self.article.act(target) {
            Some(address) => self.open_address(address),
            None => Vec::new(),
        }
    }

    /// Opens an address of an article. A mail is not begun unasked.
    fn open_address(&mut self, address: String) -> Vec<Effect> {
        if let Some(to) = address.strip_prefix("mailto:") {
            let question = format!("Write to {}?", plain::line(to));
            self.overlay = Some(Overlay::Confirm(Confirm::opening(question, address)));
            return Vec::new();
        }
        self.status
            .say(format!("Opening {}", plain::line(&address)));
        vec![Effect::OpenUrl(address)]
    }

    fn copy_target(&mut self, target: &Target) -> Vec<Effect> {
        match self.article.address_of(target) {
            Some(text) => self.copy_text(text),
            None => Vec::new(),
        }
    }

    fn copy_text(&mut self, text: String) -> Vec<Effect> {
        let first = text.lines().next().map(plain::line).unwrap_or_default();
        self.status.say(format!("Copied {first}"));
        vec![Effect::Copy(text)]
    }

    /// Copies the code that is in sight; where there are several blocks, letters tell which.
    fn copy_code(&mut self) -> Vec<Effect> {
        if let [only] = self.article.codes_in_sight()[..] {
            return self.copy_target(&Target::Code(only));
        }
        self.label_article(Mode::CopyCode);
        Vec::new()
    }

    fn turn_body(&mut self) -> Vec<Effect> {
        let body = match self.article.body() {
            Body::Feed => Body::Page,
            Body::Page => Body::Feed,
        };
        if self.article.awaits_body() {
            self.status.say("The text of the page is on its way");
            return Vec::new();
        }
        if body == Body::Page {
            self.status.say("Fetching the text of the page …");
        }
        let asked = self.article.ask_body(body, false, &mut self.tickets);
        asked.into_iter().collect()
    }

    fn turn_source(&mut self) -> Vec<Effect> {
        if self.article.end_source() {
            return Vec::new();
        }
        self.article
            .ask_source(&mut self.tickets)
            .into_iter()
            .collect()
    }

    fn show_outline(&mut self) {
        let (headings, here) = self.article.outline();
        if headings.is_empty() {
            self.status.say("This article has no headings");
            return;
        }
        let menu = Menu::new("Outline", outline_choices(&headings), here);
        self.overlay = Some(Overlay::Menu(menu, Choosing::Heading));
    }

    fn show_links(&mut self) {
        let choices = link_choices(&self.article);
        if choices.is_empty() {
            self.status.say("This article has no links");
            return;
        }
        self.overlay = Some(Overlay::Menu(
            Menu::new("Links", choices, 0),
            Choosing::Link,
        ));
    }

    fn show_enclosures(&mut self) {
        let enclosures = self
            .article
            .article()
            .map_or(&[][..], |article| &article.enclosures);
        let choice = |it| Choice {
            left: enclosure(it, "·"),
            right: plain::line(&it.url),
        };
        let choices: Vec<Choice> = enclosures.iter().map(choice).collect();
        if choices.is_empty() {
            self.status
                .say("No recording or file belongs to this entry");
            return;
        }
        let menu = Menu::new("Enclosures", choices, 0);
        self.overlay = Some(Overlay::Menu(menu, Choosing::Enclosure));
    }

    /// A key while a menu lies over the panes.
    pub(super) fn in_menu(&mut self, key: KeyEvent) -> Vec<Effect> {
        let Some(Overlay::Menu(menu, choosing)) = &mut self.overlay else {
            return Vec::new();
        };
        let chosen = menu.key(key);
        if chosen == Chosen::Going {
            self.try_theme();
            return Vec::new();
        }
        let choosing = choosing.clone();
        if let Choosing::Theme(before) = choosing {
            self.settings.theme = before;
        }
        self.overlay = None;
        match chosen {
            Chosen::Going | Chosen::Closed => Vec::new(),
            Chosen::Take(row) => self.chosen(choosing, row),
            Chosen::Copy(row) => self.chosen_to_copy(&choosing, row),
        }
    }

    pub(super) fn chosen(&mut self, choosing: Choosing, row: usize) -> Vec<Effect> {
        match choosing {
            Choosing::Heading => {
                self.article.go_to_heading(row);
                Vec::new()
            }
            Choosing::Link => self.open_target_of_article(&Target::Link(row)),
            Choosing::Format => {
                self.format_chosen(row);
                Vec::new()
            }
            Choosing::Command => self.command_chosen(row),
            Choosing::Enclosure => {
                let enclosures = self.article.article().map(|article| &article.enclosures);
                match enclosures.and_then(|all| all.get(row)).cloned() {
                    Some(enclosure) => vec![self.tickets.order(Request::Play(enclosure))],
                    None => Vec::new(),
                }
            }
            Choosing::Pick(mut picks) if row < picks.len() => self.picked(picks.swap_remove(row)),
            Choosing::Pick(_) => Vec::new(),
            Choosing::Message => self.copy_message(row),
            Choosing::Theme(_) => match theme::Choice::all().nth(row) {
                Some(theme) => self.set_theme(theme.name()),
                None => Vec::new(),
            },
        }
    }

    fn chosen_to_copy(&mut self, choosing: &Choosing, row: usize) -> Vec<Effect> {
        match choosing {
            Choosing::Heading
            | Choosing::Format
            | Choosing::Command
            | Choosing::Theme(_)
            | Choosing::Pick(_) => Vec::new(),
            Choosing::Message => self.copy_message(row),
            Choosing::Link => self.copy_target(&Target::Link(row)),
            Choosing::Enclosure => {
                let enclosures = self.article.article().map(|article| &article.enclosures);
                let url = enclosures
                    .and_then(|all| all.get(row))
                    .map(|it| it.url.clone());
                url.map_or_else(Vec::new, |url| self.copy_text(url))
            }
        }
    }

    /// The next entry of the list, or the one before, in place of this one.
    fn step_article(&mut self, rows: isize) -> Vec<Effect> {
        let here = self.article.row().map(|row| row.id);
        if let Some(id) = here {
            self.entries.select(id);
        }
        let mut effects: Vec<Effect> = self
            .entries
            .step(rows, &mut self.tickets)
            .into_iter()
            .collect();
        match self.entries.selected().cloned() {
            Some(row) if Some(row.id) != here => effects.extend(self.read(&row)),
            _ => self.status.say(if rows > 0 {
                "This is the last entry of the list"
            } else {
                "This is the first entry of the list"
            }),
        }
        effects
    }

    /// What an article that is before the person asks for.
    pub(super) fn attend(&mut self) -> Vec<Effect> {
        if self.talking || self.panes().reading.is_none() {
            return Vec::new();
        }
        self.article
            .attend(self.focus == Focus::Article, &mut self.tickets)
    }

    /// The place in the article is kept before one leaves.
    pub(super) fn keep_place(&mut self) -> Vec<Effect> {
        self.article
            .keep_place(&mut self.tickets)
            .into_iter()
            .collect()
    }

    /// What `Esc` ends in the article before it leaves it.
    pub(super) fn ends_something(&mut self) -> bool {
        self.focus == Focus::Article
            && (self.article.end_full_picture()
                || self.article.end_note()
                || self.article.end_search()
                || self.article.end_source()
                || std::mem::take(&mut self.zen))
    }

    /// Enter in the article: to the note that is shown, else letters.
    pub(super) fn open_in_article(&mut self) {
        if self.article.shows_note() {
            self.article.go_to_note();
        } else {
            self.label_article(Mode::Open);
        }
    }
}
