//! What is known of a conversation, honestly and on one line: how much of it is here, what is new, whether
//! it is followed and when it is asked next, or why it is not. What matters least goes first where the
//! line is short.

use super::ThreadPane;
use crate::model::comment::{Conversation, Following, Members, Missing, Provenance};
use crate::model::entry::EntryRow;
use crate::model::health::Next;
use crate::text::plain;
use crate::thread::tree::Order;
use crate::ui::action::Action;
use crate::ui::age;
use crate::ui::fit::width;
use crate::ui::look::{Look, write};
use crate::ui::thread::comment::source;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A piece of it, and how much it matters: the higher the number, the sooner it goes.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    weight: u8,
    text: String,
    tone: Tone,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Tone {
    Quiet,
    New,
    Trouble,
}

fn part(weight: u8, text: impl Into<String>) -> Part {
    Part {
        weight,
        text: text.into(),
        tone: Tone::Quiet,
    }
}

fn toned(weight: u8, tone: Tone, text: impl Into<String>) -> Part {
    Part {
        tone,
        ..part(weight, text)
    }
}

impl ThreadPane {
    pub(super) fn draw_state(&self, at: Rect, buffer: &mut Buffer, look: &Look, entry: &EntryRow) {
        let dot = format!(" {} ", look.glyphs.dot);
        let parts = kept(self.state(entry, look), width(&dot), usize::from(at.width));
        let mut x = at.x;
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                x = write(buffer, at, x, at.y, &dot, look.theme.quiet);
            }
            let style = match part.tone {
                Tone::Quiet => look.theme.quiet,
                Tone::New => look.theme.new,
                Tone::Trouble => look.theme.trouble,
            };
            x = write(buffer, at, x, at.y, &part.text, style);
        }
    }

    fn state(&self, entry: &EntryRow, look: &Look) -> Vec<Part> {
        let told = self.stand.told();
        let mut parts = self.counts(told, look);
        parts.extend(self.activity(told, look));
        parts.extend(self.followed(told, look));
        parts.extend(self.ways());
        let usual = self.stand.usual();
        if usual != Provenance::Feed && self.stand.thread().total > 0 {
            parts.push(part(6, format!("from {}", source(usual))));
        }
        parts.push(part(8, entry.feed_title.clone()));
        parts
    }

    fn counts(&self, told: &Conversation, look: &Look) -> Vec<Part> {
        let thread = self.stand.thread();
        let one_or_many = match told.members {
            Members::Comments => ("comment", "comments"),
            Members::Entries => ("message", "messages"),
        };
        let all = usize::try_from(told.told.unwrap_or(0)).unwrap_or(usize::MAX);
        let mut parts = Vec::new();
        match (thread.total, all) {
            (0, 0) => {}
            (known, told) if told > known => {
                parts.push(part(0, format!("{known} of {told} known")));
                if !self.completing && !self.whole {
                    parts.push(part(
                        4,
                        format!("{} fetches the rest", look.key_of(Action::Complete)),
                    ));
                }
            }
            (1, _) => parts.push(part(0, format!("1 {}", one_or_many.0))),
            (known, _) => parts.push(part(0, format!("{known} {}", one_or_many.1))),
        }
        if thread.new > 0 && thread.new < thread.total {
            parts.push(toned(1, Tone::New, format!("{} new", thread.new)));
        }
        if let Some(search) = &self.stand.search
            && !search.words().is_empty()
        {
            let here = self.stand.row().map(|row| self.stand.visible()[row]);
            let at = here.and_then(|node| search.hits().binary_search(&node).ok());
            let words = search.words();
            let said = match (search.hits().len(), at) {
                (0, _) => format!("nothing matches “{words}”"),
                (many, None) => format!("{many} match “{words}”"),
                (many, Some(at)) => format!("match {} of {many}: “{words}”", at + 1),
            };
            parts.push(part(0, said));
        }
        parts
    }

    /// What is being done, what went wrong, or why nothing can be done.
    fn activity(&self, told: &Conversation, look: &Look) -> Vec<Part> {
        let known = self.stand.thread().total;
        if self.completing {
            return vec![part(1, "fetching the rest …".to_owned())];
        }
        if self.asking {
            let text = if told.missing == Some(Missing::Unsought) {
                "looking for its comments …"
            } else {
                "asking …"
            };
            return vec![part(1, text.to_owned())];
        }
        if !self.arrived {
            return Vec::new();
        }
        let page = match (&told.page, self.link()) {
            (None, None) => None,
            _ => Some(format!("{} opens the page", look.key_of(Action::Browse))),
        };
        let mut parts = Vec::new();
        match (&told.trouble, &told.missing) {
            (Some(trouble), _) => parts.push(toned(1, Tone::Trouble, plain::line(trouble))),
            // Comments that came another way stand there all the same.
            (None, Some(Missing::Nothing { .. })) if known > 0 => {
                parts.push(part(5, "no comment feed".to_owned()));
            }
            (None, Some(Missing::Nothing { why, .. })) => {
                parts.push(part(0, format!("no comment feed: {}", plain::line(why))));
                parts.extend(page.map(|page| part(3, page)));
            }
            (None, Some(Missing::Agreement { host })) => {
                let there = told.page.as_deref().and_then(host_of);
                if let Some(there) = there.filter(|there| there != host) {
                    parts.push(part(2, format!("the talk is on {}", plain::line(&there))));
                }
                let key = look.key_of(Action::Complete);
                parts.push(part(0, format!("{key} asks {}", plain::line(host))));
            }
            (None, Some(Missing::Unsought)) => {
                let key = look.key_of(Action::Refresh);
                parts.push(part(2, format!("no comment feed yet; {key} looks for one")));
            }
            (None, None) if told.feed.is_none() && told.members == Members::Comments => {
                parts.push(part(2, "no comment feed is known".to_owned()));
                parts.extend(page.map(|page| part(3, page)));
            }
            (None, None) if known == 0 => {
                parts.push(part(1, "nobody has said anything yet".to_owned()));
            }
            (None, None) => {}
        }
        parts
    }

    fn followed(&self, told: &Conversation, look: &Look) -> Vec<Part> {
        let mut parts = Vec::new();
        if !self.arrived {
            return parts;
        }
        let follow = look.key_of(Action::Follow);
        match told.following {
            Following::Yes | Following::No if told.over => {
                let since = self.stand.last_said().map(|last| look.age(last));
                let over = since.map_or("over".to_owned(), |since| format!("over since {since}"));
                parts.push(part(2, over));
                parts.push(part(3, format!("{follow} pins it")));
            }
            Following::Muted => parts.push(part(3, "muted".to_owned())),
            Following::Yes => parts.push(part(3, "followed".to_owned())),
            Following::Pinned => parts.push(part(3, "pinned".to_owned())),
            Following::No => {
                if told.missing.is_none() && !self.asking {
                    parts.push(part(7, format!("{follow} follows it")));
                }
            }
        }
        let followed = matches!(told.following, Following::Yes | Following::Pinned);
        if let (Some((Next::At(at), _)), true) = (&told.next, followed && !told.over) {
            let next = if *at > look.now {
                format!("next look {}", age::until(*at, look.now))
            } else {
                "due now".to_owned()
            };
            parts.push(part(5, next));
        }
        parts
    }

    fn ways(&self) -> Vec<Part> {
        let ways = self.stand.ways;
        let mut parts = Vec::new();
        if ways.new_only {
            let text = match self.stand.hidden() {
                0 => "only what is new".to_owned(),
                hidden => format!("{hidden} read hidden"),
            };
            parts.push(part(2, text));
        }
        if ways.flat {
            parts.push(part(4, "flat".to_owned()));
        }
        match ways.order {
            Order::OldestFirst => {}
            Order::Activity if !ways.flat => parts.push(part(5, "by activity".to_owned())),
            Order::NewestFirst | Order::Activity => parts.push(part(5, "newest first".to_owned())),
        }
        if !ways.guess {
            parts.push(part(6, "no guesses".to_owned()));
        }
        parts
    }
}

/// The parts for which there is room; the last one may have to be cut.
fn kept(mut parts: Vec<Part>, dot: usize, room: usize) -> Vec<Part> {
    let wide = |parts: &[Part]| {
        let texts: usize = parts.iter().map(|part| width(&part.text)).sum();
        texts + dot * parts.len().saturating_sub(1)
    };
    while parts.len() > 1 && wide(&parts) > room {
        let least = parts.iter().map(|part| part.weight).max();
        match parts.iter().rposition(|part| Some(part.weight) == least) {
            Some(at) => parts.remove(at),
            None => break,
        };
    }
    parts
}

/// The host of an address of the web.
fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    (!host.is_empty()).then(|| host.trim_start_matches("www.").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_least_goes_first() {
        let parts = || {
            vec![
                part(0, "27 comments"),
                part(1, "3 new"),
                part(5, "next look in 20 min"),
                part(3, "followed"),
            ]
        };
        let check = |room, expect: &[&str]| {
            let kept = kept(parts(), 3, room);
            let kept: Vec<&str> = kept.iter().map(|part| part.text.as_str()).collect();
            assert_eq!(kept, expect, "{room}");
        };
        let all = ["27 comments", "3 new", "next look in 20 min", "followed"];
        check(52, &all);
        check(51, &["27 comments", "3 new", "followed"]);
        check(29, &["27 comments", "3 new"]);
        check(8, &["27 comments"]);
        assert_eq!(kept(Vec::new(), 3, 10), []);
    }

    #[test]
    fn hosts_are_named_as_people_know_them() {
        for (url, expect) in [
            ("https://www.A.example/b", Some("a.example")),
            ("https://ana:secret@a.example?x", Some("a.example")),
            ("mailto:ana@a.example", None),
            ("http:///x", None),
        ] {
            assert_eq!(host_of(url).as_deref(), expect, "{url}");
        }
    }
}
