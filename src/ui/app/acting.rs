//! What is done to entries, one or many, and taken back.

use super::{App, Choosing, Overlay};
use crate::model::act::{Act, Change, Done, Part, Which};
use crate::model::comment::Following;
use crate::model::entry::{EntryId, Mark};
use crate::model::request::Request;
use crate::model::view::{List, View};
use crate::query::parse::parse;
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::command::{Command, first_word};
use crate::ui::effect::Effect;
use crate::ui::layout::Focus;
use crate::ui::look::ReadWhen;
use crate::ui::menu::{Choice, Menu};
use crate::ui::prompt::{Prompt, Wanted};
use std::sync::Arc;
use std::time::Duration;

use super::commanding::Pick;

/// The entries that a word names.
pub(super) const WHICH: [(&str, &str); 5] = [
    ("entry", "the one before you"),
    ("selection", "those that are selected"),
    ("above", "all above it in the list"),
    ("below", "all below it in the list"),
    ("all", "all that the list shows"),
];

impl App {
    /// A verb about entries; about the selection, or else the one before the person, if nothing is said.
    pub(super) fn act(&mut self, action: Action, which: &str) -> Vec<Effect> {
        let change = match action {
            Action::MarkRead => Change::Read(true),
            Action::MarkUnread => Change::Read(false),
            Action::Star => Change::Starred(true),
            Action::Unstar => Change::Starred(false),
            Action::Delete => Change::Deleted(true),
            Action::Follow => Change::Followed(Following::Yes),
            Action::Unfollow => Change::Followed(Following::Muted),
            _ => return Vec::new(),
        };
        self.change(change, which)
    }

    fn change(&mut self, change: Change, which: &str) -> Vec<Effect> {
        let which = match self.which(which) {
            Ok(which) => which,
            Err(why) => {
                self.status.trouble(why);
                return Vec::new();
            }
        };
        self.entries.select_none();
        self.show_change(&which, &change);
        vec![
            self.tickets
                .order(Request::Act(Act::Entries(which, change))),
        ]
    }

    /// What a person meant.
    fn which(&self, which: &str) -> Result<Which, String> {
        let current = self.current().map(|row| row.id);
        let none = || "There is no entry here".to_owned();
        let listed = |part| {
            let list = self.entries.list().cloned().ok_or_else(none)?;
            let as_of = self.entries.as_of().ok_or_else(none)?;
            Ok(Which::Listed {
                list,
                as_of,
                keep: self.entries.kept().to_vec(),
                part,
            })
        };
        match which.trim() {
            word @ ("" | "selection") => match self.entries.selection() {
                Some((one, other)) if self.focus == Focus::Entries || !word.is_empty() => {
                    listed(Part::Between(one, other))
                }
                _ => current.map(|id| Which::Entries(vec![id])).ok_or_else(none),
            },
            "entry" => current.map(|id| Which::Entries(vec![id])).ok_or_else(none),
            "above" => listed(Part::Above(current.ok_or_else(none)?)),
            "below" => listed(Part::Below(current.ok_or_else(none)?)),
            "all" => listed(Part::All),
            query => {
                let filter = parse(query, self.now)
                    .map_err(|why| format!("{} – {why}", plain::line(query)))?;
                let list = List {
                    filter: Some(Arc::new(filter)),
                    ..List::of(View::All)
                };
                let as_of = self.entries.as_of().ok_or_else(none)?;
                Ok(Which::Listed {
                    list,
                    as_of,
                    keep: Vec::new(),
                    part: Part::All,
                })
            }
        }
    }

    /// Marks are seen at once, in the rows at hand.
    fn show_change(&mut self, which: &Which, change: &Change) {
        let mark = match change {
            Change::Read(read) => Mark::Read(*read),
            Change::Starred(starred) => Mark::Starred(*starred),
            Change::Deleted(_) | Change::Tagged { .. } | Change::Followed(_) => return,
        };
        for id in self.at_hand(which) {
            self.show_mark(id, mark);
        }
    }

    /// Those of the entries that are meant whose rows are at hand.
    fn at_hand(&self, which: &Which) -> Vec<EntryId> {
        let part = match which {
            Which::Entries(entries) => return entries.clone(),
            Which::Listed { list, part, .. } if Some(list) == self.entries.list() => *part,
            // A filter picks others; the list is read again.
            Which::Listed { .. } => return Vec::new(),
        };
        let rows = self.entries.rows();
        let at = |id: EntryId| rows.iter().position(|row| row.id == id);
        let (from, to) = match part {
            Part::All => (0, rows.len()),
            Part::Above(id) => (0, at(id).unwrap_or(0)),
            Part::Below(id) => (at(id).map_or(rows.len(), |at| at + 1), rows.len()),
            Part::Between(one, other) => match (at(one), at(other)) {
                (Some(one), Some(other)) => (one.min(other), one.max(other) + 1),
                _ => (0, 0),
            },
        };
        rows[from..to].iter().map(|row| row.id).collect()
    }

    /// Turns a mark of the entry round, or sets it on the whole selection.
    pub(super) fn toggle(&mut self, action: Action) -> Vec<Effect> {
        let current = self.current().map(|row| (row.read, row.starred));
        let Some((read, starred)) = current else {
            return Vec::new();
        };
        let change = match action {
            Action::ToggleRead => Change::Read(!read),
            _ => Change::Starred(!starred),
        };
        self.change(change, "")
    }

    /// The entry before the person is read when it was there long enough, or as soon as the cursor is on it, where
    /// the person wants that.
    pub(super) fn read_after_a_while(&mut self) -> Option<Effect> {
        let reading = matches!(self.focus, Focus::Article | Focus::Thread);
        let shown = if reading {
            self.current()
        } else {
            self.entries.selected()
        };
        let row = shown.map(|row| (row.id, row.read));
        if self.before.map(|(id, _)| id) != row.map(|(id, _)| id) {
            self.before = row.map(|(id, _)| (id, self.now));
        }
        let ((id, is_read), (_, since)) = row.zip(self.before)?;
        let due = match self.settings.lists.read {
            ReadWhen::Opened | ReadWhen::ByHand => false,
            ReadWhen::Selected => self.focus != Focus::Feeds,
            ReadWhen::After(seconds) => {
                reading && self.now.since(since).as_secs() >= u64::from(seconds)
            }
        };
        (due && !is_read).then(|| self.mark(id, Mark::Read(true)))
    }

    /// How long until the entry before the person counts as read, if somebody waits for that.
    pub(super) fn until_read(&self) -> Option<Duration> {
        let ReadWhen::After(seconds) = self.settings.lists.read else {
            return None;
        };
        let row = self.current().filter(|row| !row.read)?;
        let (id, since) = self.before?;
        let reading = matches!(self.focus, Focus::Article | Focus::Thread) && id == row.id;
        let gone = self.now.since(since).as_secs();
        reading.then(|| Duration::from_secs(u64::from(seconds).saturating_sub(gone).max(1)))
    }

    pub(super) fn did(&mut self, done: &Done) {
        if done.nothing {
            self.status.say("Nothing was to be changed");
            return;
        }
        let key = self.settings.keys.key_of(Action::Undo);
        let says = plain::line(&done.says);
        // One entry that was marked by hand shows it by itself.
        if done.entries.len() != 1 || done.feeds_changed {
            self.status.say(format!("{says} – {key} takes it back"));
        }
    }

    pub(super) fn undid(&mut self, done: Option<&Done>) {
        match done {
            None => self.status.say("There is nothing to take back"),
            Some(done) => {
                let key = self.settings.keys.key_of(Action::Redo);
                let says = plain::line(&done.says);
                self.status
                    .say(format!("Taken back: {says} – {key} does it again"));
            }
        }
    }

    pub(super) fn redid(&mut self, done: Option<&Done>) {
        match done {
            None => self.status.say("There is nothing to do again"),
            Some(done) => {
                let says = plain::line(&done.says);
                self.status.say(format!("Done again: {says}"));
            }
        }
    }

    /// `tag NAME`, `tag NAME above`; without a name, a menu of those there are and a line for another.
    pub(super) fn tag(&mut self, on: bool, argument: &str) -> Vec<Effect> {
        let (name, which) = first_word(argument);
        if name.is_empty() {
            return self.choose_tag(on);
        }
        let name = plain::line(name);
        self.change(Change::Tagged { name, on }, which)
    }

    fn choose_tag(&mut self, on: bool) -> Vec<Effect> {
        let action = if on { Action::Tag } else { Action::Untag };
        let names: Vec<String> = if on {
            let tags = self.feeds.library().tags.iter();
            tags.map(|(_, name, _)| name.clone()).collect()
        } else {
            self.article
                .article()
                .filter(|article| Some(article.row.id) == self.current().map(|row| row.id))
                .map(|article| article.own_tags.clone())
                .unwrap_or_default()
        };
        if names.is_empty() {
            let wanted = if on { Wanted::Tag } else { Wanted::TagOff };
            self.overlay = Some(Overlay::Prompt(Prompt::new(wanted)));
            return Vec::new();
        }
        let mut rows: Vec<(Choice, Pick)> = names
            .into_iter()
            .map(|name| {
                let choice = Choice {
                    left: name.clone(),
                    right: String::new(),
                };
                let command = Command {
                    argument: Some(name),
                    ..Command::of(action)
                };
                (choice, Pick::Command(command))
            })
            .collect();
        if on {
            let choice = Choice {
                left: "another …".to_owned(),
                right: "type its name".to_owned(),
            };
            rows.push((choice, Pick::Ask(Wanted::Tag)));
        }
        let (choices, picks) = rows.into_iter().unzip();
        let title = if on { "Tag" } else { "Take off the tag" };
        self.overlay = Some(Overlay::Menu(
            Menu::fuzzy(title, choices),
            Choosing::Pick(picks),
        ));
        Vec::new()
    }
}
