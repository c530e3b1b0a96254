//! Looking for words in the conversation, and for links in a comment.

use super::ThreadPane;
use crate::thread::fold;
use crate::ui::ask::Tickets;
use crate::ui::effect::Effect;
use crate::ui::thread::comment::text;
use crate::ui::thread::labels::{Labels, Pressed};
use crate::ui::thread::search::Search;
use crossterm::event::KeyEvent;

impl ThreadPane {
    /// The person begins to type what to look for.
    pub fn begin_search(&mut self) {
        let mut search = Search::default();
        search.read(self.stand.thread());
        self.stand.search = Some(search);
        self.searched_from = self.stand.key().map(str::to_owned);
        self.searched();
    }

    /// The words so far: the first match from where one began is selected, or what hides it. Nothing is
    /// opened before the words are whole.
    pub fn look_for(&mut self, words: &str) {
        let Some(search) = &mut self.stand.search else {
            return;
        };
        search.look_for(words);
        self.searched();
        let goal = self.first_match().or(self.beginning());
        let row = goal.and_then(|node| {
            let (thread, visible) = (self.stand.thread(), self.stand.visible());
            let hidden_below = || fold::parent(thread, visible, node);
            let row = self.stand.row_of(node);
            row.or_else(|| self.stand.row_of(hidden_below()?))
        });
        if let Some(row) = row {
            self.select(row);
        }
    }

    /// The words are whole.
    pub fn found(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        let hit = self.first_match()?;
        self.show(hit, tickets)
    }

    fn beginning(&self) -> Option<usize> {
        self.stand.thread().find(self.searched_from.as_deref()?)
    }

    fn first_match(&self) -> Option<usize> {
        let from = self.beginning().unwrap_or(0);
        self.stand.search.as_ref()?.next(from, true, true)
    }

    /// Lays out anew what the words are marked in.
    fn searched(&mut self) {
        let pin = self.pin();
        if self.stand.ways.new_only {
            self.stand.arrange();
        }
        self.sets.forget();
        self.hold(pin);
    }

    /// Looks for nothing any more; whether something was looked for.
    pub fn end_search(&mut self) -> bool {
        let ended = self.stand.search.take().is_some();
        if ended {
            self.searched();
        }
        ended
    }

    /// As `end_search`, and back to where one began.
    pub fn give_up_search(&mut self) {
        self.end_search();
        let row = self.beginning().and_then(|node| self.stand.row_of(node));
        if let Some(row) = row {
            self.select(row);
        }
    }

    pub fn is_searching(&self) -> bool {
        self.stand.search.is_some()
    }

    /// To the next match, or the one before.
    pub fn go_to_match(&mut self, forward: bool, tickets: &mut Tickets) -> Option<Effect> {
        let row = self.stand.row()?;
        let node = *self.stand.visible().get(row)?;
        let hit = self.stand.search.as_ref()?.next(node, forward, false)?;
        self.show(hit, tickets)
    }

    /// Selects a node; what it is folded away in is opened.
    fn show(&mut self, node: usize, tickets: &mut Tickets) -> Option<Effect> {
        let opened = self.stand.unfold_to(node);
        let effect = if opened { self.folded(tickets) } else { None };
        if let Some(row) = self.stand.row_of(node) {
            self.select(row);
        }
        effect
    }

    /// Puts letters on the links of the selected comment; whether it has any.
    pub fn label_links(&mut self) -> bool {
        let links = self
            .stand
            .selected()
            .map(|node| text(node).into_owned().links);
        let links = links.filter(|links| !links.is_empty());
        self.labels = links.map(|links| Labels::new(&links));
        self.labels.is_some()
    }

    pub fn is_labelled(&self) -> bool {
        self.labels.is_some()
    }

    /// A key typed while there are letters on links.
    pub fn type_label(&mut self, key: KeyEvent) -> Pressed {
        let pressed = self.labels.as_mut().map(|labels| labels.key(key));
        let pressed = pressed.unwrap_or(Pressed::Left);
        if pressed != Pressed::Going {
            self.labels = None;
        }
        pressed
    }
}
