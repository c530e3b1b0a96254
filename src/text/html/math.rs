//! Formulas in one line: as their author wrote them in TeX where that came along, else read off
//! the `MathML` with brackets wherever a fraction or a root would need two dimensions.

use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::script::{subscript, superscript};
use crate::text::html::tex;
use crate::text::html::tree::{Id, Tree};
use crate::text::plain;

/// Formulas within formulas that are followed.
const DEPTH: usize = 40;

impl Reader<'_> {
    pub(super) fn math(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let stands_alone = self.tree.attribute(id, "display") == Some("block");
        if stands_alone {
            out.flush();
        }
        if let Some(tex) = written(self.tree, id) {
            formula(&tex, voice, out);
        } else {
            let text = plain::line(&linear(self.tree, id, DEPTH));
            out.run.text(&text, voice.style, voice.link);
        }
        if stands_alone {
            out.flush();
        }
    }
}

/// A formula written in TeX.
pub(super) fn formula(tex: &str, mut voice: Voice, out: &mut Flow) {
    if let tex::Part::Formula { shown, is_tex } = tex::told(tex) {
        voice.style.code |= is_tex;
        out.run.text(&shown, voice.style, voice.link);
    }
}

fn written(tree: &Tree, id: Id) -> Option<String> {
    let annotation = || {
        tree.descendants(id).find(|&below| {
            tree.name(below) == "annotation"
                && matches!(
                    tree.attribute(below, "encoding"),
                    Some("application/x-tex" | "TeX" | "LaTeX")
                )
        })
    };
    let tex = match tree.value(id, "alttext") {
        Some(alttext) => alttext.to_owned(),
        None => tree.text_below(annotation()?),
    };
    Some(plain::line(&tex)).filter(|tex| !tex.is_empty())
}

fn linear(tree: &Tree, id: Id, depth: usize) -> String {
    if let Some(text) = tree.text(id) {
        return plain::line(text);
    }
    if depth == 0 {
        return plain::line(&tree.text_below(id));
    }
    let parts: Vec<String> = tree
        .children(id)
        .filter(|&child| tree.text(child).is_none_or(|text| !text.trim().is_empty()))
        .filter(|&child| !tree.name(child).starts_with("annotation"))
        .map(|child| linear(tree, child, depth - 1))
        .collect();
    match (tree.name(id), parts.as_slice()) {
        ("mfrac", [above, below]) => format!("{}/{}", operand(above), operand(below)),
        ("mover", [base, sign]) if accented(base, sign).is_some() => {
            accented(base, sign).unwrap_or_default()
        }
        ("msup" | "mover", [base, raised]) => format!("{}{}", grouped(base), script(raised, '^')),
        ("msub" | "munder", [base, lowered]) => {
            format!("{}{}", grouped(base), script(lowered, '_'))
        }
        ("msubsup" | "munderover", [base, lowered, raised]) => {
            let (lowered, raised) = (script(lowered, '_'), script(raised, '^'));
            format!("{}{lowered}{raised}", grouped(base))
        }
        ("msqrt", parts) => format!("√{}", grouped(&parts.concat())),
        ("mroot", [base, index]) => format!("{}√{}", root_of(index), grouped(base)),
        ("mfenced", parts) => {
            let fence = |name, usual| tree.attribute(id, name).unwrap_or(usual);
            format!(
                "{}{}{}",
                fence("open", "("),
                parts.join(", "),
                fence("close", ")")
            )
        }
        ("mtr", parts) => parts.join(", "),
        ("mtable", rows) => format!("[{}]", rows.join("; ")),
        ("mo", [sign]) if is_relation(sign) => format!(" {sign} "),
        ("mo", [sign]) if sign == "-" => "−".to_owned(),
        ("mspace", _) => " ".to_owned(),
        (_, parts) => parts.concat(),
    }
}

/// In brackets, unless it is one thing anyway.
fn grouped(part: &str) -> String {
    let part = part.trim();
    if part.chars().count() <= 1 || part.chars().all(|c| c.is_alphanumeric() || c == '.') {
        part.to_owned()
    } else {
        format!("({part})")
    }
}

/// What stands above or below in a fraction: in brackets, unless nobody could take it for more or less than it is.
pub(super) fn operand(part: &str) -> String {
    let part = part.trim();
    let bare = part.strip_prefix('−').unwrap_or(part);
    if bare.chars().count() <= 1 || bare.chars().all(|c| c.is_ascii_digit() || c == '.') {
        part.to_owned()
    } else {
        format!("({part})")
    }
}

/// The degree of a root: raised, so that it is no factor.
fn root_of(degree: &str) -> String {
    let small: Option<String> = degree.trim().chars().map(superscript).collect();
    small.unwrap_or_else(|| format!("({})", degree.trim()))
}

/// A letter with what stands above it, where that is an accent.
fn accented(base: &str, sign: &str) -> Option<String> {
    let mark = match sign.trim() {
        "^" | "ˆ" | "\u{302}" => '\u{302}',
        "~" | "˜" | "\u{303}" => '\u{303}',
        "¯" | "‾" | "_" | "−" | "\u{304}" => '\u{304}',
        "." | "˙" => '\u{307}',
        "→" | "⃗" => '\u{20D7}',
        _ => return None,
    };
    let base = base.trim();
    (base.chars().count() == 1).then(|| format!("{base}{mark}"))
}

/// Raised or lowered: by characters that are, else behind a mark.
fn script(part: &str, mark: char) -> String {
    let map = if mark == '^' { superscript } else { subscript };
    let small: Option<String> = part.trim().chars().map(map).collect();
    small.unwrap_or_else(|| match part.trim() {
        one if one.chars().count() == 1 => format!("{mark}{one}"),
        more => format!("{mark}({more})"),
    })
}

fn is_relation(sign: &str) -> bool {
    matches!(
        sign,
        "=" | "≠"
            | "<"
            | ">"
            | "≤"
            | "≥"
            | "≈"
            | "≡"
            | "∼"
            | "∈"
            | "∉"
            | "⊂"
            | "⊆"
            | "→"
            | "⇒"
            | "⇔"
            | "↦"
            | "+"
            | "±"
    )
}
