//! The repair itself: token by token, with what is open and what has been written.

use crate::feed::repair::items::Items;
use crate::feed::repair::{AMPERSAND, BRACKET, CDATA, CUT, REFERENCE, Repair, Repaired};
use crate::feed::xml::markup::{self, Token, Tokens};
use crate::feed::xml::references::{self, Reference};

/// Tags do not pair; what is done in place is not enough.
pub(super) struct Unpaired;

pub(super) struct Mender<'a> {
    pub(super) tokens: Tokens<'a>,
    /// Where the token that is looked at begins.
    pub(super) at: usize,
    pub(super) out: String,
    /// The elements that are open, outermost first.
    pub(super) open: Vec<Open<'a>>,
    /// How many of the outermost hold parts of the feed: `<rss>`, `<channel>`.
    pub(super) containers: usize,
    pub(super) item: Option<Item>,
    /// With a firm hand: what is known of the whole.
    pub(super) firm: Option<Items>,
    /// The root's end tag was met.
    pub(super) ended: bool,
    pub(super) done: Vec<Repair>,
}

pub(super) struct Open<'a> {
    pub(super) name: &'a str,
    /// The namespaces bound by it and around it.
    pub(super) bindings: usize,
}

/// Where the item that is open began: length of `out`, and how many elements were open.
#[derive(Clone, Copy)]
pub(super) struct Item {
    pub(super) length: usize,
    pub(super) depth: usize,
}

impl<'a> Mender<'a> {
    pub(super) fn new(text: &'a str, firm: Option<Items>) -> Self {
        Self {
            tokens: markup::tokens(text),
            at: 0,
            out: String::with_capacity(text.len() + 64),
            open: Vec::new(),
            containers: 0,
            item: None,
            firm,
            ended: false,
            done: Vec::new(),
        }
    }

    /// Nothing where tags do not pair and this hand is not firm.
    pub(super) fn run(mut self) -> Option<Repaired> {
        loop {
            self.at = self.tokens.at();
            match self.tokens.next() {
                Some(token) => self.take(token).ok()?,
                None => break,
            }
        }
        self.finish().ok()
    }

    fn take(&mut self, token: Token<'a>) -> Result<(), Unpaired> {
        match token {
            Token::Text(text) => self.characters(text),
            Token::Stray => {
                self.note(BRACKET);
                self.push("&lt;");
            }
            Token::Open(tag) => return self.start(tag),
            Token::Close { name, raw } => return self.end(name, raw),
            Token::CData(raw) => return self.cdata(raw),
            Token::Other(raw) => return self.other(raw),
            Token::Unfinished(raw) => return self.unfinished(raw),
        }
        Ok(())
    }

    pub(super) fn note(&mut self, what: &'static str) {
        self.note_at(what, self.at);
    }

    fn note_at(&mut self, what: &'static str, at: usize) {
        match self.done.iter_mut().find(|done| done.what == what) {
            Some(done) => done.count += 1,
            None => self.done.push(Repair { what, at, count: 1 }),
        }
    }

    /// Notes what only a firm hand may do.
    pub(super) fn restructure(&mut self, what: &'static str) -> Result<(), Unpaired> {
        self.note(what);
        self.firm.as_ref().map(|_| ()).ok_or(Unpaired)
    }

    /// Writes text; outside of the root there is none.
    pub(super) fn push(&mut self, text: &str) {
        if self.firm.is_none() || !self.open.is_empty() {
            self.out.push_str(text);
        }
    }

    fn characters(&mut self, text: &str) {
        let mut from = 0;
        while let Some(found) = text[from..].find(['&', ']']) {
            let at = from + found;
            self.push(&text[from..at]);
            from = at + self.character(&text[at..], self.at + at);
        }
        self.push(&text[from..]);
    }

    /// Writes what begins with `&` or `]`, and returns how much of it that was.
    fn character(&mut self, text: &str, at: usize) -> usize {
        if text.starts_with(']') {
            if text.starts_with("]]>") {
                self.note_at(CDATA, at);
                return 3;
            }
            self.push("]");
            return 1;
        }
        match references::reference(text) {
            Some((Reference::Forbidden, length)) => {
                self.note_at(REFERENCE, at);
                length
            }
            Some((_, length)) => {
                self.push(&text[..length]);
                length
            }
            None => {
                self.note_at(AMPERSAND, at);
                self.push("&amp;");
                1
            }
        }
    }

    /// Notes, once, that the end is missing.
    pub(super) fn cut(&mut self) -> Result<(), Unpaired> {
        if self.open.is_empty() || self.done.iter().any(|done| done.what == CUT) {
            return Ok(());
        }
        self.restructure(CUT)
    }

    fn finish(mut self) -> Result<Repaired, Unpaired> {
        if let Some(item) = self.item {
            self.cut()?;
            self.out.truncate(item.length);
            self.open.truncate(item.depth);
        } else if !self.ended {
            self.cut()?;
        }
        self.close_down_to(0);
        Ok(Repaired {
            text: self.out,
            done: self.done,
        })
    }
}
