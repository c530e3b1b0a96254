//! HTML text to tree, within bounds.
//!
//! html5ever knows no limits: its work grows with the square of the depth, and with the square of
//! the attributes of one tag. So a layer sits between its two halves. Towards the tree builder,
//! an element that comes to stand too deep is closed on the spot and its end tag swallowed – its
//! words stay, in order. Towards the tokenizer, the text is fed in pieces, and a tag that does not
//! end is ended.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::create_element;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, QualName, TokenizerResult, local_name, ns};

use crate::text::html::tree::{Handle, Planter, Tree};
use crate::text::plain::beginning;

/// Bytes of one text that are read.
const BYTES: usize = 4 * 1024 * 1024;
/// Elements within each other.
const DEPTH: u32 = 128;
/// Start and end tags together. The words after them are still read.
const TAGS: usize = 200_000;
/// Nodes of a tree. Misnested formatting makes new elements out of few tags, so this needs a bound
/// of its own.
const NODES: usize = 600_000;
/// Formatting elements that are begun and not ended. The parser goes through all of them at each tag.
const FORMATTING: usize = 512;
/// Where a tag may have this many attributes and has not ended, it is ended.
const SEPARATORS: usize = 1024;
/// Attributes kept of one tag, of those that mean something here.
const ATTRIBUTES: usize = 256;

/// The tree of `html`, read as the inside of a page's body.
pub(super) fn tree(html: &str) -> Tree {
    let planter = Planter::new();
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let context = create_element(&planter, body, Vec::new());
    let options = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let builder = TreeBuilder::new_for_fragment(planter, context, None, options);
    let tokenizer = Tokenizer::new(Capped::new(builder), TokenizerOpts::default());
    let input = BufferQueue::default();
    for piece in pieces(beginning(html, BYTES)) {
        let before = tokenizer.sink.tokens.get();
        feed(&tokenizer, &input, piece);
        // Nothing came out of a long piece: it lies within one tag, a comment, or a quoted value.
        // Only in the tag does this character have an effect, and there it is the cure.
        if piece.len() > SEPARATORS && tokenizer.sink.tokens.get() == before {
            feed(&tokenizer, &input, ">");
        }
    }
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

fn feed(tokenizer: &Tokenizer<Capped>, input: &BufferQueue, text: &str) {
    input.push_back(StrTendril::from(text));
    while !matches!(tokenizer.feed(input), TokenizerResult::Done) {}
}

/// `html` cut where so many attributes could have begun that looking up is called for.
fn pieces(html: &str) -> impl Iterator<Item = &str> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let end = rest
            .bytes()
            .enumerate()
            .filter(|(_, byte)| {
                matches!(byte, b'/' | b'"' | b'\'' | b'=') || byte.is_ascii_whitespace()
            })
            .nth(SEPARATORS)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The tree builder behind its limits.
struct Capped {
    builder: TreeBuilder<Handle, Planter>,
    tokens: Cell<usize>,
    tags: Cell<usize>,
    /// Formatting elements begun and not ended.
    formatting: Cell<usize>,
    /// Elements closed at once whose end tags are still to come.
    closed: RefCell<HashMap<LocalName, usize>>,
}

impl Capped {
    fn new(builder: TreeBuilder<Handle, Planter>) -> Self {
        Capped {
            builder,
            tokens: Cell::new(0),
            tags: Cell::new(0),
            formatting: Cell::new(0),
            closed: RefCell::new(HashMap::new()),
        }
    }

    /// Whether a formatting element is one too many; its end tag is swallowed, too.
    fn is_too_much(&self, name: &LocalName) -> bool {
        let open = self.formatting.get();
        if !is_formatting(name) {
            return false;
        }
        if open < FORMATTING {
            self.formatting.set(open + 1);
            return false;
        }
        *self.closed.borrow_mut().entry(name.clone()).or_default() += 1;
        true
    }

    fn start(&self, mut tag: Tag, line: u64) -> TokenSinkResult<Handle> {
        if self.is_too_much(&tag.name) {
            return TokenSinkResult::Continue;
        }
        tag.attrs
            .retain(|attribute| USED.contains(&&*attribute.name.local));
        tag.attrs.truncate(ATTRIBUTES);
        let name = tag.name.clone();
        let self_closing = tag.self_closing;
        self.builder.sink.take_inserted();
        let result = self.builder.process_token(Token::TagToken(tag), line);
        let too_deep = self
            .builder
            .sink
            .take_inserted()
            .is_some_and(|it| it.depth > DEPTH && !(it.foreign && self_closing));
        if too_deep && !matches!(kind(&name), Kind::Void | Kind::Raw) {
            if kind(&name) != Kind::EndOptional {
                *self.closed.borrow_mut().entry(name.clone()).or_default() += 1;
            }
            return self.builder.process_token(end_tag(name), line);
        }
        result
    }

    /// Whether this end tag belongs to an element that is closed already.
    fn is_settled(&self, name: &LocalName) -> bool {
        match self.closed.borrow_mut().get_mut(name) {
            Some(open) if *open > 0 => {
                *open -= 1;
                true
            }
            _ => false,
        }
    }
}

impl TokenSink for Capped {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        self.tokens.set(self.tokens.get() + 1);
        if self.builder.sink.len() > NODES && token != Token::EOFToken {
            return TokenSinkResult::Continue;
        }
        match token {
            Token::TagToken(tag) => {
                self.tags.set(self.tags.get() + 1);
                if self.tags.get() > TAGS && kind(&tag.name) != Kind::Raw {
                    return TokenSinkResult::Continue;
                }
                match tag.kind {
                    TagKind::StartTag => self.start(tag, line),
                    TagKind::EndTag if self.is_settled(&tag.name) => TokenSinkResult::Continue,
                    TagKind::EndTag => {
                        if is_formatting(&tag.name) {
                            let open = self.formatting.get();
                            self.formatting.set(open.saturating_sub(1));
                        }
                        self.builder.process_token(Token::TagToken(tag), line)
                    }
                }
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) | Token::ParseError(_) => {
                TokenSinkResult::Continue
            }
            other => self.builder.process_token(other, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn end_tag(name: LocalName) -> Token {
    Token::TagToken(Tag {
        kind: TagKind::EndTag,
        name,
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    })
}

/// How an element ends (HTML, §13.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ordinary,
    /// Its end tag may be left out, so it cannot be waited for.
    EndOptional,
    Void,
    /// Its text is no markup; the tokenizer must be told.
    Raw,
}

/// The elements whose formatting goes on in later blocks until they are ended (HTML, §13.2.4.3).
fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// Whether an element has neither content nor an end tag.
pub(super) fn is_void(name: &str) -> bool {
    kind(name) == Kind::Void
}

fn kind(name: &str) -> Kind {
    match name {
        "p" | "li" | "dt" | "dd" | "rb" | "rt" | "rtc" | "rp" | "optgroup" | "option"
        | "colgroup" | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" => {
            Kind::EndOptional
        }
        "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "hr"
        | "image" | "img" | "input" | "keygen" | "link" | "meta" | "param" | "source" | "track"
        | "wbr" => Kind::Void,
        "iframe" | "noembed" | "noframes" | "plaintext" | "script" | "style" | "textarea"
        | "title" | "xmp" => Kind::Raw,
        _ => Kind::Ordinary,
    }
}

/// The attributes that mean something to a reader of text.
const USED: [&str; 44] = [
    "alt",
    "alttext",
    "aria-hidden",
    "aria-label",
    "checked",
    "class",
    "close",
    "colspan",
    "content",
    "data",
    "data-lang",
    "data-language",
    "data-lazy-src",
    "data-lazy-srcset",
    "data-orig-file",
    "data-original",
    "data-src",
    "data-srcset",
    "datetime",
    "display",
    "encoding",
    "height",
    "hidden",
    "href",
    "id",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "name",
    "open",
    "rel",
    "reversed",
    "role",
    "rowspan",
    "src",
    "srcset",
    "start",
    "style",
    "title",
    "type",
    "value",
    "width",
    "xml:lang",
];
