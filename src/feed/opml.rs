//! Lists of subscriptions (OPML), read as they come and written as they should be.
//!
//! A list is a stranger's file: it may name commands to run (`exec:`, `filter:`), files to read and
//! scripts, so only web addresses are taken and everything else is handed back with a reason.

use std::collections::HashSet;
use std::fmt::Write;
use url::Url;

use crate::feed::discover::typed;
use crate::feed::parse::{Fault, ParseError};
use crate::feed::xml::markup::{self, Tag, Token};
use crate::feed::{decode, normalize};
use crate::model::opml::{Outline, Subscription};
use crate::text::plain;

/// Why a feed that a program makes is taken from nowhere but a person's own file.
pub const ONLY_CONFIGURED: &str = "only the configuration can create such a feed";

/// Folders deeper than this are folded into the last.
const DEEPEST: usize = 16;

/// Reads a list, in its order; an address named twice is kept where it stands first.
pub fn parse(text: &[u8]) -> Result<Outline, ParseError> {
    let text = decode::text(text, None).text;
    let mut reader = Reader::default();
    let mut is_opml = false;
    for token in markup::tokens(&text) {
        match token {
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("outline") => {
                is_opml = true;
                reader.open(&tag);
            }
            Token::Open(tag) => is_opml |= tag.name.eq_ignore_ascii_case("opml"),
            Token::Close { name, .. } if name.eq_ignore_ascii_case("outline") => {
                reader.folders.pop();
            }
            _ => {}
        }
    }
    if is_opml {
        Ok(reader.found)
    } else {
        Err(ParseError {
            at: 0,
            what: Fault::NoOutline,
        })
    }
}

#[derive(Default)]
struct Reader {
    found: Outline,
    known: HashSet<String>,
    /// The outlines that are open; those that are feeds themselves name no folder.
    folders: Vec<Option<String>>,
}

impl Reader {
    fn open(&mut self, tag: &Tag<'_>) {
        let attributes = markup::attributes(tag.attributes);
        let get = |name: &str| {
            attributes
                .iter()
                .filter(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim())
                .find(|value| !value.is_empty())
        };
        let text = get("text")
            .or_else(|| get("title"))
            .map(plain::line)
            .filter(|text| !text.is_empty());
        let feed = get("xmlurl")
            .or_else(|| get("url").filter(|_| matches!(get("type"), Some("rss" | "atom"))));
        if let Some(written) = feed {
            self.take(written, text.as_deref(), get("htmlurl"));
        } else if tag.empty
            && let Some(page) = get("htmlurl").or_else(|| get("url"))
        {
            let named = text.clone().unwrap_or_else(|| page.to_owned());
            self.found
                .rejected
                .push((named, "no feed address".to_owned()));
        }
        if !tag.empty {
            self.folders.push(text.filter(|_| feed.is_none()));
        }
    }

    fn take(&mut self, written: &str, text: Option<&str>, site: Option<&str>) {
        match web_address(written) {
            Ok(url) if self.known.contains(&url) => {}
            Ok(url) => {
                self.known.insert(url.clone());
                self.found.subscriptions.push(Subscription {
                    // A program without a title for a feed repeats its address.
                    title: text
                        .filter(|text| *text != written && *text != url)
                        .map(str::to_owned),
                    url,
                    site: site.and_then(|site| web_address(site).ok()),
                    folder: self
                        .folders
                        .iter()
                        .flatten()
                        .take(DEEPEST)
                        .cloned()
                        .collect(),
                });
            }
            Err(why) => {
                let named = text.map_or_else(|| plain::line(written), str::to_owned);
                self.found.rejected.push((named, why));
            }
        }
    }
}

/// An address to fetch. `feed:` before it or instead of `http:` is a habit of old browsers.
fn web_address(written: &str) -> Result<String, String> {
    let bare = match written.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("feed:") => &written[5..],
        _ => written,
    };
    let whole = if bare.starts_with("//") {
        format!("http:{bare}")
    } else {
        bare.to_owned()
    };
    match Url::parse(&whole) {
        Ok(url) if normalize::is_web(&url) => Ok(url.into()),
        Ok(_) if typed::names_program(&whole) => Err(ONLY_CONFIGURED.to_owned()),
        Ok(url) => Err(format!(
            "only web addresses are taken, not {}:",
            url.scheme()
        )),
        Err(_) => Err("not a web address".to_owned()),
    }
}

/// A list as OPML 2.0: folders as nested outlines, at the place of their first subscription.
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut root = Folder::default();
    for subscription in subscriptions {
        root.place(&subscription.folder, subscription);
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n",
    );
    line(&mut xml, 2, &format!("<title>{}</title>", quoted(title)));
    xml.push_str("  </head>\n  <body>\n");
    root.write(&mut xml, 2);
    xml.push_str("  </body>\n</opml>\n");
    xml
}

#[derive(Default)]
struct Folder<'a> {
    name: &'a str,
    rows: Vec<Row<'a>>,
}

enum Row<'a> {
    Folder(Folder<'a>),
    Feed(&'a Subscription),
}

impl<'a> Folder<'a> {
    fn place(&mut self, path: &'a [String], subscription: &'a Subscription) {
        let Some((name, deeper)) = path.split_first() else {
            self.rows.push(Row::Feed(subscription));
            return;
        };
        let known = self
            .rows
            .iter()
            .position(|row| matches!(row, Row::Folder(folder) if folder.name == name));
        let at = known.unwrap_or_else(|| {
            self.rows.push(Row::Folder(Folder {
                name,
                rows: Vec::new(),
            }));
            self.rows.len() - 1
        });
        if let Row::Folder(folder) = &mut self.rows[at] {
            folder.place(deeper, subscription);
        }
    }

    fn write(&self, xml: &mut String, depth: usize) {
        for row in &self.rows {
            match row {
                Row::Folder(folder) => {
                    line(
                        xml,
                        depth,
                        &format!("<outline text=\"{}\">", quoted(folder.name)),
                    );
                    folder.write(xml, depth + 1);
                    line(xml, depth, "</outline>");
                }
                Row::Feed(feed) => line(xml, depth, &outline(feed)),
            }
        }
    }
}

/// `text` is required of every outline (OPML 2.0); `title` is what some readers look for instead.
fn outline(feed: &Subscription) -> String {
    let title = quoted(feed.title.as_deref().unwrap_or(&feed.url));
    let mut tag = format!(
        "<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"",
        quoted(&feed.url)
    );
    if let Some(site) = &feed.site {
        // Writing to a string does not fail.
        let _ = write!(tag, " htmlUrl=\"{}\"", quoted(site));
    }
    tag + "/>"
}

fn quoted(text: &str) -> String {
    markup::escape(&plain::line(text))
}

fn line(xml: &mut String, depth: usize, content: &str) {
    xml.push_str(&"  ".repeat(depth));
    xml.push_str(content);
    xml.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn check(opml: &str, taken: &[(&str, &str, &str)], rejected: &[(&str, &str)]) {
        let found = parse(opml.as_bytes()).unwrap();
        let subscriptions: Vec<_> = found
            .subscriptions
            .iter()
            .map(|one| {
                (
                    one.url.as_str(),
                    one.title.clone().unwrap_or_default(),
                    one.folder.join("/"),
                )
            })
            .collect();
        let subscriptions: Vec<_> = subscriptions
            .iter()
            .map(|(a, b, c)| (*a, b.as_str(), c.as_str()))
            .collect();
        assert_eq!(subscriptions, taken);
        let found: Vec<_> = found
            .rejected
            .iter()
            .map(|(text, why)| (text.as_str(), why.as_str()))
            .collect();
        assert_eq!(found, rejected);
    }

    #[test]
    fn lists_are_read_as_they_are_really_written() {
        check(
            "<?xml version='1.0'?><opml><head><title>R&D</title></head><body>
             <outline text='Tech & Co'><outline title=\"Rust\">
               <outline text='A & B' XMLURL='http://a.example/f?x=1&y=2' type='rss' text='again'>
               </outline></outline>
               <outline type=rss title='Caf&#233;' xmlUrl=\"feed://b.example/\" htmlUrl='http://b.example'/>
             </outline>
             <outline text='http://c.example/' xmlUrl='http://c.example/'/>
             <outline text='twice' xmlUrl='http://c.example/'/>
             <outline text='Empty folder'></outline>",
            &[
                ("http://a.example/f?x=1&y=2", "A & B", "Tech & Co/Rust"),
                ("http://b.example/", "Café", "Tech & Co"),
                ("http://c.example/", "", ""),
            ],
            &[],
        );
    }

    #[test]
    fn a_list_cannot_plant_commands() {
        check(
            "<opml><body>
             <outline text='run' xmlUrl='exec:rm -rf ~'/>
             <outline text='pipe' xmlUrl='filter:sh:http://a.example/'/>
             <outline text='read' xmlUrl='file:///etc/passwd'/>
             <outline xmlUrl='javascript:alert(1)'/>
             <outline text='none' xmlUrl='what is this'/>
             <outline text='page' type='link' url='http://a.example/'/>
             </body></opml>",
            &[],
            &[
                ("run", ONLY_CONFIGURED),
                ("pipe", ONLY_CONFIGURED),
                ("read", "only web addresses are taken, not file:"),
                (
                    "javascript:alert(1)",
                    "only web addresses are taken, not javascript:",
                ),
                ("none", "not a web address"),
                ("page", "no feed address"),
            ],
        );
        assert!(parse(b"<html><p>no</p></html>").is_err());
    }

    #[test]
    fn a_written_list_is_well_formed_and_nested() {
        let feed = |url: &str, folder: &[&str]| Subscription {
            url: url.to_owned(),
            title: Some("A \"quoted\" <title> & more".to_owned()),
            site: Some("http://a.example/".to_owned()),
            folder: folder.iter().map(|&name| name.to_owned()).collect(),
        };
        let xml = write(
            "Mine & yours",
            &[
                feed("http://a.example/1", &["F", "G"]),
                feed("http://a.example/2", &[]),
                feed("http://a.example/3", &["F"]),
            ],
        );
        assert_eq!(crate::feed::repair::repair(&xml).done, []);
        assert_eq!(xml.matches("<outline text=\"F\">").count(), 1);
        assert!(xml.contains("text=\"A &quot;quoted&quot; &lt;title&gt; &amp; more\""));
    }

    fn subscription() -> impl Strategy<Value = Subscription> {
        let name = "[a-zA-Z&<>\"'é語;#]{1,12}";
        let title = proptest::option::of(name);
        let folder = proptest::collection::vec(name, 0..4);
        (0..1000_u32, title, any::<bool>(), folder).prop_map(|(number, title, site, folder)| {
            Subscription {
                url: format!("https://{number}.example/feed?a=1&b=2"),
                title,
                site: site.then(|| format!("https://{number}.example/")),
                folder,
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(list in proptest::collection::vec(subscription(), 0..20)) {
            let mut urls = HashSet::new();
            let list: Vec<_> = list.into_iter().filter(|one| urls.insert(one.url.clone())).collect();
            let back = parse(write("T", &list).as_bytes()).unwrap();
            let key = |one: &Subscription| format!("{one:?}");
            prop_assert_eq!(back.subscriptions.iter().map(key).collect::<BTreeSet<_>>(), list.iter().map(key).collect::<BTreeSet<_>>());
            prop_assert_eq!(back.subscriptions.len(), list.len());
            prop_assert!(back.rejected.is_empty());
        }

        #[test]
        fn no_list_is_too_broken(text in "(<outline |</outline>|xmlUrl=|text=|'|\"|http://a.example|exec:|>|/>| |&){0,40}") {
            let _ = parse(text.as_bytes());
        }
    }
}
