//! People as feeds write them: a name, a mail address, or both in one line.
//!
//! RSS 2.0 wants `mail (Name)`, mail programs write `Name <mail>`, and people write whatever comes
//! to mind. What looks like a mail address is the address; what is left of the line is the name.

use crate::feed::normalize;
use crate::model::parsed::Person;

/// The person a line names; nothing where it names nobody.
pub fn read(written: &str) -> Option<Person> {
    let line = one_line(written);
    let mut person = match mail(&line) {
        Some((start, end)) => Person {
            email: Some(line[start..end].to_owned()),
            name: name(&line[..start], &line[end..]),
            uri: None,
        },
        None => match beside_odd_mail(&line) {
            Some((mail, name)) => Person {
                email: Some(mail.to_owned()),
                name: Some(name.to_owned()),
                uri: None,
            },
            None => Person {
                name: Some(bare(&line).to_owned()).filter(|name| !name.is_empty()),
                ..Person::default()
            },
        },
    };
    if person.name == person.email {
        person.name = None;
    }
    Some(person).filter(|person| person.shown().is_some())
}

/// More people than this are not named in one line.
const MOST: usize = 50;

/// The people a line names: several where every piece of it has a mail address of its own.
pub fn several(written: &str) -> Vec<Person> {
    if written.matches('@').count() > 1 {
        let pieces: Vec<&str> = written.split([',', ';']).collect();
        if pieces.iter().all(|piece| mail(piece).is_some()) {
            return pieces.into_iter().take(MOST).filter_map(read).collect();
        }
    }
    read(written).into_iter().collect()
}

/// Puts people to those known already. Who has the name or the mail address of one of them is that
/// one, and brings what was not known.
pub fn add(known: &mut Vec<Person>, more: impl IntoIterator<Item = Person>) {
    for mut person in more {
        let mut place = known.len();
        // What one brings can show that two known already are one.
        while let Some(at) = known.iter().position(|other| is_same(other, &person)) {
            let other = known.remove(at);
            person.name = other.name.or(person.name);
            person.email = other.email.or(person.email);
            person.uri = other.uri.or(person.uri);
            place = place.min(at);
        }
        known.insert(place.min(known.len()), person);
    }
}

/// Whether two can be one: they share a name or an address, and differ in neither.
pub fn is_same(one: &Person, other: &Person) -> bool {
    let compare = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => Some(one.to_lowercase() == other.to_lowercase()),
        _ => None,
    };
    match (
        compare(&one.name, &other.name),
        compare(&one.email, &other.email),
    ) {
        (None, None) => one.uri.is_some() && one.uri == other.uri,
        (name, mail) => name != Some(false) && mail != Some(false),
    }
}

/// Decoded once more: `WordPress` writes entities inside CDATA.
fn one_line(written: &str) -> String {
    // Who writes whole elements into a name writes HTML; a lone `<` belongs to the name.
    if written.contains("</") {
        normalize::title(written)
    } else {
        normalize::plain_title(written)
    }
}

/// Where the first mail address stands. A name on a server of the fediverse (`@ana@x.example`) is
/// none.
fn mail(line: &str) -> Option<(usize, usize)> {
    line.match_indices('@').find_map(|(at, _)| {
        let before = &line[..at];
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c)))
            .map_or(0, |end| {
                end + before[end..].chars().next().map_or(1, char::len_utf8)
            });
        let after = &line[at + 1..];
        let length = after
            .find(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c)))
            .unwrap_or(after.len());
        let host = after[..length].trim_end_matches(['.', '-']);
        let dot = host.find('.').unwrap_or(0);
        let handle = before[..start].ends_with('@');
        (start < at && dot > 0 && !handle).then_some((start, at + 1 + host.len()))
    })
}

/// A mail address without a host of the web, and the name in brackets after it.
fn beside_odd_mail(line: &str) -> Option<(&str, &str)> {
    let (mail, rest) = line.split_once('(')?;
    let mail = mail.trim();
    let name = rest.trim_end().strip_suffix(')').unwrap_or(rest).trim();
    let odd = mail.contains('@') && !mail.starts_with('@') && !mail.contains(char::is_whitespace);
    (odd && !name.is_empty()).then_some((mail, name))
}

/// What is left of a line around the mail address, without what joined the two.
fn name(before: &str, after: &str) -> Option<String> {
    let joins = |c: char| c.is_whitespace() || ",;:|-–".contains(c);
    let before = before.strip_suffix("mailto:").unwrap_or(before);
    let before = before.trim_end_matches(|c| joins(c) || "(（<[".contains(c));
    let after = after.trim_start_matches(|c| joins(c) || ")）>]".contains(c));
    let (before, after) = (bare(before), bare(after));
    let name = match (before.is_empty(), after.is_empty()) {
        (false, false) => format!("{before} {after}"),
        (true, _) => after.to_owned(),
        (_, true) => before.to_owned(),
    };
    let says_something = name.chars().any(char::is_alphanumeric);
    Some(name).filter(|_| says_something)
}

/// Without the quotation marks or brackets around all of it, the second of which may be missing.
fn bare(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in [('(', ')'), ('（', '）'), ('"', '"')] {
        let Some(inner) = text.strip_prefix(open) else {
            continue;
        };
        let inner = inner.strip_suffix(close).unwrap_or(inner);
        if !inner.contains(close) {
            return inner.trim();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(person: &Person) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("{}|{}", part(&person.name), part(&person.email))
    }

    fn check(written: &str, expect: &str) {
        let found: Vec<String> = several(written).iter().map(shown).collect();
        assert_eq!(found.join(" + "), expect, "{written}");
    }

    #[test]
    fn a_name_and_a_mail_address_are_told_apart() {
        let mail = "ana@kiln.example";
        for written in [
            "ana@kiln.example (Ana Lund)",
            "ana@kiln.example（Ana Lund）",
            "Ana Lund <ana@kiln.example>",
            "\"Ana Lund\" <mailto:ana@kiln.example>",
            "Ana Lund (ana@kiln.example)",
            "Ana Lund, ana@kiln.example",
            "Ana Lund ana@kiln.example",
            "Ana Lund - ana@kiln.example",
            "ana@kiln.example, Ana Lund",
            "mailto:ana@kiln.example (Ana Lund)",
            "Ana Lund &lt;ana@kiln.example&gt;",
        ] {
            check(written, &format!("Ana Lund|{mail}"));
        }
        check("ana@kiln.example", "|ana@kiln.example");
        check("mailto:ana@kiln.example", "|ana@kiln.example");
        check("(ana@kiln.example)", "|ana@kiln.example");
        check("ana@localhost (Ana)", "Ana|ana@localhost");
        check("ana@kiln.example (ana@kiln.example)", "|ana@kiln.example");
        check(
            "a@x.example (A), b@x.example",
            "A|a@x.example + |b@x.example",
        );
    }

    #[test]
    fn a_name_alone_stays_as_it_is() {
        for (written, expect) in [
            ("Ana Lund", "Ana Lund"),
            ("(Ana)", "Ana"),
            ("Ana (she)", "Ana (she)"),
            ("Tags &#38; Angles &amp; Co", "Tags & Angles & Co"),
            ("R&D <team>", "R&D <team>"),
            ("Ana \"Kiln\" Lund", "Ana \"Kiln\" Lund"),
            ("Bold \"Quoted\"", "Bold \"Quoted\""),
            ("…", "…"),
            ("<a href=\"/ana\">Ana</a>", "Ana"),
            ("@ana@talk.example", "@ana@talk.example"),
            ("Ana @ work", "Ana @ work"),
            ("Lund, Ana", "Lund, Ana"),
        ] {
            check(written, &format!("{expect}|"));
        }
        check("  \n ", "");
        check("()", "");
    }

    #[test]
    fn who_is_named_twice_is_one() {
        let mut known = several("Ana");
        add(&mut known, several("ana@x.example (ANA)"));
        add(&mut known, several("ana@x.example"));
        add(&mut known, several("Tom"));
        let found: Vec<String> = known.iter().map(shown).collect();
        assert_eq!(found, ["Ana|ana@x.example", "Tom|"]);
    }
}
