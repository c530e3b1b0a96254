//! Formulas written in TeX, in one line of characters where that is sure.
//!
//! `$…$`, `\(…\)` and `\[…\]` stand in pages whose script would set them. What is not sure to read the same stays TeX.

use crate::text::html::math::operand;
use crate::text::html::script::{subscript, superscript};

/// Bytes of a formula in a line; what is longer is no formula, or none to read in a line.
const LONGEST: usize = 400;
/// Groups within each other.
const DEEPEST: usize = 16;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Words(&'t str),
    /// A formula as it reads; in TeX if it cannot be read otherwise.
    Formula {
        shown: String,
        is_tex: bool,
    },
}

/// The words and formulas of a text.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut words = 0;
    let mut at = 0;
    while let Some(found) = rest[at..].find(['$', '\\']) {
        let start = at + found;
        match formula(&rest[start..]) {
            Some((inner, length)) => {
                let (before, _) = rest.split_at(start);
                parts.extend((!before.is_empty()).then_some(Part::Words(before)));
                parts.push(told(inner));
                rest = &rest[start + length..];
                at = 0;
                words += 1;
            }
            None => at = start + 1,
        }
    }
    if !rest.is_empty() || words == 0 {
        parts.push(Part::Words(rest));
    }
    parts
}

/// A formula as it is shown.
pub(super) fn told(tex: &str) -> Part<'static> {
    let tex = tex.trim();
    match line(tex) {
        Some(shown) => Part::Formula {
            shown,
            is_tex: false,
        },
        None => Part::Formula {
            shown: tex.to_owned(),
            is_tex: true,
        },
    }
}

/// The formula at the start of a text, and how long it is with its marks.
fn formula(text: &str) -> Option<(&str, usize)> {
    for (open, close) in [("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]")] {
        if let Some(after) = text.strip_prefix(open) {
            let end = after
                .find(close)
                .filter(|end| (1..=LONGEST).contains(end))?;
            return Some((&after[..end], open.len() + end + close.len()));
        }
    }
    let after = text.strip_prefix('$')?;
    let end = after.find('$').filter(|end| (1..=LONGEST).contains(end))?;
    let (inner, behind) = (&after[..end], &after[end + 1..]);
    // Prices and variables of a shell are no formulas.
    let tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with([' ', '\\', '\n']);
    let sure = inner.contains(['\\', '^', '_', '=', '{']) || inner.chars().count() == 1;
    let is_one = tight && sure && !inner.contains("\n\n") && !inner.starts_with(['(', '{']);
    let is_one = is_one && !behind.starts_with(|c: char| c.is_ascii_digit());
    is_one.then_some((inner, end + 2))
}

/// TeX in one line, where all of it is understood.
pub(super) fn line(tex: &str) -> Option<String> {
    if tex.len() > LONGEST {
        return None;
    }
    let mut reader = Reader {
        rest: tex,
        out: String::new(),
        depth: 0,
    };
    reader.until(None)?;
    let shown: Vec<&str> = reader.out.split_whitespace().collect();
    Some(shown.join(" "))
}

struct Reader<'t> {
    rest: &'t str,
    out: String,
    depth: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// Reads up to a closing sign, or to the end.
    fn until(&mut self, close: Option<char>) -> Option<()> {
        loop {
            let Some(c) = self.next() else {
                return close.is_none().then_some(());
            };
            match c {
                c if Some(c) == close => return Some(()),
                '{' => {
                    let inner = self.group()?;
                    self.out.push_str(&inner);
                }
                '^' => self.small(superscript, '^')?,
                '_' => self.small(subscript, '_')?,
                '~' => self.out.push(' '),
                '}' | '&' => return None,
                '\\' => self.command()?,
                '-' => self.out.push('−'),
                '\'' => self.out.push('′'),
                c => self.out.push(c),
            }
        }
    }

    /// The inside of a group whose opening bracket was read.
    fn group(&mut self) -> Option<String> {
        if self.depth >= DEEPEST {
            return None;
        }
        let before = std::mem::take(&mut self.out);
        self.depth += 1;
        self.until(Some('}'))?;
        self.depth -= 1;
        Some(std::mem::replace(&mut self.out, before))
    }

    /// What a command is about: a group, a command, or one character.
    fn argument(&mut self) -> Option<String> {
        self.rest = self.rest.trim_start();
        match self.next()? {
            '{' => self.group(),
            '\\' => {
                let before = std::mem::take(&mut self.out);
                self.command()?;
                Some(std::mem::replace(&mut self.out, before))
            }
            c => Some(c.to_string()),
        }
    }

    fn small(&mut self, map: fn(char) -> Option<char>, mark: char) -> Option<()> {
        let raised = self.argument()?;
        let small: Option<String> = raised.chars().map(map).collect();
        match small {
            Some(small) => self.out.push_str(&small),
            None if raised.chars().count() == 1 => {
                self.out.push(mark);
                self.out.push_str(&raised);
            }
            None => {
                self.out.push(mark);
                self.out.extend(["(", &raised, ")"]);
            }
        }
        Some(())
    }

    fn command(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        if length == 0 {
            let sign = self.next()?;
            return match sign {
                ',' | ';' | ':' | ' ' | '!' => {
                    self.out.push(' ');
                    Some(())
                }
                '{' | '}' | '$' | '%' | '&' | '#' | '_' => {
                    self.out.push(sign);
                    Some(())
                }
                '|' => {
                    self.out.push('‖');
                    Some(())
                }
                _ => None,
            };
        }
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        match name {
            "frac" | "tfrac" | "dfrac" => {
                let (above, below) = (self.argument()?, self.argument()?);
                self.out
                    .extend([operand(&above).as_str(), "/", &operand(&below)]);
            }
            "sqrt" => {
                let inner = self.argument()?;
                self.out.extend(["√", &bound(&inner)]);
            }
            "text" | "mathrm" | "mathbf" | "mathit" | "mathsf" | "mathcal" | "operatorname"
            | "boldsymbol" | "mathfrak" | "mathscr" => {
                let inner = self.argument()?;
                self.out.push_str(&inner);
            }
            "mathbb" => {
                let inner = self.argument()?;
                let double: Option<String> = inner.chars().map(double).collect();
                self.out.push_str(&double?);
            }
            "left" | "right" | "big" | "Big" | "displaystyle" | "limits" => {}
            "quad" | "qquad" => self.out.push(' '),
            "sin" | "cos" | "tan" | "log" | "ln" | "exp" | "max" | "min" | "lim" | "sup"
            | "inf" | "det" | "dim" => {
                self.out.push_str(name);
            }
            _ => {
                let (_, sign) = SIGNS.iter().find(|(known, _)| *known == name)?;
                self.out.push_str(sign);
            }
        }
        // A space behind a command only ends its name; one stays, so that words stay apart.
        Some(())
    }
}

/// In brackets, where it is not one thing.
fn bound(text: &str) -> String {
    let is_one = text.chars().all(char::is_alphanumeric) || text.chars().count() == 1;
    if is_one {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

fn double(letter: char) -> Option<char> {
    Some(match letter {
        'C' => 'ℂ',
        'H' => 'ℍ',
        'N' => 'ℕ',
        'P' => 'ℙ',
        'Q' => 'ℚ',
        'R' => 'ℝ',
        'Z' => 'ℤ',
        '1' => '𝟙',
        _ => return None,
    })
}

/// Commands that are one sign.
const SIGNS: [(&str, &str); 82] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("le", " ≤ "),
    ("leq", " ≤ "),
    ("ge", " ≥ "),
    ("geq", " ≥ "),
    ("ne", " ≠ "),
    ("neq", " ≠ "),
    ("approx", " ≈ "),
    ("equiv", " ≡ "),
    ("sim", " ∼ "),
    ("pm", " ± "),
    ("mp", " ∓ "),
    ("times", " × "),
    ("cdot", " · "),
    ("div", " ÷ "),
    ("to", " → "),
    ("rightarrow", " → "),
    ("leftarrow", " ← "),
    ("Rightarrow", " ⇒ "),
    ("iff", " ⇔ "),
    ("implies", " ⇒ "),
    ("mapsto", " ↦ "),
    ("infty", "∞"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("int", "∫"),
    ("partial", "∂"),
    ("nabla", "∇"),
    ("in", " ∈ "),
    ("notin", " ∉ "),
    ("subset", " ⊂ "),
    ("subseteq", " ⊆ "),
    ("cup", " ∪ "),
    ("cap", " ∩ "),
    ("emptyset", "∅"),
    ("forall", "∀"),
    ("exists", "∃"),
    ("neg", "¬"),
    ("land", " ∧ "),
    ("lor", " ∨ "),
    ("ldots", "…"),
    ("cdots", "⋯"),
    ("dots", "…"),
    ("circ", "∘"),
    ("ell", "ℓ"),
    ("hbar", "ℏ"),
    ("langle", "⟨"),
    ("rangle", "⟩"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn common_formulas_become_one_line_of_characters() {
        for (tex, expect) in [
            ("x^2 + y_1 = 0", "x² + y₁ = 0"),
            ("\\frac{1}{2}", "1/2"),
            ("\\frac{a+b}{2c}", "(a+b)/(2c)"),
            ("\\alpha \\le \\beta", "α ≤ β"),
            ("\\mathcal{O}(n^2)", "O(n²)"),
            ("e^{i\\pi}", "e^(iπ)"),
            ("x \\in \\mathbb{R}", "x ∈ ℝ"),
            ("\\sqrt{n+1}", "√(n+1)"),
            ("\\sum_{i=0}^n i", "∑ᵢ₌₀ⁿ i"),
            ("a - b", "a − b"),
        ] {
            assert_eq!(line(tex).as_deref(), Some(expect), "{tex}");
        }
        for tex in [
            "\\begin{matrix} a & b \\end{matrix}",
            "\\unknown{x}",
            "{",
            "a}",
            "\\frac{1}",
        ] {
            assert_eq!(line(tex), None, "{tex}");
        }
    }

    #[test]
    fn a_price_is_no_formula() {
        let formulas = |text: &str| -> Vec<String> {
            let shown = parts(text).into_iter().filter_map(|part| match part {
                Part::Formula { shown, .. } => Some(shown),
                Part::Words(_) => None,
            });
            shown.collect()
        };
        assert_eq!(formulas("tickets are $5 and $6, or $7.50 = cheap"), [""; 0]);
        assert_eq!(formulas("echo $HOME/$USER_NAME and $x"), [""; 0]);
        assert_eq!(
            formulas("with $n$ dents, $2^n$ cups, \\(\\alpha\\)"),
            ["n", "2ⁿ", "α"]
        );
        assert_eq!(formulas("$$\\begin{x}$$ stays"), ["\\begin{x}"]);
    }

    proptest! {
        #[test]
        fn all_words_stay_and_nothing_panics(text in "[a-z $\\\\(){}^_é0-9]{0,60}") {
            let words: String = parts(&text)
                .iter()
                .map(|part| match part {
                    Part::Words(words) => (*words).to_owned(),
                    Part::Formula { shown, is_tex: true } => shown.clone(),
                    Part::Formula { .. } => String::new(),
                })
                .collect();
            prop_assert!(words.len() <= text.len());
            let _ = line(&text);
        }
    }
}
