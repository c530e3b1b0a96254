//! Letters on the links of a comment: typing them opens one.

use crate::text::lines::{Line, Role};
use crate::ui::fit::width;
use crate::ui::letters::{MOST, letters};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The links of the selected comment, each with its letters; all have as many, so none begins another.
#[derive(Debug)]
pub(super) struct Labels {
    typed: String,
    /// Letters and address, in the order of the document's links.
    links: Vec<(String, String)>,
}

/// What a key made of it.
#[derive(Debug, PartialEq, Eq)]
pub enum Pressed {
    Going,
    /// The person wants none of them.
    Left,
    Open(String),
}

impl Labels {
    pub(super) fn new(links: &[String]) -> Self {
        Self {
            typed: String::new(),
            links: letters(links.len())
                .into_iter()
                .zip(links.iter().cloned())
                .collect(),
        }
    }

    /// Whether these are the links that have letters.
    pub(super) fn are_of(&self, links: &[String]) -> bool {
        self.links
            .iter()
            .map(|(_, url)| url)
            .eq(links.iter().take(MOST))
    }

    pub(super) fn key(&mut self, key: KeyEvent) -> Pressed {
        let plain = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        match key.code {
            KeyCode::Backspace => {
                self.typed.pop();
                Pressed::Going
            }
            KeyCode::Char(letter) if plain => {
                self.typed.extend(letter.to_lowercase());
                let mut fits = self
                    .links
                    .iter()
                    .filter(|(label, _)| label.starts_with(&self.typed));
                match fits.next() {
                    None => Pressed::Left,
                    Some((label, url)) if *label == self.typed => Pressed::Open(url.clone()),
                    Some(_) => Pressed::Going,
                }
            }
            _ => Pressed::Left,
        }
    }

    /// A line with letters where the numbers of links stand; those that are out of the question stay
    /// numbers.
    pub(super) fn dress(&self, line: &Line) -> Line {
        let mut line = line.clone();
        for piece in &mut line.pieces {
            let label = piece.link.and_then(|link| self.links.get(link));
            let Some((label, _)) = label.filter(|_| piece.role == Role::Label) else {
                continue;
            };
            let is_number = piece
                .link
                .is_some_and(|link| piece.text == format!("[{}]", link + 1));
            if is_number && label.starts_with(&self.typed) {
                let wide = width(&piece.text);
                piece.text = format!("{label:^wide$}").chars().take(wide).collect();
                piece.role = Role::Text;
                piece.link = None;
                piece.style.strong = true;
                piece.style.mark = true;
            }
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{Block, Document, Span};
    use crate::text::lines::{Setting, lay_out};
    use std::collections::HashSet;

    fn urls(count: usize) -> Vec<String> {
        (0..count)
            .map(|at| format!("http://a.example/{at}"))
            .collect()
    }

    fn press(labels: &mut Labels, char: char) -> Pressed {
        labels.key(KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE))
    }

    #[test]
    fn no_label_begins_another() {
        for (count, letters) in [(1, 1), (9, 1), (10, 2), (81, 2), (82, 3)] {
            let labels = Labels::new(&urls(count));
            let all: HashSet<&str> = labels.links.iter().map(|(label, _)| &**label).collect();
            assert_eq!(all.len(), count);
            assert!(all.iter().all(|label| label.len() == letters), "{count}");
        }
    }

    #[test]
    fn typing_a_label_opens_its_link() {
        let mut labels = Labels::new(&urls(20));
        assert_eq!(press(&mut labels, 's'), Pressed::Going);
        let back = KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE);
        assert_eq!(labels.key(back), Pressed::Going);
        assert_eq!(press(&mut labels, 'S'), Pressed::Going);
        let second = Pressed::Open("http://a.example/10".to_owned());
        assert_eq!(press(&mut labels, 's'), second);
        let mut labels = Labels::new(&urls(2));
        assert_eq!(press(&mut labels, 'd'), Pressed::Left);
        let esc = KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE);
        assert_eq!(Labels::new(&urls(2)).key(esc), Pressed::Left);
    }

    #[test]
    fn letters_stand_in_the_place_of_numbers_and_are_no_wider() {
        for count in [2, 12, 100] {
            let link = |at: usize| Span {
                text: format!("word {at} "),
                link: Some(at),
                ..Span::default()
            };
            let document = Document {
                blocks: vec![Block::Paragraph((0..count).map(link).collect())],
                links: urls(count),
                ..Document::default()
            };
            let labels = Labels::new(&document.links);
            let text = |line: &Line| -> String {
                line.pieces
                    .iter()
                    .map(|piece| piece.text.as_str())
                    .collect()
            };
            for line in lay_out(&document, &Setting::new(40)) {
                let dressed = labels.dress(&line);
                assert_eq!(width(&text(&dressed)), width(&text(&line)));
                assert!(!text(&dressed).contains('['), "{}", text(&dressed));
            }
        }
    }
}
