//! Where Media RSS may stand: in the item, in a group of versions of the same thing, in one version.

use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;

/// The item, then all in it that may say of its media what is not said above.
pub fn holders<'e, 'a>(item: &'e Element<'a>) -> impl Iterator<Item = &'e Element<'a>> {
    let groups = item.all(Space::Media, "group");
    let versions = groups.flat_map(|group| group.all(Space::Media, "content"));
    std::iter::once(item)
        .chain(item.all(Space::Media, "group"))
        .chain(item.all(Space::Media, "content"))
        .chain(versions)
}
