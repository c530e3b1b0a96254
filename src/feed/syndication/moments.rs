//! When a feed or an entry was published and last changed.

use crate::feed::dates;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::time::Time;

/// The two days a reader wants to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moments {
    pub published: Option<Time>,
    pub updated: Option<Time>,
}

/// When an item, or a feed, was published and last changed. Dublin Core's bare `date` does not say
/// which it is: alone it stands for both, and beside a day of publication that is earlier, for the change.
pub fn of(holder: &Element) -> Moments {
    let published = first(holder, &["published", "pubdate", "issued", "created"]);
    let updated = first(holder, &["updated", "modified", "lastbuilddate"]);
    let date = first(holder, &["date"]);
    Moments {
        published: published.or(date),
        updated: updated
            .or(date.filter(|date| published.is_none_or(|published| published < *date))),
    }
}

/// The first of these names under which a date stands that can be read.
fn first(holder: &Element, names: &[&str]) -> Option<Time> {
    names.iter().find_map(|name| {
        holder
            .elements()
            .filter(|element| {
                matches!(element.space, Space::Core | Space::Dublin) && element.name == *name
            })
            .find_map(|element| dates::parse(&element.text()))
    })
}

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing;
    use crate::model::time::Time;

    const DAY: i64 = 86_400;

    /// Days of January 1970 that are read from elements that say them in a letter.
    fn check(names: &str, published: Option<i64>, updated: Option<i64>) {
        let elements = names.split(' ').zip(2..);
        let inside = elements.fold(String::new(), |inside, (name, day)| {
            format!("{inside}<{name}>1970-01-0{day}T00:00:00Z</{name}>")
        });
        let day = |day: Option<i64>| day.map(|day| Time((day - 1) * DAY));
        let entry = testing::item(&inside);
        assert_eq!(
            (entry.published, entry.updated),
            (day(published), day(updated)),
            "{names}"
        );
        let feed = testing::channel(&inside);
        assert_eq!(
            (feed.published, feed.updated),
            (day(published), day(updated)),
            "{names}"
        );
    }

    #[test]
    fn every_vocabulary_of_dates_is_read() {
        check("pubDate", Some(2), None);
        check("lastBuildDate", None, Some(2));
        check("a10:updated atom:published", Some(3), Some(2));
        check("modified issued created", Some(3), Some(2));
        check("created", Some(2), None);
        check("dcterms:created dcterms:modified", Some(2), Some(3));
        check("dcterms:issued dc:date", Some(2), Some(3));
        check("dc:date", Some(2), Some(2));
        check("dc:date pubDate", Some(3), None);
        check("pubDate dc:date", Some(2), Some(3));
        check("dc:date atom:updated", Some(2), Some(3));
        check("expirationDate media:title", None, None);
    }

    #[test]
    fn a_date_that_cannot_be_read_gives_way_to_the_next() {
        let entry = testing::item("<pubDate>soon</pubDate><pubDate>1970-01-02</pubDate>");
        assert_eq!(entry.published, Some(Time(DAY)));
    }
}
