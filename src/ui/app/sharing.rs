//! An article handed to somebody or something else: a file, a command.

use super::{App, Choosing, Overlay};
use crate::model::entry::Format;
use crate::model::request::Request;
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::effect::Effect;
use crate::ui::menu::{Choice, Menu};
use crate::ui::prompt::{Prompt, Wanted};
use std::path::PathBuf;

/// The forms an article is saved in.
const FORMATS: [(Format, &str, &str); 4] = [
    (Format::Markdown, "Markdown", "for notes"),
    (Format::Html, "HTML", "a page of its own, for a browser"),
    (Format::Epub, "EPUB", "a book of one chapter, for a reader"),
    (Format::Text, "Text", "plain, without marks"),
];
/// Where articles go unless the person says otherwise.
const FOLDER: &str = "~/";

impl App {
    /// Asks where an article is to go.
    pub(super) fn hand_on(&mut self, action: Action) -> Vec<Effect> {
        if self.current().is_none() {
            self.status.say("There is no article to hand on");
            return Vec::new();
        }
        if action == Action::Save {
            let choice = |(_, name, use_of): &(Format, &str, &str)| Choice {
                left: (*name).to_owned(),
                right: (*use_of).to_owned(),
            };
            let menu = Menu::new("Save as", FORMATS.iter().map(choice).collect(), 0);
            self.overlay = Some(Overlay::Menu(menu, Choosing::Format));
            return Vec::new();
        }
        let commands = &self.settings.reading.commands;
        if commands.is_empty() {
            self.status
                .say("No command is configured: [[command]] in config.toml names one");
            return Vec::new();
        }
        let choice = |name: &String| Choice {
            left: name.clone(),
            right: String::new(),
        };
        let menu = Menu::new("Hand to", commands.iter().map(choice).collect(), 0);
        self.overlay = Some(Overlay::Menu(menu, Choosing::Command));
        Vec::new()
    }

    /// A form was chosen; now the place.
    pub(super) fn format_chosen(&mut self, row: usize) {
        if let Some((format, ..)) = FORMATS.get(row) {
            let prompt = Prompt::with(Wanted::SavedFile(*format), FOLDER);
            self.overlay = Some(Overlay::Prompt(prompt));
        }
    }

    pub(super) fn save(&mut self, format: Format, path: String) -> Option<Request> {
        let entry = self.current()?.id;
        self.status.say(format!("Saving to {path} …"));
        Some(Request::Save {
            entry,
            format,
            path: PathBuf::from(path),
        })
    }

    pub(super) fn command_chosen(&mut self, row: usize) -> Vec<Effect> {
        match self.settings.reading.commands.get(row).cloned() {
            Some(command) => self.share(command),
            None => Vec::new(),
        }
    }

    /// Hands the entry to the command of this name.
    pub(super) fn share_by_name(&mut self, name: &str) -> Vec<Effect> {
        let mut commands = self.settings.reading.commands.iter();
        if let Some(command) = commands.find(|command| *command == name).cloned() {
            return self.share(command);
        }
        let name = plain::line(name);
        self.status
            .trouble(format!("No [[command]] of config.toml is called {name}"));
        Vec::new()
    }

    fn share(&mut self, command: String) -> Vec<Effect> {
        let Some(entry) = self.current().map(|row| row.id) else {
            self.status.say("There is no article to hand on");
            return Vec::new();
        };
        self.status
            .say(format!("Handing the article to {command} …"));
        vec![self.tickets.order(Request::Share { entry, command })]
    }
}
