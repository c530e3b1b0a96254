//! Pictures: described and addressed, never fetched.

use crate::model::document::{Block, Picture, Span, Style};
use crate::text::html::flatten::flatten;
use crate::text::html::hidden::has_style;
use crate::text::html::reader::{Decorations, Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::tree::Id;
use crate::text::plain;
use url::Url;

/// A picture this small, in pixels, is there to be counted, not to be seen.
pub(super) const PIXEL: u32 = 2;
/// A picture this small is a sign in the line of text.
const ICON: u32 = 32;

/// Places of pictures that only report back that a text was opened.
const COUNTERS: [&str; 6] = [
    "pixel.wp.com/",
    "stats.wordpress.com/",
    "feeds.wordpress.com/1.0/",
    "feeds.feedburner.com/~",
    "google-analytics.com/",
    "doubleclick.net/",
];

impl Reader<'_> {
    pub(super) fn image(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let alt = self.tree.attribute(id, "alt").map(plain::line);
        if self.is_counter(id) {
            return;
        }
        if let Some(sign) = alt.as_deref().filter(|alt| self.is_sign(id, alt)) {
            let mut style = voice.style;
            style.code |= self.is_formula(id);
            return out.run.text(sign, style, voice.link);
        }
        let title = self.tree.value(id, "title").map(plain::line);
        let says_nothing = alt.as_deref() == Some("") && title.is_none() && !voice.figure;
        if says_nothing && self.decorations == Decorations::LeaveOut {
            self.left_out_decoration = true;
            return;
        }
        let address = self.picture_address(id);
        let link = voice
            .link
            .or_else(|| self.links.number(address.as_deref()?));
        let alt = alt.unwrap_or_default();
        let (alt, caption) = match title {
            Some(title) if alt.is_empty() => (title, Vec::new()),
            Some(title) if title != alt => (alt, faint(title)),
            _ => (alt, Vec::new()),
        };
        let picture = Picture {
            address,
            alt,
            size: both(self.size(id)),
        };
        out.push(Block::Image {
            picture,
            link,
            caption,
        });
    }

    /// One `img` stands for all sources of a `picture`.
    pub(super) fn picture(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        if let Some(image) = self.tree.find(id, "img") {
            self.node(image, voice, out);
        }
    }

    pub(super) fn figure(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        out.flush();
        let mut content = Flow::default();
        let mut caption = Vec::new();
        let inside = Voice {
            figure: true,
            ..voice
        };
        let tree = self.tree;
        for child in tree.children(id) {
            if tree.name(child) == "figcaption" {
                let mut quiet = voice;
                quiet.style.faint = true;
                caption.extend(flatten(self.inner(child, quiet), " "));
            } else {
                self.node(child, inside, &mut content);
            }
        }
        let mut blocks = content.into_blocks();
        match blocks.iter_mut().rev().find_map(own_caption) {
            _ if caption.is_empty() => {}
            Some(own) => *own = caption,
            None => blocks.push(Block::Paragraph(caption)),
        }
        for block in blocks {
            out.push(block);
        }
    }

    /// A drawing says only what it is called.
    pub(super) fn drawing(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let name = self.tree.value(id, "aria-label").map(plain::line);
        if let Some(alt) = name.filter(|name| !name.is_empty()) {
            let picture = Picture {
                alt,
                ..Picture::default()
            };
            out.push(Block::Image {
                picture,
                link: voice.link,
                caption: Vec::new(),
            });
        }
    }

    /// What a browser without scripts would show. It is wanted only where it holds the picture
    /// that a script would have brought.
    pub(super) fn fallback(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let mut blocks = self.inner(id, voice);
        let (Some(picture), true) = (blocks.pop(), blocks.is_empty()) else {
            return;
        };
        let Block::Image {
            link,
            picture: fallback,
            ..
        } = &picture
        else {
            return;
        };
        let stands_in = match out.last_block() {
            Some(Block::Image {
                link: shown,
                picture: said,
                ..
            }) => {
                shown.is_none()
                    || shown == link
                    || (said.alt == fallback.alt && !said.alt.is_empty())
            }
            _ => false,
        };
        match out.last_block() {
            Some(Block::Image {
                link: shown,
                picture: said,
                ..
            }) if stands_in => {
                *shown = shown.or(*link);
                if said.address.is_none() {
                    said.address.clone_from(&fallback.address);
                }
            }
            _ => out.push(picture),
        }
    }

    /// The address of a picture; where it is loaded late, the address it is loaded from.
    fn picture_address(&self, id: Id) -> Option<String> {
        let tree = self.tree;
        let late = [
            "data-src",
            "data-lazy-src",
            "data-original",
            "data-orig-file",
        ]
        .iter()
        .filter_map(|name| tree.value(id, name));
        let own = tree.value(id, "src").filter(|src| !is_placeholder(src));
        let sets = ["data-srcset", "data-lazy-srcset", "srcset"]
            .iter()
            .filter_map(|name| tree.value(id, name))
            .filter_map(largest);
        let siblings = tree
            .parent(id)
            .filter(|&parent| tree.name(parent) == "picture")
            .into_iter()
            .flat_map(|parent| tree.children(parent))
            .filter(|&child| tree.name(child) == "source")
            .filter_map(|source| {
                tree.value(source, "srcset")
                    .or(tree.value(source, "data-srcset"))
            })
            .filter_map(largest);
        late.chain(own)
            .chain(sets)
            .chain(siblings)
            .find_map(|address| self.links.resolve(address))
            .filter(Url::has_host)
            .map(String::from)
    }

    fn is_counter(&self, id: Id) -> bool {
        let (width, height) = self.size(id);
        let tiny = |length: Option<u32>| length.is_some_and(|length| length <= PIXEL);
        let src = self.tree.attribute(id, "src").unwrap_or_default();
        tiny(width)
            || tiny(height)
            || has_style(
                self.tree,
                id,
                &["width:1px", "height:1px", "width:0", "height:0"],
            )
            || COUNTERS.iter().any(|place| src.contains(place))
    }

    /// A picture that stands for characters: an emoji, a formula, an icon in the line.
    fn is_sign(&self, id: Id, alt: &str) -> bool {
        if alt.is_empty() {
            return false;
        }
        let is_emoji = self
            .tree
            .classes(id)
            .any(|class| matches!(class, "wp-smiley" | "emoji" | "smiley" | "emojione"));
        let is_symbol = !alt.is_ascii() && alt.len() <= 16 && !alt.contains(char::is_alphanumeric);
        let (width, height) = self.size(id);
        let is_icon = width.is_some_and(|w| w <= ICON) && height.is_some_and(|h| h <= ICON);
        is_emoji || is_symbol || is_icon || self.is_formula(id)
    }

    fn is_formula(&self, id: Id) -> bool {
        self.tree
            .classes(id)
            .any(|class| class == "latex" || class.starts_with("mwe-math"))
    }

    /// Width and height in pixels, as far as they are given.
    pub(super) fn size(&self, id: Id) -> (Option<u32>, Option<u32>) {
        let length = |name| {
            let value = self.tree.value(id, name)?;
            value
                .strip_suffix("px")
                .unwrap_or(value)
                .trim()
                .parse()
                .ok()
        };
        (length("width"), length("height"))
    }
}

fn both(size: (Option<u32>, Option<u32>)) -> Option<(u32, u32)> {
    Some((size.0?, size.1?))
}

fn faint(text: String) -> Vec<Span> {
    let style = Style {
        faint: true,
        ..Style::default()
    };
    vec![Span {
        text,
        style,
        ..Span::default()
    }]
}

/// Where a block has room for a caption of its own.
fn own_caption(block: &mut Block) -> Option<&mut Vec<Span>> {
    match block {
        Block::Image { caption, .. } => Some(caption),
        Block::Table(table) if table.caption.is_empty() => Some(&mut table.caption),
        _ => None,
    }
}

/// An address that stands in until a script sets the real one.
fn is_placeholder(src: &str) -> bool {
    src.starts_with("data:")
        || src.starts_with("about:")
        || ["placeholder", "blank.gif", "spacer.gif", "1x1.", "lazy.gif"]
            .iter()
            .any(|mark| src.contains(mark))
}

/// The largest picture of a `srcset`.
fn largest(set: &str) -> Option<&str> {
    // Addresses may hold commas, so candidates are parted by the white space around them.
    let mut best: Option<(f64, &str)> = None;
    let mut words = set.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        let address = word.trim_matches(',');
        let descriptor = match words.peek() {
            Some(next) if !word.ends_with(',') => {
                let number = next.trim_end_matches(',').trim_end_matches(['w', 'x', 'h']);
                number.parse::<f64>().ok()
            }
            _ => None,
        };
        if descriptor.is_some() {
            words.next();
        }
        let size = descriptor.unwrap_or(1.0);
        if !address.is_empty() && best.is_none_or(|(most, _)| size > most) {
            best = Some((size, address));
        }
    }
    best.map(|(_, address)| address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_a_set_is_taken() {
        for (set, expect) in [
            ("a.jpg 1x, b.jpg 2x", Some("b.jpg")),
            ("a,b.jpg 800w,\n c.jpg 400w", Some("a,b.jpg")),
            ("a.jpg", Some("a.jpg")),
            ("a.jpg, b.jpg 2x", Some("b.jpg")),
            (" , ", None),
        ] {
            assert_eq!(largest(set), expect, "{set}");
        }
    }
}
