//! An answer in JSON: what is in it, however deep, and what a server says when it refuses.

use url::Url;

use crate::feed::json::reader;
use crate::feed::json::value::Value;
use crate::feed::normalize;

/// Longer words of a server are cut, characters.
const LONGEST_WORDS: usize = 200;
/// Answers within answers are read in layers, and each layer goes over those below it once. All of it may
/// cost no more than this many times the length of the answer; some thousand levels do not.
const MOST_TIMES: usize = 64;
/// Nor more than this, bytes.
const MOST_BYTES: usize = 256 * 1024 * 1024;

pub(super) struct Answer<'a> {
    pub(super) value: Value<'a>,
    /// What had to be mended. Where anything had to, something may be missing.
    pub(super) repairs: Vec<String>,
    pub(super) base: &'a Url,
    /// The Link headers.
    pub(super) links: &'a [String],
    pub(super) depths: Depths,
}

impl<'a> Answer<'a> {
    pub(super) fn open(text: &'a str, base: &'a Url, links: &'a [String]) -> Self {
        let (value, repairs) = reader::read_deep(text);
        Self {
            value,
            repairs,
            base,
            links,
            depths: Depths {
                left: text.len().saturating_mul(MOST_TIMES).min(MOST_BYTES),
                missed: false,
            },
        }
    }

    /// Nothing is missing for a fault of the text.
    pub(super) fn is_sound(&self) -> bool {
        self.repairs.is_empty() && !self.depths.missed
    }

    /// Why there are no comments in it, in the words of the server where it has any.
    pub(super) fn refusal(&self, who: &str) -> String {
        let words = [&self.value]
            .into_iter()
            .chain(self.value.get("error"))
            .find_map(words);
        match words {
            Some(words) => format!("{who} says: {words}"),
            None if matches!(self.value, Value::Nothing | Value::Text(_)) => {
                format!("this is not JSON, as {who} gives it")
            }
            None => format!("this is not what {who} gives"),
        }
    }

    /// An address of the answer, made whole.
    pub(super) fn address(&self, of: &Value, name: &str) -> Option<String> {
        normalize::address(of.text(name)?, self.base)
    }
}

/// `{"code":…,"message":…}`, `{"error":…}`, `{"errors":[…]}` and the like.
fn words(value: &Value) -> Option<String> {
    let said = ["message", "error", "reason"]
        .iter()
        .find_map(|name| value.text(name))
        .or_else(|| value.several("errors").first()?.plain())?;
    let line = normalize::plain_title(said);
    let mut words: String = line.chars().take(LONGEST_WORDS).collect();
    if let Some(code) = value.text("code").filter(|code| *code != said) {
        let code: String = normalize::plain_title(code).chars().take(40).collect();
        words = format!("{words} ({code})");
    }
    (!line.is_empty()).then_some(words)
}

/// What may still be spent on values that stand too deep to be read at once.
pub(super) struct Depths {
    /// Bytes.
    left: usize,
    /// Something was too deep to be read at all.
    missed: bool,
}

impl Depths {
    /// The value itself, where it was kept as it is written.
    pub(super) fn open<'a>(&mut self, value: Value<'a>) -> Value<'a> {
        let Value::Deep(text) = value else {
            return value;
        };
        let Some(left) = self.left.checked_sub(text.len()) else {
            self.missed = true;
            return Value::Nothing;
        };
        self.left = left;
        reader::read_deep(text).0
    }

    /// Takes out of a map what it holds under a name, and opens it.
    pub(super) fn take<'a>(&mut self, map: &mut Value<'a>, name: &str) -> Value<'a> {
        let Value::Map(pairs) = map else {
            return Value::Nothing;
        };
        let found = pairs
            .iter_mut()
            .rev()
            .find(|(known, value)| known == name && !value.is_empty());
        let taken = found.map(|(_, value)| std::mem::replace(value, Value::Nothing));
        taken.map_or(Value::Nothing, |value| self.open(value))
    }

    /// The values of a list; a map or nothing has none.
    pub(super) fn list<'a>(&mut self, map: &mut Value<'a>, name: &str) -> Vec<Value<'a>> {
        match self.take(map, name) {
            Value::List(values) => values,
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        let base = Url::parse("https://a.example/").unwrap();
        Answer::open(text, &base, &[]).refusal("Blog")
    }

    #[test]
    fn a_server_that_refuses_is_heard() {
        let check = |text, expect: &str| assert_eq!(refusal(text), expect);
        check(
            r#"{"code":"rest_no_route","message":"No route was found.","data":{"status":404}}"#,
            "Blog says: No route was found. (rest_no_route)",
        );
        check(
            r#"{"error":"Record not found"}"#,
            "Blog says: Record not found",
        );
        check(
            r#"{"errors":["You are not allowed."],"error_type":"x"}"#,
            "Blog says: You are not allowed.",
        );
        check(
            r#"{"message":"Not Found","error":404}"#,
            "Blog says: Not Found",
        );
        check(
            r#"{"error":{"message":"Slow \u001b[31m down"}}"#,
            "Blog says: Slow [31m down",
        );
        check("<html><p>Wait", "this is not JSON, as Blog gives it");
        check("", "this is not JSON, as Blog gives it");
        check(r#"{"a":1}"#, "this is not what Blog gives");
        assert!(refusal(&format!(r#"{{"error":"{}"}}"#, "x".repeat(9999))).len() < 300);
    }

    #[test]
    fn what_is_too_deep_costs_no_more_than_it_may() {
        let base = Url::parse("https://a.example/").unwrap();
        let text = "{\"a\":".repeat(40_000);
        let mut answer = Answer::open(&text, &base, &[]);
        let mut value = answer.value;
        while let Value::Map(_) = value {
            value = answer.depths.take(&mut value, "a");
        }
        let whole = format!("{text}1{}", "}".repeat(40_000));
        answer = Answer::open(&whole, &base, &[]);
        let (mut value, mut depth) = (answer.value, 0);
        while let Value::Map(_) = value {
            value = answer.depths.take(&mut value, "a");
            depth += 1;
        }
        assert!(
            answer.depths.missed && depth > 4_000 && depth < 40_000,
            "{depth}"
        );
    }
}
