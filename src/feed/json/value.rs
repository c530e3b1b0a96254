//! JSON values, asked leniently: a number will do for a text, one value for a list of them.

use std::borrow::Cow;
use std::slice;

/// A value, its texts lent by the document where they stand there as they are.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::feed) enum Value<'a> {
    /// null, and whatever is no value.
    Nothing,
    Truth(bool),
    /// As written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// In the order they are written; a name may come twice.
    Map(Vec<(Cow<'a, str>, Value<'a>)>),
    /// A list or a map that stands too deep to be read with what is around it, as it is written.
    Deep(&'a str),
}

impl<'a> Value<'a> {
    /// What a map holds under a name: the last that says something, as browsers have it.
    pub(in crate::feed) fn get(&self, name: &str) -> Option<&Value<'a>> {
        let Value::Map(pairs) = self else {
            return None;
        };
        let mut found = pairs.iter().rev().filter(|(found, _)| found == name);
        found
            .find(|(_, value)| !value.is_empty())
            .map(|(_, value)| value)
    }

    /// Whether there is nothing in it.
    pub(in crate::feed) fn is_empty(&self) -> bool {
        match self {
            Value::Nothing => true,
            Value::Truth(_) | Value::Deep(_) => false,
            Value::Number(text) => text.is_empty(),
            Value::Text(text) => text.trim().is_empty(),
            Value::List(values) => values.is_empty(),
            Value::Map(pairs) => pairs.is_empty(),
        }
    }

    /// A text or a number that has something in it.
    pub(in crate::feed) fn plain(&self) -> Option<&str> {
        match self {
            Value::Text(text) if !text.trim().is_empty() => Some(text),
            Value::Number(text) => Some(text),
            _ => None,
        }
    }

    pub(in crate::feed) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.plain()
    }

    /// The values of a list; a value that is no list is the only one of its own.
    pub(in crate::feed) fn several(&self, name: &str) -> &[Value<'a>] {
        match self.get(name) {
            Some(Value::List(values)) => values,
            Some(value) => slice::from_ref(value),
            None => &[],
        }
    }

    /// A whole number from nought on, a fraction cut off.
    pub(in crate::feed) fn number(&self, name: &str) -> Option<u64> {
        let written = self.text(name)?.trim();
        written.parse().ok().or_else(|| {
            let number: f64 = written.parse().ok()?;
            // Beyond this, fractions of a number are no longer told apart, and nothing is that large.
            (0.0..9e15).contains(&number).then(|| whole(number))
        })
    }

    pub(in crate::feed) fn is_true(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Truth(truth)) => *truth,
            Some(Value::Text(text)) => text.trim().eq_ignore_ascii_case("true"),
            _ => false,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it lies between nought and 2^53"
)]
fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: Value<'static>) -> Value<'static> {
        Value::Map(vec![(Cow::Borrowed("x"), value)])
    }

    #[test]
    fn a_number_is_read_from_whatever_it_is_written_as() {
        let check = |value, expect| assert_eq!(of(value).number("x"), expect);
        check(Value::Number("12"), Some(12));
        check(Value::Number("12.9"), Some(12));
        check(Value::Number("1e3"), Some(1000));
        check(Value::Text(Cow::Borrowed(" 12 ")), Some(12));
        check(Value::Number("-1"), None);
        check(Value::Number("1e400"), None);
        check(Value::Number("18446744073709551615"), Some(u64::MAX));
        check(Value::Text(Cow::Borrowed("NaN")), None);
        check(Value::Truth(true), None);
    }

    #[test]
    fn the_last_of_several_counts_unless_it_says_nothing() {
        let map = Value::Map(vec![
            (Cow::Borrowed("x"), Value::Number("1")),
            (Cow::Borrowed("x"), Value::Number("2")),
            (Cow::Borrowed("x"), Value::Nothing),
            (Cow::Borrowed("x"), Value::List(Vec::new())),
        ]);
        assert_eq!(map.text("x"), Some("2"));
        assert_eq!(map.several("x"), [Value::Number("2")]);
        assert_eq!(map.several("y"), []);
    }
}
