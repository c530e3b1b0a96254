//! XML as a stream of small trees: one for each part of a feed, in the order they stand.
//!
//! A feed is a flat list of heads and items, so only one of them need be in memory as a tree.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use std::borrow::Cow;
use std::rc::Rc;
use url::Url;

use crate::feed::markup::{self, Reference};
use crate::feed::vocabulary::{Space, vocabulary};

/// Deeper elements are left out; their text is kept.
const DEEPEST: usize = 128;

/// An element with all that is in it. Its text is lent by the document where it stands there as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element<'a> {
    pub space: Space,
    /// Without its prefix, in small letters.
    pub name: String,
    /// Names as written, values decoded.
    attributes: Vec<(String, String)>,
    nodes: Vec<Node<'a>>,
    /// What `xml:base` says here, if anything does.
    pub base: Option<Rc<Url>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// The elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements directly inside that have this name.
    pub fn all(&self, space: Space, name: &str) -> impl Iterator<Item = &Element<'a>> {
        self.elements()
            .filter(move |element| element.space == space && element.name == name)
    }

    pub fn first(&self, space: Space, name: &str) -> Option<&Element<'a>> {
        self.all(space, name).next()
    }

    /// An attribute by its name without prefix, any case; nothing where it is empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(found, _)| local(found).eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The characters directly inside, trimmed.
    pub fn text(&self) -> Cow<'_, str> {
        if let [Node::Text(text)] = self.nodes.as_slice() {
            return Cow::Borrowed(text.trim());
        }
        let mut text = String::new();
        for node in &self.nodes {
            if let Node::Text(found) = node {
                text.push_str(found);
            }
        }
        Cow::Owned(text.trim().to_owned())
    }

    /// What is inside as HTML: the text as it stands where there is nothing but text, else the
    /// markup written out again.
    pub fn html(&self) -> Cow<'_, str> {
        if !self.has_markup() {
            return self.text();
        }
        let mut html = String::new();
        self.write_inside(&mut html);
        Cow::Owned(html.trim().to_owned())
    }

    /// Whether markup stands inside, rather than text alone.
    pub fn has_markup(&self) -> bool {
        self.elements().next().is_some()
    }

    fn write_inside(&self, html: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => html.push_str(&markup::escape(text)),
                Node::Element(element) => element.write(html),
            }
        }
    }

    fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(&self.name);
        for (name, value) in &self.attributes {
            if !name.starts_with("xmlns") {
                html.push(' ');
                html.push_str(name);
                html.push_str("=\"");
                html.push_str(&markup::escape(value));
                html.push('"');
            }
        }
        html.push('>');
        self.write_inside(html);
        if !VOID.contains(&self.name.as_str()) {
            html.push_str("</");
            html.push_str(&self.name);
            html.push('>');
        }
    }
}

/// HTML elements that have no end tag. What a repair left inside one comes after it.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "source", "wbr"];

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Why a text could not be read on: where, in bytes, and the reader's word for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub at: usize,
    pub why: String,
}

/// The parts of a feed in document order: what stands directly in the root or in `<channel>`.
/// Ends with the root; what follows it is not looked at.
pub struct Parts<'a> {
    reader: NsReader<&'a [u8]>,
    /// The bases of the containers that are open, the root's first.
    open: Vec<Option<Rc<Url>>>,
    /// The root's name, once it has been met.
    root: Option<String>,
    base: Url,
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
        Self {
            reader,
            open: Vec::new(),
            root: None,
            base: base.clone(),
            ended: false,
        }
    }

    /// The root's name without its prefix, in small letters; known after the first part.
    pub fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    fn broken(&self, why: &impl ToString) -> Broken {
        Broken {
            at: usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX),
            why: why.to_string(),
        }
    }

    fn part(&mut self) -> Result<Option<Element<'a>>, Broken> {
        loop {
            match self.reader.read_resolved_event() {
                Ok((space, Event::Start(tag))) => {
                    let above = self.open.last().cloned().flatten();
                    let element = element(&space, &tag, above, &self.base);
                    if self.is_container(&element) {
                        self.root.get_or_insert(element.name);
                        self.open.push(element.base);
                    } else {
                        self.root.get_or_insert_with(|| element.name.clone());
                        return self.fill(element).map(Some);
                    }
                }
                Ok((_, Event::End(_))) => {
                    self.open.pop();
                    if self.open.is_empty() {
                        return Ok(None);
                    }
                }
                Ok((_, Event::Eof)) if self.open.is_empty() => return Ok(None),
                Ok((_, Event::Eof)) => return Err(self.broken(&"the end is missing")),
                Ok(_) => {}
                Err(error) => return Err(self.broken(&error)),
            }
        }
    }

    /// The root holds parts, unless it is itself an item (an Atom entry document, RFC 4287 §2).
    fn is_container(&self, element: &Element<'_>) -> bool {
        match self.root {
            None => !is_item(element),
            Some(_) => element.space == Space::Core && element.name == "channel",
        }
    }

    /// Reads on to the end of an element whose start has just been read.
    fn fill(&mut self, root: Element<'a>) -> Result<Element<'a>, Broken> {
        let mut above: Vec<Element<'a>> = Vec::new();
        let mut current = root;
        let mut too_deep = 0_usize;
        loop {
            match self.reader.read_resolved_event() {
                Ok((_, Event::Start(_))) if above.len() >= DEEPEST => too_deep += 1,
                Ok((_, Event::End(_))) if too_deep > 0 => too_deep -= 1,
                Ok((space, Event::Start(tag))) => {
                    let inner = element(&space, &tag, current.base.clone(), &self.base);
                    above.push(std::mem::replace(&mut current, inner));
                }
                Ok((_, Event::End(_))) => match above.pop() {
                    Some(outer) => {
                        let inner = std::mem::replace(&mut current, outer);
                        current.nodes.push(Node::Element(inner));
                    }
                    None => return Ok(current),
                },
                Ok((_, Event::Text(text))) => push_text(&mut current, text.into_inner()),
                Ok((_, Event::CData(text))) => push_text(&mut current, text.into_inner()),
                Ok((_, Event::GeneralRef(reference))) => match markup::meaning(&reference) {
                    Some(Reference::Character(c)) => {
                        push_text(&mut current, Cow::Owned(c.to_string()));
                    }
                    Some(Reference::Named) => {
                        push_text(&mut current, Cow::Owned(format!("&{};", &*reference)));
                    }
                    Some(Reference::Forbidden) | None => {
                        return Err(self.broken(&format!("&{}; is no character", &*reference)));
                    }
                },
                Ok((_, Event::Eof)) => return Err(self.broken(&"the end is missing")),
                Ok(_) => {}
                Err(error) => return Err(self.broken(&error)),
            }
        }
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

fn element<'a>(
    space: &ResolveResult<'_>,
    tag: &BytesStart<'_>,
    above: Option<Rc<Url>>,
    document: &Url,
) -> Element<'a> {
    let written = tag.name();
    let prefix = written
        .prefix()
        .map(|prefix| prefix.into_inner().to_owned());
    let attributes: Vec<(String, String)> = markup::attributes(tag.attributes_raw())
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let base = attributes
        .iter()
        .find(|(name, _)| name == "xml:base")
        .and_then(|(_, base)| above.as_deref().unwrap_or(document).join(base.trim()).ok())
        .filter(|base| matches!(base.scheme(), "http" | "https"))
        .map(Rc::new)
        .or(above);
    Element {
        space: vocabulary(space, prefix.as_deref()),
        name: local(written.as_ref()).to_ascii_lowercase(),
        attributes,
        nodes: Vec::new(),
        base,
    }
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
            "<rss><item><a>x &amp; <![CDATA[<y>]]>&nbsp;&#233;</a><b>1 <i k='&lt;'>2</i><br/></b></item></rss>",
        );
        let item = item[0].as_ref().unwrap();
        assert_eq!(
            item.first(Space::Core, "a").unwrap().html(),
            "x & <y>&nbsp;é"
        );
        assert_eq!(
            item.first(Space::Core, "b").unwrap().html(),
            "1 <i k=\"&lt;\">2</i><br>"
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
