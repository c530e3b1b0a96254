//! What a browser would not show, and what only a browser can use.

use crate::text::html::tree::{Id, Tree};

/// Whether an element and all in it is left out.
pub(super) fn is_hidden(tree: &Tree, id: Id) -> bool {
    // What a script would have set as a formula is a formula.
    if tree.name(id) == "script" && is_tex(tree, id) {
        return false;
    }
    let shows_nothing = matches!(
        tree.name(id),
        "" | "script"
            | "style"
            | "template"
            | "head"
            | "title"
            | "meta"
            | "link"
            | "base"
            | "button"
            | "select"
            | "textarea"
            | "option"
            | "optgroup"
            | "datalist"
            | "progress"
            | "meter"
            | "canvas"
            | "map"
            | "area"
            | "param"
            | "source"
            | "track"
            | "rp"
            | "noembed"
            | "noframes"
            | "frameset"
    );
    shows_nothing
        || tree.attribute(id, "hidden").is_some()
        || tree.attribute(id, "aria-hidden") == Some("true")
        || (tree.name(id) == "dialog" && tree.attribute(id, "open").is_none())
        || tree.classes(id).any(is_hiding_class)
        || has_style(
            tree,
            id,
            &["display:none", "visibility:hidden", "mso-hide:all"],
        )
}

/// Whether a script is a formula in TeX, as `MathJax` takes them.
fn is_tex(tree: &Tree, id: Id) -> bool {
    let kind = tree.attribute(id, "type").unwrap_or_default();
    kind.split(';').next() == Some("math/tex")
}

/// Whether the element's own style says one of these, written without spaces.
pub(super) fn has_style(tree: &Tree, id: Id, declarations: &[&str]) -> bool {
    let Some(style) = tree.value(id, "style") else {
        return false;
    };
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    declarations.iter().any(|wanted| {
        style.match_indices(wanted).any(|(at, _)| {
            let starts = at == 0 || style[..at].ends_with(';');
            let ends = style[at + wanted.len()..]
                .chars()
                .next()
                .is_none_or(|c| matches!(c, ';' | '!'));
            starts && ends
        })
    })
}

/// Words for those who hear the page, the numbers beside code, and the marks that invite to copy
/// the address of a heading.
fn is_hiding_class(class: &str) -> bool {
    matches!(
        class,
        "sr-only"
            | "visually-hidden"
            | "visuallyhidden"
            | "screen-reader-text"
            | "screen-reader-only"
            | "headerlink"
            | "heading-anchor"
            | "anchorjs-link"
            | "lineno"
            | "linenos"
            | "linenodiv"
            | "line-number"
            | "line-numbers-rows"
            | "hljs-ln-numbers"
            | "rouge-gutter"
            | "gutter"
            | "blob-num"
            | "mw-editsection"
    )
}
