//! What verbs do for the health of feeds: in the health view, and for the feed that is being read.

use super::{App, Overlay};
use crate::model::feed::FeedId;
use crate::model::health::{Advice, Health, Remedy};
use crate::model::request::{Request, Scope};
use crate::ui::action::{Action, verb};
use crate::ui::confirm::Confirm;
use crate::ui::effect::Effect;
use crate::ui::feeds::target::{self, Target};
use crate::ui::fit::fit;
use crate::ui::layout::Focus;
use crate::ui::prompt::Wanted;

/// Columns a name may take in the bottom line.
const NAME: usize = 24;

impl App {
    /// A feed in trouble that is selected among the feeds is the one that is meant.
    pub(super) fn open_health(&mut self) -> Vec<Effect> {
        let feed = match (self.focus, self.feeds.selected()) {
            (Focus::Feeds, target @ Target::Feed(id)) => {
                target.trouble(self.feeds.library()).map(|_| id)
            }
            _ => None,
        };
        let asked = self.health.open(feed, &mut self.tickets);
        asked.into_iter().collect()
    }

    pub(super) fn in_health(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Down => self.health.step(1),
            Action::Up => self.health.step(-1),
            Action::HalfPageDown => self.health.step(self.health.half_page()),
            Action::HalfPageUp => self.health.step(-self.health.half_page()),
            Action::Page | Action::Fold => self.health.step(self.health.half_page() * 2),
            Action::PageUp => self.health.step(self.health.half_page() * -2),
            Action::Top => self.health.step(isize::MIN),
            Action::Bottom => self.health.step(isize::MAX),
            Action::Open | Action::Right => self.health.show_page(),
            Action::Back | Action::Left | Action::Close => self.health.back(),
            Action::Health => self.health.close(),
            Action::Filter => self.health.filter(),
            Action::AskFeed | Action::Refresh => {
                return self
                    .with_selected(|app, health| app.refresh_now(Scope::Feeds(vec![health.feed])));
            }
            Action::Insist => return self.insist(),
            Action::Refetch => return self.with_selected(Self::confirm_refetch),
            Action::FollowMove => return self.with_selected(Self::follow_move),
            Action::UndoMove => return self.with_selected(Self::undo_move),
            Action::Browse => {
                return self.with_selected(|app, health| {
                    let row = target::feed(app.feeds.library(), health.feed);
                    let site = row.and_then(|row| row.site.clone());
                    vec![Effect::OpenUrl(site.unwrap_or_else(|| health.url.clone()))]
                });
            }
            Action::CopyLink => {
                return self.with_selected(|app, health| {
                    app.status.say(format!("Copied {}", health.url));
                    vec![Effect::Copy(health.url.clone())]
                });
            }
            Action::RefreshAll => return self.refresh_now(Scope::All),
            Action::AddFeed => return self.ask_for(Wanted::FeedAddress),
            Action::Import => return self.ask_for(Wanted::OpmlFile),
            Action::Help => return self.show_help(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return vec![Effect::Quit],
            Action::Command
            | Action::Palette
            | Action::Go
            | Action::Messages
            | Action::Undo
            | Action::Redo
            | Action::Theme
            | Action::Layout
            | Action::ReloadConfig
            | Action::Tour => return self.anywhere(action),
            // Of entries and conversations nothing is to be seen here.
            action => {
                let name = verb(action).name;
                self.status
                    .say(format!("{name} means nothing in the health view"));
            }
        }
        Vec::new()
    }

    /// Asks a feed all the same: the one of which the line says so, else the one that is current.
    pub(super) fn insist(&mut self) -> Vec<Effect> {
        let offered = self.offered.take();
        if offered.is_none() && self.focus == Focus::Thread && !self.health.is_open() {
            // Which feed a conversation comes from is for the answer to say.
            let Some(entry) = self.thread.entry() else {
                return Vec::new();
            };
            return self.refresh_now(Scope::Thread(entry.id));
        }
        let Some(feed) = offered.or_else(|| self.current_feed()) else {
            self.status.say("Select one feed to insist on");
            return Vec::new();
        };
        self.poll_feed(Request::Insist { feed, whole: false })
    }

    fn current_feed(&self) -> Option<FeedId> {
        if self.health.is_open() {
            return self.health.selected().map(|health| health.feed);
        }
        match (self.focus, self.feeds.selected()) {
            (Focus::Feeds, Target::Feed(id)) => Some(id),
            (Focus::Feeds, _) => None,
            _ => self.current().map(|row| row.feed),
        }
    }

    /// Has feeds asked; what comes of it will be told, and seen where health is seen.
    pub(super) fn poll_feed(&mut self, request: Request) -> Vec<Effect> {
        self.status.await_refresh();
        self.see_to(request)
    }

    fn see_to(&mut self, request: Request) -> Vec<Effect> {
        let mut effects = vec![self.tickets.order(request)];
        if self.health.is_open() {
            effects.extend(self.health.ask(&mut self.tickets));
        }
        effects
    }

    fn with_selected(
        &mut self,
        act: impl FnOnce(&mut Self, &Health) -> Vec<Effect>,
    ) -> Vec<Effect> {
        match self.health.selected().cloned() {
            Some(health) => act(self, &health),
            None => Vec::new(),
        }
    }

    fn confirm_refetch(&mut self, health: &Health) -> Vec<Effect> {
        let title = fit(&health.title, NAME);
        let question = format!("Fetch all of {title}, changed or not?");
        let request = Request::Insist {
            feed: health.feed,
            whole: true,
        };
        self.overlay = Some(Overlay::Confirm(Confirm::new(question, request)));
        Vec::new()
    }

    fn follow_move(&mut self, health: &Health) -> Vec<Effect> {
        let title = fit(&health.title, NAME);
        let Some(moving) = &health.moving else {
            self.status
                .say(format!("{title} does not say it has moved"));
            return Vec::new();
        };
        let unites = |advice: &Advice| advice.remedy == Some(Remedy::Unite);
        if health.advice.iter().any(unites) {
            let question = format!("Make {title} one with the feed it has moved to?");
            let request = Request::Unite(health.feed);
            self.overlay = Some(Overlay::Confirm(Confirm::new(question, request)));
            return Vec::new();
        }
        self.status
            .say(format!("Following {title} to {}", moving.to));
        self.see_to(Request::FollowMove(health.feed))
    }

    fn undo_move(&mut self, health: &Health) -> Vec<Effect> {
        let title = fit(&health.title, NAME);
        let Some((url, _)) = health.former.first() else {
            self.status.say(format!("{title} has had no other address"));
            return Vec::new();
        };
        self.status.say(format!("Taking {title} back to {url}"));
        self.see_to(Request::UndoMove(health.feed))
    }
}
