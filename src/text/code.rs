//! What the words of a piece of code are: keywords, strings, comments.
//!
//! Work is bounded: code that is too long has no colours, and of a line that is too long none of its words have.
//! Reading a language for the first time builds its expressions, which takes longer than reading the code; whoever
//! keeps a person waiting asks elsewhere.

use crate::model::document::{Ink, Token};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Bytes of one piece of code, and of one line of it, that are looked at.
const BYTES: usize = 64 * 1024;
const LINE: usize = 2 * 1024;

/// What a scope of a grammar stands for; of two that fit, the first. Names are those that grammars share.
const SCOPES: [(&str, Token); 24] = [
    ("comment", Token::Comment),
    ("markup.inserted", Token::Inserted),
    ("markup.deleted", Token::Deleted),
    ("meta.diff.header", Token::Type),
    ("meta.diff.range", Token::Function),
    ("markup.heading", Token::Function),
    ("constant", Token::Number),
    ("support.type.property-name", Token::Attribute),
    ("string", Token::String),
    ("keyword.operator.word", Token::Keyword),
    ("keyword.operator.logical.python", Token::Keyword),
    ("keyword.operator", Token::Plain),
    ("keyword", Token::Keyword),
    ("storage", Token::Keyword),
    ("variable.language", Token::Keyword),
    ("variable.function", Token::Function),
    ("entity.name.function", Token::Function),
    ("support.function", Token::Function),
    ("entity.name.tag", Token::Type),
    ("entity.other.attribute-name", Token::Attribute),
    ("entity.other.inherited-class", Token::Type),
    ("entity.name", Token::Type),
    ("support.class", Token::Type),
    ("support.type", Token::Type),
];

/// Names of languages that pages use and grammars do not.
const ALIASES: [(&str, &str); 22] = [
    ("bash-session", "bash"),
    ("console", "bash"),
    ("shell", "bash"),
    ("shell-session", "bash"),
    ("shellsession", "bash"),
    ("terminal", "bash"),
    ("zsh", "bash"),
    ("c#", "cs"),
    ("csharp", "cs"),
    ("c++", "cpp"),
    ("golang", "go"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("javascriptreact", "js"),
    ("jsx", "js"),
    ("mjs", "js"),
    ("node", "js"),
    ("patch", "diff"),
    ("py3", "python"),
    ("python3", "python"),
    ("typescriptreact", "tsx"),
    ("viml", "vim"),
];

/// All languages that are known.
#[derive(Debug)]
pub struct Languages {
    syntaxes: SyntaxSet,
    scopes: Vec<(Scope, Token)>,
}

impl Default for Languages {
    fn default() -> Self {
        let scopes = SCOPES.iter().filter_map(|(name, token)| {
            let scope = Scope::new(name).ok()?;
            Some((scope, *token))
        });
        Self {
            syntaxes: two_face::syntax::extra_newlines(),
            scopes: scopes.collect(),
        }
    }
}

impl Languages {
    /// What the parts of `code` are; together they are as long as it. Nothing where the language is not known, or
    /// the code is too long.
    pub fn inks(&self, language: &str, code: &str) -> Vec<Ink> {
        if code.len() > BYTES {
            return Vec::new();
        }
        match self.syntax(language) {
            Some(syntax) => self.read(syntax, code),
            None => Vec::new(),
        }
    }

    fn syntax(&self, language: &str) -> Option<&SyntaxReference> {
        // `rust,ignore` and `python {linenos=true}` say more than the language.
        let name = language.split([',', ' ', '{', ':']).next()?.to_lowercase();
        let known = ALIASES.iter().find(|(alias, _)| *alias == name);
        let name = known.map_or(name.as_str(), |(_, name)| name);
        let syntax = self.syntaxes.find_syntax_by_token(name)?;
        (syntax.name != "Plain Text").then_some(syntax)
    }

    fn read(&self, syntax: &SyntaxReference, code: &str) -> Vec<Ink> {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut inks = Inks::default();
        for line in code.split_inclusive('\n') {
            let parsed = (line.len() <= LINE).then(|| state.parse_line(line, &self.syntaxes));
            let Some(Ok(changes)) = parsed else {
                inks.add(line.len(), Token::Plain);
                continue;
            };
            let mut done = 0;
            for (at, change) in changes {
                let at = at.clamp(done, line.len());
                inks.add(at - done, self.token(&stack));
                done = at;
                // A grammar that takes back more than it gave is at fault; its words stay plain.
                if stack.apply(&change).is_err() {
                    stack = ScopeStack::new();
                }
            }
            inks.add(line.len() - done, self.token(&stack));
        }
        inks.done
    }

    /// What stands at a place within these scopes: the innermost that says something.
    fn token(&self, stack: &ScopeStack) -> Token {
        let inwards = stack.as_slice().iter().rev();
        let mut known = inwards.filter_map(|scope| {
            let known = self
                .scopes
                .iter()
                .find(|(known, _)| known.is_prefix_of(*scope));
            known.map(|(_, token)| *token)
        });
        known.next().unwrap_or_default()
    }
}

#[derive(Default)]
struct Inks {
    done: Vec<Ink>,
}

impl Inks {
    fn add(&mut self, length: usize, token: Token) {
        match self.done.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.token == token => last.length += length,
            _ => self.done.push(Ink { length, token }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static LANGUAGES: LazyLock<Languages> = LazyLock::new(Languages::default);

    /// What the first place where `word` stands is.
    fn token(language: &str, code: &str, word: &str) -> Token {
        let at = code.find(word).unwrap();
        let mut end = 0;
        let inks = LANGUAGES.inks(language, code);
        let ink = inks.iter().find(|ink| {
            end += ink.length;
            at < end
        });
        ink.unwrap_or_else(|| panic!("{language} is not known"))
            .token
    }

    #[test]
    fn words_are_told_apart_in_the_languages_of_blogs() {
        use Token::{
            Attribute, Comment, Deleted, Function, Inserted, Keyword, Number, String, Type,
        };
        for (language, code, expect) in [
            (
                "rust,ignore",
                "fn main() { // go\n let x = \"a\" + 12; x.run() }",
                &[
                    ("fn", Keyword),
                    ("main", Function),
                    ("// go", Comment),
                    ("\"a", String),
                    ("12", Number),
                ][..],
            ),
            (
                "python3",
                "def f(x):\n    return not None  # why\n",
                &[
                    ("def", Keyword),
                    ("f(", Function),
                    ("return", Keyword),
                    ("# why", Comment),
                ],
            ),
            (
                "console",
                "if true; then echo \"x\"; fi # c",
                &[("if", Keyword), ("\"x", String), ("# c", Comment)],
            ),
            (
                "sql",
                "SELECT 1 -- c",
                &[("SELECT", Keyword), ("1", Number), ("-- c", Comment)],
            ),
            (
                "html",
                "<p class=\"a\">x</p>",
                &[("p c", Type), ("class", Attribute), ("\"a", String)],
            ),
            ("css", "a { color: red; }", &[("color", Attribute)]),
            ("toml", "[a]\nb = \"c\"", &[("\"c", String)]),
            (
                "json",
                "{\"a\": [1, true]}",
                &[("1", Number), ("true", Number)],
            ),
            (
                "diff",
                "-old\n+new\n",
                &[("-old", Deleted), ("+new", Inserted)],
            ),
            (
                "c++",
                "int main() { return 0; }",
                &[("int", Keyword), ("return", Keyword), ("0", Number)],
            ),
            (
                "ts",
                "const a: string = 'b'",
                &[("const", Keyword), ("'b", String)],
            ),
            ("go", "func f() {}", &[("func", Keyword), ("f()", Function)]),
            (
                "haskell",
                "main = putStrLn \"a\" -- b",
                &[("\"a", String), ("-- b", Comment)],
            ),
        ] {
            for (word, kind) in expect {
                assert_eq!(
                    token(language, code, word),
                    *kind,
                    "{word} in {language}: {code}"
                );
            }
        }
    }

    #[test]
    fn what_is_not_known_or_too_long_has_no_colours() {
        assert_eq!(LANGUAGES.inks("klingon", "x"), []);
        assert_eq!(LANGUAGES.inks("", "x"), []);
        assert_eq!(LANGUAGES.inks("rust", &"x ".repeat(BYTES)), []);
        let wide = format!("let x = \"{}\";\nlet y = 1;", "x".repeat(LINE));
        let inks = LANGUAGES.inks("rust", &wide);
        assert_eq!(inks[0].token, Token::Plain);
        assert!(inks.iter().any(|ink| ink.token == Token::Keyword));
    }

    proptest! {
        #[test]
        fn colours_are_as_long_as_the_code(
            language in prop_oneof![Just("rust"), Just("html"), Just("bash"), Just("yaml"), Just("md")],
            code in "[a-z<>{}\"'/#é話 \n=:;()-]{0,200}",
        ) {
            let inks = LANGUAGES.inks(language, &code);
            let length: usize = inks.iter().map(|ink| ink.length).sum();
            prop_assert_eq!(length, code.len());
        }
    }
}
