//! The compiled-in texts: which there are, and how a post is read.
//!
//! A text that is not listed here does not exist; a test compares the lists with the folder. The
//! folder of a post names its blog, its file names its slug. A post is header lines `name: value`,
//! an empty line, and its HTML.

use crate::demo::talk::{Remark, offset, parse};
use crate::model::hash::fnv1a;
use std::fmt;

/// Path under `content/`, and what stands in it.
type Text = (&'static str, &'static str);

macro_rules! texts {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("content/", $path)))),*]
    };
}

const POSTS: &[Text] = texts![
    "dampalmanac/a-word-on-letters.html",
    "dampalmanac/barometers-that-sulk.html",
    "dampalmanac/fog-by-the-bucket.html",
    "dampalmanac/what-the-salt-knows.html",
    "kanaqalam/a-pen-for-the-left-hand.html",
    "kanaqalam/ink-in-three-waters.html",
    "kanaqalam/on-the-hamza-and-where-it-sits.html",
    "kanaqalam/shalom-in-an-english-sentence.html",
    "kanaqalam/the-dot-above-the-dot-below.html",
    "kanaqalam/two-scripts-on-one-envelope.html",
    "kanaqalam/yofuke-no-yunomi.html",
    "ledger/account-of-one-drawer.html",
    "ledger/borrowed-the-inland-lighthouse.html",
    "ledger/carried-forward.html",
    "ledger/errata.html",
    "ledger/not-bought.html",
    "ledger/received-with-thanks.html",
    "ledger/reconciliation.html",
    "ledger/the-pencil-inventory.html",
    "longascent/from-the-hut-by-candle.html",
    "longascent/in-praise-of-the-false-summit.html",
    "longascent/nine-huts.html",
    "longascent/rimhatten-by-the-wrong-side.html",
    "longascent/rope-and-what-it-is-for.html",
    "longascent/what-i-carried.html",
    "nullisland/an-index-is-a-map.html",
    "nullisland/correction-the-buoy-is-fine.html",
    "nullisland/legend.html",
    "nullisland/one-buoy.html",
    "nullisland/rounding-my-neighbourhood.html",
    "nullisland/seven-projections.html",
    "nullisland/shell-lines.html",
    "nullisland/the-street-that-moved.html",
    "pressing/a-drawer-of-buttons.html",
    "pressing/what-the-presses-say.html",
    "slipway/by-hand.html",
    "slipway/how-to-forgive.html",
    "slipway/tags-and-angles.html",
    "smallhours/a-short-glossary-of-the-stairwell.html",
    "smallhours/caldo-verde-for-one.html",
    "smallhours/lost-property.html",
    "smallhours/note-to-the-second-floor.html",
    "smallhours/postscript-with-lid.html",
    "smallhours/the-bus-that-kneels.html",
    "smallhours/the-harbour-at-half-past-three.html",
    "smallhours/the-kettle-that-talks.html",
    "smallhours/what-the-tuner-hears.html",
    "tagsandangles/a-table-is-not-a-layout.html",
    "tagsandangles/alt-text-for-a-photograph-of-fog.html",
    "tagsandangles/forgiving-parsers.html",
    "tagsandangles/pilcrow-2-4.html",
    "tagsandangles/tags-and-angles.html",
    "tagsandangles/the-footnote-a-confession.html",
    "tagsandangles/the-non-breaking-space.html",
];

const TALKS: &[Text] = texts![
    "talks/ascent.txt",
    "talks/barometer.txt",
    "talks/buttons.txt",
    "talks/fog.txt",
    "talks/harbour.txt",
    "talks/hauled-angles.txt",
    "talks/hauled-by-hand.txt",
    "talks/hauled-pardon.txt",
    "talks/kettle.txt",
    "talks/presses.txt",
    "talks/qalam.txt",
    "talks/rope.txt",
    "talks/salt.txt",
    "talks/street.txt",
    "talks/tags.txt",
];

/// Mailing lists: each named like its site, and every remark in it a message.
const LISTS: &[Text] = texts!["lists/tuners.txt"];

/// A text that cannot be read: which, where in it, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadText {
    pub path: String,
    /// Counted from one.
    pub line: usize,
    pub what: String,
}

impl fmt::Display for BadText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "src/demo/content/{}:{}: {}",
            self.path, self.line, self.what
        )
    }
}

/// A post as its file has it; moments are seconds from the epoch, below nought before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The name of its blog.
    pub blog: String,
    pub slug: String,
    /// Empty for a note without one, but then said so.
    pub title: String,
    pub author: String,
    pub at: i64,
    pub tags: Vec<String>,
    /// The name of the conversation under it.
    pub talk: Option<String>,
    pub pace: Pace,
    /// Nobody can comment any more.
    pub closed: bool,
    /// Another page that it points to.
    pub link: Option<String>,
    /// In a mailing list, the slug of the message it answers.
    pub answers: Option<String>,
    /// The path of a picture that stands for it.
    pub image: Option<String>,
    pub html: String,
}

/// How fast people go on talking once the script is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pace {
    #[default]
    Lively,
    Slow,
    /// All has been said.
    Still,
}

/// A conversation as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    pub name: String,
    pub remarks: Vec<Remark>,
}

/// Every compiled-in post, and every message of a mailing list.
pub fn posts() -> Result<Vec<Draft>, BadText> {
    let posts = POSTS.iter().map(|(path, text)| post(path, text));
    let mut posts: Vec<Draft> = posts.collect::<Result<_, _>>()?;
    for (path, text) in LISTS {
        posts.extend(messages(&talk(path, text)?));
    }
    Ok(posts)
}

/// The messages of a mailing list. Their addresses are numbers, as those of most archives are.
fn messages(list: &Talk) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, remark) in list.remarks.iter().enumerate() {
        let answered = remark.parent.map(|parent| &drafts[parent]);
        let title = match (&remark.subject, answered) {
            (Some(subject), _) => subject.clone(),
            (None, Some(answered)) => format!("Re: {}", answered.title.trim_start_matches("Re: ")),
            (None, None) => String::new(),
        };
        let slug = fnv1a(format!("{} {index}", remark.author).bytes()) >> 32;
        drafts.push(Draft {
            blog: list.name.clone(),
            slug: format!("{slug:08x}"),
            title,
            author: remark.author.clone(),
            at: remark.at,
            answers: answered.map(|answered| answered.slug.clone()),
            html: remark.html.clone(),
            ..Draft::default()
        });
    }
    drafts
}

/// Every compiled-in conversation.
pub fn talks() -> Result<Vec<Talk>, BadText> {
    TALKS.iter().map(|(path, text)| talk(path, text)).collect()
}

/// Reads the conversation kept at `path`.
pub fn talk(path: &str, text: &str) -> Result<Talk, BadText> {
    let remarks = parse(text).map_err(|bad| BadText {
        path: path.to_owned(),
        line: bad.line,
        what: bad.what,
    })?;
    let file = path.rsplit('/').next().unwrap_or(path);
    Ok(Talk {
        name: file.trim_end_matches(".txt").to_owned(),
        remarks,
    })
}

/// Reads the post kept at `path`.
pub fn post(path: &str, text: &str) -> Result<Draft, BadText> {
    let bad = |line: usize, what: String| BadText {
        path: path.to_owned(),
        line,
        what,
    };
    let (folder, file) = path.split_once('/').unwrap_or(("", path));
    let mut draft = Draft {
        blog: folder.to_owned(),
        slug: file.trim_end_matches(".html").to_owned(),
        ..Draft::default()
    };
    let mut title = None;
    let mut at = None;
    let mut body = text.lines().enumerate();
    for (line, header) in body.by_ref().take_while(|(_, header)| !header.is_empty()) {
        let Some((name, value)) = header.split_once(':') else {
            return Err(bad(line + 1, format!("no header `name: value`: {header}")));
        };
        let value = value.trim();
        match name {
            "title" => title = Some(value.to_owned()),
            "author" => value.clone_into(&mut draft.author),
            "tags" => draft.tags = value.split(',').map(|tag| tag.trim().to_owned()).collect(),
            "talk" => draft.talk = Some(value.to_owned()),
            "pace" => {
                draft.pace =
                    pace(value).ok_or_else(|| bad(line + 1, format!("no pace: {value}")))?;
            }
            "comments" => draft.closed = value == "closed",
            "link" => draft.link = Some(value.to_owned()),
            "image" => draft.image = Some(value.to_owned()),
            "hours" | "seconds" => {
                let moment = moment(name, value);
                at = Some(moment.ok_or_else(|| bad(line + 1, format!("no number: {value}")))?);
            }
            _ => return Err(bad(line + 1, format!("no such header: {name}"))),
        }
    }
    draft.title = title.ok_or_else(|| bad(1, "no title".into()))?;
    draft.at = at.ok_or_else(|| bad(1, "neither `hours` nor `seconds`".into()))?;
    draft.html = body.map(|(_, line)| line).collect::<Vec<_>>().join("\n");
    for (name, value) in [("author", &draft.author), ("text", &draft.html)] {
        if value.is_empty() {
            return Err(bad(1, format!("no {name}")));
        }
    }
    Ok(draft)
}

fn pace(value: &str) -> Option<Pace> {
    match value {
        "lively" => Some(Pace::Lively),
        "slow" => Some(Pace::Slow),
        "still" => Some(Pace::Still),
        _ => None,
    }
}

/// Seconds from the epoch: `hours: 2.5` lie before it, `hours: -1` and `seconds: 40` after it.
fn moment(name: &str, value: &str) -> Option<i64> {
    match (name, value.strip_prefix('-')) {
        ("hours", Some(after)) => offset(&format!("+{after}h")),
        ("hours", None) => offset(&format!("{value}h")),
        (_, Some(before)) => offset(&format!("{before}s")),
        (_, None) => offset(&format!("+{value}s")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::blog::named;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn a_post_is_its_headers_and_its_text() {
        let text = "title: Tea & <mugs> ☕\nauthor: Ana Prates\nhours: 2.5\ntags: tea, mugs\n\
                    talk: kettle\n\n<p>One.</p>\n\n<p>Two.</p>\n";
        assert_eq!(
            post("smallhours/tea.html", text),
            Ok(Draft {
                blog: "smallhours".into(),
                slug: "tea".into(),
                title: "Tea & <mugs> ☕".into(),
                author: "Ana Prates".into(),
                at: -9000,
                tags: vec!["tea".into(), "mugs".into()],
                talk: Some("kettle".into()),
                html: "<p>One.</p>\n\n<p>Two.</p>".into(),
                ..Draft::default()
            })
        );
    }

    #[test]
    fn a_post_lies_before_the_epoch_in_hours_and_after_it_in_seconds() {
        let check = |header: &str, expect: i64| {
            let text = format!("title: T\nauthor: A\n{header}\n\n<p>x</p>\n");
            assert_eq!(post("a/b.html", &text).map(|draft| draft.at), Ok(expect));
        };
        check("hours: 24", -86_400);
        check("hours: 0.25", -900);
        check("hours: -1", 3600);
        check("seconds: 40", 40);
        check("seconds: -40", -40);
    }

    #[test]
    fn a_faulty_post_is_named_with_its_line_and_its_fault() {
        let check = |text: &str, expect: &str| {
            let bad = post("a/b.html", text).expect_err("must not be taken");
            assert_eq!(
                bad.to_string(),
                format!("src/demo/content/a/b.html:{expect}")
            );
        };
        check("title T\n\nx", "1: no header `name: value`: title T");
        check("title: T\nhours: soon\n\nx", "2: no number: soon");
        check("title: T\ncolour: red\n\nx", "2: no such header: colour");
        check(
            "title: T\nauthor: A\n\nx",
            "1: neither `hours` nor `seconds`",
        );
        check("title: T\npace: brisk\n\nx", "2: no pace: brisk");
        check("title: T\nauthor: A\nhours: 1\n", "1: no text");
        check("author: A\nhours: 1\n\nx", "1: no title");
    }

    fn files(folder: &Path, into: &mut BTreeSet<String>, prefix: &str) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                files(&entry.path(), into, &format!("{name}/"));
            } else {
                into.insert(name);
            }
        }
    }

    #[test]
    fn every_text_in_the_folder_is_in_the_web_and_the_other_way_round() {
        let mut there = BTreeSet::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/demo/content");
        files(&folder, &mut there, "");
        let listed = POSTS
            .iter()
            .chain(TALKS)
            .chain(LISTS)
            .map(|(path, _)| (*path).to_owned());
        assert_eq!(there, listed.collect());
    }

    /// Every text can be read, and they agree with one another.
    #[test]
    fn every_compiled_in_text_can_be_read() {
        let posts = posts().unwrap_or_else(|bad| panic!("{bad}"));
        let talks = talks().unwrap_or_else(|bad| panic!("{bad}"));
        let mut used = BTreeSet::new();
        for post in &posts {
            let place = format!("{}/{}", post.blog, post.slug);
            let blog = named(&post.blog).unwrap_or_else(|| panic!("{place}: no such blog"));
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(post.slug.chars().all(plain), "{place}: the slug");
            let Some(name) = &post.talk else { continue };
            assert!(blog.has_talks(), "{place}: a blog without comments");
            assert!(used.insert(name.clone()), "{place}: the talk is used twice");
            let talk = talks.iter().find(|talk| talk.name == *name);
            let talk = talk.unwrap_or_else(|| panic!("{place}: no talk `{name}`"));
            for remark in &talk.remarks {
                let parent = remark.parent.map(|parent| talk.remarks[parent].at);
                let earliest = parent.unwrap_or(post.at);
                assert!(
                    remark.at >= earliest,
                    "{name}: {} answers what is not there yet",
                    remark.author
                );
            }
        }
        let names: BTreeSet<_> = talks.into_iter().map(|talk| talk.name).collect();
        assert_eq!(
            used, names,
            "talks that are under a post, and talks there are"
        );
    }
}
