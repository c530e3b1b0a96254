//! Comments that a page has some other server put in: Isso and Disqus, known by their scripts.

use url::Url;

use crate::feed::xml::markup::{self, Tag, Token};

/// What a page has put in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Embedded {
    /// Where the Isso that serves the page is, ending in `/`.
    pub(super) isso: Option<Url>,
    /// What the page calls its thread there, where that is not its path.
    pub(super) isso_thread: Option<String>,
    /// The site's name at Disqus.
    pub(super) disqus: Option<String>,
}

/// Bytes of one script that are looked at.
const LONGEST_SCRIPT: usize = 64 * 1024;
/// Names are host names' parts.
const LONGEST_NAME: usize = 63;
/// Names Disqus keeps for itself.
const NOT_SITES: [&str; 6] = ["www", "a", "c", "links", "help", "referrer"];

/// Reads a page that came from `base`.
pub(super) fn read(text: &str, base: &Url) -> Embedded {
    let mut found = Embedded::default();
    let mut tokens = markup::tokens(text);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        let is_script = tag.name.eq_ignore_ascii_case("script");
        if is_script || tag.attributes.contains("data-isso") {
            found.tag(&tag, is_script, base);
        }
        let raw = ["script", "style", "textarea", "template", "noembed"];
        let raw = raw.iter().find(|name| tag.name.eq_ignore_ascii_case(name));
        if let Some(name) = raw.filter(|_| !tag.empty) {
            let before = tokens.rest();
            tokens.skip_raw_text(name);
            let length = before.len() - tokens.rest().len();
            if is_script && found.disqus.is_none() {
                found.disqus = disqus_in(cut(&before[..length]));
            }
        }
    }
    found
}

impl Embedded {
    fn tag(&mut self, tag: &Tag<'_>, is_script: bool, base: &Url) {
        let attributes = markup::attributes(tag.page_attributes());
        let get = |name: &str| {
            let mut attributes = attributes.iter();
            let found = attributes.find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim())
        };
        let source = get("src").unwrap_or_default();
        if is_script && self.isso.is_none() {
            // Without the attribute, Isso asks the server its script came from.
            let by_script = ["/js/embed.min.js", "/js/embed.dev.js", "/js/embed.js"]
                .iter()
                .find_map(|end| source.strip_suffix(end))
                .filter(|server| server.contains("isso"));
            let server = get("data-isso").or(by_script);
            self.isso = server.and_then(|server| base.join(server).ok());
            if let Some(isso) = &mut self.isso {
                let path = format!("{}/", isso.path().trim_end_matches('/'));
                isso.set_path(&path);
            }
        }
        if self.isso_thread.is_none() && get("id") == Some("isso-thread") {
            let thread = get("data-isso-id").filter(|id| !id.is_empty());
            self.isso_thread = thread.map(str::to_owned);
        }
        if is_script && self.disqus.is_none() {
            self.disqus = disqus_host(source);
        }
    }
}

/// `disqus_shortname = 'kiln'`, or the address of its script in a string.
fn disqus_in(script: &str) -> Option<String> {
    let named = script
        .match_indices("disqus_shortname")
        .find_map(|(at, word)| {
            let rest = script[at + word.len()..]
                .trim_start_matches(['"', '\''])
                .trim_start();
            let rest = rest.strip_prefix(['=', ':'])?.trim_start();
            let rest = rest.strip_prefix(['"', '\''])?;
            let end = rest.find(['"', '\''])?;
            name(&rest[..end])
        });
    named.or_else(|| disqus_host(script))
}

/// `//kiln.disqus.com/embed.js`
fn disqus_host(text: &str) -> Option<String> {
    text.match_indices(".disqus.com/").find_map(|(at, _)| {
        let before = &text[..at];
        let start = before.rfind('/').map_or(0, |slash| slash + 1);
        before[..start].ends_with("//").then_some(())?;
        let name = name(&before[start..])?;
        (!NOT_SITES.contains(&&*name)).then_some(name)
    })
}

/// A site's name at Disqus.
fn name(text: &str) -> Option<String> {
    let is_sound = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let sound = !text.is_empty() && text.len() <= LONGEST_NAME && text.chars().all(is_sound);
    sound.then(|| text.to_ascii_lowercase())
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_SCRIPT)]
}
