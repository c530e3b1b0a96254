//! The bottom line: how a refresh stands, what was said or failed, and the keys that matter here.

use crate::model::feed::FeedId;
use crate::model::report::{Failure, Left, MoveFate, Moved, PollReport};
use crate::model::time::Time;
use crate::ui::action::{Action, VERBS, Verb, verb};
use crate::ui::fit::width;
use crate::ui::keymap::Keymap;
use crate::ui::look::{Look, write, write_right};
use crate::ui::scope::Scope;
use crate::ui::tally::{self, Tally};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::Arc;

/// What the line says when it is not giving hints.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    Plain(String),
    Trouble(String),
}

/// Lines that can be read again.
const LOGGED: usize = 200;

/// Said once, when nobody can be reached any more.
const OFFLINE: &str = "Nobody can be reached; nothing is asked until the network is back";

/// The bottom line.
#[derive(Debug, Default)]
pub struct Status {
    message: Option<Message>,
    /// What was said, the newest last.
    log: Vec<String>,
    keys: Arc<Keymap>,
    polling: Option<(usize, usize)>,
    tally: Tally,
    /// The person asked for this refresh and wants to hear what came of it.
    awaited: bool,
    offline: bool,
}

impl Status {
    pub fn new(keys: Arc<Keymap>) -> Self {
        Self {
            keys,
            ..Self::default()
        }
    }

    /// Other keys from now on.
    pub fn set_keys(&mut self, keys: Arc<Keymap>) {
        self.keys = keys;
    }

    pub fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.note(&text);
        self.message = Some(Message::Plain(text));
    }

    pub fn fail(&mut self, failure: &Failure) {
        self.trouble(failure.to_string());
    }

    /// The person went on: what was said has been read.
    pub fn clear(&mut self) {
        self.message = None;
    }

    pub fn polled(&mut self, report: PollReport) {
        self.tally.count(report);
    }

    /// Nobody can be reached, or somebody can again.
    pub fn offline(&mut self, offline: bool) {
        if offline && !self.offline {
            self.trouble(OFFLINE.to_owned());
        }
        let said = Message::Trouble(OFFLINE.to_owned());
        self.message.take_if(|message| !offline && *message == said);
        self.offline = offline;
    }

    /// A server says that a feed has moved for good.
    pub fn moved(&mut self, moved: &Moved) {
        let Moved { title, to, .. } = moved;
        self.say(match moved.fate {
            MoveFate::Followed => format!("{title} has moved and is followed to {to}"),
            MoveFate::Taken => format!("{title} says it has moved to {to}, which you have already"),
            MoveFate::Suspect => format!("{title} stays: many servers at once point to {to}"),
        });
    }

    /// The person asks for a refresh.
    pub fn await_refresh(&mut self) {
        self.awaited = true;
        self.tally = Tally::default();
    }

    /// The refresh began, as far as it may; gives the feed that is asked if the person insists.
    pub fn refreshing(&mut self, asked: usize, left: &[Left], now: Time) -> Option<FeedId> {
        if !self.awaited {
            return None;
        }
        if let Some(text) = self.tally.begin(asked, left, now, &self.keys) {
            self.say(text);
        }
        // Where others are being asked, their end is still awaited.
        self.awaited = asked > 0 || self.polling.is_some();
        tally::offered(asked, left).map(|left| left.feed)
    }

    /// A refresh went on; at its end the line says what came of it, if somebody waits for that.
    pub fn polling(&mut self, done: usize, total: usize) {
        self.polling = (done < total).then_some((done, total));
        if self.polling.is_some() || !std::mem::take(&mut self.awaited) {
            return;
        }
        match std::mem::take(&mut self.tally).end(&self.keys) {
            (text, true) => self.trouble(text),
            (text, false) => self.say(text),
        }
    }

    /// What was said, the newest last.
    pub fn log(&self) -> &[String] {
        &self.log
    }

    fn note(&mut self, text: &str) {
        if self.log.len() >= LOGGED {
            self.log.remove(0);
        }
        self.log.push(text.to_owned());
    }

    /// Something went wrong.
    pub fn trouble(&mut self, text: impl Into<String>) {
        let text = text.into();
        self.note(&text);
        self.message = Some(Message::Trouble(text));
    }

    /// Draws it; where nothing but the line has the keyboard there is nothing to give hints about.
    pub fn view(
        &self,
        line: Rect,
        buffer: &mut Buffer,
        look: &Look,
        here: Option<Scope>,
        right: &str,
    ) {
        let mut room = Rect {
            width: line.width.saturating_sub(1),
            ..line
        };
        let x = write_right(buffer, room, line.y, right, look.theme.quiet);
        room.width = x.saturating_sub(room.x + 1);
        if self.offline {
            let x = write_right(buffer, room, line.y, "offline", look.theme.trouble);
            room.width = x.saturating_sub(room.x + 1);
        }
        let mut x = line.x + 1;
        if let Some((done, total)) = self.polling {
            let text = if look.still {
                "asking …  ".to_owned()
            } else {
                format!("{} {done}/{total}  ", look.glyphs.turning)
            };
            x = write(buffer, room, x, line.y, &text, look.theme.accent);
        }
        match &self.message {
            Some(Message::Plain(text)) => {
                write(buffer, room, x, line.y, text, look.theme.text);
            }
            Some(Message::Trouble(text)) => {
                write(buffer, room, x, line.y, text, look.theme.trouble);
            }
            None => {
                let width = room.right().saturating_sub(x);
                if let Some(here) = here {
                    hints(Rect { x, width, ..room }, buffer, look, here);
                }
            }
        }
    }
}

/// Keys of the verbs that carry a hint and mean something here. Those that do not fit whole are left
/// out, help last of all: from there one finds the others.
fn hints(room: Rect, buffer: &mut Buffer, look: &Look, here: Scope) {
    let help = hint_width(verb(Action::Help), look);
    let mut x = room.x;
    for verb in hinted(here) {
        let wide = hint_width(verb, look);
        let kept_free = if verb.action == Action::Help {
            0
        } else {
            help + 2
        };
        if wide > 0 && x + wide + kept_free <= room.right() {
            x = write_hint(room, x, buffer, look, verb) + 2;
        }
    }
}

/// What matters most in a conversation.
const TALKING: [Action; 7] = [
    Action::NextNew,
    Action::Fold,
    Action::Follow,
    Action::Reply,
    Action::Search,
    Action::Browse,
    Action::Help,
];

/// What matters most in an article.
const READING: [Action; 9] = [
    Action::NextUnread,
    Action::Conversation,
    Action::Links,
    Action::FullText,
    Action::Pictures,
    Action::Search,
    Action::ToggleStar,
    Action::Browse,
    Action::Help,
];

/// The verbs to hint at. Of those that are everywhere few have to do with the health view; an article and a
/// conversation have their own.
fn hinted(here: Scope) -> Vec<&'static Verb> {
    match here {
        Scope::Thread => return TALKING.into_iter().map(verb).collect(),
        Scope::Article => return READING.into_iter().map(verb).collect(),
        _ => {}
    }
    let matters = |verb: &&Verb| match verb.scope {
        Scope::Everywhere if here == Scope::Health => {
            matches!(verb.action, Action::Open | Action::Browse | Action::Help)
        }
        Scope::Everywhere => verb.action != Action::Fold,
        scope => here.chain().contains(&scope),
    };
    VERBS.iter().filter(matters).collect()
}

/// Columns of a verb's hint; nought where it has none.
fn hint_width(verb: &Verb, look: &Look) -> u16 {
    let Some(hint) = verb.hint else {
        return 0;
    };
    u16::try_from(width(&look.key_of(verb.action)) + 1 + width(hint)).unwrap_or(0)
}

fn write_hint(room: Rect, x: u16, buffer: &mut Buffer, look: &Look, verb: &Verb) -> u16 {
    let key = look.key_of(verb.action);
    let x = write(buffer, room, x, room.y, &key, look.theme.accent);
    let hint = verb.hint.unwrap_or_default();
    write(buffer, room, x + 1, room.y, hint, look.theme.quiet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::health::Next;
    use crate::model::report::Outcome;

    fn plain(text: &str) -> Message {
        Message::Plain(text.to_owned())
    }

    fn unchanged() -> PollReport {
        PollReport {
            feed: FeedId(1),
            title: "Ledger".to_owned(),
            url: "http://ledger.example/".to_owned(),
            outcome: Outcome::Unchanged,
            status: Some(304),
            next: Next::Now,
            reason: String::new(),
        }
    }

    fn recent() -> Left {
        Left {
            feed: FeedId(7),
            title: "Ledger".to_owned(),
            url: "http://ledger.example/".to_owned(),
            next: Next::At(Time(600)),
            why: "looked at 3 minutes ago".to_owned(),
            may_insist: true,
        }
    }

    #[test]
    fn a_refresh_says_at_once_who_is_not_asked_and_at_the_end_what_came() {
        let mut status = Status::default();
        status.await_refresh();
        assert_eq!(status.refreshing(2, &[recent()], Time(0)), None);
        assert_eq!(status.message, Some(plain("2 asked, 1 not due")));
        status.polled(unchanged());
        status.polling(1, 2);
        status.clear();
        status.polled(unchanged());
        status.polling(2, 2);
        assert_eq!(
            status.message,
            Some(plain("nothing new; 2 asked, 1 not due"))
        );
    }

    #[test]
    fn a_refused_refresh_is_not_awaited_and_offers_to_insist() {
        let mut status = Status::default();
        status.await_refresh();
        let offered = status.refreshing(0, &[recent()], Time(0));
        assert_eq!(offered, Some(FeedId(7)));
        status.clear();
        status.polled(unchanged());
        status.polling(1, 1);
        assert_eq!(status.message, None, "what polls by itself is not told");
    }

    #[test]
    fn what_nobody_asked_for_is_not_told() {
        let mut status = Status::default();
        assert_eq!(status.refreshing(0, &[recent()], Time(0)), None);
        assert_eq!(status.message, None);
    }

    #[test]
    fn being_offline_is_said_once() {
        let mut status = Status::default();
        status.offline(true);
        let said = Some(Message::Trouble(OFFLINE.to_owned()));
        assert_eq!(status.message, said);
        status.clear();
        status.offline(true);
        assert_eq!(status.message, None);
        status.offline(false);
        status.offline(true);
        assert_eq!(status.message, said);
        status.offline(false);
        assert_eq!(status.message, None);
    }
}
