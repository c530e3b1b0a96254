//! The walk from the tree to blocks: which element divides, which one only colours its words.

use std::collections::HashSet;

use crate::model::document::{Block, Span, Style};
use crate::text::html::flatten::flatten;
use crate::text::html::hidden::is_hidden;
use crate::text::html::links::{Links, bare_addresses};
use crate::text::html::math;
use crate::text::html::places::Places;
use crate::text::html::run::Flow;
use crate::text::html::tex;
use crate::text::html::tree::{Id, Tree};

/// Elements within each other that the walk follows; of deeper ones it takes the words alone.
const DEPTH: usize = 200;
/// Lists and quotes within each other. No screen shows more, and whoever reads the document may
/// recurse over it without care.
const NESTING: usize = 24;

/// What becomes of pictures that say of themselves that they say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decorations {
    LeaveOut,
    Show,
}

/// How the words at some place are spoken.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Voice {
    pub(super) style: Style,
    pub(super) link: Option<usize>,
    /// Within a superscript, where a small link is a footnote.
    pub(super) raised: bool,
    pub(super) heading: bool,
    pub(super) figure: bool,
    /// Quotation marks around this place.
    pub(super) quoted: usize,
    /// Lists and quotes around this place.
    pub(super) nesting: usize,
}

impl Voice {
    pub(super) fn deeper(self) -> Voice {
        Voice {
            nesting: self.nesting + 1,
            ..self
        }
    }

    pub(super) fn is_nested_enough(self) -> bool {
        self.nesting >= NESTING
    }
}

pub(super) struct Reader<'t> {
    pub(super) tree: &'t Tree,
    pub(super) links: Links,
    pub(super) decorations: Decorations,
    pub(super) left_out_decoration: bool,
    /// Abbreviations whose long form has been given.
    pub(super) explained: HashSet<String>,
    /// Empty cells that stand for spans so far.
    pub(super) padding: usize,
    pub(super) places: Places,
    depth: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(tree: &'t Tree, base: Option<&str>, decorations: Decorations) -> Self {
        let links = Links::new(base);
        Reader {
            tree,
            places: Places::new(tree, &links),
            links,
            decorations,
            left_out_decoration: false,
            explained: HashSet::new(),
            padding: 0,
            depth: 0,
        }
    }

    /// Everything, as blocks. A text without markup keeps its lines.
    pub(super) fn read(&mut self, keeps_lines: bool) -> Vec<Block> {
        let mut out = Flow::default();
        if keeps_lines {
            let text = self.tree.text_below(Id::ROOT);
            self.lines(&text, &mut out);
        } else {
            self.children(Id::ROOT, Voice::default(), &mut out);
        }
        out.into_blocks()
    }

    pub(super) fn children(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let tree = self.tree;
        for child in tree.children(id) {
            self.node(child, voice, out);
        }
    }

    pub(super) fn node(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        if let Some(text) = self.tree.text(id) {
            self.words(text, voice, out);
        } else if self.depth >= DEPTH {
            self.words(&self.tree.text_below(id), voice, out);
        } else if !is_hidden(self.tree, id) {
            self.places.pass(id);
            self.depth += 1;
            self.element(id, voice, out);
            self.depth -= 1;
        }
    }

    /// The blocks inside an element.
    pub(super) fn inner(&mut self, id: Id, voice: Voice) -> Vec<Block> {
        let mut out = Flow::default();
        self.children(id, voice, &mut out);
        out.into_blocks()
    }

    /// What is inside an element, as one run of text.
    pub(super) fn spans(&mut self, id: Id, voice: Voice) -> Vec<Span> {
        flatten(self.inner(id, voice), " ")
    }

    /// Words, with formulas set and bare addresses made links.
    pub(super) fn words(&mut self, text: &str, voice: Voice, out: &mut Flow) {
        if !text.trim().is_empty() {
            self.stand(out);
        }
        if voice.style.code || !text.contains(['$', '\\']) {
            return self.plain_words(text, voice, out);
        }
        for part in tex::parts(text) {
            match part {
                tex::Part::Words(words) => self.plain_words(words, voice, out),
                tex::Part::Formula { shown, is_tex } => {
                    let mut style = voice.style;
                    style.code |= is_tex;
                    out.run.text(&shown, style, voice.link);
                }
            }
        }
    }

    fn plain_words(&mut self, text: &str, voice: Voice, out: &mut Flow) {
        let mut done = 0;
        if voice.link.is_none() && !voice.style.code {
            for range in bare_addresses(text) {
                out.run
                    .text(&text[done..range.start], voice.style, voice.link);
                let link = self.links.number(&text[range.clone()]);
                out.run.text(&text[range.clone()], voice.style, link);
                done = range.end;
            }
        }
        out.run.text(&text[done..], voice.style, voice.link);
    }

    fn lines(&mut self, text: &str, out: &mut Flow) {
        for line in text.trim().lines() {
            if line.trim().is_empty() {
                out.flush();
            } else {
                if !out.run.is_empty() {
                    out.run.line_break();
                }
                self.words(line, Voice::default(), out);
            }
        }
    }

    fn element(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        match self.tree.name(id) {
            "br" => out.run.line_break(),
            "wbr" => out.run.text("\u{200B}", voice.style, voice.link),
            "hr" => out.push(Block::Rule),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, voice, out),
            "ul" | "ol" | "menu" | "dir" => self.list(id, voice, out),
            "dl" => self.definitions(id, voice, out),
            "blockquote" => self.quote(id, voice, out),
            "pre" | "listing" | "xmp" | "plaintext" => self.code(id, out),
            "table" => self.table(id, voice, out),
            "figure" => self.figure(id, voice, out),
            "figcaption" | "caption" | "legend" => self.caption(id, voice, out),
            "summary" => self.summary(id, voice, out),
            "details" => self.details(id, voice, out),
            "img" => self.image(id, voice, out),
            "svg" => self.drawing(id, voice, out),
            "picture" => self.picture(id, voice, out),
            "video" | "audio" | "iframe" | "embed" | "object" => self.embedded(id, voice, out),
            "noscript" => self.fallback(id, voice, out),
            "math" => self.math(id, voice, out),
            // Any other is hidden.
            "script" => math::formula(&self.tree.text_below(id), voice, out),
            "input" => self.checkbox(id, voice, out),
            "html" | "body" | "p" | "div" | "section" | "article" | "aside" | "header"
            | "footer" | "main" | "nav" | "hgroup" | "address" | "center" | "fieldset" | "form"
            | "search" | "dialog" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "tbody" | "thead"
            | "tfoot" => self.division(id, voice, out),
            _ => self.phrase(id, voice, out),
        }
    }

    fn division(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        out.flush();
        self.children(id, voice, out);
        out.flush();
    }

    fn heading(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let level = match self.tree.name(id) {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            "h4" => 4,
            "h5" => 5,
            _ => 6,
        };
        let voice = Voice {
            heading: true,
            ..voice
        };
        let blocks = self.inner(id, voice);
        let (pictures, words) = blocks
            .into_iter()
            .partition(|block| matches!(block, Block::Image { .. }));
        let text = flatten(words, " ");
        if !text.is_empty() {
            out.push(Block::Heading { level, text });
        }
        let pictures: Vec<Block> = pictures;
        for picture in pictures {
            out.push(picture);
        }
    }

    fn quote(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        if voice.is_nested_enough() {
            return self.division(id, voice, out);
        }
        let inner = self.inner(id, voice.deeper());
        if !inner.is_empty() {
            out.push(Block::Quote(inner));
        }
    }

    fn details(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        if voice.is_nested_enough() {
            return self.division(id, voice, out);
        }
        let tree = self.tree;
        let named = tree
            .children(id)
            .find(|child| tree.name(*child) == "summary");
        let summary = named
            .map(|named| self.spans(named, voice))
            .unwrap_or_default();
        let mut inside = Flow::default();
        for child in tree.children(id).filter(|child| Some(*child) != named) {
            self.node(child, voice.deeper(), &mut inside);
        }
        let blocks = inside.into_blocks();
        match (summary.is_empty(), blocks.is_empty()) {
            (true, true) => {}
            (false, true) => out.push(Block::Paragraph(summary)),
            (is_empty, false) => {
                let unnamed = Span {
                    text: "Details".to_owned(),
                    ..Span::default()
                };
                out.push(Block::Details {
                    summary: if is_empty { vec![unnamed] } else { summary },
                    open: tree.attribute(id, "open").is_some(),
                    blocks,
                });
            }
        }
    }

    fn summary(&mut self, id: Id, mut voice: Voice, out: &mut Flow) {
        voice.style.strong = true;
        self.division(id, voice, out);
    }

    fn caption(&mut self, id: Id, mut voice: Voice, out: &mut Flow) {
        voice.style.faint = true;
        self.division(id, voice, out);
    }
}
