//! What is no element: CDATA, comments, declarations, document types, and where they end when nobody closed them.

use crate::feed::repair::items::Items;
use crate::feed::repair::mender::{Mender, Unpaired};
use crate::feed::repair::{CDATA, COMMENT, DECLARATION, DOCTYPE};
use crate::feed::xml::markup::{begins_with, swallows_items};

impl<'a> Mender<'a> {
    /// A CDATA section ends where its element does, when the end it has belongs to another.
    pub(super) fn cdata(&mut self, raw: &'a str) -> Result<(), Unpaired> {
        let inside = &raw[9..raw.len() - 3];
        if self.firm.is_none() && swallows_items(inside) {
            return Err(Unpaired);
        }
        if self.firm.is_some()
            && let Some(length) = self.swallowed(inside)
        {
            self.note(CDATA);
            self.section(&inside[..length]);
            self.tokens.resume(self.at + 9 + length);
        } else if raw.starts_with("<![CDATA[") {
            self.push(raw);
        } else {
            self.note(CDATA);
            self.section(inside);
        }
        Ok(())
    }

    fn section(&mut self, inside: &str) {
        for part in ["<![CDATA[", inside, "]]>"] {
            self.push(part);
        }
    }

    /// How much of a CDATA section is its own, when it goes on past the end of its element to another section or
    /// item.
    fn swallowed(&self, inside: &str) -> Option<usize> {
        let from = self.at + 9;
        let item = self.firm.as_ref()?.next(from).map(|at| at - from);
        let item = item.filter(|at| *at < inside.len());
        if self.open.len() <= self.containers {
            return item;
        }
        let another = |end: usize| inside[end..].contains("<![CDATA[");
        let end = self.end_of_element(&inside[..item.unwrap_or(inside.len())]);
        match end {
            Some(end) => (item.is_some() || another(end)).then_some(end),
            None => item.filter(|end| another(*end)),
        }
    }

    /// Where the innermost element that is open seems to end.
    fn end_of_element(&self, text: &str) -> Option<usize> {
        let name = self.open.last()?.name;
        let mut ends = text.match_indices("</");
        ends.find(|(at, _)| begins_with(&text[at + 2..], name))
            .map(|(at, _)| at)
    }

    pub(super) fn other(&mut self, raw: &'a str) -> Result<(), Unpaired> {
        if raw.starts_with("<!--") {
            let inside = &raw[4..raw.len() - 3];
            if !inside.contains("--") && !inside.ends_with('-') {
                self.out.push_str(raw);
                return Ok(());
            }
            let end = self.at + raw.len();
            let swallows = |items: &Items| items.next(self.at).is_some_and(|at| at < end);
            if inside.contains("<!--") && self.firm.as_ref().is_none_or(swallows) {
                self.restructure(COMMENT)?;
                self.tokens.resume(self.at + 4);
                self.skip_to_bracket();
            } else {
                self.note(COMMENT);
            }
        } else if begins_with(raw, "<!doctype") {
            if self.doctype_may_stand(raw) {
                self.out.push_str(raw);
            } else {
                self.note(DOCTYPE);
            }
        } else if is_misplaced(raw, &self.out) {
            self.note(DECLARATION);
        } else {
            self.out.push_str(raw);
        }
        Ok(())
    }

    /// A document type stands before the root (XML 1.0 §2.8), with its quotes in pairs.
    fn doctype_may_stand(&self, raw: &str) -> bool {
        let paired = |quote| raw.matches(quote).count() % 2 == 0;
        let name = raw["<!doctype".len()..].trim_end_matches('>');
        let named = name.starts_with(char::is_whitespace) && !name.trim().is_empty();
        named && self.open.is_empty() && !self.ended && paired('"') && paired('\'')
    }

    /// Something without an end. A CDATA section ends with its element, or its item; all else is left out.
    pub(super) fn unfinished(&mut self, raw: &'a str) -> Result<(), Unpaired> {
        match raw {
            "<!--" => {
                self.restructure(COMMENT)?;
                self.skip_to_bracket();
            }
            "<?" => {
                self.restructure(DECLARATION)?;
                self.skip_to_bracket();
            }
            _ if begins_with(raw, "<![cdata[") => return self.unfinished_cdata(),
            _ if begins_with(raw, "<!doctype") => {
                self.restructure(DOCTYPE)?;
                self.skip_to_bracket();
            }
            _ => self.cut()?,
        }
        Ok(())
    }

    fn unfinished_cdata(&mut self) -> Result<(), Unpaired> {
        let Some(items) = &self.firm else {
            return Err(Unpaired);
        };
        let rest = self.tokens.rest();
        let from = self.tokens.at();
        let boundary = items.next(from).map_or(rest.len(), |at| at - from);
        let end = self.end_of_element(&rest[..boundary]);
        let Some(length) = end.or((boundary < rest.len()).then_some(boundary)) else {
            self.tokens.resume(from + rest.len());
            return self.cut();
        };
        self.note(CDATA);
        self.section(&rest[..length]);
        self.tokens.resume(from + length);
        Ok(())
    }

    /// Goes on after the next `>`, if no `<` comes before it.
    fn skip_to_bracket(&mut self) {
        let rest = self.tokens.rest();
        if let Some(at) = rest.find(['<', '>'])
            && rest.as_bytes()[at] == b'>'
        {
            self.tokens.resume(self.tokens.at() + at + 1);
        }
    }
}

/// An XML declaration stands at the very beginning (XML 1.0 §2.8); an instruction ends in `?>`.
fn is_misplaced(raw: &str, before: &str) -> bool {
    let declares = begins_with(raw, "<?xml") && raw.as_bytes().get(5) != Some(&b'-');
    !raw.ends_with("?>") || declares && !before.trim().is_empty()
}
