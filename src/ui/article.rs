//! Pane: one article, set as a page. The place in the text is kept as a place in the text, not as a
//! row, so that it survives a resize, and each article's is remembered while the reader runs.

use crate::model::comment::Following;
use crate::model::entry::{Article, EntryId, EntryRow};
use crate::model::request::{Request, Ticket};
use crate::text::lines::{self, Line};
use crate::ui::ask::{Latest, Tickets};
use crate::ui::effect::Effect;
use crate::ui::fit::fit;
use crate::ui::layout::measure;
use crate::ui::list::{last_top, progress};
use crate::ui::look::{Look, write};
use crate::ui::paint;
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::HashMap;

/// Words read in a minute.
const PACE: u32 = 220;

/// A place in the text: a block, and graphemes into it; nothing at the very top.
type Place = Option<(usize, usize)>;

/// The article pane.
#[derive(Debug, Default)]
pub struct ArticlePane {
    row: Option<EntryRow>,
    article: Option<Box<Article>>,
    questions: Latest<EntryId>,
    title: Vec<String>,
    lines: Vec<Line>,
    /// `[1] https://…`, in the order of their numbers in the text.
    links: Vec<String>,
    width: u16,
    height: usize,
    top: usize,
    places: HashMap<EntryId, Place>,
}

impl ArticlePane {
    pub fn row(&self) -> Option<&EntryRow> {
        self.row.as_ref()
    }

    /// Shows an entry: its title at once, its text when it is here.
    pub fn show(&mut self, row: &EntryRow, tickets: &mut Tickets) -> Option<Effect> {
        if self.row.as_ref().is_some_and(|shown| shown.id == row.id) {
            self.row = Some(row.clone());
            return None;
        }
        self.remember();
        self.row = Some(row.clone());
        self.article = None;
        self.top = 0;
        self.set();
        self.questions.want(row.id, tickets).map(ask)
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
        let answered = self.questions.answered(ticket)?;
        let shown = self.row.as_ref().map(|row| row.id);
        if shown == Some(answered) {
            // Read again while it is being read, the text keeps its place.
            let again = self.article.is_some();
            let place = if again {
                self.place()
            } else {
                self.places.get(&answered).copied().flatten()
            };
            self.row = Some(article.row.clone());
            self.article = Some(article);
            self.set();
            self.go_to(place);
        }
        self.questions.next(tickets).map(ask)
    }

    pub fn failed(&mut self, ticket: Ticket) -> bool {
        self.questions.answered(ticket).is_some()
    }

    /// The row as marks change it.
    pub fn update_row(&mut self, change: impl FnOnce(&mut EntryRow)) {
        if let Some(row) = &mut self.row {
            change(row);
        }
    }

    pub fn fit_to(&mut self, pane: Rect) {
        let column = measure(pane);
        self.height = usize::from(pane.height);
        if column.width != self.width {
            let place = self.place();
            self.width = column.width;
            self.set();
            self.go_to(place);
        }
        self.top = self.top.min(last_top(self.height, self.total()));
    }

    pub fn scroll(&mut self, lines: isize) {
        let last = last_top(self.height, self.total());
        self.top = self.top.saturating_add_signed(lines).min(last);
    }

    pub fn go_to_top(&mut self) {
        self.top = 0;
    }

    pub fn go_to_bottom(&mut self) {
        self.top = last_top(self.height, self.total());
    }

    /// A page, less two lines by which the eye finds its place again.
    pub fn page(&self) -> isize {
        self.height.saturating_sub(2).max(1).cast_signed()
    }

    pub fn progress(&self) -> Option<usize> {
        progress(self.top, self.height, self.total())
    }

    fn remember(&mut self) {
        if let (Some(row), true) = (&self.row, self.article.is_some()) {
            self.places.insert(row.id, self.place());
        }
    }

    fn set(&mut self) {
        let title = self.row.as_ref().map_or("", EntryRow::name);
        self.title = wrap(title, usize::from(self.width));
        self.lines = match &self.article {
            Some(article) if self.width > 0 => lines::lay_out(&article.document, self.width),
            _ => Vec::new(),
        };
        let links = self
            .article
            .iter()
            .flat_map(|article| &article.document.links);
        let numbered = links
            .zip(1..)
            .map(|(link, number): (_, usize)| format!("[{number}] {link}"));
        self.links = numbered
            .map(|link| fit(&link, usize::from(self.width)))
            .collect();
    }

    fn place(&self) -> Place {
        let line = self.lines.get(self.top.checked_sub(self.head())?)?;
        Some((line.block, line.offset))
    }

    fn go_to(&mut self, place: Place) {
        let line =
            place.map(|(block, offset)| self.head() + lines::find(&self.lines, block, offset));
        self.top = line.unwrap_or(0).min(last_top(self.height, self.total()));
    }

    /// Lines above the text: the title, who and when, an empty one.
    fn head(&self) -> usize {
        self.title.len() + 2
    }

    /// Lines below the text: the addresses of its links, and what is said of the talk, each after an
    /// empty line.
    fn tail(&self) -> usize {
        let links = self.links.len() + usize::from(!self.links.is_empty());
        links + 2
    }

    fn total(&self) -> usize {
        self.head() + self.lines.len() + self.tail()
    }

    pub fn draw(&self, pane: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
        let Some(row) = &self.row else { return };
        let column = measure(pane);
        for (line, y) in (self.top..self.total()).zip(pane.top()..pane.bottom()) {
            let at = Rect {
                y,
                height: 1,
                ..column
            };
            self.draw_line(line, at, buffer, look, row, focused);
        }
    }

    fn draw_line(
        &self,
        line: usize,
        at: Rect,
        buffer: &mut Buffer,
        look: &Look,
        row: &EntryRow,
        focused: bool,
    ) {
        let theme = &look.theme;
        let text = line.checked_sub(self.head());
        let below = text.and_then(|text| text.checked_sub(self.lines.len() + 1));
        if let Some(title) = self.title.get(line) {
            let style = if focused { theme.heading } else { theme.strong };
            write(buffer, at, at.x, at.y, title, style);
        } else if line == self.title.len() {
            write(buffer, at, at.x, at.y, &self.byline(row, look), theme.quiet);
        } else if let Some(line) = text.and_then(|line| self.lines.get(line)) {
            paint::line(buffer, at, at.y, line, look);
        } else if let Some(link) = below.and_then(|below| self.links.get(below)) {
            write(buffer, at, at.x, at.y, link, theme.quiet);
        } else if line + 1 == self.total() && self.article.is_some() {
            let style = if news(row) > 0 {
                theme.new
            } else {
                theme.quiet
            };
            write(buffer, at, at.x, at.y, &self.talk(row), style);
        }
    }

    /// `Ana Prates · Small Hours · 2 h · 6 min`
    fn byline(&self, row: &EntryRow, look: &Look) -> String {
        let mut parts = Vec::new();
        let author = self
            .article
            .as_ref()
            .and_then(|article| article.author.as_deref());
        parts.extend(
            author
                .filter(|author| *author != row.feed_title)
                .map(str::to_owned),
        );
        parts.push(row.feed_title.clone());
        let when = self.article.as_ref().and_then(|article| article.published);
        parts.push(look.age(when.unwrap_or(row.place.at)));
        // Of a post that is known by its comments alone there is no text.
        if let Some(article) = self.article.as_ref().filter(|article| article.words > 0) {
            parts.push(format!("{} min read", article.words.div_ceil(PACE).max(1)));
        }
        if row.starred {
            parts.push(look.glyphs.star.to_owned());
        }
        parts.join(&format!(" {} ", look.glyphs.dot))
    }

    fn talk(&self, row: &EntryRow) -> String {
        let talk = self.article.as_ref().map(|article| &article.talk);
        let mut parts = vec![match row.comments.total {
            0 if talk.is_some_and(|talk| talk.feed.is_some()) => "No comments yet".to_owned(),
            0 => return String::new(),
            1 => "1 comment".to_owned(),
            total => format!("{total} comments"),
        }];
        if news(row) > 0 {
            parts.push(format!("{} new", news(row)));
        }
        let followed = match row.following {
            Following::No => None,
            Following::Yes => Some("followed"),
            Following::Pinned => Some("pinned"),
            Following::Muted => Some("muted"),
        };
        parts.extend(followed.map(str::to_owned));
        let said = parts.join(", ");
        match row.comments.total {
            0 => said,
            _ => format!("{said} – c opens the conversation"),
        }
    }
}

/// New comments; in a conversation that was let go of nothing is.
fn news(row: &EntryRow) -> u32 {
    match row.following {
        Following::Muted => 0,
        _ => row.comments.new,
    }
}

fn ask((ticket, id): (Ticket, EntryId)) -> Effect {
    Effect::Ask(ticket, Request::Article(id))
}
