//! The keys there are, and what is said of any other.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::ui::nearest::nearest;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Every table with its keys.
pub const KNOWN: &[(&str, &[&str])] = &[
    ("polling", &["at_once", "interval_minutes", "quiet_hours"]),
    ("network", &["proxy", "ca_file"]),
    ("reader", &["mouse", "icons", "theme"]),
    (
        "article",
        &[
            "width",
            "link_numbers",
            "clickable_links",
            "emoji",
            "bidi",
            "long_lines",
            "hyphens",
            "pictures",
            "picture_protocol",
        ],
    ),
    (
        "conversations",
        &["follow", "count_as_unread", "guess", "order"],
    ),
    (
        "command",
        &["name", "run", "shell", "input", "timeout_seconds"],
    ),
    ("open", &["kind", "run"]),
    (
        "folder",
        &[
            "path",
            "interval_minutes",
            "quiet_hours",
            "follow",
            "complete",
            "full_text",
            "pictures",
        ],
    ),
    (
        "feed",
        &[
            "url",
            "exec",
            "name",
            "folder",
            "interval_minutes",
            "quiet_hours",
            "follow",
            "complete",
            "full_text",
            "pictures",
            "user_agent",
            "proxy",
            "user",
            "password",
            "password_command",
            "token",
            "token_command",
            "filter",
        ],
    ),
];

/// The tables that may stand any number of times, as `[[feed]]`.
pub const MANY: &[&str] = &["command", "open", "folder", "feed"];

/// A line for each key that nobody knows.
///
/// # Errors
/// When the text is no TOML, or a table of many stands as if it were one.
pub(crate) fn unknown(source: &Source<'_>) -> Result<Vec<String>, ConfigError> {
    let root = DeTable::parse(source.text).map_err(|why| source.wrong(&why))?;
    let mut warnings = Vec::new();
    for (table, value) in root.get_ref() {
        let name = table.get_ref().as_ref();
        let Some((_, keys)) = KNOWN.iter().find(|(known, _)| *known == name) else {
            let names = KNOWN.iter().map(|(known, _)| *known);
            warnings.push(warning(source, table.span(), name, names));
            continue;
        };
        if MANY.contains(&name) && matches!(value.get_ref(), DeValue::Table(_)) {
            let what = format!("there may be many of these: expected `[[{name}]]`");
            return Err(source.point(table.span(), what));
        }
        for key in inside(value) {
            let found = key.get_ref().as_ref();
            if !keys.contains(&found) {
                let names = keys.iter().copied();
                warnings.push(warning(source, key.span(), found, names));
            }
        }
    }
    Ok(warnings)
}

/// The keys of a table, or of all tables in a list.
fn inside<'v, 'i>(value: &'v Spanned<DeValue<'i>>) -> Vec<&'v Spanned<toml::de::DeString<'i>>> {
    match value.get_ref() {
        DeValue::Table(table) => table.keys().collect(),
        DeValue::Array(tables) => tables.iter().flat_map(inside).collect(),
        _ => Vec::new(),
    }
}

fn warning<'k>(
    source: &Source<'_>,
    at: Range<usize>,
    key: &str,
    known: impl Iterator<Item = &'k str>,
) -> String {
    let what = match nearest(key, known) {
        Some(meant) => format!("unknown key `{key}`; did you mean `{meant}`?"),
        None => format!("unknown key `{key}`"),
    };
    source.point(at, what).to_string()
}
