//! Feeds and folders in order: named, moved, tagged, made one, deleted, and set up.

use super::commanding::Pick;
use super::{App, Choosing, Overlay};
use crate::model::act::Act;
use crate::model::feed::{FeedId, FolderId, Preferences};
use crate::model::found::{FoundKind, Offer};
use crate::model::request::Request;
use crate::model::setting::{self, Holder, KEYS, Origin, Setting};
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::command::{Command, first_word};
use crate::ui::confirm::Confirm;
use crate::ui::effect::Effect;
use crate::ui::feeds::target::{self, Target};
use crate::ui::layout::Focus;
use crate::ui::menu::{Choice, Menu};
use crate::ui::prompt::{Prompt, Wanted};
use url::Url;

/// What the argument of `move` is for no folder.
pub(super) const TOP: &str = "none";

impl App {
    /// The feed or the folder that a verb is about: what is selected in the list of feeds, else where the entry
    /// before the person comes from.
    fn held(&self) -> Option<Target> {
        let selected = self.feeds.selected();
        let is_one = matches!(selected, Target::Feed(_) | Target::Folder(_));
        if is_one && matches!(self.focus, Focus::Feeds | Focus::Entries) {
            return Some(selected);
        }
        if self.focus == Focus::Feeds {
            return None;
        }
        self.current().map(|row| Target::Feed(row.feed))
    }

    /// A verb about the feed or the folder; without an argument it asks.
    pub(super) fn manage(&mut self, action: Action, argument: Option<&str>) -> Vec<Effect> {
        if action == Action::NewFolder {
            return match argument {
                Some(title) => self.make_folder(title),
                None => self.prompt(Wanted::FolderName, ""),
            };
        }
        let Some(held) = self.held() else {
            self.status.say("Select a feed or a folder first");
            return Vec::new();
        };
        let title = held.title(self.feeds.library()).to_owned();
        match (action, held, argument) {
            (Action::Rename, held, Some(name)) => self.rename(held, name),
            (Action::Rename, ..) => self.prompt(Wanted::FeedName, &title),
            (Action::MoveTo, held, Some(name)) => self.move_to(held, name),
            (Action::MoveTo, held, None) => self.choose_folder(held),
            (Action::MoveUp | Action::MoveDown, Target::Feed(feed), _) => {
                self.order(Act::Shift(feed, action == Action::MoveDown))
            }
            (Action::ChangeAddress, Target::Feed(feed), Some(url)) => self.readdress(feed, url),
            (Action::ChangeAddress, Target::Feed(feed), None) => {
                let url = target::feed(self.feeds.library(), feed).map(|feed| feed.url.clone());
                self.prompt(Wanted::NewAddress, &url.unwrap_or_default())
            }
            (Action::Merge, Target::Feed(feed), Some(name)) => self.ask_to_merge(feed, name),
            (Action::Merge, Target::Feed(feed), None) => self.choose_twin(feed),
            (Action::TagFeed | Action::UntagFeed, Target::Feed(feed), Some(name)) => {
                let name = plain::line(name.trim());
                self.order(Act::TagFeed(feed, name, action == Action::TagFeed))
            }
            (Action::TagFeed, Target::Feed(_), None) => self.prompt(Wanted::FeedTag, ""),
            (Action::UntagFeed, Target::Feed(_), None) => self.prompt(Wanted::FeedTagOff, ""),
            (Action::Unsubscribe, Target::Feed(feed), _) => self.order(Act::DeleteFeed(feed)),
            (Action::Unsubscribe, Target::Folder(folder), _) => {
                self.order(Act::DeleteFolder(folder))
            }
            (Action::FeedSettings, held, Some(words)) => self.set(held, words),
            (Action::FeedSettings, held, None) => self.ask_settings(held),
            (_, Target::Folder(_), _) => {
                self.status
                    .say("This is for feeds, and a folder is selected");
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn order(&mut self, act: Act) -> Vec<Effect> {
        vec![self.tickets.order(Request::Act(act))]
    }

    pub(super) fn prompt(&mut self, wanted: Wanted, text: &str) -> Vec<Effect> {
        self.overlay = Some(Overlay::Prompt(Prompt::with(wanted, text)));
        Vec::new()
    }

    fn rename(&mut self, held: Target, name: &str) -> Vec<Effect> {
        let name = plain::line(name.trim());
        match held {
            Target::Feed(feed) => {
                let name = (!name.is_empty()).then_some(name);
                self.order(Act::Rename(feed, name))
            }
            Target::Folder(folder) if !name.is_empty() => {
                self.order(Act::RenameFolder(folder, name))
            }
            _ => Vec::new(),
        }
    }

    fn make_folder(&mut self, title: &str) -> Vec<Effect> {
        let title = plain::line(title.trim());
        let parent = match self.feeds.selected() {
            Target::Folder(folder) => Some(folder),
            _ => None,
        };
        self.order(Act::NewFolder(title, parent))
    }

    fn folder_named(&self, name: &str) -> Option<FolderId> {
        let wanted = name.trim().to_lowercase();
        let folders = &self.feeds.library().folders;
        let found = folders
            .iter()
            .find(|folder| folder.title.to_lowercase() == wanted);
        found.map(|folder| folder.id)
    }

    fn move_to(&mut self, held: Target, name: &str) -> Vec<Effect> {
        let folder = self.folder_named(name);
        if folder.is_none() && name.trim() != TOP {
            let name = plain::line(name);
            self.status
                .trouble(format!("There is no folder called {name}"));
            return Vec::new();
        }
        match held {
            Target::Feed(feed) => self.order(Act::Move(feed, folder)),
            Target::Folder(itself) => self.order(Act::MoveFolder(itself, folder)),
            _ => Vec::new(),
        }
    }

    fn choose_folder(&mut self, held: Target) -> Vec<Effect> {
        let library = self.feeds.library();
        let others = library
            .folders
            .iter()
            .filter(|folder| Target::Folder(folder.id) != held);
        let names = others.map(|folder| folder.title.clone());
        let names: Vec<String> = std::iter::once(TOP.to_owned()).chain(names).collect();
        self.choose_argument("Move to", Action::MoveTo, names)
    }

    /// A menu whose rows are arguments of a verb.
    fn choose_argument(
        &mut self,
        title: &str,
        action: Action,
        arguments: Vec<String>,
    ) -> Vec<Effect> {
        let rows = arguments.into_iter().map(|argument| {
            let choice = Choice {
                left: argument.clone(),
                right: String::new(),
            };
            let command = Command {
                argument: Some(argument),
                ..Command::of(action)
            };
            (choice, Pick::Command(command))
        });
        let (choices, picks) = rows.unzip();
        self.overlay = Some(Overlay::Menu(
            Menu::fuzzy(title, choices),
            Choosing::Pick(picks),
        ));
        Vec::new()
    }

    fn readdress(&mut self, feed: FeedId, url: &str) -> Vec<Effect> {
        let parsed = Url::parse(url.trim()).ok();
        let known = parsed.filter(|url| matches!(url.scheme(), "http" | "https" | "file"));
        if let Some(url) = known {
            return self.order(Act::Readdress(feed, url.into()));
        }
        let url = plain::line(url);
        self.status
            .trouble(format!("{url} is no address: expected https:// and a host"));
        Vec::new()
    }

    fn choose_twin(&mut self, feed: FeedId) -> Vec<Effect> {
        let feeds = self.feeds.library().feeds.iter();
        let others = feeds.filter(|other| other.id != feed);
        let names = others.map(|other| other.title.clone()).collect();
        self.choose_argument("Make it one with", Action::Merge, names)
    }

    fn ask_to_merge(&mut self, feed: FeedId, name: &str) -> Vec<Effect> {
        let library = self.feeds.library();
        let wanted = name.trim().to_lowercase();
        let mut feeds = library.feeds.iter();
        let found = feeds.find(|other| other.id != feed && other.title.to_lowercase() == wanted);
        let Some(into) = found else {
            let name = plain::line(name);
            self.status
                .trouble(format!("There is no other feed called {name}"));
            return Vec::new();
        };
        let title = Target::Feed(feed).title(library);
        let question = format!(
            "Make {title} one with {}? Entries and marks of both stay; this cannot be undone",
            into.title
        );
        let into = into.id;
        let request = Request::Merge { feed, into };
        self.overlay = Some(Overlay::Confirm(Confirm::new(question, request)));
        Vec::new()
    }

    /// What an address led to, before it is subscribed: its feeds, and what is newest in the one that was read.
    pub(super) fn discovered(
        &mut self,
        title: &str,
        already: bool,
        offers: &[Offer],
        newest: &[String],
    ) -> Vec<Effect> {
        let taken = offers.iter().find(|offer| offer.is_taken());
        let Some(taken) = taken.map(|offer| offer.found.url.clone()) else {
            return Vec::new();
        };
        if already {
            return self.picked(Pick::Subscribe(taken));
        }
        let feeds = offers.iter().filter(|it| it.is_taken() || it.is_left());
        let feeds = feeds.map(|offer| {
            let name = offer.found.title.as_deref().map(plain::line);
            let kind = match offer.found.kind {
                FoundKind::Articles => "feed",
                FoundKind::Comments => "feed of comments",
            };
            let choice = Choice {
                left: format!(
                    "Subscribe to {}",
                    name.unwrap_or_else(|| plain::line(title))
                ),
                right: format!("{kind} at {}", plain::line(&offer.found.url)),
            };
            (choice, Pick::Subscribe(offer.found.url.clone()))
        });
        let entries = newest.iter().map(|name| {
            let choice = Choice {
                left: format!("  {}", plain::line(name)),
                right: "newest in it".to_owned(),
            };
            (choice, Pick::Subscribe(taken.clone()))
        });
        if self.overlay.is_some() {
            // It took its time, and the person is at something else.
            let (title, url) = (plain::line(title), plain::line(&taken));
            self.status
                .say(format!("Found {title}; :add-feed {url} shows it"));
            return Vec::new();
        }
        let (choices, picks) = feeds.chain(entries).unzip();
        let menu = Menu::new(format!("Found {}", plain::line(title)), choices, 0);
        self.status.clear();
        self.overlay = Some(Overlay::Menu(menu, Choosing::Pick(picks)));
        Vec::new()
    }

    fn ask_settings(&mut self, held: Target) -> Vec<Effect> {
        match holder(held) {
            Some(holder) => vec![self.tickets.order(Request::Settings(holder))],
            None => Vec::new(),
        }
    }

    /// The form: each setting with its value, and where that is from.
    pub(super) fn show_settings(&mut self, held: Holder, all: &[Setting]) {
        if self.overlay.is_some() {
            return;
        }
        let target = match held {
            Holder::Feed(feed) => Target::Feed(feed),
            Holder::Folder(folder) => Target::Folder(folder),
        };
        let title = target.title(self.feeds.library()).to_owned();
        let rows = all.iter().map(|setting| {
            let known = KEYS.iter().find(|key| key.name == setting.key);
            let what = known.map_or("", |key| key.help);
            let from = match &setting.from {
                Origin::Here => "set here".to_owned(),
                Origin::File => "from config.toml".to_owned(),
                Origin::Folder(name) => format!("from the folder {name}"),
                Origin::FolderOfFile(name) => format!("from {name} in config.toml"),
                Origin::Usual => "as usual".to_owned(),
            };
            let choice = Choice {
                left: format!("{} = {}", setting.key, setting.value),
                right: format!("{from} – {what}"),
            };
            (choice, Pick::Ask(Wanted::Value(held, setting.key)))
        });
        let (choices, picks) = rows.unzip();
        let menu = Menu::new(format!("Set for {title}"), choices, 0);
        self.overlay = Some(Overlay::Menu(menu, Choosing::Pick(picks)));
    }

    /// `settings interval_minutes 60`; without a value the setting is inherited again.
    fn set(&mut self, held: Target, words: &str) -> Vec<Effect> {
        let (key, value) = first_word(words);
        match holder(held) {
            Some(holder) => self.set_value(holder, key, value),
            None => Vec::new(),
        }
    }

    pub(super) fn set_value(&mut self, held: Holder, key: &str, value: &str) -> Vec<Effect> {
        let value = value.trim();
        let inherits = value.is_empty() || value == "inherit";
        let is_key = KEYS.iter().any(|known| known.name == key);
        let known = if inherits && is_key {
            Ok(())
        } else {
            setting::set(&mut Preferences::default(), key, value)
        };
        if let Err(why) = known {
            self.status.trouble(plain::line(&why));
            return Vec::new();
        }
        let (key, value) = (key.to_owned(), (!inherits).then(|| value.to_owned()));
        let act = match held {
            Holder::Feed(feed) => Act::SetFeed(feed, key, value),
            Holder::Folder(folder) => Act::SetFolder(folder, key, value),
        };
        let mut effects = self.order(act);
        effects.push(self.tickets.order(Request::Settings(held)));
        effects
    }
}

fn holder(held: Target) -> Option<Holder> {
    match held {
        Target::Feed(feed) => Some(Holder::Feed(feed)),
        Target::Folder(folder) => Some(Holder::Folder(folder)),
        _ => None,
    }
}
