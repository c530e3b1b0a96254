//! What each verb does, by the pane that has the keyboard.

use super::{App, Overlay};
use crate::model::entry::{EntryRow, Mark};
use crate::model::request::{Request, Scope};
use crate::ui::action::{Action, verb};
use crate::ui::effect::Effect;
use crate::ui::feeds::target::Target;
use crate::ui::help::Help;
use crate::ui::layout::Focus;
use crate::ui::look::ReadWhen;
use crate::ui::prompt::{Prompt, Wanted};
use crate::ui::scope::Scope as Place;

impl App {
    pub(super) fn perform(&mut self, action: Action) -> Vec<Effect> {
        if matches!(self.overlay, Some(Overlay::Help(_))) {
            return self.in_help(action);
        }
        if self.health.is_open() {
            return self.in_health(action);
        }
        match verb(action).scope {
            Place::Everywhere | Place::Welcome | Place::Lists | Place::Feeds | Place::Entries => {
                self.anywhere(action)
            }
            Place::Reading | Place::Article if self.focus == Focus::Article => {
                self.in_the_article(action)
            }
            Place::Reading | Place::Thread if self.focus == Focus::Thread => {
                self.in_conversation(action)
            }
            // These mean something elsewhere alone.
            place @ (Place::Reading | Place::Article | Place::Thread | Place::Health) => {
                let (name, place) = (verb(action).name, place.place());
                self.status
                    .say(format!("{name} means something{place} alone"));
                Vec::new()
            }
        }
    }

    pub(super) fn anywhere(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Down => self.step(1),
            Action::Up => self.step(-1),
            Action::HalfPageDown => self.leap(1, false),
            Action::HalfPageUp => self.leap(-1, false),
            Action::Page => self.leap(1, true),
            Action::PageUp => self.leap(-1, true),
            Action::Top => self.go_to_top(),
            Action::Bottom => self.go_to_bottom(),
            Action::Left => self.leave(false),
            Action::Back | Action::Close if self.ends_something() => Vec::new(),
            Action::Back if self.ends_search() => Vec::new(),
            Action::Back if self.focus == Focus::Entries && self.entries.select_none() => {
                Vec::new()
            }
            Action::Back if self.focus == Focus::Entries && self.filter.is_some() => self.query(""),
            Action::Back => self.leave(true),
            Action::Right => self.right(),
            Action::NextPane => self.cycle(1),
            Action::PreviousPane => self.cycle(2),
            Action::Open => self.open(),
            Action::NextUnread => self.ask_next_unread(),
            Action::Conversation => self.converse(),
            Action::Fold => self.fold(),
            Action::Follow => self.follow(),
            Action::Pin => self.pin(),
            Action::Share | Action::Save => self.hand_on(action),
            Action::ToggleRead | Action::ToggleStar => self.toggle(action),
            Action::Browse => self.with_link(Effect::OpenUrl),
            Action::CopyLink => self.copy(),
            Action::Refresh => self.refresh(),
            Action::RefreshAll => self.refresh_now(Scope::All),
            Action::Insist => self.insist(),
            Action::Health => self.open_health(),
            Action::AddFeed => self.ask_for(Wanted::FeedAddress),
            Action::Import => self.ask_for(Wanted::OpmlFile),
            Action::Demo if self.feeds.is_bare() => vec![Effect::Demo],
            Action::Demo => Vec::new(),
            Action::Go => self.choose_place(),
            Action::Command => self.open_line(""),
            Action::Palette => self.open_palette(),
            Action::Messages => self.show_messages(),
            Action::Help => self.show_help(),
            Action::Suspend => vec![Effect::Suspend],
            Action::Close => self.close(),
            Action::Quit => vec![Effect::Quit],
            action => self.in_order(action),
        }
    }

    /// What is done to entries, lists, feeds and the look of things.
    fn in_order(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::MarkRead
            | Action::MarkUnread
            | Action::Star
            | Action::Unstar
            | Action::Unfollow
            | Action::Delete => self.act(action, ""),
            Action::Tag => self.tag(true, ""),
            Action::Untag => self.tag(false, ""),
            Action::Undo => vec![self.tickets.order(Request::Undo)],
            Action::Redo => vec![self.tickets.order(Request::Redo)],
            Action::Select => {
                self.entries.select_from_here();
                Vec::new()
            }
            Action::Show => self.show(None),
            Action::Sort => self.sort(None),
            Action::Group => self.group(None),
            Action::Query => self.ask_query(),
            Action::Jump => self.prompt(Wanted::Jump, ""),
            Action::Layout => self.arrange_panes(None),
            Action::WidenPane => self.resize_pane(true),
            Action::NarrowPane => self.resize_pane(false),
            Action::EvenPanes => self.even_panes(),
            Action::Theme => self.choose_theme(),
            Action::ReloadConfig => vec![Effect::ReloadConfig],
            Action::Tour => self.show_tour(),
            Action::Rename
            | Action::MoveTo
            | Action::MoveUp
            | Action::MoveDown
            | Action::ChangeAddress
            | Action::Merge
            | Action::TagFeed
            | Action::UntagFeed
            | Action::Unsubscribe
            | Action::FeedSettings
            | Action::NewFolder => self.manage(action, None),
            // Verbs of one place have gone there.
            _ => Vec::new(),
        }
    }

    pub(super) fn show_help(&mut self) -> Vec<Effect> {
        self.overlay = Some(Overlay::Help(Help::new(self.scope(), &self.settings.keys)));
        Vec::new()
    }

    fn in_help(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Help(help)) = &mut self.overlay else {
            return Vec::new();
        };
        match action {
            Action::Down => help.scroll(1),
            Action::Up => help.scroll(-1),
            Action::HalfPageDown | Action::Page | Action::Fold => help.scroll(10),
            Action::HalfPageUp | Action::PageUp => help.scroll(-10),
            Action::Top => help.scroll(isize::MIN),
            Action::Bottom => help.scroll(isize::MAX),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return vec![Effect::Quit],
            Action::Back | Action::Help | Action::Close | Action::Left => self.overlay = None,
            _ => {}
        }
        Vec::new()
    }

    fn step(&mut self, direction: isize) -> Vec<Effect> {
        let rows = direction * isize::try_from(self.count).unwrap_or(1);
        match self.focus {
            Focus::Feeds => self.step_feeds(rows),
            Focus::Entries => self.step_entries(rows),
            Focus::Article => self.in_article(|app| app.article.scroll(rows)),
            Focus::Thread => self.in_thread(|app| {
                for _ in 0..rows.unsigned_abs() {
                    if rows > 0 {
                        app.thread.down();
                    } else {
                        app.thread.up();
                    }
                }
            }),
        }
    }

    pub(super) fn step_feeds(&mut self, rows: isize) -> Vec<Effect> {
        let before = self.feeds.selected();
        self.feeds.step(rows);
        self.follow_feeds(before)
    }

    pub(super) fn follow_feeds(&mut self, before: Target) -> Vec<Effect> {
        if self.feeds.selected() == before {
            return Vec::new();
        }
        self.open_target().into_iter().collect()
    }

    pub(super) fn step_entries(&mut self, rows: isize) -> Vec<Effect> {
        let effect = self.entries.step(rows, &mut self.tickets);
        effect.into_iter().chain(self.preview()).collect()
    }

    fn leap(&mut self, direction: isize, whole: bool) -> Vec<Effect> {
        let factor = if whole { 2 } else { 1 };
        match self.focus {
            Focus::Feeds => self.step_feeds(direction * 8 * factor),
            Focus::Entries => self.step_entries(direction * self.entries.half_page() * factor),
            Focus::Article => {
                let lines = self.article.page() / if whole { 1 } else { 2 };
                self.in_article(|app| app.article.scroll(direction * lines.max(1)))
            }
            Focus::Thread => {
                let lines = if whole {
                    self.thread.page()
                } else {
                    self.thread.half_page()
                };
                self.in_thread(|app| app.thread.scroll(direction * lines))
            }
        }
    }

    fn go_to_top(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Feeds => self.step_feeds(isize::MIN / 2),
            Focus::Entries => {
                let effect = self.entries.go_to_first(&mut self.tickets);
                effect.into_iter().chain(self.preview()).collect()
            }
            Focus::Article => self.in_article(|app| app.article.go_to_top()),
            Focus::Thread => self.in_thread(|app| app.thread.go_to_first()),
        }
    }

    fn go_to_bottom(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Feeds => self.step_feeds(isize::MAX / 2),
            Focus::Entries => {
                let effect = self.entries.go_to_last(&mut self.tickets);
                effect.into_iter().chain(self.preview()).collect()
            }
            Focus::Article => self.in_article(|app| app.article.go_to_bottom()),
            Focus::Thread => self.in_thread(|app| app.thread.go_to_last()),
        }
    }

    fn in_article(&mut self, change: impl FnOnce(&mut Self)) -> Vec<Effect> {
        change(self);
        Vec::new()
    }

    fn in_thread(&mut self, change: impl FnOnce(&mut Self)) -> Vec<Effect> {
        if self.focus == Focus::Thread {
            change(self);
        }
        Vec::new()
    }

    /// One pane to the left; `Esc` stops at the entry list, where `h` goes on to the feeds.
    fn leave(&mut self, back: bool) -> Vec<Effect> {
        match self.focus {
            Focus::Thread => {
                self.talking = false;
                self.focus = if self.article_is_of_thread() {
                    Focus::Article
                } else {
                    Focus::Entries
                };
            }
            Focus::Article => self.focus = Focus::Entries,
            Focus::Entries if !back || self.panes().feeds.is_none() => self.focus = Focus::Feeds,
            Focus::Entries | Focus::Feeds => {}
        }
        self.preview()
    }

    fn article_is_of_thread(&self) -> bool {
        let article = self.article.row().map(|row| row.id);
        article.is_some() && article == self.thread.entry().map(|row| row.id)
    }

    fn right(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Feeds => {
                self.focus = Focus::Entries;
                self.preview()
            }
            Focus::Entries => self.open(),
            Focus::Article | Focus::Thread => Vec::new(),
        }
    }

    fn cycle(&mut self, steps: usize) -> Vec<Effect> {
        let reading = if self.talking {
            Focus::Thread
        } else {
            Focus::Article
        };
        let order = [Focus::Feeds, Focus::Entries, reading];
        let at = order
            .iter()
            .position(|&pane| pane == self.focus)
            .unwrap_or(0);
        let next = order[(at + steps) % order.len()];
        let nothing = self.entries.selected().is_none() && self.article.row().is_none();
        self.focus = match next {
            Focus::Article if nothing => order[(at + 2 * steps) % order.len()],
            pane => pane,
        };
        if self.focus == Focus::Article && self.article.row().is_none() {
            let row = self.entries.selected().cloned();
            return row.map_or_else(Vec::new, |row| self.article.show(&row, &mut self.tickets));
        }
        self.preview()
    }

    fn open(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Feeds => {
                self.focus = Focus::Entries;
                self.preview()
            }
            Focus::Entries => match self.entries.selected().cloned() {
                Some(row) => self.read(&row),
                None => Vec::new(),
            },
            Focus::Article => {
                self.open_in_article();
                Vec::new()
            }
            Focus::Thread => self.fold(),
        }
    }

    /// Puts an entry before the reader, which marks it read.
    pub(super) fn read(&mut self, row: &EntryRow) -> Vec<Effect> {
        self.talking = false;
        self.focus = Focus::Article;
        self.remember(row);
        let mut effects = self.article.show(row, &mut self.tickets);
        if !row.read && self.settings.lists.read == ReadWhen::Opened {
            effects.push(self.mark(row.id, Mark::Read(true)));
        }
        effects
    }

    /// `Esc` in a conversation first ends a search.
    fn ends_search(&mut self) -> bool {
        self.focus == Focus::Thread && self.thread.end_search()
    }

    pub(super) fn ask_next_unread(&mut self) -> Vec<Effect> {
        let after = match self.focus {
            Focus::Feeds => None,
            _ => self.current().map(|row| row.place),
        };
        match self.next_unread.want((), &mut self.tickets) {
            Some((ticket, ())) => vec![Effect::Ask(ticket, Request::NextUnread { after })],
            None => Vec::new(),
        }
    }

    fn converse(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Thread {
            return self.leave(false);
        }
        let Some(row) = self.current().cloned() else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        effects.extend(self.article.show(&row, &mut self.tickets));
        effects.extend(self.thread.open(&row, &mut self.tickets));
        effects.push(self.tickets.order(Request::Refresh(Scope::Thread(row.id))));
        self.talking = true;
        self.focus = Focus::Thread;
        effects
    }

    fn fold(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Feeds => {
                let before = self.feeds.selected();
                self.feeds.fold();
                self.follow_feeds(before)
            }
            Focus::Thread => self.thread.fold(&mut self.tickets).into_iter().collect(),
            Focus::Entries | Focus::Article => self.leap(1, true),
        }
    }

    fn link(&self) -> Option<String> {
        let in_thread = (self.focus == Focus::Thread)
            .then(|| self.thread.link())
            .flatten();
        let link = in_thread.or_else(|| self.current()?.link.as_deref());
        link.map(str::to_owned)
    }

    pub(super) fn with_link(&mut self, effect: impl FnOnce(String) -> Effect) -> Vec<Effect> {
        if let Some(link) = self.link() {
            return vec![effect(link)];
        }
        self.status.say("There is no address to this one");
        Vec::new()
    }

    fn copy(&mut self) -> Vec<Effect> {
        let effects = self.with_link(Effect::Copy);
        if let [Effect::Copy(link)] = &effects[..] {
            self.status.say(format!("Copied {link}"));
        }
        effects
    }

    fn refresh(&mut self) -> Vec<Effect> {
        let scope = match (self.focus, self.feeds.selected()) {
            (Focus::Thread, _) => match self.thread.entry() {
                Some(entry) => Scope::Thread(entry.id),
                None => return Vec::new(),
            },
            (Focus::Feeds, Target::Feed(id)) => Scope::Feeds(vec![id]),
            (Focus::Feeds, Target::Folder(id)) => Scope::Folder(id),
            (Focus::Feeds, _) => Scope::All,
            _ => match self.current() {
                Some(row) => Scope::Feeds(vec![row.feed]),
                None => Scope::All,
            },
        };
        self.refresh_now(scope)
    }

    pub(super) fn refresh_now(&mut self, scope: Scope) -> Vec<Effect> {
        self.poll_feed(Request::Refresh(scope))
    }

    pub(super) fn ask_for(&mut self, wanted: Wanted) -> Vec<Effect> {
        self.overlay = Some(Overlay::Prompt(Prompt::new(wanted)));
        Vec::new()
    }

    fn close(&mut self) -> Vec<Effect> {
        match self.focus {
            Focus::Article | Focus::Thread => self.leave(true),
            Focus::Feeds | Focus::Entries => vec![Effect::Quit],
        }
    }
}
