//! How an element of a page gives a text, an address or a date (microformats2 parsing).

use url::Url;

use crate::feed::{dates, normalize};
use crate::model::time::Time;
use crate::text::html::{Id, Tree};

/// Longer lines are cut, bytes.
const LONGEST_LINE: usize = 1024;
/// Longer dates are none, bytes.
const LONGEST_DATE: usize = 128;
/// Parts that one value is put together from.
const MOST_PARTS: usize = 8;
/// Elements that are looked at for parts. Properties may stand within each other, so what is done for
/// one must not grow with the page.
const MOST_LOOKED_AT: usize = 64;

/// The kinds of things a page may mark up. Style sheets give other classes that begin with `h-`.
const ROOTS: [&str; 17] = [
    "h-adr",
    "h-app",
    "h-card",
    "h-cite",
    "h-entry",
    "h-event",
    "h-feed",
    "h-geo",
    "h-item",
    "h-listing",
    "h-measure",
    "h-news",
    "h-product",
    "h-recipe",
    "h-resume",
    "h-review",
    "h-x-app",
];

/// A page, and what relative addresses in it are relative to.
pub(in crate::feed) struct Page<'t> {
    pub(in crate::feed) tree: &'t Tree,
    pub(in crate::feed) base: Url,
}

impl<'t> Page<'t> {
    pub(in crate::feed) fn new(tree: &'t Tree, address: &Url) -> Self {
        let moved = tree
            .find(Id::ROOT, "base")
            .and_then(|base| address.join(tree.value(base, "href")?).ok())
            .filter(normalize::is_web);
        Self {
            tree,
            base: moved.unwrap_or_else(|| address.clone()),
        }
    }

    pub(in crate::feed) fn has_class(&self, id: Id, class: &str) -> bool {
        self.tree.classes(id).any(|found| found == class)
    }

    /// Whether the element is a thing of its own, whose properties are not those of what is around it.
    pub(in crate::feed) fn is_root(&self, id: Id) -> bool {
        self.tree.classes(id).any(|class| ROOTS.contains(&class))
    }

    /// The elements below `root` in document order, without what is below those that end the search.
    pub(in crate::feed) fn below(
        &self,
        root: Id,
        ends: impl Fn(Id) -> bool,
    ) -> impl Iterator<Item = Id> {
        let mut stack: Vec<Id> = self.elements(root).collect();
        stack.reverse();
        std::iter::from_fn(move || {
            let id = stack.pop()?;
            if !ends(id) {
                let first = stack.len();
                stack.extend(self.elements(id));
                stack[first..].reverse();
            }
            Some(id)
        })
    }

    /// The properties of a thing: what stands in it, but not in another thing in it.
    pub(in crate::feed) fn properties(&self, root: Id) -> Vec<Id> {
        self.below(root, |id| self.is_root(id)).collect()
    }

    pub(in crate::feed) fn elements(&self, id: Id) -> impl Iterator<Item = Id> {
        let inside = self.tree.children(id);
        inside.filter(|child| !self.tree.name(*child).is_empty())
    }

    /// The text of a property `p-*`, one plain line.
    pub(in crate::feed) fn line(&self, id: Id) -> Option<String> {
        let text = self
            .parts(id)
            .map(|parts| parts.concat())
            .or_else(|| self.stand_in(id).map(str::to_owned))
            .unwrap_or_else(|| self.text(id, LONGEST_LINE));
        Some(normalize::plain_title(&text)).filter(|line| !line.is_empty())
    }

    /// The absolute address of a property `u-*`, where it is one of the web.
    pub(in crate::feed) fn address(&self, id: Id) -> Option<String> {
        normalize::address(&self.written_address(id), &self.base)
    }

    /// The value of a property `u-*`, as written.
    pub(in crate::feed) fn written_address(&self, id: Id) -> String {
        let attribute = match self.tree.name(id) {
            "a" | "area" | "link" => "href",
            "img" | "audio" | "video" | "source" | "iframe" => "src",
            "object" => "data",
            _ => "",
        };
        let source = || self.elements(id).find_map(|id| self.tree.value(id, "src"));
        let found = self.tree.value(id, attribute).or_else(|| {
            let has_sources = matches!(self.tree.name(id), "audio" | "video" | "picture");
            has_sources.then(source).flatten()
        });
        found
            .map(str::to_owned)
            .or_else(|| self.parts(id).map(|parts| parts.concat()))
            .or_else(|| self.stand_in(id).map(str::to_owned))
            .unwrap_or_else(|| self.text(id, LONGEST_LINE).trim().to_owned())
    }

    /// The moment of a property `dt-*`. Its day and its time may be parts of their own.
    pub(in crate::feed) fn date(&self, id: Id) -> Option<Time> {
        if let Some(parts) = self.parts(id) {
            return dates::parse(&parts.join(" "));
        }
        let told = self.tree.value(id, "datetime").or(self.stand_in(id));
        told.map_or_else(|| dates::parse(&self.text(id, LONGEST_DATE)), dates::parse)
    }

    /// What a program should read in the place of what is shown.
    fn stand_in(&self, id: Id) -> Option<&str> {
        match self.tree.name(id) {
            "abbr" | "link" => self.tree.value(id, "title"),
            "data" | "input" => self.tree.value(id, "value"),
            "img" | "area" => self.tree.value(id, "alt"),
            _ => None,
        }
    }

    /// The value-class pattern: of what stands in an element, only what is marked `value` counts.
    fn parts(&self, id: Id) -> Option<Vec<String>> {
        let is_part = |id: Id| self.has_class(id, "value") || self.has_class(id, "value-title");
        let parts: Vec<String> = self
            .below(id, |id| is_part(id) || self.is_root(id))
            .take(MOST_LOOKED_AT)
            .filter(|id| is_part(*id))
            .take(MOST_PARTS)
            .map(|id| self.part(id))
            .collect();
        (!parts.is_empty()).then_some(parts)
    }

    fn part(&self, id: Id) -> String {
        let titled = self.has_class(id, "value-title");
        let title = self.tree.value(id, "title").filter(|_| titled);
        title
            .or_else(|| self.stand_in(id))
            .or_else(|| self.tree.value(id, "datetime"))
            .map_or_else(|| self.text(id, LONGEST_LINE), str::to_owned)
    }

    /// The text below an element, pictures by their description; about as many bytes, and of no more
    /// nodes, than asked for.
    pub(in crate::feed) fn text(&self, id: Id, most: usize) -> String {
        let mut text = String::new();
        for below in self.tree.descendants(id).take(most) {
            let around = self.tree.parent(below).map(|up| self.tree.name(up));
            match (self.tree.text(below), self.tree.name(below)) {
                (Some(_), _) if matches!(around, Some("script" | "style")) => {}
                (Some(words), _) => text.push_str(words),
                (None, "br") => text.push('\n'),
                (None, "img") => text.push_str(self.tree.value(below, "alt").unwrap_or_default()),
                _ => {}
            }
            if text.len() > most {
                break;
            }
        }
        text
    }

    /// Where a link of the page leads that says so: `rel`.
    pub(in crate::feed) fn related(&self, rel: &str) -> Option<String> {
        let says_so = |id: Id| {
            let words = self.tree.value(id, "rel").unwrap_or_default();
            words
                .split_ascii_whitespace()
                .any(|word| word.eq_ignore_ascii_case(rel))
        };
        let mut all = self.tree.descendants(Id::ROOT);
        all.find_map(|id| {
            let link = matches!(self.tree.name(id), "a" | "link") && says_so(id);
            normalize::address(self.tree.value(id, "href").filter(|_| link)?, &self.base)
        })
    }

    /// The address an element stands for that names none: its own link, or the only one in it.
    pub(in crate::feed) fn implied_address(&self, id: Id) -> Option<String> {
        let href = |id: Id| {
            let link = matches!(self.tree.name(id), "a" | "area");
            normalize::address(self.tree.value(id, "href").filter(|_| link)?, &self.base)
        };
        let only = |inside: Id| {
            let mut links = self
                .elements(inside)
                .filter(|id| self.tree.name(*id) == "a");
            let first = links.next().filter(|link| !self.is_root(*link))?;
            links.next().is_none().then_some(first)
        };
        let only_child = || {
            let mut inside = self.elements(id);
            let first = inside.next()?;
            inside.next().is_none().then_some(first)
        };
        href(id)
            .or_else(|| href(only(id)?))
            .or_else(|| href(only(only_child()?)?))
    }
}
