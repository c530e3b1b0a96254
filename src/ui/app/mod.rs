//! The whole reader: which pane has the keyboard, and what one pane's choice means for the next.

mod acting;
mod commanding;
mod heard;
mod listing;
mod looking;
mod managing;
mod mouse;
mod reading;
mod route;
mod sharing;
mod talking;
mod tending;
mod told;
mod view;

use crate::model::entry::{EntryId, EntryRow, Mark};
use crate::model::feed::FeedId;

use crate::model::filter::Filter;
use crate::model::request::{News, Request, Ticket};
use crate::model::time::Time;

use crate::ui::action::Action;
use crate::ui::age::day_start;
use crate::ui::app::commanding::{Pick, Pressed};
use crate::ui::app::mouse::Pointer;
use crate::ui::app::talking::Pending;
use crate::ui::article::ArticlePane;
use crate::ui::ask::{Latest, Tickets};
use crate::ui::confirm::{Agreed, Confirm};
use crate::ui::effect::Effect;
use crate::ui::entries::EntriesPane;
use crate::ui::entries::manner::Manner;
use crate::ui::event::Event;
use crate::ui::feeds::FeedsPane;
use crate::ui::scope::Scope;

use crate::ui::health::HealthPane;
use crate::ui::help::Help;
use crate::ui::layout::{Focus, Panes, panes};
use crate::ui::line::CommandLine;
use crate::ui::look::{Look, Settings};
use crate::ui::menu::Menu;
use crate::ui::prompt::{Prompt, Typed, Wanted};
use crate::ui::status::Status;
use crate::ui::theme;
use crate::ui::thread::ThreadPane;
use crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What lies over the panes.
#[derive(Debug)]
enum Overlay {
    Help(Help),
    Prompt(Prompt),
    Confirm(Confirm),
    Menu(Menu, Choosing),
    Line(CommandLine),
}

/// What a menu is about.
#[derive(Debug, Clone)]
enum Choosing {
    Heading,
    Link,
    Enclosure,
    /// The form an article is saved in.
    Format,
    /// The command it is handed to.
    Command,
    /// What each row does.
    Pick(Vec<Pick>),
    /// A line that was said.
    Message,
    /// A theme; this one was there before.
    Theme(theme::Choice),
}

impl Overlay {
    fn is_question(&self) -> bool {
        matches!(self, Self::Confirm(_))
    }
}

/// The reader.
#[derive(Debug)]
pub struct App {
    settings: Settings,
    size: (u16, u16),
    now: Time,
    focus: Focus,
    overlay: Option<Overlay>,
    feeds: FeedsPane,
    entries: EntriesPane,
    article: ArticlePane,
    thread: ThreadPane,
    health: HealthPane,
    status: Status,
    tickets: Tickets,
    /// The pane on the right shows the conversation rather than the article.
    talking: bool,
    /// Nothing but the text is shown.
    zen: bool,
    /// A feed was not asked, and the line says that it is if the person insists.
    offered: Option<FeedId>,
    library: Latest<()>,
    next_unread: Latest<()>,
    pending: Pending,
    /// Keys that are not yet a command.
    pressed: Pressed,
    /// How far the verb that is done just now is to move.
    count: u32,
    /// Commands that were typed, the newest last.
    history: Vec<String>,
    /// Entries that were opened, the newest first.
    recent: Vec<EntryRow>,
    /// How views are shown, by their keys.
    manners: HashMap<String, Manner>,
    /// What the list is narrowed to, as it was typed and as it is understood.
    filter: Option<(String, Arc<Filter>)>,
    /// Columns of the feeds and of the entries, where the person set them.
    widths: (Option<u16>, Option<u16>),
    /// How to get about is told just now.
    touring: bool,
    kept: Latest<()>,
    pointer: Pointer,
    /// The entry that is before the person, and since when.
    before: Option<(EntryId, Time)>,
}

impl App {
    pub fn new(settings: Settings, size: (u16, u16)) -> Self {
        let talks = settings.talks;
        let reading = settings.reading.clone();
        Self {
            size,
            now: Time::default(),
            focus: Focus::Entries,
            overlay: None,
            feeds: FeedsPane::new(talks, settings.lists.scrolloff),
            entries: EntriesPane::new(settings.lists.clone()),
            article: ArticlePane::new(reading),
            thread: ThreadPane::new(talks),
            health: HealthPane::default(),
            status: Status::new(settings.keys.clone()),
            tickets: Tickets::default(),
            talking: false,
            zen: false,
            offered: None,
            library: Latest::default(),
            next_unread: Latest::default(),
            pending: Pending::default(),
            pressed: Pressed::default(),
            count: 1,
            history: Vec::new(),
            recent: Vec::new(),
            manners: HashMap::new(),
            filter: None,
            widths: (None, None),
            touring: settings.tour,
            kept: Latest::default(),
            pointer: Pointer::default(),
            before: None,
            settings,
        }
    }

    /// The first questions; the first frame does not wait for their answers.
    pub fn start(&mut self, now: Time) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        let kept = self.kept.want((), &mut self.tickets);
        effects.extend(kept.map(|(ticket, ())| Effect::Ask(ticket, Request::Kept)));
        effects.extend(self.open_target());
        effects.extend(self.ask_library());
        self.arrange();
        effects
    }

    /// Takes in what happened and says what is to be done about it.
    pub fn update(&mut self, event: Event, now: Time) -> Vec<Effect> {
        self.now = now;
        let mut effects = match event {
            Event::Key(key) => {
                let toured = self.end_tour();
                let effects = self.key(key);
                toured.into_iter().chain(effects).collect()
            }
            Event::Mouse(mouse) => self.mouse(mouse),
            Event::Paste(text) => {
                if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
                    prompt.paste(&text);
                    self.look_for_words();
                }
                if let Some(Overlay::Menu(menu, _)) = &mut self.overlay {
                    menu.paste(&text);
                }
                if let Some(Overlay::Line(line)) = &mut self.overlay {
                    line.paste(&text);
                    self.suggest();
                }
                Vec::new()
            }
            Event::Resize { columns, rows } => {
                self.size = (columns, rows);
                Vec::new()
            }
            Event::Tick => {
                let look = self.look();
                self.entries.regroup(&look);
                Vec::new()
            }
            Event::Cell(cell) => {
                self.article.set_cell(cell);
                Vec::new()
            }
            Event::Configured(settings, warnings) => self.configured(*settings, &warnings),
            Event::Background(background) => {
                self.settings.background = Some(background);
                Vec::new()
            }
            Event::News(News::Reply(ticket, reply)) => self.reply(ticket, reply),
            Event::News(News::Note(note)) => self.note(note),
            Event::Said(text) => {
                self.status.say(text);
                Vec::new()
            }
        };
        self.arrange();
        effects.extend(self.tell_seen());
        effects.extend(self.attend());
        if effects.contains(&Effect::Quit) {
            effects.splice(0..0, self.keep_place());
        }
        effects.extend(self.read_after_a_while());
        effects
    }

    /// When the reader wants to be woken although nothing happens: ages are shown by the minute.
    pub fn wants_tick(&self) -> Option<Duration> {
        let minute = (!self.feeds.is_bare()).then_some(Duration::from_mins(1))?;
        Some(self.until_read().map_or(minute, |until| until.min(minute)))
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        self.status.clear();
        self.pending.keyed();
        let offered = self.offered.take();
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay {
            return match prompt.key(key) {
                Typed::Going if prompt.wanted() == Wanted::Jump => {
                    let typed = prompt.text().to_owned();
                    self.jump(&typed)
                }
                Typed::Going => {
                    self.look_for_words();
                    Vec::new()
                }
                Typed::Cancelled => {
                    if prompt.wanted() == Wanted::Words {
                        self.give_up_words();
                    }
                    self.overlay = None;
                    Vec::new()
                }
                Typed::Entered(wanted, text) => self.entered(wanted, text),
            };
        }
        if let Some(Overlay::Confirm(confirm)) = self.overlay.take_if(|it| it.is_question()) {
            return match confirm.answer(key) {
                Some(Agreed::Ask(Request::Complete { entry, agreed })) => {
                    self.fetch_the_rest(entry, agreed)
                }
                Some(Agreed::Ask(request)) => self.poll_feed(request),
                Some(Agreed::Open(address)) => vec![Effect::OpenUrl(address)],
                None => Vec::new(),
            };
        }
        if let Some(Overlay::Line(_)) = &self.overlay {
            return self.in_line(key);
        }
        if let Some(Overlay::Help(help)) = &mut self.overlay
            && help.key(key)
        {
            return Vec::new();
        }
        if matches!(self.overlay, Some(Overlay::Menu(..))) {
            return self.in_menu(key);
        }
        if self.focus == Focus::Thread && self.thread.is_labelled() {
            return self.type_label(key);
        }
        if self.focus == Focus::Article && self.article.is_labelled() {
            return self.press_letters(key);
        }
        self.offered = offered;
        let (action, effects) = self.press(key);
        self.offered = self
            .offered
            .take()
            .filter(|_| action == Some(Action::Insist));
        effects
    }

    /// Where the keyboard is.
    fn scope(&self) -> Scope {
        if self.health.is_open() {
            Scope::Health
        } else if self.feeds.is_bare() {
            Scope::Welcome
        } else if self.focus == Focus::Thread {
            Scope::Thread
        } else if self.focus == Focus::Article {
            Scope::Article
        } else if self.focus == Focus::Feeds {
            Scope::Feeds
        } else {
            Scope::Entries
        }
    }

    fn entered(&mut self, wanted: Wanted, text: String) -> Vec<Effect> {
        self.overlay = None;
        let request = match wanted {
            Wanted::Words => return self.words_entered(),
            Wanted::Jump => return Vec::new(),
            Wanted::Query => return self.query(&text),
            Wanted::Tag => return self.tag(true, &text),
            Wanted::TagOff => return self.tag(false, &text),
            Wanted::FeedName => return self.manage(Action::Rename, Some(&text)),
            Wanted::FolderName => return self.manage(Action::NewFolder, Some(&text)),
            Wanted::NewAddress => return self.manage(Action::ChangeAddress, Some(&text)),
            Wanted::FeedTag => return self.manage(Action::TagFeed, Some(&text)),
            Wanted::FeedTagOff => return self.manage(Action::UntagFeed, Some(&text)),
            Wanted::Value(held, key) => return self.set_value(held, key, &text),
            Wanted::FeedAddress => {
                self.status.say(format!("Looking at {text} …"));
                Request::Discover { url: text }
            }
            Wanted::SavedFile(format) => match self.save(format, text) {
                Some(request) => request,
                None => return Vec::new(),
            },
            Wanted::OpmlFile => {
                self.status.say(format!("Importing {text} …"));
                Request::ImportOpml(PathBuf::from(text))
            }
        };
        vec![self.tickets.order(request)]
    }

    fn ask_library(&mut self) -> Option<Effect> {
        let asked = self.library.want((), &mut self.tickets)?;
        Some(self.library_request(asked.0))
    }

    fn next_library(&mut self) -> Option<Effect> {
        let asked = self.library.next(&mut self.tickets)?;
        Some(self.library_request(asked.0))
    }

    fn library_request(&self, ticket: Ticket) -> Effect {
        Effect::Ask(
            ticket,
            Request::Feeds {
                day_start: self.day_start(),
            },
        )
    }

    /// The list that the selected feed, folder or smart view stands for.
    fn open_target(&mut self) -> Option<Effect> {
        self.filter = None;
        let manner = self.manner();
        let folders = self.folder_names();
        self.entries
            .set_groups(manner.group, manner.is_by_date(), folders);
        let list = self.list();
        self.entries.open(list, &mut self.tickets)
    }

    /// The article pane shows the selected entry; showing is not opening and marks nothing.
    fn preview(&mut self) -> Vec<Effect> {
        if matches!(self.focus, Focus::Article | Focus::Thread) {
            let shown = self.article.row().map(|row| row.id);
            let row = self.entries.selected().filter(|row| Some(row.id) == shown);
            return match row.cloned() {
                Some(row) => self.article.show(&row, &mut self.tickets),
                None => Vec::new(),
            };
        }
        match self.entries.selected().cloned() {
            Some(row) if self.panes().reading.is_some() => {
                self.talking = false;
                self.article.show(&row, &mut self.tickets)
            }
            _ => Vec::new(),
        }
    }

    /// Shows a mark where the entry is shown.
    fn show_mark(&mut self, id: EntryId, mark: Mark) {
        self.entries.mark(id, mark);
        self.article.update_row(|row| {
            if row.id == id {
                match mark {
                    Mark::Read(read) => row.read = read,
                    Mark::Starred(starred) => row.starred = starred,
                }
            }
        });
    }

    /// Marks an entry without being asked to: because it was opened. This is not taken back by undoing.
    fn mark(&mut self, id: EntryId, mark: Mark) -> Effect {
        self.show_mark(id, mark);
        self.tickets.order(Request::Mark {
            entries: vec![id],
            mark,
        })
    }

    /// The entry that verbs act on: what is being read, else what is selected in the list.
    fn current(&self) -> Option<&EntryRow> {
        match self.focus {
            Focus::Article => self.article.row(),
            Focus::Thread => self.thread.entry(),
            Focus::Feeds | Focus::Entries => self.entries.selected(),
        }
    }

    fn go_to_unread(&mut self, ticket: Ticket, row: Option<EntryRow>) -> Vec<Effect> {
        if self.next_unread.answered(ticket).is_none() {
            return Vec::new();
        }
        let Some(row) = row else {
            self.status.say("Nothing is unread");
            return Vec::new();
        };
        self.entries.select(row.id);
        self.read(&row)
    }

    fn day_start(&self) -> Time {
        day_start(self.now, &self.settings.zone)
    }

    fn look(&self) -> Look {
        Look::new(&self.settings, self.now)
    }

    fn panes(&self) -> Panes {
        panes(self.size.0, self.size.1, self.focus, self.wish())
    }

    /// Fits every pane to its rectangle; view draws into the same ones.
    fn arrange(&mut self) {
        let panes = self.panes();
        if let Some(rect) = panes.feeds {
            self.feeds.fit_to(rect);
        }
        if let Some(rect) = panes.entries {
            self.entries.fit_to(rect);
        }
        if let Some(rect) = panes.reading {
            self.article.fit_to(rect);
            self.thread.fit_to(rect);
        }
        let body = Rect::new(0, 0, self.size.0, panes.status.y);
        if self.health.is_open() {
            let look = self.look();
            self.health.fit_to(body, &look);
        }
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            help.fit_to(body);
        }
    }
}
