//! XML as a stream of small trees: one for each part of a feed, in the order they stand.
//!
//! A feed is a flat list of heads and items, so only one of them need be in memory as a tree.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::rc::Rc;
use url::Url;

pub use crate::feed::xml::element::Element;

use crate::feed::xml::attributes::is_sound;
use crate::feed::xml::element::{Inherited, Node, local};
use crate::feed::xml::entities::Entities;
use crate::feed::xml::markup::{self, Reference};
use crate::feed::xml::vocabulary::{Space, is_atom, vocabulary};

/// Deeper elements are left out; their text is kept.
const DEEPEST: usize = 128;

/// Why a text could not be read on: where, in bytes, and the reader's word for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub at: usize,
    pub why: String,
}

/// The parts of a feed in document order: what stands directly in the root or in `<channel>`.
/// Ends with the root; what follows it is not looked at.
pub struct Parts<'a> {
    text: &'a str,
    reader: NsReader<&'a [u8]>,
    /// The bases and languages of the containers that are open, the root's first.
    open: Vec<Inherited>,
    /// The root, once it has been met, without what is in it.
    root: Option<Element<'a>>,
    /// The `<channel>` likewise.
    channel: Option<Element<'a>>,
    context: Context,
    /// Items that stood within another, which is never meant; they come after it.
    nested: VecDeque<Element<'a>>,
    /// Reading has come to the end, or to what cannot be read.
    ended: bool,
}

impl<'a> Parts<'a> {
    /// `base` is the address the text came from.
    pub fn new(text: &'a str, base: &Url) -> Self {
        let mut reader = NsReader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.trim_markup_names_in_closing_tags = true;
        config.check_comments = true;
        Self {
            text,
            reader,
            open: Vec::new(),
            root: None,
            channel: None,
            context: Context {
                base: base.clone(),
                own: None,
                entities: Entities::default(),
            },
            nested: VecDeque::new(),
            ended: false,
        }
    }

    /// The root, and nothing of what is in it; known after the first part.
    pub fn root(&self) -> Option<&Element<'a>> {
        self.root.as_ref()
    }

    /// The `<channel>`, and nothing of what is in it, once one has been met.
    pub fn channel(&self) -> Option<&Element<'a>> {
        self.channel.as_ref()
    }

    fn broken(&self, why: &impl ToString) -> Broken {
        Broken {
            at: usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX),
            why: why.to_string(),
        }
    }

    fn part(&mut self) -> Result<Option<Element<'a>>, Broken> {
        if let Some(nested) = self.nested.pop_front() {
            return Ok(Some(nested));
        }
        loop {
            match self.reader.read_resolved_event() {
                Ok((space, Event::Start(tag))) => {
                    let above = self.open.last().cloned().unwrap_or_default();
                    if self.root.is_none() {
                        self.context.own = strange(&space, &tag);
                    }
                    let element = self.context.element(&space, &tag, above);
                    let element = element.ok_or_else(|| self.broken(&UNSOUND))?;
                    let container = self.is_container(&element);
                    if container {
                        self.open.push(element.inherited());
                    }
                    if self.root.is_none() {
                        self.root = Some(element.clone());
                    }
                    if !container {
                        return self.fill(element).map(Some);
                    }
                    if element.name == "channel" && self.channel.is_none() {
                        self.channel = Some(element);
                    }
                }
                Ok((_, Event::End(_))) => {
                    self.open.pop();
                    if self.open.is_empty() {
                        return self.nothing_follows().map(|()| None);
                    }
                }
                Ok((_, Event::DocType(doctype))) => self.context.entities.declare(&doctype),
                Ok((_, Event::Eof)) if self.open.is_empty() => return Ok(None),
                Ok((_, Event::Eof)) => return Err(self.broken(&"the end is missing")),
                Ok(_) => {}
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }

    /// Items behind the end of the root were never meant to be there.
    fn nothing_follows(&self) -> Result<(), Broken> {
        let at = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        let rest = self.text.get(at..).unwrap_or_default();
        match markup::item_tags(rest).next() {
            Some(_) => Err(self.broken(&"items stand behind the end")),
            None => Ok(()),
        }
    }

    /// The root holds parts, unless it is itself an item (an Atom entry document, RFC 4287 §2). Where it was lost,
    /// another may come later.
    fn is_container(&self, element: &Element<'_>) -> bool {
        match (&self.root, element.name.as_str()) {
            (None, _) => !is_item(element),
            (Some(_), "channel" | "items" | "entries") => element.space == Space::Core,
            (Some(_), "rss" | "feed" | "rdf") => self.open.is_empty(),
            _ => false,
        }
    }

    /// Reads on to the end of an element whose start has just been read.
    fn fill(&mut self, root: Element<'a>) -> Result<Element<'a>, Broken> {
        let mut above: Vec<Element<'a>> = Vec::new();
        let mut current = root;
        let mut too_deep = 0_usize;
        // Whether a CDATA section has stood in the element that is open.
        let mut quoted = false;
        loop {
            match self.reader.read_resolved_event() {
                Ok((_, Event::Start(_))) if above.len() >= DEEPEST => too_deep += 1,
                Ok((_, Event::End(_))) if too_deep > 0 => too_deep -= 1,
                Ok((space, Event::Start(tag))) => {
                    let inner = self.context.element(&space, &tag, current.inherited());
                    let inner = inner.ok_or_else(|| self.broken(&UNSOUND))?;
                    above.push(std::mem::replace(&mut current, inner));
                    quoted = false;
                }
                Ok((_, Event::End(_))) => {
                    current.settle();
                    let Some(outer) = above.pop() else {
                        return Ok(current);
                    };
                    let inner = std::mem::replace(&mut current, outer);
                    if is_item(&inner) {
                        self.nested.push_back(inner);
                    } else {
                        current.nodes.push(Node::Element(inner));
                    }
                }
                Ok((_, Event::Text(text))) => {
                    push_text(&mut current, without_end(text.into_inner(), quoted));
                }
                Ok((_, Event::CData(text))) => {
                    quoted = true;
                    let text = text.into_inner();
                    if markup::swallows_items(&text) {
                        return Err(self.broken(&SWALLOWED));
                    }
                    push_text(&mut current, text);
                }
                Ok((_, Event::GeneralRef(name))) => {
                    let node = self.context.referred(&name);
                    match node.ok_or_else(|| self.broken(&NO_CHARACTER))? {
                        Node::Text(text) => push_text(&mut current, text),
                        node => current.nodes.push(node),
                    }
                }
                Ok((_, Event::Eof)) => return Err(self.broken(&"the end is missing")),
                Ok(_) => {}
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }
}

const UNSOUND: &str = "a tag is not written as it should be";
const SWALLOWED: &str = "a CDATA section goes on into the next item";
const NO_CHARACTER: &str = "a reference is no character";

/// What the elements of a document have in common.
struct Context {
    base: Url,
    /// The namespace that the root gives to names without a prefix, when nobody knows it for a feed's.
    own: Option<String>,
    entities: Entities,
}

impl Context {
    /// What a reference stands for; one that only HTML knows stands for itself.
    fn referred<'e>(&mut self, name: &str) -> Option<Node<'e>> {
        let meaning = markup::meaning(name);
        if let Some(Reference::Character(c)) = meaning {
            return Some(Node::Text(Cow::Owned(c.to_string())));
        }
        if let Some(text) = self.entities.expand(name) {
            return Some(Node::Text(Cow::Owned(text.to_owned())));
        }
        (meaning == Some(Reference::Named)).then(|| Node::Reference(format!("&{name};")))
    }

    /// A start tag as an element with nothing in it; nothing where it is not written as it should be.
    fn element<'e>(
        &mut self,
        space: &ResolveResult<'_>,
        tag: &BytesStart<'_>,
        above: Inherited,
    ) -> Option<Element<'e>> {
        let written = tag.name();
        let prefix = written
            .prefix()
            .map(|prefix| prefix.into_inner().to_owned());
        let raw = tag.attributes_raw();
        if !is_sound(raw) {
            return None;
        }
        let attributes: Vec<(String, String)> = markup::attributes(raw)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), self.entities.expand_in(value)))
            .collect();
        let base = attributes
            .iter()
            .find(|(name, _)| name == "xml:base")
            .and_then(|(_, base)| {
                let above = above.base.as_deref().unwrap_or(&self.base);
                above.join(base.trim()).ok()
            })
            .filter(|base| matches!(base.scheme(), "http" | "https"))
            .map(Rc::new)
            .or(above.base);
        let language = attributes.iter().find(|(name, _)| name == "xml:lang");
        let language = match language {
            Some((_, written)) => tag_of(written),
            None => above.language,
        };
        let own = prefix.is_none() && self.own.is_some() && address(space) == self.own.as_deref();
        Some(Element {
            space: if own {
                Space::Core
            } else {
                vocabulary(space, prefix.as_deref())
            },
            atom: is_atom(space, prefix.as_deref()),
            name: local(written.as_ref()).to_ascii_lowercase(),
            attributes,
            nodes: Vec::new(),
            base,
            language,
        })
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Result<Element<'a>, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let part = self.part().transpose();
        self.ended = !matches!(part, Some(Ok(_)));
        part
    }
}

/// Whether this is one item of a feed.
pub fn is_item(element: &Element<'_>) -> bool {
    element.space == Space::Core && matches!(element.name.as_str(), "item" | "entry")
}

fn push_text<'a>(element: &mut Element<'a>, text: Cow<'a, str>) {
    match element.nodes.last_mut() {
        Some(Node::Text(before)) => before.to_mut().push_str(&text),
        _ => element.nodes.push(Node::Text(text)),
    }
}

/// Text without the end of a CDATA section that stood in another one, whose end it was not.
fn without_end(text: Cow<'_, str>, quoted: bool) -> Cow<'_, str> {
    if quoted && text.contains("]]>") {
        Cow::Owned(text.replace("]]>", ""))
    } else {
        text
    }
}

fn address<'n>(space: &ResolveResult<'n>) -> Option<&'n str> {
    match space {
        ResolveResult::Bound(address) => Some(address.0),
        _ => None,
    }
}

/// The namespace a root without a prefix is in, when it is no feed's.
fn strange(space: &ResolveResult<'_>, root: &BytesStart<'_>) -> Option<String> {
    let unprefixed = root.name().prefix().is_none();
    let known = vocabulary(space, None) == Space::Core;
    address(space)
        .filter(|_| unprefixed && !known)
        .map(str::to_owned)
}

/// A language as BCP 47 writes it; an empty one takes back what was said above (XML 1.0 §2.12).
fn tag_of(written: &str) -> Option<Rc<str>> {
    let tag = written.trim().replace('_', "-");
    (!tag.is_empty()).then(|| tag.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<Result<Element<'_>, Broken>> {
        let base = Url::parse("http://example.org/feed").unwrap();
        Parts::new(text, &base).collect()
    }

    #[test]
    fn a_feed_falls_into_its_parts() {
        let text =
            "<rss><channel><title>T</title><item><link>a</link></item></channel></rss><junk>";
        let names: Vec<_> = parts(text)
            .into_iter()
            .map(|part| part.unwrap().name)
            .collect();
        assert_eq!(names, ["title", "item"]);
        let entry = parts("<entry xmlns='http://www.w3.org/2005/Atom'><id>1</id></entry>");
        assert!(is_item(entry[0].as_ref().unwrap()));
    }

    #[test]
    fn text_and_markup_are_both_kept() {
        let item = parts(
            "<rss><item><a>x &amp; <![CDATA[<y>]]>&nbsp;&#233;</a><b>1&nbsp;&amp;lt; <i k='&lt;'>2</i><br/></b></item></rss>",
        );
        let item = item[0].as_ref().unwrap();
        assert_eq!(
            item.first(Space::Core, "a").unwrap().html(),
            "x & <y>&nbsp;é"
        );
        assert_eq!(
            item.first(Space::Core, "b").unwrap().html(),
            "1&nbsp;&amp;lt; <i k=\"&lt;\">2</i><br>"
        );
    }

    #[test]
    fn bases_nest_and_deep_trees_are_flattened() {
        let text = "<rss xml:base='/a/'><item xml:base='b/'><link/></item></rss>";
        let item = parts(text).remove(0).unwrap();
        assert_eq!(
            item.elements()
                .next()
                .unwrap()
                .base
                .as_ref()
                .unwrap()
                .as_str(),
            "http://example.org/a/b/"
        );
        let deep = format!(
            "<rss><item>{}x{}</item></rss>",
            "<b>".repeat(5000),
            "</b>".repeat(5000)
        );
        assert!(parts(&deep)[0].as_ref().unwrap().html().contains('x'));
    }

    #[test]
    fn what_is_broken_is_said_with_its_place() {
        let check = |text: &str, at: usize| {
            let found = parts(text).remove(0).unwrap_err();
            assert!((at..at + 6).contains(&found.at), "{text} {found:?}");
        };
        check("<rss><item>&#0;</item></rss>", 11);
        check("<rss><item>a & b</item></rss>", 12);
        check("<rss><item>x", 12);
        check("<rss><item><a></b></item></rss>", 14);
    }
}
