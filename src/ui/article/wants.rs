//! What an article that is being read asks for by itself: the colours of its code, the text of its page.

use crate::model::document::{Block, Ink, each_block};
use crate::model::entry::{Article, Body, EntryId};
use crate::model::request::{Request, Ticket};
use crate::ui::article::{ArticlePane, Place};
use crate::ui::ask::Tickets;
use crate::ui::effect::Effect;

/// What was asked for the article that is shown.
#[derive(Debug, Default)]
pub(super) struct Asked {
    colours: Option<Ticket>,
    coloured: bool,
    body: Option<(Ticket, EntryId)>,
    page: bool,
    source: Option<Ticket>,
    /// Where one was on the page before its markup was shown.
    pub(super) place_of_page: Option<(EntryId, Place)>,
}

impl Asked {
    /// The entry whose other text this ticket asked for.
    pub(super) fn body_answered(&mut self, ticket: Ticket) -> Option<EntryId> {
        self.body
            .take_if(|(asked, _)| *asked == ticket)
            .map(|(_, entry)| entry)
    }

    /// Colours belong to one text.
    pub(super) fn article_came(&mut self, article: &Article) {
        self.colours = None;
        self.coloured = codes(&article.document.blocks).is_empty();
    }

    pub(super) fn failed(&mut self, ticket: Ticket) -> bool {
        let colours = self.colours.take_if(|asked| *asked == ticket).is_some();
        let source = self.source.take_if(|asked| *asked == ticket).is_some();
        colours || source || self.body_answered(ticket).is_some()
    }
}

impl ArticlePane {
    /// The article is before a person: what it asks for now, each once.
    pub fn attend(&mut self, reading: bool, tickets: &mut Tickets) -> Vec<Effect> {
        let mut effects = Vec::new();
        let Some(article) = self.article.as_deref() else {
            return effects;
        };
        if !self.asked.coloured {
            self.asked.coloured = true;
            let ticket = tickets.draw();
            self.asked.colours = Some(ticket);
            let wanted = Request::Colour(codes(&article.document.blocks));
            effects.push(Effect::Ask(ticket, wanted));
        }
        let wants_page = article.wants.page;
        if reading && self.wants_pictures() {
            effects.extend(self.ask_pictures(tickets));
        }
        if reading && wants_page && !self.asked.page && self.asked.body.is_none() {
            effects.extend(self.ask_body(Body::Page, false, tickets));
        }
        effects
    }

    /// Asks for a text of the article.
    pub fn ask_body(&mut self, body: Body, again: bool, tickets: &mut Tickets) -> Option<Effect> {
        let entry = self.row.as_ref()?.id;
        if self.asked.body.is_some() {
            return None;
        }
        self.asked.page |= body == Body::Page;
        let ticket = tickets.draw();
        self.asked.body = Some((ticket, entry));
        Some(Effect::Ask(ticket, Request::Read { entry, body, again }))
    }

    /// Whether another text of the article is on its way.
    pub fn awaits_body(&self) -> bool {
        self.asked.body.is_some()
    }

    /// Whether this is the answer to a question for another text of the shown article.
    pub fn awaited(&self, ticket: Ticket) -> bool {
        let shown = self.row.as_ref().map(|row| row.id);
        matches!(self.asked.body, Some((asked, entry)) if asked == ticket && Some(entry) == shown)
    }

    /// Asks for the markup of what is shown.
    pub fn ask_source(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        let (entry, body) = (self.row.as_ref()?.id, self.body());
        let ticket = tickets.draw();
        self.asked.source = Some(ticket);
        Some(Effect::Ask(ticket, Request::Source { entry, body }))
    }

    pub fn source_arrived(&mut self, ticket: Ticket, markup: &str) {
        if self
            .asked
            .source
            .take_if(|asked| *asked == ticket)
            .is_some()
        {
            self.show_source(markup);
        }
    }

    /// Takes the colours of code in, if they are of the text that is shown. No line moves.
    pub fn coloured(&mut self, ticket: Ticket, colours: Vec<Vec<Ink>>) {
        if self
            .asked
            .colours
            .take_if(|asked| *asked == ticket)
            .is_none()
        {
            return;
        }
        if let Some(article) = &mut self.article {
            colour(&mut article.document.blocks, &mut colours.into_iter());
            self.set_again();
        }
    }
}

/// The code that could have colours and has none, with its languages.
fn codes(blocks: &[Block]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    each_block(blocks, &mut |block| {
        if let Block::Code {
            language: Some(language),
            text,
            inks,
        } = block
            && inks.is_empty()
        {
            found.push((language.clone(), text.clone()));
        }
    });
    found
}

/// Gives the same blocks their colours, in the same order.
fn colour(blocks: &mut [Block], colours: &mut dyn Iterator<Item = Vec<Ink>>) {
    for block in blocks {
        match block {
            Block::Code {
                language: Some(_),
                inks,
                ..
            } if inks.is_empty() => *inks = colours.next().unwrap_or_default(),
            Block::List(items) => items
                .iter_mut()
                .for_each(|item| colour(&mut item.blocks, colours)),
            Block::Definitions(entries) => {
                for (_, meaning) in entries {
                    colour(meaning, colours);
                }
            }
            Block::Quote(inner) | Block::Details { blocks: inner, .. } => colour(inner, colours),
            _ => {}
        }
    }
}
