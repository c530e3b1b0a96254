//! Pane: one article, set as a page. The place in the text is kept as a place in the text, not as a
//! row, so that it survives a resize, and each article's is remembered.

mod choices;
mod find;
mod head;
mod hints;
mod moving;
mod note;
mod pictures;
mod rows;
mod view;
mod wants;

use crate::model::document::{Block, Document, TextPlace};
use crate::model::entry::{Article, Body, EntryId, EntryRow};
use crate::model::request::{Request, Ticket};
use crate::text::lines::{self, Line, LongLines, Setting, Tables};
use crate::ui::article::find::Find;
use crate::ui::article::hints::Hints;
use crate::ui::article::pictures::Pictures;
use crate::ui::article::rows::Row;
use crate::ui::article::wants::Asked;
use crate::ui::ask::{Latest, Tickets};
use crate::ui::effect::Effect;
use crate::ui::layout::measure;
use crate::ui::list::{last_top, progress};
use crate::ui::look::{Cell, Reading};
use ratatui::layout::Rect;
use std::collections::HashMap;

pub use crate::ui::article::choices::{link_choices, outline_choices};
pub use crate::ui::article::head::enclosure;
pub use crate::ui::article::hints::{Mode, Pressed, Target};
pub use crate::ui::article::pictures::Stand;

/// A place in the text; nothing at the very top.
type Place = Option<TextPlace>;

/// The article pane.
#[derive(Debug, Default)]
pub struct ArticlePane {
    choices: Reading,
    row: Option<EntryRow>,
    article: Option<Box<Article>>,
    questions: Latest<EntryId>,
    asked: Asked,
    lines: Vec<Line>,
    /// What stands on the page from its top to its end, the lines of the text among it.
    rows: Vec<Row>,
    width: u16,
    height: usize,
    top: usize,
    places: HashMap<EntryId, Place>,
    /// Where links within the article were followed from.
    ways_back: Vec<usize>,
    /// Details that are not as their author wants them at first.
    turned: Vec<usize>,
    tables: Tables,
    moved: u16,
    /// The markup of the article is shown in place of the page.
    source: Option<Document>,
    find: Option<Find>,
    hints: Option<Hints>,
    /// The footnote that is shown, by its number.
    note: Option<usize>,
    pictures: Pictures,
    /// The size of a cell of the screen; nothing where it shows no pictures.
    cell: Option<Cell>,
}

impl ArticlePane {
    pub fn new(choices: Reading) -> Self {
        Self {
            choices,
            ..Self::default()
        }
    }

    /// The person chose anew.
    pub fn set_reading(&mut self, choices: Reading) {
        self.choices = choices;
        self.set();
    }

    pub fn row(&self) -> Option<&EntryRow> {
        self.row.as_ref()
    }

    /// The article, once it is here.
    pub fn article(&self) -> Option<&Article> {
        self.article.as_deref()
    }

    /// Shows an entry: its title at once, its text when it is here. The place in the one before is kept.
    pub fn show(&mut self, row: &EntryRow, tickets: &mut Tickets) -> Vec<Effect> {
        if self.row.as_ref().is_some_and(|shown| shown.id == row.id) {
            self.row = Some(row.clone());
            return Vec::new();
        }
        let mut effects: Vec<Effect> = self.keep_place(tickets).into_iter().collect();
        self.row = Some(row.clone());
        self.article = None;
        self.begin();
        self.set();
        effects.extend(self.questions.want(row.id, tickets).map(ask));
        effects
    }

    /// Reads the shown article again, because it changed.
    pub fn reload(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        let id = self.row.as_ref()?.id;
        self.questions.want(id, tickets).map(ask)
    }

    /// Takes an article in if it is the one shown; then what to ask next.
    pub fn arrived(
        &mut self,
        ticket: Ticket,
        article: Box<Article>,
        tickets: &mut Tickets,
    ) -> Option<Effect> {
        let answered = match self.asked.body_answered(ticket) {
            Some(entry) => entry,
            None => self.questions.answered(ticket)?,
        };
        if self.row.as_ref().map(|row| row.id) == Some(answered) {
            self.take_in(answered, article);
        }
        self.questions.next(tickets).map(ask)
    }

    fn take_in(&mut self, entry: EntryId, article: Box<Article>) {
        let place = match &self.article {
            // Read again while it is being read, the text keeps its place; another text begins at its top.
            Some(before) if before.body == article.body => self.place(),
            Some(_) => None,
            None => self.places.get(&entry).copied().unwrap_or(article.place),
        };
        if self
            .article
            .as_ref()
            .is_some_and(|before| before.body != article.body)
        {
            self.begin();
        }
        self.asked.article_came(&article);
        self.row = Some(article.row.clone());
        self.article = Some(article);
        self.set();
        self.go_to(place);
    }

    pub fn failed(&mut self, ticket: Ticket) -> bool {
        self.asked.failed(ticket) || self.questions.answered(ticket).is_some()
    }

    /// The row as marks change it.
    pub fn update_row(&mut self, change: impl FnOnce(&mut EntryRow)) {
        if let Some(row) = &mut self.row {
            change(row);
        }
        self.set_rows();
    }

    /// Everything that was of the text before.
    fn begin(&mut self) {
        self.top = 0;
        self.moved = 0;
        self.turned.clear();
        self.ways_back.clear();
        self.source = None;
        self.find = None;
        self.hints = None;
        self.note = None;
        self.pictures = Pictures::default();
        self.asked = Asked::default();
    }

    pub fn fit_to(&mut self, pane: Rect) {
        let column = measure(pane, self.choices.measure);
        self.height = usize::from(pane.height);
        if column.width != self.width || self.pictures.rows != self.rows_of_pictures() {
            let place = self.place();
            self.width = column.width;
            self.set();
            self.go_to(place);
        }
        self.top = self.top.min(last_top(self.height, self.rows.len()));
    }

    pub fn progress(&self) -> Option<usize> {
        progress(self.top, self.height, self.rows.len())
    }

    /// What is shown below the head: the text, or the markup it was made of.
    fn document(&self) -> Option<&Document> {
        match (&self.source, &self.article) {
            (Some(source), _) => Some(source),
            (None, article) => article.as_ref().map(|article| &article.document),
        }
    }

    /// Lays the text out anew.
    fn set(&mut self) {
        self.pictures.rows = self.rows_of_pictures();
        let setting = Setting {
            numbers: self.choices.link_numbers,
            emoji: self.choices.emoji(),
            code: if self.source.is_some() {
                LongLines::Wrap
            } else {
                self.choices.long_lines
            },
            tables: self.tables,
            hyphens: self.choices.hyphens,
            moved: self.moved,
            turned: &self.turned,
            pictures: &self.pictures.rows,
            ..Setting::new(self.width)
        };
        self.lines = match self.document() {
            Some(document) if self.width > 0 => lines::lay_out(document, &setting),
            _ => Vec::new(),
        };
        if let Some(find) = &mut self.find {
            find.look(&self.lines);
        }
        self.hints = None;
        self.set_rows();
    }

    /// Lays it out anew and stays where one was.
    fn set_again(&mut self) {
        let place = self.place();
        self.set();
        self.go_to(place);
    }

    /// The markup in place of the page.
    pub fn show_source(&mut self, markup: &str) {
        let place = self.place();
        self.note = None;
        self.find = None;
        self.source = Some(Document {
            blocks: vec![Block::Code {
                language: None,
                text: crate::text::plain::block(markup),
                inks: Vec::new(),
            }],
            ..Document::default()
        });
        if let (Some(row), None) = (&self.row, self.asked.place_of_page) {
            self.asked.place_of_page = Some((row.id, place));
        }
        self.set();
        self.top = 0;
    }

    /// The page again; whether the markup was shown.
    pub fn end_source(&mut self) -> bool {
        if self.source.take().is_none() {
            return false;
        }
        let place = self.asked.place_of_page.take();
        self.find = None;
        self.set();
        self.go_to(place.and_then(|(_, place)| place));
        true
    }

    pub fn shows_source(&self) -> bool {
        self.source.is_some()
    }

    /// Which text is shown.
    pub fn body(&self) -> Body {
        self.article
            .as_ref()
            .map_or(Body::Feed, |article| article.body)
    }
}

fn ask((ticket, id): (Ticket, EntryId)) -> Effect {
    Effect::Ask(ticket, Request::Article(id))
}
