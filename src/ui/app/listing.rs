//! How lists are shown: marks, order, groups, a filter; each view has its own manner and keeps it.

use super::commanding::Pick;
use super::{App, Choosing, Overlay};
use crate::model::request::Request;
use crate::model::view::{List, SortBy, SortKey};
use crate::query::parse::parse;
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::command::Command;
use crate::ui::effect::Effect;
use crate::ui::entries::manner::{Group, Manner, SHOWS, group_named, sort_keys, sort_line};
use crate::ui::layout::Focus;
use crate::ui::menu::{Choice, Menu};
use crate::ui::prompt::{Prompt, Wanted};
use std::sync::Arc;

impl App {
    /// How the selected view is shown.
    pub(super) fn manner(&self) -> Manner {
        let key = self.feeds.selected().key();
        let own = self.manners.get(&key).cloned();
        own.unwrap_or_else(|| self.settings.lists.manner.clone())
    }

    /// The list that the selected view stands for, as it is shown.
    pub(super) fn list(&self) -> List {
        let manner = self.manner();
        List {
            view: self.feeds.selected().view(self.day_start()),
            show: manner.show,
            sort: manner.order(),
            filter: self.filter.as_ref().map(|(_, filter)| filter.clone()),
        }
    }

    fn set_manner(&mut self, change: impl FnOnce(&mut Manner)) -> Vec<Effect> {
        let mut manner = self.manner();
        change(&mut manner);
        let key = self.feeds.selected().key();
        let keep = self.keep(&format!("list {key}"), manner.line());
        self.manners.insert(key, manner);
        let mut effects: Vec<Effect> = self.reopen().into_iter().collect();
        effects.push(keep);
        effects
    }

    /// Opens the list of the same view in another manner; the entry one is on stays selected if it is in it.
    fn reopen(&mut self) -> Option<Effect> {
        let manner = self.manner();
        let folders = self.folder_names();
        self.entries
            .set_groups(manner.group, manner.is_by_date(), folders);
        let list = self.list();
        self.entries.reopen(list, &mut self.tickets)
    }

    /// The names of the folders of the feeds, for groups by folder.
    pub(super) fn folder_names(&self) -> Vec<(crate::model::feed::FeedId, String)> {
        let library = self.feeds.library();
        let feeds = library.feeds.iter();
        let named = feeds.filter_map(|feed| {
            let folder = library
                .folders
                .iter()
                .find(|it| Some(it.id) == feed.folder)?;
            Some((feed.id, folder.title.clone()))
        });
        named.collect()
    }

    /// All, unread, starred, and round again; or what is said.
    pub(super) fn show(&mut self, argument: Option<&str>) -> Vec<Effect> {
        let now = self.manner().show;
        let found = match argument {
            Some(word) => SHOWS.iter().position(|(name, _)| *name == word.trim()),
            None => SHOWS
                .iter()
                .position(|(_, show)| *show == now)
                .map(|at| (at + 1) % SHOWS.len()),
        };
        let Some((name, show)) = found.map(|at| SHOWS[at]) else {
            self.status.trouble("show all, unread or starred");
            return Vec::new();
        };
        self.status.say(format!("Shows {name}"));
        self.set_manner(|manner| manner.show = show)
    }

    pub(super) fn group(&mut self, argument: Option<&str>) -> Vec<Effect> {
        let now = self.manner().group;
        let all = Group::ALL;
        let at = all.iter().position(|group| *group == now).unwrap_or(0);
        let next = all[(at + 1) % all.len()];
        let group = argument.map_or(Some(next), |word| group_named(word.trim()));
        let Some(group) = group else {
            self.status.trouble("group by day, feed, folder or none");
            return Vec::new();
        };
        self.status.say(match group {
            Group::None => "Not grouped".to_owned(),
            group => format!("Grouped by {}", group.name()),
        });
        self.set_manner(|manner| manner.group = group)
    }

    /// A menu of orders, or the keys that are said.
    pub(super) fn sort(&mut self, argument: Option<&str>) -> Vec<Effect> {
        let Some(words) = argument else {
            return self.choose_order();
        };
        match sort_keys(words) {
            Ok(sort) => {
                self.status.say(match sort_line(&sort) {
                    line if line.is_empty() => "Newest first".to_owned(),
                    line => format!("Sorted by {line}"),
                });
                self.set_manner(|manner| manner.sort = sort)
            }
            Err(word) => {
                let names = SortBy::ALL.map(SortBy::name).join(", ");
                let word = plain::line(&word);
                self.status
                    .trouble(format!("Nothing is sorted by {word}: expected {names}"));
                Vec::new()
            }
        }
    }

    fn choose_order(&mut self) -> Vec<Effect> {
        let says = |by: SortBy| match by {
            SortBy::Date => ("newest first", "oldest first"),
            SortBy::Feed | SortBy::Folder | SortBy::Title => ("from A to Z", "from Z to A"),
            SortBy::Unread => ("unread first", "unread last"),
            SortBy::Starred => ("starred first", "starred last"),
            SortBy::Comments | SortBy::News => ("most first", "fewest first"),
        };
        let sort = self.manner().sort;
        let mut rows = Vec::new();
        for by in SortBy::ALL {
            for reversed in [false, true] {
                let key = SortKey { by, reversed };
                let (one, other) = says(by);
                let chosen = if sort.first() == Some(&key) {
                    " ·"
                } else {
                    ""
                };
                let choice = Choice {
                    left: format!(
                        "{}, {}{chosen}",
                        by.name(),
                        if reversed { other } else { one }
                    ),
                    right: sort_line(&[key]),
                };
                let command = Command {
                    argument: Some(sort_line(&[key])),
                    ..Command::of(Action::Sort)
                };
                rows.push((choice, Pick::Command(command)));
            }
        }
        let (choices, picks) = rows.into_iter().unzip();
        let menu = Menu::new(
            "Sort by – several keys are typed as :sort feed,-date",
            choices,
            0,
        );
        self.overlay = Some(Overlay::Menu(menu, Choosing::Pick(picks)));
        Vec::new()
    }

    /// Only what a filter fits; nothing typed shows all again.
    pub(super) fn query(&mut self, typed: &str) -> Vec<Effect> {
        let filter = match parse(typed, self.now) {
            Ok(filter) => filter,
            Err(why) => {
                self.status
                    .trouble(format!("{} – {why}", plain::line(typed)));
                return Vec::new();
            }
        };
        let typed = typed.trim().to_owned();
        self.filter = (!typed.is_empty()).then(|| (typed, Arc::new(filter)));
        self.reopen().into_iter().collect()
    }

    pub(super) fn ask_query(&mut self) -> Vec<Effect> {
        let typed = self.filter.as_ref().map_or("", |(typed, _)| typed);
        self.overlay = Some(Overlay::Prompt(Prompt::with(Wanted::Query, typed)));
        Vec::new()
    }

    /// To the next row of the list that holds these letters, the selected one first.
    pub(super) fn jump(&mut self, typed: &str) -> Vec<Effect> {
        let letters = typed.trim().to_lowercase();
        if letters.is_empty() {
            return Vec::new();
        }
        if self.focus == Focus::Feeds {
            let before = self.feeds.selected();
            self.feeds.jump(&letters);
            return self.follow_feeds(before);
        }
        if self.entries.jump(&letters) {
            return self.preview();
        }
        Vec::new()
    }

    /// Keeps how something was left.
    pub(super) fn keep(&mut self, name: &str, value: String) -> Effect {
        let name = name.to_owned();
        self.tickets.order(Request::Keep { name, value })
    }

    /// How things were left the last time.
    pub(super) fn kept(&mut self, kept: Vec<(String, String)>) -> Vec<Effect> {
        let mut reopens = false;
        for (name, value) in kept {
            if let Some(key) = name.strip_prefix("list ") {
                reopens |= key == self.feeds.selected().key();
                self.manners.insert(key.to_owned(), Manner::read(&value));
            } else if name == "history" {
                self.history = value.lines().map(str::to_owned).collect();
            } else {
                self.kept_look(&name, &value);
            }
        }
        if reopens {
            return self.reopen().into_iter().collect();
        }
        Vec::new()
    }
}
