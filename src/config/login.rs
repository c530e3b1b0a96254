//! Who asks for a feed: a name and a password, or a token.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::config::values;
use crate::config::written::{Words, WrittenSecret};
use crate::model::way::{Login, Secret, Source as From};
use std::ops::Range;
use toml::Spanned;

/// A secret with its place.
pub(crate) type Placed = (Range<usize>, From);

/// A secret, or the program that tells it.
///
/// # Errors
/// When both stand there, or the program is none.
pub(crate) fn secret(
    source: &Source<'_>,
    itself: Option<Spanned<WrittenSecret>>,
    command: Option<Spanned<Words>>,
) -> Result<Option<Placed>, ConfigError> {
    match (itself, command) {
        (Some(_), Some(command)) => Err(source.point(
            command.span(),
            "the secret stands here already; expected it or the program that tells it, not both",
        )),
        (Some(itself), None) => {
            let at = itself.span();
            Ok(Some((at, From::Plain(itself.into_inner().0))))
        }
        (None, Some(command)) => {
            let at = command.span();
            let words = source.meant(Some(command), |words| values::program(words.0))?;
            Ok(words.map(|words| (at, From::Command(words))))
        }
        (None, None) => Ok(None),
    }
}

/// Who asks, if anybody is named.
///
/// # Errors
/// When a part is missing, or there are two ways.
pub(crate) fn login(
    source: &Source<'_>,
    user: Option<Spanned<String>>,
    password: Option<Placed>,
    token: Option<Placed>,
) -> Result<Option<Login>, ConfigError> {
    if let Some((at, token)) = token {
        if user.is_some() || password.is_some() {
            let what = "expected a name and a password, or a token, not both";
            return Err(source.point(at, what));
        }
        if let From::Plain(Secret(word)) = &token
            && !word.chars().all(|c| c.is_ascii_graphic())
        {
            return Err(source.point(at, "expected a token without spaces (RFC 6750)"));
        }
        return Ok(Some(Login::Bearer(token)));
    }
    let at = user.as_ref().map(Spanned::span);
    let name = source.meant(user, values::user)?;
    match (name, password, at) {
        (Some(name), Some((_, password)), _) => Ok(Some(Login::Basic { name, password })),
        (Some(_), None, Some(at)) => {
            Err(source.point(at, "a name needs a `password` or a `password_command`"))
        }
        (None, Some((at, _)), _) => {
            Err(source.point(at, "a password needs the name it belongs to (`user`)"))
        }
        _ => Ok(None),
    }
}
