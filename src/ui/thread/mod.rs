//! Pane: the conversation under one entry, as a tree.
//!
//! What was new when the conversation was opened stays marked for the visit, although it is counted
//! as seen once it has been on the screen. Comments that arrive meanwhile do not move what is read.
//! Nothing is laid out but what is on the screen or next to it.

pub mod comment;
mod finding;
pub mod labels;
mod moving;
mod quote;
mod runs;
mod search;
mod sets;
mod stand;
mod state;
mod view;
pub mod visit;
mod window;

use crate::model::comment::{Conversation, Following, Missing};
use crate::model::entry::{EntryId, EntryRow};
use crate::model::request::{Request, Ticket};
use crate::thread::tree::{NodeKind, Order};
use crate::ui::ask::{Latest, Tickets};
use crate::ui::effect::Effect;
use crate::ui::look::Talks;
use crate::ui::thread::labels::Labels;
use crate::ui::thread::sets::Sets;
use crate::ui::thread::stand::{Stand, Ways};
use crate::ui::thread::visit::Visit;
use crate::ui::thread::window::Place;

/// A question for the conversation of an entry; opened, or only read again.
type Question = (EntryId, bool);

/// The conversation pane.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent fact"
)]
pub struct ThreadPane {
    entry: Option<EntryRow>,
    questions: Latest<Question>,
    stand: Stand,
    visit: Visit,
    sets: Sets,
    top: Place,
    height: usize,
    /// The rows on the screen, and the line of the list each starts on.
    shown: Vec<(usize, isize)>,
    progress: Option<usize>,
    labels: Option<Labels>,
    /// The comment one began to search at.
    searched_from: Option<String>,
    /// What is kept is here.
    arrived: bool,
    asking: bool,
    completing: bool,
    /// All that can be had was fetched in this visit.
    whole: bool,
}

impl ThreadPane {
    pub fn new(talks: Talks) -> Self {
        Self {
            entry: None,
            questions: Latest::default(),
            stand: Stand::new(Ways::from(talks)),
            visit: Visit::default(),
            sets: Sets::default(),
            top: Place::default(),
            height: 0,
            shown: Vec::new(),
            progress: None,
            labels: None,
            searched_from: None,
            arrived: false,
            asking: false,
            completing: false,
            whole: false,
        }
    }

    pub fn entry(&self) -> Option<&EntryRow> {
        self.entry.as_ref()
    }

    /// Opens the conversation under an entry.
    pub fn open(&mut self, row: &EntryRow, tickets: &mut Tickets) -> Option<Effect> {
        if self.entry.as_ref().is_none_or(|entry| entry.id != row.id) {
            let ways = Ways {
                new_only: false,
                ..self.stand.ways
            };
            self.stand = Stand::new(ways);
            self.sets.forget();
            self.top = Place::default();
            self.completing = false;
            self.arrived = false;
        }
        self.visit = Visit::default();
        self.whole = false;
        self.labels = None;
        self.entry = Some(row.clone());
        self.asking = true;
        self.questions.want((row.id, true), tickets).map(ask)
    }

    /// Reads it again if it is the one that got news.
    pub fn talked(&mut self, entry: EntryId, tickets: &mut Tickets) -> Option<Effect> {
        if self.entry.as_ref()?.id != entry {
            return None;
        }
        self.asking = false;
        self.questions.want((entry, false), tickets).map(ask)
    }

    /// Takes a conversation in if it is the one shown; then what to ask next.
    pub fn arrived(
        &mut self,
        ticket: Ticket,
        conversation: Conversation,
        tickets: &mut Tickets,
    ) -> Option<Effect> {
        let (answered, opened) = self.questions.answered(ticket)?;
        if self
            .entry
            .as_ref()
            .is_some_and(|entry| entry.id == answered)
        {
            self.take(conversation, opened);
        }
        self.questions.next(tickets).map(ask)
    }

    pub fn failed(&mut self, ticket: Ticket) -> bool {
        let ours = self.questions.answered(ticket).is_some();
        self.asking &= !ours;
        ours
    }

    fn take(&mut self, mut conversation: Conversation, opened: bool) {
        let pin = self.pin();
        let first = !self.arrived;
        self.visit.dress(&mut conversation.comments);
        if first || opened {
            self.stand.folds = conversation.folds.iter().cloned().collect();
        }
        self.stand.take(conversation);
        self.sets.forget();
        self.arrived = true;
        if first {
            self.top = Place::default();
        }
        self.hold(pin);
    }

    /// Letters stay on links as long as these are the selected comment's.
    fn check_labels(&mut self) {
        let node = self.stand.selected();
        let links = || node.map(|node| comment::text(node).into_owned().links);
        self.labels
            .take_if(|labels| !links().is_some_and(|links| labels.are_of(&links)));
    }

    /// Folds the selected comment, or opens it.
    pub fn fold(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        let key = self.stand.key()?.to_owned();
        self.stand.folds.toggle(&key);
        self.folded(tickets)
    }

    fn folded(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        let pin = self.pin();
        self.stand.arrange();
        self.sets.forget();
        self.hold(pin);
        let request = Request::Fold {
            entry: self.entry.as_ref()?.id,
            folds: self.stand.folds.keys(),
        };
        Some(tickets.order(request))
    }

    /// The next order; what it is called.
    pub fn turn(&mut self) -> &'static str {
        self.stand.ways.next_order();
        self.replant();
        match (self.stand.ways.order, self.stand.ways.flat) {
            (Order::OldestFirst, _) => "Oldest first",
            (Order::Activity, false) => "The talk that goes on comes first",
            _ => "Newest first",
        }
    }

    /// Flat, or as a tree again.
    pub fn flatten(&mut self) -> &'static str {
        let flat = &mut self.stand.ways.flat;
        *flat = !*flat;
        let said = if *flat {
            "Flat: everybody in turn"
        } else {
            "As a tree"
        };
        self.replant();
        said
    }

    /// Parents are guessed from words, or are not.
    pub fn guess(&mut self) -> &'static str {
        let guess = &mut self.stand.ways.guess;
        *guess = !*guess;
        let said = if *guess {
            "Who answers whom is guessed where nothing tells"
        } else {
            "Nothing is guessed"
        };
        self.replant();
        said
    }

    /// What was read before this visit is hidden, or shown again.
    pub fn hide_read(&mut self) -> &'static str {
        let new_only = &mut self.stand.ways.new_only;
        *new_only = !*new_only;
        let said = if *new_only {
            "What was read is hidden"
        } else {
            "All is shown"
        };
        let pin = self.pin();
        self.stand.arrange();
        self.sets.forget();
        self.hold(pin);
        said
    }

    fn replant(&mut self) {
        let pin = self.pin();
        self.stand.replant();
        self.sets.forget();
        self.hold(pin);
    }

    /// The address of the selected comment, else of the page of the talk.
    pub fn link(&self) -> Option<&str> {
        let selected = self.stand.selected().and_then(|node| match &node.kind {
            NodeKind::Comment(comment) => comment.link.as_deref(),
            NodeKind::Missing { .. } | NodeKind::Pings(_) => None,
        });
        selected.or(self.stand.told().page.as_deref())
    }

    /// The selected comment as one quotes it.
    pub fn quote(&self) -> Option<String> {
        quote::quote(self.stand.selected()?)
    }

    /// Whether a person follows it, and whether it is over.
    pub fn following(&self) -> (Following, bool) {
        let told = self.stand.told();
        (told.following, told.over)
    }

    pub fn follow(&mut self, entry: EntryId, following: Following) {
        if let Some(row) = self.entry.as_mut().filter(|row| row.id == entry) {
            row.following = following;
            self.stand.told_mut().following = following;
        }
    }

    /// What is here of it tells whether it is followed; before that, its entry does.
    pub fn has_arrived(&self) -> bool {
        self.arrived
    }

    /// The host that has the talk and is asked only when the person agrees.
    pub fn third_party(&self) -> Option<&str> {
        match &self.stand.told().missing {
            Some(Missing::Agreement { host }) => Some(host),
            _ => None,
        }
    }

    pub fn told_of_third_party(&mut self, entry: EntryId, host: &str) {
        let here = self.entry.as_ref().is_some_and(|row| row.id == entry);
        let told = self.stand.told_mut();
        if here && told.feed.is_none() {
            told.missing = Some(Missing::Agreement {
                host: host.to_owned(),
            });
        }
    }

    /// The rest of it is being fetched, or no longer.
    pub fn completing(&mut self, entry: EntryId, under_way: bool) {
        if self.entry.as_ref().is_some_and(|row| row.id == entry) {
            self.completing = under_way;
        }
    }

    /// There is no rest to be fetched.
    pub fn is_whole(&mut self, entry: EntryId) {
        if self.entry.as_ref().is_some_and(|row| row.id == entry) {
            self.whole = true;
        }
    }

    pub fn progress(&self) -> Option<usize> {
        self.progress
    }
}

fn ask((ticket, (entry, open)): (Ticket, Question)) -> Effect {
    Effect::Ask(ticket, Request::Conversation { entry, open })
}
