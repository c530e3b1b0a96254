//! Words as they are written, read so that what is said of them repeats none.

use crate::model::way::Secret;
use serde::Deserialize;

/// What a program and its arguments are written as.
pub(crate) const PROGRAM: &str =
    "expected a program and its arguments, as [\"program\", \"argument\"]";

/// A word that no message repeats, not even one that says it is no word.
#[derive(Debug, Deserialize)]
#[serde(try_from = "toml::Value")]
pub(crate) struct WrittenSecret(pub(crate) Secret);

impl TryFrom<toml::Value> for WrittenSecret {
    type Error = &'static str;

    fn try_from(value: toml::Value) -> Result<Self, Self::Error> {
        match value {
            toml::Value::String(word) => Ok(Self(Secret(word))),
            _ => Err("expected a string"),
        }
    }
}

/// A program and its arguments. A slip may have put a secret in their place.
#[derive(Debug, Deserialize)]
#[serde(try_from = "toml::Value")]
pub(crate) struct Words(pub(crate) Vec<String>);

impl TryFrom<toml::Value> for Words {
    type Error = &'static str;

    fn try_from(value: toml::Value) -> Result<Self, Self::Error> {
        let words: Result<Vec<String>, _> = value.try_into();
        words.map(Self).map_err(|_| PROGRAM)
    }
}
