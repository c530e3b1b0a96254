//! What somebody said, and whom it answers.
//!
//! Platforms name what is answered by numbers of their own, and leave a gap where a comment was taken back
//! that others had answered. An answer to such a one names it, so that it is found should it be held from
//! earlier, and after it the next one above that still stands; so a talk keeps its form.

use std::collections::HashMap;

use crate::feed::talk::MOST_COMMENTS;
use crate::feed::{identity, normalize};
use crate::model::comment::InReplyTo;
use crate::model::hash::fnv1a;
use crate::model::parsed::{ParsedEntry, ParsedFeed, Person, Text, TextKind};
use crate::model::talk::TalkPage;

/// So many comments in a row may have been taken back before an answer is held to answer nobody known.
const MOST_GONE: usize = 16;

/// One comment as a platform gives it.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What the platform calls it by.
    pub(super) id: String,
    /// What it answers, called likewise; nothing where that is the post.
    pub(super) parent: Option<String>,
    /// Only its place is left.
    pub(super) taken_back: bool,
    pub(super) entry: ParsedEntry,
}

/// Entries of what still stands, each with what it answers. `elsewhere` names what is not among them.
pub(super) fn answered(
    mut said: Vec<Said>,
    elsewhere: impl Fn(&str) -> InReplyTo,
) -> Vec<ParsedEntry> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (at, one) in said.iter().enumerate() {
        places.entry(&one.id).or_insert(at);
    }
    let answers: Vec<Vec<InReplyTo>> = said
        .iter()
        .map(|one| {
            let mut answers = Vec::new();
            let mut up = one.parent.as_deref();
            for _ in 0..MOST_GONE {
                let Some(id) = up else { break };
                let parent = places.get(id).map(|at| &said[*at]);
                let named = parent.map_or_else(|| elsewhere(id), reference);
                if named != InReplyTo::default() {
                    answers.push(named);
                }
                up = parent
                    .filter(|parent| parent.taken_back)
                    .and_then(|parent| parent.parent.as_deref());
            }
            answers
        })
        .collect();
    for (one, mut answers) in said.iter_mut().zip(answers) {
        answers.append(&mut one.entry.in_reply_to);
        one.entry.in_reply_to = answers;
    }
    let standing = said.into_iter().filter(|one| !one.taken_back);
    standing.map(|one| one.entry).collect()
}

fn reference(said: &Said) -> InReplyTo {
    InReplyTo {
        id: said.entry.id.clone(),
        href: said.entry.link.clone(),
    }
}

/// A page of comments, their keys settled. It is whole only where nothing of it had to be left out.
pub(super) fn page(
    title: Option<&str>,
    mut entries: Vec<ParsedEntry>,
    next: Option<String>,
    whole: bool,
) -> TalkPage {
    let cut = entries.len() > MOST_COMMENTS;
    entries.truncate(MOST_COMMENTS);
    identity::settle(&mut entries);
    TalkPage {
        feed: ParsedFeed {
            encoding: "utf-8",
            title: title
                .map(normalize::plain_title)
                .filter(|title| !title.is_empty()),
            entries,
            ..ParsedFeed::default()
        },
        next,
        whole: whole && !cut,
    }
}

/// A name for a comment that has neither id nor link: it stays the same while nobody edits the comment.
pub(super) fn nameless(page: &str, entry: &ParsedEntry) -> String {
    let author = entry.author().unwrap_or_default();
    let date = entry.published.map_or(0, |time| time.0).to_string();
    let body = entry.body();
    let parts = [author.as_str(), &date, &body];
    // The byte that UTF-8 never has keeps the parts apart.
    let bytes = parts
        .iter()
        .flat_map(|part| part.bytes().chain(std::iter::once(0xFF)));
    format!("{page}#said-{:016x}", fnv1a(bytes))
}

/// Who wrote; nobody where there is no name.
pub(super) fn author(name: Option<&str>, uri: Option<String>) -> Vec<Person> {
    let name = name.map(normalize::plain_title);
    let name = name.filter(|name| !name.is_empty());
    let person = name.map(|name| Person {
        name: Some(name),
        uri,
        ..Person::default()
    });
    person.into_iter().collect()
}

pub(super) fn html(written: &str) -> Option<Text> {
    text(written, TextKind::Html)
}

/// Plain text by its name; with the tags of HTML it is that all the same.
pub(super) fn plain(written: &str) -> Option<Text> {
    if normalize::looks_like_html(written) {
        return html(written);
    }
    text(written, TextKind::Plain)
}

fn text(written: &str, kind: TextKind) -> Option<Text> {
    let value = normalize::body(written.trim().to_owned());
    (!value.is_empty()).then_some(Text { kind, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(id: &str, parent: &str, taken_back: bool) -> Said {
        Said {
            id: id.to_owned(),
            parent: (!parent.is_empty()).then(|| parent.to_owned()),
            taken_back,
            entry: ParsedEntry {
                id: Some(format!("id-{id}")),
                ..ParsedEntry::default()
            },
        }
    }

    /// Who is left, and the ids of what each answers.
    fn check(comments: Vec<Said>, expect: &[(&str, &[&str])]) {
        let unknown = |id: &str| InReplyTo {
            id: Some(format!("unknown-{id}")),
            href: None,
        };
        let entries = answered(comments, unknown);
        let found: Vec<(&str, Vec<&str>)> = entries
            .iter()
            .map(|entry| {
                let answers = entry.in_reply_to.iter();
                let ids = answers.filter_map(|answer| answer.id.as_deref()).collect();
                (entry.id.as_deref().unwrap_or_default(), ids)
            })
            .collect();
        let expect: Vec<(&str, Vec<&str>)> =
            expect.iter().map(|(id, ids)| (*id, ids.to_vec())).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn an_answer_names_what_it_answers_and_past_the_gaps_what_still_stands() {
        check(
            vec![
                said("1", "", false),
                said("2", "1", true),
                said("3", "2", true),
                said("4", "3", false),
                said("5", "9", false),
                said("6", "7", true),
                said("8", "6", false),
            ],
            &[
                ("id-1", &[]),
                ("id-4", &["id-3", "id-2", "id-1"]),
                ("id-5", &["unknown-9"]),
                ("id-8", &["id-6", "unknown-7"]),
            ],
        );
    }

    #[test]
    fn circles_of_what_was_taken_back_end() {
        let circle = vec![
            said("1", "2", true),
            said("2", "1", true),
            said("3", "1", false),
        ];
        let entries = answered(circle, |_| InReplyTo::default());
        assert_eq!(entries[0].in_reply_to.len(), MOST_GONE);
    }
}
