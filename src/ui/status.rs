//! The bottom line: how a refresh stands, what was said or failed, and the keys that matter here.

use crate::model::report::{Failure, MoveFate, Moved, Outcome, PollReport};
use crate::ui::action::{Action, Scope, VERBS, Verb, verb};
use crate::ui::fit::width;
use crate::ui::keymap::shown;
use crate::ui::layout::Focus;
use crate::ui::look::{Look, write, write_right};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What the line says when it is not giving hints.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    Plain(String),
    Trouble(String),
}

/// The bottom line.
#[derive(Debug, Default)]
pub struct Status {
    message: Option<Message>,
    polling: Option<(usize, usize)>,
    tally: Tally,
    /// The person asked for this refresh and wants to hear what came of it.
    awaited: bool,
}

/// What the refresh under way has brought so far.
#[derive(Debug, Default)]
struct Tally {
    new: u32,
    failed: Vec<(String, String)>,
}

impl Status {
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message::Plain(text.into()));
    }

    pub fn fail(&mut self, failure: &Failure) {
        self.message = Some(Message::Trouble(failure.to_string()));
    }

    /// The person went on: what was said has been read.
    pub fn clear(&mut self) {
        self.message = None;
    }

    pub fn polled(&mut self, report: PollReport) {
        match report.outcome {
            Outcome::Updated { new, .. } => self.tally.new += new,
            Outcome::Unchanged => {}
            Outcome::Failed { why } => self.tally.failed.push((report.title, why)),
        }
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

    /// A refresh went on; at its end the line says what came of it, if somebody waits for that.
    pub fn polling(&mut self, done: usize, total: usize) {
        self.polling = (done < total).then_some((done, total));
        if self.polling.is_some() || !std::mem::take(&mut self.awaited) {
            return;
        }
        let tally = std::mem::take(&mut self.tally);
        let news = match tally.new {
            0 => "nothing new".to_owned(),
            new => format!("{new} new"),
        };
        match &tally.failed[..] {
            [] => self.say(news),
            [(title, why)] => self.trouble(format!("{news}; {title}: {why}")),
            [(title, why), rest @ ..] => {
                self.trouble(format!(
                    "{news}; {title}: {why} – and {} more failed",
                    rest.len()
                ));
            }
        }
    }

    fn trouble(&mut self, text: String) {
        self.message = Some(Message::Trouble(text));
    }

    /// Draws it; where no pane has the keyboard there is nothing to give hints about.
    pub fn view(
        &self,
        line: Rect,
        buffer: &mut Buffer,
        look: &Look,
        focus: Option<Focus>,
        right: &str,
    ) {
        let mut room = Rect {
            width: line.width.saturating_sub(1),
            ..line
        };
        let x = write_right(buffer, room, line.y, right, look.theme.quiet);
        room.width = x.saturating_sub(room.x + 1);
        let mut x = line.x + 1;
        if let Some((done, total)) = self.polling {
            let text = format!("{} {done}/{total}  ", look.glyphs.turning);
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
                if let Some(focus) = focus {
                    hints(Rect { x, width, ..room }, buffer, look, focus);
                }
            }
        }
    }
}

/// Keys of the verbs that carry a hint and mean something here. Those that do not fit whole are left
/// out, help last of all: from there one finds the others.
fn hints(room: Rect, buffer: &mut Buffer, look: &Look, focus: Focus) {
    let here = |verb: &&Verb| match verb.scope {
        Scope::Everywhere => true,
        Scope::Thread => focus == Focus::Thread,
        Scope::Welcome => false,
    };
    let help = hint_width(verb(Action::Help));
    let mut x = room.x;
    for verb in VERBS.iter().filter(here) {
        let wide = hint_width(verb);
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

/// Columns of a verb's hint; nought where it has none.
fn hint_width(verb: &Verb) -> u16 {
    let (Some(hint), Some(key)) = (verb.hint, verb.keys.first()) else {
        return 0;
    };
    u16::try_from(width(&shown(key)) + 1 + width(hint)).unwrap_or(0)
}

fn write_hint(room: Rect, x: u16, buffer: &mut Buffer, look: &Look, verb: &Verb) -> u16 {
    let key = verb.keys.first().map(|key| shown(key)).unwrap_or_default();
    let x = write(buffer, room, x, room.y, &key, look.theme.accent);
    let hint = verb.hint.unwrap_or_default();
    write(buffer, room, x + 1, room.y, hint, look.theme.quiet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::FeedId;

    fn report(outcome: Outcome) -> PollReport {
        PollReport {
            feed: FeedId(1),
            title: "Ledger".to_owned(),
            outcome,
        }
    }

    #[test]
    fn the_end_of_a_refresh_says_what_came_of_it() {
        let failed = || Outcome::Failed {
            why: "no such host".to_owned(),
        };
        let new = |new| Outcome::Updated { new, changed: 0 };
        for (outcomes, expect) in [
            (
                vec![new(2), Outcome::Unchanged, new(1)],
                Message::Plain("3 new".to_owned()),
            ),
            (
                vec![Outcome::Unchanged; 3],
                Message::Plain("nothing new".to_owned()),
            ),
            (
                vec![failed(), new(1)],
                Message::Trouble("1 new; Ledger: no such host".to_owned()),
            ),
            (
                vec![failed(), failed(), failed()],
                Message::Trouble(
                    "nothing new; Ledger: no such host – and 2 more failed".to_owned(),
                ),
            ),
        ] {
            let mut status = Status::default();
            status.await_refresh();
            let total = outcomes.len();
            for (done, outcome) in outcomes.into_iter().enumerate() {
                status.polled(report(outcome));
                status.polling(done + 1, total);
            }
            assert_eq!(status.message, Some(expect));
        }
    }
}
