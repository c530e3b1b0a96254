//! A text that settings are read from, for pointing into it.

use crate::config::error::ConfigError;
use std::ops::{Range, RangeInclusive};
use std::path::Path;
use toml::Spanned;

/// The text at hand, and the file it is said to come from.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) path: &'a Path,
}

impl Source<'_> {
    /// A number that has to lie in a range.
    pub(crate) fn within(
        &self,
        value: Option<Spanned<usize>>,
        range: &RangeInclusive<usize>,
    ) -> Result<Option<usize>, ConfigError> {
        self.meant(value, |value| {
            if range.contains(&value) {
                return Ok(value);
            }
            let (least, most) = (range.start(), range.end());
            Err(format!(
                "{value} is out of range, expected {least} to {most}"
            ))
        })
    }

    /// What a value means; where it means nothing, the place and what was expected.
    pub(crate) fn meant<T, U>(
        &self,
        value: Option<Spanned<T>>,
        read: impl FnOnce(T) -> Result<U, String>,
    ) -> Result<Option<U>, ConfigError> {
        let Some(value) = value else { return Ok(None) };
        let at = value.span();
        match read(value.into_inner()) {
            Ok(meant) => Ok(Some(meant)),
            Err(what) => Err(self.point(at, what)),
        }
    }

    /// What the reader of TOML says is wrong.
    pub(crate) fn wrong(&self, why: &toml::de::Error) -> ConfigError {
        let what = why.message().trim().replace('\n', ", ");
        self.point(why.span().unwrap_or(0..0), what)
    }

    pub(crate) fn point(&self, at: Range<usize>, what: impl Into<String>) -> ConfigError {
        ConfigError::Wrong {
            path: self.path.to_owned(),
            line: self.line(&at),
            column: self.column(&at),
            what: what.into(),
        }
    }

    /// The line a place is in, counted from 1.
    pub(crate) fn line(&self, at: &Range<usize>) -> usize {
        self.before(at).matches('\n').count() + 1
    }

    fn column(&self, at: &Range<usize>) -> usize {
        let before = self.before(at);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        before[line_start..].chars().count() + 1
    }

    fn before(&self, at: &Range<usize>) -> &str {
        self.text.get(..at.start).unwrap_or(self.text)
    }
}
