//! The whole screen drawn: panes, or what lies over them, and the bottom line.

use super::{App, Choosing, Overlay};
use crate::model::entry::EntryRow;
use crate::model::request::Library;
use crate::model::view::Show;
use crate::ui::action::Action;
use crate::ui::article::Stand;
use crate::ui::entries::Caption;
use crate::ui::entries::manner::Group;
use crate::ui::feeds::target::Target;
use crate::ui::keymap::{Hint, Meaning};
use crate::ui::layout::{Focus, Panes, measure, panes};
use crate::ui::look::{Look, clear, write};
use crate::ui::prompt::Wanted;
use crate::ui::scope::Scope;
use crate::ui::tour;
use crate::ui::welcome;
use crate::ui::which;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

impl App {
    /// The subscriptions and their counts, as they are shown.
    pub fn library(&self) -> &Library {
        self.feeds.library()
    }

    /// The rows of the list that are at hand, and the selected one.
    pub fn listed(&self) -> (&[EntryRow], Option<&EntryRow>) {
        (self.entries.rows(), self.entries.selected())
    }

    /// What is being typed for, if something is.
    pub fn asks_for(&self) -> Option<Wanted> {
        match &self.overlay {
            Some(Overlay::Prompt(prompt)) => Some(prompt.wanted()),
            _ => None,
        }
    }

    /// Draws the reader as it stands. Drawing changes nothing.
    pub fn view(&self, frame: &mut Frame) {
        let look = self.look();
        let panes = panes(
            frame.area().width,
            frame.area().height,
            self.focus,
            self.wish(),
        );
        let body = Rect::new(0, 0, frame.area().width, panes.status.y);
        let buffer = frame.buffer_mut();
        buffer.set_style(buffer.area, look.theme.base);
        match &self.overlay {
            Some(Overlay::Help(help)) => {
                if let Some(cursor) = help.view(body, buffer, &look) {
                    frame.set_cursor_position(cursor);
                }
            }
            Some(Overlay::Menu(menu, choosing)) => {
                let area = menu_area(body, choosing);
                if area != body {
                    self.view_panes(&panes, buffer, &look);
                    beside(area, buffer, &look);
                }
                let cursor = menu.view(area, buffer, &look);
                frame.set_cursor_position(cursor);
                if panes.status.height > 0 {
                    let keys = "Enter takes it, Ctrl-y copies it, Esc goes back";
                    let line = panes.status;
                    let buffer = frame.buffer_mut();
                    write(buffer, line, line.x + 1, line.y, keys, look.theme.quiet);
                }
                return;
            }
            _ if self.health.is_open() => self.health.view(body, buffer, &look),
            _ if self.feeds.is_bare() => welcome::view(body, buffer, &look),
            _ => self.view_panes(&panes, buffer, &look),
        }
        let buffer = frame.buffer_mut();
        if panes.status.height == 0 {
            return;
        }
        if let Some(Overlay::Line(line)) = &self.overlay {
            let cursor = line.view(panes.status, buffer, &look);
            frame.set_cursor_position(cursor);
            return;
        }
        if self.touring && self.overlay.is_none() {
            tour::view(body, buffer, &look);
        }
        let following = self.following();
        if !following.is_empty() {
            which::view(body, buffer, &look, &following);
        }
        if let Some(Overlay::Prompt(prompt)) = &self.overlay {
            let cursor = prompt.view(panes.status, buffer, &look);
            frame.set_cursor_position(cursor);
            return;
        }
        if let Some(Overlay::Confirm(confirm)) = &self.overlay {
            let cursor = confirm.view(panes.status, buffer, &look);
            frame.set_cursor_position(cursor);
            return;
        }
        let here = Some(self.scope());
        let here = here.filter(|scope| self.overlay.is_none() && *scope != Scope::Welcome);
        self.status
            .view(panes.status, buffer, &look, here, &self.corner());
        if let Some(cursor) = self.cursor(&panes, body) {
            frame.set_cursor_position(cursor);
        }
    }

    /// The pictures that are in sight on a screen of this size, to be drawn over the frame.
    pub fn pictures(&self, area: Rect) -> Vec<Stand> {
        let covered = matches!(self.overlay, Some(Overlay::Help(_) | Overlay::Menu(..)));
        if covered || self.talking || self.health.is_open() || self.feeds.is_bare() {
            return Vec::new();
        }
        let panes = panes(area.width, area.height, self.focus, self.wish());
        panes
            .reading
            .map_or_else(Vec::new, |pane| self.article.pictures(pane))
    }

    fn view_panes(&self, panes: &Panes, buffer: &mut Buffer, look: &Look) {
        for rule in &panes.rules {
            for y in rule.top()..rule.bottom() {
                write(buffer, *rule, rule.x, y, look.glyphs.rule, look.theme.rule);
            }
        }
        if let Some(rect) = panes.feeds {
            self.feeds
                .view(rect, buffer, look, self.focus == Focus::Feeds);
        }
        if let Some(rect) = panes.entries {
            let (target, library) = (self.feeds.selected(), self.feeds.library());
            let count = self.feeds.count(target).unwrap_or_default();
            let empty = match (&self.filter, self.manner().show) {
                (None, Show::All) => empty_text(target, target.trouble(library), look),
                (Some(_), _) => format!(
                    "No entry fits; {} and nothing typed shows all again",
                    look.key_of(Action::Query)
                ),
                (None, _) => format!("None of them; {} shows others", look.key_of(Action::Show)),
            };
            let count = match (&self.filter, self.manner().show) {
                (Some((typed, _)), _) => format!("only {typed}"),
                (None, Show::All) => count,
                (None, _) => self.manner().show_name().to_owned(),
            };
            let caption = Caption {
                title: target.title(library),
                count: &count,
                empty: &empty,
                one_feed: matches!(target, Target::Feed(_)) || self.manner().group == Group::Feed,
                focused: self.focus == Focus::Entries,
            };
            self.entries.draw(rect, buffer, look, &caption);
        }
        if let Some(rect) = panes.reading {
            if !self.talking && self.article.row().is_none() {
                let (open, help) = (look.key_of(Action::Open), look.key_of(Action::Help));
                let text = format!("{open} opens an entry; {help} has all keys");
                let room = measure(rect, self.settings.reading.measure);
                write(buffer, room, room.x, room.y, &text, look.theme.quiet);
            } else if self.talking {
                self.thread
                    .view(rect, buffer, look, self.focus == Focus::Thread);
            } else {
                self.article
                    .draw(rect, buffer, look, self.focus == Focus::Article);
            }
        }
    }

    /// The far end of the bottom line: how far down the text one is; that this is the demo.
    fn corner(&self) -> String {
        let progress = match self.focus {
            _ if self.health.is_open() => self.health.progress(),
            Focus::Article => self.article.progress(),
            Focus::Thread => self.thread.progress(),
            Focus::Feeds | Focus::Entries => None,
        };
        let demo = self.settings.demo.then(|| "demo".to_owned());
        let progress = progress.map(|percent| format!("{percent} %"));
        let parts = [self.pressed.shown(), demo, progress];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join("  ")
    }

    /// What may follow the keys that were pressed.
    fn following(&self) -> Vec<Hint> {
        if self.pressed.keys.is_empty() {
            return Vec::new();
        }
        match self.settings.keys.meaning(&self.pressed.keys, self.scope()) {
            Meaning::Prefix(hints) => hints,
            Meaning::Nothing | Meaning::Commands(_) => Vec::new(),
        }
    }

    /// The terminal's cursor stands on the selected row, where a screen reader looks.
    fn cursor(&self, panes: &Panes, body: Rect) -> Option<Position> {
        if self.overlay.is_none() && self.health.is_open() {
            return self.health.cursor(body);
        }
        if self.overlay.is_some() || self.feeds.is_bare() {
            return None;
        }
        match self.focus {
            Focus::Feeds => self.feeds.cursor(panes.feeds?),
            Focus::Entries => self.entries.cursor(panes.entries?),
            Focus::Thread => self.thread.cursor(panes.reading?),
            // Where a screen is read aloud, reading begins at the top of the text.
            Focus::Article if self.settings.accessible => {
                let text = measure(panes.reading?, self.settings.reading.measure);
                Some(Position::new(text.x, text.y))
            }
            Focus::Article => None,
        }
    }
}

/// Empties a panel that lies over the panes at their right, with a thin line before it.
fn beside(area: Rect, buffer: &mut Buffer, look: &Look) {
    clear(buffer, area, look);
    let line = Rect {
        x: area.x.saturating_sub(1),
        width: 1,
        ..area
    };
    for y in area.top()..area.bottom() {
        write(buffer, line, line.x, y, look.glyphs.rule, look.theme.rule);
    }
}

/// Where a menu stands: over everything, but for one that is about what lies below.
pub(super) fn menu_area(body: Rect, choosing: &Choosing) -> Rect {
    if !matches!(choosing, Choosing::Theme(_)) || body.width < 60 {
        return body;
    }
    let width = 44.min(body.width / 2);
    Rect {
        x: body.right() - width,
        width,
        ..body
    }
}

/// What an empty list says: why it is empty, and what to do about it.
fn empty_text(target: Target, trouble: Option<&str>, look: &Look) -> String {
    let key = |action| look.key_of(action);
    let (all, news) = (key(Action::Go), key(Action::RefreshAll));
    match (target, trouble) {
        (_, Some(trouble)) => format!("{trouble} – {} tells more", key(Action::Health)),
        (Target::Today, None) => format!("Nothing came in today; {news} asks for news"),
        (Target::Unread, None) => {
            format!("Nothing is unread; {news} asks for news, {all} goes to another list")
        }
        (Target::Starred, None) => {
            let star = key(Action::ToggleStar);
            format!("Nothing is starred; {star} stars an entry")
        }
        (Target::QuietConversations, None) => "No conversation is over or muted".to_owned(),
        (Target::Conversations, None) => {
            let talk = key(Action::Conversation);
            format!("{talk} under an entry opens its conversation")
        }
        _ => format!("Nothing here yet; {news} asks for news"),
    }
}
