//! What stands on the page, row by row: its head, the lines of the text, and what follows it.

use crate::ui::article::ArticlePane;
use crate::ui::article::head;
use crate::ui::fit::fit;
use crate::ui::wrap::wrap;

/// A row of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    Title(String),
    /// Who, where, when: made for each frame, because ages change.
    Byline,
    /// How far one has to read, tags: said quietly.
    Quiet(String),
    /// A recording, a film, a file, by its number.
    Enclosure(usize),
    Gap,
    /// A line of the text, by its number.
    Text(usize),
    /// Where a link leads, by its number.
    Address(usize),
    /// What is said of the talk.
    Talk,
}

impl ArticlePane {
    pub(super) fn set_rows(&mut self) {
        self.rows.clear();
        let Some(row) = &self.row else { return };
        let width = usize::from(self.width);
        self.rows
            .extend(wrap(row.name(), width).into_iter().map(Row::Title));
        self.rows.push(Row::Byline);
        if let Some(article) = &self.article {
            let tags = head::tags(&article.tags, &article.own_tags);
            self.rows
                .extend(wrap(&tags, width).into_iter().map(Row::Quiet));
            self.rows
                .extend((0..article.enclosures.len()).map(Row::Enclosure));
            if row.comments.total > 0 {
                self.rows.push(Row::Talk);
            }
        }
        self.rows.push(Row::Gap);
        self.rows.extend((0..self.lines.len()).map(Row::Text));
        if self.article.is_some() && self.source.is_none() {
            let links = self.addresses();
            if !links.is_empty() {
                self.rows.push(Row::Gap);
                self.rows.extend(links.into_iter().map(Row::Address));
            }
            self.rows.push(Row::Gap);
            self.rows.push(Row::Talk);
        }
    }

    /// Links whose address is told below the text: those that have a number in it.
    fn addresses(&self) -> Vec<usize> {
        let links = self.document().map_or(&[][..], |document| &document.links);
        let told = |(at, address): (usize, &String)| (!address.starts_with('#')).then_some(at);
        if self.choices.link_numbers {
            links.iter().enumerate().filter_map(told).collect()
        } else {
            Vec::new()
        }
    }

    /// `[1] https://…`
    pub(super) fn address(&self, link: usize) -> String {
        let address = self
            .document()
            .and_then(|document| document.links.get(link));
        let address = address.map_or("", String::as_str);
        fit(
            &format!("[{}] {address}", link + 1),
            usize::from(self.width),
        )
    }

    /// Where the lines of the text begin.
    pub(super) fn head(&self) -> usize {
        let first = self.rows.iter().position(|row| matches!(row, Row::Text(_)));
        first.unwrap_or(self.rows.len())
    }
}
