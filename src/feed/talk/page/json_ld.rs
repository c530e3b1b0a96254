//! Comments as schema.org has them, in a script beside the page (JSON-LD): each holds those that answer it.

use crate::feed::dates;
use crate::feed::hfeed::page::Page;
use crate::feed::json::value::Value;
use crate::feed::talk::MOST_COMMENTS;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{Said, author, nameless, plain};
use crate::model::parsed::ParsedEntry;
use crate::text::html::Id;

/// Scripts of a page that are looked at.
const MOST_SCRIPTS: usize = 16;
/// Where a thing may hold others that are comments or hold some.
const HOLDERS: [&str; 8] = [
    "comment",
    "comments",
    "suggestedAnswer",
    "acceptedAnswer",
    "mainEntity",
    "mainEntityOfPage",
    "@graph",
    "itemListElement",
];

pub(super) fn read(page: &Page, _: &str, here: &str) -> Vec<Said> {
    let is_data = |id: &Id| {
        let kind = page.tree.value(*id, "type").unwrap_or_default();
        page.tree.name(*id) == "script" && kind.eq_ignore_ascii_case("application/ld+json")
    };
    let scripts = page.tree.descendants(Id::ROOT).filter(is_data);
    let mut said = Vec::new();
    for script in scripts.take(MOST_SCRIPTS) {
        let text = page.tree.text_below(script);
        comments(Answer::open(&text, &page.base, &[]), here, &mut said);
    }
    said
}

fn comments(mut answer: Answer, here: &str, said: &mut Vec<Said>) {
    let top = std::mem::replace(&mut answer.value, Value::Nothing);
    // Each with the comment it stands in.
    let mut waiting = vec![(top, None)];
    while let Some((value, within)) = waiting.pop() {
        let mut thing = match answer.depths.open(value) {
            Value::List(values) => {
                waiting.extend(values.into_iter().rev().map(|value| (value, within)));
                continue;
            }
            thing @ Value::Map(_) => thing,
            _ => continue,
        };
        if said.len() > MOST_COMMENTS {
            return;
        }
        let mut inside = within;
        if let Some(entry) = comment(&answer, &thing, here) {
            inside = Some(said.len());
            said.push(Said {
                id: said.len().to_string(),
                parent: within.map(|within| within.to_string()),
                taken_back: false,
                entry,
            });
        }
        for name in HOLDERS.iter().rev() {
            waiting.push((answer.depths.take(&mut thing, name), inside));
        }
    }
}

fn comment(answer: &Answer, thing: &Value, here: &str) -> Option<ParsedEntry> {
    let is_comment = |kind: &Value| {
        let kind = kind.plain().unwrap_or_default();
        let kind = kind.rsplit(['/', ':']).next().unwrap_or_default();
        matches!(kind, "Comment" | "Answer" | "UserComments")
    };
    thing
        .several("@type")
        .iter()
        .any(is_comment)
        .then_some(())?;
    let text = ["text", "description", "articleBody"]
        .iter()
        .find_map(|name| thing.text(name));
    let person = thing.several("author").first();
    let person = person.or_else(|| thing.several("creator").first());
    let name = person.and_then(|person| person.text("name").or(person.plain()));
    let home = person.and_then(|person| answer.address(person, "url"));
    let date = |names: &[&str]| {
        let mut names = names.iter();
        names.find_map(|name| dates::parse(thing.text(name)?))
    };
    let link = answer
        .address(thing, "url")
        .or_else(|| answer.address(thing, "@id"));
    let mut entry = ParsedEntry {
        authors: author(name, home),
        published: date(&["datePublished", "dateCreated"]),
        updated: date(&["dateModified"]),
        content: Some(text.and_then(plain)?),
        base: Some(here.to_owned()),
        link,
        ..ParsedEntry::default()
    };
    if entry.link.is_none() {
        entry.id = Some(nameless(here, &entry));
    }
    Some(entry)
}
