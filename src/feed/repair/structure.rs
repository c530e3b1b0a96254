//! Elements: which tags belong together, and what must end where another begins.

use crate::feed::repair::items::Items;
use crate::feed::repair::mender::{Item, Mender, Open, Unpaired};
use crate::feed::repair::{ATTRIBUTES, TAGS, fields};
use crate::feed::xml::attributes::{attributes, is_sound};
use crate::feed::xml::markup::{Tag, is_item_name};
use crate::feed::xml::references::escape;

/// Elements deeper than this are taken out of the text they stand in, where tags have to be paired.
const DEEPEST: usize = 128;
/// Namespaces bound at one place; readers refuse more (quick-xml 128).
const MOST_BINDINGS: usize = 100;

impl<'a> Mender<'a> {
    pub(super) fn start(&mut self, tag: Tag<'a>) -> Result<(), Unpaired> {
        if self.ended && self.open.is_empty() || self.open.len() >= DEEPEST {
            self.restructure(TAGS)?;
        }
        if self.firm.is_some() && !self.make_room(tag) {
            return Ok(());
        }
        let tag = self.with_room_for_items(tag);
        if self.item.is_none() && is_item_name(tag.name) && !tag.empty {
            self.item = Some(Item {
                length: self.out.len(),
                depth: self.open.len(),
            });
        }
        let around = self.open.last().map_or(0, |open| open.bindings);
        let binds = tag.attributes.matches("xmlns").count();
        let unbound = binds > 0 && around + binds > MOST_BINDINGS;
        let void = self.is_void(tag);
        if void && !tag.empty {
            self.note(TAGS);
            self.rewrite(tag, true, unbound);
        } else if is_whole(tag) && !unbound {
            self.out.push_str(tag.raw);
        } else {
            self.note(ATTRIBUTES);
            self.rewrite(tag, tag.empty, unbound);
        }
        if tag.empty {
            self.ended |= self.open.is_empty() && fields::is_container(tag.name);
        } else if !void {
            if self.containers == self.open.len() && fields::is_container(tag.name) {
                self.containers += 1;
            }
            self.open.push(Open {
                name: tag.name,
                bindings: if unbound { around } else { around + binds },
            });
        }
        Ok(())
    }

    /// A root that is closed in itself, when items follow, was not meant to be.
    fn with_room_for_items(&self, tag: Tag<'a>) -> Tag<'a> {
        let follow = |items: &Items| items.last_start > self.at;
        let holds = tag.empty && fields::is_container(tag.name);
        Tag {
            empty: tag.empty && !(holds && self.firm.as_ref().is_some_and(follow)),
            ..tag
        }
    }

    /// Whether this is an element of HTML without an end, in some field of the feed.
    fn is_void(&self, tag: Tag<'_>) -> bool {
        let in_field = self.open.len() > self.containers;
        self.firm.is_some() && in_field && fields::is_void(tag.name)
    }

    /// Closes what cannot hold this element. Whether it is to be written at all: a second root is not.
    fn make_room(&mut self, tag: Tag<'a>) -> bool {
        let name = tag.name;
        if self.ended && self.open.is_empty() {
            return false;
        }
        let depth = if is_item_name(name) {
            match self.item {
                None => self.containers,
                Some(item) if self.open[item.depth].name.eq_ignore_ascii_case(name) => item.depth,
                Some(_) => self.open.len(),
            }
        } else if fields::is_root(name) && !self.open.is_empty() && self.item.is_none() {
            self.note(TAGS);
            return false;
        } else {
            let parts = self.item.map_or(self.containers, |item| item.depth + 1);
            match (self.open.get(parts), self.open.last()) {
                (Some(field), _) if fields::ends(field.name, name) => parts,
                (_, Some(inner)) if fields::ends_itself(inner.name, name) => self.open.len() - 1,
                _ => self.open.len(),
            }
        };
        if depth < self.open.len() {
            self.note(TAGS);
            self.close_down_to(depth);
        }
        self.open.len() < DEEPEST
    }

    fn rewrite(&mut self, tag: Tag<'_>, empty: bool, unbound: bool) {
        self.out.push('<');
        self.out.push_str(tag.name);
        for (name, value) in attributes(tag.attributes) {
            let odd = name.contains(['<', '>', '"', '\'', '&', '/']);
            if odd || unbound && name.starts_with("xmlns") || is_forbidden(name, &value) {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.out.push_str(&escape(&value));
            self.out.push('"');
        }
        self.out.push_str(if empty { "/>" } else { ">" });
    }

    /// An end tag closes everything opened inside its element; one that closes nothing is dropped.
    pub(super) fn end(&mut self, name: &str, raw: &str) -> Result<(), Unpaired> {
        let last = self.open.last().map(|open| open.name);
        let whole = raw.ends_with('>') && raw[2 + name.len()..raw.len() - 1].trim().is_empty();
        if self.firm.is_some() && self.goes_on_after(name) {
            self.note(TAGS);
            self.ended = true;
            return Ok(());
        }
        if whole && last == Some(name) {
            self.out.push_str(raw);
            self.pop();
            return Ok(());
        }
        self.restructure(TAGS)?;
        let reach = match self.item {
            Some(item) if !fields::is_container(name) => item.depth,
            _ => 0,
        };
        let found = self.open[reach..]
            .iter()
            .rposition(|open| open.name.eq_ignore_ascii_case(name));
        if let Some(depth) = found {
            self.close_down_to(reach + depth);
        }
        Ok(())
    }

    /// Whether this is the end of the root, and items stand behind it.
    fn goes_on_after(&self, name: &str) -> bool {
        let root = self
            .open
            .first()
            .filter(|root| fields::is_container(root.name));
        let closes_root = root.is_some_and(|root| root.name.eq_ignore_ascii_case(name));
        let is_last = |items: &Items| items.last_start < self.at;
        closes_root && !self.firm.as_ref().is_none_or(is_last)
    }

    pub(super) fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let name = self.open[self.open.len() - 1].name;
            for part in ["</", name, ">"] {
                self.out.push_str(part);
            }
            self.pop();
        }
    }

    fn pop(&mut self) {
        let closed = self.open.pop();
        self.containers = self.containers.min(self.open.len());
        // Where the root was lost, its parts follow one another without.
        let root = closed.is_some_and(|closed| fields::is_container(closed.name));
        self.ended |= root && self.open.is_empty();
        if self.item.is_some_and(|item| self.open.len() <= item.depth) {
            self.item = None;
        }
    }
}

/// Whether an attribute binds a namespace in a way that is forbidden (Namespaces in XML §3).
fn is_forbidden(name: &str, value: &str) -> bool {
    const XML: &str = "http://www.w3.org/XML/1998/namespace";
    const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
    name.starts_with("xmlns")
        && (name == "xmlns:xmlns" || value == XMLNS || (name == "xmlns:xml") != (value == XML))
}

/// Whether a tag may be written out as it stands.
fn is_whole(tag: Tag<'_>) -> bool {
    let forbidden = |(name, value): &(&str, String)| is_forbidden(name, value);
    tag.raw.ends_with('>')
        && tag.raw.ends_with("/>") == tag.empty
        && is_sound(tag.attributes)
        && !(tag.attributes.contains("xmlns") && attributes(tag.attributes).iter().any(forbidden))
}
