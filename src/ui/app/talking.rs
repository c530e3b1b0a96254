//! What verbs do in a conversation, and for one: moving, looking, following, fetching the rest.

use super::{App, Overlay};
use crate::model::comment::Following;
use crate::model::entry::{EntryId, Mark};
use crate::model::report::Failure;
use crate::model::request::{Completed, Request, Ticket};
use crate::model::view::View;
use crate::text::plain;
use crate::ui::action::Action;
use crate::ui::app::told;
use crate::ui::confirm::Confirm;
use crate::ui::effect::Effect;
use crate::ui::fit::fit;
use crate::ui::layout::Focus;
use crate::ui::prompt::{Prompt, Wanted};
use crate::ui::thread::labels::Pressed;
use crate::ui::thread::visit::Sight;
use crossterm::event::KeyEvent;

/// Columns a title may take in the bottom line.
const TITLE: usize = 30;

/// What was asked of the engine about a conversation, and not answered yet.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Conversations that are shown as followed, or not, until it is known; with how they stood before.
    follows: Vec<(Ticket, EntryId, Following)>,
    completing: Vec<Completing>,
}

#[derive(Debug)]
struct Completing {
    ticket: Ticket,
    entry: EntryId,
    /// No key was pressed since: what is typed next is an answer to what is asked then.
    awaited: bool,
}

impl Pending {
    /// The person went on to something else.
    pub(super) fn keyed(&mut self) {
        for completing in &mut self.completing {
            completing.awaited = false;
        }
    }

    fn completed(&mut self, ticket: Ticket) -> Option<Completing> {
        let at = self.completing.iter().position(|it| it.ticket == ticket);
        at.map(|at| self.completing.remove(at))
    }
}

impl App {
    /// Verbs of the conversation pane alone.
    pub(super) fn in_conversation(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::NextNew => self.go_to_new(true),
            Action::PreviousNew => self.go_to_new(false),
            Action::Parent => self.thread.go_to_parent(),
            Action::Root => self.thread.go_to_root(),
            Action::NextSibling => self.thread.go_to_sibling(true),
            Action::PreviousSibling => self.thread.go_to_sibling(false),
            Action::NextTalk => self.thread.go_to_top_level(true),
            Action::PreviousTalk => self.thread.go_to_top_level(false),
            Action::Order => self.status.say(self.thread.turn()),
            Action::Flat => self.status.say(self.thread.flatten()),
            Action::HideRead => self.status.say(self.thread.hide_read()),
            Action::Guess => self.status.say(self.thread.guess()),
            Action::Search => {
                self.thread.begin_search();
                self.overlay = Some(Overlay::Prompt(Prompt::new(Wanted::Words)));
            }
            Action::NextMatch if !self.thread.is_searching() => return self.ask_next_unread(),
            Action::NextMatch => return self.go_to_match(true),
            Action::PreviousMatch => return self.go_to_match(false),
            Action::Reply => return self.answer_in_browser(),
            Action::Links => self.label_links(),
            Action::CopyQuote => return self.copy_quote(),
            Action::Complete => return self.complete(),
            Action::ToggleSeen => return self.toggle_seen(),
            Action::TakeBackSeen => return self.take_back_seen(),
            _ => {}
        }
        Vec::new()
    }

    fn go_to_new(&mut self, forward: bool) {
        if !self.thread.go_to_new(forward) {
            self.status.say("Nothing is new here");
        }
    }

    fn go_to_match(&mut self, forward: bool) -> Vec<Effect> {
        let opened = self.thread.go_to_match(forward, &mut self.tickets);
        opened.into_iter().collect()
    }

    /// The words typed so far are looked for at once.
    pub(super) fn look_for_words(&mut self) {
        if let Some(Overlay::Prompt(prompt)) = &self.overlay
            && prompt.wanted() == Wanted::Words
        {
            let words = prompt.text().to_owned();
            if self.focus == Focus::Article {
                self.article.look_for(&words);
            } else {
                self.thread.look_for(&words);
            }
        }
    }

    pub(super) fn give_up_words(&mut self) {
        if self.focus == Focus::Article {
            self.article.give_up_search();
        } else {
            self.thread.give_up_search();
        }
    }

    pub(super) fn words_entered(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Article {
            self.status.say(self.article.found());
            return Vec::new();
        }
        let opened = self.thread.found(&mut self.tickets);
        opened.into_iter().collect()
    }

    fn answer_in_browser(&mut self) -> Vec<Effect> {
        let effects = self.with_link(Effect::OpenUrl);
        if !effects.is_empty() {
            self.status.say("Answer on its page, in the browser");
        }
        effects
    }

    fn label_links(&mut self) {
        self.status.say(if self.thread.label_links() {
            "Type the letters of a link to open it; Esc leaves"
        } else {
            "There is no link in this one"
        });
    }

    /// A key typed while there are letters on links.
    pub(super) fn type_label(&mut self, key: KeyEvent) -> Vec<Effect> {
        match self.thread.type_label(key) {
            Pressed::Going => {
                self.status
                    .say("Type the letters of a link to open it; Esc leaves");
                Vec::new()
            }
            Pressed::Left => Vec::new(),
            Pressed::Open(url) => {
                self.status.say(format!("Opening {}", plain::line(&url)));
                vec![Effect::OpenUrl(url)]
            }
        }
    }

    fn copy_quote(&mut self) -> Vec<Effect> {
        let Some(quote) = self.thread.quote() else {
            self.status.say("There is nothing to quote here");
            return Vec::new();
        };
        self.status.say("Copied as a quotation");
        vec![Effect::Copy(quote)]
    }

    /// Follows the current conversation, or lets go of it; one that is over is pinned.
    pub(super) fn follow(&mut self) -> Vec<Effect> {
        self.change_following(|following, over| match (following, over) {
            (Following::Yes | Following::No, true) => Following::Pinned,
            (Following::No | Following::Muted, _) => Following::Yes,
            (Following::Yes | Following::Pinned, _) => Following::Muted,
        })
    }

    pub(super) fn pin(&mut self) -> Vec<Effect> {
        self.change_following(|following, _| match following {
            Following::Pinned => Following::Yes,
            _ => Following::Pinned,
        })
    }

    fn change_following(&mut self, to: fn(Following, bool) -> Following) -> Vec<Effect> {
        let Some(row) = self.current().cloned() else {
            return Vec::new();
        };
        let here = self.thread.entry().map(|entry| entry.id) == Some(row.id);
        let (before, over) = if here && self.thread.has_arrived() {
            self.thread.following()
        } else {
            // Of those that are quiet, the ones that were not muted are over.
            let quiet = self
                .entries
                .list()
                .is_some_and(|list| list.view == View::QuietConversations);
            (row.following, quiet && row.following != Following::Muted)
        };
        let wish = to(before, over);
        let title = fit(&plain::line(row.name()), TITLE);
        self.status.say(told::following(&title, before, wish));
        self.show_following(row.id, wish);
        let ticket = self.tickets.draw();
        self.pending.follows.push((ticket, row.id, before));
        let request = Request::Follow {
            entries: vec![row.id],
            following: wish,
        };
        vec![Effect::Ask(ticket, request)]
    }

    fn show_following(&mut self, entry: EntryId, following: Following) {
        self.entries.follow_conversation(entry, following);
        self.thread.follow(entry, following);
        self.article.update_row(|row| {
            if row.id == entry {
                row.following = following;
            }
        });
    }

    /// It was done; what was shown is so.
    pub(super) fn done(&mut self, ticket: Ticket) {
        self.pending.follows.retain(|(asked, ..)| *asked != ticket);
    }

    /// What was shown before it was known is not so.
    pub(super) fn undone(&mut self, ticket: Ticket) {
        let follows = &mut self.pending.follows;
        let at = follows.iter().position(|(asked, ..)| *asked == ticket);
        if let Some((_, entry, before)) = at.map(|at| follows.remove(at)) {
            self.show_following(entry, before);
        }
        if let Some(completing) = self.pending.completed(ticket) {
            self.thread.completing(completing.entry, false);
        }
    }

    fn complete(&mut self) -> Vec<Effect> {
        let Some(entry) = self.thread.entry().map(|row| row.id) else {
            return Vec::new();
        };
        if self.pending.completing.iter().any(|it| it.entry == entry) {
            self.status.say("The rest is being fetched");
            return Vec::new();
        }
        match self.thread.third_party().map(str::to_owned) {
            Some(host) => {
                self.ask_to_agree(entry, &host);
                Vec::new()
            }
            None => self.fetch_the_rest(entry, false),
        }
    }

    pub(super) fn fetch_the_rest(&mut self, entry: EntryId, agreed: bool) -> Vec<Effect> {
        let ticket = self.tickets.draw();
        self.pending.completing.push(Completing {
            ticket,
            entry,
            awaited: true,
        });
        self.thread.completing(entry, true);
        vec![Effect::Ask(ticket, Request::Complete { entry, agreed })]
    }

    fn ask_to_agree(&mut self, entry: EntryId, host: &str) {
        let question = format!("Ask {} for this talk?", plain::line(host));
        let request = Request::Complete {
            entry,
            agreed: true,
        };
        self.overlay = Some(Overlay::Confirm(Confirm::new(question, request)));
    }

    /// The engine asks no third party by itself. Where the person has gone on meanwhile, nothing is put
    /// in the way of what is being typed.
    pub(super) fn agreement_wanted(&mut self, ticket: Ticket, host: &str) {
        let Some(completing) = self.pending.completed(ticket) else {
            return;
        };
        self.thread.completing(completing.entry, false);
        let here = self.thread.entry().map(|row| row.id) == Some(completing.entry);
        if completing.awaited && here && self.focus == Focus::Thread && self.overlay.is_none() {
            self.ask_to_agree(completing.entry, host);
        } else {
            let host = plain::line(host);
            let key = self.settings.keys.key_of(Action::Complete);
            self.status.say(format!(
                "The talk is had from {host}; {key} in it asks for it"
            ));
        }
        self.thread.told_of_third_party(completing.entry, host);
    }

    pub(super) fn completed(&mut self, ticket: Ticket, completed: &Completed) {
        if let Some(completing) = self.pending.completed(ticket) {
            self.thread.completing(completing.entry, false);
            if completed.whole {
                self.thread.is_whole(completing.entry);
            }
            self.status.say(told::completed(completed));
        }
    }

    pub(super) fn over(&mut self, title: &str) {
        let title = fit(&plain::line(title), TITLE);
        let key = self.settings.keys.key_of(Action::Follow);
        self.status.say(format!(
            "Nobody has said anything under {title} for a week; {key} in it pins it"
        ));
    }

    /// Comments that have been on the screen are seen.
    pub(super) fn tell_seen(&mut self) -> Option<Effect> {
        let hidden = self.overlay.is_some() || self.health.is_open();
        if self.focus != Focus::Thread || hidden {
            return None;
        }
        let sight = self.thread.passed()?;
        Some(self.tell(sight))
    }

    fn toggle_seen(&mut self) -> Vec<Effect> {
        let Some(sight) = self.thread.toggle_seen() else {
            self.status.say("There is no comment here");
            return Vec::new();
        };
        self.status
            .say(if sight.seen() { "Seen" } else { "It stays new" });
        vec![self.tell(sight)]
    }

    fn take_back_seen(&mut self) -> Vec<Effect> {
        let Some(sight) = self.thread.take_back_seen() else {
            self.status.say("Nothing was seen in this visit");
            return Vec::new();
        };
        self.status.say(match sight.count() {
            1 => "1 comment is new again".to_owned(),
            many => format!("{many} comments are new again"),
        });
        vec![self.tell(sight)]
    }

    fn tell(&mut self, sight: Sight) -> Effect {
        for entry in sight.entries() {
            self.entries.mark(entry, Mark::Read(sight.seen()));
        }
        self.tickets.order(sight.request())
    }

    /// The failure of something about a conversation, put where the person looks.
    pub(super) fn talk_failed(&mut self, ticket: Ticket, failure: &Failure) {
        self.undone(ticket);
        self.status.fail(failure);
    }
}
