//! The pictures of a feed.

use crate::feed::syndication::links;
use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;

/// Atom's is small and square by its definition (RFC 4287 §4.2.5); other vocabularies have one too.
pub fn icon(head: &Element, scope: &Scope) -> Option<String> {
    let atom = head.all(Space::Core, "icon");
    let other = head.all(Space::Other, "icon");
    atom.chain(other)
        .find_map(|icon| scope.address(icon))
        .or_else(|| links::first(head, "icon", scope))
        .or_else(|| links::first(head, "shortcut icon", scope))
}

/// The feed's own picture, before the cover a podcast shows in a shop.
pub fn logo(head: &Element, scope: &Scope) -> Option<String> {
    let mut atom = head.all(Space::Core, "logo");
    atom.find_map(|logo| scope.address(logo))
        .or_else(|| {
            let mut pictures = head.all(Space::Core, "image");
            pictures.find_map(|picture| {
                match picture.elements().find(|inner| inner.name == "url") {
                    Some(url) => scope.address(url),
                    // RSS 1.0 only points at the description of the picture.
                    None if picture.attribute("resource").is_some() => None,
                    None => scope.address(picture),
                }
            })
        })
        .or_else(|| {
            [Space::Itunes, Space::Other]
                .iter()
                .find_map(|space| scope.address(head.first(*space, "image")?))
        })
        .or_else(|| {
            let mut links = head.all(Space::Itunes, "link");
            scope.address(links.find(|link| links::is(link, "image"))?)
        })
        .or_else(|| scope.address(head.first(Space::Other, "logo")?))
        .or_else(|| scope.address(head.first(Space::Media, "thumbnail")?))
}

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing;
    use crate::model::parsed::ParsedFeed;

    fn check(inside: &str, field: fn(ParsedFeed) -> Option<String>, expect: &str) {
        let found = field(testing::channel(inside));
        assert_eq!(found.unwrap_or_default(), expect, "{inside}");
    }

    #[test]
    fn a_feed_has_a_sign_and_a_picture() {
        let logo = |feed: ParsedFeed| feed.logo;
        check(
            "<itunes:image href='/c.jpg'/><image><url>/l.png</url></image>",
            logo,
            "http://final.example/l.png",
        );
        check(
            "<itunes:image href='/c.jpg'/>",
            logo,
            "http://final.example/c.jpg",
        );
        check(
            "<itunes:image>/c.jpg</itunes:image>",
            logo,
            "http://final.example/c.jpg",
        );
        check(
            "<image><url/></image><atom:logo>/l.png</atom:logo>",
            logo,
            "http://final.example/l.png",
        );
        check(
            "<atom:icon>/i.png</atom:icon>",
            |feed| feed.icon,
            "http://final.example/i.png",
        );
        check(
            "<webfeeds:icon>/i.svg</webfeeds:icon>",
            |feed| feed.icon,
            "http://final.example/i.svg",
        );
    }
}
