//! What the configuration says of lists: `[lists]`, and which entries stand out in them: `[[highlight]]`.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::config::values;
use crate::model::time::Time;
use crate::model::view::{Show, SortBy};
use crate::query::parse::parse;
use crate::ui::entries::manner::{Group, Manner, SHOWS, sort_keys};
use crate::ui::entries::template::Template;
use crate::ui::look::{Highlight, Lists, ReadWhen};
use serde::Deserialize;
use toml::Spanned;

/// The most lines an entry may take.
const LINES: usize = 4;
/// The longest an entry may have to be before the person until it counts as read.
const SECONDS: i64 = 3_600;
const GROUPS: &[(&str, Group)] = &[
    ("day", Group::Day),
    ("feed", Group::Feed),
    ("folder", Group::Folder),
    ("none", Group::None),
];
const STYLES: &[(&str, Highlight)] = &[
    ("accent", Highlight::Accent),
    ("new", Highlight::New),
    ("trouble", Highlight::Trouble),
    ("quiet", Highlight::Quiet),
    ("strong", Highlight::Strong),
];

/// `[lists]` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WrittenLists {
    mark_read: Option<Spanned<Moment>>,
    scrolloff: Option<Spanned<usize>>,
    show: Option<Spanned<String>>,
    group: Option<Spanned<String>>,
    sort: Option<Spanned<String>>,
    rows: Option<Spanned<Vec<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected \"opened\", \"selected\", \"by-hand\", or a number of seconds"
)]
enum Moment {
    Word(String),
    Seconds(i64),
}

/// A `[[highlight]]` as it is written.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenHighlight {
    filter: Spanned<String>,
    style: Spanned<String>,
}

/// A `[[search]]` as it is written.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenSearch {
    name: String,
    filter: Spanned<String>,
}

/// How lists are shown.
///
/// # Errors
/// The first thing in it that cannot be meant.
pub(crate) fn lists(
    source: &Source<'_>,
    written: WrittenLists,
    highlights: Vec<WrittenHighlight>,
    searches: Vec<WrittenSearch>,
) -> Result<Lists, ConfigError> {
    let usual = Lists::default();
    let scrolloff = source.within(written.scrolloff, &(0..=50))?;
    let rows = source.meant(written.rows, |lines| templates(&lines))?;
    Ok(Lists {
        read: source
            .meant(written.mark_read, moment)?
            .unwrap_or(usual.read),
        scrolloff: scrolloff
            .and_then(|rows| u16::try_from(rows).ok())
            .unwrap_or(usual.scrolloff),
        manner: Manner {
            show: values::one_of::<Show>(source, written.show, &SHOWS)?.unwrap_or_default(),
            group: values::one_of(source, written.group, GROUPS)?.unwrap_or_default(),
            sort: source
                .meant(written.sort, |line| order(&line))?
                .unwrap_or_default(),
        },
        rows: rows.unwrap_or_default(),
        highlights: highlights
            .into_iter()
            .map(|written| highlight(source, written))
            .collect::<Result<_, _>>()?,
        searches: searches
            .into_iter()
            .map(|written| Ok((written.name, filter(source, written.filter)?)))
            .collect::<Result<_, _>>()?,
    })
}

fn order(line: &str) -> Result<Vec<crate::model::view::SortKey>, String> {
    sort_keys(line).map_err(|word| {
        let names = SortBy::ALL.map(SortBy::name).join(", ");
        format!("expected keys as feed,-date out of {names}, not `{word}`")
    })
}

fn moment(written: Moment) -> Result<ReadWhen, String> {
    match written {
        Moment::Seconds(seconds) => match u32::try_from(seconds) {
            Ok(few) if (1..=SECONDS).contains(&seconds) => Ok(ReadWhen::After(few)),
            _ => Err(format!(
                "{seconds} is out of range, expected 1 to {SECONDS} seconds"
            )),
        },
        Moment::Word(word) => match word.as_str() {
            "opened" => Ok(ReadWhen::Opened),
            "selected" => Ok(ReadWhen::Selected),
            "by-hand" => Ok(ReadWhen::ByHand),
            _ => Err(format!(
                "expected opened, selected, by-hand or a number of seconds, not `{word}`"
            )),
        },
    }
}

fn templates(lines: &[String]) -> Result<Vec<Template>, String> {
    if lines.len() > LINES {
        return Err(format!("an entry has {LINES} lines at most"));
    }
    let lines = lines.iter();
    lines
        .map(|line| Template::parse(line).map_err(|why| format!("{line:?}: {why}")))
        .collect()
}

fn highlight(
    source: &Source<'_>,
    written: WrittenHighlight,
) -> Result<(String, Highlight), ConfigError> {
    let filter = filter(source, written.filter)?;
    let style = source.meant(Some(written.style), |word| style(&word))?;
    Ok((filter, style.unwrap_or(Highlight::Accent)))
}

/// A filter as it is written. When it holds is found out as it is used; here only whether it can be meant.
fn filter(source: &Source<'_>, written: Spanned<String>) -> Result<String, ConfigError> {
    let at = written.span();
    let filter = written.into_inner();
    parse(&filter, Time::default()).map_err(|why| source.point(at, why.to_string()))?;
    Ok(filter)
}

fn style(word: &str) -> Result<Highlight, String> {
    let named = STYLES.iter().find(|(name, _)| *name == word);
    match (named, word.parse()) {
        (Some((_, style)), _) => Ok(*style),
        (None, Ok(colour)) => Ok(Highlight::Colour(colour)),
        (None, Err(_)) => Err(format!(
            "expected accent, new, trouble, quiet, strong, a colour as red, or #rrggbb, not `{word}`"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file;
    use crate::ui::entries::manner::sort_line;
    use std::path::Path;

    fn told(text: &str) -> Result<Lists, String> {
        let config = file::parse(text, Path::new("c.toml")).map_err(|why| why.to_string())?;
        assert_eq!(config.warnings, [""; 0]);
        Ok(config.settings.lists)
    }

    #[test]
    fn every_key_is_obeyed() {
        let lists = told(
            "[lists]\nmark_read = 5\nscrolloff = 0\nshow = \"unread\"\ngroup = \"feed\"\nsort = \"-date\"\n\
             rows = [\"{title}\", \"{feed} {age}\"]\n\
             [[highlight]]\nfilter = \"feed:ledger\"\nstyle = \"#ff8800\"\n\
             [[highlight]]\nfilter = \"is:starred\"\nstyle = \"new\"\n\
             [[search]]\nname = \"Kettles\"\nfilter = \"kettle newer:30d\"",
        )
        .expect("all of it is known");
        assert_eq!(lists.read, ReadWhen::After(5));
        assert_eq!(lists.scrolloff, 0);
        assert_eq!(lists.manner.show, Show::Unread);
        assert_eq!(lists.manner.group, Group::Feed);
        assert_eq!(sort_line(&lists.manner.sort), "-date");
        assert_eq!(lists.rows.len(), 2);
        let search = ("Kettles".to_owned(), "kettle newer:30d".to_owned());
        assert_eq!(lists.searches, [search]);
        let styles: Vec<Highlight> = lists.highlights.iter().map(|(_, style)| *style).collect();
        assert!(matches!(styles[..], [Highlight::Colour(_), Highlight::New]));
        for (word, expect) in [
            ("opened", ReadWhen::Opened),
            ("selected", ReadWhen::Selected),
            ("by-hand", ReadWhen::ByHand),
        ] {
            let lists = told(&format!("[lists]\nmark_read = \"{word}\"")).expect(word);
            assert_eq!(lists.read, expect);
        }
    }

    #[test]
    fn what_cannot_be_meant_is_shown_with_its_place() {
        for (text, place, word) in [
            ("[lists]\nmark_read = 0", "c.toml:2:13: ", "1 to 3600"),
            ("[lists]\nmark_read = \"later\"", "c.toml:2:13: ", "by-hand"),
            ("[lists]\nsort = \"sise\"", "c.toml:2:8: ", "comments"),
            ("[lists]\nrows = [\"{colour}\"]", "c.toml:2:8: ", "`colour`"),
            ("[lists]\ngroup = \"dayy\"", "c.toml:2:9: ", "`day`"),
            (
                "[[highlight]]\nfilter = \"is:red\"\nstyle = \"new\"",
                "c.toml:2:10: ",
                "is:read",
            ),
            (
                "[[highlight]]\nfilter = \"x\"\nstyle = \"loud\"",
                "c.toml:3:9: ",
                "#rrggbb",
            ),
        ] {
            let why = told(text).expect_err(text);
            assert!(why.starts_with(place) && why.contains(word), "{why}");
        }
    }
}
