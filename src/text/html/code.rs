//! Text that keeps its lines: program code, verse, letters.

use crate::model::document::Block;
use crate::text::html::hidden::is_hidden;
use crate::text::html::reader::Reader;
use crate::text::html::run::Flow;
use crate::text::html::tree::{Id, Tree};
use crate::text::plain;

/// Longer names are no languages.
const LANGUAGE: usize = 24;

impl Reader<'_> {
    pub(super) fn code(&mut self, id: Id, out: &mut Flow) {
        let mut text = String::new();
        verbatim(self.tree, id, &mut text);
        let text = plain::block(&text);
        if !text.is_empty() {
            let language = language(self.tree, id);
            out.push(Block::Code {
                language,
                text,
                inks: Vec::new(),
            });
        }
    }
}

/// The text below `id` as written. Lines may be elements of their own.
fn verbatim(tree: &Tree, id: Id, text: &mut String) {
    // A stack in place of recursion: this is reached at any depth of the walk.
    let mut stack = vec![Step::Enter(id)];
    while let Some(step) = stack.pop() {
        let id = match step {
            Step::Enter(id) => id,
            Step::EndLine => {
                end_line(text);
                continue;
            }
        };
        if let Some(words) = tree.text(id) {
            text.push_str(words);
            continue;
        }
        if is_hidden(tree, id) {
            continue;
        }
        match tree.name(id) {
            "br" => text.push('\n'),
            "img" => text.push_str(tree.attribute(id, "alt").unwrap_or_default()),
            "div" | "p" | "li" | "tr" => {
                end_line(text);
                stack.push(Step::EndLine);
            }
            _ => {}
        }
        let first = stack.len();
        stack.extend(tree.children(id).map(Step::Enter));
        stack[first..].reverse();
    }
}

enum Step {
    Enter(Id),
    EndLine,
}

fn end_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The language that the element, the `code` in it or a wrapper around it names. Every highlighter
/// has its own way to write it.
fn language(tree: &Tree, id: Id) -> Option<String> {
    let within = tree
        .children(id)
        .filter(|&child| tree.name(child) == "code");
    let around = std::iter::successors(tree.parent(id), |&up| tree.parent(up)).take(3);
    std::iter::once(id)
        .chain(within)
        .chain(around.filter(|&up| matches!(tree.name(up), "div" | "figure" | "span")))
        .find_map(|place| named_language(tree, place))
        .filter(|name| {
            !matches!(
                name.as_str(),
                "none"
                    | "text"
                    | "txt"
                    | "plain"
                    | "plaintext"
                    | "nohighlight"
                    | "default"
                    | "auto"
            )
        })
}

fn named_language(tree: &Tree, id: Id) -> Option<String> {
    let attribute = tree
        .value(id, "data-lang")
        .or(tree.value(id, "data-language"));
    let prefixed = || {
        tree.classes(id).find_map(|class| {
            ["language-", "lang-", "highlight-source-"]
                .iter()
                .find_map(|prefix| class.strip_prefix(prefix))
        })
    };
    let after = |keyword: &str, skip: &str| {
        tree.classes(id).any(|class| class == keyword).then(|| {
            tree.classes(id)
                .find(|class| *class != keyword && !class.starts_with(skip))
        })?
    };
    attribute
        .or_else(prefixed)
        .or_else(|| after("hljs", "hljs"))
        .or_else(|| after("brush:", "\u{0}"))
        .or_else(|| after("sourceCode", "\u{0}"))
        .and_then(tidy_name)
}

fn tidy_name(raw: &str) -> Option<String> {
    let name = raw.trim_matches(|c: char| matches!(c, ';' | ':' | ' ' | '.'));
    let is_name = !name.is_empty()
        && name.len() <= LANGUAGE
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-' | b'_' | b'.'));
    is_name.then(|| name.to_ascii_lowercase())
}
