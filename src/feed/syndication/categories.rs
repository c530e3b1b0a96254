//! The labels of a feed or an entry, each once.

use crate::feed::normalize;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::Category;

/// Everything that sorts a feed or an item: RSS and Atom categories, Dublin Core subjects, the
/// categories and keywords of podcasts and Media RSS.
pub fn of(holder: &Element) -> Vec<Category> {
    let mut found = Vec::new();
    let groups = holder.all(Space::Media, "group");
    for holder in std::iter::once(holder).chain(groups) {
        for element in holder.elements() {
            match (element.space, element.name.as_str()) {
                (Space::Core | Space::Media | Space::Itunes, "category") => {
                    add_nested(&mut found, element);
                }
                (Space::Dublin, "subject") => add(&mut found, category(element)),
                (Space::Itunes | Space::Media, "keywords") => {
                    for word in element.text().split([',', ';']).take(MOST) {
                        add(&mut found, labelled(word));
                    }
                }
                _ => {}
            }
        }
    }
    found
}

/// A category, and those inside it: podcasts sort theirs into each other.
fn add_nested(found: &mut Vec<Category>, element: &Element) {
    add(found, category(element));
    for inner in element.elements().filter(|e| e.name == "category") {
        add_nested(found, inner);
    }
}

fn category(element: &Element) -> Option<Category> {
    let attribute = |name| element.attribute(name).map(normalize::plain_title);
    let label = attribute("label");
    let term = attribute("term")
        .or_else(|| attribute("text"))
        .or_else(|| Some(normalize::plain_title(&element.text())))
        .filter(|term| !term.is_empty())
        .or_else(|| label.clone())?;
    let scheme = element
        .attribute("scheme")
        .or_else(|| element.attribute("domain"));
    Some(Category {
        term,
        scheme: scheme.map(str::to_owned),
        label,
    })
}

fn labelled(word: &str) -> Option<Category> {
    let term = normalize::plain_title(word);
    (!term.is_empty()).then(|| Category {
        term,
        ..Category::default()
    })
}

/// The same word twice is one, unless two different lists have it.
fn add(found: &mut Vec<Category>, category: Option<Category>) {
    let Some(category) = category else { return };
    let known = found.len() > MOST
        || found.iter().any(|other| {
            let lists = (&other.scheme, &category.scheme);
            other.term.eq_ignore_ascii_case(&category.term)
                && !matches!(lists, (Some(one), Some(other)) if one != other)
        });
    if !known {
        found.push(category);
    }
}

/// More labels than this help nobody.
const MOST: usize = 200;

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing;
    use crate::model::parsed::Category;

    fn shown(found: &[Category]) -> Vec<String> {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        found
            .iter()
            .map(|c| format!("{}|{}|{}", c.term, part(&c.scheme), part(&c.label)))
            .collect()
    }

    fn check(inside: &str, expect: &[&str]) {
        assert_eq!(shown(&testing::item(inside).categories), expect, "{inside}");
        assert_eq!(
            shown(&testing::channel(inside).categories),
            expect,
            "{inside}"
        );
    }

    #[test]
    fn labels_are_read_from_every_vocabulary() {
        check("<category> Art </category>", &["Art||"]);
        check(
            "<category domain='http://l.example/'>Art</category>",
            &["Art|http://l.example/|"],
        );
        check(
            "<atom:category term='art' scheme='http://l.example/' label='Fine art'/>",
            &["art|http://l.example/|Fine art"],
        );
        check("<dc:subject>Art, modern</dc:subject>", &["Art, modern||"]);
        check(
            "<itunes:keywords>art, kiln,,fire </itunes:keywords>",
            &["art||", "kiln||", "fire||"],
        );
        check(
            "<itunes:category text='Arts'><itunes:category text='Design'/></itunes:category>",
            &["Arts||", "Design||"],
        );
        check(
            "<media:category label='Cats'>animals/cats</media:category>",
            &["animals/cats||Cats"],
        );
        check(
            "<media:group><media:keywords>a,b</media:keywords></media:group>",
            &["a||", "b||"],
        );
        check(
            "<category/><category><![CDATA[R&amp;D]]></category>",
            &["R&D||"],
        );
    }

    #[test]
    fn a_label_given_twice_is_one() {
        check(
            "<category>Art</category><dc:subject>art</dc:subject>",
            &["Art||"],
        );
        check(
            "<category domain='a'>Art</category><category domain='b'>Art</category>",
            &["Art|a|", "Art|b|"],
        );
    }
}
