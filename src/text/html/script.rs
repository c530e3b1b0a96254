//! Sub- and superscripts, through the characters Unicode has for them.

use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::tree::Id;

impl Reader<'_> {
    /// `sup` or `sub`: raised characters where every one exists, else `^(…)` or `_(…)`.
    pub(super) fn script(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let raised = Voice {
            raised: true,
            ..voice
        };
        if self.holds_note_reference(id) {
            return self.children(id, raised, out);
        }
        let (mark, map): (_, fn(char) -> Option<char>) = match self.tree.name(id) {
            "sub" => ("_", subscript),
            _ => ("^", superscript),
        };
        let mut spans = self.spans(id, voice);
        let small: Option<Vec<String>> = spans
            .iter()
            .map(|span| span.text.chars().map(map).collect())
            .collect();
        match small {
            _ if spans.is_empty() => {}
            Some(texts) => {
                for (span, text) in spans.iter_mut().zip(texts) {
                    span.text = text;
                }
                out.run.extend(spans);
            }
            None => {
                let mut style = voice.style;
                style.faint = true;
                out.run.text(&format!("{mark}("), style, voice.link);
                for span in &mut spans {
                    span.style.faint = true;
                }
                out.run.extend(spans);
                out.run.text(")", style, voice.link);
            }
        }
    }

    fn holds_note_reference(&self, id: Id) -> bool {
        self.tree
            .find(id, "a")
            .and_then(|anchor| self.tree.value(anchor, "href"))
            .is_some_and(|href| self.links.is_in_page(href))
    }
}

pub(super) fn superscript(character: char) -> Option<char> {
    const FROM: &str = "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW";
    const TO: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ";
    match character {
        // Raised already.
        '™' | '®' | '©' | '℠' | '*' | '†' | '‡' | '§' | '′' | '″' | 'º' | 'ª' => {
            Some(character)
        }
        other => look_up(FROM, TO, other),
    }
}

pub(super) fn subscript(character: char) -> Option<char> {
    const FROM: &str = "0123456789+-−=()aehijklmnoprstuvx";
    const TO: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ";
    look_up(FROM, TO, character)
}

fn look_up(from: &str, to: &str, character: char) -> Option<char> {
    from.chars()
        .zip(to.chars())
        .find_map(|(plain, small)| (plain == character).then_some(small))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_character_is_of_the_character_it_stands_for() {
        for (plain, small) in [('0', '⁰'), ('9', '⁹'), ('n', 'ⁿ'), ('z', 'ᶻ'), ('W', 'ᵂ')]
        {
            assert_eq!(superscript(plain), Some(small));
        }
        for (plain, small) in [('0', '₀'), ('9', '₉'), ('a', 'ₐ'), ('k', 'ₖ'), ('x', 'ₓ')]
        {
            assert_eq!(subscript(plain), Some(small));
        }
        assert_eq!(superscript('q'), None);
        assert_eq!(subscript('b'), None);
    }
}
