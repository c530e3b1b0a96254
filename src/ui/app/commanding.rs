//! From keys to commands: chords and counts, the command line, and the palette.

use super::{App, Choosing, Overlay};
use crate::model::entry::EntryRow;
use crate::model::request::Request;
use crate::model::setting::KEYS;
use crate::model::view::SortBy;
use crate::query::parse::FIELDS;
use crate::text::plain;
use crate::ui::action::{Action, Argument, VERBS};
use crate::ui::app::acting::WHICH;
use crate::ui::app::managing::TOP;
use crate::ui::command::{Command, first_word};
use crate::ui::effect::Effect;
use crate::ui::entries::manner::{Group, SHOWS};
use crate::ui::feeds::target::{SMART, Target};
use crate::ui::keymap::Meaning;
use crate::ui::keymap::chord::{self, Key};
use crate::ui::layout::{Arrangement, Focus};
use crate::ui::line::{self, CommandLine, Completion, Said, remembered};
use crate::ui::menu::{Choice, Menu};
use crate::ui::prompt::Wanted;
use crate::ui::scope::Scope;
use crate::ui::theme;
use crossterm::event::{KeyCode, KeyEvent};

/// The largest count that is meant.
const MOST: u32 = 9_999;
/// How often a verb that moves by more than a row is done at once.
const REPEATS: u32 = 100;
/// Entries that were opened and can be found again.
const RECENT: usize = 50;

/// What was pressed and means nothing yet.
#[derive(Debug, Default)]
pub(super) struct Pressed {
    pub(super) keys: Vec<Key>,
    pub(super) count: Option<u32>,
}

impl Pressed {
    /// As the corner of the screen shows it.
    pub(super) fn shown(&self) -> Option<String> {
        let count = self
            .count
            .map_or_else(String::new, |count| count.to_string());
        let text = format!("{count}{}", chord::shown(&self.keys));
        (!text.is_empty()).then_some(text)
    }
}

/// A row of the palette.
#[derive(Debug, Clone)]
pub(super) enum Pick {
    Command(Command),
    Target(Target),
    Entry(Box<EntryRow>),
    /// Something that is to be typed.
    Ask(Wanted),
    /// A feed to subscribe to, by its address.
    Subscribe(String),
    /// A saved search: only what this filter fits, of everything.
    Search(String),
}

impl App {
    /// A key that nothing else wants: a part of a count, of a chord, or a command.
    pub(super) fn press(&mut self, event: KeyEvent) -> (Option<Action>, Vec<Effect>) {
        let key = Key::of(event);
        let here = self.scope();
        let alone = self.pressed.keys.is_empty();
        if alone && let Some(digit) = key.digit() {
            let counting = self.pressed.count.is_some() || digit > 0;
            let bound = self.settings.keys.meaning(&[key], here) != Meaning::Nothing;
            if counting && !bound {
                let count = self.pressed.count.unwrap_or(0) * 10 + digit;
                self.pressed.count = Some(count.min(MOST));
                return (None, Vec::new());
            }
        }
        let begun = !alone || self.pressed.count.is_some();
        let mut pressed = std::mem::take(&mut self.pressed);
        if begun && event.code == KeyCode::Esc {
            return (None, Vec::new());
        }
        pressed.keys.push(key);
        match self.settings.keys.meaning(&pressed.keys, here) {
            Meaning::Nothing => {
                if !alone {
                    let keys = chord::shown(&pressed.keys);
                    self.status.say(format!("{keys} means nothing here"));
                }
                (None, Vec::new())
            }
            Meaning::Prefix(_) => {
                self.pressed = pressed;
                (None, Vec::new())
            }
            Meaning::Commands(commands) => {
                let action = commands.first().map(|command| command.action);
                let count = pressed.count.unwrap_or(1);
                let run = |command: &Command| self.run(command, count);
                (action, commands.iter().flat_map(run).collect())
            }
        }
    }

    /// Does a command, so many times; in its pane, although that one may not have the keyboard.
    pub(super) fn run(&mut self, command: &Command, count: u32) -> Vec<Effect> {
        let before = self.focus;
        if let Some(pane) = command.pane {
            self.focus = pane;
        }
        let effects = match &command.argument {
            Some(argument) => self.perform_with(command.action, argument),
            None => self.repeat(command.action, count),
        };
        if command.pane == Some(self.focus) {
            self.focus = match before {
                Focus::Thread if !self.talking => Focus::Article,
                Focus::Article if self.talking => Focus::Thread,
                before => before,
            };
        }
        effects
    }

    fn repeat(&mut self, action: Action, count: u32) -> Vec<Effect> {
        let often = match action {
            Action::HalfPageDown
            | Action::HalfPageUp
            | Action::Page
            | Action::PageUp
            | Action::NextHeading
            | Action::PreviousHeading
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::NextNew
            | Action::PreviousNew
            | Action::NextEntry
            | Action::PreviousEntry
            | Action::NextPane
            | Action::PreviousPane => count.min(REPEATS),
            Action::Down | Action::Up => {
                self.count = count;
                1
            }
            _ => 1,
        };
        let effects = (0..often).flat_map(|_| self.perform(action)).collect();
        self.count = 1;
        effects
    }

    /// A verb with what it is about.
    fn perform_with(&mut self, action: Action, argument: &str) -> Vec<Effect> {
        match action {
            Action::Go => self.go_by_name(argument),
            Action::AddFeed => self.entered(Wanted::FeedAddress, argument.to_owned()),
            Action::Import => self.entered(Wanted::OpmlFile, argument.to_owned()),
            Action::Share => self.share_by_name(argument),
            Action::MarkRead
            | Action::MarkUnread
            | Action::Star
            | Action::Unstar
            | Action::Delete
            | Action::Follow
            | Action::Unfollow => self.act(action, argument),
            Action::Tag => self.tag(true, argument),
            Action::Untag => self.tag(false, argument),
            Action::Show => self.show(Some(argument)),
            Action::Sort => self.sort(Some(argument)),
            Action::Group => self.group(Some(argument)),
            Action::Query => self.query(argument),
            Action::Jump => self.jump(argument),
            Action::Layout => self.arrange_panes(Some(argument)),
            Action::Theme => self.set_theme(argument),
            action => self.manage(action, Some(argument)),
        }
    }

    pub(super) fn open_line(&mut self, text: &str) -> Vec<Effect> {
        let line = CommandLine::new(self.history.clone()).with(text);
        self.overlay = Some(Overlay::Line(line));
        self.suggest();
        Vec::new()
    }

    pub(super) fn in_line(&mut self, key: KeyEvent) -> Vec<Effect> {
        let Some(Overlay::Line(line)) = &mut self.overlay else {
            return Vec::new();
        };
        let before = line.typed().to_owned();
        match line.key(key) {
            Said::Going => {
                if line.typed() != before {
                    self.suggest();
                }
                Vec::new()
            }
            Said::Closed => {
                self.overlay = None;
                Vec::new()
            }
            Said::Entered(text) => {
                self.overlay = None;
                self.history = remembered(std::mem::take(&mut self.history), &text);
                let mut effects = vec![self.keep("history", self.history.join("\n"))];
                match Command::parse(&text) {
                    Ok(command) => effects.extend(self.run(&command, 1)),
                    Err(mistake) => {
                        let mistake = plain::line(&mistake.to_string());
                        self.status.trouble(mistake);
                    }
                }
                effects
            }
        }
    }

    /// What the line may go on with.
    pub(super) fn suggest(&mut self) {
        let Some(Overlay::Line(line)) = &self.overlay else {
            return;
        };
        let typed = line.typed().to_owned();
        let completions = match (line::verbs(&typed), line.verb()) {
            (Some(verbs), _) => verbs,
            (None, Some(verb)) => {
                let rest = argument_of(&typed).to_lowercase();
                let all = verb
                    .argument
                    .map_or_else(Vec::new, |it| self.choices_of(it));
                let begin = |it: &Completion| it.word.to_lowercase().starts_with(&rest);
                let (mut first, others): (Vec<_>, Vec<_>) = all.into_iter().partition(begin);
                let inside = |it: &Completion| it.word.to_lowercase().contains(&rest);
                first.extend(others.into_iter().filter(inside));
                first
            }
            (None, None) => Vec::new(),
        };
        if let Some(Overlay::Line(line)) = &mut self.overlay {
            line.suggest(completions);
        }
    }

    /// What a verb may be about.
    fn choices_of(&self, argument: Argument) -> Vec<Completion> {
        let choice = |word: &str, says: &str| Completion {
            word: word.to_owned(),
            says: says.to_owned(),
        };
        let all = |words: &[(&str, &str)]| {
            let words = words.iter();
            words.map(|(word, says)| choice(word, says)).collect()
        };
        match argument {
            Argument::Place => {
                let library = self.feeds.library();
                let all = self.places().into_iter();
                let searches = self.settings.lists.searches.iter();
                let searches = searches.map(|(name, _)| choice(name, "search"));
                all.map(|target| choice(target.title(library), target.kind()))
                    .chain(searches)
                    .collect()
            }
            Argument::Program => {
                let all = self.settings.reading.commands.iter();
                all.map(|name| choice(name, "")).collect()
            }
            Argument::Address | Argument::File | Argument::Text => Vec::new(),
            Argument::Which => all(&WHICH),
            Argument::Show => SHOWS.iter().map(|(name, _)| choice(name, "")).collect(),
            Argument::Group => Group::ALL.iter().map(|it| choice(it.name(), "")).collect(),
            Argument::Sort => SortBy::ALL.iter().map(|it| choice(it.name(), "")).collect(),
            Argument::Query => all(FIELDS),
            Argument::Layout => {
                let names = Arrangement::ALL.iter();
                names.map(|it| choice(it.name(), "")).collect()
            }
            Argument::Theme => theme::Choice::all()
                .map(|it| choice(it.name(), ""))
                .collect(),
            Argument::Setting => {
                let keys = KEYS.iter();
                keys.map(|key| choice(key.name, key.help)).collect()
            }
            Argument::Tag | Argument::FeedTag => {
                let tags = self.feeds.library().tags.iter();
                tags.map(|(_, name, _)| choice(name, "")).collect()
            }
            Argument::Folder => {
                let folders = self.feeds.library().folders.iter();
                let names = folders.map(|folder| choice(&folder.title, "folder"));
                std::iter::once(choice(TOP, "no folder"))
                    .chain(names)
                    .collect()
            }
            Argument::Feed => {
                let feeds = self.feeds.library().feeds.iter();
                feeds.map(|feed| choice(&feed.title, "")).collect()
            }
        }
    }

    /// Everything that can be selected in the list of feeds.
    pub(super) fn places(&self) -> Vec<Target> {
        let library = self.feeds.library();
        let tags = library.tags.iter().map(|(tag, _, _)| Target::Tag(*tag));
        let folders = library
            .folders
            .iter()
            .map(|folder| Target::Folder(folder.id));
        let feeds = library.feeds.iter().map(|feed| Target::Feed(feed.id));
        SMART
            .into_iter()
            .chain(tags)
            .chain(folders)
            .chain(feeds)
            .collect()
    }

    /// The place of this name, else one that begins so, else one that holds it.
    fn place_named(&self, name: &str) -> Option<Target> {
        let library = self.feeds.library();
        let wanted = name.trim().to_lowercase();
        let named = |fits: &dyn Fn(&str) -> bool| {
            let mut places = self.places().into_iter();
            places.find(|target| fits(&target.title(library).to_lowercase()))
        };
        named(&|title| title == wanted)
            .or_else(|| named(&|title| title.starts_with(&wanted)))
            .or_else(|| named(&|title| title.contains(&wanted)))
    }

    /// The saved searches of the configuration.
    fn searches(&self) -> impl Iterator<Item = (Choice, Pick)> {
        self.settings.lists.searches.iter().map(|(name, filter)| {
            let choice = Choice {
                left: name.clone(),
                right: "search".to_owned(),
            };
            (choice, Pick::Search(filter.clone()))
        })
    }

    fn go_by_name(&mut self, name: &str) -> Vec<Effect> {
        let wanted = name.trim().to_lowercase();
        let mut searches = self.settings.lists.searches.iter();
        let search = searches.find(|(known, _)| known.to_lowercase() == wanted);
        if let Some((_, filter)) = search {
            return self.picked(Pick::Search(filter.clone()));
        }
        if let Some(target) = self.place_named(name) {
            return self.go_to(target);
        }
        let name = plain::line(name);
        self.status
            .trouble(format!("There is no feed, folder or view called {name}"));
        Vec::new()
    }

    /// Selects a feed, a folder or a view, and goes to its entries.
    pub(super) fn go_to(&mut self, target: Target) -> Vec<Effect> {
        self.health.close();
        self.talking = false;
        self.zen = false;
        let before = self.feeds.selected();
        self.feeds.reveal(target);
        self.focus = Focus::Entries;
        let mut effects = self.follow_feeds(before);
        effects.extend(self.preview());
        effects
    }

    /// A menu of places to go to.
    pub(super) fn choose_place(&mut self) -> Vec<Effect> {
        let library = self.feeds.library();
        let places = self.places();
        let choices = places.iter().map(|target| Choice {
            left: target.title(library).to_owned(),
            right: target.kind().to_owned(),
        });
        let places = choices.zip(places.iter().copied().map(Pick::Target));
        let (choices, picks) = places.chain(self.searches()).unzip();
        let menu = Menu::fuzzy("Go to", choices);
        self.overlay = Some(Overlay::Menu(menu, Choosing::Pick(picks)));
        Vec::new()
    }

    /// Verbs that mean something here, places, and entries: found by a few letters.
    pub(super) fn open_palette(&mut self) -> Vec<Effect> {
        let here = self.scope();
        let mut rows: Vec<(Choice, Pick)> = Vec::new();
        let keys = &self.settings.keys;
        let near = |scope: Scope| here.chain().iter().position(|at| *at == scope);
        let mut verbs: Vec<_> = VERBS.iter().collect();
        verbs.sort_by_key(|verb| near(verb.scope).unwrap_or(usize::MAX));
        for verb in verbs {
            let place = if near(verb.scope).is_some() {
                ""
            } else {
                verb.scope.place()
            };
            let choice = Choice {
                left: format!("{} – {}{place}", verb.name, verb.help),
                right: keys
                    .keys_of(verb.action)
                    .into_iter()
                    .next()
                    .unwrap_or_default(),
            };
            rows.push((choice, Pick::Command(Command::of(verb.action))));
        }
        let library = self.feeds.library();
        rows.extend(self.places().into_iter().map(|target| {
            let choice = Choice {
                left: target.title(library).to_owned(),
                right: target.kind().to_owned(),
            };
            (choice, Pick::Target(target))
        }));
        rows.extend(self.searches());
        let listed = self.entries.rows().iter();
        let unlike = listed.filter(|row| self.recent.iter().all(|recent| recent.id != row.id));
        rows.extend(self.recent.iter().chain(unlike).map(|row| {
            let choice = Choice {
                left: row.name().to_owned(),
                right: row.feed_title.clone(),
            };
            (choice, Pick::Entry(Box::new(row.clone())))
        }));
        let (choices, picks) = rows.into_iter().unzip();
        let menu = Menu::fuzzy("Find", choices);
        self.overlay = Some(Overlay::Menu(menu, Choosing::Pick(picks)));
        Vec::new()
    }

    pub(super) fn picked(&mut self, pick: Pick) -> Vec<Effect> {
        match pick {
            Pick::Command(command) => self.run(&command, 1),
            Pick::Target(target) => self.go_to(target),
            Pick::Ask(wanted) => self.prompt(wanted, ""),
            Pick::Subscribe(url) => {
                self.status.say(format!("Subscribing to {url} …"));
                vec![self.tickets.order(Request::Subscribe { url })]
            }
            Pick::Search(filter) => {
                let mut effects = self.go_to(Target::All);
                effects.extend(self.query(&filter));
                effects
            }
            Pick::Entry(row) => {
                self.health.close();
                self.entries.select(row.id);
                self.read(&row)
            }
        }
    }

    /// An entry was opened.
    pub(super) fn remember(&mut self, row: &EntryRow) {
        self.recent.retain(|known| known.id != row.id);
        self.recent.insert(0, row.clone());
        self.recent.truncate(RECENT);
    }

    /// A line of the messages, counted from the newest.
    pub(super) fn copy_message(&mut self, row: usize) -> Vec<Effect> {
        let line = self.status.log().iter().rev().nth(row).cloned();
        line.map_or_else(Vec::new, |line| vec![Effect::Copy(line)])
    }

    pub(super) fn show_messages(&mut self) -> Vec<Effect> {
        let log = self.status.log();
        if log.is_empty() {
            self.status.say("Nothing was said yet");
            return Vec::new();
        }
        let choices = log.iter().rev().map(|line| Choice {
            left: line.clone(),
            right: String::new(),
        });
        let menu = Menu::new("Messages", choices.collect(), 0);
        self.overlay = Some(Overlay::Menu(menu, Choosing::Message));
        Vec::new()
    }
}

/// What follows the verb in a line.
fn argument_of(typed: &str) -> &str {
    let (word, rest) = first_word(typed);
    if word == "in" {
        return first_word(first_word(rest).1).1;
    }
    rest
}
