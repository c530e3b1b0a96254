//! A feed as a report for a person: what it is, what had to be mended, what it says of itself, its
//! entries, and the talk under them.

use crate::cli::inspect::{Document, shown};
use crate::model::parsed::{ParsedEntry, ParsedFeed, Person, PollHints};
use crate::model::time::Time;
use crate::text::plain;
use crate::ui::fit::{fit, width};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Columns of the names of things.
const LABEL: usize = 10;
/// The most columns an author gets.
const AUTHOR: usize = 20;

/// The report, line by line.
pub fn lines(document: &Document, feed: &ParsedFeed, zone: &TimeZone) -> Vec<String> {
    let mut lines = vec![plain::line(
        feed.title.as_deref().unwrap_or("A feed without a title"),
    )];
    lines.extend(feed.subtitle.as_deref().map(plain::line));
    lines.extend(section("", &facts(document, feed, zone)));
    lines.extend(section("To be polled", &hints(document, &feed.hints)));
    lines.extend(section("Mended", &unnamed(&feed.repairs)));
    lines.extend(section("Warnings", &unnamed(&feed.warnings)));
    lines.extend(section("Talk", &talk(feed)));
    lines.extend(entries(&feed.entries, zone));
    lines
}

/// Rows of a label and what it names, under a heading; nothing where there are none.
fn section(heading: &str, rows: &[(&str, String)]) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new()];
    if !heading.is_empty() {
        lines.push(heading.to_owned());
    }
    for (label, value) in rows {
        let label = if label.is_empty() {
            String::new()
        } else {
            format!("{label:LABEL$}  ")
        };
        lines.push(format!("  {label}{}", plain::line(value)));
    }
    lines
}

fn unnamed(notes: &[String]) -> Vec<(&'static str, String)> {
    notes.iter().map(|note| ("", note.clone())).collect()
}

fn facts(document: &Document, feed: &ParsedFeed, zone: &TimeZone) -> Vec<(&'static str, String)> {
    let size = document.bytes.len();
    let origin = document.origin.as_ref();
    let text = |text: &Option<String>| text.clone();
    let rows = [
        (
            "Format",
            Some(format!("{}, {}, {size} bytes", feed.format, feed.encoding)),
        ),
        (
            "From",
            origin.map(|(url, status)| format!("{url} ({status})")),
        ),
        ("Id", text(&feed.id)),
        ("Site", address(feed.site.as_deref())),
        ("Self", address(feed.self_url.as_deref())),
        (
            "Updated",
            feed.updated.or(feed.published).map(|t| moment(t, zone)),
        ),
        ("Language", text(&feed.language)),
        ("Authors", people(&feed.authors)),
        ("Topics", topics(feed)),
        ("Rights", text(&feed.rights)),
        ("Generator", text(&feed.generator)),
        (
            "Picture",
            address(feed.logo.as_deref().or(feed.icon.as_deref())),
        ),
        ("Hub", address(feed.hub.as_deref())),
        ("Next page", address(feed.next.as_deref())),
        ("Archive", address(feed.previous_archive.as_deref())),
        (
            "Complete",
            feed.complete
                .then(|| "yes: it holds every entry there is".to_owned()),
        ),
    ];
    rows.into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}

/// What feed and server say of when to ask again, and what with.
fn hints(document: &Document, hints: &PollHints) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let validators = &document.validators;
    rows.extend(validators.etag.clone().map(|etag| ("ETag", etag)));
    let modified = validators.last_modified.clone();
    rows.extend(modified.map(|modified| ("Modified", modified)));
    if let Some(fresh) = document.hints.fresh_for {
        let minutes = fresh.as_secs().div_ceil(60);
        rows.push(("fresh", format!("for {minutes} minutes")));
    }
    if let Some(minutes) = hints.ttl_minutes {
        rows.push(("ttl", format!("every {minutes} minutes")));
    }
    if let Some(minutes) = hints.update_period_minutes {
        rows.push(("sy:update", format!("every {minutes} minutes")));
    }
    if !hints.skip_hours.is_empty() {
        let hours: Vec<String> = hints.skip_hours.iter().map(u8::to_string).collect();
        rows.push(("skipHours", format!("not at {} (UTC)", hours.join(", "))));
    }
    if !hints.skip_days.is_empty() {
        rows.push(("skipDays", format!("not on {}", hints.skip_days.join(", "))));
    }
    rows
}

/// How much of a conversation the feed tells of, and where.
fn talk(feed: &ParsedFeed) -> Vec<(&'static str, String)> {
    let all = feed.entries.len();
    let count = |has: &dyn Fn(&ParsedEntry) -> bool| feed.entries.iter().filter(|e| has(e)).count();
    let of = |number: usize, what: &str| {
        (number > 0).then(|| ("", format!("{number} of {all} entries {what}")))
    };
    let told: u32 = feed.entries.iter().filter_map(|e| e.comments.count).sum();
    let example = feed.entries.iter().find_map(|e| e.comments.feed());
    let rows = [
        of(
            count(&|e| !e.comments.feeds.is_empty()),
            "name a comment feed",
        ),
        example.map(|url| ("", format!("such as {}", shown(url)))),
        of(
            count(&|e| e.comments.page.is_some()),
            "name a page for comments",
        ),
        of(
            count(&|e| e.comments.count.is_some()),
            &format!("say how many comments they have, {told} in all"),
        ),
        of(
            count(&|e| !e.in_reply_to.is_empty()),
            "say what they answer",
        ),
    ];
    rows.into_iter().flatten().collect()
}

/// A table of the entries, without the columns that would be empty.
fn entries(entries: &[ParsedEntry], zone: &TimeZone) -> Vec<String> {
    let mut lines = vec![String::new(), format!("Entries: {}", entries.len())];
    let rows: Vec<[String; 5]> = entries.iter().map(|entry| row(entry, zone)).collect();
    let widths: [usize; 5] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| width(&row[column]));
        match cells.max() {
            None | Some(0) => 0,
            Some(widest) => widest.max(width(HEADINGS[column])),
        }
    });
    if !rows.is_empty() {
        lines.push(in_columns(&HEADINGS.map(str::to_owned), &widths));
    }
    lines.extend(rows.iter().map(|row| in_columns(row, &widths)));
    lines
}

/// The title stands last, since it may be of any length.
const HEADINGS: [&str; 5] = ["when", "talk", "files", "author", "title"];
/// The columns that hold numbers.
const NUMBERS: [usize; 2] = [1, 2];

fn in_columns(row: &[String; 5], widths: &[usize; 5]) -> String {
    let mut line = String::new();
    for (column, cell) in row.iter().enumerate().filter(|(at, _)| widths[*at] > 0) {
        let gap = " ".repeat(widths[column] - width(cell));
        line.push_str("  ");
        if NUMBERS.contains(&column) {
            line.push_str(&gap);
            line.push_str(cell);
        } else {
            line.push_str(cell);
            line.push_str(&gap);
        }
    }
    line
}

fn row(entry: &ParsedEntry, zone: &TimeZone) -> [String; 5] {
    let files = entry.enclosures.len();
    let author = plain::line(&entry.author().unwrap_or_default());
    let title = match &entry.title {
        Some(title) => plain::line(title),
        None if entry.opening.is_empty() => "(no title, no text)".to_owned(),
        None => format!("({})", plain::line(&entry.opening)),
    };
    [
        entry.date().map_or_else(String::new, |t| moment(t, zone)),
        talk_of(entry),
        if files > 0 {
            files.to_string()
        } else {
            String::new()
        },
        fit(&author, AUTHOR),
        title,
    ]
}

/// How many comments an entry tells of, and whether it names their feed: `15+`, `15`, `+`.
fn talk_of(entry: &ParsedEntry) -> String {
    let count = entry.comments.count;
    let count = count.map_or_else(String::new, |count| count.to_string());
    let feed = if entry.comments.feeds.is_empty() {
        ""
    } else {
        "+"
    };
    format!("{count}{feed}")
}

fn people(people: &[Person]) -> Option<String> {
    let names: Vec<&str> = people.iter().filter_map(Person::shown).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

fn topics(feed: &ParsedFeed) -> Option<String> {
    let topics = feed.categories.iter();
    let topics: Vec<&str> = topics
        .map(|topic| topic.label.as_deref().unwrap_or(&topic.term))
        .collect();
    (!topics.is_empty()).then(|| topics.join(", "))
}

fn address(url: Option<&str>) -> Option<String> {
    url.map(|url| shown(url).to_owned())
}

fn moment(time: Time, zone: &TimeZone) -> String {
    match Timestamp::from_second(time.0) {
        Ok(moment) => {
            let moment = moment.to_zoned(zone.clone());
            moment.strftime("%Y-%m-%d %H:%M").to_string()
        }
        Err(_) => "beyond the calendar".to_owned(),
    }
}
