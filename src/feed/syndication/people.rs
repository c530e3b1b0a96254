//! Who wrote a feed or an entry, and who had a part in it.

use crate::feed::normalize;
use crate::feed::person;
use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::Person;

/// Where an item names its authors, best first: Dublin Core before RSS's own, which is a mail address.
const AUTHORS: [(Space, &str); 6] = [
    (Space::Dublin, "creator"),
    (Space::Dublin, "author"),
    (Space::Core, "author"),
    (Space::Itunes, "author"),
    (Space::Other, "author"),
    (Space::Podcast, "person"),
];

/// Who wrote an item: those of the best word for it. What others say more of the same people is
/// put to them. Where that is mail addresses and no name, the names that others have go first.
pub fn of_item(item: &Element, scope: &Scope) -> Vec<Person> {
    let mut found: Vec<Person> = Vec::new();
    for (space, name) in AUTHORS {
        let named = all(item, space, name, scope);
        let nameless = found.iter().all(|person| person.name.is_none());
        // Who is credited in a podcast can be its guest.
        let tells = space != Space::Podcast && named.iter().any(|person| person.name.is_some());
        if nameless && tells {
            let mails = std::mem::replace(&mut found, named);
            person::add(&mut found, mails);
        } else if found.is_empty() {
            person::add(&mut found, named);
        } else {
            let known = |person: &Person| found.iter().any(|other| person::is_same(other, person));
            let more: Vec<Person> = named.into_iter().filter(known).collect();
            person::add(&mut found, more);
        }
    }
    if found.is_empty() {
        // Those of the feed it comes from go before those of the feed it stands in (RFC 4287 §4.2.1).
        let source = item.first(Space::Core, "source");
        found = source.map_or_else(Vec::new, |source| all(source, Space::Core, "author", scope));
    }
    found
}

/// Who answers for a feed.
pub fn of_feed(head: &Element, scope: &Scope) -> Vec<Person> {
    let mut found = Vec::new();
    for (space, name) in [
        (Space::Core, "author"),
        (Space::Core, "managingeditor"),
        (Space::Dublin, "creator"),
        (Space::Dublin, "author"),
        (Space::Itunes, "author"),
        (Space::Itunes, "owner"),
        (Space::Other, "author"),
    ] {
        person::add(&mut found, all(head, space, name, scope));
    }
    found
}

/// Who else had a part: contributors, those credited, of a feed also who publishes and who runs it.
pub fn contributors(holder: &Element, authors: &[Person], scope: &Scope) -> Vec<Person> {
    let mut found = Vec::new();
    for (space, name) in [
        (Space::Core, "contributor"),
        (Space::Dublin, "contributor"),
        (Space::Media, "credit"),
        (Space::Podcast, "person"),
        (Space::Dublin, "publisher"),
        (Space::Core, "webmaster"),
    ] {
        let groups = holder.all(Space::Media, "group");
        for holder in std::iter::once(holder).chain(groups) {
            person::add(&mut found, all(holder, space, name, scope));
        }
    }
    found.retain(|person| !authors.iter().any(|author| person::is_same(author, person)));
    found
}

/// More people than this are a crowd.
const MOST: usize = 50;

fn all(holder: &Element, space: Space, name: &str, scope: &Scope) -> Vec<Person> {
    holder
        .all(space, name)
        .flat_map(|element| people(element, scope))
        .take(MOST)
        .collect()
}

/// A person in parts as Atom and the podcasts write one, else in a line.
fn people(element: &Element, scope: &Scope) -> Vec<Person> {
    // Friend-of-a-friend descriptions stand one element deeper.
    let holder = match element.only() {
        Some(inner) if matches!(inner.name.as_str(), "person" | "agent") => inner,
        _ => element,
    };
    let part = |names: &[&str]| {
        let found = |name: &&str| holder.elements().find(|inner| inner.name == *name);
        names.iter().find_map(found)
    };
    let uri = part(&["uri", "url", "homepage"]);
    let uri = uri
        .and_then(|uri| scope.address(uri))
        .or_else(|| scope.resolve(element, element.attribute("href")?));
    let name = part(&["name"]).map(|name| name.html());
    let mail = part(&["email", "mbox"]).map(Element::text);
    let mut found = match (name.filter(|name| !name.is_empty()), mail) {
        (Some(name), mail) => {
            let mut person = person::read(&name);
            let mail = mail.and_then(|mail| person::read(&mail));
            if let (Some(person), Some(mail)) = (&mut person, mail) {
                person.email = mail.email.or(person.email.take());
            }
            person.into_iter().collect()
        }
        (None, Some(mail)) => person::several(&mail),
        (None, None) => person::several(&holder.text()),
    };
    match found.as_mut_slice() {
        [] if uri.is_some() => found.push(Person {
            uri,
            ..Person::default()
        }),
        [person] => person.uri = uri.or_else(|| address_of_name(person)),
        _ => {}
    }
    found
}

/// Who is called by an address is at home there.
fn address_of_name(person: &Person) -> Option<String> {
    let name = person.name.as_deref()?;
    let url = name.parse().ok().filter(normalize::is_web)?;
    Some(String::from(url))
}

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing;
    use crate::model::parsed::Person;

    fn shown(people: &[Person]) -> Vec<String> {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        people
            .iter()
            .map(|p| format!("{}|{}|{}", part(&p.name), part(&p.email), part(&p.uri)))
            .collect()
    }

    fn check(inside: &str, authors: &[&str], contributors: &[&str]) {
        let entry = testing::item(&format!("<title>T</title>{inside}"));
        assert_eq!(shown(&entry.authors), authors, "{inside}");
        assert_eq!(shown(&entry.contributors), contributors, "{inside}");
    }

    #[test]
    fn everybody_who_wrote_is_named_once() {
        check(
            "<author>ana@x.example (Ana)</author>",
            &["Ana|ana@x.example|"],
            &[],
        );
        check(
            "<dc:creator>Ana</dc:creator><dc:creator>Tom</dc:creator><author>ana@x.example (Ana)</author>",
            &["Ana|ana@x.example|", "Tom||"],
            &[],
        );
        check(
            "<itunes:author>The Network</itunes:author><author>editor@x.example</author>",
            &["The Network||", "|editor@x.example|"],
            &[],
        );
        check(
            "<itunes:author>The Network</itunes:author>",
            &["The Network||"],
            &[],
        );
        check(
            "<dc:creator>http://ana.example</dc:creator>",
            &["http://ana.example||http://ana.example/"],
            &[],
        );
        check(
            "<dc:creator><foaf:Person><foaf:name>Ana</foaf:name></foaf:Person></dc:creator>",
            &["Ana||"],
            &[],
        );
    }

    #[test]
    fn a_person_in_parts_is_put_together() {
        check(
            "<atom:author><atom:name>Ana</atom:name><atom:uri>/ana</atom:uri><atom:email>mailto:ana@x.example</atom:email></atom:author>
             <atom:author><atom:email>tom@x.example</atom:email></atom:author><atom:author/>",
            &["Ana|ana@x.example|http://final.example/ana", "|tom@x.example|"],
            &[],
        );
        check(
            "<author><name>Ana &lt;ana@x.example&gt;</name><homepage>/ana</homepage></author>",
            &["Ana|ana@x.example|http://final.example/ana"],
            &[],
        );
    }

    #[test]
    fn helpers_are_kept_apart_from_authors() {
        check(
            "<dc:creator>Ana</dc:creator><dc:contributor>Tom</dc:contributor><dc:contributor>ana</dc:contributor>
             <atom:contributor><atom:name>Mia</atom:name></atom:contributor><media:credit role='editor'>Jo</media:credit>",
            &["Ana||"],
            &["Mia||", "Tom||", "Jo||"],
        );
        check(
            "<podcast:person href='/ana'>Ana</podcast:person>",
            &["Ana||http://final.example/ana"],
            &[],
        );
        check(
            "<dc:creator>Ana</dc:creator><podcast:person role='guest'>Tom</podcast:person>",
            &["Ana||"],
            &["Tom||"],
        );
    }

    #[test]
    fn a_feed_names_its_people_in_many_words() {
        let feed = testing::channel(
            "<managingEditor>ana@x.example (Ana)</managingEditor><webMaster>ops@x.example</webMaster>
             <itunes:owner><itunes:name>Ana</itunes:name><itunes:email>ana@x.example</itunes:email></itunes:owner>
             <itunes:author>The Network</itunes:author>",
        );
        assert_eq!(
            shown(&feed.authors),
            ["Ana|ana@x.example|", "The Network||"]
        );
        assert_eq!(shown(&feed.contributors), ["|ops@x.example|"]);

        let feed = testing::channel(
            "<managingEditor>ana@x.example</managingEditor><itunes:author>Ana</itunes:author>
             <itunes:owner><itunes:name>Ana</itunes:name><itunes:email>ana@x.example</itunes:email></itunes:owner>",
        );
        assert_eq!(shown(&feed.authors), ["Ana|ana@x.example|"]);
    }

    #[test]
    fn an_atom_entry_without_an_author_has_that_of_its_source_then_of_its_feed() {
        let authors = |entry: &str| {
            let feed = testing::atom(&format!(
                "<author><name>Feed</name></author><entry><id>1</id>{entry}</entry>"
            ));
            shown(&feed.entries[0].authors)
        };
        assert_eq!(authors(""), ["Feed||"]);
        assert_eq!(
            authors("<source><author><name>Source</name></author></source>"),
            ["Source||"]
        );
        assert_eq!(
            authors(
                "<author><name>Own</name></author><source><author><name>Source</name></author></source>"
            ),
            ["Own||"]
        );
    }
}
