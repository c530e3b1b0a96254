//! The reader on a conversation made by hand, without an engine: what it asks is kept to be looked at,
//! and answered as a test wants it.

use crate::reader::{EPOCH, presses, text_of};
use crossterm::event::KeyEvent;
use postil::model::comment::{Comment, CommentId, Conversation, Following, InReplyTo};
use postil::model::document::{Block, Document, Span};
use postil::model::entry::{
    Article, Body, CommentCount, EntryId, EntryRow, Place, Talk as Whereabouts, Wants,
};
use postil::model::feed::{FeedId, FeedRow};
use postil::model::report::{Failure, Note};
use postil::model::request::{Library, News, Reply, Request, Scope, Ticket};
use postil::model::time::Time;
use postil::model::view::Page;
use postil::ui::app::App;
use postil::ui::effect::Effect;
use postil::ui::event::Event;
use postil::ui::look::Settings;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

pub(crate) const ENTRY: EntryId = EntryId(7);
const FEED: FeedId = FeedId(3);

/// The reader, and what became of all it wanted.
pub(crate) struct Talk {
    app: App,
    size: (u16, u16),
    pub(crate) conversation: Conversation,
    pub(crate) row: EntryRow,
    pub(crate) library: Library,
    /// The article there is; its row is another's business.
    pub(crate) article: Article,
    /// Follows and fetches, which a test answers.
    open: Vec<(Ticket, Request)>,
    /// All that changes something, as it was asked.
    pub(crate) orders: Vec<Request>,
    /// What was done outside: addresses opened, texts copied.
    pub(crate) acts: Vec<Effect>,
}

impl Talk {
    /// The conversation is open, and its feed was asked.
    pub(crate) fn on(conversation: Conversation) -> Self {
        Self::at(conversation, (72, 40))
    }

    pub(crate) fn at(conversation: Conversation, size: (u16, u16)) -> Self {
        let mut talk = Self::with(conversation, size, Settings::default());
        talk.keys("c");
        talk.news(Note::Talked { entry: ENTRY });
        talk
    }

    /// The list of entries is before the person.
    pub(crate) fn with(conversation: Conversation, size: (u16, u16), settings: Settings) -> Self {
        let mut talk = Self {
            app: App::new(settings, size),
            size,
            row: row(&conversation),
            article: article(&row(&conversation)),
            conversation,
            library: library(),
            open: Vec::new(),
            orders: Vec::new(),
            acts: Vec::new(),
        };
        let effects = talk.app.start(EPOCH);
        talk.perform(effects);
        talk
    }

    pub(crate) fn keys(&mut self, script: &str) -> &mut Self {
        for (code, modifiers) in presses(script) {
            self.event(Event::Key(KeyEvent::new(code, modifiers)));
        }
        self
    }

    pub(crate) fn event(&mut self, event: Event) {
        let effects = self.app.update(event, EPOCH);
        self.perform(effects);
    }

    pub(crate) fn news(&mut self, note: Note) {
        self.event(Event::News(News::Note(note)));
    }

    /// The list is before the person; the article that is selected says this.
    pub(crate) fn reading(html: &str, size: (u16, u16), settings: Settings) -> Self {
        let document = postil::text::html::document(html, Some("http://a.example/kettle"));
        let mut talk = Self::with(talk(Vec::new()), size, settings);
        talk.article.document = document;
        talk.keys("<enter>");
        talk
    }

    /// More was said, and the pane is told.
    pub(crate) fn hear(&mut self, comments: Vec<Comment>) {
        self.conversation.comments = comments;
        self.news(Note::Talked { entry: ENTRY });
    }

    /// Answers the oldest open request.
    pub(crate) fn answer(&mut self, reply: Result<Reply, Failure>) {
        let (ticket, _) = self.open.remove(0);
        self.event(Event::News(News::Reply(ticket, reply)));
    }

    /// Answers the newest open request of a kind.
    pub(crate) fn answer_of(
        &mut self,
        kind: impl Fn(&Request) -> bool,
        reply: Result<Reply, Failure>,
    ) {
        let at = self.open.iter().rposition(|(_, request)| kind(request));
        let (ticket, _) = self.open.remove(at.expect("it was asked"));
        self.event(Event::News(News::Reply(ticket, reply)));
    }

    /// The pictures that are to be drawn over the frame.
    pub(crate) fn pictures(&self) -> Vec<postil::ui::article::Stand> {
        let (columns, rows) = self.size;
        self.app
            .pictures(ratatui::layout::Rect::new(0, 0, columns, rows))
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.event(Event::Resize { columns, rows });
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(ticket, request) => self.ask(ticket, request),
                other => self.acts.push(other),
            }
        }
    }

    fn ask(&mut self, ticket: Ticket, request: Request) {
        let reply = match &request {
            Request::Feeds { .. } => Reply::Feeds(self.library.clone()),
            Request::Entries(_) => Reply::Entries(Page {
                rows: vec![self.row.clone()],
                ..Page::default()
            }),
            Request::Kept => Reply::Kept(Vec::new()),
            Request::Keep { .. } => Reply::Done,
            Request::Article(_) => Reply::Article(Box::new(Article {
                row: self.row.clone(),
                ..self.article.clone()
            })),
            Request::Conversation { .. } => {
                Reply::Conversation(Box::new(self.conversation.clone()))
            }
            Request::Refresh(Scope::Thread(_)) => Reply::Refreshing {
                asked: 1,
                left: Vec::new(),
            },
            Request::Read { .. }
            | Request::Source { .. }
            | Request::Colour(_)
            | Request::Picture { .. }
            | Request::Save { .. }
            | Request::Share { .. }
            | Request::Play(_)
            | Request::Follow { .. }
            | Request::Complete { .. } => {
                if let Request::Follow { following, .. } = request {
                    self.row.following = following;
                }
                self.orders.push(request.clone());
                self.open.push((ticket, request));
                return;
            }
            Request::Seen { comments, seen, .. } => {
                for comment in &mut self.conversation.comments {
                    if comments.contains(&comment.id) {
                        comment.read = *seen;
                    }
                }
                self.orders.push(request);
                Reply::Done
            }
            _ => {
                self.orders.push(request);
                Reply::Done
            }
        };
        self.event(Event::News(News::Reply(ticket, Ok(reply))));
    }

    pub(crate) fn buffer(&self) -> Buffer {
        let backend = TestBackend::new(self.size.0, self.size.1);
        let mut terminal = Terminal::new(backend).expect("a test's screen cannot fail");
        terminal
            .draw(|frame| self.app.view(frame))
            .expect("a test's screen cannot fail");
        terminal.backend().buffer().clone()
    }

    pub(crate) fn text(&self) -> String {
        text_of(&self.buffer())
    }

    /// The line below the title.
    pub(crate) fn state(&self) -> String {
        self.text()
            .lines()
            .nth(1)
            .unwrap_or_default()
            .trim()
            .to_owned()
    }

    /// What the bottom line says, and how far down one is, if that is told.
    pub(crate) fn bottom(&self) -> (String, Option<String>) {
        let text = self.text();
        let line = text.lines().last().unwrap_or_default().trim();
        match line.rsplit_once("  ") {
            Some((said, far)) if far.ends_with('%') => {
                (said.trim_end().to_owned(), Some(far.to_owned()))
            }
            _ => (line.to_owned(), None),
        }
    }

    pub(crate) fn status(&self) -> String {
        self.bottom().0
    }

    /// The first line of the selected comment, and where it stands.
    pub(crate) fn selected(&self) -> (usize, String) {
        let text = self.text();
        let found = text
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains('▌'));
        let (row, line) = found.unwrap_or_else(|| panic!("nothing is selected:\n{text}"));
        (
            row,
            line.trim_start_matches(['▌', ' ', '│', '┊', '●'])
                .to_owned(),
        )
    }

    /// The name on the selected comment.
    pub(crate) fn whose(&self) -> String {
        let (_, line) = self.selected();
        line.split(" · ").next().unwrap_or_default().to_owned()
    }

    /// The names on the screen, from the top.
    pub(crate) fn names(&self) -> Vec<String> {
        let text = self.text();
        let heads = text.lines().skip(2).filter(|line| line.contains(" · "));
        let name = |line: &str| {
            let line = line.trim_start_matches(['▌', ' ', '│', '┊', '●', '▸']);
            line.split(" · ").next().unwrap_or_default().to_owned()
        };
        heads.map(name).collect()
    }
}

fn row(conversation: &Conversation) -> EntryRow {
    EntryRow {
        id: ENTRY,
        feed: FEED,
        feed_title: "Small Hours".to_owned(),
        place: Place {
            at: EPOCH,
            id: ENTRY,
        },
        title: "The kettle".to_owned(),
        link: Some("http://a.example/kettle".to_owned()),
        read: true,
        starred: false,
        comments: CommentCount { total: 12, new: 3 },
        following: conversation.following,
    }
}

fn article(row: &EntryRow) -> Article {
    Article {
        row: row.clone(),
        author: None,
        published: None,
        words: 3,
        talk: Whereabouts::default(),
        document: text("An article."),
        body: Body::Feed,
        tags: Vec::new(),
        own_tags: Vec::new(),
        enclosures: Vec::new(),
        place: None,
        wants: Wants::default(),
    }
}

fn library() -> Library {
    let feed = FeedRow {
        id: FEED,
        folder: None,
        title: "Small Hours".to_owned(),
        url: String::new(),
        site: None,
        entries: 1,
        unread: 0,
        starred: 0,
        conversations: 1,
        new_comments: 0,
        gathered_new: None,
        trouble: None,
    };
    Library {
        feeds: vec![feed],
        ..Library::default()
    }
}

pub(crate) fn span(text: &str) -> Span {
    Span {
        text: text.to_owned(),
        ..Span::default()
    }
}

pub(crate) fn text(words: &str) -> Document {
    Document {
        blocks: vec![Block::Paragraph(vec![span(words)])],
        ..Document::default()
    }
}

/// What somebody said, so many minutes into the talk, in answer to another comment or, for nought, to the
/// entry; read.
pub(crate) fn said(number: u32, to: u32, author: &str, words: &str) -> Comment {
    let answer = InReplyTo {
        id: Some(format!("urn:{to}")),
        href: None,
    };
    Comment {
        id: CommentId(i64::from(number)),
        key: format!("urn:{number}"),
        link: Some(format!("http://a.example/kettle#c{number}")),
        author: Some(author.to_owned()),
        published: Some(minute(number)),
        first_seen: minute(number),
        in_reply_to: (to > 0).then_some(answer).into_iter().collect(),
        read: true,
        body: text(words),
        ..Comment::default()
    }
}

pub(crate) fn new(comment: Comment) -> Comment {
    Comment {
        read: false,
        ..comment
    }
}

/// Minutes of a talk that began ten hours ago.
pub(crate) fn minute(number: u32) -> Time {
    Time(EPOCH.0 - 36_000 + 60 * i64::from(number))
}

pub(crate) fn talk(comments: Vec<Comment>) -> Conversation {
    Conversation {
        comments,
        feed: Some("http://a.example/kettle/feed".to_owned()),
        page: Some("http://a.example/kettle#comments".to_owned()),
        checked_at: Some(EPOCH),
        following: Following::No,
        ..Conversation::default()
    }
}
