//! The keys there are, and what is said of any other.

use crate::config::error::ConfigError;
use crate::config::manual::{self, OLD, TABLES};
use crate::config::source::Source;
use crate::ui::nearest::nearest;
use crate::ui::scope::Scope;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A line for each key that nobody knows.
///
/// # Errors
/// When the text is no TOML, or a table of many stands as if it were one.
pub(crate) fn unknown(source: &Source<'_>) -> Result<Vec<String>, ConfigError> {
    let root = DeTable::parse(source.text).map_err(|why| source.wrong(&why))?;
    let mut warnings = Vec::new();
    for (name, value) in root.get_ref() {
        let found = name.get_ref().as_ref();
        let Some(table) = manual::table(found) else {
            let names = TABLES.iter().map(|table| table.name);
            warnings.push(warning(source, name.span(), found, names));
            continue;
        };
        if table.many && matches!(value.get_ref(), DeValue::Table(_)) {
            let what = format!("there may be many of these: expected `[[{found}]]`");
            return Err(source.point(name.span(), what));
        }
        for key in inside(value) {
            let word = key.get_ref().as_ref();
            let known = table.keys.iter().any(|known| known.name == word);
            let place = table.name == "keys" && Scope::ALL.iter().any(|it| it.name() == word);
            if known || place {
                continue;
            }
            if let Some((_, (there, now))) = OLD.iter().find(|(old, _)| *old == (found, word)) {
                let what = format!(
                    "`{word}` of [{found}] is `{now}` of [{there}] now; it holds all the same"
                );
                warnings.push(source.point(key.span(), what).to_string());
                continue;
            }
            let names = table.keys.iter().map(|known| known.name);
            let before = OLD.iter().filter(|((table, _), _)| *table == found);
            let names = names.chain(before.map(|((_, name), _)| *name));
            let places = Scope::ALL.iter().map(|scope| scope.name());
            let places = places.filter(|_| table.name == "keys");
            warnings.push(warning(source, key.span(), word, names.chain(places)));
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
