//! Questions on their way to the engine: a number for each, and never two of a kind at once.

use crate::model::request::{Request, Ticket};
use crate::ui::effect::Effect;

/// Hands out tickets, each once.
#[derive(Debug, Default)]
pub struct Tickets {
    last: u64,
}

impl Tickets {
    pub fn draw(&mut self) -> Ticket {
        self.last += 1;
        Ticket(self.last)
    }

    /// A question whose answer is looked at only if it fails.
    pub fn order(&mut self, request: Request) -> Effect {
        Effect::Ask(self.draw(), request)
    }
}

/// A line of questions of one kind in which only the newest counts: while one is on its way, later
/// ones replace each other, so that a held key asks for the entry it stops at and not for all it passed.
#[derive(Debug)]
pub struct Latest<Q> {
    asked: Option<(Ticket, Q)>,
    wanted: Option<Q>,
}

impl<Q> Default for Latest<Q> {
    fn default() -> Self {
        Self {
            asked: None,
            wanted: None,
        }
    }
}

impl<Q: Clone> Latest<Q> {
    /// Asks, or remembers to ask when the question now under way is answered.
    #[must_use]
    pub fn want(&mut self, question: Q, tickets: &mut Tickets) -> Option<(Ticket, Q)> {
        self.wanted = Some(question);
        self.next(tickets)
    }

    /// The question this ticket stands for, if it is the one under way; the way is free again.
    pub fn answered(&mut self, ticket: Ticket) -> Option<Q> {
        match &self.asked {
            Some((asked, _)) if *asked == ticket => self.asked.take().map(|(_, question)| question),
            _ => None,
        }
    }

    /// The question to ask now, if one waits and none is under way.
    #[must_use]
    pub fn next(&mut self, tickets: &mut Tickets) -> Option<(Ticket, Q)> {
        if self.asked.is_some() {
            return None;
        }
        let question = self.wanted.take()?;
        self.asked = Some((tickets.draw(), question));
        self.asked.clone()
    }

    /// Whether a newer question waits behind the one under way.
    pub fn superseded(&self) -> bool {
        self.wanted.is_some()
    }

    /// Whether an answer is awaited.
    pub fn pending(&self) -> bool {
        self.asked.is_some() || self.wanted.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_questions_only_the_first_and_the_last_are_asked() {
        let mut tickets = Tickets::default();
        let mut latest = Latest::default();
        let (first, _) = latest.want('a', &mut tickets).unwrap();
        assert!(latest.want('b', &mut tickets).is_none());
        assert!(latest.want('c', &mut tickets).is_none());
        assert!(latest.superseded());
        assert_eq!(latest.answered(Ticket(99)), None);
        assert_eq!(latest.answered(first), Some('a'));
        let (second, question) = latest.next(&mut tickets).unwrap();
        assert_eq!(question, 'c');
        assert_eq!(latest.answered(second), Some('c'));
        assert!(!latest.pending());
        assert!(latest.next(&mut tickets).is_none());
    }
}
