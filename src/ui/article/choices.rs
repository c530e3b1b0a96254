//! Lists to choose from that are made of an article, and what is done with what was chosen.

use crate::model::document::{Block, Document, Span, each_block};
use crate::text::lines::{Heading, Thing};
use crate::text::plain;
use crate::ui::article::rows::Row;
use crate::ui::article::{ArticlePane, Target};
use crate::ui::menu::Choice;
use url::Url;

/// The headings, each set in below those it is a part of.
pub fn outline_choices(headings: &[Heading]) -> Vec<Choice> {
    let least = headings
        .iter()
        .map(|heading| heading.level)
        .min()
        .unwrap_or(1);
    let choice = |heading: &Heading| Choice {
        left: format!(
            "{}{}",
            "  ".repeat(usize::from(heading.level - least)),
            heading.text
        ),
        right: String::new(),
    };
    headings.iter().map(choice).collect()
}

/// The links, each by its words and by where it leads.
pub fn link_choices(pane: &ArticlePane) -> Vec<Choice> {
    let Some(document) = pane.document() else {
        return Vec::new();
    };
    let words = words_of_links(document);
    let links = document.links.iter().zip(words).enumerate();
    links
        .map(|(at, (address, words))| Choice {
            left: format!("[{}] {words}", at + 1),
            right: shown(address),
        })
        .collect()
}

/// An address as it is told to people: what host it is on comes first.
fn shown(address: &str) -> String {
    match Url::parse(address) {
        Ok(url) => match url.host_str() {
            Some(host) => format!("{host}{}", url.path().trim_end_matches('/')),
            None => plain::line(address),
        },
        Err(_) if address.starts_with('#') => "in this article".to_owned(),
        Err(_) => plain::line(address),
    }
}

/// The words on each link, or the description of the picture.
fn words_of_links(document: &Document) -> Vec<String> {
    let mut words = vec![String::new(); document.links.len()];
    let mut say = |link: Option<usize>, text: &str| {
        if let Some(words) = link.and_then(|link| words.get_mut(link)) {
            words.push_str(text);
        }
    };
    each_block(&document.blocks, &mut |block| {
        each_text(block, &mut |spans| {
            for span in spans {
                say(span.link, &span.text);
            }
        });
        if let Block::Image { picture, link, .. } = block {
            say(*link, &picture.alt);
        }
    });
    words.iter().map(|words| plain::line(words)).collect()
}

fn each_text(block: &Block, visit: &mut dyn FnMut(&[Span])) {
    match block {
        Block::Paragraph(text)
        | Block::Heading { text, .. }
        | Block::Details { summary: text, .. }
        | Block::Image { caption: text, .. } => visit(text),
        Block::Definitions(entries) => entries.iter().for_each(|(term, _)| visit(term)),
        Block::Table(table) => {
            visit(&table.caption);
            table.rows.iter().flatten().for_each(|cell| visit(cell));
        }
        Block::List(_) | Block::Quote(_) | Block::Code { .. } | Block::Rule => {}
    }
}

impl ArticlePane {
    /// Does what a target is for; gives the address that is to be opened, if that is it.
    pub fn act(&mut self, target: &Target) -> Option<String> {
        match target {
            Target::Details(number) => self.turn(*number),
            Target::Code(_) => {}
            Target::Picture(_) => return self.address_of(target),
            Target::Link(link) => {
                let address = self.address_of(target)?;
                let Some(name) = address.strip_prefix('#') else {
                    return Some(address);
                };
                if !self.show_note(*link) {
                    self.jump(name);
                }
            }
        }
        None
    }

    /// What of a target can be copied: an address, or code.
    pub fn address_of(&self, target: &Target) -> Option<String> {
        match target {
            Target::Link(link) => self.document()?.links.get(*link).cloned(),
            Target::Code(number) => self.code(*number),
            Target::Picture(number) => self.picture(*number),
            Target::Details(_) => None,
        }
    }

    /// The address of a picture, by its number.
    fn picture(&self, number: usize) -> Option<String> {
        let mut pictures = Vec::new();
        each_block(&self.document()?.blocks, &mut |block| {
            if let Block::Image { picture, .. } = block {
                pictures.push(picture.address.clone());
            }
        });
        pictures.into_iter().nth(number)?
    }

    /// The blocks of code that are in sight, by their numbers.
    pub fn codes_in_sight(&self) -> Vec<usize> {
        let rows = self.rows.iter().skip(self.top).take(self.height);
        let code = |row: &Row| match row {
            Row::Text(line) => match self.lines[*line].thing {
                Some(Thing::Code(code)) => Some(code),
                _ => None,
            },
            _ => None,
        };
        let mut codes: Vec<usize> = rows.filter_map(code).collect();
        codes.dedup();
        codes
    }
}
