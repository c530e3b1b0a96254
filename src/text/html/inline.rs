//! Elements that stay in the line: emphasis, links, quotation marks, keys, ruby.

use crate::text::html::hidden::has_style;
use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::script::superscript;
use crate::text::html::tree::Id;
use crate::text::plain;

/// A long form longer than this is a tooltip, not what letters stand for.
const LONG_FORM: usize = 80;
/// A reference to a note is a number, a letter, a star.
const NOTE_MARK: usize = 4;

impl Reader<'_> {
    pub(super) fn phrase(&mut self, id: Id, mut voice: Voice, out: &mut Flow) {
        match self.tree.name(id) {
            "a" => return self.anchor(id, voice, out),
            "sup" | "sub" => return self.script(id, voice, out),
            "q" => return self.quotation(id, voice, out),
            "abbr" | "acronym" => return self.abbreviation(id, voice, out),
            "kbd" => return self.key(id, voice, out),
            "rt" => return self.reading(id, voice, out),
            "b" | "strong" => voice.style.strong = true,
            "i" | "em" | "cite" | "dfn" | "var" => voice.style.emphasis = true,
            "ins" | "u" => voice.style.underline = true,
            "code" | "samp" | "tt" => voice.style.code = true,
            "del" | "s" | "strike" => voice.style.strike = true,
            "mark" => voice.style.mark = true,
            "small" => voice.style.faint = true,
            _ => self.style(id, &mut voice),
        }
        self.children(id, voice, out);
    }

    /// Newsletters and word processors write emphasis as style.
    fn style(&self, id: Id, voice: &mut Voice) {
        let says = |declarations: &[&str]| has_style(self.tree, id, declarations);
        voice.style.strong |= says(&["font-weight:bold", "font-weight:700", "font-weight:600"]);
        voice.style.emphasis |= says(&["font-style:italic"]);
        voice.style.strike |= says(&["text-decoration:line-through"]);
    }

    fn anchor(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let Some(href) = self.tree.value(id, "href") else {
            return self.children(id, voice, out);
        };
        if self.links.is_in_page(href) {
            return self.in_page(id, voice, out);
        }
        let link = self.links.number(href).or(voice.link);
        self.children(id, Voice { link, ..voice }, out);
    }

    /// A link to another place on the page: a note's mark keeps its brackets, the way back from a
    /// note and the handle of a heading are left out, anything else is just its words.
    fn in_page(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let words = plain::line(&self.tree.text_below(id));
        if is_arrow(&words) || (voice.heading && matches!(&*words, "#" | "¶" | "§" | "🔗")) {
            return;
        }
        let mark = words
            .trim_start_matches(['[', '('])
            .trim_end_matches([']', ')']);
        let is_short = !mark.is_empty() && mark.chars().count() <= NOTE_MARK;
        let place = self
            .tree
            .value(id, "href")
            .and_then(|href| self.places.of(href));
        let place = place.map(|(name, target)| (self.links.number_within(name), target));
        let link = place.map(|(link, _)| link);
        if is_short && (voice.raised || self.is_note_reference(id)) {
            if let Some((link, target)) = place {
                self.places.refer(link, target);
            }
            self.stand(out);
            let small: Option<String> = mark.chars().map(superscript).collect();
            let mark = small.unwrap_or_else(|| format!("[{mark}]"));
            out.run.text(&mark, voice.style, link);
        } else {
            self.children(id, Voice { link, ..voice }, out);
        }
    }

    pub(super) fn is_note_reference(&self, id: Id) -> bool {
        self.tree.find(id, "sup").is_some()
            || self.tree.attribute(id, "role") == Some("doc-noteref")
            || self
                .tree
                .classes(id)
                .any(|class| class.to_ascii_lowercase().contains("footnote"))
    }

    fn quotation(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let (open, close) = quotation_marks(self.language(id), voice.quoted);
        out.run.text(open, voice.style, voice.link);
        let quoted = voice.quoted + 1;
        self.children(id, Voice { quoted, ..voice }, out);
        out.run.text(close, voice.style, voice.link);
    }

    /// The language at a place, as the nearest element says.
    fn language(&self, id: Id) -> &str {
        std::iter::successors(Some(id), |&here| self.tree.parent(here))
            .find_map(|here| {
                self.tree
                    .value(here, "lang")
                    .or(self.tree.value(here, "xml:lang"))
            })
            .unwrap_or_default()
    }

    /// The first time, the long form follows.
    fn abbreviation(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        self.children(id, voice, out);
        let Some(title) = self.tree.value(id, "title") else {
            return;
        };
        let long = plain::line(title);
        let short = plain::line(&self.tree.text_below(id));
        let explains = !long.is_empty() && long != short && long.chars().count() <= LONG_FORM;
        if explains && self.explained.insert(short) {
            out.run.text(&format!(" ({long})"), voice.style, voice.link);
        }
    }

    /// A key of the keyboard. Around several keys the brackets would say nothing.
    fn key(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let single = self.tree.find(id, "kbd").is_none();
        if single {
            out.run.text("[", voice.style, voice.link);
        }
        self.children(id, voice, out);
        if single {
            out.run.text("]", voice.style, voice.link);
        }
    }

    /// How the ruby base before it is read.
    fn reading(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let reading = plain::line(&self.tree.text_below(id));
        if !reading.is_empty() {
            out.run
                .text(&format!("({reading})"), voice.style, voice.link);
        }
    }

    /// The box of a task in a list of tasks; other form controls are of no use here.
    pub(super) fn checkbox(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        if self.tree.attribute(id, "type") == Some("checkbox") {
            let ticked = self.tree.attribute(id, "checked").is_some();
            let mark = if ticked { "☑ " } else { "☐ " };
            out.run.text(mark, voice.style, None);
        }
    }
}

/// The way back from a note to the text.
fn is_arrow(words: &str) -> bool {
    !words.is_empty()
        && words
            .chars()
            .all(|c| matches!(c, '↩' | '↑' | '⤴' | '↵' | '⏎' | '\u{FE0E}' | '\u{FE0F}'))
}

fn quotation_marks(language: &str, quoted: usize) -> (&'static str, &'static str) {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    let (outer, inner) = match primary.to_ascii_lowercase().as_str() {
        "de" | "cs" | "sk" | "sl" | "da" | "is" => (("„", "“"), ("‚", "‘")),
        "pl" | "ro" | "hu" => (("„", "”"), ("«", "»")),
        "fr" => (("«\u{A0}", "\u{A0}»"), ("“", "”")),
        "it" | "es" | "pt" | "ru" | "uk" | "el" | "no" | "nb" => (("«", "»"), ("“", "”")),
        "sv" | "fi" => (("”", "”"), ("’", "’")),
        "ja" | "zh" => (("「", "」"), ("『", "』")),
        _ => (("“", "”"), ("‘", "’")),
    };
    if quoted.is_multiple_of(2) {
        outer
    } else {
        inner
    }
}
